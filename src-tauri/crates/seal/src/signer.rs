//! Who can sign? Anything with a certificate chain and a private key; here the keys that live in memory.

use ring::error::KeyRejected;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384,
    RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
};
use x509_cert::der::asn1::{AnyRef, OctetStringRef};
use x509_cert::der::{Decode as _, Reader as _, SliceReader};

use crate::algorithm::Algorithm;
use crate::certificate::{KeyKind, SignerCertificate};
use crate::error::SignError;
use crate::secret::Secret;

/// A certificate with those above it, leaf first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The signer's certificate.
    pub leaf: SignerCertificate,
    /// DER of the certificates above, nearest first; the root may be left out.
    pub above: Vec<Vec<u8>>,
}

impl Chain {
    /// From DER certificates, leaf first.
    pub fn read(certificates: &[Vec<u8>]) -> Result<Self, SignError> {
        let (leaf, above) = certificates.split_first().ok_or(SignError::CertificateMissing)?;
        let leaf = SignerCertificate::read(leaf).map_err(|_| SignError::CertificateMissing)?;
        Ok(Self { leaf, above: above.to_vec() })
    }

    /// All certificates, leaf first.
    pub fn der(&self) -> Vec<Vec<u8>> {
        std::iter::once(self.leaf.der.clone()).chain(self.above.iter().cloned()).collect()
    }
}

/// Something that signs: a key in memory here, a token in its own adapter.
pub trait Signer {
    /// The certificate chain.
    fn certificate(&self) -> &Chain;
    /// The algorithms the key can sign with, the one it would choose first; never empty.
    fn algorithms(&self) -> &[Algorithm];
    /// The signature value over these bytes, in the form XML signatures want (ECDSA as raw `r‖s`).
    ///
    /// Errors: [`SignError::Algorithm`] for one that is not among [`Signer::algorithms`], and what a token answers.
    fn sign(&mut self, algorithm: Algorithm, bytes: &[u8]) -> Result<Vec<u8>, SignError>;

    /// The first of the key's algorithms that a profile's row lists.
    fn choose(&self, row: &[Algorithm]) -> Result<Algorithm, SignError> {
        let fitting = self.algorithms().iter().copied().find(|algorithm| row.contains(algorithm));
        fitting.ok_or_else(|| SignError::Algorithm(self.certificate().leaf.key.name()))
    }
}

/// What a key of this kind signs with (`seal-and-paper.md` 6.4, column "sign"), the common one first: an elliptic curve
/// goes with the digest of its own strength, RSA has to be of 2048 to 4096 bits.
///
/// Errors: [`SignError::KeyMismatch`] for keys that may not sign.
pub fn algorithms_of(kind: &KeyKind) -> Result<Vec<Algorithm>, SignError> {
    use Algorithm::*;
    match kind {
        KeyKind::Rsa(2048..=4096) => Ok(vec![RsaSha256, RsaSha384, RsaSha512, PssSha256, PssSha384, PssSha512]),
        KeyKind::P256 => Ok(vec![EcdsaSha256]),
        KeyKind::P384 => Ok(vec![EcdsaSha384]),
        KeyKind::Ed25519 => Ok(vec![Ed25519]),
        KeyKind::Rsa(_) | KeyKind::Other(_) => Err(SignError::KeyMismatch(kind.name())),
    }
}

/// How people name what a key signs with, in commands and settings.
pub const NAMES: [(&str, Algorithm); 9] = [
    ("rsa-sha256", Algorithm::RsaSha256),
    ("rsa-sha384", Algorithm::RsaSha384),
    ("rsa-sha512", Algorithm::RsaSha512),
    ("rsa-pss-sha256", Algorithm::PssSha256),
    ("rsa-pss-sha384", Algorithm::PssSha384),
    ("rsa-pss-sha512", Algorithm::PssSha512),
    ("ecdsa-sha256", Algorithm::EcdsaSha256),
    ("ecdsa-sha384", Algorithm::EcdsaSha384),
    ("ed25519", Algorithm::Ed25519),
];

/// Puts one algorithm first among those a key can sign with; [`SignError::Algorithm`] when it is none of them.
pub(crate) fn prefer(algorithms: &mut [Algorithm], wanted: Algorithm, kind: &KeyKind) -> Result<(), SignError> {
    let at = algorithms.iter().position(|algorithm| *algorithm == wanted);
    let before = at.and_then(|at| algorithms.get_mut(..=at));
    before.ok_or_else(|| SignError::Algorithm(kind.name()))?.rotate_right(1);
    Ok(())
}

enum Pair {
    Rsa(Box<RsaKeyPair>),
    P256(Box<EcdsaKeyPair>),
    P384(Box<EcdsaKeyPair>),
    Ed25519(Box<Ed25519KeyPair>),
}

/// A private key in memory with its chain.
pub struct SoftwareKey {
    chain: Chain,
    pair: Pair,
    algorithms: Vec<Algorithm>,
    random: SystemRandom,
}

impl std::fmt::Debug for SoftwareKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SoftwareKey").field("subject", &self.chain.leaf.subject).field("key", &"<secret>").finish()
    }
}

impl SoftwareKey {
    /// From PKCS#8 and the chain; key and certificate must belong together.
    pub fn new(pkcs8: &Secret<Vec<u8>>, chain: Chain) -> Result<Self, SignError> {
        let random = SystemRandom::new();
        let bytes = pkcs8.expose();
        let rejected = |error: KeyRejected| SignError::KeyMismatch(error.to_string());
        let algorithms = algorithms_of(&chain.leaf.key)?;
        let pair = match chain.leaf.key {
            KeyKind::Rsa(_) => Pair::Rsa(Box::new(RsaKeyPair::from_pkcs8(bytes).map_err(rejected)?)),
            KeyKind::P256 => Pair::P256(Box::new(
                ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING, bytes, &chain.leaf.public, &random).map_err(rejected)?,
            )),
            KeyKind::P384 => Pair::P384(Box::new(
                ecdsa(&ECDSA_P384_SHA384_FIXED_SIGNING, bytes, &chain.leaf.public, &random).map_err(rejected)?,
            )),
            KeyKind::Ed25519 => {
                Pair::Ed25519(Box::new(Ed25519KeyPair::from_pkcs8_maybe_unchecked(bytes).map_err(rejected)?))
            }
            KeyKind::Other(ref name) => return Err(SignError::KeyMismatch(name.clone())),
        };
        let public = match &pair {
            Pair::Rsa(pair) => pair.public_key().as_ref(),
            Pair::P256(pair) | Pair::P384(pair) => pair.public_key().as_ref(),
            Pair::Ed25519(pair) => pair.public_key().as_ref(),
        };
        if public != chain.leaf.public {
            return Err(SignError::KeyMismatch("certificate of another key".to_owned()));
        }
        Ok(Self { chain, pair, algorithms, random })
    }

    /// Lets the key choose this algorithm first; [`SignError::Algorithm`] when it cannot sign with it.
    pub fn prefer(&mut self, algorithm: Algorithm) -> Result<(), SignError> {
        prefer(&mut self.algorithms, algorithm, &self.chain.leaf.key)
    }
}

/// Java's key files leave the public half out of the private key, which `ring` insists on; then it is the
/// certificate's, and `ring` checks that the halves fit.
fn ecdsa(
    method: &'static EcdsaSigningAlgorithm,
    pkcs8: &[u8],
    public: &[u8],
    random: &SystemRandom,
) -> Result<EcdsaKeyPair, KeyRejected> {
    EcdsaKeyPair::from_pkcs8(method, pkcs8, random).or_else(|rejected| match scalar(pkcs8) {
        Some(private) => EcdsaKeyPair::from_private_key_and_public_key(method, private, public, random),
        None => Err(rejected),
    })
}

/// The private number inside PKCS#8 (RFC 5208) around an `ECPrivateKey` (RFC 5915).
fn scalar(pkcs8: &[u8]) -> Option<&[u8]> {
    let key = SliceReader::new(pkcs8).ok()?.sequence(|info| {
        u8::decode(info)?;
        AnyRef::decode(info)?;
        let key = OctetStringRef::decode(info)?;
        info.read_slice(info.remaining_len())?;
        Ok(key.as_bytes())
    });
    let private = SliceReader::new(key.ok()?).ok()?.sequence(|inner| {
        u8::decode(inner)?;
        let private = OctetStringRef::decode(inner)?;
        inner.read_slice(inner.remaining_len())?;
        Ok(private.as_bytes())
    });
    private.ok()
}

impl Signer for SoftwareKey {
    fn certificate(&self) -> &Chain {
        &self.chain
    }

    fn algorithms(&self) -> &[Algorithm] {
        &self.algorithms
    }

    fn sign(&mut self, algorithm: Algorithm, bytes: &[u8]) -> Result<Vec<u8>, SignError> {
        match (&self.pair, algorithm) {
            (Pair::Rsa(pair), algorithm) => {
                let encoding = rsa(algorithm).ok_or_else(|| SignError::Algorithm(self.chain.leaf.key.name()))?;
                let mut value = vec![0; pair.public().modulus_len()];
                pair.sign(encoding, &self.random, bytes, &mut value).map_err(|_| SignError::Failed)?;
                Ok(value)
            }
            (Pair::P256(pair), Algorithm::EcdsaSha256) | (Pair::P384(pair), Algorithm::EcdsaSha384) => {
                Ok(pair.sign(&self.random, bytes).map_err(|_| SignError::Failed)?.as_ref().to_vec())
            }
            (Pair::Ed25519(pair), Algorithm::Ed25519) => Ok(pair.sign(bytes).as_ref().to_vec()),
            _ => Err(SignError::Algorithm(self.chain.leaf.key.name())),
        }
    }
}

/// How `ring` pads for an algorithm of RSA; none for those that are not, and for those nobody signs with any more.
fn rsa(algorithm: Algorithm) -> Option<&'static dyn RsaEncoding> {
    match algorithm {
        Algorithm::RsaSha256 => Some(&RSA_PKCS1_SHA256),
        Algorithm::RsaSha384 => Some(&RSA_PKCS1_SHA384),
        Algorithm::RsaSha512 => Some(&RSA_PKCS1_SHA512),
        Algorithm::PssSha256 => Some(&RSA_PSS_SHA256),
        Algorithm::PssSha384 => Some(&RSA_PSS_SHA384),
        Algorithm::PssSha512 => Some(&RSA_PSS_SHA512),
        _ => None,
    }
}
