//! Which elements of a gated document has somebody taken, and which are left? A mark on each, beside what the gate has
//! noted: nothing of the document is copied.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::{self, Display, Formatter};

use tamga_xml::{Content, Element, Gated};

use crate::tree::Namespaces;

/// No namespace of the document.
const NONE: usize = usize::MAX;

/// The elements of a document in a dialect.
pub(crate) struct Nodes<'a> {
    gated: &'a Gated<'a>,
    dialect: &'static Namespaces,
    /// Of each namespace of the dialect its place among those of the document.
    spaces: Vec<usize>,
    /// By the places of the document, which elements somebody took.
    taken: Vec<Cell<bool>>,
    /// Which attributes of the document somebody took.
    taken_attributes: Vec<Cell<bool>>,
}

/// A name of the dialect as it stands in the document.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'n> {
    space: usize,
    local: &'n str,
}

impl Wanted<'_> {
    fn is(&self, element: &Element<'_>) -> bool {
        element.is(self.space, self.local)
    }
}

fn shown(prefix: &str, local: &str) -> String {
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}

impl<'a> Nodes<'a> {
    /// The elements of a gated document.
    pub(crate) fn of(gated: &'a Gated<'a>, dialect: &'static Namespaces) -> Self {
        let space = |(_, known): &(&str, &str)| gated.namespaces().position(|held| held == *known).unwrap_or(NONE);
        Self {
            gated,
            dialect,
            spaces: dialect.iter().map(space).collect(),
            taken: vec![Cell::new(false); gated.places()],
            taken_attributes: vec![Cell::new(false); gated.attributes()],
        }
    }

    /// The root.
    pub(crate) fn root(&self) -> Option<Element<'a>> {
        self.gated.root()
    }

    /// A name as the dialect writes it, to be looked for.
    pub(crate) fn wanted<'n>(&self, name: &'n str) -> Wanted<'n> {
        // The root's namespace stands first and has no prefix.
        let mut spaces = self.dialect.iter().zip(&self.spaces).rev();
        let found = spaces.find_map(|((prefix, _), space)| {
            if prefix.is_empty() {
                return Some(Wanted { space: *space, local: name });
            }
            // Byte by byte: prefixes are too short for anything else.
            let is_prefix = name.bytes().zip(prefix.bytes()).all(|(byte, meant)| byte == meant);
            let is_split = is_prefix && name.as_bytes().get(prefix.len()) == Some(&b':');
            let local = if is_split { name.get(prefix.len() + 1..) } else { None };
            local.map(|local| Wanted { space: *space, local })
        });
        found.unwrap_or(Wanted { space: NONE, local: name })
    }

    /// Is it the element of the dialect with this name?
    pub(crate) fn is(&self, element: &Element<'a>, name: &str) -> bool {
        self.wanted(name).is(element)
    }

    /// Is it an element of this name in a namespace that is none of the dialect's?
    pub(crate) fn is_foreign(&self, element: &Element<'a>, name: &str, namespace: &str) -> bool {
        !self.spaces.contains(&element.namespace()) && element.name().is_some_and(|it| it.is(namespace, name))
    }

    /// The name as the dialect writes it.
    pub(crate) fn name(&self, element: &Element<'a>) -> String {
        let known = self.spaces.iter().position(|space| *space == element.namespace());
        let prefix = known.and_then(|known| self.dialect.get(known)).map_or("", |(prefix, _)| *prefix);
        shown(prefix, element.local())
    }

    /// Names from the root down, joined by slashes.
    pub(crate) fn place(&'a self, element: Element<'a>) -> Place<'a> {
        Place { nodes: self, element }
    }

    fn is_taken(&self, element: &Element<'a>) -> bool {
        self.taken.get(element.place()).is_some_and(Cell::get)
    }

    /// The first child at or behind a place that nobody took yet.
    pub(crate) fn left_from(&self, element: &Element<'a>, mut place: usize) -> Option<Element<'a>> {
        loop {
            let child = element.child_from(place)?;
            if !self.is_taken(&child) {
                return Some(child);
            }
            place = child.end();
        }
    }

    /// The first child of this name at or behind a place that nobody took yet.
    pub(crate) fn find(&self, element: &Element<'a>, mut place: usize, wanted: Wanted<'_>) -> Option<Element<'a>> {
        loop {
            let child = element.child_from(place)?;
            if wanted.is(&child) && !self.is_taken(&child) {
                return Some(child);
            }
            place = child.end();
        }
    }

    /// Marks it as taken.
    pub(crate) fn take(&self, element: &Element<'a>) {
        if let Some(taken) = self.taken.get(element.place()) {
            taken.set(true);
        }
    }

    /// Its own text.
    pub(crate) fn text(&self, element: &Element<'a>) -> Cow<'a, str> {
        if let Some(said) = element.said() {
            return Cow::Borrowed(said);
        }
        let mut own = Cow::Borrowed("");
        for content in element.inside() {
            match content {
                Content::Text(text) if own.is_empty() => own = Cow::Borrowed(text),
                Content::Text(text) => own.to_mut().push_str(text),
                Content::Element(_) => {}
            }
        }
        own
    }

    /// Everything that is said inside, with one blank between; what somebody took is left out.
    pub(crate) fn whole_text(&self, element: &Element<'a>) -> String {
        let mut said = self.text(element).trim().to_owned();
        let mut place = element.first();
        while let Some(child) = self.left_from(element, place) {
            let text = self.whole_text(&child);
            if !said.is_empty() && !text.is_empty() {
                said.push(' ');
            }
            said.push_str(&text);
            place = child.end();
        }
        said
    }

    /// Takes an attribute.
    pub(crate) fn attribute(&self, element: &Element<'a>, name: &str) -> Option<&'a str> {
        if !element.has_attributes() {
            return None;
        }
        let (place, _) = element.attribute_names().find(|(place, written)| {
            *written == name && self.taken_attributes.get(*place).is_some_and(|taken| !taken.get())
        })?;
        self.taken_attributes.get(place)?.set(true);
        self.gated.attribute_value(place)
    }

    /// Takes whichever of these attributes it has.
    pub(crate) fn take_attributes(&self, element: &Element<'a>, names: &[&str]) {
        if !element.has_attributes() {
            return;
        }
        for (place, _) in element.attribute_names().filter(|(_, written)| names.contains(written)) {
            if let Some(taken) = self.taken_attributes.get(place) {
                taken.set(true);
            }
        }
    }

    /// Names and values of attributes that nobody took.
    pub(crate) fn left_attributes(&self, element: &Element<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
        let left = |place: usize| !self.taken_attributes.get(place).is_some_and(Cell::get);
        let attributes = element.attribute_names().filter(move |(place, _)| left(*place));
        attributes.filter_map(|(place, name)| Some((name, self.gated.attribute_value(place)?)))
    }
}

/// Where an element stands; its words are made when somebody wants to read them.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    nodes: &'a Nodes<'a>,
    element: Element<'a>,
}

impl Display for Place<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let way: Vec<Element<'_>> = std::iter::successors(Some(self.element), Element::above).collect();
        for (depth, element) in way.iter().rev().enumerate() {
            write!(f, "{}{}", if depth == 0 { "" } else { "/" }, self.nodes.name(element))?;
        }
        Ok(())
    }
}
