//! Which arithmetic counts? Names of algorithms in XML signatures, and the check of a signature value.

use ring::signature as rs;

use crate::certificate::KeyKind;
use crate::refusal::Refusal;
use crate::signer_key::SignerKey;

/// A signature algorithm of the profile table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSA PKCS#1 v1.5 with SHA-1: read, never made.
    RsaSha1,
    /// RSA PKCS#1 v1.5 with SHA-256.
    RsaSha256,
    /// RSA PKCS#1 v1.5 with SHA-384.
    RsaSha384,
    /// RSA PKCS#1 v1.5 with SHA-512.
    RsaSha512,
    /// RSA-PSS with SHA-256.
    PssSha256,
    /// RSA-PSS with SHA-384.
    PssSha384,
    /// RSA-PSS with SHA-512.
    PssSha512,
    /// ECDSA with SHA-256.
    EcdsaSha256,
    /// ECDSA with SHA-384.
    EcdsaSha384,
    /// Ed25519.
    Ed25519,
}

const URIS: [(Algorithm, &str); 10] = [
    (Algorithm::RsaSha1, "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
    (Algorithm::RsaSha256, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"),
    (Algorithm::RsaSha384, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"),
    (Algorithm::RsaSha512, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"),
    (Algorithm::PssSha256, "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"),
    (Algorithm::PssSha384, "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1"),
    (Algorithm::PssSha512, "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1"),
    (Algorithm::EcdsaSha256, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"),
    (Algorithm::EcdsaSha384, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"),
    (Algorithm::Ed25519, "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519"),
];

impl Algorithm {
    /// Its identifier in XML signatures.
    pub fn uri(self) -> &'static str {
        URIS.iter().find(|(algorithm, _)| *algorithm == self).map_or("", |(_, uri)| uri)
    }

    /// From its identifier; keyed digests, MD5 and `none` are refused, others cannot be judged.
    pub fn from_uri(uri: &str) -> Result<Self, Refusal> {
        if let Some((algorithm, _)) = URIS.iter().find(|(_, known)| *known == uri) {
            return Ok(*algorithm);
        }
        let lower = uri.to_ascii_lowercase();
        if ["hmac", "md5", "none"].iter().any(|word| lower.contains(word)) {
            return Err(Refusal::invalid("alg.forbidden", uri));
        }
        // No curve that is read goes together with SHA-512.
        let code = if uri.ends_with("#ecdsa-sha512") { "alg.pair" } else { "alg.signature" };
        Err(Refusal::unknown(code, uri))
    }
}

/// A digest algorithm of the profile table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Digest {
    /// SHA-1: read, never made.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Digest {
    /// Its identifier in XML signatures.
    pub fn uri(self) -> &'static str {
        match self {
            Self::Sha1 => "http://www.w3.org/2000/09/xmldsig#sha1",
            Self::Sha256 => "http://www.w3.org/2001/04/xmlenc#sha256",
            Self::Sha384 => "http://www.w3.org/2001/04/xmldsig-more#sha384",
            Self::Sha512 => "http://www.w3.org/2001/04/xmlenc#sha512",
        }
    }

    /// From its identifier; MD5 is refused, others cannot be judged.
    pub fn from_uri(uri: &str) -> Result<Self, Refusal> {
        let known =
            [Self::Sha1, Self::Sha256, Self::Sha384, Self::Sha512].into_iter().find(|digest| digest.uri() == uri);
        known.ok_or_else(|| match uri.to_ascii_lowercase().contains("md5") {
            true => Refusal::invalid("alg.forbidden", uri),
            false => Refusal::unknown("alg.digest", uri),
        })
    }

    /// The digest of some bytes.
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            Self::Sha1 => &ring::digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &ring::digest::SHA256,
            Self::Sha384 => &ring::digest::SHA384,
            Self::Sha512 => &ring::digest::SHA512,
        };
        ring::digest::digest(algorithm, bytes).as_ref().to_vec()
    }
}

/// Are two digests equal? Takes the same time wherever they differ.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0u8, |sum, (x, y)| sum | (x ^ y)) == 0
}

/// Does the value sign these bytes under this key? RSA keys of 1024 to 2047 bits only where `short` ones are read.
pub fn verify(algorithm: Algorithm, key: &SignerKey, short: bool, bytes: &[u8], value: &[u8]) -> Result<(), Refusal> {
    let weak = || Refusal::unknown("key.weak", key.kind.name());
    let length = match &key.kind {
        KeyKind::P256 => 64,
        KeyKind::P384 => 96,
        KeyKind::Ed25519 => 64,
        KeyKind::Rsa(bits) if *bits < if short { 1024 } else { 2048 } => return Err(weak()),
        KeyKind::Rsa(8193..) => return Err(Refusal::unknown("alg.signature", key.kind.name())),
        KeyKind::Rsa(bits) => usize::from(*bits).div_ceil(8),
        KeyKind::Other(name) => return Err(Refusal::unknown("alg.curve", name)),
    };
    if value.len() != length {
        return Err(Refusal::invalid("sig.length", value.len()));
    }
    let der;
    let mut given = value;
    let method: &'static dyn rs::VerificationAlgorithm = match (algorithm, &key.kind) {
        (_, KeyKind::Rsa(bits)) if *bits < 2048 => short_rsa(algorithm, key)?,
        (_, KeyKind::Rsa(_)) => rsa(algorithm, key)?,
        (Algorithm::EcdsaSha256, KeyKind::P256) => &rs::ECDSA_P256_SHA256_FIXED,
        (Algorithm::EcdsaSha384, KeyKind::P384) => &rs::ECDSA_P384_SHA384_FIXED,
        // ring knows the crossed pairs only with values in DER.
        (Algorithm::EcdsaSha384, KeyKind::P256) => {
            der = der_of(value);
            given = &der;
            &rs::ECDSA_P256_SHA384_ASN1
        }
        (Algorithm::EcdsaSha256, KeyKind::P384) => {
            der = der_of(value);
            given = &der;
            &rs::ECDSA_P384_SHA256_ASN1
        }
        (Algorithm::Ed25519, KeyKind::Ed25519) => &rs::ED25519,
        _ => return Err(mismatch(key)),
    };
    rs::UnparsedPublicKey::new(method, &key.bytes)
        .verify(bytes, given)
        .map_err(|_| Refusal::invalid("sig.value", algorithm.uri()))
}

fn mismatch(key: &SignerKey) -> Refusal {
    Refusal::invalid("alg.key_mismatch", key.kind.name())
}

fn rsa(algorithm: Algorithm, key: &SignerKey) -> Result<&'static dyn rs::VerificationAlgorithm, Refusal> {
    Ok(match algorithm {
        Algorithm::RsaSha1 => &rs::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
        Algorithm::RsaSha256 => &rs::RSA_PKCS1_2048_8192_SHA256,
        Algorithm::RsaSha384 => &rs::RSA_PKCS1_2048_8192_SHA384,
        Algorithm::RsaSha512 => &rs::RSA_PKCS1_2048_8192_SHA512,
        Algorithm::PssSha256 => &rs::RSA_PSS_2048_8192_SHA256,
        Algorithm::PssSha384 => &rs::RSA_PSS_2048_8192_SHA384,
        Algorithm::PssSha512 => &rs::RSA_PSS_2048_8192_SHA512,
        Algorithm::EcdsaSha256 | Algorithm::EcdsaSha384 | Algorithm::Ed25519 => return Err(mismatch(key)),
    })
}

/// Keys of 1024 to 2047 bits, with the digests that old signatures have.
fn short_rsa(algorithm: Algorithm, key: &SignerKey) -> Result<&'static dyn rs::VerificationAlgorithm, Refusal> {
    Ok(match algorithm {
        Algorithm::RsaSha1 => &rs::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
        Algorithm::RsaSha256 => &rs::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        Algorithm::RsaSha512 => &rs::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
        Algorithm::EcdsaSha256 | Algorithm::EcdsaSha384 | Algorithm::Ed25519 => return Err(mismatch(key)),
        _ => return Err(Refusal::unknown("key.weak", key.kind.name())),
    })
}

/// A raw `r‖s` value as the DER sequence of two integers.
fn der_of(value: &[u8]) -> Vec<u8> {
    let (r, s) = value.split_at(value.len() / 2);
    let mut inner = Vec::with_capacity(value.len() + 8);
    for part in [r, s] {
        let zeros = part.iter().take_while(|byte| **byte == 0).count().min(part.len().saturating_sub(1));
        let digits = part.get(zeros..).unwrap_or_default();
        let pad = usize::from(digits.first().is_some_and(|byte| *byte >= 0x80));
        inner.push(2);
        inner.push(u8::try_from(digits.len() + pad).unwrap_or(u8::MAX));
        inner.extend(std::iter::repeat_n(0, pad));
        inner.extend_from_slice(digits);
    }
    let mut out = vec![0x30, u8::try_from(inner.len()).unwrap_or(u8::MAX)];
    out.append(&mut inner);
    out
}
