//! Finding: by words in any script, by numbers as people type them.

use proptest::prelude::*;
use tamga_store::{CertificateFilter, CertificateIndex, InboundFilter, NumberHits, Register, StoreError};

use crate::house::{ALL, House, at, certificate, image, index, write};

/// An office with these certificates in its register, as number and goods.
fn office(certificates: &[(&str, &str)]) -> House {
    let house = House::new();
    for (number, goods) in certificates {
        write(&house.store, 1, |tx| {
            let kept = tx.document_keep(number.as_bytes(), "application/xml")?;
            let mut new = certificate(number, &kept.sha256, None, at(1));
            new.index = CertificateIndex {
                goods: (*goods).to_owned(),
                exporter: "E".to_owned(),
                consignee: "C".to_owned(),
                ..index()
            };
            tx.certificate_add(&new)
        })
        .unwrap();
    }
    house
}

fn found(house: &House, text: &str) -> Vec<String> {
    let filter = CertificateFilter { text: text.to_owned(), ..CertificateFilter::default() };
    let page = house.store.read(|reader| reader.certificates(&filter, ALL)).unwrap();
    let mut numbers: Vec<_> = page.rows.into_iter().map(|row| row.number).collect();
    numbers.sort();
    numbers
}

fn numbers(house: &House, typed: &str) -> (Vec<String>, Vec<String>) {
    let NumberHits { exact, similar } = house.store.read(|reader| reader.find_number(typed)).unwrap();
    let plain = |hits: Vec<tamga_store::NumberHit>| hits.into_iter().map(|hit| hit.number).collect();
    (plain(exact), plain(similar))
}

#[test]
fn words_are_found_without_accents_capitals_or_endings() {
    let house = office(&[("1", "Café torréfié, moulu"), ("2", "Thé vert"), ("3", "ŁÓDŹ Straße")]);
    assert_eq!(found(&house, "cafe torref"), ["1"]);
    assert_eq!(found(&house, "TORRÉFIÉ"), ["1"]);
    assert_eq!(found(&house, "the"), ["2"]);
    assert_eq!(found(&house, "lodz strasse"), ["3"]);
    assert_eq!(found(&house, "cafe vert"), Vec::<String>::new(), "every term has to be found");
    assert_eq!(found(&house, "rref"), ["1"], "three letters inside a word are enough");
    assert_eq!(found(&house, "   "), ["1", "2", "3"]);
}

#[test]
fn arabic_is_found_however_it_is_written() {
    let house = office(&[("1", "أقمشة قطنيّة مطبوعة"), ("2", "قهوة محمّصة")]);
    assert_eq!(found(&house, "اقمشة"), ["1"], "alef without hamza");
    assert_eq!(found(&house, "قـــهوة"), ["2"], "with tatweel");
    assert_eq!(found(&house, "قطنية"), ["1"], "without vowel marks");
}

#[test]
fn chinese_japanese_and_korean_are_found_by_any_part() {
    let house = office(&[("1", "烘焙咖啡豆"), ("2", "コーヒー豆"), ("3", "볶은 커피"), ("4", "咖喱")]);
    assert_eq!(found(&house, "咖啡"), ["1"], "two characters are a word");
    assert_eq!(found(&house, "咖"), ["1", "4"]);
    assert_eq!(found(&house, "豆"), ["1", "2"]);
    assert_eq!(found(&house, "啡咖"), Vec::<String>::new(), "order counts");
    assert_eq!(found(&house, "커피"), ["3"]);
    assert_eq!(found(&house, "コーヒー"), ["2"]);
}

#[test]
fn parts_of_numbers_are_found_among_the_words() {
    let house = office(&[("KE/NBO/2026/01588", "Coffee 0901.21"), ("KE/NBO/2026/01589", "Tea 0902.10")]);
    assert_eq!(found(&house, "1588"), ["KE/NBO/2026/01588"]);
    assert_eq!(found(&house, "nbo/2026 tea"), ["KE/NBO/2026/01589"]);
    assert_eq!(found(&house, "0901.21"), ["KE/NBO/2026/01588"]);
    assert_eq!(found(&house, "KENBO202601589"), ["KE/NBO/2026/01589"]);
}

#[test]
fn a_number_is_found_whatever_its_separators_and_zeros() {
    let house = office(&[("KE/NBO/2026/01588", "Coffee"), ("KE/NBO/2026/11588", "Tea")]);
    for typed in [
        "KE/NBO/2026/01588",
        " ke nbo 2026 1588",
        "ke-nbo-2026-01588",
        "KENBO202601588",
        "ＫＥ／ＮＢＯ／２０２６／０１５８８",
    ] {
        assert_eq!(numbers(&house, typed).0, ["KE/NBO/2026/01588"], "{typed}");
    }
}

#[test]
fn look_alikes_are_offered_and_never_taken() {
    let house = office(&[("KE/NBO/2026/01588", "Coffee"), ("KE/NBO/2026/00042", "Tea")]);
    let expected = (vec![], vec!["KE/NBO/2026/01588".to_owned()]);
    assert_eq!(numbers(&house, "KE NBO 2026 O1588"), expected);
    assert_eq!(numbers(&house, "KENB02026Ol588"), expected, "without separators, with a small L");
    assert_eq!(numbers(&house, "1588"), expected, "a part is offered too");
    assert_eq!(numbers(&house, "KE/NBO/2026/77777"), (vec![], vec![]));
    assert_eq!(numbers(&house, " /- "), (vec![], vec![]));
}

#[test]
fn of_two_numbers_with_one_key_the_one_written_so_comes_first() {
    let house = office(&[("A/01/2", "Coffee"), ("A/1/02", "Tea")]);
    assert_eq!(numbers(&house, "A/01/2").0, ["A/01/2", "A/1/02"]);
    assert_eq!(numbers(&house, "A/1/02").0, ["A/1/02", "A/01/2"]);
}

#[test]
fn both_registers_are_searched_and_told_apart() {
    let house = office(&[("KE/1", "Coffee")]);
    let id = write(&house.store, 2, |tx| {
        tx.inbound_add(&image(tx, "KE/1", 1, 1, "valid")?)?;
        let newer = image(tx, "KE/1", 2, 1, "valid")?;
        tx.inbound_add(&newer)
    })
    .unwrap()
    .id();
    let hits = house.store.read(|reader| reader.find_number("ke 1")).unwrap().exact;
    let registers: Vec<_> = hits.iter().map(|hit| hit.register).collect();
    assert_eq!(hits.len(), 2, "one per register, though two images were received");
    assert!(registers.contains(&Register::Issued) && registers.contains(&Register::Received));
    assert!(hits.iter().any(|hit| hit.register == Register::Received && hit.id == id), "the image that counts");
    let filter = InboundFilter { text: "torrefie".to_owned(), ..InboundFilter::default() };
    let received = house.store.read(|reader| reader.inbounds(&filter, ALL)).unwrap();
    assert_eq!((received.total, received.rows[0].id), (1, id));
    assert_eq!(found(&house, "torrefie"), Vec::<String>::new(), "the issued one does not say it");
}

proptest! {
    #[test]
    fn whatever_is_typed_is_a_question_and_never_an_error(typed in "\\PC{0,24}|[\"'*():^\\-+ANDORNEAR ]{0,24}|\u{0e31}|\u{0}") {
        thread_local! {
            static HOUSE: House = office(&[("KE/1", "Café")]);
        }
        HOUSE.with(|house| {
            let filter = CertificateFilter { text: typed.clone(), ..CertificateFilter::default() };
            house.store.read(|reader| {
                reader.certificates(&filter, ALL)?;
                reader.find_number(&typed)
            })
        })
        .map_err(|error: StoreError| TestCaseError::fail(error.to_string()))?;
    }
}
