//! What was thought of an image, and what did a person decide? The verdict with its reasons, replaced when it is
//! checked again; the decision on the whole; setting aside.

use tamga_origin::Timestamp;

use super::InboundRow;
use crate::error::StoreError;
use crate::row::int;
use crate::store::Tx;

/// What was found when an image was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// `quarantined`, `refused`, `valid`, `valid_with_warnings`: what this image is by itself.
    pub state: String,
    /// Is it validly signed by an issuer who was entitled? Only such images can contradict one another.
    pub seal_holds: bool,
    /// `genuine`, `look`, `not_genuine`, `cannot_judge`.
    pub verdict: String,
    /// Code of the verdict in words.
    pub headline: String,
    /// Findings, JSON list.
    pub reasons: String,
    /// Signer, or empty.
    pub signed_by: String,
    /// Officer, or empty.
    pub officer: String,
    /// Signing time that was judged.
    pub signed_at: Option<Timestamp>,
    /// Number of the trust list that judged.
    pub list_number: Option<u64>,
    /// What it rests on: kinds, digests and moments, JSON list.
    pub evidence: String,
}

impl Tx<'_> {
    /// Replaces the judgement of an image, as when a newer trust list came, and works out anew what counts for its
    /// number. Answers with the image as it stands then.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn inbound_judge(&self, id: i64, judgement: &Judgement) -> Result<InboundRow, StoreError> {
        let row = self.inbound(id)?;
        self.run(
            "UPDATE inbound SET judged = ?2, seal_holds = ?3, verdict = ?4, headline = ?5, reasons = ?6, signed_by = ?7,
               officer = ?8, signed_at = ?9, list_number = ?10, evidence = ?11, stamp = stamp + 1, changed_at = ?12
             WHERE id = ?1",
            (
                id,
                &judgement.state,
                judgement.seal_holds,
                &judgement.verdict,
                &judgement.headline,
                &judgement.reasons,
                &judgement.signed_by,
                &judgement.officer,
                judgement.signed_at.map(Timestamp::millis),
                judgement.list_number.map(int),
                &judgement.evidence,
                self.now.millis(),
            ),
        )?;
        self.number_settle(&row.issuer, &row.number)?;
        self.inbound(id)
    }

    /// Stores customs' decision on the whole, over the stamp that was read. Answers with the new stamp.
    ///
    /// # Errors
    /// `Stale` when it changed since, `NotFound`.
    pub fn inbound_decide(&self, id: i64, stamp: i64, decision: &str) -> Result<i64, StoreError> {
        let decided = self.run(
            "UPDATE inbound SET decision = ?3, stamp = stamp + 1, changed_at = ?4 WHERE id = ?1 AND stamp = ?2",
            (id, stamp, decision, self.now.millis()),
        )?;
        if decided == 0 {
            let row = self.inbound(id)?;
            return Err(StoreError::stale("certificate", row.number));
        }
        Ok(stamp + 1)
    }

    /// Puts an image aside for ever; its bytes stay. Needs a second person.
    ///
    /// # Errors
    /// `NotFound`, `SecondPersonMissing`, `StateConflict` when the image is not quarantined.
    pub fn inbound_set_aside(&self, id: i64, second: &str) -> Result<InboundRow, StoreError> {
        let row = self.inbound(id)?;
        if second.trim().is_empty() || second == self.actor {
            return Err(StoreError::SecondPersonMissing);
        }
        if row.state != "quarantined" {
            return Err(StoreError::StateConflict {
                what: "certificate",
                id: row.number,
                from: row.state,
                to: "set_aside".to_owned(),
            });
        }
        self.run("UPDATE inbound SET state = 'set_aside' WHERE id = ?1", [id])?;
        self.number_settle(&row.issuer, &row.number)?;
        self.inbound(id)
    }
}
