//! Unreadable, cut off, wrongly encoded, huge, deep, bombed: every one is refused with its code, nothing panics.

use std::io::Read as _;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use tamga_formats::import::read_draft;
use tamga_formats::{
    Dialect, FormatError, Limits, agreements, aladi, cefact, co_xml, findings, sheet, trust_list, ubl,
};

use crate::asset;

fn example() -> Vec<u8> {
    asset("examples/chafta-example.json")
}

fn example_xml() -> Vec<u8> {
    co_xml::write_certificate(&cefact::read(&example(), &Limits::default()).unwrap().value).unwrap()
}

#[track_caller]
fn refused(bytes: &[u8], dialect: Dialect, code: &str) {
    let limits = Limits::default();
    let read = match dialect {
        Dialect::CefactJson => cefact::read(bytes, &limits).map(|read| read.findings),
        Dialect::CefactD23b => cefact::d23b::read(bytes, &limits).map(|read| read.findings),
        Dialect::Ubl => ubl::read(bytes, &limits).map(|read| read.findings),
        Dialect::Csv | Dialect::Xlsx => read_draft(bytes, &limits).map(|read| read.findings),
        Dialect::TamgaXml => {
            co_xml::gate(bytes, &limits).and_then(|gated| co_xml::read_certificate(&gated)).map(|read| read.findings)
        }
        Dialect::AladiCod => {
            aladi::gate(bytes, &limits).and_then(|gated| aladi::read(&gated, &limits).map(|read| read.findings))
        }
    };
    let error = read.expect_err(code);
    assert_eq!(error.code(), code, "{error}");
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    for (bytes, dialect) in [(example(), Dialect::CefactJson), (example_xml(), Dialect::TamgaXml)] {
        let end = bytes.len() - 1 - bytes.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
        for cut in (0..end).step_by(64).chain([end]) {
            let part = &bytes[..cut];
            let refused = match dialect {
                Dialect::CefactJson => cefact::read(part, &Limits::default()).is_err(),
                Dialect::CefactD23b => cefact::d23b::read(part, &Limits::default()).is_err(),
                Dialect::Ubl => ubl::read(part, &Limits::default()).is_err(),
                Dialect::Csv | Dialect::Xlsx => read_draft(part, &Limits::default()).is_err(),
                Dialect::TamgaXml => co_xml::gate(part, &Limits::default()).is_err(),
                Dialect::AladiCod => aladi::gate(part, &Limits::default()).is_err(),
            };
            assert!(refused, "{dialect:?} cut off after {cut} bytes");
            assert!(read_draft(part, &Limits::default()).is_err(), "{dialect:?} cut off after {cut} bytes is no draft");
        }
    }
}

/// A source that goes on for ever and counts what is taken from it.
struct Endless<'a> {
    first: &'a [u8],
    taken: &'a mut usize,
}

impl std::io::Read for Endless<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        buffer.fill(b' ');
        let begin = self.first.len().min(buffer.len());
        buffer[..begin].copy_from_slice(&self.first[..begin]);
        self.first = &self.first[begin..];
        *self.taken += buffer.len();
        Ok(buffer.len())
    }
}

#[test]
fn two_hundred_megabytes_are_refused_before_they_are_read() {
    let limits = Limits::default();
    let mut taken = 0;
    let source = Endless { first: b"{\"iD\":", taken: &mut taken };
    let refused = limits.take_in(source.take(200 * 1024 * 1024));
    assert_eq!(refused, Err(FormatError::TooLarge { limit: 8 * 1024 * 1024 }));
    assert!(taken <= limits.bytes * 2 + 64, "{taken} bytes were taken from the source");
    let whole = vec![b' '; limits.bytes + 1];
    refused_both(&whole, "read.limit");
}

#[track_caller]
fn refused_both(bytes: &[u8], code: &str) {
    refused(bytes, Dialect::CefactJson, code);
    refused(bytes, Dialect::TamgaXml, code);
}

#[test]
fn a_file_nested_too_deeply_is_refused() {
    for levels in [33, 100_000] {
        refused(
            format!("{{\"isPreferential\":{}1{}}}", "[".repeat(levels), "]".repeat(levels)).as_bytes(),
            Dialect::CefactJson,
            "read.limit",
        );
        let xml = format!("<MetaData xmlns=\"urn:tamga:co:1\">{}", "<a>".repeat(levels));
        refused(xml.as_bytes(), Dialect::TamgaXml, "read.limit");
    }
    let many = format!("{{\"isPreferential\":[{}]}}", "1,".repeat(300_000));
    refused(many.as_bytes(), Dialect::CefactJson, "read.limit");
    let many = format!("<MetaData xmlns=\"urn:tamga:co:1\">{}</MetaData>", "<a/>".repeat(300_000));
    refused(many.as_bytes(), Dialect::TamgaXml, "read.limit");
}

#[test]
fn more_items_than_a_certificate_may_have_are_refused() {
    let mut certificate = cefact::read(&example(), &Limits::default()).unwrap().value;
    let item = certificate.items[0].clone();
    certificate.items = (1..=1000).map(|sequence| tamga_origin::GoodsItem { sequence, ..item.clone() }).collect();
    refused(&co_xml::write_certificate(&certificate).unwrap(), Dialect::TamgaXml, "read.limit");
    let written = cefact::write(&certificate, &cefact::Style::default()).unwrap();
    refused(&written.bytes, Dialect::CefactJson, "read.limit");
    certificate.items.pop();
    let gated = co_xml::write_certificate(&certificate).unwrap();
    assert!(co_xml::read_certificate(&co_xml::gate(&gated, &Limits::default()).unwrap()).is_ok(), "999 are read");
}

#[test]
fn document_types_and_entities_are_refused_always_and_at_once() {
    let xml = String::from_utf8(example_xml()).unwrap();
    let laughs: String =
        (1..20).map(|n| format!("<!ENTITY a{n} \"&a{m};&a{m};&a{m};&a{m};&a{m};&a{m};\">", m = n - 1)).collect();
    let began = Instant::now();
    for prolog in [
        "<!DOCTYPE MetaData>".to_owned(),
        format!("<!DOCTYPE MetaData [<!ENTITY a0 \"ha\">{laughs}]>"),
        "<!DOCTYPE MetaData SYSTEM \"file:///etc/passwd\">".to_owned(),
        "<!DOCTYPE MetaData [<!ENTITY % x SYSTEM \"http://127.0.0.1:9/x\">%x;]>".to_owned(),
    ] {
        refused(format!("{prolog}{xml}").as_bytes(), Dialect::TamgaXml, "read.doctype");
    }
    refused(xml.replacen("Hobart", "&a19;", 1).as_bytes(), Dialect::TamgaXml, "read.doctype");
    assert!(began.elapsed() < Duration::from_secs(2), "nothing was expanded or fetched");
    for (from, to) in [
        ("Hobart", "<![CDATA[Hobart]]>"),
        ("Hobart", "Ho]]>bart"),
        ("<Declaration", "<?xml-stylesheet?><Declaration"),
        ("Hobart", "Ho<!-- -->bart"),
    ] {
        refused(xml.replacen(from, to, 1).as_bytes(), Dialect::TamgaXml, "read.not_xml");
    }
}

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let order = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
    let mark = if mark { Some(0xFEFF) } else { None };
    mark.into_iter().chain(text.encode_utf16()).flat_map(order).collect()
}

#[test]
fn other_encodings_than_utf_8_are_refused() {
    let (json, xml) = (String::from_utf8(example()).unwrap(), String::from_utf8(example_xml()).unwrap());
    for (big, mark) in [(true, true), (false, true), (true, false), (false, false)] {
        refused(&utf16(&xml, big, mark), Dialect::TamgaXml, "read.encoding");
        let read = cefact::read(&utf16(&json, big, mark), &Limits::default());
        assert!(matches!(read, Err(FormatError::NotUtf8 { .. } | FormatError::NotJson { .. })), "{read:?}");
    }
    let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect::<Vec<u8>>();
    assert!(json.contains('É') && xml.contains('É'), "the example has letters beyond ASCII");
    refused(&latin(&json), Dialect::CefactJson, "read.encoding");
    refused(&latin(&xml), Dialect::TamgaXml, "read.encoding");
    let declared = format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{xml}");
    refused(declared.as_bytes(), Dialect::TamgaXml, "read.encoding");
}

#[test]
fn a_byte_order_mark_is_noted_in_json_and_refused_in_our_own_form() {
    let marked = [&b"\xEF\xBB\xBF"[..], &example()].concat();
    let read = cefact::read(&marked, &Limits::default()).unwrap();
    assert!(read.findings.iter().any(|finding| finding.code == "read.bom"));
    assert_eq!(read.value, cefact::read(&example(), &Limits::default()).unwrap().value);
    refused(&[&b"\xEF\xBB\xBF"[..], &example_xml()].concat(), Dialect::TamgaXml, "read.not_xml");
}

#[test]
fn a_key_that_stands_twice_is_refused_and_both_spellings_that_differ_block() {
    let json = String::from_utf8(example()).unwrap();
    let twice = json.replacen("\"status\": \"issued\",", "\"status\": \"issued\", \"status\": \"draft\",", 1);
    refused(twice.as_bytes(), Dialect::CefactJson, "read.duplicate_key");
    let hidden = json.replacen("\"code\": \"AU\"", "\"code\": \"AU\", \"c\\u006fde\": \"NZ\"", 1);
    refused(hidden.as_bytes(), Dialect::CefactJson, "read.duplicate_key");
    let both = json.replacen(
        "\"iD\": \"huon-chamber.example:coo:HC2026-004417\",",
        "\"iD\": \"a:coo:1\", \"id\": \"a:coo:2\",",
        1,
    );
    let read = cefact::read(both.as_bytes(), &Limits::default()).unwrap();
    assert!(tamga_origin::finding::blocks(&read.findings), "two numbers are no number");
}

#[test]
fn two_bodies_under_one_root_are_refused() {
    let xml = String::from_utf8(example_xml()).unwrap();
    let begin = xml.find("<Declaration").unwrap();
    let end = xml.find("</MetaData>").unwrap();
    let doubled = format!("{}{}{}", &xml[..end], &xml[begin..end], "</MetaData>");
    refused(doubled.as_bytes(), Dialect::TamgaXml, "read.wrong_root");
    let other = xml.replace("urn:tamga:co:1", "urn:wco:co:1");
    refused(other.as_bytes(), Dialect::TamgaXml, "read.wrong_root");
}

#[test]
fn what_cannot_be_written_is_refused_and_never_changed() {
    let mut certificate = cefact::read(&example(), &Limits::default()).unwrap().value;
    certificate.exporter.name = "bell\u{7}".into();
    let error = co_xml::write_certificate(&certificate).unwrap_err();
    assert_eq!(
        error.to_string(),
        "MetaData/Declaration/Exporter/Name holds the character U+0007, which no document can carry"
    );
}

/// Takes whatever it is given through every reader.
fn read_everything(bytes: &[u8]) {
    let limits = Limits::default();
    if let Ok(read) = cefact::read(bytes, &limits) {
        crate::lines(&read.findings);
    }
    let _ = read_draft(bytes, &limits);
    if let Ok(gated) = co_xml::gate(bytes, &limits) {
        let _ = co_xml::read_document(&gated).map(|read| crate::lines(&read.findings));
    }
    let _ = trust_list::read(bytes);
    let text = String::from_utf8_lossy(bytes);
    let _ = findings::from_json(&text);
    let _ = agreements::read(&text);
    let _ = sheet::read_goods(&text, ',', Some('.'), sheet::GoodsField::Description);
}

fn mutated(original: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0_u8..4);
    prop::collection::vec(change, 1..12).prop_map(move |changes| {
        let mut bytes = original.clone();
        for (at, byte, what) in changes {
            // The changes before may have left nothing.
            let at = at.index(bytes.len().max(1));
            match what {
                _ if at >= bytes.len() => bytes.push(byte),
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.remove(at)),
                _ => bytes.truncate(at.max(1)),
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_reader_panics_on_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read_everything(&bytes);
    }

    #[test]
    fn no_reader_panics_on_a_changed_example(bytes in prop_oneof![
        mutated(example()),
        mutated(example_xml()),
        mutated(agreements::builtin_text("chafta").unwrap().as_bytes().to_vec()),
    ]) {
        read_everything(&bytes);
    }

    #[test]
    fn no_reader_panics_on_text_of_the_right_kind(text in "[\\[\\]{}<>/=\"':,.;a-zA-Z0-9 \t\n-]{0,200}") {
        read_everything(text.as_bytes());
    }
}
