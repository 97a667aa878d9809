//! Has the signature exactly the shape of `co-1` (`seal-and-paper.md` 3.3 and 4.1)? A grammar as data: each element with
//! the attributes it may have and the children it has, in order. What fits no row is refused, never passed over.

use uppsala::{Document, NodeId, NodeKind};

use crate::refusal::{Class, Reason, Refusal};

pub const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
pub const XADES: &str = "http://uri.etsi.org/01903/v1.3.2#";
const XADES_ANY: &str = "http://uri.etsi.org/01903/";

type Code = (Class, &'static str);

const ORDER: Code = (Class::Invalid, "shape.child_order");
const REFERENCES: Code = (Class::Invalid, "ref.count");
const KEY_INFO: Code = (Class::Invalid, "shape.key_info");
const OBJECT: Code = (Class::Invalid, "shape.extra_object");
const PROPERTIES: Code = (Class::Invalid, "shape.signed_properties");
const TRANSFORM: Code = (Class::Unknown, "alg.transform");

struct Row {
    space: &'static str,
    name: &'static str,
    attributes: &'static [&'static str],
    holds: Holds,
    /// What is said of anything in it that no part allows.
    otherwise: Code,
}

enum Holds {
    Nothing,
    Text,
    Parts(&'static [Part]),
}

struct Part {
    row: &'static Row,
    least: usize,
    most: usize,
    code: Code,
}

const fn ds(name: &'static str, attributes: &'static [&'static str], holds: Holds, otherwise: Code) -> Row {
    Row { space: DS, name, attributes, holds, otherwise }
}

const fn xades(name: &'static str, attributes: &'static [&'static str], holds: Holds) -> Row {
    Row { space: XADES, name, attributes, holds, otherwise: PROPERTIES }
}

const fn part(row: &'static Row, least: usize, most: usize, code: Code) -> Part {
    Part { row, least, most, code }
}

static METHOD: Row = ds("SignatureMethod", &["Algorithm"], Holds::Nothing, ORDER);
static CANONICALIZATION: Row = ds("CanonicalizationMethod", &["Algorithm"], Holds::Nothing, ORDER);
static TRANSFORM_ROW: Row = ds("Transform", &["Algorithm"], Holds::Nothing, TRANSFORM);
static TRANSFORMS: Row = ds("Transforms", &[], Holds::Parts(&[part(&TRANSFORM_ROW, 1, 2, TRANSFORM)]), TRANSFORM);
static DIGEST_METHOD: Row = ds("DigestMethod", &["Algorithm"], Holds::Nothing, ORDER);
static DIGEST_VALUE: Row = ds("DigestValue", &[], Holds::Text, ORDER);
static REFERENCE: Row = ds(
    "Reference",
    &["Id", "URI", "Type"],
    Holds::Parts(&[
        part(&TRANSFORMS, 1, 1, TRANSFORM),
        part(&DIGEST_METHOD, 1, 1, ORDER),
        part(&DIGEST_VALUE, 1, 1, ORDER),
    ]),
    ORDER,
);
static SIGNED_INFO: Row = ds(
    "SignedInfo",
    &["Id"],
    Holds::Parts(&[
        part(&CANONICALIZATION, 1, 1, ORDER),
        part(&METHOD, 1, 1, ORDER),
        part(&REFERENCE, 2, 2, REFERENCES),
    ]),
    ORDER,
);
static VALUE: Row = ds("SignatureValue", &["Id"], Holds::Text, ORDER);
static CERTIFICATE: Row = ds("X509Certificate", &[], Holds::Text, KEY_INFO);
static X509_DATA: Row = ds("X509Data", &[], Holds::Parts(&[part(&CERTIFICATE, 1, 5, KEY_INFO)]), KEY_INFO);
static KEY_INFO_ROW: Row = ds("KeyInfo", &["Id"], Holds::Parts(&[part(&X509_DATA, 1, 1, KEY_INFO)]), KEY_INFO);
static MANIFEST: Row = ds("Manifest", &[], Holds::Nothing, OBJECT);
static OBJECT_ROW: Row = ds(
    "Object",
    &[],
    Holds::Parts(&[part(&MANIFEST, 0, 0, (Class::Unknown, "shape.manifest")), part(&QUALIFYING, 1, 1, OBJECT)]),
    OBJECT,
);
static SIGNATURE: Row = ds(
    "Signature",
    &["Id"],
    Holds::Parts(&[
        part(&SIGNED_INFO, 1, 1, ORDER),
        part(&VALUE, 1, 1, ORDER),
        part(&KEY_INFO_ROW, 1, 1, (Class::Unknown, "sig.certificate_missing")),
        part(&OBJECT_ROW, 1, 1, OBJECT),
    ]),
    ORDER,
);
static TIME: Row = xades("SigningTime", &[], Holds::Text);
static CERT_DIGEST: Row = xades(
    "CertDigest",
    &[],
    Holds::Parts(&[part(&DIGEST_METHOD, 1, 1, PROPERTIES), part(&DIGEST_VALUE, 1, 1, PROPERTIES)]),
);
static CERT: Row = xades("Cert", &[], Holds::Parts(&[part(&CERT_DIGEST, 1, 1, PROPERTIES)]));
static BINDING: Row = xades("SigningCertificateV2", &[], Holds::Parts(&[part(&CERT, 1, 1, PROPERTIES)]));
static CLAIMED_ROLE: Row = xades("ClaimedRole", &[], Holds::Text);
static CLAIMED_ROLES: Row = xades("ClaimedRoles", &[], Holds::Parts(&[part(&CLAIMED_ROLE, 1, 1, PROPERTIES)]));
static ROLE: Row = xades("SignerRoleV2", &[], Holds::Parts(&[part(&CLAIMED_ROLES, 1, 1, PROPERTIES)]));
static OF_SIGNATURE: Row = xades(
    "SignedSignatureProperties",
    &[],
    Holds::Parts(&[part(&TIME, 1, 1, PROPERTIES), part(&BINDING, 1, 1, PROPERTIES), part(&ROLE, 0, 1, PROPERTIES)]),
);
static MIME_TYPE: Row = xades("MimeType", &[], Holds::Text);
static FORMAT: Row =
    xades("DataObjectFormat", &["ObjectReference"], Holds::Parts(&[part(&MIME_TYPE, 1, 1, PROPERTIES)]));
static OF_DATA: Row = xades("SignedDataObjectProperties", &[], Holds::Parts(&[part(&FORMAT, 1, 1, PROPERTIES)]));
static SIGNED_PROPERTIES: Row = xades(
    "SignedProperties",
    &["Id"],
    Holds::Parts(&[part(&OF_SIGNATURE, 1, 1, PROPERTIES), part(&OF_DATA, 1, 1, PROPERTIES)]),
);
// Evidence travels beside the frozen form; a file with evidence inside is honest, but not judged yet.
static UNSIGNED_PROPERTIES: Row = xades("UnsignedProperties", &[], Holds::Nothing);
static QUALIFYING: Row = xades(
    "QualifyingProperties",
    &["Target"],
    Holds::Parts(&[
        part(&SIGNED_PROPERTIES, 1, 1, PROPERTIES),
        part(&UNSIGNED_PROPERTIES, 0, 0, (Class::Unknown, "shape.unknown_form")),
    ]),
);

/// A signature element whose shape was checked; parts are reached by path.
pub struct Shape<'t> {
    tree: &'t Document<'t>,
    signature: NodeId,
}

impl<'t> Shape<'t> {
    /// Checks the shape of a `ds:Signature`.
    pub fn read(tree: &'t Document<'t>, signature: NodeId) -> Result<Self, Refusal> {
        fits(tree, signature, &SIGNATURE)?;
        Ok(Self { tree, signature })
    }

    /// The node at a path of local names below the signature; with `nth`, the one so many siblings of that name on.
    pub fn node(&self, path: &[&str], nth: usize) -> Option<NodeId> {
        let (last, above) = path.split_last()?;
        let mut at = self.signature;
        for name in above {
            at = children(self.tree, at, name).next()?;
        }
        children(self.tree, at, last).nth(nth)
    }

    /// The node at a path below another node.
    pub fn below(&self, node: NodeId, path: &[&str]) -> Option<NodeId> {
        path.iter().try_fold(node, |at, name| children(self.tree, at, name).next())
    }

    /// All nodes of the last name of a path.
    pub fn all(&self, path: &[&str]) -> Vec<NodeId> {
        let Some((last, above)) = path.split_last() else { return Vec::new() };
        self.below(self.signature, above).map_or_else(Vec::new, |at| children(self.tree, at, last).collect())
    }

    /// The text of an element that holds text only.
    pub fn text(&self, node: NodeId) -> String {
        self.tree.children_iter(node).filter_map(|child| self.tree.text_content(child)).collect()
    }

    /// The `Algorithm` of every child, in order.
    pub fn algorithms(&self, node: NodeId) -> Vec<&'t str> {
        let named = self.tree.children_iter(node).filter_map(|child| self.tree.element(child));
        named.map(|element| element.get_attribute("Algorithm").unwrap_or_default()).collect()
    }

    /// An attribute without a namespace.
    pub fn attribute(&self, node: NodeId, name: &str) -> Option<&'t str> {
        self.tree.element(node)?.get_attribute(name)
    }
}

fn children<'t>(tree: &'t Document<'t>, node: NodeId, name: &str) -> impl Iterator<Item = NodeId> {
    tree.children_iter(node).filter(move |child| tree.element(*child).is_some_and(|e| e.name.local_name == name))
}

fn refuse((class, code): Code, found: impl ToString) -> Refusal {
    Reason::new(class, code).found(found).into()
}

fn fits(tree: &Document<'_>, node: NodeId, row: &Row) -> Result<(), Refusal> {
    let Some(element) = tree.element(node) else { return Err(refuse(row.otherwise, row.name)) };
    for attribute in &element.attributes {
        let plain = attribute.name.namespace_uri.as_deref().unwrap_or_default().is_empty();
        if !plain || !row.attributes.contains(&&*attribute.name.local_name) {
            return Err(refuse(row.otherwise, format!("{}/@{}", row.name, attribute.name.local_name)));
        }
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
    let parts: &[Part] = match row.holds {
        Holds::Text if elements.is_empty() => return Ok(()),
        Holds::Text => return Err(refuse(row.otherwise, row.name)),
        Holds::Nothing => &[],
        Holds::Parts(parts) => parts,
    };
    if text {
        return Err(refuse(row.otherwise, format!("text in {}", row.name)));
    }
    let is = |child: NodeId, row: &Row| tree.element(child).is_some_and(|e| e.name.matches(Some(row.space), row.name));
    let mut rest = elements.into_iter().peekable();
    for part in parts {
        let mut count = 0;
        while let Some(child) = rest.next_if(|child| is(*child, part.row)) {
            count += 1;
            if count > part.most {
                return Err(refuse(part.code, format!("{} × {}", part.row.name, count)));
            }
            fits(tree, child, part.row)?;
        }
        if count < part.least {
            let stranger = rest.peek().and_then(|child| tree.element(*child));
            return Err(match stranger {
                Some(e)
                    if e.name
                        .namespace_uri
                        .as_deref()
                        .is_some_and(|uri| uri != XADES && uri.starts_with(XADES_ANY)) =>
                {
                    refuse((Class::Unknown, "shape.xades_version"), e.name.namespace_uri.as_deref().unwrap_or_default())
                }
                _ => refuse(part.code, format!("no {} in {}", part.row.name, row.name)),
            });
        }
    }
    let Some(child) = rest.next() else { return Ok(()) };
    let code = parts.iter().find(|part| is(child, part.row)).map_or(row.otherwise, |part| part.code);
    let name = tree.element(child).map_or("", |e| &e.name.local_name);
    Err(refuse(code, format!("{name} in {}", row.name)))
}
