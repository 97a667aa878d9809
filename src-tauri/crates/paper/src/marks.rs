//! How do flags and choices stand on the form? Squares with words, and words that a set flag prints in a box.

use tamga_origin::layout::{Align, Area, Tick};
use tamga_origin::{Certificate, Flag};

use crate::areas::Filler;
use crate::set::Style;
use crate::sheet::{Node, Placed, Role, Sheet, Space};
use crate::words;

const SQUARE: f32 = 7.0;
const BESIDE: f32 = 4.0;
const BETWEEN: f32 = 10.0;

impl Filler<'_> {
    pub(crate) fn ticks(&mut self, area: &Area, space: Space, sheet: &mut Sheet) -> Vec<Node> {
        let (top, mut nodes) = self.label(area, space);
        nodes.extend(self.squares(&area.ticks, space.below(top + 1.0), sheet, true));
        nodes
    }

    pub(crate) fn choices(&mut self, area: &Area, space: Space, sheet: &mut Sheet) -> Vec<Node> {
        let (top, mut nodes) = self.label(area, space);
        nodes.extend(self.squares(&area.ticks, space.below(top + 1.0), sheet, false));
        if !area.text.is_empty() && !self.values_only {
            let set = self.set(&area.text, space.width, Style::of(self.label_size()), "layout");
            let y = space.bottom() - set.height();
            self.rule(Space { y: y - 1.0, height: 0.0, ..space }, sheet);
            nodes.push(Node::paragraph(Placed { lines: 0..set.lines.len(), text: set, x: space.x, y }));
        }
        nodes
    }

    /// Squares with words, in columns of one width when `across`, else one under another.
    fn squares(&mut self, ticks: &[Tick], space: Space, sheet: &mut Sheet, across: bool) -> Vec<Node> {
        let style = Style::of(self.label_size() + 1.0);
        let widest = ticks.iter().map(|tick| self.setter.width(&tick.words, style)).fold(1.0, f32::max);
        let column = widest + SQUARE + BESIDE + BETWEEN;
        let fitting = if across { ((space.width + BETWEEN) / column).floor().max(1.0) as usize } else { 1 };
        let wide = if across { column } else { space.width };
        let mut y = space.y;
        let mut nodes = Vec::new();
        for row in ticks.chunks(fitting) {
            let mut tallest = SQUARE;
            for (index, tick) in row.iter().enumerate() {
                let x = space.x + index as f32 * wide;
                let room = (wide.min(space.x + space.width - x) - SQUARE - BESIDE).max(1.0);
                let words = self.set(&tick.words, room, style, "layout");
                tallest = tallest.max(words.height());
                self.rule(Space { x, y: y + (style.pitch() - SQUARE) / 2.0, width: SQUARE, height: SQUARE }, sheet);
                let mut texts = Vec::new();
                if tick.flag.is_some_and(|flag| self.certificate.flags.contains(&flag)) {
                    let cross = Style::of(SQUARE).bold().align(Align::Center);
                    let set = self.set("X", SQUARE, cross, "layout");
                    let at = y + (style.pitch() - cross.pitch()) / 2.0;
                    texts.push(Node::Text(Placed { lines: 0..set.lines.len(), text: set, x, y: at }));
                }
                if !self.values_only {
                    let x = x + SQUARE + BESIDE;
                    texts.push(Node::Text(Placed { lines: 0..words.lines.len(), text: words, x, y }));
                }
                if !texts.is_empty() {
                    nodes.push(Node::Group(Role::Paragraph, texts));
                }
            }
            y += tallest + 2.0;
        }
        nodes
    }
}

/// A box's text with the words that set flags print in it; words that stand there already are not said twice.
pub(crate) fn with_flags(certificate: &Certificate, ticks: &[Tick], mut text: String) -> String {
    for tick in ticks {
        let is_set = tick.flag.is_some_and(|flag| certificate.flags.contains(&flag));
        let fixed = tick.words.split('{').next().unwrap_or_default().trim_end();
        if is_set && !fixed.is_empty() && !text.contains(fixed) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&filled(certificate, tick));
        }
    }
    text
}

/// The words with number and day of the paper that the flag speaks of.
fn filled(certificate: &Certificate, tick: &Tick) -> String {
    if !tick.words.contains('{') {
        return tick.words.clone();
    }
    let role = match tick.flag {
        Some(Flag::Duplicate | Flag::TrueCopy) => "duplicate_of",
        Some(Flag::InSubstitution) => "replaces",
        Some(Flag::BackToBack) => "back_to_back_on",
        _ => "",
    };
    let named = certificate.references.iter().find(|reference| reference.role == role);
    let number = named.map_or("", |reference| reference.number.as_str());
    let date = named.and_then(|reference| reference.date).map(|date| date.to_string()).unwrap_or_default();
    let mut countries: Vec<String> = Vec::new();
    for code in certificate.items.iter().flat_map(|item| &item.cumulation_countries) {
        if !countries.contains(code) {
            countries.push(code.clone());
        }
    }
    let countries = words::names(&countries);
    tick.words.replace("{no}", number).replace("{date}", &date).replace("{countries}", &countries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tamga_origin::{Date, Reference};

    #[test]
    fn a_set_flag_prints_its_words_once_with_the_paper_it_speaks_of() {
        let reference = Reference {
            role: "replaces".to_owned(),
            number: "A-17".to_owned(),
            date: Date::new(2026, 3, 2),
            ..Reference::default()
        };
        let certificate = Certificate {
            flags: vec![Flag::InSubstitution, Flag::Retroactive],
            references: vec![reference],
            ..Certificate::default()
        };
        let tick = |flag, words: &str| Tick { flag: Some(flag), words: words.to_owned() };
        let ticks = [
            tick(Flag::Retroactive, "ISSUED RETROACTIVELY"),
            tick(Flag::InSubstitution, "IN SUBSTITUTION FOR {no} OF {date}"),
            tick(Flag::Duplicate, "DUPLICATE"),
        ];
        let text = with_flags(&certificate, &ticks, "ISSUED RETROACTIVELY".to_owned());
        assert_eq!(text, "ISSUED RETROACTIVELY\nIN SUBSTITUTION FOR A-17 OF 2026-03-02");
        assert_eq!(with_flags(&Certificate::default(), &ticks, String::new()), "", "no flag, no words");
    }
}
