//! Which certificates and keys does a signature carry, and whose key made it? Statements beside the signature; they are
//! bound by the signed properties, or have to agree with each other.

use uppsala::NodeId;

use super::Keys;
use super::properties::Binding;
use super::scene::children;
use super::shape::Shape;
use super::table::Row;
use super::transform::decoded;
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
pub fn signer(shape: &Shape<'_>, row: &Row, binding: Option<&Binding>, keys: Keys<'_>) -> Result<SignedBy, Refusal> {
    let data = shape.all(&["KeyInfo", "X509Data"]);
    let nodes = data.into_iter().flat_map(|data| children(shape.tree, data, "X509Certificate"));
    let all = nodes.map(|node| decoded(&shape.text(node))).collect::<Result<Vec<_>, Refusal>>()?;
    let by = match (keys, all.is_empty() && binding.is_none()) {
        (Keys::Given(given), true) => SignedBy { key: given.clone(), certificate: None, above: Vec::new() },
        (Keys::Given(given), false) => {
            let by = carried(all, row, binding)?;
            if by.key != *given {
                return Err(Refusal::invalid("alg.key_mismatch", "another key was expected"));
            }
            by
        }
        (Keys::InDocument, _) => carried(all, row, binding)?,
    };
    for value in shape.all(&["KeyInfo", "KeyValue"]) {
        match key_value(shape, value)? {
            Some(key) if key == by.key => {}
            Some(_) => return Err(Refusal::invalid("sig.certificate_differs", "KeyValue")),
            // A spelling that is not read cannot be held against the certificate; a key handed in does not ask it.
            None if by.certificate.is_none() => {}
            None => return Err(Refusal::unknown("shape.key_info", "KeyValue")),
        }
    }
    Ok(by)
}

/// The signer's certificate among those that a signature carries.
fn carried(mut all: Vec<Vec<u8>>, row: &Row, binding: Option<&Binding>) -> Result<SignedBy, Refusal> {
    if all.is_empty() {
        return Err(Refusal::unknown(if row.foreign { "cert.none" } else { "sig.certificate_missing" }, ""));
    }
    let place = match binding {
        Some(binding) => {
            let is_bound = |der: &Vec<u8>| same(&binding.digest.of(der), &binding.value);
            let place = all.iter().position(is_bound).filter(|place| *place == 0 || !row.own);
            let first = all.first().map(|der| crate::digest::sha256_hex(der)).unwrap_or_default();
            place.ok_or_else(|| Refusal::invalid("sig.certificate_differs", first))?
        }
        None => leaf(&all)?,
    };
    let certificate = SignerCertificate::read(&all.remove(place))?;
    Ok(SignedBy { key: SignerKey::of(&certificate), certificate: Some(certificate), above: all })
}

/// The one certificate that issued none of the others.
fn leaf(all: &[Vec<u8>]) -> Result<usize, Refusal> {
    if all.len() == 1 {
        return Ok(0);
    }
    let read = all.iter().map(|der| SignerCertificate::read(der)).collect::<Result<Vec<_>, Refusal>>()?;
    let issued = |one: &SignerCertificate| read.iter().any(|other| other != one && other.issuer == one.subject);
    let leaves: Vec<usize> = read.iter().enumerate().filter(|(_, one)| !issued(one)).map(|(place, _)| place).collect();
    match leaves.as_slice() {
        [one] => Ok(*one),
        several => Err(Refusal::unknown("sig.certificate_missing", format!("{} leaves", several.len()))),
    }
}

/// The key a `KeyValue` spells out; `None` in a spelling that is not read.
fn key_value(shape: &Shape<'_>, value: NodeId) -> Result<Option<SignerKey>, Refusal> {
    let text = |path: &[&str]| shape.below(value, path).map(|node| decoded(&shape.text(node))).transpose();
    if let (Some(modulus), Some(exponent)) = (text(&["RSAKeyValue", "Modulus"])?, text(&["RSAKeyValue", "Exponent"])?) {
        let key = SignerKey::rsa(&modulus, &exponent);
        return key.map(Some).ok_or_else(|| Refusal::invalid("shape.key_info", "RSAKeyValue"));
    }
    let curve = shape.below(value, &["ECKeyValue", "NamedCurve"]);
    let (Some(curve), Some(bytes)) = (curve, text(&["ECKeyValue", "PublicKey"])?) else { return Ok(None) };
    let kind = match shape.attribute(curve, "URI").unwrap_or_default() {
        "urn:oid:1.2.840.10045.3.1.7" => KeyKind::P256,
        "urn:oid:1.3.132.0.34" => KeyKind::P384,
        other => return Err(Refusal::unknown("alg.curve", other)),
    };
    Ok(Some(SignerKey { kind, bytes }))
}
