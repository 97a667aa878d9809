//! Who can sign? Anything with a certificate chain and a private key; here the keys that live in memory.

use ring::error::KeyRejected;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
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
    /// The algorithm.
    fn algorithm(&self) -> Algorithm;
    /// The signature value over these bytes, in the form XML signatures want (ECDSA as raw `r‖s`).
    fn sign(&mut self, bytes: &[u8]) -> Result<Vec<u8>, SignError>;
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
        let pair = match chain.leaf.key {
            KeyKind::Rsa(bits) if !(2048..=4096).contains(&bits) => {
                return Err(SignError::KeyMismatch(format!("RSA {bits}")));
            }
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
        Ok(Self { chain, pair, random })
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

    fn algorithm(&self) -> Algorithm {
        match self.pair {
            Pair::Rsa(_) => Algorithm::RsaSha256,
            Pair::P256(_) => Algorithm::EcdsaSha256,
            Pair::P384(_) => Algorithm::EcdsaSha384,
            Pair::Ed25519(_) => Algorithm::Ed25519,
        }
    }

    fn sign(&mut self, bytes: &[u8]) -> Result<Vec<u8>, SignError> {
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut value = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &self.random, bytes, &mut value).map_err(|_| SignError::Failed)?;
                Ok(value)
            }
            Pair::P256(pair) | Pair::P384(pair) => {
                Ok(pair.sign(&self.random, bytes).map_err(|_| SignError::Failed)?.as_ref().to_vec())
            }
            Pair::Ed25519(pair) => Ok(pair.sign(bytes).as_ref().to_vec()),
        }
    }
}
