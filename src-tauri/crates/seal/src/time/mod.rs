//! When did a seal exist at the latest (`seal-and-paper.md` 6.3, rank 1)? Time stamps of RFC 3161: the question, the
//! answer, and what a stamp proves.
//!
//! Which service counts is asked of the trust list; carrying question and answer is for others.

mod lengths;
mod question;
mod stamp;
mod token;

pub use question::StampQuestion;
pub use stamp::{Stamp, open_stamp};

use crate::refusal::{Class, Reason};

/// A stamp that is not believed is a note: the verdict rests on what is left.
fn refused(code: &'static str, found: impl ToString) -> Reason {
    Reason::new(Class::Note, code).found(found)
}
