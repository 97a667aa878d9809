//! Who vouches for a bundle that is carried by hand (`gateway.md` 6)? An Ed25519 signature over the digest of its header,
//! with a mark before it, so that no signature made for anything else ever counts here.
//!
//! What a header says, and whether it is for us, is read in `tamga-courier`.

use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, PublicKey, TrustedKey};

use crate::digest::sha256;
use crate::plain_key::{PlainKey, verify_plain};

/// What is signed begins with it.
const MARK: &[u8] = b"tamga-cobundle-1\0";

/// Why nobody vouches for a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleRefused {
    /// No key of that id may sign bundles of that sender.
    #[error("no key of that id may sign bundles of this sender")]
    UnknownKey,
    /// The key counted at none of the moments that were asked about.
    #[error("the key did not count when the bundle was made, and does not count now")]
    NotThen,
    /// The signature does not match.
    #[error("the signature does not match the header")]
    Signature,
}

/// Signs the header of a bundle.
pub fn sign_bundle(header: &[u8], key: &PlainKey) -> [u8; 64] {
    key.sign(&signed_bytes(header))
}

/// Does the key `kid`, one of these with the use `bundle`, sign this header? It must have counted at one of the moments
/// given: the one the header claims, by a clock that may be years off, or the present one.
///
/// # Errors
/// What does not hold.
pub fn bundle_holds(
    header: &[u8],
    value: &[u8; 64],
    kid: &str,
    keys: &[TrustedKey],
    moments: &[Timestamp],
) -> Result<(), BundleRefused> {
    let is_it = |key: &&TrustedKey| {
        key.kid == kid && key.uses.contains(&KeyUse::Bundle) && matches!(key.key, PublicKey::Ed25519(_))
    };
    let known: Vec<&TrustedKey> = keys.iter().filter(is_it).collect();
    let Some(key) = known.first() else { return Err(BundleRefused::UnknownKey) };
    if !known.iter().any(|key| moments.iter().any(|at| key.span.covers(*at))) {
        return Err(BundleRefused::NotThen);
    }
    match verify_plain(&key.key, &signed_bytes(header), value) {
        true => Ok(()),
        false => Err(BundleRefused::Signature),
    }
}

fn signed_bytes(header: &[u8]) -> Vec<u8> {
    [MARK, &sha256(header)].concat()
}

#[cfg(test)]
mod tests {
    use tamga_origin::trust::Span;

    use super::*;
    use crate::random::SystemRandom;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn a_header_counts_when_a_key_for_bundles_signed_it_and_counted_then_or_now() {
        let key = PlainKey::generate(&SystemRandom::new()).unwrap();
        let span = Span { from: at(1_000), to: Some(at(2_000)) };
        let keys = [key.trusted(&[KeyUse::Bundle], span)];
        let value = sign_bundle(b"{}", &key);
        let holds = |header: &[u8], value: &[u8; 64], keys: &[TrustedKey], moments: &[Timestamp]| {
            bundle_holds(header, value, key.kid(), keys, moments)
        };
        assert_eq!(holds(b"{}", &value, &keys, &[at(1_500)]), Ok(()));
        assert_eq!(holds(b"{}", &value, &keys, &[at(900), at(1_999)]), Ok(()), "a clock that is off harms nobody");
        assert_eq!(holds(b"{}", &value, &keys, &[at(900), at(2_000)]), Err(BundleRefused::NotThen));
        assert_eq!(holds(b"{ }", &value, &keys, &[at(1_500)]), Err(BundleRefused::Signature));
        let mut flipped = value;
        flipped[63] ^= 1;
        assert_eq!(holds(b"{}", &flipped, &keys, &[at(1_500)]), Err(BundleRefused::Signature));
        let for_receipts = [key.trusted(&[KeyUse::Receipt], span)];
        assert_eq!(holds(b"{}", &value, &for_receipts, &[at(1_500)]), Err(BundleRefused::UnknownKey));
        assert_eq!(holds(b"{}", &value, &[], &[at(1_500)]), Err(BundleRefused::UnknownKey));
    }

    #[test]
    fn what_was_signed_for_something_else_does_not_count() {
        let key = PlainKey::generate(&SystemRandom::new()).unwrap();
        let keys = [key.trusted(&[KeyUse::Bundle, KeyUse::Receipt], Span { from: at(0), to: None })];
        let bare = key.sign(b"{}");
        assert_eq!(bundle_holds(b"{}", &bare, key.kid(), &keys, &[at(1)]), Err(BundleRefused::Signature));
        let digest = key.sign(&sha256(b"{}"));
        assert_eq!(bundle_holds(b"{}", &digest, key.kid(), &keys, &[at(1)]), Err(BundleRefused::Signature));
    }
}
