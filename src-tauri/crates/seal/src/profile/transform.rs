//! How do nodes become the bytes a digest is taken of? Transforms are read into steps; every step is on the list of the
//! profile's row, and nothing is evaluated: there is no XPath here.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use uppsala::{Document, NodeId};

use super::scene::children;
use super::shape::{DS, Shape};
use super::table::{ENVELOPED, Transforms};
use crate::canonical::{self, Form, Method};
use crate::refusal::Refusal;

const BASE64_URI: &str = "http://www.w3.org/2000/09/xmldsig#base64";
const XPATH: &str = "http://www.w3.org/TR/1999/REC-xpath-19991116";
const FILTER: &str = "http://www.w3.org/2002/06/xmldsig-filter2";

/// One transform.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// The signature is left out.
    Without,
    /// The text is base64 for the bytes.
    Base64,
    /// A canonical form.
    Form(Form),
}

/// The transforms of one reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps(Vec<Step>);

impl Steps {
    /// Reads the transforms of a reference and holds them against the list; `prefixes` is how many an exclusive form
    /// may name.
    pub fn read(shape: &Shape<'_>, reference: NodeId, allowed: &Transforms, prefixes: usize) -> Result<Self, Refusal> {
        let holder = shape.below(reference, &["Transforms"]);
        let nodes: Vec<NodeId> =
            holder.map_or_else(Vec::new, |holder| children(shape.tree, holder, "Transform").collect());
        let names: Vec<&str> = nodes.iter().map(|node| shape.algorithm(*node)).collect();
        let refused = || Refusal::unknown("alg.transform", names.join(" "));
        let steps = nodes.iter().map(|node| step(shape, *node, prefixes)).collect::<Option<Vec<Step>>>();
        let steps = steps.ok_or_else(refused)?;
        let fits = match (allowed, steps.as_slice()) {
            (Transforms::Exactly(lists), _) => lists.contains(&&*names),
            (
                Transforms::Without,
                [Step::Without]
                | [Step::Without, Step::Without | Step::Form(_)]
                | [Step::Without, Step::Without, Step::Form(_)],
            )
            | (Transforms::Carried, [] | [Step::Base64 | Step::Form(_)])
            | (Transforms::Form, [] | [Step::Form(_)]) => true,
            _ => false,
        };
        if fits { Ok(Self(steps)) } else { Err(refused()) }
    }

    /// The bytes of the whole file.
    pub fn of_file(&self, tree: &Document<'_>, signature: NodeId) -> Result<Vec<u8>, Refusal> {
        canonical::document(tree, &self.form(), self.without(signature))
    }

    /// The bytes of one element; the signature is left out where it stands inside.
    pub fn of_part(&self, tree: &Document<'_>, node: NodeId, signature: NodeId) -> Result<Vec<u8>, Refusal> {
        if !self.0.contains(&Step::Base64) {
            return canonical::part(tree, node, &self.form(), self.without(signature));
        }
        let mut text = String::new();
        for child in tree.children_iter(node) {
            text.push_str(tree.text_content(child).ok_or_else(|| Refusal::unknown("alg.transform", BASE64_URI))?);
        }
        decoded(&text)
    }

    fn without(&self, signature: NodeId) -> Option<NodeId> {
        self.0.contains(&Step::Without).then_some(signature)
    }

    /// Where no form is named, nodes become bytes by Canonical XML 1.0 (XML Signature 4.4.3.2).
    fn form(&self) -> Form {
        let named = self.0.iter().find_map(|step| match step {
            Step::Form(form) => Some(form.clone()),
            Step::Without | Step::Base64 => None,
        });
        named.unwrap_or_else(|| Form::plain(Method::Inclusive))
    }
}

fn step(shape: &Shape<'_>, node: NodeId, prefixes: usize) -> Option<Step> {
    let inside: Vec<NodeId> =
        shape.tree.children_iter(node).filter(|node| shape.tree.element(*node).is_some()).collect();
    match (shape.algorithm(node), inside.as_slice()) {
        (ENVELOPED, []) => Some(Step::Without),
        (BASE64_URI, []) => Some(Step::Base64),
        (XPATH, [xpath]) => {
            let named = named(shape, *xpath, DS, "not(ancestor-or-self::", ":Signature)")?;
            named.then_some(Step::Without)
        }
        (FILTER, [xpath]) if shape.attribute(*xpath, "Filter") == Some("subtract") => {
            let named = named(shape, *xpath, FILTER, "/descendant::", ":Signature")?;
            named.then_some(Step::Without)
        }
        _ => form(shape, node, prefixes).map(Step::Form),
    }
}

/// Is the text of an expression, without blanks, this one around a prefix bound to the signature namespace? There is
/// one signature in the file, so both wordings mean the one that is being checked.
fn named(shape: &Shape<'_>, xpath: NodeId, space: &str, before: &str, after: &str) -> Option<bool> {
    if !shape.tree.element(xpath)?.name.matches(Some(space), "XPath") {
        return None;
    }
    let text: String = shape.text(xpath).chars().filter(|c| !c.is_whitespace()).collect();
    let prefix = text.strip_prefix(before)?.strip_suffix(after)?;
    Some(!prefix.is_empty() && bound(shape.tree, xpath, prefix) == Some(DS))
}

/// What a prefix means at an element.
fn bound<'t>(tree: &'t Document<'t>, node: NodeId, prefix: &str) -> Option<&'t str> {
    let mut at = Some(node);
    while let Some(node) = at {
        let declared = tree.element(node).map_or(&[][..], |element| &element.namespace_declarations);
        if let Some((_, uri)) = declared.iter().find(|(name, _)| name == prefix) {
            return Some(uri);
        }
        at = tree.parent(node);
    }
    None
}

/// The canonical form an element names, with the prefixes of an exclusive one.
pub fn form(shape: &Shape<'_>, node: NodeId, prefixes: usize) -> Option<Form> {
    let mut form = Form::from_uri(shape.algorithm(node))?;
    let mut inside = shape.tree.children_iter(node).filter(|node| shape.tree.element(*node).is_some());
    let Some(list) = inside.next() else { return Some(form) };
    let is_list = shape.tree.element(list)?.name.matches(Some(canonical::EXCLUSIVE), "InclusiveNamespaces");
    let named: Vec<String> =
        shape.attribute(list, "PrefixList").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    if !is_list || inside.next().is_some() || form.method != Method::Exclusive || named.len() > prefixes {
        return None;
    }
    form.prefixes = named;
    Some(form)
}

/// Strict base64, white space apart: also the carriage returns that Java leaves behind.
pub fn decoded(text: &str) -> Result<Vec<u8>, Refusal> {
    let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '\t' | '\n' | '\r')).collect();
    BASE64.decode(bare).map_err(|error| Refusal::invalid("sig.encoding", error))
}
