//! Whatever comes: an envelope is read whole or refused, and the bytes that were read are the ones that travel on.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_courier::Envelope;
use uuid::Uuid;

fuzz_target!(|bytes: &[u8]| {
    let Ok(envelope) = Envelope::new(Uuid::from_u128(1), bytes.to_vec()) else { return };
    assert_eq!(envelope.bytes(), bytes);
    let read = tamga_protocol::Envelope::read(bytes).expect("what has a key is an envelope");
    assert_eq!(read.document.sha256, envelope.key().document_sha256);
    let written = read.freeze().expect("what was read can be written");
    assert_eq!(tamga_protocol::Envelope::read(written.as_slice()).expect("what we write can be read"), read);
    for part in std::iter::once(&read.document) {
        // Content that is no base64 is an error of the part, not a fall.
        let _ = part.bytes();
    }
});
