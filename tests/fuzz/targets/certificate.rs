//! Whatever comes: a certificate is read or refused; what was read answers every question about itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_origin::Timestamp;
use tamga_seal::{SignerCertificate, path};

fuzz_target!(|bytes: &[u8]| {
    let Ok(read) = SignerCertificate::read(bytes) else { return };
    assert_eq!(read.der, bytes, "the certificate that was read is the one that came");
    let _ = read.name();
    let _ = read.leaf_reasons(&[], &[]);
    let _ = read.is_issued_by(&read);
    let now = Timestamp::from_millis(1_774_195_478_000);
    let _ = read.lives_at(now);
    let _ = path::leads(bytes, &[bytes.to_vec()], bytes, now);
});
