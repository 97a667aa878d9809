//! Which texts may stand in an element? The types of `fields.txt`, as each version of the schema defines them.

use std::borrow::Cow;

use super::agreements::{self, COUNTRIES};
use super::dates;
use super::shapes;
use super::version::Version;

/// A type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Version,
    Submitter,
    Agreement,
    Acronym,
    Country,
    /// White space counts as one blank; most characters before 2.0.0 and from then on.
    Text([usize; 2]),
    /// White space counts as it stands.
    Lines(usize),
    /// May be empty.
    Free(usize),
    Phone,
    Email,
    Url,
    Whole,
    Date,
    Tariff,
    Decimal(usize, usize),
    Boolean,
    Maker,
    Secrecy,
    Content,
    Instance,
    Sworn,
    Entity,
    Number,
}

/// Why a text may not stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// More characters than this.
    TooLong(usize),
    /// Another word, number or shape than the version takes.
    Wrong,
}

impl Kind {
    pub(super) fn parse<'a>(mut words: impl Iterator<Item = &'a str>) -> Option<Self> {
        let kind = words.next()?;
        let numbers: Vec<usize> = words.map(|word| word.parse().ok()).collect::<Option<_>>()?;
        match (kind, numbers.as_slice()) {
            ("version", []) => Some(Self::Version),
            ("submitter", []) => Some(Self::Submitter),
            ("agreement", []) => Some(Self::Agreement),
            ("acronym", []) => Some(Self::Acronym),
            ("country", []) => Some(Self::Country),
            ("text", [most]) => Some(Self::Text([*most; 2])),
            ("text", [before, after]) => Some(Self::Text([*before, *after])),
            ("lines", [most]) => Some(Self::Lines(*most)),
            ("free", [most]) => Some(Self::Free(*most)),
            ("phone", []) => Some(Self::Phone),
            ("email", []) => Some(Self::Email),
            ("url", []) => Some(Self::Url),
            ("whole", []) => Some(Self::Whole),
            ("date", []) => Some(Self::Date),
            ("tariff", []) => Some(Self::Tariff),
            ("decimal", [digits, behind]) => Some(Self::Decimal(*digits, *behind)),
            ("boolean", []) => Some(Self::Boolean),
            ("maker", []) => Some(Self::Maker),
            ("secrecy", []) => Some(Self::Secrecy),
            ("content", []) => Some(Self::Content),
            ("instance", []) => Some(Self::Instance),
            ("sworn", []) => Some(Self::Sworn),
            ("entity", []) => Some(Self::Entity),
            ("number", []) => Some(Self::Number),
            _ => None,
        }
    }

    /// Why a text may not stand there, in a version and form; `None` when it may.
    pub(super) fn fault(self, text: &str, version: Version, form: &str) -> Option<Fault> {
        let first = version == Version::V1_8_0;
        let right = match self {
            Self::Version => Version::from_code(text).is_some(),
            Self::Submitter => matches!((text, first), ("EXP" | "REP", _) | ("APO", false)),
            Self::Agreement => return between(text, if first { 0 } else { 3 }, 256),
            Self::Acronym => agreements::taken(text, version),
            Self::Country => COUNTRIES.contains(&text) && !(first && text == "PA"),
            Self::Text([before, after]) => {
                let most = if version >= Version::V2_0_0 { after } else { before };
                return if first { between(text, 0, most) } else { collapsed_within(text, most) };
            }
            Self::Lines(most) => return between(text, usize::from(!first), most),
            Self::Free(most) => return between(text, 0, most),
            Self::Phone if first => return between(text, 0, 16),
            Self::Phone => shapes::is_phone(text),
            Self::Email => return between(text, 0, 50).or((!shapes::is_email(text)).then_some(Fault::Wrong)),
            Self::Url => match version {
                Version::V1_8_0 => return between(text, 0, 64).or((!shapes::is_www(text)).then_some(Fault::Wrong)),
                Version::V1_8_2 => shapes::is_url(&collapsed(text), &["http://"]),
                _ => shapes::is_url(&collapsed(text), &["http://", "https://", "://"]),
            },
            Self::Whole => is_whole(&collapsed(text), version),
            Self::Date => dates::read(text).is_some(),
            Self::Tariff => shapes::is_tariff(text, tariff_shapes(version, form)),
            Self::Decimal(most, behind) => shapes::is_decimal(&collapsed(text), most, behind, first),
            Self::Boolean => matches!(&*collapsed(text), "true" | "false" | "1" | "0"),
            Self::Maker => matches!((text, first), ("MISMO" | "DIFERENTE", _) | ("", true)),
            Self::Secrecy => matches!((text, first), ("NO CONFIDENCIAL" | "CONFIDENCIAL", _) | ("", true)),
            Self::Content => matches!((text, form), ("VT" | "NO", _) | ("CN", "FormA60")),
            Self::Instance => text == no_instance(form) || matches!(text, "DMI" | "MAI" | "BMF" | "ACU"),
            Self::Sworn if version >= Version::V4_1_1 => return between(&collapsed(text), 1, 30),
            Self::Sworn => is_whole(&collapsed(text), version),
            Self::Entity if first => return between(text, 0, 3),
            Self::Entity => {
                text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            }
            Self::Number if first => {
                let before_panama: Vec<&str> = COUNTRIES.into_iter().filter(|country| *country != "PA").collect();
                shapes::is_number(text, &before_panama, "A,RHGT", false)
            }
            Self::Number => shapes::is_number(text, &COUNTRIES, "ACRHGT", true),
        };
        (!right).then_some(Fault::Wrong)
    }
}

/// The word a form writes when nothing else made the goods originate.
pub(super) fn no_instance(form: &str) -> &'static str {
    if form == "FormA33" { "NO" } else { "N/A" }
}

/// The shapes of tariff codes that a version takes in a form.
pub(super) fn tariff_shapes(version: Version, form: &str) -> &'static [&'static str] {
    match (version, form) {
        (Version::V1_8_0, "FormR252" | "FormA6" | "FormA14" | "FormA38") | (Version::V1_8_2, _) => {
            &["dddd.dd.dd", "dd.dd.d.dd", "dddd.dd.dd.dd"]
        }
        (Version::V1_8_0, _) => &["dddd.dd.dd", "dddd.d.dd", "dddd.dd.dd.dd"],
        _ => &["dddd.dd", "dddd.dd.dd", "dd.dd.d.dd", "dddd.dd.dd.dddd"],
    }
}

fn between(text: &str, least: usize, most: usize) -> Option<Fault> {
    // No text has more characters than bytes, and only the empty one has none.
    if text.len() <= most && least <= usize::from(!text.is_empty()) {
        return None;
    }
    within(text.chars().count(), least, most)
}

fn within(length: usize, least: usize, most: usize) -> Option<Fault> {
    if length > most { Some(Fault::TooLong(most)) } else { (length < least).then_some(Fault::Wrong) }
}

/// White space as a schema's `token` sees it: runs are one blank, none at the ends.
pub(super) fn collapsed(text: &str) -> Cow<'_, str> {
    // Nearly every text is in that form already, and most of those are one word.
    if text.bytes().all(|byte| byte > b' ') {
        return Cow::Borrowed(text);
    }
    let (mut before, mut is_collapsed) = (b' ', true);
    for byte in text.bytes() {
        is_collapsed &= !matches!(byte, b'\t' | b'\n' | b'\r') && (byte != b' ' || before != b' ');
        before = byte;
    }
    if is_collapsed && (before != b' ' || text.is_empty()) {
        return Cow::Borrowed(text);
    }
    let words = text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty());
    Cow::Owned(words.collect::<Vec<_>>().join(" "))
}

/// Has the text a character, and no more than so many, when white space is collapsed?
fn collapsed_within(text: &str, most: usize) -> Option<Fault> {
    // It becomes no longer by it, and does not vanish when it begins with another character than white space.
    let begins = text.bytes().next().is_some_and(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    if begins && text.len() <= most { None } else { within(collapsed(text).chars().count(), 1, most) }
}

fn is_whole(text: &str, version: Version) -> bool {
    let plain = text.strip_prefix('+').unwrap_or(text);
    let digits = if version == Version::V1_8_0 { plain.strip_prefix('-').unwrap_or(plain) } else { plain };
    let counts = digits.trim_start_matches('0');
    let positive = version == Version::V1_8_0 || !counts.is_empty();
    let small = version < Version::V2_0_0 || counts.len() <= 5;
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && positive && small
}
