//! What is refused whatever its size, each thing with its code.

use proptest::prelude::*;
use tamga_xml::{Comments, Limits, gate};

use crate::{check, said};

#[test]
fn document_types_and_entities_never_come_in() {
    check("<!DOCTYPE a><a/>", "gate.doctype");
    check("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "gate.doctype");
    check("<!DOCTYPE a SYSTEM \"http://127.0.0.1/a.dtd\"><a/>", "gate.doctype");
    check("<a><!DOCTYPE a></a>", "gate.doctype");
    check("<a>&b;</a>", "gate.entity");
    check("<a b=\"&c;\"/>", "gate.entity");
    check("<a>&amp;&lt;&gt;&quot;&apos;&#65;&#x41;</a>", "in");
    for wrong in
        ["&", "&;", "&#;", "&#x;", "&#xG;", "&#0;", "&#x110000;", "&#xD800;", "&#xFFFE;", "&a b;", "&amp", "&#65"]
    {
        check(&format!("<a>{wrong}</a>"), "gate.not_wellformed");
        check(&format!("<a b=\"{wrong}\"/>"), "gate.not_wellformed");
    }
}

#[test]
fn instructions_and_cdata_never_come_in() {
    check("<?xml-stylesheet href=\"a\"?><a/>", "gate.instruction");
    check("<a><?b?></a>", "gate.instruction");
    check("<a/><?b?>", "gate.instruction");
    check("<a><?xml version=\"1.0\"?></a>", "gate.instruction");
    check(" <?xml version=\"1.0\"?><a/>", "gate.instruction");
    check("<a><![CDATA[b]]></a>", "gate.cdata");
    check("<a><![CDATA[]]></a>", "gate.cdata");
    check("<a>]]></a>", "gate.not_wellformed");
    check("<a b=\"]]>\">]] ></a>", "in");
}

#[test]
fn comments_come_in_only_where_they_cannot_split_a_value() {
    check("<!-- a --><a/>", "gate.comment");
    let foreign = |document: &str| said(document.as_bytes(), &Limits::FOREIGN);
    assert_eq!(Limits::FOREIGN.comments, Comments::BetweenElements);
    assert_eq!(foreign("<!-- a --><a><!-- b --><b/><!-- c --></a><!-- d -->"), "in");
    assert_eq!(foreign("<a>\n <!-- b -->\n <b/>\n</a>"), "in");
    assert_eq!(foreign("<a>1<!-- b --></a>"), "gate.comment");
    assert_eq!(foreign("<a><!-- b -->1</a>"), "gate.comment");
    assert_eq!(foreign("<a>1<b/><!-- c --></a>"), "gate.comment");
    assert_eq!(foreign("<a><!-- b --><b>1</b></a>"), "in");
    assert_eq!(foreign("<a><!-- b -- c --></a>"), "gate.not_wellformed");
    assert_eq!(foreign("<a><!-- b"), "gate.not_wellformed");
}

#[test]
fn only_utf_8_and_xml_1_0_come_in() {
    check("<?xml version=\"1.0\"?><a/>", "in");
    check("<?xml version='1.0' encoding='utf-8' standalone='yes'?><a/>", "in");
    check("<?xml version=\"1.1\"?><a/>", "gate.version");
    check("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>", "gate.encoding");
    check("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>", "gate.encoding");
    check("<?xml encoding=\"UTF-8\"?><a/>", "gate.not_wellformed");
    check("<?xml version=\"1.0\" standalone=\"perhaps\"?><a/>", "gate.not_wellformed");
    let own = |bytes: &[u8]| said(bytes, &Limits::OWN);
    assert_eq!(own(b"<a>\xE9</a>"), "gate.encoding");
    assert_eq!(own(b"\xFE\xFF\0<\0a\0/\0>"), "gate.encoding");
    assert_eq!(own(b"\xFF\xFE<\0a\0/\0>\0"), "gate.encoding");
    assert_eq!(own(b"\0<\0a\0/\0>"), "gate.encoding");
    assert_eq!(own(b"<\0a\0/\0>\0"), "gate.encoding");
    assert_eq!(own(b"\xEF\xBB\xBF<a/>"), "gate.bom");
    let marked = gate(b"\xEF\xBB\xBF<a/>", &Limits::FOREIGN).unwrap();
    assert!(marked.has_byte_order_mark());
    assert_eq!((marked.text(), marked.bytes().len()), ("<a/>", 7));
}

#[test]
fn a_document_is_one_element_and_nothing_after_it() {
    for document in ["", " ", "text", "<a>", "</a>", "<a></b>", "<a/", "<a", "<", "<a><b></a></b>", "<a>&#1;</a>"] {
        check(document, "gate.not_wellformed");
    }
    check("<a/><b/>", "gate.trailing");
    check("<a/>text", "gate.trailing");
    check("<a></a>\n", "in");
    check("<a>\u{1}</a>", "gate.not_wellformed");
    check("<a>\u{FFFE}</a>", "gate.not_wellformed");
    check("<a b=\"\u{8}\"/>", "gate.not_wellformed");
}

#[test]
fn tags_are_written_as_the_standard_says() {
    for document in [
        "<a b/>",
        "<a b=c/>",
        "<a b=\"c/>",
        "<a b=\"1\"c=\"2\"/>",
        "<a b=\"<\"/>",
        "<a b=\"1\" b=\"2\"/>",
        "<a b =/>",
        "<1a/>",
        "<a-/b>",
        "<a:/>",
        "<:a/>",
        "<a:b:c xmlns:a=\"u\"/>",
        "< a/>",
        "<a / >",
        "</ a>",
        "<a/ >",
        "<a b=\"1\"/ c=\"2\">",
    ] {
        check(document, "gate.not_wellformed");
    }
    for document in ["<a b = \"c\" />", "<a\tb='\"'\n></a >", "<é/>", "<_.-a/>", "<a b='>'/>"] {
        check(document, "in");
    }
}

#[test]
fn prefixes_are_bound_and_bound_rightly() {
    for document in [
        "<p:a/>",
        "<a p:b=\"\"/>",
        "<a xmlns:p=\"\"/>",
        "<a xmlns:xmlns=\"u\"/>",
        "<a xmlns:xml=\"u\"/>",
        "<a xmlns:p=\"http://www.w3.org/2000/xmlns/\"/>",
        "<a xmlns=\"http://www.w3.org/XML/1998/namespace\"/>",
        "<xmlns:a/>",
        "<xml:a/>",
        "<a xmlns=\"u\" xmlns=\"v\"/>",
        "<a xmlns:p=\"u\" xmlns:p=\"u\"/>",
        "<a xmlns:p=\"u\" xmlns:q=\"u\" p:b=\"1\" q:b=\"2\"/>",
        "<a><b xmlns:p=\"u\"/><p:c/></a>",
    ] {
        check(document, "gate.not_wellformed");
    }
    for document in [
        "<p:a xmlns:p=\"u\"/>",
        "<a xml:lang=\"en\"/>",
        "<a xmlns:xml=\"http://www.w3.org/XML/1998/namespace\"/>",
        "<a xmlns:p=\"u\" p:b=\"1\" b=\"2\"/>",
        "<a xmlns=\"u\"><b xmlns=\"\"/></a>",
    ] {
        check(document, "in");
    }
}

#[test]
fn a_refusal_says_where() {
    let refusal = gate(b"<a><b></c></a>", &Limits::OWN).unwrap_err();
    assert!((3..=10).contains(&refusal.at), "{refusal}");
    let refusal = gate("<a>é&b;</a>".as_bytes(), &Limits::OWN).unwrap_err();
    assert_eq!((refusal.code, refusal.at), ("gate.entity", 5));
    assert_eq!(refusal.to_string(), "gate.entity at byte 5: b");
}

proptest! {
    #[test]
    fn the_gate_never_panics_and_never_lets_the_forbidden_in(
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "[<>/&;!?\\[\\]\"'= a-c:x#0-9-]{0,80}".prop_map(String::into_bytes),
        ],
    ) {
        for limits in [Limits::OWN, Limits::FOREIGN] {
            if let Ok(gated) = gate(&bytes, &limits) {
                let text = gated.text();
                prop_assert!(!text.contains("<!DOCTYPE") && !text.contains("<![CDATA["), "{}", text);
                prop_assert!(gated.events().count() >= 2, "a root begins and ends");
            }
        }
    }

    #[test]
    fn a_document_cut_off_anywhere_stays_outside(cut in any::<prop::sample::Index>()) {
        let whole = "<a xmlns=\"u\" b=\"é&amp;\"><c>text</c><d/>&#65;</a>";
        let cut = cut.index(whole.len());
        prop_assert!(gate(&whole.as_bytes()[..cut], &Limits::FOREIGN).is_err(), "cut off after {} bytes", cut);
    }
}
