//! What was signed, how, and by which key? Objects in the X.509 manner (certificates, revocation lists, answers) taken
//! apart without decoding what they say, and their values checked.
//!
//! `rustls-webpki` names the pairs of key and method that count, `ring` does the arithmetic.

use rustls_pki_types::alg_id;
use webpki::ALL_VERIFICATION_ALGS;
use x509_cert::der::asn1::{BitStringRef, ObjectIdentifier};
use x509_cert::der::{Decode, Encode, Header, Reader, Result, SliceReader};

use crate::certificate::SignerCertificate;

/// `rsaEncryption`: a key's own name, which CMS also uses as the name of a method.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
/// SHA-256.
pub const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

/// A signed object: `SEQUENCE { what, method, value, … }`.
#[derive(Debug, Clone, Copy)]
pub struct SignedObject<'a> {
    /// The bytes that were signed, DER with their head.
    pub said: &'a [u8],
    /// Content of the `AlgorithmIdentifier`.
    pub method: &'a [u8],
    /// The signature value.
    pub value: &'a [u8],
}

impl<'a> SignedObject<'a> {
    /// Takes an object apart; parts after the value are passed over.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut reader = SliceReader::new(bytes)?;
        let object = reader.sequence(|inner| {
            let said = inner.tlv_bytes()?;
            let method = content(inner.tlv_bytes()?)?;
            let value = BitStringRef::decode(inner)?;
            while !inner.is_finished() {
                inner.tlv_bytes()?;
            }
            let value = value.as_bytes().ok_or_else(|| inner.error(x509_cert::der::ErrorKind::Failed))?;
            Ok(Self { said, method, value })
        })?;
        reader.finish(object)
    }

    /// Did this key sign it?
    pub fn is_signed_by(&self, key: &SignerCertificate) -> bool {
        signs(key, self.method, self.said, self.value)
    }
}

/// The content of one DER value, without its head.
pub fn content(tlv: &[u8]) -> Result<&[u8]> {
    let mut reader = SliceReader::new(tlv)?;
    let header = Header::decode(&mut reader)?;
    let content = reader.read_slice(header.length)?;
    reader.finish(content)
}

/// Does the value sign the bytes under this key by this method (content of an `AlgorithmIdentifier`)?
pub fn signs(key: &SignerCertificate, method: &[u8], bytes: &[u8], value: &[u8]) -> bool {
    let Ok(kind) = key.info().subject_public_key_info.algorithm.to_der() else { return false };
    let Ok(kind) = content(&kind) else { return false };
    let mut known = ALL_VERIFICATION_ALGS.iter();
    known.any(|one| {
        one.signature_alg_id().as_ref() == method
            && one.public_key_alg_id().as_ref() == kind
            && one.verify_signature(&key.public, bytes, value).is_ok()
    })
}

/// The method of a CMS signature: its own name, or RSA with the digest named beside it.
pub fn cms_method(method: &x509_cert::spki::AlgorithmIdentifierOwned, digest: ObjectIdentifier) -> Option<Vec<u8>> {
    if method.oid != RSA {
        let whole = method.to_der().ok()?;
        return content(&whole).ok().map(<[u8]>::to_vec);
    }
    let method = match digest {
        SHA256 => alg_id::RSA_PKCS1_SHA256,
        SHA384 => alg_id::RSA_PKCS1_SHA384,
        SHA512 => alg_id::RSA_PKCS1_SHA512,
        _ => return None,
    };
    Some(method.as_ref().to_vec())
}

/// The SHA-2 digest of this name.
pub fn digest(name: ObjectIdentifier, bytes: &[u8]) -> Option<Vec<u8>> {
    let algorithm = match name {
        SHA256 => &ring::digest::SHA256,
        SHA384 => &ring::digest::SHA384,
        SHA512 => &ring::digest::SHA512,
        _ => return None,
    };
    Some(ring::digest::digest(algorithm, bytes).as_ref().to_vec())
}

/// The digest of this name, SHA-1 included: for names of certificates and issuers, and for old stamps, where nobody
/// gains from two inputs with one digest.
pub fn naming_digest(name: ObjectIdentifier, bytes: &[u8]) -> Option<Vec<u8>> {
    if name == SHA1 {
        let sha1 = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, bytes);
        return Some(sha1.as_ref().to_vec());
    }
    digest(name, bytes)
}
