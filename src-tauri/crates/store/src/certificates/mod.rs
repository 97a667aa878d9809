//! What did this office issue? The register, an index over the signed bytes, and every signed step of each number.
//! Which step is allowed when, and what the bytes say, is decided before they come here.

mod page;

use rusqlite::Row;
use tamga_origin::{Date, Timestamp};

pub use page::CertificateFilter;

use crate::error::StoreError;
use crate::row::{at, at_if, day, day_if, text_if};
use crate::search::{Register, SearchText};
use crate::store::{Reader, Tx};

/// What the register shows and finds of a certificate; all of it stands in the signed bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CertificateIndex {
    /// Profile id.
    pub agreement: String,
    /// Last day of validity, when there is one.
    pub valid_to: Option<Date>,
    /// Exporter.
    pub exporter: String,
    /// Consignee.
    pub consignee: String,
    /// Country code of destination.
    pub destination: String,
    /// Descriptions and product codes, for searching.
    pub goods: String,
    /// Invoices, transport documents, containers, for searching.
    pub references: String,
    /// Goods items.
    pub item_count: u32,
}

/// A certificate that was just issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCertificate {
    /// Issuing body.
    pub issuer: String,
    /// Its number.
    pub number: String,
    /// Instant of issue.
    pub issued_at: Timestamp,
    /// Day of issue as certified.
    pub issued_on: Date,
    /// What the register shows.
    pub index: CertificateIndex,
    /// Its signed bytes, kept before.
    pub document_sha: String,
    /// The printed form, when it was kept.
    pub pdf_sha: Option<String>,
    /// The submission that carries it, when there is a route.
    pub submission_id: Option<String>,
}

/// What a later signed step does to a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateChange {
    /// A new full image under the same number.
    Amended(CertificateIndex),
    /// Another certificate stands for it.
    Replaced {
        /// Its number.
        successor: String,
    },
    /// It is no longer valid.
    Cancelled,
    /// Its validity is suspended.
    Suspended,
    /// The suspension is lifted.
    Lifted,
}

impl CertificateChange {
    fn kind(&self) -> &'static str {
        match self {
            Self::Amended(_) => "amend",
            Self::Replaced { .. } => "replace",
            Self::Cancelled => "cancel",
            Self::Suspended => "suspend",
            Self::Lifted => "lift",
        }
    }

    /// The state it leads to, and those it may come from.
    fn moves(&self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Amended(_) => ("issued", &["issued"]),
            Self::Replaced { .. } => ("replaced", &["issued", "suspended"]),
            Self::Cancelled => ("cancelled", &["issued", "suspended"]),
            Self::Suspended => ("suspended", &["issued"]),
            Self::Lifted => ("issued", &["suspended"]),
        }
    }
}

/// A later signed step of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRevision {
    /// Its revision: the last one plus 1.
    pub revision: u32,
    /// What it does.
    pub change: CertificateChange,
    /// Its signed bytes, kept before.
    pub document_sha: String,
    /// The printed form, when it was kept.
    pub pdf_sha: Option<String>,
    /// The submission that carries it, when there is a route.
    pub submission_id: Option<String>,
    /// Reason, a code or words.
    pub reason: String,
}

/// Where the latest step of a certificate is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedSubmission {
    /// The submission.
    pub submission_id: String,
    /// State of its outbox row.
    pub state: String,
    /// Kind of the last fault, or empty.
    pub class: String,
    /// Why it is blocked, rejected or abandoned, or empty.
    pub reason: String,
    /// Why nothing leaves on its route until somebody puts it right, while it waits there; or empty.
    pub stopped: String,
    /// May a byte of it have left?
    pub may_have_left: bool,
    /// Copied to a bundle?
    pub is_carried: bool,
    /// Latest outcome customs gave, or empty.
    pub answer: String,
    /// When it is tried next.
    pub next_at: Option<Timestamp>,
    /// When our gateway took it.
    pub accepted_at: Option<Timestamp>,
    /// When it arrived abroad.
    pub delivered_at: Option<Timestamp>,
    /// When customs answered last.
    pub answered_at: Option<Timestamp>,
}

/// A certificate of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRow {
    /// Its id here.
    pub id: i64,
    /// Issuing body.
    pub issuer: String,
    /// Its number.
    pub number: String,
    /// Latest signed step.
    pub revision: u32,
    /// `issued`, `suspended`, `replaced`, `cancelled`.
    pub state: String,
    /// Instant of issue.
    pub issued_at: Timestamp,
    /// Day of issue as certified.
    pub issued_on: Date,
    /// Last day of validity.
    pub valid_to: Option<Date>,
    /// Profile id.
    pub agreement: String,
    /// Exporter.
    pub exporter: String,
    /// Consignee.
    pub consignee: String,
    /// Country code of destination.
    pub destination: String,
    /// Goods items.
    pub item_count: u32,
    /// Number of the certificate that replaced it.
    pub successor: Option<String>,
    /// When it changed last.
    pub changed_at: Timestamp,
    /// Where its latest step is on its way.
    pub submission: Option<IssuedSubmission>,
}

/// A signed step of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionRow {
    /// Its revision.
    pub revision: u32,
    /// `issue`, `amend`, `replace`, `cancel`, `suspend`, `lift`.
    pub kind: String,
    /// Its signed bytes.
    pub document_sha: String,
    /// The printed form.
    pub pdf_sha: Option<String>,
    /// The submission that carries it, when there is one by now.
    pub submission_id: Option<String>,
    /// Reason, a code or words.
    pub reason: String,
    /// Who did it.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

const COLUMNS: &str =
    "c.id, c.issuer, c.number, c.revision, c.state, c.issued_at, c.issued_on, c.valid_to, c.agreement,
  c.exporter, c.consignee, c.destination, c.item_count, c.successor, c.changed_at, o.submission_id, o.state AS o_state,
  o.class, o.reason, coalesce((SELECT way.blocked FROM route AS way
    WHERE way.id = o.route AND o.state IN ('queued', 'waiting')), '') AS stopped, o.may_have_left, o.carried, o.answer, o.next_at, o.accepted_at, o.delivered_at, o.answered_at";
/// A step that was signed before there was a way to send it is carried by a later submission about it.
macro_rules! carried_by {
    () => {
        "coalesce(r.submission_id, (SELECT later.submission_id FROM outbox AS later WHERE later.issuer = c.issuer
           AND later.co_number = c.number AND later.revision = r.revision AND later.number IS NULL
           ORDER BY later.created_at DESC LIMIT 1))"
    };
}
const JOINS: &str = concat!(
    "LEFT JOIN certificate_revision AS r ON r.certificate = c.id AND r.revision = c.revision
     LEFT JOIN outbox AS o ON o.submission_id = ",
    carried_by!()
);

fn certificate_row(row: &Row<'_>) -> rusqlite::Result<CertificateRow> {
    let submission = match row.get::<_, Option<String>>("submission_id")? {
        None => None,
        Some(submission_id) => Some(IssuedSubmission {
            submission_id,
            state: row.get("o_state")?,
            class: row.get("class")?,
            reason: row.get("reason")?,
            stopped: row.get("stopped")?,
            may_have_left: row.get("may_have_left")?,
            is_carried: row.get("carried")?,
            answer: row.get("answer")?,
            next_at: at_if(row, "next_at")?,
            accepted_at: at_if(row, "accepted_at")?,
            delivered_at: at_if(row, "delivered_at")?,
            answered_at: at_if(row, "answered_at")?,
        }),
    };
    Ok(CertificateRow {
        id: row.get("id")?,
        issuer: row.get("issuer")?,
        number: row.get("number")?,
        revision: row.get("revision")?,
        state: row.get("state")?,
        issued_at: at(row, "issued_at")?,
        issued_on: day(row, "issued_on")?,
        valid_to: day_if(row, "valid_to")?,
        agreement: row.get("agreement")?,
        exporter: row.get("exporter")?,
        consignee: row.get("consignee")?,
        destination: row.get("destination")?,
        item_count: row.get("item_count")?,
        successor: row.get("successor")?,
        changed_at: at(row, "changed_at")?,
        submission,
    })
}

impl Reader<'_> {
    /// The certificates under that number: one, unless two issuing bodies of this office use the same.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn certificates_numbered(&self, number: &str) -> Result<Vec<CertificateRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM certificate AS c {JOINS} WHERE c.number = ?1 ORDER BY c.id DESC");
        self.all(&sql, [number], certificate_row)
    }

    /// One certificate by issuing body and number.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn certificate(&self, issuer: &str, number: &str) -> Result<CertificateRow, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM certificate AS c {JOINS} WHERE c.issuer = ?1 AND c.number = ?2");
        self.one(&sql, (issuer, number), certificate_row)?.ok_or_else(|| StoreError::not_found("certificate", number))
    }

    /// One certificate by its id here.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn certificate_by_id(&self, id: i64) -> Result<CertificateRow, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM certificate AS c {JOINS} WHERE c.id = ?1");
        self.one(&sql, [id], certificate_row)?.ok_or_else(|| StoreError::not_found("certificate", id))
    }

    /// Every signed step of a certificate, oldest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn certificate_revisions(&self, id: i64) -> Result<Vec<RevisionRow>, StoreError> {
        self.all(
            concat!(
                "SELECT r.revision, r.kind, r.document_sha, r.pdf_sha, ",
                carried_by!(),
                " AS submission_id, r.reason, r.actor, r.at
                 FROM certificate_revision AS r JOIN certificate AS c ON c.id = r.certificate
                 WHERE r.certificate = ?1 ORDER BY r.revision"
            ),
            [id],
            |row| {
                Ok(RevisionRow {
                    revision: row.get("revision")?,
                    kind: row.get("kind")?,
                    document_sha: row.get("document_sha")?,
                    pdf_sha: row.get("pdf_sha")?,
                    submission_id: row.get("submission_id")?,
                    reason: row.get("reason")?,
                    actor: row.get("actor")?,
                    at: at(row, "at")?,
                })
            },
        )
    }

    /// Certificates with a signed step that no submission carries, oldest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn certificates_unsent(&self) -> Result<Vec<CertificateRow>, StoreError> {
        let sql = format!(
            concat!(
                "SELECT {COLUMNS} FROM certificate AS c {JOINS} WHERE c.id IN (
                   SELECT r.certificate FROM certificate_revision AS r JOIN certificate AS c ON c.id = r.certificate
                   WHERE r.submission_id IS NULL AND ",
                carried_by!(),
                " IS NULL) ORDER BY c.id"
            ),
            COLUMNS = COLUMNS,
            JOINS = JOINS
        );
        self.all(&sql, [], certificate_row)
    }
}

impl Tx<'_> {
    /// Enters an issued certificate with its first step, and makes it findable. The number, the document and the
    /// outbox row are the caller's, in the same write.
    ///
    /// # Errors
    /// `AlreadyThere` when that number was issued before; `Rule` when the document was not kept.
    pub fn certificate_add(&self, new: &NewCertificate) -> Result<i64, StoreError> {
        let index = &new.index;
        self.run(
            "INSERT INTO certificate (issuer, number, revision, state, issued_at, issued_on, valid_to, agreement, exporter,
               consignee, destination, goods, references_text, item_count, changed_at)
             VALUES (?1, ?2, 1, 'issued', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            (
                &new.issuer,
                &new.number,
                new.issued_at.millis(),
                new.issued_on.to_string(),
                text_if(index.valid_to),
                &index.agreement,
                &index.exporter,
                &index.consignee,
                &index.destination,
                &index.goods,
                &index.references,
                index.item_count,
                self.now.millis(),
            ),
        )
        .map_err(StoreError::taken("certificate", &new.number))?;
        let id = self.conn.last_insert_rowid();
        self.revision_add(
            id,
            &Step {
                revision: 1,
                kind: "issue",
                document_sha: &new.document_sha,
                pdf_sha: new.pdf_sha.as_deref(),
                submission_id: new.submission_id.as_deref(),
                reason: "",
            },
        )?;
        self.certificate_find(id, &new.number, index)?;
        Ok(id)
    }

    /// Enters a later signed step of a certificate and moves its state.
    ///
    /// # Errors
    /// `NotFound`, `StateConflict` when the state does not allow the step, `Stale` when the revision is not the next.
    pub fn certificate_step(&self, id: i64, new: &NewRevision) -> Result<(), StoreError> {
        let there = self.certificate_by_id(id)?;
        if new.revision != there.revision + 1 {
            return Err(StoreError::stale("certificate", there.number));
        }
        let (to, from) = new.change.moves();
        if !from.contains(&there.state.as_str()) {
            return Err(StoreError::StateConflict {
                what: "certificate",
                id: there.number,
                from: there.state,
                to: new.change.kind().to_owned(),
            });
        }
        self.revision_add(
            id,
            &Step {
                revision: new.revision,
                kind: new.change.kind(),
                document_sha: &new.document_sha,
                pdf_sha: new.pdf_sha.as_deref(),
                submission_id: new.submission_id.as_deref(),
                reason: &new.reason,
            },
        )?;
        let successor = match &new.change {
            CertificateChange::Replaced { successor } => Some(successor),
            _ => None,
        };
        self.run(
            "UPDATE certificate SET revision = ?2, state = ?3, successor = ?4, changed_at = ?5 WHERE id = ?1",
            (id, new.revision, to, successor, self.now.millis()),
        )?;
        if let CertificateChange::Amended(index) = &new.change {
            self.run(
                "UPDATE certificate SET valid_to = ?2, agreement = ?3, exporter = ?4, consignee = ?5, destination = ?6,
                   goods = ?7, references_text = ?8, item_count = ?9 WHERE id = ?1",
                (
                    id,
                    text_if(index.valid_to),
                    &index.agreement,
                    &index.exporter,
                    &index.consignee,
                    &index.destination,
                    &index.goods,
                    &index.references,
                    index.item_count,
                ),
            )?;
            self.certificate_find(id, &there.number, index)?;
        }
        Ok(())
    }

    fn revision_add(&self, id: i64, step: &Step<'_>) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO certificate_revision (certificate, revision, kind, document_sha, pdf_sha, submission_id, reason,
               actor, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            (
                id,
                step.revision,
                step.kind,
                step.document_sha,
                step.pdf_sha,
                step.submission_id,
                step.reason,
                self.actor,
                self.now.millis(),
            ),
        )?;
        Ok(())
    }

    fn certificate_find(&self, id: i64, number: &str, index: &CertificateIndex) -> Result<(), StoreError> {
        let text = SearchText {
            number,
            words: &[&index.exporter, &index.consignee, &index.goods, &index.references, &index.agreement],
        };
        self.search_put(Register::Issued, id, &text)
    }
}

/// A signed step on its way into its row.
struct Step<'a> {
    revision: u32,
    kind: &'static str,
    document_sha: &'a str,
    pdf_sha: Option<&'a str>,
    submission_id: Option<&'a str>,
    reason: &'a str,
}
