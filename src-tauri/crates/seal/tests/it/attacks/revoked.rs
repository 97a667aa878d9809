//! A certificate that was revoked, and everything offered to hide it: older, foreign, touched and silent answers, other
//! claims of the time. The body's entry wants an answer about every certificate.

use tamga_origin::Timestamp;
use tamga_origin::trust::{IssuerPolicy, Revoked};
use tamga_seal::{Claimed, Evidence, Judgement, OfferedEvidence, Verdict, Whole};

use super::Case;
use super::stamps::answer;
use crate::house::{House, Rules, crl, must};
use crate::revocation::{answer_about, authority, list, number_of, read, record, written};

const REVOKED: &str = "revocation.revoked";
const UNKNOWN: &str = "revocation.unknown";
const SIGNER: &str = "revocation.signer";
const UNREADABLE: &str = "revocation.unreadable";
const CLAIMED: &str = "time.claimed_only";

pub fn cases() -> Vec<Case> {
    let house = House::new();
    let good = crl(list(house.path(), house.day(1), "more", "root"));
    let judgement = house.judge(&must(), &good, house.day(20));
    assert_eq!(judgement.verdict, Verdict::Valid, "an honest answer: {:?}", judgement.reasons);
    [moments(&house), many(&house), lists(&house), answers(&house), claims(&house), by_the_list(&house)].concat()
}

fn case(house: &House, name: &str, beside: &OfferedEvidence, wanted: &'static str) -> Case {
    judged(name, &house.judge(&must(), beside, house.day(20)), wanted)
}

fn judged(name: &str, judgement: &Judgement, wanted: &'static str) -> Case {
    Case::answered(name, answer(judgement, wanted), wanted)
}

/// Revoked before the claimed time, at it, or with a compromise that goes back.
fn moments(house: &House) -> Vec<Case> {
    let compromised = format!(",keyTime,{}", written(house.begun));
    let cases = [
        ("a day before", house.day(-1), ""),
        ("a second before", house.begun.plus_millis(-1000), ",superseded"),
        ("at that second", house.begun, ",cessationOfOperation"),
        ("on hold", house.begun, ",certificateHold"),
        ("later, the key in other hands since then", house.day(5), &compromised),
    ]
    .map(|(name, at, why)| {
        record(house.path(), &[("leaf", at, why)]);
        case(house, name, &crl(list(house.path(), house.day(12), "more", "root")), REVOKED)
    });
    record(house.path(), &[]);
    cases.to_vec()
}

/// One answer that says so among others that do not.
fn many(house: &House) -> Vec<Case> {
    let path = house.path();
    let good: Vec<Vec<u8>> = (1..4).map(|day| list(path, house.day(day), "more", "root")).collect();
    let answered = answer_about(path, "leaf", "root");
    record(path, &[("leaf", house.begun, ",keyCompromise")]);
    let bad = list(path, house.day(2), "more", "root");
    let answered_bad = answer_about(path, "leaf", "responder");
    record(path, &[]);
    let lists = |crls: Vec<Vec<u8>>| OfferedEvidence { crls, ..OfferedEvidence::default() };
    let both = |crl: &Vec<u8>, ocsp: &Vec<u8>| OfferedEvidence {
        crls: vec![crl.clone()],
        ocsps: vec![ocsp.clone()],
        ..OfferedEvidence::default()
    };
    let mut cases = vec![
        case(house, "said before good ones", &lists([vec![bad.clone()], good.clone()].concat()), REVOKED),
        case(house, "said after good ones", &lists([good.clone(), vec![bad.clone()]].concat()), REVOKED),
        case(house, "a good answer beside the list", &both(&bad, &answered), REVOKED),
        case(house, "a good list beside the answer", &both(&good[0], &answered_bad), REVOKED),
    ];
    // A file that brings more good lists than are looked at crowds out nothing that is known here.
    let offered = lists(vec![good[0].clone(); 200]);
    let crowded = Whole { offered, ..house.whole.clone() };
    let judgement = house.judge_other(&crowded, &must(), &crl(bad), house.day(20));
    cases.push(judged("two hundred good ones in the file", &judgement, REVOKED));
    cases
}

/// Lists that say nothing about the certificate then, or are not the authority's.
fn lists(house: &House) -> Vec<Case> {
    let path = house.path();
    let made = |days: i64, more: &str, by: &str| list(path, house.day(days), more, by);
    let honest = made(1, "more", "root");
    // The date of making, and the number of the one that is named.
    let mut later = made(-30, "more", "root");
    let place = position(&later, b"\x17\x0D") + 2;
    later[place..place + 12].copy_from_slice(&written(house.day(1)).as_bytes()[2..14]);
    record(path, &[("leaf", house.begun, "")]);
    let mut renamed = made(2, "more", "root");
    record(path, &[]);
    let number = number_of(&read(path, "leaf"));
    let place = position(&renamed, &number);
    renamed[place + number.len() - 1] ^= 1;
    let away = tempfile::tempdir().expect("a folder");
    authority(away.path());
    let theirs = list(away.path(), house.day(1), "more", "root");
    let ended = read(path, "leaf").not_after.plus_millis(1000);
    [
        ("no list at all", Vec::new(), UNREADABLE),
        ("cut off", honest[..honest.len() - 1].to_vec(), UNREADABLE),
        ("with bytes after it", [&honest[..], b"\0"].concat(), UNREADABLE),
        ("its value spoilt", [&honest[..honest.len() - 1], &[honest[honest.len() - 1] ^ 1]].concat(), SIGNER),
        ("dated later", later, SIGNER),
        ("another number in the place of this one", renamed, SIGNER),
        ("of an authority of the same name", theirs, SIGNER),
        ("by the officer", made(1, "more", "leaf"), UNKNOWN),
        ("eight days old", made(-8, "more", "root"), UNKNOWN),
        ("for authorities only", made(1, "authorities", "root"), UNKNOWN),
        ("for certificates of another address", made(1, "partial", "root"), UNKNOWN),
        ("for one reason only", made(1, "some", "root"), UNKNOWN),
        ("with something that must be understood", made(1, "strange", "root"), UNREADABLE),
        ("made after the certificate had ended", list(path, ended, "more", "root"), UNKNOWN),
    ]
    .into_iter()
    .map(|(name, bytes, wanted)| case(house, &format!("list: {name}"), &crl(bytes), wanted))
    .collect()
}

/// Answers of somebody else, about somebody else, or of another day.
fn answers(house: &House) -> Vec<Case> {
    let path = house.path();
    let asked = |bytes: Vec<u8>| OfferedEvidence { ocsps: vec![bytes], ..OfferedEvidence::default() };
    let honest = answer_about(path, "leaf", "root");
    assert_eq!(house.judge(&must(), &asked(honest.clone()), house.day(20)).verdict, Verdict::Valid);
    let mut later = honest.clone();
    let place = position(&later, b"\x18\x0F20") + 2;
    later[place + 3] += 1;
    let away = tempfile::tempdir().expect("a folder");
    authority(away.path());
    let theirs = answer_about(away.path(), "leaf", "root");
    let mut cases: Vec<Case> = [
        ("of a certificate that is no responder", answer_about(path, "leaf", "other"), SIGNER),
        ("about another certificate", answer_about(path, "other", "root"), UNKNOWN),
        ("of another authority", theirs, UNKNOWN),
        ("dated a year later", later, SIGNER),
        ("cut off", honest[..honest.len() - 1].to_vec(), UNREADABLE),
        ("a refusal to answer", b"\x30\x03\x0A\x01\x06".to_vec(), UNREADABLE),
    ]
    .into_iter()
    .map(|(name, bytes, wanted)| case(house, &format!("answer: {name}"), &asked(bytes), wanted))
    .collect();
    let month = claiming(house, house.day(30));
    let judgement = house.judge_other(&month, &must(), &asked(honest), house.day(40));
    cases.push(judged("answer: given a month before", &judgement, UNKNOWN));
    std::fs::write(path.join("index"), "").expect("a file");
    let nobody = answer_about(path, "leaf", "root");
    record(path, &[]);
    cases.push(case(house, "answer: nobody knows it", &asked(nobody), UNKNOWN));
    cases
}

fn claiming(house: &House, at: Timestamp) -> Whole {
    Whole { claimed: Claimed { at: Some(at), role: String::new() }, ..house.whole.clone() }
}

/// Claims of a time that evidence does not bear out.
fn claims(house: &House) -> Vec<Case> {
    let path = house.path();
    record(path, &[("leaf", house.day(10), ",keyCompromise")]);
    let beside = crl(list(path, house.day(90), "more", "root"));
    record(path, &[]);
    let policy = IssuerPolicy { claimed_time_doubt: true, ..must().policy };
    let rules = |arrived: Option<Timestamp>| {
        let arrival = |at| Evidence::arrival(at);
        Rules { policy: policy.clone(), evidence: arrived.map(arrival).into_iter().collect(), ..Rules::default() }
    };
    let ask = |name: &str, claimed, arrived, now, wanted| {
        let judgement = house.judge_other(&claiming(house, claimed), &rules(arrived), &beside, now);
        judged(&format!("claim: {name}"), &judgement, wanted)
    };
    let (day, ends) = (|days| house.day(days), read(path, "leaf").not_after);
    vec![
        ask("before the revocation, and nothing bears it out", day(9), None, day(20), CLAIMED),
        ask("before it, arrived after it", day(9), Some(day(11)), day(20), CLAIMED),
        ask("before it, arrived at it", day(9), Some(day(10)), day(20), CLAIMED),
        ask("at the revocation", day(10), Some(day(9)), day(20), REVOKED),
        ask("after it, arrived before it", day(12), Some(day(9)), day(20), REVOKED),
        ask("before the certificate began", day(-1), None, day(20), "cert.not_yet_valid"),
        ask("after it ended", ends.plus_millis(1000), None, day(200), "cert.expired"),
        ask("two days after it came", day(7), Some(day(5)), day(9), "time.claim_ahead"),
        ask("two days after today", day(9), None, day(7), "time.claim_ahead"),
        ask("in its life, arrived after its end", day(9), Some(ends.plus_millis(86_400_000)), day(200), CLAIMED),
    ]
}

/// Taken away by the trust list itself; no answer of an authority gives it back.
fn by_the_list(house: &House) -> Vec<Case> {
    let good = crl(list(house.path(), house.day(1), "more", "root"));
    let leaf = read(house.path(), "leaf").sha256;
    let upper = leaf.to_ascii_uppercase();
    [
        ("the certificate", leaf, house.begun),
        ("the certificate, in capitals", upper, house.day(-3)),
        ("the authority", "root".to_owned(), house.begun),
    ]
    .into_iter()
    .map(|(name, key, at)| {
        let revoked = vec![Revoked { key, at, reason: "keyCompromise".to_owned() }];
        let judgement = house.judge(&Rules { revoked, ..must() }, &good, house.day(20));
        judged(&format!("by the list: {name}"), &judgement, REVOKED)
    })
    .collect()
}

fn position(bytes: &[u8], what: &[u8]) -> usize {
    bytes.windows(what.len()).position(|it| it == what).expect("stands there")
}
