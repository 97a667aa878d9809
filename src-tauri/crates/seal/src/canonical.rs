//! Which bytes does a signature hash? The exclusive canonical form, without comments, of a document or a part of it.
//!
//! The only place that knows `bergshamra`; trees come from documents that passed the gate.

use bergshamra_c14n::{C14nMode, canonicalize_doc};
use bergshamra_xml::NodeSet;
use uppsala::{Document, NodeId};

use crate::refusal::Refusal;

/// Identifier of this canonical form.
pub const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// The canonical form of the whole document, without one subtree when given (the enveloped signature).
pub fn whole(tree: &Document<'_>, without: Option<NodeId>) -> Result<Vec<u8>, Refusal> {
    let Some(signature) = without else { return form(tree, None) };
    let mut nodes = NodeSet::all_without_comments(tree);
    nodes.remove_id(signature);
    for node in tree.descendants(signature) {
        nodes.remove_id(node);
    }
    form(tree, Some(&nodes))
}

/// The canonical form of one subtree where it stands.
pub fn part(tree: &Document<'_>, node: NodeId) -> Result<Vec<u8>, Refusal> {
    form(tree, Some(&NodeSet::tree_without_comments(node, tree)))
}

fn form(tree: &Document<'_>, nodes: Option<&NodeSet>) -> Result<Vec<u8>, Refusal> {
    let none: &[&str] = &[];
    canonicalize_doc(tree, C14nMode::Exclusive, nodes, none)
        .map_err(|error| Refusal::invalid("gate.not_wellformed", error))
}
