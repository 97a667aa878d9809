//! Trust list claims: as a partner may write them, and as nobody may.

use tamga_formats::trust_list::{read, write};
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, SpecimenKind, TrustState};

const X: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

fn list(change: impl Fn(String) -> String) -> String {
    let text = r#"{"list":"demo","n":1,"issuedAt":"2026-01-01T00:00:00Z","nextUpdate":"2026-02-01T00:00:00+02:00","threshold":1,
        "roots":[{"kid":"r1","kty":"OKP","crv":"Ed25519","x":"X","uses":["list"],"from":"2026-01-01T00:00:00Z"}],
        "issuers":[{"id":"WFA","country":"AU","names":["Wharf Chamber"],"from":"2020-01-01T00:00:00Z","later":"unknown members are ignored",
          "anchors":[{"kid":"a1","x5c":["AQID"],"kind":"signer","uses":["co","status"],"from":"2020-01-01T00:00:00Z"}],
          "officers":[{"id":"o1","name":"B. Officer","cert":"CERT","from":"2020-01-01T00:00:00Z","state":"suspended","stateSince":"2026-01-05T00:00:00Z",
            "specimens":[{"kind":"stamp","sha256":"CERT","mediaType":"image/png","from":"2020-01-01T00:00:00Z","to":"2025-01-01T00:00:00Z"}]},
           {"id":"o2","name":"C. Officer","subject":"CN=C. Officer","serial":"0a","from":"2020-01-01T00:00:00Z"}],
          "schemes":[{"code":"chafta","destinations":["CN"],"from":"2020-01-01T00:00:00Z"}],
          "policy":{"revocation":"must","claimedTime":"accept"}}],
        "revoked":[{"certificate":"CERT","at":"2026-01-06T00:00:00Z","reason":"lost"}]}"#;
    change(text.replace("\"X\"", &format!("{X:?}")).replace("CERT", &"ab".repeat(32)))
}

#[test]
fn a_list_is_read_with_what_it_says_and_what_it_leaves_out() {
    let read = read(list(|text| text).as_bytes()).unwrap();
    assert_eq!((read.list.as_str(), read.n, read.threshold), ("demo", 1, 1));
    assert_eq!(read.next_update, Timestamp::parse_rfc3339("2026-01-31T22:00:00Z").unwrap());
    let issuer = read.issuer("WFA").unwrap();
    assert_eq!((issuer.state, issuer.officers[0].state), (TrustState::Active, TrustState::Suspended));
    assert_eq!(issuer.anchors[0].uses, [KeyUse::Co, KeyUse::Status]);
    assert_eq!(issuer.anchors[0].certificates, [vec![1, 2, 3]]);
    assert!(issuer.policy.revocation_must && !issuer.policy.claimed_time_doubt);
    let stamp = &issuer.officers[0].specimens[0];
    assert_eq!(
        (stamp.kind, stamp.media_type.as_str(), stamp.span.to.is_some()),
        (SpecimenKind::Stamp, "image/png", true)
    );
    let second = &issuer.officers[1];
    assert_eq!(
        (second.certificate.as_str(), second.subject.as_str(), second.serial.as_str()),
        ("", "CN=C. Officer", "0a")
    );
    assert_eq!(read.revoked[0].key, "ab".repeat(32));
    let again = write(&read).unwrap();
    assert_eq!(super::trust_lists::read(&again).unwrap(), read);
    insta::assert_snapshot!("trust_list", String::from_utf8(again).unwrap());
}

#[track_caller]
fn refused(from: &str, to: &str, expected: &str) {
    let text = list(|text| text);
    assert!(text.contains(from), "the list says {from}");
    let error = read(text.replacen(from, to, 1).as_bytes()).expect_err(expected);
    assert_eq!(error.to_string(), expected, "changing {from} to {to}");
}

#[test]
fn a_claim_that_means_nothing_refuses_the_list() {
    refused("\"list\":\"demo\",", "", "list is missing");
    refused("\"n\":1", "\"n\":0", "n is missing");
    refused("\"n\":1", "\"n\":1.5", "n has a value that cannot be read");
    refused("\"n\":1", "\"n\":1,\"n\":2", "key \"n\" stands twice in one object (line 1, column 24)");
    refused("\"threshold\":1", "\"threshold\":0", "threshold has a value that cannot be read");
    refused(
        "\"issuedAt\":\"2026-01-01T00:00:00Z\"",
        "\"issuedAt\":\"2026-01-01\"",
        "issuedAt has a value that cannot be read",
    );
    refused("\"kty\":\"OKP\"", "\"kty\":\"RSA\"", "roots[1].crv has a value that cannot be read");
    refused("\"uses\":[\"list\"]", "\"uses\":[\"everything\"]", "roots[1].uses has a value that cannot be read");
    refused(X, "AAEC", "roots[1].x has a value that cannot be read");
    refused(&format!("{X}\""), &format!("{X}=\""), "roots[1].x has a value that cannot be read");
    refused("\"kid\":\"r1\"", "\"kid\":\"r1\",\"d\":\"AAEC\"", "roots[1].d has a value that cannot be read");
    refused("\"x5c\":[\"AQID\"]", "\"x5c\":[\"AQ-D\"]", "issuers[1].anchors[1].x5c has a value that cannot be read");
    refused("\"x5c\":[\"AQID\"]", "\"x5c\":[]", "issuers[1].anchors[1].x5c is missing");
    refused("\"kind\":\"signer\"", "\"kind\":\"root\"", "issuers[1].anchors[1].kind has a value that cannot be read");
    refused(
        "\"state\":\"suspended\"",
        "\"state\":\"resting\"",
        "issuers[1].officers[1].state has a value that cannot be read",
    );
    refused("\"serial\":\"0a\",", "", "issuers[1].officers[2].serial is missing");
    refused(
        "\"kind\":\"stamp\"",
        "\"kind\":\"seal\"",
        "issuers[1].officers[1].specimens[1].kind has a value that cannot be read",
    );
    refused(
        "\"mediaType\":\"image/png\"",
        "\"mediaType\":\"\"",
        "issuers[1].officers[1].specimens[1].mediaType is missing",
    );
    refused(&"ab".repeat(32), &"AB".repeat(32), "issuers[1].officers[1].cert has a value that cannot be read");
    refused(
        "\"revocation\":\"must\"",
        "\"revocation\":\"maybe\"",
        "issuers[1].policy.revocation has a value that cannot be read",
    );
    refused("\"names\":[\"Wharf Chamber\"]", "\"names\":[\" \"]", "issuers[1].names is missing");
    refused(
        "\"names\":[\"Wharf Chamber\"]",
        "\"names\":\"Wharf Chamber\"",
        "issuers[1].names has a value that cannot be read",
    );
    assert!(read(b"[]").is_err() && read(b"").is_err() && read(b"null").is_err());
    assert!(read(format!("{}{}", "[".repeat(40), "]".repeat(40)).as_bytes()).is_err(), "nesting is bounded");
}

#[test]
fn a_list_that_cannot_be_read_back_is_not_written() {
    let mut list = read(list(|text| text).as_bytes()).unwrap();
    list.next_update = Timestamp::from_millis(i64::MAX);
    assert_eq!(write(&list).unwrap_err().to_string(), "nextUpdate lies outside the years 1 to 9999");
    list.next_update = list.issued_at;
    list.roots[0].key = tamga_origin::trust::PublicKey::Ed25519(vec![0; 31]);
    assert_eq!(write(&list).unwrap_err().to_string(), "roots[1].x has a value that cannot be read");
}
