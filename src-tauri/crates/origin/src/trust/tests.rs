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
    assert_eq!(difference.added, ["issuer WHA officer o3"]);
    assert_eq!(difference.ended, ["issuer WHA officer o1", "issuer WHA suspended"]);
    assert_eq!(difference.revoked, ["k1"]);
    let forgiven = TrustList { revoked: Vec::new(), ..list(3, "d2") };
    assert_eq!(next.take(forgiven, "d3", &by(&["r1", "r2"])).unwrap_err().code, "trust.list_history");
}

fn asked() -> Entitlement<'static> {
    Entitlement {
        issuer: "WHA",
        scheme: "chafta",
        form: "CO",
        destination: "CN",
        certificate: "cert-o1",
        at: at("2026-03-10"),
    }
}

#[track_caller]
fn objections(list: &TrustList, asked: &Entitlement<'_>, expected: &[&str]) {
    let codes: Vec<&str> = entitled(list, asked).iter().map(|one| one.code).collect();
    assert_eq!(codes, expected, "{asked:?}");
}

#[test]
fn a_body_certifies_what_the_list_says_when_it_says_so_by_whom_it_says() {
    let list = list(1, "");
    objections(&list, &asked(), &[]);
    objections(&list, &Entitlement { certificate: "", ..asked() }, &[]);
    objections(&list, &Entitlement { certificate: "CERT-O2", ..asked() }, &[]);
    objections(&list, &Entitlement { issuer: "XXX", ..asked() }, &["trust.issuer_unknown"]);
    objections(&list, &Entitlement { scheme: "rcep", ..asked() }, &["trust.form"]);
    objections(&list, &Entitlement { destination: "JP", ..asked() }, &["trust.destination"]);
    objections(&list, &Entitlement { certificate: "cert-o9", ..asked() }, &["trust.officer"]);
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
