//! How does a gateway remember? The door through which every change goes, one transaction each; an engine
//! stands behind it. Signing is handed in, so that it happens inside the transaction that stores the submission.

use std::sync::Arc;

use tamga_origin::Timestamp;
use tamga_protocol::{
    Ack, AckResult, BusinessKey, Envelope, InboxItem, Problem, SubmissionLine, SubmissionState, SubmissionView,
};
use uuid::Uuid;

mod columns;
mod error;
mod items;
pub(crate) mod packing;
pub mod postgres;
pub mod records;
pub mod sqlite;
mod steps;
mod store;

pub use error::LedgerError;
pub use store::StoreConfig;

use self::records::Work;
use crate::chance::Chance;
use crate::config::Config;
use crate::error::GatewayError;

/// Opens the store that a configuration names. Must not be called on a thread that drives tasks.
pub(crate) fn open(config: &Config, chance: Chance) -> Result<Arc<dyn Ledger>, GatewayError> {
    match &config.store {
        Some(store) => store.open(&config.id, chance),
        None => Ok(Arc::new(sqlite::Sqlite::drawing(&config.data, &config.id, config.limit_mib, chance)?)),
    }
}

/// A registration as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Client id.
    pub id: String,
    /// Party.
    pub party: String,
    /// Whether it is another gateway.
    pub is_gateway: bool,
    /// Whether it may speak.
    pub suspended: bool,
}

/// A registration to be stored.
#[derive(Clone)]
pub struct Registration {
    /// The client.
    pub client: Client,
    /// Word for what it is.
    pub kind: &'static str,
    /// Salted digest of its secret, hex.
    pub secret_sha256: String,
    /// The salt.
    pub salt: String,
}

/// What is known about an id.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// Nothing.
    New,
    /// Closed by a void or a refusal, with the answer that was given.
    Closed {
        /// Whose it is.
        client: String,
        /// The answer, to be given again.
        problem: Box<Problem>,
        /// The void statement, when it was a void.
        statement: Option<String>,
    },
    /// In custody.
    Taken(Box<Custody>),
}

/// A submission in custody, as the answer to a repeat needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Custody {
    /// The id asked for.
    pub id: Uuid,
    /// Client that submitted.
    pub client: String,
    /// Its party.
    pub party: String,
    /// Digest of the envelope sent under the id asked for.
    pub env: String,
    /// Where it stands.
    pub state: SubmissionState,
    /// Its receipt.
    pub receipt: String,
    /// Time of custody.
    pub received_at: String,
    /// The submission that was first, when the id is an alias.
    pub duplicate_of: Option<Uuid>,
    /// Its business key.
    pub key: BusinessKey,
    /// The step of the certificate.
    pub revision: u32,
    /// Digest of its document.
    pub document: String,
}

/// Where a submission goes from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Onward {
    /// To another gateway.
    Peer(String),
    /// Into a shared box.
    Box(String),
    /// To the sender of the certificate answered, or asked about.
    Sender,
    /// Nowhere: this gateway asks by itself and answers.
    Ask,
    /// To whoever asked.
    Asker {
        /// The question.
        query: Uuid,
        /// The client that asked it.
        client: String,
    },
}

/// A submission that passed every check outside the transaction.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Its id.
    pub id: Uuid,
    /// Who submits.
    pub client: Client,
    /// The frozen bytes.
    pub bytes: Vec<u8>,
    /// Their digest.
    pub env: String,
    /// What they say.
    pub envelope: Envelope,
    /// The business key.
    pub key: BusinessKey,
    /// What an answer decided, in its document's word.
    pub outcome: Option<String>,
    /// Where it goes.
    pub onward: Onward,
    /// Whether its route is paused.
    pub paused: bool,
    /// Gateways it came through.
    pub hops: Vec<String>,
    /// Time of custody.
    pub at: Timestamp,
}

/// The place of a receipt in its client's chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Counter.
    pub n: u64,
    /// Digest of the receipt before.
    pub prev: String,
}

/// Signs a receipt for its place in the chain, and answers it with its digest.
pub type SignReceipt<'a> = &'a dyn Fn(&Place) -> Result<(String, String), LedgerError>;

/// Signs the refusal of a submission whose dependency was refused: its id and envelope digest.
pub type SignRefusal<'a> = &'a dyn Fn(Uuid, &str) -> Result<String, LedgerError>;

/// What became of a submission.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    /// In custody now.
    New(Box<Custody>),
    /// In custody under an earlier id with the same document.
    Duplicate(Box<Custody>),
    /// Known after all: another request was faster.
    Known(Box<Known>),
    /// Its number carries another document.
    NumberInUse(Box<Custody>),
    /// The device's sequence belongs to another submission.
    DeviceCloned,
    /// What it depends on was refused.
    DependencyRejected,
    /// The certificate it answers is not known here.
    NothingToAnswer,
}

/// An id closed for good.
#[derive(Debug, Clone)]
pub struct Closing<'a> {
    /// The id.
    pub id: Uuid,
    /// Whose it is.
    pub client: &'a str,
    /// The answer that is given again to every repeat.
    pub problem: &'a Problem,
    /// The void statement, when it is a void.
    pub statement: Option<&'a str>,
    /// When.
    pub at: Timestamp,
}

/// Lines of a list, each with its place in the order of custody.
pub type PlacedLines = Vec<(u64, SubmissionLine)>;

/// A page of a box.
#[derive(Debug, Clone, PartialEq)]
pub struct BoxPage {
    /// Items with their sequence; document content is left to whoever builds the answer.
    pub items: Vec<(u64, InboxItem)>,
    /// Whether more is there.
    pub more: bool,
    /// Newest sequence.
    pub high_water: u64,
}

/// A submission waiting to be handed to another gateway.
#[derive(Debug, Clone)]
pub struct Forward {
    /// Its id.
    pub id: Uuid,
    /// The frozen bytes.
    pub bytes: Vec<u8>,
    /// Gateways it came through before this one.
    pub hops: Vec<String>,
    /// Number of the attempt that begins, from 1.
    pub n: u32,
}

/// The most rows of a queue that are read at once.
pub(crate) const QUEUE_PAGE: u32 = 500;

/// A row of the forwarding queue, as the planner needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForwardRow {
    /// Its id.
    pub id: Uuid,
    /// When it is due.
    pub next_at: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// Attempts so far.
    pub tried: u32,
    /// Whether what it depends on has not arrived at the other gateway yet.
    pub held_back: bool,
}

/// How a hand-over ended.
#[derive(Debug, Clone)]
pub enum HandedOver {
    /// In custody there, with its receipt.
    Delivered {
        /// Gateway that took it.
        from: String,
        /// Its receipt.
        receipt: String,
    },
    /// Refused there for good, with its refusal.
    Rejected {
        /// Gateway that refused.
        from: String,
        /// Its refusal.
        refusal: String,
    },
    /// To be tried again.
    Again {
        /// When.
        next_at: Timestamp,
        /// Failures in a row.
        failures: u32,
        /// What was seen, for the attempt's log.
        words: String,
    },
}

/// Rings when there may be something new.
pub type Ring = Box<dyn Fn() + Send + Sync>;

/// What a gateway remembers. Each method is one transaction or one consistent reading.
pub trait Ledger: Send + Sync {
    /// Makes registrations and shared boxes what the configuration says; others are suspended, none is removed.
    fn register(&self, clients: &[Registration], boxes: &[(String, Vec<String>)]) -> Result<(), LedgerError>;
    /// Lets go what was held on routes that are open now.
    fn release(&self, open: &dyn Fn(&str) -> Option<Onward>, at: Timestamp) -> Result<usize, LedgerError>;
    /// The registration, with salt and digest of its secret.
    fn registration(&self, client: &str) -> Result<Option<(Client, String, String)>, LedgerError>;
    /// Keeps the digest of a token.
    fn grant(&self, token_sha256: &str, client: &str, expires: Timestamp, now: Timestamp) -> Result<(), LedgerError>;
    /// Whose token this is, if it lives.
    fn bearer(&self, token_sha256: &str, now: Timestamp) -> Result<Option<Client>, LedgerError>;
    /// What is known about an id, before anything is checked.
    fn known(&self, id: Uuid) -> Result<Known, LedgerError>;
    /// Notes that a known id was sent again; the receipt is answered only after this is on disk.
    fn repeated(&self, id: Uuid, at: Timestamp) -> Result<(), LedgerError>;
    /// Takes custody.
    fn take(&self, incoming: &Incoming, sign: SignReceipt<'_>) -> Result<Taken, LedgerError>;
    /// Closes an id for good, unless it is known already; answers what it is known as then. What waited for it is
    /// rejected with it, each with its own refusal.
    fn close(&self, closing: &Closing<'_>, refuse: SignRefusal<'_>) -> Result<Known, LedgerError>;
    /// A submission of a party.
    fn view(&self, id: Uuid, party: &str) -> Result<Option<SubmissionView>, LedgerError>;
    /// Submissions of a client after a receipt counter.
    fn list(&self, client: &str, after: u64, limit: u32) -> Result<(Vec<SubmissionLine>, bool), LedgerError>;
    /// Submissions of all clients of a party after a place in the order of custody, each with its place; nothing ever comes
    /// in before a place that was passed.
    fn list_party(&self, party: &str, after: u64, limit: u32) -> Result<(PlacedLines, bool), LedgerError>;
    /// Shared boxes of a client.
    fn boxes(&self, client: &str) -> Result<Vec<String>, LedgerError>;
    /// A page of a box after a sequence.
    fn page(&self, box_id: &str, after: u64, limit: u32) -> Result<BoxPage, LedgerError>;
    /// Records acknowledgements.
    fn ack(&self, client: &str, acks: &[Ack], at: Timestamp) -> Result<Vec<AckResult>, LedgerError>;
    /// A document's bytes and media type, for a client that sent it or has an item with it.
    fn document(&self, sha256: &str, client: &str) -> Result<Option<(Vec<u8>, String)>, LedgerError>;
    /// Submissions waiting for a peer, at most five hundred: those that were never tried, oldest first, then by their due
    /// times, and last what is held back.
    fn waiting(&self, peer: &str) -> Result<Vec<ForwardRow>, LedgerError>;
    /// Notes that an attempt begins, before its first byte leaves.
    fn begin_forward(&self, id: Uuid, at: Timestamp) -> Result<Forward, LedgerError>;
    /// Notes how it ended; what depends on a rejected submission is rejected with it, each with its own refusal.
    fn settle_forward(
        &self,
        id: Uuid,
        ended: &HandedOver,
        at: Timestamp,
        refuse: SignRefusal<'_>,
    ) -> Result<(), LedgerError>;
    /// Says what rings when another node on the same store kept something; a store of one node never rings.
    fn on_news(&self, ring: Ring);
    /// This node stops: what it had begun to hand over is free for the others at once.
    fn leave(&self) -> Result<(), LedgerError>;
    /// One consistent reading of the side books.
    fn look(&self, work: Work<'_>) -> Result<(), LedgerError>;
    /// One change of the side books; two never overlap, and all of a failed one is undone.
    fn change(&self, work: Work<'_>) -> Result<(), LedgerError>;
    /// A secret of this store, made once, that guards its cursors.
    fn cursor_salt(&self) -> &str;
    /// Raised when the store went back to an earlier point.
    fn generation(&self) -> u64;
}
