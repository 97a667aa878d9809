//! An authority, an officer's certificate and a seal made with it, judged by a list that trusts the authority: what
//! evidence, and attacks on evidence, are tried on.

use std::path::Path;

use tamga_origin::Timestamp;
use tamga_origin::profile::StampAsked;
use tamga_origin::trust::{
    Anchor, AnchorKind, IssuerPolicy, KeyUse, Revoked, TrustHistory, TrustList, TrustedIssuer, TrustedNode,
    TrustedScheme,
};
use tamga_seal::{
    Chain, Evidence, Judge, Judgement, OfferedEvidence, PlainKey, Policy, Question, Reason, Secret, Signer as _,
    SoftwareKey, SystemRandom, Verdict, Whole, sign_co,
};

use crate::revocation::authority;
use crate::stamps::always;
use crate::support::*;

pub const DAY: i64 = 86_400_000;
pub const QUESTION: Question<'static> = Question {
    usage: KeyUse::Co,
    issuer: "UY-001",
    scheme: "CHAFTA",
    form: "",
    destination: "CN",
    stamp: StampAsked::No,
    status: &[],
};

/// An authority with a leaf, and a seal of the leaf made at the beginning of its life.
pub struct House {
    folder: tempfile::TempDir,
    pub sealed: Vec<u8>,
    pub whole: Whole,
    pub begun: Timestamp,
}

impl House {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        authority(folder.path());
        let mut key = key(folder.path(), "leaf");
        let begun = key.certificate().leaf.not_before;
        let sealed = sign_co(&small(), begun, &mut key).expect("a seal").bytes;
        let whole = opened(&sealed).expect("whole");
        Self { folder, sealed, whole, begun }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// So many days after the leaf's life began.
    pub fn day(&self, days: i64) -> Timestamp {
        self.begun.plus_millis(days * DAY)
    }

    pub fn judge(&self, rules: &Rules, beside: &OfferedEvidence, now: Timestamp) -> Judgement {
        self.judge_other(&self.whole, rules, beside, now)
    }

    /// Judges another seal in the same way.
    pub fn judge_other(&self, whole: &Whole, rules: &Rules, beside: &OfferedEvidence, now: Timestamp) -> Judgement {
        let trust = rules.history(self, now);
        Judge::new(&trust, &Policy::default()).beside(beside).judge(whole, &QUESTION, &rules.evidence, now)
    }
}

/// A key of the folder, with its certificate.
pub fn key(folder: &Path, name: &str) -> SoftwareKey {
    let (pem, der) = (format!("{name}.key"), format!("{name}.der"));
    openssl(folder, &["pkcs8", "-topk8", "-nocrypt", "-outform", "DER", "-in", &pem, "-out", "pkcs8"]);
    let chain = Chain::read(&[std::fs::read(folder.join(der)).expect("a file")]).expect("a chain");
    SoftwareKey::new(&Secret::new(std::fs::read(folder.join("pkcs8")).expect("a file")), chain).expect("a key")
}

/// What the list says beside the authority, and what else is known.
#[derive(Clone, Default)]
pub struct Rules {
    pub policy: IssuerPolicy,
    pub time_stampers: Vec<TrustedNode>,
    pub revoked: Vec<Revoked>,
    pub evidence: Vec<Evidence>,
}

impl Rules {
    pub fn history(&self, house: &House, now: Timestamp) -> TrustHistory {
        let der = std::fs::read(house.path().join("root.der")).expect("a file");
        let span = always();
        let (kind, uses) = (AnchorKind::Ca, vec![KeyUse::Co]);
        let issuer = TrustedIssuer {
            id: "UY-001".to_owned(),
            anchors: vec![Anchor { kid: "root".to_owned(), certificates: vec![der], kind, uses, span }],
            schemes: vec![TrustedScheme { code: "CHAFTA".to_owned(), span, ..TrustedScheme::default() }],
            policy: self.policy.clone(),
            ..TrustedIssuer::default()
        };
        let root = PlainKey::generate(&SystemRandom::new()).expect("a key");
        let roots = vec![root.trusted(&[KeyUse::List], span)];
        let list = TrustList {
            n: 1,
            issued_at: now,
            issuers: vec![issuer],
            time_stampers: self.time_stampers.clone(),
            revoked: self.revoked.clone(),
            roots: roots.clone(),
            threshold: 1,
            ..TrustList::default()
        };
        TrustHistory::pinned(roots, 1).take(list, "digest", &[root.kid().to_owned()]).expect("a list").0
    }
}

/// The body's entry wants an answer about every certificate.
pub fn must() -> Rules {
    Rules { policy: IssuerPolicy { revocation_must: true, ..IssuerPolicy::default() }, ..Rules::default() }
}

/// A list of revoked certificates, offered.
pub fn crl(bytes: Vec<u8>) -> OfferedEvidence {
    OfferedEvidence { crls: vec![bytes], ..OfferedEvidence::default() }
}

/// Verdict and codes; that no status list is here is said of every seal of this house.
pub fn said(judgement: &Judgement) -> (Verdict, Vec<&str>) {
    let all = judgement.reasons.iter().map(Reason::code);
    (judgement.verdict, all.filter(|code| *code != "status.none").collect())
}
