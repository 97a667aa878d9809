//! How far is a submission, where does it go, and what is its key? As every engine writes it into its rows.

use tamga_protocol::{BusinessKey, EventEvidence, EvidenceType, ItemEvent, SubmissionState};

use super::{LedgerError, Onward, columns};
use crate::text::nfc;

/// How far a state is; a state never moves to a smaller number.
pub(super) fn rank(state: &SubmissionState) -> u8 {
    match state {
        SubmissionState::Parked | SubmissionState::Held => 0,
        SubmissionState::Received => 1,
        SubmissionState::Validated => 2,
        SubmissionState::Forwarding => 3,
        SubmissionState::Delivered => 4,
        SubmissionState::Answered => 5,
        SubmissionState::Rejected | SubmissionState::Undeliverable | SubmissionState::Voided => 6,
        SubmissionState::Other(_) => 7,
    }
}

/// Where a submission goes, as its row writes it.
pub(super) fn onward_text(onward: &Onward) -> String {
    match onward {
        Onward::Peer(id) => format!("peer:{id}"),
        Onward::Box(id) => format!("box:{id}"),
        Onward::Sender => "sender".to_owned(),
        Onward::Ask => "ask".to_owned(),
        Onward::Asker { query, client } => format!("asker:{query}:{client}"),
    }
}

/// Reads it back.
pub(super) fn read_onward(text: &str) -> Result<Onward, LedgerError> {
    match text.split_once(':') {
        Some(("peer", id)) => Ok(Onward::Peer(id.to_owned())),
        Some(("box", id)) => Ok(Onward::Box(id.to_owned())),
        Some(("asker", rest)) => {
            let (query, client) = rest.split_once(':').ok_or_else(|| columns::row("onward"))?;
            Ok(Onward::Asker { query: columns::uuid(query)?, client: client.to_owned() })
        }
        None if text == "sender" => Ok(Onward::Sender),
        None if text == "ask" => Ok(Onward::Ask),
        _ => Err(columns::row("onward")),
    }
}

/// The name of a client's own box.
pub(super) fn own_box(client: &str) -> String {
    format!("own:{client}")
}

/// A business key as its table holds it: type, party, number, revision.
pub(super) fn key_columns(key: &BusinessKey) -> Result<(&'static str, &str, String, i64), LedgerError> {
    Ok(match key {
        BusinessKey::Certificate { issuer, co_number, revision } => {
            ("certificate", issuer, nfc(co_number).into_owned(), i64::from(*revision))
        }
        BusinessKey::Declaration { declarer, number, revision } => {
            ("declaration", declarer, nfc(number).into_owned(), i64::from(*revision))
        }
        // No issuer id holds a line feed, so two pairs never meet in one text.
        BusinessKey::Response { party, issuer, co_number, number } => {
            ("response", party, format!("{issuer}\n{}", nfc(co_number)), columns::signed(*number)?)
        }
        // A party counts its questions, and what it says to those of others, whatever certificate they are about.
        BusinessKey::Query { party, number, .. } => ("query", party, String::new(), columns::signed(*number)?),
        BusinessKey::QueryAnswer { party, number, .. } => {
            ("queryAnswer", party, String::new(), columns::signed(*number)?)
        }
        BusinessKey::Verify { party, number, .. } => ("verify", party, String::new(), columns::signed(*number)?),
        BusinessKey::VerifyAnswer { party, number, .. } => {
            ("verifyAnswer", party, String::new(), columns::signed(*number)?)
        }
    })
}

/// The keys of what an answer may be about, in the order in which they are looked for: an answer names a body and a number,
/// and does not say whether a certificate or a self-declaration stands under them.
pub(super) fn answered_keys(key: &BusinessKey, revision: u32) -> [BusinessKey; 2] {
    let (issuer, number) = (key.issuer().to_owned(), key.co_number().to_owned());
    [
        BusinessKey::Certificate { issuer: issuer.clone(), co_number: number.clone(), revision },
        BusinessKey::Declaration { declarer: issuer, number, revision },
    ]
}

/// Whether what goes to the sender of a certificate answers it. A request to verify it does not.
pub(super) fn is_answer(key: &BusinessKey) -> bool {
    matches!(key, BusinessKey::Response { .. })
}

/// A piece of evidence by the word its row has for it.
pub(super) fn evidence_type(word: &str) -> EvidenceType {
    match word {
        "delivery" => EvidenceType::Delivery,
        "refusal" => EvidenceType::Refusal,
        "answer" => EvidenceType::Answer,
        other => EvidenceType::Other(other.to_owned()),
    }
}

/// A step as its item tells it; evidence is type, origin, statement.
pub(super) fn event(state: &SubmissionState, state_seq: u64, evidence: &[(&str, &str, &str)]) -> ItemEvent {
    let evidence = evidence.iter().map(|(kind, from, raw)| EventEvidence {
        evidence_type: evidence_type(kind),
        from: (*from).to_owned(),
        raw: (*raw).to_owned(),
    });
    ItemEvent { state: state.as_str().to_owned(), state_seq, evidence: evidence.collect() }
}
