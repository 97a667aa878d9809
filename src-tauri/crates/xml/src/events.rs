//! What stands in a document that passed the gate, one thing after another; nothing is copied on the way.

use std::ops::Range;

use crate::gate::Gated;
use crate::tape::{Kind, Mark, Noted, Value, Written};

/// A name with its namespace resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'g> {
    /// Namespace name; empty when there is none.
    pub namespace: &'g str,
    /// Local part.
    pub local: &'g str,
    /// Prefix as written; empty when there is none.
    pub prefix: &'g str,
    /// Place of the namespace among those of the document ([`Gated::namespaces`]).
    pub number: usize,
}

impl<'g> Name<'g> {
    /// Is it this name in this namespace?
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.local == local && self.namespace == namespace
    }

    fn of(gated: &'g Gated<'_>, at: usize, written: Written) -> Option<Self> {
        let Written { length, prefix, namespace } = written;
        let name = gated.text().get(at..at + usize::from(length))?;
        let number = usize::from(namespace);
        Some(Self {
            namespace: gated.tape.namespaces.get(number)?,
            local: name.get(usize::from(prefix)..)?,
            prefix: name.get(..usize::from(prefix).saturating_sub(1))?,
            number,
        })
    }
}

/// One attribute; namespace declarations are not attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute<'g> {
    /// Its name.
    pub name: Name<'g>,
    /// Its value, references resolved and white space normalised.
    pub value: &'g str,
}

impl<'g> Attribute<'g> {
    // What cannot be told cannot occur: the gate has seen the very same bytes to their end.
    pub(crate) fn of(gated: &'g Gated<'_>, noted: Noted) -> Option<Self> {
        let name = Name::of(gated, usize::try_from(noted.at).ok()?, noted.name)?;
        let value = match noted.value {
            Value::Plain { at, length } => {
                let at = usize::try_from(at).ok()?;
                gated.text().get(at..at + usize::try_from(length).ok()?)?
            }
            Value::Composed(at) => gated.tape.composed(at)?,
        };
        Some(Self { name, value })
    }
}

/// The start of an element.
#[derive(Debug, Clone)]
pub struct Start<'g> {
    /// Its name.
    pub name: Name<'g>,
    /// Level of nesting; the root is 1.
    pub depth: usize,
    gated: &'g Gated<'g>,
    attributes: Range<usize>,
}

impl<'g> Start<'g> {
    /// The value of an attribute without a namespace.
    pub fn attribute(&self, local: &str) -> Option<&'g str> {
        self.attributes().find(|attribute| attribute.name.is("", local)).map(|attribute| attribute.value)
    }

    /// Its attributes, in document order.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'g>> + use<'g> {
        let gated = self.gated;
        let noted = gated.tape.attributes.get(self.attributes.clone()).unwrap_or_default();
        noted.iter().filter_map(|noted| Attribute::of(gated, *noted))
    }

    /// Places of its attributes among all of the document ([`Gated::attribute`]).
    pub fn attribute_places(&self) -> Range<usize> {
        self.attributes.clone()
    }
}

/// One thing in the document. Every `Start` has its `End`, also when written `<a/>`.
#[derive(Debug, Clone)]
pub enum Event<'g> {
    /// An element begins.
    Start(Start<'g>),
    /// The innermost open element ends.
    End,
    /// A whole run of text inside an element, references resolved, line ends `\n`; runs of white space come too.
    Text(&'g str),
}

/// The events of a gated document, in order, told from the notes that the gate took on its one pass.
#[derive(Debug)]
pub struct Events<'g> {
    gated: &'g Gated<'g>,
    marks: std::slice::Iter<'g, Mark>,
    attributes: usize,
    depth: usize,
    began: usize,
    ended: usize,
}

impl<'g> Events<'g> {
    pub(crate) fn new(gated: &'g Gated<'g>) -> Self {
        Self { gated, marks: gated.tape.marks.iter(), attributes: 0, depth: 0, began: 0, ended: 0 }
    }

    /// Byte offset, in the gated text, at which the last delivered event begins.
    pub fn offset(&self) -> usize {
        self.began
    }

    /// Byte offset, in the gated text, just after the last delivered event.
    pub fn end_offset(&self) -> usize {
        self.ended
    }
}

impl<'g> Iterator for Events<'g> {
    type Item = Event<'g>;

    fn next(&mut self) -> Option<Event<'g>> {
        let mark = *self.marks.next()?;
        (self.began, self.ended) = (usize::try_from(mark.began).ok()?, usize::try_from(mark.ended).ok()?);
        Some(match mark.kind {
            Kind::Start { name, attributes } => {
                let from = self.attributes;
                self.attributes += usize::from(attributes);
                self.depth += 1;
                Event::Start(Start {
                    name: Name::of(self.gated, self.began + 1, name)?,
                    depth: self.depth,
                    gated: self.gated,
                    attributes: from..self.attributes,
                })
            }
            Kind::End => {
                self.depth = self.depth.checked_sub(1)?;
                Event::End
            }
            Kind::Text => Event::Text(self.gated.text().get(self.began..self.ended)?),
            Kind::Composed(at) => Event::Text(self.gated.tape.composed(at)?),
        })
    }
}
