//! Receipts and lists: opened when a key that may has signed exactly these bytes, and in no other case.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, PublicKey, Span, TrustHistory, TrustList, TrustedKey};
use tamga_seal::{PlainKey, SignError, SystemRandom, Typ, open_jws, open_list, sign_jws, sign_list};

use crate::support::at;

const CLAIMS: &[u8] = br#"{"iss":"gw-uy","n":1,"at":["x",{"y":null}]}"#;

fn key() -> PlainKey {
    PlainKey::generate(&SystemRandom::new()).expect("a key")
}

fn always() -> Span {
    Span { from: Timestamp::from_millis(0), to: None }
}

fn receipts(key: &PlainKey) -> Vec<TrustedKey> {
    vec![key.trusted(&[KeyUse::Receipt], always())]
}

fn encoded(text: &str) -> String {
    BASE64URL.encode(text)
}

fn found(bytes: &[u8], typ: Typ, keys: &[TrustedKey]) -> String {
    match open_jws(bytes, typ, keys) {
        Ok(_) => "accepted".to_owned(),
        Err(refusal) => refusal.reasons[0].finding.params[0].1.clone(),
    }
}

/// A statement whose signature holds, whatever its header says.
fn forged(key: &PlainKey, header: &str, payload: &[u8]) -> String {
    let pkcs8 = key.to_pkcs8();
    let pair = ring::signature::Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8.expose()).expect("a pair");
    let input = format!("{}.{}", encoded(header), BASE64URL.encode(payload));
    format!("{input}.{}", BASE64URL.encode(pair.sign(input.as_bytes())))
}

#[test]
fn a_signed_statement_opens_to_exactly_what_was_signed() {
    let key = key();
    for typ in [Typ::Receipt, Typ::Refusal, Typ::Void] {
        let text = sign_jws(CLAIMS, typ, &key);
        let claims = open_jws(text.as_bytes(), typ, &receipts(&key)).expect("claims");
        assert_eq!(claims.payload, CLAIMS);
        assert_eq!(claims.kid, key.kid());
    }
}

#[test]
fn a_key_of_another_use_opens_no_statement() {
    let key = key();
    for typ in [Typ::Receipt, Typ::Refusal, Typ::Void, Typ::TrustList] {
        let text = sign_jws(CLAIMS, typ, &key);
        for granted in KeyUse::ALL {
            let opened = open_jws(text.as_bytes(), typ, &[key.trusted(&[granted], always())]);
            assert_eq!(opened.is_ok(), granted == typ.usage(), "{typ:?} by a key for {}", granted.code());
        }
    }
}

#[test]
fn the_time_a_key_counts_is_asked_with_the_time_of_the_claims() {
    let key = key();
    let spans = [
        Span { from: at("2026-01-01T00:00:00Z"), to: Some(at("2026-02-01T00:00:00Z")) },
        Span { from: at("2026-03-01T00:00:00Z"), to: None },
    ];
    let keys: Vec<TrustedKey> = spans.iter().map(|span| key.trusted(&[KeyUse::Receipt], *span)).collect();
    let text = sign_jws(CLAIMS, Typ::Receipt, &key);
    let claims = open_jws(text.as_bytes(), Typ::Receipt, &keys).expect("claims");
    for (moment, counts) in [
        ("2025-12-31T23:59:59Z", false),
        ("2026-01-15T00:00:00Z", true),
        ("2026-02-01T00:00:00Z", false),
        ("2026-03-01T00:00:00Z", true),
    ] {
        assert_eq!(claims.key_counts_at(at(moment)), counts, "{moment}");
    }
}

#[test]
fn a_statement_is_not_taken_for_another_kind_or_by_another_key() {
    let key = key();
    let text = sign_jws(CLAIMS, Typ::Receipt, &key);
    let bytes = text.as_bytes();
    assert_eq!(found(bytes, Typ::Refusal, &receipts(&key)), "typ");
    assert_eq!(found(bytes, Typ::TrustList, &receipts(&key)), "typ");
    assert_eq!(found(bytes, Typ::Receipt, &receipts(&self::key())), "kid");
    assert_eq!(found(bytes, Typ::Receipt, &[]), "kid");
    let other_use = [key.trusted(&[KeyUse::Co, KeyUse::List, KeyUse::Qr], always())];
    assert_eq!(found(bytes, Typ::Receipt, &other_use), "kid", "a key accepted for one use is refused for another");
    // A directory that calls another key by this id.
    let confused = TrustedKey { kid: key.kid().to_owned(), ..self::key().trusted(&[KeyUse::Receipt], always()) };
    assert_eq!(found(bytes, Typ::Receipt, &[confused]), "kid");
}

#[test]
fn refusals_say_whether_the_form_the_key_or_the_signature_is_wrong() {
    let (key, other) = (key(), self::key());
    let text = sign_jws(CLAIMS, Typ::Receipt, &key);
    let code = |text: &str, keys: &[TrustedKey]| {
        open_jws(text.as_bytes(), Typ::Receipt, keys).expect_err("refused").code().to_owned()
    };
    let (signed, _) = text.rsplit_once('.').expect("a value");
    let (_, value) = sign_jws(b"{}", Typ::Receipt, &key)
        .rsplit_once('.')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .expect("a value");
    assert_eq!(code(&format!("{signed}.{value}"), &receipts(&key)), "sig.value");
    assert_eq!(code(&text, &receipts(&other)), "trust.signer_unknown");
    assert_eq!(code(&format!("{text}="), &receipts(&key)), "sig.encoding");
    assert_eq!(code("x", &receipts(&key)), "time.receipt");
}

#[test]
fn headers_that_ask_for_trust_are_refused_though_their_signature_holds() {
    let key = key();
    let kid = key.kid();
    let typ = "co-receipt+jwt";
    let good = format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"{typ}"}}"#);
    assert_eq!(found(forged(&key, &good, CLAIMS).as_bytes(), Typ::Receipt, &receipts(&key)), "accepted");
    for (header, wanted) in [
        (format!(r#"{{"alg":"none","kid":"{kid}","typ":"{typ}"}}"#), "alg"),
        (format!(r#"{{"alg":"HS256","kid":"{kid}","typ":"{typ}"}}"#), "alg"),
        (format!(r#"{{"alg":"ES256","kid":"{kid}","typ":"{typ}"}}"#), "alg"),
        (format!(r#"{{"alg":"eddsa","kid":"{kid}","typ":"{typ}"}}"#), "alg"),
        (format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"JWT"}}"#), "typ"),
        (format!(r#"{{"alg":"EdDSA","kid":"{kid}"}}"#), "header"),
        (format!(r#"{{"alg":"EdDSA","typ":"{typ}"}}"#), "header"),
        (format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"{typ}","crit":["x"],"x":1}}"#), "header"),
        (format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"{typ}","jku":"https://x"}}"#), "header"),
        (format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"{typ}","x5u":"https://x"}}"#), "header"),
        (format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"{typ}","jwk":{{"kty":"OKP"}}}}"#), "header"),
        (format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"{typ}","alg":"EdDSA"}}"#), "header"),
        (format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"{typ}","\u0061lg":"none"}}"#), "header"),
        (format!(r#"{{"alg":["EdDSA"],"kid":"{kid}","typ":"{typ}"}}"#), "header"),
        (format!(r#"["EdDSA","{kid}","{typ}"]"#), "header"),
        (format!("{good} x"), "header"),
    ] {
        let text = forged(&key, &header, CLAIMS);
        assert_eq!(found(text.as_bytes(), Typ::Receipt, &receipts(&key)), wanted, "{header}");
    }
}

#[test]
fn a_keyed_digest_with_the_public_key_is_no_signature() {
    let key = key();
    let PublicKey::Ed25519(public) = key.public() else { panic!("an Ed25519 key") };
    let header = format!(r#"{{"alg":"HS256","kid":"{}","typ":"co-receipt+jwt"}}"#, key.kid());
    let input = format!("{}.{}", encoded(&header), BASE64URL.encode(CLAIMS));
    let secret = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &public);
    let text = format!("{input}.{}", BASE64URL.encode(ring::hmac::sign(&secret, input.as_bytes())));
    assert_eq!(found(text.as_bytes(), Typ::Receipt, &receipts(&key)), "alg");
}

#[test]
fn claims_with_doubled_members_or_no_object_are_refused() {
    let key = key();
    for payload in [
        &br#"{"n":1,"n":2}"#[..],
        br#"{"a":{"n":1,"\u006e":2}}"#,
        br#"{"a":[{"n":1,"n":1}]}"#,
        b"[1]",
        b"1",
        b"",
        b"{} {}",
        b"{\"n\":1",
        b"\xFF",
    ] {
        let text = sign_jws(payload, Typ::Receipt, &key);
        assert_eq!(found(text.as_bytes(), Typ::Receipt, &receipts(&key)), "claims", "{payload:?}");
    }
    let deep = format!("{}1{}", "{\"a\":".repeat(5000), "}".repeat(5000));
    let text = sign_jws(deep.as_bytes(), Typ::Receipt, &key);
    assert_eq!(found(text.as_bytes(), Typ::Receipt, &receipts(&key)), "claims", "nesting is bounded");
}

#[test]
fn other_spellings_of_a_statement_are_refused() {
    let key = key();
    let text = sign_jws(CLAIMS, Typ::Receipt, &key);
    let keys = receipts(&key);
    let parts: Vec<&str> = text.split('.').collect();
    let padded = format!("{}={}", &text[..text.find('.').expect("a dot")], &text[text.find('.').expect("a dot")..]);
    for other in [
        format!("{text}\n"),
        format!(" {text}"),
        format!("{text}="),
        text.replace('.', ".\n"),
        padded,
        format!("{text}.{}", parts[2]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}..{}", parts[0], parts[2]),
        String::new(),
        "..".to_owned(),
    ] {
        assert_ne!(found(other.as_bytes(), Typ::Receipt, &keys), "accepted", "{other:?}");
    }
    // The last letter of an unpadded value has spare bits; only one spelling of them counts.
    let last = text.chars().last().expect("a letter");
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for letter in alphabet.chars().filter(|letter| *letter != last) {
        let other = format!("{}{letter}", &text[..text.len() - 1]);
        assert_ne!(found(other.as_bytes(), Typ::Receipt, &keys), "accepted", "{letter} for {last}");
    }
    assert_ne!(found(&vec![b'a'; 9 << 20], Typ::Receipt, &keys), "accepted", "size is bounded");
}

#[test]
fn any_changed_letter_of_a_statement_is_refused() {
    let key = key();
    let text = sign_jws(CLAIMS, Typ::Receipt, &key);
    for place in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[place] ^= 1;
        assert_ne!(found(&bytes, Typ::Receipt, &receipts(&key)), "accepted", "letter {place}");
    }
}

#[test]
fn es256_statements_by_a_known_key_are_opened() {
    let random = ring::rand::SystemRandom::new();
    let method = &ring::signature::ECDSA_P256_SHA256_FIXED_SIGNING;
    let pkcs8 = ring::signature::EcdsaKeyPair::generate_pkcs8(method, &random).expect("a key");
    let pair = ring::signature::EcdsaKeyPair::from_pkcs8(method, pkcs8.as_ref(), &random).expect("a pair");
    let public = PublicKey::P256(ring::signature::KeyPair::public_key(&pair).as_ref().to_vec());
    let kid = tamga_seal::thumbprint(&public);
    let input = format!(
        "{}.{}",
        encoded(&format!(r#"{{"alg":"ES256","kid":"{kid}","typ":"co-receipt+jwt"}}"#)),
        BASE64URL.encode(CLAIMS)
    );
    let value = pair.sign(&random, input.as_bytes()).expect("a value");
    let text = format!("{input}.{}", BASE64URL.encode(value));
    let keys = [TrustedKey { kid, key: public, uses: vec![KeyUse::Receipt], span: always() }];
    assert_eq!(open_jws(text.as_bytes(), Typ::Receipt, &keys).expect("claims").payload, CLAIMS);
}

fn roots(keys: &[&PlainKey]) -> Vec<TrustedKey> {
    keys.iter().map(|key| key.trusted(&[KeyUse::List], always())).collect()
}

#[test]
fn a_list_needs_as_many_roots_as_the_threshold_says() {
    let (a, b, c) = (key(), key(), key());
    let known = roots(&[&a, &b, &c]);
    let two = sign_list(CLAIMS, &[&a, &c]).expect("a list");
    let opened = open_list(&two, &known, 2).expect("claims");
    assert_eq!(opened.payload, CLAIMS);
    assert_eq!(opened.signed_by, [a.kid(), c.kid()]);
    assert_eq!(open_list(&two, &known, 3).expect_err("short by one").code(), "trust.list_quorum");
    assert_eq!(open_list(&two, &roots(&[&b]), 1).expect_err("no root").code(), "trust.list_quorum");
    assert_eq!(open_list(&two, &known, 0).expect("claims").signed_by.len(), 2, "at least one is always asked for");
    let with_a_stranger = sign_list(CLAIMS, &[&a, &key()]).expect("a list");
    assert_eq!(open_list(&with_a_stranger, &known, 1).expect("claims").signed_by, [a.kid()]);
    for wrong in [&[][..], &[&a, &a], &[&a, &b, &c, &key()]] {
        assert!(matches!(sign_list(CLAIMS, wrong), Err(SignError::Signatures(_))));
    }
}

#[test]
fn lists_with_doubled_false_or_foreign_parts_are_refused() {
    let (a, b) = (key(), key());
    let known = roots(&[&a, &b]);
    let list: serde_json::Value = serde_json::from_slice(&sign_list(CLAIMS, &[&a, &b]).expect("a list")).expect("JSON");
    let refused = |list: serde_json::Value| {
        open_list(list.to_string().as_bytes(), &known, 1).expect_err("refused").code().to_owned()
    };
    let mut twice = list.clone();
    twice["signatures"][1] = twice["signatures"][0].clone();
    assert_eq!(refused(twice), "trust.list_signature", "one root does not count twice");
    let mut broken = list.clone();
    broken["signatures"][1]["signature"] = list["signatures"][0]["signature"].clone();
    assert_eq!(refused(broken), "trust.list_signature", "a root's signature that does not hold is never passed over");
    let mut other = list.clone();
    other["payload"] = encoded(r#"{"iss":"gw-uy","n":2}"#).into();
    assert_eq!(refused(other), "trust.list_signature");
    let mut header = list.clone();
    header["signatures"][0]["header"] = serde_json::json!({ "alg": "none" });
    assert_eq!(refused(header), "trust.list_signature");
    let mut member = list.clone();
    member["more"] = true.into();
    assert_eq!(refused(member), "trust.list_signature");
    let mut empty = list.clone();
    empty["signatures"] = serde_json::json!([]);
    assert_eq!(refused(empty), "trust.list_signature");
    let text = list.to_string();
    let doubled = text.replacen('{', &format!("{{\"payload\":{},", list["payload"]), 1);
    assert_eq!(open_list(doubled.as_bytes(), &known, 1).expect_err("refused").code(), "trust.list_signature");
    let array = format!("[{},{}]", list["payload"], list["signatures"]);
    assert_eq!(open_list(array.as_bytes(), &known, 1).expect_err("refused").code(), "trust.list_signature");
    let receipt = sign_jws(CLAIMS, Typ::TrustList, &a);
    assert!(open_list(receipt.as_bytes(), &known, 1).is_err(), "the compact form is not a list");
}

#[test]
fn the_digest_of_a_list_is_that_of_what_was_signed() {
    let (a, b) = (key(), key());
    let known = roots(&[&a, &b]);
    let one = open_list(&sign_list(CLAIMS, &[&a]).expect("a list"), &known, 1).expect("claims");
    let two = open_list(&sign_list(CLAIMS, &[&b, &a]).expect("a list"), &known, 1).expect("claims");
    assert_eq!(one.sha256, two.sha256, "nobody without a root key can break the chain of lists");
    assert_eq!(one.sha256, tamga_seal::digest::sha256_hex(CLAIMS));
}

/// Lists as the rules of lists take them, signed by these roots.
fn taken(
    history: &TrustHistory,
    list: TrustList,
    digest: &str,
    by: &[&PlainKey],
) -> Result<TrustHistory, &'static str> {
    // The payload only has to be distinct: what lists say in JSON is the formats' matter.
    let payload = format!(r#"{{"n":{},"digest":"{digest}"}}"#, list.n);
    let signed = sign_list(payload.as_bytes(), by).expect("a list");
    let mut known = history.roots().to_vec();
    known.extend(list.roots.iter().filter(|root| !history.roots().contains(root)).cloned());
    let opened = open_list(&signed, &known, 1).map_err(|_| "trust.list_signature")?;
    history.take(list, digest, &opened.signed_by).map(|(history, _)| history).map_err(|refused| refused.code)
}

#[test]
fn a_list_that_goes_back_breaks_the_chain_or_lacks_a_root_is_not_taken() {
    let (a, b, c) = (key(), key(), key());
    let history = TrustHistory::pinned(roots(&[&a, &b]), 2);
    let list = |n: u64, prev: &str, keys: &[&PlainKey]| TrustList {
        list: "demo".to_owned(),
        n,
        prev: prev.to_owned(),
        issued_at: at("2026-01-01T00:00:00Z").plus_millis(i64::try_from(n).expect("small")),
        roots: roots(keys),
        threshold: 2,
        ..TrustList::default()
    };
    assert_eq!(taken(&history, list(1, "", &[&a, &b]), "d1", &[&a]), Err("trust.list_quorum"));
    let history = taken(&history, list(1, "", &[&a, &b]), "d1", &[&a, &b]).expect("the first list");
    let second = taken(&history, list(2, "d1", &[&a, &b]), "d2", &[&a, &b]).expect("the second list");
    assert_eq!(taken(&second, list(1, "", &[&a, &b]), "d1", &[&a, &b]), Err("trust.list_rollback"));
    assert_eq!(taken(&second, list(2, "d1", &[&a, &b]), "d2", &[&a, &b]), Err("trust.list_rollback"));
    assert_eq!(taken(&second, list(3, "d1", &[&a, &b]), "d3", &[&a, &b]), Err("trust.list_chain"));
    assert_eq!(taken(&second, list(4, "d2", &[&a, &b]), "d4", &[&a, &b]), Err("trust.list_chain"));
    // A change of roots needs the quorum of the old ones and of the new ones.
    assert_eq!(taken(&second, list(3, "d2", &[&b, &c]), "d3", &[&b, &c]), Err("trust.list_quorum"));
    assert_eq!(taken(&second, list(3, "d2", &[&b, &c]), "d3", &[&a, &b]), Err("trust.list_quorum"));
    let third = taken(&second, list(3, "d2", &[&b, &c]), "d3", &[&a, &b, &c]).expect("both quorums");
    assert_eq!(third.roots().len(), 2);
}
