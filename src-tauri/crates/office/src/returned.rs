//! What comes back about our own submissions? Evidence in events, checked as strictly as a direct answer, and the
//! signed answers of customs.

use std::collections::HashSet;

use serde::Deserialize;
use tamga_courier::{Envelope as Sent, Evidence, EvidenceKind};
use tamga_formats::co_xml::Document;
use tamga_origin::{Answer, AnswerKind};
use tamga_store::{Advance, EvidenceRow, InboxRow, NewEvidence, NewUse, OutboxRow, StoreError, Tx};
use uuid::Uuid;

use crate::arrive::Came;
use crate::dispatch::XML;
use crate::error::OfficeError;
use crate::inbox::{KeptItem, Prove, ReceiveReport};
use crate::office::Office;
use crate::send::kept;

/// A step of a submission of ours. An unknown state changes nothing; evidence that does not hold changes nothing either.
pub(crate) fn event(
    office: &Office,
    prove: Prove<'_>,
    row: &InboxRow,
    item: &KeptItem,
    report: &mut ReceiveReport,
) -> Result<(), OfficeError> {
    let id = row.submission_id.as_deref().ok_or(OfficeError::Senseless("an event about nothing"))?;
    let uuid = Uuid::parse_str(id).map_err(|_| OfficeError::Senseless("an event about no submission"))?;
    let Some((own, envelope)) = own_submission(office, id)? else {
        return ignore(office, row, "unknown submission");
    };
    let (number, has_receipt) = (own.co_number.clone(), own.accepted_at.is_some());
    let key = Sent::new(uuid, envelope).map_err(|_| OfficeError::Senseless("an own envelope that cannot be read"))?;
    let mut steps = Vec::new();
    // Whoever missed the direct answer finds the receipt beside the news of a later step.
    for jws in item.receipts.iter().filter(|_| !has_receipt) {
        if let Ok(proof) = prove(key.key(), jws)
            && proof.kind == EvidenceKind::Receipt
        {
            steps.push((advance(proof.kind, item), kept(&proof)?));
        }
    }
    for jws in &item.evidence {
        match prove(key.key(), jws).map(|proof| of_event(office, &own.destination, proof, item)) {
            Ok(proof) => steps.push((advance(proof.kind, item), kept(&proof)?)),
            Err(error) => tracing::error!(submission = id, %error, "evidence of an event does not hold"),
        }
    }
    office.write_as_worker(|tx| {
        for (to, proof) in &steps {
            if let Some(to) = to {
                tx.outbox_advance(id, to, proof)?;
                tx.journal_add(word(to), &number, &[("number", &number)])?;
            }
        }
        tx.inbox_stored(&row.item_id)?;
        let state = item.state.as_deref().unwrap_or_default();
        tx.journal_add("outbox.news", &number, &[("number", &number), ("state", state)])?;
        Ok(())
    })?;
    report.answers += steps.len() as u64;
    Ok(())
}

/// A gateway that is the destination itself proves the delivery with its own receipt.
fn of_event(office: &Office, destination: &str, proof: Evidence, item: &KeptItem) -> Evidence {
    let is_there = || office.is_gateway_of(proof.text("iss").unwrap_or_default(), destination);
    match proof.kind {
        EvidenceKind::Receipt if item.state.as_deref() == Some("delivered") && is_there() => {
            Evidence { kind: EvidenceKind::Delivery, ..proof }
        }
        _ => proof,
    }
}

fn advance(kind: EvidenceKind, item: &KeptItem) -> Option<Advance> {
    match kind {
        EvidenceKind::Receipt => Some(Advance::Accepted),
        EvidenceKind::Delivery => Some(Advance::Delivered),
        EvidenceKind::Refusal => Some(Advance::Rejected { reason: item.state.clone().unwrap_or_default() }),
        EvidenceKind::Void | EvidenceKind::Passage => None,
    }
}

fn word(to: &Advance) -> &'static str {
    match to {
        Advance::Accepted => "outbox.receipt",
        Advance::Delivered => "outbox.delivered",
        Advance::Answered { .. } => "answer.received",
        Advance::Rejected { .. } => "outbox.rejected",
    }
}

/// Row and frozen envelope of a submission of ours, if it is one.
pub(crate) fn own_submission(office: &Office, id: &str) -> Result<Option<(OutboxRow, Vec<u8>)>, OfficeError> {
    let found = office.read(|reader| Ok((reader.outbox_row(id)?, reader.outbox_envelope(id)?)));
    match found {
        Ok(found) => Ok(Some(found)),
        Err(OfficeError::Store(StoreError::NotFound { .. })) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The item is whole and understood, but says nothing that concerns this office.
pub(crate) fn ignore(office: &Office, row: &InboxRow, why: &str) -> Result<(), OfficeError> {
    office.write_as_worker(|tx| {
        tx.inbox_stored(&row.item_id)?;
        tx.journal_add("inbox.ignored", &row.item_id, &[("number", &row.co_number), ("why", why)])?;
        Ok(())
    })
}

/// An answer of customs. Only a verified one counts; any other is kept and changes nothing.
pub(crate) fn answer(office: &Office, came: &Came<'_>, report: &mut ReceiveReport) -> Result<(), OfficeError> {
    let verified = match &came.examined.document {
        Some(Document::Answer(answer)) if came.examined.seal_holds => Some(answer),
        _ => None,
    };
    let Some(answer) = verified else {
        let codes: Vec<&str> = came.examined.reasons.iter().map(|reason| reason.code.as_ref()).collect();
        return set_apart(office, came, &codes.join(" "));
    };
    let Some((own, _)) = own_submission(office, &answer.submission_id)? else {
        return ignore(office, came.row, "an answer to a submission that is not ours");
    };
    if let Some(why) = contradiction(&own, answer) {
        return set_apart(office, came, why);
    }
    office.write_as_worker(|tx| {
        tx.document_keep(came.bytes, XML)?;
        take_answer(tx, came, answer)?;
        tx.inbox_stored(&came.row.item_id)?;
        Ok(())
    })?;
    report.answers += 1;
    Ok(())
}

/// The answer is kept and changes nothing.
pub(crate) fn set_apart(office: &Office, came: &Came<'_>, why: &str) -> Result<(), OfficeError> {
    let number = came.envelope.co_number.as_str();
    office.write_as_worker(|tx| {
        tx.document_keep(came.bytes, XML)?;
        tx.inbox_stored(&came.row.item_id)?;
        tx.journal_add("answer.quarantined", number, &[("number", number), ("reasons", why)])?;
        Ok(())
    })
}

/// A good signature says who answers. It must also be about the very certificate that our submission carried, and not
/// come from the body that certified it.
fn contradiction(own: &OutboxRow, answer: &Answer) -> Option<&'static str> {
    let is_same = own.number.is_none()
        && own.issuer == answer.issuer
        && own.co_number == answer.co_number
        && own.revision == answer.revision;
    match is_same {
        false => Some("answer.other_certificate"),
        true => (answer.from == answer.issuer).then_some("answer.own_certificate"),
    }
}

fn take_answer(tx: &Tx<'_>, came: &Came<'_>, answer: &Answer) -> Result<(), OfficeError> {
    let claims = serde_json::json!({
        "from": answer.from,
        "number": answer.number,
        "outcome": answer.outcome.as_str(),
        "reason": answer.reason,
        "sha256": came.envelope.document.sha256,
        "uses": answer.items.iter().map(|item| (item.sequence, item.declaration.as_str())).collect::<Vec<_>>(),
    });
    let proof = NewEvidence {
        kind: "answer".to_owned(),
        signer: answer.from.clone(),
        raw: came.bytes.to_vec(),
        claims: claims.to_string(),
        at: answer.at,
    };
    let outcome = answer.outcome.as_str().to_owned();
    tx.outbox_advance(&answer.submission_id, &Advance::Answered { outcome, number: answer.number }, &proof)?;
    if answer.kind == AnswerKind::Utilisation {
        let told_since = told_since(tx, answer)?;
        for item in &answer.items {
            if told_since.contains(&(item.sequence, item.declaration.clone())) {
                continue;
            }
            let told = NewUse {
                issuer: answer.issuer.clone(),
                number: answer.co_number.clone(),
                sequence: item.sequence,
                party: answer.from.clone(),
                declaration: item.declaration.clone(),
                declared_on: item.declared_on,
                quantity: item.quantity,
                unit: item.unit.clone(),
                reason: item.reason.clone(),
                answer: came.row.submission_id.clone().unwrap_or_default(),
            };
            tx.use_told(&told, if item.granted { "granted" } else { "refused" })?;
        }
    }
    let number = answer.co_number.as_str();
    let said = [("number", number), ("outcome", answer.outcome.as_str()), ("from", answer.from.as_str())];
    tx.journal_add("answer.received", number, &said)?;
    Ok(())
}

/// What a later answer of the same party spoke of already: answers may overtake one another on the way.
fn told_since(tx: &Tx<'_>, answer: &Answer) -> Result<HashSet<(u32, String)>, OfficeError> {
    let claims = |proof: &EvidenceRow| serde_json::from_str::<Said>(&proof.claims).ok();
    let proofs = tx.evidence(&answer.submission_id)?;
    let answers = proofs.iter().filter(|proof| proof.kind == "answer").filter_map(claims);
    Ok(answers
        .filter(|said| said.from == answer.from && said.number > answer.number)
        .flat_map(|said| said.uses)
        .collect())
}

/// What is kept of an answer's claims.
#[derive(Deserialize)]
struct Said {
    from: String,
    number: u64,
    #[serde(default)]
    uses: Vec<(u32, String)>,
}
