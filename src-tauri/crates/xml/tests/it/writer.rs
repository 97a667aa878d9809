//! What the writer writes passes the gate, says what was meant, and has one shape.

use proptest::prelude::*;
use tamga_xml::{Event, Limits, Writer, gate};

#[test]
fn elements_are_written_in_canonical_shape() {
    let mut writer = Writer::root("a", "urn:x");
    writer.element_with("b", &[("z", "1"), ("c", "<\"&\t\n\r>")], "1 < 2 & 3 > 2\r\n").start("d").end();
    let expected = "<a xmlns=\"urn:x\"><b c=\"&lt;&quot;&amp;&#x9;&#xA;&#xD;>\" z=\"1\">1 &lt; 2 &amp; 3 &gt; 2&#xD;\n</b><d></d></a>";
    assert_eq!(String::from_utf8(writer.finish()).unwrap(), expected);
}

#[test]
fn what_is_open_is_closed_and_what_is_not_is_left() {
    let mut writer = Writer::root("a", "urn:x");
    writer.start("b").start("c").end().end().end().end().end();
    assert_eq!(writer.finish(), b"<a xmlns=\"urn:x\"><b><c></c></b></a>");
    let mut writer = Writer::root("a", "urn:x");
    writer.start("b").text("\u{1}");
    assert_eq!(writer.finish(), "<a xmlns=\"urn:x\"><b>\u{FFFD}</b></a>".as_bytes());
}

fn legal_text() -> impl Strategy<Value = String> {
    "[\\PC\t\n\r<>&\"'\\]]{0,40}"
        .prop_map(|text| text.chars().filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect())
}

proptest! {
    #[test]
    fn what_is_written_comes_in_and_says_the_same(
        entries in prop::collection::vec(("[A-Za-z_][A-Za-z0-9_.-]{0,8}", legal_text(), legal_text()), 0..12),
    ) {
        let mut writer = Writer::root("root", "urn:x");
        for (name, value, text) in &entries {
            writer.element_with(name, &[("v", value)], text);
        }
        let bytes = writer.finish();
        let gated = gate(&bytes, &Limits::OWN).unwrap();
        let mut read = Vec::new();
        for event in gated.events() {
            match event {
                Event::Start(start) if start.depth == 2 => {
                    let value = start.attribute("v").unwrap_or_default().to_owned();
                    read.push((start.name.local.to_owned(), value, String::new()));
                }
                Event::Text(text) => read.last_mut().unwrap().2.push_str(text),
                _ => {}
            }
        }
        prop_assert_eq!(read, entries);
    }
}
