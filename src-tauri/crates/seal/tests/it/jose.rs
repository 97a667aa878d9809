//! Do others agree about statements and lists? A JOSE library in Python on what we sign, and we on what it signs; and
//! the JSON Web Signatures of Wycheproof.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde_json::{Value, json};
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, PublicKey, Span, TrustedKey};
use tamga_seal::{PlainKey, SystemRandom, Typ, compact_holds, open_jws, open_list, sign_jws, sign_list, thumbprint};

const CLAIMS: &str = r#"{"iss":"gw-uy","text":"é \" \\ 大","n":1}"#;

/// The peer's answer, or none when it is not installed.
fn peer(what: &str, asked: &Value) -> Option<String> {
    let Some(python) = std::env::var_os("TAMGA_PEERS").map(PathBuf::from) else {
        println!("skipped: no independent readers (cargo xtask peers)");
        return None;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/peers/jose.py");
    let mut started = Command::new(python)
        .arg(script)
        .arg(what)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the peer starts");
    let mut stdin = started.stdin.take().expect("a way in");
    stdin.write_all(asked.to_string().as_bytes()).expect("asked");
    drop(stdin);
    let output = started.wait_with_output().expect("an answer");
    assert!(output.status.success(), "the peer ended well");
    Some(String::from_utf8(output.stdout).expect("text").trim_end().to_owned())
}

fn always() -> Span {
    Span { from: Timestamp::from_millis(0), to: None }
}

fn jwk(key: &PlainKey) -> Value {
    let PublicKey::Ed25519(point) = key.public() else { panic!("an Ed25519 key") };
    json!({ "kty": "OKP", "crv": "Ed25519", "x": BASE64URL.encode(point) })
}

/// A key of the peer, as a trust list would name it.
fn trusted(jwk: &Value, usage: KeyUse) -> TrustedKey {
    let member = |name: &str| BASE64URL.decode(jwk[name].as_str().expect("a member")).expect("base64url");
    let key = match jwk["kty"].as_str() {
        Some("OKP") => PublicKey::Ed25519(member("x")),
        _ => PublicKey::P256([vec![4], member("x"), member("y")].concat()),
    };
    TrustedKey { kid: thumbprint(&key), key, uses: vec![usage], span: always() }
}

#[test]
fn a_jose_library_reads_what_we_sign_and_refuses_it_changed() {
    let (key, other) = (
        PlainKey::generate(&SystemRandom::new()).expect("a key"),
        PlainKey::generate(&SystemRandom::new()).expect("a key"),
    );
    let mut tokens: Vec<String> = [Typ::Receipt, Typ::Refusal, Typ::Void, Typ::StatusList]
        .into_iter()
        .map(|typ| sign_jws(CLAIMS.as_bytes(), typ, &key))
        .collect();
    let list = sign_list(CLAIMS.as_bytes(), &[&other, &key]).expect("a list");
    tokens.push(String::from_utf8(list).expect("text"));
    for token in tokens {
        let Some(said) = peer("verify", &json!({ "jwk": jwk(&key), "token": token })) else { return };
        assert_eq!(said, CLAIMS);
        let changed = token.replacen(&BASE64URL.encode(CLAIMS), &BASE64URL.encode(CLAIMS.replace('1', "2")), 1);
        assert_ne!(changed, token);
        let said = peer("verify", &json!({ "jwk": jwk(&key), "token": changed }));
        assert_eq!(said.as_deref(), Some("refused"));
        let stranger = PlainKey::generate(&SystemRandom::new()).expect("a key");
        let said = peer("verify", &json!({ "jwk": jwk(&stranger), "token": token }));
        assert_eq!(said.as_deref(), Some("refused"));
    }
}

#[test]
fn we_read_what_a_jose_library_signs_with_both_algorithms() {
    for (typ, usage) in
        [(Typ::Receipt, KeyUse::Receipt), (Typ::StatusList, KeyUse::Status), (Typ::TrustList, KeyUse::List)]
    {
        let is_list = typ == Typ::TrustList;
        let asked = json!({ "typ": typ.word(), "payload": CLAIMS, "list": is_list });
        let Some(said) = peer("sign", &asked) else { return };
        let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(lines.iter().map(|line| line["alg"].as_str()).collect::<Vec<_>>(), [Some("EdDSA"), Some("ES256")]);
        for line in lines {
            let (key, token) = (trusted(&line["jwk"], usage), line["token"].as_str().expect("a token"));
            let keys = std::slice::from_ref(&key);
            let opened = |text: &str, keys: &[TrustedKey]| match is_list {
                true => open_list(text.as_bytes(), keys, 1).map(|claims| claims.payload),
                false => open_jws(text.as_bytes(), typ, keys).map(|claims| claims.payload),
            };
            assert_eq!(opened(token, keys).expect("claims"), CLAIMS.as_bytes(), "{}", line["alg"]);
            let changed = token.replacen(&BASE64URL.encode(CLAIMS), &BASE64URL.encode(CLAIMS.replace('1', "2")), 1);
            assert!(opened(&changed, keys).is_err());
            let other_use = TrustedKey { uses: vec![KeyUse::Qr], ..key };
            assert!(opened(token, &[other_use]).is_err());
        }
    }
}

#[test]
fn wycheproofs_json_web_signatures_are_judged_as_it_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../../shared/conformance/signatures/wycheproof/json_web_signature_test.json");
    let Ok(text) = std::fs::read(&file) else {
        println!("skipped: no conformance folder");
        return;
    };
    let suite: Value = serde_json::from_slice(&text).expect("JSON");
    let (mut ours, mut foreign) = (0, 0);
    for group in suite["testGroups"].as_array().expect("groups") {
        let key = &group["public"];
        // A directory names a key for signing, or does not name it at all.
        let is_ours = key["crv"] == "P-256" && key["use"] == "sig";
        for test in group["tests"].as_array().expect("tests") {
            let token = match &test["jws"] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let (id, said) = (&test["tcId"], &test["comment"]);
            if is_ours {
                let key = trusted(key, KeyUse::Receipt);
                let wanted = test["result"] == "valid";
                assert_eq!(compact_holds(&token, &key.key), wanted, "{id} {said}");
                ours += 1;
                // Not one of them is a statement of ours, however good its value is.
                assert!(open_jws(token.as_bytes(), Typ::Receipt, &[key]).is_err(), "{id} {said}");
            } else {
                // Keyed digests, RSA, other curves, other uses: there is no key here under which it could hold.
                assert!(open_jws(token.as_bytes(), Typ::Receipt, &[]).is_err(), "{id} {said}");
                foreign += 1;
            }
        }
    }
    println!("wycheproof: {ours} under P-256 keys as the suite says, {foreign} of other kinds refused");
    assert_eq!((ours, foreign), (39, 362), "every test of the file was asked");
}
