//! Cut off, mutated, huge, deep or strange documents are refused or read, and never more than that.

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use tamga_formats::aladi::{self, Version};
use tamga_formats::{FormatError, Limits, import};

use super::shaped::{self, Case};
use super::stages;

fn documents() -> Vec<Vec<u8>> {
    let mut runner = TestRunner::deterministic();
    let last = |case: Case| {
        let certificate = shaped::certificate(case).new_tree(&mut runner).unwrap().current();
        stages(&certificate, case.version)[3].clone()
    };
    shaped::cases().into_iter().map(last).collect()
}

/// A generator with a seed, so that what failed once fails again.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

const PIECES: [&[u8]; 20] = [
    b"<",
    b">",
    b"</COD>",
    b"<COD id=\"COD\">",
    b"<Goods>",
    b"</Goods>",
    b"&#xFFFD;",
    b"&#0;",
    b"<!--x-->",
    b"&lol;",
    b"9999999999999999999",
    b"-0",
    b"\xF0\x9F\x98\x80",
    b"\xFF",
    b"<EH/>",
    b"\"",
    b"FormA33",
    b"4.1.1",
    b"\r\n",
    b"",
];

const WORDS: [&str; 18] = [
    "",
    " ",
    "0",
    "-1",
    "4294967296",
    "1e5",
    "true",
    "MISMO",
    "4.1.1",
    "1.8.0",
    "A18",
    "UY",
    "2026-02-30T00:00:00",
    "2026-02-28T23:59:60",
    "9999-12-31T24:00:00",
    "ñ&#xA;\u{FFFD}",
    "99999999999999999999999999999999.9",
    "8408.90.90",
];

/// Another text in some element: well-formed, and mostly wrong.
fn reworded(document: &[u8], random: &mut Seeded) -> Vec<u8> {
    let mut bytes = document.to_vec();
    for _ in 0..=random.below(6) {
        let from = random.below(bytes.len());
        let Some(open) = bytes[from..].iter().position(|byte| *byte == b'>').map(|at| from + at + 1) else { continue };
        let Some(close) = bytes[open..].iter().position(|byte| *byte == b'<').map(|at| open + at) else { continue };
        let word = WORDS[random.below(WORDS.len())];
        let times = if random.below(8) == 0 { 300 } else { 1 };
        bytes.splice(open..close, word.repeat(times).into_bytes());
    }
    bytes
}

fn mutated(document: &[u8], others: &[Vec<u8>], random: &mut Seeded) -> Vec<u8> {
    if random.below(3) > 0 {
        return reworded(document, random);
    }
    let mut bytes = document.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(6) {
            0 => bytes.truncate(at),
            1 => bytes[at] = random.below(256) as u8,
            2 => {
                let end = (at + random.below(200)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            4 => {
                let end = (at + random.below(400)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            _ => {
                let other = &others[random.below(others.len())];
                let from = random.below(other.len());
                let to = (from + random.below(400)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

#[test]
fn ten_thousand_mutated_documents_are_read_or_refused() {
    let documents = documents();
    let limits = Limits { bytes: 64 * 1024, depth: 16, values: 2_000, items: 20 };
    let mut random = Seeded(0x00C0_FFEE_5EED);
    let (mut taken, mut refused) = (0, 0);
    for round in 0..10_000 {
        let bytes = mutated(&documents[round % documents.len()], &documents, &mut random);
        let read = aladi::gate(&bytes, &limits).and_then(|gated| {
            let read = aladi::read(&gated, &limits)?;
            let certificate = &read.value.certificate;
            assert!(certificate.items.len() <= limits.items && certificate.producers.len() <= limits.items);
            crate::lines(&read.findings);
            Ok(read.value.stage)
        });
        if round % 16 == 0 {
            assert_eq!(import::read_draft(&bytes, &limits).is_ok(), read.is_ok(), "as a draft too");
        }
        match read {
            Ok(_) => taken += 1,
            Err(_) => refused += 1,
        }
    }
    assert!(taken > 3000 && refused > 3000, "{taken} were read, {refused} refused");
}

#[test]
fn a_document_cut_off_anywhere_is_refused() {
    let document = &documents()[0];
    for cut in (0..document.len()).step_by(7) {
        assert!(aladi::gate(&document[..cut], &Limits::default()).is_err(), "cut off after {cut} bytes");
    }
}

fn refusal(bytes: &[u8], limits: &Limits) -> FormatError {
    aladi::gate(bytes, limits).and_then(|gated| aladi::read(&gated, limits).map(|_| ())).unwrap_err()
}

#[test]
fn more_of_anything_than_the_limits_is_refused() {
    let case = Case { version: Version::V4_1_1, form: "FormA33", acronym: "A33" };
    let certificate = shaped::certificate(case).new_tree(&mut TestRunner::deterministic()).unwrap().current();
    let text = String::from_utf8(stages(&certificate, case.version)[3].clone()).unwrap();
    let limits = Limits::default();
    for element in ["Goods", "Invoice", "Producer"] {
        let many = format!("<{element}></{element}>").repeat(20);
        let open = format!("<{element}>");
        let wrong = text.replacen(&open, &format!("{many}{open}"), 1);
        let few = Limits { items: 20, ..limits };
        assert_eq!(refusal(wrong.as_bytes(), &few), FormatError::TooManyItems { limit: 20 }, "{element}");
        assert!(aladi::gate(wrong.as_bytes(), &limits).and_then(|it| aladi::read(&it, &limits).map(|_| ())).is_ok());
    }
    let strange = text.replacen("<FormA33>", &format!("<FormA33>{}", "<Strange/>".repeat(12_000)), 1);
    assert_eq!(refusal(strange.as_bytes(), &limits), FormatError::TooManyValues { limit: 10_000 });
    let deep = text.replacen("<FormA33>", &format!("<FormA33>{}", "<a>".repeat(40)), 1);
    assert_eq!(refusal(deep.as_bytes(), &limits), FormatError::TooDeep { limit: 32 });
    let small = Limits { bytes: 100, ..limits };
    assert_eq!(refusal(text.as_bytes(), &small), FormatError::TooLarge { limit: 100 });
}

#[test]
fn what_is_no_certificate_is_refused_by_name() {
    let text = String::from_utf8(documents()[0].clone()).unwrap();
    let limits = Limits::default();
    for (from, to) in [
        ("soap-envelope\" xmlns:xsi", "soap-envelope2\" xmlns:xsi"),
        ("<COD id", "<COX id"),
        ("<CODExporter>", "<CODExporter xmlns=\"urn:x\">"),
        ("ns1:CertOrigin", "ns1:Affidavit"),
    ] {
        let wrong = text.replace(from, to).replace("</COD>", if to == "<COX id" { "</COX>" } else { "</COD>" });
        assert_ne!(wrong, text);
        assert_eq!(refusal(wrong.as_bytes(), &limits).code(), "read.wrong_root", "{to}");
    }
    let version = |stated: &str| text.replacen("<CODVer>1.8.0</CODVer>", stated, 1);
    for stated in ["<CODVer>9.9.9</CODVer>", "<CODVer>1.8.1</CODVer>", "<CODVer></CODVer>", ""] {
        assert_eq!(refusal(version(stated).as_bytes(), &limits).code(), "cod.version", "{stated}");
    }
}
