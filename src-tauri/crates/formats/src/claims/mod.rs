//! How do claims of signed lists stand in JSON? One reader and one writer of objects for all of them.

mod members;
mod object;

pub(crate) use members::{Members, digest, wrong};
pub(crate) use object::Object;

/// Bytes of the longest list that is looked at.
pub(crate) const BYTES: usize = 8 * 1024 * 1024;
