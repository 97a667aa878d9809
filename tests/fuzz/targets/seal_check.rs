//! Whatever comes: a signature of any profile is whole or refused for a reason that has a code, the same each
//! time.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_seal::{CODES, Keys, check};
use tamga_xml::{Limits, gate};

fuzz_target!(|bytes: &[u8]| {
    for limits in [Limits::OWN, Limits::FOREIGN] {
        let Ok(gated) = gate(bytes, &limits) else { continue };
        let found = check(&gated, Keys::InDocument);
        assert_eq!(found, check(&gated, Keys::InDocument), "asked twice");
        match found {
            Ok(found) => {
                assert!(!found.is_empty(), "whole, and nothing is");
                assert!(found.iter().all(|whole| whole.signer.is_some()), "whole by nobody");
            }
            Err(refusal) => {
                assert!(!refusal.reasons.is_empty(), "refused without a reason");
                for reason in &refusal.reasons {
                    assert!(CODES.contains(&reason.code()), "{refusal}");
                }
            }
        }
    }
});
