//! Which characters are digits, and which are marks that nobody sees? For the strict readers of numbers and dates.

/// First digit of each decimal script of the basic plane (Unicode general category Nd).
const ZEROS: [u32; 37] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620,
    0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

/// Script (by its zero) and ASCII digit of a character.
pub(crate) fn digit(c: char) -> Option<(u32, char)> {
    let code = u32::from(c);
    let zero = ZEROS.into_iter().rev().find(|zero| *zero <= code)?;
    Some((zero, char::from_digit(code - zero, 10)?))
}

/// Is it an invisible mark of writing direction (Unicode bidirectional controls)?
pub(crate) fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
