//! Which certificates and keys does a signature carry, and whose key made it? Statements beside the signature; they are
//! bound by the signed properties, or have to agree with each other.

use uppsala::NodeId;

use super::Keys;
use super::properties::Binding;
use super::reference::decoded;
use super::shape::Shape;
use crate::algorithm::same;
use crate::certificate::{KeyKind, SignerCertificate};
use crate::refusal::Refusal;
use crate::signer_key::SignerKey;

/// Who made the signature.
pub struct SignedBy {
    pub key: SignerKey,
    pub certificate: Option<SignerCertificate>,
    pub above: Vec<Vec<u8>>,
}

/// The key a signature is checked with, and its certificate.
pub fn signer(shape: &Shape<'_>, binding: Option<&Binding>, keys: Keys<'_>) -> Result<SignedBy, Refusal> {
    let all = shape.all(&["KeyInfo", "X509Data", "X509Certificate"]);
    let all = all.into_iter().map(|node| decoded(&shape.text(node))).collect::<Result<Vec<_>, Refusal>>();
    let (leaf, above) = chosen(all?, binding)?;
    let certificate = SignerCertificate::read(&leaf)?;
    let key = SignerKey::of(&certificate);
    if let Keys::Given(given) = keys
        && *given != key
    {
        return Err(Refusal::invalid("alg.key_mismatch", "another key was expected"));
    }
    for value in shape.all(&["KeyInfo", "KeyValue"]) {
        if key_value(shape, value)? != key {
            return Err(Refusal::invalid("sig.certificate_differs", "KeyValue"));
        }
    }
    Ok(SignedBy { key, certificate: Some(certificate), above })
}

/// The signer's certificate, and the others: the first one, which has to be the bound one.
fn chosen(all: Vec<Vec<u8>>, binding: Option<&Binding>) -> Result<(Vec<u8>, Vec<Vec<u8>>), Refusal> {
    let mut all = all.into_iter();
    let leaf = all.next().ok_or_else(|| Refusal::unknown("sig.certificate_missing", ""))?;
    if let Some(binding) = binding
        && !same(&binding.digest.of(&leaf), &binding.value)
    {
        return Err(Refusal::invalid("sig.certificate_differs", crate::digest::sha256_hex(&leaf)));
    }
    Ok((leaf, all.collect()))
}

/// The key a `KeyValue` spells out.
fn key_value(shape: &Shape<'_>, value: NodeId) -> Result<SignerKey, Refusal> {
    let text = |path: &[&str]| shape.below(value, path).map(|node| decoded(&shape.text(node))).transpose();
    if let (Some(modulus), Some(exponent)) = (text(&["RSAKeyValue", "Modulus"])?, text(&["RSAKeyValue", "Exponent"])?) {
        return SignerKey::rsa(&modulus, &exponent).ok_or_else(|| Refusal::invalid("shape.key_info", "RSAKeyValue"));
    }
    let curve = shape.below(value, &["ECKeyValue", "NamedCurve"]);
    let (Some(curve), Some(bytes)) = (curve, text(&["ECKeyValue", "PublicKey"])?) else {
        return Err(Refusal::invalid("shape.key_info", "KeyValue"));
    };
    let kind = match shape.attribute(curve, "URI").unwrap_or_default() {
        "urn:oid:1.2.840.10045.3.1.7" => KeyKind::P256,
        "urn:oid:1.3.132.0.34" => KeyKind::P384,
        other => return Err(Refusal::unknown("alg.curve", other)),
    };
    Ok(SignerKey { kind, bytes })
}
