//! What becomes of a file that was carried by hand? It is opened and believed as a whole, or not at all; then each entry
//! is taken as if it had come over the line, and the sender gets receipts in a bundle of its own (`gateway.md` 6).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tamga_courier::NotProven;
use tamga_courier::bundle::{
    Bundle, BundleAck, BundleEntry, BundleError, BundleFrom, BundleKey, BundleRequires, BundleTo, BundleVerifier,
    EntryKind, NewBundle, NewEntry, Ranges, Us, open, seal,
};
use tamga_origin::Timestamp;
use tamga_origin::trust::TrustedKey;
use tamga_protocol::{BundleAnswer, BundleGap, BundleOutcome, BundleResult, ProblemType, Retry, limits};
use tamga_seal::{BundleRefused, bundle_holds};
use uuid::Uuid;

use crate::books::{bundles, change, look, registry, uploads};
use crate::config::{BundleSender, Config, ConfigError};
use crate::error::GatewayError;
use crate::http::answer::Answer;
use crate::http::handing::{Handed, Parcel, hand_in};
use crate::ledger::{Client, LedgerError};
use crate::room::{Room, unavailable};
use crate::standing::Standing;

/// How much of a document is kept at once.
const PIECE: usize = 1024 * 1024;

/// The key that opens bundles for this gateway.
pub(crate) struct Bundles {
    keys: [BundleKey; 1],
}

impl Bundles {
    /// As configured; none when none are taken.
    pub(crate) fn of(config: &Config) -> Result<Option<Self>, GatewayError> {
        let Some(named) = &config.bundles else { return Ok(None) };
        let text = String::from_utf8_lossy(&crate::server::read(&named.key)?).into_owned();
        let key = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
        let key = key.and_then(BundleKey::from_text);
        let unusable = || ConfigError::Unusable("bundles: `key` holds no AGE-SECRET-KEY-1…".to_owned());
        Ok(Some(Self { keys: [key.ok_or_else(unusable)?] }))
    }
}

/// Who vouches for a bundle, by the trust list in force.
struct Vouchers<'a> {
    standing: &'a Standing,
    now: Timestamp,
}

impl BundleVerifier for Vouchers<'_> {
    fn verify(
        &self,
        from: &BundleFrom,
        created_at: &str,
        header: &[u8],
        signature: &[u8; 64],
    ) -> Result<(), NotProven> {
        let list = &self.standing.trust.list;
        if list.revoked.iter().any(|entry| entry.key == from.kid && entry.at <= self.now) {
            return Err(NotProven::UnknownKey);
        }
        let nodes = list.nodes.iter().filter(|node| node.id == from.node);
        let keys: Vec<TrustedKey> = nodes.flat_map(|node| node.keys.iter().cloned()).collect();
        let moments: Vec<Timestamp> = Timestamp::parse_rfc3339(created_at).into_iter().chain([self.now]).collect();
        bundle_holds(header, signature, &from.kid, &keys, &moments).map_err(|why| match why {
            BundleRefused::Signature => NotProven::BadSignature,
            BundleRefused::UnknownKey | BundleRefused::NotThen => NotProven::UnknownKey,
        })
    }
}

fn wrong(words: impl Into<String>) -> Answer {
    Answer::because(ProblemType::BadRequest, words)
}

/// Takes what is in a file. Whoever brings it only carries it: what counts is who signed it.
pub(crate) fn take(room: &Room, file: &[u8]) -> Result<Answer, Answer> {
    let (Some(own), Some(named)) = (&room.bundles, &room.config.bundles) else {
        return Err(Answer::because(ProblemType::Unsupported, "no bundles are taken here"));
    };
    let (standing, now) = (room.standing(), room.clock.now());
    let us = Us { node: &room.config.id, keys: &own.keys };
    let opened = open(file, us, &Vouchers { standing: &standing, now });
    let bundle = opened.map_err(|error| wrong(format!("{}: {error}", error.code())))?;
    let header = bundle.header();
    let sender = named.sender(&header.from.node);
    let sender = sender.ok_or_else(|| wrong(format!("node {} packs no bundles for this gateway", header.from.node)))?;
    let client = client(room, sender)?;
    let _work = room.working.begin(header.bundle_id).ok_or_else(|| Answer::of(ProblemType::InProgress))?;
    let known = look(room.ledger.as_ref(), |records| bundles::known(records, header.bundle_id));
    if let Some(known) = known.map_err(unavailable)? {
        return again(&bundle, known);
    }
    let results = apply(room, &client, &bundle, now)?;
    let answer = answer(room, &bundle, sender, &results, now)?;
    again(&bundle, answer)
}

/// The answer that was kept; the same id on another bundle gets none.
fn again(bundle: &Bundle, known: bundles::Known) -> Result<Answer, Answer> {
    if known.header_sha256 != bundle.header_sha256() {
        return Err(wrong("another bundle of this id was read before"));
    }
    Ok(Answer::again(known.answer))
}

/// The registration under which the submissions of a node are taken.
fn client(room: &Room, sender: &BundleSender) -> Result<Client, Answer> {
    let entry = look(room.ledger.as_ref(), |records| registry::one(records, &sender.client)).map_err(unavailable)?;
    let client = entry.map(|entry| entry.registration().client);
    let client = client.ok_or_else(|| wrong(format!("client {} is not registered", sender.client)))?;
    if client.suspended { Err(Answer::of(ProblemType::ClientSuspended)) } else { Ok(client) }
}

/// Takes every entry, documents first. A problem that passes by itself ends it here: the whole is brought again, and what
/// was taken is known then.
fn apply(room: &Room, client: &Client, bundle: &Bundle, now: Timestamp) -> Result<Vec<BundleResult>, Answer> {
    for entry in bundle.entries().filter(|entry| is_document(entry)) {
        keep(room, client, entry, now).map_err(unavailable)?;
    }
    let mut results = Vec::new();
    for entry in bundle.entries() {
        let mut result = BundleResult {
            entry: entry.seq,
            id: entry.id.to_owned(),
            outcome: BundleOutcome::Aside,
            receipt: None,
            problem: None,
        };
        let id = Uuid::try_parse(entry.id).ok().filter(|id| id.to_string() == entry.id);
        match (entry.kind, id) {
            (EntryKind::Document, _) if is_document(&entry) => result.outcome = BundleOutcome::Kept,
            (EntryKind::Submission, Some(id)) => submit(room, client, id, entry, &mut result)?,
            _ => {}
        }
        results.push(result);
    }
    Ok(results)
}

fn submit(
    room: &Room,
    client: &Client,
    id: Uuid,
    entry: BundleEntry<'_>,
    result: &mut BundleResult,
) -> Result<(), Answer> {
    let bytes = (entry.body.len() <= limits::ENVELOPE).then_some(entry.body);
    match hand_in(room, client, Parcel { id, bytes, hops: Vec::new() }) {
        Ok(Handed { is_new, custody }) => {
            result.outcome = if is_new { BundleOutcome::Accepted } else { BundleOutcome::Duplicate };
            result.receipt = Some(custody.receipt);
        }
        Err(answer) => {
            let mut problem = answer.into_problem()?;
            if problem.retry == Retry::After {
                return Err(Answer::problem(problem));
            }
            problem.server_time = room.clock.now().rfc3339();
            result.outcome = BundleOutcome::Refused;
            result.problem = Some(problem);
        }
    }
    Ok(())
}

/// Whether it is a document that may be kept: its digest was compared when the bundle was opened.
fn is_document(entry: &BundleEntry<'_>) -> bool {
    *entry.kind == EntryKind::Document && entry.id == entry.sha256 && entry.body.len() as u64 <= limits::DOCUMENT
}

/// Keeps a document as if its sender had sent it by itself.
fn keep(room: &Room, client: &Client, entry: BundleEntry<'_>, now: Timestamp) -> Result<(), LedgerError> {
    change(room.ledger.as_ref(), |records| {
        if uploads::sent(records, &client.id, entry.sha256)?.is_some() {
            return Ok(());
        }
        // What was begun over a bad line gives way to what is whole.
        uploads::drop_one(records, &client.id, entry.sha256)?;
        uploads::open(records, &client.id, entry.sha256, entry.body.len() as u64, now)?;
        let mut at = 0;
        for piece in entry.body.chunks(PIECE) {
            uploads::add(records, &client.id, entry.sha256, at, piece, now)?;
            at += piece.len() as u64;
        }
        uploads::finish(records, &client.id, entry.sha256)
    })
}

/// Writes the answer, with a bundle for the sender, and keeps both; whoever was faster is answered.
fn answer(
    room: &Room,
    bundle: &Bundle,
    sender: &BundleSender,
    results: &[BundleResult],
    now: Timestamp,
) -> Result<bundles::Known, Answer> {
    let header = bundle.header();
    let kept = change(room.ledger.as_ref(), |records| {
        if let Some(known) = bundles::known(records, header.bundle_id)? {
            return Ok(known);
        }
        let mut lane = bundles::lane(records, &header.from.node)?;
        let held = (header.count > 0).then_some((header.first, header.last));
        lane.held = Ranges::from_parts(0, &[lane.held.spans(), held.as_slice()].concat());
        let entries = proofs(results);
        let new = NewBundle {
            bundle_id: room.chance.id(),
            from: BundleFrom {
                party: room.config.country.clone(),
                node: room.config.id.clone(),
                device: String::new(),
                kid: room.statements.kid().to_owned(),
            },
            to: BundleTo {
                party: header.from.party.clone(),
                node: header.from.node.clone(),
                recipients: vec![sender.recipient.clone()],
            },
            n: lane.n + 1,
            prev: lane.prev.clone(),
            first: lane.last + 1,
            acks: vec![BundleAck::of(&header.lane, &lane.held)],
            requires: BundleRequires::default(),
            created_at: now.rfc3339(),
            group: None,
        };
        let unsealed = |error: BundleError| LedgerError::Unsigned(error.to_string());
        let sealed = seal(new, &entries, |header| room.statements.bundle(header)).map_err(unsealed)?;
        (lane.n, lane.prev, lane.last) = (lane.n + 1, sealed.header_sha256, lane.last + entries.len() as u64);
        let read = bundles::numbers(records, &header.from.node)?;
        let all = Ranges::from_parts(0, &[read.spans(), &[(header.n, header.n)]].concat());
        let answer = BundleAnswer {
            bundle_id: header.bundle_id,
            results: results.to_vec(),
            missing: all.gaps().spans().iter().map(|(first, last)| BundleGap { first: *first, last: *last }).collect(),
            receipt_bundle: STANDARD.encode(&sealed.bytes),
        };
        let written = serde_json::to_vec(&answer).map_err(|error| LedgerError::Row(error.to_string()))?;
        let known = bundles::Known { header_sha256: bundle.header_sha256().to_owned(), answer: written };
        bundles::keep(records, header, &known, &lane, now)?;
        Ok(known)
    });
    kept.map_err(unavailable)
}

/// Receipts and refusals, as the sender's desk reads them.
fn proofs(results: &[BundleResult]) -> Vec<NewEntry> {
    let proof = |result: &BundleResult| {
        let refusal = || result.problem.as_ref().and_then(|problem| problem.refusal.clone());
        let (kind, raw) = match &result.receipt {
            Some(receipt) => (EntryKind::Receipt, receipt.clone()),
            None => (EntryKind::Refusal, refusal()?),
        };
        Some(NewEntry { kind, id: result.id.clone(), body: raw.into_bytes() })
    };
    results.iter().filter_map(proof).collect()
}
