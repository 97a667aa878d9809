//! Is a file of applications told from other files by what stands in it?

use tamga_formats::import::read_draft;
use tamga_formats::sheet::{write_csv, write_workbook};
use tamga_formats::{Dialect, DocumentKind, FormatError, Limits, Recognised, recognise_document};
use tamga_origin::Certificate;

use crate::tables::packed;

#[test]
fn applications_are_known_by_their_heads() {
    let certificate = crate::applications::full::full();
    let written = [
        (write_csv(&[("A", &certificate)]).unwrap().bytes, Dialect::Csv),
        (write_workbook(&[("A", &certificate)]).unwrap().bytes, Dialect::Xlsx),
        ("المصدر;الوصف;المرجع\nx;y;z\n".encode_utf16().flat_map(u16::to_le_bytes).collect(), Dialect::Csv),
    ];
    for (bytes, dialect) in written {
        assert_eq!(recognise_document(&bytes), Some(Recognised { dialect, kind: DocumentKind::Applications }));
        assert_eq!(Dialect::from_code(dialect.code()), Some(dialect));
    }
    let letter = packed(&[("word/document.xml".to_owned(), b"<x/>".to_vec())]);
    let words = "Dear exporter, please send the invoice.\nThe consignee, as you know, waits.\n".as_bytes().to_vec();
    for other in [letter, words, b"PK\x03\x04".to_vec(), b"{\"exporter\":1,\n\"invoice\":2}".to_vec(), Vec::new()] {
        assert_eq!(recognise_document(&other), None, "{:?}", String::from_utf8_lossy(&other));
    }
    let long = format!("exporter,invoice\n{}", "a,é\n".repeat(40_000));
    assert_eq!(recognise_document(long.as_bytes()).map(|found| found.dialect), Some(Dialect::Csv));
}

#[test]
fn a_single_application_is_a_draft_and_several_are_not() {
    let (one, two) = (Certificate::default(), crate::applications::full::full());
    let single = write_workbook(&[("A", &two)]).unwrap().bytes;
    let read = read_draft(&single, &Limits::default()).unwrap();
    assert_eq!(read.value.exporter, two.exporter);
    let several = write_csv(&[("A", &two), ("B", &one)]).unwrap().bytes;
    let error = read_draft(&several, &Limits::default()).unwrap_err();
    assert_eq!((error.code(), error.clone()), ("sheet.not_one", FormatError::NotOneApplication { count: 2 }));
}
