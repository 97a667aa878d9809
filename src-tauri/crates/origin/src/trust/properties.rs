//! Rules of lists over any chain of lists: whatever was once in force can still be judged, and nobody alone signs.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::*;

const DAY: i64 = 86_400_000;
const ROOTS: [&str; 4] = ["r0", "r1", "r2", "r3"];

fn day(number: i64) -> Timestamp {
    Timestamp::from_millis(number * DAY)
}

fn root(kid: &str) -> TrustedKey {
    let key = PublicKey::Ed25519(kid.as_bytes().to_vec());
    TrustedKey { kid: kid.into(), key, uses: vec![KeyUse::List], span: Span { from: day(0), to: None } }
}

/// One thing a publisher does between two lists.
#[derive(Debug, Clone)]
enum Act {
    AddBody(u8),
    AddOfficer(u8, u8),
    EndOfficer(u8, u8, i64),
    Suspend(u8, i64),
    Restore(u8),
    DropBody(u8),
    DropOfficer(u8, u8),
    MoveStart(u8, i64),
    Narrow(u8),
    Recountry(u8),
}

fn act() -> impl Strategy<Value = Act> {
    let body = 0_u8..3;
    let officer = 0_u8..3;
    prop_oneof![
        4 => body.clone().prop_map(Act::AddBody),
        4 => (body.clone(), officer.clone()).prop_map(|(b, o)| Act::AddOfficer(b, o)),
        2 => (body.clone(), officer.clone(), -20_i64..40).prop_map(|(b, o, d)| Act::EndOfficer(b, o, d)),
        2 => (body.clone(), -20_i64..40).prop_map(|(b, d)| Act::Suspend(b, d)),
        2 => body.clone().prop_map(Act::Restore),
        1 => body.clone().prop_map(Act::DropBody),
        1 => (body.clone(), officer).prop_map(|(b, o)| Act::DropOfficer(b, o)),
        1 => (body.clone(), -20_i64..40).prop_map(|(b, d)| Act::MoveStart(b, d)),
        1 => body.clone().prop_map(Act::Narrow),
        1 => body.prop_map(Act::Recountry),
    ]
}

fn apply(list: &mut TrustList, act: &Act, now: i64) {
    let name = |number: &u8| format!("B{number}");
    let since = Span { from: day(now), to: None };
    if let Act::AddBody(body) = act {
        if list.issuer(&name(body)).is_none() {
            let scheme = TrustedScheme { code: "s".into(), span: since, ..TrustedScheme::default() };
            let (id, country) = (name(body), "AU".to_owned());
            list.issuers.push(TrustedIssuer {
                id,
                country,
                span: since,
                schemes: vec![scheme],
                ..TrustedIssuer::default()
            });
        }
        return;
    }
    let (Act::AddOfficer(body, ..)
    | Act::EndOfficer(body, ..)
    | Act::Suspend(body, _)
    | Act::Restore(body)
    | Act::DropBody(body)
    | Act::DropOfficer(body, _)
    | Act::MoveStart(body, _)
    | Act::Narrow(body)
    | Act::Recountry(body)
    | Act::AddBody(body)) = act;
    let Some(at) = list.issuers.iter().position(|issuer| issuer.id == name(body)) else { return };
    let issuer = &mut list.issuers[at];
    let person = |number: &u8| format!("o{number}");
    match act {
        Act::AddOfficer(_, officer) if issuer.officers.iter().all(|who| who.id != person(officer)) => {
            let certificate = format!("{}-{officer}", issuer.id);
            let id = person(officer);
            issuer.officers.push(TrustedOfficer { id, certificate, span: since, ..TrustedOfficer::default() });
        }
        Act::EndOfficer(_, officer, days) => {
            if let Some(who) = issuer.officers.iter_mut().find(|who| who.id == person(officer)) {
                who.span.to = Some(day(now + days));
            }
        }
        Act::Suspend(_, days) => {
            issuer.state = TrustState::Suspended;
            issuer.state_since = Some(day(now + days));
        }
        Act::Restore(_) => (issuer.state, issuer.state_since) = (TrustState::Active, None),
        Act::DropBody(_) => drop(list.issuers.remove(at)),
        Act::DropOfficer(_, officer) => issuer.officers.retain(|who| who.id != person(officer)),
        Act::MoveStart(_, days) => issuer.span.from = day(now + days),
        Act::Narrow(_) => issuer.schemes.iter_mut().for_each(|scheme| scheme.destinations = vec!["JP".into()]),
        Act::Recountry(_) => issuer.country = "NZ".into(),
        Act::AddOfficer(..) | Act::AddBody(_) => {}
    }
}

fn first() -> TrustList {
    TrustList {
        list: "l".into(),
        n: 1,
        issued_at: day(100),
        roots: ROOTS[..3].iter().map(|kid| root(kid)).collect(),
        threshold: 2,
        ..TrustList::default()
    }
}

fn next_of(history: &TrustHistory, days: i64) -> TrustList {
    let held = history.newest().unwrap();
    let issued_at = held.list.issued_at.plus_millis(days * DAY);
    TrustList { n: held.list.n + 1, prev: held.digest.clone(), issued_at, ..held.list.clone() }
}

fn by(kids: &[&str]) -> Vec<String> {
    kids.iter().map(|kid| (*kid).to_owned()).collect()
}

fn start() -> TrustHistory {
    let roots = ROOTS[..3].iter().map(|kid| root(kid)).collect();
    TrustHistory::pinned(roots, 2).take(first(), "d1", &by(&["r0", "r1"])).unwrap().0
}

/// The answers about the past a history gives: for each body and officer ever listed, on days up to one.
fn answers(history: &TrustHistory, known: &TrustList, until: Timestamp) -> Vec<(String, i64, bool)> {
    let mut found = Vec::new();
    for issuer in &known.issuers {
        for officer in &issuer.officers {
            for number in (60..until.millis() / DAY).step_by(3) {
                let name = SignerName { sha256: &officer.certificate, subject: "", serial: "" };
                let (issuer, signer) = (issuer.id.as_str(), Some(name));
                let asked = Entitlement { issuer, scheme: "s", form: "", destination: "CN", signer, at: day(number) };
                found.push((officer.certificate.clone(), number, entitled(history, &asked).is_empty()));
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn whoever_could_sign_before_the_last_list_can_still_be_judged(
        rounds in vec((vec(act(), 1..5), 1_i64..30), 1..8)
    ) {
        let mut history = start();
        for (acts, days) in rounds {
            let old = history.newest().unwrap().list.clone();
            let mut list = next_of(&history, days);
            let now = list.issued_at.millis() / DAY;
            acts.iter().for_each(|act| apply(&mut list, act, now));
            let digest = format!("d{}", list.n);
            let Ok((next, difference)) = history.take(list.clone(), &digest, &by(&["r0", "r2"])) else { continue };
            // Nobody vanishes, and no list gives a right for days that were over when the last one came.
            for issuer in &old.issuers {
                let kept = list.issuer(&issuer.id);
                prop_assert!(kept.is_some_and(|kept| kept.country == issuer.country));
                for officer in &issuer.officers {
                    prop_assert!(kept.unwrap().officers.iter().any(|who| who.certificate == officer.certificate));
                }
            }
            let before = answers(&history, &old, old.issued_at);
            let after = answers(&next, &old, old.issued_at);
            for (was, is) in before.iter().zip(&after) {
                prop_assert!(was.2 || !is.2, "{} on day {} was refused and is good now", was.0, was.1);
                let stopped = difference.stops().next().is_some();
                prop_assert!(is.2 || !was.2 || stopped, "{} on day {} lost its right in silence", was.0, was.1);
            }
            history = next;
        }
    }

    #[test]
    fn no_list_is_taken_with_fewer_roots_than_both_quorums_ask_for(
        new_roots in subsequence(ROOTS.to_vec(), 1..=4),
        threshold in 1_usize..4,
        signed in subsequence(ROOTS.to_vec(), 0..=4),
        repeated in 0_usize..3,
    ) {
        let history = start();
        let mut list = next_of(&history, 1);
        list.roots = new_roots.iter().map(|kid| root(kid)).collect();
        list.threshold = threshold;
        let mut names = by(&signed);
        names.extend(signed.first().map(|kid| (*kid).to_owned()).into_iter().cycle().take(repeated));
        let old = signed.iter().filter(|kid| ROOTS[..3].contains(kid)).count();
        let new = signed.iter().filter(|kid| new_roots.contains(kid)).count();
        let taken = history.take(list, "d2", &names);
        match taken {
            Ok(_) => prop_assert!(old >= 2 && new >= threshold),
            Err(refused) => {
                prop_assert_eq!(refused.code, "trust.list_quorum");
                prop_assert!(old < 2 || new < threshold);
            }
        }
    }

    #[test]
    fn only_the_next_number_on_the_last_digest_is_taken(n in 0_u64..6, prev in "d[0-3]?", days in -5_i64..5) {
        let history = start();
        let (history, _) = history.take(next_of(&history, 3), "d2", &by(&["r0", "r1"])).unwrap();
        let mut list = next_of(&history, days);
        (list.n, list.prev) = (n, prev.clone());
        let taken = history.take(list, "d3", &by(&["r0", "r1"]));
        let fits = n == 3 && prev == "d2" && days >= 0;
        prop_assert_eq!(taken.is_ok(), fits);
        if let Err(refused) = taken {
            let expected = if n <= 2 { "trust.list_rollback" } else { "trust.list_chain" };
            prop_assert_eq!(refused.code, expected);
        }
    }

    #[test]
    fn a_waiting_list_never_gives_anybody_a_right(acts in vec(act(), 1..8), more in vec(act(), 1..8)) {
        let history = start();
        let mut list = next_of(&history, 1);
        acts.iter().for_each(|act| apply(&mut list, act, 101));
        let Ok((history, _)) = history.take(list.clone(), "d2", &by(&["r0", "r1"])) else { return Ok(()) };
        let mut waiting = next_of(&history, 10);
        more.iter().for_each(|act| apply(&mut waiting, act, 111));
        let tight = history.tightened(&waiting);
        let until = day(160);
        let (before, after) = (answers(&history, &waiting, until), answers(&tight, &waiting, until));
        for (was, is) in before.iter().zip(&after) {
            prop_assert!(was.2 || !is.2, "{} on day {} is good by a list nobody accepted", was.0, was.1);
        }
        prop_assert_eq!(history.newest().map(|held| &held.digest), tight.newest().map(|held| &held.digest));
    }
}
