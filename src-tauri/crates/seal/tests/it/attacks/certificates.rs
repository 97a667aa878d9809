//! Certificates that somebody else, an earlier or later day, another use or a name that looks alike would lend to a
//! seal that is whole: judged against a list that trusts the true authority.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, date_time_ymd,
};
use tamga_origin::Timestamp;
use tamga_origin::profile::StampAsked;
use tamga_origin::trust::{Anchor, AnchorKind, KeyUse, Span, TrustHistory, TrustList, TrustedIssuer, TrustedScheme};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Claimed, Judge, PlainKey, Policy, Question, SignerCertificate, SystemRandom, Verdict, Whole};

use super::Case;
use super::material::*;
use crate::support::{ISSUED, at, co_whole};

/// How a certificate differs from an honest one.
type Change = fn(&mut CertificateParams);

const NOW: &str = "2026-03-25T09:00:00Z";

/// What is done to the officer's certificate, at which claimed times, and what is said of it.
const CHANGES: [(&str, Change, &str); 12] = [
    ("ended before", |it| it.not_after = date_time_ymd(2026, 2, 1), "cert.expired"),
    ("not begun", |it| it.not_before = date_time_ymd(2026, 5, 1), "cert.not_yet_valid"),
    ("an authority as signer", |it| it.is_ca = IsCa::Ca(BasicConstraints::Unconstrained), "cert.ca_as_leaf"),
    ("an authority of length 0", |it| it.is_ca = IsCa::Ca(BasicConstraints::Constrained(0)), "cert.ca_as_leaf"),
    ("keys agreed only", |it| it.key_usages = vec![KeyUsagePurpose::KeyAgreement], "cert.key_usage"),
    ("keys wrapped only", |it| it.key_usages = vec![KeyUsagePurpose::KeyEncipherment], "cert.key_usage"),
    ("lists signed only", |it| it.key_usages = vec![KeyUsagePurpose::CrlSign], "cert.key_usage"),
    ("certificates signed only", |it| it.key_usages = vec![KeyUsagePurpose::KeyCertSign], "cert.ca_as_leaf"),
    ("a server", |it| it.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth], "cert.purpose"),
    ("code", |it| it.extended_key_usages = vec![ExtendedKeyUsagePurpose::CodeSigning], "cert.purpose"),
    ("time stamps", |it| it.extended_key_usages = vec![ExtendedKeyUsagePurpose::TimeStamping], "cert.purpose"),
    ("a critical extension nobody knows", critical, "cert.critical_extension"),
];

fn critical(params: &mut CertificateParams) {
    let mut extension = CustomExtension::from_oid_content(&[1, 2, 3, 4, 5], vec![5, 0]);
    extension.set_criticality(true);
    params.custom_extensions.push(extension);
}

fn key() -> KeyPair {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).expect("a key")
}

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.not_before = date_time_ymd(2026, 1, 1);
    params.not_after = date_time_ymd(2027, 12, 31);
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params
}

type Issuer = CertifiedIssuer<'static, KeyPair>;

fn authority_params(name: &str) -> CertificateParams {
    let mut params = params(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn authority(name: &str) -> Issuer {
    CertifiedIssuer::self_signed(authority_params(name), key()).expect("an authority")
}

fn below(above: &Issuer, params: CertificateParams) -> Issuer {
    CertifiedIssuer::signed_by(params, key(), above).expect("an authority below")
}

fn leaf(by: &Issuer, change: impl Fn(&mut CertificateParams)) -> Vec<u8> {
    let mut params = params("B. Officer");
    change(&mut params);
    params.signed_by(&key(), by).expect("a certificate").der().to_vec()
}

/// A list that trusts one authority for certificates of origin.
fn trusting(root: &Issuer, uses: &[KeyUse]) -> TrustHistory {
    let span = Span { from: at("2026-01-01T00:00:00Z"), to: None };
    let anchor = Anchor {
        kid: sha256_hex(root.der()),
        certificates: vec![root.der().to_vec()],
        kind: AnchorKind::Ca,
        uses: uses.to_vec(),
        span,
    };
    let scheme = TrustedScheme {
        code: "CHAFTA".to_owned(),
        destinations: vec!["CN".to_owned()],
        span,
        ..TrustedScheme::default()
    };
    let body = TrustedIssuer {
        id: "UY-001".to_owned(),
        country: "UY".to_owned(),
        names: vec!["Example Chamber of Commerce".to_owned()],
        span,
        anchors: vec![anchor],
        schemes: vec![scheme],
        ..TrustedIssuer::default()
    };
    let signer = PlainKey::generate(&SystemRandom::new()).expect("a key");
    let roots = vec![signer.trusted(&[KeyUse::List], Span { from: Timestamp::from_millis(0), to: None })];
    let list = TrustList {
        list: "demo".to_owned(),
        n: 1,
        issued_at: at("2026-03-20T00:00:00Z"),
        issuers: vec![body],
        roots: roots.clone(),
        threshold: 1,
        ..TrustList::default()
    };
    TrustHistory::pinned(roots, 1).take(list, "digest", &[signer.kid().to_owned()]).expect("the first list").0
}

/// The verdict over a seal that is whole under this certificate.
pub fn judged(trust: &TrustHistory, der: &[u8], above: Vec<Vec<u8>>, claimed: &str) -> Answer {
    const QUESTION: Question<'static> = Question {
        usage: KeyUse::Co,
        issuer: "UY-001",
        scheme: "CHAFTA",
        form: "",
        destination: "CN",
        stamp: StampAsked::No,
        status: &[],
    };
    let certificate = match SignerCertificate::read(der) {
        Ok(certificate) => certificate,
        Err(refusal) => return Answer::of::<()>(Err(refusal)),
    };
    let whole = Whole {
        signer: Some(certificate),
        above,
        claimed: Claimed { at: Some(at(claimed)), role: String::new() },
        ..co_whole()
    };
    let judgement = Judge::new(trust, &Policy::default()).judge(&whole, &QUESTION, &[], at(NOW));
    match judgement.verdict {
        Verdict::Valid => Answer::Accepted,
        Verdict::Unknown | Verdict::Invalid => Answer::Refused(judgement.reasons[0].code().to_owned()),
    }
}

/// An officer below a thicket of authorities that all have one name and vouch for one another, and none of which the
/// list knows.
pub fn tangled() -> (TrustHistory, Vec<u8>, Vec<Vec<u8>>) {
    let root = authority("Demonstration Authority");
    let others: Vec<Issuer> = (0..6).map(|_| authority("Middle")).collect();
    let mut above = Vec::new();
    for one in &others {
        for other in &others {
            above.push(authority_params("Middle").signed_by(one.key(), other).expect("a certificate").der().to_vec());
        }
    }
    (trusting(&root, &[KeyUse::Co]), leaf(&others[0], |_| {}), above)
}

pub fn cases() -> Vec<Case> {
    let root = authority("Demonstration Authority");
    let trust = trusting(&root, &[KeyUse::Co]);
    let honest = leaf(&root, |_| {});
    assert_eq!(judged(&trust, &honest, Vec::new(), ISSUED), Answer::Accepted, "the honest one is valid");
    let mut cases = Vec::new();
    let middle = below(&root, authority_params("Middle"));
    for (name, change, wanted) in CHANGES {
        cases.push(Case::answered(name, judged(&trust, &leaf(&root, change), Vec::new(), ISSUED), wanted));
        let answer = judged(&trust, &leaf(&middle, change), vec![middle.der().to_vec()], ISSUED);
        cases.push(Case::answered(format!("{name}, two steps below"), answer, wanted));
    }
    for (claimed, wanted) in [("2025-12-31T23:59:59Z", "cert.not_yet_valid"), ("2028-01-01T00:00:00Z", "cert.expired")]
    {
        let answer = judged(&trust, &honest, Vec::new(), claimed);
        cases.push(Case::answered(format!("claimed {claimed}"), answer, wanted));
    }
    cases.extend(strangers(&root, &trust));
    cases.extend(paths(&root, &trust));
    cases
}

/// Signers of other authorities, however they are called.
fn strangers(root: &Issuer, trust: &TrustHistory) -> Vec<Case> {
    let mut cases = Vec::new();
    for name in [
        "Demonstration Authority",
        "Demonstration  Authority",
        "demonstration authority",
        "Demonstration Authority ",
        "Demonstration Аuthority",
        "Demonstration\u{200B} Authority",
        "Somebody Else",
    ] {
        let other = authority(name);
        let der = leaf(&other, |_| {});
        for (how, above) in [
            ("alone", Vec::new()),
            ("with its own authority", vec![other.der().to_vec()]),
            ("with the true authority", vec![root.der().to_vec()]),
        ] {
            // Under the very name of the true authority its key is tried, and did not sign.
            let is_namesake = name == "Demonstration Authority" && how != "with its own authority";
            let wanted = if is_namesake { "cert.path_signature" } else { "trust.signer_unknown" };
            cases.push(Case::answered(format!("of `{name}` {how}"), judged(trust, &der, above, ISSUED), wanted));
        }
    }
    let own = CertifiedIssuer::self_signed(params("B. Officer"), key()).expect("a certificate");
    cases.push(Case::answered("by itself", judged(trust, own.der(), Vec::new(), ISSUED), "trust.signer_unknown"));
    cases
}

/// Ways to the true authority that are none.
fn paths(root: &Issuer, trust: &TrustHistory) -> Vec<Case> {
    let honest = leaf(root, |_| {});
    let mut cases = vec![
        Case::answered("the authority itself", judged(trust, root.der(), Vec::new(), ISSUED), "cert.ca_as_leaf"),
        Case::answered(
            "trusted for another use",
            judged(&trusting(root, &[KeyUse::Status]), &honest, Vec::new(), ISSUED),
            "trust.use",
        ),
    ];
    // An officer who plays the authority.
    let mut officer = params("B. Officer");
    officer.is_ca = IsCa::ExplicitNoCa;
    let officer = CertifiedIssuer::signed_by(officer, key(), root).expect("an officer");
    let der = leaf(&officer, |it| it.distinguished_name.push(DnType::CommonName, "C. Officer"));
    let answer = judged(trust, &der, vec![officer.der().to_vec()], ISSUED);
    cases.push(Case::answered("signed by an officer", answer, "cert.path_signature"));
    let mut ended = authority_params("Middle");
    ended.not_after = date_time_ymd(2026, 2, 1);
    let ended = below(root, ended);
    let answer = judged(trust, &leaf(&ended, |_| {}), vec![ended.der().to_vec()], ISSUED);
    cases.push(Case::answered("below an authority that had ended", answer, "cert.expired"));
    let mut unable = authority_params("Middle");
    unable.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    let unable = below(root, unable);
    let answer = judged(trust, &leaf(&unable, |_| {}), vec![unable.der().to_vec()], ISSUED);
    cases.push(Case::answered("below an authority that may sign no certificates", answer, "cert.path_signature"));
    let mut short = authority_params("Middle");
    short.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    let short = below(root, short);
    let lower = below(&short, authority_params("Lower"));
    let above = vec![lower.der().to_vec(), short.der().to_vec()];
    cases.push(Case::answered(
        "deeper than allowed",
        judged(trust, &leaf(&lower, |_| {}), above, ISSUED),
        "cert.path_length",
    ));
    let middle = below(root, authority_params("Middle"));
    let answer = judged(trust, &leaf(&middle, |_| {}), Vec::new(), ISSUED);
    cases.push(Case::answered("a step is missing", answer, "trust.signer_unknown"));
    // One bit of what the authority signed, and of its signature.
    for (name, place) in [("its name spoilt", 0), ("its signature spoilt", honest.len() - 4)] {
        let mut spoilt = honest.clone();
        let name_at = spoilt.windows(9).position(|it| it == b"B. Office").expect("a name");
        let place = if place == 0 { name_at } else { place };
        spoilt[place] ^= 1;
        cases.push(Case::answered(name, judged(trust, &spoilt, Vec::new(), ISSUED), "cert.path_signature"));
    }
    cases
}
