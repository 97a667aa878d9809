//! What came from abroad? The register of received certificates, one of them with everything known, and balances.

use tamga_formats::findings::from_json;
use tamga_origin::{AgreementProfile, Certificate, Date, Decimal, Finding, Timestamp};
use tamga_store::{InboundFilter, InboundRow, Reader, StatementRow, StoreError};

use crate::check::differences;
use crate::error::OfficeError;
use crate::examine::expired;
use crate::journal::{self, JournalRow};
use crate::office::Office;
use crate::page::{Rows, Window};
use crate::rests;
use crate::trust::STATUS_NOTES;
use crate::verdict::{Verdict, VerdictKind, headline};
use crate::word::Word;

/// Which received certificates are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReceivedFilter {
    /// Decision word without `decision.`: `new`, `accepted`, `in_part`, `refused`.
    pub decision: Option<String>,
    /// Verdict.
    pub verdict: Option<VerdictKind>,
}

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedRow {
    /// Number.
    pub number: String,
    /// Issuing body, its code.
    pub issuer: String,
    /// Exporter's name.
    pub exporter: String,
    /// Consignee's name.
    pub consignee: String,
    /// Country of origin or export.
    pub origin: String,
    /// Agreement profile id.
    pub agreement: String,
    /// Is it a self-declaration, which no body certified?
    pub is_self_declaration: bool,
    /// When it came.
    pub received_at: Timestamp,
    /// Verdict.
    pub verdict: VerdictKind,
    /// `verdict.*`.
    pub headline: Word,
    /// `decision.*`.
    pub decision: Word,
}

/// One use of a goods item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseRow {
    /// Goods item.
    pub sequence: u32,
    /// Quantity.
    pub quantity: Decimal,
    /// Rec 20 unit.
    pub unit: String,
    /// Preference granted?
    pub granted: bool,
    /// Reason code when refused.
    pub reason: String,
    /// Import declaration.
    pub declaration: String,
    /// Its day.
    pub declared_on: Option<Date>,
    /// When it was decided.
    pub at: Timestamp,
    /// Customs office that decided.
    pub from: String,
}

/// What is left of a goods item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceRow {
    /// Number of the certificate.
    pub number: String,
    /// Goods item.
    pub sequence: u32,
    /// Description.
    pub description: String,
    /// Certified quantity.
    pub certified: Decimal,
    /// Used so far.
    pub used: Decimal,
    /// Left; negative when two posts used more than was certified.
    pub left: Decimal,
    /// Rec 20 unit.
    pub unit: String,
    /// Earlier uses.
    pub earlier: Vec<UseRow>,
}

/// A field that differs from a good copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedField {
    /// Path in the certificate.
    pub path: String,
    /// In the good copy.
    pub was: String,
    /// Here.
    pub is: String,
}

/// A received certificate, or a file that was only looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedView {
    /// Number, or empty when it could not be read.
    pub number: String,
    /// Issuing body, its code.
    pub issuer: String,
    /// Record here; none for a file that was only looked at.
    pub record_id: Option<i64>,
    /// Stamp a decision must name.
    pub stamp: i64,
    /// May it be believed?
    pub verdict: Verdict,
    /// Content, read from verified bytes only.
    pub certificate: Option<Certificate>,
    /// `decision.*`.
    pub decision: Word,
    /// What is left per item.
    pub balance: Vec<BalanceRow>,
    /// Journal lines about it, newest first.
    pub journal: Vec<JournalRow>,
    /// When it came.
    pub received_at: Option<Timestamp>,
    /// What differs from a good copy that is known here.
    pub changed_fields: Vec<ChangedField>,
    /// May it be decided on now?
    pub can_decide: bool,
}

impl Office {
    /// Searches the register of received certificates; an empty text lists the newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn search_received(
        &self,
        text: &str,
        filter: &ReceivedFilter,
        window: Window,
    ) -> Result<Rows<ReceivedRow>, OfficeError> {
        let decision = filter.decision.as_deref().map(|word| word.strip_prefix("decision.").unwrap_or(word));
        let wanted = InboundFilter {
            text: text.to_owned(),
            decision: decision.map(|word| if word == "new" { UNDECIDED } else { word }.to_owned()),
            verdict: filter.verdict.map(|kind| kind.word().to_owned()),
        };
        let today = self.today();
        self.read(|reader| {
            let page = reader.inbounds(&wanted, window.store())?;
            let line = |row| self.received_line(reader, row, today);
            let rows = page.rows.into_iter().map(line).collect::<Result<_, _>>()?;
            Ok(Rows { rows, total: page.total, offset: window.offset })
        })
    }

    /// Opens a received certificate by number; of several issuers with that number the newest.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn open_received(&self, number: &str) -> Result<ReceivedView, OfficeError> {
        let row = self.read(|reader| Ok(reader.inbound_numbered(number)?.into_iter().next()))?;
        let missing = || StoreError::NotFound { what: "certificate", id: number.to_owned() };
        self.received_view(row.ok_or_else(missing)?)
    }

    /// Balances of received certificates, found by number, party or goods.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn balances(&self, text: &str, window: Window) -> Result<Rows<BalanceRow>, OfficeError> {
        let page = self.read(|reader| Ok(reader.balance_page(text, window.store())?))?;
        Ok(Rows::from_page(page, window, balance))
    }

    /// A kept record with everything known about it. What it says is read from its bytes anew, and only when they
    /// verify; the verdict is the one that was stored, with what happened since.
    pub(crate) fn received_view(&self, row: InboundRow) -> Result<ReceivedView, OfficeError> {
        let today = self.today();
        let (bytes, statements, balance, journal) = self.read(|reader| {
            let bytes = reader.document_bytes(&row.document_sha)?;
            let statements = reader.statements(&row.issuer, &row.number)?;
            let balance: Vec<BalanceRow> = reader.balances(row.id)?.into_iter().map(self::balance).collect();
            let about = if row.number.is_empty() { &row.document_sha } else { &row.number };
            let journal = reader.journal(Some(about), Window::first(Window::MOST).store())?;
            Ok((bytes, statements, balance, journal))
        })?;
        let issued_at = row.list_number.and_then(|n| {
            self.trust_history().all().iter().find(|held| held.list.n == n).map(|held| held.list.issued_at)
        });
        let (kind, headline) = standing(&row, &statements, &balance, today)?;
        let mut reasons = from_json(&row.reasons)?;
        reasons.extend(since(&row, &statements));
        // Up to when the status is known moves on with each list, and grows old without one.
        if let Some(notes) = self.status_notes(&row.issuer) {
            reasons.retain(|reason| !STATUS_NOTES.contains(&&*reason.code));
            reasons.extend(notes);
        }
        let certificate = self.with_eyes(|eyes| eyes.look(&bytes, &[], &[])).certificate().cloned();
        Ok(ReceivedView {
            verdict: Verdict {
                kind,
                headline,
                reasons,
                signed_by: row.signed_by.clone(),
                officer: row.officer.clone(),
                signed_at: row.signed_at,
                valid_to: row.valid_to,
                list_number: row.list_number,
                list_issued_at: issued_at,
                evidence: rests::read(&row.evidence)?,
            },
            record_id: Some(row.id),
            stamp: row.stamp,
            certificate,
            decision: decision(&row.decision),
            balance,
            journal: journal.rows.into_iter().map(journal::row).collect(),
            received_at: Some(row.received_at),
            changed_fields: self.changed_against_current(&row, &bytes)?,
            can_decide: row.is_usable(),
            number: row.number,
            issuer: row.issuer,
        })
    }
}

impl Office {
    fn received_line(&self, reader: &Reader<'_>, row: InboundRow, today: Date) -> Result<ReceivedRow, OfficeError> {
        let statements = reader.statements(&row.issuer, &row.number)?;
        let balance: Vec<BalanceRow> = reader.balances(row.id)?.into_iter().map(balance).collect();
        let (verdict, headline) = standing(&row, &statements, &balance, today)?;
        Ok(ReceivedRow {
            is_self_declaration: self.is_of_self_declarations(&row.agreement),
            number: row.number,
            issuer: row.issuer,
            exporter: row.exporter,
            consignee: row.consignee,
            origin: row.origin,
            agreement: row.agreement,
            received_at: row.received_at,
            verdict,
            headline,
            decision: decision(&row.decision),
        })
    }

    /// Is this the form of a self-declaration? A form that is not here says nothing; what came under it waits.
    pub(crate) fn is_of_self_declarations(&self, agreement: &str) -> bool {
        self.profiles.find(agreement).is_some_and(AgreementProfile::is_self_declaration)
    }

    /// What stands otherwise in a record that cannot be used than in the good one under its number, when there is one.
    fn changed_against_current(&self, row: &InboundRow, bytes: &[u8]) -> Result<Vec<ChangedField>, OfficeError> {
        if row.is_usable() || row.number.is_empty() {
            return Ok(Vec::new());
        }
        let good = self.read(|reader| {
            let good =
                reader.inbound_current(&row.issuer, &row.number)?.filter(|good| good.document_sha != row.document_sha);
            Ok(good.map(|good| reader.document_bytes(&good.document_sha)).transpose()?)
        })?;
        Ok(good.and_then(|good| differences(&good, bytes).ok()).unwrap_or_default())
    }
}

/// The store's word for a record nobody has decided on.
const UNDECIDED: &str = "open";

/// The decision on the whole, for people.
pub(crate) fn decision(word: &str) -> Word {
    Word::new(format!("decision.{}", if word == UNDECIDED { "new" } else { word }))
}

/// The verdict as it stands today: what was judged, then what the issuer said since, the calendar, and what is used.
fn standing(
    row: &InboundRow,
    statements: &[StatementRow],
    balance: &[BalanceRow],
    today: Date,
) -> Result<(VerdictKind, Word), OfficeError> {
    let judged = VerdictKind::from_word(&row.verdict).unwrap_or(VerdictKind::CannotJudge);
    let end = statements.iter().rev().find(|one| matches!(one.status.as_str(), "cancelled" | "replaced"));
    Ok(match (row.state.as_str(), row.valid_to) {
        _ if row.is_conflict => (VerdictKind::NotGenuine, Word::new("verdict.conflict")),
        ("cancelled_by_issuer", _) => {
            let at = end.map_or(row.changed_at, |one| one.effective_at);
            (VerdictKind::NotGenuine, Word::new("verdict.withdrawn").with("date", at.date()))
        }
        ("replaced_by_issuer", _) => {
            let successor = end.map_or("", |one| one.successor.as_str());
            (VerdictKind::NotGenuine, Word::new("verdict.replaced").with("successor", successor))
        }
        ("suspended", _) => (VerdictKind::CannotJudge, Word::new("verdict.cannot_judge")),
        (_, Some(last)) if row.is_usable() && last < today => (VerdictKind::Look, expired(last, today)),
        _ if row.is_usable() && is_used_up(balance) => (VerdictKind::Look, Word::new("verdict.used_up")),
        _ => (judged, headline(judged, &from_json(&row.reasons)?)),
    })
}

fn is_used_up(balance: &[BalanceRow]) -> bool {
    let nothing_left = |one: &BalanceRow| one.left.is_zero() || one.left.is_negative();
    !balance.is_empty() && balance.iter().all(nothing_left)
}

/// What the issuer said after the record was judged, as reasons.
fn since(row: &InboundRow, statements: &[StatementRow]) -> Vec<Finding> {
    let mut reasons: Vec<Finding> = statements
        .iter()
        .filter_map(|one| {
            let finding = match one.status.as_str() {
                "cancelled" => Finding::block("status.cancelled", ""),
                "replaced" => Finding::block("status.replaced", "").with("successor", &one.successor),
                "suspended" if row.state == "suspended" => Finding::warn("status.suspended", ""),
                _ => return None,
            };
            Some(finding.with("date", one.effective_at.date()).with("reason", &one.reason))
        })
        .collect();
    if row.is_conflict {
        reasons.push(Finding::block("status.conflict", ""));
    }
    reasons
}

/// A balance of the store, for people.
pub(crate) fn balance(row: tamga_store::BalanceRow) -> BalanceRow {
    BalanceRow {
        number: row.number,
        sequence: row.sequence,
        description: row.description,
        certified: row.certified,
        used: row.used,
        left: row.left,
        unit: row.unit,
        earlier: row.uses.into_iter().filter_map(use_row).collect(),
    }
}

/// A use that was decided on; what is only claimed, or was taken back, is none.
pub(crate) fn use_row(row: tamga_store::UseRow) -> Option<UseRow> {
    let granted = match row.state.as_str() {
        "granted" => true,
        "refused" => false,
        _ => return None,
    };
    Some(UseRow {
        sequence: row.sequence,
        quantity: row.quantity,
        unit: row.unit,
        granted,
        reason: row.reason,
        declaration: row.declaration,
        declared_on: row.declared_on,
        at: row.at,
        from: row.party,
    })
}
