//! Taking custody: the rows of the answer table that have to be decided inside one transaction.

use rusqlite::{OptionalExtension, params};
use tamga_origin::Timestamp;
use tamga_protocol::{BusinessKey, SubmissionState};
use uuid::Uuid;

use super::super::columns::{json, row, signed, to_json, unsigned, uuid};
use super::super::steps::{key_columns, onward_text};
use super::super::{Closing, Custody, Incoming, Known, LedgerError, Onward, Place, SignReceipt, SignRefusal, Taken};
use super::prepared::Prepared as _;
use super::tx::Tx;
use super::{forwarding, moves};

/// What is known about an id, aliases included.
pub(super) fn known(tx: &Tx<'_>, id: Uuid) -> Result<Known, LedgerError> {
    let text = id.to_string();
    let closed = tx
        .one("SELECT client, problem, statement FROM closed WHERE id = ?1", [&text], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<String>>(2)?))
        })
        .optional()?;
    if let Some((client, problem, statement)) = closed {
        return Ok(Known::Closed { client, problem: Box::new(json(&problem)?), statement });
    }
    if let Some(custody) = custody(tx, id)? {
        return Ok(Known::Taken(Box::new(custody)));
    }
    let alias = tx
        .one("SELECT original, env_sha256 FROM alias WHERE id = ?1", [&text], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .optional()?;
    let Some((original, env)) = alias else { return Ok(Known::New) };
    let original = uuid(&original)?;
    let first = custody(tx, original)?.ok_or_else(|| row("alias"))?;
    Ok(Known::Taken(Box::new(Custody { id, env, duplicate_of: Some(original), ..first })))
}

fn custody(tx: &Tx<'_>, id: Uuid) -> Result<Option<Custody>, LedgerError> {
    let found = tx
        .one(
            "SELECT s.client, c.party, s.env_sha256, s.state, s.receipt, s.received_at, s.key, s.revision, s.doc_sha256
             FROM submission s JOIN client c ON c.id = s.client WHERE s.id = ?1",
            [id.to_string()],
            |row| {
                let key: String = row.get(6)?;
                let state: String = row.get(3)?;
                Ok((
                    key,
                    Custody {
                        id,
                        client: row.get(0)?,
                        party: row.get(1)?,
                        env: row.get(2)?,
                        state: SubmissionState::parse(&state),
                        receipt: row.get(4)?,
                        received_at: row.get(5)?,
                        duplicate_of: None,
                        key: BusinessKey::Certificate { issuer: String::new(), co_number: String::new(), revision: 0 },
                        revision: row.get(7)?,
                        document: row.get(8)?,
                    },
                ))
            },
        )
        .optional()?;
    found.map(|(key, custody)| Ok(Custody { key: json(&key)?, ..custody })).transpose()
}

pub(super) fn repeated(tx: &Tx<'_>, id: Uuid, at: Timestamp) -> Result<(), LedgerError> {
    tx.run(
        "UPDATE submission SET repeated_at = ?2
         WHERE id = ?1 OR id = (SELECT original FROM alias WHERE alias.id = ?1)",
        params![id.to_string(), at.rfc3339()],
    )?;
    Ok(())
}

/// The submission that has a business key.
pub(super) fn owner(tx: &Tx<'_>, key: &BusinessKey) -> Result<Option<Uuid>, LedgerError> {
    let (kind, party, number, revision) = key_columns(key)?;
    let id: Option<String> = tx
        .one(
            "SELECT submission FROM business_key WHERE type = ?1 AND party = ?2 AND number = ?3 AND revision = ?4",
            params![kind, party, number, revision],
            |row| row.get(0),
        )
        .optional()?;
    id.map(|id| uuid(&id)).transpose()
}

pub(super) fn take(
    tx: &Tx<'_>,
    own: &str,
    incoming: &Incoming,
    kept: &[u8],
    sign: SignReceipt<'_>,
) -> Result<Taken, LedgerError> {
    match known(tx, incoming.id)? {
        Known::New => {}
        already => return Ok(Taken::Known(Box::new(already))),
    }
    let envelope = &incoming.envelope;
    let first = match owner(tx, &incoming.key)? {
        Some(id) => custody(tx, id)?,
        None => None,
    };
    if let Some(first) = &first
        && first.document == envelope.document.sha256
        && first.party == incoming.client.party
    {
        tx.run(
            "INSERT INTO alias (id, env_sha256, original) VALUES (?1, ?2, ?3)",
            params![incoming.id.to_string(), incoming.env, first.id.to_string()],
        )?;
        // What waits for this id waits for the certificate that is here.
        if !matches!(first.state, SubmissionState::Parked | SubmissionState::Held | SubmissionState::Rejected) {
            moves::unpark(tx, own, first.id, incoming.at)?;
        }
        let original = Some(first.id);
        let alias = Custody { id: incoming.id, env: incoming.env.clone(), duplicate_of: original, ..first.clone() };
        return Ok(Taken::Duplicate(Box::new(alias)));
    }
    if !incoming.client.is_gateway && device_is_cloned(tx, incoming)? {
        return Ok(Taken::DeviceCloned);
    }
    if let Some(first) = first {
        return Ok(Taken::NumberInUse(Box::new(first)));
    }
    let parked = match envelope.depends_on.map(|id| known(tx, id)).transpose()? {
        None => false,
        Some(Known::New) => true,
        Some(Known::Closed { .. }) => return Ok(Taken::DependencyRejected),
        Some(Known::Taken(dependency)) => match dependency.state {
            SubmissionState::Rejected => return Ok(Taken::DependencyRejected),
            SubmissionState::Parked | SubmissionState::Held => true,
            _ => false,
        },
    };
    if incoming.onward == Onward::Sender && moves::answered(tx, &incoming.key, envelope.revision)?.is_none() {
        return Ok(Taken::NothingToAnswer);
    }
    let state = match (parked, incoming.paused) {
        (true, _) => SubmissionState::Parked,
        (false, true) => SubmissionState::Held,
        (false, false) => SubmissionState::Received,
    };
    let (receipt, n) = next_receipt(tx, &incoming.client.id, sign)?;
    insert(tx, (incoming, kept), &state, &receipt, n)?;
    if state == SubmissionState::Received {
        moves::move_on(tx, own, incoming.id, &incoming.onward, incoming.at)?;
        moves::unpark(tx, own, incoming.id, incoming.at)?;
    }
    let custody = custody(tx, incoming.id)?.ok_or_else(|| row("submission"))?;
    Ok(Taken::New(Box::new(Custody { state, ..custody })))
}

fn device_is_cloned(tx: &Tx<'_>, incoming: &Incoming) -> Result<bool, LedgerError> {
    let device = &incoming.envelope.device;
    let cloned = tx.one(
        "SELECT EXISTS (SELECT 1 FROM submission WHERE device_id = ?1 AND device_epoch = ?2 AND device_seq = ?3)
             OR (NOT EXISTS (SELECT 1 FROM device_pending WHERE submission = ?4 AND device = ?1)
                 AND (EXISTS (SELECT 1 FROM submission WHERE device_id = ?1 AND device_epoch > ?2)
                     OR EXISTS (SELECT 1 FROM device_epoch WHERE device = ?1 AND epoch > ?2)))",
        params![device.id.to_string(), device.epoch, signed(device.seq)?, incoming.id.to_string()],
        |row| row.get(0),
    )?;
    Ok(cloned)
}

fn next_receipt(tx: &Tx<'_>, client: &str, sign: SignReceipt<'_>) -> Result<(String, i64), LedgerError> {
    let (n, head): (i64, String) =
        tx.one("SELECT receipt_n, receipt_head FROM client WHERE id = ?1", [client], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let n = n + 1;
    let (receipt, digest) = sign(&Place { n: unsigned(n)?, prev: head })?;
    tx.run("UPDATE client SET receipt_n = ?2, receipt_head = ?3 WHERE id = ?1", params![client, n, digest])?;
    Ok((receipt, n))
}

fn insert(
    tx: &Tx<'_>,
    (incoming, kept): (&Incoming, &[u8]),
    state: &SubmissionState,
    receipt: &str,
    n: i64,
) -> Result<(), LedgerError> {
    let Incoming { id, client, bytes: _, env, envelope, key, outcome, onward, paused, hops, at } = incoming;
    let id = id.to_string();
    let device = (!client.is_gateway).then_some(&envelope.device);
    tx.run(
        "INSERT INTO submission (id, client, env_sha256, kind, route, key, revision, doc_sha256, depends_on, device_id,
             device_epoch, device_seq, onward, paused, hops, outcome, state, state_seq, received_at, receipt, receipt_n)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, 1, ?18, ?19, ?20)",
        params![
            id,
            client.id,
            env,
            envelope.kind.as_str(),
            envelope.route,
            to_json(key)?,
            envelope.revision,
            envelope.document.sha256,
            envelope.depends_on.map(|id| id.to_string()),
            device.map(|device| device.id.to_string()),
            device.map(|device| device.epoch),
            device.map(|device| signed(device.seq)).transpose()?,
            onward_text(onward),
            paused,
            to_json(hops)?,
            outcome,
            state.as_str(),
            at.rfc3339(),
            receipt,
            n,
        ],
    )?;
    let (kind, party, number, revision) = key_columns(key)?;
    tx.run(
        "INSERT INTO business_key (type, party, number, revision, submission) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![kind, party, number, revision, id],
    )?;
    tx.run("INSERT INTO envelope (id, body) VALUES (?1, ?2)", params![id, kept])?;
    let parts = std::iter::once(&envelope.document).chain(envelope.attachments.iter().map(|paper| &paper.part));
    for part in parts {
        tx.run(
            "INSERT OR IGNORE INTO document (submission, sha256, size, media_type) VALUES (?1, ?2, ?3, ?4)",
            params![id, part.sha256, signed(part.size)?, part.media_type],
        )?;
    }
    Ok(())
}

/// Closes an id, and what waited for it, unless it is known by now; the answer says what it is known as.
pub(super) fn close(
    tx: &Tx<'_>,
    own: &str,
    closing: &Closing<'_>,
    refuse: SignRefusal<'_>,
) -> Result<Known, LedgerError> {
    if let Known::New = known(tx, closing.id)? {
        tx.run(
            "INSERT INTO closed (id, client, problem, statement, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                closing.id.to_string(),
                closing.client,
                to_json(closing.problem)?,
                closing.statement,
                closing.at.rfc3339()
            ],
        )?;
        forwarding::reject_followers(tx, own, closing.id, closing.at, refuse)?;
    }
    known(tx, closing.id)
}
