//! Commands of the time-stamping service.

use tamga_office::stamp_trial::{LastStamp, StampTrial};

use crate::app::App;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// The service, its last stamp, and what waits.
pub fn settings(app: &App, _: Empty) -> Result<StampSettings, Fault> {
    let desks = app.desks()?;
    let office = desks.issuing()?;
    let service = office.stamp_service()?;
    let (last, waiting) = office.stamps_so_far()?;
    let (last_at, last_address) = match last {
        Some(LastStamp { at, address }) => (Some(convert::time(at)), Some(address)),
        None => (None, None),
    };
    Ok(StampSettings {
        since: service.as_ref().map(|service| convert::time(service.since())),
        url: service.map(|service| service.url),
        last_at,
        last_address,
        waiting: convert::count(waiting),
        trusted: office.trusted_stampers(),
        has_list: office.trust_list().is_some(),
    })
}

/// Sets the service, or asks nobody any more.
pub fn save(app: &App, request: StampSettingsSave) -> Result<Empty, Fault> {
    app.desks()?.issuing()?.set_stamp_service(request.url.as_deref())?;
    Ok(Empty {})
}

/// Asks a service for one stamp and looks at it; nothing is kept.
pub fn try_out(app: &App, request: StampTry) -> Result<StampTried, Fault> {
    let StampTrial { at, by, service, finding } = app.desks()?.issuing()?.try_stamp_service(&request.url)?;
    Ok(StampTried { at: at.map(convert::time), by, service, finding: finding.as_ref().map(convert::finding) })
}
