//! The seal room from outside: what it signs holds, what was touched does not, and who may sign is asked of the list.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod algorithms;
mod chains;
mod codes;
mod conformance;
mod evidence;
mod hostile;
mod judge;
mod jws;
mod keys;
mod paths;
mod peers;
mod properties;
mod qr;
mod revocation;
mod seal;
mod stamps;
mod support;
