//! Ways from a key to an authority as real ones are built: over another certificate, with limits, purposes and
//! mistakes. OpenSSL makes them.

use std::path::Path;

use tamga_origin::Timestamp;
use tamga_origin::profile::StampAsked;
use tamga_origin::trust::{
    Anchor, AnchorKind, IssuerPolicy, KeyUse, Span, TrustHistory, TrustList, TrustedIssuer, TrustedScheme,
};
use tamga_seal::{Chain, Class, Judge, Judgement, Policy, Question, Secret, Signer as _, SoftwareKey, sign_co};

use crate::support::*;

const LEAF: &str = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,nonRepudiation\n";
const CA: &str = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n";

/// Seals with a key and judges the seal with one root in the list.
fn judged(folder: &Path, chain: &[&str], root: &str, policy: IssuerPolicy) -> Judgement {
    let read = |name: &str| std::fs::read(folder.join(name)).expect("a file");
    let leaf = chain[0];
    openssl(
        folder,
        &["pkcs8", "-topk8", "-nocrypt", "-outform", "DER", "-in", &format!("{leaf}.key"), "-out", "pkcs8"],
    );
    let certificates: Vec<Vec<u8>> = chain.iter().map(|name| read(&format!("{name}.der"))).collect();
    let chain = Chain::read(&certificates).expect("a chain");
    let mut key = SoftwareKey::new(&Secret::new(read("pkcs8")), chain).expect("a key");
    let moment = key.certificate().leaf.not_before.plus_millis(60_000);
    let whole = opened(&sign_co(&small(), moment, &mut key).expect("a seal").bytes).expect("whole");
    let span = Span { from: Timestamp::from_millis(0), to: None };
    let anchor = Anchor {
        kid: root.to_owned(),
        certificates: vec![read(&format!("{root}.der"))],
        kind: AnchorKind::Ca,
        uses: vec![KeyUse::Co],
        span,
    };
    let issuer = TrustedIssuer {
        id: "UY-001".to_owned(),
        anchors: vec![anchor],
        schemes: vec![TrustedScheme { code: "CHAFTA".to_owned(), span, ..TrustedScheme::default() }],
        policy,
        ..TrustedIssuer::default()
    };
    let list = TrustList { n: 1, issued_at: moment, issuers: vec![issuer], threshold: 1, ..TrustList::default() };
    let root = tamga_seal::PlainKey::generate(&tamga_seal::SystemRandom::new()).expect("a key");
    let roots = vec![root.trusted(&[KeyUse::List], span)];
    let list = TrustList { roots: roots.clone(), ..list };
    let trust = TrustHistory::pinned(roots, 1).take(list, "digest", &[root.kid().to_owned()]).expect("a list").0;
    let question = Question {
        usage: KeyUse::Co,
        issuer: "UY-001",
        scheme: "CHAFTA",
        form: "",
        destination: "CN",
        stamp: StampAsked::No,
        status: &[],
    };
    Judge::new(&trust, &Policy::default()).judge(&whole, &question, &[], moment)
}

fn heavy(judgement: &Judgement) -> Vec<(Class, &str)> {
    let heavy = judgement.reasons.iter().filter(|reason| reason.class > Class::Note);
    heavy.map(|reason| (reason.class, reason.code())).collect()
}

#[test]
fn a_way_over_another_certificate_is_found_when_the_file_brings_it() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    issue(path, "root", None, CA);
    issue(path, "middle", Some("root"), CA);
    issue(path, "leaf", Some("middle"), LEAF);
    let plain = IssuerPolicy::default;
    assert_eq!(heavy(&judged(path, &["leaf", "middle"], "root", plain())), []);
    assert_eq!(heavy(&judged(path, &["leaf"], "middle", plain())), [], "the issuing authority itself may be pinned");
    assert_eq!(heavy(&judged(path, &["leaf"], "root", plain())), [(Class::Unknown, "trust.signer_unknown")]);
    issue(path, "stranger", None, CA);
    let away = judged(path, &["leaf", "middle"], "stranger", plain());
    assert_eq!(heavy(&away), [(Class::Unknown, "trust.signer_unknown")]);
}

#[test]
fn an_authority_that_may_not_have_others_below_it_has_none() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    issue(path, "root", None, CA);
    issue(path, "narrow", Some("root"), &CA.replace("CA:TRUE", "CA:TRUE,pathlen:0"));
    issue(path, "below", Some("narrow"), CA);
    issue(path, "leaf", Some("below"), LEAF);
    let judgement = judged(path, &["leaf", "below", "narrow"], "root", IssuerPolicy::default());
    assert_eq!(heavy(&judgement), [(Class::Invalid, "cert.path_length")]);
    issue(path, "person", Some("root"), LEAF);
    issue(path, "child", Some("person"), LEAF);
    let judgement = judged(path, &["child", "person"], "root", IssuerPolicy::default());
    assert_eq!(heavy(&judgement), [(Class::Invalid, "cert.path_signature")], "a person's key is no authority");
}

#[test]
fn leaves_made_for_something_else_do_not_seal_certificates() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    issue(path, "root", None, CA);
    let with = |extensions: &str, policy: IssuerPolicy| {
        issue(path, "leaf", Some("root"), extensions);
        let judgement = judged(path, &["leaf"], "root", policy);
        heavy(&judgement).into_iter().map(|(_, code)| code.to_owned()).collect::<Vec<_>>().join(" ")
    };
    let plain = IssuerPolicy::default;
    assert_eq!(with(&LEAF.replace("nonRepudiation", "keyEncipherment"), plain()), "cert.key_usage");
    assert_eq!(with(&format!("{LEAF}extendedKeyUsage=serverAuth\n"), plain()), "cert.purpose");
    assert_eq!(with(&format!("{LEAF}extendedKeyUsage=1.3.6.1.5.5.7.3.36\n"), plain()), "");
    let named = IssuerPolicy { purposes: vec!["1.2.3.4.5".to_owned()], ..plain() };
    assert_eq!(with(&format!("{LEAF}extendedKeyUsage=1.2.3.4.5\n"), named), "");
    assert_eq!(with(&format!("{LEAF}1.2.3.4.5=critical,ASN1:UTF8String:x\n"), plain()), "cert.critical_extension");
    assert!(with(CA, plain()).starts_with("cert.ca_as_leaf"), "an authority never signs a certificate of origin");
    let policies = || IssuerPolicy { certificate_policies: vec!["1.2.3.4".to_owned()], ..plain() };
    assert_eq!(with(LEAF, policies()), "cert.policy");
    assert_eq!(with(&format!("{LEAF}certificatePolicies=1.2.3.4\n"), policies()), "");
}
