//! What evidence does to a verdict: stamps bear a claim out, lists and answers say whether the certificate still
//! counted, and neither is believed because a file says so.

use tamga_origin::Timestamp;
use tamga_origin::trust::{AnchorKind, IssuerPolicy};
use tamga_seal::{
    Class, Evidence, Judge, Judgement, OfferedEvidence, OfferedStamp, Policy, Reason, Signer as _, TimeKind, Verdict,
    sign_co,
};

use crate::house::*;
use crate::revocation::{answer, list, read, record};
use crate::stamps::{always, listed, service, token};
use crate::support::*;

#[test]
fn silence_and_stale_answers_are_judged_as_the_bodys_entry_says() {
    if !has("openssl") {
        return;
    }
    let house = House::new();
    let now = house.day(20);
    let made = |days: i64| crl(list(house.path(), house.day(days), "more", "root"));
    let unknown = vec!["revocation.unknown"];
    let soft = Rules::default();
    assert_eq!(said(&house.judge(&soft, &OfferedEvidence::NONE, now)), (Verdict::Valid, unknown.clone()));
    assert_eq!(said(&house.judge(&must(), &OfferedEvidence::NONE, now)), (Verdict::Unknown, unknown.clone()));
    assert_eq!(said(&house.judge(&must(), &made(1), now)), (Verdict::Valid, vec![]), "answered, and good");
    assert_eq!(said(&house.judge(&must(), &made(-3), now)), (Verdict::Valid, vec!["revocation.stale"]));
    assert_eq!(said(&house.judge(&must(), &made(-8), now)), (Verdict::Unknown, unknown.clone()), "too old");
    let short = Rules { policy: IssuerPolicy { revocation_days: Some(2), ..must().policy }, ..Rules::default() };
    assert_eq!(said(&house.judge(&short, &made(-3), now)), (Verdict::Unknown, unknown), "the entry's own window");
    let ocsp = OfferedEvidence { ocsps: vec![answer(house.path(), "responder")], ..OfferedEvidence::default() };
    assert_eq!(said(&house.judge(&must(), &ocsp, now)), (Verdict::Valid, vec![]), "an answer does as well");
    let mut broken = made(1);
    broken.crls[0].truncate(100);
    let codes = said(&house.judge(&soft, &broken, now)).1.join(" ");
    assert_eq!(codes, "revocation.unreadable revocation.unknown");
}

#[test]
fn a_revoked_certificate_is_refused_from_its_moment_on() {
    if !has("openssl") {
        return;
    }
    let house = House::new();
    record(house.path(), &[("leaf", house.begun, ",superseded")]);
    let at_once = crl(list(house.path(), house.day(1), "more", "root"));
    let judgement = house.judge(&Rules::default(), &at_once, house.day(20));
    assert_eq!(said(&judgement), (Verdict::Invalid, vec!["revocation.revoked"]));
    let params = &judgement.reasons[0].finding.params;
    assert!(params.iter().any(|(name, value)| name == "reason" && value == "superseded"), "{params:?}");
    // In the file or beside it: what is said counts the same.
    let mut inside = house.whole.clone();
    inside.offered = at_once;
    let judgement = house.judge_other(&inside, &Rules::default(), &OfferedEvidence::NONE, house.day(20));
    assert_eq!(judgement.verdict, Verdict::Invalid);
}

#[test]
fn whoever_signs_needs_no_answer_about_this_moment_but_no_revocation_either() {
    if !has("openssl") {
        return;
    }
    let house = House::new();
    let chain = key(house.path(), "leaf").certificate().clone();
    let may_sign = |beside: &OfferedEvidence| {
        let (now, policy) = (house.day(5), Policy::default());
        let trust = must().history(&house, now);
        let reasons = Judge::new(&trust, &policy).beside(beside).may_sign(&chain, &QUESTION, now);
        reasons.iter().map(|reason| reason.code().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(may_sign(&OfferedEvidence::NONE), Vec::<String>::new());
    record(house.path(), &[("leaf", house.day(2), ",keyCompromise")]);
    let beside = crl(list(house.path(), house.day(3), "more", "root"));
    assert_eq!(may_sign(&beside), ["revocation.revoked"]);
}

#[test]
fn between_claim_and_evidence_only_the_claim_speaks() {
    if !has("openssl") {
        return;
    }
    let house = House::new();
    record(house.path(), &[("leaf", house.day(10), ",keyCompromise")]);
    let beside = crl(list(house.path(), house.day(12), "more", "root"));
    let with = |strict: bool, arrived: Option<i64>| {
        let arrival = |days| Evidence::arrival(house.day(days));
        let policy = IssuerPolicy { claimed_time_doubt: strict, ..IssuerPolicy::default() };
        let rules = Rules { policy, evidence: arrived.map(arrival).into_iter().collect(), ..Rules::default() };
        let judgement = house.judge(&rules, &beside, house.day(20));
        (judgement.verdict, said(&judgement).1.join(" "))
    };
    let both = |verdict| (verdict, "revocation.revoked_later time.claimed_only".to_owned());
    assert_eq!(with(false, None), both(Verdict::Valid));
    let doubt = (Verdict::Unknown, "time.claimed_only revocation.revoked_later".to_owned());
    assert_eq!(with(true, None), doubt, "the doubt comes first");
    assert_eq!(with(true, Some(11)), doubt, "it came after the revocation");
    assert_eq!(with(true, Some(9)), (Verdict::Valid, "revocation.revoked_later".to_owned()));
}

#[test]
fn a_stamp_of_a_listed_service_is_the_best_evidence_and_any_other_lends_nothing() {
    if !has("openssl") {
        return;
    }
    let house = House::new();
    let away = tempfile::tempdir().expect("a folder");
    service(away.path(), "rsa:2048");
    let stamp = |over: &[u8]| {
        let token = token(away.path(), over);
        OfferedEvidence { stamps: vec![OfferedStamp { token, over: None }], ..OfferedEvidence::default() }
    };
    let good = stamp(&house.whole.stampable);
    let known = Rules { time_stampers: vec![listed(away.path(), "root", AnchorKind::Ca, always())], ..must() };
    let beside = |mut offered: OfferedEvidence| {
        offered.crls = vec![list(house.path(), house.day(1), "more", "root")];
        offered
    };
    let judgement = house.judge(&known, &beside(good.clone()), house.day(20));
    assert_eq!(said(&judgement), (Verdict::Valid, vec![]));
    let time = judgement.time.expect("a time");
    let existed = time.existed.expect("evidence");
    assert_eq!((time.at, time.kind), (house.begun, TimeKind::TimeStamp));
    assert!((0..600_000).contains(&(existed.millis() - house.begun.millis())), "stamped just now");

    // A stamp before a revocation bears the claim out, however long after it is judged.
    record(house.path(), &[("leaf", house.day(10), ",keyCompromise")]);
    let later = list(house.path(), house.day(12), "more", "root");
    let offered = OfferedEvidence { crls: vec![later], ..good.clone() };
    assert_eq!(said(&house.judge(&known, &offered, house.day(20))), (Verdict::Valid, vec!["revocation.revoked_later"]));
    record(house.path(), &[]);

    let refused = |rules: &Rules, offered: OfferedEvidence| {
        let judgement = house.judge(rules, &beside(offered), house.day(20));
        let time = judgement.time.expect("a time");
        assert_eq!((time.kind, time.existed), (TimeKind::Claimed, None), "no time was lent");
        assert_eq!(judgement.verdict, Verdict::Valid, "and nothing was taken from the seal");
        assert!(judgement.reasons.iter().all(|reason| reason.class == Class::Note));
        said(&judgement).1.join(" ")
    };
    let copied = stamp(b"the signature of another certificate");
    assert_eq!(refused(&known, copied.clone()), "time.stamp_imprint");
    assert_eq!(refused(&must(), good.clone()), "time.stamp_untrusted", "the list names no service");
    let mut cut = good.clone();
    cut.stamps[0].token.truncate(40);
    assert_eq!(refused(&known, cut), "time.stamp_unreadable");
    // Many bad ones in the file crowd out no good one beside it.
    let mut whole = house.whole.clone();
    whole.offered.stamps = vec![copied.stamps[0].clone(); 40];
    let crowded = house.judge_other(&whole, &known, &beside(good.clone()), house.day(20));
    assert_eq!(crowded.time.map(|time| time.kind), Some(TimeKind::TimeStamp));
    let twice = OfferedEvidence { stamps: [copied.stamps.clone(), copied.stamps].concat(), ..OfferedEvidence::NONE };
    assert_eq!(refused(&known, twice), "time.stamp_imprint", "said once");
}

#[test]
fn an_authority_taken_away_takes_what_it_issued_with_it() {
    if !has("openssl") {
        return;
    }
    let house = House::new();
    let path = house.path();
    let ca = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n";
    let leaf = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n";
    issue(path, "other", Some("root"), ca);
    issue(path, "below", Some("other"), leaf);
    let mut key = key(path, "below");
    let begun = read(path, "below").not_before;
    let mut whole = opened(&sign_co(&small(), begun, &mut key).expect("a seal").bytes).expect("whole");
    // The certificate in between comes as evidence; the file has none.
    whole.offered.certificates = vec![std::fs::read(path.join("other.der")).expect("a file")];
    let with = |rules: Rules, beside: &OfferedEvidence| {
        let (trust, policy) = (rules.history(&house, begun), Policy::default());
        let judge = Judge::new(&trust, &policy).beside(beside);
        judge.judge(&whole, &QUESTION, &[], begun.plus_millis(DAY))
    };
    let judged = |revoked: &[(&str, Timestamp, &str)]| {
        record(path, revoked);
        let judgement = with(Rules::default(), &crl(list(path, begun.plus_millis(DAY), "more", "root")));
        (judgement.verdict, said(&judgement).1.join(" "))
    };
    assert_eq!(judged(&[]), (Verdict::Valid, "revocation.unknown".to_owned()), "nobody answered for the leaf itself");
    let gone = judged(&[("other", begun, ",cACompromise")]);
    assert_eq!(gone, (Verdict::Invalid, "revocation.revoked revocation.unknown".to_owned()));

    // Of an authority in between nobody knows more than of the leaf, and that is said as well.
    record(path, &[]);
    let about = |judgement: &Judgement| -> Vec<Option<String>> {
        let unknown = judgement.reasons.iter().filter(|reason| reason.code() == "revocation.unknown");
        let certificate = |reason: &Reason| {
            let mut named = reason.finding.params.iter().filter(|(name, _)| name == "certificate");
            named.next().map(|(_, subject)| subject.clone())
        };
        unknown.map(certificate).collect()
    };
    let other = Some(read(path, "other").subject);
    let silent = with(Rules::default(), &OfferedEvidence::NONE);
    assert_eq!((silent.verdict, about(&silent)), (Verdict::Valid, vec![None, other.clone()]));
    let own = list(path, begun.plus_millis(DAY), "more", "other");
    let half = with(must(), &crl(own.clone()));
    assert_eq!((half.verdict, about(&half)), (Verdict::Unknown, vec![other]), "where the body's entry wants an answer");
    let above = list(path, begun.plus_millis(DAY), "more", "root");
    let both = with(must(), &OfferedEvidence { crls: vec![above.clone(), own.clone()], ..OfferedEvidence::NONE });
    assert_eq!((both.verdict, about(&both)), (Verdict::Valid, vec![]));
    let used: Vec<String> = both.used.into_iter().map(|used| used.sha256).collect();
    assert_eq!(
        used,
        [&own, &above].map(|list| tamga_seal::digest::sha256_hex(list)),
        "the answers that decided are named"
    );
}
