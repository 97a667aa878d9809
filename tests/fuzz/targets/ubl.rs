//! Whatever comes: the UBL reader answers, and what it read and can be written is read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_formats::Limits;
use tamga_formats::ubl::{self, Style};

fuzz_target!(|bytes: &[u8]| {
    let Ok(read) = ubl::read(bytes, &Limits::default()) else { return };
    // An instant of the last day of the calendar can lie beyond it in UTC.
    let Ok(written) = ubl::write(&read.value, &Style::default()) else { return };
    let wide = Limits { bytes: usize::MAX, values: usize::MAX, ..Limits::default() };
    ubl::read(&written.bytes, &wide).expect("what we write can be read");
});
