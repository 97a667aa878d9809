//! Beginnings and issuing: what is cleared, what is kept, what is added.

use super::*;
use crate::check::check;
use crate::check::fixture::{day, draft, issued, profile};
use crate::profile::{LifeFrom, Validity};
use crate::transport::Means;

#[test]
fn the_next_one_clears_exactly_what_belongs_to_one_shipment() {
    let mut last = issued();
    last.transport.means = Means { name: "MV Example".into(), ..Means::default() };
    last.flags = vec![Flag::Retroactive, Flag::Test, Flag::ProducerConf];
    let (next, cleared) = last.clone_for_next();
    let named = |path: &str| cleared.iter().any(|one| one == path);
    for path in [
        "invoices",
        "package_total",
        "gross_mass_total",
        "transport.departure",
        "transport.means",
        "exporter_declaration.date",
        "items[1].gross_mass",
        "items[1].net_mass",
        "items[2].invoice_refs",
        "items[2].packages[1].count",
        "items[2].packages[1].marks",
    ] {
        assert!(named(path), "{path} was cleared and is named");
    }
    assert!(!named("transport.documents") && !named("items[1].quantities"), "what said nothing is not named");
    assert!(!named("number") && !named("certification"), "what only issuing gives is nobody's to fill");
    assert_eq!(next.flags, [Flag::ProducerConf]);
    assert_eq!((next.revision, next.number.as_str()), (0, ""));
    assert_eq!((next.issued_at, next.certification.clone()), (None, None));
    assert_eq!((&next.exporter, &next.issuer), (&last.exporter, &last.issuer));
    assert_eq!(next.items[0].description, last.items[0].description);
    assert_eq!(next.items[0].criterion, last.items[0].criterion);
    let again = next.clone_for_next();
    assert_eq!(again, (next, Vec::new()), "there is nothing left to clear");
}

#[test]
fn a_draft_that_has_no_findings_is_issued_without_findings() {
    let form = profile();
    let image = draft().prepared_for_issue(&issuing(), &form);
    assert_eq!(check(&image, &form, day("2026-03-10")), []);
    assert_eq!(image.revision, 1);
    assert_eq!(image.scheme, scheme(&form));
    assert_eq!(image.proof_type, ProofType::PreferenceCertificate);
    assert_eq!((image.valid_from, image.valid_to), (Some(day("2026-03-10")), Some(day("2027-03-10"))));
    assert_eq!(image.certification.as_ref().map(|one| one.name.as_str()), Some("B. Officer"));
    assert_eq!(image.items[0].criterion.code, "WO");
    assert!(!image.flags.contains(&Flag::Test));
    let (back, _) = image.without_issue();
    assert_eq!(back.items, draft().items, "what a person entered is as it was");
}

#[test]
fn nobody_certifies_what_is_a_self_declaration() {
    let mut form = profile();
    form.proof = ProofKind::SelfDeclaration;
    let image = draft().prepared_for_issue(&issuing(), &form);
    assert_eq!((image.proof_type, image.certification), (ProofType::Declaration, None));
    assert_eq!(blank(&form, &issued().issuer).proof_type, ProofType::Declaration);
}

fn issuing() -> Issuing<'static> {
    let body = Box::leak(Box::new(issued().issuer));
    let place = Box::leak(Box::new(issued().issue_place));
    Issuing {
        number: "ABC2026000001",
        document_id: "0f8fad5bd9cb469fa16570867728950e",
        issued_at: Moment::Day(day("2026-03-10")),
        place,
        issuer: body,
        officer: "B. Officer",
        officer_title: "Secretary",
        demonstration: false,
    }
}

#[test]
fn a_form_without_a_life_prints_none_and_a_demonstration_says_so_once() {
    let mut form = profile();
    form.validity = Validity { months: None, days: None, from: LifeFrom::None, evidence: form.validity.evidence };
    let shown = Issuing { demonstration: true, ..issuing() };
    let image = draft().prepared_for_issue(&shown, &form).prepared_for_issue(&shown, &form);
    assert_eq!((image.valid_from, image.valid_to), (None, None));
    assert_eq!(image.flags, [Flag::Test]);
}

#[test]
fn words_set_by_the_form_come_into_the_remarks_once() {
    let mut late = draft();
    late.flags = vec![Flag::Retroactive];
    late.remarks = vec!["Handle with care".into()];
    let image = late.prepared_for_issue(&issuing(), &profile());
    assert_eq!(image.remarks, ["Handle with care", "RETROACTIVE"]);
    assert_eq!(image.prepared_for_issue(&issuing(), &profile()).remarks, image.remarks);
}

#[test]
fn a_blank_draft_knows_its_form_and_invents_nothing() {
    let form = profile();
    let body = issued().issuer;
    let blank = super::blank(&form, &body);
    assert_eq!(blank.scheme.code, form.id);
    assert!(blank.is_preferential);
    assert_eq!(blank.issuer, body);
    assert_eq!(blank.exporter, Default::default());
    assert_eq!(blank.exporter_declaration.map(|one| (one.text, one.name)), Some(("We declare.".into(), String::new())));
    assert!(blank.items.is_empty() && blank.number.is_empty() && blank.issued_at.is_none());
}
