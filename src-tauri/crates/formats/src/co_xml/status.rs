//! The status statement in Tamga CO XML: the signed end, suspension or lifting of a number.

use tamga_origin::{Finding, Moment, Scheme, StatusChange, StatusStatement};

use super::parts::{Notes, Parts, moment_element};
use super::{certificate, goods, party};
use crate::error::FormatError;
use crate::tree::Element;

/// 1225 message function and 1373 document status of each change.
const CODES: [(StatusChange, &str, &str); 3] =
    [(StatusChange::Cancelled, "1", "41"), (StatusChange::Suspended, "8", "40"), (StatusChange::Lifted, "8", "10")];

pub(super) fn element(statement: &StatusStatement) -> Element {
    let StatusStatement {
        issuer,
        number,
        document_id,
        revision,
        change,
        reason,
        reason_text,
        effective_at,
        destination_country,
        scheme,
        officer,
    } = statement;
    let codes = CODES.into_iter().find(|(known, _, _)| known == change);
    let (function, status) = codes.map_or(("", ""), |(_, function, status)| (function, status));
    let scheme = Scheme { code: scheme.clone(), ..Scheme::default() };
    Element::new("StatusStatement")
        .with("Id", "co")
        .leaf("FunctionCode", function)
        .leaf("FunctionalReferenceID", document_id)
        .leaf("ID", number)
        .leaf("VersionID", &revision.to_string())
        .child(moment_element("EffectiveDateTime", Some(Moment::Instant(*effective_at))))
        .child(party::issuing_body_element(issuer))
        .child(certificate::scheme_element(&scheme))
        .child(goods::statement("REM", "", reason_text))
        .child(Element::new("Amendment").leaf("ChangeReasonCode", reason).filled())
        .child(Element::new("Authenticator").leaf("Name", officer).filled())
        .child(Element::new("Destination").leaf("CountryCode", destination_country).filled())
        .child([Element::new("Status").child([Element::says("NameCode", status).with("listID", "1373")])])
}

pub(super) fn read(mut parts: Parts, mut notes: Notes) -> Result<(StatusStatement, Vec<Finding>), FormatError> {
    let notes_ref = &mut notes;
    parts.attribute("Id");
    let missing = |path: &str| FormatError::Missing { path: path.to_owned() };
    let function = parts.code("FunctionCode", notes_ref);
    let status = match parts.part("Status") {
        Some(mut status) => {
            let code = status.code("NameCode", notes_ref);
            status.close(notes_ref);
            code
        }
        None => return Err(missing("change")),
    };
    let known = CODES.into_iter().find(|(_, f, s)| *f == function && *s == status);
    let (change, _, _) = known.ok_or_else(|| FormatError::WrongValue {
        path: "change".to_owned(),
        value: format!("{function} {status}").chars().take(64).collect(),
    })?;
    let mut scheme = Scheme::default();
    let mut reason_text = String::new();
    for mut said in parts.parts("AdditionalInformation") {
        match said.code("StatementTypeCode", notes_ref).as_str() {
            "SCH" => scheme = certificate::read_scheme(&mut said, notes_ref),
            "REM" => reason_text = said.text("StatementDescription", notes_ref),
            other => notes_ref.unknown(said.place(), other),
        }
        said.close(notes_ref);
    }
    let mut inside = |block: &str, leaf: &str| {
        parts.part(block).map_or_else(String::new, |mut part| {
            let text = part.code(leaf, notes_ref);
            part.close(notes_ref);
            text
        })
    };
    let reason = inside("Amendment", "ChangeReasonCode");
    let officer = inside("Authenticator", "Name");
    let destination_country = inside("Destination", "CountryCode");
    let effective_at = parts.instant("EffectiveDateTime", "effective_at", notes_ref);
    let revision = parts.small("VersionID", "revision", notes_ref);
    let statement = StatusStatement {
        issuer: party::read_issuing_body(&mut parts, notes_ref),
        number: parts.text("ID", notes_ref),
        document_id: parts.text("FunctionalReferenceID", notes_ref),
        revision: revision.unwrap_or_default(),
        change,
        reason,
        reason_text,
        effective_at: effective_at.unwrap_or(tamga_origin::Timestamp::from_millis(0)),
        destination_country,
        scheme: scheme.code,
        officer,
    };
    parts.close(notes_ref);
    let findings = notes.strict()?;
    match (effective_at, revision) {
        (None, _) => Err(missing("effective_at")),
        (_, None) => Err(missing("revision")),
        _ => Ok((statement, findings)),
    }
}
