//! How do the office's answers look to programs? Names in camelCase; ids, quantities and instants are texts.

use serde_json::{Value, json};
use tamga_office::cards::Card;
use tamga_office::received::{BalanceRow, ReceivedRow, UseRow};
use tamga_office::trust::IssuerRow;
use tamga_office::verdict::{Used, UsedKind, Verdict, VerdictKind};
use tamga_office::{Word, keys::KeyView};
use tamga_origin::Timestamp;

use crate::{finding, words};

/// A state with its code and its sentence.
pub fn word(word: &Word) -> Value {
    let params: serde_json::Map<String, Value> =
        word.params.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
    json!({ "code": word.code, "params": params, "message": words::of(word) })
}

/// An instant, or nothing.
pub fn instant(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Null, |at| Value::from(at.rfc3339()))
}

/// A line with what is left of it.
pub fn balance(row: &BalanceRow) -> Value {
    json!({
        "number": row.number, "sequence": row.sequence, "description": row.description,
        "certified": row.certified.to_string(), "used": row.used.to_string(), "left": row.left.to_string(),
        "unit": row.unit, "uses": row.earlier.iter().map(one_use).collect::<Vec<_>>(),
    })
}

fn one_use(row: &UseRow) -> Value {
    json!({
        "sequence": row.sequence, "quantity": row.quantity.to_string(), "unit": row.unit, "granted": row.granted,
        "reason": row.reason, "declaration": row.declaration,
        "declaredOn": row.declared_on.map(|day| day.to_string()), "at": row.at.rfc3339(), "from": row.from,
    })
}

/// A line of the register of received certificates.
pub fn received(row: &ReceivedRow) -> Value {
    json!({
        "number": row.number, "issuer": row.issuer, "exporter": row.exporter, "consignee": row.consignee,
        "origin": row.origin, "agreement": row.agreement, "selfDeclaration": row.is_self_declaration, "receivedAt": row.received_at.rfc3339(),
        "verdict": verdict_word(row.verdict), "headline": word(&row.headline), "decision": word(&row.decision),
    })
}

/// A key.
pub fn key(key: &KeyView) -> Value {
    json!({
        "keyId": key.id, "kind": if key.demonstration { "demonstration" } else { key.place.word() }, "label": key.label,
        "subject": key.officer, "body": key.body, "notBefore": key.valid_from.rfc3339(),
        "notAfter": key.valid_to.rfc3339(), "state": word(&key.state),
        "certificateSha256": key.certificate_sha256, "use": key.kept_for.usage().code(),
    })
}

/// A card.
pub fn card(card: &Card) -> Value {
    let certificates = card.certificates.iter().map(|one| {
        let leaf = &one.certificate;
        json!({
            "id": hex(&one.id), "label": one.label, "subject": leaf.name(), "key": leaf.key.name(),
            "notBefore": leaf.not_before.rfc3339(), "notAfter": leaf.not_after.rfc3339(), "sha256": leaf.sha256,
        })
    });
    json!({
        "label": card.label, "serial": card.serial, "maker": card.maker, "model": card.model,
        "pin": words::of_pin(card.pin), "pinOnReader": card.has_pad, "certificates": certificates.collect::<Vec<_>>(),
    })
}

/// Bytes as people compare them.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An issuing body of the trust list.
pub fn issuer(row: &IssuerRow) -> Value {
    json!({
        "id": row.id, "name": row.name, "country": row.country, "state": row.state, "officers": row.officers,
        "keys": row.keys, "schemes": row.schemes, "from": row.from.rfc3339(), "to": instant(row.to),
    })
}

/// `valid`, `invalid` or `unknown`; points to look at do not make a genuine certificate less valid.
pub fn verdict_word(kind: VerdictKind) -> &'static str {
    match kind {
        VerdictKind::Genuine | VerdictKind::Look => "valid",
        VerdictKind::NotGenuine => "invalid",
        VerdictKind::CannotJudge => "unknown",
    }
}

/// Who signed, as far as it is known.
pub fn signatures(verdict: &Verdict) -> Vec<Value> {
    if verdict.signed_by.is_empty() && verdict.officer.is_empty() && verdict.signed_at.is_none() {
        return Vec::new();
    }
    vec![json!({
        "signedBy": verdict.signed_by, "officer": verdict.officer, "signedAt": instant(verdict.signed_at),
    })]
}

/// What the time of signing rests on: `claimed` by the signer alone, else the kind of evidence.
pub fn time_known_by(verdict: &Verdict) -> &'static str {
    verdict.time_evidence().map_or("claimed", |used| used.kind.word())
}

/// The evidence a verdict rests on, by the digests it is kept under.
pub fn evidence(verdict: &Verdict) -> Vec<Value> {
    let one = |used: &Used| {
        let Used { kind, sha256, at, by } = used;
        json!({ "kind": kind.word(), "sha256": sha256, "at": at.rfc3339_seconds(), "by": by })
    };
    verdict.evidence.iter().map(one).collect()
}

/// The same for people: how the time of signing is known, then what was heard about revocation.
pub fn evidence_lines(verdict: &Verdict) -> Vec<String> {
    if verdict.signed_at.is_none() {
        return Vec::new();
    }
    let one = |used: &Used| {
        let Used { kind, sha256, at, by } = used;
        let what = match kind {
            UsedKind::TimeStamp => format!("there by then: time stamp of {by}"),
            UsedKind::NationalReceipt => format!("there by then: receipt of the national gateway {by}"),
            UsedKind::OfficeReceipt => format!("there by then: receipt of the office gateway {by}"),
            UsedKind::Arrival => "there by then: it had arrived here".to_owned(),
            UsedKind::RevocationList => format!("heard of revocation: list of {by}"),
            UsedKind::RevocationAnswer => format!("heard of revocation: answer for {by}"),
        };
        let digest = if sha256.is_empty() { String::new() } else { format!("  [{sha256}]") };
        format!("  {} {what}{digest}", at.rfc3339_seconds())
    };
    let claimed = verdict.time_evidence().is_none().then(|| "  the time of signing is what the signer says".to_owned());
    claimed.into_iter().chain(verdict.evidence.iter().map(one)).collect()
}

/// The reasons of a verdict.
pub fn reasons(verdict: &Verdict) -> Vec<Value> {
    finding::objects(&verdict.reasons)
}
