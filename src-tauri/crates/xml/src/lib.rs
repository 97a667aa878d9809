//! Is this XML safe to look at? The gate every foreign document passes, the event reader over what passed, and the
//! writer whose output is already in canonical shape.
//!
//! Deliberately not here: what a certificate is (`tamga-origin`), how its elements are named (`tamga-formats`), and
//! whether a signature holds (`tamga-seal`). This room knows XML and nothing of the house.

mod bindings;
mod chars;
mod element;
mod events;
mod free;
mod gate;
mod lexer;
mod limits;
mod refusal;
mod scan;
mod tag;
mod tape;
mod writer;

pub use element::{Content, Element, Inside};
pub use events::{Attribute, Event, Events, Name, Start};
pub use gate::{Gated, gate};
pub use limits::{Comments, Limits};
pub use refusal::Refusal;
pub use writer::Writer;
