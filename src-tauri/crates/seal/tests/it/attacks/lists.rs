//! Trust lists and statements that go back, lack roots, confuse uses, say a member twice, or are signed by nobody.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde_json::{Value, json};
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, Span, TrustHistory, TrustList, TrustedKey};
use tamga_seal::{PlainKey, SystemRandom, Typ, open_jws, open_list, sign_jws, sign_list};

use super::Case;
use super::material::Answer;
use crate::support::at;

const CLAIMS: &[u8] = br#"{"iss":"gw-uy","n":1}"#;
const LIST: &str = "trust.list_signature";

fn key() -> PlainKey {
    PlainKey::generate(&SystemRandom::new()).expect("a key")
}

fn known(key: &PlainKey, uses: &[KeyUse]) -> TrustedKey {
    key.trusted(uses, Span { from: Timestamp::from_millis(0), to: None })
}

fn roots(keys: &[&PlainKey]) -> Vec<TrustedKey> {
    keys.iter().map(|key| known(key, &[KeyUse::List])).collect()
}

pub fn cases() -> Vec<Case> {
    [documents(), headers(), uses(), history()].concat()
}

/// The file of a list, its parts and signatures changed.
fn documents() -> Vec<Case> {
    let (a, b, stranger) = (key(), key(), key());
    let keys = roots(&[&a, &b]);
    let honest = sign_list(CLAIMS, &[&a, &b]).expect("a list");
    assert!(open_list(&honest, &keys, 2).is_ok(), "the honest list opens");
    let honest: Value = serde_json::from_slice(&honest).expect("JSON");
    let forged: Value = serde_json::from_slice(&sign_list(CLAIMS, &[&stranger]).expect("a list")).expect("JSON");
    let case = |name: &str, bytes: &[u8], quorum, wanted| {
        Case::answered(name, Answer::of(open_list(bytes, &keys, quorum)), wanted)
    };
    let changed = |name: &str, change: &dyn Fn(&mut Value), quorum, wanted| {
        let mut list = honest.clone();
        change(&mut list);
        case(name, list.to_string().as_bytes(), quorum, wanted)
    };
    let text = honest.to_string();
    let payload = &honest["payload"];
    vec![
        changed("a root twice", &|it| it["signatures"][1] = honest["signatures"][0].clone(), 2, LIST),
        changed("other claims", &|it| it["payload"] = BASE64URL.encode(r#"{"n":2}"#).into(), 2, LIST),
        changed("no signatures", &|it| it["signatures"] = json!([]), 1, LIST),
        changed(
            "one signature of two",
            &|it| it["signatures"] = json!([honest["signatures"][0]]),
            2,
            "trust.list_quorum",
        ),
        changed(
            "a stranger instead",
            &|it| it["signatures"][0] = forged["signatures"][0].clone(),
            2,
            "trust.list_quorum",
        ),
        changed("a stranger alone", &|it| it["signatures"] = forged["signatures"].clone(), 1, "trust.list_quorum"),
        changed(
            "values changed places",
            &|it| {
                it["signatures"][0]["signature"] = honest["signatures"][1]["signature"].clone();
            },
            1,
            LIST,
        ),
        changed("an empty value", &|it| it["signatures"][0]["signature"] = "".into(), 1, LIST),
        changed("an unsigned header", &|it| it["signatures"][0]["header"] = json!({ "alg": "none" }), 1, LIST),
        changed("a member more", &|it| it["more"] = true.into(), 1, LIST),
        changed("claims as an object", &|it| it["payload"] = json!({ "n": 1 }), 1, LIST),
        changed("one signature as an object", &|it| it["signatures"] = honest["signatures"][0].clone(), 1, LIST),
        changed(
            "a value with padding",
            &|it| {
                it["signatures"][0]["signature"] =
                    format!("{}=", honest["signatures"][0]["signature"].as_str().expect("text")).into();
            },
            1,
            LIST,
        ),
        case("claims twice", text.replacen('{', &format!("{{\"payload\":{payload},"), 1).as_bytes(), 1, LIST),
        case("claims twice, escaped", text.replacen('{', "{\"p\\u0061yload\":\"\",", 1).as_bytes(), 1, LIST),
        case("an array", format!("[{payload},{}]", honest["signatures"]).as_bytes(), 1, LIST),
        case("bytes after", format!("{text} x").as_bytes(), 1, LIST),
        case("cut off", &text.as_bytes()[..text.len() - 1], 1, LIST),
        case("the compact form", sign_jws(CLAIMS, Typ::TrustList, &a).as_bytes(), 1, LIST),
        case("nothing", b"", 1, LIST),
        case("a quorum of three", text.as_bytes(), 3, "trust.list_quorum"),
    ]
}

/// Statements whose header asks to be believed.
fn headers() -> Vec<Case> {
    let key = key();
    let keys = [known(&key, &[KeyUse::Receipt])];
    let pkcs8 = key.to_pkcs8();
    let pair = ring::signature::Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8.expose()).expect("a pair");
    let kid = key.kid();
    let typ = "co-receipt+jwt";
    let signed = |header: &str, claims: &[u8]| {
        let input = format!("{}.{}", BASE64URL.encode(header), BASE64URL.encode(claims));
        format!("{input}.{}", BASE64URL.encode(pair.sign(input.as_bytes())))
    };
    let honest = format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"{typ}"}}"#);
    assert!(open_jws(signed(&honest, CLAIMS).as_bytes(), Typ::Receipt, &keys).is_ok(), "the honest one opens");
    let case = |name: String, text: &str, wanted| {
        Case::answered(name, Answer::of(open_jws(text.as_bytes(), Typ::Receipt, &keys)), wanted)
    };
    let mut cases = Vec::new();
    for alg in ["none", "None", "HS256", "RS256", "ES256", "eddsa"] {
        let header = honest.replace("EdDSA", alg);
        cases.push(case(format!("alg {alg}"), &signed(&header, CLAIMS), "alg.key_mismatch"));
    }
    for (from, to) in [
        (typ, "JWT"),
        (typ, "co-trust-list+jws"),
        ("\"alg\"", "\"alg\":\"EdDSA\",\"alg\""),
        ("\"alg\"", "\"jku\":\"https://example.org\",\"alg\""),
        ("\"alg\"", "\"crit\":[\"b64\"],\"b64\":false,\"alg\""),
    ] {
        cases.push(case(format!("header {to}"), &signed(&honest.replacen(from, to, 1), CLAIMS), "time.receipt"));
    }
    for claims in [&br#"{"n":1,"n":2}"#[..], br#"{"a":{"n":1,"\u006e":2}}"#, b"[1]", b""] {
        let name = format!("claims {}", String::from_utf8_lossy(claims));
        cases.push(case(name, &signed(&honest, claims), "time.receipt"));
    }
    let unsigned = format!("{}.{}.", BASE64URL.encode(honest.replace("EdDSA", "none")), BASE64URL.encode(CLAIMS));
    cases.push(case("none, and no value".to_owned(), &unsigned, "alg.key_mismatch"));
    cases
}

/// Keys that are known for something else.
fn uses() -> Vec<Case> {
    let (key, other) = (key(), key());
    let mut cases = Vec::new();
    let all = [KeyUse::Co, KeyUse::List, KeyUse::Status, KeyUse::Receipt, KeyUse::Qr];
    for (typ, text) in [(Typ::Receipt, "receipt"), (Typ::StatusList, "status list"), (Typ::CodePack, "code list")] {
        let signed = sign_jws(CLAIMS, typ, &key);
        let wanted = if typ == Typ::StatusList { LIST } else { "trust.signer_unknown" };
        for uses in all.into_iter().filter(|uses| *uses != typ.usage()) {
            let answer = Answer::of(open_jws(signed.as_bytes(), typ, &[known(&key, &[uses])]));
            cases.push(Case::answered(format!("{text} by a key for {uses:?}"), answer, wanted));
        }
        let confused = TrustedKey { kid: key.kid().to_owned(), ..known(&other, &[typ.usage()]) };
        let answer = Answer::of(open_jws(signed.as_bytes(), typ, &[confused]));
        cases.push(Case::answered(format!("{text} by another key of this id"), answer, wanted));
    }
    cases
}

/// Lists that go back, leave one out, or come by the wrong roots.
fn history() -> Vec<Case> {
    let (a, b, c) = (key(), key(), key());
    let list = |n: u64, prev: &str, keys: &[&PlainKey]| TrustList {
        list: "demo".to_owned(),
        n,
        prev: prev.to_owned(),
        issued_at: at("2026-01-01T00:00:00Z").plus_millis(i64::try_from(n).expect("small")),
        roots: roots(keys),
        threshold: 2,
        ..TrustList::default()
    };
    let by = |keys: &[&PlainKey]| keys.iter().map(|key| key.kid().to_owned()).collect::<Vec<_>>();
    let both = by(&[&a, &b]);
    let start = TrustHistory::pinned(roots(&[&a, &b]), 2);
    let first = start.take(list(1, "", &[&a, &b]), "d1", &both).expect("the first list").0;
    let second = first.take(list(2, "d1", &[&a, &b]), "d2", &both).expect("the second list").0;
    let refused = |history: &TrustHistory, list: TrustList, by: &[String]| match history.take(list, "new", by) {
        Ok(_) => Answer::Accepted,
        Err(refused) => Answer::Refused(refused.code.to_owned()),
    };
    let other = TrustList { list: "other".to_owned(), ..list(3, "d2", &[&a, &b]) };
    let earlier = TrustList { issued_at: at("2025-01-01T00:00:00Z"), ..list(3, "d2", &[&a, &b]) };
    [
        ("the first again", refused(&second, list(1, "", &[&a, &b]), &both), "trust.list_rollback"),
        ("the second again", refused(&second, list(2, "d1", &[&a, &b]), &both), "trust.list_rollback"),
        ("a branch", refused(&second, list(3, "d1", &[&a, &b]), &both), "trust.list_chain"),
        ("a gap", refused(&second, list(4, "d2", &[&a, &b]), &both), "trust.list_chain"),
        ("no list before it", refused(&second, list(3, "", &[&a, &b]), &both), "trust.list_chain"),
        ("one root of two", refused(&second, list(3, "d2", &[&a, &b]), &by(&[&a])), "trust.list_quorum"),
        ("one root twice", refused(&second, list(3, "d2", &[&a, &b]), &by(&[&a, &a])), "trust.list_quorum"),
        ("new roots alone", refused(&second, list(3, "d2", &[&b, &c]), &by(&[&b, &c])), "trust.list_quorum"),
        ("old roots alone", refused(&second, list(3, "d2", &[&b, &c]), &both), "trust.list_quorum"),
        ("nobody", refused(&second, list(3, "d2", &[&a, &b]), &[]), "trust.list_quorum"),
        ("another list", refused(&second, other, &both), "trust.list_chain"),
        ("issued before", refused(&second, earlier, &both), "trust.list_chain"),
    ]
    .into_iter()
    .map(|(name, answer, wanted)| Case::answered(format!("history: {name}"), answer, wanted))
    .collect()
}
