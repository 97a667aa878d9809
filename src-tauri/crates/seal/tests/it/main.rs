//! The seal room from outside: what it signs holds, what was touched does not, and who may sign is asked of the list.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod algorithms;
mod attacks;
mod augmented;
mod chains;
mod cod;
mod cod_peers;
mod cod_signing;
mod codes;
mod conformance;
mod damage;
mod differential;
mod evidence;
mod fast;
mod foreign;
mod hostile;
mod house;
mod jose;
mod judge;
mod jws;
mod key_files;
mod keys;
mod matrix;
mod paths;
mod peers;
mod pressing;
mod primitives;
mod properties;
mod qr;
mod revocation;
mod ring;
mod seal;
mod soft_card;
mod stamps;
mod support;
mod tamper;
mod token;
mod vectors;
mod watch;
