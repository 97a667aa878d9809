//! What number did somebody type? Strict: a value, a question, or nothing (`interface.md` 8.2). A guess that is ten or
//! a thousand times too large would be certified and believed.
//!
//! Marks come from the person's settings; which language uses which is the window's question.

mod sums;
#[cfg(test)]
mod tests;

pub use sums::factor_between;

use crate::decimal::Decimal;
use crate::digits::{digit, is_direction_mark};

/// What a typed number is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// One value, its scale as typed.
    Value(Decimal),
    /// It can mean several; the decimal reading stands first.
    Question(Vec<Decimal>),
    /// It is no number.
    Unreadable,
}

/// Reads one typed number by the person's own decimal and group mark.
///
/// Spaces and apostrophes are group marks for everyone, digits of any script count.
pub fn read_number(text: &str, decimal_mark: char, group_mark: Option<char>) -> Reading {
    match Typed::of(text, decimal_mark, group_mark) {
        Some(typed) => typed.read(decimal_mark, group_mark),
        None => Reading::Unreadable,
    }
}

/// Reads a pasted column as a whole: a mark that can only be one thing in some cell is that in all of them.
///
/// Where the column speaks against the person's own marks, every cell it concerns becomes a question.
pub fn read_column(cells: &[&str], decimal_mark: char, group_mark: Option<char>) -> Vec<Reading> {
    let typed: Vec<_> = cells.iter().map(|cell| Typed::of(cell, decimal_mark, group_mark)).collect();
    // Of each mark once: a column may have thousands of cells.
    let mut marks: Vec<char> = typed.iter().flatten().filter_map(|one| one.marks.first().copied()).collect();
    marks.sort_unstable();
    marks.dedup();
    let proved: Vec<(char, bool, bool)> = marks
        .into_iter()
        .map(|mark| {
            let proves = |use_of_mark| typed.iter().flatten().any(|one| one.evidence(mark) == Some(use_of_mark));
            (mark, proves(Use::Decimal), proves(Use::Group))
        })
        .collect();
    typed
        .iter()
        .map(|one| {
            let Some(one) = one else { return Reading::Unreadable };
            let alone = one.read(decimal_mark, group_mark);
            let [mark] = *one.marks.as_slice() else { return alone };
            let of_mark = proved.iter().find(|(known, ..)| *known == mark);
            let (as_decimal, as_group) =
                of_mark.map_or((false, false), |(_, as_decimal, as_group)| (*as_decimal, *as_group));
            match (as_decimal, as_group) {
                (true, false) if Some(mark) == group_mark => one.question(),
                (true, false) => one.as_decimal().map_or(alone, Reading::Value),
                (false, true) if mark == decimal_mark => one.question(),
                (false, true) => one.as_grouped().map_or(alone, Reading::Value),
                _ => alone,
            }
        })
        .collect()
}

/// What a mark was used for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Decimal,
    Group,
}

/// The spaces and apostrophes that group for everyone.
const GROUP: char = ' ';
/// Arabic decimal separator: never anything else.
const ARABIC_DECIMAL: char = '\u{66B}';

/// A typed number taken apart: digits between marks.
struct Typed {
    negative: bool,
    // Always one more than marks.
    parts: Vec<String>,
    marks: Vec<char>,
}

impl Typed {
    fn of(text: &str, decimal_mark: char, group_mark: Option<char>) -> Option<Self> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || is_direction_mark(c));
        let (negative, text) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text),
        };
        let mut typed = Self { negative, parts: vec![String::new()], marks: Vec::new() };
        let mut script = None;
        // Text copied out of a right-to-left page carries marks that nobody sees.
        for c in text.chars().filter(|c| !is_direction_mark(*c)) {
            if let Some((zero, digit)) = digit(c) {
                // Digits of two scripts in one number are no slip of a finger.
                if *script.get_or_insert(zero) != zero {
                    return None;
                }
                typed.parts.last_mut()?.push(digit);
            } else {
                typed.marks.push(mark(c, decimal_mark, group_mark)?);
                typed.parts.push(String::new());
            }
        }
        let gap = typed.parts.iter().skip(1).any(String::is_empty);
        if script.is_none() || gap { None } else { Some(typed) }
    }

    fn read(&self, decimal_mark: char, group_mark: Option<char>) -> Reading {
        let value = |number: Option<Decimal>| number.map_or(Reading::Unreadable, Reading::Value);
        let Some(last) = self.marks.last().copied() else { return value(self.whole()) };
        let Some(mark) = self.only_mark() else {
            // Two different marks: the last one is the decimal mark, whoever types it.
            let count = self.marks.iter().filter(|mark| **mark == last).count();
            let others: Vec<char> = self.marks.iter().copied().filter(|mark| *mark != last).collect();
            let uniform = others.windows(2).all(|pair| pair.first() == pair.last());
            let fits = last != GROUP && count == 1 && uniform && !others.contains(&ARABIC_DECIMAL);
            return value(if fits { self.as_decimal() } else { None });
        };
        let once = self.marks.len() == 1;
        if mark == ARABIC_DECIMAL || (mark == decimal_mark && once) {
            return value(self.as_decimal().filter(|_| once));
        }
        if mark == GROUP {
            return value(self.as_grouped());
        }
        if Some(mark) == group_mark {
            return match self.as_grouped() {
                Some(grouped) => Reading::Value(grouped),
                None if once => self.question(),
                None => Reading::Unreadable,
            };
        }
        match (self.as_decimal().filter(|_| once), self.as_grouped()) {
            (Some(_), Some(_)) => self.question(),
            (one, other) => value(one.or(other)),
        }
    }

    /// The mark, when all marks are the same.
    fn only_mark(&self) -> Option<char> {
        let first = self.marks.first().copied()?;
        self.marks.iter().all(|mark| *mark == first).then_some(first)
    }

    /// What this cell proves about a mark, whoever typed it.
    fn evidence(&self, mark: char) -> Option<Use> {
        if !self.marks.contains(&mark) {
            return None;
        }
        let last = self.marks.last().copied();
        match self.only_mark() {
            Some(_) if self.marks.len() > 1 => self.as_grouped().map(|_| Use::Group),
            Some(_) => (self.as_grouped().is_none() && self.as_decimal().is_some()).then_some(Use::Decimal),
            None if last == Some(mark) => self.as_decimal().map(|_| Use::Decimal),
            None => self.as_decimal().map(|_| Use::Group),
        }
    }

    /// Both readings, the decimal one first: groups that do not fit are simply joined.
    fn question(&self) -> Reading {
        let mut readings: Vec<Decimal> = Vec::new();
        for reading in [self.as_decimal(), self.whole()].into_iter().flatten() {
            if !readings.contains(&reading) {
                readings.push(reading);
            }
        }
        if readings.is_empty() { Reading::Unreadable } else { Reading::Question(readings) }
    }

    fn number(&self, whole: &str, fraction: &str) -> Option<Decimal> {
        let sign = if self.negative { "-" } else { "" };
        let whole = if whole.is_empty() { "0" } else { whole };
        if fraction.is_empty() {
            Decimal::parse(&format!("{sign}{whole}"))
        } else {
            Decimal::parse(&format!("{sign}{whole}.{fraction}"))
        }
    }

    fn whole(&self) -> Option<Decimal> {
        self.number(&self.parts.concat(), "")
    }

    /// With the last mark as decimal mark; the marks before it must group well.
    fn as_decimal(&self) -> Option<Decimal> {
        let (fraction, groups) = self.parts.split_last()?;
        if groups.is_empty() || (groups.len() > 1 && !groups_fit(groups)) {
            return None;
        }
        self.number(&groups.concat(), fraction)
    }

    /// With every mark as group mark.
    fn as_grouped(&self) -> Option<Decimal> {
        if groups_fit(&self.parts) { self.whole() } else { None }
    }
}

/// Three digits each behind one to three, or the Indian pattern of twos before the last three; never a leading zero.
fn groups_fit(parts: &[String]) -> bool {
    let lengths: Vec<usize> = parts.iter().map(String::len).collect();
    let Some((first, rest)) = lengths.split_first() else { return false };
    let Some((last, middle)) = rest.split_last() else { return true };
    let leading_zero = parts.first().is_some_and(|part| part.starts_with('0'));
    let thousands = (1..=3).contains(first) && middle.iter().all(|length| *length == 3);
    let lakhs = !middle.is_empty() && (1..=2).contains(first) && middle.iter().all(|length| *length == 2);
    *last == 3 && !leading_zero && (thousands || lakhs)
}

/// A mark as one character for all its writings; `None` for anything that cannot stand in a number.
fn mark(c: char, decimal_mark: char, group_mark: Option<char>) -> Option<char> {
    let c = match c {
        c if c.is_whitespace() => return Some(GROUP),
        '\'' | '\u{2019}' | '\u{2018}' | '\u{2BC}' | '\u{FF07}' | '\u{66C}' => return Some(GROUP),
        '\u{60C}' | '\u{FF0C}' => ',',
        '\u{FF0E}' => '.',
        c => c,
    };
    (matches!(c, '.' | ',' | ARABIC_DECIMAL) || c == decimal_mark || Some(c) == group_mark).then_some(c)
}
