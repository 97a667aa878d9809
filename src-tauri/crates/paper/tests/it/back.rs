//! What is read out of a PDF again: our own, the same after the tools of others went over it, and files that want to be
//! read in two ways or to cost much.

use std::time::Duration;

use tamga_paper::{NoDocument, Page, code_text, compared, document_in};

use crate::pdf::{by_stream, carrying, file, stream, text};
use crate::tools::{Printed, has_tool};
use crate::watch::Watch;
use crate::{CHAFTA, print, samples};

fn deflated(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(bytes, 9)
}

fn flate(bytes: &[u8]) -> Vec<u8> {
    stream("/Type/EmbeddedFile/Filter/FlateDecode", &deflated(bytes))
}

fn why(pdf: &[u8]) -> &'static str {
    match document_in(pdf) {
        Err(NoDocument::Unreadable { why }) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_document_comes_out_of_our_page_as_it_went_in() {
    let paper = print(&samples::usual(), Some(CHAFTA));
    assert_eq!(document_in(&paper.bytes).unwrap(), samples::DOCUMENT);
    assert_eq!(code_text(&paper.bytes).unwrap(), samples::code());
    assert_eq!(code_text(b"%PDF-1.7"), None);
}

#[test]
fn the_document_comes_out_after_other_tools_wrote_the_file_anew() {
    if !has_tool("qpdf") {
        return;
    }
    let printed = Printed::new(&print(&samples::usual(), Some(CHAFTA)));
    for option in ["--object-streams=generate", "--object-streams=disable", "--linearize", "--stream-data=uncompress"] {
        printed.run("qpdf", &[option, "FILE", "OUT"]);
        let again = printed.out();
        assert_eq!(document_in(&again).unwrap(), samples::DOCUMENT, "{option}");
        assert_eq!(code_text(&again).unwrap(), samples::code(), "{option}");
        assert_eq!(compared(&again, &printed.bytes()), Page::Same, "{option}");
    }
    printed.run("qpdf", &["--remove-attachment=certificate.xml", "FILE", "OUT"]);
    assert_eq!(document_in(&printed.out()), Err(NoDocument::None));
    printed.run("qpdf", &["--encrypt", "", "owner", "256", "--", "FILE", "OUT"]);
    assert_eq!(why(&printed.out()), "encrypted");
}

#[test]
fn a_page_is_the_one_its_document_makes_or_was_altered_or_is_of_others() {
    let paper = print(&samples::usual(), Some(CHAFTA));
    let again = print(&samples::usual(), Some(CHAFTA));
    assert_eq!(compared(&paper.bytes, &again.bytes), Page::Same);
    let other = print(&samples::usual(), None);
    assert_eq!(compared(&paper.bytes, &other.bytes), Page::Other, "another form");
    let mut spoilt = paper.bytes.clone();
    let page = position(&spoilt, "/MediaBox");
    let digit = page + spoilt[page..].iter().position(|byte| (b'1'..=b'8').contains(byte)).unwrap();
    spoilt[digit] += 1;
    assert_eq!(compared(&spoilt, &again.bytes), Page::Altered);
    assert_eq!(compared(b"%PDF-1.7", &again.bytes), Page::Other);
}

#[test]
fn one_document_is_one_however_often_it_is_attached_and_other_files_do_no_harm() {
    let xml = flate(b"<a/>");
    assert_eq!(document_in(&carrying(std::slice::from_ref(&xml))).unwrap(), b"<a/>");
    assert_eq!(document_in(&carrying(&[xml.clone(), xml.clone()])).unwrap(), b"<a/>");
    assert_eq!(document_in(&carrying(&[xml.clone(), flate(b"a note")])).unwrap(), b"<a/>");
    assert_eq!(document_in(&carrying(&[flate(b"a note")])), Err(NoDocument::None));
    assert_eq!(document_in(&carrying(&[])), Err(NoDocument::None));
    for other in [&b"<a />"[..], b" \n<b/>", b"\xEF\xBB\xBF<b/>", b"\xFE\xFF\0<\0b\0/\0>", b"\xFF\xFE<\0b\0/\0>\0"] {
        let both = carrying(&[xml.clone(), flate(other)]);
        assert_eq!(document_in(&both), Err(NoDocument::Many { count: 2 }), "{other:?}");
    }
    // Where no viewer lists it: an annotation, or nothing that leads to it.
    let hidden = text("<</Type/Annot/Subtype/FileAttachment/FS<</Type/Filespec/EF<</F 4 0 R>>>>>>");
    let names = text("<</Type/Catalog/Names<</EmbeddedFiles<</Names[(a)<</EF<</F 2 0 R>>>>]>>>>>>");
    let pdf = file(&[names, xml, hidden, flate(b"<b/>")], "");
    assert_eq!(document_in(&pdf), Err(NoDocument::Many { count: 2 }));
}

#[test]
fn what_would_have_to_be_repaired_is_not_read() {
    let good = carrying(&[flate(b"<a/>")]);
    let with = |from: &str, to: &str| {
        let at = good.windows(from.len()).position(|it| it == from.as_bytes()).unwrap();
        [&good[..at], to.as_bytes(), &good[at + from.len()..]].concat()
    };
    for (name, pdf, wanted) in [
        ("no PDF", b"<a/>".to_vec(), "no PDF"),
        ("something before it", [b"x", &good[..]].concat(), "no PDF"),
        ("cut off", good[..good.len() - 40].to_vec(), "no table of places"),
        ("places that lie", with("1 0 obj", "9 0 obj"), "an object of another number"),
        ("a stream longer than it says", with("/Length ", "/Length 1"), "a stream of another length"),
        ("a length in the stream it is of", length_within(), "a stream without length"),
        ("an entry twice", with("/Type/Catalog", "/Type/X/Type/Y"), "an entry twice in one dictionary"),
        ("encrypted", with("/Size 3", "/Encrypt 1 0 R/Size 3"), "encrypted"),
        (
            "tables that chase one another",
            with("/Size 3", &format!("/Prev {}/Size 3", position(&good, "xref\n"))),
            "tables without end",
        ),
        ("two filters", with("/Filter/FlateDecode", "/Filter[/FlateDecode/FlateDecode]"), "a filter"),
        ("another filter", with("/Filter/FlateDecode", "/Filter/LZWDecode"), "a filter"),
        (
            "a stream in another file",
            with("/Filter/FlateDecode", "/F(x)/Filter/FlateDecode"),
            "a stream outside the file",
        ),
    ] {
        // The end of the file names a place that moved with what was put in before it.
        assert_eq!(why(&replaced_start(&pdf)), wanted, "{name}");
    }
}

fn position(bytes: &[u8], what: &str) -> usize {
    bytes.windows(what.len()).position(|it| it == what.as_bytes()).unwrap()
}

/// The same file with the places of its table and objects as they are now.
fn replaced_start(pdf: &[u8]) -> Vec<u8> {
    let Some(end) = pdf.windows(9).rposition(|it| it == b"startxref") else { return pdf.to_vec() };
    let Some(table) = pdf[..end].windows(6).rposition(|it| it == b"\nxref\n") else { return pdf.to_vec() };
    let mut body = pdf[..end].to_vec();
    for number in 1..=2 {
        let row = table + 6 + "0 3\n".len() + 20 * number;
        let head = format!("\n{number} 0 obj");
        if let Some(at) = body.windows(head.len()).position(|it| it == head.as_bytes()) {
            body[row..row + 10].copy_from_slice(format!("{:010}", at + 1).as_bytes());
        }
    }
    [&body[..], format!("startxref\n{}\n%%EOF\n", table + 1).as_bytes()].concat()
}

/// Small files that would cost much: under a second in release, and under 200 MB.
#[test]
fn bombs_cost_neither_time_nor_memory() {
    let time = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 1 });
    let zeros = vec![0; 100_000_000];
    let twice = deflated(&deflated(&zeros));
    let objects = stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &deflated(&zeros));
    let nested: Vec<Vec<u8>> =
        vec![text("<</Type/Catalog>>"), [b"[".repeat(5_000_000), b"]".repeat(5_000_000)].concat()];
    let many: Vec<Vec<u8>> = (0..250_000).map(|_| text("null")).collect();
    let within = overlapping(20_000);
    let names = text(&format!("<<{}>>", (0..400_000).map(|n| format!("/N{n} 0")).collect::<String>()));
    let cases = [
        ("an attachment of zeros", carrying(&[flate(&zeros)]), "a stream that does not inflate within bounds"),
        ("an attachment deflated twice", carrying(&[stream("/Filter[/FlateDecode/FlateDecode]", &twice)]), "a filter"),
        ("many attachments", carrying(&vec![flate(&vec![b' '; 1_000_000]); 40]), "streams beyond the bounds"),
        ("a stream of objects", by_stream(&objects), "a stream that does not inflate within bounds"),
        ("a stream of places", places_of(&deflated(&zeros)), "a stream that does not inflate within bounds"),
        ("depth", file(&nested, ""), "nested too deeply"),
        ("objects", file(&many, ""), "too many objects"),
        ("objects in one another", within, "objects in one another"),
        ("a table without end", file(&[text("<<>>")], "").replace_table("0 2", "0 4000000000"), "a table of places"),
        ("too large", vec![b'%'; 33 * 1024 * 1024], "too large"),
        ("entries", file(&[names], "/Prev 0"), "no table of places"),
    ];
    let (mut slowest, mut largest) = (Duration::ZERO, 0);
    let count = cases.len();
    for (name, pdf, wanted) in cases {
        let watch = Watch::new();
        let mut said = "";
        let held = allocation_counter::measure(|| said = why(&pdf)).bytes_max;
        let took = watch.spent();
        assert_eq!(said, wanted, "{name}");
        assert!(took < time && held < 200_000_000, "{name}: {took:?}, {held} bytes");
        (slowest, largest) = (slowest.max(took), largest.max(held));
    }
    println!(
        "attacks pdf-bombs      {count:>4} {count:>4} {slowest:?} at most, {:.1} MB at most",
        largest as f64 / 1e6
    );
    println!("soak attacks {count}");
}

/// A stream of objects whose length stands in that very stream.
fn length_within() -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let at = u8::try_from(pdf.len()).unwrap();
    pdf.extend(b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Length 2 0 R>>\nstream\n2 0 8\nendstream\nendobj\n");
    let table = pdf.len();
    let rows = [[1, 0, 0, 0, at, 0, 0], [2, 0, 0, 0, 1, 0, 0]].concat();
    let object = stream("/Type/XRef/W[1 4 2]/Index[1 2]/Size 3/Root 2 0 R", &rows);
    pdf.extend([b"3 0 obj\n", &object[..], b"\nendobj\n", format!("startxref\n{table}\n%%EOF\n").as_bytes()].concat());
    pdf
}

trait Table {
    fn replace_table(self, from: &str, to: &str) -> Self;
}

impl Table for Vec<u8> {
    fn replace_table(self, from: &str, to: &str) -> Self {
        let at = position(&self, &format!("xref\n{from}\n")) + 5;
        [&self[..at], to.as_bytes(), &self[at + from.len()..]].concat()
    }
}

/// A file whose places stand in a stream with these bytes, with one column of each kind.
fn places_of(deflated: &[u8]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let at = pdf.len();
    let object = stream("/Type/XRef/W[1 4 2]/Size 14000000/Root 1 0 R/Filter/FlateDecode", deflated);
    pdf.extend([b"1 0 obj\n", &object[..], b"\nendobj\n", format!("startxref\n{at}\n%%EOF\n").as_bytes()].concat());
    pdf
}

/// Every object is a string in which all later ones stand.
fn overlapping(count: usize) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for number in 1..=count {
        places.push(pdf.len());
        pdf.extend(format!("{number} 0 obj (\n").bytes());
    }
    pdf.extend(b" ".repeat(1_000_000));
    for _ in 0..count {
        pdf.extend(b") endobj\n");
    }
    let table = pdf.len();
    let rows: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let size = count + 1;
    let head = format!("xref\n0 {size}\n0000000000 65535 f \n{rows}trailer\n<</Size {size}/Root 1 0 R>>\n");
    pdf.extend(format!("{head}startxref\n{table}\n%%EOF\n").bytes());
    pdf
}
