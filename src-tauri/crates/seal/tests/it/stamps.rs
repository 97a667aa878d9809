//! Time stamps as real services make them: OpenSSL asks, answers and checks, and we do.

use std::path::Path;

use tamga_origin::Timestamp;
use tamga_origin::trust::{Anchor, AnchorKind, Revoked, Span, TrustList, TrustedNode};
use tamga_seal::time::{Stamp, StampQuestion, open_stamp};
use tamga_seal::{Class, SystemRandom, Whole, sign_co};

use crate::conformance::{folder, rows};
use crate::support::*;

const CA: &str = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n";
pub const SERVICE: &str = "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n";

/// Makes an authority and a service below it.
pub fn service(folder: &Path, kind: &str) {
    issue(folder, "root", None, CA);
    issue_kind(folder, "tsa", Some("root"), SERVICE, kind);
    configure(folder, "sha256, sha384, sha512", "sha256");
}

fn configure(folder: &Path, digests: &str, reference: &str) {
    let text = format!(
        "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\ncrypto_device = builtin\nsigner_digest = sha256\n\
         default_policy = 1.2.3.4.1\ndigests = {digests}\nordering = no\ntsa_name = yes\naccuracy = secs:1\n\
         ess_cert_id_chain = no\ness_cert_id_alg = {reference}\n"
    );
    std::fs::write(folder.join("tsa.cnf"), text).expect("a file");
}

/// What OpenSSL answers to a question.
pub fn reply(folder: &Path, question: &[u8]) -> Vec<u8> {
    std::fs::write(folder.join("q.tsq"), question).expect("a file");
    let signer = ["-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "a.tsr"];
    openssl(folder, &[&["ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq"], &signer[..]].concat());
    std::fs::read(folder.join("a.tsr")).expect("an answer")
}

/// A token over these bytes.
pub fn token(folder: &Path, over: &[u8]) -> Vec<u8> {
    let question = StampQuestion::over(over, &SystemRandom::new()).expect("a question");
    question.token(&reply(folder, question.bytes())).expect("a token")
}

/// A token over these bytes that OpenSSL asked for itself, without the certificate of the service.
pub fn token_without_certificate(folder: &Path, over: &[u8]) -> Vec<u8> {
    std::fs::write(folder.join("over"), over).expect("a file");
    openssl(folder, &["ts", "-query", "-data", "over", "-sha256", "-out", "own.tsq"]);
    reply(folder, &std::fs::read(folder.join("own.tsq")).expect("a question"));
    openssl(folder, &["ts", "-reply", "-in", "a.tsr", "-token_out", "-out", "bare"]);
    std::fs::read(folder.join("bare")).expect("a token")
}

/// The service as a trust list names it.
pub fn listed(folder: &Path, certificate: &str, kind: AnchorKind, span: Span) -> TrustedNode {
    let der = std::fs::read(folder.join(format!("{certificate}.der"))).expect("a certificate");
    let kid = tamga_seal::digest::sha256_hex(&der);
    let anchor = Anchor { kid, certificates: vec![der], kind, uses: Vec::new(), span };
    TrustedNode { id: "stamps".to_owned(), anchors: vec![anchor], ..TrustedNode::default() }
}

pub fn always() -> Span {
    Span { from: Timestamp::from_millis(0), to: None }
}

fn list(service: TrustedNode) -> TrustList {
    TrustList { time_stampers: vec![service], ..TrustList::default() }
}

fn sealed() -> Whole {
    opened(&sign_co(&small(), at(ISSUED), &mut officer()).expect("a seal").bytes).expect("whole")
}

fn code<T>(result: Result<T, tamga_seal::Reason>) -> String {
    match result {
        Ok(_) => "accepted".to_owned(),
        Err(reason) => {
            assert_eq!(reason.class, Class::Note, "a stamp that is not believed takes nothing from the seal");
            reason.code().to_owned()
        }
    }
}

#[test]
fn openssl_answers_our_question_and_both_find_the_answer_good() {
    if !has("openssl") {
        return;
    }
    let over = sealed().stampable;
    for kind in ["rsa:2048", "rsa:3072", "P-256", "P-384"] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        service(path, kind);
        for reference in ["sha256", "sha1", "sha512"] {
            configure(path, "sha256", reference);
            let token = token(path, &over);
            std::fs::write(path.join("over"), &over).expect("a file");
            std::fs::write(path.join("token"), &token).expect("a file");
            openssl(path, &["ts", "-verify", "-queryfile", "q.tsq", "-in", "a.tsr", "-CAfile", "root.pem"]);
            openssl(path, &["ts", "-verify", "-data", "over", "-in", "token", "-token_in", "-CAfile", "root.pem"]);
            let stamp =
                open_stamp(&token, &over, &[]).unwrap_or_else(|reason| panic!("{kind} {reference}: {reason:?}"));
            let since = stamp.at.millis() - stamp.by.not_before.millis();
            assert!((0..600_000).contains(&since), "{kind}: made just now, {since} ms after the certificate");
            assert!(stamp.by.subject.contains("CN=tsa"));
        }
    }
}

#[test]
fn we_read_what_openssl_asked_itself() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    service(path, "P-256");
    let over = b"any bytes".to_vec();
    std::fs::write(path.join("over"), &over).expect("a file");
    for digest in ["-sha256", "-sha384", "-sha512"] {
        openssl(path, &["ts", "-query", "-data", "over", digest, "-out", "own.tsq"]);
        let question = std::fs::read(path.join("own.tsq")).expect("a question");
        reply(path, &question);
        openssl(path, &["ts", "-reply", "-in", "a.tsr", "-token_out", "-out", "token"]);
        let token = std::fs::read(path.join("token")).expect("a token");
        // Nobody asked for the certificate, so it is not in the token.
        assert_eq!(code(open_stamp(&token, &over, &[])), "time.stamp_untrusted", "{digest}");
        let known = [std::fs::read(path.join("tsa.der")).expect("a certificate")];
        assert_eq!(code(open_stamp(&token, &over, &known)), "accepted", "{digest}");
        assert_eq!(code(open_stamp(&token, b"other bytes", &known)), "time.stamp_imprint", "{digest}");
    }
}

#[test]
fn an_answer_to_another_question_is_no_answer() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    service(path, "P-256");
    let ask = |over: &[u8]| StampQuestion::over(over, &SystemRandom::new()).expect("a question");
    let (first, again, other) = (ask(b"one"), ask(b"one"), ask(b"two"));
    assert_ne!(first.bytes(), again.bytes(), "every question carries a number of its own");
    let answer = reply(path, first.bytes());
    assert_eq!(code(first.token(&answer)), "accepted");
    assert_eq!(code(again.token(&answer)), "time.stamp_imprint", "the same bytes, asked at another time");
    assert_eq!(code(other.token(&answer)), "time.stamp_imprint");
    configure(path, "sha512", "sha256");
    assert_eq!(code(first.token(&reply(path, first.bytes()))), "sign.stamp_refused");
    for cut in [0, 1, answer.len() / 2, answer.len() - 1] {
        assert_eq!(code(first.token(&answer[..cut])), "time.stamp_unreadable", "{cut}");
    }
}

#[test]
fn a_service_counts_while_the_list_names_it() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    service(path, "rsa:2048");
    issue(path, "stranger", None, CA);
    let stamp = open_stamp(&token(path, b"bytes"), b"bytes", &[]).expect("a stamp");
    let ask = |list: &TrustList| code(stamp.service(list, &[]));
    let (ca, signer) = (AnchorKind::Ca, AnchorKind::Signer);
    assert_eq!(ask(&list(listed(path, "root", ca, always()))), "accepted");
    assert_eq!(ask(&list(listed(path, "tsa", signer, always()))), "accepted");
    assert_eq!(ask(&list(listed(path, "root", signer, always()))), "time.stamp_untrusted");
    assert_eq!(ask(&list(listed(path, "stranger", ca, always()))), "time.stamp_untrusted");
    assert_eq!(ask(&TrustList::default()), "time.stamp_untrusted");
    let until = |millis: i64| Span { to: Some(stamp.at.plus_millis(millis)), ..always() };
    assert_eq!(ask(&list(listed(path, "tsa", signer, until(1)))), "accepted", "it ended after the stamp");
    assert_eq!(ask(&list(listed(path, "tsa", signer, until(0)))), "time.stamp_untrusted", "it had ended");
    let revoked = |at: Timestamp| TrustList {
        revoked: vec![Revoked { key: stamp.by.sha256.clone(), at, reason: String::new() }],
        ..list(listed(path, "root", ca, always()))
    };
    assert_eq!(ask(&revoked(stamp.at)), "time.stamp_untrusted");
    assert_eq!(ask(&revoked(stamp.at.plus_millis(1))), "accepted", "taken out of use after the stamp");
}

#[test]
fn a_token_changed_in_any_byte_names_no_other_time_and_no_other_service() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    service(folder.path(), "P-256");
    let token = token(folder.path(), b"bytes");
    let good = open_stamp(&token, b"bytes", &[]).expect("a stamp");
    let told = |stamp: &Stamp| (stamp.at, stamp.serial.clone(), stamp.by.sha256.clone());
    let mut refused = 0;
    for at in 0..token.len() {
        let mut changed = token.clone();
        changed[at] ^= 1;
        match open_stamp(&changed, b"bytes", &[]) {
            Ok(stamp) => assert_eq!(told(&stamp), told(&good), "byte {at}"),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > token.len() * 9 / 10, "{refused} of {} refused", token.len());
}

/// A token with the content of the file `token`, made with `openssl cms`, which signs with any certificate.
pub fn forged(folder: &Path, by: &str, bound: bool) -> Vec<u8> {
    openssl(folder, &["cms", "-verify", "-noverify", "-inform", "DER", "-in", "token", "-out", "info"]);
    let (signer, key) = (format!("{by}.pem"), format!("{by}.key"));
    let what = ["cms", "-sign", "-binary", "-nodetach", "-econtent_type", "1.2.840.113549.1.9.16.1.4", "-in", "info"];
    let how = ["-signer", &signer, "-inkey", &key, "-md", "sha256", "-outform", "DER", "-out", "forged"];
    let bound = if bound { &["-cades"][..] } else { &[] };
    openssl(folder, &[&what[..], &how, bound].concat());
    std::fs::read(folder.join("forged")).expect("a token")
}

#[test]
fn certificates_that_may_not_stamp_lend_no_time() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    service(path, "P-256");
    std::fs::write(path.join("token"), token(path, b"bytes")).expect("a file");
    let ask = |by: &str, bound| code(open_stamp(&forged(path, by, bound), b"bytes", &[]));
    assert_eq!(ask("tsa", true), "accepted", "what is refused below is refused for its own reason");
    assert_eq!(ask("tsa", false), "time.stamp_signature", "nothing binds the certificate");
    let usage = "keyUsage=critical,digitalSignature\n";
    for (purpose, why) in [
        ("", "made for anything"),
        ("extendedKeyUsage=timeStamping\n", "not critical"),
        ("extendedKeyUsage=critical,timeStamping,emailProtection\n", "for something else as well"),
        ("extendedKeyUsage=critical,codeSigning\n", "for something else"),
    ] {
        issue(path, "other", Some("root"), &format!("{usage}{purpose}"));
        assert_eq!(ask("other", true), "time.stamp_untrusted", "{why}");
    }
}

#[test]
fn published_tokens_are_read_as_the_table_says() {
    let Some(root) = folder() else { return };
    let table = std::fs::read_to_string(root.join("expected.csv")).expect("the table");
    let mut seen = 0;
    for row in rows(&table).iter().filter(|row| row[1] == "timestamp") {
        let bytes = std::fs::read(root.join(&row[0])).expect("a file of the table");
        // One of them is a whole answer of a service; its token is the second part.
        let token = match <x509_tsp::TimeStampResp<'_> as x509_cert::der::Decode<'_>>::from_der(&bytes) {
            Ok(answer) => {
                let token = answer.time_stamp_token.expect("a token");
                x509_cert::der::Encode::to_der(&token).expect("DER")
            }
            Err(_) => bytes,
        };
        let said = code(open_stamp(&token, b"", &[]));
        match row[3].as_str() {
            "parsed" => assert_eq!(said, "time.stamp_imprint", "{}: read, and it speaks of other bytes", row[0]),
            _ => assert_ne!(said, "accepted", "{}: lends no time", row[0]),
        }
        seen += 1;
    }
    assert_eq!(seen, 5);
}
