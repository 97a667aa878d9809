//! Was a certificate revoked at some moment (`seal-and-paper.md` 6.2)? Lists of revoked certificates (RFC 5280) and
//! answers about one (RFC 6960): read, their signers checked, and what they say about a moment.
//!
//! Which of it counts for a verdict is `judge`'s question; carrying questions and answers is for others.

mod entry;
mod hear;
mod list;
mod ocsp;
mod question;

pub use entry::Revoked;
pub use hear::{Asked, Heard, Outcome, hear};
pub use list::{RevocationList, without_armour};
pub use ocsp::OcspAnswer;
pub use question::ocsp_question;

use crate::refusal::{Class, Reason};

/// An answer that is not used is a note; silence is judged elsewhere.
fn unreadable(found: impl ToString) -> Reason {
    Reason::new(Class::Note, "revocation.unreadable").found(found)
}

/// An answer that the wrong key signed is not used.
fn wrong_signer(found: impl ToString) -> Reason {
    Reason::new(Class::Note, "revocation.signer").found(found)
}
