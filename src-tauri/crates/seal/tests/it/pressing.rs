//! A seal is pressed before the document is looked through, and nothing leaves the house before it was: how often the key
//! is asked, and what is signed then.

use tamga_seal::co::press;
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Algorithm, Batch, Chain, SignError, Signer, sign_co};

use crate::support::*;

/// A key that counts how often it is asked, and may be a faulty one.
struct Counting {
    key: Batch,
    asked: usize,
    is_faulty: bool,
}

impl Signer for Counting {
    fn certificate(&self) -> &Chain {
        self.key.certificate()
    }

    fn algorithms(&self) -> &[Algorithm] {
        self.key.algorithms()
    }

    fn sign(&mut self, algorithm: Algorithm, bytes: &[u8]) -> Result<Vec<u8>, SignError> {
        self.asked += 1;
        let mut value = self.key.sign(algorithm, bytes)?;
        value[7] ^= u8::from(self.is_faulty);
        Ok(value)
    }
}

fn counting(is_faulty: bool) -> Counting {
    Counting { key: officer(), asked: 0, is_faulty }
}

fn in_other_hand() -> Vec<u8> {
    swap(&small(), "<Declaration Id=\"co\">", "<Declaration Id='co'>")
}

#[test]
fn what_our_writer_wrote_takes_one_signature() {
    let mut key = counting(false);
    let sealed = sign_co(&certificate(2), at(ISSUED), &mut key).expect("a seal");
    assert_eq!(key.asked, 1);
    assert_eq!(sealed.signed.as_slice(), certificate(2));
    assert_eq!(sealed.sha256, sha256_hex(&sealed.bytes), "the digest made on the way is that of the file");
}

#[test]
fn a_document_that_only_begins_and_ends_as_ours_is_signed_anew_over_its_canonical_form() {
    let mut key = counting(false);
    let sealed = sign_co(&in_other_hand(), at(ISSUED), &mut key).expect("a seal");
    assert_eq!(key.asked, 2, "the first value covered other bytes and was thrown away");
    assert_eq!(sealed.signed.as_slice(), small());
    assert_eq!(sealed.sha256, sha256_hex(&sealed.bytes));
    assert_eq!(opened(&sealed.bytes).expect("whole").signed, sealed.signed);
}

#[test]
fn a_document_that_begins_or_ends_otherwise_is_looked_through_first() {
    for other in [[b"<?xml version=\"1.0\"?>", &small()[..]].concat(), [&small()[..], b"\n"].concat()] {
        let mut key = counting(false);
        let sealed = sign_co(&other, at(ISSUED), &mut key).expect("a seal");
        assert_eq!((key.asked, sealed.signed.as_slice()), (1, &small()[..]));
        assert_eq!(sealed.sha256, sha256_hex(&sealed.bytes));
    }
}

#[test]
fn a_faulty_key_is_asked_once_and_found_out() {
    let mut key = counting(true);
    let refused = sign_co(&certificate(2), at(ISSUED), &mut key);
    assert!(matches!(&refused, Err(SignError::SelfCheck(refusal)) if refusal.code() == "sig.value"), "{refused:?}");
    assert_eq!(key.asked, 1);
    let refused = sign_co(&[&small()[..], b"\n"].concat(), at(ISSUED), &mut key);
    assert!(matches!(refused, Err(SignError::SelfCheck(_))), "{refused:?}");
    assert_eq!(key.asked, 2, "nor is it asked again about what was looked through");
}

#[test]
fn what_was_pressed_over_a_document_in_another_hand_is_never_proven() {
    let mut key = officer();
    let other = in_other_hand();
    let pressed = press(&other, at(ISSUED), &mut key).expect("pressed");
    assert!(matches!(pressed.prove(&key), Err(SignError::SelfCheck(refusal)) if refusal.code() == "sig.digest"));
    let sealed = sign_co(&small(), at(ISSUED), &mut key).expect("a seal").bytes;
    let pressed = press(&sealed, at(ISSUED), &mut key).expect("pressed");
    assert!(matches!(pressed.prove(&key), Err(SignError::SelfCheck(_))), "nor one over a seal");
}
