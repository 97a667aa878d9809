//! Which characters and names does XML 1.0 (fifth edition) allow?

/// Is it a legal character of XML 1.0 (production 2)?
pub fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

/// Is it white space (production 3)?
pub fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Is it a byte of white space?
pub fn is_space_byte(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn starts_name(c: char) -> bool {
    matches!(c, 'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

fn continues_name(c: char) -> bool {
    starts_name(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Is it a name without a colon (Namespaces in XML, production 4)?
pub fn is_ncname(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(starts_name) && chars.all(continues_name)
}

/// The bytes of plain names: ASCII letters, digits, `-`, `.` and `_`.
const PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let (mut rest, mut byte): (&mut [bool], u8) = (&mut table, 0);
    while let [is_plain, after @ ..] = rest {
        *is_plain = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        (rest, byte) = (after, byte.wrapping_add(1));
    }
    table
};

/// How many bytes at the beginning are a plain name, which has a letter first. Nearly every name is one as a whole; the
/// table of all letters is for the others.
fn plain_name(text: &[u8]) -> usize {
    let is_plain = |byte: &u8| PLAIN.get(usize::from(*byte)).copied().unwrap_or_default();
    match text.first() {
        Some(first) if first.is_ascii_alphabetic() => {
            text.iter().position(|byte| !is_plain(byte)).unwrap_or(text.len())
        }
        _ => 0,
    }
}

/// The qualified name at the beginning of a text, when it is made of plain names: its length, and how much of that is
/// prefix and colon.
pub fn plain_qualified(text: &[u8]) -> Option<(usize, usize)> {
    let first = plain_name(text);
    if first == 0 {
        return None;
    }
    match text.get(first) {
        Some(b':') => {
            let local = plain_name(text.get(first + 1..)?);
            (local > 0).then_some((first + 1 + local, first + 1))
        }
        _ => Some((first, 0)),
    }
}

/// The character a reference (the part between `&` and `;`) stands for; `None` when it is not one of the five
/// predefined entities or a legal character reference.
pub fn referenced(name: &str) -> Option<char> {
    let number = match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => name.strip_prefix('#')?,
    };
    let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |hex| (hex, 16));
    if digits.is_empty() || digits.len() > 8 || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    u32::from_str_radix(digits, radix).ok().and_then(char::from_u32).filter(|c| is_legal(*c))
}
