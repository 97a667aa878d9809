//! Where in the document are we? The place by name, and everything that stands where nobody expected it.

use std::borrow::Cow;

use tamga_origin::Finding;
use tamga_xml::{Content, Element, Gated, Inside};

use crate::aladi::ENVELOPE;
use crate::error::FormatError;
use crate::limits::Limits;
use crate::tree::SIGNATURE;

/// One finding for so many elements that a document may have: with more of them it is another thing than it claims.
const ELEMENTS_A_FINDING: usize = 20;

/// The ids that signatures refer to.
const IDS: [&str; 2] = ["COD", "CODEH"];

/// No namespace, as the first of every document's list.
pub(super) const BARE: usize = 0;

/// What a program writes for a character that it could not read.
const REPLACED: char = '\u{FFFD}';
/// Its first byte in UTF-8.
const REPLACED_BEGINS: u8 = 0xEF;

/// The walk through a document.
pub(super) struct Walk<'a> {
    gated: &'a Gated<'a>,
    at: Vec<&'a str>,
    pub(super) findings: Vec<Finding>,
    /// Whether each id stands at the element that must have it.
    identified: [bool; 2],
    /// A replaced character stands in the document and was not reported yet.
    is_replaced: bool,
    most_findings: usize,
    /// Of the envelope and of signatures, their places among the namespaces of the document.
    envelope: Option<usize>,
    signature: Option<usize>,
}

/// Does the byte stand anywhere in the text? No early end: without one the loop runs over many bytes at a time.
pub(super) fn holds_byte(text: &str, wanted: u8) -> bool {
    text.bytes().fold(false, |found, byte| found | (byte == wanted))
}

/// The first 200 characters, for a finding.
pub(super) use crate::parts::excerpt;

impl<'a> Walk<'a> {
    pub(super) fn new(gated: &'a Gated<'a>, limits: &Limits) -> Self {
        let space = |wanted| gated.namespaces().position(|namespace| namespace == wanted);
        Self {
            gated,
            at: Vec::with_capacity(limits.depth.min(32)),
            findings: Vec::new(),
            identified: [false; 2],
            // One look at the document instead of one at each of its texts.
            is_replaced: holds_byte(gated.text(), REPLACED_BEGINS) && gated.text().contains(REPLACED)
                || gated.composed().any(|text| text.contains(REPLACED)),
            most_findings: limits.values / ELEMENTS_A_FINDING,
            envelope: space(ENVELOPE),
            signature: space(SIGNATURE),
        }
    }

    pub(super) fn root(&self) -> Option<Element<'a>> {
        self.gated.root()
    }

    /// Is it an element of that name of the envelope?
    pub(super) fn is_envelope(&self, element: &Element<'a>, local: &str) -> bool {
        self.envelope.is_some_and(|space| element.is(space, local))
    }

    /// Is it a signature?
    pub(super) fn is_signature(&self, element: &Element<'a>) -> bool {
        self.signature.is_some_and(|space| element.is(space, "Signature"))
    }

    /// Looks at the characters of a text, wherever it stands.
    fn hear(&mut self, text: &str) {
        if self.is_replaced && text.contains(REPLACED) {
            self.is_replaced = false;
            let place = self.at.join("/");
            self.findings.push(Finding::warn("cod.replacement_character", "").with("where", place));
        }
    }

    pub(super) fn enter(&mut self, name: &'a str) {
        self.at.push(name);
    }

    /// The place of a child by name, from the outermost element that says something.
    pub(super) fn place(&self, name: &str) -> String {
        let from = self.at.iter().position(|at| matches!(*at, "COD" | "EH" | "CertificationEH"));
        let mut place = String::with_capacity(64);
        for above in self.at.get(from.unwrap_or_default()..).unwrap_or_default() {
            place.push_str(above);
            place.push('/');
        }
        place.push_str(name);
        place
    }

    /// A finding about a child, with its place.
    pub(super) fn standing(&self, name: &str, mut finding: Finding) -> Finding {
        finding.params.push((Cow::Borrowed("where"), self.place(name)));
        finding
    }

    /// The next child of the element entered last; `None` when it ends.
    pub(super) fn child(&mut self, inside: &mut Inside<'a>) -> Result<Option<Element<'a>>, FormatError> {
        self.bounded()?;
        for content in inside {
            match content {
                Content::Element(element) => return Ok(Some(element)),
                Content::Text(text) => {
                    self.hear(text);
                    if !text.trim().is_empty() {
                        let place = self.place("");
                        self.stray(&place, text)?;
                    }
                }
            }
        }
        Ok(None)
    }

    /// Leaves the element entered last.
    pub(super) fn leave(&mut self) {
        self.at.pop();
    }

    /// The text of an element; elements inside it are unknown.
    pub(super) fn text(&mut self, element: &Element<'a>, name: &'a str) -> Result<Cow<'a, str>, FormatError> {
        if let Some(said) = element.said().filter(|_| !self.is_replaced) {
            return Ok(Cow::Borrowed(said));
        }
        let mut said = Cow::Borrowed("");
        self.enter(name);
        for content in element.inside() {
            match content {
                Content::Text(text) => {
                    self.hear(text);
                    if said.is_empty() { said = Cow::Borrowed(text) } else { said.to_mut().push_str(text) }
                }
                Content::Element(inner) => self.unknown(&inner)?,
            }
        }
        self.leave();
        Ok(said)
    }

    /// Goes past an element.
    pub(super) fn pass(&mut self, element: &Element<'a>) {
        if self.is_replaced {
            element.texts().for_each(|text| self.hear(text));
        }
    }

    /// Goes past an element nobody knows and names it with the beginning of its text.
    pub(super) fn unknown(&mut self, element: &Element<'a>) -> Result<(), FormatError> {
        let place = self.place(&excerpt(element.local()));
        let mut said = String::new();
        for text in element.texts() {
            self.hear(text);
            if said.len() < 800 {
                said.push_str(text);
            }
        }
        self.stray(&place, &said)
    }

    /// Attributes nobody knows.
    pub(super) fn attributes(&mut self, element: &Element<'a>) -> Result<(), FormatError> {
        for (_, attribute) in element.attributes() {
            let place = format!("{}/@{}", self.place(element.local()), excerpt(attribute.name.local));
            self.stray(&place, attribute.value)?;
        }
        Ok(())
    }

    /// Text where nobody expected it, kept in a finding.
    pub(super) fn stray(&mut self, place: &str, text: &str) -> Result<(), FormatError> {
        let finding = Finding::info("read.unknown", "").with("where", place).with("text", excerpt(text.trim()));
        self.findings.push(finding);
        self.bounded()
    }

    fn bounded(&self) -> Result<(), FormatError> {
        if self.findings.len() > self.most_findings {
            return Err(FormatError::TooManyValues { limit: self.most_findings });
        }
        Ok(())
    }

    /// An element that a signature refers to: does it have its id?
    pub(super) fn identified(&mut self, element: &Element<'a>, id: &str) {
        let has_it = element.attributes().any(|(_, attribute)| attribute.name.is("", "id") && attribute.value == id);
        for (known, right) in IDS.iter().zip(&mut self.identified) {
            *right |= *known == id && has_it;
        }
    }

    /// Each id stands once in the whole document, at its element; else a signature could mean another one.
    pub(super) fn check_ids(&mut self) {
        let said = self.gated.all_attributes().filter(|attribute| attribute.name.is("", "id"));
        let said: Vec<&str> = said.map(|attribute| attribute.value).collect();
        for (id, right) in IDS.into_iter().zip(self.identified) {
            let count = said.iter().filter(|said| **said == id).count();
            if count != 1 || !right {
                self.findings.push(Finding::block("cod.id", "").with("id", id).with("count", count));
            }
        }
    }
}
