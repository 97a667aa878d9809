//! Are the bytes those of the format, and does every check bite?

use tamga_courier::NotProven;
use tamga_courier::bundle::{
    BundleAck, BundleError, BundleGroup, BundleKey, BundleRequires, EntryKind, LARGEST, NewBundle, NewEntry, Part,
    Ranges, Us, open,
};
use tamga_seal::digest::{sha256, sha256_hex};
use tamga_seal::sign_bundle;
use uuid::Uuid;

use super::hands::{CHAMBER, Hands, Listed, NORTH, close, entries, opened};

#[test]
fn what_was_packed_is_what_is_opened() {
    let hands = Hands::new();
    let acks = vec![BundleAck::of("post.north>desk.chamber", &Ranges::of([1, 2, 5]))];
    let requires = BundleRequires { trust_list: Some(4), status_list: None, bundles: vec![2] };
    let group = Some(BundleGroup { id: Uuid::from_u128(9), i: 1, of: 2 });
    let new = NewBundle { n: 3, first: 11, prev: "a".repeat(64), acks, requires, group, ..hands.new_bundle() };
    let sealed = hands.pack(new, &entries()).unwrap();
    let bundle = hands.open(&sealed.bytes).unwrap();
    assert_eq!(bundle.header(), &sealed.header);
    assert_eq!(bundle.header_sha256(), sealed.header_sha256);
    assert_eq!((bundle.header().first, bundle.header().last, bundle.header().count), (11, 13, 3));
    assert_eq!(bundle.header().acks[0].held(), Ranges::of([1, 2, 5]));
    let read: Vec<_> = bundle.entries().map(|entry| (entry.seq, entry.kind.clone(), entry.body.to_vec())).collect();
    let packed: Vec<_> = (11..).zip(entries()).map(|(seq, entry)| (seq, entry.kind, entry.body)).collect();
    assert_eq!(read, packed);
    assert_eq!(bundle.entries().nth(2).unwrap().kind, &EntryKind::Other("later".into()), "an unknown kind is kept");
}

#[test]
fn a_bundle_may_hold_confirmations_alone() {
    let hands = Hands::new();
    let sealed = hands.pack(NewBundle { first: 5, ..hands.new_bundle() }, &[]).unwrap();
    let bundle = hands.open(&sealed.bytes).unwrap();
    assert_eq!((bundle.header().first, bundle.header().last), (5, 4));
    assert_eq!(bundle.entries().count(), 0);
}

#[test]
fn the_plain_bytes_are_laid_out_as_the_format_says() {
    let hands = Hands::new();
    let sealed = hands.pack(hands.new_bundle(), &entries()).unwrap();
    let plain = opened(&sealed.bytes, &hands.opening);
    assert!(plain.starts_with(b"TAMGA-COBUNDLE-1\n"));
    let length = u32::from_be_bytes(plain[17..21].try_into().unwrap()) as usize;
    let header = &plain[21..21 + length];
    assert_eq!(sha256_hex(header), sealed.header_sha256);
    let signature: [u8; 64] = plain[21 + length..85 + length].try_into().unwrap();
    assert_eq!(signature, sign_bundle(header, &hands.signing), "Ed25519 signs the same bytes alike");
    let (content, trailer) = plain.split_at(plain.len() - 32);
    assert_eq!(sha256(content), trailer);
    let mut at = 85 + length;
    let mut digests = Vec::new();
    for entry in entries() {
        let start = at;
        let meta = u32::from_be_bytes(plain[at..at + 4].try_into().unwrap()) as usize;
        let said: serde_json::Value = serde_json::from_slice(&plain[at + 4..at + 4 + meta]).unwrap();
        assert_eq!(said["id"], entry.id);
        assert_eq!(said["sha256"], sha256_hex(&entry.body));
        at += 4 + meta;
        let size = u64::from_be_bytes(plain[at..at + 8].try_into().unwrap()) as usize;
        assert_eq!(&plain[at + 8..at + 8 + size], entry.body);
        at += 8 + size;
        digests.extend(sha256(&plain[start..at]));
    }
    assert_eq!(at, content.len());
    let said: serde_json::Value = serde_json::from_slice(header).unwrap();
    assert_eq!(said["root"], sha256_hex(&digests));
    assert_eq!(said["lane"], format!("{CHAMBER}>{NORTH}"));
}

#[test]
fn whom_it_is_not_for_cannot_open_it() {
    let hands = Hands::new();
    let sealed = hands.pack(hands.new_bundle(), &entries()).unwrap();
    let stranger = BundleKey::generate();
    let us = Us { node: NORTH, keys: std::slice::from_ref(&stranger) };
    assert_eq!(open(&sealed.bytes[..], us, &hands.listed()).unwrap_err(), BundleError::Locked);
    assert_eq!(
        open(&sealed.bytes[..], Us { node: NORTH, keys: &[] }, &hands.listed()).unwrap_err(),
        BundleError::Locked
    );
    let several = [stranger, hands.opening.clone()];
    open(&sealed.bytes[..], Us { node: NORTH, keys: &several }, &hands.listed()).expect("a retired key beside it");
}

#[test]
fn a_bundle_wrapped_again_for_somebody_else_is_refused_there() {
    let hands = Hands::new();
    let sealed = hands.pack(hands.new_bundle(), &entries()).unwrap();
    let plain = opened(&sealed.bytes, &hands.opening);
    let south = BundleKey::generate();
    let wrapped = close(&plain, &south.recipient());
    for node in ["post.south", NORTH] {
        let refused = open(&wrapped[..], Us { node, keys: std::slice::from_ref(&south) }, &hands.listed()).unwrap_err();
        assert_eq!(refused, BundleError::ForSomebodyElse { node: NORTH.into() }, "read as {node}");
    }
    let other_name = Us { node: "post.south", keys: std::slice::from_ref(&hands.opening) };
    let refused = open(&sealed.bytes[..], other_name, &hands.listed()).unwrap_err();
    assert_eq!(refused, BundleError::ForSomebodyElse { node: NORTH.into() }, "two posts with one key");
}

#[test]
fn nobody_but_a_listed_key_of_that_sender_vouches() {
    let hands = Hands::new();
    let sealed = hands.pack(hands.new_bundle(), &entries()).unwrap();
    let us = Us { node: NORTH, keys: std::slice::from_ref(&hands.opening) };
    let nobody = Listed(Vec::new());
    let refused = open(&sealed.bytes[..], us, &nobody).unwrap_err();
    assert_eq!(refused, BundleError::NotVouched(NotProven::UnknownKey));
    let as_another = Listed(hands.listed().0.into_iter().map(|(_, key)| ("post.east".to_owned(), key)).collect());
    assert_eq!(open(&sealed.bytes[..], us, &as_another).unwrap_err(), BundleError::NotVouched(NotProven::UnknownKey));
    let forged = Hands { signing: Hands::new().signing, opening: hands.opening.clone() };
    let mut new = hands.new_bundle();
    new.from.kid = hands.signing.kid().into();
    let sealed = forged.pack(new, &entries()).unwrap();
    assert_eq!(hands.open(&sealed.bytes).unwrap_err(), BundleError::NotVouched(NotProven::BadSignature));
}

#[test]
fn what_no_reader_would_take_is_not_packed() {
    let hands = Hands::new();
    let pack = |bend: fn(&mut NewBundle)| {
        let mut new = hands.new_bundle();
        bend(&mut new);
        hands.pack(new, &entries()).unwrap_err()
    };
    type Bend = fn(&mut NewBundle);
    let bends: [Bend; 7] = [
        |new| new.to.recipients.clear(),
        |new| new.to.recipients = vec![new.to.recipients[0].clone(); 17],
        |new| new.to.recipients = vec!["age1nonsense".into()],
        |new| new.n = 0,
        |new| new.first = 0,
        |new| new.prev = "short".into(),
        |new| new.from.party = "x".repeat(301),
    ];
    for (at, bend) in bends.into_iter().enumerate() {
        assert!(matches!(pack(bend), BundleError::Unpackable(_)), "{at}");
    }
    let large = [NewEntry { kind: EntryKind::Document, id: "d".into(), body: vec![0; LARGEST + 1] }];
    assert_eq!(hands.pack(hands.new_bundle(), &large).unwrap_err(), BundleError::TooLarge);
}

/// Packs the bytes of a header anew, with signature and digests that fit it.
fn with_header(hands: &Hands, bend: impl Fn(&mut serde_json::Value)) -> Vec<u8> {
    let sealed = hands.pack(hands.new_bundle(), &entries()).unwrap();
    let plain = opened(&sealed.bytes, &hands.opening);
    let length = u32::from_be_bytes(plain[17..21].try_into().unwrap()) as usize;
    let mut said: serde_json::Value = serde_json::from_slice(&plain[21..21 + length]).unwrap();
    bend(&mut said);
    let header = serde_json::to_vec(&said).unwrap();
    let mut new = plain[..17].to_vec();
    new.extend(u32::try_from(header.len()).unwrap().to_be_bytes());
    new.extend(&header);
    new.extend(sign_bundle(&header, &hands.signing));
    new.extend(&plain[85 + length..plain.len() - 32]);
    new.extend(sha256(&new));
    close(&new, &hands.opening.recipient())
}

#[test]
fn a_signed_header_that_contradicts_its_bundle_is_refused() {
    let hands = Hands::new();
    type Bend = fn(&mut serde_json::Value);
    let bends: [(&str, Bend, Option<Part>); 9] = [
        ("nothing", |_| {}, None),
        ("an unknown member", |said| said["later"] = serde_json::json!({"a": 1}), None),
        ("another root", |said| said["root"] = serde_json::json!("0".repeat(64)), Some(Part::Root)),
        ("more entries", |said| (said["count"], said["last"]) = (4.into(), 4.into()), Some(Part::Entry)),
        ("fewer entries", |said| (said["count"], said["last"]) = (2.into(), 2.into()), Some(Part::Root)),
        ("other numbers", |said| (said["first"], said["last"]) = (2.into(), 4.into()), Some(Part::Entry)),
        ("numbers without an end", |said| said["last"] = u64::MAX.into(), Some(Part::Header)),
        ("very many", |said| (said["count"], said["last"]) = (9_000_000.into(), 9_000_000.into()), Some(Part::Entry)),
        ("no recipient", |said| said["to"]["recipients"] = serde_json::json!([]), Some(Part::Header)),
    ];
    for (what, bend, expected) in bends {
        let found = hands.open(&with_header(&hands, bend));
        let part = match &found {
            Ok(_) => None,
            Err(BundleError::Damaged { part, .. }) => Some(*part),
            Err(other) => panic!("{what}: {other:?}"),
        };
        assert_eq!(part, expected, "{what}: {found:?}");
    }
    let newer = hands.open(&with_header(&hands, |said| said["format"] = 2.into()));
    assert_eq!(newer.unwrap_err(), BundleError::Format(2));
    let relabelled = hands.open(&with_header(&hands, |said| said["lane"] = "desk.chamber>post.south".into()));
    assert_eq!(relabelled.unwrap_err(), BundleError::ForSomebodyElse { node: NORTH.into() });
}

#[test]
fn a_key_is_never_printed() {
    let key = BundleKey::generate();
    let shown = format!("{key:?}");
    assert!(shown.contains(&key.recipient()) && !shown.contains("SECRET"), "{shown}");
    assert_eq!(BundleKey::from_text(&key.to_secret_text()).unwrap().recipient(), key.recipient());
    assert!(BundleKey::from_text("AGE-SECRET-KEY-1NONSENSE").is_none());
}
