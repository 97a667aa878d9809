//! The little language in which a profile says how a criterion is written.

use crate::criterion::CriterionRow;
use crate::decimal::Decimal;

/// Why a pattern could not be parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternFault {
    /// Unknown token, or a brace that is not closed.
    Token(String),
    /// A range that cannot be read.
    Range(String),
}

impl std::fmt::Display for PatternFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Token(token) => write!(f, "{token:?} is not a part of criterion patterns"),
            Self::Range(range) => write!(f, "{range:?} is not a range"),
        }
    }
}

impl std::error::Error for PatternFault {}

/// Which numbers are allowed: `=40`, `40..`, `..60`, `20..<40`, both ends included but for `<`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    from: Option<Decimal>,
    to: Option<Decimal>,
    below: bool,
    written: String,
}

impl Range {
    /// Reads a range.
    pub fn parse(text: &str) -> Option<Self> {
        let written = text.to_owned();
        if let Some(exact) = text.strip_prefix('=') {
            let value = Some(Decimal::parse(exact)?);
            return Some(Self { from: value, to: value, below: false, written });
        }
        let (from, to) = text.split_once("..")?;
        let (to, below) = to.strip_prefix('<').map_or((to, false), |to| (to, true));
        let bound = |text: &str| if text.is_empty() { Some(None) } else { Decimal::parse(text).map(Some) };
        Some(Self { from: bound(from)?, to: bound(to)?, below, written })
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Does the number lie in it?
    pub fn holds(&self, value: Decimal) -> bool {
        self.from.is_none_or(|from| from <= value)
            && self.to.is_none_or(|to| if self.below { value < to } else { value <= to })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Element {
    Literal(String),
    Percent(Option<Range>),
    Heading(usize),
    Change,
    Digit(u32, u32),
    Text,
    Blank,
}

/// A parsed criterion pattern, for instance `{ctc} + RVC {pct}%`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionPattern {
    written: String,
    elements: Vec<Element>,
}

/// What a pattern took out of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Parts {
    pub percent: Option<Decimal>,
    pub heading: Option<String>,
    pub sub: Option<String>,
    pub text: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    Full,
    // The percentage may be any number.
    AnyPercent,
    // The percentage, its sign and its brackets are left out.
    NoPercent,
}

/// Without spaces and quotation marks, in capitals, with decimal points.
pub(super) fn fold(text: &str) -> String {
    let kept: Vec<char> =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '“' | '”' | '„' | '«' | '»')).collect();
    let digit = |at: Option<usize>| at.and_then(|at| kept.get(at)).is_some_and(char::is_ascii_digit);
    let mut folded = String::new();
    for (at, c) in kept.iter().enumerate() {
        match c {
            ',' if digit(at.checked_sub(1)) && digit(Some(at + 1)) => folded.push('.'),
            c => folded.extend(c.to_uppercase()),
        }
    }
    folded
}

/// Codes of the additions in a text that holds nothing else; empty text holds none of them.
pub(super) fn additions<'a>(text: &str, rows: &[&'a CriterionRow]) -> Option<Vec<&'a str>> {
    let mut rest = text;
    let mut codes = Vec::new();
    while !rest.is_empty() {
        rest = rest.strip_prefix([',', '/', ';', '+']).unwrap_or(rest);
        let (row, end) = rows.iter().find_map(|row| {
            let (_, end) =
                row.patterns.iter().find_map(|one| one.readings(rest, Strictness::Full).into_iter().next())?;
            (end > 0).then_some((*row, end))
        })?;
        codes.push(row.code.as_str());
        rest = rest.get(end..)?;
    }
    Some(codes)
}

/// Would the text be understood if its Latin letters were Cyrillic, or the other way round?
pub(super) fn mixes_alphabets(text: &str, rows: &[&CriterionRow]) -> bool {
    const PAIRS: [(char, char); 13] = [
        ('A', 'А'),
        ('B', 'В'),
        ('C', 'С'),
        ('D', 'Д'),
        ('E', 'Е'),
        ('H', 'Н'),
        ('K', 'К'),
        ('M', 'М'),
        ('O', 'О'),
        ('P', 'П'),
        ('P', 'Р'),
        ('T', 'Т'),
        ('X', 'Х'),
    ];
    let swapped = |to_cyrillic: bool| -> String {
        text.chars()
            .map(|c| {
                let pair =
                    PAIRS.iter().find(|(latin, cyrillic)| if to_cyrillic { *latin == c } else { *cyrillic == c });
                pair.map_or(c, |(latin, cyrillic)| if to_cyrillic { *cyrillic } else { *latin })
            })
            .collect()
    };
    [swapped(true), swapped(false)].iter().filter(|other| *other != text).any(|other| {
        let whole =
            |one: &CriterionPattern| one.readings(other, Strictness::Full).iter().any(|(_, end)| *end == other.len());
        rows.iter().any(|row| row.patterns.iter().any(whole))
    })
}

impl CriterionPattern {
    /// Parses one pattern; a leading `& ` (addition) is the row's role and not kept.
    ///
    /// # Errors
    /// An unknown token or a range that cannot be read.
    pub fn parse(text: &str) -> Result<Self, PatternFault> {
        let written = text.strip_prefix("& ").unwrap_or(text).to_owned();
        let mut elements = Vec::new();
        let mut rest = written.as_str();
        while !rest.is_empty() {
            let (literal, token_on) =
                rest.split_once('{').map_or((rest, None), |(before, after)| (before, Some(after)));
            if !literal.is_empty() {
                elements.push(Element::Literal(literal.to_owned()));
            }
            let Some(token_on) = token_on else { break };
            let (token, after) = token_on.split_once('}').ok_or_else(|| PatternFault::Token(token_on.to_owned()))?;
            let (name, range) = token.split_once(':').map_or((token, None), |(name, range)| (name, Some(range)));
            let bad = |range: &str| PatternFault::Range(range.to_owned());
            elements.push(match (name, range) {
                ("pct", None) => Element::Percent(None),
                ("pct", Some(range)) => Element::Percent(Some(Range::parse(range).ok_or_else(|| bad(range))?)),
                ("hs4", None) => Element::Heading(4),
                ("hs6", None) => Element::Heading(6),
                ("ctc", None) => Element::Change,
                ("sub", None) => Element::Digit(0, 9),
                ("sub", Some(range)) => {
                    let ends = range.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
                    let (from, to) = ends.ok_or_else(|| bad(range))?;
                    Element::Digit(from, to)
                }
                ("text", None) => Element::Text,
                ("blank", None) => Element::Blank,
                _ => return Err(PatternFault::Token(token.to_owned())),
            });
            rest = after;
        }
        Ok(Self { written, elements })
    }

    /// The pattern as written in the profile.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Does the pattern stand for an empty box?
    pub fn is_blank(&self) -> bool {
        self.elements == [Element::Blank]
    }

    /// Does it print a percentage?
    pub fn has_percent(&self) -> bool {
        self.elements.iter().any(|element| matches!(element, Element::Percent(_)))
    }

    /// Does it print a heading or subheading?
    pub fn has_heading(&self) -> bool {
        self.elements.iter().any(|element| matches!(element, Element::Heading(_)))
    }

    /// Does it take words of any kind?
    pub fn is_free_text(&self) -> bool {
        self.elements.contains(&Element::Text)
    }

    /// The first range of percentages, for people.
    pub(super) fn range(&self) -> String {
        let first = self.elements.iter().find_map(|element| match element {
            Element::Percent(range) => Some(range.as_ref().map_or("0..100".to_owned(), |range| range.written.clone())),
            _ => None,
        });
        first.unwrap_or_default()
    }

    /// Every way to read the beginning of folded text: what was taken, and how far it goes.
    pub(super) fn readings(&self, text: &str, strictness: Strictness) -> Vec<(Parts, usize)> {
        let mut states = vec![(Parts::default(), 0)];
        for element in &self.elements {
            let mut next = Vec::new();
            for (parts, at) in &states {
                let rest = text.get(*at..).unwrap_or("");
                for (taken, length) in element.read(rest, parts, strictness) {
                    next.push((taken, at + length));
                }
            }
            states = next;
        }
        states
    }

    /// Is everything it prints there?
    pub(super) fn is_filled_by(&self, parts: &Parts) -> bool {
        self.elements.iter().all(|element| match element {
            Element::Literal(_) | Element::Blank => true,
            Element::Percent(_) => parts.percent.is_some(),
            Element::Heading(_) => parts.heading.is_some(),
            Element::Change | Element::Digit(..) => parts.sub.is_some(),
            Element::Text => parts.text.is_some(),
        })
    }

    /// How Tamga writes what was read.
    pub(super) fn write(&self, parts: &Parts) -> String {
        let mut out = String::new();
        for element in &self.elements {
            match element {
                Element::Literal(literal) => out.push_str(literal),
                Element::Percent(_) => out.push_str(&parts.percent.map(|value| value.to_string()).unwrap_or_default()),
                Element::Heading(_) => out.push_str(parts.heading.as_deref().unwrap_or_default()),
                Element::Change | Element::Digit(..) => out.push_str(parts.sub.as_deref().unwrap_or_default()),
                Element::Text => out.push_str(parts.text.as_deref().unwrap_or_default()),
                Element::Blank => {}
            }
        }
        out
    }
}

impl Element {
    fn read(&self, rest: &str, parts: &Parts, strictness: Strictness) -> Vec<(Parts, usize)> {
        match self {
            Self::Literal(literal) => {
                let wanted = fold(literal);
                let mut ways = Vec::new();
                if rest.starts_with(&wanted) {
                    ways.push((parts.clone(), wanted.len()));
                }
                // A missing percent sign is forgiven, and so are the brackets of a number that is missing.
                let bare: String = match strictness {
                    Strictness::NoPercent => wanted.replace(['%', '[', ']'], ""),
                    _ => wanted.replace('%', ""),
                };
                if bare != wanted && rest.starts_with(&bare) {
                    ways.push((parts.clone(), bare.len()));
                }
                ways
            }
            Self::Percent(_) if strictness == Strictness::NoPercent => vec![(parts.clone(), 0)],
            Self::Percent(range) => {
                let number = |c: &char| c.is_ascii_digit() || *c == '.';
                let digits: String = rest.chars().take_while(number).collect();
                let value = Decimal::parse(&digits).filter(|value| value.scale() <= 2 && digits.len() <= 6);
                let hundred = Decimal::whole(100);
                let fits = |value: &Decimal| {
                    strictness == Strictness::AnyPercent
                        || (*value <= hundred && range.as_ref().is_none_or(|range| range.holds(*value)))
                };
                let taken =
                    value.filter(fits).map(|value| (Parts { percent: Some(value), ..parts.clone() }, digits.len()));
                taken.into_iter().collect()
            }
            Self::Heading(length) => {
                let mut digits = String::new();
                for (at, c) in rest.char_indices() {
                    match c {
                        c if c.is_ascii_digit() => digits.push(c),
                        '.' if !digits.is_empty() && digits.len().is_multiple_of(2) => continue,
                        _ => break,
                    }
                    if digits.len() == *length {
                        return vec![(Parts { heading: Some(digits), ..parts.clone() }, at + 1)];
                    }
                }
                Vec::new()
            }
            Self::Change => ["CTSH", "CTH", "CC"]
                .into_iter()
                .filter(|word| rest.starts_with(word))
                .map(|word| (Parts { sub: Some(word.to_owned()), ..parts.clone() }, word.len()))
                .collect(),
            Self::Digit(from, to) => {
                let digit =
                    rest.chars().next().and_then(|c| c.to_digit(10)).filter(|digit| (*from..=*to).contains(digit));
                let taken = digit.map(|digit| (Parts { sub: Some(digit.to_string()), ..parts.clone() }, 1));
                taken.into_iter().collect()
            }
            Self::Text => {
                let fits = (1..=250).contains(&rest.chars().count());
                let taken = fits.then(|| (Parts { text: Some(rest.to_owned()), ..parts.clone() }, rest.len()));
                taken.into_iter().collect()
            }
            Self::Blank => {
                if rest.is_empty() {
                    vec![(parts.clone(), 0)]
                } else {
                    Vec::new()
                }
            }
        }
    }
}
