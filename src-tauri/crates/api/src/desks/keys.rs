//! Commands of the signing keys.

use tamga_office::keys::{KeptFor, NewKeyFile};

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
    // Keys of exporters sign nothing that the window signs.
    let keys = app.desks()?.any()?.keys()?.into_iter().filter(|key| key.kept_for == KeptFor::Official);
    let rows = keys.map(|key| {
        let tamga_office::keys::KeyView {
            id,
            label,
            officer,
            body,
            valid_from,
            valid_to,
            state,
            demonstration,
            place,
            kept_for: _,
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
            place: convert::word(place.told()),
        }
    });
    Ok(KeyRows { rows: rows.collect() })
}

/// Takes a key in; its password becomes its PIN where no other is given.
pub fn import(app: &App, request: KeyImport) -> Result<KeyImported, Fault> {
    let KeyImport { source, label, pin_handle, new_pin_handle, which } = request;
    let desks = app.desks()?;
    let office = desks.any()?;
    let file = app.file(&source)?;
    let password = app.pin(&pin_handle)?;
    let new = new_pin_handle.map(|handle| app.pin(&handle)).transpose()?;
    let pin = new.as_ref().unwrap_or(&password);
    let new =
        NewKeyFile { file: &file, password: &password, which: which.as_deref(), label: &label, pin, with_ring: true };
    let came = office.take_key(&new)?;
    Ok(KeyImported { id: came.key.id, advice: came.advice.iter().map(convert::finding).collect() })
}

/// Gives a key that is kept here another PIN.
pub fn change_pin(app: &App, request: KeyPinChange) -> Result<Empty, Fault> {
    let KeyPinChange { key_id, pin_handle, new_pin_handle } = request;
    let (old, new) = (app.pin(&pin_handle)?, app.pin(&new_pin_handle)?);
    app.desks()?.any()?.change_pin(&key_id, &old, &new)?;
    Ok(Empty {})
}
