//! How does it get there and come back?
//!
//! The road between a desk (or a gateway) and the next gateway: one trait, its HTTP form, the five outcomes of an
//! attempt, and the pure planner that says what to try next. Nothing here opens a database, reads the clock or
//! decides what a certificate may do; what the two sides say to each other is `tamga-protocol`, how a signature is
//! checked is handed in as [`ReceiptVerifier`].

pub mod bundle;
pub mod errand;
pub mod evidence;
pub mod folders;
pub mod http;
pub mod outcome;
pub mod plan;
mod proof;
mod read;
pub mod transport;

pub use errand::{Errand, Errands};
pub use evidence::{Evidence, EvidenceKind, NotProven, ReceiptVerifier};
pub use folders::{FolderForm, FolderSettings, FolderTransport};
pub use http::{
    Access, ClientIdentity, HttpSettings, HttpTransport, Line, LineAnswer, LineRequest, Patience, Pull, SettingsError,
};
pub use outcome::{
    AbsentOr, Class, Fault, Fetched, Original, QueryOutcome, Raw, Reason, Retry, Scope, SubmitOutcome, VoidOutcome,
};
pub use plan::{Blocked, Breaker, ItemChange, Odd, Road, Row, Settled, Step, next_step, release, settle};
pub use proof::prove;
pub use transport::{
    Ack, AckOutcome, Answering, AttemptCtx, Batch, Caps, CursorKind, Envelope, EnvelopeError, GatewayTransport, Item,
    ItemDocument, ItemEvent, ItemKind, ReceiptKind, SubmissionKey, VoidReason,
};
