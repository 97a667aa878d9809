//! What stands in a document that passed the gate, one thing after another.

use std::borrow::Cow;
use std::sync::Arc;

use crate::scan::Scan;

/// A name with its namespace resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name<'a> {
    /// Namespace name; empty when there is none.
    pub namespace: Arc<str>,
    /// Local part.
    pub local: &'a str,
    /// Prefix as written; empty when there is none.
    pub prefix: &'a str,
}

impl Name<'_> {
    /// Is it this name in this namespace?
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.local == local && &*self.namespace == namespace
    }
}

/// One attribute; namespace declarations are not attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// Its name.
    pub name: Name<'a>,
    /// Its value, references resolved and white space normalised.
    pub value: Cow<'a, str>,
}

/// The start of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start<'a> {
    /// Its name.
    pub name: Name<'a>,
    /// Its attributes, in document order.
    pub attributes: Vec<Attribute<'a>>,
    /// Level of nesting; the root is 1.
    pub depth: usize,
}

impl Start<'_> {
    /// The value of an attribute without a namespace.
    pub fn attribute(&self, local: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.name.is("", local)).map(|attribute| &*attribute.value)
    }
}

/// One thing in the document. Every `Start` has its `End`, also when written `<a/>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event<'a> {
    /// An element begins.
    Start(Start<'a>),
    /// The innermost open element ends.
    End,
    /// A whole run of text inside an element, references resolved, line ends `\n`; runs of white space come too.
    Text(Cow<'a, str>),
}

/// The events of a gated document, in order.
///
/// The gate has run the very same scanner over the very same bytes to its end, so nothing can fail any more.
#[derive(Debug)]
pub struct Events<'a> {
    scan: Scan<'a>,
}

impl<'a> Events<'a> {
    pub(crate) fn new(scan: Scan<'a>) -> Self {
        Self { scan }
    }

    /// Byte offset, in the gated bytes, at which the last delivered event begins.
    pub fn offset(&self) -> usize {
        self.scan.began()
    }

    /// Byte offset, in the gated bytes, just after the last delivered event.
    pub fn end_offset(&self) -> usize {
        self.scan.ended()
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        self.scan.step().ok().flatten()
    }
}
