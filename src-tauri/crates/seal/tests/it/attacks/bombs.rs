//! Small files that would cost much: each is refused within a second, in release, and within 200 MB. A build without
//! optimisation gets more time, since it says nothing about seconds.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use tamga_origin::trust::{KeyUse, Span, TrustList};
use tamga_seal::revocation::{OcspAnswer, RevocationList};
use tamga_seal::time::open_stamp;
use tamga_seal::{
    Keys, PlainKey, Reason, SignError, SignerCertificate, SystemRandom, Typ, check, import_key_file, open_jws,
    open_list, qr_open, sign_list,
};
use tamga_xml::{Limits, gate};

use super::Case;
use super::certificates::tangled;
use super::material::*;
use crate::support::*;
use crate::watch::Watch;

const TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 1 });
const MEMORY: u64 = 200_000_000;
/// About as large as a document may be, with room for the honest rest of it.
const LARGE: usize = 8_000_000;
/// The same for what is not stopped at the gate: a tenth of it where nothing is optimised.
const FILL: usize = if cfg!(debug_assertions) { LARGE / 10 } else { LARGE };
/// As many elements as a document may have, nearly; a tenth of them likewise.
const ELEMENTS: usize = FILL / 42;

/// The slowest and the hungriest so far.
#[derive(Default)]
struct Worst {
    time: (Duration, String),
    memory: (u64, String),
}

impl Worst {
    /// Sets one off, under watch.
    fn case(&mut self, name: impl Into<String>, wanted: &'static str, work: impl FnOnce() -> Answer) -> Case {
        let name = name.into();
        let (mut answer, watch) = (None, Watch::new());
        let held = allocation_counter::measure(|| answer = Some(work())).bytes_max;
        let took = watch.spent();
        if took > self.time.0 {
            self.time = (took, name.clone());
        }
        if held > self.memory.0 {
            self.memory = (held, name.clone());
        }
        let answer = match answer.expect("an answer") {
            Answer::Refused(_) if took > TIME => Answer::Refused(format!("after {took:?}")),
            Answer::Refused(_) if held > MEMORY => Answer::Refused(format!("with {held} bytes")),
            answer => answer,
        };
        Case::answered(name, answer, wanted)
    }
}

pub fn cases() -> Vec<Case> {
    let mut worst = Worst::default();
    let cases = [documents(&mut worst), signatures(&mut worst), binary(&mut worst), statements(&mut worst)].concat();
    let Worst { time: (time, slow), memory: (memory, hungry) } = worst;
    println!("bombs: {time:?} at most ({slow}), {:.1} MB at most ({hungry})", memory as f64 / 1e6);
    cases
}

/// As often as it fits.
fn fill(what: &str) -> String {
    what.repeat(FILL / what.len())
}

/// The same for what the gate stops.
fn large(what: &str) -> String {
    what.repeat(LARGE / what.len())
}

fn numbered(count: usize, each: impl Fn(usize) -> String) -> String {
    (0..count).map(each).collect()
}

/// Through the gate and the check, as a received file.
fn received(bytes: &[u8]) -> Answer {
    let gated = match gate(bytes, &Limits::FOREIGN) {
        Ok(gated) => gated,
        Err(refused) => return Answer::of::<()>(Err(refused.into())),
    };
    Answer::of(check(&gated, Keys::InDocument))
}

/// Shapes that the gate or the digest of the document stops, in both dialects.
fn documents(worst: &mut Worst) -> Vec<Case> {
    let mut cases = Vec::new();
    let laughs: String =
        (1..12).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    for dialect in BOTH {
        let (_, element) = dialect.value();
        let inside = |what: &str| dialect.put(element, &format!("{element}{what}"));
        let id = if dialect == Dialect::Co { "sp" } else { "COD" };
        for (name, bytes, wanted) in [
            (
                "attributes",
                inside(&format!("<x {}/>", numbered(700_000, |n| format!("a{n}=\"\" ")))),
                "gate.attributes",
            ),
            (
                "declarations",
                inside(&format!("<x {}/>", numbered(300_000, |n| format!("xmlns:n{n}=\"u{n}\" ")))),
                "gate.attributes",
            ),
            ("depth", inside(&format!("{}{}", "<x>".repeat(1_100_000), "</x>".repeat(1_100_000))), "gate.depth"),
            ("elements", inside(&large("<x></x>")), "gate.elements"),
            ("a name", inside(&format!("<{0}></{0}>", "x".repeat(LARGE / 2))), "gate.too_large"),
            ("an attribute", inside(&format!("<x a=\"{}\"/>", large("x"))), "gate.too_large"),
            (
                "entities that laugh",
                [format!("<!DOCTYPE x [<!ENTITY l0 \"lol\">{laughs}]>").as_bytes(), &inside("&l11;")].concat(),
                "gate.doctype",
            ),
            ("entity references", inside(&large("&l11;")), "gate.entity"),
            ("character references", inside(&fill("&#x10FFFD;")), "sig.digest"),
            ("comments", inside(&fill("<!---->")), "gate.comment"),
            ("CDATA", inside(&large("<![CDATA[x]]>")), "gate.cdata"),
            ("instructions", inside(&large("<?x y?>")), "gate.instruction"),
            ("white space", inside(&fill(" \n")), "sig.digest"),
            ("too much of everything", inside(&large("x").repeat(2)), "gate.too_large"),
            ("a namespace said again and again", spread(dialect), "gate.too_large"),
            ("identifiers", inside(&"<x Id=\"a\"></x>".repeat(ELEMENTS)), "sig.digest"),
            ("one identifier", inside(&format!("<x Id=\"{id}\"></x>").repeat(ELEMENTS)), "ref.target_ambiguous"),
        ] {
            cases.push(worst.case(format!("{dialect:?}: {name}"), wanted, || received(&bytes)));
        }
    }
    cases
}

/// A long namespace declared once, above many elements that use it: the canonical form declares it at each of them.
fn spread(dialect: Dialect) -> Vec<u8> {
    let (_, element) = dialect.value();
    let long = format!("<x xmlns:p=\"urn:{}\">{}</x>", "n".repeat(60_000), "<p:y/>".repeat(190_000));
    dialect.put(element, &format!("{element}{long}"))
}

/// Too much inside a signature.
fn signatures(worst: &mut Worst) -> Vec<Case> {
    let mut cases = Vec::new();
    for dialect in BOTH {
        let signature = dialect.signature();
        let part = |from, to| between(signature.as_bytes(), from, to);
        let (reference, transform) =
            (part("<ds:Reference ", "</ds:Reference>"), part("<ds:Transform ", "</ds:Transform>"));
        let certificate = part("<ds:X509Certificate>", "</ds:X509Certificate>");
        let value = part("<ds:SignatureValue", "</ds:SignatureValue>");
        let digest = part("<ds:DigestValue>", "</ds:DigestValue>");
        let filled = |name: &str| format!("<ds:{name}>{}</ds:{name}>", fill("AAAA"));
        let prefixes = format!(
            "<e:InclusiveNamespaces xmlns:e=\"{EXCLUSIVE}\" PrefixList=\"{}\"></e:InclusiveNamespaces></ds:Transform>",
            "a ".repeat(30_000)
        );
        // Our own form binds its certificate, so another one is another one before it is looked at.
        let unreadable = if dialect == Dialect::Co { "sig.certificate_differs" } else { "cert.unreadable" };
        for (name, from, to, wanted) in [
            ("references", reference, reference.repeat(FILL / reference.len()), "ref.count"),
            ("transforms", transform, transform.repeat(FILL / transform.len()), "alg.transform"),
            ("certificates", certificate, certificate.repeat(FILL / certificate.len()), "shape.key_info"),
            ("a certificate", certificate, filled("X509Certificate"), unreadable),
            ("a value", value, filled("SignatureValue"), "sig.length"),
            ("a digest", digest, filled("DigestValue"), "sig.digest"),
            ("blanks in a digest", digest, format!("<ds:DigestValue>{}AAAA</ds:DigestValue>", fill(" ")), "sig.digest"),
            ("prefixes", "</ds:Transform>", prefixes, "alg.transform"),
            (
                "objects",
                "</ds:Signature>",
                format!("{}</ds:Signature>", "<ds:Object></ds:Object>".repeat(ELEMENTS)),
                "shape.extra_object",
            ),
        ] {
            let bytes = dialect.with(from, &to);
            cases.push(worst.case(format!("{dialect:?}: {name} in a signature"), wanted, || received(&bytes)));
        }
        let many = dialect
            .put(signature, &format!("{signature}{}", format!("<ds:Signature xmlns:ds=\"{DS}\"/>").repeat(FILL / 68)));
        cases.push(worst.case(format!("{dialect:?}: signatures"), "shape.signature_count", || received(&many)));
    }
    let stamp = "<xades:SignatureTimeStamp><xades:EncapsulatedTimeStamp>AAAA</xades:EncapsulatedTimeStamp>\
                 </xades:SignatureTimeStamp>";
    let unsigned = format!(
        "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>{}</xades:UnsignedSignatureProperties>\
         </xades:UnsignedProperties></xades:QualifyingProperties>",
        stamp.repeat(FILL / 120)
    );
    let bytes = Dialect::Co.with("</xades:QualifyingProperties>", &unsigned);
    cases.push(worst.case("stamps behind the signed part", "shape.unknown_form", || received(&bytes)));
    cases
}

fn by_reason<T>(result: Result<T, Reason>) -> Answer {
    match result {
        Ok(_) => Answer::Accepted,
        Err(reason) => Answer::Refused(reason.code().to_owned()),
    }
}

/// A sequence around these bytes.
fn sequence(inside: &[u8]) -> Vec<u8> {
    let length = u32::try_from(inside.len()).expect("small").to_be_bytes();
    [&[0x30, 0x84], &length[..], inside].concat()
}

/// Certificates, lists, answers, stamps and key files.
fn binary(worst: &mut Worst) -> Vec<Case> {
    let open = [0x30, 0x80].repeat(FILL / 2);
    let mut deep = vec![2, 1, 5];
    for _ in 0..1_000 {
        deep = sequence(&deep);
    }
    let wide = sequence(&[2, 1, 5].repeat(FILL / 3));
    // Many small ones, each without a length, in one that has none either.
    let loose = [&[0x30, 0x80][..], &[0x30, 0x80, 0, 0].repeat(FILL / 4), &[0, 0]].concat();
    let honest = SignerCertificate::read(&key_file().certificate).expect("a certificate").der;
    let after = [&honest[..], &vec![0; FILL]].concat();
    let mut cases = Vec::new();
    for (shape, bytes) in [("open lengths", &open), ("depth", &deep), ("width", &wide), ("loose ends", &loose)] {
        cases
            .push(worst.case(format!("a list of {shape}"), "revocation.unreadable", || {
                by_reason(RevocationList::read(bytes))
            }));
        cases.push(
            worst.case(format!("an answer of {shape}"), "revocation.unreadable", || by_reason(OcspAnswer::read(bytes))),
        );
        cases.push(
            worst.case(format!("a stamp of {shape}"), "time.stamp_unreadable", || {
                by_reason(open_stamp(bytes, b"", &[]))
            }),
        );
        cases.push(worst.case(format!("a certificate of {shape}"), "cert.unreadable", || {
            Answer::of(SignerCertificate::read(bytes))
        }));
        cases.push(worst.case(format!("a key file of {shape}"), "key.file_unreadable", || by_key_file(bytes, "x")));
    }
    cases.push(
        worst.case("a certificate with bytes after it", "cert.unreadable", || {
            Answer::of(SignerCertificate::read(&after))
        }),
    );
    let (trust, leaf, above) = tangled();
    cases.push(worst.case("authorities that vouch for one another", "trust.signer_unknown", || {
        super::certificates::judged(&trust, &leaf, above, ISSUED)
    }));
    let slow = with_endless_rounds(&key_file().pkcs12);
    cases.push(worst.case("a key file of two thousand million rounds", "key.file_unreadable", || {
        by_key_file(&slow, "file password")
    }));
    cases
}

fn by_key_file(bytes: &[u8], password: &str) -> Answer {
    match import_key_file(bytes, &secret(password), &pin(), LIGHT, &SystemRandom::new()) {
        Ok(_) => Answer::Accepted,
        Err(error @ SignError::FilePassword) => panic!("the rounds were gone through: {error}"),
        Err(error) => Answer::Refused(error.code().to_owned()),
    }
}

/// A key file that wants as many rounds as can be written before its password is tried.
fn with_endless_rounds(file: &[u8]) -> Vec<u8> {
    // `MacData` is the last part of the file, and the number of rounds its last part (RFC 7292 4); its digest is SHA-256.
    let digest = [6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
    let mac = file.windows(digest.len()).rposition(|it| it == digest).expect("a MAC") - 6;
    let (mut head, rounds) = (file[..file.len() - 4].to_vec(), &file[file.len() - 4..]);
    assert!(rounds[..2] == [2, 2] && head[0..2] == [0x30, 0x82] && head[mac] == 0x30 && head[mac + 1] < 0x7E);
    head[mac + 1] += 2;
    let length = u16::from_be_bytes([head[2], head[3]]) + 2;
    head[2..4].copy_from_slice(&length.to_be_bytes());
    [&head[..], &[2, 4], &i32::MAX.to_be_bytes()].concat()
}

/// Statements and printed codes.
fn statements(worst: &mut Worst) -> Vec<Case> {
    let key = PlainKey::generate(&SystemRandom::new()).expect("a key");
    let keys = [key.trusted(&[KeyUse::List, KeyUse::Receipt], Span { from: at("2026-01-01T00:00:00Z"), to: None })];
    let list = "trust.list_signature";
    let signed = |claims: &str| sign_list(claims.as_bytes(), &[&key]).expect("a list");
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(FILL / 16), "]".repeat(FILL / 16));
    let wide = format!("{{{}\"z\":0}}", numbered(FILL / 27, |n| format!("\"m{n}\":0,")));
    let twice = wide.replace("\"z\"", "\"m7\"");
    let honest = String::from_utf8(signed("{}")).expect("UTF-8");
    let many = honest.replacen("\"signatures\":[", &format!("\"signatures\":[{}", "{},".repeat(FILL / 8)), 1);
    let mut cases = vec![
        worst.case("a list as deep as it is long", list, || Answer::of(open_list(&signed(&deep), &keys, 1))),
        worst.case("a list with a member twice among many", list, || Answer::of(open_list(&signed(&twice), &keys, 1))),
        worst.case("a list of many signatures", list, || Answer::of(open_list(many.as_bytes(), &keys, 1))),
        worst.case("a list beyond all bounds", list, || Answer::of(open_list(&vec![b' '; 9_000_000], &keys, 1))),
    ];
    for (name, text, wanted) in [
        ("dots", ".".repeat(FILL), "time.receipt"),
        ("one letter", "A".repeat(FILL), "time.receipt"),
        ("a header", format!("{}.e30.AAAA", BASE64URL.encode(&deep)), "time.receipt"),
        ("too much", "A".repeat(9_000_000), "time.receipt"),
    ] {
        cases.push(
            worst.case(format!("a receipt: {name}"), wanted, || {
                Answer::of(open_jws(text.as_bytes(), Typ::Receipt, &keys))
            }),
        );
    }
    let trust = TrustList::default();
    for (name, text) in [("zeros", "0".repeat(FILL)), ("the largest", "0".repeat(960))] {
        let text = format!("TC1:{text}");
        cases.push(
            worst.case(format!("a printed code of {name}"), "qr.unreadable", || Answer::of(qr_open(&text, &trust))),
        );
    }
    cases
}
