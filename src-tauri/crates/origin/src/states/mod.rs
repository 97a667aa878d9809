//! What may happen next? Six state machines, kept apart so that no single status mixes concerns: the application, the
//! certificate, its way out, its image at the border, its use, and the question about it (`dataset.md` section 3).
//!
//! Each machine is a table of rows in its own file; [`step`] reads them all. Time, actor and stored facts come in with
//! a context, effects go out as words for the rooms that can act. Nothing here keeps or sends anything.

mod application;
mod certificate;
mod inbound;
mod placement;
mod printed;
mod published;
mod refusal;
mod table;
#[cfg(test)]
mod tests;
mod transmission;
mod utilisation;
mod verification;

pub use application::{
    ApplicationContext, ApplicationEffect, ApplicationEvent, ApplicationGuard, ApplicationMachine, ApplicationState,
    step_application,
};
pub use certificate::{
    CertificateContext, CertificateEffect, CertificateEvent, CertificateGuard, CertificateMachine, CertificateState,
    Successor, is_expired, step_certificate,
};
pub use inbound::{
    InboundContext, InboundEffect, InboundEvent, InboundGuard, InboundMachine, InboundState, Judgement,
    is_past_validity, step_inbound,
};
pub use placement::{Image, Placement, placement};
pub use printed::{PrintedRow, printed_tables};
pub use published::{MEANINGS, Meaning, PublishedCodes};
pub use refusal::{Refusal, Why};
pub use table::{Machine, Row, To, Who, legal, row, step, step_as, who_may};
pub use transmission::{
    TransmissionContext, TransmissionEffect, TransmissionEvent, TransmissionGuard, TransmissionMachine,
    TransmissionState, step_transmission,
};
pub use utilisation::{UseContext, UseEffect, UseEvent, UseGuard, UseMachine, UseState, step_use};
pub use verification::{
    ItemReply, VerificationContext, VerificationEffect, VerificationEvent, VerificationGuard, VerificationMachine,
    VerificationState, due_date, is_overdue, step_verification,
};
