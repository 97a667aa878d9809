//! What is a certificate of origin, and what is allowed?
//!
//! The rules of the house: the certificate model, agreement profiles, state machines, findings. Nothing here
//! reads a file, a clock or a random source; how a certificate is written down belongs to `tamga-formats`, how it
//! is kept to `tamga-store`. Domain types are deliberately not serialisable.

pub mod answer;
pub mod calculator;
pub mod carry;
pub mod certificate;
pub mod check;
pub mod code_lists;
pub mod conversion;
pub mod criterion;
pub mod date_reader;
pub mod decimal;
mod digits;
pub mod draft;
pub mod elements;
pub mod finding;
pub mod goods;
pub mod inquiry;
pub mod issuing;
pub mod layout;
pub mod money;
pub mod number_reader;
pub mod numbering;
pub mod papers;
pub mod party;
pub mod profile;
pub mod quantity;
pub mod ratio;
pub mod states;
pub mod time;
pub mod transport;
pub mod trust;
pub mod units;
pub mod word;

pub use answer::{Answer, AnswerKind, ItemUse, Outcome};
pub use carry::{Carried, carry_over};
pub use certificate::{Certificate, Flag, Function, ProofType, Scheme, StatusChange, StatusStatement};
pub use check::check;
pub use code_lists::{CodeList, CodeLists, NoLists};
pub use conversion::{ConversionRefused, Converted, convert, convert_rounded};
pub use criterion::{CriterionReading, CriterionRow, read_criterion};
pub use date_reader::{DateFault, DateReading, read_date, read_date_column};
pub use decimal::Decimal;
pub use draft::{Issuing, blank};
pub use finding::{Finding, Severity};
pub use goods::{
    Criterion, GoodsItem, HsCode, Instance, Invoice, Measure, Origin, Packages, ProducerDeclaration, RvcMethod, Value,
};
pub use inquiry::{Inquiry, InquiryBody, Query, VerificationReply, VerificationRequest};
pub use issuing::{Attestation, Authorisation, CompetentAuthority, IssuingBody};
pub use money::{Money, MoneyFault};
pub use number_reader::{Reading, read_column, read_number};
pub use numbering::{NumberFault, NumberParts, Pattern};
pub use papers::{
    Amendment, DocumentaryCredit, Legalisation, LegalisationKind, LegalisationStatus, Order, Reference,
    SupportingDocument,
};
pub use party::{Address, Agent, AgentKind, Channel, Party, PartyId, Producer};
pub use profile::{AgreementProfile, Profiles};
pub use quantity::{Balance, QuantityRefused, Usage};
pub use ratio::Ratio;
pub use time::{Date, Moment, Timestamp};
pub use transport::{Departure, Equipment, Means, Place, Transport, TransportDocument};
