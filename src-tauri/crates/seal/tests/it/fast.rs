//! The one-pass way and the way by the tree never disagree: where the first accepts, the second accepts the same.

use proptest::prelude::*;
use tamga_seal::{Keys, check_co, check_co_by_tree, fast, sign_co};
use tamga_xml::{Gated, Limits, gate};

use crate::support::*;

/// Both ways over one document; `None` when the gate keeps it out. True when the one-pass way took it.
fn both(bytes: &[u8]) -> Option<bool> {
    let gated = gate(bytes, &Limits::FOREIGN).ok()?;
    let taken = fast::check(&gated, Keys::InDocument);
    let reference = check_co_by_tree(&gated);
    if let Some(taken) = &taken {
        assert_eq!(Ok(taken), reference.as_ref(), "accepted by one pass, and not the same by the tree");
    }
    assert_eq!(check_co(&gated), reference, "the whole check answers as the tree does");
    Some(taken.is_some())
}

fn sealed(items: usize) -> Vec<u8> {
    sign_co(&certificate(items), at(ISSUED), &mut officer()).expect("a seal").bytes
}

fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    assert!(text.contains(from), "{from} stands in the document");
    text.replacen(from, to, 1).into_bytes()
}

#[test]
fn what_we_seal_is_checked_in_one_pass() {
    assert_eq!(both(&sealed(8)), Some(true));
    let small = sign_co(&small(), at(ISSUED), &mut officer()).expect("a seal").bytes;
    assert_eq!(both(&small), Some(true), "references in text and attributes stand in their canonical spelling");
}

#[test]
fn seals_of_every_kind_of_key_are_checked_in_one_pass_whoever_else_stands_beside() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for kind in ["rsa:2048", "P-256", "P-384", "ed25519"] {
        make_key(folder.path(), "k", kind);
        let mut key = made(folder.path(), "k");
        let moment = today(&key);
        let sealed = sign_co(&certificate(1), moment, &mut key).expect("a seal").bytes;
        assert_eq!(both(&sealed), Some(true), "{kind}");
        assert_eq!(opened(&sealed).expect("whole").claimed.role, "", "{kind}: no role is made up");
        let above = between(&sealed, "<ds:X509Certificate>", "</ds:X509Certificate>").to_owned();
        let several = swap(&sealed, "</ds:X509Data>", &format!("{}</ds:X509Data>", above.repeat(4)));
        assert_eq!(both(&several), Some(true), "{kind}: four more certificates");
        let too_many = swap(&sealed, "</ds:X509Data>", &format!("{}</ds:X509Data>", above.repeat(5)));
        assert_eq!((both(&too_many), opened(&too_many).is_ok()), (Some(false), false), "{kind}: five more");
    }
}

#[test]
fn another_writing_of_the_same_document_is_left_to_the_tree_and_stays_whole() {
    let small = sign_co(&small(), at(ISSUED), &mut officer()).expect("a seal").bytes;
    for (from, to) in [
        ("<Declaration Id=\"co\">", "<Declaration Id='co'>"),
        ("<Declaration Id=\"co\">", "<Declaration  Id=\"co\">"),
        ("<Declaration Id=\"co\">", "<Declaration Id = \"co\">"),
        ("<Declaration Id=\"co\">", "<Declaration xmlns=\"urn:tamga:co:1\" Id=\"co\">"),
        ("<Declaration Id=\"co\">", "<Declaration xmlns:a=\"urn:a\" Id=\"co\">"),
        ("</Declaration>", "</Declaration >"),
        ("UY-2026", "&#85;Y-2026"),
        ("&lt;blanco&gt;", "&lt;blanco>"),
        ("<MetaData xmlns=\"urn:tamga:co:1\">", "<MetaData xmlns=\"urn:tamga:co:1\" xmlns:a=\"urn:a\">"),
    ] {
        let other = replaced(&small, from, to);
        assert_eq!(both(&other), Some(false), "{from} as {to}");
        assert!(opened(&other).is_ok(), "{from} as {to} is the same document");
    }
    for other in [[b"<?xml version=\"1.0\"?>", &small[..]].concat(), [&small[..], b"\n"].concat()] {
        assert_eq!(both(&other), Some(false), "what stands outside the root is not signed");
        assert!(opened(&other).is_ok());
    }
}

#[test]
fn a_document_that_says_something_else_is_refused_by_both() {
    let small = sign_co(&small(), at(ISSUED), &mut officer()).expect("a seal").bytes;
    for (from, to) in [
        ("UY-2026", "UY-2027"),
        ("<Line>", "<Line a=\"b\">"),
        ("<Line>", "<Line xmlns=\"urn:other\">"),
        ("<Declaration Id=\"co\">", "<Declaration Id=\"sp\">"),
        ("<Declaration Id=\"co\">", "<Declaration ID=\"sig\">"),
        ("</Declaration>", "</Declaration> "),
        ("</Declaration>", "</Declaration><!-- c -->"),
        ("</ds:Signature>", "</ds:Signature> "),
        ("</ds:Signature>", "</ds:Signature><More></More>"),
        ("URI=\"\"", "URI=\"#co\""),
        ("Target=\"#sig\"", "Target=\"#co\""),
    ] {
        let other = replaced(&small, from, to);
        assert_ne!(both(&other), Some(true), "{from} as {to}");
        assert!(opened(&other).is_err(), "{from} as {to}");
    }
    let text = String::from_utf8(small.clone()).expect("UTF-8");
    let signature = &text[text.find("<ds:Signature ").expect("it begins")..text.find("</MetaData>").expect("it ends")];
    for other in [
        text.replace("<Declaration", &format!("{signature}<Declaration")),
        text.replace("</Declaration>", &format!("{signature}</Declaration>")),
        text.replace(signature, &format!("{signature}{signature}")),
    ] {
        assert_ne!(both(other.as_bytes()), Some(true));
        assert!(opened(other.as_bytes()).is_err());
    }
}

#[test]
fn unsigned_documents_in_another_writing_are_signed_over_their_canonical_form() {
    let plain = small();
    let canonical = sign_co(&plain, at(ISSUED), &mut officer()).expect("a seal").signed;
    for other in [replaced(&plain, "<Declaration Id=\"co\">", "<Declaration Id='co'>"), [&plain[..], b"\n"].concat()] {
        let sealed = sign_co(&other, at(ISSUED), &mut officer()).expect("a seal");
        assert_eq!(sealed.signed, canonical, "the canonical form is signed, however it is written");
        assert!(sealed.bytes.starts_with(&other[..other.len() - 15]), "not a byte before the signature changes");
    }
}

#[derive(Debug, Clone)]
enum Change {
    Flip(u8),
    Drop(usize),
    Double(usize),
    Put(&'static str),
}

fn change() -> impl Strategy<Value = Change> {
    let pieces = prop::sample::select(vec![
        " ",
        "\n",
        "\r",
        ">",
        "&#10;",
        "&amp;",
        "'",
        "\"",
        "<a/>",
        "<a></a>",
        "<!--c-->",
        " Id=\"sp\"",
        " xmlns=\"\"",
        " xmlns:ds=\"u\"",
        " a=\"1\"",
        "\u{feff}",
        "é",
    ]);
    prop_oneof![
        (0..8u8).prop_map(Change::Flip),
        (1..40usize).prop_map(Change::Drop),
        (1..40usize).prop_map(Change::Double),
        pieces.prop_map(Change::Put),
    ]
}

fn changed(bytes: &[u8], at: usize, change: &Change) -> Vec<u8> {
    let (before, after) = bytes.split_at(at);
    match change {
        Change::Flip(bit) => {
            let mut flipped = bytes.to_vec();
            flipped[at] ^= 1 << bit;
            flipped
        }
        Change::Drop(length) => [before, &after[(*length).min(after.len())..]].concat(),
        Change::Double(length) => [before, &after[..(*length).min(after.len())], after].concat(),
        Change::Put(piece) => [before, piece.as_bytes(), after].concat(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_pass_accepts_nothing_that_the_tree_refuses(place in 0.0..1.0f64, change in change()) {
        use std::sync::OnceLock;
        static SEALED: OnceLock<Vec<u8>> = OnceLock::new();
        let bytes = SEALED.get_or_init(|| sign_co(&small(), at(ISSUED), &mut officer()).expect("a seal").bytes);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length")]
        let at = (place * bytes.len() as f64) as usize;
        let other = changed(bytes, at, &change);
        let gated: Result<Gated<'_>, _> = gate(&other, &Limits::FOREIGN);
        if gated.is_ok() {
            both(&other);
        }
    }

    #[test]
    fn any_text_is_sealed_and_checked_in_one_pass(text in "\\PC{0,60}[\u{1}-\u{1f}]{0,2}") {
        let mut writer = tamga_xml::Writer::root("MetaData", "urn:tamga:co:1");
        writer.start_with("Declaration", &[("Id", "co")]).element_with("Line", &[("note", &text)], &text);
        let sealed = sign_co(&writer.finish(), at(ISSUED), &mut officer()).expect("a seal");
        prop_assert_eq!(both(&sealed.bytes), Some(true), "what our writer writes is canonical");
    }
}
