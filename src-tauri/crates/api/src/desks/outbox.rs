//! Commands of the outbox. Both desks send; their lines stand in one list.

use tamga_office::{ErrorCode as OfficeCode, Office};

use crate::app::App;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// The outbox.
pub fn rows(app: &App, request: OutboxRead) -> Result<Outbox, Fault> {
    let OutboxRead { show_delivered, offset, limit } = request;
    let desks = app.desks()?;
    let all = desks.all();
    let mut sum = Outbox {
        rows: Vec::new(),
        total: 0,
        offset,
        paused: false,
        issued_today: 0,
        delivered_today: 0,
        under_way: 0,
        needs_you: 0,
        last_delivery: None,
    };
    for office in &all {
        let box_of = office.outbox(convert::window(0, 0), show_delivered)?;
        sum.paused |= box_of.paused;
        sum.issued_today = sum.issued_today.saturating_add(convert::count(box_of.issued_today));
        sum.delivered_today = sum.delivered_today.saturating_add(convert::count(box_of.delivered_today));
        sum.under_way = sum.under_way.saturating_add(convert::count(box_of.under_way));
        sum.needs_you = sum.needs_you.saturating_add(convert::count(box_of.needs_you));
        sum.last_delivery = sum.last_delivery.max(box_of.last_delivery.map(convert::time));
    }
    let listed = super::in_turn(&all, offset, limit, |office, window| {
        Ok(convert::rows(office.outbox(window, show_delivered)?.rows, row))
    })?;
    sum.total = listed.total;
    sum.rows = listed.rows;
    Ok(sum)
}

fn row(row: tamga_office::outbox::OutboxRow) -> OutboxRow {
    let tamga_office::outbox::OutboxRow {
        id,
        number,
        kind,
        destination,
        state,
        lamps,
        since,
        attempts,
        next_try,
        what_now,
    } = row;
    OutboxRow {
        id: id.to_string(),
        number,
        kind,
        destination,
        state: convert::word(state),
        lamps: convert::lamps(lamps),
        since: convert::time(since),
        attempts,
        next_try: next_try.map(convert::time),
        what_now: convert::word(what_now),
    }
}

/// Asks for a try now: of one line, at whichever desk it is, or of all.
pub fn send_now(app: &App, request: OutboxSendNow) -> Result<Empty, Fault> {
    let desks = app.desks()?;
    let all = desks.all();
    let Some(id) = request.id else {
        for office in all {
            office.send_now(None)?;
        }
        return Ok(Empty {});
    };
    let id = id.parse().map_err(|_| Fault::field("id", format!("`{id}` is no submission")))?;
    let mut answer = Err(Fault::new(ErrorCode::NotFound, "no desk has this submission"));
    for office in all {
        match office.send_now(Some(id)) {
            Err(error) if error.code() == OfficeCode::NotFound => answer = Err(error.into()),
            Err(error) => return Err(error.into()),
            Ok(()) => return Ok(Empty {}),
        }
    }
    answer
}

/// Pauses or resumes sending at every desk.
pub fn pause(app: &App, request: OutboxPause) -> Result<Empty, Fault> {
    let desks = app.desks()?;
    desks.all().into_iter().try_for_each(|office: &Office| office.pause_sending(request.paused))?;
    Ok(Empty {})
}
