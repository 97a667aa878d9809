//! What do desk and gateway say to each other?
//!
//! The words of the gateway API, version 1: what is sent (the envelope), what is answered (receipts, refusals,
//! problems), what is read (inbox, lists, service). Both sides use these types. Unknown members are ignored when
//! reading. Digests, signatures, sockets and storage are left to the rooms that own them; times are RFC 3339 text
//! in UTC with milliseconds, and digests are 64 lower-case hex digits made elsewhere.

pub mod bundle;
pub mod cursor;
pub mod device;
pub mod envelope;
pub mod headers;
pub mod inbox;
pub mod key;
pub mod limits;
pub mod numbers;
pub mod problem;
pub mod pull;
pub mod receipt;
pub mod service;
pub mod submission;
pub mod summary;
pub mod token;

pub use bundle::{BundleAnswer, BundleGap, BundleOutcome, BundleResult, BundleUpload};
pub use cursor::Cursor;
pub use device::{DeviceView, EpochFrom, EpochWish};
pub use envelope::{Attachment, Device, DocumentPart, Envelope, EnvelopeBytes, EnvelopeError, InReplyTo, Replaces};
pub use inbox::{
    Ack, AckOutcome, AckRequest, AckResult, AckWord, AcksAnswer, EventEvidence, InboxDocument, InboxItem, InboxPage,
    ItemEvent, ItemType,
};
pub use key::{BusinessKey, Kind};
pub use numbers::{NumberBlock, NumberBlockClaims, NumberReturn, NumberReturnClaims, NumberSpan, NumberWish};
pub use problem::{Problem, ProblemType, Retry, Violation, ViolationSeverity};
pub use pull::{CertificateStanding, PulledCertificate, QueuedQuery, StatusClaims};
pub use receipt::{ReceiptClaims, RefusalClaims, Role, StatementKind, VoidClaims};
pub use service::{
    BoxView, HealthView, Jwk, JwkSet, Limits, Retention, RouteState, RouteView, RoutesAnswer, ServiceView,
};
pub use submission::{
    AnswerView, EvidenceType, EvidenceView, Links, Original, SubmissionAccepted, SubmissionLine, SubmissionList,
    SubmissionState, SubmissionView, UploadView, VoidAnswer, VoidRequest,
};
pub use summary::{DaySummary, SummaryAnswer};
pub use token::{TokenAnswer, TokenError};
