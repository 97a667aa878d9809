//! How is an office's work kept and found?
//!
//! One SQLite database per office folder, beside it the exact bytes of documents and envelopes as files. Every write
//! goes through [`Store::write`], in one transaction that must leave a journal entry; everything else reads through
//! [`Store::read`]. What a certificate may do, what its bytes mean and who is told about it belong elsewhere: here
//! are rows, files, and rules that hold whoever writes (write-once, forward-only states, one content per key).

pub mod asked;
pub mod bundles;
pub mod certificates;
pub mod counts;
pub mod documents;
pub mod drafts;
mod error;
mod files;
mod folder;
pub mod inbound;
pub mod inbox;
pub mod journal;
pub mod keys;
mod migrations;
pub mod numbers;
pub mod outbox;
mod row;
pub mod search;
pub mod settings;
mod store;
pub mod support;
pub mod trust;
pub mod utilisation;

pub use asked::{NewQuestion, NewReply, NewVerification, QuestionAnswer, QuestionRow, ReplyRow, VerificationRow};
pub use bundles::{BundleInRow, BundleOutRow, CarriedRow, LaneRow, NewBundleIn, NewBundleOut, PackedEntry, ReadEntry};
pub use certificates::{
    CertificateChange, CertificateFilter, CertificateIndex, CertificateRow, IssuedSubmission, NewCertificate,
    NewRevision, RevisionRow,
};
pub use counts::Counts;
pub use documents::{DocumentRow, Kept, Stray};
pub use drafts::{DraftContent, DraftRow};
pub use error::StoreError;
pub use inbound::{
    Arrival, InboundFilter, InboundItemRow, InboundRow, Judgement, NewInbound, NewInboundItem, NewStatement,
    StatementRow,
};
pub use inbox::{AckRow, InboxRow, NewInboxItem};
pub use journal::{JournalCheck, JournalRow};
pub use keys::{KeyRow, NewKey, Wrapped};
pub use numbers::{BlockRow, NewBlock, NumberRow, ReservedNumber};
pub use outbox::{
    Advance, AttemptRow, AttemptStart, DayLine, EvidenceRow, MovableRow, NewEvidence, NewSubmission, OutboxRow,
    Recovered, RouteRow, Settlement, T3,
};
pub use search::{NumberHit, NumberHits, Register};
pub use settings::DeviceSeq;
pub use store::{Page, Reader, Store, StoreKey, Tx, Window};
pub use support::{AnswerAtHandRow, NewAnswerAtHand, NewSupport, SupportRow};
pub use trust::{NewTrustList, TrustListRow};
pub use utilisation::{BalanceRow, NewUse, UseRow};
