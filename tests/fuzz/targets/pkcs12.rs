//! Whatever comes: a key file gives a key that signs, or is refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_seal::{Secret, Stretch, SystemRandom, import_key_file, unlock};

fuzz_target!(|bytes: &[u8]| {
    let secret = |text: &str| Secret::new(text.to_owned());
    let (password, pin) = (secret("file password"), secret("a long passphrase"));
    let light = Stretch { memory: 64, passes: 1 };
    let Ok((facts, kept)) = import_key_file(bytes, &password, &pin, light, &SystemRandom::new()) else { return };
    let batch = unlock(&kept, &pin).expect("what was kept opens under its PIN");
    assert_eq!(tamga_seal::Signer::certificate(&batch), &facts.chain);
});
