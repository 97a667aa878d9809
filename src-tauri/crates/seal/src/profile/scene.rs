//! What stands where in a document? One look over the whole tree: signatures, identifiers, comments.

use std::borrow::Cow;

use tamga_xml::Gated;
use uppsala::{Document, NodeId, NodeKind};

use super::shape::{DS, XADES};
use super::values::on_one_line;
use crate::canonical::EXCLUSIVE;
use crate::refusal::Refusal;

/// A tree with what a look over all of it found.
pub struct Scene<'t> {
    pub tree: &'t Document<'t>,
    pub root: NodeId,
    /// Every `ds:Signature`, in document order.
    pub signatures: Vec<NodeId>,
    /// Every `ds:Manifest`.
    pub manifests: Vec<NodeId>,
    /// Every `SignedProperties` of XAdES 1.3.2.
    pub properties: Vec<NodeId>,
    /// Every comment.
    pub comments: Vec<NodeId>,
    /// The canonical form of the whole file without its signature, where the tree is of the signature alone.
    pub standing: Option<&'t [u8]>,
    ids: Vec<(NodeId, &'t str)>,
}

/// Most bytes that the canonical form of a document may grow to by declaring its namespaces where they are used.
const SPREAD: usize = 64 * 1024 * 1024;

/// Most comments of a document; each costs a node, and the gate counts elements alone.
const COMMENTS: usize = 10_000;

/// The tree of a gated document.
///
/// The exclusive form declares a namespace again at every element and attribute that uses it: a long one above many small
/// elements is a thousand times as long in canonical form as in the file, and is refused before that form is made.
pub fn parse<'a>(doc: &Gated<'a>) -> Result<Document<'a>, Refusal> {
    let longest = doc.namespaces().map(str::len).max().unwrap_or(0);
    if longest.saturating_mul(doc.elements() + doc.attributes()) > SPREAD {
        return Err(Refusal::invalid("gate.too_large", "canonical form"));
    }
    // After the gate nothing but a comment begins so.
    let comments = doc.text().matches("<!--").count();
    if comments > COMMENTS {
        return Err(Refusal::invalid("gate.comment", comments));
    }
    tree_of(doc.text())
}

/// The tree of a text that passed the gate.
pub fn tree_of(text: &str) -> Result<Document<'_>, Refusal> {
    let tree = match on_one_line(text) {
        Cow::Borrowed(text) => uppsala::parse(text),
        Cow::Owned(text) => uppsala::parse(&text).map(Document::into_static),
    };
    tree.map_err(|error| Refusal::invalid("gate.not_wellformed", error))
}

impl<'t> Scene<'t> {
    /// Looks over every node once.
    pub fn of(tree: &'t Document<'t>) -> Result<Self, Refusal> {
        let root = tree.document_element().ok_or_else(|| Refusal::invalid("gate.not_wellformed", "no root"))?;
        let (signatures, manifests, properties) = (Vec::new(), Vec::new(), Vec::new());
        let (comments, ids) = (Vec::new(), Vec::new());
        let mut scene = Self { tree, root, signatures, manifests, properties, comments, standing: None, ids };
        for node in tree.descendants(tree.root()) {
            match tree.node_kind(node) {
                Some(NodeKind::Element(element)) => {
                    let kept = match &*element.name.local_name {
                        "Signature" => Some((DS, &mut scene.signatures)),
                        "Manifest" => Some((DS, &mut scene.manifests)),
                        "SignedProperties" => Some((XADES, &mut scene.properties)),
                        _ => None,
                    };
                    if let Some((space, kept)) = kept
                        && element.name.namespace_uri.as_deref() == Some(space)
                    {
                        kept.push(node);
                    }
                    for attribute in &element.attributes {
                        if matches!(&*attribute.name.local_name, "Id" | "ID" | "id") {
                            scene.ids.push((node, &attribute.value));
                        }
                    }
                }
                Some(NodeKind::Text(_)) => {}
                _ => scene.comments.push(node),
            }
        }
        Ok(scene)
    }

    /// Elements that carry this value as `Id`, `ID`, `id` or `xml:id`.
    pub fn carriers(&self, id: &str) -> Vec<NodeId> {
        self.ids.iter().filter(|(_, value)| *value == id).map(|(node, _)| *node).collect()
    }

    /// Does anything in here carry one of these values as its identifier?
    pub fn shares_an_id(&self, others: &[&str]) -> bool {
        self.ids.iter().any(|(_, id)| others.contains(id))
    }

    /// Does an element carry this value as its own `Id`, `ID` or `id`?
    pub fn carries(&self, node: NodeId, id: &str) -> bool {
        let own = self.tree.element(node).map_or(&[][..], |element| &element.attributes);
        own.iter().any(|attribute| {
            let plain = attribute.name.namespace_uri.as_deref().unwrap_or_default().is_empty();
            plain && matches!(&*attribute.name.local_name, "Id" | "ID" | "id") && attribute.value == id
        })
    }

    /// Is there a stamp over another form of the value than the exclusive one? The others take in what is declared around
    /// the signature.
    pub fn is_stamped_over_another_form(&self) -> bool {
        let is_exclusive = |node: NodeId| {
            let element = self.tree.element(node);
            element.and_then(|element| element.get_attribute("Algorithm")) == Some(EXCLUSIVE)
        };
        let mut all = self.tree.descendants(self.root).into_iter();
        all.any(|node| {
            self.is(node, Some(XADES), "SignatureTimeStamp")
                && !children(self.tree, node, "CanonicalizationMethod").any(is_exclusive)
        })
    }

    /// Is a node inside another one?
    pub fn within(&self, node: NodeId, outer: NodeId) -> bool {
        let mut at = self.tree.parent(node);
        while let Some(above) = at {
            if above == outer {
                return true;
            }
            at = self.tree.parent(above);
        }
        false
    }

    /// Is it an element of this name?
    pub fn is(&self, node: NodeId, space: Option<&str>, name: &str) -> bool {
        self.tree.element(node).is_some_and(|element| element.name.matches(space, name))
    }

    /// Child elements, in order.
    pub fn elements(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        self.tree.children_iter(node).filter(|child| self.tree.element(*child).is_some())
    }
}

/// Child elements of a local name, in order.
pub fn children<'t>(tree: &'t Document<'t>, node: NodeId, name: &str) -> impl Iterator<Item = NodeId> {
    tree.children_iter(node).filter(move |child| tree.element(*child).is_some_and(|e| e.name.local_name == name))
}
