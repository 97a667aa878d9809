//! Documents that nobody wrote by hand: letters of many scripts, line ends and tabs as references, empty elements,
//! attributes in any order and quotes, prefixes declared anywhere. Canonical forms of two programs are the same for all of
//! them, or the programs do not agree.

use crate::damage::Numbers;

/// Stands once in every document; another text in its place has to be noticed.
pub const SAID: &str = "The goods comply.";

const TEXTS: [&str; 14] = [
    "rice",
    "Arroz añejo",
    "Рис",
    "大米",
    "أرز",
    "\u{1F6A2}",
    "e\u{301}",
    "&amp;",
    "&lt;b&gt;",
    "&#13;",
    "&#9;&#10;",
    "\n  ",
    "&#x1F33E;",
    "]]&gt;",
];
/// Raw tabs and line ends in a value are blanks to every reader, as references they stay (XML 1.0, 3.3.3).
const VALUES: [&str; 10] = ["", "1", "ñ", "大", "&#10;", "&#13;&#9;", " \t ", "x\ny", "&lt;&amp;", "&apos;&quot;"];
const PREFIXES: [&str; 3] = ["p", "q", "ns0"];
/// No ampersand among them: libxml2 writes one in a namespace as it is, which no canonical form may (1.0, 2.3).
const SPACES: [&str; 3] = ["urn:a", "urn:b:%C3%A9", "http://example.org/?a=1;b=2"];

/// The content of a document of our own form.
pub fn own(numbers: &mut Numbers) -> String {
    let inside = inside(numbers);
    format!("<MetaData xmlns=\"urn:tamga:co:1\"><Declaration Id=\"co\">{inside}</Declaration></MetaData>")
}

/// The same for peers that write no XAdES: in no form of ours.
pub fn plain(numbers: &mut Numbers) -> String {
    let inside = inside(numbers);
    format!("<doc xmlns=\"urn:d\" xmlns:ns0='urn:unused'>{inside}</doc>")
}

/// The same with the raw tabs and line ends of its values as the blanks they are to every reader: the canonical form stays
/// what it was, and so does a seal over it. For bergshamra, which keeps them as references.
pub fn with_blanks(text: &str) -> String {
    text.replace(" \t ", "   ").replace("x\ny", "x y")
}

fn inside(numbers: &mut Numbers) -> String {
    let (before, after) = (elements(numbers, 3), elements(numbers, 3));
    format!("{before}<Statement>{SAID}</Statement>{after}")
}

fn one<'a>(numbers: &mut Numbers, of: &[&'a str]) -> &'a str {
    of[numbers.below(of.len())]
}

/// Some elements with text between them.
fn elements(numbers: &mut Numbers, depth: usize) -> String {
    let mut text = String::new();
    for _ in 0..=numbers.below(4) {
        for _ in 0..numbers.below(3) {
            text.push_str(one(numbers, &TEXTS));
        }
        text.push_str(&element(numbers, depth));
    }
    text
}

fn element(numbers: &mut Numbers, depth: usize) -> String {
    // Names of plain letters: `signxml` writes others as references, which no name may be.
    let name = one(numbers, &["Line", "Note", "x-y.z", "_1"]);
    // A prefix is declared where it is used: for the element, for an attribute, or for nothing.
    let prefix = one(numbers, &PREFIXES);
    let prefixed = numbers.below(3) == 0;
    let mut attributes = vec![format!("xmlns:{prefix}={}", quoted(numbers, one_space))];
    for name in ["b", "a", "Zz", "xml:lang"] {
        if numbers.below(2) == 0 {
            attributes.push(format!("{name}={}", quoted(numbers, one_value)));
        }
    }
    if numbers.below(2) == 0 {
        attributes.push(format!("{prefix}:a={}", quoted(numbers, one_value)));
    }
    if numbers.below(4) == 0 {
        attributes.push("xmlns=\"urn:tamga:co:1\"".to_owned());
    }
    // In any order.
    for at in (1..attributes.len()).rev() {
        attributes.swap(at, numbers.below(at + 1));
    }
    let name = if prefixed { format!("{prefix}:{name}") } else { name.to_owned() };
    let gap = one(numbers, &[" ", "  ", "\n\t"]);
    let tag = format!("{name}{gap}{}", attributes.join(gap));
    match numbers.below(3) {
        0 => format!("<{tag}/>"),
        1 => format!("<{tag}></{name}>"),
        _ if depth == 0 => format!("<{tag}>{}</{name}>", one(numbers, &TEXTS)),
        _ => format!("<{tag}>{}</{name}>", elements(numbers, depth - 1)),
    }
}

fn one_space(numbers: &mut Numbers) -> &'static str {
    one(numbers, &SPACES)
}

fn one_value(numbers: &mut Numbers) -> &'static str {
    one(numbers, &VALUES)
}

fn quoted(numbers: &mut Numbers, value: fn(&mut Numbers) -> &'static str) -> String {
    let quote = one(numbers, &["\"", "'"]);
    format!("{quote}{}{quote}", value(numbers))
}
