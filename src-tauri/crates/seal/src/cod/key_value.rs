//! How is a public key written into a `KeyValue`? By the numbers of an RSA key (XMLDSig 4.4.2.2) or the named curve and
//! point of an elliptic one (XMLDSig 1.1, 4.5.2.3). It says nothing that the certificate beside it does not say.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tamga_xml::Writer;
use x509_cert::der::asn1::UintRef;
use x509_cert::der::{Decode as _, Reader as _, SliceReader};

use crate::certificate::{KeyKind, SignerCertificate};
use crate::error::SignError;

/// Namespace of the elements that XMLDSig 1.1 added.
const XMLDSIG11: &str = "http://www.w3.org/2009/xmldsig11#";

/// Writes the key of a certificate.
///
/// # Errors
/// A kind of key that no COD is signed with.
pub fn write(certificate: &SignerCertificate, writer: &mut Writer) -> Result<(), SignError> {
    let unfit = || SignError::KeyMismatch(certificate.key.name());
    writer.start("ds:KeyValue");
    match certificate.key {
        KeyKind::Rsa(_) => {
            let (modulus, exponent) = rsa(&certificate.public).ok_or_else(unfit)?;
            writer.start("ds:RSAKeyValue");
            writer.element("ds:Modulus", &BASE64.encode(modulus));
            writer.element("ds:Exponent", &BASE64.encode(exponent));
            writer.end();
        }
        KeyKind::P256 => elliptic("urn:oid:1.2.840.10045.3.1.7", &certificate.public, writer),
        KeyKind::P384 => elliptic("urn:oid:1.3.132.0.34", &certificate.public, writer),
        KeyKind::Ed25519 | KeyKind::Other(_) => return Err(unfit()),
    }
    writer.end();
    Ok(())
}

fn elliptic(curve: &str, point: &[u8], writer: &mut Writer) {
    writer.start_with("dsig11:ECKeyValue", &[("xmlns:dsig11", XMLDSIG11)]);
    writer.element_with("dsig11:NamedCurve", &[("URI", curve)], "");
    writer.element("dsig11:PublicKey", &BASE64.encode(point)).end();
}

/// Modulus and exponent of an `RSAPublicKey` (RFC 8017, A.1.1), without leading zeros.
fn rsa(public: &[u8]) -> Option<(&[u8], &[u8])> {
    let numbers = SliceReader::new(public).ok()?.sequence(|inner| {
        let modulus = UintRef::decode(inner)?;
        Ok((modulus.as_bytes(), UintRef::decode(inner)?.as_bytes()))
    });
    numbers.ok()
}
