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

impl Free {
    pub fn of(text: &str) -> Self {
        // No early end: without one the loop runs over many bytes at a time.
        let is_control = |byte: u8| (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
        let control = text.bytes().fold(false, |found, byte| found | is_control(byte));
        let holds = |byte| memchr::memchr(byte, text.as_bytes()).is_some();
        // The last two characters of the plane begin with this byte.
        let illegal = control || (holds(0xEF) && text.contains(['\u{FFFE}', '\u{FFFF}']));
        Self { illegal: !illegal, returns: !holds(b'\r'), section_ends: !(holds(b']') && text.contains("]]>")) }
    }
}
