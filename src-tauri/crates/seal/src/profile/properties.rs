//! What does the signer say about the signing? Signed properties (XAdES 1.3.2): time, role, and the certificate bound.

use tamga_origin::Timestamp;
use uppsala::NodeId;
use x509_cert::der::asn1::{AnyRef, Int};
use x509_cert::der::{Decode as _, Reader as _, SliceReader};

use super::Claimed;
use super::reference::digest_of;
use super::scene::Scene;
use super::shape::Shape;
use super::table::Row;
use super::transform::decoded;
use crate::algorithm::Digest;
use crate::certificate::SignerCertificate;
use crate::refusal::{Class, Reason, Refusal};

/// The digest of the signer's certificate, inside the signed bytes.
pub struct Binding {
    pub digest: Digest,
    pub value: Vec<u8>,
    /// The serial number beside the digest, lower-case hex; `None` without one.
    serial: Option<String>,
}

/// Signed properties, read.
pub struct Stated {
    pub node: NodeId,
    pub claimed: Claimed,
    pub binding: Binding,
}

impl Stated {
    /// Reads the properties of a signature whose shape was checked.
    pub fn read(shape: &Shape<'_>, object: NodeId, row: &Row) -> Result<Self, Refusal> {
        let node = shape.below(object, &["QualifyingProperties", "SignedProperties"]);
        let node = node.ok_or_else(|| wrong("missing"))?;
        let within = |path: &[&str]| shape.below(node, path);
        let time = within(&["SignedSignatureProperties", "SigningTime"]);
        let at = time.and_then(|time| Timestamp::parse_rfc3339(&shape.text(time)));
        if row.own && at.is_none() {
            return Err(wrong("SigningTime"));
        }
        let role = within(&["SignedSignatureProperties", "SignerRoleV2", "ClaimedRoles", "ClaimedRole"]);
        let role = role.filter(|_| row.own).map_or_else(String::new, |role| shape.text(role));
        Ok(Self { node, claimed: Claimed { at, role }, binding: binding(shape, node, row)? })
    }

    /// Do the properties speak about this signature and the reference to the document?
    pub fn speak_of(&self, scene: &Scene<'_>, shape: &Shape<'_>, document: NodeId) -> Result<(), Refusal> {
        let names = |node: Option<NodeId>, attribute, carrier| {
            let uri = node.and_then(|node| shape.attribute(node, attribute));
            let name = uri.and_then(|uri| uri.strip_prefix('#')).unwrap_or_default();
            !name.is_empty() && scene.carriers(name) == [carrier]
        };
        if !names(shape.node(&["Object", "QualifyingProperties"]), "Target", shape.signature) {
            return Err(wrong("Target"));
        }
        let format = shape.below(self.node, &["SignedDataObjectProperties", "DataObjectFormat"]);
        if !names(format, "ObjectReference", document) {
            return Err(wrong("ObjectReference"));
        }
        Ok(())
    }

    /// A serial number beside the digest that is not the certificate's: worth knowing, the digest decides.
    pub fn serial_differs(&self, certificate: &SignerCertificate) -> Option<Reason> {
        let stated = self.binding.serial.as_ref()?;
        let differs = stated.trim_start_matches('0') != certificate.serial.trim_start_matches('0');
        differs
            .then(|| Reason::new(Class::Note, "sig.serial_differs").found(stated).with("expected", &certificate.serial))
    }
}

/// The certificate the properties name; where they name several, the first.
fn binding(shape: &Shape<'_>, properties: NodeId, row: &Row) -> Result<Binding, Refusal> {
    let named = |name| shape.below(properties, &["SignedSignatureProperties", name, "Cert"]);
    let (certificate, serial) = match (named("SigningCertificate"), named("SigningCertificateV2")) {
        (Some(_), Some(_)) => return Err(wrong("SigningCertificate and SigningCertificateV2")),
        (Some(first), None) => {
            let number = shape.below(first, &["IssuerSerial", "X509SerialNumber"]);
            (first, number.map(|number| hex_of_decimal(shape.text(number).trim()).unwrap_or_default()))
        }
        (None, Some(second)) => {
            let serial = shape.below(second, &["IssuerSerialV2"]);
            (second, serial.map(|serial| serial_inside(&shape.text(serial)).unwrap_or_default()))
        }
        (None, None) => return Err(Refusal::unknown("sig.certificate_missing", "SigningCertificate")),
    };
    let digest = shape.below(certificate, &["CertDigest"]).ok_or_else(|| wrong("CertDigest"))?;
    let (digest, value) = digest_of(shape, digest, row)?;
    Ok(Binding { digest, value, serial })
}

/// The serial number inside an `IssuerSerial` (RFC 5035) in base64.
fn serial_inside(text: &str) -> Option<String> {
    let der = decoded(text).ok()?;
    let serial = SliceReader::new(&der).ok()?.sequence(|inner| {
        AnyRef::decode(inner)?;
        Int::decode(inner)
    });
    Some(crate::digest::hex(serial.ok()?.as_bytes()))
}

/// A number of any length from decimal digits to lower-case hex.
fn hex_of_decimal(digits: &str) -> Option<String> {
    let mut bytes: Vec<u8> = Vec::new();
    // Longer numbers are no serial numbers (RFC 5280 4.1.2.2).
    if digits.is_empty() || digits.len() > 60 {
        return None;
    }
    for digit in digits.chars() {
        let mut carry = digit.to_digit(10)?;
        for byte in bytes.iter_mut().rev() {
            let sum = u32::from(*byte) * 10 + carry;
            *byte = u8::try_from(sum % 256).ok()?;
            carry = sum / 256;
        }
        if carry > 0 {
            bytes.insert(0, u8::try_from(carry).ok()?);
        }
    }
    Some(crate::digest::hex(&bytes))
}

fn wrong(what: &str) -> Refusal {
    Refusal::invalid("shape.signed_properties", what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_serial_numbers_become_hex() {
        assert_eq!(hex_of_decimal("0").as_deref(), Some(""));
        assert_eq!(hex_of_decimal("255").as_deref(), Some("ff"));
        assert_eq!(hex_of_decimal("65536").as_deref(), Some("010000"));
        assert_eq!(
            hex_of_decimal("340282366920938463463374607431768211456").as_deref(),
            Some("0100000000000000000000000000000000")
        );
        assert_eq!(hex_of_decimal("12a"), None);
        assert_eq!(hex_of_decimal(""), None);
    }
}
