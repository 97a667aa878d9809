//! How is each kind of area filled?
//!
//! One function per kind; the goods grid has a room of its own in `goods`, squares and flags in `marks`, signatures
//! in `attest`. An area knows its own space and nothing
//! of its neighbours; what does not fit is handed back to be carried to a continuation sheet.

use std::rc::Rc;

use tamga_origin::layout::{Area, AreaKind, Block, Layout};
use tamga_origin::{Certificate, Finding};

use crate::code;
use crate::marks;
use crate::phrases::Phrases;
use crate::set::{SetText, Style, Typesetter};
use crate::sheet::{Node, Placed, Role, Sheet, Space};
use crate::{PaperError, PaperInput, words};

/// Free space between a rule and the text.
pub(crate) const ACROSS: f32 = 3.5;
const DOWN: f32 = 2.0;
const CODE_SIDE: f32 = 99.0;

/// The rest of a box that did not fit.
#[derive(Debug, Clone)]
pub(crate) struct Carried {
    /// Number and label of the box.
    pub heading: String,
    /// The words that are left.
    pub rest: String,
}

/// Fills the areas of one file's sheets.
pub(crate) struct Filler<'a> {
    pub setter: Typesetter<'a>,
    pub certificate: &'a Certificate,
    pub layout: &'a Layout,
    pub phrases: &'static Phrases,
    pub input: &'a PaperInput<'a>,
    pub findings: Vec<Finding>,
    pub carried: Vec<Carried>,
    /// Is the sheet preprinted, so that neither lines nor the form's own words are drawn?
    pub values_only: bool,
    /// Has the title of the form been placed?
    pub titled: bool,
    /// Is a continuation sheet being filled, so that nothing is carried again?
    pub repeating: bool,
}

impl Filler<'_> {
    pub(crate) fn area(&mut self, area: &Area, sheet: &mut Sheet) -> Result<(), PaperError> {
        let space = Space::of(area.at);
        if area.framed {
            self.rule(space, sheet);
        }
        let inner = space.inset(if area.framed { ACROSS } else { 0.0 }, DOWN);
        let nodes = match area.kind {
            AreaKind::Static => self.fixed(area, inner),
            AreaKind::Field | AreaKind::Party => self.field(area, inner),
            AreaKind::Ticks => self.ticks(area, inner, sheet),
            AreaKind::Choices => self.choices(area, inner, sheet),
            AreaKind::Signature => self.signature(area, inner, sheet),
            AreaKind::Stamp => self.label(area, inner).1,
            AreaKind::Number => self.number(area, inner),
            AreaKind::CopyWord => self.line(self.input.copy_word.to_owned(), area, inner, "copy_word"),
            AreaKind::Qr => self.code(inner)?,
            // Needs sheets, not a space: see `goods`.
            AreaKind::Items => Vec::new(),
        };
        if nodes.is_empty() {
            return Ok(());
        }
        let first_title = area.kind == AreaKind::Static && area.bold && !area.text.is_empty() && !self.titled;
        let role = if first_title { Role::Title(area.text.replace('\n', " ")) } else { Role::Section };
        self.titled |= first_title;
        // A heading holds its text directly, a section holds paragraphs.
        let nodes = if first_title { nodes.into_iter().flat_map(texts).collect() } else { nodes };
        sheet.nodes.push(Node::Group(role, nodes));
        Ok(())
    }

    /// Sets words and notes letters without a glyph.
    pub(crate) fn set(&mut self, words: &str, width: f32, style: Style, path: &str) -> Rc<SetText> {
        let (set, missing) = self.setter.set(words, width, style);
        if !missing.is_empty() {
            let finding = Finding::block("paper.glyph_missing", path).with("found", missing);
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
        Rc::new(set)
    }

    /// A line of the form.
    pub(crate) fn rule(&self, at: Space, sheet: &mut Sheet) {
        if !self.values_only {
            sheet.rules.push(at);
        }
    }

    /// Number and label at the top of a box; answers the height they take, printed or preprinted.
    pub(crate) fn label(&mut self, area: &Area, space: Space) -> (f32, Vec<Node>) {
        if area.label.is_empty() && area.number.is_empty() {
            return (0.0, Vec::new());
        }
        let style = Style::of(self.label_size());
        let mut indent = 0.0;
        let mut nodes = Vec::new();
        if !area.number.is_empty() {
            let set = self.set(&area.number, space.width, style.bold(), "layout");
            indent = self.setter.width(&area.number, style.bold()) + 4.0;
            nodes.push(Node::Text(Placed { lines: 0..set.lines.len(), text: set, x: space.x, y: space.y }));
        }
        let set = self.set(&area.label, (space.width - indent).max(1.0), style, "layout");
        let height = set.height() + 1.0;
        if self.values_only {
            return (height, Vec::new());
        }
        nodes.push(Node::Text(Placed { lines: 0..set.lines.len(), text: set, x: space.x + indent, y: space.y }));
        (height, vec![Node::Group(Role::Paragraph, nodes)])
    }

    /// The words of a block; on a preprinted form without those that are printed there whatever the value.
    pub(crate) fn words_of(&self, block: &Block) -> String {
        if !self.values_only {
            return words::block(self.certificate, None, block, self.phrases);
        }
        let mut values = block.clone();
        for part in values.parts.iter_mut().filter(|part| part.keep) {
            part.before.clear();
            part.after.clear();
        }
        words::block(self.certificate, None, &values, self.phrases)
    }

    fn field(&mut self, area: &Area, space: Space) -> Vec<Node> {
        let (top, mut nodes) = self.label(area, space);
        let text = self.words_of(&area.block);
        let text = marks::with_flags(self.certificate, &area.ticks, text);
        let path = path(&area.block);
        nodes.extend(self.fitted(&text, area, space.below(top), path));
        nodes
    }

    /// A value that wraps, then shrinks, then goes on on a continuation sheet.
    pub(crate) fn fitted(&mut self, text: &str, area: &Area, space: Space, path: &str) -> Vec<Node> {
        if text.is_empty() {
            return Vec::new();
        }
        let mut style = self.style(area);
        let smallest = f32::from(self.layout.sizes.smallest) / 10.0;
        let mut set = self.set(text, space.width, style, path);
        while set.height() > space.height && style.size - 0.5 >= smallest {
            style.size -= 0.5;
            set = self.set(text, space.width, style, path);
        }
        let mut fitting = set.lines_in(space.height);
        if fitting >= set.lines.len() {
            return vec![Node::paragraph(Placed { lines: 0..set.lines.len(), text: set, x: space.x, y: space.y })];
        }
        // The last line says where the rest is.
        fitting = fitting.saturating_sub(1);
        let note = self.set(self.phrases.see_continuation, space.width, style, "layout");
        let note_at = space.y + set.height_of(fitting);
        if !self.repeating {
            let heading = format!("{} {}", area.number, area.label).trim().to_owned();
            self.carried.push(Carried {
                heading: format!("{heading} {}", self.phrases.continued),
                rest: set.text_from(fitting),
            });
            self.findings.push(Finding::info("layout.continued", path).with("n", &area.number));
        }
        vec![
            Node::paragraph(Placed { lines: 0..fitting, text: set, x: space.x, y: space.y }),
            Node::paragraph(Placed { lines: 0..note.lines.len().min(1), text: note, x: space.x, y: note_at }),
        ]
    }

    fn fixed(&mut self, area: &Area, space: Space) -> Vec<Node> {
        let own = if self.values_only { "" } else { area.text.as_str() };
        let value = self.words_of(&area.block);
        self.line(format!("{own}{value}"), area, space, "layout")
    }

    /// Words that cannot go on elsewhere: they shrink, and then they are too long.
    pub(crate) fn line(&mut self, text: String, area: &Area, space: Space, path: &str) -> Vec<Node> {
        if text.is_empty() {
            return Vec::new();
        }
        let mut style = self.style(area);
        let smallest = f32::from(self.layout.sizes.smallest) / 10.0;
        let mut set = self.set(&text, space.width, style, path);
        while set.height() > space.height + 1.0 && style.size - 0.5 >= smallest {
            style.size -= 0.5;
            set = self.set(&text, space.width, style, path);
        }
        let fitting = set.lines_in(space.height + 1.0).min(set.lines.len());
        if fitting < set.lines.len() {
            self.findings.push(Finding::block("layout.overflow", path).with("n", &area.number));
        }
        vec![Node::paragraph(Placed { lines: 0..fitting, text: set, x: space.x, y: space.y })]
    }

    fn number(&mut self, area: &Area, space: Space) -> Vec<Node> {
        let (top, mut nodes) = self.label(area, space);
        nodes.extend(self.line(self.certificate.number.clone(), area, space.below(top), "number"));
        nodes
    }

    fn code(&mut self, space: Space) -> Result<Vec<Node>, PaperError> {
        let Some(payload) = self.input.qr else { return Ok(Vec::new()) };
        let side = space.height.min(space.width).min(CODE_SIDE);
        let at = Space { x: space.x, y: space.y, width: side, height: side };
        let mut nodes = vec![Node::Code { code: code::encode(payload)?, at, alt: "Verification code".to_owned() }];
        let mut caption = format!("{} {}.", self.phrases.code, self.certificate.number);
        if let Some(document) = &self.input.document {
            let (before, after) = self.phrases.file;
            caption.push_str(&format!("\n{before} {} {after}", document.name));
        }
        let width = space.width - side - 6.0;
        if width > 40.0 {
            let set = self.set(&caption, width, Style::of(self.label_size()), "layout");
            let y = space.y + ((side - set.height()) / 2.0).max(0.0);
            nodes.push(Node::paragraph(Placed { lines: 0..set.lines.len(), text: set, x: space.x + side + 6.0, y }));
        }
        Ok(nodes)
    }

    pub(crate) fn label_size(&self) -> f32 {
        f32::from(self.layout.sizes.label) / 10.0
    }

    pub(crate) fn style(&self, area: &Area) -> Style {
        let size = f32::from(area.size.unwrap_or(self.layout.sizes.value)) / 10.0;
        Style { size, bold: area.bold, align: area.align }
    }
}

/// The name of the model a block prints first.
pub(crate) fn path(block: &Block) -> &'static str {
    block.parts.first().map_or("layout", |part| part.bind.as_str())
}

fn texts(node: Node) -> Vec<Node> {
    match node {
        Node::Group(_, nodes) => nodes.into_iter().flat_map(texts).collect(),
        other => vec![other],
    }
}
