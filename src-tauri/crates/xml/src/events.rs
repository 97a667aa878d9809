//! What stands in a document that passed the gate, one thing after another; nothing is copied on the way.

use crate::gate::Gated;
use crate::tape::{Mark, Noted, Placed, Value, Written};

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

    pub(crate) fn of(gated: &'g Gated<'_>, at: usize, written: Written) -> Option<Self> {
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
        Some(Self { name, value: noted.value.of(gated)? })
    }
}

impl Value {
    pub(crate) fn of<'g>(self, gated: &'g Gated<'_>) -> Option<&'g str> {
        match self {
            Self::Plain { at, length } => {
                let at = usize::try_from(at).ok()?;
                gated.text().get(at..at + usize::try_from(length).ok()?)
            }
            Self::Composed(at) => gated.tape.composed(at),
        }
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
    attributes: u32,
}

impl<'g> Start<'g> {
    /// The value of an attribute without a namespace.
    pub fn attribute(&self, local: &str) -> Option<&'g str> {
        self.attributes().find(|attribute| attribute.name.is("", local)).map(|attribute| attribute.value)
    }

    /// Its attributes, in document order.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'g>> + use<'g> {
        let gated = self.gated;
        gated.tape.attributes_from(self.attributes).iter().filter_map(|noted| Attribute::of(gated, *noted))
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
    /// The next mark.
    at: u32,
    open: Vec<&'g Placed>,
    /// The text of the innermost element is still to be told.
    is_said: bool,
    began: u32,
    ended: u32,
}

impl<'g> Events<'g> {
    pub(crate) fn new(gated: &'g Gated<'g>) -> Self {
        Self { gated, at: 0, open: Vec::with_capacity(16), is_said: true, began: 0, ended: 0 }
    }

    /// Byte offset, in the gated text, at which the last delivered event begins.
    pub fn offset(&self) -> usize {
        usize::try_from(self.began).unwrap_or(usize::MAX)
    }

    /// Byte offset, in the gated text, just after the last delivered event.
    pub fn end_offset(&self) -> usize {
        usize::try_from(self.ended).unwrap_or(usize::MAX)
    }

    fn written(&self) -> Option<&'g str> {
        self.gated.text().get(self.offset()..self.end_offset())
    }
}

impl<'g> Iterator for Events<'g> {
    type Item = Event<'g>;

    fn next(&mut self) -> Option<Event<'g>> {
        if let Some(placed) = self.open.last() {
            if !self.is_said {
                self.is_said = true;
                (self.began, self.ended) = (placed.opened, placed.closing);
                return self.written().map(Event::Text);
            }
            if placed.next == self.at {
                (self.began, self.ended) = (placed.closing, placed.closed);
                if placed.closed == placed.opened {
                    // The end of an element without content is its only tag.
                    self.began = placed.began;
                }
                self.open.pop();
                return Some(Event::End);
            }
        }
        let mark = self.gated.tape.marks.get(usize::try_from(self.at).ok()?)?;
        self.at += 1;
        match mark {
            Mark::Element(placed) => {
                (self.began, self.ended) = (placed.began, placed.opened);
                self.open.push(placed);
                self.is_said = !placed.is_plain || placed.opened == placed.closing;
                Some(Event::Start(Start {
                    name: Name::of(self.gated, self.offset() + 1, placed.name)?,
                    depth: self.open.len(),
                    gated: self.gated,
                    attributes: placed.attributes,
                }))
            }
            Mark::Text { began, ended } => {
                (self.began, self.ended) = (*began, *ended);
                self.written().map(Event::Text)
            }
            Mark::Composed { began, ended, said } => {
                (self.began, self.ended) = (*began, *ended);
                self.gated.tape.composed(*said).map(Event::Text)
            }
        }
    }
}
