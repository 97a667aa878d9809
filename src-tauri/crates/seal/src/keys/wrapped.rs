//! Our own form of a kept key, in CBOR; everything before `closed` is vouched for by it.
//!
//! `[1, memory, passes, salt, nonce, certificates, printed-code key, closed]`: the key under AES-256-GCM is Argon2id of a
//! passphrase. `[2, memory, passes, salt, nonce, entry, certificates, printed-code key, closed]`: it is HKDF-SHA-256
//! over Argon2id of a PIN, salted with the secret that lies in the system's key ring under `entry`.

use argon2::{Argon2, Params, Version};
use minicbor::{Decoder, Encoder};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use tamga_origin::trust::PublicKey;
use zeroize::Zeroize as _;

use super::ring::{NAME, new_secret, secret};
use super::{KeyRing, LEAST_PIN, LEAST_RING_PIN, Protection, Stretch};
use crate::error::SignError;
use crate::plain_key::PlainKey;
use crate::random::Random;
use crate::secret::Secret;
use crate::signer::Chain;

const PASSPHRASE_ALONE: u8 = 1;
const WITH_RING: u8 = 2;
/// What the derived key is for (RFC 5869, `info`).
const PURPOSE: &[u8] = b"tamga wrapped key 2";
const SALT: usize = 16;
const NONCE: usize = 12;
/// Bounds on what a foreign file may make us compute.
const MEMORY: std::ops::RangeInclusive<u32> = 8..=1024 * 1024;
const PASSES: std::ops::RangeInclusive<u32> = 1..=64;

/// A kept key, read, still closed.
pub struct Wrapped {
    stretch: Stretch,
    salt: Vec<u8>,
    nonce: [u8; NONCE],
    /// Name of the key ring's entry, where there is one.
    pub entry: Option<[u8; NAME]>,
    pub certificates: Vec<Vec<u8>>,
    pub qr_public: Vec<u8>,
    closed: Vec<u8>,
    /// Bytes before `closed`.
    head: usize,
}

impl Wrapped {
    pub fn read(bytes: &[u8]) -> Result<Self, SignError> {
        Self::decode(bytes).ok_or(SignError::WrappedUnreadable)
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut from = Decoder::new(bytes);
        let (parts, form) = (from.array().ok()??, from.u8().ok()?);
        matches!((parts, form), (8, PASSPHRASE_ALONE) | (9, WITH_RING)).then_some(())?;
        let stretch = Stretch { memory: from.u32().ok()?, passes: from.u32().ok()? };
        (MEMORY.contains(&stretch.memory) && PASSES.contains(&stretch.passes)).then_some(())?;
        let salt = from.bytes().ok()?.to_vec();
        let nonce = from.bytes().ok()?.try_into().ok()?;
        let entry = if form == WITH_RING { Some(from.bytes().ok()?.try_into().ok()?) } else { None };
        let certificates = (0..from.array().ok()??).map(|_| from.bytes().ok().map(<[u8]>::to_vec));
        let certificates = certificates.collect::<Option<Vec<_>>>()?;
        let qr_public = from.bytes().ok()?.to_vec();
        let head = from.position();
        let closed = from.bytes().ok()?.to_vec();
        let whole = from.position() == bytes.len() && salt.len() == SALT;
        whole.then_some(Self { stretch, salt, nonce, entry, certificates, qr_public, closed, head })
    }
}

type Encoded = Result<Vec<u8>, minicbor::encode::Error<std::convert::Infallible>>;

pub fn wrap(
    chain: &Chain,
    pkcs8: &Secret<Vec<u8>>,
    qr: &PlainKey,
    protection: &Protection<'_>,
    random: &dyn Random,
) -> Result<Vec<u8>, SignError> {
    let least = if protection.ring.is_some() { LEAST_RING_PIN } else { LEAST_PIN };
    if protection.pin.expose().chars().count() < least {
        return Err(SignError::PinShort { least });
    }
    let (mut salt, mut nonce) = ([0; SALT], [0; NONCE]);
    if !random.fill(&mut salt) || !random.fill(&mut nonce) {
        return Err(SignError::Failed);
    }
    let PublicKey::Ed25519(public) = qr.public() else { return Err(SignError::Failed) };
    let half = protection.ring.map(|ring| new_secret(ring, random)).transpose()?;
    let (entry, half) = half.map_or((None, None), |(name, secret)| (Some(name), Some(secret)));
    let head = head(chain, &public, protection.stretch, &salt, &nonce, entry).map_err(|_| SignError::Failed)?;
    let mut inside = pair(pkcs8.expose(), qr.to_pkcs8().expose()).map_err(|_| SignError::Failed)?;
    let key = stretched(protection.pin, &salt, protection.stretch, half.as_ref())?;
    // The tag is put at the end without moving the plain bytes elsewhere.
    inside.reserve_exact(AES_256_GCM.tag_len());
    let nonce = Nonce::assume_unique_for_key(nonce);
    if key.seal_in_place_append_tag(nonce, Aad::from(&head), &mut inside).is_err() {
        inside.zeroize();
        return Err(SignError::Failed);
    }
    let mut to = Encoder::new(head);
    to.bytes(&inside).map_err(|_| SignError::Failed)?;
    Ok(to.into_writer())
}

fn head(
    chain: &Chain,
    qr_public: &[u8],
    stretch: Stretch,
    salt: &[u8],
    nonce: &[u8],
    entry: Option<[u8; NAME]>,
) -> Encoded {
    let certificates = chain.der();
    let mut to = Encoder::new(Vec::new());
    let (parts, form) = if entry.is_some() { (9, WITH_RING) } else { (8, PASSPHRASE_ALONE) };
    to.array(parts)?.u8(form)?.u32(stretch.memory)?.u32(stretch.passes)?.bytes(salt)?.bytes(nonce)?;
    if let Some(entry) = entry {
        to.bytes(&entry)?;
    }
    to.array(u64::try_from(certificates.len()).unwrap_or(u64::MAX))?;
    for der in &certificates {
        to.bytes(der)?;
    }
    to.bytes(qr_public)?;
    Ok(to.into_writer())
}

fn pair(pkcs8: &[u8], qr: &[u8]) -> Encoded {
    // Room from the start, so that growing leaves no copy behind.
    let mut to = Encoder::new(Vec::with_capacity(pkcs8.len() + qr.len() + 64));
    to.array(2)?.bytes(pkcs8)?.bytes(qr)?;
    Ok(to.into_writer())
}

/// What lies closed inside: PKCS#8 of both keys.
pub struct Private {
    pub officer: Secret<Vec<u8>>,
    pub qr: Secret<Vec<u8>>,
}

pub fn unwrap(
    bytes: &[u8],
    kept: &Wrapped,
    pin: &Secret<String>,
    ring: Option<&dyn KeyRing>,
) -> Result<Private, SignError> {
    let head = bytes.get(..kept.head).ok_or(SignError::WrappedUnreadable)?;
    let half = kept.entry.map(|entry| secret(ring, &entry)).transpose()?;
    let key = stretched(pin, &kept.salt, kept.stretch, half.as_ref())?;
    let mut inside = kept.closed.clone();
    let nonce = Nonce::assume_unique_for_key(kept.nonce);
    if key.open_in_place(nonce, Aad::from(head), &mut inside).is_err() {
        return Err(SignError::PinWrong);
    }
    let inside = Secret::new(inside);
    let mut from = Decoder::new(inside.expose());
    from.array().map_err(|_| SignError::WrappedUnreadable)?;
    let mut next = || from.bytes().map(|part| Secret::new(part.to_vec())).map_err(|_| SignError::WrappedUnreadable);
    Ok(Private { officer: next()?, qr: next()? })
}

/// The key of AES: what the PIN is stretched to, mixed with the key ring's half where there is one.
fn stretched(
    pin: &Secret<String>,
    salt: &[u8],
    stretch: Stretch,
    half: Option<&Secret<Vec<u8>>>,
) -> Result<LessSafeKey, SignError> {
    let params = Params::new(stretch.memory, stretch.passes, 1, Some(32)).map_err(|_| SignError::Failed)?;
    let argon = Argon2::new(argon2::Algorithm::Argon2id, Version::V0x13, params);
    let mut key = Secret::new([0; 32]);
    argon.hash_password_into(pin.expose().as_bytes(), salt, key.expose_mut()).map_err(|_| SignError::Failed)?;
    let unbound = match half {
        None => UnboundKey::new(&AES_256_GCM, key.expose()).map_err(|_| SignError::Failed)?,
        Some(half) => {
            let mixed = Salt::new(HKDF_SHA256, half.expose()).extract(key.expose());
            mixed.expand(&[PURPOSE], &AES_256_GCM).map_err(|_| SignError::Failed)?.into()
        }
    };
    Ok(LessSafeKey::new(unbound))
}
