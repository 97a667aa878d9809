//! What did this office issue? The register, and everything known about one certificate.

use tamga_origin::states::{CertificateState, UseState};
use tamga_origin::{Balance, Certificate, Date, GoodsItem, Measure, Timestamp, Usage};
use tamga_store::{Reader, RevisionRow, StoreError, SupportRow};
use uuid::Uuid;

use crate::error::OfficeError;
use crate::index;
use crate::journal::{self, JournalRow};
use crate::lamps::{Facts, Lamp, LampState, Lamps};
use crate::office::Office;
use crate::outbox::is_by_office;
use crate::page::{Rows, Window};
use crate::received::{self, UseRow};
use crate::sealed::read_unproven;
use crate::word::Word;

/// Which certificates are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CertificateFilter {
    /// `issued`, `suspended`, `replaced`, `withdrawn` (or `cancelled`), `expired`; with or without `certificate.` before.
    pub status: Option<String>,
    /// Agreement profile id.
    pub agreement: Option<String>,
    /// Destination country.
    pub destination: Option<String>,
    /// Month of issue, `2026-05`.
    pub month: Option<String>,
}

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRow {
    /// Number.
    pub number: String,
    /// Day of issue.
    pub issued_on: Date,
    /// When it was signed.
    pub issued_at: Timestamp,
    /// Exporter's name.
    pub exporter: String,
    /// Consignee's name.
    pub consignee: String,
    /// Destination country.
    pub destination: String,
    /// Agreement profile id.
    pub agreement: String,
    /// Is it a self-declaration, which no body certified?
    pub is_self_declaration: bool,
    /// `certificate.*`.
    pub status: Word,
    /// `delivery.*`.
    pub delivery: Word,
    /// `destination.*`.
    pub destination_state: Word,
}

/// One stored proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceView {
    /// Its id; of what is kept beside the document the SHA-256 of its bytes.
    pub id: String,
    /// What came over the line: `receipt`, `delivery`, `refusal`, `answer` or `void`. What is kept beside the document:
    /// `stamp`, `certificate`, `crl` or `ocsp`.
    pub kind: String,
    /// Time the proof claims; when it was kept, where it names none.
    pub at: Timestamp,
    /// Who signed it, or the address it was fetched from; empty when it came in a file.
    pub from: String,
    /// The proof as signed, where it is a text.
    pub text: String,
}

/// Everything known about one certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateView {
    /// Number.
    pub number: String,
    /// Content, read from the signed bytes.
    pub certificate: Certificate,
    /// `certificate.*`.
    pub status: Word,
    /// `delivery.*`.
    pub delivery: Word,
    /// `destination.*`.
    pub destination_state: Word,
    /// The three lamps.
    pub lamps: Lamps,
    /// Proofs from the line, oldest first, then what is kept beside the document.
    pub evidence: Vec<EvidenceView>,
    /// A service is asked for its time stamp, which is not here yet.
    pub awaits_stamp: bool,
    /// Journal lines about it, newest first.
    pub journal: Vec<JournalRow>,
    /// SHA-256 of the signed bytes.
    pub document_sha256: String,
    /// The submission that carries it.
    pub submission_id: Option<Uuid>,
    /// Uses customs told us of.
    pub uses: Vec<UseRow>,
    /// May it be cancelled?
    pub can_cancel: bool,
}

/// A certificate of ours, as a later step needs it.
pub(crate) struct HeldCertificate {
    pub(crate) row: tamga_store::CertificateRow,
    pub(crate) state: CertificateState,
    /// The image that was signed last.
    pub(crate) image: Certificate,
    /// The submission of the last step that has one; what comes next waits for it.
    pub(crate) submission: Option<Uuid>,
    /// Did customs tell us of a use?
    pub(crate) uses_known: bool,
}

impl Office {
    /// Searches the register; an empty text lists the newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn search_certificates(
        &self,
        text: &str,
        filter: &CertificateFilter,
        window: Window,
    ) -> Result<Rows<CertificateRow>, OfficeError> {
        let status = filter.status.as_deref().map(|word| word.strip_prefix("certificate.").unwrap_or(word));
        let wanted = tamga_store::CertificateFilter {
            text: text.to_owned(),
            status: status.map(|word| if word == "withdrawn" { "cancelled" } else { word }.to_owned()),
            agreement: filter.agreement.clone(),
            destination: filter.destination.clone(),
            month: filter.month.clone(),
            today: Some(self.today()),
        };
        let today = self.today();
        self.read(|reader| {
            let page = reader.certificates(&wanted, window.store())?;
            let line = |row: tamga_store::CertificateRow| {
                let is_self_declaration = self.is_of_self_declarations(&row.agreement);
                line(reader, row, is_self_declaration, today)
            };
            let rows = page.rows.into_iter().map(line).collect::<Result<_, _>>()?;
            Ok(Rows { rows, total: page.total, offset: window.offset })
        })
    }

    /// Opens a certificate.
    ///
    /// # Errors
    /// `NotFound`, damaged files.
    pub fn open_certificate(&self, number: &str) -> Result<CertificateView, OfficeError> {
        let held = self.held(number)?;
        let today = self.today();
        let stamped_since = self.stamp_service()?.map(|service| service.since());
        self.read(|reader| {
            let steps = reader.certificate_revisions(held.row.id)?;
            let mut evidence = Vec::new();
            for step in steps.iter().filter_map(|step| step.submission_id.as_deref()) {
                evidence.extend(reader.evidence(step)?.into_iter().map(proof));
            }
            // The lamps are those of the certificate itself; a later status statement has its own line in the outbox.
            let image = steps.iter().rev().find(|step| matches!(step.kind.as_str(), "issue" | "amend" | "replace"));
            let image = image.ok_or_else(|| not_found(number))?;
            let kept = reader.support(&image.document_sha)?;
            let is_stamped = kept.iter().any(|row| row.kind == "stamp");
            evidence.extend(kept.into_iter().map(beside));
            let sent = image.submission_id.as_deref().map(|id| reader.outbox_row(id)).transpose()?;
            let by_office = match &sent {
                Some(row) => is_by_office(reader, &row.submission_id, &row.state)?,
                None => false,
            };
            let uses: Vec<UseRow> =
                reader.uses_told(&held.row.issuer, number)?.into_iter().filter_map(received::use_row).collect();
            let facts = sent.as_ref().map(|row| Facts::of_row(row, by_office));
            let journal = reader.journal(Some(number), Window::first(Window::MOST).store())?;
            Ok(CertificateView {
                number: number.to_owned(),
                certificate: held.image.clone(),
                status: status(&held.row, today),
                delivery: facts.map_or_else(no_delivery, |facts| facts.delivery()),
                destination_state: destination(facts.as_ref(), &uses, Some(&held.image)),
                lamps: facts.map_or_else(no_lamps, |facts| facts.lamps()),
                evidence,
                awaits_stamp: !is_stamped && stamped_since.is_some_and(|since| image.at >= since),
                journal: journal.rows.into_iter().map(journal::row).collect(),
                document_sha256: image.document_sha.clone(),
                submission_id: image.submission_id.as_deref().and_then(|id| Uuid::parse_str(id).ok()),
                uses,
                can_cancel: !held.state.is_final(),
            })
        })
    }

    /// The printed certificate, as kept when it was issued.
    ///
    /// # Errors
    /// `NotFound`, damaged files.
    pub fn certificate_pdf(&self, number: &str) -> Result<Vec<u8>, OfficeError> {
        self.kept_bytes(number, |step| step.pdf_sha.clone())
    }

    /// The signed bytes.
    ///
    /// # Errors
    /// `NotFound`, damaged files.
    pub fn certificate_xml(&self, number: &str) -> Result<Vec<u8>, OfficeError> {
        self.kept_bytes(number, |step| Some(step.document_sha.clone()))
    }

    /// The image that was signed last under a number, read from its bytes.
    pub(crate) fn issued_image(&self, number: &str) -> Result<Certificate, OfficeError> {
        let bytes = self.certificate_xml(number)?;
        read_unproven(&bytes).ok_or(OfficeError::FormatUnknown)
    }

    /// A certificate of ours, as a later step needs it.
    pub(crate) fn held(&self, number: &str) -> Result<HeldCertificate, OfficeError> {
        let (row, steps, uses) = self.read(|reader| {
            let row = reader.certificates_numbered(number)?.into_iter().next().ok_or_else(|| not_found(number))?;
            let steps = reader.certificate_revisions(row.id)?;
            let uses = reader.uses_told(&row.issuer, number)?;
            Ok((row, steps, uses))
        })?;
        let state = CertificateState::parse(&row.state).ok_or(OfficeError::Senseless("a state without a name"))?;
        let submission = steps.iter().rev().find_map(|step| step.submission_id.as_deref());
        Ok(HeldCertificate {
            state,
            image: self.issued_image(number)?,
            submission: submission.and_then(|id| Uuid::parse_str(id).ok()),
            uses_known: uses.iter().any(|one| one.state == "granted"),
            row,
        })
    }

    fn kept_bytes(
        &self,
        number: &str,
        digest: impl Fn(&RevisionRow) -> Option<String>,
    ) -> Result<Vec<u8>, OfficeError> {
        self.read(|reader| {
            let row = reader.certificates_numbered(number)?.into_iter().next().ok_or_else(|| not_found(number))?;
            let steps = reader.certificate_revisions(row.id)?;
            let image = steps.iter().rev().find(|step| matches!(step.kind.as_str(), "issue" | "amend" | "replace"));
            let digest = image.and_then(digest).ok_or_else(|| not_found(number))?;
            Ok(reader.document_bytes(&digest)?)
        })
    }
}

fn not_found(number: &str) -> StoreError {
    StoreError::NotFound { what: "certificate", id: number.to_owned() }
}

fn line(
    reader: &Reader<'_>,
    row: tamga_store::CertificateRow,
    is_self_declaration: bool,
    today: Date,
) -> Result<CertificateRow, OfficeError> {
    let by_office = match &row.submission {
        Some(sent) => is_by_office(reader, &sent.submission_id, &sent.state)?,
        None => false,
    };
    let facts = row.submission.as_ref().map(|sent| Facts::of_issued(sent, by_office));
    let uses: Vec<UseRow> =
        reader.uses_told(&row.issuer, &row.number)?.into_iter().filter_map(received::use_row).collect();
    Ok(CertificateRow {
        status: status(&row, today),
        delivery: facts.map_or_else(no_delivery, |facts| facts.delivery()),
        destination_state: destination(facts.as_ref(), &uses, None),
        number: row.number,
        issued_on: row.issued_on,
        issued_at: row.issued_at,
        exporter: row.exporter,
        consignee: row.consignee,
        destination: row.destination,
        agreement: row.agreement,
        is_self_declaration,
    })
}

/// The issuer's word on the certificate; expiry is computed and never stored.
pub(crate) fn status(row: &tamga_store::CertificateRow, today: Date) -> Word {
    match row.state.as_str() {
        "cancelled" => Word::new("certificate.withdrawn"),
        "replaced" => Word::new("certificate.replaced").with("successor", row.successor.as_deref().unwrap_or_default()),
        "issued" if row.valid_to.is_some_and(|last| last < today) => Word::new("certificate.expired"),
        state => Word::new(format!("certificate.{state}")),
    }
}

fn no_delivery() -> Word {
    Word::new("delivery.none")
}

fn no_lamps() -> Lamps {
    let empty = || Lamp { state: LampState::Empty, word: Word::new("lamp.empty"), at: None };
    Lamps { gateway: empty(), abroad: empty(), customs: empty() }
}

/// What customs told us, in one word.
fn destination(facts: Option<&Facts<'_>>, uses: &[UseRow], image: Option<&Certificate>) -> Word {
    let Some(facts) = facts else { return Word::new("destination.unknown") };
    if uses.iter().any(|one| one.granted) {
        let is_used_up = image.is_some_and(|image| image.items.iter().all(|item| is_used_up(item, uses)));
        return Word::new(if is_used_up { "destination.used_up" } else { "destination.partly_used" });
    }
    match facts.answer {
        "refused" => Word::new("destination.refused"),
        "" if matches!(facts.state, "delivered" | "answered") => Word::new("destination.received"),
        "" => Word::new("destination.unknown"),
        _ => Word::new("destination.accepted"),
    }
}

/// Did customs tell us that nothing is left of an item?
fn is_used_up(item: &GoodsItem, uses: &[UseRow]) -> bool {
    let granted = |one: &&UseRow| one.granted && one.sequence == item.sequence;
    let measure = |one: &UseRow| Measure { amount: one.quantity, unit: one.unit.clone() };
    let uses: Vec<_> = uses.iter().filter(granted).map(|one| (measure(one), UseState::Granted)).collect();
    let balance = Balance::of(&index::ledger(item), &uses);
    balance.is_ok_and(|balance| matches!(balance.usage(), Usage::Exhausted | Usage::OverUsed))
}

fn proof(row: tamga_store::EvidenceRow) -> EvidenceView {
    let tamga_store::EvidenceRow { id, kind, signer, raw, claims: _, at, checked_at: _ } = row;
    EvidenceView { id: id.to_string(), kind, at, from: signer, text: String::from_utf8_lossy(&raw).into_owned() }
}

fn beside(row: SupportRow) -> EvidenceView {
    let SupportRow { kind, bytes_sha, source, at, kept_at } = row;
    EvidenceView { id: bytes_sha, kind, at: at.unwrap_or(kept_at), from: source, text: String::new() }
}
