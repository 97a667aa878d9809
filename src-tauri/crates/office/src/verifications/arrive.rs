//! What becomes of a request that arrives at the issuing desk, and of a reply that arrives at the border desk? Only what is
//! verified and about a case or certificate of this desk counts; any other is kept and changes nothing.

use tamga_formats::co_xml::Document;
use tamga_origin::states::{VerificationContext, VerificationEvent, VerificationState, step_verification};
use tamga_origin::{Inquiry, InquiryBody, VerificationReply, VerificationRequest};
use tamga_store::{NewVerification, StoreError, VerificationRow};

use super::reply::new_reply;
use super::{context, state_of};
use crate::arrive::Came;
use crate::dispatch::XML;
use crate::error::OfficeError;
use crate::inbox::ReceiveReport;
use crate::office::Office;
use crate::returned::set_apart;

/// A request of customs.
pub(crate) fn requested(office: &Office, came: &Came<'_>, report: &mut ReceiveReport) -> Result<(), OfficeError> {
    let Some(inquiry) = believed(came) else { return set_apart(office, came, &codes(came)) };
    let InquiryBody::Verify(request) = &inquiry.body else {
        return set_apart(office, came, "answer.other_certificate");
    };
    match held_here(office, inquiry)? {
        Some(_) if inquiry.from == inquiry.issuer => return set_apart(office, came, "answer.own_certificate"),
        Some(agreement) => keep_request(office, came, inquiry, request, agreement)?,
        None => return set_apart(office, came, "answer.other_certificate"),
    }
    report.answers += 1;
    Ok(())
}

fn keep_request(
    office: &Office,
    came: &Came<'_>,
    inquiry: &Inquiry,
    request: &VerificationRequest,
    agreement: String,
) -> Result<(), OfficeError> {
    let country = office.country_of(&inquiry.from).unwrap_or_default();
    let facts = VerificationContext { verified: true, ..VerificationContext::default() };
    let (state, _) = step_verification(Some(VerificationState::Sent), VerificationEvent::Arrive, &facts)?;
    let new = NewVerification {
        case_id: request.case.clone(),
        is_ours: false,
        party: inquiry.from.clone(),
        issuer: inquiry.issuer.clone(),
        number: inquiry.co_number.clone(),
        revision: inquiry.revision,
        agreement,
        country,
        grounds: request.grounds.clone(),
        papers: request.papers.clone(),
        declaration: request.declaration.clone(),
        items: request.items.clone(),
        due: request.due,
        state: state.as_str().to_owned(),
        submission_id: came.row.submission_id.clone().unwrap_or_default(),
        item_id: came.row.item_id.clone(),
        document_sha: came.envelope.document.sha256.clone(),
    };
    office.write_as_worker(|tx| {
        tx.document_keep(came.bytes, XML)?;
        tx.verification_add(&new)?;
        tx.inbox_stored(&came.row.item_id)?;
        let said = [("number", new.number.as_str()), ("case", &new.case_id), ("from", &new.party)];
        tx.journal_add("verification.arrived", &new.number, &said)?;
        Ok(())
    })
}

/// The agreement of a certificate that this office issued under that number and revision.
fn held_here(office: &Office, inquiry: &Inquiry) -> Result<Option<String>, OfficeError> {
    let own = office.issuer().is_ok_and(|issuer| issuer.code == inquiry.issuer);
    if !own {
        return Ok(None);
    }
    match office.held(&inquiry.co_number) {
        Ok(held) => Ok((inquiry.revision <= held.row.revision).then(|| held.row.agreement.clone())),
        Err(OfficeError::Store(StoreError::NotFound { .. })) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A reply of the issuing body.
pub(crate) fn replied(office: &Office, came: &Came<'_>, report: &mut ReceiveReport) -> Result<(), OfficeError> {
    let Some(inquiry) = believed(came) else { return set_apart(office, came, &codes(came)) };
    let InquiryBody::Reply(reply) = &inquiry.body else {
        return set_apart(office, came, "answer.other_certificate");
    };
    let row = match office.read(|reader| Ok(reader.verification(&reply.case, true)?)) {
        Ok(row) => row,
        Err(OfficeError::Store(StoreError::NotFound { .. })) => {
            return set_apart(office, came, "answer.other_certificate");
        }
        Err(error) => return Err(error),
    };
    // A good signature says who replies. It must be the body that issued the certificate, and about this very one.
    let is_same = inquiry.from == row.new.issuer
        && inquiry.issuer == row.new.issuer
        && inquiry.co_number == row.new.number
        && inquiry.revision == row.new.revision;
    if !is_same {
        return set_apart(office, came, "answer.other_certificate");
    }
    if row.replies.iter().any(|known| known.new.number == inquiry.number) {
        return office.write_as_worker(|tx| {
            tx.inbox_stored(&came.row.item_id)?;
            tx.journal_add("inbox.ignored", &came.row.item_id, &[("number", &row.new.number), ("why", "known")])?;
            Ok(())
        });
    }
    let Ok(state) = step(&row, reply, office) else {
        // Overtaken on its way, or more than the machine allows: what was said before stands.
        return set_apart(office, came, "reply.out_of_turn");
    };
    let officer = came.examined.verdict(office.today()).officer;
    let kept = new_reply(inquiry, reply, &officer, &came.envelope.document.sha256);
    office.write_as_worker(|tx| {
        tx.document_keep(came.bytes, XML)?;
        tx.verification_reply(row.id, &kept)?;
        tx.verification_move(row.id, state.as_str())?;
        tx.inbox_stored(&came.row.item_id)?;
        let word = if reply.interim { "verification.interim_came" } else { "verification.reply_came" };
        let number = row.new.number.as_str();
        tx.journal_add(word, number, &[("number", number), ("case", &row.new.case_id), ("from", &inquiry.from)])?;
        Ok(())
    })?;
    report.answers += 1;
    Ok(())
}

/// Where the case stands after a reply; whoever replies has the request.
fn step(row: &VerificationRow, reply: &VerificationReply, office: &Office) -> Result<VerificationState, OfficeError> {
    let mut items: Vec<u32> = reply.items.iter().map(|(item, _)| *item).collect();
    items.sort_unstable();
    let answered = row.new.items.iter().filter(|item| items.contains(item)).count();
    let facts = VerificationContext { answered, ..context(row, office.today()) };
    let mut state = state_of(row);
    if state == VerificationState::Sent {
        (state, _) = step_verification(Some(state), VerificationEvent::Arrive, &facts)?;
    }
    let event = if reply.interim { VerificationEvent::AskForTime } else { VerificationEvent::Reply };
    Ok(step_verification(Some(state), event, &facts)?.0)
}

fn believed<'a>(came: &'a Came<'_>) -> Option<&'a Inquiry> {
    match &came.examined.document {
        Some(Document::Inquiry(inquiry)) if came.examined.seal_holds => Some(inquiry),
        _ => None,
    }
}

fn codes(came: &Came<'_>) -> String {
    let codes: Vec<&str> = came.examined.reasons.iter().map(|reason| reason.code.as_ref()).collect();
    codes.join(" ")
}
