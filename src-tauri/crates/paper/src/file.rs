//! How do composed sheets become a PDF/A-3a file?
//!
//! Drawing, structure tree, metadata and the attachment. No clock and no chance: dates come from the day of issue,
//! the file's identifier from the document's digest.

use std::num::NonZeroU16;

use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Node as TagNode, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::{Document, SerializeSettings};
use tamga_origin::{Certificate, Moment, Timestamp};

use crate::book::Book;
use crate::code::Code;
use crate::set::{Style, Typesetter};
use crate::sheet::{Node, Placed, Role, Space};
use crate::typefaces::Typefaces;
use crate::{Form, Mark, PaperError, PaperInput};

const RULE: f32 = 0.5;

/// Draws the sheets and closes the file.
pub(crate) fn write(
    faces: &Typefaces,
    book: &Book,
    certificate: &Certificate,
    form: &Form<'_>,
    input: &PaperInput<'_>,
) -> Result<Vec<u8>, PaperError> {
    let settings = SerializeSettings { configuration: configuration()?, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut tree = TagTree::new().with_lang(Some(form.language.to_owned()));
    let mut outline = Outline::new();
    for (index, sheet) in book.sheets.iter().enumerate() {
        let Some(page_settings) = PageSettings::from_wh(book.size.0, book.size.1) else { continue };
        let mut page = document.start_page_with(page_settings);
        let mut surface = page.surface();
        let mut pen = Pen { surface: &mut surface, language: form.language };
        if let Some(words) = input.mark.words() {
            tree.push(pen.mark(faces, words, book.size));
        }
        pen.rules(&sheet.rules, &sheet.strokes);
        for node in &sheet.nodes {
            tree.push(pen.node(node));
        }
        surface.finish();
        page.finish();
        let at = XyzDestination::new(index, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(format!("Sheet {} of {}", index + 1, book.sheets.len()), at));
    }
    document.set_outline(outline);
    document.set_tag_tree(tree);
    document.set_metadata(metadata(certificate, form, input));
    if let Some(attachment) = &input.document {
        let file = EmbeddedFile {
            path: attachment.name.to_owned(),
            mime_type: MimeType::new("application/xml"),
            description: Some(format!("Signed certificate {}", certificate.number)),
            association_kind: AssociationKind::Source,
            data: attachment.bytes.to_vec().into(),
            modification_date: Some(issued(certificate)),
            compress: Some(true),
            location: None,
        };
        if document.embed_file(file).is_none() {
            return Err(PaperError::AttachmentName);
        }
    }
    document.finish().map_err(|error| PaperError::NotArchivable { why: error.to_string() })
}

fn configuration() -> Result<Configuration, PaperError> {
    ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PaperError::NotArchivable { why: format!("{error:?}") })
}

fn metadata(certificate: &Certificate, form: &Form<'_>, input: &PaperInput<'_>) -> Metadata {
    let title = if certificate.number.is_empty() {
        form.title.to_owned()
    } else {
        format!("{} {}", form.title, certificate.number).trim().to_owned()
    };
    let title = if title.is_empty() { "Certificate of origin".to_owned() } else { title };
    let mut metadata = Metadata::new()
        .title(title)
        .language(form.language.to_owned())
        .creator("Tamga".to_owned())
        .producer(concat!("Tamga ", env!("CARGO_PKG_VERSION")).to_owned())
        .creation_date(issued(certificate))
        .keywords(keywords(form, input));
    if !certificate.issuer.name.is_empty() {
        metadata = metadata.authors(vec![certificate.issuer.name.clone()]);
    }
    if !certificate.number.is_empty() {
        metadata = metadata.description(format!("Certificate No. {}", certificate.number));
    }
    match input.document_digest {
        Some(digest) => metadata.document_id(digest.iter().map(|byte| format!("{byte:02x}")).collect()),
        None => metadata.document_id(format!("{}#{}", certificate.document_id, certificate.revision)),
    }
}

/// What a program needs to make the page again: the text of the code that is drawn on it, and which form it is drawn by.
fn keywords(form: &Form<'_>, input: &PaperInput<'_>) -> Vec<String> {
    let Some(code) = input.qr else { return Vec::new() };
    // FNV-1a over everything the form is: two forms of one name are told apart, and nobody is kept from anything.
    let told = format!("{form:?} {:?}", input.preprinted);
    let print = told
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3));
    vec![code.to_owned(), format!("form-{print:016x}")]
}

/// The time of issue; a draft has none and says 1970, never the time of printing.
fn issued(certificate: &Certificate) -> DateTime {
    let at = match certificate.issued_at {
        Some(Moment::Day(day)) => Timestamp::midnight(day),
        Some(Moment::Instant(at)) => at,
        None => Timestamp::from_millis(0),
    };
    let day = at.date();
    let seconds = at.millis().div_euclid(1000).rem_euclid(86_400);
    let part = |value: i64| u8::try_from(value).unwrap_or(0);
    DateTime::new(u16::try_from(day.year()).unwrap_or(1970))
        .month(day.month())
        .day(day.day())
        .hour(part(seconds / 3600))
        .minute(part(seconds / 60 % 60))
        .second(part(seconds % 60))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

impl Mark {
    fn words(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Draft => Some("DRAFT"),
            Self::Demonstration => Some("DEMONSTRATION"),
            Self::Copy => Some("COPY"),
            Self::Cancelled => Some("CANCELLED"),
        }
    }

    /// The mark once more, in words that survive a photocopier.
    pub(crate) fn sentence(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Draft => Some("DRAFT: not issued, not valid"),
            Self::Demonstration => Some("DEMONSTRATION: made with example keys, not valid"),
            Self::Copy => Some("COPY: the original decides"),
            Self::Cancelled => Some("CANCELLED: no longer valid"),
        }
    }
}

struct Pen<'a, 'b> {
    surface: &'a mut Surface<'b>,
    language: &'a str,
}

impl Pen<'_, '_> {
    fn node(&mut self, node: &Node) -> TagNode {
        match node {
            Node::Group(role, nodes) => {
                let mut group = group(role);
                for node in nodes {
                    match node {
                        Node::Text(placed) => group.children.extend(self.text(placed)),
                        other => group.push(self.node(other)),
                    }
                }
                group.into()
            }
            Node::Text(placed) => {
                let mut group = TagGroup::new(Tag::P);
                group.children.extend(self.text(placed));
                group.into()
            }
            Node::Code { code, at, alt } => {
                let mut group = TagGroup::new(Tag::Figure(Some(alt.clone())));
                let id = self.surface.start_tagged(ContentTag::Other);
                // A mark across the page must not grey the quiet zone.
                self.grey(255);
                if let Some(ground) = filled(*at) {
                    self.surface.draw_path(&ground);
                }
                self.grey(0);
                if let Some(path) = squares(code, *at) {
                    self.surface.draw_path(&path);
                }
                self.surface.end_tagged();
                group.push(id);
                group.into()
            }
        }
    }

    fn text(&mut self, placed: &Placed) -> Vec<TagNode> {
        self.grey(0);
        let set = &placed.text;
        let mut ids = Vec::new();
        for (index, line) in set.lines.get(placed.lines.clone()).unwrap_or_default().iter().enumerate() {
            let Some(text) = set.paragraphs.get(line.paragraph) else { continue };
            let baseline = placed.y + set.ascent() + index as f32 * set.pitch();
            for run in &line.runs {
                let language = run.language.filter(|language| *language != self.language);
                let span = SpanTag::empty().with_lang(language);
                ids.push(self.surface.start_tagged(ContentTag::Span(span)).into());
                let start = Point::from_xy(placed.x + run.x, baseline);
                self.surface.draw_glyphs(start, &run.glyphs, run.font.clone(), text, run.size, false);
                self.surface.end_tagged();
            }
        }
        ids
    }

    /// Words across the page, behind everything.
    fn mark(&mut self, faces: &Typefaces, words: &str, size: (f32, f32)) -> TagNode {
        let mut setter = Typesetter::new(faces);
        let long = (size.0 * size.0 + size.1 * size.1).sqrt() * 0.72;
        let at_one_point = setter.width(words, Style::of(10.0).bold()) / 10.0;
        let style = Style::of((long / at_one_point.max(0.1)).min(110.0)).bold();
        let width = setter.width(words, style);
        let (set, _) = setter.set(words, width + 10.0, style);
        self.grey(234);
        let angle = -(size.1 / size.0).atan().to_degrees();
        self.surface.push_transform(&Transform::from_rotate_at(angle, size.0 / 2.0, size.1 / 2.0));
        let mut group = TagGroup::new(Tag::P);
        for line in &set.lines {
            let Some(text) = set.paragraphs.get(line.paragraph) else { continue };
            for run in &line.runs {
                let start = Point::from_xy((size.0 - width) / 2.0 + run.x, size.1 / 2.0 + style.size * 0.35);
                let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                self.surface.draw_glyphs(start, &run.glyphs, run.font.clone(), text, run.size, false);
                self.surface.end_tagged();
                group.push(id);
            }
        }
        self.surface.pop();
        group.into()
    }

    fn rules(&mut self, rules: &[Space], strokes: &[Space]) {
        let mut builder = PathBuilder::new();
        for rule in rules {
            if rule.width > 0.0 && rule.height > 0.0 {
                if let Some(rect) = Rect::from_xywh(rule.x, rule.y, rule.width, rule.height) {
                    builder.push_rect(rect);
                }
            } else {
                builder.move_to(rule.x, rule.y);
                builder.line_to(rule.x + rule.width, rule.y + rule.height);
            }
        }
        for stroke in strokes {
            builder.move_to(stroke.x, stroke.bottom());
            builder.line_to(stroke.x + stroke.width, stroke.y);
        }
        let Some(path) = builder.finish() else { return };
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        self.surface.set_fill(None);
        let paint = rgb::Color::new(70, 70, 70).into();
        self.surface.set_stroke(Some(Stroke { paint, width: RULE, ..Stroke::default() }));
        self.surface.draw_path(&path);
        self.surface.set_stroke(None);
        self.surface.end_tagged();
    }

    fn grey(&mut self, level: u8) {
        let paint = rgb::Color::new(level, level, level).into();
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill { paint, ..Fill::default() }));
    }
}

fn filled(at: Space) -> Option<Path> {
    let mut builder = PathBuilder::new();
    builder.push_rect(Rect::from_xywh(at.x, at.y, at.width, at.height)?);
    builder.finish()
}

fn squares(code: &Code, at: Space) -> Option<Path> {
    let module = at.width / code.side as f32;
    let mut builder = PathBuilder::new();
    for (column, row, length) in &code.runs {
        let (x, y) = (at.x + *column as f32 * module, at.y + *row as f32 * module);
        if let Some(rect) = Rect::from_xywh(x, y, *length as f32 * module, module) {
            builder.push_rect(rect);
        }
    }
    builder.finish()
}

fn group(role: &Role) -> TagGroup {
    let level = |number: u16| NonZeroU16::new(number).unwrap_or(NonZeroU16::MIN);
    match role {
        Role::Title(title) => TagGroup::new(Tag::Hn(level(1), Some(title.clone()))),
        Role::Heading(title) => TagGroup::new(Tag::Hn(level(2), Some(title.clone()))),
        Role::Section => TagGroup::new(Tag::Section),
        Role::Paragraph => TagGroup::new(Tag::P),
        Role::Table => TagGroup::new(Tag::Table),
        Role::TableHead => TagGroup::new(Tag::THead),
        Role::TableBody => TagGroup::new(Tag::TBody),
        Role::Row => TagGroup::new(Tag::TR),
        Role::HeadCell => TagGroup::new(Tag::TH(TableHeaderScope::Column)),
        Role::Cell => TagGroup::new(Tag::TD),
    }
}
