//! What does a person do? The use cases of both desks, the worker that sends and the worker that receives.
//!
//! An [`Office`] is a folder: `office.toml`, the store, and the secrets that must lie outside it. Calls on it block and
//! belong on a blocking thread; the two workers are asynchronous. This room composes the others: it has no SQL, no
//! XML, no HTTP and no cryptography of its own, and it does not decide what a certificate may do (`tamga-origin`).

pub mod agreements;
mod answer_key;
mod answers;
pub mod applications;
mod arrive;
pub mod bundles;
pub mod calculate;
pub mod cancel;
pub mod card_programs;
pub mod cards;
pub mod carry;
pub mod certificates;
pub mod certify;
pub mod changes;
pub mod check;
pub mod code_lists;
pub mod codes;
mod columns;
pub mod confirm;
pub mod contradictions;
pub mod convert;
pub mod decide;
pub mod desk;
mod dispatch;
pub mod doctor;
pub mod drafts;
pub mod error;
pub mod evidence;
mod examine;
pub mod examples;
mod far_clock;
mod folder;
pub mod folder_routes;
mod frozen;
pub mod give_up;
pub mod inbox;
mod index;
pub mod issue;
pub mod journal;
mod judging;
mod kept_for;
mod key_pin;
pub mod keys;
pub mod lamps;
mod network;
pub mod numbers;
pub mod office;
mod offset;
pub mod outbox;
mod outbox_turns;
mod owed;
pub mod page;
mod paper;
pub mod partner;
pub mod paste;
pub mod preview;
mod print;
mod receipts;
pub mod received;
mod rests;
mod returned;
pub mod revocation;
pub mod revocation_file;
mod same_seal;
mod sealed;
mod send;
pub mod settings;
pub mod stamp_trial;
pub mod stamps;
pub mod status;
pub mod support;
pub mod surroundings;
pub mod take_evidence;
mod times;
pub mod trust;
pub mod typed;
pub mod verdict;
pub mod word;
pub mod workers;

pub use changes::{Changes, Tag};
pub use error::{ErrorCode, OfficeError};
pub use office::{NewOffice, Office, OfficeFacts, OfficeRole};
pub use outbox_turns::OutboxTurns;
pub use page::{Rows, Window};
pub use partner::{Partner, PartnerRoute};
pub use surroundings::{Chance, Clock, Surroundings, system_chance};
pub use tamga_seal::Secret;
pub use word::Word;
pub use workers::Workers;

/// A PIN or password; wiped when let go, never printed. A PIN has at least [`keys::LEAST_PIN`] characters.
pub type Pin = Secret<String>;
