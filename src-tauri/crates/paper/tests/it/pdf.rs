//! PDF files written by hand, object by object: for tests, for the seeds of the fuzz target and for the target itself.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "each of the three programs uses its part")]

/// A file of these objects, numbered from 1; the first is the catalog.
pub fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        pdf.extend([format!("{} 0 obj\n", index + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let table = pdf.len();
    let rows: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let count = objects.len() + 1;
    let head = format!("xref\n0 {count}\n0000000000 65535 f \n{rows}trailer\n<</Size {count}/Root 1 0 R{trailer}>>\n");
    pdf.extend(format!("{head}startxref\n{table}\n%%EOF\n").bytes());
    pdf
}

/// A stream of these bytes, with these entries beside its length.
pub fn stream(entries: &str, bytes: &[u8]) -> Vec<u8> {
    [format!("<</Length {}{entries}>>\nstream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"].concat()
}

/// An object as it is written.
pub fn text(object: &str) -> Vec<u8> {
    object.as_bytes().to_vec()
}

/// A file with these attachments.
pub fn carrying(attachments: &[Vec<u8>]) -> Vec<u8> {
    let names: String =
        (0..attachments.len()).map(|n| format!("(a{n})<</Type/Filespec/EF<</F {} 0 R>>>>", n + 2)).collect();
    let catalog = text(&format!("<</Type/Catalog/Names<</EmbeddedFiles<</Names[{names}]>>>>>>"));
    file(&[&[catalog], attachments].concat(), "")
}

/// A file with an object in a stream of objects.
pub fn by_stream(objects: &[u8]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let at = u8::try_from(pdf.len()).unwrap();
    pdf.extend([b"1 0 obj\n", objects, b"\nendobj\n"].concat());
    let table = pdf.len();
    let rows = [[1, 0, 0, 0, at, 0, 0], [2, 0, 0, 0, 1, 0, 0]].concat();
    let object = stream("/Type/XRef/W[1 4 2]/Index[1 2]/Size 3/Root 2 0 R", &rows);
    pdf.extend([b"3 0 obj\n", &object[..], b"\nendobj\n", format!("startxref\n{table}\n%%EOF\n").as_bytes()].concat());
    pdf
}
