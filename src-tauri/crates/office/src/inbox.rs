//! What comes in, and in which order is it kept? A page and its cursor in one transaction, then each item's bytes at
//! their own pace, each item's effect and acknowledgement in one transaction, acknowledgements last (`gateway.md` 4.5).
//!
//! What an item means is in `arrive` (documents from abroad) and `returned` (news of our own submissions).

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use tamga_courier::{
    AbsentOr, Ack, AckOutcome, Batch, Class, Evidence, Fault, GatewayTransport, Item, ItemDocument, ItemEvent,
    ItemKind, NotProven, Scope, SubmissionKey,
};
use tamga_protocol::Envelope;
use tamga_store::{InboxRow, NewInboxItem, StoreError};
use uuid::Uuid;

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::inbox_turns::Pages;
use crate::office::Office;
use crate::{arrive, owed, returned};

/// Items taken in, or acknowledged, at a time.
const ITEMS: u32 = 200;

/// What one pass of the inbox did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReceiveReport {
    /// New items.
    pub received: u64,
    /// Certificates among them that are usable.
    pub usable: u64,
    /// Documents that could not be believed.
    pub quarantined: u64,
    /// Evidence and answers about own submissions.
    pub answers: u64,
    /// Acknowledged.
    pub acknowledged: u64,
}

/// An item as the store keeps it until its effect is written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptItem {
    /// The sender's envelope, base64.
    envelope: Option<String>,
    documents: Vec<KeptDocument>,
    /// Receipts the submission got on its way.
    pub(crate) receipts: Vec<String>,
    /// The gateway's state word, for an event.
    pub(crate) state: Option<String>,
    /// Signed evidence of the event.
    pub(crate) evidence: Vec<String>,
    /// Name of the file it came as, without an envelope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// Why nothing but its id could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unreadable: Option<String>,
}

/// Checks evidence about a submission, as strictly whatever way it came.
pub(crate) type Prove<'a> = &'a dyn Fn(&SubmissionKey, &str) -> Result<Evidence, NotProven>;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeptDocument {
    sha256: String,
    /// The bytes, base64, when they came inline.
    content: Option<String>,
}

impl KeptItem {
    fn of(item: Item) -> Self {
        let Item { item_id: _, kind, at: _, submission_id: _, envelope, documents, receipts, event } = item;
        let document = |document: ItemDocument| {
            let ItemDocument { sha256, size: _, media_type: _, content } = document;
            KeptDocument { sha256, content: content.map(|bytes| STANDARD.encode(bytes)) }
        };
        let (state, evidence) = match event {
            Some(ItemEvent { state, state_seq: _, evidence }) => (Some(state), evidence),
            None => (None, Vec::new()),
        };
        let (file, unreadable) = match kind {
            ItemKind::File(name) => (Some(name), None),
            ItemKind::Unreadable(why) => (None, Some(why)),
            ItemKind::Submission | ItemKind::Event | ItemKind::Notice | ItemKind::Other(_) => (None, None),
        };
        Self {
            envelope: envelope.map(|bytes| STANDARD.encode(bytes)),
            documents: documents.into_iter().map(document).collect(),
            receipts,
            state,
            evidence,
            file,
            unreadable,
        }
    }

    pub(crate) fn read(row: &InboxRow) -> Result<Self, OfficeError> {
        let body = row.body.as_deref().unwrap_or_default();
        serde_json::from_slice(body).map_err(|_| OfficeError::Senseless("a kept item that cannot be read back"))
    }

    /// The bytes of a document, when they came along.
    pub(crate) fn inline(&self, sha256: &str) -> Result<Option<Vec<u8>>, OfficeError> {
        let content = self.documents.iter().find(|one| one.sha256 == sha256).and_then(|one| one.content.as_deref());
        let bytes = content.map(|text| STANDARD.decode(text)).transpose();
        bytes.map_err(|_| OfficeError::Senseless("a document that is not base64"))
    }

    /// The sender's envelope bytes.
    pub(crate) fn envelope(&self) -> Result<Vec<u8>, OfficeError> {
        let text = self.envelope.as_deref().ok_or(OfficeError::Senseless("a submission without an envelope"))?;
        STANDARD.decode(text).map_err(|_| OfficeError::Senseless("an envelope that is not base64"))
    }
}

/// Reads a box until nothing more is there. The first page is waited for.
pub(crate) async fn read(
    office: &Arc<Office>,
    road: &Arc<dyn GatewayTransport>,
    inbox: &str,
    mut wait: Duration,
    pages: &mut Pages,
    report: &mut ReceiveReport,
) -> Result<(), OfficeError> {
    owed::settle(office).await;
    loop {
        // What an earlier run listed or acknowledged comes before anything new.
        take_in(office, road, report).await?;
        acknowledge(office, road, inbox, report).await?;
        let cursor = office.read(|reader| Ok(reader.box_cursor(inbox)?))?;
        let clock = &office.surroundings().clock;
        let began = clock.elapsed();
        let fetched = road.fetch(inbox, cursor.as_deref(), pages.limit(), wait).await;
        let took = clock.elapsed().saturating_sub(began);
        office.note_far_clock(road.as_ref());
        let batch = match fetched {
            Ok(batch) => batch,
            Err(fault) => {
                pages.broke_off(&fault);
                if restart(office, inbox, cursor.as_deref(), &fault)? {
                    continue;
                }
                return Err(off_line(office, fault));
            }
        };
        on_line(office);
        // How long an empty box was listened to says nothing of the line.
        if wait.is_zero() {
            pages.came(took);
        }
        // A page that leads nowhere is the last one, whatever it says.
        let more = batch.more && cursor.as_deref() != Some(batch.cursor.as_str());
        list(office, inbox, cursor.as_deref(), batch, report)?;
        wait = Duration::ZERO;
        if !more {
            take_in(office, road, report).await?;
            return acknowledge(office, road, inbox, report).await;
        }
    }
}

/// A cursor the gateway knows no longer is set to the oldest place it still has; one that it did not make, because the
/// gateway or its store is another one, is forgotten: what is known comes again and is not taken in twice. Either way
/// the gap is written down.
fn restart(office: &Office, inbox: &str, cursor: Option<&str>, fault: &Fault) -> Result<bool, OfficeError> {
    let Some(cursor) = cursor else { return Ok(false) };
    let is = |code: &str| fault.raw.code.as_deref().is_some_and(|said| said.ends_with(code));
    let oldest = fault.raw.oldest_available.as_deref().filter(|oldest| is("cursor-expired") && *oldest != cursor);
    let is_foreign = fault.scope == Scope::Item && is("bad-request");
    if oldest.is_none() && !is_foreign {
        return Ok(false);
    }
    office.write_as_worker(|tx| {
        match oldest {
            Some(oldest) => tx.box_cursor_set(inbox, oldest)?,
            None => tx.box_cursor_forget(inbox)?,
        }
        tx.journal_add("inbox.gap", inbox, &[("box", inbox)])?;
        Ok(())
    })?;
    Ok(true)
}

/// The page and the cursor behind it, in one transaction.
fn list(
    office: &Office,
    inbox: &str,
    before: Option<&str>,
    batch: Batch,
    report: &mut ReceiveReport,
) -> Result<(), OfficeError> {
    let Batch { items, cursor, more: _ } = batch;
    if items.is_empty() && before == Some(cursor.as_str()) {
        return Ok(());
    }
    let items = items.into_iter().map(|item| listed(item, "gateway")).collect::<Result<Vec<_>, _>>()?;
    let new = office.write_as_worker(|tx| {
        let mut new = 0_u64;
        for item in &items {
            new += u64::from(tx.inbox_add(inbox, item)?);
        }
        tx.box_cursor_set(inbox, &cursor)?;
        tx.journal_add("inbox.listed", inbox, &[("box", inbox), ("count", &new.to_string())])?;
        Ok(new)
    })?;
    report.received += new;
    Ok(())
}

/// An item as it is listed, by the way it came.
pub(crate) fn listed(item: Item, via: &str) -> Result<NewInboxItem, OfficeError> {
    let kind = match &item.kind {
        ItemKind::Submission | ItemKind::File(_) => "submission",
        ItemKind::Event => "event",
        ItemKind::Notice | ItemKind::Other(_) | ItemKind::Unreadable(_) => "notice",
    };
    let said = item.envelope.as_deref().and_then(|bytes| Envelope::read(bytes).ok());
    let file = matches!(item.kind, ItemKind::File(_)).then(|| item.documents.first()).flatten();
    let file = file.map(|document| document.sha256.clone());
    let via = if file.is_some() { "file" } else { via };
    let new = NewInboxItem {
        item_id: item.item_id.to_string(),
        kind: kind.to_owned(),
        submission_id: item.submission_id.map(|id| id.to_string()),
        issuer: said.as_ref().map_or_else(String::new, |envelope| envelope.issuer.clone()),
        co_number: said.as_ref().map_or_else(String::new, |envelope| envelope.co_number.clone()),
        revision: said.as_ref().map(|envelope| envelope.revision),
        doc_sha: said.map(|envelope| envelope.document.sha256).or(file),
        via: via.to_owned(),
        at: item.at,
        body: Vec::new(),
    };
    let body =
        serde_json::to_vec(&KeptItem::of(item)).map_err(|_| OfficeError::Senseless("an item that cannot be kept"))?;
    Ok(NewInboxItem { body, ..new })
}

/// Fetches what is missing and writes down each item's effect. One item that fails holds no other up.
async fn take_in(
    office: &Arc<Office>,
    road: &Arc<dyn GatewayTransport>,
    report: &mut ReceiveReport,
) -> Result<(), OfficeError> {
    let _alone = office.receiving.lock().await;
    let mut tried = HashSet::new();
    loop {
        let rows = office.read(|reader| Ok(reader.inbox_listed(ITEMS)?))?;
        let rows: Vec<InboxRow> = rows.into_iter().filter(|row| tried.insert(row.item_id.clone())).collect();
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            take_one(office, road, &row, report).await?;
        }
        office.changed(&[Tag::Received, Tag::Balances, Tag::Certificates, Tag::Outbox, Tag::Journal, Tag::App]);
    }
}

async fn take_one(
    office: &Arc<Office>,
    road: &Arc<dyn GatewayTransport>,
    row: &InboxRow,
    report: &mut ReceiveReport,
) -> Result<(), OfficeError> {
    let fetched = match row.kind.as_str() {
        "submission" => match fetch(office, road, row).await {
            Ok(None) => return Ok(()),
            fetched => fetched,
        },
        _ => Ok(None),
    };
    settle(office, &|key, jws| road.prove(key, jws), row, fetched, report)
}

/// Writes down an item's effect, or what keeps it from having one. `fetched` is the document of a submission.
pub(crate) fn settle(
    office: &Arc<Office>,
    prove: Prove<'_>,
    row: &InboxRow,
    fetched: Result<Option<(KeptItem, Vec<u8>)>, OfficeError>,
    report: &mut ReceiveReport,
) -> Result<(), OfficeError> {
    let taken = match (row.kind.as_str(), fetched) {
        (_, Err(error)) => Some(Err(error)),
        ("submission", Ok(Some((item, bytes)))) if item.file.is_some() => {
            contained(|| arrive::file(office, row, &bytes, report))
        }
        ("submission", Ok(Some((item, bytes)))) => contained(|| arrive::submission(office, row, &item, &bytes, report)),
        ("submission", Ok(None)) => Some(Err(OfficeError::Senseless("a submission without a document"))),
        ("event", Ok(_)) => contained(|| returned::event(office, prove, row, &KeptItem::read(row)?, report)),
        (_, Ok(_)) => Some(notice(office, row)),
    };
    let Some(taken) = taken else {
        tracing::error!(item = row.item_id, "this program stumbled over an inbox item");
        return put_behind(office, row, "internal");
    };
    match taken {
        Err(error) if is_of_the_world(&error) => Err(error),
        Err(error) if is_of_this_office(&error) => {
            tracing::error!(item = row.item_id, %error, "an inbox item waits for something that is wrong here");
            put_behind(office, row, error.code().word())
        }
        Err(error) => {
            tracing::warn!(item = row.item_id, %error, "an inbox item makes no sense");
            office.write_as_worker(|tx| {
                tx.inbox_unreadable(&row.item_id)?;
                tx.journal_add("inbox.unreadable", &row.item_id, &[("number", &row.co_number)])?;
                Ok(())
            })
        }
        Ok(()) => Ok(()),
    }
}

/// Foreign bytes should make nothing panic. If they do, that undoes the one write and keeps no other item waiting.
fn contained(act: impl FnOnce() -> Result<(), OfficeError>) -> Option<Result<(), OfficeError>> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(act)).ok()
}

/// Is the world in the way, not this item? Then everything waits and nothing is acknowledged.
pub(crate) fn is_of_the_world(error: &OfficeError) -> bool {
    use StoreError::{AlreadyOpen, Busy, Corrupt, Database, DiskFull, File, LostOwnership};
    match error {
        OfficeError::File(_) | OfficeError::NoRandomness => true,
        OfficeError::Store(error) => {
            matches!(error, AlreadyOpen | Busy | Corrupt(_) | Database(_) | DiskFull | File(_) | LostOwnership)
        }
        _ => false,
    }
}

/// Is something of this office in the way of this one item? The sender can do nothing about it, and the others go on.
fn is_of_this_office(error: &OfficeError) -> bool {
    match error {
        OfficeError::Seal(_) | OfficeError::AnswerKeyMissing | OfficeError::KeyUnknown(_) => true,
        OfficeError::Store(error) => matches!(error, StoreError::FileMissing { .. } | StoreError::FileChanged { .. }),
        _ => false,
    }
}

/// The item goes behind the others and is acknowledged in no way.
fn put_behind(office: &Office, row: &InboxRow, class: &str) -> Result<(), OfficeError> {
    office.write_as_worker(|tx| {
        tx.inbox_fetch_failed(&row.item_id)?;
        tx.journal_add("inbox.fetch_failed", &row.item_id, &[("number", &row.co_number), ("class", class)])?;
        Ok(())
    })
}

/// The bytes of a submission's document; none when they cannot be had now, which says nothing about the item.
async fn fetch(
    office: &Office,
    road: &Arc<dyn GatewayTransport>,
    row: &InboxRow,
) -> Result<Option<(KeptItem, Vec<u8>)>, OfficeError> {
    let item = KeptItem::read(row)?;
    let wanted = row.doc_sha.as_deref().ok_or(OfficeError::Senseless("a submission without a document"))?;
    if let Some(bytes) = item.inline(wanted)? {
        return Ok(Some((item, bytes)));
    }
    let failed = match road.get(wanted).await {
        Ok(AbsentOr::Found(bytes)) => return Ok(Some((item, bytes))),
        Ok(AbsentOr::NotFound) => "not-found".to_owned(),
        Err(fault) => fault.class.word().to_owned(),
    };
    put_behind(office, row, &failed)?;
    Ok(None)
}

/// Words of the gateway: kept in the journal.
fn notice(office: &Office, row: &InboxRow) -> Result<(), OfficeError> {
    if KeptItem::read(row)?.unreadable.is_some() {
        return Err(OfficeError::Senseless("an item of which nothing but its id can be read"));
    }
    office.write_as_worker(|tx| {
        tx.inbox_stored(&row.item_id)?;
        tx.journal_add("inbox.notice", &row.item_id, &[])?;
        Ok(())
    })
}

/// Tells the gateway which items are ours now; until it says that it knows, they are told again.
async fn acknowledge(
    office: &Office,
    road: &Arc<dyn GatewayTransport>,
    inbox: &str,
    report: &mut ReceiveReport,
) -> Result<(), OfficeError> {
    loop {
        let due = office.read(|reader| Ok(reader.acks_due(inbox, ITEMS)?))?;
        if due.is_empty() {
            return Ok(());
        }
        let acks: Vec<Ack> = due
            .iter()
            .filter_map(|row| {
                let outcome = if row.outcome == "stored" { AckOutcome::Stored } else { AckOutcome::Unreadable };
                Some(Ack { item_id: Uuid::parse_str(&row.item_id).ok()?, outcome, detail: None })
            })
            .collect();
        road.ack(&acks).await.map_err(|fault| off_line(office, fault))?;
        office.write_as_worker(|tx| {
            for row in &due {
                tx.ack_sent(&row.item_id)?;
            }
            tx.journal_add("inbox.acknowledged", inbox, &[("count", &due.len().to_string())])?;
            Ok(())
        })?;
        report.acknowledged += due.len() as u64;
    }
}

fn on_line(office: &Office) {
    if office.line.note(true) {
        office.changed(&[Tag::App]);
    }
}

fn off_line(office: &Office, fault: Fault) -> OfficeError {
    let is_down = fault.scope == Scope::Route && fault.class != Class::Busy;
    if is_down && office.line.note(false) {
        office.changed(&[Tag::App]);
    }
    OfficeError::Offline(fault)
}
