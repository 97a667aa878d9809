//! Taking custody: the rows of the answer table that have to be decided inside one transaction.

use postgres::Row;
use postgres::types::Json;
use tamga_origin::Timestamp;
use tamga_protocol::{BusinessKey, SubmissionState};
use uuid::Uuid;

use super::super::columns::{row, signed, unsigned};
use super::super::steps::{key_columns, onward_text};
use super::super::{Closing, Custody, Incoming, Known, LedgerError, Onward, Place, SignReceipt, SignRefusal, Taken};
use super::forwarding;
use super::moves::{self, Going};
use super::times::{stamp, words};
use super::tx::Tx;

/// What an answer needs of a submission `s` and its client `c`.
macro_rules! custody_columns {
    () => {
        "s.id, s.client, c.party, s.env_sha256, s.state, s.receipt, s.received_at, s.key, s.revision, s.doc_sha256"
    };
}

fn custody(row: &Row) -> Result<Custody, LedgerError> {
    let Json(key) = row.try_get::<_, Json<BusinessKey>>("key")?;
    let revision: i64 = row.try_get("revision")?;
    Ok(Custody {
        id: row.try_get("id")?,
        client: row.try_get("client")?,
        party: row.try_get("party")?,
        env: row.try_get("env_sha256")?,
        state: SubmissionState::parse(row.try_get("state")?),
        receipt: row.try_get("receipt")?,
        received_at: words(row.try_get("received_at")?),
        duplicate_of: None,
        key,
        revision: u32::try_from(revision).map_err(|_| super::super::columns::row("revision"))?,
        document: row.try_get("doc_sha256")?,
    })
}

/// What is known about an id, aliases included.
pub(super) fn known(tx: &mut Tx<'_>, id: Uuid) -> Result<Known, LedgerError> {
    let found = tx.one(
        concat!(
            "SELECT k.client AS closed_for, k.problem, k.statement, a.original, a.env_sha256 AS alias_env, ",
            custody_columns!(),
            " FROM (VALUES ($1::uuid)) AS asked (id)
              LEFT JOIN closed k ON k.id = asked.id LEFT JOIN alias a ON a.id = asked.id
              LEFT JOIN submission s ON s.id = coalesce(a.original, asked.id) LEFT JOIN client c ON c.id = s.client"
        ),
        &[&id],
    )?;
    if let Some(client) = found.try_get("closed_for")? {
        let Json(problem) = found.try_get("problem")?;
        return Ok(Known::Closed { client, problem: Box::new(problem), statement: found.try_get("statement")? });
    }
    if found.try_get::<_, Option<Uuid>>("id")?.is_none() {
        return Ok(Known::New);
    }
    let first = custody(&found)?;
    Ok(Known::Taken(Box::new(match found.try_get("original")? {
        Some(original) => Custody { id, env: found.try_get("alias_env")?, duplicate_of: Some(original), ..first },
        None => first,
    })))
}

/// Row 3, across all nodes: an id is worked on once at a time, until the transaction ends.
fn begin_work(tx: &mut Tx<'_>, id: Uuid) -> Result<(), LedgerError> {
    let is_free: bool = tx.one("SELECT pg_try_advisory_xact_lock($1)", &[&lock_of(id)])?.try_get(0)?;
    if is_free { Ok(()) } else { Err(LedgerError::Busy(id)) }
}

/// The same for an id that may be taken: until the transaction ends, whoever reads the party's list waits, for its place
/// is taken before it is committed. Many may say so at once; it is said before anything else is held, so that nobody waits
/// in a circle.
fn begin_taking(tx: &mut Tx<'_>, id: Uuid, party: &str) -> Result<(), LedgerError> {
    let said = tx.one(
        "SELECT pg_advisory_xact_lock_shared(4, hashtext($2)), pg_try_advisory_xact_lock($1)",
        &[&lock_of(id), &party],
    )?;
    if said.try_get(1)? { Ok(()) } else { Err(LedgerError::Busy(id)) }
}

/// Waits until nobody works on another id, and keeps it from arriving or being refused until the transaction ends: what
/// depends on it must not be overlooked.
pub(super) fn hold_still(tx: &mut Tx<'_>, id: Uuid) -> Result<(), LedgerError> {
    tx.run("SELECT pg_advisory_xact_lock($1)", &[&lock_of(id)])?;
    Ok(())
}

/// Two ids that share a number only wait for each other.
fn lock_of(id: Uuid) -> i64 {
    let (high, low) = id.as_u64_pair();
    i64::from_be_bytes((high ^ low.rotate_left(32)).to_be_bytes())
}

pub(super) fn repeated(tx: &mut Tx<'_>, id: Uuid, at: Timestamp) -> Result<(), LedgerError> {
    tx.run(
        "UPDATE submission SET repeated_at = $2
         WHERE id = coalesce((SELECT original FROM alias WHERE alias.id = $1), $1)",
        &[&id, &stamp(at)],
    )?;
    Ok(())
}

/// The submission that has a business key.
pub(super) fn owner(tx: &mut Tx<'_>, key: &BusinessKey) -> Result<Option<Custody>, LedgerError> {
    let (kind, party, number, revision) = key_columns(key)?;
    let found = tx.opt(
        concat!(
            "SELECT ",
            custody_columns!(),
            " FROM business_key b JOIN submission s ON s.id = b.submission JOIN client c ON c.id = s.client
              WHERE b.type = $1 AND b.party = $2 AND b.number = $3 AND b.revision = $4"
        ),
        &[&kind, &party, &number, &revision],
    )?;
    found.map(|row| custody(&row)).transpose()
}

pub(super) fn take(
    tx: &mut Tx<'_>,
    own: &str,
    incoming: &Incoming,
    kept: &[u8],
    sign: SignReceipt<'_>,
) -> Result<Taken, LedgerError> {
    begin_taking(tx, incoming.id, &incoming.client.party)?;
    match known(tx, incoming.id)? {
        Known::New => {}
        already => return Ok(Taken::Known(Box::new(already))),
    }
    let envelope = &incoming.envelope;
    let first = owner(tx, &incoming.key)?;
    if let Some(first) = &first
        && first.document == envelope.document.sha256
        && first.party == incoming.client.party
    {
        let insert = "INSERT INTO alias (id, env_sha256, original) VALUES ($1, $2, $3)";
        tx.run(insert, &[&incoming.id, &incoming.env, &first.id])?;
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
    let mut parked = false;
    if let Some(dependency) = envelope.depends_on {
        hold_still(tx, dependency)?;
        parked = match known(tx, dependency)? {
            Known::New => true,
            Known::Closed { .. } => return Ok(Taken::DependencyRejected),
            Known::Taken(dependency) => match dependency.state {
                SubmissionState::Rejected => return Ok(Taken::DependencyRejected),
                SubmissionState::Parked | SubmissionState::Held => true,
                _ => false,
            },
        };
    }
    if incoming.onward == Onward::Sender && moves::answered(tx, &incoming.key, envelope.revision)?.is_none() {
        return Ok(Taken::NothingToAnswer);
    }
    let state = match (parked, incoming.paused) {
        (true, _) => SubmissionState::Parked,
        (false, true) => SubmissionState::Held,
        (false, false) => SubmissionState::Received,
    };
    let receipt = insert(tx, (incoming, kept), &state, sign)?;
    if state == SubmissionState::Received {
        moves::move_on(tx, own, &Going::of(incoming, &receipt), incoming.at)?;
        moves::unpark(tx, own, incoming.id, incoming.at)?;
    }
    Ok(Taken::New(Box::new(Custody {
        id: incoming.id,
        client: incoming.client.id.clone(),
        party: incoming.client.party.clone(),
        env: incoming.env.clone(),
        state,
        receipt,
        received_at: incoming.at.rfc3339(),
        duplicate_of: None,
        key: incoming.key.clone(),
        revision: envelope.revision,
        document: envelope.document.sha256.clone(),
    })))
}

fn device_is_cloned(tx: &mut Tx<'_>, incoming: &Incoming) -> Result<bool, LedgerError> {
    let device = &incoming.envelope.device;
    let cloned = tx.one(
        "SELECT EXISTS (SELECT 1 FROM submission WHERE device_id = $1 AND device_epoch = $2 AND device_seq = $3)
             OR (NOT EXISTS (SELECT 1 FROM device_pending WHERE submission = $4 AND device = $5)
                 AND (EXISTS (SELECT 1 FROM submission WHERE device_id = $1 AND device_epoch > $2)
                     OR EXISTS (SELECT 1 FROM device_epoch WHERE device = $5 AND epoch > $2)))",
        &[&device.id, &i64::from(device.epoch), &signed(device.seq)?, &incoming.id.to_string(), &device.id.to_string()],
    )?;
    Ok(cloned.try_get(0)?)
}

/// Signs the receipt for its place in the chain, which nobody else can take before the commit, and stores everything in
/// one round trip.
fn insert(
    tx: &mut Tx<'_>,
    (incoming, kept): (&Incoming, &[u8]),
    state: &SubmissionState,
    sign: SignReceipt<'_>,
) -> Result<String, LedgerError> {
    let Incoming { id, client, bytes: _, env, envelope, key, outcome, onward, paused, hops, at } = incoming;
    let head = tx.one("SELECT receipt_n, receipt_head FROM client WHERE id = $1 FOR UPDATE", &[&client.id])?;
    let n = head.try_get::<_, i64>(0)? + 1;
    let (receipt, digest) = sign(&Place { n: unsigned(n)?, prev: head.try_get(1)? })?;
    let device = (!client.is_gateway).then_some(&envelope.device);
    let (key_type, key_party, key_number, key_revision) = key_columns(key)?;
    let parts = std::iter::once(&envelope.document).chain(envelope.attachments.iter().map(|paper| &paper.part));
    let parts: Vec<_> = parts.collect();
    let sizes = parts.iter().map(|part| signed(part.size)).collect::<Result<Vec<_>, _>>()?;
    let texts = |text: fn(&tamga_protocol::DocumentPart) -> &str| parts.iter().map(|part| text(part)).collect();
    let digests: Vec<&str> = texts(|part| &part.sha256);
    let media_types: Vec<&str> = texts(|part| &part.media_type);
    tx.run(
        "WITH kept AS (INSERT INTO submission (id, client, env_sha256, kind, route, key, revision, doc_sha256,
                  depends_on, device_id, device_epoch, device_seq, onward, paused, hops, outcome, state, state_seq,
                  received_at, receipt, receipt_n)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1, $18, $19, $20)),
         keyed AS (INSERT INTO business_key (type, party, number, revision, submission)
              VALUES ($21, $22, $23, $24, $1)),
         bytes AS (INSERT INTO envelope (id, body) VALUES ($1, $25)),
         counted AS (UPDATE client SET receipt_n = $20, receipt_head = $26 WHERE id = $2)
         INSERT INTO document (submission, place, sha256, size, media_type)
         SELECT $1, part.n - 1, part.sha256, part.size, part.media_type
         FROM unnest($27::text[], $28::bigint[], $29::text[]) WITH ORDINALITY AS part (sha256, size, media_type, n)
         ON CONFLICT DO NOTHING",
        &[
            id,
            &client.id,
            env,
            &envelope.kind.as_str(),
            &envelope.route,
            &Json(key),
            &i64::from(envelope.revision),
            &envelope.document.sha256,
            &envelope.depends_on,
            &device.map(|device| device.id),
            &device.map(|device| i64::from(device.epoch)),
            &device.map(|device| signed(device.seq)).transpose()?,
            &onward_text(onward),
            paused,
            &Json(hops),
            outcome,
            &state.as_str(),
            &stamp(*at),
            &receipt,
            &n,
            &key_type,
            &key_party,
            &key_number,
            &key_revision,
            &kept,
            &digest,
            &digests,
            &sizes,
            &media_types,
        ],
    )?;
    tx.is_news = true;
    Ok(receipt)
}

/// Closes an id, and what waited for it, unless it is known by now; the answer says what it is known as.
pub(super) fn close(
    tx: &mut Tx<'_>,
    own: &str,
    closing: &Closing<'_>,
    refuse: SignRefusal<'_>,
) -> Result<Known, LedgerError> {
    begin_work(tx, closing.id)?;
    match known(tx, closing.id)? {
        Known::New => {}
        already => return Ok(already),
    }
    tx.run(
        "INSERT INTO closed (id, client, problem, statement, at) VALUES ($1, $2, $3, $4, $5)",
        &[&closing.id, &closing.client, &Json(closing.problem), &closing.statement, &stamp(closing.at)],
    )?;
    forwarding::reject_followers(tx, own, closing.id, closing.at, refuse)?;
    match known(tx, closing.id)? {
        Known::New => Err(row("closed")),
        known => Ok(known),
    }
}
