//! What is a whole text free of? A few quick passes over all bytes, so that its pieces need no look of their own.

/// What stands nowhere in the text.
#[derive(Debug, Clone, Copy)]
pub struct Free {
    /// Characters that XML 1.0 does not allow.
    pub illegal: bool,
    /// Carriage returns.
    pub returns: bool,
    /// `]]>`.
    pub section_ends: bool,
}

/// Most documents have no line ends; whole pieces of them are passed with one comparison for each byte.
const CHUNK: usize = 1024;

// No early end in here: without one the loops run over many bytes at a time.
fn holds_control(bytes: &[u8]) -> bool {
    let least = bytes.iter().fold(u8::MAX, |least, byte| least.min(*byte));
    let is_control = |byte: u8| (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
    least < b' ' && bytes.iter().fold(false, |found, byte| found | is_control(*byte))
}

impl Free {
    pub fn of(text: &str) -> Self {
        let control = text.as_bytes().chunks(CHUNK).any(holds_control);
        let holds = |byte| memchr::memchr(byte, text.as_bytes()).is_some();
        // The last two characters of the plane begin with this byte.
        let illegal = control || (holds(0xEF) && text.contains(['\u{FFFE}', '\u{FFFF}']));
        Self { illegal: !illegal, returns: !holds(b'\r'), section_ends: !(holds(b']') && text.contains("]]>")) }
    }
}
