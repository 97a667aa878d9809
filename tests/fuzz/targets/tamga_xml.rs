//! Whatever comes: our own XML is read or refused; what was read without a blocking finding is written and reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_formats::Limits;
use tamga_formats::co_xml::{self, Document};
use tamga_origin::finding::blocks;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits::default();
    let Ok(gated) = co_xml::gate(bytes, &limits) else { return };
    let Ok(read) = co_xml::read_document(&gated) else { return };
    if blocks(&read.findings) {
        return;
    }
    let written = match &read.value {
        Document::Certificate(certificate) => co_xml::write_certificate(certificate),
        Document::Status(statement) => co_xml::write_status(statement),
        Document::Answer(answer) => co_xml::write_answer(answer),
    };
    let written = written.expect("what was read can be written");
    let gated = co_xml::gate(&written, &Limits { bytes: usize::MAX, ..limits }).expect("what we write passes the gate");
    let again = co_xml::read_document(&gated).expect("what we write can be read");
    assert_eq!(again.value, read.value, "nothing is lost between writing and reading");
});
