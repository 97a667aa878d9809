//! What is on its way out, and what proves it? Each row is in exactly one state with somebody who will move it;
//! bytes, id and digest are frozen at birth; no state is reached without the evidence it claims. When to try again
//! is planned elsewhere, from the rows given here.

mod attempts;
mod changes;
mod evidence;
mod read;
mod routes;

pub use attempts::{AttemptRow, AttemptStart, Recovered};
pub use changes::{Advance, Settlement, T3};
pub use evidence::{EvidenceRow, NewEvidence};
pub use read::{DayLine, MovableRow, OutboxRow};
pub use routes::RouteRow;

use crate::error::StoreError;
use crate::files::{self, sha256_hex};
use crate::row::int;
use crate::settings::DeviceSeq;
use crate::store::Tx;

/// States of rows whose bytes are in custody at the gateway.
pub(crate) const IN_CUSTODY: &str = "('accepted', 'delivered', 'answered')";
/// States in which a row waits for the worker.
pub(crate) const WAITS: &str = "('queued', 'waiting')";
/// Rows behind which nothing will ever leave.
pub(crate) const STRANDS: &str = "state IN ('rejected', 'abandoned') OR (state = 'blocked' AND reason = 'dependency')";

/// Something signed that has to get there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSubmission {
    /// Its id, a UUID, for ever.
    pub submission_id: String,
    /// Route it leaves on.
    pub route: String,
    /// `co.issue`, `co.cancel`, `co.response` …
    pub kind: String,
    /// Who sends.
    pub party: String,
    /// Issuing body of the certificate it is about.
    pub issuer: String,
    /// Its number.
    pub co_number: String,
    /// Revision it carries or answers.
    pub revision: u32,
    /// Running number of an answer or query.
    pub number: Option<u64>,
    /// What the far side also counts as the same thing.
    pub business_key: String,
    /// Country code, or empty.
    pub destination: String,
    /// Envelope bytes, identical in every attempt.
    pub envelope: Vec<u8>,
    /// The document it carries, kept before.
    pub doc_sha: String,
    /// Submission that has to be in custody first.
    pub depends_on: Option<String>,
    /// The sequence that stands in the envelope, taken in this same write.
    pub device: DeviceSeq,
}

impl Tx<'_> {
    /// T1: keeps the envelope as a file and enters the row as `queued`. Answers with the digest of the envelope.
    ///
    /// # Errors
    /// `AlreadyThere` when the id or the business key is taken; `Stale` when the device sequence is not the one
    /// last given; `NotFound` when the submission it depends on is not here; `Rule` when the document was not kept.
    pub fn outbox_add(&self, new: &NewSubmission) -> Result<String, StoreError> {
        let device = self.device()?;
        if device != new.device {
            return Err(StoreError::stale("device", &new.device.id));
        }
        if let Some(first) = &new.depends_on {
            self.outbox_row(first)?;
        }
        if self.count("SELECT count(*) FROM outbox WHERE submission_id = ?1", [&new.submission_id])? > 0 {
            return Err(StoreError::AlreadyThere { what: "submission", id: new.submission_id.clone() });
        }
        let env_sha = sha256_hex(&new.envelope);
        // Without a row nothing of that id ever left; a file of it is what an undone write left behind.
        self.filed(files::replace(&self.folder.envelopes(), &new.submission_id, &new.envelope))?;
        self.run(
            "INSERT INTO outbox (submission_id, route, kind, party, issuer, co_number, revision, number, business_key,
               destination, env, env_sha, doc_sha, depends_on, device_epoch, device_seq, state, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, 'queued', ?17, ?17)",
            rusqlite::params![
                new.submission_id,
                new.route,
                new.kind,
                new.party,
                new.issuer,
                new.co_number,
                new.revision,
                new.number.map(int),
                new.business_key,
                new.destination,
                new.envelope,
                env_sha,
                new.doc_sha,
                new.depends_on,
                new.device.epoch,
                int(new.device.seq),
                self.now.millis(),
            ],
        )
        .map_err(StoreError::taken("submission", &new.business_key))?;
        self.run("INSERT INTO route (id) VALUES (?1) ON CONFLICT (id) DO NOTHING", [&new.route])?;
        // Born behind one that was refused, it would wait for ever.
        self.outbox_block_stranded()?;
        Ok(env_sha)
    }
}
