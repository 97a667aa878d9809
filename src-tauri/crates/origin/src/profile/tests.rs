//! Which version applies, how long a certificate lives, and what evidence may do.

use super::*;
use crate::check::fixture::{day, profile, to_confirm};
use crate::finding::Severity;

/// A version of the form in force between two days.
fn version(id: &str, from: &str, to: &str, until: &str) -> AgreementProfile {
    let (from, to, accepted_until) = (Date::parse(from), Date::parse(to), Date::parse(until));
    let dates = Dates { from, to, accepted_until, ..profile().dates };
    AgreementProfile { id: id.into(), family: "form".into(), dates, ..profile() }
}

fn member(code: &str, from: &str, to: &str, until: &str) -> Member {
    let (from, to, accepted_until) = (Date::parse(from), Date::parse(to), Date::parse(until));
    Member { code: code.into(), from, to, accepted_until, ..profile().parties[0].clone() }
}

#[track_caller]
fn chosen(profiles: &Profiles, on: &str, from: &str, to: &str, expected: &str) {
    let choice = match profiles.choose("form", day(on), from, to) {
        Choice::None => "none".to_owned(),
        Choice::One(one) => one.id.clone(),
        Choice::Ask(some) => some.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(" or "),
    };
    assert_eq!(choice, expected, "on {on} from {from} to {to}");
}

#[test]
fn a_new_version_applies_from_its_day_and_the_old_one_gives_way_to_it() {
    let profiles =
        Profiles::new([version("old", "2014-01-01", "2020-09-19", "2020-12-20"), version("new", "2020-09-20", "", "")]);
    for (on, expected) in [
        ("2013-12-31", "none"),
        ("2014-01-01", "old"),
        ("2020-09-19", "old"),
        ("2020-09-20", "new"),
        ("2020-09-21", "new"),
        ("2020-12-20", "new"),
    ] {
        chosen(&profiles, on, "UY", "CN", expected);
    }
    let old = profiles.find("old").unwrap();
    let leaving = |on: &str| (old.dates.contain(day(on)), old.dates.is_leaving(day(on)));
    assert_eq!(leaving("2020-09-19"), (true, false));
    assert_eq!(leaving("2020-09-20"), (true, true), "accepted beside its successor");
    assert_eq!(leaving("2020-12-20"), (true, true));
    assert_eq!(leaving("2020-12-21"), (false, false));
    let next = |on: &str| profiles.next_version(old, day(on)).map(|(one, from)| format!("{} {from}", one.id));
    assert_eq!(next("2020-09-19").as_deref(), Some("new 2020-09-20"));
    assert_eq!(next("2020-09-20"), None);
}

#[test]
fn each_exporting_country_changes_over_on_its_own_day() {
    let by_party = |mut one: AgreementProfile, parties: Vec<Member>| {
        one.dates.choose_by = Some(ChooseBy::Party);
        one.parties = parties;
        one
    };
    let old = by_party(
        version("old", "", "2019-08-19", "2019-08-31"),
        vec![member("SG", "", "2019-07-31", "2019-08-31"), member("CN", "", "2019-08-19", "")],
    );
    let new = by_party(
        version("new", "2019-08-01", "", ""),
        vec![member("SG", "2019-08-01", "", ""), member("CN", "2019-08-20", "", "")],
    );
    let profiles = Profiles::new([old, new]);
    for (on, from, expected) in [
        ("2019-07-31", "SG", "old"),
        ("2019-08-01", "SG", "new"),
        ("2019-08-02", "SG", "new"),
        ("2019-08-19", "CN", "old"),
        ("2019-08-20", "CN", "new"),
        ("2019-08-21", "CN", "new"),
    ] {
        chosen(&profiles, on, from, "", expected);
    }
}

#[test]
fn a_table_of_pairs_decides_between_two_sets_of_rules_by_its_dates() {
    let row = |a: &str, b: &str, rules, from: &str, to: &str| PairRow {
        a: a.into(),
        b: b.into(),
        rules,
        from: Date::parse(from),
        to: Date::parse(to),
        evidence: profile().form.evidence,
    };
    let rows = vec![
        row("UY", "CN", RuleSet::Old, "", "2024-12-31"),
        row("UY", "CN", RuleSet::Both, "2025-01-01", "2025-12-31"),
        row("CN", "UY", RuleSet::Revised, "2026-01-01", ""),
        row("UY", "MA", RuleSet::Old, "", ""),
    ];
    let by_pair = |mut one: AgreementProfile, rules| {
        one.dates.choose_by = Some(ChooseBy::Pair);
        one.pair_matrix =
            Some(PairMatrix { table: "pairs".into(), rules, rows: rows.clone(), evidence: profile().form.evidence });
        one
    };
    let profiles = Profiles::new([
        by_pair(version("old", "2012-01-01", "", ""), RuleSet::Old),
        by_pair(version("revised", "2025-01-01", "", ""), RuleSet::Revised),
    ]);
    for (on, from, to, expected) in [
        ("2024-12-31", "UY", "CN", "old"),
        ("2025-01-01", "UY", "CN", "revised"),
        ("2025-12-31", "CN", "UY", "revised"),
        ("2026-01-01", "UY", "CN", "revised"),
        ("2026-07-01", "UY", "MA", "old"),
        ("2026-07-01", "MA", "UY", "old"),
    ] {
        chosen(&profiles, on, from, to, expected);
    }
    let matrix = profiles.find("old").unwrap().pair_matrix.clone().unwrap();
    assert_eq!(matrix.applies("UY", "CN", day("2025-12-31")), Some(true), "side by side in that year");
    assert_eq!(matrix.applies("UY", "CN", day("2026-01-01")), Some(false));
    assert_eq!(matrix.applies("CN", "MA", day("2026-01-01")), None, "no row names the pair");
}

#[test]
fn the_exporter_is_asked_where_he_may_choose() {
    let free = |mut one: AgreementProfile| {
        one.dates.choose_by = Some(ChooseBy::Exporter);
        one
    };
    let profiles = Profiles::new([
        free(version("old", "2014-01-01", "2026-06-30", "")),
        free(version("new", "2026-01-01", "", "")),
    ]);
    chosen(&profiles, "2025-12-31", "UY", "CN", "old");
    chosen(&profiles, "2026-01-01", "UY", "CN", "new or old");
    chosen(&profiles, "2026-06-30", "", "", "new or old");
    chosen(&profiles, "2026-07-01", "UY", "CN", "new");
}

#[test]
fn a_member_counts_from_its_own_day_and_on_its_side() {
    let mut member = profile().parties[0].clone();
    member.from = Some(day("2026-06-01"));
    member.to = Some(day("2026-12-31"));
    assert!(!member.covers("UY", Side::Export, day("2026-05-31")));
    assert!(member.covers("UY", Side::Export, day("2026-06-01")));
    assert!(member.covers("UY", Side::Import, day("2026-12-31")));
    assert!(!member.covers("UY", Side::Import, day("2027-01-01")));
    assert!(!member.covers("AR", Side::Export, day("2026-07-01")));
    member.side = Side::Export;
    assert!(!member.covers("UY", Side::Import, day("2026-07-01")));
    member.code = "*".into();
    assert!(member.covers("AR", Side::Export, day("2026-07-01")));
}

#[test]
fn a_version_is_issued_to_its_last_day_or_beside_its_successor() {
    let mut dates = profile().dates;
    assert!(!dates.contain(day("2019-12-31")) && dates.contain(day("2020-01-01")));
    assert!(dates.contain(day("2030-12-31")) && !dates.contain(day("2031-01-01")));
    dates.accepted_until = Some(day("2031-06-30"));
    assert!(dates.contain(day("2031-06-30")) && !dates.contain(day("2031-07-01")));
}

#[test]
fn of_two_revisions_the_later_one_counts() {
    let newer = AgreementProfile { revision: 2, ..profile() };
    for order in [[profile(), newer.clone()], [newer, profile()]] {
        let profiles = Profiles::new(order);
        assert_eq!(profiles.list().len(), 1);
        assert_eq!(profiles.find("test").map(|one| one.revision), Some(2));
    }
}

#[test]
fn life_is_counted_from_issue_or_for_a_late_one_from_shipment() {
    let mut form = profile();
    let ends = |form: &AgreementProfile, issued: &str, shipped: Option<&str>| {
        form.validity(day(issued), shipped.map(day)).1.map(|date| date.to_string()).unwrap_or_default()
    };
    assert_eq!(ends(&form, "2026-03-10", Some("2026-01-01")), "2027-03-10");
    assert_eq!(ends(&form, "2024-02-29", None), "2025-02-28", "the last day of a month that is shorter");
    form.retroactive.terms_mut().unwrap().valid_from = LifeFrom::Shipment;
    assert_eq!(ends(&form, "2026-03-10", Some("2026-01-01")), "2027-01-01", "a late one lives from shipment");
    assert_eq!(ends(&form, "2026-03-10", Some("2026-03-08")), "2027-03-10", "this one is on time");
    form.validity.days = Some(180);
    form.validity.months = None;
    assert_eq!(ends(&form, "2026-03-10", None), "2026-09-06");
}

#[test]
fn only_a_confirmed_fact_of_the_official_text_blocks() {
    let official = profile().form.evidence;
    assert_eq!(official.cap(Severity::Block), Severity::Block);
    assert_eq!(to_confirm().cap(Severity::Block), Severity::Warn);
    assert_eq!(Evidence { confirm: true, ..official.clone() }.cap(Severity::Block), Severity::Warn);
    let guidance = Source { grade: Grade::B, ..official.sources[0].clone() };
    assert_eq!(Evidence { sources: vec![guidance], ..Evidence::default() }.cap(Severity::Block), Severity::Warn);
    assert_eq!(to_confirm().cap(Severity::Info), Severity::Info);
}
