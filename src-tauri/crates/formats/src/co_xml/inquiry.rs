//! A question about a certificate in Tamga CO XML, and what is said to one: how it stands, whether it was rightly issued.

use tamga_origin::states::ItemReply;
use tamga_origin::{Finding, Inquiry, InquiryBody, Moment, Query, VerificationReply, VerificationRequest};

use super::parts::{Notes, Parts, moment_element};
use crate::error::FormatError;
use crate::tree::Element;

/// 1225 message function of a query.
const QUERY: &str = "13";
/// 1225 message function of a request to verify.
const VERIFY: &str = "64";
/// 1225 message function of a reply.
const REPLY: &str = "11";

pub(super) fn element(inquiry: &Inquiry) -> Element {
    let Inquiry { document_id, number, from, issuer, co_number, revision, body, at } = inquiry;
    let (function, case, text) = match body {
        InquiryBody::Query(query) => (QUERY, "", &query.reason),
        InquiryBody::Verify(request) => (VERIFY, request.case.as_str(), &request.grounds),
        InquiryBody::Reply(reply) => (REPLY, reply.case.as_str(), &reply.note),
    };
    let said = Element::new("AdditionalInformation")
        .leaf("StatementDescription", text)
        .filled()
        .map(|said| said.child([Element::says("StatementTypeCode", "REM").with("listID", "tamga")]));
    let head = Element::new("Inquiry")
        .with("Id", "co")
        .leaf("FunctionCode", function)
        .leaf("FunctionalReferenceID", case)
        .leaf("ID", co_number)
        .child(moment_element("IssueDateTime", Some(Moment::Instant(*at))))
        .leaf("VersionID", &revision.to_string())
        .leaf("DocumentID", document_id)
        .leaf("InquiryNumeric", &number.to_string())
        .leaf("InquiringPartyID", from)
        .leaf("IssuingBodyID", issuer)
        .child(said);
    match body {
        InquiryBody::Query(Query { issue_day, reason: _, declaration }) => head
            .child(moment_element("CertificateDateTime", Some(Moment::Day(*issue_day))))
            .leaf("DeclarationID", declaration),
        InquiryBody::Verify(VerificationRequest { case: _, grounds: _, items, papers, due, declaration }) => head
            .child(moment_element("LimitDateTime", Some(Moment::Day(*due))))
            .leaf("WantedPapersText", papers)
            .leaf("DeclarationID", declaration)
            .child(items.iter().map(|item| item_element(*item, None))),
        InquiryBody::Reply(VerificationReply { case: _, interim, items, note: _, due }) => head
            .child(moment_element("LimitDateTime", due.map(Moment::Day)))
            .leaf("InterimIndicator", if *interim { "true" } else { "false" })
            .child(items.iter().map(|(item, reply)| item_element(*item, Some(*reply)))),
    }
}

fn item_element(sequence: u32, reply: Option<ItemReply>) -> Element {
    Element::new("InquiryItem")
        .leaf("SequenceNumeric", &sequence.to_string())
        .leaf("ReplyCode", reply.map_or("", ItemReply::as_str))
}

pub(super) fn read(mut parts: Parts, mut notes: Notes) -> Result<(Inquiry, Vec<Finding>), FormatError> {
    let noted = &mut notes;
    parts.attribute("Id");
    let missing = |path: &str| FormatError::Missing { path: path.to_owned() };
    let function = parts.code("FunctionCode", noted);
    let mut text = String::new();
    if let Some(mut said) = parts.part("AdditionalInformation") {
        said.code("StatementTypeCode", noted);
        text = said.text("StatementDescription", noted);
        said.close(noted);
    }
    let case = parts.text("FunctionalReferenceID", noted);
    let body = match function.as_str() {
        QUERY => InquiryBody::Query(Query {
            issue_day: parts.day("CertificateDateTime", "issue_day", noted).ok_or_else(|| missing("issue_day"))?,
            reason: text,
            declaration: parts.text("DeclarationID", noted),
        }),
        VERIFY => InquiryBody::Verify(VerificationRequest {
            case,
            grounds: text,
            items: items(&parts, noted)?.into_iter().map(|(item, _)| item).collect(),
            papers: parts.text("WantedPapersText", noted),
            due: parts.day("LimitDateTime", "due", noted).ok_or_else(|| missing("due"))?,
            declaration: parts.text("DeclarationID", noted),
        }),
        REPLY => InquiryBody::Reply(VerificationReply {
            case,
            interim: parts.is("InterimIndicator", "interim", noted).ok_or_else(|| missing("interim"))?,
            items: replies(items(&parts, noted)?)?,
            note: text,
            due: parts.day("LimitDateTime", "due", noted),
        }),
        other => {
            let value = other.chars().take(64).collect();
            return Err(FormatError::WrongValue { path: "function".to_owned(), value });
        }
    };
    let at = parts.instant("IssueDateTime", "at", noted);
    let revision = parts.small("VersionID", "revision", noted);
    let number = parts.whole("InquiryNumeric", "number", noted);
    let co_number = parts.text("ID", noted);
    let document_id = parts.text("DocumentID", noted);
    let from = parts.text("InquiringPartyID", noted);
    let issuer = parts.text("IssuingBodyID", noted);
    parts.close(noted);
    let findings = notes.strict()?;
    let inquiry = Inquiry {
        document_id,
        number: number.ok_or_else(|| missing("number"))?,
        from,
        issuer,
        co_number,
        revision: revision.ok_or_else(|| missing("revision"))?,
        body,
        at: at.ok_or_else(|| missing("at"))?,
    };
    Ok((inquiry, findings))
}

/// The items named, each with the code of its reply.
fn items(parts: &Parts, notes: &mut Notes) -> Result<Vec<(u32, String)>, FormatError> {
    let mut items = Vec::new();
    for mut item in parts.parts("InquiryItem") {
        let sequence = item.small("SequenceNumeric", "items", notes);
        let reply = item.code("ReplyCode", notes);
        item.close(notes);
        let sequence = sequence.ok_or_else(|| FormatError::Missing { path: "items.sequence".to_owned() })?;
        items.push((sequence, reply));
    }
    Ok(items)
}

fn replies(items: Vec<(u32, String)>) -> Result<Vec<(u32, ItemReply)>, FormatError> {
    let reply = |(item, word): (u32, String)| {
        let wrong =
            || FormatError::WrongValue { path: "items.reply".to_owned(), value: word.chars().take(64).collect() };
        ItemReply::parse(&word).map(|reply| (item, reply)).ok_or_else(wrong)
    };
    items.into_iter().map(reply).collect()
}
