//! How do the claims of a trust list stand in JSON (`seal-and-paper.md` 7.1)? Read from the verified payload of the
//! list's signature; whether that holds is `tamga-seal`'s question, whether the list may be taken is `tamga-origin`'s.
//!
//! Strict: a claim that means nothing refuses the list. Members that are not known are ignored, so that a later list
//! may say more; a member that stands twice is refused.

mod read;
mod write;

pub use read::read;
pub use write::write;
