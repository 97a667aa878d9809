//! Which version applies, how long a certificate lives, and what evidence may do.

use super::*;
use crate::check::fixture::{day, profile, to_confirm};
use crate::finding::Severity;

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
