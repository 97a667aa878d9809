//! What stands in a document that passed the gate, one thing after another.

use std::borrow::Cow;
use std::sync::Arc;

use crate::bindings::{Bindings, declared_prefix};
use crate::chars::is_space_byte;
use crate::limits::Limits;
use crate::tag::{Written, attributes};
use crate::tape::{Kind, Tape};

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

/// The events of a gated document, in order, told from the notes that the gate took on its one pass.
#[derive(Debug)]
pub struct Events<'a> {
    text: &'a str,
    limits: Limits,
    tape: Arc<Tape>,
    next: usize,
    bound: Bindings<'a>,
    open: Vec<usize>,
    began: usize,
    ended: usize,
}

impl<'a> Events<'a> {
    pub(crate) fn new(text: &'a str, limits: Limits, tape: Arc<Tape>) -> Self {
        let (bound, open) = (Bindings::default(), Vec::new());
        Self { text, limits, tape, next: 0, bound, open, began: 0, ended: 0 }
    }

    /// Byte offset, in the gated bytes, at which the last delivered event begins.
    pub fn offset(&self) -> usize {
        self.began
    }

    /// Byte offset, in the gated bytes, just after the last delivered event.
    pub fn end_offset(&self) -> usize {
        self.ended
    }

    fn start(&mut self, tag: &'a str, bare: bool, prefixed: bool, namespace: u16) -> Option<Start<'a>> {
        self.open.push(self.bound.len());
        let namespace = Arc::clone(self.tape.namespaces.get(usize::from(namespace))?);
        let cut = if bare { tag.len() } else { tag.bytes().position(is_space_byte).unwrap_or(tag.len()) };
        let (name, rest) = tag.split_at_checked(cut)?;
        let (prefix, local) = if prefixed { name.split_once(':')? } else { ("", name) };
        let mut start =
            Start { name: Name { namespace, local, prefix }, attributes: Vec::new(), depth: self.open.len() };
        if bare {
            return Some(start);
        }
        let written = attributes(rest, self.began, &self.limits).ok()?;
        self.bound.declare(&written);
        for Written { name, value } in written {
            if declared_prefix(name).is_none() {
                start.attributes.push(Attribute { name: self.bound.attribute(name)?, value });
            }
        }
        Some(start)
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = Event<'a>;

    // What cannot be told cannot occur: the gate has seen the very same bytes to their end.
    fn next(&mut self) -> Option<Event<'a>> {
        let mark = *self.tape.marks.get(self.next)?;
        self.next += 1;
        (self.began, self.ended) = (usize::try_from(mark.began).ok()?, usize::try_from(mark.ended).ok()?);
        Some(match mark.kind {
            Kind::Start { tail, bare, prefixed, namespace } => {
                let tag = self.text.get(self.began + 1..self.ended.checked_sub(usize::from(tail))?)?;
                Event::Start(self.start(tag, bare, prefixed, namespace)?)
            }
            Kind::End => {
                self.bound.truncate(self.open.pop()?);
                Event::End
            }
            Kind::Text => Event::Text(Cow::Borrowed(self.text.get(self.began..self.ended)?)),
            Kind::Composed(at) => Event::Text(Cow::Owned(self.tape.composed.get(usize::try_from(at).ok()?)?.clone())),
        })
    }
}
