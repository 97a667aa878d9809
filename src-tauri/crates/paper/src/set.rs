//! How does text become lines of glyphs at a width?
//!
//! Joins the typesetter (which knows direction, line breaks and shaping) to glyphs that a page can draw. Where the
//! lines go is for the areas to say.

use std::ops::Range;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use parley::{
    Alignment, AlignmentOptions, FontContext, FontWeight, Layout, LayoutContext, LineHeight, OverflowWrap,
    StyleProperty,
};
use tamga_origin::layout::Align;

use crate::script;
use crate::typefaces::Typefaces;

/// How text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    /// Size in points.
    pub size: f32,
    /// Bold?
    pub bold: bool,
    /// Where it stands in its width.
    pub align: Align,
}

impl Style {
    pub(crate) fn of(size: f32) -> Self {
        Self { size, bold: false, align: Align::Start }
    }

    pub(crate) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(crate) fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }

    /// Distance between baselines, on the half-point grid.
    pub(crate) fn pitch(self) -> f32 {
        (self.size * 1.25 * 2.0).round() / 2.0
    }
}

/// Glyphs of one face and direction on one line.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub font: Font,
    pub size: f32,
    /// From the left edge of the text's width.
    pub x: f32,
    pub glyphs: Vec<KrillaGlyph>,
    /// Language tag, when the script tells another one than the form's.
    pub language: Option<&'static str>,
}

/// One line.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Which paragraph its glyphs point into.
    pub paragraph: usize,
    /// Its part of the paragraph.
    pub range: Range<usize>,
    pub runs: Vec<Run>,
}

/// Text set at a width: lines of equal pitch.
#[derive(Debug, Clone)]
pub(crate) struct SetText {
    pub paragraphs: Vec<String>,
    pub lines: Vec<Line>,
    pub style: Style,
}

impl SetText {
    pub(crate) fn pitch(&self) -> f32 {
        self.style.pitch()
    }

    pub(crate) fn height(&self) -> f32 {
        self.height_of(self.lines.len())
    }

    pub(crate) fn height_of(&self, lines: usize) -> f32 {
        self.pitch() * lines as f32
    }

    /// How many lines go into a height.
    pub(crate) fn lines_in(&self, height: f32) -> usize {
        ((height + 0.01) / self.pitch()).floor().max(0.0) as usize
    }

    /// The text from a line on.
    pub(crate) fn text_from(&self, line: usize) -> String {
        let Some(first) = self.lines.get(line) else { return String::new() };
        let paragraph = self.paragraphs.get(first.paragraph).and_then(|text| text.get(first.range.start..));
        let rest = self.paragraphs.get(first.paragraph + 1..).unwrap_or_default().iter().map(String::as_str);
        paragraph.into_iter().chain(rest).collect::<Vec<_>>().join("\n")
    }

    /// From the top of the first line to its baseline.
    pub(crate) fn ascent(&self) -> f32 {
        (self.style.size * 2.0).round() / 2.0
    }
}

/// Sets text; keeps what the typesetter wants to keep between texts of one file.
pub(crate) struct Typesetter<'a> {
    faces: &'a Typefaces,
    fonts: FontContext,
    layouts: LayoutContext<()>,
}

impl<'a> Typesetter<'a> {
    pub(crate) fn new(faces: &'a Typefaces) -> Self {
        Self { faces, fonts: faces.context(), layouts: LayoutContext::new() }
    }

    /// Sets text at a width; also answers the letters for which there is no glyph.
    ///
    /// A letter without a glyph is printed as the replacement character, never as an empty box: PDF/A forbids the
    /// box, and the caller is told.
    pub(crate) fn set(&mut self, text: &str, width: f32, style: Style) -> (SetText, String) {
        let mut set = SetText { paragraphs: Vec::new(), lines: Vec::new(), style };
        let mut missing = String::new();
        for paragraph in text.split('\n') {
            let mut words = String::new();
            for letter in paragraph.chars().filter(|letter| !letter.is_control()) {
                // Private letters mean something else in every typeface, and PDF/A forbids them.
                let has_meaning = !matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | '\u{feff}' | '\u{fffe}');
                words.push(if has_meaning { letter } else { '\u{fffd}' });
                if !has_meaning && !missing.contains(letter) {
                    missing.push(letter);
                }
            }
            words = with_numbers_upright(&words);
            let mut layout = self.lay_out(&words, width, style);
            let lost = letters_without_glyph(&layout, &words);
            if !lost.is_empty() {
                words = words.chars().map(|letter| if lost.contains(letter) { '\u{fffd}' } else { letter }).collect();
                for letter in lost.chars() {
                    if !missing.contains(letter) {
                        missing.push(letter);
                    }
                }
                layout = self.lay_out(&words, width, style);
            }
            let index = set.paragraphs.len();
            for line in layout.lines() {
                let runs = self.runs(&line, &words);
                set.lines.push(Line { paragraph: index, range: line.text_range(), runs });
            }
            set.paragraphs.push(words);
        }
        (set, missing)
    }

    /// Width of text on one line.
    pub(crate) fn width(&mut self, text: &str, style: Style) -> f32 {
        self.lay_out(text, f32::MAX, style).width()
    }

    fn lay_out(&mut self, text: &str, width: f32, style: Style) -> Layout<()> {
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(self.faces.stack()));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(style.pitch())));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        if style.bold {
            builder.push_default(StyleProperty::FontWeight(FontWeight::BOLD));
        }
        let mut layout = builder.build(text);
        let bounded = (width < f32::MAX).then_some(width);
        layout.break_all_lines(bounded);
        let alignment = match style.align {
            Align::Start | Align::Decimal => Alignment::Start,
            Align::Center => Alignment::Center,
            Align::End => Alignment::End,
        };
        if bounded.is_some() {
            layout.align(alignment, AlignmentOptions::default());
        }
        layout
    }

    fn runs(&self, line: &parley::Line<'_, ()>, text: &str) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut x = line.metrics().offset;
        for run in line.runs() {
            let start = x;
            let size = run.font_size();
            let glyphs = glyphs(&run);
            x += glyphs.iter().map(|glyph| glyph.x_advance * size).sum::<f32>();
            let Some(font) = self.faces.font(run.font()) else { continue };
            if glyphs.is_empty() {
                continue;
            }
            let language = text.get(run.text_range()).and_then(script::language);
            runs.push(Run { font: font.clone(), size, x: start, glyphs, language });
        }
        runs
    }
}

/// Keeps `2026-05-04` and `+971 4` as they are after Arabic letters, where the bidirectional algorithm would draw the
/// parts from right to left (UAX #9, rule W2; HL3 allows marks around numbers of known form).
fn with_numbers_upright(words: &str) -> String {
    const TO_THE_RIGHT: char = '\u{200e}';
    const TO_THE_LEFT: char = '\u{200f}';
    let mut upright = String::with_capacity(words.len());
    let mut after_arabic = false;
    let mut rest = words;
    while let Some(letter) = rest.chars().next() {
        let begins = letter == '+' || letter.is_ascii_digit();
        let is_number = |letter: char| letter.is_ascii_digit() || matches!(letter, '+' | '-' | '/' | '.' | ':' | ',');
        let length =
            if begins { rest.find(|letter| !is_number(letter)).unwrap_or(rest.len()) } else { letter.len_utf8() };
        let (token, following) = rest.split_at(length);
        if begins && after_arabic && token.contains(['+', '-']) && !upright.ends_with(TO_THE_RIGHT) {
            upright.push(TO_THE_RIGHT);
            upright.push_str(token);
            upright.push(TO_THE_LEFT);
        } else {
            upright.push_str(token);
        }
        if letter.is_alphabetic() {
            after_arabic = script::language(token) == Some("ar");
        }
        rest = following;
    }
    upright
}

/// The glyphs of a run from left to right, each with the text it stands for.
fn glyphs(run: &parley::Run<'_, ()>) -> Vec<KrillaGlyph> {
    let size = run.font_size();
    let mut glyphs: Vec<KrillaGlyph> = Vec::new();
    // From right to left the rest of a ligature comes before its start, so its text waits for the next glyph.
    let mut waiting: Option<Range<usize>> = None;
    for cluster in run.visual_clusters() {
        if cluster.is_ligature_continuation() {
            if cluster.is_rtl() {
                waiting = Some(joined(waiting, cluster.text_range()));
            } else if let Some(last) = glyphs.last_mut() {
                last.text_range = joined(Some(last.text_range.clone()), cluster.text_range());
            }
            continue;
        }
        let range = joined(waiting.take(), cluster.text_range());
        for glyph in cluster.glyphs() {
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(glyph.id),
                glyph.advance / size,
                glyph.x / size,
                glyph.y / size,
                0.0,
                range.clone(),
                None,
            ));
        }
    }
    glyphs
}

fn joined(first: Option<Range<usize>>, second: Range<usize>) -> Range<usize> {
    match first {
        Some(first) => first.start.min(second.start)..first.end.max(second.end),
        None => second,
    }
}

fn letters_without_glyph(layout: &Layout<()>, text: &str) -> String {
    let mut lost = String::new();
    for line in layout.lines() {
        for run in line.runs() {
            for cluster in run.clusters() {
                if cluster.glyphs().any(|glyph| glyph.id == 0) {
                    for letter in text.get(cluster.text_range()).unwrap_or_default().chars() {
                        if !lost.contains(letter) {
                            lost.push(letter);
                        }
                    }
                }
            }
        }
    }
    lost
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of the first line as the eye meets them from left to right.
    fn seen(text: &str) -> String {
        let faces = Typefaces::load(&[]).unwrap();
        let (set, missing) = Typesetter::new(&faces).set(text, 500.0, Style::of(9.0));
        assert_eq!(missing, "", "{text}");
        let paragraph = &set.paragraphs[0];
        let mut runs: Vec<&Run> = set.lines[0].runs.iter().collect();
        runs.sort_by(|a, b| a.x.total_cmp(&b.x));
        let glyphs = runs.iter().flat_map(|run| &run.glyphs);
        glyphs.map(|glyph| &paragraph[glyph.text_range.clone()]).filter(|text| !text.contains('\u{200f}')).collect()
    }

    #[test]
    fn numbers_of_several_parts_stand_upright_among_arabic_letters() {
        for (text, number) in [
            ("صدرت بأثر رجعي في 2026-05-04", "2026-05-04"),
            ("من 2026-05-04 إلى 2026-06-30 فقط", "2026-06-30"),
            ("هاتف +971-4-5550100", "+971-4-5550100"),
            ("وزن 12960.5 كغ", "12960.5"),
            ("رقم INV-26-0917", "INV-26-0917"),
        ] {
            assert!(seen(text).contains(number), "{number} in {:?}", seen(text));
        }
        assert!(
            seen("من 2026-05-04 إلى 2026-06-30").starts_with("\u{200e}2026-06-30"),
            "the later day stands to the left"
        );
    }

    #[test]
    fn marks_around_a_number_are_set_once() {
        let once = with_numbers_upright("في 2026-05-04");
        assert_eq!(with_numbers_upright(&once), once);
        assert_eq!(with_numbers_upright("on 2026-05-04"), "on 2026-05-04", "only after Arabic letters");
    }

    #[test]
    fn a_joined_pair_of_letters_keeps_both_in_its_text() {
        let pair = seen("سلام");
        assert!(pair.contains("لا"), "the glyph of lam and alef stands for both: {pair:?}");
    }

    #[test]
    fn letters_without_a_glyph_are_told_once() {
        let faces = Typefaces::load(&[]).unwrap();
        let (_, missing) = Typesetter::new(&faces).set("上海\n上海", 500.0, Style::of(9.0));
        assert_eq!(missing, "上海");
    }
}
