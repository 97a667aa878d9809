//! What was seen of a device, in which epoch is it, and which one wishes to take the place of another?

use tamga_origin::Timestamp;
use tamga_protocol::{DeviceView, EpochWish, InboxItem, ItemEvent, ItemType};
use tamga_seal::digest::sha256_hex;
use uuid::Uuid;

use super::{from_json, to_json};
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
    begin(records, device, epoch, wish, at)?;
    pending(records, device, wish)?;
    Ok(Opened::Now)
}

/// A wish to take the place of another device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeOver {
    /// The device that wishes it.
    pub device: Uuid,
    /// The epoch it begins in.
    pub epoch: u32,
    /// The device whose place it takes.
    pub from: Uuid,
    /// Submissions of that one that are still to come.
    pub pending: usize,
    /// Whose it is.
    pub client: String,
    /// Since when it waits.
    pub at: String,
}

/// Where a wish to take over stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wished {
    /// It waits for an operator.
    Waits,
    /// It was granted.
    Granted,
    /// It was refused.
    Refused,
    /// The same epoch was asked for in other words: two copies.
    Cloned,
}

/// What became of an operator's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decided {
    /// It counts.
    Done,
    /// Nobody wished that, or it was answered before.
    Unknown,
    /// The device has gone on by itself.
    Late,
}

/// Notes a wish to take over, or says where it stands.
pub(crate) fn wish(
    records: &mut dyn Records,
    (device, epoch): (Uuid, u32),
    wish: &EpochWish,
    client: &str,
    at: Timestamp,
) -> Result<Wished, LedgerError> {
    let key = [device.to_string().into(), Cell::Whole(epoch.into())];
    let said = digest(wish);
    let known = records.line("SELECT wish, outcome FROM take_over WHERE device = ?1 AND epoch = ?2", &key)?;
    if let Some(line) = known {
        return Ok(match line.maybe_text(1)?.as_deref() {
            _ if line.text(0)? != said => Wished::Cloned,
            None => Wished::Waits,
            Some(GRANTED) => Wished::Granted,
            Some(_) => Wished::Refused,
        });
    }
    if view(records, device)?.epoch >= epoch {
        return Ok(Wished::Cloned);
    }
    let [device, epoch] = key;
    records.run(
        "INSERT INTO take_over (device, epoch, wish, said, client, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[device, epoch, said.into(), to_json(wish)?.into(), client.into(), at.rfc3339().into()],
    )?;
    Ok(Wished::Waits)
}

const GRANTED: &str = "granted";
const REFUSED: &str = "refused";
const WAITING: &str = "SELECT device, epoch, said, client, at FROM take_over WHERE outcome IS NULL";

/// Wishes that wait, oldest first.
pub(crate) fn waiting(records: &mut dyn Records) -> Result<Vec<TakeOver>, LedgerError> {
    let lines = records.lines(&format!("{WAITING} ORDER BY at, device"), &[])?;
    let take_over = |line: &Line| {
        let said: EpochWish = from_json(&line.text(2)?)?;
        Ok(TakeOver {
            device: uuid(line, 0)?,
            epoch: small(line.whole(1)?)?,
            from: said.from.device_id,
            pending: said.pending.len(),
            client: line.text(3)?,
            at: line.text(4)?,
        })
    };
    lines.iter().map(take_over).collect()
}

/// Answers a wish and tells its client. When it is granted, the device begins its epoch, and the other one ends: what it
/// had named as pending is taken, whatever else comes from it is a copy's.
pub(crate) fn decide(
    records: &mut dyn Records,
    device: Uuid,
    epoch: u32,
    granted: bool,
    at: Timestamp,
) -> Result<Decided, LedgerError> {
    let key = [device.to_string().into(), Cell::Whole(epoch.into())];
    let line = records.line(&format!("{WAITING} AND device = ?1 AND epoch = ?2"), &key)?;
    let Some(line) = line else { return Ok(Decided::Unknown) };
    let (wish, client): (EpochWish, String) = (from_json(&line.text(2)?)?, line.text(3)?);
    if granted {
        if view(records, device)?.epoch >= epoch {
            return Ok(Decided::Late);
        }
        let other = wish.from.device_id;
        let last = view(records, other)?.epoch.max(wish.from.epoch);
        begin(records, device, epoch, &wish, at)?;
        begin(records, other, last.saturating_add(1), &wish, at)?;
        pending(records, other, &wish)?;
    }
    let [id, number] = key;
    let outcome = if granted { GRANTED } else { REFUSED };
    records.run("UPDATE take_over SET outcome = ?3 WHERE device = ?1 AND epoch = ?2", &[id, number, outcome.into()])?;
    let notice = InboxItem {
        item_id: Uuid::nil(),
        item_type: ItemType::Notice,
        at: at.rfc3339(),
        submission_id: None,
        envelope: None,
        documents: Vec::new(),
        receipts: Vec::new(),
        event: Some(ItemEvent { state: format!("device-{outcome}"), state_seq: epoch.into(), evidence: Vec::new() }),
    };
    records.post(&format!("own:{client}"), notice)?;
    Ok(Decided::Done)
}

fn begin(
    records: &mut dyn Records,
    device: Uuid,
    epoch: u32,
    wish: &EpochWish,
    at: Timestamp,
) -> Result<(), LedgerError> {
    records.run(
        "INSERT INTO device_epoch (device, epoch, wish, at) VALUES (?1, ?2, ?3, ?4)",
        &[device.to_string().into(), Cell::Whole(epoch.into()), digest(wish).into(), at.rfc3339().into()],
    )?;
    Ok(())
}

/// What a device may still send of epochs that are over.
fn pending(records: &mut dyn Records, device: Uuid, wish: &EpochWish) -> Result<(), LedgerError> {
    for submission in &wish.pending {
        let submission = Cell::from(submission.to_string());
        records.run("DELETE FROM device_pending WHERE submission = ?1", std::slice::from_ref(&submission))?;
        let insert = "INSERT INTO device_pending (submission, device) VALUES (?1, ?2)";
        records.run(insert, &[submission, device.to_string().into()])?;
    }
    Ok(())
}

fn digest(wish: &EpochWish) -> String {
    let EpochWish { from, pending } = wish;
    let mut text = format!("{} {} {}", from.device_id, from.epoch, from.last_seq);
    pending.iter().for_each(|id| text.push_str(&format!("\n{id}")));
    sha256_hex(text.as_bytes())
}
