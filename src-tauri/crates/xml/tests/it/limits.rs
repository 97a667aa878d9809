//! The numbers of `seal-and-paper.md` section 2: the last value that passes and the first that does not.

use std::time::{Duration, Instant};

use tamga_xml::{Limits, gate};

use crate::said;

const SMALL: Limits = Limits {
    bytes: 200,
    text: 20,
    value: 10,
    name: 8,
    depth: 4,
    elements: 5,
    attributes: 3,
    namespaces: 2,
    ..Limits::OWN
};

#[track_caller]
fn edge(passes: &str, refused: &str, code: &str) {
    assert_eq!(said(passes.as_bytes(), &SMALL), "in", "{passes}");
    assert_eq!(said(refused.as_bytes(), &SMALL), code, "{refused}");
}

#[test]
fn each_limit_has_its_edge_and_its_code() {
    edge(&format!("<a>{}</a>", " ".repeat(20)), &format!("<a>{}</a>", " ".repeat(21)), "gate.too_large");
    edge("<a b=\"1234567890\"/>", "<a b=\"12345678901\"/>", "gate.too_large");
    edge("<abcdefgh/>", "<abcdefghi/>", "gate.too_large");
    edge("<a abcdefgh=\"\"/>", "<a abcdefghi=\"\"/>", "gate.too_large");
    edge("<a><a><a><a/></a></a></a>", "<a><a><a><a><a/></a></a></a></a>", "gate.depth");
    edge("<a><b/><c/><d/><e/></a>", "<a><b/><c/><d/><e/><f/></a>", "gate.elements");
    edge("<a b=\"\" c=\"\" d=\"\"/>", "<a b=\"\" c=\"\" d=\"\" e=\"\"/>", "gate.attributes");
    edge("<a xmlns=\"u\" xmlns:b=\"v\"/>", "<a xmlns=\"u\" xmlns:b=\"v\" xmlns:c=\"w\"/>", "gate.attributes");
    let padded = |length: usize| format!("<a>{}</a>", "<b/>".repeat(2)) + &" ".repeat(length - 15);
    assert_eq!(said(padded(200).as_bytes(), &SMALL), "in");
    assert_eq!(said(padded(201).as_bytes(), &SMALL), "gate.too_large");
}

#[test]
fn a_run_of_text_counts_as_a_whole_however_it_is_written() {
    let pieces = "ab&amp;&#65;".repeat(5);
    assert_eq!(said(format!("<a>{pieces}</a>").as_bytes(), &SMALL), "in", "twenty characters are left of it");
    assert_eq!(said(format!("<a>{pieces}c</a>").as_bytes(), &SMALL), "gate.too_large");
}

#[test]
fn the_house_s_own_numbers_are_those_of_the_design() {
    let own = Limits::OWN;
    assert_eq!((own.bytes, own.text, own.value, own.name), (8 << 20, 8 << 20, 64 << 10, 256));
    assert_eq!((own.depth, own.elements, own.attributes, own.namespaces), (32, 200_000, 64, 32));
    let wide = |count: usize| {
        let attributes: String = (0..count).map(|n| format!(" a{n}=\"\"")).collect();
        format!("<a{attributes}/>")
    };
    assert_eq!(said(wide(64).as_bytes(), &own), "in");
    assert_eq!(said(wide(65).as_bytes(), &own), "gate.attributes");
    let deep = |levels: usize| "<a>".repeat(levels) + &"</a>".repeat(levels);
    assert_eq!(said(deep(32).as_bytes(), &own), "in");
    assert_eq!(said(deep(33).as_bytes(), &own), "gate.depth");
}

/// Bombs that cost general engines half a minute or more; the bound leaves room for a slow machine.
#[test]
fn a_hundred_thousand_attributes_and_other_bombs_are_refused_fast() {
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"\"")).collect();
    let namespaces: String = (0..100_000).map(|n| format!(" xmlns:a{n}=\"u{n}\"")).collect();
    let deep = "<a>".repeat(1_000_000);
    let many = format!("<a>{}</a>", "<b/>".repeat(1_000_000));
    let comments = format!("<a>{}</a>", "<!-- -->".repeat(100_000));
    let long_name = format!("<{}/>", "n".repeat(7 << 20));
    let open = format!("<a b=\"{}", "v".repeat(7 << 20));
    let references = format!("<a b=\"{}\"/>", "&amp;".repeat(1 << 20));
    for (document, code) in [
        (format!("<a{attributes}/>"), "gate.attributes"),
        (format!("<a{namespaces}/>"), "gate.attributes"),
        (deep, "gate.depth"),
        (many, "gate.elements"),
        (comments, "gate.comment"),
        (long_name, "gate.too_large"),
        (open, "gate.not_wellformed"),
        (references, "gate.too_large"),
    ] {
        let began = Instant::now();
        let refusal = gate(document.as_bytes(), &Limits::OWN).expect_err(code);
        assert_eq!(refusal.code, code);
        assert!(began.elapsed() < Duration::from_secs(8), "{code} took {:?}", began.elapsed());
    }
}
