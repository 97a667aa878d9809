//! What is a whole text free of? One pass over all bytes, so that its pieces need no look of their own.

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
        let (mut control, mut returns, mut bracket, mut last_plane) = (false, false, false, false);
        // No early end: without one the loop runs over many bytes at a time.
        for byte in text.bytes() {
            control |= (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
            returns |= byte == b'\r';
            bracket |= byte == b']';
            last_plane |= byte == 0xEF;
        }
        let illegal = control || (last_plane && text.contains(['\u{FFFE}', '\u{FFFF}']));
        Self { illegal: !illegal, returns: !returns, section_ends: !(bracket && text.contains("]]>")) }
    }
}
