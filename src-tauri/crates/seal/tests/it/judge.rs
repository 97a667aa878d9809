//! Verdicts: who signed, may they, and does it still count.

use tamga_origin::Timestamp;
use tamga_origin::profile::StampAsked;
use tamga_origin::trust::{
    Anchor, AnchorKind, IssuerPolicy, KeyUse, Revoked, Span, TrustHistory, TrustList, TrustState, TrustedIssuer,
    TrustedOfficer, TrustedScheme,
};
use tamga_seal::demo::{Authority, Life};
use tamga_seal::{
    Class, Evidence, EvidenceKind, Judge, Judgement, Policy, Question, Refusal, Signer as _, StatusFact, SystemRandom,
    TimeKind, Verdict, Whole, import_key_file, key_facts, sign_co, unlock,
};

use crate::support::*;

const NOW: &str = "2026-03-25T09:00:00Z";

fn since(text: &str) -> Span {
    Span { from: at(text), to: None }
}

fn issuer() -> TrustedIssuer {
    let leaf = key_facts(wrapped()).expect("facts").chain.leaf;
    TrustedIssuer {
        id: "UY-001".to_owned(),
        country: "UY".to_owned(),
        names: vec!["Example Chamber of Commerce".to_owned()],
        span: since("2026-01-01T00:00:00Z"),
        anchors: vec![authority().anchor(&[KeyUse::Co, KeyUse::Status], since("2026-01-01T00:00:00Z"))],
        schemes: vec![TrustedScheme {
            code: "CHAFTA".to_owned(),
            destinations: vec!["CN".to_owned()],
            span: since("2026-01-01T00:00:00Z"),
            ..TrustedScheme::default()
        }],
        officers: vec![TrustedOfficer {
            id: "b".to_owned(),
            name: "Bettina Officer".to_owned(),
            certificate: leaf.sha256,
            span: since("2026-01-01T00:00:00Z"),
            ..TrustedOfficer::default()
        }],
        ..TrustedIssuer::default()
    }
}

fn list(issuers: Vec<TrustedIssuer>) -> TrustList {
    TrustList { list: "demo".to_owned(), n: 1, issued_at: at("2026-03-20T00:00:00Z"), issuers, ..TrustList::default() }
}

/// A history that holds this list; who may sign lists is asked elsewhere.
fn held(mut list: TrustList) -> TrustHistory {
    let root = tamga_seal::PlainKey::generate(&SystemRandom::new()).expect("a key");
    let span = Span { from: Timestamp::from_millis(0), to: None };
    let roots = vec![root.trusted(&[KeyUse::List], span)];
    list.roots.clone_from(&roots);
    list.threshold = 1;
    let history = TrustHistory::pinned(roots, 1);
    history.take(list, "digest", &[root.kid().to_owned()]).expect("the first list").0
}

fn whole_at(claimed: &str) -> Whole {
    opened(&sign_co(&certificate(1), at(claimed), &mut officer()).expect("a seal").bytes).expect("whole")
}

const QUESTION: Question<'static> = Question {
    usage: KeyUse::Co,
    issuer: "UY-001",
    scheme: "CHAFTA",
    form: "",
    destination: "CN",
    stamp: StampAsked::No,
    status: &[],
};

fn demonstration() -> Policy {
    Policy { demonstration: true, ..Policy::default() }
}

fn judge(list: TrustList, question: Question<'_>) -> Judgement {
    judge_at(list, question, &[], NOW)
}

fn judge_at(list: TrustList, question: Question<'_>, evidence: &[Evidence], now: &str) -> Judgement {
    let trust = held(list);
    Judge::new(&trust, &demonstration()).judge(&whole_at(ISSUED), &question, evidence, at(now))
}

fn codes(judgement: &Judgement, class: Class) -> Vec<&str> {
    judgement.reasons.iter().filter(|reason| reason.class == class).map(tamga_seal::Reason::code).collect()
}

fn arrival(text: &str) -> Evidence {
    Evidence::arrival(at(text))
}

#[test]
fn an_entitled_officers_seal_is_valid_with_its_notes() {
    let judgement = judge(list(vec![issuer()]), QUESTION);
    assert_eq!(judgement.verdict, Verdict::Valid, "{:?}", judgement.reasons);
    assert_eq!(codes(&judgement, Class::Note), ["key.demo", "revocation.unknown", "status.none"]);
    let signer = judgement.signer.expect("a signer");
    assert_eq!((signer.body.as_str(), signer.officer.as_str()), ("UY-001", "Bettina Officer"));
    assert_eq!(signer.name, "B. Officer");
    let list = judgement.list.expect("a list");
    assert_eq!((list.number, list.issued_at), (1, at("2026-03-20T00:00:00Z")));
    let time = judgement.time.expect("a time");
    assert_eq!((time.at, time.kind, time.existed), (at(ISSUED), TimeKind::Claimed, None));
}

#[test]
fn outside_the_demonstration_its_keys_are_a_doubt() {
    let trust = held(list(vec![issuer()]));
    let policy = Policy::default();
    let judge = Judge::new(&trust, &policy);
    let judgement = judge.judge(&whole_at(ISSUED), &QUESTION, &[], at(NOW));
    assert_eq!(judgement.verdict, Verdict::Unknown);
    assert_eq!(codes(&judgement, Class::Unknown), ["key.demo"]);
}

#[test]
fn without_a_list_or_a_known_body_nothing_is_said() {
    let trust = TrustHistory::pinned(Vec::new(), 1);
    let judgement = Judge::new(&trust, &demonstration()).judge(&whole_at(ISSUED), &QUESTION, &[], at(NOW));
    assert_eq!((judgement.verdict, judgement.list), (Verdict::Unknown, None));
    assert_eq!(codes(&judgement, Class::Unknown), ["trust.no_list"]);
    let judgement = judge(list(Vec::new()), QUESTION);
    assert_eq!(codes(&judgement, Class::Unknown), ["trust.signer_unknown"]);
    assert_eq!(judgement.signer.expect("a signer").body, "");
}

#[test]
fn a_key_of_an_authority_the_list_does_not_name_is_unknown() {
    let other = Authority::new("Another Authority", life()).expect("an authority");
    let anchors = vec![other.anchor(&[KeyUse::Co], since("2026-01-01T00:00:00Z"))];
    let judgement = judge(list(vec![TrustedIssuer { anchors, ..issuer() }]), QUESTION);
    assert_eq!(judgement.verdict, Verdict::Unknown);
    assert_eq!(codes(&judgement, Class::Unknown), ["trust.signer_unknown"]);
}

#[test]
fn a_certificate_forged_under_the_authoritys_name_is_invalid() {
    let twin = Authority::new("Demonstration Authority", life()).expect("an authority");
    let anchors = vec![twin.anchor(&[KeyUse::Co], since("2026-01-01T00:00:00Z"))];
    let judgement = judge(list(vec![TrustedIssuer { anchors, ..issuer() }]), QUESTION);
    assert_eq!(judgement.verdict, Verdict::Invalid);
    assert_eq!(codes(&judgement, Class::Invalid), ["cert.path_signature"]);
}

#[test]
fn what_a_body_is_not_entitled_to_is_not_genuine_and_the_objection_is_named() {
    type Change = fn(&mut TrustedIssuer);
    let cases: [(Change, &str); 9] = [
        (|issuer| issuer.schemes[0].code = "GSP".to_owned(), "trust.form"),
        (|issuer| issuer.schemes[0].destinations = vec!["KR".to_owned()], "trust.destination"),
        (|issuer| issuer.schemes[0].span = since("2026-04-01T00:00:00Z"), "trust.date"),
        (|issuer| issuer.span.to = Some(at("2026-03-01T00:00:00Z")), "trust.date"),
        (|issuer| issuer.anchors[0].span = since("2026-04-01T00:00:00Z"), "trust.date"),
        (|issuer| issuer.anchors[0].uses = vec![KeyUse::Status], "trust.use"),
        (|issuer| issuer.state = TrustState::Suspended, "trust.suspended"),
        (|issuer| issuer.state = TrustState::Withdrawn, "trust.withdrawn"),
        (|issuer| issuer.officers[0].certificate = "00".repeat(32), "trust.officer"),
    ];
    for (change, wanted) in cases {
        let mut issuer = issuer();
        change(&mut issuer);
        let judgement = judge(list(vec![issuer]), QUESTION);
        assert_eq!(judgement.verdict, Verdict::Invalid, "{wanted}");
        assert_eq!(codes(&judgement, Class::Invalid), [wanted]);
    }
}

#[test]
fn a_key_accepted_for_one_use_is_refused_for_every_other() {
    for granted in KeyUse::ALL {
        let mut issuer = issuer();
        issuer.anchors[0].uses = vec![granted];
        for usage in KeyUse::ALL {
            let judgement = judge(list(vec![issuer.clone()]), Question { usage, ..QUESTION });
            let refused = codes(&judgement, Class::Invalid).contains(&"trust.use");
            assert_eq!(refused, usage != granted, "granted {}, asked {}", granted.code(), usage.code());
        }
    }
}

#[test]
fn a_suspension_after_the_signing_does_not_reach_back() {
    let mut later = issuer();
    (later.state, later.state_since) = (TrustState::Suspended, Some(at("2026-03-23T00:00:00Z")));
    assert_eq!(judge(list(vec![later.clone()]), QUESTION).verdict, Verdict::Valid);
    later.state_since = Some(at("2026-03-22T00:00:00Z"));
    assert_eq!(codes(&judge(list(vec![later]), QUESTION), Class::Invalid), ["trust.suspended"]);
}

#[test]
fn a_seal_of_one_body_under_the_name_of_another_is_invalid() {
    let named = TrustedIssuer { id: "UY-002".to_owned(), anchors: Vec::new(), ..issuer() };
    let judgement = judge(list(vec![named, issuer()]), Question { issuer: "UY-002", ..QUESTION });
    assert_eq!(codes(&judgement, Class::Invalid), ["trust.issuer_differs"]);
    let judgement = judge(list(vec![issuer()]), Question { issuer: "XX-999", ..QUESTION });
    assert_eq!(codes(&judgement, Class::Invalid), ["trust.issuer_differs"]);
}

#[test]
fn two_bodies_under_one_authority_are_told_apart_by_their_officers() {
    let mut other = issuer();
    other.id = "UY-002".to_owned();
    other.officers[0].certificate = "00".repeat(32);
    let both = list(vec![other, issuer()]);
    assert_eq!(judge(both.clone(), QUESTION).verdict, Verdict::Valid);
    let judgement = judge(both, Question { issuer: "UY-002", ..QUESTION });
    assert_eq!(codes(&judgement, Class::Invalid), ["trust.officer"]);
}

#[test]
fn a_pinned_signer_needs_no_authority_and_no_answer_about_revocation() {
    let leaf = key_facts(wrapped()).expect("facts").chain.leaf;
    let anchors = vec![Anchor {
        kid: leaf.sha256.clone(),
        certificates: vec![leaf.der],
        kind: AnchorKind::Signer,
        uses: vec![KeyUse::Co],
        span: since("2026-01-01T00:00:00Z"),
    }];
    let judgement = judge(list(vec![TrustedIssuer { anchors, ..issuer() }]), QUESTION);
    assert_eq!(judgement.verdict, Verdict::Valid);
    assert_eq!(codes(&judgement, Class::Note), ["key.demo", "status.none"]);
}

/// A document signed by a key whose certificate lives from one day to another, whenever it says it was signed.
fn signed_by_a_key_of(from: &str, to: &str, claimed: &str) -> Whole {
    // The signer refuses to sign outside its life, so the certificate is made for the claim and judged at another.
    let life = Life { from: at(from), to: at(to) };
    let file = authority().key_file(OFFICER, life, &secret("file password")).expect("a key file");
    let random = SystemRandom::new();
    let (_, kept) = import_key_file(&file.pkcs12, &secret("file password"), &pin(), LIGHT, &random).expect("a key");
    let mut key = unlock(&kept, &pin()).expect("unlocked");
    opened(&sign_co(&certificate(1), at(claimed), &mut key).expect("a seal").bytes).expect("whole")
}

fn any_officer() -> TrustedIssuer {
    TrustedIssuer { officers: Vec::new(), ..issuer() }
}

#[test]
fn a_certificate_outside_its_life_at_the_signing_time_is_invalid() {
    let trust = held(list(vec![any_officer()]));
    let policy = demonstration();
    let judge = Judge::new(&trust, &policy);
    let whole = signed_by_a_key_of("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-02-15T00:00:00Z");
    for (claimed, wanted) in [("2026-01-15T00:00:00Z", "cert.not_yet_valid"), ("2026-03-15T00:00:00Z", "cert.expired")]
    {
        let moved = Whole {
            claimed: tamga_seal::Claimed { at: Some(at(claimed)), role: "DEMONSTRATION".to_owned() },
            ..whole.clone()
        };
        let judgement = judge.judge(&moved, &QUESTION, &[], at(NOW));
        assert_eq!(judgement.verdict, Verdict::Invalid);
        assert_eq!(codes(&judgement, Class::Invalid), [wanted]);
    }
}

#[test]
fn a_certificate_that_ended_since_rests_on_the_claim_unless_evidence_bears_it_out() {
    let whole = signed_by_a_key_of("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-02-15T00:00:00Z");
    let verdict = |strict: bool, evidence: &[Evidence]| {
        let policy = IssuerPolicy { claimed_time_doubt: strict, ..IssuerPolicy::default() };
        let trust = held(list(vec![TrustedIssuer { policy, ..any_officer() }]));
        let judgement = Judge::new(&trust, &demonstration()).judge(&whole, &QUESTION, evidence, at(NOW));
        (judgement.verdict, judgement.reasons.iter().any(|reason| reason.code() == "time.claimed_only"))
    };
    assert_eq!(verdict(false, &[]), (Verdict::Valid, true), "noted");
    assert_eq!(verdict(true, &[]), (Verdict::Unknown, true), "doubted where the body's entry says so");
    assert_eq!(verdict(true, &[arrival("2026-02-16T00:00:00Z")]), (Verdict::Valid, false), "arrived while it lived");
    assert_eq!(verdict(true, &[arrival("2026-03-02T00:00:00Z")]), (Verdict::Unknown, true));
}

#[test]
fn the_earliest_evidence_counts_and_is_named() {
    let receipt = |kind, by: &str, digest: &str| Evidence {
        kind,
        at: at("2026-03-22T16:30:00Z"),
        by: by.to_owned(),
        sha256: digest.to_owned(),
    };
    let evidence = [
        arrival("2026-03-23T00:00:00Z"),
        receipt(EvidenceKind::OfficeReceipt, "office", "0f"),
        receipt(EvidenceKind::NationalReceipt, "gw-uy", "0e"),
        arrival("2030-01-01T00:00:00Z"),
    ];
    let judgement = judge_at(list(vec![issuer()]), QUESTION, &evidence, NOW);
    let time = judgement.time.expect("a time");
    assert_eq!((time.kind, time.existed), (TimeKind::NationalReceipt, Some(at("2026-03-22T16:30:00Z"))));
    let used: Vec<_> = judgement.used.iter().map(|used| (used.kind.word(), used.sha256.as_str(), &*used.by)).collect();
    assert_eq!(used, [("national_receipt", "0e", "gw-uy")], "what decided nothing is not named");
    assert_eq!(judge(list(vec![issuer()]), QUESTION).used, [], "a claim rests on nothing");
}

#[test]
fn a_claim_ahead_of_the_evidence_is_noted_and_doubted_after_a_day() {
    let ahead = |evidence: &str| {
        let judgement = judge_at(list(vec![issuer()]), QUESTION, &[arrival(evidence)], NOW);
        let found = judgement.reasons.iter().find(|reason| reason.code() == "time.claim_ahead").map(|r| r.class);
        (judgement.verdict, found)
    };
    assert_eq!(ahead("2026-03-22T16:20:00Z"), (Verdict::Valid, None), "a clock may be a little off");
    assert_eq!(ahead("2026-03-22T16:00:00Z"), (Verdict::Valid, Some(Class::Note)));
    assert_eq!(ahead("2026-03-20T16:00:00Z"), (Verdict::Unknown, Some(Class::Unknown)));
    let future = judge_at(list(vec![issuer()]), QUESTION, &[], "2026-03-20T09:00:00Z");
    assert_eq!(future.verdict, Verdict::Unknown, "signed the day after tomorrow");
}

#[test]
fn a_revoked_certificate_counts_by_the_day_it_was_revoked() {
    let leaf = key_facts(wrapped()).expect("facts").chain.leaf.sha256;
    let revoked = |when: &str, strict: bool| {
        let policy = IssuerPolicy { claimed_time_doubt: strict, ..IssuerPolicy::default() };
        let revoked = vec![Revoked { key: leaf.clone(), at: at(when), reason: "lost".to_owned() }];
        judge(TrustList { revoked, ..list(vec![TrustedIssuer { policy, ..issuer() }]) }, QUESTION)
    };
    let before = revoked("2026-03-22T00:00:00Z", false);
    assert_eq!(codes(&before, Class::Invalid), ["revocation.revoked"]);
    let after = revoked("2026-03-23T00:00:00Z", false);
    assert_eq!(after.verdict, Verdict::Valid);
    assert!(codes(&after, Class::Note).contains(&"revocation.revoked_later"));
    assert!(codes(&after, Class::Note).contains(&"time.claimed_only"), "only the claim says it was signed before");
    assert_eq!(codes(&revoked("2026-03-23T00:00:00Z", true), Class::Unknown), ["time.claimed_only"]);
}

#[test]
fn silence_about_revocation_is_a_doubt_where_the_bodys_entry_says_so() {
    let policy = IssuerPolicy { revocation_must: true, ..IssuerPolicy::default() };
    let judgement = judge(list(vec![TrustedIssuer { policy, ..issuer() }]), QUESTION);
    assert_eq!(codes(&judgement, Class::Unknown), ["revocation.unknown"]);
}

#[test]
fn policies_the_body_demands_are_looked_for_in_the_leaf() {
    let policy = IssuerPolicy { certificate_policies: vec!["1.2.3.4".to_owned()], ..IssuerPolicy::default() };
    let judgement = judge(list(vec![TrustedIssuer { policy, ..issuer() }]), QUESTION);
    assert_eq!(codes(&judgement, Class::Invalid), ["cert.policy"]);
}

#[test]
fn an_old_list_is_noted_then_doubted() {
    let age = |now: &str| {
        let judgement = judge_at(list(vec![issuer()]), QUESTION, &[arrival("2026-03-22T17:00:00Z")], now);
        judgement.reasons.iter().find(|reason| reason.code() == "trust.list_old").map(|reason| reason.class)
    };
    assert_eq!(age("2026-03-27T00:00:00Z"), None);
    assert_eq!(age("2026-03-28T00:00:00Z"), Some(Class::Note));
    assert_eq!(age("2026-04-19T00:00:00Z"), Some(Class::Note));
    assert_eq!(age("2026-04-20T00:00:00Z"), Some(Class::Unknown));
}

#[test]
fn what_is_known_of_the_number_by_now_decides_whether_it_still_counts() {
    let with = |fact: StatusFact| {
        let status = [fact];
        let judgement = judge(list(vec![issuer()]), Question { status: &status, ..QUESTION });
        let reason = judgement.reasons.iter().find(|reason| reason.code().starts_with("status.")).expect("a reason");
        (judgement.verdict, reason.code().to_owned())
    };
    let (past, ahead) = (at("2026-03-24T00:00:00Z"), at("2026-04-01T00:00:00Z"));
    let said = |verdict, code: &str| (verdict, code.to_owned());
    assert_eq!(with(StatusFact::Cancelled { at: past }), said(Verdict::Invalid, "status.cancelled"));
    assert_eq!(with(StatusFact::Cancelled { at: ahead }), said(Verdict::Valid, "status.cancelled"));
    assert_eq!(with(StatusFact::Suspended { at: past }), said(Verdict::Unknown, "status.suspended"));
    assert_eq!(with(StatusFact::Conflict { other: "00".to_owned() }), said(Verdict::Invalid, "status.conflict"));
    let replaced = [StatusFact::Replaced { at: past, successor: "UY-2026-000200".to_owned() }];
    let judgement = judge(list(vec![issuer()]), Question { status: &replaced, ..QUESTION });
    let reason = &judgement.reasons[0];
    assert_eq!((reason.code(), reason.class), ("status.replaced", Class::Invalid));
    assert!(reason.finding.params.iter().any(|(_, value)| value == "UY-2026-000200"), "the successor is named");
}

#[test]
fn statements_are_judged_by_the_status_use_and_certify_nothing() {
    let question = Question { usage: KeyUse::Status, scheme: "GSP", destination: "KR", ..QUESTION };
    let judgement = judge(list(vec![issuer()]), question);
    assert_eq!(judgement.verdict, Verdict::Valid, "{:?}", judgement.reasons);
    let mut only_certificates = issuer();
    only_certificates.anchors[0].uses = vec![KeyUse::Co];
    assert_eq!(codes(&judge(list(vec![only_certificates]), question), Class::Invalid), ["trust.use"]);
}

#[test]
fn a_declaration_is_bound_by_its_own_use_and_by_schemes_like_a_certificate() {
    let question = Question { usage: KeyUse::Declaration, ..QUESTION };
    let mut declarer = issuer();
    declarer.anchors[0].uses = vec![KeyUse::Declaration];
    let judgement = judge(list(vec![declarer.clone()]), question);
    assert_eq!(judgement.verdict, Verdict::Valid, "{:?}", judgement.reasons);
    assert!(judgement.reasons.iter().any(|reason| reason.code() == "status.none"), "silence on its number is said");
    assert_eq!(
        codes(&judge(list(vec![declarer.clone()]), QUESTION), Class::Invalid),
        ["trust.use"],
        "certifies nothing"
    );
    let elsewhere = Question { destination: "KR", ..question };
    let other = Question { scheme: "GSP", ..question };
    assert_eq!(codes(&judge(list(vec![declarer.clone()]), other), Class::Invalid), ["trust.form"]);
    assert_eq!(
        codes(&judge(list(vec![declarer]), elsewhere), Class::Invalid),
        codes(&judge(list(vec![issuer()]), Question { destination: "KR", ..QUESTION }), Class::Invalid),
    );
}

#[test]
fn a_document_that_is_not_whole_gets_a_verdict_without_a_signer() {
    let trust = held(list(vec![issuer()]));
    let policy = demonstration();
    let judge = Judge::new(&trust, &policy);
    let judgement = judge.refused(Refusal::invalid("sig.digest", "document"));
    assert_eq!((judgement.verdict, judgement.signer, judgement.time), (Verdict::Invalid, None, None));
    assert_eq!(judge.refused(Refusal::unknown("shape.no_signature", "")).verdict, Verdict::Unknown);
    assert_eq!(judge.refused(Refusal { reasons: Vec::new() }).verdict, Verdict::Unknown, "no reason is not a pass");
}

#[test]
fn nobody_signs_what_the_border_must_refuse() {
    let key = officer();
    let chain = key.certificate();
    let ask = |list: TrustList, question: Question<'_>| {
        let trust = held(list);
        let reasons = Judge::new(&trust, &demonstration()).may_sign(chain, &question, at(NOW));
        reasons.iter().map(|reason| reason.code().to_owned()).collect::<Vec<_>>()
    };
    assert!(ask(list(vec![issuer()]), QUESTION).is_empty());
    assert_eq!(ask(list(vec![issuer()]), Question { destination: "KR", ..QUESTION }), ["trust.destination"]);
    assert_eq!(ask(list(vec![issuer()]), Question { scheme: "GSP", ..QUESTION }), ["trust.form"]);
    assert_eq!(ask(list(Vec::new()), QUESTION), ["trust.signer_unknown"]);
}

#[test]
fn status_lists_say_up_to_when_they_speak_what_is_missing_and_when_they_are_old() {
    let listed =
        |next: &str, missing| StatusFact::Listed { as_of: at("2026-03-24T00:00:00Z"), next_update: at(next), missing };
    let notes = |fact: StatusFact| {
        let judgement = judge(list(vec![issuer()]), Question { status: &[fact], ..QUESTION });
        assert_eq!(judgement.verdict, Verdict::Valid, "{:?}", judgement.reasons);
        let codes = codes(&judgement, Class::Note).into_iter().filter(|code| code.starts_with("status."));
        codes.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(notes(listed("2026-03-26T00:00:00Z", None)), ["status.as_of"]);
    assert_eq!(notes(listed("2026-03-26T00:00:00Z", Some(7))), ["status.as_of", "status.gap"]);
    assert_eq!(notes(listed("2026-03-25T00:00:00Z", None)), ["status.as_of", "status.list_old"]);
}

#[test]
fn a_suspension_that_was_lifted_since_counts_for_the_days_it_lasted() {
    let root = tamga_seal::PlainKey::generate(&SystemRandom::new()).expect("a key");
    let roots = vec![root.trusted(&[KeyUse::List], Span { from: Timestamp::from_millis(0), to: None })];
    let suspended =
        TrustedIssuer { state: TrustState::Suspended, state_since: Some(at("2026-03-01T00:00:00Z")), ..issuer() };
    let mut trust = TrustHistory::pinned(roots.clone(), 1);
    let lists =
        [("2026-02-01T00:00:00Z", issuer()), ("2026-03-02T00:00:00Z", suspended), ("2026-03-20T00:00:00Z", issuer())];
    for (index, (issued, body)) in lists.into_iter().enumerate() {
        let prev = if index == 0 { String::new() } else { format!("d{index}") };
        let n = u64::try_from(index).expect("small") + 1;
        let list = TrustList { n, prev, issued_at: at(issued), roots: roots.clone(), threshold: 1, ..list(vec![body]) };
        trust = trust.take(list, &format!("d{n}"), &[root.kid().to_owned()]).expect("the next list").0;
    }
    let verdict = |claimed: &str| {
        let judgement = Judge::new(&trust, &demonstration()).judge(&whole_at(claimed), &QUESTION, &[], at(NOW));
        (judgement.verdict, codes(&judgement, Class::Invalid).join(" "))
    };
    assert_eq!(verdict("2026-02-20T00:00:00Z"), (Verdict::Valid, String::new()));
    assert_eq!(verdict("2026-03-10T00:00:00Z"), (Verdict::Invalid, "trust.suspended".to_owned()));
    assert_eq!(verdict("2026-03-21T00:00:00Z"), (Verdict::Valid, String::new()));
}

#[test]
fn a_stamp_the_form_asks_for_is_missed_as_firmly_as_it_is_asked_for() {
    let missed = |stamp, evidence: &[Evidence]| {
        let judgement = judge_at(list(vec![issuer()]), Question { stamp, ..QUESTION }, evidence, NOW);
        let found = judgement.reasons.iter().find(|reason| reason.code() == "time.stamp_missing").map(|r| r.class);
        (judgement.verdict, found)
    };
    let stamp = |at: Timestamp| Evidence {
        kind: tamga_seal::EvidenceKind::TimeStamp,
        at,
        by: "stamps".to_owned(),
        sha256: "00".repeat(32),
    };
    assert_eq!(missed(StampAsked::No, &[]), (Verdict::Valid, None));
    assert_eq!(missed(StampAsked::Advised, &[]), (Verdict::Valid, Some(Class::Note)));
    assert_eq!(missed(StampAsked::Demanded, &[]), (Verdict::Unknown, Some(Class::Unknown)));
    assert_eq!(missed(StampAsked::Demanded, &[arrival(NOW)]).1, Some(Class::Unknown), "an arrival is no stamp");
    assert_eq!(missed(StampAsked::Demanded, &[stamp(at(ISSUED))]), (Verdict::Valid, None));
    let later = stamp(at(NOW).plus_millis(1));
    assert_eq!(missed(StampAsked::Demanded, &[later]).1, Some(Class::Unknown), "one that is not made yet");
}
