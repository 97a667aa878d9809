//! Does the number still count by now (`seal-and-paper.md` 7.2, steps 8 and 9)? Another content under the same number,
//! then what the newest statements and status lists say.

use tamga_origin::Timestamp;

use super::classes::{noted, said};
use super::{Question, StatusFact};
use crate::refusal::Reason;

/// What is known of the number by now; silence is noted, and never read as "valid".
pub(super) fn status(question: &Question<'_>, now: Timestamp) -> Vec<Reason> {
    if question.status.is_empty() && question.usage.is_of_proof() {
        return vec![said("status.none", false).found(question.issuer)];
    }
    // What begins later is worth knowing, and changes nothing yet.
    let from = |at: &Timestamp, code| if *at <= now { said(code, false) } else { noted(code) };
    let reasons = |fact: &StatusFact| match fact {
        StatusFact::Cancelled { at } => vec![from(at, "status.cancelled").found(at.date())],
        StatusFact::Replaced { at, successor } => {
            vec![from(at, "status.replaced").found(at.date()).with("successor", successor)]
        }
        StatusFact::Suspended { at } => vec![from(at, "status.suspended").found(at.date())],
        StatusFact::Conflict { other } => vec![said("status.conflict", false).found(other)],
        StatusFact::Listed { as_of, next_update, missing } => {
            let mut notes = vec![said("status.as_of", false).found(as_of.rfc3339_seconds())];
            notes.extend(missing.map(|n| said("status.gap", false).found(n)));
            if now > *next_update {
                notes.push(said("status.list_old", false).found(as_of.date()));
            }
            notes
        }
    };
    question.status.iter().flat_map(reasons).collect()
}
