//! When are two written numbers the same? Byte for byte after Unicode's composed form (NFC).

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// A text in composed form.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_with_a_mark_is_the_same_however_it_was_typed() {
        assert_eq!(nfc("24\u{41}\u{30a}1"), nfc("24\u{c5}1"));
        assert_eq!(nfc("24C1"), "24C1");
        assert_ne!(nfc("24C1"), nfc("24c1"), "case is kept");
    }
}
