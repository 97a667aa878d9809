//! Commands about what the desks ask each other: how a certificate stands, and whether it was rightly issued.

use tamga_office::questions::{self, AskedQuestion};
use tamga_office::verifications::{self, Extension, FinalReply, NewRequest};
use tamga_origin::Date;
use tamga_origin::states::ItemReply;

use crate::app::App;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

fn day(text: &str, field: &'static str) -> Result<Date, Fault> {
    Date::parse(text).ok_or_else(|| Fault::field(field, format!("`{text}` is no day")))
}

/// Asks how a certificate stands.
pub fn ask_question(app: &App, request: QuestionAsk) -> Result<Empty, Fault> {
    let QuestionAsk { issuer, number, issue_day, reason, declaration } = request;
    let issue_day = day(&issue_day, "issue_day")?;
    let asked = AskedQuestion { issuer, number, issue_day, reason, declaration };
    app.desks()?.receiving()?.ask_question(&asked)?;
    Ok(Empty {})
}

/// Questions and their answers, the newest first.
pub fn questions(app: &App, page: Page) -> Result<Rows<QuestionRow>, Fault> {
    let rows = app.desks()?.receiving()?.questions(convert::window(page.offset, page.limit))?;
    Ok(convert::rows(rows, question))
}

fn question(row: questions::Question) -> QuestionRow {
    let questions::Question { submission_id, asked, asked_at, state, standing, answered_at } = row;
    let AskedQuestion { issuer, number, issue_day, reason, declaration } = asked;
    let standing = standing.map(|standing| {
        let questions::Standing { word, successor, signer, as_of, came_along } = standing;
        QuestionStanding { word: convert::word(word), successor, signer, as_of: convert::time(as_of), came_along }
    });
    QuestionRow {
        id: submission_id.to_string(),
        issuer,
        number,
        issue_day: issue_day.to_string(),
        reason,
        declaration,
        asked_at: convert::time(asked_at),
        state: convert::word(state),
        standing,
        answered_at: answered_at.map(convert::time),
    }
}

/// Cases of a desk, or those about one certificate.
pub fn verifications(app: &App, request: VerificationRead) -> Result<Verifications, Fault> {
    let VerificationRead { workplace, number } = request;
    let desks = app.desks()?;
    let office = match workplace {
        Workplace::Issue => desks.issuing()?,
        Workplace::Receive => desks.receiving()?,
    };
    let rows = office.verifications(number.as_deref())?;
    let own = rows.into_iter().filter(|row| row.is_ours == (workplace == Workplace::Receive));
    Ok(Verifications { rows: own.map(case).collect() })
}

fn case(row: verifications::Verification) -> Verification {
    let verifications::Verification {
        case,
        is_ours,
        party,
        issuer,
        number,
        state,
        overdue,
        grounds,
        papers,
        declaration,
        items,
        due,
        opened_at,
        replies,
        acts,
    } = row;
    Verification {
        case,
        is_ours,
        party,
        issuer,
        number,
        state: convert::word(state),
        overdue,
        grounds,
        papers,
        declaration,
        items,
        due: due.to_string(),
        opened_at: convert::time(opened_at),
        replies: replies.into_iter().map(said).collect(),
        acts: acts.into_iter().map(str::to_owned).collect(),
    }
}

fn said(reply: verifications::Reply) -> VerificationSaid {
    let verifications::Reply { interim, items, note, due, signed_by, at } = reply;
    let item = |(sequence, reply): (u32, ItemReply)| VerificationItem { sequence, reply: reply.as_str().to_owned() };
    VerificationSaid {
        interim,
        items: items.into_iter().map(item).collect(),
        note,
        due: due.map(|day| day.to_string()),
        signed_by,
        at: convert::time(at),
    }
}

/// Asks the issuing body to verify a received certificate.
pub fn ask_to_verify(app: &App, request: VerificationAsk) -> Result<Empty, Fault> {
    let VerificationAsk { number, grounds, items, papers, declaration, due } = request;
    let asked = NewRequest { number, grounds, items, papers, declaration, due: day(&due, "due")? };
    app.desks()?.receiving()?.ask_to_verify(&asked)?;
    Ok(Empty {})
}

/// Asks customs for time.
pub fn extend(app: &App, request: VerificationExtend) -> Result<Empty, Fault> {
    let VerificationExtend { case, due, note, key_id, pin_handle } = request;
    let asked = Extension { due: day(&due, "due")?, note };
    let desks = app.desks()?;
    let office = desks.issuing()?;
    let pin = app.pin(&pin_handle)?;
    office.ask_for_time(&case, &asked, &key_id, &pin)?;
    Ok(Empty {})
}

/// Replies to a request, item by item.
pub fn reply(app: &App, request: VerificationReplySend) -> Result<Empty, Fault> {
    let VerificationReplySend { case, items, note, key_id, pin_handle } = request;
    let item = |VerificationItem { sequence, reply }: VerificationItem| {
        let wrong = || Fault::field(format!("items[{sequence}].reply"), format!("`{reply}` is no reply"));
        Ok((sequence, ItemReply::parse(&reply).ok_or_else(wrong)?))
    };
    let said = FinalReply { items: items.into_iter().map(item).collect::<Result<_, Fault>>()?, note };
    let desks = app.desks()?;
    let office = desks.issuing()?;
    let pin = app.pin(&pin_handle)?;
    office.reply_to_request(&case, &said, &key_id, &pin)?;
    Ok(Empty {})
}
