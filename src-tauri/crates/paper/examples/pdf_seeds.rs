//! Writes what the fuzz target of PDF files begins with: `cargo run -p tamga-paper --example pdf_seeds FOLDER`. Whole
//! files first, then lists of objects between which the target puts what a file needs.

use std::fs;
use std::path::Path;

#[path = "../tests/it/pdf.rs"]
mod pdf;

const DOCUMENT: &[u8] = b"<?xml version=\"1.0\"?><Certificate>signed</Certificate>";
/// What stands between two objects of a list.
const BETWEEN: &[u8] = b"\xFF";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = std::env::args().nth(1).ok_or("usage: pdf_seeds FOLDER")?;
    let folder = Path::new(&out).join("pdf_attachment");
    fs::create_dir_all(&folder)?;
    let deflated = miniz_oxide::deflate::compress_to_vec_zlib(DOCUMENT, 9);
    let plain = pdf::stream("/Type/EmbeddedFile", DOCUMENT);
    let flate = pdf::stream("/Type/EmbeddedFile/Filter/FlateDecode", &deflated);
    let catalog = |rest: &str| pdf::text(&format!("<</Type/Catalog/Names<</EmbeddedFiles<</Names[{rest}]>>>>>>"));
    let one = catalog("(a)<</Type/Filespec/EF<</F 2 0 R>>>>");
    let two = catalog("(a)<</EF<</F 2 0 R>>>>(b)<</EF<</F 3 0 R>>>>");
    // A catalog within a stream of objects: its number and place, then itself.
    let inner = pdf::stream("/Type/ObjStm/N 1/First 4", b"2 0 <</Type/Catalog>>");
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(b"2 0 <</Type/Catalog>>", 9);
    let packed = pdf::stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &packed);
    let seeds = [
        pdf::carrying(std::slice::from_ref(&plain)),
        pdf::carrying(&[flate.clone(), plain.clone()]),
        pdf::by_stream(&inner),
        pdf::by_stream(&packed),
        [&one[..], &plain].join(BETWEEN),
        [&one[..], &flate].join(BETWEEN),
        [&two[..], &flate, &plain].join(BETWEEN),
    ];
    for (n, seed) in seeds.iter().enumerate() {
        fs::write(folder.join(n.to_string()), seed)?;
    }
    Ok(())
}
