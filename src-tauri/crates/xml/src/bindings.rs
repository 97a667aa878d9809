//! Which namespace does a prefix stand for here? The declarations of the elements that are open, innermost last.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::chars::{is_ncname, plain_name};
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
}

impl Default for Bindings<'_> {
    fn default() -> Self {
        let numbers = [(Cow::Borrowed(""), NONE), (Cow::Borrowed(XML), 1)].into();
        Self { bound: vec![("xml", 1)], numbers }
    }
}

impl<'a> Bindings<'a> {
    pub fn len(&self) -> usize {
        self.bound.len()
    }

    pub fn truncate(&mut self, length: usize) {
        self.bound.truncate(length);
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

    /// An element's name; `None` when it is no name, its prefix stands for nothing, or it is one of the two that are
    /// for attributes alone.
    pub fn element(&self, name: &str) -> Option<Written> {
        let written = split(name)?;
        let namespace = match prefix(name, written) {
            "" => self.of("").unwrap_or(NONE),
            "xml" | "xmlns" => return None,
            prefix => self.of(prefix)?,
        };
        Some(Written { namespace, ..written })
    }

    /// An attribute's name; without a prefix it is in no namespace.
    pub fn attribute(&self, name: &str) -> Option<Written> {
        let written = split(name)?;
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

/// Where prefix and local part of a qualified name meet; `None` when it is no name (Namespaces in XML, production 7).
fn split(name: &str) -> Option<Written> {
    let length = u16::try_from(name.len()).ok()?;
    let plain = plain_name(name);
    let written = |prefix| Some(Written { length, prefix, namespace: NONE });
    if plain > 0 && plain == name.len() {
        return written(0);
    }
    let Some((prefix, local)) = name.split_once(':') else {
        return if is_ncname(name) { written(0) } else { None };
    };
    let is_name = |part: &str| (!part.is_empty() && plain_name(part) == part.len()) || is_ncname(part);
    if is_name(prefix) && is_name(local) { written(u16::try_from(prefix.len() + 1).ok()?) } else { None }
}
