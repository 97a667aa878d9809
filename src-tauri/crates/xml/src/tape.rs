//! What did the gate see, and where? Its own notes, so that a document that passed is told from them and not read a
//! second time. One note for each element, with where it ends: nearly all of them hold a text and nothing else.

use std::borrow::Cow;

/// No place.
pub const NONE: u32 = u32::MAX;

/// One thing in the document, in document order.
#[derive(Debug, Clone, Copy)]
pub enum Mark {
    /// An element; what stands in it follows.
    Element(Placed),
    /// Text that means what is written, beside other things in its element.
    Text { began: u32, ended: u32 },
    /// Text with references, other line ends or comments inside, put together once.
    Composed { began: u32, ended: u32, said: u32 },
}

/// An element, where it is written.
#[derive(Debug, Clone, Copy)]
pub struct Placed {
    pub name: Written,
    /// Between its tags stands nothing but text that means what is written, or nothing at all.
    pub is_plain: bool,
    /// Where its start tag begins.
    pub began: u32,
    /// Where its start tag ends.
    pub opened: u32,
    /// Where its end tag begins; without content the end of the only tag.
    pub closing: u32,
    /// Where its end tag ends.
    pub closed: u32,
    /// The element around it.
    pub above: u32,
    /// The mark behind everything that stands in it.
    pub next: u32,
    /// Its first attribute among all of the document.
    pub attributes: u32,
}

/// A qualified name as it stands in the document: how long it is, how much of that is prefix and colon, and the number
/// of the namespace.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    pub length: u16,
    pub prefix: u16,
    pub namespace: u16,
}

impl Written {
    /// A name of a length with so much of it prefix and colon; `None` when it is too long to be noted.
    pub fn of(length: usize, prefix: usize) -> Option<Self> {
        Some(Self { length: u16::try_from(length).ok()?, prefix: u16::try_from(prefix).ok()?, namespace: 0 })
    }
}

/// An attribute that is no namespace declaration.
#[derive(Debug, Clone, Copy)]
pub struct Noted {
    pub at: u32,
    pub name: Written,
    /// No other one of the same element follows.
    pub is_last: bool,
    pub value: Value,
}

/// The value of an attribute.
#[derive(Debug, Clone, Copy)]
pub enum Value {
    /// It means what is written there.
    Plain { at: u32, length: u32 },
    /// It has references or white space that had to be put in order.
    Composed(u32),
}

/// The notes on one document.
#[derive(Debug, Default)]
pub struct Tape<'a> {
    pub marks: Vec<Mark>,
    pub attributes: Vec<Noted>,
    /// The namespaces that were declared, each once; the first is none at all.
    pub namespaces: Vec<Cow<'a, str>>,
    pub composed: Vec<String>,
    /// How many elements there are.
    pub elements: usize,
}

impl Tape<'_> {
    /// Notes on a text of so many bytes; a mark for every thirty-two of them is what certificates need, and an attribute
    /// for every two hundred and fifty-six.
    pub fn for_text(length: usize) -> Self {
        let (marks, attributes) = (Vec::with_capacity(length / 32), Vec::with_capacity(length / 256));
        Self { marks, attributes, ..Self::default() }
    }

    /// The place of the next mark; there are fewer of them than bytes.
    pub fn next(&self) -> u32 {
        u32::try_from(self.marks.len()).unwrap_or(NONE)
    }

    /// An element by the place of its mark.
    pub fn element_mut(&mut self, at: u32) -> Option<&mut Placed> {
        match self.marks.get_mut(usize::try_from(at).ok()?)? {
            Mark::Element(placed) => Some(placed),
            Mark::Text { .. } | Mark::Composed { .. } => None,
        }
    }

    /// The attributes of one element, the first of which stands at a place.
    pub fn attributes_from(&self, first: u32) -> &[Noted] {
        if first == NONE {
            return &[];
        }
        let rest = usize::try_from(first).ok().and_then(|first| self.attributes.get(first..)).unwrap_or_default();
        let last = rest.iter().position(|noted| noted.is_last).unwrap_or_default();
        rest.get(..=last).unwrap_or_default()
    }

    /// Keeps a text that had to be put together; `None` when there are more than can be counted.
    pub fn compose(&mut self, said: String) -> Option<u32> {
        let at = u32::try_from(self.composed.len()).ok()?;
        self.composed.push(said);
        Some(at)
    }

    /// A text that was put together.
    pub fn composed(&self, at: u32) -> Option<&str> {
        self.composed.get(usize::try_from(at).ok()?).map(String::as_str)
    }
}
