//! The signature of `seal-and-paper.md` 4.1 as bytes, put in before the last end tag; nothing before or after it changes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tamga_origin::Timestamp;
use tamga_xml::{Limits, gate};

use super::Sealed;
use crate::algorithm::Digest;
use crate::canonical::{self, EXCLUSIVE, Form, Method};
use crate::certificate::DEMONSTRATION;
use crate::digest::sha256_hex;
use crate::error::SignError;
use crate::fast;
use crate::profile::{CO, DS, ENVELOPED, PROPERTIES_TYPE, Scene, XADES, check_co, own, parse};
use crate::refusal::Refusal;
use crate::signer::{Chain, Signer};

/// The identifiers that a signature brings along.
const IDS: [&str; 4] = ["sig", "ref", "sp", "sv"];
/// Certificates above the leaf that a file carries at most.
const ABOVE: usize = 4;

pub fn sign_co(unsigned: &[u8], at: Timestamp, by: &mut dyn Signer) -> Result<Sealed, SignError> {
    let chain = by.certificate().clone();
    chain.leaf.must_live_at(at)?;
    let (content, place) = unsigned_content(unsigned)?;
    let properties = properties(&chain, at);
    let algorithm = by.choose(CO.signatures)?;
    let info = signed_info(algorithm.uri(), &content, &declared(&properties, "xades", XADES));
    let value = by.sign(algorithm, declared(&info, "ds", DS).as_bytes())?;
    let signature = signature(&info, &value, &chain, &properties);

    let (before, after) = unsigned.split_at(place);
    let bytes = [before, signature.as_bytes(), after].concat();
    let whole = gate(&bytes, &Limits::OWN).map_err(Refusal::from).and_then(|gated| check_co(&gated));
    let whole = whole.map_err(SignError::SelfCheck)?;
    if whole.signed.as_slice() != content || whole.signer.as_ref() != Some(&chain.leaf) {
        return Err(SignError::SelfCheck(Refusal::invalid("sig.digest", "other content than was given")));
    }
    Ok(Sealed { sha256: sha256_hex(&bytes), bytes, signed: whole.signed })
}

/// The canonical form of a document without a signature, and where in its bytes the last end tag begins.
fn unsigned_content(unsigned: &[u8]) -> Result<(Vec<u8>, usize), SignError> {
    let gated = gate(unsigned, &Limits::OWN).map_err(|refusal| SignError::Document(refusal.into()))?;
    if fast::is_content(&gated, &IDS)
        && let Some(place) = gated.text().rfind("</")
    {
        return Ok((unsigned.to_vec(), place));
    }
    let tree = parse(&gated).map_err(SignError::Document)?;
    let scene = Scene::of(&tree).map_err(SignError::Document)?;
    own(&gated, &scene).map_err(SignError::Document)?;
    if !scene.signatures.is_empty() {
        return Err(SignError::AlreadySigned);
    }
    if let Some(taken) = IDS.into_iter().find(|id| !scene.carriers(id).is_empty()) {
        return Err(SignError::Document(Refusal::invalid("ref.target_ambiguous", taken)));
    }
    // After the gate a raw `</` is an end tag, and nothing but white space stands after the root's.
    let place = gated.text().rfind("</");
    let place = place.ok_or_else(|| SignError::Document(Refusal::unknown("shape.unknown_form", "empty root")))?;
    Ok((canonical::document(&tree, &Form::plain(Method::Exclusive), None).map_err(SignError::Document)?, place))
}

/// A part as its exclusive canonical form has it: with the declaration its first element inherits, and, for signed
/// properties, those that the digest's elements inherit.
fn declared(part: &str, prefix: &str, namespace: &str) -> String {
    let cut = part.find([' ', '>']).unwrap_or(part.len());
    let (head, rest) = part.split_at(cut);
    let rest = match prefix {
        "xades" => rest
            .replace("<ds:DigestMethod ", &format!("<ds:DigestMethod xmlns:ds=\"{DS}\" "))
            .replace("<ds:DigestValue>", &format!("<ds:DigestValue xmlns:ds=\"{DS}\">")),
        _ => rest.to_owned(),
    };
    format!("{head} xmlns:{prefix}=\"{namespace}\"{rest}")
}

fn digest_elements(digest: &[u8]) -> String {
    let (uri, value) = (Digest::Sha256.uri(), BASE64.encode(digest));
    format!("<ds:DigestMethod Algorithm=\"{uri}\"></ds:DigestMethod><ds:DigestValue>{value}</ds:DigestValue>")
}

fn transforms(uris: &[&str]) -> String {
    let each = uris.iter().map(|uri| format!("<ds:Transform Algorithm=\"{uri}\"></ds:Transform>"));
    format!("<ds:Transforms>{}</ds:Transforms>", each.collect::<String>())
}

fn properties(chain: &Chain, at: Timestamp) -> String {
    let role = match chain.leaf.demonstration {
        true => format!(
            "<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>{DEMONSTRATION}</xades:ClaimedRole>\
             </xades:ClaimedRoles></xades:SignerRoleV2>"
        ),
        false => String::new(),
    };
    let certificate = digest_elements(&Digest::Sha256.of(&chain.leaf.der));
    format!(
        "<xades:SignedProperties Id=\"sp\"><xades:SignedSignatureProperties>\
         <xades:SigningTime>{}</xades:SigningTime>\
         <xades:SigningCertificateV2><xades:Cert><xades:CertDigest>{certificate}</xades:CertDigest></xades:Cert>\
         </xades:SigningCertificateV2>{role}</xades:SignedSignatureProperties>\
         <xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference=\"#ref\">\
         <xades:MimeType>application/xml</xades:MimeType></xades:DataObjectFormat>\
         </xades:SignedDataObjectProperties></xades:SignedProperties>",
        at.rfc3339_seconds()
    )
}

fn signed_info(method: &str, content: &[u8], properties: &str) -> String {
    let (document, stated) = (Digest::Sha256.of(content), Digest::Sha256.of(properties.as_bytes()));
    format!(
        "<ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\"></ds:CanonicalizationMethod>\
         <ds:SignatureMethod Algorithm=\"{method}\"></ds:SignatureMethod>\
         <ds:Reference Id=\"ref\" URI=\"\">{}{}</ds:Reference>\
         <ds:Reference Type=\"{PROPERTIES_TYPE}\" URI=\"#sp\">{}{}</ds:Reference></ds:SignedInfo>",
        transforms(&[ENVELOPED, EXCLUSIVE]),
        digest_elements(&document),
        transforms(&[EXCLUSIVE]),
        digest_elements(&stated),
    )
}

fn signature(info: &str, value: &[u8], chain: &Chain, properties: &str) -> String {
    let certificates = std::iter::once(&chain.leaf.der).chain(chain.above.iter().take(ABOVE));
    let certificates: String =
        certificates.map(|der| format!("<ds:X509Certificate>{}</ds:X509Certificate>", BASE64.encode(der))).collect();
    format!(
        "<ds:Signature xmlns:ds=\"{DS}\" Id=\"sig\">{info}<ds:SignatureValue Id=\"sv\">{}</ds:SignatureValue>\
         <ds:KeyInfo><ds:X509Data>{certificates}</ds:X509Data></ds:KeyInfo>\
         <ds:Object><xades:QualifyingProperties xmlns:xades=\"{XADES}\" Target=\"#sig\">{properties}\
         </xades:QualifyingProperties></ds:Object></ds:Signature>",
        BASE64.encode(value)
    )
}
