//! What OpenSSL makes and we read, and what we make and OpenSSL reads: time stamps, key files, lists and answers about
//! revocation.

use tamga_seal::revocation::{Asked, Outcome, RevocationList, hear};
use tamga_seal::time::{StampQuestion, open_stamp};
use tamga_seal::{OfferedEvidence, Protection, SystemRandom, sign_co, take_in, unlock};

use super::Line;
use super::documents::own;
use crate::damage::Numbers;
use crate::revocation::{answer_about, authority_of, list, read, record};
use crate::stamps::{reply, service};
use crate::support::*;

const PEER: &str = "OpenSSL";
const KINDS: [&str; 3] = ["rsa:2048", "P-256", "P-384"];
const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

pub fn lines(documents: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for kind in KINDS {
        lines.extend(stamps(kind, documents));
        lines.extend(revocation(kind, documents));
    }
    lines.push(our_list());
    for kind in ["rsa:2048", "rsa:3072", "rsa:4096", "P-256", "P-384", "ed25519"] {
        lines.extend(key_files(kind));
    }
    lines
}

/// Our question, its answer, our reading of it; and its own check of both.
fn stamps(kind: &str, documents: usize) -> Vec<Line> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    service(path, kind);
    let mut numbers = Numbers(3161);
    for _ in 0..documents {
        let over = own(&mut numbers).into_bytes();
        let question = StampQuestion::over(&over, &SystemRandom::new()).expect("a question");
        let token = question.token(&reply(path, question.bytes())).expect("a token");
        let stamp = open_stamp(&token, &over, &[]).unwrap_or_else(|reason| panic!("{kind}: {reason:?}"));
        assert!(stamp.by.subject.contains("CN=tsa"), "{kind}");
        assert!(open_stamp(&token, b"other bytes", &[]).is_err(), "{kind}");
        std::fs::write(path.join("over"), &over).expect("a file");
        std::fs::write(path.join("token"), &token).expect("a file");
        openssl(path, &["ts", "-verify", "-queryfile", "q.tsq", "-in", "a.tsr", "-CAfile", "root.pem"]);
        openssl(path, &["ts", "-verify", "-data", "over", "-in", "token", "-token_in", "-CAfile", "root.pem"]);
    }
    vec![
        Line::agreed(PEER, kind, "ts -reply, we read", documents),
        Line::agreed(PEER, kind, "we ask, ts -verify", documents),
    ]
}

/// Its lists, and its answers to our question.
fn revocation(kind: &str, documents: usize) -> Vec<Line> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    authority_of(path, kind);
    let (leaf, root) = (read(path, "leaf"), read(path, "root"));
    let begun = leaf.not_before;
    let heard = |offered: &OfferedEvidence| {
        let authorities = std::slice::from_ref(&root);
        hear(Asked { certificate: &leaf, authorities, at: begun, fresh: DAY }, &[offered]).outcome
    };
    for number in 0..documents {
        let is_revoked = number % 2 == 1;
        let revoked = [("leaf", begun, ",superseded")];
        record(path, &revoked[..usize::from(is_revoked)]);
        // Within the life of the certificate, however many there are.
        let at = begun.plus_millis(i64::try_from(number).expect("small") * HOUR);
        let crls = OfferedEvidence { crls: vec![list(path, at, "more", "root")], ..OfferedEvidence::default() };
        let by = if number % 4 < 2 { "root" } else { "responder" };
        let ocsps = OfferedEvidence { ocsps: vec![answer_about(path, "leaf", by)], ..OfferedEvidence::default() };
        for (what, offered) in [("crl", &crls), ("ocsp", &ocsps)] {
            let outcome = heard(offered);
            let agrees = if is_revoked { matches!(outcome, Outcome::Revoked(_)) } else { outcome == Outcome::Good };
            assert!(agrees, "{kind} {what} {number}: {outcome:?}");
        }
        let said = ["ocsp", "-respin", "answer", "-CAfile", "root.pem", "-issuer", "root.pem", "-cert", "leaf.pem"];
        openssl(path, &said);
    }
    vec![
        Line::agreed(PEER, kind, "crl, we read", documents),
        Line::agreed(PEER, kind, "we ask, ocsp, we read", documents),
    ]
}

/// A list of our demonstration authority, whose key is of P-256.
fn our_list() -> Line {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let leaf = tamga_seal::SignerCertificate::read(&key_file().certificate).expect("a certificate");
    let at = life().from.plus_millis(DAY);
    let der = authority().revocation_list(at, &[(&leaf, at)]).expect("a list");
    assert_eq!(RevocationList::read(&der).and_then(|list| list.count()).ok(), Some(1));
    std::fs::write(folder.join("ours.crl"), der).expect("a file");
    std::fs::write(folder.join("ours.der"), authority().root()).expect("a file");
    openssl(folder, &["x509", "-inform", "DER", "-in", "ours.der", "-out", "ours.pem"]);
    let verify = ["crl", "-inform", "DER", "-in", "ours.crl", "-CAfile", "ours.pem", "-noout", "-verify", "-text"];
    let (good, said) = run(folder, "openssl", &verify);
    assert!(good && said.contains("verify OK"), "{said}");
    assert!(said.to_lowercase().contains(&leaf.serial.to_lowercase()), "{said}");
    Line::agreed(PEER, "P-256", "we list, crl -verify", 1)
}

/// Its key files, new and old, opened and signed with.
fn key_files(kind: &str) -> Vec<Line> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    make_key(path, "k", kind);
    let directions = [("pkcs12 -export, we read", &[][..]), ("pkcs12 -legacy, we read", &["-legacy"])];
    directions
        .into_iter()
        .map(|(direction, options)| {
            let first =
                ["pkcs12", "-export", "-inkey", "k.key", "-in", "k.pem", "-passout", "pass:word", "-out", "k.p12"];
            openssl(path, &[&first[..], options].concat());
            let file = std::fs::read(path.join("k.p12")).expect("a file");
            let protection = Protection { pin: &pin(), stretch: LIGHT, ring: None };
            let taken = take_in(&file, &secret("word"), None, &protection, &SystemRandom::new());
            let (_, kept) = taken.unwrap_or_else(|error| panic!("{kind} {options:?}: {error}"));
            let mut key = unlock(&kept, &pin()).expect("unlocked");
            let moment = today(&key);
            assert!(sign_co(&small(), moment, &mut key).is_ok(), "{kind} {options:?}");
            Line::agreed(PEER, kind, direction, 1)
        })
        .collect()
}
