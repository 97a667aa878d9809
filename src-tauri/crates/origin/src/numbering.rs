//! How is a certificate number built, and does a number follow its pattern? (`agreements.md` section 8)
//!
//! Which running number is next comes from a leased block and is not decided here.

use crate::profile::{NumberScope, Reset};
use crate::time::Date;

/// A part of a number that is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Token {
    /// ISO code of the issuer's country.
    Country,
    /// Code of the issuing body.
    Issuer,
    /// Code of the office or desk.
    Office,
    /// Acronym of the agreement.
    Agreement,
    /// Form code without spaces.
    Form,
    /// Year, four digits.
    Year4,
    /// Year, two digits.
    Year2,
    /// Last digit of the year.
    Year1,
    /// Month, two digits.
    Month,
    /// Running number.
    Sequence,
    /// Rectification, 00 for the first.
    Revision,
    /// Check digits, ISO 7064 mod 97-10.
    Check,
    /// Printed on the blank or given by the trader; stored, never made.
    Serial,
}

const TOKENS: [(&str, Token); 13] = [
    ("country", Token::Country),
    ("issuer", Token::Issuer),
    ("office", Token::Office),
    ("agreement", Token::Agreement),
    ("form", Token::Form),
    ("yyyy", Token::Year4),
    ("yy", Token::Year2),
    ("y", Token::Year1),
    ("mm", Token::Month),
    ("seq", Token::Sequence),
    ("rev", Token::Revision),
    ("check", Token::Check),
    ("serial", Token::Serial),
];

impl Token {
    fn natural_width(self) -> Option<usize> {
        match self {
            Self::Year4 => Some(4),
            Self::Country | Self::Year2 | Self::Month | Self::Revision | Self::Check => Some(2),
            Self::Year1 => Some(1),
            _ => None,
        }
    }

    fn is_numeric(self) -> bool {
        use Token::{Check, Month, Revision, Sequence, Year1, Year2, Year4};
        matches!(self, Year4 | Year2 | Year1 | Month | Sequence | Revision | Check)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    // No width: any width.
    Token(Token, Option<usize>),
}

/// A parsed number pattern, for instance `{issuer:3}{yyyy}{seq:6}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    pieces: Vec<Piece>,
}

/// Why a pattern or a number could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberFault {
    /// The pattern holds a character that numbers cannot have.
    Character(char),
    /// The pattern names an unknown token, or a brace is not closed.
    UnknownToken(String),
    /// The pattern does not hold the running number exactly once.
    SequenceCount(usize),
    /// A value is longer than the place for it.
    TooWide {
        /// The token's name.
        token: &'static str,
        /// The value.
        value: String,
        /// Places there are.
        width: usize,
    },
    /// A value that the pattern needs is empty, or holds characters that numbers cannot have.
    Value {
        /// The token's name.
        token: &'static str,
        /// The value.
        value: String,
    },
}

impl NumberFault {
    /// The code for people's words.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Character(_) => "number.pattern_character",
            Self::UnknownToken(_) => "number.pattern_token",
            Self::SequenceCount(_) => "number.pattern_sequence",
            Self::TooWide { .. } => "number.too_wide",
            Self::Value { .. } => "number.value",
        }
    }
}

impl std::fmt::Display for NumberFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Character(c) => write!(f, "{c:?} cannot stand in a number"),
            Self::UnknownToken(token) => write!(f, "{token:?} is not a part of number patterns"),
            Self::SequenceCount(count) => write!(f, "the running number stands {count} times, not once"),
            Self::TooWide { token, value, width } => write!(f, "{token} {value:?} is longer than {width}"),
            Self::Value { token, value } => write!(f, "{token} {value:?} cannot stand in a number"),
        }
    }
}

impl std::error::Error for NumberFault {}

/// What a number is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NumberParts<'a> {
    /// ISO code of the issuer's country.
    pub country: &'a str,
    /// Code of the issuing body.
    pub issuer: &'a str,
    /// Code of the office or desk.
    pub office: &'a str,
    /// Acronym of the agreement.
    pub agreement: &'a str,
    /// Form code.
    pub form: &'a str,
    /// Rectification.
    pub revision: u32,
}

fn allowed(c: char) -> bool {
    c.is_ascii_uppercase() || c.is_ascii_digit() || c == '/' || c == '-'
}

fn name(token: Token) -> &'static str {
    TOKENS.iter().find(|(_, known)| *known == token).map_or("", |(name, _)| name)
}

impl Pattern {
    /// Parses a pattern.
    ///
    /// # Errors
    /// A character outside capitals, digits, `/` and `-`, an unknown token, or not exactly one running number (a
    /// pattern with `serial` may have none).
    pub fn parse(text: &str) -> Result<Self, NumberFault> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first == '{' {
                let unknown = || NumberFault::UnknownToken(rest.to_owned());
                let (inside, after) = rest.get(1..).and_then(|inner| inner.split_once('}')).ok_or_else(unknown)?;
                let (word, width) = inside.split_once(':').unwrap_or((inside, ""));
                let (_, token) = TOKENS
                    .into_iter()
                    .find(|(known, _)| *known == word)
                    .ok_or_else(|| NumberFault::UnknownToken(word.to_owned()))?;
                let width = match width {
                    "" => token.natural_width(),
                    "*" => None,
                    digits => Some(
                        digits
                            .parse()
                            .ok()
                            .filter(|width| (1..=40).contains(width))
                            .ok_or_else(|| NumberFault::UnknownToken(inside.to_owned()))?,
                    ),
                };
                pieces.push(Piece::Token(token, width));
                rest = after;
            } else if allowed(first) {
                match pieces.last_mut() {
                    Some(Piece::Literal(literal)) => literal.push(first),
                    _ => pieces.push(Piece::Literal(first.to_string())),
                }
                rest = rest.get(1..).unwrap_or("");
            } else {
                return Err(NumberFault::Character(first));
            }
        }
        let count =
            |wanted| pieces.iter().filter(|piece| matches!(piece, Piece::Token(token, _) if *token == wanted)).count();
        let sequences = count(Token::Sequence);
        if sequences > 1 || (sequences == 0 && count(Token::Serial) == 0) {
            return Err(NumberFault::SequenceCount(sequences));
        }
        Ok(Self { text: text.to_owned(), pieces })
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Makes the number with that running number.
    ///
    /// # Errors
    /// A value that is empty, holds forbidden characters or is longer than its place; letters are made capital.
    pub fn number(&self, parts: &NumberParts<'_>, day: Date, sequence: u64) -> Result<String, NumberFault> {
        let mut number = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => number.push_str(literal),
                Piece::Token(token, width) => {
                    let value = match token {
                        Token::Check => format!("{:02}", check_digits(&number)),
                        _ => value_of(*token, parts, day, sequence),
                    };
                    let fault = || NumberFault::Value { token: name(*token), value: value.clone() };
                    if value.is_empty() || !value.chars().all(allowed) {
                        return Err(fault());
                    }
                    let width = width.unwrap_or(value.len());
                    if value.len() > width {
                        return Err(NumberFault::TooWide { token: name(*token), value, width });
                    }
                    number.push_str(&"0".repeat(width - value.len()));
                    number.push_str(&value);
                }
            }
        }
        Ok(number)
    }

    /// Names the running number that a certificate takes its own from: certificates with one name share it.
    pub fn sequence(&self, parts: &NumberParts<'_>, day: Date, scope: &[NumberScope], reset: Reset) -> String {
        let mut name: Vec<String> = scope
            .iter()
            .map(|kept| {
                let value = match kept {
                    NumberScope::Issuer => parts.issuer,
                    NumberScope::Office => parts.office,
                    NumberScope::Agreement => parts.agreement,
                    NumberScope::Form => parts.form,
                };
                format!("{}={value}", kept.as_str())
            })
            .collect();
        match reset {
            Reset::Never => {}
            Reset::Year => name.push(format!("year={:04}", day.year())),
            Reset::Month => name.push(format!("month={:04}-{:02}", day.year(), day.month())),
        }
        name.join(";")
    }

    /// Does a number follow the pattern?
    pub fn matches(&self, number: &str) -> bool {
        number.is_ascii() && matches_from(&self.pieces, number, 0)
    }
}

fn value_of(token: Token, parts: &NumberParts<'_>, day: Date, sequence: u64) -> String {
    match token {
        Token::Country => parts.country.to_ascii_uppercase(),
        Token::Issuer => parts.issuer.to_ascii_uppercase(),
        Token::Office => parts.office.to_ascii_uppercase(),
        Token::Agreement => parts.agreement.to_ascii_uppercase(),
        Token::Form => parts.form.to_ascii_uppercase().split_whitespace().collect(),
        Token::Year4 => format!("{:04}", day.year()),
        Token::Year2 => format!("{:02}", day.year().rem_euclid(100)),
        Token::Year1 => day.year().rem_euclid(10).to_string(),
        Token::Month => format!("{:02}", day.month()),
        Token::Sequence => sequence.to_string(),
        Token::Revision => format!("{:02}", parts.revision),
        Token::Check | Token::Serial => String::new(),
    }
}

fn matches_from(pieces: &[Piece], number: &str, read: usize) -> bool {
    let rest = number.get(read..).unwrap_or("");
    let Some((piece, others)) = pieces.split_first() else { return rest.is_empty() };
    match piece {
        Piece::Literal(literal) => {
            rest.starts_with(literal.as_str()) && matches_from(others, number, read + literal.len())
        }
        Piece::Token(token, width) => {
            let fits = |text: &str| {
                let characters = |c: char| if token.is_numeric() { c.is_ascii_digit() } else { allowed(c) };
                text.chars().all(characters)
                    && match token {
                        Token::Month => matches!(text.parse(), Ok(1..=12_u8)),
                        Token::Check => text.parse() == Ok(check_digits(number.get(..read).unwrap_or(""))),
                        _ => true,
                    }
            };
            let widths = match width {
                Some(width) => *width..=*width,
                None => 1..=rest.len(),
            };
            widths
                .filter(|width| rest.get(..*width).is_some_and(fits))
                .any(|width| matches_from(others, number, read + width))
        }
    }
}

/// ISO 7064 mod 97-10 over letters and digits (A is 10); marks do not count.
fn check_digits(text: &str) -> u32 {
    let mut rest: u32 = 0;
    for c in text.chars() {
        if let Some(value) = c.to_digit(36) {
            rest = (if value < 10 { rest * 10 } else { rest * 100 } + value) % 97;
        }
    }
    98 - (rest * 100) % 97
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: NumberParts<'_> =
        NumberParts { country: "BR", issuer: "057", office: "7", agreement: "A14", form: "FORM A", revision: 0 };

    #[track_caller]
    fn check(pattern: &str, sequence: u64, expected: &str) {
        let pattern = Pattern::parse(pattern).unwrap();
        let number = pattern.number(&PARTS, Date::new(2017, 6, 30).unwrap(), sequence).unwrap();
        assert_eq!(number, expected, "made by {}", pattern.as_str());
        assert!(pattern.matches(&number), "{number} follows the pattern it was made by");
    }

    #[test]
    fn numbers_are_made_as_the_pattern_says() {
        check("{issuer:3}{yyyy}{seq:6}", 42, "0572017000042");
        check("{country}{issuer:3}{agreement:3}{yy}{seq:8}{rev:2}", 6_000_056, "BR057A14170600005600");
        check("EC{seq:9}", 7, "EC000000007");
        check("{issuer}/{yyyy}/{office:3}/{seq:8}", 19, "057/2017/007/00000019");
        check("{y}{office:*}{seq:*}", 123, "77123");
        check("{form}-{mm}-{seq:3}-{check}", 5, "FORMA-06-005-66");
    }

    #[test]
    fn numbers_that_do_not_follow_the_pattern_are_seen() {
        let pattern = Pattern::parse("{issuer:3}{yyyy}{seq:6}").unwrap();
        assert!(pattern.matches("WFA2020000001"));
        for wrong in
            ["", "WFA202000001", "wfa2020000001", "WFA2020OOOOO1", "WFA20200000012", "WBC208897", "ÄÖ2020000001"]
        {
            assert!(!pattern.matches(wrong), "{wrong} does not follow");
        }
        let month = Pattern::parse("{mm}{seq:2}").unwrap();
        assert!(month.matches("1201") && !month.matches("1301"), "there is no month 13");
        let checked = Pattern::parse("{seq:6}{check}").unwrap();
        let number = checked.number(&PARTS, Date::new(2026, 1, 1).unwrap(), 794).unwrap();
        assert!(checked.matches(&number));
        assert!(!checked.matches(&number.replace('7', "8")), "a changed digit shows");
    }

    #[test]
    fn patterns_that_make_no_sense_are_refused() {
        for (text, fault) in [
            ("{seq}{seq}", NumberFault::SequenceCount(2)),
            ("ABC", NumberFault::SequenceCount(0)),
            ("a{seq}", NumberFault::Character('a')),
            ("{day}{seq}", NumberFault::UnknownToken("day".to_owned())),
            ("{seq:0}", NumberFault::UnknownToken("seq:0".to_owned())),
            ("{seq", NumberFault::UnknownToken("{seq".to_owned())),
        ] {
            assert_eq!(Pattern::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_value_that_does_not_fit_is_never_cut() {
        let pattern = Pattern::parse("{issuer:3}{seq:2}").unwrap();
        let day = Date::new(2026, 1, 1).unwrap();
        let long = NumberParts { issuer: "CHAMBER", ..PARTS };
        assert!(matches!(pattern.number(&long, day, 1), Err(NumberFault::TooWide { token: "issuer", .. })));
        assert!(matches!(pattern.number(&PARTS, day, 100), Err(NumberFault::TooWide { token: "seq", .. })));
        let none = NumberParts { issuer: "", ..PARTS };
        assert!(matches!(pattern.number(&none, day, 1), Err(NumberFault::Value { token: "issuer", .. })));
    }

    #[test]
    fn a_sequence_is_kept_for_each_of_its_scope_and_begins_again_when_it_should() {
        let pattern = Pattern::parse("{seq:6}").unwrap();
        let on = |text: &str| Date::parse(text).unwrap();
        let name = |scope: &[NumberScope], reset, day: &str| pattern.sequence(&PARTS, on(day), scope, reset);
        let (issuer, both) = ([NumberScope::Issuer], [NumberScope::Issuer, NumberScope::Agreement]);
        assert_eq!(name(&issuer, Reset::Never, "2026-12-31"), name(&issuer, Reset::Never, "2027-01-01"));
        assert_ne!(name(&issuer, Reset::Year, "2026-12-31"), name(&issuer, Reset::Year, "2027-01-01"));
        assert_eq!(name(&issuer, Reset::Year, "2026-01-01"), name(&issuer, Reset::Year, "2026-12-31"));
        assert_ne!(name(&issuer, Reset::Month, "2026-01-31"), name(&issuer, Reset::Month, "2026-02-01"));
        assert_eq!(name(&both, Reset::Month, "2026-02-01"), "issuer=057;agreement=A14;month=2026-02");
        let other = NumberParts { agreement: "A18", ..PARTS };
        let of = |parts: &NumberParts<'_>, scope: &[NumberScope]| {
            pattern.sequence(parts, on("2026-02-01"), scope, Reset::Year)
        };
        assert_eq!(of(&PARTS, &issuer), of(&other, &issuer), "unique per body across agreements");
        assert_ne!(of(&PARTS, &both), of(&other, &both));
    }

    #[test]
    fn check_digits_are_those_of_the_standard() {
        // The example of ISO 7064, and two published legal entity identifiers, which end in the same digits.
        for (text, digits) in [("794", 44), ("5493001KJTIIGC8Y1R", 12), ("HWUPKR0MPOU8FGXBT3", 94)] {
            assert_eq!(check_digits(text), digits, "{text}");
        }
    }

    #[test]
    fn every_token_is_made_and_read_back_in_its_width() {
        for (pattern, expected) in [
            ("{country}{seq:4}", "BR0009"),
            ("{issuer:5}-{seq:4}", "00057-0009"),
            ("{office:*}/{seq:*}", "7/9"),
            ("{agreement:4}{seq:1}", "0A149"),
            ("{form}{seq:2}", "FORMA09"),
            ("{yyyy}{seq:2}", "201709"),
            ("{yy}{mm}{seq:2}", "170609"),
            ("{y}{seq:2}{rev}", "70900"),
            ("{seq:12}", "000000000009"),
        ] {
            check(pattern, 9, expected);
        }
        let blank = Pattern::parse("{serial}").unwrap();
        assert!(blank.matches("A 123456".replace(' ', "").as_str()) && !blank.matches("") && !blank.matches("a1"));
        let made = blank.number(&PARTS, Date::new(2026, 1, 1).unwrap(), 1);
        assert!(matches!(made, Err(NumberFault::Value { token: "serial", .. })), "what is printed is never made");
    }
}
