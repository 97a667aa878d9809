//! Commands of the outbox. Both desks send; their lines stand in one list.

use std::str::FromStr;
use std::sync::Arc;

use tamga_office::give_up as office;
use tamga_office::{ErrorCode as OfficeCode, Office, OfficeError};

use crate::app::{App, Desks};
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
        acts,
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
        acts: acts.iter().map(act).collect(),
    }
}

fn act(act: &office::OutboxAct) -> OutboxAct {
    match act {
        office::OutboxAct::Again => OutboxAct::Again,
        office::OutboxAct::Concede => OutboxAct::Concede,
        office::OutboxAct::GiveUp => OutboxAct::GiveUp,
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
    at_its_desk(&desks, &id, |office, id| office.send_now(Some(id)))?;
    Ok(Empty {})
}

/// Tries a submission again that is blocked or in conflict.
pub fn again(app: &App, request: OutboxAgain) -> Result<Empty, Fault> {
    at_its_desk(app.desks()?.as_ref(), &request.id, |office, id| office.outbox_again(id))?;
    Ok(Empty {})
}

/// Accepts what stands at the gateway.
pub fn concede(app: &App, request: OutboxSettle) -> Result<Empty, Fault> {
    let OutboxSettle { id, second_person, reason } = request;
    at_its_desk(app.desks()?.as_ref(), &id, |office, id| office.outbox_concede(id, &second_person, &reason))?;
    Ok(Empty {})
}

/// Gives a submission up; the gateway is asked for its promise when a copy may have left.
pub fn give_up(app: &App, request: OutboxSettle) -> Result<OutboxGivenUp, Fault> {
    let OutboxSettle { id, second_person, reason } = request;
    let desks = app.desks()?;
    let outcome = at_its_desk(&desks, &id, |office, id| office.outbox_give_up_now(id, &second_person, &reason))?;
    let outcome = match outcome {
        office::GivenUp::NeverLeft => GivenUp::NeverLeft,
        office::GivenUp::Promised => GivenUp::Promised,
        office::GivenUp::WasTaken => GivenUp::WasTaken,
    };
    Ok(OutboxGivenUp { outcome })
}

/// Does something at the desk that has this submission.
fn at_its_desk<T, Id: FromStr + Copy>(
    desks: &Desks,
    id: &str,
    act: impl Fn(&Arc<Office>, Id) -> Result<T, OfficeError>,
) -> Result<T, Fault> {
    let id: Id = id.parse().map_err(|_| Fault::field("id", format!("`{id}` is no submission")))?;
    for office in desks.each() {
        match act(office, id) {
            Err(error) if error.code() == OfficeCode::NotFound => {}
            ended => return Ok(ended?),
        }
    }
    Err(Fault::new(ErrorCode::NotFound, "no desk has this submission"))
}

/// Pauses or resumes sending at every desk.
pub fn pause(app: &App, request: OutboxPause) -> Result<Empty, Fault> {
    let desks = app.desks()?;
    desks.all().into_iter().try_for_each(|office: &Office| office.pause_sending(request.paused))?;
    Ok(Empty {})
}
