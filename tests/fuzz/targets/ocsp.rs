//! Whatever comes: an answer about revocation is read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_seal::revocation::OcspAnswer;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(answer) = OcspAnswer::read(bytes) {
        let _ = answer.produced_at();
    }
});
