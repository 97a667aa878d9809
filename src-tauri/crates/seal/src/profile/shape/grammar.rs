//! Does an element have exactly the shape a grammar allows? A grammar is data: each element with the attributes it may
//! have and the children it has. What fits no row is refused, never passed over.
//!
//! The grammars themselves stand beside this file, one for each family of profiles.

use uppsala::{Document, NodeId, NodeKind};

use crate::profile::scene::children;
use crate::refusal::{Class, Reason, Refusal};

pub const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
pub const DS11: &str = "http://www.w3.org/2009/xmldsig11#";
pub const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";
/// Further properties of XAdES that came later; they stand among those of 1.3.2.
pub const XADES_LATER: &str = "http://uri.etsi.org/01903/v1.4.1#";
const XADES_ANY: &str = "http://uri.etsi.org/01903/";

pub type Code = (Class, &'static str);

/// One element.
#[derive(Debug)]
pub struct Row {
    pub space: &'static str,
    pub name: &'static str,
    pub attributes: &'static [&'static str],
    pub holds: Holds,
    /// What is said of anything in it that no part allows.
    pub otherwise: Code,
}

/// What an element holds.
#[derive(Debug)]
pub enum Holds {
    Nothing,
    Text,
    /// These, in this order, and white space between them.
    Parts(&'static [Part]),
    /// These, in any order, and white space between them.
    Any(&'static [Part]),
    /// Whatever the gate let in; it is covered as it stands and not read here, or seen and not judged.
    Open,
}

/// A child and how often it stands.
#[derive(Debug)]
pub struct Part {
    pub row: &'static Row,
    pub least: usize,
    pub most: usize,
    /// What is said when it stands too seldom or too often.
    pub code: Code,
}

/// A row of the signature namespace.
pub const fn ds(name: &'static str, attributes: &'static [&'static str], holds: Holds, otherwise: Code) -> Row {
    Row { space: DS, name, attributes, holds, otherwise }
}

/// A part of a row.
pub const fn part(row: &'static Row, least: usize, most: usize, code: Code) -> Part {
    Part { row, least, most, code }
}

/// A signature element whose shape was checked; parts are reached by path.
pub struct Shape<'t> {
    pub tree: &'t Document<'t>,
    pub signature: NodeId,
}

impl<'t> Shape<'t> {
    /// Checks the shape of a `ds:Signature`.
    pub fn read(tree: &'t Document<'t>, signature: NodeId, row: &Row) -> Result<Self, Refusal> {
        fits(tree, signature, row)?;
        Ok(Self { tree, signature })
    }

    /// The first node at a path of local names below the signature.
    pub fn node(&self, path: &[&str]) -> Option<NodeId> {
        self.below(self.signature, path)
    }

    /// The first node at a path below another node.
    pub fn below(&self, node: NodeId, path: &[&str]) -> Option<NodeId> {
        path.iter().try_fold(node, |at, name| children(self.tree, at, name).next())
    }

    /// All nodes of the last name of a path, below the first ones of the others.
    pub fn all(&self, path: &[&str]) -> Vec<NodeId> {
        let Some((last, above)) = path.split_last() else { return Vec::new() };
        self.below(self.signature, above).map_or_else(Vec::new, |at| children(self.tree, at, last).collect())
    }

    /// The text of an element that holds text only.
    pub fn text(&self, node: NodeId) -> String {
        self.tree.children_iter(node).filter_map(|child| self.tree.text_content(child)).collect()
    }

    /// An attribute without a namespace.
    pub fn attribute(&self, node: NodeId, name: &str) -> Option<&'t str> {
        self.tree.element(node)?.get_attribute(name)
    }

    /// The `Algorithm` of an element.
    pub fn algorithm(&self, node: NodeId) -> &'t str {
        self.attribute(node, "Algorithm").unwrap_or_default()
    }
}

/// Has an element, with everything in it, the shape of its row?
pub fn fits(tree: &Document<'_>, node: NodeId, row: &Row) -> Result<(), Refusal> {
    let Some(element) = tree.element(node) else { return Err(refuse(row.otherwise, row.name)) };
    for attribute in &element.attributes {
        let plain = attribute.name.namespace_uri.as_deref().unwrap_or_default().is_empty();
        if !plain || !row.attributes.contains(&&*attribute.name.local_name) {
            return Err(refuse(row.otherwise, format!("{}/@{}", row.name, attribute.name.local_name)));
        }
    }
    if let Holds::Open = row.holds {
        return Ok(());
    }
    let mut elements = Vec::new();
    let mut text = false;
    for child in tree.children_iter(node) {
        match tree.node_kind(child) {
            Some(NodeKind::Element(_)) => elements.push(child),
            Some(NodeKind::Text(run)) => text |= !run.chars().all(|c| matches!(c, ' ' | '\t' | '\n' | '\r')),
            _ => return Err(refuse(row.otherwise, row.name)),
        }
    }
    if let Holds::Text = row.holds {
        return if elements.is_empty() { Ok(()) } else { Err(refuse(row.otherwise, row.name)) };
    }
    if text {
        return Err(refuse(row.otherwise, format!("text in {}", row.name)));
    }
    match row.holds {
        Holds::Parts(parts) => in_order(tree, &elements, parts, row),
        Holds::Any(parts) => in_any_order(tree, &elements, parts, row),
        Holds::Nothing | Holds::Text | Holds::Open => in_order(tree, &elements, &[], row),
    }
}

fn is(tree: &Document<'_>, node: NodeId, row: &Row) -> bool {
    tree.element(node).is_some_and(|element| element.name.matches(Some(row.space), row.name))
}

fn in_order(tree: &Document<'_>, elements: &[NodeId], parts: &[Part], row: &Row) -> Result<(), Refusal> {
    let mut rest = elements.iter().copied().peekable();
    for part in parts {
        let mut count = 0;
        while let Some(child) = rest.next_if(|child| is(tree, *child, part.row)) {
            count += 1;
            if count > part.most {
                return Err(refuse(part.code, format!("{} × {count}", part.row.name)));
            }
            fits(tree, child, part.row)?;
        }
        if count < part.least {
            return Err(missing(tree, rest.peek().copied(), part, row));
        }
    }
    rest.next().map_or(Ok(()), |child| Err(stranger(tree, child, parts, row)))
}

fn in_any_order(tree: &Document<'_>, elements: &[NodeId], parts: &[Part], row: &Row) -> Result<(), Refusal> {
    for child in elements {
        match parts.iter().find(|part| is(tree, *child, part.row)) {
            Some(part) => fits(tree, *child, part.row)?,
            None => return Err(stranger(tree, *child, parts, row)),
        }
    }
    for part in parts {
        let count = elements.iter().filter(|child| is(tree, **child, part.row)).count();
        if count > part.most {
            return Err(refuse(part.code, format!("{} × {count}", part.row.name)));
        }
        if count < part.least {
            return Err(missing(tree, None, part, row));
        }
    }
    Ok(())
}

/// A part is missing; another version of the same family in its place says why.
fn missing(tree: &Document<'_>, found: Option<NodeId>, part: &Part, row: &Row) -> Refusal {
    let version = found.and_then(|node| other_version(tree, node));
    version.unwrap_or_else(|| refuse(part.code, format!("no {} in {}", part.row.name, row.name)))
}

fn stranger(tree: &Document<'_>, child: NodeId, parts: &[Part], row: &Row) -> Refusal {
    if let (Holds::Any(_), Some(version)) = (&row.holds, other_version(tree, child)) {
        return version;
    }
    let code = parts.iter().find(|part| is(tree, child, part.row)).map_or(row.otherwise, |part| part.code);
    let name = tree.element(child).map_or("", |element| &element.name.local_name);
    refuse(code, format!("{name} in {}", row.name))
}

fn other_version(tree: &Document<'_>, node: NodeId) -> Option<Refusal> {
    let space = tree.element(node)?.name.namespace_uri.as_deref()?;
    let other = space.starts_with(XADES_ANY) && space != XADES && space != XADES_LATER;
    other.then(|| refuse((Class::Unknown, "shape.xades_version"), space))
}

pub fn refuse((class, code): Code, found: impl ToString) -> Refusal {
    Reason::new(class, code).found(found).into()
}
