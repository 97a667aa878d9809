//! What does a document from abroad become? A certificate becomes a record with its verdict and a first answer, a status
//! statement changes the record it speaks of, an answer belongs to a certificate of ours. Effect, record and
//! acknowledgement are one transaction.

use std::collections::BTreeSet;
use std::sync::Arc;

use tamga_formats::co_xml::Document;
use tamga_formats::findings::to_json;
use tamga_origin::states::{
    Image, InboundContext, InboundEffect, InboundEvent, InboundState, Judgement as Standing, Placement, placement,
    step_inbound,
};
use tamga_origin::{Certificate, Date, Outcome, StatusChange, StatusStatement};
use tamga_protocol::{Envelope, Kind};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Evidence, OfferedEvidence, Policy};
use tamga_store::{Arrival, InboundRow, InboxRow, Judgement, NewInbound, NewInboundItem, NewStatement, StoreError, Tx};

use crate::answers::{About, NewAnswer};
use crate::changes::Tag;
use crate::dispatch::XML;
use crate::error::OfficeError;
use crate::examine::{Examined, Eyes};
use crate::inbox::{KeptItem, ReceiveReport};
use crate::index;
use crate::office::Office;
use crate::questions;
use crate::rests;
use crate::returned;
use crate::trust::VerdictChange;
use crate::verifications;
use crate::word::Word;

/// A submission that arrived, with its document's bytes.
pub(crate) fn submission(
    office: &Office,
    row: &InboxRow,
    item: &KeptItem,
    bytes: &[u8],
    report: &mut ReceiveReport,
) -> Result<(), OfficeError> {
    let sent = item.envelope()?;
    let envelope = Envelope::read(&sent)?;
    if sha256_hex(bytes) != envelope.document.sha256 {
        return Err(OfficeError::Senseless("a document of another digest"));
    }
    if envelope.kind == Kind::QueryAnswer {
        return questions::answered(office, row, &envelope, bytes, report);
    }
    let evidence = times(office, &item.receipts, &envelope.document.sha256);
    let believed = office.trust_history();
    let beside = office.beside(&envelope.document.sha256)?;
    let examined = office.with_eyes_and(&beside, |eyes| eyes.look(bytes, &evidence, &[]));
    let came = Came { row, envelope: &envelope, bytes, receipts: &item.receipts, examined: &examined };
    match (&envelope.kind, &examined.document) {
        (Kind::Response, _) => returned::answer(office, &came, report),
        // A sealed statement or answer under the name of a certificate would be a certificate that says nothing.
        (
            Kind::Issue | Kind::Replace | Kind::Declaration,
            Some(Document::Status(_) | Document::Answer(_) | Document::Inquiry(_)),
        )
        | (Kind::Cancel, Some(Document::Certificate(_) | Document::Answer(_) | Document::Inquiry(_))) => {
            Err(OfficeError::Senseless("a document of another kind than its envelope names"))
        }
        (Kind::Cancel, Some(Document::Status(statement))) if examined.seal_holds => {
            office.statement_arrives(&came, statement)
        }
        // Neither may a self-declaration pass for a certificate, nor a certificate for one.
        (kind, Some(Document::Certificate(certificate)))
            if (*kind == Kind::Declaration) != certificate.is_self_declaration()
                && matches!(kind, Kind::Issue | Kind::Replace | Kind::Declaration) =>
        {
            Err(OfficeError::Senseless("a document of another kind than its envelope names"))
        }
        (Kind::Issue | Kind::Replace | Kind::Declaration | Kind::Cancel, _) => {
            office.certificate_arrives(&came, report)?;
            // A list that was taken over meanwhile judged again what was here by then.
            if !Arc::ptr_eq(&believed, &office.trust_history()) {
                office.judge_again()?;
            }
            Ok(())
        }
        // Carried here by hand, past the gateway that would have answered.
        (Kind::Query | Kind::QueryAnswer, _) => {
            returned::ignore(office, row, "a question that is a gateway's to answer")
        }
        (Kind::Verify, _) => verifications::requested(office, &came, report),
        (Kind::VerifyAnswer, _) => verifications::replied(office, &came, report),
        (Kind::Other(_), _) => Err(OfficeError::Senseless("a kind that is not known here")),
    }
}

/// A document that came as a file, without an envelope: a certificate is kept like one that was checked from a file. Nobody
/// is answered, for nobody says who sent it.
pub(crate) fn file(
    office: &Office,
    row: &InboxRow,
    bytes: &[u8],
    report: &mut ReceiveReport,
) -> Result<(), OfficeError> {
    office.must_receive()?;
    if row.doc_sha.as_deref() != Some(&sha256_hex(bytes)) {
        return Err(OfficeError::Senseless("a document of another digest"));
    }
    let (evidence, beside) = (times(office, &[], &sha256_hex(bytes)), office.beside(&sha256_hex(bytes))?);
    let examined = office.with_eyes_and(&beside, |eyes| eyes.look(bytes, &evidence, &[]));
    let id = office.keep_file(bytes, &examined, "file")?;
    let kept = office.write_as_worker(|tx| {
        let kept = tx.inbound(id)?;
        tx.inbox_stored(&row.item_id)?;
        let said = [("number", kept.number.as_str()), ("state", kept.state.as_str())];
        tx.journal_add("received.file", subject(&kept), &said)?;
        Ok(kept)
    })?;
    match kept.state.as_str() {
        "valid" | "valid_with_warnings" => report.usable += 1,
        "quarantined" | "refused" => report.quarantined += 1,
        _ => {}
    }
    Ok(())
}

/// What came, and what was made of it.
pub(crate) struct Came<'a> {
    pub(crate) row: &'a InboxRow,
    pub(crate) envelope: &'a Envelope,
    pub(crate) bytes: &'a [u8],
    pub(crate) receipts: &'a [String],
    pub(crate) examined: &'a Examined,
}

/// Moments at which the document is proven to have existed: receipts of gateways, and its arrival here.
fn times(office: &Office, receipts: &[String], document_sha: &str) -> Vec<Evidence> {
    let proven = receipts.iter().filter_map(|jws| office.time_of_receipt(jws, document_sha));
    proven.chain(std::iter::once(Evidence::arrival(office.now()))).collect()
}

impl Office {
    /// The house's own rules for judging.
    pub(crate) fn policy(&self) -> Policy {
        Policy { demonstration: self.facts().told.demonstration, ..Policy::default() }
    }

    /// Looks with this office's trust, rules and clock.
    pub(crate) fn with_eyes<T>(&self, look: impl FnOnce(&Eyes<'_>) -> T) -> T {
        self.with_eyes_and(&self.at_hand(), look)
    }

    /// The same with this evidence beside the document.
    pub(crate) fn with_eyes_and<T>(&self, beside: &OfferedEvidence, look: impl FnOnce(&Eyes<'_>) -> T) -> T {
        let (trust, status, policy) = (self.trust_history(), self.status_lists(), self.policy());
        let told = &self.facts().told;
        look(&Eyes {
            trust: &trust,
            status: &status,
            policy: &policy,
            profiles: &self.profiles,
            country: told.role.receives().then_some(told.country.as_str()),
            now: self.now(),
            beside,
        })
    }

    fn certificate_arrives(&self, came: &Came<'_>, report: &mut ReceiveReport) -> Result<(), OfficeError> {
        self.must_receive()?;
        // The key for answers is opened before the write, so that nobody waits for it there.
        self.can_answer()?;
        let new = self.new_inbound(came)?;
        let receipts = self.receipt_rows(came.receipts, &new.document_sha);
        if let Some(row) = self.same_seal_as(&new, came.bytes)? {
            return self.merge_evidence(&row, came, report);
        }
        let (state, is_owed) = self.write_as_worker(|tx| {
            tx.document_keep(came.bytes, XML)?;
            for receipt in &receipts {
                tx.support_add(&new.document_sha, receipt)?;
            }
            let held = tx.inbound_images(&new.issuer, &new.number)?;
            // A certificate that was checked from a file gets its answer with the submission that brings it.
            let is_owed = held.iter().any(|row| row.document_sha == new.document_sha && row.item_id.is_empty());
            let place = placement(&images(held), new.revision, &new.document_sha);
            let arrival = tx.inbound_add(&new)?;
            let row = tx.inbound(arrival.id())?;
            if place != Placement::Repeat {
                self.note_arrival(tx, &row, &arrival)?;
                let about = about(&row, came);
                self.answer_arrival(tx, &row, place, came.examined, &about)?;
            }
            tx.inbox_stored(&came.row.item_id)?;
            let rests = rests::digests(&came.examined.seal.used);
            let said = [("number", row.number.as_str()), ("state", row.state.as_str()), ("evidence", &rests)];
            tx.journal_add("received.stored", subject(&row), &said)?;
            Ok((row.state, is_owed))
        })?;
        if is_owed {
            self.answer_owed()?;
        }
        match state.as_str() {
            "valid" | "valid_with_warnings" => report.usable += 1,
            "quarantined" | "refused" => report.quarantined += 1,
            _ => {}
        }
        self.wake.notify_one();
        Ok(())
    }

    fn statement_arrives(&self, came: &Came<'_>, statement: &StatusStatement) -> Result<(), OfficeError> {
        self.must_receive()?;
        let digest = came.envelope.document.sha256.clone();
        self.write_as_worker(|tx| {
            tx.document_keep(came.bytes, XML)?;
            self.apply_statement(tx, statement, &digest)?;
            tx.inbox_stored(&came.row.item_id)?;
            Ok(())
        })
    }

    /// A verified statement takes effect on its number, or waits for it.
    fn apply_statement(&self, tx: &Tx<'_>, statement: &StatusStatement, digest: &str) -> Result<(), OfficeError> {
        let status = match statement.change {
            StatusChange::Cancelled => "cancelled",
            StatusChange::Suspended => "suspended",
            StatusChange::Lifted => "lifted",
        };
        tx.statement_add(&NewStatement {
            issuer: statement.issuer.code.clone(),
            number: statement.number.clone(),
            revision: statement.revision,
            status: status.to_owned(),
            reason: statement.reason.clone(),
            successor: String::new(),
            effective_at: statement.effective_at,
            document_sha: digest.to_owned(),
        })?;
        let number = statement.number.as_str();
        let used = tx.uses(&statement.issuer.code, number)?.iter().any(|one| one.state == "granted");
        let said = [("number", number), ("status", status), ("used", if used { "yes" } else { "no" })];
        tx.journal_add("received.status", number, &said)?;
        Ok(())
    }

    /// The record a document becomes. What could not be read is named by its envelope, which the gateway checked.
    fn new_inbound(&self, came: &Came<'_>) -> Result<NewInbound, OfficeError> {
        let submission_id = came.row.submission_id.clone().unwrap_or_default();
        let envelope = came.envelope;
        let base = NewInbound {
            issuer: envelope.issuer.clone(),
            number: envelope.co_number.clone(),
            revision: envelope.revision,
            document_sha: envelope.document.sha256.clone(),
            submission_id,
            // What came straight from its sender is answered by the item that brings it over the gateways too.
            item_id: if came.row.is_direct() { String::new() } else { came.row.item_id.clone() },
            via: came.row.via.clone(),
            agreement: envelope.agreement.clone(),
            ..nothing_read(self.judgement(came.examined)?)
        };
        Ok(match came.examined.certificate() {
            Some(certificate) => described(base, certificate, came.examined.last_day),
            None => base,
        })
    }

    /// Keeps a genuine file, or what came with the answer to a question, in the register like a received certificate.
    pub(crate) fn keep_file(&self, bytes: &[u8], examined: &Examined, via: &str) -> Result<i64, OfficeError> {
        let certificate = examined.certificate().ok_or(OfficeError::Senseless("a file that is no certificate"))?;
        let base = NewInbound {
            document_sha: sha256_hex(bytes),
            via: via.to_owned(),
            ..nothing_read(self.judgement(examined)?)
        };
        let new = described(base, certificate, examined.last_day);
        let id = self.write(|tx| {
            tx.document_keep(bytes, XML)?;
            let arrival = tx.inbound_add(&new)?;
            let row = tx.inbound(arrival.id())?;
            self.note_arrival(tx, &row, &arrival)?;
            let rests = rests::digests(&examined.seal.used);
            let said = [("number", row.number.as_str()), ("state", row.state.as_str()), ("evidence", &rests)];
            tx.journal_add("received.stored", subject(&row), &said)?;
            Ok(row.id)
        })?;
        self.changed(&[Tag::Received, Tag::Balances, Tag::Journal, Tag::App]);
        Ok(id)
    }

    /// What seal and rules say of an image by itself, as the store keeps it.
    pub(crate) fn judgement(&self, examined: &Examined) -> Result<Judgement, OfficeError> {
        let verdict = examined.verdict(self.today());
        let state = match examined.standing {
            Standing::Valid => InboundState::Valid,
            Standing::ValidWithWarnings => InboundState::ValidWithWarnings,
            Standing::RefusedByRule => InboundState::Refused,
            Standing::Broken | Standing::MayHeal => InboundState::Quarantined,
        };
        Ok(Judgement {
            state: state.as_str().to_owned(),
            seal_holds: examined.seal_holds,
            verdict: verdict.kind.word().to_owned(),
            headline: verdict.headline.code.clone(),
            reasons: to_json(&verdict.reasons),
            signed_by: verdict.signed_by,
            officer: verdict.officer,
            signed_at: verdict.signed_at,
            list_number: verdict.list_number,
            evidence: rests::written(&verdict.evidence)?,
        })
    }

    fn note_arrival(&self, tx: &Tx<'_>, row: &InboundRow, arrival: &Arrival) -> Result<(), OfficeError> {
        let said = [("number", row.number.as_str()), ("state", row.state.as_str())];
        let what = match (arrival, row.state.as_str()) {
            (Arrival::Conflict { .. }, _) => "received.conflict",
            (_, "quarantined" | "refused") => "received.quarantined",
            _ => "received.verified",
        };
        tx.journal_add(what, subject(row), &said)?;
        Ok(())
    }

    /// The first answer, as the state machine of the record says.
    pub(crate) fn answer_arrival(
        &self,
        tx: &Tx<'_>,
        row: &InboundRow,
        place: Placement,
        examined: &Examined,
        about: &About<'_>,
    ) -> Result<(), OfficeError> {
        let context =
            InboundContext { verified: examined.seal_holds, revision: row.revision, ..InboundContext::default() };
        let event = match place {
            // Of two contents under one number neither is answered for until a person decides.
            Placement::Conflict if row.is_conflict => InboundEvent::Conflict,
            Placement::Late => return Ok(()),
            _ => InboundEvent::Judge(examined.standing),
        };
        let (_, effects) = step_inbound(Some(InboundState::Received), event, &context)?;
        let outcome = effects.iter().find_map(|effect| match effect {
            InboundEffect::AnswerAccepted => Some(Outcome::Accepted),
            InboundEffect::AnswerWithWarnings => Some(Outcome::AcceptedWithWarnings),
            InboundEffect::AnswerRefused => Some(Outcome::Refused),
            _ => None,
        });
        if let Some(outcome) = outcome {
            let reason = if outcome == Outcome::Refused { "SIG" } else { "" };
            let reason = if examined.standing == Standing::RefusedByRule { "ORI" } else { reason };
            self.queue_answer(tx, about, &NewAnswer::result(outcome, reason))?;
        }
        Ok(())
    }

    /// Judges again what waits in quarantine; answers with what changed.
    pub(crate) fn judge_again(&self) -> Result<Vec<VerdictChange>, OfficeError> {
        let waiting = self.read(|reader| Ok(reader.inbound_quarantined()?))?;
        let mut changed = Vec::new();
        for row in waiting {
            match self.judge_one_again(&row) {
                Ok(true) => {
                    let after = self.read(|reader| Ok(reader.inbound(row.id)?))?;
                    if after.judged != row.judged || after.headline != row.headline {
                        let (was, is) = (Word::new(row.headline), Word::new(after.headline));
                        changed.push(VerdictChange { number: row.number, issuer: row.issuer, was, is });
                    }
                }
                Ok(false) => {}
                Err(OfficeError::Store(StoreError::FileMissing { name } | StoreError::FileChanged { name })) => {
                    tracing::error!(number = row.number, name, "the bytes of a received document are damaged");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(changed)
    }

    /// The same standing for other reasons: nobody has to hear of it, but whoever looks sees the reasons of today.
    pub(crate) fn replace_reasons(
        &self,
        row: &InboundRow,
        judgement: &Judgement,
        rests: &str,
    ) -> Result<bool, OfficeError> {
        if judgement.reasons == row.reasons && judgement.evidence == row.evidence {
            return Ok(false);
        }
        self.write_as_worker(|tx| {
            let after = tx.inbound_judge(row.id, judgement)?;
            let said = [("number", after.number.as_str()), ("state", after.state.as_str()), ("evidence", rests)];
            tx.journal_add("received.judged_again", subject(&after), &said)?;
            Ok(true)
        })
    }

    /// Judges an image again with everything that is known by now; answers whether its verdict or its reasons changed.
    pub(crate) fn judge_one_again(&self, row: &InboundRow) -> Result<bool, OfficeError> {
        let bytes = self.read(|reader| Ok(reader.document_bytes(&row.document_sha)?))?;
        let (times, beside) = (self.times_of(row)?, self.beside(&row.document_sha)?);
        let examined = self.with_eyes_and(&beside, |eyes| eyes.look(&bytes, &times, &[]));
        let judgement = self.judgement(&examined)?;
        let rests = rests::digests(&examined.seal.used);
        if judgement.state == row.judged && judgement.headline == row.headline {
            return self.replace_reasons(row, &judgement, &rests);
        }
        self.write_as_worker(|tx| {
            if let (Some(Document::Status(statement)), true) = (&examined.document, examined.seal_holds) {
                // The statement itself takes effect; the record that kept its place is done with.
                self.apply_statement(tx, statement, &row.document_sha)?;
                let state = InboundState::Refused.as_str().to_owned();
                tx.inbound_judge(row.id, &Judgement { state, seal_holds: false, ..judgement })?;
                return Ok(());
            }
            let after = tx.inbound_judge(row.id, &judgement)?;
            if let Some(certificate) = examined.certificate() {
                let place = if after.is_conflict { Placement::Conflict } else { Placement::First };
                self.answer_arrival(tx, &after, place, &examined, &About::record(&after, certificate))?;
            }
            let said = [("number", after.number.as_str()), ("state", after.state.as_str()), ("evidence", &rests)];
            tx.journal_add("received.judged_again", subject(&after), &said)?;
            Ok(())
        })?;
        Ok(true)
    }
}

/// What a journal line about a record is filed under.
fn subject(row: &InboundRow) -> &str {
    if row.number.is_empty() { &row.document_sha } else { &row.number }
}

fn about<'a>(row: &'a InboundRow, came: &'a Came<'_>) -> About<'a> {
    match came.examined.certificate() {
        Some(certificate) => About::record(row, certificate),
        None => About {
            issuer: &came.envelope.issuer,
            co_number: &came.envelope.co_number,
            revision: came.envelope.revision,
            agreement: &came.envelope.agreement,
            submission_id: &row.submission_id,
            item_id: &row.item_id,
            country: "",
        },
    }
}

/// Images held under a number, by what decides their order.
fn images(rows: Vec<InboundRow>) -> Vec<Image> {
    let image = |row: InboundRow| {
        let state = InboundState::parse(&row.state).unwrap_or(InboundState::Quarantined);
        Image { revision: row.revision, digest: row.document_sha, state }
    };
    rows.into_iter().map(image).collect()
}

fn nothing_read(judgement: Judgement) -> NewInbound {
    NewInbound {
        issuer: String::new(),
        number: String::new(),
        revision: 0,
        document_sha: String::new(),
        submission_id: String::new(),
        item_id: String::new(),
        via: String::new(),
        agreement: String::new(),
        exporter: String::new(),
        consignee: String::new(),
        origin: String::new(),
        destination: String::new(),
        goods: String::new(),
        references: String::new(),
        issued_on: None,
        valid_to: None,
        items: Vec::new(),
        judgement,
    }
}

/// The record with what the verified certificate says, and the last day it counts.
fn described(base: NewInbound, certificate: &Certificate, last_day: Option<Date>) -> NewInbound {
    let mut numbers = BTreeSet::from([0]);
    let item = |item: &tamga_origin::GoodsItem| {
        let measure = index::ledger(item);
        NewInboundItem {
            sequence: item.sequence,
            description: item.description.clone(),
            hs_code: item.hs.code.clone(),
            quantity: measure.amount,
            unit: measure.unit,
        }
    };
    NewInbound {
        issuer: certificate.issuer.code.clone(),
        number: certificate.number.clone(),
        revision: certificate.revision,
        agreement: certificate.scheme.code.clone(),
        exporter: certificate.exporter.name.clone(),
        consignee: index::consignee(certificate),
        origin: index::origin_country(certificate),
        destination: certificate.transport.destination_country.clone(),
        goods: index::goods(certificate),
        references: index::references(certificate),
        issued_on: certificate.issued_at.map(|at| at.date()),
        valid_to: last_day,
        // What the rules say of items without a number of their own is in the judgement; balances need one each.
        items: certificate.items.iter().filter(|item| numbers.insert(item.sequence)).map(item).collect(),
        ..base
    }
}
