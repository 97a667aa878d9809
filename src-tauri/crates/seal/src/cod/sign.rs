//! One signature of a COD as bytes: the shape that current production files have (`aladi-cod.md` 11.2).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tamga_origin::Timestamp;
use tamga_xml::{Gated, Limits, Writer, gate};
use uppsala::{Document, NodeId};

use super::place::Places;
use super::{CodSignature, ENVELOPE, key_value};
use crate::algorithm::{Algorithm, Digest};
use crate::canonical::{self, EXCLUSIVE, Form, Method};
use crate::co::Sealed;
use crate::digest::sha256_hex;
use crate::error::SignError;
use crate::profile::{DS, ENVELOPED, Keys, SignedBytes, Whole, check, parse};
use crate::refusal::Refusal;
use crate::signer::{Chain, Signer};

/// Form of `SignedInfo`: Canonical XML 1.0 with comments, of which there are none.
const INFO_FORM: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments";

/// What a COD is signed with. SHA-1 is not among them, and never will be.
const METHODS: [Algorithm; 5] =
    [Algorithm::RsaSha256, Algorithm::RsaSha384, Algorithm::RsaSha512, Algorithm::EcdsaSha256, Algorithm::EcdsaSha384];

pub fn sign_cod(document: &[u8], which: CodSignature, at: Timestamp, by: &mut dyn Signer) -> Result<Sealed, SignError> {
    let chain = by.certificate().clone();
    chain.leaf.must_live_at(at)?;
    let method = by.choose(&METHODS)?;
    let gated = admitted(document)?;
    let places = Places::of(&gated).map_err(SignError::Document)?;
    places.allow(which)?;
    if which == CodSignature::Official {
        exporter_holds(&gated)?;
    }
    let place = places.covered(which).end;
    let content = covered(&gated, &places, which).map_err(SignError::Document)?;
    let written = Written { which, method, digest: Digest::Sha256.of(&content), chain: &chain };
    // In the inclusive form a part takes the namespaces of all that stand around it, so it is formed in its place.
    let blank = put(document, place, &written.signature("")?)?;
    let info = signed_info(&blank, which).map_err(SignError::Document)?;
    let value = by.sign(method, &info)?;
    let bytes = put(document, place, &written.signature(&BASE64.encode(value))?)?;

    let signed = self_check(&bytes, which, &chain)?;
    if signed.as_slice() != content {
        return Err(SignError::SelfCheck(Refusal::invalid("sig.digest", "other content than was given")));
    }
    Ok(Sealed { sha256: sha256_hex(&bytes), bytes, signed })
}

/// The ordinary verifier over a COD, whatever its stage: one result for each of its signatures.
fn verified(doc: &Gated<'_>) -> Result<Vec<Whole>, Refusal> {
    check(doc, Keys::InDocument)
}

/// The official's signature covers the exporter's and makes it part of a certificate: only one that holds may become so.
fn exporter_holds(doc: &Gated<'_>) -> Result<(), SignError> {
    verified(doc).map(drop).map_err(SignError::ExporterSignature)
}

/// A faulty token or a flipped bit never leaves the house: the finished file, read and verified like anybody's.
fn self_check(bytes: &[u8], which: CodSignature, chain: &Chain) -> Result<SignedBytes, SignError> {
    let gated = gate(bytes, &Limits::FOREIGN).map_err(Refusal::from);
    let seals = gated.and_then(|gated| verified(&gated)).map_err(SignError::SelfCheck)?;
    let ours = seals.into_iter().find(|seal| seal.profile == which.profile());
    let ours = ours.filter(|seal| seal.signer.as_ref() == Some(&chain.leaf));
    let missing = || SignError::SelfCheck(Refusal::invalid("sig.certificate_differs", which.id()));
    Ok(ours.ok_or_else(missing)?.signed)
}

/// A COD as it may be signed: comments outside of what is signed do no harm, a byte-order mark makes customs refuse it.
fn admitted(document: &[u8]) -> Result<Gated<'_>, SignError> {
    let limits = Limits { byte_order_mark: false, ..Limits::FOREIGN };
    gate(document, &limits).map_err(|refusal| SignError::Document(refusal.into()))
}

fn put(document: &[u8], place: usize, signature: &str) -> Result<Vec<u8>, SignError> {
    let (before, after) = document.split_at_checked(place).ok_or(SignError::Failed)?;
    Ok([before, signature.as_bytes(), after].concat())
}

/// The canonical form of what a signature covers; the tree has to find it where the gate saw it.
fn covered(doc: &Gated<'_>, places: &Places, which: CodSignature) -> Result<Vec<u8>, Refusal> {
    let tree = parse(doc)?;
    let node = covered_node(&tree, which).filter(|node| tree.node_range(*node).as_ref() == Some(places.covered(which)));
    let node = node.ok_or_else(|| Refusal::invalid("ref.target_missing", which.id()))?;
    canonical::part(&tree, node, &Form::plain(Method::Exclusive), None)
}

fn covered_node(tree: &Document<'_>, which: CodSignature) -> Option<NodeId> {
    let root = tree.document_element()?;
    let codeh = child(tree, child(tree, root, ENVELOPE, "CertOrigin")?, "", "CODEH")?;
    match which {
        CodSignature::Official => Some(codeh),
        CodSignature::Exporter => child(tree, child(tree, codeh, "", "CODExporter")?, "", "COD"),
    }
}

fn child(tree: &Document<'_>, node: NodeId, space: &str, name: &str) -> Option<NodeId> {
    let space = if space.is_empty() { None } else { Some(space) };
    tree.children_iter(node).find(|child| tree.element(*child).is_some_and(|it| it.name.matches(space, name)))
}

/// The bytes that are signed: `SignedInfo` where it stands, in the inclusive form with comments.
fn signed_info(bytes: &[u8], which: CodSignature) -> Result<Vec<u8>, Refusal> {
    let gated = gate(bytes, &Limits::FOREIGN)?;
    let tree = parse(&gated)?;
    let absent = || Refusal::invalid("shape.child_order", "SignedInfo");
    let beside = covered_node(&tree, which).and_then(|node| tree.parent(node)).ok_or_else(absent)?;
    let info = child(&tree, beside, DS, "Signature").and_then(|signature| child(&tree, signature, DS, "SignedInfo"));
    canonical::part(&tree, info.ok_or_else(absent)?, &Form { comments: true, ..Form::plain(Method::Inclusive) }, None)
}

/// A signature to be written.
struct Written<'a> {
    which: CodSignature,
    method: Algorithm,
    digest: Vec<u8>,
    chain: &'a Chain,
}

impl Written<'_> {
    fn signature(&self, value: &str) -> Result<String, SignError> {
        let named = |writer: &mut Writer, element: &str, uri: &str| {
            writer.element_with(element, &[("Algorithm", uri)], "");
        };
        let mut writer = Writer::default();
        writer.start_with("ds:Signature", &[("xmlns:ds", DS)]).start("ds:SignedInfo");
        named(&mut writer, "ds:CanonicalizationMethod", INFO_FORM);
        named(&mut writer, "ds:SignatureMethod", self.method.uri());
        writer.start_with("ds:Reference", &[("URI", &format!("#{}", self.which.id()))]).start("ds:Transforms");
        named(&mut writer, "ds:Transform", ENVELOPED);
        named(&mut writer, "ds:Transform", EXCLUSIVE);
        writer.end();
        named(&mut writer, "ds:DigestMethod", Digest::Sha256.uri());
        writer.element("ds:DigestValue", &BASE64.encode(&self.digest)).end().end();
        writer.element("ds:SignatureValue", value).start("ds:KeyInfo");
        key_value::write(&self.chain.leaf, &mut writer)?;
        writer.start("ds:X509Data").element("ds:X509SubjectName", &self.chain.leaf.subject);
        writer.element("ds:X509Certificate", &BASE64.encode(&self.chain.leaf.der));
        String::from_utf8(writer.finish()).map_err(|_| SignError::Failed)
    }
}
