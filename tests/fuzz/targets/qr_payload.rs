//! Whatever comes: a printed code that nobody trusted signed is never read as genuine.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_origin::trust::TrustList;
use tamga_seal::{CODES, qr_open};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // The mark is given, so that time goes into what stands behind it.
    for text in [text.to_owned(), format!("TC1:{text}")] {
        let refusal = qr_open(&text, &TrustList::default()).expect_err("nobody is trusted");
        assert!(CODES.contains(&refusal.code()), "{refusal}");
    }
});
