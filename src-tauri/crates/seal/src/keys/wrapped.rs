//! Our own form of a kept key: CBOR `[1, memory, passes, salt, nonce, certificates, printed-code key, closed]`, where
//! everything before `closed` is vouched for by it.

use argon2::{Argon2, Params, Version};
use minicbor::{Decoder, Encoder};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use tamga_origin::trust::PublicKey;
use zeroize::Zeroize as _;

use super::{LEAST_PIN, Stretch};
use crate::error::SignError;
use crate::plain_key::PlainKey;
use crate::random::Random;
use crate::secret::Secret;
use crate::signer::Chain;

const FORM: u8 = 1;
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
        (from.array().ok()?? == 8 && from.u8().ok()? == FORM).then_some(())?;
        let stretch = Stretch { memory: from.u32().ok()?, passes: from.u32().ok()? };
        (MEMORY.contains(&stretch.memory) && PASSES.contains(&stretch.passes)).then_some(())?;
        let salt = from.bytes().ok()?.to_vec();
        let nonce = from.bytes().ok()?.try_into().ok()?;
        let certificates = (0..from.array().ok()??).map(|_| from.bytes().ok().map(<[u8]>::to_vec));
        let certificates = certificates.collect::<Option<Vec<_>>>()?;
        let qr_public = from.bytes().ok()?.to_vec();
        let head = from.position();
        let closed = from.bytes().ok()?.to_vec();
        let whole = from.position() == bytes.len() && salt.len() == SALT;
        whole.then_some(Self { stretch, salt, nonce, certificates, qr_public, closed, head })
    }
}

type Encoded = Result<Vec<u8>, minicbor::encode::Error<std::convert::Infallible>>;

pub fn wrap(
    chain: &Chain,
    pkcs8: &Secret<Vec<u8>>,
    qr: &PlainKey,
    pin: &Secret<String>,
    stretch: Stretch,
    random: &dyn Random,
) -> Result<Vec<u8>, SignError> {
    if pin.expose().chars().count() < LEAST_PIN {
        return Err(SignError::PinShort { least: LEAST_PIN });
    }
    let (mut salt, mut nonce) = ([0; SALT], [0; NONCE]);
    if !random.fill(&mut salt) || !random.fill(&mut nonce) {
        return Err(SignError::Failed);
    }
    let PublicKey::Ed25519(public) = qr.public() else { return Err(SignError::Failed) };
    let head = head(chain, &public, stretch, &salt, &nonce).map_err(|_| SignError::Failed)?;
    let mut inside = pair(pkcs8.expose(), qr.to_pkcs8().expose()).map_err(|_| SignError::Failed)?;
    let key = stretched(pin, &salt, stretch)?;
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

fn head(chain: &Chain, qr_public: &[u8], stretch: Stretch, salt: &[u8], nonce: &[u8]) -> Encoded {
    let certificates = chain.der();
    let mut to = Encoder::new(Vec::new());
    to.array(8)?.u8(FORM)?.u32(stretch.memory)?.u32(stretch.passes)?.bytes(salt)?.bytes(nonce)?;
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

pub fn unwrap(bytes: &[u8], kept: &Wrapped, pin: &Secret<String>) -> Result<Private, SignError> {
    let head = bytes.get(..kept.head).ok_or(SignError::WrappedUnreadable)?;
    let key = stretched(pin, &kept.salt, kept.stretch)?;
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

fn stretched(pin: &Secret<String>, salt: &[u8], stretch: Stretch) -> Result<LessSafeKey, SignError> {
    let params = Params::new(stretch.memory, stretch.passes, 1, Some(32)).map_err(|_| SignError::Failed)?;
    let argon = Argon2::new(argon2::Algorithm::Argon2id, Version::V0x13, params);
    let mut key = [0; 32];
    let done = argon.hash_password_into(pin.expose().as_bytes(), salt, &mut key);
    let unbound = UnboundKey::new(&AES_256_GCM, &key);
    key.zeroize();
    done.map_err(|_| SignError::Failed)?;
    Ok(LessSafeKey::new(unbound.map_err(|_| SignError::Failed)?))
}
