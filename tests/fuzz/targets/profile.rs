//! Whatever comes: a form's file is read or every slip is named; what was read judges a certificate without a fall.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_formats::agreements;
use tamga_origin::{Certificate, Date, GoodsItem};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(profile) = agreements::read(text) else { return };
    let today = Date::new(2026, 3, 10).expect("a day");
    let certificate = Certificate { items: vec![GoodsItem::default()], ..Certificate::default() };
    let _ = certificate.check(&profile, today);
});
