//! What is a certificate of origin, and what is allowed?
//!
//! The rules of the house: the certificate model, agreement profiles, state machines, findings. Nothing here
//! reads a file, a clock or a random source; how a certificate is written down belongs to `tamga-formats`, how it
//! is kept to `tamga-store`. Domain types are deliberately not serialisable.

pub mod answer;
pub mod certificate;
pub mod decimal;
pub mod finding;
pub mod goods;
pub mod layout;
pub mod party;
pub mod time;
pub mod transport;
pub mod trust;

pub use answer::{Answer, AnswerKind, ItemUse, Outcome};
pub use certificate::{
    Attestation, Certificate, Flag, Function, IssuingBody, ProofType, Reference, Scheme, StatusChange, StatusStatement,
};
pub use decimal::Decimal;
pub use finding::{Finding, Severity};
pub use goods::{Criterion, GoodsItem, HsCode, Invoice, Measure, Origin, Packages, Value};
pub use party::{Address, Channel, Party, PartyId, Producer};
pub use time::{Date, Moment, Timestamp};
pub use transport::{Departure, Means, Place, Transport, TransportDocument};
