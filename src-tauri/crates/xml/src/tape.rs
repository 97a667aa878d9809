//! What did the gate see, and where? Its own notes, so that a document that passed is told from them and not read a
//! second time.

use std::borrow::Cow;

/// One thing in the document: where it is written, and what it is.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    pub began: u32,
    pub ended: u32,
    pub kind: Kind,
}

/// What a mark stands for.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A start tag, with so many attributes; the next ones on the tape are its own.
    Start { name: Written, attributes: u16 },
    /// An end tag, or the end of an element without content.
    End,
    /// Text that means what is written.
    Text,
    /// Text with references, other line ends or comments inside, put together once.
    Composed(u32),
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
    /// Notes on a text of so many bytes; a mark for every sixteen of them is what certificates need.
    pub fn for_text(length: usize) -> Self {
        Self { marks: Vec::with_capacity(length / 16), ..Self::default() }
    }

    /// Notes one thing; `None` when its place is beyond what a mark can name.
    pub fn note(&mut self, began: usize, ended: usize, kind: Kind) -> Option<()> {
        self.marks.push(Mark { began: u32::try_from(began).ok()?, ended: u32::try_from(ended).ok()?, kind });
        Some(())
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
