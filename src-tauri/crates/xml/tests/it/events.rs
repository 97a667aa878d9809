//! What the events say about a document that came in.

use tamga_xml::{Event, Limits, gate};

fn told(document: &str) -> Vec<String> {
    let gated = gate(document.as_bytes(), &Limits::FOREIGN).unwrap();
    let event = |event| match event {
        Event::Start(start) => {
            let attributes = start.attributes().map(|one| {
                let namespace =
                    if one.name.namespace.is_empty() { String::new() } else { format!("{{{}}}", one.name.namespace) };
                format!(" {namespace}{}={:?}", one.name.local, one.value)
            });
            let attributes: String = attributes.collect();
            format!("+{} {{{}}}{}{attributes}", start.depth, start.name.namespace, start.name.local)
        }
        Event::Text(text) => format!("{text:?}"),
        Event::End => "-".to_owned(),
    };
    gated.events().map(event).collect()
}

#[test]
fn names_carry_their_namespace_and_every_start_has_its_end() {
    let document =
        "<?xml version=\"1.0\"?>\n<a xmlns=\"u\" xmlns:p=\"v\" p:x=\"1\" y=\"2\"><p:b/><c xmlns=\"\">t</c><d/></a>\n";
    let expected = ["+1 {u}a {v}x=\"1\" y=\"2\"", "+2 {v}b", "-", "+2 {}c", "\"t\"", "-", "+2 {u}d", "-", "-"];
    assert_eq!(told(document), expected);
}

#[test]
fn text_is_one_run_with_its_references_resolved_and_its_lines_ended_alike() {
    assert_eq!(told("<a>1 &lt; 2 &amp;&#x20AC;&#13;</a>"), ["+1 {}a", "\"1 < 2 &€\\r\"", "-"]);
    assert_eq!(told("<a>1\r\n2\r3\n4</a>"), ["+1 {}a", "\"1\\n2\\n3\\n4\"", "-"]);
    assert_eq!(told("<a> <b/>\n</a>"), ["+1 {}a", "\" \"", "+2 {}b", "-", "\"\\n\"", "-"]);
    assert_eq!(told("<a>\n<!-- c -->\n</a>"), ["+1 {}a", "\"\\n\\n\"", "-"]);
}

#[test]
fn attribute_values_are_normalised_as_the_standard_says() {
    assert_eq!(told("<a b=\"1\t2\r\n3\r4\"/>"), ["+1 {}a b=\"1 2 3 4\"", "-"]);
    assert_eq!(told("<a b='&#9;&#10;&#13;&quot;&apos;'/>"), ["+1 {}a b=\"\\t\\n\\r\\\"'\"", "-"]);
}

#[test]
fn offsets_lead_back_to_the_bytes() {
    let document = "<a><b c=\"1\">x&amp;y</b><d/></a>";
    let gated = gate(document.as_bytes(), &Limits::OWN).unwrap();
    let mut events = gated.events();
    let mut spans = Vec::new();
    while events.next().is_some() {
        spans.push(&document[events.offset()..events.end_offset()]);
    }
    assert_eq!(spans[..5], ["<a>", "<b c=\"1\">", "x&amp;y", "</b>", "<d/>"]);
    assert_eq!(spans.last(), Some(&"</a>"));
}
