//! Which bytes does a signature hash? The canonical form of a document or a part of it.
//!
//! The only place that knows `bergshamra`; trees come from documents that passed the gate. Comments are never among the
//! nodes: a reference into the same document does not select them (XML Signature 4.4.3.3), and the grammars allow none
//! in the parts of a signature. So a form with comments gives the same bytes as the one without; both names are read.

use bergshamra_c14n::{C14nMode, canonicalize_doc};
use bergshamra_xml::NodeSet;
use uppsala::{Document, NodeId};

use crate::refusal::Refusal;

/// Identifier of the exclusive form, the one of our own documents.
pub const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
/// Identifier of Canonical XML 1.0, the form that holds where none is named.
pub const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";

/// A method of canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Canonical XML 1.0.
    Inclusive,
    /// Canonical XML 1.1.
    Inclusive11,
    /// Exclusive Canonical XML 1.0.
    Exclusive,
}

/// A canonical form as a signature names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Its method.
    pub method: Method,
    /// Is it the one with comments?
    pub comments: bool,
    /// Prefixes treated as by the inclusive form; exclusive form only.
    pub prefixes: Vec<String>,
}

impl Form {
    /// A form without comments and prefixes.
    pub fn plain(method: Method) -> Self {
        Self { method, comments: false, prefixes: Vec::new() }
    }

    /// From its identifier.
    pub fn from_uri(uri: &str) -> Option<Self> {
        let mode = C14nMode::from_uri(uri)?;
        let method = match mode {
            C14nMode::Inclusive | C14nMode::InclusiveWithComments => Method::Inclusive,
            C14nMode::Inclusive11 | C14nMode::Inclusive11WithComments => Method::Inclusive11,
            C14nMode::Exclusive | C14nMode::ExclusiveWithComments => Method::Exclusive,
        };
        Some(Self { method, comments: mode.with_comments(), prefixes: Vec::new() })
    }

    fn mode(&self) -> C14nMode {
        match (self.method, self.comments) {
            (Method::Inclusive, false) => C14nMode::Inclusive,
            (Method::Inclusive, true) => C14nMode::InclusiveWithComments,
            (Method::Inclusive11, false) => C14nMode::Inclusive11,
            (Method::Inclusive11, true) => C14nMode::Inclusive11WithComments,
            (Method::Exclusive, false) => C14nMode::Exclusive,
            (Method::Exclusive, true) => C14nMode::ExclusiveWithComments,
        }
    }
}

/// The canonical form of the whole document, without one subtree when given (the enveloped signature).
pub fn document(tree: &Document<'_>, form: &Form, without: Option<NodeId>) -> Result<Vec<u8>, Refusal> {
    written(tree, form, NodeSet::all_without_comments(tree), without)
}

/// The canonical form of one subtree where it stands, without one subtree of its own when given.
pub fn part(tree: &Document<'_>, node: NodeId, form: &Form, without: Option<NodeId>) -> Result<Vec<u8>, Refusal> {
    written(tree, form, NodeSet::tree_without_comments(node, tree), without)
}

fn written(tree: &Document<'_>, form: &Form, mut nodes: NodeSet, without: Option<NodeId>) -> Result<Vec<u8>, Refusal> {
    if let Some(signature) = without {
        nodes.remove_id(signature);
        for node in tree.descendants(signature) {
            nodes.remove_id(node);
        }
    }
    canonicalize_doc(tree, form.mode(), Some(&nodes), &form.prefixes)
        .map_err(|error| Refusal::invalid("gate.not_wellformed", error))
}
