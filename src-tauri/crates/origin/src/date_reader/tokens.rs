//! Of what is a written day made? Figures, names of months and what stands between them, in one of four shapes.

use super::months::{is_hijri_month, month};
use super::{Calendar, DateFault};
use crate::digits::{digit, is_direction_mark};

/// A number with the count of digits it was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Figure {
    pub value: u32,
    pub digits: usize,
}

/// How the three figures are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Year, month, day.
    YearFirst,
    /// Day, month (by name), year.
    Named,
    /// Day and month in either order, year of four digits.
    YearLast,
    /// Three figures of one or two digits.
    ShortYear,
}

/// A written day taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    pub shape: Shape,
    pub figures: [Figure; 3],
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Number(Figure),
    Word(String),
}

/// Is the year one that a certificate can bear, or one of another calendar?
pub(super) fn century(year: Figure) -> Result<(), DateFault> {
    match year.value {
        1900..=2199 => Ok(()),
        1300..=1599 => Err(DateFault::OtherCalendar(Calendar::Hijri)),
        2400..=2699 => Err(DateFault::OtherCalendar(Calendar::Buddhist)),
        _ => Err(DateFault::Year),
    }
}

/// Takes a written day apart.
pub(super) fn parts(text: &str) -> Result<Parts, DateFault> {
    let visible: String = text.chars().filter(|c| !is_direction_mark(*c)).collect();
    let tokens = tokens(without_midnight(visible.trim())).ok_or(DateFault::Unreadable)?;
    if let Some(calendar) = other_calendar(&tokens) {
        return Err(DateFault::OtherCalendar(calendar));
    }
    shape(&tokens).ok_or(DateFault::Unreadable)
}

/// Spreadsheets write a day as its midnight; any other time would be lost silently and is no day.
fn without_midnight(text: &str) -> &str {
    let Some((day, time)) = text.split_once(['T', ' ']) else { return text };
    let clock = time.strip_suffix('Z').unwrap_or(time);
    let midnight = clock.len() >= 5 && clock.contains(':') && clock.chars().all(|c| matches!(c, '0' | ':' | '.'));
    if midnight { day } else { text }
}

/// Numbers and words; none when something else stands between them, or digits of two scripts.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut script = None;
    // Whether the last character belongs to the last token.
    let mut open = false;
    for c in text.chars() {
        if let Some((zero, figure)) = digit(c) {
            if *script.get_or_insert(zero) != zero {
                return None;
            }
            let value = figure.to_digit(10)?;
            match tokens.last_mut() {
                Some(Token::Number(last)) if open => {
                    *last = Figure { value: last.value.checked_mul(10)?.checked_add(value)?, digits: last.digits + 1 };
                }
                _ => tokens.push(Token::Number(Figure { value, digits: 1 })),
            }
            open = true;
        } else if c.is_whitespace()
            || matches!(c, '/' | '-' | '.' | ',' | '،' | '\u{2010}'..='\u{2013}' | '年' | '月' | '日')
        {
            open = false;
        } else if c.is_alphabetic() || matches!(c, 'º' | '°') || is_combining(c) {
            match tokens.last_mut() {
                Some(Token::Word(last)) if open => last.push(c),
                _ => tokens.push(Token::Word(c.to_string())),
            }
            open = true;
        } else {
            return None;
        }
    }
    Some(tokens)
}

/// Marks that Thai and Arabic write above and below letters.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{E31}' | '\u{E34}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// A sign, a month or a year that only another calendar has.
fn other_calendar(tokens: &[Token]) -> Option<Calendar> {
    for token in tokens {
        match token {
            Token::Word(word) => match word.to_lowercase().trim_matches('\u{640}') {
                "ه" | "ah" => return Some(Calendar::Hijri),
                "พ" | "ศ" | "พศ" | "be" => return Some(Calendar::Buddhist),
                _ if is_hijri_month(word) => return Some(Calendar::Hijri),
                _ => {}
            },
            Token::Number(figure) if figure.digits == 4 => {
                if let Err(DateFault::OtherCalendar(calendar)) = century(*figure) {
                    return Some(calendar);
                }
            }
            Token::Number(_) => {}
        }
    }
    None
}

/// Words that stand in a day and say nothing: articles, ordinals, the Arabic sign of the Gregorian calendar.
const FILLERS: [&str; 14] = ["de", "del", "of", "the", "le", "el", "st", "nd", "rd", "th", "er", "º", "°", "م"];

fn shape(tokens: &[Token]) -> Option<Parts> {
    let mut figures: Vec<Figure> = Vec::new();
    let mut name: Vec<&str> = Vec::new();
    // How many figures stand before the name.
    let mut name_at = 0;
    for token in tokens {
        match token {
            Token::Number(figure) => figures.push(*figure),
            Token::Word(word) if FILLERS.contains(&word.to_lowercase().as_str()) => {}
            Token::Word(word) => {
                if !name.is_empty() && name_at != figures.len() {
                    return None;
                }
                name_at = figures.len();
                name.push(word);
            }
        }
    }
    let short = |figure: Figure| figure.digits <= 2;
    let year = |figure: Figure| matches!(figure.digits, 2 | 4);
    if !name.is_empty() {
        let month = Figure { value: month(&name.join(" "))?, digits: 2 };
        return match (name_at, figures.as_slice()) {
            (1, [first, last]) if first.digits == 4 && short(*last) => {
                Some(Parts { shape: Shape::YearFirst, figures: [*first, month, *last] })
            }
            (0 | 1, [day, last]) if short(*day) && year(*last) => {
                Some(Parts { shape: Shape::Named, figures: [*day, month, *last] })
            }
            _ => None,
        };
    }
    match figures.as_slice() {
        [all] if all.digits == 8 => {
            let part = |value, digits| Figure { value, digits };
            let split = [part(all.value / 10_000, 4), part(all.value / 100 % 100, 2), part(all.value % 100, 2)];
            Some(Parts { shape: Shape::YearFirst, figures: split })
        }
        [a, b, c] if a.digits == 4 && short(*b) && short(*c) => {
            Some(Parts { shape: Shape::YearFirst, figures: [*a, *b, *c] })
        }
        [a, b, c] if short(*a) && short(*b) && c.digits == 4 => {
            Some(Parts { shape: Shape::YearLast, figures: [*a, *b, *c] })
        }
        [a, b, c] if short(*a) && short(*b) && c.digits == 2 => {
            Some(Parts { shape: Shape::ShortYear, figures: [*a, *b, *c] })
        }
        _ => None,
    }
}
