//! Printed codes: small enough, read back as written, refused when touched or by the wrong key.

use tamga_origin::trust::{KeyUse, Revoked, Span, TrustList, TrustedIssuer, TrustedScheme};
use tamga_origin::{Date, Timestamp};
use tamga_seal::{Class, PlainKey, QrContent, QrLine, SignError, SystemRandom, qr_open, qr_seal};

use crate::support::at;

fn content() -> QrContent {
    QrContent {
        issuer: "UY-001".to_owned(),
        number: "UY-2026-000123".to_owned(),
        revision: 1,
        issued: Date::new(2026, 3, 22).expect("a day"),
        valid_to: Date::new(2027, 3, 22),
        proof_type: "861".to_owned(),
        scheme: "CHAFTA".to_owned(),
        destination: "CN".to_owned(),
        exporter: "Example Export SA".to_owned(),
        items: 1,
        lines: vec![line()],
        gross_mass: "25200.5 KGM".to_owned(),
        invoice: "INV-7".to_owned(),
        document: *b"0123456789abcdef",
        references: Vec::new(),
    }
}

fn line() -> QrLine {
    QrLine { hs: "100630".to_owned(), quantity: "25000".to_owned(), unit: "KGM".to_owned() }
}

fn key() -> PlainKey {
    PlainKey::generate(&SystemRandom::new()).expect("a key")
}

fn since(text: &str) -> Span {
    Span { from: at(text), to: None }
}

fn list(key: &PlainKey) -> TrustList {
    let issuer = TrustedIssuer {
        id: "UY-001".to_owned(),
        keys: vec![key.trusted(&[KeyUse::Qr], since("2026-03-22T10:00:00Z"))],
        schemes: vec![TrustedScheme { code: "CHAFTA".to_owned(), ..TrustedScheme::default() }],
        ..TrustedIssuer::default()
    };
    TrustList { issuers: vec![issuer], ..TrustList::default() }
}

#[test]
fn a_code_is_read_back_as_it_was_written() {
    let key = key();
    let full = QrContent { references: vec!["UY-2026-000100".to_owned()], valid_to: None, ..content() };
    for content in [content(), full] {
        let text = qr_seal(&content, &key).expect("a code");
        assert!(
            text.starts_with("TC1:")
                && text.chars().all(|c| "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".contains(c))
        );
        let read = qr_open(&text, &list(&key)).expect("read");
        assert_eq!(read.content, content);
        assert_eq!(
            (read.kid.as_str(), read.reasons.as_slice()),
            (key.kid(), &[][..]),
            "a key of that morning counts that day"
        );
    }
}

#[test]
fn a_code_signed_by_a_key_of_another_use_is_not_read() {
    let key = key();
    let text = qr_seal(&content(), &key).expect("a code");
    for granted in KeyUse::ALL {
        let mut list = list(&key);
        list.issuers[0].keys[0].uses = vec![granted];
        let clean = qr_open(&text, &list).is_ok_and(|read| read.reasons.is_empty());
        assert_eq!(clean, granted == KeyUse::Qr, "{}", granted.code());
    }
}

#[test]
fn a_code_fits_a_version_20_symbol_however_many_items_there_are() {
    let key = key();
    let many = QrContent { items: 900, lines: vec![line(); 900], exporter: "大".repeat(200), ..content() };
    let text = qr_seal(&many, &key).expect("a code");
    assert!(text.len() <= 970, "{} characters", text.len());
    let read = qr_open(&text, &list(&key)).expect("read").content;
    assert_eq!(read.items, 900);
    assert!(!read.lines.is_empty() && read.lines.len() < 900, "as many as fit");
    assert_eq!(read.exporter, "大".repeat(60));
    let endless = QrContent { number: "9".repeat(700), ..content() };
    assert!(matches!(qr_seal(&endless, &key), Err(SignError::CodeTooLarge { .. })));
}

#[test]
fn any_changed_letter_of_a_code_is_refused() {
    let key = key();
    let text = qr_seal(&content(), &key).expect("a code");
    let list = list(&key);
    for place in 0..text.len() {
        for to in ["0", "A", ":"] {
            let mut other = text.clone();
            other.replace_range(place..=place, to);
            assert!(other == text || qr_open(&other, &list).is_err(), "letter {place} → {to}");
        }
    }
    for other in ["", "TC1:", "TC1:0", "hello", &text[..text.len() - 3], &text.to_lowercase(), &format!("{text}000")] {
        assert!(qr_open(other, &list).is_err(), "{other}");
    }
    let long = format!("TC1:{}", "0".repeat(100_000));
    assert_eq!(qr_open(&long, &list).expect_err("refused").code(), "qr.unreadable");
}

#[test]
fn only_a_key_of_the_named_body_with_that_use_counts() {
    let (key, other) = (key(), key());
    let text = qr_seal(&content(), &key).expect("a code");
    let refused = |list: &TrustList| qr_open(&text, list).expect_err("refused").code().to_owned();
    assert_eq!(refused(&list(&other)), "trust.signer_unknown");
    assert_eq!(refused(&TrustList::default()), "trust.signer_unknown");
    let mut wrong_use = list(&key);
    wrong_use.issuers[0].keys[0].uses = vec![KeyUse::Receipt];
    assert_eq!(refused(&wrong_use), "trust.signer_unknown");
    let mut of_another_body = list(&key);
    of_another_body.issuers[0].id = "UY-002".to_owned();
    assert_eq!(refused(&of_another_body), "trust.signer_unknown", "a body signs for itself alone");
    let mut both = list(&other);
    both.issuers[0].keys[0].kid = key.kid().to_owned();
    assert_eq!(refused(&both), "trust.signer_unknown", "the key decides, not the name the list gives it");
}

#[test]
fn a_code_from_before_the_key_or_of_a_body_not_entitled_says_so() {
    let key = key();
    let text = qr_seal(&content(), &key).expect("a code");
    let reasons = |list: &TrustList| {
        let read = qr_open(&text, list).expect("the signature holds");
        read.reasons.iter().map(|reason| (reason.class, reason.code().to_owned())).collect::<Vec<_>>()
    };
    let mut later = list(&key);
    later.issuers[0].keys[0].span = since("2026-03-23T00:00:00Z");
    assert_eq!(reasons(&later), [(Class::Invalid, "trust.date".to_owned())]);
    let mut ended = list(&key);
    ended.issuers[0].keys[0].span = Span { from: Timestamp::from_millis(0), to: Some(at("2026-03-22T00:00:00Z")) };
    assert_eq!(reasons(&ended), [(Class::Invalid, "trust.date".to_owned())]);
    let mut scheme = list(&key);
    scheme.issuers[0].schemes[0].code = "GSP".to_owned();
    assert_eq!(reasons(&scheme), [(Class::Invalid, "trust.form".to_owned())]);
    let mut revoked = list(&key);
    let entry = |when| Revoked { key: key.kid().to_owned(), at: at(when), reason: String::new() };
    revoked.revoked = vec![entry("2026-03-22T12:00:00Z")];
    assert_eq!(reasons(&revoked), [(Class::Invalid, "revocation.revoked".to_owned())]);
    revoked.revoked = vec![entry("2026-04-01T00:00:00Z")];
    assert_eq!(reasons(&revoked), [(Class::Note, "revocation.revoked_later".to_owned())]);
}
