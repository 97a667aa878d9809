//! Trust lists as somebody who wants to be believed would write them: none of them is taken, the list in force stays,
//! and each refusal has its own code.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde_json::{Value, json};
use tamga_formats::trust_list;
use tamga_office::trust::{root_text, sign_trust_list};
use tamga_office::{Office, OfficeError};
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, Revoked, Span, TrustList, TrustedKey, TrustedNode};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{PlainKey, SystemRandom, Typ, sign_jws, sign_list};

use crate::help::{CHAMBER, DAY, World, noon};

/// Three roots of which two must sign, two lists taken, and everybody who would like to sign the third.
struct Scene {
    office: Arc<Office>,
    a: PlainKey,
    b: PlainKey,
    ended: PlainKey,
    stranger: PlainKey,
    gateway: PlainKey,
    second: TrustList,
    digests: [String; 2],
}

fn key() -> PlainKey {
    PlainKey::generate(&SystemRandom::new()).unwrap()
}

fn always() -> Span {
    Span { from: Timestamp::from_millis(0), to: None }
}

fn roots(keys: &[&PlainKey]) -> Vec<TrustedKey> {
    keys.iter().map(|key| key.trusted(&[KeyUse::List], always())).collect()
}

fn digest(list: &TrustList) -> String {
    sha256_hex(&trust_list::write(list).unwrap())
}

impl Scene {
    fn new(world: &World) -> Self {
        let office = world.stranger();
        let (a, b, ended, stranger, gateway) = (key(), key(), key(), key(), key());
        let pinned: Vec<String> = roots(&[&a, &b, &ended]).iter().map(root_text).collect();
        office.pin_roots(&pinned, 2).unwrap();
        let mut first = world.list(1, None);
        first.roots = roots(&[&a, &b, &ended]);
        first.threshold = 2;
        first.gateways = vec![TrustedNode {
            id: "gw.au".to_owned(),
            country: "AU".to_owned(),
            keys: vec![gateway.trusted(&[KeyUse::Receipt], always())],
            ..TrustedNode::default()
        }];
        first.revoked = vec![Revoked { key: "lost".to_owned(), at: noon(), reason: "lost".to_owned() }];
        office.import_trust(&sign_trust_list(&first, &[&a, &b]).unwrap()).unwrap();
        let mut second = TrustList { n: 2, prev: digest(&first), ..first.clone() };
        second.issued_at = noon().plus_millis(DAY);
        second.roots[2].span.to = Some(second.issued_at);
        second.issuers[1].span.to = Some(noon().plus_millis(DAY / 2));
        office.import_trust(&sign_trust_list(&second, &[&a, &b]).unwrap()).unwrap();
        let digests = [digest(&first), digest(&second)];
        Self { office, a, b, ended, stranger, gateway, second, digests }
    }

    /// What the third list would honestly be.
    fn third(&self) -> TrustList {
        let issued_at = self.second.issued_at.plus_millis(DAY);
        TrustList { n: 3, prev: self.digests[1].clone(), issued_at, ..self.second.clone() }
    }

    fn edited(&self, edit: impl FnOnce(&mut TrustList)) -> Vec<u8> {
        let mut list = self.third();
        edit(&mut list);
        sign_trust_list(&list, &[&self.a, &self.b]).unwrap()
    }

    fn by(&self, keys: &[&PlainKey]) -> Vec<u8> {
        sign_trust_list(&self.third(), keys).unwrap()
    }

    /// An honest third list, its file changed.
    fn file(&self, change: impl FnOnce(&mut Value)) -> Vec<u8> {
        let mut value: Value = serde_json::from_slice(&self.by(&[&self.a, &self.b])).unwrap();
        change(&mut value);
        value.to_string().into_bytes()
    }

    fn text(&self, change: impl FnOnce(String) -> String) -> Vec<u8> {
        change(String::from_utf8(self.by(&[&self.a, &self.b])).unwrap()).into_bytes()
    }

    /// Signatures that hold, but were made for another kind of statement.
    fn as_kind(&self, typ: Typ) -> Vec<u8> {
        let payload = trust_list::write(&self.third()).unwrap();
        let signature = |key: &PlainKey| {
            let compact = sign_jws(&payload, typ, key);
            let parts: Vec<&str> = compact.split('.').collect();
            json!({ "protected": parts[0], "signature": parts[2] })
        };
        let signatures = [signature(&self.a), signature(&self.b)];
        json!({ "payload": BASE64URL.encode(&payload), "signatures": signatures }).to_string().into_bytes()
    }

    fn header(&self, header: &Value) -> Vec<u8> {
        let protected = BASE64URL.encode(header.to_string());
        self.file(|list| list["signatures"][0]["protected"] = json!(protected))
    }
}

type Attack<'a> = (&'a str, &'a str, Vec<u8>);

fn numbers_and_chain(scene: &Scene) -> Vec<Attack<'static>> {
    let (rollback, chain) = ("trust.list_rollback", "trust.list_chain");
    vec![
        (
            "the first list once more, with other contents",
            rollback,
            scene.edited(|l| (l.n, l.prev) = (1, String::new())),
        ),
        ("the number in force, with other contents", rollback, scene.edited(|l| l.n = 2)),
        ("a number passed over", chain, scene.edited(|l| l.n = 4)),
        ("the largest number there is", chain, scene.edited(|l| l.n = u64::MAX)),
        ("a chain that leaves the last list out", chain, scene.edited(|l| l.prev = scene.digests[0].clone())),
        ("a chain to nothing", chain, scene.edited(|l| l.prev.clear())),
        ("a chain to the digest of something else", chain, scene.edited(|l| l.prev = sha256_hex(b"list 2"))),
        ("another publisher's list", chain, scene.edited(|l| l.list = "another".to_owned())),
        ("a list issued before the one in force", chain, scene.edited(|l| l.issued_at = noon())),
    ]
}

fn quorum(scene: &Scene) -> Vec<Attack<'static>> {
    let Scene { a, b, ended, stranger, gateway, .. } = scene;
    let quorum = "trust.list_quorum";
    let new_roots = |keys: &[&PlainKey], threshold: usize, by: &[&PlainKey]| {
        let list = TrustList { roots: roots(keys), threshold, ..scene.third() };
        sign_trust_list(&list, by).unwrap()
    };
    vec![
        ("one root of two", quorum, scene.by(&[a])),
        ("one root and a stranger", quorum, scene.by(&[a, stranger])),
        ("one root and the key of a gateway", quorum, scene.by(&[a, gateway])),
        ("one root and one whose time is over", quorum, scene.by(&[a, ended])),
        ("strangers alone", quorum, scene.by(&[stranger, gateway])),
        ("a list that asks for one root only, signed by one", quorum, new_roots(&[a, b], 1, &[a])),
        ("a list that asks for more roots than it has", quorum, new_roots(&[a, b], 3, &[a, b])),
        ("new roots that the old ones did not sign", quorum, new_roots(&[stranger, gateway], 2, &[stranger, gateway])),
        ("new roots that did not sign themselves", quorum, new_roots(&[stranger, gateway], 2, &[a, b])),
        ("one root counted twice", quorum, new_roots(&[a, a, b], 2, &[a])),
        ("roots that may sign something else", quorum, {
            let mut list = scene.third();
            list.roots.iter_mut().for_each(|root| root.uses = vec![KeyUse::Receipt]);
            list.roots.push(stranger.trusted(&[KeyUse::List], always()));
            sign_trust_list(&list, &[a, stranger]).unwrap()
        }),
    ]
}

fn forms(scene: &Scene) -> Vec<Attack<'static>> {
    let wrong = "trust.list_signature";
    let kid = scene.a.kid();
    let typ = Typ::TrustList.word();
    let jwk = json!({ "alg": "EdDSA", "kid": kid, "typ": typ, "jwk": { "kty": "OKP", "crv": "Ed25519", "x": "AA" } });
    let payload = trust_list::write(&scene.third()).unwrap();
    let doubled = String::from_utf8(payload.clone()).unwrap().replacen('{', r#"{"\u006e":9,"#, 1);
    let padded = |list: &mut Value| {
        let text = format!("{}=", list["payload"].as_str().unwrap());
        list["payload"] = json!(text);
    };
    let flipped = |text: String| {
        let at = text.find("payload").unwrap() + 40;
        let letter = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
        format!("{}{letter}{}", &text[..at], &text[at + 1..])
    };
    let swapped = |list: &mut Value| {
        let (one, two) = (list["signatures"][0]["signature"].clone(), list["signatures"][1]["signature"].clone());
        (list["signatures"][0]["signature"], list["signatures"][1]["signature"]) = (two, one);
    };
    vec![
        ("signatures made over a receipt", wrong, scene.as_kind(Typ::Receipt)),
        ("signatures made over a status list", wrong, scene.as_kind(Typ::StatusList)),
        ("the compact form", wrong, sign_jws(&payload, Typ::TrustList, &scene.a).into_bytes()),
        ("no algorithm and no signature", wrong, scene.header(&json!({ "alg": "none", "kid": kid, "typ": typ }))),
        ("a keyed digest", wrong, scene.header(&json!({ "alg": "HS256", "kid": kid, "typ": typ }))),
        ("another key's algorithm", wrong, scene.header(&json!({ "alg": "ES256", "kid": kid, "typ": typ }))),
        ("a key out of the header", wrong, scene.header(&jwk)),
        (
            "an extension that must be understood",
            wrong,
            scene.header(&json!({
                "alg": "EdDSA", "kid": kid, "typ": typ, "crit": ["b64"], "b64": false
            })),
        ),
        ("a header without a kind", wrong, scene.header(&json!({ "alg": "EdDSA", "kid": kid }))),
        ("an unprotected header beside", wrong, scene.file(|l| l["signatures"][0]["header"] = json!({ "kid": kid }))),
        (
            "four signatures",
            wrong,
            scene.file(|l| {
                let one = l["signatures"][0].clone();
                l["signatures"] = json!([one, one, one, one]);
            }),
        ),
        ("one signature twice", wrong, scene.file(|l| l["signatures"][1] = l["signatures"][0].clone())),
        ("no signatures", wrong, scene.file(|l| l["signatures"] = json!([]))),
        ("signatures of one under the name of the other", wrong, scene.file(swapped)),
        ("a member that is said twice outside", wrong, scene.text(|t| t.replacen('{', "{\"payload\":\"e30\",", 1))),
        ("a member that is said twice inside", wrong, sign_list(doubled.as_bytes(), &[&scene.a, &scene.b]).unwrap()),
        ("a member nobody knows", wrong, scene.file(|l| l["note"] = json!("trust me"))),
        ("a padded payload", wrong, scene.file(padded)),
        ("white space in the payload", wrong, scene.text(|t| t.replacen("\"payload\":\"", "\"payload\":\" ", 1))),
        ("a changed payload", wrong, scene.text(flipped)),
        ("something after the end", wrong, scene.text(|t| format!("{t}{{}}"))),
        ("a file cut short", wrong, scene.text(|t| t[..t.len() - 40].to_owned())),
        ("an array of the same", wrong, scene.file(|l| *l = json!([l["payload"], l["signatures"]]))),
        ("nothing", wrong, Vec::new()),
        ("a file without end", wrong, vec![b' '; 8 * 1024 * 1024 + 1]),
    ]
}

fn vanished(scene: &Scene) -> Vec<Attack<'static>> {
    let history = "trust.list_history";
    vec![
        ("a body gone", history, scene.edited(|l| drop(l.issuers.remove(0)))),
        ("an officer gone", history, scene.edited(|l| l.issuers[0].officers.clear())),
        (
            "an officer with another certificate",
            history,
            scene.edited(|l| {
                l.issuers[0].officers[0].certificate = "ab".repeat(32);
            }),
        ),
        ("a form gone", history, scene.edited(|l| drop(l.issuers[0].schemes.pop()))),
        (
            "a form for other destinations",
            history,
            scene.edited(|l| {
                l.issuers[0].schemes[0].destinations = vec!["JP".to_owned()];
            }),
        ),
        ("an authority gone", history, scene.edited(|l| l.issuers[0].anchors.clear())),
        (
            "an authority exchanged under its name",
            history,
            scene.edited(|l| {
                let other = l.issuers[1].anchors[0].certificates.clone();
                l.issuers[0].anchors[0].certificates = other;
            }),
        ),
        ("a body of another country", history, scene.edited(|l| l.issuers[0].country = "NZ".to_owned())),
        ("a body that stands twice", history, scene.edited(|l| l.issuers.push(l.issuers[0].clone()))),
        (
            "a start moved back",
            history,
            scene.edited(|l| {
                l.issuers[0].officers[0].span.from = noon().plus_millis(-900 * DAY);
            }),
        ),
        ("an end that was in force taken away", history, scene.edited(|l| l.issuers[1].span.to = None)),
        ("a revocation forgotten", history, scene.edited(|l| l.revoked.clear())),
        (
            "a revocation moved to later",
            history,
            scene.edited(|l| {
                l.revoked[0].at = noon().plus_millis(9 * DAY);
            }),
        ),
        ("a gateway gone", history, scene.edited(|l| l.gateways.clear())),
        (
            "a gateway's key for another use",
            history,
            scene.edited(|l| {
                l.gateways[0].keys[0].uses = vec![KeyUse::Receipt, KeyUse::Co];
            }),
        ),
    ]
}

#[test]
fn no_list_that_was_tampered_with_is_taken_and_each_is_refused_by_its_code() {
    let world = World::new();
    let scene = Scene::new(&world);
    let held = scene.office.trust_list().unwrap();
    assert_eq!((held.n, held.issuer(CHAMBER).is_some()), (2, true));
    let mut table = Vec::new();
    for (class, attacks) in [
        ("numbers and chain", numbers_and_chain(&scene)),
        ("quorum and use", quorum(&scene)),
        ("form", forms(&scene)),
        ("history", vanished(&scene)),
    ] {
        table.push(format!("{class} {}", attacks.len()));
        for (what, expected, bytes) in attacks {
            for attempt in [
                Office::import_trust(&scene.office, &bytes).map(drop),
                scene.office.preview_trust(&bytes).map(drop),
                scene.office.offer_trust(&bytes).map(drop),
            ] {
                match attempt {
                    Err(OfficeError::TrustListRefused { code, .. }) => assert_eq!(code, expected, "{what}"),
                    other => panic!("{what}: {other:?}"),
                }
            }
            assert_eq!(scene.office.trust_list().as_ref(), Some(&held), "{what}: the list in force stays");
        }
    }
    println!("lists refused: {}", table.join(", "));
    let honest = scene.by(&[&scene.a, &scene.b]);
    assert_eq!(scene.office.import_trust(&honest).unwrap().n, 3, "the honest one is taken after all of them");
}

#[test]
fn roots_change_when_the_old_and_the_new_ones_sign() {
    let world = World::new();
    let scene = Scene::new(&world);
    let mut list = scene.third();
    list.roots.push(scene.stranger.trusted(&[KeyUse::List], always()));
    list.roots[0].span.to = Some(list.issued_at.plus_millis(1));
    let bytes = sign_trust_list(&list, &[&scene.a, &scene.b, &scene.stranger]).unwrap();
    scene.office.import_trust(&bytes).unwrap();
    let next = |by: &[&PlainKey]| {
        let issued_at = list.issued_at.plus_millis(DAY);
        let fourth = TrustList { n: 4, prev: digest(&list), issued_at, ..list.clone() };
        scene.office.import_trust(&sign_trust_list(&fourth, by).unwrap())
    };
    assert!(next(&[&scene.a, &scene.b]).is_err(), "the root whose time is over signs no more");
    assert_eq!(next(&[&scene.b, &scene.stranger]).unwrap().n, 4);
}
