//! Which sheets does a certificate need, and what stands on each?

use std::rc::Rc;

use tamga_origin::layout::{Align, Area, AreaKind, Layout};
use tamga_origin::{Certificate, Finding};

use crate::areas::{Carried, Filler};
use crate::goods;
use crate::phrases::Phrases;
use crate::set::{Style, Typesetter};
use crate::sheet::{Node, Placed, Role, Sheet, Space, TENTH};
use crate::typefaces::Typefaces;
use crate::{PaperError, PaperInput};

/// More sheets than this are a mistake, not a certificate.
const MOST_SHEETS: u32 = 200;
const MARGIN: f32 = 100.0 * TENTH;
const HEAD: f32 = 120.0 * TENTH;
const GAP: f32 = 6.0;
const MARK_LINE: f32 = 7.5;

/// All sheets of one certificate.
pub(crate) struct Book {
    pub sheets: Vec<Sheet>,
    pub findings: Vec<Finding>,
    /// Width and height of every sheet.
    pub size: (f32, f32),
}

/// Composes all sheets.
pub(crate) fn compose(
    faces: &Typefaces,
    certificate: &Certificate,
    layout: &Layout,
    phrases: &'static Phrases,
    input: &PaperInput<'_>,
) -> Result<Book, PaperError> {
    let (width, height) = layout.sheet.size();
    let size = (width as f32 * TENTH, height as f32 * TENTH);
    let mut filler = Filler {
        setter: Typesetter::new(faces),
        certificate,
        layout,
        phrases,
        input,
        values_only: input.preprinted.is_some(),
        findings: Vec::new(),
        carried: Vec::new(),
        titled: false,
        repeating: false,
    };
    let mut first = Sheet::default();
    let mut back = Sheet::default();
    let mut goods_place = None;
    for area in &layout.areas {
        if area.back {
            // The back of a preprinted form is printed already.
            if input.preprinted.is_none() {
                filler.area(area, &mut back)?;
            }
        } else if area.kind == AreaKind::Items {
            goods_place.get_or_insert((area, first.nodes.len()));
        } else {
            filler.area(area, &mut first)?;
        }
    }
    let body = continuation_body(layout, size);
    let mut rest = Continuation::new(body);
    filler.repeating = true;
    let carried = std::mem::take(&mut filler.carried);
    for one in &carried {
        rest.carry(&mut filler, one);
    }
    if let Some((area, place)) = goods_place {
        let space = Space::of(area.at);
        let (full, left) = rest.room();
        let grid = goods::grid(&mut filler, area, |sheet| match sheet {
            0 => space.height,
            1 => left,
            _ => full,
        });
        for (index, slices) in grid.sheets.iter().enumerate() {
            let is_last = index + 1 == grid.sheets.len();
            if index == 0 {
                let lines = if filler.values_only { goods::Lines::None } else { goods::Lines::of(area, is_last) };
                let node = grid.draw(area, slices, space, &mut first, lines);
                first.nodes.insert(place.min(first.nodes.len()), node);
            } else {
                if index == 1 && left < grid.least() {
                    rest.turn();
                }
                rest.goods(&grid, area, slices, index > 1, is_last);
            }
        }
    }
    if let Some(offset) = input.preprinted {
        first.shift(offset.right as f32 * TENTH, offset.down as f32 * TENTH);
    }
    // Continuation sheets are plain paper.
    filler.values_only = false;
    let mut sheets = vec![first];
    if !back.nodes.is_empty() {
        sheets.push(back);
    }
    for mut sheet in rest.finish() {
        repeat(&mut filler, layout, size, &mut sheet)?;
        sheets.push(sheet);
    }
    let pages = u32::try_from(sheets.len()).unwrap_or(u32::MAX);
    if pages > MOST_SHEETS {
        return Err(PaperError::TooManySheets { limit: MOST_SHEETS });
    }
    for (index, sheet) in sheets.iter_mut().enumerate() {
        // A preprinted form has no place for the number of a single sheet.
        if pages > 1 || input.preprinted.is_none() {
            let words = phrases.sheet(index + 1, pages);
            let style = Style::of(filler.label_size()).align(Align::End);
            let set = filler.set(&words, size.0 - 2.0 * MARGIN, style, "layout");
            let y = size.1 - 80.0 * TENTH;
            sheet.nodes.push(Node::paragraph(Placed { lines: 0..set.lines.len(), text: set, x: MARGIN, y }));
        }
        if let Some(words) = input.mark.sentence() {
            // The grey mark may vanish in a photocopy, and readers of text take slanted letters one by one.
            let style = Style::of(MARK_LINE).bold().align(Align::Center);
            let set = filler.set(words, size.0 - 2.0 * MARGIN, style, "layout");
            let y = MARGIN - set.height() - 2.0;
            let at = Placed { lines: 0..set.lines.len(), text: set, x: MARGIN, y };
            sheet.nodes.insert(0, Node::paragraph(at));
        }
    }
    Ok(Book { sheets, findings: filler.findings, size })
}

/// The space between the head of a continuation sheet and the areas repeated at its foot.
fn continuation_body(layout: &Layout, size: (f32, f32)) -> Space {
    let foot = repeated(layout, size).map(|area| Space::of(area.at).y).fold(size.1 - 110.0 * TENTH, f32::min);
    let top = MARGIN + HEAD;
    Space { x: MARGIN, y: top, width: size.0 - 2.0 * MARGIN, height: (foot - GAP - top).max(HEAD) }
}

/// Areas in the lower half of the form that a continuation sheet repeats where they stand.
fn repeated(layout: &Layout, size: (f32, f32)) -> impl Iterator<Item = &Area> {
    layout.areas.iter().filter(move |area| {
        let moved = matches!(area.kind, AreaKind::Number | AreaKind::CopyWord | AreaKind::Items);
        !moved && !area.back && layout.continuation.repeat.contains(&area.kind) && Space::of(area.at).y > size.1 / 2.0
    })
}

fn repeat(filler: &mut Filler<'_>, layout: &Layout, size: (f32, f32), sheet: &mut Sheet) -> Result<(), PaperError> {
    let width = size.0 - 2.0 * MARGIN;
    let named = layout.continuation.title.as_str();
    let title = if named.is_empty() { filler.phrases.continuation } else { named };
    let set = filler.set(title, width / 2.0, Style::of(12.0).bold(), "layout");
    let heading = Placed { lines: 0..set.lines.len(), text: set, x: MARGIN, y: MARGIN };
    let mut head = vec![Node::Group(Role::Heading(title.to_owned()), vec![Node::Text(heading)])];
    let mut words = Vec::new();
    if layout.continuation.repeat.contains(&AreaKind::Number) && !filler.certificate.number.is_empty() {
        words.push(format!("{} {}", filler.phrases.number, filler.certificate.number));
    }
    if layout.continuation.repeat.contains(&AreaKind::CopyWord) && !filler.input.copy_word.is_empty() {
        words.push(filler.input.copy_word.to_owned());
    }
    if !words.is_empty() {
        let set = filler.set(&words.join("\n"), width / 2.0, Style::of(9.0).align(Align::End), "number");
        let at = Placed { lines: 0..set.lines.len(), text: set, x: MARGIN + width / 2.0, y: MARGIN };
        head.push(Node::paragraph(at));
    }
    sheet.nodes.splice(0..0, head);
    for area in repeated(layout, size).cloned().collect::<Vec<_>>() {
        filler.area(&area, sheet)?;
    }
    Ok(())
}

/// Continuation sheets being filled from the top.
struct Continuation {
    body: Space,
    done: Vec<Sheet>,
    current: Sheet,
    y: f32,
}

impl Continuation {
    fn new(body: Space) -> Self {
        Self { body, done: Vec::new(), current: Sheet::default(), y: body.y }
    }

    /// Height for goods on a whole sheet, and on the sheet that is being filled.
    fn room(&self) -> (f32, f32) {
        (self.body.height, self.body.bottom() - self.y)
    }

    fn turn(&mut self) {
        if !self.current.nodes.is_empty() {
            self.done.push(std::mem::take(&mut self.current));
        }
        self.y = self.body.y;
    }

    /// The rest of a box, over the whole width, on as many sheets as it needs.
    fn carry(&mut self, filler: &mut Filler<'_>, carried: &Carried) {
        let size = f32::from(filler.layout.sizes.value) / 10.0;
        let heading = filler.set(&carried.heading, self.body.width, Style::of(filler.label_size()).bold(), "layout");
        let set = filler.set(&carried.rest, self.body.width, Style::of(size), "layout");
        let mut from = 0;
        while from < set.lines.len() {
            if self.body.bottom() - self.y < heading.height() + 2.0 * set.pitch() {
                self.turn();
            }
            let at = Placed { lines: 0..heading.lines.len(), text: Rc::clone(&heading), x: self.body.x, y: self.y };
            let top = self.y + heading.height() + 1.0;
            let fitting = set.lines_in(self.body.bottom() - top).max(1).min(set.lines.len() - from);
            let lines = from..from + fitting;
            let text = Placed { lines, text: Rc::clone(&set), x: self.body.x, y: top };
            let nodes = vec![Node::paragraph(at), Node::paragraph(text)];
            self.current.nodes.push(Node::Group(Role::Section, nodes));
            self.y = top + set.height_of(fitting) + GAP;
            from += fitting;
        }
    }

    fn goods(&mut self, grid: &goods::Grid, area: &Area, slices: &[goods::Slice], on_new_sheet: bool, is_last: bool) {
        if on_new_sheet {
            self.turn();
        }
        let at = Space::of(area.at);
        let space = Space { x: at.x, y: self.y, width: at.width, height: self.body.bottom() - self.y };
        let node = grid.draw(area, slices, space, &mut self.current, goods::Lines::of(area, is_last));
        self.current.nodes.push(node);
    }

    fn finish(mut self) -> Vec<Sheet> {
        if !self.current.nodes.is_empty() {
            self.done.push(self.current);
        }
        self.done
    }
}
