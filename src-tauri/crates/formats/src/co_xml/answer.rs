//! Customs' answer in Tamga CO XML: the result of receiving a certificate, or what declarations took off its items.

use tamga_origin::{Answer, AnswerKind, Finding, ItemUse, Measure, Moment, Outcome, Timestamp};

use super::parts::{Notes, Parts, measure_element, moment_element};
use crate::error::FormatError;
use crate::tree::Element;

/// 1225 message function of a result and 1373 document status of each outcome.
const CODES: [(Outcome, &str, &str); 3] =
    [(Outcome::Accepted, "44", "1"), (Outcome::AcceptedWithWarnings, "45", "44"), (Outcome::Refused, "27", "8")];
/// 1225 message function of a utilisation.
const UTILISATION: &str = "8";

pub(super) fn element(answer: &Answer) -> Element {
    let Answer {
        document_id,
        kind,
        number,
        from,
        issuer,
        co_number,
        revision,
        submission_id,
        outcome,
        reason,
        note,
        items,
        at,
    } = answer;
    let codes = CODES.into_iter().find(|(known, _, _)| known == outcome);
    let (result, status) = codes.map_or(("", ""), |(_, function, status)| (function, status));
    let function = match kind {
        AnswerKind::Result => result,
        AnswerKind::Utilisation => UTILISATION,
    };
    let said = Element::new("AdditionalInformation")
        .leaf("StatementCode", reason)
        .leaf("StatementDescription", note)
        .filled()
        .map(|said| said.child([Element::says("StatementTypeCode", "REM").with("listID", "tamga")]));
    Element::new("Response")
        .with("Id", "co")
        .leaf("FunctionCode", function)
        .leaf("FunctionalReferenceID", submission_id)
        .leaf("ID", co_number)
        .child(moment_element("IssueDateTime", Some(Moment::Instant(*at))))
        .leaf("VersionID", &revision.to_string())
        .leaf("DocumentID", document_id)
        .leaf("AnswerNumeric", &number.to_string())
        .leaf("AnsweringPartyID", from)
        .leaf("IssuingBodyID", issuer)
        .child(said)
        .child([Element::new("Status").child([Element::says("NameCode", status).with("listID", "1373")])])
        .child(items.iter().map(use_element))
}

fn use_element(used: &ItemUse) -> Element {
    let ItemUse { sequence, quantity, unit, granted, reason, declaration, declared_on } = used;
    let quantity = Measure { amount: *quantity, unit: unit.clone() };
    Element::new("ItemUse")
        .leaf("SequenceNumeric", &sequence.to_string())
        .child(measure_element("WriteOffQuantity", Some(&quantity)))
        .leaf("GrantedIndicator", if *granted { "true" } else { "false" })
        .leaf("ReasonCode", reason)
        .leaf("DeclarationID", declaration)
        .child(moment_element("DeclarationDateTime", declared_on.map(Moment::Day)))
}

pub(super) fn read(mut parts: Parts, mut notes: Notes) -> Result<(Answer, Vec<Finding>), FormatError> {
    let noted = &mut notes;
    parts.attribute("Id");
    let missing = |path: &str| FormatError::Missing { path: path.to_owned() };
    let function = parts.code("FunctionCode", noted);
    let mut status = parts.part("Status").ok_or_else(|| missing("outcome"))?;
    let code = status.code("NameCode", noted);
    status.close(noted);
    let wrong = || FormatError::WrongValue {
        path: "outcome".to_owned(),
        value: format!("{function} {code}").chars().take(64).collect(),
    };
    let (outcome, result, _) = CODES.into_iter().find(|(_, _, known)| *known == code).ok_or_else(wrong)?;
    let kind = match function.as_str() {
        UTILISATION => AnswerKind::Utilisation,
        stated if stated == result => AnswerKind::Result,
        _ => return Err(wrong()),
    };
    let (mut reason, mut note) = (String::new(), String::new());
    if let Some(mut said) = parts.part("AdditionalInformation") {
        said.code("StatementTypeCode", noted);
        reason = said.code("StatementCode", noted);
        note = said.text("StatementDescription", noted);
        said.close(noted);
    }
    let mut items = Vec::new();
    for used in parts.parts("ItemUse") {
        items.push(read_use(used, noted)?);
    }
    let at: Option<Timestamp> = parts.instant("IssueDateTime", "at", noted);
    let revision = parts.small("VersionID", "revision", noted);
    let number = parts.whole("AnswerNumeric", "number", noted);
    let submission_id = parts.text("FunctionalReferenceID", noted);
    let co_number = parts.text("ID", noted);
    let document_id = parts.text("DocumentID", noted);
    let from = parts.text("AnsweringPartyID", noted);
    let issuer = parts.text("IssuingBodyID", noted);
    parts.close(noted);
    let findings = notes.strict()?;
    let answer = Answer {
        document_id,
        kind,
        number: number.ok_or_else(|| missing("number"))?,
        from,
        issuer,
        co_number,
        revision: revision.ok_or_else(|| missing("revision"))?,
        submission_id,
        outcome,
        reason,
        note,
        items,
        at: at.ok_or_else(|| missing("at"))?,
    };
    Ok((answer, findings))
}

fn read_use(mut parts: Parts, notes: &mut Notes) -> Result<ItemUse, FormatError> {
    let missing = |path: &str| FormatError::Missing { path: path.to_owned() };
    let sequence = parts.small("SequenceNumeric", "items", notes);
    let quantity = parts.measure("WriteOffQuantity", "items.quantity", notes);
    let granted = parts.is("GrantedIndicator", "items.granted", notes);
    let reason = parts.code("ReasonCode", notes);
    let declaration = parts.text("DeclarationID", notes);
    let declared_on = parts.day("DeclarationDateTime", "items.declared_on", notes);
    parts.close(notes);
    let Measure { amount, unit } = quantity.ok_or_else(|| missing("items.quantity"))?;
    Ok(ItemUse {
        sequence: sequence.ok_or_else(|| missing("items.sequence"))?,
        quantity: amount,
        unit,
        granted: granted.ok_or_else(|| missing("items.granted"))?,
        reason,
        declaration,
        declared_on,
    })
}
