//! What did the gate see, and where? Its own notes, so that a document that passed is told from them and not read a
//! second time.

use std::sync::Arc;

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
    /// A start tag; `tail` characters close it, `namespace` counts into the table; `bare` has nothing but its name,
    /// `prefixed` has a prefix in front of it.
    Start { tail: u8, bare: bool, prefixed: bool, namespace: u16 },
    /// An end tag, or the end of an element without content.
    End,
    /// Text that means what is written.
    Text,
    /// Text with references, other line ends or comments inside, put together once.
    Composed(u32),
}

/// The notes on one document.
#[derive(Debug, Default)]
pub struct Tape {
    pub marks: Vec<Mark>,
    pub namespaces: Vec<Arc<str>>,
    pub composed: Vec<String>,
    /// How many elements there are.
    pub elements: usize,
}

impl Tape {
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
    pub fn compose(&mut self, said: String) -> Option<Kind> {
        let at = u32::try_from(self.composed.len()).ok()?;
        self.composed.push(said);
        Some(Kind::Composed(at))
    }

    /// The place of a namespace in the table; `None` when the table is full.
    pub fn namespace(&mut self, name: &Arc<str>) -> Option<u16> {
        let known = self.namespaces.iter().rposition(|known| Arc::ptr_eq(known, name));
        let at = known.unwrap_or_else(|| {
            self.namespaces.push(Arc::clone(name));
            self.namespaces.len() - 1
        });
        u16::try_from(at).ok()
    }
}
