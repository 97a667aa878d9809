//! Which namespace does a prefix stand for here? The declarations of the elements that are open, innermost last.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::chars::is_ncname;
use crate::tape::Written;

pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
pub const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// The number of no namespace.
const NONE: u16 = 0;

/// The prefix that an attribute declares (empty for the default namespace); `None` when it is an ordinary one.
pub fn declared_prefix(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("xmlns")?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix(':') }
}

/// Names are told apart by so many bytes at their beginning before they are compared as a whole.
const HEAD: usize = size_of::<u64>();
/// In shorter documents too few names come again.
const LONG: usize = 8 * 1024;
/// So many heads have a place of their own, each for two names.
const PLACES: usize = 32;

/// The name of an element that was met before.
#[derive(Debug, Clone, Copy)]
struct Known<'a> {
    name: &'a str,
    written: Written,
    /// What was bound when it was met.
    era: u32,
}

/// What is bound, and every namespace ever declared with its number.
#[derive(Debug)]
pub struct Bindings<'a> {
    bound: Vec<(&'a str, u16)>,
    numbers: BTreeMap<Cow<'a, str>, u16>,
    /// The default namespace.
    default: u16,
    /// Counts the changes of what is bound; there are fewer of them than bytes.
    era: u32,
    /// Names of elements met before: a long document has few of them, and each again and again. Empty for a short one.
    known: Vec<[Option<Known<'a>>; 2]>,
}

impl Bindings<'_> {
    /// Nothing is bound yet in a document of so many bytes.
    pub fn for_text(length: usize) -> Self {
        let numbers = [(Cow::Borrowed(""), NONE), (Cow::Borrowed(XML), 1)].into();
        let known = if length < LONG { Vec::new() } else { vec![[None; 2]; PLACES] };
        Self { bound: vec![("xml", 1)], numbers, default: NONE, era: 0, known }
    }
}

impl<'a> Bindings<'a> {
    pub fn len(&self) -> usize {
        self.bound.len()
    }

    pub fn truncate(&mut self, length: usize) {
        if length < self.bound.len() {
            self.bound.truncate(length);
            self.era += 1;
            self.default = self.of("").unwrap_or(NONE);
        }
    }

    /// Takes in one declaration; `None` when there are more namespaces than can be counted.
    pub fn declare(&mut self, prefix: &'a str, namespace: Cow<'a, str>) -> Option<()> {
        let number = match self.numbers.get(&namespace) {
            Some(number) => *number,
            None => {
                let number = u16::try_from(self.numbers.len()).ok()?;
                self.numbers.insert(namespace, number);
                number
            }
        };
        self.bound.push((prefix, number));
        self.era += 1;
        if prefix.is_empty() {
            self.default = number;
        }
        Some(())
    }

    /// The namespaces by their numbers.
    pub fn into_namespaces(self) -> Vec<Cow<'a, str>> {
        let mut all: Vec<_> = self.numbers.into_iter().collect();
        all.sort_unstable_by_key(|(_, number)| *number);
        all.into_iter().map(|(namespace, _)| namespace).collect()
    }

    fn of(&self, prefix: &str) -> Option<u16> {
        self.bound.iter().rev().find(|(bound, _)| *bound == prefix).map(|(_, number)| *number)
    }

    /// The name with which a start tag begins, when one like it was met before, it means the same still and nothing but
    /// `>` stands behind it.
    #[inline]
    pub fn known(&self, tag: &[u8]) -> Option<(&'a str, Written)> {
        if self.known.is_empty() {
            return None;
        }
        let place = self.known.get(place(tag)?)?;
        let is_it = |known: &&Known<'a>| {
            let name = known.name.as_bytes();
            known.era == self.era && tag.get(name.len()) == Some(&b'>') && tag.starts_with(name)
        };
        place.iter().flatten().find(is_it).map(|known| (known.name, known.written))
    }

    /// Takes note of a resolved name; those shorter than a head are looked through as fast.
    pub fn remember(&mut self, name: &'a str, written: Written) {
        if self.known.is_empty() {
            return;
        }
        if let Some([last, before]) = place(name.as_bytes()).and_then(|place| self.known.get_mut(place)) {
            *before = *last;
            *last = Some(Known { name, written, era: self.era });
        }
    }

    /// An element's name; `None` when its prefix stands for nothing, or is one of the two that are for attributes alone.
    #[inline]
    pub fn element(&self, name: &str, written: Written) -> Option<Written> {
        let namespace = match prefix(name, written) {
            "" => self.default,
            "xml" | "xmlns" => return None,
            prefix => self.of(prefix)?,
        };
        Some(Written { namespace, ..written })
    }

    /// An attribute's name; without a prefix it is in no namespace.
    pub fn attribute(&self, name: &str, written: Written) -> Option<Written> {
        let namespace = match prefix(name, written) {
            "" => NONE,
            "xmlns" => return None,
            prefix => self.of(prefix)?,
        };
        Some(Written { namespace, ..written })
    }
}

/// Where a name with this beginning is remembered; `None` for one that is shorter.
fn place(name: &[u8]) -> Option<usize> {
    let head = u64::from_le_bytes(*name.first_chunk::<HEAD>()?);
    // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, 6.4): the high bits depend on all others.
    usize::try_from(head.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - PLACES.ilog2())).ok()
}

fn prefix(name: &str, written: Written) -> &str {
    name.get(..usize::from(written.prefix).saturating_sub(1)).unwrap_or_default()
}

/// A qualified name, its namespace not looked up yet; `None` when it is no name (Namespaces in XML, production 7).
pub fn qualified(name: &str) -> Option<Written> {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let is_prefix = if local.len() == name.len() { prefix.is_empty() } else { is_ncname(prefix) };
    if is_prefix && is_ncname(local) { Written::of(name.len(), name.len() - local.len()) } else { None }
}
