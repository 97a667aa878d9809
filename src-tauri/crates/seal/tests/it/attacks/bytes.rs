//! The file itself cut off, lengthened, re-ended, marked or in another encoding.

use super::Case;
use super::material::*;

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for dialect in BOTH {
        let text = dialect.honest();
        for place in (64..text.len()).step_by(64).filter(|place| text.is_char_boundary(*place)) {
            let cut = text.as_bytes()[..place].to_vec();
            cases.push(Case::document(dialect, format!("cut at {place}"), cut, "gate.not_wellformed"));
        }
        for (name, bytes, wanted) in spoilt(dialect) {
            cases.push(Case::document(dialect, name, bytes, wanted));
        }
    }
    let marked = [b"\xEF\xBB\xBF", co().as_bytes()].concat();
    cases.push(Case::document(Dialect::Co, "marked", marked, "gate.bom"));
    cases
}

fn spoilt(dialect: Dialect) -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let text = dialect.honest();
    let (_, element) = dialect.value();
    let declared = |words: &str| [words.as_bytes(), text.as_bytes()].concat();
    let utf16 = |bytes: fn(u16) -> [u8; 2], mark: &[u8]| {
        [mark, &text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()].concat()
    };
    let utf32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
    let before = |what: &str| dialect.put(element, &format!("{what}{element}"));
    let raw = |bytes: &[u8]| {
        let at = text.find(element).expect("an element") + element.len();
        [&text.as_bytes()[..at], bytes, &text.as_bytes()[at..]].concat()
    };
    // Of our own form alone: no raw carriage return, no mark, no blank behind the seal. Its letters beyond ASCII show
    // that four bytes for each are not UTF-8.
    let (ended, marked, lined, wide) = match dialect {
        Dialect::Co => ("gate.not_wellformed", "gate.bom", "shape.signature_place", "gate.encoding"),
        Dialect::Cod => ("sig.digest", "gate.not_wellformed", "sig.digest", "gate.not_wellformed"),
    };
    vec![
        ("an element after", [text, "<x/>"].concat().into_bytes(), "gate.trailing"),
        ("text after", [text, "x"].concat().into_bytes(), "gate.trailing"),
        ("the whole twice", text.repeat(2).into_bytes(), "gate.trailing"),
        ("a zero after", [text.as_bytes(), b"\0"].concat(), "gate.not_wellformed"),
        ("text before", declared("x"), "gate.not_wellformed"),
        ("a zero before", declared("\0"), "gate.encoding"),
        ("a blank before the declaration", declared(" <?xml version=\"1.0\"?>"), "gate.instruction"),
        ("two marks", [b"\xEF\xBB\xBF\xEF\xBB\xBF", text.as_bytes()].concat(), marked),
        ("carriage return and line feed", before("\r\n"), ended),
        ("carriage return", before("\r"), ended),
        ("line feed", before("\n"), "sig.digest"),
        ("tab", before("\t"), "sig.digest"),
        ("every end a line", text.replace("></", ">\n</").into_bytes(), lined),
        ("UTF-16, big end first", utf16(u16::to_be_bytes, b"\xFE\xFF"), "gate.encoding"),
        ("UTF-16, little end first", utf16(u16::to_le_bytes, b"\xFF\xFE"), "gate.encoding"),
        ("UTF-16 without a mark", utf16(u16::to_le_bytes, b""), "gate.encoding"),
        ("UTF-32", utf32, wide),
        ("says Latin 1", declared("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"), "gate.encoding"),
        ("says Windows", declared("<?xml version=\"1.0\" encoding=\"windows-1252\"?>"), "gate.encoding"),
        ("says UTF-7", declared("<?xml version=\"1.0\" encoding=\"UTF-7\"?>"), "gate.encoding"),
        ("says UTF-16", declared("<?xml version=\"1.0\" encoding=\"UTF-16\"?>"), "gate.encoding"),
        ("says 1.1", declared("<?xml version=\"1.1\"?>"), "gate.version"),
        ("a byte of Latin 1", raw(b"\xE9"), "gate.encoding"),
        ("an overlong byte", raw(b"\xC0\xBC"), "gate.encoding"),
        ("half a pair", raw(b"\xED\xA0\x80"), "gate.encoding"),
        ("a control character", raw(b"\x01"), "gate.not_wellformed"),
        ("no character", raw(b"\xEF\xBF\xBF"), "gate.not_wellformed"),
        ("a mark inside", raw(b"\xEF\xBB\xBF"), "sig.digest"),
        ("nothing", Vec::new(), "gate.not_wellformed"),
    ]
}
