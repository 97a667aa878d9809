//! Commands of the border desk, and of the trust list both desks stand on.

use tamga_office::decide::{Decision, ItemDecision as OfficeItem};
use tamga_office::{check, received, trust, verdict};
use tamga_origin::{Date, Decimal};

use crate::app::App;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// Looks a number up.
pub fn check_number(app: &App, request: CheckNumber) -> Result<CheckAnswer, Fault> {
    Ok(answer(app.desks()?.receiving()?.check_number(&request.text)?))
}

/// Judges a file; a genuine one enters the register.
pub fn check_file(app: &App, request: CheckFile) -> Result<CheckAnswer, Fault> {
    let desks = app.desks()?;
    let office = desks.receiving()?;
    let bytes = app.file(&request.source)?;
    Ok(answer(office.check_file(&bytes, true)?))
}

fn answer(answer: check::CheckAnswer) -> CheckAnswer {
    let check::CheckAnswer { typed, found, similar, searched, newest } = answer;
    CheckAnswer {
        typed,
        found: found.map(view),
        similar,
        searched: convert::count(searched),
        newest: newest.map(convert::time),
    }
}

fn kind(kind: verdict::VerdictKind) -> VerdictKind {
    match kind {
        verdict::VerdictKind::Genuine => VerdictKind::Genuine,
        verdict::VerdictKind::Look => VerdictKind::Look,
        verdict::VerdictKind::NotGenuine => VerdictKind::NotGenuine,
        verdict::VerdictKind::CannotJudge => VerdictKind::CannotJudge,
    }
}

fn judged(judged: verdict::Verdict) -> Verdict {
    let verdict::Verdict {
        kind: which,
        headline,
        reasons,
        signed_by,
        officer,
        signed_at,
        valid_to,
        list_number,
        list_issued_at,
        // How the time is known and what was heard is told on the command line.
        evidence: _,
    } = judged;
    Verdict {
        kind: kind(which),
        headline: convert::word(headline),
        reasons: convert::findings(&reasons),
        signed_by,
        officer,
        signed_at: signed_at.map(convert::time),
        valid_to: valid_to.map(|day| day.to_string()),
        list_number: list_number.map(|number| number.to_string()).unwrap_or_default(),
        list_issued_at: list_issued_at.map(convert::time),
    }
}

fn view(view: received::ReceivedView) -> ReceivedView {
    let received::ReceivedView {
        number,
        issuer: _,
        record_id,
        stamp,
        verdict,
        certificate,
        decision,
        balance,
        journal,
        received_at,
        changed_fields,
        can_decide,
    } = view;
    let changed = |received::ChangedField { path, was, is }| ChangedField { path, was, is };
    ReceivedView {
        number,
        record_id: record_id.map(|id| id.to_string()),
        stamp: stamp.to_string(),
        verdict: judged(verdict),
        content: certificate.as_ref().map(convert::to_content),
        decision: convert::word(decision),
        balance: balance.into_iter().map(convert::balance_row).collect(),
        journal: journal.into_iter().map(convert::journal_row).collect(),
        received_at: received_at.map(convert::time),
        changed_fields: changed_fields.into_iter().map(changed).collect(),
        can_decide,
    }
}

/// Searches the register of received certificates.
pub fn search(app: &App, request: ReceivedSearch) -> Result<Rows<ReceivedRow>, Fault> {
    let ReceivedSearch { text, filters: ReceivedFilters { decision, verdict }, offset, limit } = request;
    let verdict = verdict.map(|kind| match kind {
        VerdictKind::Genuine => verdict::VerdictKind::Genuine,
        VerdictKind::Look => verdict::VerdictKind::Look,
        VerdictKind::NotGenuine => verdict::VerdictKind::NotGenuine,
        VerdictKind::CannotJudge => verdict::VerdictKind::CannotJudge,
    });
    // Words of the window carry their area; the register's own do not.
    let decision = decision.map(|word| word.strip_prefix("decision.").map(str::to_owned).unwrap_or(word));
    let filter = received::ReceivedFilter { decision, verdict };
    let rows = app.desks()?.receiving()?.search_received(&text, &filter, convert::window(offset, limit))?;
    Ok(convert::rows(rows, |row| {
        let received::ReceivedRow {
            number,
            issuer,
            exporter,
            consignee,
            origin,
            agreement,
            is_self_declaration,
            received_at,
            verdict,
            headline,
            decision,
        } = row;
        ReceivedRow {
            number,
            issuer,
            exporter,
            consignee,
            origin,
            agreement,
            is_self_declaration,
            received_at: convert::time(received_at),
            verdict: kind(verdict),
            headline: convert::word(headline),
            decision: convert::word(decision),
        }
    }))
}

/// Everything known about a received certificate.
pub fn open(app: &App, request: CertificateNumber) -> Result<ReceivedView, Fault> {
    Ok(view(app.desks()?.receiving()?.open_received(&request.number)?))
}

/// What is left of received goods items.
pub fn balances(app: &App, request: BalanceRead) -> Result<Rows<BalanceRow>, Fault> {
    let BalanceRead { text, offset, limit } = request;
    let rows = app.desks()?.receiving()?.balances(&text, convert::window(offset, limit))?;
    Ok(convert::rows(rows, convert::balance_row))
}

/// Decides on items of a received certificate.
pub fn decide(app: &App, request: DecisionSave) -> Result<DecisionSaved, Fault> {
    let DecisionSave { number, stamp, declaration, declared_on, items, note } = request;
    let item = |item: ItemDecision| {
        let ItemDecision { sequence, quantity, unit, granted, reason } = item;
        // Nothing is counted for a refused item, so nothing need be typed.
        let quantity = match (granted, quantity.as_str()) {
            (false, "") => Decimal::ZERO,
            (_, text) => convert::decimal(text, format!("items[{sequence}].quantity"))?,
        };
        Ok(OfficeItem { sequence, quantity, unit, granted, reason })
    };
    let decision = Decision {
        number,
        stamp: convert::id(&stamp, "stamp")?,
        declaration,
        declared_on: Date::parse(&declared_on)
            .ok_or_else(|| Fault::field("declared_on", format!("`{declared_on}` is no day")))?,
        items: items.into_iter().map(item).collect::<Result<_, Fault>>()?,
        note,
    };
    Ok(DecisionSaved { stamp: app.desks()?.receiving()?.decide(&decision)?.stamp.to_string() })
}

/// The trust list in force: the border desk's, or the issuing desk's where there is no other.
pub fn issuers(app: &App, page: Page) -> Result<Issuers, Fault> {
    let desks = app.desks()?;
    let office = desks.receiving().or_else(|_| desks.issuing())?;
    let trust::Issuers { rows, list_number, issued_at, age } =
        office.issuers(convert::window(page.offset, page.limit))?;
    let Rows { rows, total, offset } = convert::rows(rows, |row| {
        let trust::IssuerRow { id, name, country, state, officers, keys, schemes, from, to } = row;
        IssuerRow {
            id,
            name,
            country,
            state,
            officers: convert::count(officers as u64),
            keys: convert::count(keys as u64),
            schemes,
            from: convert::time(from),
            to: to.map(convert::time).unwrap_or_default(),
        }
    });
    Ok(Issuers {
        rows,
        total,
        offset,
        list_number: list_number.map(|number| number.to_string()).unwrap_or_default(),
        issued_at: issued_at.map(convert::time),
        age: convert::word(age),
    })
}

/// Takes a trust list over, at every desk.
pub fn import_trust(app: &App, request: TrustImport) -> Result<TrustImported, Fault> {
    let desks = app.desks()?;
    let bytes = app.file(&request.source)?;
    let mut number = String::new();
    for office in desks.all() {
        number = office.import_trust(&bytes)?.n.to_string();
    }
    Ok(TrustImported { list_number: number })
}
