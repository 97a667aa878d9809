//! What stands in an element, when it is looked at as a whole and not as a row of events?

use std::ops::Range;

use crate::events::{Attribute, Name};
use crate::gate::Gated;
use crate::tape::{Mark, NONE, Placed};

/// An element of a document that passed the gate; nothing of it is copied.
#[derive(Debug, Clone, Copy)]
pub struct Element<'g> {
    gated: &'g Gated<'g>,
    placed: &'g Placed,
    at: usize,
}

/// One thing inside an element.
#[derive(Debug, Clone, Copy)]
pub enum Content<'g> {
    /// An element.
    Element(Element<'g>),
    /// A whole run of text, references resolved, line ends `\n`; runs of white space come too.
    Text(&'g str),
}

impl<'g> Element<'g> {
    pub(crate) fn at(gated: &'g Gated<'g>, at: usize) -> Option<Self> {
        match gated.tape.marks.get(at)? {
            Mark::Element(placed) => Some(Self { gated, placed, at }),
            Mark::Text { .. } | Mark::Composed { .. } => None,
        }
    }

    /// Its place among everything that the gate has noted ([`Gated::places`]); what stands in it has the places behind.
    pub fn place(&self) -> usize {
        self.at
    }

    /// The element around it.
    pub fn above(&self) -> Option<Self> {
        if self.placed.above == NONE { None } else { Self::at(self.gated, index(self.placed.above)) }
    }

    /// Its name with prefix and namespace.
    pub fn name(&self) -> Option<Name<'g>> {
        Name::of(self.gated, index(self.placed.began) + 1, self.placed.name)
    }

    /// Its name without prefix.
    pub fn local(&self) -> &'g str {
        let (from, to) = self.local_span();
        self.gated.text().get(from..to).unwrap_or_default()
    }

    fn local_span(&self) -> (usize, usize) {
        let began = index(self.placed.began) + 1;
        (began + usize::from(self.placed.name.prefix), began + usize::from(self.placed.name.length))
    }

    /// Place of its namespace among those of the document ([`Gated::namespaces`]).
    pub fn namespace(&self) -> usize {
        usize::from(self.placed.name.namespace)
    }

    /// Has it this local name in the namespace with that place?
    pub fn is(&self, namespace: usize, local: &str) -> bool {
        let (from, to) = self.local_span();
        to - from == local.len()
            && self.namespace() == namespace
            && self.gated.text().as_bytes().get(from..to) == Some(local.as_bytes())
    }

    /// Byte offsets in the gated text from its start tag to its end tag.
    pub fn span(&self) -> Range<usize> {
        index(self.placed.began)..index(self.placed.closed)
    }

    /// Its text, when it means what is written and nothing else stands in it; empty when nothing does.
    pub fn said(&self) -> Option<&'g str> {
        let Placed { is_plain, opened, closing, .. } = self.placed;
        if *is_plain { self.gated.text().get(index(*opened)..index(*closing)) } else { None }
    }

    /// Has it an attribute, namespace declarations not counted?
    pub fn has_attributes(&self) -> bool {
        self.placed.attributes != NONE
    }

    /// Its attributes in document order, each with its place among all of the document.
    pub fn attributes(&self) -> impl Iterator<Item = (usize, Attribute<'g>)> + use<'g> {
        let (gated, first) = (self.gated, index(self.placed.attributes));
        let noted = gated.tape.attributes_from(self.placed.attributes).iter().enumerate();
        noted.filter_map(move |(at, noted)| Some((first + at, Attribute::of(gated, *noted)?)))
    }

    /// The names of its attributes as written, with prefix, each with its place among all of the document.
    pub fn attribute_names(&self) -> impl Iterator<Item = (usize, &'g str)> + use<'g> {
        let (gated, first) = (self.gated, index(self.placed.attributes));
        let noted = gated.tape.attributes_from(self.placed.attributes).iter().enumerate();
        noted.filter_map(move |(at, noted)| {
            let began = index(noted.at);
            Some((first + at, gated.text().get(began..began + usize::from(noted.name.length))?))
        })
    }

    /// The place of the first thing that stands in it.
    pub fn first(&self) -> usize {
        self.at + 1
    }

    /// The place behind everything that stands in it.
    pub fn end(&self) -> usize {
        index(self.placed.next)
    }

    /// The first child at or behind the place of a child, or of none.
    pub fn child_from(&self, place: usize) -> Option<Self> {
        let (mut place, marks) = (place, &self.gated.tape.marks);
        while place < self.end() {
            if let Mark::Element(placed) = marks.get(place)? {
                return Some(Self { gated: self.gated, placed, at: place });
            }
            place += 1;
        }
        None
    }

    /// What stands in it, in document order.
    pub fn inside(&self) -> Inside<'g> {
        Inside { gated: self.gated, said: self.said().unwrap_or_default(), at: self.first(), end: self.end() }
    }

    /// Is another element of the document written byte by byte as this one, and means the same?
    pub fn is_like(&self, other: &Self) -> bool {
        let (gated, tape) = (self.gated, &self.gated.tape);
        let written = |element: &Self| gated.text().as_bytes().get(element.span());
        let marks = |element: &Self| tape.marks.get(element.at..element.end()).unwrap_or_default();
        // The same prefixes may stand for other namespaces elsewhere in the document.
        let spaces = |placed: &Placed| tape.attributes_from(placed.attributes).iter().map(|noted| noted.name.namespace);
        let means_same = |pair: (&Mark, &Mark)| match pair {
            (Mark::Element(one), Mark::Element(other)) => {
                one.name.namespace == other.name.namespace && spaces(one).eq(spaces(other))
            }
            _ => true,
        };
        written(self) == written(other) && marks(self).iter().zip(marks(other)).all(means_same)
    }

    /// All texts in it and in the elements inside, in document order.
    pub fn texts(&self) -> impl Iterator<Item = &'g str> + use<'g> {
        let (gated, own) = (self.gated, self.said());
        let marks = gated.tape.marks.get(self.first()..self.end()).unwrap_or_default().iter();
        own.into_iter().chain(marks.filter_map(|mark| text_of(gated, mark))).filter(|text| !text.is_empty())
    }
}

fn text_of<'g>(gated: &'g Gated<'g>, mark: &Mark) -> Option<&'g str> {
    match mark {
        Mark::Element(Placed { is_plain: true, opened, closing, .. }) => {
            gated.text().get(index(*opened)..index(*closing))
        }
        Mark::Element(_) => None,
        Mark::Text { began, ended } => gated.text().get(index(*began)..index(*ended)),
        Mark::Composed { said, .. } => gated.tape.composed(*said),
    }
}

/// What stands in an element, one thing after another.
#[derive(Debug, Clone)]
pub struct Inside<'g> {
    gated: &'g Gated<'g>,
    said: &'g str,
    at: usize,
    end: usize,
}

impl<'g> Iterator for Inside<'g> {
    type Item = Content<'g>;

    fn next(&mut self) -> Option<Content<'g>> {
        if !self.said.is_empty() {
            return Some(Content::Text(std::mem::take(&mut self.said)));
        }
        if self.at >= self.end {
            return None;
        }
        let mark = self.gated.tape.marks.get(self.at)?;
        if let Mark::Element(placed) = mark {
            let element = Element { gated: self.gated, placed, at: self.at };
            self.at = element.end();
            return Some(Content::Element(element));
        }
        self.at += 1;
        text_of(self.gated, mark).map(Content::Text)
    }
}

fn index(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
