//! Which letters do these bytes stand for, and what parts the cells? Both are detected, shown, and can be corrected
//! before anything is taken over.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::FormatError;

/// An encoding of text, by its name in the Encoding Standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding(&'static Encoding);

impl TextEncoding {
    /// UTF-8.
    pub const UTF_8: Self = Self(UTF_8);

    /// By any of its usual names: `utf-8`, `utf-16le`, `windows-1252`, `latin1`, `windows-1256` …
    pub fn parse(name: &str) -> Option<Self> {
        Encoding::for_label(name.as_bytes()).map(Self)
    }

    /// Its name, for instance `windows-1252`.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

/// How the encoding was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodingBy {
    /// Somebody said so.
    Choice,
    /// A byte-order mark says so.
    Mark,
    /// The bytes can be nothing else.
    Bytes,
    /// A guess by the frequency of letters: worth showing.
    Guess,
}

/// What parts the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Bar,
}

impl Separator {
    /// All of them, in the order in which an even choice is decided.
    pub const ALL: [Self; 4] = [Self::Semicolon, Self::Tab, Self::Comma, Self::Bar];

    /// The character.
    pub fn character(self) -> char {
        char::from(self.byte())
    }

    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }

    /// The word on a command line: `comma`, `semicolon`, `tab`, `bar`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
            Self::Bar => "bar",
        }
    }

    /// From its word or its character.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word || one.character().to_string() == word)
    }
}

/// How the separator was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeparatorBy {
    /// Somebody said so.
    Choice,
    /// A first line `sep=;` says so.
    FirstLine,
    /// It parts the lines into equally many cells.
    Lines,
    /// Nothing parts anything: one column.
    Nothing,
}

/// What somebody decided about a text; what is left open is detected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextChoice {
    /// The encoding.
    pub encoding: Option<TextEncoding>,
    /// The separator.
    pub separator: Option<Separator>,
}

/// How a text was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextSource {
    /// The encoding.
    pub encoding: TextEncoding,
    /// How it was found.
    pub encoding_by: EncodingBy,
    /// Did bytes mean nothing in this encoding? They stand as U+FFFD now.
    pub unreadable_bytes: bool,
    /// The separator.
    pub separator: Separator,
    /// How it was found.
    pub separator_by: SeparatorBy,
    /// A quotation mark was opened and never closed: what stands behind it is one cell.
    pub quote_left_open: bool,
}

/// A text and how its bytes were understood.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: TextEncoding,
    pub(super) by: EncodingBy,
    pub(super) unreadable: bool,
}

/// Reads bytes as text.
///
/// # Errors
/// `NotText` for bytes that are no text in any encoding known here.
pub(super) fn decode(bytes: &[u8], choice: Option<TextEncoding>) -> Result<Decoded, FormatError> {
    let (encoding, by) = match (choice, Encoding::for_bom(bytes)) {
        (Some(TextEncoding(chosen)), _) => (chosen, EncodingBy::Choice),
        (None, Some((marked, _))) => (marked, EncodingBy::Mark),
        (None, None) => detect(bytes),
    };
    let mark = Encoding::for_bom(bytes).filter(|(marked, _)| *marked == encoding).map_or(0, |(_, length)| length);
    let (text, unreadable) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
    // Binary files decode to something in most encodings, but nobody writes these characters.
    if text.contains(|c: char| {
        c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{1A}')
    }) {
        return Err(FormatError::NotText { encoding: encoding.name() });
    }
    Ok(Decoded { text: text.into_owned(), encoding: TextEncoding(encoding), by, unreadable })
}

fn detect(bytes: &[u8]) -> (&'static Encoding, EncodingBy) {
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return (UTF_8, EncodingBy::Bytes);
    }
    // Text in pairs of bytes shows in the zeros of its commas, digits and line ends; they stand on one side only.
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, high) if high > 0 => return (UTF_16LE, EncodingBy::Bytes),
        (high, 0) if high > 0 => return (UTF_16BE, EncodingBy::Bytes),
        _ => {}
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    (detector.guess(None, Utf8Detection::Deny), EncodingBy::Guess)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(bytes: &[u8]) -> (String, &'static str, EncodingBy) {
        let decoded = decode(bytes, None).unwrap();
        (decoded.text, decoded.encoding.name(), decoded.by)
    }

    #[test]
    fn the_encoding_is_found_with_and_without_a_mark() {
        let text = "exportateur;désignation\nSociété Générale d'Épices;poivre moulu à façon, qualité supérieure\n";
        let arabic = "المصدر;الوصف\nشركة الأمل للتجارة;شاي أسود معبأ في أكياس\nمؤسسة النور;بن محمص مطحون\n";
        let utf16 = |text: &str, big: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let in_page =
            |page: &str, text: &str| Encoding::for_label(page.as_bytes()).unwrap().encode(text).0.into_owned();
        for (bytes, encoding, by) in [
            (text.as_bytes().to_vec(), "UTF-8", EncodingBy::Bytes),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8", EncodingBy::Mark),
            ([&b"\xFF\xFE"[..], &utf16(text, false)].concat(), "UTF-16LE", EncodingBy::Mark),
            ([&b"\xFE\xFF"[..], &utf16(text, true)].concat(), "UTF-16BE", EncodingBy::Mark),
            (utf16(text, false), "UTF-16LE", EncodingBy::Bytes),
            (utf16(text, true), "UTF-16BE", EncodingBy::Bytes),
            (in_page("windows-1252", text), "windows-1252", EncodingBy::Guess),
        ] {
            assert_eq!(seen(&bytes), (text.to_owned(), encoding, by));
        }
        assert_eq!(seen(&in_page("windows-1256", arabic)), (arabic.to_owned(), "windows-1256", EncodingBy::Guess));
    }

    #[test]
    fn a_choice_wins_and_wrong_bytes_are_noted() {
        let chosen = decode(b"caf\xE9;1", TextEncoding::parse("latin1")).unwrap();
        assert_eq!((chosen.text.as_str(), chosen.by, chosen.unreadable), ("café;1", EncodingBy::Choice, false));
        let wrong = decode(b"caf\xE9;1", Some(TextEncoding::UTF_8)).unwrap();
        assert_eq!((wrong.text.as_str(), wrong.unreadable), ("caf\u{FFFD};1", true));
        assert_eq!(TextEncoding::parse("klingon"), None);
    }

    #[test]
    fn binary_bytes_are_no_text() {
        for bytes in [&b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"[..], b"\x7FELF\x02\x01\x01\0\0", b"a;b\n\x01;2\n"] {
            assert!(matches!(decode(bytes, None), Err(FormatError::NotText { .. })), "{bytes:?}");
        }
    }
}
