//! Whatever comes: a trust list is read whole or refused; what was read is written and reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_formats::trust_list;

fuzz_target!(|bytes: &[u8]| {
    let Ok(list) = trust_list::read(bytes) else { return };
    let written = trust_list::write(&list).expect("what was read can be written");
    assert_eq!(trust_list::read(&written).expect("what we write can be read"), list);
});
