//! What bears a document out: kept once, by digest, beside the document; the newest answers are at hand.

use tamga_store::{NewAnswerAtHand, NewSupport, StoreError};

use crate::house::{House, at, block, issue, write};

fn stamp(bytes: &[u8]) -> NewSupport {
    let source = "http://stamps.example".to_owned();
    NewSupport { kind: "stamp".to_owned(), bytes: bytes.to_vec(), source, at: Some(at(5)) }
}

#[test]
fn evidence_is_kept_once_and_never_changes() {
    let house = House::new();
    let document = write(&house.store, 1, |tx| tx.document_keep(b"<co/>", "application/xml")).unwrap().sha256;
    let keep = |new: &NewSupport| write(&house.store, 2, |tx| tx.support_add(&document, new));
    assert!(keep(&stamp(b"token")).unwrap());
    assert!(!keep(&stamp(b"token")).unwrap(), "the same again is nothing new");
    assert!(keep(&NewSupport { kind: "crl".to_owned(), ..stamp(b"token") }).unwrap(), "another kind is");
    assert!(keep(&NewSupport { kind: "receipt".to_owned(), ..stamp(b"a.b.c") }).unwrap(), "a receipt too");
    let unknown = keep(&NewSupport { kind: "rumour".to_owned(), ..stamp(b"x") });
    assert!(matches!(unknown, Err(StoreError::Rule(_))), "{unknown:?}");
    let nowhere = write(&house.store, 2, |tx| tx.support_add(&"0".repeat(64), &stamp(b"token")));
    assert!(nowhere.is_err(), "evidence about a document that is not here");
    let (rows, bytes) = house
        .store
        .read(|reader| {
            let rows = reader.support(&document)?;
            let bytes = reader.document_bytes(&rows[0].bytes_sha)?;
            Ok::<_, StoreError>((rows, bytes))
        })
        .unwrap();
    let shown: Vec<_> = rows.iter().map(|row| (row.kind.as_str(), row.at)).collect();
    assert_eq!(shown, [("stamp", Some(at(5))), ("crl", Some(at(5))), ("receipt", Some(at(5)))]);
    assert_eq!(bytes, b"token");
    let closed = house.closed();
    let raw = closed.raw();
    for change in ["UPDATE support SET source = ''", "DELETE FROM support"] {
        assert!(raw.execute(change, []).is_err(), "{change}");
    }
}

#[test]
fn certificates_without_a_stamp_are_found_until_they_have_one() {
    let house = House::new();
    write(&house.store, 0, |tx| tx.number_block_add(&block(1, 10))).unwrap();
    issue(&house.store, "run", 1, at(1)).unwrap();
    issue(&house.store, "run", 2, at(2)).unwrap();
    let open = |since: i64| house.store.read(|reader| reader.documents_unstamped(at(since), 10)).unwrap();
    let waiting = open(0);
    assert_eq!(waiting.len(), 2);
    write(&house.store, 9, |tx| tx.support_add(&waiting[0], &stamp(b"token"))).unwrap();
    assert_eq!(open(0), [waiting[1].clone()], "the newest came first");
    assert!(open(3).is_empty(), "those issued before the service was set are let be");
}

#[test]
fn certificates_without_an_answer_since_they_were_signed_are_found_until_one_is_there() {
    let house = House::new();
    write(&house.store, 0, |tx| tx.number_block_add(&block(1, 10))).unwrap();
    issue(&house.store, "run", 1, at(10)).unwrap();
    let open = || house.store.read(|reader| reader.documents_unanswered(10)).unwrap();
    let waiting = open();
    assert_eq!(waiting.iter().map(|(_, signed)| *signed).collect::<Vec<_>>(), [at(10)]);
    let list = |made: i64| NewSupport { kind: "crl".to_owned(), at: Some(at(made)), ..stamp(&[made as u8]) };
    write(&house.store, 11, |tx| tx.support_add(&waiting[0].0, &list(9))).unwrap();
    write(&house.store, 11, |tx| tx.support_add(&waiting[0].0, &stamp(b"token"))).unwrap();
    assert_eq!(open(), waiting, "an older list and a stamp answer nothing");
    write(&house.store, 12, |tx| tx.support_add(&waiting[0].0, &list(10))).unwrap();
    assert_eq!(open(), []);
}

#[test]
fn the_newest_answer_of_an_address_is_at_hand() {
    let house = House::new();
    let answer = |made: i64, bytes: &[u8]| NewAnswerAtHand {
        issuer: "KE-NBO".to_owned(),
        kind: "crl".to_owned(),
        address: "http://lists.example/one.crl".to_owned(),
        certificate: String::new(),
        bytes: bytes.to_vec(),
        made_at: at(made),
    };
    let fetched = |new: &NewAnswerAtHand| write(&house.store, 50, |tx| tx.answer_at_hand(new)).unwrap();
    assert!(fetched(&answer(10, b"ten")));
    assert!(!fetched(&answer(10, b"ten")), "nothing new");
    assert!(fetched(&answer(20, b"twenty")));
    assert!(!fetched(&answer(15, b"fifteen")), "an older one does not come back");
    let other = NewAnswerAtHand { issuer: "KE-MSA".to_owned(), ..answer(1, b"one") };
    assert!(fetched(&other));
    let rows = |issuer: &str| house.store.read(|reader| reader.answers_at_hand(issuer)).unwrap();
    let (one, all) = (rows("KE-NBO"), rows(""));
    assert_eq!((one.len(), all.len()), (1, 2));
    assert_eq!(one[0].made_at, at(20));
    let bytes = house.store.read(|reader| reader.document_bytes(&one[0].bytes_sha)).unwrap();
    assert_eq!(bytes, b"twenty");
}
