//! Where does an arriving image belong among those held under its number? Order is decided by revision, never by
//! arrival or by clock (`dataset.md` 3.4); what follows for the record is the inbound machine's.

use super::InboundState;

/// An image that is held or arrives, by what decides its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Revision.
    pub revision: u32,
    /// Digest of its bytes.
    pub digest: String,
    /// Where it stands.
    pub state: InboundState,
}

/// What an arriving image is beside those held under the same issuing body and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placement {
    /// The first of its number.
    First,
    /// Held already, byte for byte: no new record, the same acknowledgement again.
    Repeat,
    /// Other bytes under a revision that is held: if both are validly signed, neither is usable.
    Conflict,
    /// Above the revision that counts: once verified it takes that one's place.
    Newer,
    /// Below the revision that counts: it never overwrites.
    Late,
}

/// Where does an arriving image belong among those held? Images set aside or refused count for repeats only.
pub fn placement(held: &[Image], revision: u32, digest: &str) -> Placement {
    if held.iter().any(|image| image.revision == revision && image.digest == digest) {
        return Placement::Repeat;
    }
    let counts = |image: &&Image| !matches!(image.state, InboundState::Refused | InboundState::SetAside);
    if held.iter().filter(counts).any(|image| image.revision == revision) {
        return Placement::Conflict;
    }
    let verified =
        |image: &&Image| counts(image) && !matches!(image.state, InboundState::Received | InboundState::Quarantined);
    match held.iter().filter(verified).map(|image| image.revision).max() {
        None => Placement::First,
        Some(highest) if revision > highest => Placement::Newer,
        Some(_) => Placement::Late,
    }
}
