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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The element a row names: `/` is the document, `{namespace}name` the first of that name.
    fn canonical(text: &str, form: &Form, what: &str) -> Vec<u8> {
        let tree = uppsala::parse(text).expect("a document");
        let Some((space, name)) = what.strip_prefix('{').and_then(|rest| rest.split_once('}')) else {
            return document(&tree, form, None).expect("a form");
        };
        let node = tree
            .descendants(tree.root())
            .into_iter()
            .find(|node| tree.element(*node).is_some_and(|element| element.name.matches(Some(space), name)));
        part(&tree, node.expect("the element"), form, None).expect("a form")
    }

    #[test]
    fn published_inputs_become_the_published_canonical_forms() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/conformance/signatures");
        let Ok(table) = std::fs::read_to_string(root.join("expected.csv")) else {
            println!("skipped: no conformance folder");
            return;
        };
        let mut seen = 0;
        for line in table.lines() {
            let fields: Vec<&str> = line.split(',').collect();
            let [file, "c14n", "valid", "equal", method, wanted, _, what, ..] = fields.as_slice() else { continue };
            let read = |name: &str| std::fs::read(root.join(name)).expect("a file of the table");
            let input = String::from_utf8(read(file)).expect("UTF-8");
            let method = if *method == "c14n" { Method::Inclusive } else { Method::Exclusive };
            let found = canonical(&input, &Form::plain(method), what);
            assert_eq!(String::from_utf8(found), String::from_utf8(read(wanted)), "{file} {method:?}");
            seen += 1;
        }
        assert_eq!(seen, 6, "as many as the table's own count");
    }

    const NESTED: &str = "<a:r xmlns:a=\"urn:a\" xmlns:b=\"urn:b\" xmlns=\"urn:d\" xml:lang=\"es\" xml:base=\"http://x/\">\
                          <!--c--><p b:y='1' x=\"&lt;\"><q/></p></a:r>";

    #[test]
    fn each_form_inherits_what_it_has_to() {
        let inside = |uri: &str, prefixes: &[&str]| {
            let mut form = Form::from_uri(uri).expect("a form");
            form.prefixes = prefixes.iter().map(|prefix| (*prefix).to_owned()).collect();
            String::from_utf8(canonical(NESTED, &form, "{urn:d}p")).expect("UTF-8")
        };
        let inclusive = "<p xmlns=\"urn:d\" xmlns:a=\"urn:a\" xmlns:b=\"urn:b\" x=\"&lt;\" \
                         xml:base=\"http://x/\" xml:lang=\"es\" b:y=\"1\"><q></q></p>";
        assert_eq!(inside(INCLUSIVE, &[]), inclusive);
        assert_eq!(inside("http://www.w3.org/2006/12/xml-c14n11", &[]), inclusive);
        let bare = "<p xmlns=\"urn:d\" xmlns:b=\"urn:b\" x=\"&lt;\" b:y=\"1\"><q></q></p>";
        assert_eq!(inside(EXCLUSIVE, &[]), bare);
        assert_eq!(inside(EXCLUSIVE, &["a"]), bare.replace(" xmlns:b", " xmlns:a=\"urn:a\" xmlns:b"));
        assert_eq!(inside(EXCLUSIVE, &["#default", "unbound"]), bare);
        for uri in [INCLUSIVE, EXCLUSIVE, "http://www.w3.org/2006/12/xml-c14n11"] {
            let comments = if uri == EXCLUSIVE { format!("{uri}WithComments") } else { format!("{uri}#WithComments") };
            assert_eq!(inside(uri, &[]), inside(&comments, &[]), "comments are not selected");
        }
    }

    #[test]
    fn only_the_six_names_are_forms() {
        for uri in ["", "http://www.w3.org/2001/10/xml-exc-c14n", "http://www.w3.org/2010/xml-c14n2", "none"] {
            assert_eq!(Form::from_uri(uri), None, "{uri}");
        }
    }
}
