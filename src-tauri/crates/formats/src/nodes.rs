//! What stands in a gated document? A flat list of nodes that borrow from it, with a mark on each that somebody took.
//!
//! One list instead of a tree of owned elements: most of a document is names, which nobody keeps, and a long one would
//! cost several allocations for each of its elements.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::{self, Display, Formatter};

use tamga_xml::{Attribute, Event, Gated, Start};

use crate::error::FormatError;
use crate::tree::Namespaces;

/// No node.
const NONE: u32 = u32::MAX;

/// The nodes of a document in a dialect, in document order; the root stands first.
pub(crate) struct Nodes<'a> {
    gated: &'a Gated<'a>,
    dialect: &'static Namespaces,
    list: Vec<Node<'a>>,
    /// Which attributes of the document somebody took.
    taken: Vec<Cell<bool>>,
}

struct Node<'a> {
    local: &'a str,
    space: Space,
    text: Cow<'a, str>,
    above: u32,
    /// Its first child that nobody took, as far as is known.
    first: Cell<u32>,
    next: u32,
    /// Where its attributes begin, and how many they are.
    attributes: (u32, u16),
    taken: Cell<bool>,
}

/// A place among the namespaces of the dialect, or among those of the document that the dialect does not know.
#[derive(Clone, Copy, PartialEq)]
enum Space {
    Known(u16),
    Foreign(u16),
}

fn is_named(prefix: &str, local: &str, name: &str) -> bool {
    if prefix.is_empty() {
        return local == name;
    }
    name.len() == prefix.len() + 1 + local.len()
        && name.strip_suffix(local).and_then(|rest| rest.strip_suffix(':')) == Some(prefix)
}

fn shown(prefix: &str, local: &str) -> String {
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}

impl<'a> Nodes<'a> {
    /// The nodes of a gated document.
    ///
    /// # Errors
    /// `TooManyValues` when there are more than can be counted.
    pub(crate) fn read(gated: &'a Gated<'a>, dialect: &'static Namespaces) -> Result<Self, FormatError> {
        let too_many = || FormatError::TooManyValues { limit: index(NONE) };
        let space = |(number, namespace): (usize, &str)| match dialect.iter().position(|(_, known)| *known == namespace)
        {
            Some(known) => u16::try_from(known).ok().map(Space::Known),
            None => u16::try_from(number).ok().map(Space::Foreign),
        };
        let spaces: Option<Vec<Space>> = gated.namespaces().enumerate().map(space).collect();
        let spaces = spaces.ok_or_else(too_many)?;
        let list = Vec::with_capacity(gated.elements());
        let mut nodes = Self { gated, dialect, list, taken: vec![Cell::new(false); gated.attributes()] };
        // Of every open element its place and that of its last child so far.
        let mut open: Vec<(u32, u32)> = Vec::new();
        for event in gated.events() {
            match event {
                Event::Start(start) => {
                    let space = *spaces.get(start.name.number).ok_or_else(too_many)?;
                    let above = open.last().map_or(NONE, |(above, _)| *above);
                    let at = nodes.add(&start, space, above).ok_or_else(too_many)?;
                    if let Some((above, last)) = open.last_mut() {
                        nodes.link(*above, *last, at);
                        *last = at;
                    }
                    open.push((at, NONE));
                }
                Event::Text(text) => {
                    let node = open.last().and_then(|(at, _)| nodes.list.get_mut(index(*at)));
                    if let Some(node) = node {
                        if node.text.is_empty() { node.text = text.into() } else { node.text.to_mut().push_str(text) }
                    }
                }
                Event::End => {
                    open.pop();
                }
            }
        }
        Ok(nodes)
    }

    fn add(&mut self, start: &Start<'a>, space: Space, above: u32) -> Option<u32> {
        let places = start.attribute_places();
        let attributes = (u32::try_from(places.start).ok()?, u16::try_from(places.len()).ok()?);
        let at = u32::try_from(self.list.len()).ok().filter(|at| *at != NONE)?;
        self.list.push(Node {
            local: start.name.local,
            space,
            text: Cow::Borrowed(""),
            above,
            first: Cell::new(NONE),
            next: NONE,
            attributes,
            taken: Cell::new(false),
        });
        Some(at)
    }

    fn link(&mut self, above: u32, last: u32, at: u32) {
        let before = if last == NONE { above } else { last };
        if let Some(node) = self.list.get_mut(index(before)) {
            if last == NONE { node.first.set(at) } else { node.next = at }
        }
    }

    fn node(&self, at: u32) -> Option<&Node<'a>> {
        self.list.get(index(at))
    }

    fn prefix(&self, known: u16) -> &'static str {
        self.dialect.get(usize::from(known)).map_or("", |(prefix, _)| *prefix)
    }

    /// Does the document begin with this element of the dialect?
    pub(crate) fn begins_with(&self, name: &str) -> bool {
        self.is(0, name)
    }

    /// The name it begins with.
    pub(crate) fn first_name(&self) -> String {
        self.name(0)
    }

    /// Is it an element of the dialect with this name?
    pub(crate) fn is(&self, at: u32, name: &str) -> bool {
        self.node(at).is_some_and(|node| match node.space {
            Space::Known(known) => is_named(self.prefix(known), node.local, name),
            Space::Foreign(_) => false,
        })
    }

    /// Is it an element of this name in a namespace that is none of the dialect's?
    pub(crate) fn is_foreign(&self, at: u32, name: &str, namespace: &str) -> bool {
        self.node(at).is_some_and(|node| match node.space {
            Space::Foreign(held) => {
                node.local == name && self.gated.namespaces().nth(usize::from(held)) == Some(namespace)
            }
            Space::Known(_) => false,
        })
    }

    /// The name as the dialect writes it.
    pub(crate) fn name(&self, at: u32) -> String {
        self.node(at).map_or_else(String::new, |node| match node.space {
            Space::Known(known) => shown(self.prefix(known), node.local),
            Space::Foreign(_) => node.local.to_owned(),
        })
    }

    /// Names from the root down, joined by slashes.
    pub(crate) fn place(&'a self, at: u32) -> Place<'a> {
        Place { nodes: self, at }
    }

    /// Children that nobody took yet, in order.
    pub(crate) fn left(&self, at: u32) -> impl Iterator<Item = u32> {
        let first = self.node(at).map(|node| &node.first);
        // Most children are taken in the order in which they stand: who was taken is not passed again.
        while let Some(first) = first
            && let Some(node) = self.node(first.get())
            && node.taken.get()
        {
            first.set(node.next);
        }
        let mut next = first.map_or(NONE, Cell::get);
        std::iter::from_fn(move || {
            loop {
                let (here, node) = (next, self.node(next)?);
                next = node.next;
                if !node.taken.get() {
                    return Some(here);
                }
            }
        })
    }

    /// Has it neither attributes nor children?
    pub(crate) fn is_bare(&self, at: u32) -> bool {
        self.node(at).is_some_and(|node| node.attributes.1 == 0 && node.first.get() == NONE)
    }

    /// Marks it as taken.
    pub(crate) fn take(&self, at: u32) {
        if let Some(node) = self.node(at) {
            node.taken.set(true);
        }
    }

    /// Its own text.
    pub(crate) fn text(&self, at: u32) -> &str {
        self.node(at).map_or("", |node| &node.text)
    }

    /// Everything that is said inside, with one blank between; what somebody took is left out.
    pub(crate) fn whole_text(&self, at: u32) -> String {
        let mut said = self.text(at).trim().to_owned();
        for child in self.left(at) {
            let text = self.whole_text(child);
            if !said.is_empty() && !text.is_empty() {
                said.push(' ');
            }
            said.push_str(&text);
        }
        said
    }

    fn attributes(&self, at: u32) -> impl Iterator<Item = (&Cell<bool>, Attribute<'_>)> {
        let (from, count) = self.node(at).map_or((0, 0), |node| node.attributes);
        let places = index(from)..index(from) + usize::from(count);
        places.filter_map(|place| Some((self.taken.get(place)?, self.gated.attribute(place)?)))
    }

    /// Takes an attribute.
    pub(crate) fn attribute(&self, at: u32, name: &str) -> Option<&str> {
        let is_it = |attribute: &Attribute| is_named(attribute.name.prefix, attribute.name.local, name);
        let (taken, attribute) = self.attributes(at).find(|(taken, it)| !taken.get() && is_it(it))?;
        taken.set(true);
        Some(attribute.value)
    }

    /// Takes whichever of these attributes it has.
    pub(crate) fn take_attributes(&self, at: u32, names: &[&str]) {
        for (taken, attribute) in self.attributes(at) {
            let is_it = |name: &&str| is_named(attribute.name.prefix, attribute.name.local, name);
            taken.set(taken.get() || names.iter().any(is_it));
        }
    }

    /// Names and values of attributes that nobody took.
    pub(crate) fn left_attributes(&self, at: u32) -> impl Iterator<Item = (String, &str)> {
        let left = self.attributes(at).filter(|(taken, _)| !taken.get());
        left.map(|(_, attribute)| (shown(attribute.name.prefix, attribute.name.local), attribute.value))
    }
}

/// Where an element stands; its words are made when somebody wants to read them.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    nodes: &'a Nodes<'a>,
    at: u32,
}

impl Display for Place<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut way: Vec<u32> = Vec::new();
        let mut here = self.at;
        while let Some(node) = self.nodes.node(here) {
            way.push(here);
            here = node.above;
        }
        for (depth, at) in way.iter().rev().enumerate() {
            write!(f, "{}{}", if depth == 0 { "" } else { "/" }, self.nodes.name(*at))?;
        }
        Ok(())
    }
}

fn index(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
