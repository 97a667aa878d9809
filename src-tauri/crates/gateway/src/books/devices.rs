//! What was seen of a device, and in which epoch is it?

use tamga_origin::Timestamp;
use tamga_protocol::{DeviceView, EpochWish};
use tamga_seal::digest::sha256_hex;
use uuid::Uuid;

use crate::ledger::LedgerError;
use crate::ledger::records::{Cell, Line, Records};

/// What opening an epoch came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opened {
    /// It is open now.
    Now,
    /// It was opened before by the same words.
    Before,
    /// Somebody else is there, or was: two copies of one device.
    Cloned,
}

fn uuid(line: &Line, column: usize) -> Result<Uuid, LedgerError> {
    Uuid::parse_str(&line.text(column)?).map_err(|_| LedgerError::Row("device".to_owned()))
}

fn small(number: i64) -> Result<u32, LedgerError> {
    u32::try_from(number).map_err(|_| LedgerError::Row("epoch".to_owned()))
}

/// The device this client last submitted from.
pub(crate) fn of_client(records: &mut dyn Records, client: &str) -> Result<Option<Uuid>, LedgerError> {
    let line = records.line(
        "SELECT CAST(device_id AS TEXT) FROM submission WHERE client = ?1 AND device_id IS NOT NULL
         ORDER BY receipt_n DESC LIMIT 1",
        &[client.into()],
    )?;
    line.map(|line| uuid(&line, 0)).transpose()
}

/// Whether a submission of another party came from this device.
pub(crate) fn is_foreign(records: &mut dyn Records, device: Uuid, party: &str) -> Result<bool, LedgerError> {
    let line = records.line(
        "SELECT 1 FROM submission s JOIN client c ON c.id = s.client WHERE s.device_id = ?1 AND c.party <> ?2 LIMIT 1",
        &[device.to_string().into(), party.into()],
    )?;
    Ok(line.is_some())
}

/// What is known of a device.
pub(crate) fn view(records: &mut dyn Records, device: Uuid) -> Result<DeviceView, LedgerError> {
    let text = device.to_string();
    let count = one(records, "SELECT COUNT(*) FROM submission WHERE device_id = ?1", &[text.as_str().into()])?;
    let sent = one(
        records,
        "SELECT COALESCE(MAX(device_epoch), 0) FROM submission WHERE device_id = ?1",
        &[text.as_str().into()],
    )?;
    let opened =
        one(records, "SELECT COALESCE(MAX(epoch), 0) FROM device_epoch WHERE device = ?1", &[text.as_str().into()])?;
    let epoch = sent.max(opened);
    let highest = one(
        records,
        "SELECT COALESCE(MAX(device_seq), 0) FROM submission WHERE device_id = ?1 AND device_epoch = ?2",
        &[text.as_str().into(), epoch.into()],
    )?;
    let natural = |number: i64| u64::try_from(number).map_err(|_| LedgerError::Row("device".to_owned()));
    Ok(DeviceView { device_id: device, epoch: small(epoch)?, highest_seq: natural(highest)?, count: natural(count)? })
}

fn one(records: &mut dyn Records, statement: &str, values: &[Cell]) -> Result<i64, LedgerError> {
    let line = records.line(statement, values)?;
    line.ok_or_else(|| LedgerError::Row("device".to_owned()))?.whole(0)
}

/// Opens an epoch of a device, with what it may still send of older ones.
pub(crate) fn open(
    records: &mut dyn Records,
    device: Uuid,
    epoch: u32,
    wish: &EpochWish,
    at: Timestamp,
) -> Result<Opened, LedgerError> {
    let said = digest(wish);
    let key = [device.to_string().into(), Cell::Whole(epoch.into())];
    let known = records.line("SELECT wish FROM device_epoch WHERE device = ?1 AND epoch = ?2", &key)?;
    if let Some(line) = known {
        return Ok(if line.text(0)? == said { Opened::Before } else { Opened::Cloned });
    }
    if view(records, device)?.epoch >= epoch {
        return Ok(Opened::Cloned);
    }
    let [id, epoch] = key;
    records.run(
        "INSERT INTO device_epoch (device, epoch, wish, at) VALUES (?1, ?2, ?3, ?4)",
        &[id.clone(), epoch, said.into(), at.rfc3339().into()],
    )?;
    for submission in &wish.pending {
        let submission = Cell::from(submission.to_string());
        records.run("DELETE FROM device_pending WHERE submission = ?1", std::slice::from_ref(&submission))?;
        records.run("INSERT INTO device_pending (submission, device) VALUES (?1, ?2)", &[submission, id.clone()])?;
    }
    Ok(Opened::Now)
}

fn digest(wish: &EpochWish) -> String {
    let EpochWish { from, pending } = wish;
    let mut text = format!("{} {} {}", from.device_id, from.epoch, from.last_seq);
    pending.iter().for_each(|id| text.push_str(&format!("\n{id}")));
    sha256_hex(text.as_bytes())
}
