//! What stands where on each sheet, before anything is drawn?
//!
//! All sheets are composed first and drawn afterwards, so that "sheet n of m" is known and the structure tree has
//! one shape for readers aloud and for the eye. Measures are points from the top left.

use std::ops::Range;
use std::rc::Rc;

use tamga_origin::layout::Rect;

use crate::code::Code;
use crate::set::SetText;

/// A space on the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Space {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// Points in a tenth of a millimetre.
pub(crate) const TENTH: f32 = 72.0 / 254.0;

impl Space {
    /// From tenths of a millimetre.
    pub(crate) fn of(rect: Rect) -> Self {
        let points = |tenths: i32| tenths as f32 * TENTH;
        Self { x: points(rect.x), y: points(rect.y), width: points(rect.width), height: points(rect.height) }
    }

    /// Without a margin on all sides.
    pub(crate) fn inset(self, across: f32, down: f32) -> Self {
        Self {
            x: self.x + across,
            y: self.y + down,
            width: (self.width - 2.0 * across).max(1.0),
            height: (self.height - 2.0 * down).max(0.0),
        }
    }

    /// Without its upper part.
    pub(crate) fn below(self, height: f32) -> Self {
        Self { y: self.y + height, height: (self.height - height).max(0.0), ..self }
    }

    pub(crate) fn bottom(self) -> f32 {
        self.y + self.height
    }
}

/// What a part of the page is, for readers aloud.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Role {
    /// The title of the form.
    Title(String),
    /// The heading of a continuation sheet.
    Heading(String),
    /// One box.
    Section,
    Paragraph,
    Table,
    TableHead,
    TableBody,
    Row,
    HeadCell,
    Cell,
}

/// Lines of set text at a place.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub text: Rc<SetText>,
    pub lines: Range<usize>,
    pub x: f32,
    /// Top of the first line.
    pub y: f32,
}

/// A part of the page.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Group(Role, Vec<Node>),
    Text(Placed),
    Code { code: Code, at: Space, alt: String },
}

impl Node {
    /// A paragraph of one text.
    pub(crate) fn paragraph(placed: Placed) -> Self {
        Self::Group(Role::Paragraph, vec![Self::Text(placed)])
    }
}

/// One sheet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// Thin rules around boxes, and lines (spaces without width or height).
    pub rules: Vec<Space>,
    /// Strokes from the bottom left to the top right of a space, over what must stay empty.
    pub strokes: Vec<Space>,
    /// Text, in reading order.
    pub nodes: Vec<Node>,
}

impl Sheet {
    /// Moves everything on the sheet, as a printer asks for its preprinted forms.
    pub(crate) fn shift(&mut self, right: f32, down: f32) {
        for space in self.rules.iter_mut().chain(&mut self.strokes) {
            space.shift(right, down);
        }
        for node in &mut self.nodes {
            node.shift(right, down);
        }
    }
}

impl Space {
    fn shift(&mut self, right: f32, down: f32) {
        self.x += right;
        self.y += down;
    }
}

impl Node {
    fn shift(&mut self, right: f32, down: f32) {
        match self {
            Self::Group(_, nodes) => nodes.iter_mut().for_each(|node| node.shift(right, down)),
            Self::Text(placed) => {
                placed.x += right;
                placed.y += down;
            }
            Self::Code { at, .. } => at.shift(right, down),
        }
    }
}
