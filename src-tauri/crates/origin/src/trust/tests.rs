//! Which list may replace which, and who is entitled when.

use super::*;
use crate::time::Date;

fn at(text: &str) -> Timestamp {
    Timestamp::midnight(Date::parse(text).unwrap())
}

fn since(text: &str) -> Span {
    Span { from: at(text), to: None }
}

fn key(kid: &str) -> TrustedKey {
    TrustedKey {
        kid: kid.into(),
        key: PublicKey::Ed25519(kid.as_bytes().to_vec()),
        uses: vec![KeyUse::List],
        span: since("2020-01-01"),
    }
}

fn officer(id: &str) -> TrustedOfficer {
    TrustedOfficer {
        id: id.into(),
        name: id.into(),
        certificate: format!("cert-{id}"),
        span: since("2024-01-01"),
        ..TrustedOfficer::default()
    }
}

fn issuer() -> TrustedIssuer {
    let scheme = TrustedScheme {
        code: "chafta".into(),
        destinations: vec!["CN".into()],
        span: since("2022-01-01"),
        ..TrustedScheme::default()
    };
    TrustedIssuer {
        id: "WHA".into(),
        country: "AU".into(),
        names: vec!["Wharf Chamber".into()],
        span: since("2020-01-01"),
        schemes: vec![scheme],
        officers: vec![officer("o1"), officer("o2")],
        ..TrustedIssuer::default()
    }
}

fn list(n: u64, prev: &str) -> TrustList {
    TrustList {
        list: "demo".into(),
        n,
        prev: prev.into(),
        issued_at: at("2026-01-01"),
        next_update: at("2026-02-01"),
        roots: vec![key("r1"), key("r2"), key("r3")],
        threshold: 2,
        issuers: vec![issuer()],
        ..TrustList::default()
    }
}

fn by(kids: &[&str]) -> Vec<String> {
    kids.iter().map(|kid| (*kid).to_owned()).collect()
}

fn held() -> TrustHistory {
    let pinned = TrustHistory::pinned(vec![key("r1"), key("r2"), key("r3")], 2);
    pinned.take(list(1, ""), "d1", &by(&["r1", "r2"])).unwrap().0
}

#[track_caller]
fn refused(list: TrustList, signed_by: &[&str], code: &str) {
    assert_eq!(held().take(list, "d2", &by(signed_by)).unwrap_err().code, code);
}

#[test]
fn a_list_follows_the_one_held_and_has_its_quorum() {
    let (next, difference) = held().take(list(2, "d1"), "d2", &by(&["r3", "r1"])).unwrap();
    assert_eq!(next.newest().map(|held| held.list.n), Some(2));
    assert_eq!(next.all().len(), 2);
    assert_eq!(difference, Difference::default(), "nothing but the number is new");
    refused(list(2, "d1"), &["r1"], "trust.list_quorum");
    refused(list(2, "d1"), &["r1", "r1"], "trust.list_quorum");
    refused(list(2, "d1"), &["r1", "stranger"], "trust.list_quorum");
    refused(list(1, ""), &["r1", "r2"], "trust.list_rollback");
    refused(list(3, "d1"), &["r1", "r2"], "trust.list_chain");
    refused(list(2, "other"), &["r1", "r2"], "trust.list_chain");
    refused(TrustList { list: "another".into(), ..list(2, "d1") }, &["r1", "r2"], "trust.list_chain");
}

fn line(change: &Change) -> String {
    let Change { area, owner, id, name, what, was, is } = change;
    let words = [area.code(), owner, id, name, what.code()];
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    format!("{}: {was} -> {is}", words.join(" "))
}

#[test]
fn new_roots_need_the_old_and_the_new_quorum() {
    let changed = TrustList { roots: vec![key("r1"), key("n1"), key("n2")], ..list(2, "d1") };
    refused(changed.clone(), &["r1", "r2"], "trust.list_quorum");
    refused(changed.clone(), &["n1", "n2"], "trust.list_quorum");
    assert!(held().take(changed, "d2", &by(&["r1", "r2", "n1"])).is_ok());
    let mut swapped = list(2, "d1");
    swapped.roots[0].key = PublicKey::Ed25519(b"another".to_vec());
    refused(swapped, &["r1", "r2"], "trust.list_history");
}

#[test]
fn history_never_shrinks_and_its_past_moves_only_with_a_reason() {
    let without = |change: fn(&mut TrustList)| {
        let mut list = list(2, "d1");
        change(&mut list);
        list
    };
    refused(without(|list| list.issuers.clear()), &["r1", "r2"], "trust.list_history");
    refused(without(|list| drop(list.issuers[0].officers.pop())), &["r1", "r2"], "trust.list_history");
    refused(without(|list| list.issuers[0].schemes.clear()), &["r1", "r2"], "trust.list_history");
    let moved = without(|list| list.issuers[0].officers[0].span.from = at("2025-06-01"));
    refused(moved.clone(), &["r1", "r2"], "trust.list_history");
    let explained = TrustList { reason: "appointed later than stated".into(), ..moved };
    assert!(held().take(explained, "d2", &by(&["r1", "r2"])).is_ok());
    let ended = without(|list| {
        list.issuers[0].officers[0].span.to = Some(at("2026-06-01"));
        list.issuers[0].officers.push(officer("o3"));
        list.issuers[0].state = TrustState::Suspended;
        list.revoked.push(Revoked { key: "k1".into(), at: at("2026-01-01"), reason: "lost".into() });
    });
    let (next, difference) = held().take(ended, "d2", &by(&["r1", "r2"])).unwrap();
    let said: Vec<String> = difference.changes.iter().map(line).collect();
    assert_eq!(
        said,
        [
            "body WHA Wharf Chamber suspended: active -> suspended",
            "officer WHA o1 o1 ended: 2024-01-01/.. -> 2024-01-01/2026-06-01",
            "officer WHA o3 o3 added:  -> 2024-01-01/..",
            "revocation k1 revoked:  -> 2026-01-01/..",
        ]
    );
    assert!(!difference.is_growth());
    assert_eq!(difference.stops().count(), 3);
    let forgiven = TrustList { revoked: Vec::new(), ..list(3, "d2") };
    assert_eq!(next.take(forgiven, "d3", &by(&["r1", "r2"])).unwrap_err().code, "trust.list_history");
}

fn name(sha256: &str) -> SignerName<'_> {
    SignerName { sha256, subject: "CN=o1,O=Wharf", serial: "0a" }
}

fn asked() -> Entitlement<'static> {
    Entitlement {
        issuer: "WHA",
        scheme: "chafta",
        form: "CO",
        destination: "CN",
        signer: Some(name("cert-o1")),
        at: at("2026-03-10"),
    }
}

fn taken(list: &TrustList) -> TrustHistory {
    TrustHistory::pinned(list.roots.clone(), 2).take(list.clone(), "d1", &by(&["r1", "r2"])).unwrap().0
}

#[track_caller]
fn objections(list: &TrustList, asked: &Entitlement<'_>, expected: &[&str]) {
    let alone = match list.issuer(asked.issuer) {
        Some(issuer) => entitled_by(issuer, asked).iter().map(|one| one.code).collect(),
        None => vec!["trust.issuer_unknown"],
    };
    let codes: Vec<&str> = entitled(&taken(list), asked).iter().map(|one| one.code).collect();
    assert_eq!(codes, expected, "{asked:?}");
    assert_eq!(alone, expected, "one list says by itself what a history of it says: {asked:?}");
}

#[test]
fn a_body_certifies_what_the_list_says_when_it_says_so_by_whom_it_says() {
    let list = list(1, "");
    objections(&list, &asked(), &[]);
    objections(&list, &Entitlement { signer: None, ..asked() }, &[]);
    objections(&list, &Entitlement { signer: Some(name("CERT-O2")), ..asked() }, &[]);
    objections(&list, &Entitlement { issuer: "XXX", ..asked() }, &["trust.issuer_unknown"]);
    objections(&list, &Entitlement { scheme: "rcep", ..asked() }, &["trust.form"]);
    objections(&list, &Entitlement { destination: "JP", ..asked() }, &["trust.destination"]);
    objections(&list, &Entitlement { signer: Some(name("cert-o9")), ..asked() }, &["trust.officer"]);
    objections(&list, &Entitlement { at: at("2021-06-01"), ..asked() }, &["trust.date", "trust.officer"]);
    objections(&list, &Entitlement { at: at("2019-06-01"), ..asked() }, &["trust.date", "trust.date", "trust.officer"]);
}

#[test]
fn a_suspension_counts_from_its_day_and_touches_nothing_before() {
    let mut list = list(1, "");
    list.issuers[0].state = TrustState::Suspended;
    list.issuers[0].state_since = Some(at("2026-03-01"));
    objections(&list, &asked(), &["trust.suspended"]);
    objections(&list, &Entitlement { at: at("2026-02-28"), ..asked() }, &[]);
    list.issuers[0].state = TrustState::Withdrawn;
    list.issuers[0].state_since = None;
    objections(&list, &Entitlement { at: at("2026-02-28"), ..asked() }, &["trust.withdrawn"]);
    list.issuers[0].state = TrustState::Active;
    list.issuers[0].officers[0].state = TrustState::Withdrawn;
    list.issuers[0].officers[0].state_since = Some(at("2026-03-10"));
    objections(&list, &asked(), &["trust.officer"]);
    objections(&list, &Entitlement { at: at("2026-03-09"), ..asked() }, &[]);
}

#[test]
fn an_officer_is_known_by_digest_or_where_there_is_none_by_subject_and_serial() {
    let mut list = list(1, "");
    let who = &mut list.issuers[0].officers[0];
    (who.certificate, who.subject, who.serial) = (String::new(), "CN=o1,O=Wharf".into(), "0A".into());
    objections(&list, &Entitlement { signer: Some(name("any")), ..asked() }, &[]);
    let other = SignerName { serial: "0b", ..name("any") };
    objections(&list, &Entitlement { signer: Some(other), ..asked() }, &["trust.officer"]);
    let other = SignerName { subject: "CN=o1", ..name("any") };
    objections(&list, &Entitlement { signer: Some(other), ..asked() }, &["trust.officer"]);
    list.issuers[0].officers[0].certificate = "cert-o1".into();
    objections(&list, &Entitlement { signer: Some(name("any")), ..asked() }, &["trust.officer"]);
    list.issuers[0].officers[0].certificate = String::new();
    list.issuers[0].officers[0].subject = String::new();
    let nameless = SignerName { subject: "", ..name("any") };
    objections(&list, &Entitlement { signer: Some(nameless), ..asked() }, &["trust.officer"]);
}

/// Three lists: active, suspended since the middle of February, active again.
fn suspended_once(lifted: Option<&str>, reason: &str) -> Result<TrustHistory, ListRefused> {
    let mut second = list(2, "d1");
    second.issued_at = at("2026-03-01");
    second.issuers[0].state = TrustState::Suspended;
    second.issuers[0].state_since = Some(at("2026-02-15"));
    let mut third = list(3, "d2");
    third.issued_at = at("2026-04-01");
    third.issuers[0].state_since = lifted.map(at);
    third.reason = reason.into();
    let (history, _) = held().take(second, "d2", &by(&["r1", "r2"])).unwrap();
    let (history, _) = history.take(third, "d3", &by(&["r1", "r2"]))?;
    let mut fourth = list(4, "d3");
    fourth.issued_at = at("2026-05-01");
    Ok(history.take(fourth, "d4", &by(&["r1", "r2"])).unwrap().0)
}

#[test]
fn a_suspension_that_was_lifted_still_counts_for_the_days_it_lasted() {
    let stands = |history: &TrustHistory, day| entitled(history, &Entitlement { at: at(day), ..asked() }).is_empty();
    let history = suspended_once(None, "").unwrap();
    for (day, good) in [("2026-02-14", true), ("2026-02-15", false), ("2026-03-31", false), ("2026-04-01", true)] {
        assert_eq!(stands(&history, day), good, "{day}");
    }
    let history = suspended_once(Some("2026-03-20"), "").unwrap();
    for (day, good) in [("2026-02-14", true), ("2026-03-19", false), ("2026-03-20", true), ("2026-06-01", true)] {
        assert_eq!(stands(&history, day), good, "{day}");
    }
    let forgiven = suspended_once(Some("2026-02-15"), "").unwrap_err();
    assert_eq!((forgiven.code, forgiven.found.as_str()), ("trust.list_history", "body WHA"));
    let corrected = suspended_once(Some("2026-02-15"), "suspended by mistake").unwrap();
    assert!(stands(&corrected, "2026-03-10"));
}

#[test]
fn nothing_that_stood_is_lost_moved_or_given_another_key() {
    type Edit = fn(&mut TrustList);
    let refused_edits: [(&str, Edit, &str); 12] = [
        ("a body under the name of another country", |l| l.issuers[0].country = "NZ".into(), "body WHA"),
        (
            "an officer with another certificate",
            |l| l.issuers[0].officers[0].certificate = "x".into(),
            "officer WHA o1",
        ),
        (
            "a scheme for fewer destinations",
            |l| l.issuers[0].schemes[0].destinations = vec!["JP".into()],
            "scheme WHA chafta",
        ),
        ("a scheme for all destinations", |l| l.issuers[0].schemes[0].destinations.clear(), "scheme WHA chafta"),
        ("an end before the last list", |l| l.issuers[0].span.to = Some(at("2025-12-31")), "body WHA"),
        ("a start in the past", |l| l.issuers[0].span.from = at("2021-01-01"), "body WHA"),
        ("a body twice", |l| l.issuers.push(l.issuers[0].clone()), "body WHA stands twice"),
        ("an officer twice", |l| l.issuers[0].officers.push(officer("o1")), "officer WHA o1 stands twice"),
        ("a gateway gone", |l| l.gateways.clear(), "gateway gw g1"),
        ("a gateway twice", |l| l.gateways.push(l.gateways[0].clone()), "gateway gw stands twice"),
        ("a specimen gone", |l| l.issuers[0].officers[1].specimens.clear(), "specimen WHA o2 5p"),
        ("a key for another use", |l| l.gateways[0].keys[0].uses = vec![KeyUse::Receipt], "gateway gw g1"),
    ];
    let full = |n, prev| {
        let mut list = list(n, prev);
        list.gateways = vec![TrustedNode { id: "gw".into(), keys: vec![key("g1")], ..TrustedNode::default() }];
        let (kind, media_type) = (SpecimenKind::Stamp, "image/png".into());
        list.issuers[0].officers[1].specimens =
            vec![Specimen { kind, sha256: "5p".into(), media_type, span: since("2024-01-01") }];
        list
    };
    let history = taken(&full(1, ""));
    assert!(history.take(full(2, "d1"), "d2", &by(&["r1", "r2"])).unwrap().1.is_empty());
    for (what, edit, found) in refused_edits {
        let mut list = full(2, "d1");
        edit(&mut list);
        let refused = history.take(list, "d2", &by(&["r1", "r2"])).expect_err(what);
        assert_eq!((refused.code, refused.found.as_str()), ("trust.list_history", found), "{what}");
    }
    let earlier = TrustList { issued_at: at("2025-06-01"), ..full(2, "d1") };
    assert_eq!(history.take(earlier, "d2", &by(&["r1", "r2"])).unwrap_err().code, "trust.list_chain");
}

#[test]
fn a_root_that_is_listed_twice_signs_once_and_only_in_its_time() {
    let doubled = TrustList { roots: vec![key("r1"), key("r1"), key("r2"), key("r3")], ..list(2, "d1") };
    refused(doubled, &["r1"], "trust.list_quorum");
    let twice = TrustHistory::pinned(vec![key("r1"), key("r1")], 2);
    assert_eq!(twice.take(list(1, ""), "d1", &by(&["r1"])).unwrap_err().code, "trust.list_quorum");
    let mut over = key("r1");
    over.span.to = Some(at("2025-12-31"));
    let pinned = TrustHistory::pinned(vec![over, key("r2"), key("r3")], 2);
    assert_eq!(pinned.take(list(1, ""), "d1", &by(&["r1", "r2"])).unwrap_err().code, "trust.list_quorum");
}

#[test]
fn growth_is_told_from_everything_else() {
    let change = |edit: fn(&mut TrustList)| {
        let mut list = list(2, "d1");
        list.issued_at = at("2026-02-01");
        edit(&mut list);
        held().take(list, "d2", &by(&["r1", "r2"])).unwrap().1
    };
    assert!(change(|list| list.issuers[0].officers.push(officer("o3"))).is_growth());
    assert!(change(|list| list.issuers.push(TrustedIssuer { id: "NEW".into(), ..issuer() })).is_growth());
    assert!(change(|list| list.issuers[0].names = vec!["Wharf and Quay Chamber".into()]).is_growth());
    assert!(!change(|list| list.roots.push(key("r4"))).is_growth(), "roots decide about every later list");
    assert!(!change(|list| list.threshold = 1).is_growth());
    assert!(!change(|list| list.issuers[0].policy.revocation_must = true).is_growth());
    assert!(!change(|list| list.issuers[0].officers[0].span.to = Some(at("2026-03-01"))).is_growth());
}

#[test]
fn a_list_that_waits_stops_at_once_and_gives_nothing() {
    let mut waiting = list(2, "d1");
    waiting.issuers[0].officers[0].state = TrustState::Suspended;
    waiting.issuers[0].officers[0].state_since = Some(at("2026-03-01"));
    waiting.issuers[0].officers.push(officer("o3"));
    waiting.issuers[0].schemes[0].span.to = Some(at("2026-04-01"));
    waiting.revoked.push(Revoked { key: "k1".into(), at: at("2026-01-01"), reason: "lost".into() });
    let tight = held().tightened(&waiting);
    let says = |signer, day| {
        let asked = Entitlement { signer: Some(name(signer)), at: at(day), ..asked() };
        entitled(&tight, &asked).iter().map(|one| one.code).collect::<Vec<_>>()
    };
    assert_eq!(says("cert-o1", "2026-02-28"), [""; 0]);
    assert_eq!(says("cert-o1", "2026-03-10"), ["trust.officer"]);
    assert_eq!(says("cert-o3", "2026-03-10"), ["trust.officer"], "a new officer counts when the list is accepted");
    assert_eq!(says("cert-o2", "2026-04-01"), ["trust.date"]);
    assert_eq!(tight.newest().unwrap().list.revoked.len(), 1);
    assert_eq!(tight.newest().unwrap().digest, "d1", "the list in force stays the one in force");
}

#[test]
fn a_body_named_by_country_and_entity_is_the_one_of_that_country() {
    let mut list = list(1, "");
    list.issuers[0].id = "0AV".into();
    list.issuers[0].country = "UY".into();
    assert_eq!(list.code_of_entity("UY", "0AV"), "0AV");
    assert_eq!(list.code_of_entity("AR", "0AV"), "AR0AV", "another country's entity is another body");
    assert_eq!(list.code_of_entity("UY", "004"), "UY004");
}
