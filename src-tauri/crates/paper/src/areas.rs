//! How is each kind of area filled?
//!
//! One function per kind; the goods grid has a room of its own in `goods`. An area knows its own space and nothing
//! of its neighbours; what does not fit is handed back to be carried to a continuation sheet.

use std::rc::Rc;

use tamga_origin::layout::{Align, Area, AreaKind, Bind, Block, Layout, Tick};
use tamga_origin::{Attestation, Certificate, Finding};

use crate::code;
use crate::set::{SetText, Style, Typesetter};
use crate::sheet::{Node, Placed, Role, Sheet, Space};
use crate::{PaperError, PaperInput, words};

/// Free space between a rule and the text.
pub(crate) const ACROSS: f32 = 3.5;
const DOWN: f32 = 2.0;
const SQUARE: f32 = 7.0;
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
    pub input: &'a PaperInput<'a>,
    pub findings: Vec<Finding>,
    pub carried: Vec<Carried>,
    /// Has the title of the form been placed?
    pub titled: bool,
    /// Is a continuation sheet being filled, so that nothing is carried again?
    pub repeating: bool,
}

impl Filler<'_> {
    pub(crate) fn area(&mut self, area: &Area, sheet: &mut Sheet) -> Result<(), PaperError> {
        let space = Space::of(area.at);
        if area.framed {
            sheet.rules.push(space);
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
        let first_title = area.kind == AreaKind::Static && area.bold && !self.titled && !self.repeating;
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

    /// Number and label at the top of a box; answers the height they take.
    fn label(&mut self, area: &Area, space: Space) -> (f32, Vec<Node>) {
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
        let height = set.height();
        nodes.push(Node::Text(Placed { lines: 0..set.lines.len(), text: set, x: space.x + indent, y: space.y }));
        (height + 1.0, vec![Node::Group(Role::Paragraph, nodes)])
    }

    fn field(&mut self, area: &Area, space: Space) -> Vec<Node> {
        let (top, mut nodes) = self.label(area, space);
        let text = words::block(self.certificate, None, &area.block);
        let path = path(&area.block);
        nodes.extend(self.fitted(&text, area, space.below(top), path));
        nodes
    }

    /// A value that wraps, then shrinks, then goes on on a continuation sheet.
    fn fitted(&mut self, text: &str, area: &Area, space: Space, path: &str) -> Vec<Node> {
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
        let note = self.set("(see continuation sheet)", space.width, style, "layout");
        let note_at = space.y + set.height_of(fitting);
        if !self.repeating {
            let heading = format!("{} {}", area.number, area.label).trim().to_owned();
            self.carried.push(Carried { heading: format!("{heading} (continued)"), rest: set.text_from(fitting) });
            self.findings.push(Finding::info("layout.continued", path).with("n", &area.number));
        }
        vec![
            Node::paragraph(Placed { lines: 0..fitting, text: set, x: space.x, y: space.y }),
            Node::paragraph(Placed { lines: 0..note.lines.len().min(1), text: note, x: space.x, y: note_at }),
        ]
    }

    fn fixed(&mut self, area: &Area, space: Space) -> Vec<Node> {
        let text = if area.block.is_empty() {
            area.text.clone()
        } else {
            format!("{}{}", area.text, words::block(self.certificate, None, &area.block))
        };
        self.line(text, area, space, "layout")
    }

    /// Words that cannot go on elsewhere: they shrink, and then they are too long.
    fn line(&mut self, text: String, area: &Area, space: Space, path: &str) -> Vec<Node> {
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

    fn ticks(&mut self, area: &Area, space: Space, sheet: &mut Sheet) -> Vec<Node> {
        let (top, mut nodes) = self.label(area, space);
        nodes.extend(self.squares(&area.ticks, space.below(top), sheet, true));
        nodes
    }

    fn choices(&mut self, area: &Area, space: Space, sheet: &mut Sheet) -> Vec<Node> {
        let (top, mut nodes) = self.label(area, space);
        nodes.extend(self.squares(&area.ticks, space.below(top), sheet, false));
        if !area.text.is_empty() {
            let set = self.set(&area.text, space.width, Style::of(self.label_size()), "layout");
            let y = space.bottom() - set.height();
            sheet.rules.push(Space { y: y - 1.0, height: 0.0, ..space });
            nodes.push(Node::paragraph(Placed { lines: 0..set.lines.len(), text: set, x: space.x, y }));
        }
        nodes
    }

    /// Squares with words, side by side when `across`, else one under another.
    fn squares(&mut self, ticks: &[Tick], space: Space, sheet: &mut Sheet, across: bool) -> Vec<Node> {
        let style = Style::of(self.label_size() + 0.5);
        let (mut x, mut y) = (space.x, space.y + 1.0);
        let mut nodes = Vec::new();
        for tick in ticks {
            let wide = self.setter.width(&tick.words, style) + SQUARE + 4.0;
            if x > space.x && (!across || x + wide > space.x + space.width) {
                x = space.x;
                y += style.pitch().max(SQUARE + 3.0);
            }
            sheet.rules.push(Space { x, y: y + 0.5, width: SQUARE, height: SQUARE });
            let is_set = tick.flag.is_some_and(|flag| self.certificate.flags.contains(&flag));
            let mut texts = Vec::new();
            if is_set {
                let cross = self.set("X", SQUARE, Style::of(SQUARE).bold().align(Align::Center), "layout");
                texts.push(Node::Text(Placed { lines: 0..cross.lines.len(), text: cross, x, y: y - 0.5 }));
            }
            let room = (space.x + space.width - x - SQUARE - 4.0).max(1.0);
            let set = self.set(&tick.words, room, style, "layout");
            let next = set.height();
            texts.push(Node::Text(Placed { lines: 0..set.lines.len(), text: set, x: x + SQUARE + 4.0, y }));
            nodes.push(Node::Group(Role::Paragraph, texts));
            if across {
                x += wide + 8.0;
            } else {
                y += next.max(SQUARE + 3.0);
            }
        }
        nodes
    }

    fn signature(&mut self, area: &Area, space: Space, sheet: &mut Sheet) -> Vec<Node> {
        let (top, mut nodes) = self.label(area, space);
        let bind = area.block.parts.first().map(|part| part.bind);
        let attestation = match bind {
            Some(Bind::ExporterDeclaration) => self.certificate.exporter_declaration.as_ref(),
            _ => self.certificate.certification.as_ref(),
        };
        let caption = Style::of(self.label_size());
        let foot = self.set("Place and date; name and signature", space.width, caption, "layout");
        let who = signed_by(attestation);
        let who = self.set(&who, space.width, self.style(area), path(&area.block));
        let foot_at = space.bottom() - foot.height();
        let who_at = foot_at - 1.5 - who.height();
        let text = attestation.map(|one| one.text.as_str()).filter(|text| !text.is_empty()).unwrap_or(&area.text);
        let room = Space { height: (who_at - space.y - top - 2.0).max(0.0), ..space.below(top) };
        let path = path(&area.block);
        nodes.extend(self.fitted(text, area, room, path));
        sheet.rules.push(Space { y: foot_at - 0.5, height: 0.0, ..space });
        if who.lines.iter().any(|line| !line.runs.is_empty()) {
            nodes.push(Node::paragraph(Placed { lines: 0..who.lines.len(), text: who, x: space.x, y: who_at }));
        }
        nodes.push(Node::paragraph(Placed { lines: 0..foot.lines.len(), text: foot, x: space.x, y: foot_at }));
        nodes
    }

    fn code(&mut self, space: Space) -> Result<Vec<Node>, PaperError> {
        let Some(payload) = self.input.qr else { return Ok(Vec::new()) };
        let side = space.height.min(space.width).min(CODE_SIDE);
        let at = Space { x: space.x, y: space.y, width: side, height: side };
        let mut nodes = vec![Node::Code { code: code::encode(payload)?, at, alt: "Verification code".to_owned() }];
        let mut caption = format!("Verification code of certificate {}.", self.certificate.number);
        if let Some(document) = &self.input.document {
            caption.push_str(&format!(
                "\nThe attached file {} is the signed certificate; where paper and file differ, the file decides.",
                document.name
            ));
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

fn signed_by(attestation: Option<&Attestation>) -> String {
    let Some(attestation) = attestation else { return String::new() };
    let lines = [words::person(attestation), words::place_and_day(attestation)];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The name of the model a block prints first.
fn path(block: &Block) -> &'static str {
    block.parts.first().map_or("layout", |part| part.bind.as_str())
}

fn texts(node: Node) -> Vec<Node> {
    match node {
        Node::Group(_, nodes) => nodes.into_iter().flat_map(texts).collect(),
        other => vec![other],
    }
}
