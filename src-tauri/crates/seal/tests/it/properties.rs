//! No byte of a sealed document can be touched without being seen: what the signature covers breaks, what it does not
//! cover never changes what readers get.
//!
//! "Covers" is meant as canonical form means it: white space inside a tag, or a character reference in another
//! spelling, is the same document.

use proptest::prelude::*;
use tamga_seal::{Whole, sign_co};

use crate::support::*;

/// Byte ranges of a sealed document that the signature covers: the document, `SignedInfo`, the signed properties.
fn covered(sealed: &[u8]) -> Vec<bool> {
    let mut covered = vec![true; sealed.len()];
    let text = std::str::from_utf8(sealed).expect("UTF-8");
    let range = |from: &str, to: &str| text.find(from).expect("start")..text.find(to).expect("end") + to.len();
    covered[range("<ds:Signature ", "</ds:Signature>")].fill(false);
    covered[range("<ds:SignedInfo>", "</ds:SignedInfo>")].fill(true);
    covered[range("<xades:SignedProperties ", "</xades:SignedProperties>")].fill(true);
    covered
}

fn fixture() -> (Vec<u8>, Whole, Vec<bool>) {
    let sealed = sign_co(&small(), at(ISSUED), &mut officer()).expect("a seal").bytes;
    let whole = opened(&sealed).expect("whole");
    let covered = covered(&sealed);
    (sealed, whole, covered)
}

/// Is a byte white space inside a tag? Doubling such a one is the one change canonical form forgives.
fn is_space_in_a_tag(bytes: &[u8], at: usize) -> bool {
    let inside = bytes[..at].iter().rposition(|b| *b == b'<') > bytes[..at].iter().rposition(|b| *b == b'>');
    bytes[at] == b' ' && inside
}

#[test]
fn every_single_byte_flipped_once_is_seen() {
    let (sealed, whole, covered) = fixture();
    for place in 0..sealed.len() {
        // One bit, another at every place.
        let mut flipped = sealed.clone();
        flipped[place] ^= 1 << (place % 8);
        match opened(&flipped) {
            Ok(found) => {
                assert!(!covered[place], "byte {place} is covered and was flipped, yet the seal holds");
                assert_eq!(found.signed, whole.signed, "byte {place} changed what readers get");
            }
            Err(refusal) => assert!(!refusal.reasons.is_empty()),
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Touch {
    Flip(u8),
    Drop,
    Double,
    Swap,
}

fn touched(bytes: &[u8], place: usize, touch: Touch) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    match touch {
        Touch::Flip(bit) => bytes[place] ^= 1 << bit,
        Touch::Drop => drop(bytes.remove(place)),
        Touch::Double => bytes.insert(place, bytes[place]),
        Touch::Swap if place + 1 < bytes.len() => bytes.swap(place, place + 1),
        Touch::Swap => {}
    }
    bytes
}

fn touch() -> impl Strategy<Value = Touch> {
    prop_oneof![(0..8u8).prop_map(Touch::Flip), Just(Touch::Drop), Just(Touch::Double), Just(Touch::Swap)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_touched_byte_is_refused_or_changes_nothing_that_is_read(where_in in 0.0..1.0f64, touch in touch()) {
        use std::sync::OnceLock;
        static FIXTURE: OnceLock<(Vec<u8>, Whole, Vec<bool>)> = OnceLock::new();
        let (sealed, whole, covered) = FIXTURE.get_or_init(fixture);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length")]
        let place = (where_in * sealed.len() as f64) as usize;
        let changed = touched(sealed, place, touch);
        prop_assume!(changed != *sealed);
        if let Ok(found) = opened(&changed) {
            prop_assert_eq!(&found.signed, &whole.signed, "what readers get never changes");
            let forgiven = matches!(touch, Touch::Double) && is_space_in_a_tag(sealed, place);
            let outside = !covered[place] && (!matches!(touch, Touch::Swap) || !covered[place + 1]);
            prop_assert!(outside || forgiven, "byte {} is covered: {:?}", place, touch);
        }
    }

    #[test]
    fn any_text_that_xml_can_carry_is_sealed_and_read_back(text in "\\PC{0,60}[\u{1}-\u{1f}]{0,2}") {
        let mut writer = tamga_xml::Writer::root("MetaData", "urn:tamga:co:1");
        writer.start_with("Declaration", &[("Id", "co")]).element_with("Line", &[("note", &text)], &text);
        let unsigned = writer.finish();
        let sealed = sign_co(&unsigned, at(ISSUED), &mut officer()).expect("a seal");
        prop_assert_eq!(sealed.signed.as_slice(), &unsigned[..]);
    }
}
