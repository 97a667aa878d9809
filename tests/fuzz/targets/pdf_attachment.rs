//! Whatever comes: out of a PDF one document is read, the same each time and within its bounds, or it is said why not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_paper::document_in;

#[path = "../../../src-tauri/crates/paper/tests/it/pdf.rs"]
mod pdf;

/// Most bytes of one attachment.
const ATTACHMENT: usize = 8 * 1024 * 1024;

fn look(pdf: &[u8]) {
    let read = document_in(pdf);
    match &read {
        Ok(document) => assert!(document.len() <= ATTACHMENT && document.contains(&b'<')),
        Err(why) => assert!(["paper.unreadable", "paper.no_document", "paper.many_documents"].contains(&why.code())),
    }
    assert_eq!(read, document_in(pdf), "another answer for the same bytes");
}

fuzz_target!(|bytes: &[u8]| {
    look(bytes);
    // The same as objects of a file whose table is right, so that time goes into what stands behind it.
    let objects: Vec<Vec<u8>> = bytes.split(|byte| *byte == 0xFF).map(<[u8]>::to_vec).collect();
    look(&pdf::file(&objects, ""));
});
