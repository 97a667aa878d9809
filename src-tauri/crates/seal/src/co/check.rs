//! The four steps over one document: own form, shape, arithmetic, certificate binding; each fail-closed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tamga_origin::Timestamp;
use tamga_xml::{Gated, Limits, gate};
use uppsala::{Document, NodeId, NodeKind};

use super::shape::{DS, Shape};
use super::{Claimed, NAMESPACE, PROPERTIES_TYPE, ROOT, SignedBytes, Whole};
use crate::algorithm::{Algorithm, Digest, same, verify};
use crate::canonical::{self, EXCLUSIVE};
use crate::certificate::SignerCertificate;
use crate::evidence::OfferedEvidence;
use crate::refusal::{Class, Reason, Refusal};

pub const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// What a look over the whole tree found.
pub struct Survey<'t> {
    pub root: NodeId,
    pub signatures: Vec<NodeId>,
    ids: Vec<(NodeId, &'t str)>,
}

impl Survey<'_> {
    /// Elements that carry this value as `Id`, `ID`, `id` or `xml:id`.
    pub fn carriers(&self, id: &str) -> Vec<NodeId> {
        self.ids.iter().filter(|(_, value)| *value == id).map(|(node, _)| *node).collect()
    }
}

/// Our own form in bytes: no byte-order mark, no raw carriage return (a signed one is written `&#xD;`), so that two
/// files with one seal differ in nothing.
pub fn own_bytes(doc: &Gated<'_>) -> Result<(), Refusal> {
    if doc.has_byte_order_mark() {
        return Err(Refusal::invalid("gate.bom", "byte-order mark"));
    }
    if doc.bytes().contains(&b'\r') {
        return Err(Refusal::invalid("gate.not_wellformed", "carriage return"));
    }
    Ok(())
}

pub fn parse<'a>(doc: &Gated<'a>) -> Result<Document<'a>, Refusal> {
    uppsala::parse(doc.text()).map_err(|error| Refusal::invalid("gate.not_wellformed", error))
}

/// Looks over every node once: root of our form, elements and text only, where signatures and ids stand.
pub fn survey<'t>(tree: &'t Document<'_>) -> Result<Survey<'t>, Refusal> {
    let root = tree.document_element().ok_or_else(|| Refusal::invalid("gate.not_wellformed", "no root"))?;
    let name = tree.element(root).map(|element| &element.name);
    if !name.is_some_and(|name| name.matches(Some(NAMESPACE), ROOT)) {
        return Err(Refusal::unknown("shape.unknown_form", name.map_or("", |name| &*name.local_name)));
    }
    let mut found = Survey { root, signatures: Vec::new(), ids: Vec::new() };
    for node in tree.descendants(tree.root()) {
        match tree.node_kind(node) {
            Some(NodeKind::Element(element)) => {
                if element.name.matches(Some(DS), "Signature") {
                    found.signatures.push(node);
                }
                for attribute in &element.attributes {
                    if matches!(&*attribute.name.local_name, "Id" | "ID" | "id") {
                        found.ids.push((node, &attribute.value));
                    }
                }
            }
            Some(NodeKind::Text(_)) => {}
            _ => return Err(Refusal::invalid("gate.comment", "comment")),
        }
    }
    Ok(found)
}

pub fn check(doc: &Gated<'_>) -> Result<Whole, Refusal> {
    own_bytes(doc)?;
    let tree = parse(doc)?;
    let survey = survey(&tree)?;
    let signature = placed(&tree, &survey)?;
    let shape = Shape::read(&tree, signature)?;
    let claims = Stated::read(&shape, &survey, signature)?;
    let signed = canonical::whole(&tree, Some(signature))?;
    let chain = certificates(&shape)?;
    let (leaf, above) = chain.split_first().ok_or_else(|| Refusal::unknown("sig.certificate_missing", ""))?;
    if !same(&claims.certificate.0.of(leaf), &claims.certificate.1) {
        return Err(Refusal::invalid("sig.certificate_differs", crate::digest::sha256_hex(leaf)));
    }
    let signer = SignerCertificate::read(leaf)?;

    let mut reasons = Vec::new();
    if !same(&claims.document.0.of(&signed), &claims.document.1) {
        reasons.push(Reason::new(Class::Invalid, "sig.digest").found("document"));
    }
    let properties = canonical::part(&tree, claims.properties)?;
    if !same(&claims.stated.0.of(&properties), &claims.stated.1) {
        reasons.push(Reason::new(Class::Invalid, "sig.digest").found("properties"));
    }
    let info = shape.node(&["SignedInfo"], 0).ok_or_else(|| Refusal::invalid("shape.child_order", "SignedInfo"))?;
    let info = canonical::part(&tree, info)?;
    let stampable = shape.node(&["SignatureValue"], 0).ok_or_else(|| Refusal::invalid("shape.child_order", ""))?;
    let stampable = canonical::part(&tree, stampable)?;
    if let Err(refusal) = verify(claims.algorithm, &signer.key, &signer.public, &info, &claims.value) {
        reasons.extend(refusal.reasons);
    }
    if !reasons.is_empty() {
        return Err(Refusal { reasons });
    }
    // What readers get has to be readable: the canonical form of a file near the size limit may lie above it.
    gate(&signed, &Limits::OWN)?;
    Ok(Whole {
        signed: SignedBytes(signed),
        signer,
        above: above.to_vec(),
        claimed: claims.claimed,
        algorithm: claims.algorithm,
        digest: claims.document.0,
        value: claims.value,
        stampable,
        offered: OfferedEvidence::default(),
    })
}

/// The one signature, where it has to stand: last child of the root.
fn placed(tree: &Document<'_>, survey: &Survey<'_>) -> Result<NodeId, Refusal> {
    let signature = match survey.signatures.as_slice() {
        [] => return Err(Refusal::unknown("shape.no_signature", "")),
        [one] => *one,
        several => return Err(Refusal::unknown("shape.signature_count", several.len())),
    };
    if tree.parent(signature) != Some(survey.root) || tree.last_child(survey.root) != Some(signature) {
        return Err(Refusal::unknown("shape.signature_place", ""));
    }
    Ok(signature)
}

/// What the signature states, with references matched to the nodes they have to mean.
struct Stated {
    algorithm: Algorithm,
    value: Vec<u8>,
    document: (Digest, Vec<u8>),
    stated: (Digest, Vec<u8>),
    properties: NodeId,
    certificate: (Digest, Vec<u8>),
    claimed: Claimed,
}

impl Stated {
    fn read(shape: &Shape<'_>, survey: &Survey<'_>, signature: NodeId) -> Result<Self, Refusal> {
        let absent = |what: &str| Refusal::invalid("shape.child_order", what);
        let node = |path: &[&str]| shape.node(path, 0).ok_or_else(|| absent(path.last().unwrap_or(&"")));
        let form = shape.attribute(node(&["SignedInfo", "CanonicalizationMethod"])?, "Algorithm").unwrap_or_default();
        if form != EXCLUSIVE {
            return Err(Refusal::unknown("alg.canonicalization", form));
        }
        let method = shape.attribute(node(&["SignedInfo", "SignatureMethod"])?, "Algorithm").unwrap_or_default();
        let algorithm = Algorithm::from_uri(method)?;
        let qualifying = node(&["Object", "QualifyingProperties"])?;
        let properties = node(&["Object", "QualifyingProperties", "SignedProperties"])?;
        let id = shape.attribute(properties, "Id").unwrap_or_default();

        let reference = |nth| shape.node(&["SignedInfo", "Reference"], nth).ok_or_else(|| absent("Reference"));
        let (first, second) = (reference(0)?, reference(1)?);
        target(shape.attribute(first, "URI"), "", "ref.document_uncovered", id, survey)?;
        target(shape.attribute(second, "URI"), id, "ref.properties_uncovered", id, survey)?;
        if survey.carriers(id) != [properties] {
            return Err(Refusal::invalid("ref.target_ambiguous", id));
        }
        match (shape.attribute(first, "Type"), shape.attribute(second, "Type")) {
            (None, Some(PROPERTIES_TYPE)) => {}
            (one, two) => return Err(Refusal::unknown("ref.type", one.or(two).unwrap_or_default())),
        }
        let document = digest(shape, first, &[ENVELOPED, EXCLUSIVE])?;
        let stated = digest(shape, second, &[EXCLUSIVE])?;

        let properties_wrong = |what: &str| Refusal::invalid("shape.signed_properties", what);
        let names = |node, attribute, carrier| {
            let name = shape.attribute(node, attribute).and_then(|uri| uri.strip_prefix('#')).unwrap_or_default();
            !name.is_empty() && survey.carriers(name) == [carrier]
        };
        if !names(qualifying, "Target", signature) {
            return Err(properties_wrong("Target"));
        }
        let within = |path: &[&str]| shape.below(properties, path).ok_or_else(|| properties_wrong("missing"));
        if !names(within(&["SignedDataObjectProperties", "DataObjectFormat"])?, "ObjectReference", first) {
            return Err(properties_wrong("ObjectReference"));
        }
        let time = shape.text(within(&["SignedSignatureProperties", "SigningTime"])?);
        let at = Timestamp::parse_rfc3339(&time).ok_or_else(|| properties_wrong("SigningTime"))?;
        let role =
            shape.below(properties, &["SignedSignatureProperties", "SignerRoleV2", "ClaimedRoles", "ClaimedRole"]);
        let bound = within(&["SignedSignatureProperties", "SigningCertificateV2", "Cert", "CertDigest"])?;
        Ok(Self {
            algorithm,
            value: decoded(&shape.text(node(&["SignatureValue"])?))?,
            document,
            stated,
            properties,
            certificate: digest_of(shape, bound)?,
            claimed: Claimed { at, role: role.map_or_else(String::new, |role| shape.text(role)) },
        })
    }
}

/// Does a reference mean what it has to: the whole file (`wanted` empty) or the signed properties?
fn target(
    uri: Option<&str>,
    wanted: &str,
    uncovered: &'static str,
    properties: &str,
    survey: &Survey<'_>,
) -> Result<(), Refusal> {
    let Some(uri) = uri else { return Err(Refusal::unknown("ref.form", "no URI")) };
    let id = match uri.strip_prefix('#') {
        None if uri.is_empty() => "",
        None => return Err(Refusal::unknown("ref.outside", uri)),
        Some(id) if id.is_empty() || id.contains(['(', '/']) => return Err(Refusal::unknown("ref.form", uri)),
        Some(id) => id,
    };
    if id == wanted {
        return Ok(());
    }
    match survey.carriers(id).is_empty() {
        _ if id.is_empty() || id == properties => Err(Refusal::invalid(uncovered, uri)),
        true => Err(Refusal::invalid("ref.target_missing", uri)),
        false => Err(Refusal::invalid("ref.target_other", uri)),
    }
}

fn digest(shape: &Shape<'_>, reference: NodeId, transforms: &[&str]) -> Result<(Digest, Vec<u8>), Refusal> {
    let found = shape.below(reference, &["Transforms"]).map_or_else(Vec::new, |all| shape.algorithms(all));
    if found != transforms {
        return Err(Refusal::unknown("alg.transform", found.join(" ")));
    }
    digest_of(shape, reference)
}

fn digest_of(shape: &Shape<'_>, holder: NodeId) -> Result<(Digest, Vec<u8>), Refusal> {
    let absent = || Refusal::invalid("shape.child_order", "digest");
    let method = shape.below(holder, &["DigestMethod"]).ok_or_else(absent)?;
    let value = shape.below(holder, &["DigestValue"]).ok_or_else(absent)?;
    Ok((Digest::from_uri(shape.attribute(method, "Algorithm").unwrap_or_default())?, decoded(&shape.text(value))?))
}

fn certificates(shape: &Shape<'_>) -> Result<Vec<Vec<u8>>, Refusal> {
    let all = shape.all(&["KeyInfo", "X509Data", "X509Certificate"]);
    all.into_iter().map(|node| decoded(&shape.text(node))).collect()
}

/// Strict base64, white space apart.
fn decoded(text: &str) -> Result<Vec<u8>, Refusal> {
    let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '\t' | '\n' | '\r')).collect();
    BASE64.decode(bare).map_err(|error| Refusal::invalid("sig.encoding", error))
}
