//! What the gate lets in and what it never does, what the events say, and what the writer writes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

mod elements;
mod events;
mod limits;
mod oracle;
mod refusals;
mod writer;

use tamga_xml::{Limits, gate};

/// What the gate says about a document: `in`, or the code of its refusal.
fn said(document: &[u8], limits: &Limits) -> &'static str {
    match gate(document, limits) {
        Ok(_) => "in",
        Err(refusal) => refusal.code,
    }
}

#[track_caller]
fn check(document: &str, expected: &str) {
    assert_eq!(said(document.as_bytes(), &Limits::OWN), expected, "{document}");
}
