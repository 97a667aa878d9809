//! Ten thousand damaged documents of each dialect: no reader panics, hangs, or holds more memory than ten times what it
//! was given. A dialect joins with one line in `mutated!`; tables and calculations are in `sheets`.

mod sheets;

use std::time::{Duration, Instant};

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use tamga_formats::ubl::{self, Style};
use tamga_formats::{Limits, aladi, cefact, co_xml, sample};
use tamga_origin::{Certificate, GoodsItem};

use crate::generate;

/// How many damaged documents each reader sees.
const INPUTS: u64 = 10_000;
/// Most memory held at once, as a multiple of the document.
const TIMES: u64 = 10;
/// What any document may cost beside that: tables and buffers that do not grow with it.
const BESIDE: u64 = 32 * 1024;
/// Longer than any document of this size takes, also on a busy machine.
const LONG: Duration = Duration::from_secs(10);

/// Damages what `documents` writes and shows it to `read`, which says whether it could be read at all.
macro_rules! mutated {
    ($($test:ident: $documents:expr, $read:expr;)*) => {$(
        #[test]
        fn $test() {
            survives(stringify!($test), &$documents, &$read);
        }
    )*};
}

mutated! {
    damaged_tamga_xml_is_survived: written(|c| co_xml::write_certificate(c).unwrap()), |bytes, limits| {
        co_xml::gate(bytes, limits).and_then(|gated| co_xml::read_certificate(&gated)).is_ok()
    };
    damaged_edi3_is_survived: written(|c| cefact::write(c, &cefact::Style::default()).unwrap().bytes), |bytes, limits| {
        cefact::read(bytes, limits).is_ok()
    };
    damaged_d23b_is_survived: written(|c| cefact::d23b::write(c).unwrap().bytes), |bytes, limits| {
        cefact::d23b::read(bytes, limits).is_ok()
    };
    damaged_cod_is_survived: written(cod), |bytes, limits| {
        aladi::gate(bytes, limits).and_then(|gated| aladi::read(&gated, limits).map(drop)).is_ok()
    };
    damaged_ubl_is_survived: written(|c| ubl::write(c, &Style::default()).unwrap().bytes), |bytes, limits| {
        ubl::read(bytes, limits).is_ok()
    };
}

/// The certificate under an agreement that the COD has a form for.
fn cod(certificate: &Certificate) -> Vec<u8> {
    let mut certificate = certificate.clone();
    certificate.scheme.code = "mercosur-a18-2024".into();
    aladi::write(&certificate, &aladi::Style::default()).unwrap().bytes
}

/// The filled sample, the same with many lines, and generated certificates in a dialect.
fn written(write: impl Fn(&Certificate) -> Vec<u8>) -> Vec<Vec<u8>> {
    let mut runner = TestRunner::deterministic();
    let mut generated = || generate::certificate().new_tree(&mut runner).unwrap().current();
    let mut long = sample::certificate();
    let lines = (3..40).map(|sequence| GoodsItem { sequence, ..long.items[0].clone() });
    long.items = long.items.iter().cloned().chain(lines).collect();
    let certificates = [sample::certificate(), long].into_iter().chain(std::iter::repeat_with(&mut generated).take(38));
    certificates.map(|certificate| write(&certificate)).collect()
}

fn survives(name: &str, documents: &[Vec<u8>], read: &dyn Fn(&[u8], &Limits) -> bool) {
    let damaged = |chance: &mut Chance, seed: u64| {
        let document = &documents[chance.below(documents.len())];
        if seed == 0 { document.clone() } else { chance.damage(document) }
    };
    survives_all(name, &damaged, &|bytes, _| bytes.len() as u64, read);
}

/// `damaged` makes the document of a seed, the first one whole; `size` says what the memory that was held is measured by.
fn survives_all(
    name: &str,
    damaged: &dyn Fn(&mut Chance, u64) -> Vec<u8>,
    size: &dyn Fn(&[u8], u64) -> u64,
    read: &dyn Fn(&[u8], &Limits) -> bool,
) {
    let limits = Limits::default();
    let (mut taken, mut most, mut most_times) = (0, 0, 0);
    for seed in 0..INPUTS {
        let damaged = damaged(&mut Chance(seed), seed);
        let began = Instant::now();
        let held = allocation_counter::measure(|| taken += u64::from(read(&damaged, &limits))).bytes_max;
        assert!(began.elapsed() < LONG, "{name}: input {seed} took {:?}", began.elapsed());
        let length = size(&damaged, held);
        assert!(
            held <= TIMES * length + BESIDE,
            "{name}: input {seed} of {length} bytes made the reader hold {held} bytes"
        );
        most = most.max(held);
        most_times = most_times.max(held.saturating_sub(BESIDE) * 100 / length.max(1));
    }
    println!(
        "{name}: {INPUTS} inputs, {taken} read, at most {most} bytes held, {}.{:02} times the input beside {BESIDE}",
        most_times / 100,
        most_times % 100
    );
    assert!(taken > 0 && taken < INPUTS, "{name}: some damage is read over and some is refused, {taken} were read");
}

/// Reproducible chance: the same seed gives the same damage (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// A stretch of the document, short ones more often than long ones.
    fn stretch(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.below(bytes.len());
        let most = (bytes.len() - start).min(1 << self.below(10));
        start..start + self.below(most + 1)
    }

    fn damage(&mut self, document: &[u8]) -> Vec<u8> {
        let mut bytes = document.to_vec();
        // Every second document has one fault only, so that many are read over.
        let faults = if self.below(2) == 0 { 1 } else { 1 + self.below(6) };
        for _ in 0..faults {
            let at = self.below(bytes.len() + 1);
            match self.below(8) {
                0 => bytes.truncate(at),
                1 => drop(bytes.drain(self.stretch(&bytes))),
                2 => {
                    let copy = bytes[self.stretch(&bytes)].to_vec();
                    bytes.splice(at..at, copy);
                }
                3 => {
                    let word = WORDS[self.below(WORDS.len())];
                    bytes.splice(at..at, word.bytes());
                }
                4 => {
                    let digits = vec![b'0' + self.below(10) as u8; self.below(40)];
                    bytes.splice(at..at, digits);
                }
                5 => bytes.insert(at, self.next() as u8),
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
        }
        bytes
    }
}

/// What readers stumble over.
const WORDS: [&str; 24] = [
    "<",
    ">",
    "/>",
    "</",
    "&",
    "&lt;",
    "&#0;",
    "&#x110000;",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?xml version='1.1'?>",
    " xmlns=\"urn:x\"",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\u0000",
    "null",
    "1e999",
    ",",
];
