//! Which keys sign without a certificate? Ed25519 keys for receipts, lists and printed codes, known by the thumbprint
//! of their public half; who may use them for what stands in the trust list.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ring::signature::{ECDSA_P256_SHA256_FIXED, ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use tamga_origin::trust::{KeyUse, PublicKey, Span, TrustedKey};
use zeroize::Zeroize as _;

use crate::digest::sha256;
use crate::error::SignError;
use crate::random::Random;
use crate::secret::Secret;

/// PKCS#8 (RFC 8410) of an Ed25519 key up to the 32 bytes of the seed.
const PKCS8_HEAD: [u8; 16] = [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// An Ed25519 key pair.
pub struct PlainKey {
    pkcs8: Secret<Vec<u8>>,
    pair: Ed25519KeyPair,
    kid: String,
}

impl std::fmt::Debug for PlainKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlainKey").field("kid", &self.kid).field("key", &"<secret>").finish()
    }
}

impl PlainKey {
    /// Makes a new key.
    pub fn generate(random: &dyn Random) -> Result<Self, SignError> {
        let mut seed = [0; 32];
        if !random.fill(&mut seed) {
            return Err(SignError::Failed);
        }
        let mut pkcs8 = PKCS8_HEAD.to_vec();
        pkcs8.extend_from_slice(&seed);
        seed.zeroize();
        Self::from_pkcs8(Secret::new(pkcs8))
    }

    /// From PKCS#8 (DER), with or without the public half.
    pub fn from_pkcs8(pkcs8: Secret<Vec<u8>>) -> Result<Self, SignError> {
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8.expose());
        let pair = pair.map_err(|error| SignError::KeyMismatch(error.to_string()))?;
        let kid = thumbprint(&PublicKey::Ed25519(pair.public_key().as_ref().to_vec()));
        Ok(Self { pkcs8, pair, kid })
    }

    /// PKCS#8 (DER), to be kept where only the program can read it.
    pub fn to_pkcs8(&self) -> Secret<Vec<u8>> {
        Secret::new(self.pkcs8.expose().clone())
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey::Ed25519(self.pair.public_key().as_ref().to_vec())
    }

    /// Its id: the JWK thumbprint (RFC 7638) in base64url.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public half as a trust list names it.
    pub fn trusted(&self, uses: &[KeyUse], span: Span) -> TrustedKey {
        TrustedKey { kid: self.kid.clone(), key: self.public(), uses: uses.to_vec(), span }
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        let mut value = [0; 64];
        value.copy_from_slice(self.pair.sign(bytes).as_ref());
        value
    }
}

/// The JWK thumbprint (RFC 7638) of a public key in base64url; it is the key's id everywhere.
pub fn thumbprint(key: &PublicKey) -> String {
    BASE64URL.encode(thumbprint_bytes(key))
}

pub(crate) fn thumbprint_bytes(key: &PublicKey) -> [u8; 32] {
    let jwk = match key {
        PublicKey::Ed25519(point) => format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, BASE64URL.encode(point)),
        PublicKey::P256(point) => {
            let (x, y) = point.get(1..).unwrap_or_default().split_at(point.len().saturating_sub(1) / 2);
            format!(r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#, BASE64URL.encode(x), BASE64URL.encode(y))
        }
    };
    sha256(jwk.as_bytes())
}

/// Does the value sign these bytes under this bare key?
pub(crate) fn verify_plain(key: &PublicKey, bytes: &[u8], value: &[u8]) -> bool {
    match key {
        PublicKey::Ed25519(point) => UnparsedPublicKey::new(&ED25519, point).verify(bytes, value).is_ok(),
        PublicKey::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(bytes, value).is_ok(),
    }
}
