//! Which namespace does a prefix stand for here? The declarations of the elements that are open, innermost last.

use std::sync::Arc;

use crate::chars::split_name;
use crate::events::Name;
use crate::tag::Written;

pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
pub const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// The prefix that an attribute declares (empty for the default namespace); `None` when it is an ordinary one.
pub fn declared_prefix(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("xmlns")?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix(':') }
}

#[derive(Debug)]
pub struct Bindings<'a> {
    bound: Vec<(&'a str, Arc<str>)>,
    none: Arc<str>,
}

impl Default for Bindings<'_> {
    fn default() -> Self {
        Self { bound: vec![("xml", Arc::from(XML)), ("xmlns", Arc::from(XMLNS))], none: Arc::from("") }
    }
}

impl<'a> Bindings<'a> {
    pub fn len(&self) -> usize {
        self.bound.len()
    }

    pub fn truncate(&mut self, length: usize) {
        self.bound.truncate(length);
    }

    /// Takes in the declarations of one tag.
    pub fn declare(&mut self, written: &[Written<'a>]) {
        for Written { name, value } in written {
            if let Some(prefix) = declared_prefix(name) {
                self.bound.push((prefix, Arc::from(&**value)));
            }
        }
    }

    fn of(&self, prefix: &str) -> Option<&Arc<str>> {
        self.bound.iter().rev().find(|(bound, _)| *bound == prefix).map(|(_, uri)| uri)
    }

    /// The namespace of an element without a prefix.
    pub fn default_namespace(&self) -> &Arc<str> {
        self.of("").unwrap_or(&self.none)
    }

    /// An element's name; `None` when it is no name or its prefix stands for nothing.
    pub fn element(&self, name: &'a str) -> Option<Name<'a>> {
        let (prefix, local) = split_name(name)?;
        let namespace = match prefix {
            "" => self.default_namespace(),
            // These two are for attributes alone.
            "xml" | "xmlns" => return None,
            prefix => self.of(prefix)?,
        };
        Some(Name { namespace: Arc::clone(namespace), local, prefix })
    }

    /// An attribute's name; without a prefix it is in no namespace.
    pub fn attribute(&self, name: &'a str) -> Option<Name<'a>> {
        let (prefix, local) = split_name(name)?;
        let namespace = match prefix {
            "" => &self.none,
            "xmlns" => return None,
            prefix => self.of(prefix)?,
        };
        Some(Name { namespace: Arc::clone(namespace), local, prefix })
    }
}
