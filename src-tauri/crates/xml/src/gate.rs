//! The only door for foreign XML: one linear pass, fail-closed, before any tree is built.

use std::sync::Arc;

use crate::element::Element;
use crate::events::{Attribute, Events};
use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::scan::scan;
use crate::tape::Tape;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Bytes that passed the gate; there is no other way to obtain one.
#[derive(Debug, Clone)]
pub struct Gated<'a> {
    bytes: &'a [u8],
    text: &'a str,
    pub(crate) tape: Arc<Tape<'a>>,
}

impl<'a> Gated<'a> {
    /// The bytes as they came, byte-order mark included.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The text, without a byte-order mark.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Did the document begin with a byte-order mark (`gate.bom`)?
    pub fn has_byte_order_mark(&self) -> bool {
        self.bytes.len() != self.text.len()
    }

    /// How many elements it has.
    pub fn elements(&self) -> usize {
        self.tape.elements
    }

    /// What stands in it, one thing after another; offsets count from the start of `text`.
    pub fn events(&self) -> Events<'_> {
        Events::new(self)
    }

    /// The namespaces it declares, each once; the first is none at all.
    pub fn namespaces(&self) -> impl Iterator<Item = &str> {
        self.tape.namespaces.iter().map(|namespace| &**namespace)
    }

    /// Its root.
    pub fn root(&self) -> Option<Element<'_>> {
        self.element(0)
    }

    /// An element by its place among everything that was noted.
    pub fn element(&self, place: usize) -> Option<Element<'_>> {
        Element::at(self, place)
    }

    /// How many places there are: one for each element, and for each text beside elements.
    pub fn places(&self) -> usize {
        self.tape.marks.len()
    }

    /// The texts and values that had to be put together, because what they say is not what is written.
    pub fn composed(&self) -> impl Iterator<Item = &str> {
        self.tape.composed.iter().map(String::as_str)
    }

    /// The attributes of all its elements, in document order.
    pub fn all_attributes(&self) -> impl Iterator<Item = Attribute<'_>> {
        self.tape.attributes.iter().filter_map(|noted| Attribute::of(self, *noted))
    }

    /// What an attribute says, by its place among all of the document.
    pub fn attribute_value(&self, place: usize) -> Option<&str> {
        self.tape.attributes.get(place)?.value.of(self)
    }

    /// How many attributes it has, namespace declarations not counted.
    pub fn attributes(&self) -> usize {
        self.tape.attributes.len()
    }
}

/// Lets a document in, or says why not: UTF-8, XML 1.0, within the limits, without document type, foreign entities,
/// instructions or CDATA, names and namespaces right, one root and nothing after it.
pub fn gate<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Gated<'a>, Refusal> {
    if bytes.len() > limits.bytes {
        return Err(Refusal::new("gate.too_large", limits.bytes, format!("{} bytes", bytes.len())));
    }
    let body = match bytes.strip_prefix(BYTE_ORDER_MARK) {
        Some(_) if !limits.byte_order_mark => return Err(Refusal::new("gate.bom", 0, "byte-order mark")),
        Some(body) => body,
        None => bytes,
    };
    if let [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, b'<', ..] | [b'<', 0, ..] | [0, 0, 0xFE, 0xFF, ..] = body {
        return Err(Refusal::new("gate.encoding", 0, "not UTF-8"));
    }
    let text = match std::str::from_utf8(body) {
        Ok(text) => text,
        Err(error) => return Err(not_utf8(body, error.valid_up_to())),
    };
    let tape = scan(text, limits)?;
    Ok(Gated { bytes, text, tape: Arc::new(tape) })
}

/// A declaration that names another encoding explains the bytes; without one they are simply wrong, and both mean
/// that the document cannot be judged.
fn not_utf8(body: &[u8], at: usize) -> Refusal {
    let head = body.get(..at.min(200)).unwrap_or_default();
    let declared = std::str::from_utf8(head).ok().and_then(|head| head.split_once("encoding=")).map(|(_, rest)| {
        rest.chars().skip(1).take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect::<String>()
    });
    Refusal::new("gate.encoding", at, declared.unwrap_or_else(|| "not UTF-8".to_owned()))
}
