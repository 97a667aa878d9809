//! Whatever comes: a table of text or a workbook is read within its limits or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_formats::sheet::{self, TableLimits, TextChoice};

fuzz_target!(|bytes: &[u8]| {
    let limits = TableLimits::default();
    let _ = sheet::read_tables(bytes, "fuzz", &TextChoice::default(), &limits);
});
