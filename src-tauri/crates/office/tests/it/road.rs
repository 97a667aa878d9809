//! A road that a test holds in its hand: what waits at its end, and how each attempt ends.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tamga_courier::{
    AbsentOr, Ack, Answering, AttemptCtx, Batch, Caps, Class, CursorKind, Envelope, Evidence, EvidenceKind, Fault,
    Fetched, GatewayTransport, Item, ItemDocument, ItemKind, NotProven, QueryOutcome, ReceiptKind, Scope,
    SubmissionKey, SubmitOutcome, VoidOutcome, VoidReason,
};
use tamga_protocol::{Device, DocumentPart, InReplyTo, Kind};
use tamga_seal::digest::sha256_hex;
use uuid::Uuid;

use crate::help::noon;

/// How the next attempt ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Accept,
    Refuse(&'static str),
    Nothing,
    NotSent(Class, Scope),
    Unknown(Class, Scope),
}

/// What is known of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    pub id: Uuid,
    pub bytes: Vec<u8>,
    pub n: u32,
}

#[derive(Default)]
struct Inner {
    ends: VecDeque<End>,
    tried: Vec<Tried>,
    taken: Vec<Uuid>,
    items: Vec<Item>,
    documents: HashMap<String, Vec<u8>>,
    acks: Vec<Ack>,
    cut: bool,
    has_it: bool,
}

#[derive(Default)]
pub struct Road(Mutex<Inner>);

impl Road {
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    pub fn transport(self: &Arc<Self>) -> Arc<dyn GatewayTransport> {
        self.clone()
    }

    /// Attempts end like this, in order; after that each is accepted.
    pub fn will(&self, ends: &[End]) {
        self.0.lock().unwrap().ends.extend(ends);
    }

    pub fn tried(&self) -> Vec<Tried> {
        self.0.lock().unwrap().tried.clone()
    }

    /// What was accepted, in order; the same id twice were two hand-overs.
    pub fn taken(&self) -> Vec<Uuid> {
        self.0.lock().unwrap().taken.clone()
    }

    /// From now on each attempt is accepted.
    pub fn heal(&self) {
        self.0.lock().unwrap().ends.clear();
    }

    pub fn acks(&self) -> Vec<Ack> {
        self.0.lock().unwrap().acks.clone()
    }

    /// Nothing can be read any more, or again.
    pub fn cut(&self, cut: bool) {
        self.0.lock().unwrap().cut = cut;
    }

    /// Whoever asks for a promise hears that it was taken long ago.
    pub fn has_it(&self, has_it: bool) {
        self.0.lock().unwrap().has_it = has_it;
    }

    /// Puts an item into the box.
    pub fn put(&self, item: Item) {
        self.0.lock().unwrap().items.push(item);
    }

    /// The bytes behind a digest can be fetched from now on.
    pub fn hold(&self, bytes: &[u8]) {
        self.0.lock().unwrap().documents.insert(sha256_hex(bytes), bytes.to_vec());
    }
}

/// A submission of another party, as a gateway lists it; the bytes come along or have to be fetched.
pub fn submission(kind: Kind, about: (&str, &str, u32), bytes: &[u8], inline: bool) -> Item {
    let (issuer, number, revision) = about;
    let envelope = tamga_protocol::Envelope {
        kind: kind.clone(),
        route: "certificates".to_owned(),
        agreement: "chafta".to_owned(),
        issuer: issuer.to_owned(),
        co_number: number.to_owned(),
        revision,
        document: DocumentPart::inline(sha256_hex(bytes), "application/xml", bytes),
        attachments: Vec::new(),
        replaces: None,
        depends_on: None,
        in_reply_to: (kind == Kind::Response).then(|| InReplyTo {
            item_id: Uuid::from_u128(1),
            issuer: issuer.to_owned(),
            co_number: number.to_owned(),
            revision,
        }),
        number: (kind == Kind::Response).then_some(1),
        issued_at: noon().rfc3339(),
        issued_offline: false,
        device: Device { id: Uuid::from_u128(9), epoch: 1, seq: 1 },
        conversation: None,
        crit: Vec::new(),
    };
    Item {
        item_id: fresh(),
        kind: ItemKind::Submission,
        at: noon(),
        submission_id: Some(fresh()),
        envelope: Some(envelope.freeze().unwrap().into_vec()),
        documents: vec![ItemDocument {
            sha256: sha256_hex(bytes),
            size: bytes.len() as u64,
            media_type: "application/xml".to_owned(),
            content: inline.then(|| bytes.to_vec()),
        }],
        receipts: Vec::new(),
        event: None,
    }
}

fn fresh() -> Uuid {
    let mut bytes = [0_u8; 16];
    assert!(tamga_office::system_chance().fill(&mut bytes), "there is chance");
    Uuid::from_bytes(bytes)
}

fn proof(kind: EvidenceKind, key: &SubmissionKey) -> Evidence {
    let claims = serde_json::json!({
        "iss": "gw.test", "rol": "national", "sub": key.id, "env": key.envelope_sha256,
        "dig": key.document_sha256, "rcv": noon().rfc3339(), "at": noon().rfc3339(),
    });
    Evidence { kind, raw: format!("{}.{}", kind.word(), key.id).into_bytes(), claims }
}

impl GatewayTransport for Road {
    fn caps(&self) -> Caps {
        Caps {
            query_by_our_id: true,
            void: true,
            receipt: ReceiptKind::SignedReceipt,
            dedupe_horizon: None,
            max_size: 2 * 1024 * 1024,
            cursor: CursorKind::Sequence,
        }
    }

    fn submit<'a>(&'a self, envelope: &'a Envelope, at: &'a AttemptCtx) -> Answering<'a, SubmitOutcome> {
        let mut inner = self.0.lock().unwrap();
        let key = envelope.key();
        inner.tried.push(Tried { id: key.id, bytes: envelope.bytes().to_vec(), n: at.n });
        let outcome = match inner.ends.pop_front().unwrap_or(End::Accept) {
            End::Accept => {
                inner.taken.push(key.id);
                SubmitOutcome::Accepted(proof(EvidenceKind::Receipt, key))
            }
            End::Refuse(code) => {
                let reason = tamga_courier::Reason { code: code.to_owned(), path: None, words: String::new() };
                SubmitOutcome::Rejected(vec![reason], proof(EvidenceKind::Refusal, key))
            }
            End::Nothing => return Box::pin(std::future::pending()),
            End::NotSent(class, scope) => SubmitOutcome::NotSent(Fault::seen(scope, class, false, "not sent")),
            End::Unknown(class, scope) => SubmitOutcome::Unknown(Fault::seen(scope, class, true, "unknown")),
        };
        Box::pin(std::future::ready(outcome))
    }

    fn query<'a>(&'a self, _: &'a SubmissionKey) -> Answering<'a, QueryOutcome> {
        Box::pin(std::future::ready(QueryOutcome::Absent))
    }

    fn void<'a>(&'a self, key: &'a SubmissionKey, _: &'a VoidReason) -> Answering<'a, VoidOutcome> {
        let inner = self.0.lock().unwrap();
        let outcome = match (inner.cut, inner.has_it) {
            (true, _) => VoidOutcome::CannotTell(Fault::seen(Scope::Route, Class::Network, false, "no line")),
            (false, true) => VoidOutcome::AlreadyTaken(proof(EvidenceKind::Receipt, key)),
            (false, false) => VoidOutcome::Voided(proof(EvidenceKind::Void, key)),
        };
        Box::pin(std::future::ready(outcome))
    }

    fn fetch<'a>(
        &'a self,
        _: &'a str,
        from: Option<&'a str>,
        max: u32,
        _: Duration,
    ) -> Answering<'a, Result<Batch, Fault>> {
        let inner = self.0.lock().unwrap();
        if inner.cut {
            let fault = Fault::seen(Scope::Route, Class::Network, false, "no line");
            return Box::pin(std::future::ready(Err(fault)));
        }
        let start: usize = from.map_or(0, |cursor| cursor.parse().unwrap());
        let items: Vec<Item> = inner.items.iter().skip(start).take(max as usize).cloned().collect();
        let cursor = (start + items.len()).to_string();
        let more = start + items.len() < inner.items.len();
        Box::pin(std::future::ready(Ok(Batch { items, cursor, more })))
    }

    fn get<'a>(&'a self, sha256: &'a str) -> Answering<'a, Result<Fetched, Fault>> {
        let found = self.0.lock().unwrap().documents.get(sha256).cloned();
        let fault = Fault::seen(Scope::Item, Class::Timeout, true, "too slow");
        Box::pin(std::future::ready(found.map(AbsentOr::Found).ok_or(fault)))
    }

    fn ack<'a>(&'a self, acks: &'a [Ack]) -> Answering<'a, Result<(), Fault>> {
        self.0.lock().unwrap().acks.extend(acks.iter().cloned());
        Box::pin(std::future::ready(Ok(())))
    }

    fn prove(&self, key: &SubmissionKey, jws: &str) -> Result<Evidence, NotProven> {
        let kinds = [EvidenceKind::Receipt, EvidenceKind::Delivery, EvidenceKind::Passage, EvidenceKind::Refusal];
        let kind = kinds.into_iter().find(|kind| jws == format!("{}.{}", kind.word(), key.id));
        kind.map(|kind| proof(kind, key)).ok_or(NotProven::UnknownKey)
    }
}
