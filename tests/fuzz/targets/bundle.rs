//! Whatever lies within a bundle that is meant for us and opens with our key: it is read whole, within its limits, or it
//! is refused. Whoever signs is believed here, so that time goes into what stands behind the signature.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};
use tamga_courier::NotProven;
use tamga_courier::bundle::{self, BundleFrom, BundleKey, BundleVerifier, Us};

#[path = "../../../src-tauri/crates/courier/examples/messages/mod.rs"]
mod messages;

/// The digest at the end.
const TRAILER: usize = 32;

struct Anybody;

impl BundleVerifier for Anybody {
    fn verify(&self, _: &BundleFrom, _: &str, _: &[u8], _: &[u8; 64]) -> Result<(), NotProven> {
        Ok(())
    }
}

fn key() -> &'static BundleKey {
    static KEY: OnceLock<BundleKey> = OnceLock::new();
    KEY.get_or_init(BundleKey::generate)
}

fn look(plain: &[u8]) {
    let closed = messages::close(plain, &key().recipient());
    let us = Us { node: messages::NORTH, keys: std::slice::from_ref(key()) };
    let Ok(read) = bundle::open(closed.as_slice(), us, &Anybody) else { return };
    let held: usize = read.entries().map(|entry| entry.body.len()).sum();
    assert!(held <= plain.len(), "more came out than went in");
    for entry in read.entries() {
        let digest: String = Sha256::digest(entry.body).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, entry.sha256, "an entry that misses its digest");
    }
}

fuzz_target!(|bytes: &[u8]| {
    look(bytes);
    // The same with the digest that whoever wrote it would have made.
    let Some(content) = bytes.len().checked_sub(TRAILER).and_then(|end| bytes.get(..end)) else { return };
    look(&[content, Sha256::digest(content).as_slice()].concat());
});
