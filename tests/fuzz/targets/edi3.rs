//! Whatever comes: the JSON reader answers, and what it read can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_formats::Limits;
use tamga_formats::cefact::{self, Style};

fuzz_target!(|bytes: &[u8]| {
    let Ok(read) = cefact::read(bytes, &Limits::default()) else { return };
    let Ok(written) = cefact::write(&read.value, &Style::default()) else { return };
    let wide = Limits { bytes: usize::MAX, values: usize::MAX, ..Limits::default() };
    cefact::read(&written.bytes, &wide).expect("what we write can be read");
});
