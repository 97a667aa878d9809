//! What is kept of a key on a card: CBOR `[3, serial, label, id, nonce, certificates, printed-code key, closed]`, where
//! `closed` is the key for printed codes under AES-256-GCM and vouches for everything before it.
//!
//! The key for printed codes is closed under a random secret of its own, not under the card's PIN: a PIN of a few digits
//! could be tried out on the copied bytes, and the card counts no tries there.

use minicbor::{Decoder, Encoder};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use tamga_origin::trust::PublicKey;

use crate::error::SignError;
use crate::plain_key::PlainKey;
use crate::random::Random;
use crate::secret::Secret;
use crate::signer::Chain;

/// Bytes of the secret that closes the key for printed codes.
pub const CODE_SECRET: usize = 32;

const FORM: u8 = 3;
const NONCE: usize = 12;

/// Which key on which card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenPlace {
    /// Serial number of the card.
    pub serial: String,
    /// What the card is called.
    pub label: String,
    /// `CKA_ID` of key and certificate.
    pub id: Vec<u8>,
}

/// A kept place, read, still closed.
pub struct Kept {
    pub place: TokenPlace,
    nonce: [u8; NONCE],
    pub certificates: Vec<Vec<u8>>,
    pub qr_public: Vec<u8>,
    closed: Vec<u8>,
    /// Bytes before `closed`.
    head: usize,
}

impl Kept {
    /// None when the bytes are of another form.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut from = Decoder::new(bytes);
        (from.array().ok()?? == 8 && from.u8().ok()? == FORM).then_some(())?;
        let (serial, label) = (from.str().ok()?.to_owned(), from.str().ok()?.to_owned());
        let place = TokenPlace { serial, label, id: from.bytes().ok()?.to_vec() };
        let nonce = from.bytes().ok()?.try_into().ok()?;
        let certificates = (0..from.array().ok()??).map(|_| from.bytes().ok().map(<[u8]>::to_vec));
        let certificates = certificates.collect::<Option<Vec<_>>>()?;
        let qr_public = from.bytes().ok()?.to_vec();
        let head = from.position();
        let closed = from.bytes().ok()?.to_vec();
        (from.position() == bytes.len()).then_some(Self { place, nonce, certificates, qr_public, closed, head })
    }
}

/// Closes a key for printed codes beside the place of the officer's key.
pub fn close(
    place: &TokenPlace,
    chain: &Chain,
    qr: &PlainKey,
    secret: &Secret<Vec<u8>>,
    random: &dyn Random,
) -> Result<Vec<u8>, SignError> {
    let mut nonce = [0; NONCE];
    if !random.fill(&mut nonce) {
        return Err(SignError::Failed);
    }
    let PublicKey::Ed25519(public) = qr.public() else { return Err(SignError::Failed) };
    let head = head(place, chain, &public, &nonce).map_err(|_| SignError::Failed)?;
    let mut inside = qr.to_pkcs8();
    // The tag is put at the end without moving the plain bytes elsewhere: they are copied once into room that suffices.
    let mut closed = Vec::with_capacity(inside.expose().len() + AES_256_GCM.tag_len());
    closed.append(inside.expose_mut());
    let nonce = Nonce::assume_unique_for_key(nonce);
    let sealed = key(secret)?.seal_in_place_append_tag(nonce, Aad::from(&head), &mut closed);
    if sealed.is_err() {
        drop(Secret::new(closed));
        return Err(SignError::Failed);
    }
    let mut to = Encoder::new(head);
    to.bytes(&closed).map_err(|_| SignError::Failed)?;
    Ok(to.into_writer())
}

fn head(
    place: &TokenPlace,
    chain: &Chain,
    qr_public: &[u8],
    nonce: &[u8],
) -> Result<Vec<u8>, minicbor::encode::Error<std::convert::Infallible>> {
    let certificates = chain.der();
    let mut to = Encoder::new(Vec::new());
    to.array(8)?.u8(FORM)?.str(&place.serial)?.str(&place.label)?.bytes(&place.id)?.bytes(nonce)?;
    to.array(u64::try_from(certificates.len()).unwrap_or(u64::MAX))?;
    for der in &certificates {
        to.bytes(der)?;
    }
    to.bytes(qr_public)?;
    Ok(to.into_writer())
}

/// Opens the key for printed codes.
pub fn open(bytes: &[u8], secret: &Secret<Vec<u8>>) -> Result<PlainKey, SignError> {
    let kept = Kept::read(bytes).ok_or(SignError::WrappedUnreadable)?;
    let head = bytes.get(..kept.head).ok_or(SignError::WrappedUnreadable)?;
    let mut inside = Secret::new(kept.closed);
    let nonce = Nonce::assume_unique_for_key(kept.nonce);
    let opened = key(secret)?.open_in_place(nonce, Aad::from(head), inside.expose_mut());
    let length = opened.map_err(|_| SignError::WrappedUnreadable)?.len();
    inside.expose_mut().truncate(length);
    PlainKey::from_pkcs8(inside)
}

fn key(secret: &Secret<Vec<u8>>) -> Result<LessSafeKey, SignError> {
    let unbound = UnboundKey::new(&AES_256_GCM, secret.expose()).map_err(|_| SignError::WrappedUnreadable)?;
    Ok(LessSafeKey::new(unbound))
}

#[cfg(test)]
mod tests {
    use tamga_origin::Timestamp;

    use super::*;
    use crate::demo::{Authority, Life, Person};
    use crate::random::SystemRandom;

    #[test]
    fn every_bit_of_what_is_kept_of_a_card_is_vouched_for() {
        let life = Life { from: Timestamp::from_millis(0), to: Timestamp::from_millis(86_400_000) };
        let person = Person { name: "B. Officer", body: "Example Chamber", country: "UY" };
        let authority = Authority::new("Demonstration Authority", life).expect("an authority");
        let file = authority.key_file(person, life, &Secret::new("x".to_owned())).expect("a key file");
        let chain = Chain::read(&[file.certificate]).expect("a chain");
        let place = TokenPlace { serial: "0123".to_owned(), label: "co".to_owned(), id: vec![1] };
        let random = SystemRandom::new();
        let qr = PlainKey::generate(&random).expect("a key");
        let secret = Secret::new(vec![7; CODE_SECRET]);
        let kept = close(&place, &chain, &qr, &secret, &random).expect("closed");
        assert_eq!(open(&kept, &secret).expect("open").kid(), qr.kid());
        assert_eq!(Kept::read(&kept).expect("read").place, place);
        for at in 0..kept.len() {
            let mut touched = kept.clone();
            touched[at] ^= 1 << (at % 8);
            assert!(open(&touched, &secret).is_err(), "byte {at}");
        }
        assert!(open(&kept[..kept.len() - 1], &secret).is_err() && Kept::read(&[1, 2, 3]).is_none());
        let private = qr.to_pkcs8();
        assert!(!kept.windows(16).any(|window| private.expose().ends_with(window)), "nothing lies open");
    }
}
