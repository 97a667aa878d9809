//! Whatever comes: a time stamp opens only over the bytes it speaks of.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_seal::time::open_stamp;

const ONE: &[u8] = b"the value of one seal";
const OTHER: &[u8] = b"the value of another seal";

fuzz_target!(|bytes: &[u8]| {
    let opened = [ONE, OTHER].map(|over| open_stamp(bytes, over, &[]).is_ok());
    assert_ne!(opened, [true, true], "a stamp speaks of one value");
});
