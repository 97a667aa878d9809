//! Which codes exist, what do they mean, and how are they found?
//!
//! Small lists are typed in `assets/codes` and built in, so that they are there wherever the program runs. Large ones
//! (Harmonized System, places, countries, currencies, addresses) stand in one searchable file that `cargo xtask codes`
//! makes from pinned packages; what an office imports itself stands in a second file beside it. Deliberately not here:
//! what an unknown code means for a certificate (`tamga-origin` decides), origin criteria (they belong to the forms),
//! and who may sign a pack (the caller brings the check).

pub mod address;
#[cfg(feature = "builder")]
pub mod builder;
mod codes;
mod endings;
pub mod error;
mod file;
mod fold;
pub mod hs;
mod known;
pub mod meta;
pub mod pack;
pub mod place;
pub mod recommendation;
pub mod small;
mod table;

pub use codes::{Codes, Hit, Lookup};
pub use error::CodesError;
pub use file::{FILE_NAME, find_beside};
pub use fold::{fold, words};
pub use hs::{Found, HsHit, HsQuery, HsStep};
pub use meta::ListMeta;
pub use table::{HsLine, HsTable, TableRow};
