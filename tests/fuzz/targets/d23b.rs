//! Whatever comes: the reader of the strict D23B form answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_formats::Limits;
use tamga_formats::cefact::d23b;

fuzz_target!(|bytes: &[u8]| {
    let _ = d23b::read(bytes, &Limits::default());
});
