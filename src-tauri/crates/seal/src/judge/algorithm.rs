//! Were algorithm and key length good enough at the moment judged (`seal-and-paper.md` 6.4; 7.2, step 6)?

use tamga_origin::Timestamp;

use super::classes::said;
use crate::certificate::{KeyKind, SignerCertificate};
use crate::refusal::Reason;

/// RSA keys of this length are noted from here on (NIST SP 800-57).
const SHORT_KEYS_FROM: &str = "2031-01-01T00:00:00Z";
const SHORT: u16 = 3072;

/// What the length of the key says at this moment.
pub(super) fn strength(leaf: &SignerCertificate, at: Timestamp) -> Vec<Reason> {
    let is_short = matches!(leaf.key, KeyKind::Rsa(bits) if bits < SHORT);
    let counts = Timestamp::parse_rfc3339(SHORT_KEYS_FROM).is_some_and(|from| at >= from);
    if is_short && counts { vec![said("key.weak", false).found(leaf.key.name())] } else { Vec::new() }
}
