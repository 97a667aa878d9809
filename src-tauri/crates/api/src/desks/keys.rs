//! Commands of the signing keys.

use crate::app::App;
use crate::commands::Bytes;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// Keeps a PIN for the one act that follows.
pub fn enter_pin(app: &App, Bytes(pin): Bytes) -> Result<Handle, Fault> {
    Ok(Handle { handle: app.keep_pin(pin)? })
}

/// The keys.
pub fn list(app: &App, _: Empty) -> Result<KeyRows, Fault> {
    let rows = app.desks()?.any()?.keys()?.into_iter().map(|key| {
        let tamga_office::keys::KeyView {
            id,
            label,
            officer,
            body,
            valid_from,
            valid_to,
            state,
            demonstration,
            certificate_sha256: _,
            code_kid: _,
            code_key: _,
        } = key;
        KeyRow {
            id,
            label,
            officer,
            body,
            valid_from: convert::time(valid_from),
            valid_to: convert::time(valid_to),
            state: convert::word(state),
            demonstration,
        }
    });
    Ok(KeyRows { rows: rows.collect() })
}

/// Takes a key in; its password becomes its PIN.
pub fn import(app: &App, request: KeyImport) -> Result<KeyImported, Fault> {
    let KeyImport { source, label, pin_handle } = request;
    let desks = app.desks()?;
    let office = desks.any()?;
    let file = app.file(&source)?;
    let pin = app.pin(&pin_handle)?;
    Ok(KeyImported { id: office.import_key(&file, &pin, &label, &pin)?.id })
}
