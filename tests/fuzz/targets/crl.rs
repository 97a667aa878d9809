//! Whatever comes: a list of revoked certificates is read or refused, in armour or without; every entry can be asked for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_seal::revocation::{RevocationList, without_armour};

fuzz_target!(|bytes: &[u8]| {
    let der = without_armour(bytes);
    let Ok(list) = RevocationList::read(&der) else { return };
    let count = list.count();
    let found = list.find(&[1]);
    if let (Ok(0), Ok(found)) = (&count, &found) {
        assert!(found.is_none(), "an empty list names nobody");
    }
    let _ = list.is_complete();
});
