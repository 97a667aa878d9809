//! What is sealed holds and reads back as what was given.

use tamga_seal::demo::{Authority, Life};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Class, SignError, Signer as _, import_key_file, same_seal, sign_co, unlock};

use crate::support::*;

#[test]
fn a_sealed_certificate_holds_and_its_signed_bytes_are_what_was_given() {
    let unsigned = certificate(3);
    let sealed = sign_co(&unsigned, at(ISSUED), &mut officer()).expect("a seal");
    let whole = opened(&sealed.bytes).expect("a whole document");
    assert_eq!(whole.signed.as_slice(), unsigned, "the dialect is written in canonical form, so nothing changes");
    assert_eq!(whole.signed, sealed.signed);
    assert_eq!(sealed.sha256, sha256_hex(&sealed.bytes));
    assert_eq!(whole.claimed.at, Some(at(ISSUED)));
    assert_eq!(whole.claimed.role, "DEMONSTRATION", "a demonstration key says so in every signature");
    let signer = whole.signer.as_ref().expect("a certificate");
    assert_eq!(signer.name(), "B. Officer");
    assert!(signer.demonstration);
    let gated = whole.signed.gated().expect("signed bytes pass the gate");
    assert_eq!(gated.bytes(), unsigned);
}

#[test]
fn the_signature_is_put_in_before_the_last_end_tag_and_nothing_else_changes() {
    let unsigned = certificate(1);
    let sealed = sign_co(&unsigned, at(ISSUED), &mut officer()).expect("a seal");
    let signature = between(&sealed.bytes, "<ds:Signature ", "</ds:Signature>");
    assert!(!signature.contains(['\n', '\r', '\t']), "written without white space between elements");
    assert_eq!(swap(&sealed.bytes, signature, ""), unsigned);
}

#[test]
fn status_statements_and_answers_are_sealed_the_same_way() {
    for root in ["StatusStatement", "Response"] {
        let unsigned = format!("<MetaData xmlns=\"urn:tamga:co:1\"><{root} Id=\"co\"><ID>7</ID></{root}></MetaData>");
        let sealed = sign_co(unsigned.as_bytes(), at(ISSUED), &mut officer()).expect("a seal");
        assert_eq!(opened(&sealed.bytes).expect("whole").signed.as_slice(), unsigned.as_bytes());
    }
}

#[test]
fn the_officers_seal_covers_the_exporters_declaration_and_the_certification() {
    let sealed = sign_co(&certificate(2), at(ISSUED), &mut officer()).expect("a seal").bytes;
    for (was, is) in [
        ("The goods comply.", "The goods do not comply."),
        ("A. Exporter", "A. Stranger"),
        ("role=\"EX\"", "role=\"PQ\""),
        ("<Name>B. Officer</Name>", "<Name>C. Officer</Name>"),
        ("<ActualLocationID>UYMVD", "<ActualLocationID>UYPDP"),
        ("<ID>UY-2026-000123</ID>", "<ID>UY-2026-000124</ID>"),
    ] {
        assert_eq!(code(&swap(&sealed, was, is)), "sig.digest", "{was} → {is}");
    }
}

#[test]
fn white_space_and_declarations_that_canonical_form_drops_do_not_break_a_seal() {
    let unsigned = certificate(1);
    let pretty = swap(&unsigned, "<TypeCode listID=\"1001\">", "<TypeCode\n  listID='1001' >");
    let pretty = [b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", &pretty[..], b"\n"].concat();
    let sealed = sign_co(&pretty, at(ISSUED), &mut officer()).expect("a seal");
    let whole = opened(&sealed.bytes).expect("whole");
    assert_eq!(whole.signed.as_slice(), unsigned, "readers see the canonical form, whatever the file looks like");
    assert!(sealed.bytes.starts_with(b"<?xml") && sealed.bytes.ends_with(b"</MetaData>\n"));
}

#[test]
fn two_seals_over_one_document_are_not_the_same_seal_and_one_is_the_same_as_itself() {
    let first = sign_co(&small(), at(ISSUED), &mut officer()).expect("a seal").bytes;
    let second = sign_co(&small(), at(ISSUED), &mut officer()).expect("a seal").bytes;
    let (a, b) = (opened(&first).expect("whole"), opened(&second).expect("whole"));
    assert!(!same_seal(&a, &b), "P-256 values differ each time");
    let spaced = swap(&first, "<ds:SignatureValue Id=\"sv\">", "<ds:SignatureValue Id=\"sv\">\n");
    assert!(same_seal(&a, &opened(&spaced).expect("whole")), "white space around the value is not content");
}

#[test]
fn a_sealed_document_is_not_sealed_again() {
    let sealed = sign_co(&small(), at(ISSUED), &mut officer()).expect("a seal").bytes;
    assert!(matches!(sign_co(&sealed, at(ISSUED), &mut officer()), Err(SignError::AlreadySigned)));
}

#[test]
fn what_the_gate_or_the_form_refuses_is_not_sealed() {
    let text = String::from_utf8(small()).expect("UTF-8");
    for (bytes, wanted) in [
        (text.replace("861", "<!-- x -->861"), "gate.comment"),
        (format!("<!DOCTYPE MetaData>{text}"), "gate.doctype"),
        (text.replace("</Line>", "\r\n</Line>"), "gate.not_wellformed"),
        (text.replace("urn:tamga:co:1", "urn:other"), "shape.unknown_form"),
        (text.replace("Id=\"co\"", "Id=\"sp\""), "ref.target_ambiguous"),
        ("<MetaData xmlns=\"urn:tamga:co:1\"/>".to_owned(), "shape.unknown_form"),
        ("not XML".to_owned(), "gate.not_wellformed"),
    ] {
        match sign_co(bytes.as_bytes(), at(ISSUED), &mut officer()) {
            Err(SignError::Document(refusal)) => assert_eq!(refusal.code(), wanted, "{bytes}"),
            other => panic!("{bytes}: {other:?}"),
        }
    }
}

#[test]
fn a_key_outside_its_certificates_life_does_not_sign() {
    for moment in ["2025-12-31T23:59:59Z", "2028-01-01T00:00:00Z"] {
        let refused = sign_co(&small(), at(moment), &mut officer());
        assert!(matches!(refused, Err(SignError::KeyExpired { .. })), "{moment}: {refused:?}");
    }
    assert!(sign_co(&small(), at("2027-12-31T23:59:59Z"), &mut officer()).is_ok(), "the last second counts");
}

#[test]
fn a_signer_that_makes_wrong_values_is_found_out_before_anything_leaves() {
    struct Faulty(tamga_seal::Batch);
    impl tamga_seal::Signer for Faulty {
        fn certificate(&self) -> &tamga_seal::Chain {
            self.0.certificate()
        }
        fn algorithms(&self) -> &[tamga_seal::Algorithm] {
            self.0.algorithms()
        }
        fn sign(&mut self, algorithm: tamga_seal::Algorithm, bytes: &[u8]) -> Result<Vec<u8>, SignError> {
            let mut value = self.0.sign(algorithm, bytes)?;
            value[5] ^= 1;
            Ok(value)
        }
    }
    match sign_co(&small(), at(ISSUED), &mut Faulty(officer())) {
        Err(SignError::SelfCheck(refusal)) => assert_eq!(refusal.code(), "sig.value"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_certificate_of_another_key_under_the_same_name_is_not_accepted_in_its_place() {
    let sealed = sign_co(&small(), at(ISSUED), &mut officer()).expect("a seal").bytes;
    let other = Authority::new("Demonstration Authority", life()).expect("an authority");
    let file = other.key_file(OFFICER, life(), &secret("file password")).expect("a key file");
    let random = tamga_seal::SystemRandom::new();
    let (_, kept) = import_key_file(&file.pkcs12, &secret("file password"), &pin(), LIGHT, &random).expect("a key");
    let forged = sign_co(&small(), at(ISSUED), &mut unlock(&kept, &pin()).expect("a key")).expect("a seal").bytes;
    let (own, foreign) = ("<ds:X509Data>", "</ds:X509Data>");
    let swapped = swap(&sealed, between(&sealed, own, foreign), between(&forged, own, foreign));
    assert_eq!(code(&swapped), "sig.certificate_differs");
}

#[test]
fn a_refusal_names_every_part_that_does_not_fit() {
    let sealed = sign_co(&small(), at(ISSUED), &mut officer()).expect("a seal").bytes;
    let broken =
        swap(&swap(&sealed, "UY-2026-000123", "UY-2026-000999"), "2026-03-22T16:24:38Z", "2026-03-23T16:24:38Z");
    let refusal = opened(&broken).expect_err("two changes");
    let found: Vec<String> = refusal.reasons.iter().map(|reason| reason.finding.params[0].1.clone()).collect();
    assert_eq!(found, ["document", "properties"], "the person sees in whose part the change lies");
    assert_eq!(refusal.class(), Class::Invalid);
}

#[test]
fn every_algorithm_a_key_can_have_signs_and_verifies() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for kind in ["rsa:2048", "rsa:3072", "P-256", "P-384", "ed25519"] {
        make_key(folder.path(), "k", kind);
        let mut key = made(folder.path(), "k");
        let moment = today(&key);
        let sealed = sign_co(&certificate(1), moment, &mut key).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let whole = opened(&sealed.bytes).expect("whole");
        assert_eq!(whole.claimed.role, "", "{kind}: only demonstration keys claim a role");
        assert_eq!(whole.algorithms.signature, key.algorithms()[0]);
    }
}

#[test]
fn a_certificate_made_for_a_moment_says_when_it_lives() {
    let life = Life { from: at("2026-02-03T04:05:06Z"), to: at("2026-02-03T04:05:07Z") };
    let file = authority().key_file(OFFICER, life, &secret("file password")).expect("a key file");
    let read = tamga_seal::SignerCertificate::read(&file.certificate).expect("a certificate");
    assert_eq!((read.not_before, read.not_after), (life.from, life.to));
    assert!(read.lives_at(at("2026-02-03T04:05:07.999Z")) && !read.lives_at(at("2026-02-03T04:05:08Z")));
}
