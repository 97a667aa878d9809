//! Commands of the trust list both desks stand on: what a list changes, who stands in it, which were taken.

use tamga_office::{Office, trust};
use tamga_origin::trust as model;

use crate::app::App;
use crate::commands::Bytes;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// The desk whose list is looked at: the border desk's, or the issuing desk's where there is no other.
fn desk<T>(app: &App, look: impl FnOnce(&Office) -> Result<T, Fault>) -> Result<T, Fault> {
    let desks = app.desks()?;
    look(desks.receiving().or_else(|_| desks.issuing())?)
}

/// What a list in a file would change.
pub fn look(app: &App, request: TrustLook) -> Result<TrustPreview, Fault> {
    let bytes = app.file(&request.source)?;
    desk(app, |office| Ok(preview(office.preview_trust(&bytes)?)))
}

/// The list that waits for somebody to accept it.
pub fn waiting(app: &App, _: Empty) -> Result<TrustWaiting, Fault> {
    desk(app, |office| {
        let waiting = office.trust_waiting()?.map(preview);
        Ok(TrustWaiting { waiting, accepts_growth: office.accepts_growth()? })
    })
}

/// Accepts the list that waits, at every desk where it does.
pub fn accept(app: &App, _: Empty) -> Result<TrustImported, Fault> {
    let mut list_number = String::new();
    for office in app.desks()?.all() {
        if office.trust_waiting()?.is_some() {
            list_number = office.accept_trust()?.n.to_string();
        }
    }
    Ok(TrustImported { list_number })
}

/// Says whether a list that only adds is accepted by itself.
pub fn growth(app: &App, request: TrustGrowth) -> Result<Empty, Fault> {
    for office in app.desks()?.all() {
        office.set_accepts_growth(request.accepts)?;
    }
    Ok(Empty {})
}

/// The last look for newer lists.
pub fn looked(app: &App, _: Empty) -> Result<ListsLooked, Fault> {
    desk(app, |office| {
        let asks = office.partner().is_some();
        Ok(match office.lists_looked() {
            Some(trust::ListsLooked { at, findings }) => {
                ListsLooked { asks, at: Some(convert::time(at)), findings: convert::findings(&findings) }
            }
            None => ListsLooked { asks, at: None, findings: Vec::new() },
        })
    })
}

/// Looks for newer lists now, at every desk; what comes of it is told when it has come.
pub fn fetch(app: &App, _: Empty) -> Result<Empty, Fault> {
    for office in app.desks()?.all() {
        office.fetch_lists_now();
    }
    Ok(Empty {})
}

/// Every list that was taken, the newest first.
pub fn lists(app: &App, _: Empty) -> Result<TrustLists, Fault> {
    let row = |row: trust::ListRow| {
        let trust::ListRow { list: _, n, issued_at, next_update, taken_at, difference } = row;
        TrustListRow {
            list_number: n.to_string(),
            issued_at: convert::time(issued_at),
            next_update: convert::time(next_update),
            taken_at: convert::time(taken_at),
            reason: difference.reason.clone(),
            changes: changes(difference),
        }
    };
    desk(app, |office| Ok(TrustLists { rows: office.trust_lists()?.into_iter().map(row).collect() }))
}

/// A body with everything the list says of it.
pub fn issuer(app: &App, request: IssuerOpen) -> Result<IssuerView, Fault> {
    let trust::BodyView {
        id,
        names,
        country,
        accreditation,
        state,
        state_since,
        span: when,
        officers,
        schemes,
        keys,
        status,
    } = desk(app, |office| Ok(office.body(&request.id)?))?;
    let scheme = |row: trust::SchemeRow| {
        let trust::SchemeRow { code, forms, destinations, span: when } = row;
        SchemeRow { code, forms, destinations, span: span(when) }
    };
    Ok(IssuerView {
        id,
        names,
        country,
        accreditation,
        state,
        state_since: state_since.map(convert::time),
        span: span(when),
        officers: officers.into_iter().map(officer).collect(),
        schemes: schemes.into_iter().map(scheme).collect(),
        keys: convert::count(keys.len() as u64),
        status: status.map(|known| StatusKnown {
            as_of: convert::time(known.as_of),
            next_update: convert::time(known.next_update),
            old: known.is_old,
            missing: known.missing.map(|n| n.to_string()),
        }),
    })
}

/// The picture of a specimen the list names.
pub fn specimen(app: &App, request: SpecimenRead) -> Result<Bytes, Fault> {
    desk(app, |office| Ok(Bytes(office.specimen(&request.sha256)?)))
}

fn officer(row: trust::OfficerRow) -> OfficerRow {
    let trust::OfficerRow { id, name, title, state, span: when, schemes, specimens } = row;
    let specimen = |row: trust::SpecimenRow| {
        let trust::SpecimenRow { kind, sha256, span: when, is_here } = row;
        SpecimenRow { kind, sha256, span: span(when), here: is_here }
    };
    OfficerRow {
        id,
        name,
        title,
        state,
        span: span(when),
        schemes,
        specimens: specimens.into_iter().map(specimen).collect(),
    }
}

fn span(span: model::Span) -> Span {
    Span { from: convert::time(span.from), to: span.to.map(convert::time).unwrap_or_default() }
}

fn preview(preview: trust::TrustPreview) -> TrustPreview {
    let trust::TrustPreview { n, list: _, issued_at, difference, verdicts, is_in_force } = preview;
    let verdict = |change: trust::VerdictChange| {
        let trust::VerdictChange { number, issuer, was, is } = change;
        VerdictChange { number, issuer, was: convert::word(was), is: convert::word(is) }
    };
    TrustPreview {
        list_number: n.to_string(),
        issued_at: convert::time(issued_at),
        in_force: is_in_force,
        reason: difference.reason.clone(),
        changes: changes(difference),
        verdicts: verdicts.into_iter().map(verdict).collect(),
    }
}

fn changes(difference: model::Difference) -> Vec<TrustChange> {
    let change = |change: model::Change| {
        let model::Change { area, owner, id, name, what, was, is } = change;
        let (area, what, stops) = (area.code().to_owned(), what.code().to_owned(), what.is_stop());
        TrustChange { area, owner, id, name, what, was, is, stops }
    };
    difference.changes.into_iter().map(change).collect()
}
