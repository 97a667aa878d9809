//! Which value has an attribute that is written over several lines? A line end or a tab in it is a blank to every reader
//! (XML 1.0, 2.11 and 3.3.3), written as a reference it stays. The tree keeps them as they are written, so they are taken
//! out before it is made; otherwise the digest of an honest document would differ from everybody else's.

use std::borrow::Cow;

/// A well-formed text, without document type, instructions and CDATA, in which every attribute value stands on one line.
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut from = 0;
    let mut rest = 0;
    while let Some(start) = text.get(rest..).and_then(|text| text.find('<')).map(|found| rest + found) {
        let tag = text.get(start..).unwrap_or_default();
        if tag.starts_with("<!--") {
            rest = start + tag.find("-->").unwrap_or(tag.len());
            continue;
        }
        let mut quote = None;
        let mut end = start;
        for (at, byte) in tag.bytes().enumerate() {
            end = start + at;
            match (quote, byte) {
                (None, b'>') => break,
                (None, b'"' | b'\'') => quote = Some(byte),
                (Some(open), byte) if open == byte => quote = None,
                (Some(_), b'\t' | b'\n' | b'\r') => {
                    out.push_str(text.get(from..end).unwrap_or_default());
                    // A carriage return and a line feed are one line end.
                    let is_half = byte == b'\r' && tag.as_bytes().get(at + 1) == Some(&b'\n');
                    if !is_half {
                        out.push(' ');
                    }
                    from = end + 1;
                }
                _ => {}
            }
        }
        rest = end + 1;
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_tabs_in_values_are_blanks_and_elsewhere_stay() {
        for (text, wanted) in [
            ("<a b='x\ty'/>", "<a b='x y'/>"),
            ("<a b=\"x\ny\r\nz\rw\"/>", "<a b=\"x y z w\"/>"),
            ("<a\n b='1'\t>\n<c d='>\n<'/></a>", "<a\n b='1'\t>\n<c d='> <'/></a>"),
            ("<a b='\"\n\"'>it's\n</a>", "<a b='\" \"'>it's\n</a>"),
            ("<!-- '\n --><a b='\n'/>", "<!-- '\n --><a b=' '/>"),
            ("<a b='&#10;\u{5927}\n\u{5927}'/>", "<a b='&#10;\u{5927} \u{5927}'/>"),
        ] {
            assert_eq!(on_one_line(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn a_text_that_is_so_already_is_no_copy() {
        for text in ["", "<a b='x'>\n\t</a>", "<!-- \n --><a/>", "<a", "<a b='"] {
            assert!(matches!(on_one_line(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }
}
