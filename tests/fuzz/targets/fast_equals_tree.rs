//! Whatever comes: where one pass accepts, the tree accepts the same, and the check that chooses answers as the tree does.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_seal::{Keys, check_co, check_co_by_tree, fast};
use tamga_xml::{Limits, gate};

fuzz_target!(|bytes: &[u8]| {
    for limits in [Limits::OWN, Limits::FOREIGN] {
        let Ok(gated) = gate(bytes, &limits) else { continue };
        let tree = check_co_by_tree(&gated);
        if let Some(quick) = fast::check(&gated, Keys::InDocument) {
            assert_eq!(Ok(&quick), tree.as_ref());
        }
        assert_eq!(check_co(&gated), tree);
    }
});
