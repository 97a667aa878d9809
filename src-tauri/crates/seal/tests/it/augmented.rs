//! Copies with evidence inside (XAdES B-T, B-LT): the seal holds, xmlsec1 agrees, and the frozen form comes back byte for
//! byte.

use tamga_origin::Timestamp;
use tamga_seal::time::open_stamp;
use tamga_seal::{OfferedEvidence, OfferedStamp, augment, check_co, frozen_forms, same_seal, sign_co};
use tamga_xml::{Limits, gate};

use crate::revocation::{answer, authority, list};
use crate::stamps::{service, token};
use crate::support::*;

/// A sealed file, and evidence that really speaks of it.
fn sealed_with_evidence() -> (Vec<u8>, OfferedEvidence) {
    let folder = tempfile::tempdir().expect("a folder");
    let sealed = sign_co(&small(), at(ISSUED), &mut officer()).expect("a seal").bytes;
    let stampable = opened(&sealed).expect("whole").stampable;
    service(folder.path(), "P-256");
    let stamp = OfferedStamp { token: token(folder.path(), &stampable), over: Some(stampable) };
    authority(folder.path());
    let later = Timestamp::parse_rfc3339("2027-01-01T00:00:00Z").expect("a time");
    let evidence = OfferedEvidence {
        stamps: vec![stamp],
        certificates: vec![std::fs::read(folder.path().join("root.der")).expect("a file")],
        crls: vec![list(folder.path(), later, "more", "root")],
        ocsps: vec![answer(folder.path(), "responder")],
    };
    (sealed, evidence)
}

fn forms(bytes: &[u8]) -> tamga_seal::FrozenForms {
    frozen_forms(&gate(bytes, &Limits::OWN).expect("gated")).expect("whole")
}

#[test]
fn what_goes_in_comes_out_and_the_frozen_form_comes_back() {
    if !has("openssl") {
        return;
    }
    let (frozen, evidence) = sealed_with_evidence();
    let only = |stamps: bool, rest: bool| OfferedEvidence {
        stamps: if stamps { evidence.stamps.clone() } else { Vec::new() },
        ..if rest { OfferedEvidence { stamps: Vec::new(), ..evidence.clone() } } else { OfferedEvidence::NONE }
    };
    let before = opened(&frozen).expect("whole");
    for (stamps, rest) in [(true, false), (false, true), (true, true)] {
        let given = only(stamps, rest);
        let copy = augment(&frozen, &given).expect("a copy");
        let whole = opened(&copy).expect("whole");
        assert!(same_seal(&whole, &before), "one seal");
        assert_eq!(whole.offered, given, "what went in");
        let forms = forms(&copy);
        assert_eq!(forms.bare, frozen, "byte for byte");
        assert_eq!(forms.stamped.is_some(), stamps);
        // One run of bytes, and nothing else.
        let at = copy.iter().zip(&frozen).take_while(|(a, b)| a == b).count();
        let run = copy.len() - frozen.len();
        assert_eq!([&copy[..at], &copy[at + run..]].concat(), frozen);
    }
    assert_eq!(augment(&frozen, &OfferedEvidence::NONE).expect("a copy"), frozen, "nothing in, nothing changed");
    assert_eq!(forms(&frozen).bare, frozen);
    let token = &evidence.stamps[0].token;
    open_stamp(token, &before.stampable, &[]).expect("the stamp in the copy speaks of the seal");
}

#[test]
fn a_form_frozen_with_its_stamp_takes_more_evidence_and_comes_back() {
    if !has("openssl") {
        return;
    }
    let (bare, evidence) = sealed_with_evidence();
    let stamp = OfferedEvidence { stamps: evidence.stamps.clone(), ..OfferedEvidence::NONE };
    let frozen = augment(&bare, &stamp).expect("a stamped form");
    let rest = OfferedEvidence { stamps: Vec::new(), ..evidence.clone() };
    let copy = augment(&frozen, &rest).expect("a copy");
    let forms = forms(&copy);
    assert_eq!(forms.stamped.as_ref(), Some(&frozen), "byte for byte");
    assert_eq!(forms.bare, bare, "both cuts are offered; a digest says which was issued");
    assert_eq!(opened(&copy).expect("whole").offered, evidence);
    assert_eq!(copy, augment(&bare, &evidence).expect("a copy"), "however it was put together");
    let again = augment(&copy, &rest).expect_err("evidence is inside already");
    assert_eq!(again.code(), "shape.unknown_form");
}

#[test]
fn xmlsec1_finds_the_seal_of_a_copy_good() {
    if !has("openssl") || !has("xmlsec1") {
        return;
    }
    let (_, mut evidence) = sealed_with_evidence();
    // Whether a stamp fits is asked by the judge, not by whoever copies.
    evidence.stamps[0].over = None;
    let folder = tempfile::tempdir().expect("a folder");
    make_key(folder.path(), "k", "P-256");
    let mut key = made(folder.path(), "k");
    let moment = today(&key);
    let frozen = sign_co(&certificate(3), moment, &mut key).expect("a seal").bytes;
    let copy = augment(&frozen, &evidence).expect("a copy");
    let verifies = |bytes: &[u8]| {
        std::fs::write(folder.path().join("copy.xml"), bytes).expect("a file");
        let args = ["--verify", "--pubkey-cert-pem", "k.pem", "--id-attr:Id", "SignedProperties", "copy.xml"];
        run(folder.path(), "xmlsec1", &args)
    };
    let (good, said) = verifies(&copy);
    assert!(good, "{said}");
    let (good, _) = verifies(&swap(&copy, "The goods comply.", "The goods comply!"));
    assert!(!good, "and it still looks");
}

#[test]
fn evidence_in_a_file_stands_where_it_must_and_nowhere_else() {
    if !has("openssl") {
        return;
    }
    let (frozen, evidence) = sealed_with_evidence();
    let copy = augment(&frozen, &evidence).expect("a copy");
    let unsigned = between(&copy, "<xades:UnsignedProperties>", "</xades:UnsignedProperties>").to_owned();
    let stamp = between(&copy, "<xades:SignatureTimeStamp>", "</xades:SignatureTimeStamp>").to_owned();
    let certificates = between(&copy, "<xades:CertificateValues>", "</xades:CertificateValues>").to_owned();
    let revocation = between(&copy, "<xades:RevocationValues>", "</xades:RevocationValues>").to_owned();
    for (what, from, to) in [
        ("twice", &unsigned, unsigned.repeat(2)),
        ("unordered", &format!("{stamp}{certificates}"), format!("{certificates}{stamp}")),
        ("doubled", &revocation, revocation.repeat(2)),
        ("something else", &certificates, "<xades:ArchiveTimeStamp></xades:ArchiveTimeStamp>".to_owned()),
        ("text", &certificates, format!("text{certificates}")),
        (
            "an id",
            &certificates,
            certificates.replace("<xades:CertificateValues>", "<xades:CertificateValues Id=\"sp\">"),
        ),
    ] {
        let changed = swap(&copy, from, &to);
        let said = code(&changed);
        assert!(said.starts_with("shape.") || said == "ref.target_ambiguous", "{what}: {said}");
    }
    // Inside the signed part it is a change of what was signed.
    let moved =
        swap(&frozen, "<xades:SignedSignatureProperties>", &format!("{stamp}<xades:SignedSignatureProperties>"));
    assert_eq!(code(&moved), "shape.signed_properties");
    let base64 = between(&copy, "<xades:EncapsulatedTimeStamp>", "</xades:EncapsulatedTimeStamp>").to_owned();
    let broken = swap(&copy, &base64, "<xades:EncapsulatedTimeStamp>!</xades:EncapsulatedTimeStamp>");
    let whole = opened(&broken).expect("the seal is not touched");
    assert!(whole.offered.stamps.is_empty(), "and nothing is taken from it");
    assert!(whole.notes.iter().any(|note| note.code() == "time.stamp_unreadable"), "which is said");
}

#[test]
fn nothing_goes_into_a_file_whose_seal_does_not_hold() {
    let sealed = sign_co(&small(), at(ISSUED), &mut officer()).expect("a seal").bytes;
    let evidence = OfferedEvidence { certificates: vec![vec![0x30, 0]], ..OfferedEvidence::NONE };
    let changed = swap(&sealed, "UY-2026-000123", "UY-2026-000124");
    assert_eq!(augment(&changed, &evidence).expect_err("changed").code(), "sig.digest");
    assert_eq!(augment(&small(), &evidence).expect_err("unsigned").code(), "shape.no_signature");
    let foreign = OfferedStamp { token: vec![0x30, 0], over: Some(b"another form".to_vec()) };
    let foreign = OfferedEvidence { stamps: vec![foreign], ..OfferedEvidence::NONE };
    assert_eq!(augment(&sealed, &foreign).expect_err("of another form").code(), "time.stamp_imprint");
    let huge = OfferedEvidence { crls: vec![vec![0; 8 * 1024 * 1024]], ..OfferedEvidence::NONE };
    assert_eq!(augment(&sealed, &huge).expect_err("larger than readers take").code(), "gate.too_large");
    check_co(&gate(&sealed, &Limits::OWN).expect("gated")).expect("the file itself is as it was");
}
