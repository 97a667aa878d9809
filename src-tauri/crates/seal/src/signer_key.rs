//! Which key is a signature checked with? A public key as certificates and signatures spell it.

use x509_cert::der::asn1::UintRef;
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use crate::certificate::{KeyKind, SignerCertificate, kind};
use crate::refusal::Refusal;

/// A public key of any kind a signature may have; those of lists and receipts are `tamga_origin::trust`'s.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerKey {
    /// Its kind.
    pub kind: KeyKind,
    /// The key as `ring` wants it: `RSAPublicKey`, an uncompressed point, or 32 bytes.
    pub bytes: Vec<u8>,
}

impl SignerKey {
    /// From a `SubjectPublicKeyInfo` in DER (RFC 5280 4.1.2.7).
    pub fn from_spki(der: &[u8]) -> Result<Self, Refusal> {
        let unreadable = || Refusal::invalid("cert.unreadable", "public key");
        let info = SubjectPublicKeyInfoOwned::from_der(der).map_err(|_| unreadable())?;
        let bytes = info.subject_public_key.as_bytes().ok_or_else(unreadable)?.to_vec();
        Ok(Self { kind: kind(&info, &bytes), bytes })
    }

    /// The key of a certificate.
    pub fn of(certificate: &SignerCertificate) -> Self {
        Self { kind: certificate.key.clone(), bytes: certificate.public.clone() }
    }

    /// An RSA key from modulus and exponent, big-endian; leading zeros are no part of a number.
    pub(crate) fn rsa(modulus: &[u8], exponent: &[u8]) -> Option<Self> {
        let number = |bytes: &[u8]| UintRef::new(bytes).ok().and_then(|number| number.to_der().ok());
        let (modulus_der, exponent_der) = (number(modulus)?, number(exponent)?);
        let body = [modulus_der, exponent_der].concat();
        let length = x509_cert::der::Length::try_from(body.len()).ok()?.to_der().ok()?;
        let bytes = [&[0x30][..], &length, &body].concat();
        let bits = crate::certificate::rsa_bits(&bytes)?;
        Some(Self { kind: KeyKind::Rsa(bits), bytes })
    }
}
