//! Which namespace does a prefix stand for here? The declarations of the elements that are open, innermost last.

use std::borrow::Cow;
use std::collections::HashMap;

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

/// What is bound, and every namespace ever declared with its number.
#[derive(Debug)]
pub struct Bindings<'a> {
    bound: Vec<(&'a str, u16)>,
    numbers: HashMap<Cow<'a, str>, u16>,
    /// The default namespace.
    default: u16,
}

impl Default for Bindings<'_> {
    fn default() -> Self {
        let numbers = [(Cow::Borrowed(""), NONE), (Cow::Borrowed(XML), 1)].into();
        Self { bound: vec![("xml", 1)], numbers, default: NONE }
    }
}

impl<'a> Bindings<'a> {
    pub fn len(&self) -> usize {
        self.bound.len()
    }

    pub fn truncate(&mut self, length: usize) {
        if length < self.bound.len() {
            self.bound.truncate(length);
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

fn prefix(name: &str, written: Written) -> &str {
    name.get(..usize::from(written.prefix).saturating_sub(1)).unwrap_or_default()
}

/// A qualified name, its namespace not looked up yet; `None` when it is no name (Namespaces in XML, production 7).
pub fn qualified(name: &str) -> Option<Written> {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let is_prefix = if local.len() == name.len() { prefix.is_empty() } else { is_ncname(prefix) };
    if is_prefix && is_ncname(local) { Written::of(name.len(), name.len() - local.len()) } else { None }
}
