//! What stands in a gated document? A flat list of nodes that borrow from it, with a mark on each that somebody took.
//!
//! One list instead of a tree of owned elements: most of a document is names, which nobody keeps, and a long one would
//! cost several allocations for each of its elements.

use std::borrow::Cow;
use std::cell::Cell;

use tamga_xml::{Event, Gated, Start};

use crate::error::FormatError;
use crate::tree::Namespaces;

/// No node.
const NONE: u32 = u32::MAX;

/// The nodes of a document in a dialect, in document order; the root stands first.
pub(crate) struct Nodes<'a> {
    dialect: &'static Namespaces,
    list: Vec<Node<'a>>,
    attributes: Vec<Attribute<'a>>,
    /// Namespaces that are none of the dialect's.
    foreign: Vec<String>,
}

struct Node<'a> {
    local: &'a str,
    space: Space,
    text: Cow<'a, str>,
    above: u32,
    first: u32,
    next: u32,
    /// Where its attributes begin, and how many they are.
    attributes: (u32, u16),
    taken: Cell<bool>,
}

/// A place among the namespaces of the dialect, or among the foreign ones.
#[derive(Clone, Copy, PartialEq)]
enum Space {
    Known(u16),
    Foreign(u16),
}

struct Attribute<'a> {
    prefix: &'a str,
    local: &'a str,
    value: Cow<'a, str>,
    taken: Cell<bool>,
}

impl Attribute<'_> {
    fn is(&self, name: &str) -> bool {
        is_named(self.prefix, self.local, name)
    }
}

fn is_named(prefix: &str, local: &str, name: &str) -> bool {
    if prefix.is_empty() {
        return local == name;
    }
    name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(':')) == Some(local)
}

fn shown(prefix: &str, local: &str) -> String {
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}

impl<'a> Nodes<'a> {
    /// The nodes of a gated document.
    ///
    /// # Errors
    /// `TooManyValues` when there are more than can be counted.
    pub(crate) fn read(gated: &Gated<'a>, dialect: &'static Namespaces) -> Result<Self, FormatError> {
        let list = Vec::with_capacity(gated.elements());
        let mut nodes = Self { dialect, list, attributes: Vec::new(), foreign: Vec::new() };
        // Of every open element its place and that of its last child so far.
        let mut open: Vec<(u32, u32)> = Vec::new();
        for event in gated.events() {
            match event {
                Event::Start(start) => {
                    let at = nodes.add(start, open.last().map_or(NONE, |(above, _)| *above))?;
                    if let Some((above, last)) = open.last_mut() {
                        nodes.link(*above, *last, at);
                        *last = at;
                    }
                    open.push((at, NONE));
                }
                Event::Text(text) => {
                    let node = open.last().and_then(|(at, _)| nodes.list.get_mut(index(*at)));
                    if let Some(node) = node {
                        if node.text.is_empty() { node.text = text } else { node.text.to_mut().push_str(&text) }
                    }
                }
                Event::End => {
                    open.pop();
                }
            }
        }
        Ok(nodes)
    }

    fn add(&mut self, start: Start<'a>, above: u32) -> Result<u32, FormatError> {
        let too_many = || FormatError::TooManyValues { limit: index(NONE) };
        let Start { name, attributes, .. } = start;
        let known = self.dialect.iter().position(|(_, known)| **known == *name.namespace);
        let space = match known {
            Some(at) => Space::Known(u16::try_from(at).map_err(|_| too_many())?),
            None => {
                let held = self.foreign.iter().position(|held| **held == *name.namespace);
                let at = held.unwrap_or_else(|| {
                    self.foreign.push(name.namespace.to_string());
                    self.foreign.len() - 1
                });
                Space::Foreign(u16::try_from(at).map_err(|_| too_many())?)
            }
        };
        let from = u32::try_from(self.attributes.len()).map_err(|_| too_many())?;
        let count = u16::try_from(attributes.len()).map_err(|_| too_many())?;
        self.attributes.extend(attributes.into_iter().map(|attribute| Attribute {
            prefix: attribute.name.prefix,
            local: attribute.name.local,
            value: attribute.value,
            taken: Cell::new(false),
        }));
        let at = u32::try_from(self.list.len()).ok().filter(|at| *at != NONE).ok_or_else(too_many)?;
        let text = Cow::Borrowed("");
        let (local, attributes) = (name.local, (from, count));
        self.list.push(Node {
            local,
            space,
            text,
            above,
            first: NONE,
            next: NONE,
            attributes,
            taken: Cell::new(false),
        });
        Ok(at)
    }

    fn link(&mut self, above: u32, last: u32, at: u32) {
        let before = if last == NONE { above } else { last };
        if let Some(node) = self.list.get_mut(index(before)) {
            if last == NONE { node.first = at } else { node.next = at }
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
                node.local == name && self.foreign.get(usize::from(held)).is_some_and(|held| held == namespace)
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
    pub(crate) fn place(&self, at: u32) -> String {
        let mut names = Vec::new();
        let mut here = at;
        while let Some(node) = self.node(here) {
            names.push(self.name(here));
            here = node.above;
        }
        names.reverse();
        names.join("/")
    }

    /// Children that nobody took yet, in order.
    pub(crate) fn left(&self, at: u32) -> impl Iterator<Item = u32> {
        let mut next = self.node(at).map_or(NONE, |node| node.first);
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

    fn attributes(&self, at: u32) -> impl Iterator<Item = &Attribute<'a>> {
        let (from, count) = self.node(at).map_or((0, 0), |node| node.attributes);
        let from = index(from);
        let held = self.attributes.get(from..from + usize::from(count)).unwrap_or_default();
        held.iter().filter(|attribute| !attribute.taken.get())
    }

    /// Takes an attribute.
    pub(crate) fn attribute(&self, at: u32, name: &str) -> Option<&str> {
        let attribute = self.attributes(at).find(|attribute| attribute.is(name))?;
        attribute.taken.set(true);
        Some(&attribute.value)
    }

    /// Names and values of attributes that nobody took.
    pub(crate) fn left_attributes(&self, at: u32) -> impl Iterator<Item = (String, &str)> {
        self.attributes(at).map(|attribute| (shown(attribute.prefix, attribute.local), &*attribute.value))
    }
}

fn index(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
