//! A document was changed after signing: what do its own signatures tell about the change (`seal-and-paper.md` 7.3)?
//!
//! In whose part it lies, and whether white space alone explains it. All of it is said and nothing of it forgiven: the
//! refusal stands. What was changed field by field is asked of a good copy, which only an office can have.

mod white_space;

use tamga_xml::{Gated, Limits, gate};

use self::white_space::{Kept, without_white_space};
use crate::profile::{Keys, check};
use crate::refusal::{Class, Reason, Refusal};

/// What more can be said about a refused document, as notes; nothing when its content was not the reason.
pub fn tampering(doc: &Gated<'_>, refusal: &Refusal) -> Vec<Reason> {
    if !refusal.reasons.iter().any(|reason| matches!(reason.code(), "sig.digest" | "sig.value")) {
        return Vec::new();
    }
    let digests = refusal.reasons.iter().filter(|reason| reason.code() == "sig.digest");
    let failed: Vec<&str> = digests.flat_map(|reason| &reason.finding.params).map(|(_, part)| part.as_str()).collect();
    // What the exporter signs lies inside what the official signs: a change there breaks both.
    let part = match ["exporter", "official", "document", "properties"].into_iter().find(|part| failed.contains(part)) {
        Some("exporter") => Some("tamper.exporter_part"),
        Some("official") => Some("tamper.issuer_part"),
        Some("properties") => Some("tamper.signing_data"),
        _ => None,
    };
    let white_space = is_white_space_alone(doc).then_some("tamper.reindented");
    [part, white_space].into_iter().flatten().map(|code| Reason::new(Class::Note, code)).collect()
}

/// Does the document hold once the white space between its elements is gone?
fn is_white_space_alone(doc: &Gated<'_>) -> bool {
    [Kept::Nothing, Kept::Signatures].into_iter().any(|kept| {
        let bare = without_white_space(doc, kept);
        let holds = |bare: &String| {
            let gated = gate(bare.as_bytes(), &Limits::FOREIGN);
            gated.is_ok_and(|gated| check(&gated, Keys::InDocument).is_ok())
        };
        bare.as_ref().is_some_and(holds)
    })
}
