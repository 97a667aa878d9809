//! What must a road to a gateway be able to do, whatever it speaks? How it does it belongs to its adapter.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tamga_origin::Timestamp;
use uuid::Uuid;

use crate::evidence::Evidence;
use crate::outcome::{Class, Fault, Fetched, QueryOutcome, Scope, SubmitOutcome, VoidOutcome};

/// An answer under way.
pub type Answering<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What counts as proof of custody on a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptKind {
    /// A signed receipt over our digests.
    SignedReceipt,
    /// A number given by a hub.
    HubNumber,
    /// A file in a folder that names the digest of what was taken; not signed.
    DigestFile,
}

/// How a road remembers what was fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CursorKind {
    /// An opaque position in a sequence.
    Sequence,
    /// Pull until empty.
    UntilEmpty,
}

/// What a road can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caps {
    /// Whether it can be asked about our own id.
    pub query_by_our_id: bool,
    /// Whether an id can be given up for good.
    pub void: bool,
    /// What proves custody.
    pub receipt: ReceiptKind,
    /// How long the far side knows an id again; `None` means for ever.
    pub dedupe_horizon: Option<Duration>,
    /// The largest envelope, in bytes.
    pub max_size: usize,
    /// How the inbox is read.
    pub cursor: CursorKind,
}

/// The names under which one submission is known, as its frozen bytes say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionKey {
    /// The id chosen before the first attempt.
    pub id: Uuid,
    /// SHA-256 of the envelope bytes, lower-case hex.
    pub envelope_sha256: String,
    /// SHA-256 of the document, lower-case hex.
    pub document_sha256: String,
    /// The issuing body.
    pub issuer: String,
    /// The certificate number.
    pub co_number: String,
    /// The signed step of that number; for an answer, the step answered.
    pub revision: u32,
    /// The running number of the party's answers, for an answer.
    pub number: Option<u64>,
}

/// Why bytes are not an envelope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// Not readable as an envelope of the protocol.
    #[error("not an envelope: {0}")]
    Unreadable(String),
}

/// A message as it was frozen when it was signed; every attempt carries these bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    key: SubmissionKey,
    bytes: Vec<u8>,
}

impl Envelope {
    /// Takes the frozen bytes under their id, and reads from them what receipts are compared with.
    pub fn new(id: Uuid, bytes: Vec<u8>) -> Result<Self, EnvelopeError> {
        let key = crate::read::submission_key(id, &bytes)?;
        Ok(Self { key, bytes })
    }

    /// The names of the submission.
    pub fn key(&self) -> &SubmissionKey {
        &self.key
    }

    /// The frozen bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// What the attempt knows about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptCtx {
    /// Number of the attempt of this submission, from 1.
    pub n: u32,
    /// Wall time of its start.
    pub at: Timestamp,
    /// Gateways it came through, when a gateway forwards; empty from a desk.
    pub hops: Vec<String>,
}

/// Who gives a submission up, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoidReason {
    /// The reason in words.
    pub reason: String,
    /// The person.
    pub actor: String,
}

/// What an inbox item is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemKind {
    /// A submission of another party.
    Submission,
    /// A step of a submission of our own.
    Event,
    /// Words of the gateway.
    Notice,
    /// A kind this version does not know; it is kept and shown as text.
    Other(String),
    /// A document that came as a file of this name, without an envelope.
    File(String),
    /// An item that is none: its id can be read, the rest cannot. It is told so, and holds no other item up.
    Unreadable(String),
}

/// A document that came with an item, or can be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemDocument {
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
    /// Media type.
    pub media_type: String,
    /// The bytes, when they came inline; already compared with the digest.
    pub content: Option<Vec<u8>>,
}

/// A step of a submission of our own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemEvent {
    /// The gateway's state word, as written; an unknown one changes nothing.
    pub state: String,
    /// The count of moves.
    pub state_seq: u64,
    /// Signed evidence as it came, not yet checked.
    pub evidence: Vec<String>,
}

/// One thing that waits for us at a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id, for acknowledgement and duplicate check.
    pub item_id: Uuid,
    /// What it is.
    pub kind: ItemKind,
    /// When the gateway put it there, by its clock.
    pub at: Timestamp,
    /// The submission it is or speaks of.
    pub submission_id: Option<Uuid>,
    /// The sender's envelope, byte for byte.
    pub envelope: Option<Vec<u8>>,
    /// Its documents.
    pub documents: Vec<ItemDocument>,
    /// Receipts as they came, not yet checked.
    pub receipts: Vec<String>,
    /// The step, for an event.
    pub event: Option<ItemEvent>,
}

/// A complete page of an inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The items, in order.
    pub items: Vec<Item>,
    /// Where to go on; stored in the same transaction as the items.
    pub cursor: String,
    /// Whether more is waiting.
    pub more: bool,
}

/// What became of an item here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AckOutcome {
    /// On disk here, for good.
    Stored,
    /// Complete and whole, but not understood.
    Unreadable,
}

/// The word to the gateway that an item is ours now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack {
    /// The item.
    pub item_id: Uuid,
    /// What became of it.
    pub outcome: AckOutcome,
    /// Words for `Unreadable`.
    pub detail: Option<String>,
}

/// A road to one gateway. Implementations never retry by themselves, except once after a fresh sign-in.
pub trait GatewayTransport: Send + Sync {
    /// What this road can do.
    fn caps(&self) -> Caps;
    /// What the far side's clock showed on its last proven answer, told once; a road without a clock says nothing.
    fn far_clock(&self) -> Option<Timestamp> {
        None
    }
    /// Hands over a message: one attempt.
    fn submit<'a>(&'a self, envelope: &'a Envelope, at: &'a AttemptCtx) -> Answering<'a, SubmitOutcome>;
    /// Asks what became of a submission.
    fn query<'a>(&'a self, key: &'a SubmissionKey) -> Answering<'a, QueryOutcome>;
    /// Asks for the promise that an id is never taken.
    fn void<'a>(&'a self, key: &'a SubmissionKey, why: &'a VoidReason) -> Answering<'a, VoidOutcome>;
    /// Reads the next page of an inbox; waits up to `wait` for something new. A whole page or an error.
    fn fetch<'a>(
        &'a self,
        inbox: &'a str,
        from: Option<&'a str>,
        max: u32,
        wait: Duration,
    ) -> Answering<'a, Result<Batch, Fault>>;
    /// Fetches the bytes of a document by digest.
    fn get<'a>(&'a self, sha256: &'a str) -> Answering<'a, Result<Fetched, Fault>>;
    /// Sends a document by itself before the message that names it. A road that carries everything inside its messages
    /// cannot, and says so.
    fn offer<'a>(&'a self, _sha256: &'a str, _bytes: &'a [u8]) -> Answering<'a, Result<(), Fault>> {
        let words = "this road carries documents inside the message only";
        Box::pin(async move { Err(Fault::seen(Scope::Local, Class::Unsendable, false, words)) })
    }
    /// Tells which items are ours now.
    fn ack<'a>(&'a self, acks: &'a [Ack]) -> Answering<'a, Result<(), Fault>>;
    /// Checks evidence about one of our own submissions that came as an event, as strictly as a direct answer; a
    /// receipt of another gateway proves delivery.
    fn prove(&self, key: &SubmissionKey, jws: &str) -> Result<Evidence, crate::evidence::NotProven>;
}
