//! What is noticed, rule by rule: one certificate that is right, one change, the findings that follow.

use super::check;
use crate::check::fixture::{day, draft, issued, kilograms, official, party, profile, to_confirm, value};
use crate::decimal::Decimal;
use crate::finding::{CODES, Finding, Severity, UNCONFIRMED};
use crate::goods::{GoodsItem, Measure};
use crate::party::Party;
use crate::profile::{AgreementProfile, FobWhen, Limit, Profiles, Rule, Span};
use crate::time::{Moment, Timestamp};
use crate::transport::Departure;
use crate::{Certificate, Flag, Reference};

pub(super) const TODAY: &str = "2026-03-10";

fn shown(findings: &[Finding]) -> Vec<String> {
    let one = |finding: &Finding| {
        // What is not confirmed is looked at by a test of its own.
        let said = finding.params.iter().filter(|(name, _)| name != UNCONFIRMED);
        let params: Vec<String> = said.map(|(name, value)| format!("{name}={value}")).collect();
        let line = format!("{} {} {} {}", finding.severity.as_str(), finding.code, finding.path, params.join(" "));
        line.trim_end().to_owned()
    };
    findings.iter().map(one).collect()
}

pub(super) fn codes_are_listed(findings: &[Finding]) {
    for finding in findings {
        let names: Vec<&str> =
            finding.params.iter().map(|(name, _)| name.as_ref()).filter(|name| *name != UNCONFIRMED).collect();
        let known = CODES.iter().find(|(code, _)| *code == finding.code);
        assert_eq!(known.map(|(_, names)| *names), Some(names.as_slice()), "{} is in the list of codes", finding.code);
    }
}

#[track_caller]
fn found(certificate: &Certificate, profile: &AgreementProfile, today: &str, expected: &[&str]) {
    let findings = check(certificate, profile, day(today));
    codes_are_listed(&findings);
    assert_eq!(shown(&findings), expected);
}

/// The draft with one change.
#[track_caller]
fn changed(change: impl Fn(&mut Certificate), expected: &[&str]) {
    let mut certificate = draft();
    change(&mut certificate);
    found(&certificate, &profile(), TODAY, expected);
}

/// The issued certificate with one change.
#[track_caller]
fn changed_issue(change: impl Fn(&mut Certificate), today: &str, expected: &[&str]) {
    let mut certificate = issued();
    change(&mut certificate);
    found(&certificate, &profile(), today, expected);
}

/// The draft under a changed form.
#[track_caller]
fn under(form: impl Fn(&mut AgreementProfile), change: impl Fn(&mut Certificate), expected: &[&str]) {
    let (mut certificate, mut profile) = (draft(), profile());
    form(&mut profile);
    change(&mut certificate);
    found(&certificate, &profile, TODAY, expected);
}

fn first(certificate: &mut Certificate) -> &mut GoodsItem {
    &mut certificate.items[0]
}

#[test]
fn a_right_draft_and_a_right_certificate_have_no_findings() {
    found(&draft(), &profile(), TODAY, &[]);
    found(&issued(), &profile(), TODAY, &[]);
    found(&issued(), &profile(), "2027-03-10", &[]);
}

#[test]
fn an_empty_draft_names_everything_that_is_missing() {
    let expected = [
        "block box.required exporter.name n=1 label=Label 1",
        "block box.required exporter.address.country n=1 label=Label 1",
        "block field.required transport.export_country",
        "block field.required transport.destination_country",
        "block box.required exporter_declaration.text n=11 label=Label 11",
        "block box.required consignee.name n=2 label=Label 2",
        "block items.missing items",
    ];
    let mut lines = expected.to_vec();
    lines.insert(0, "block invoice.missing invoices");
    found(&Certificate::default(), &profile(), TODAY, &lines);
}

#[test]
fn the_form_and_its_members_are_judged_on_the_day_of_issue() {
    let ended = "block profile.none_in_force scheme agreement=Test agreement date=2031-01-01";
    changed_issue(
        |one| {
            one.issued_at = Some(Moment::Day(day("2031-01-01")));
            one.valid_to = None;
            one.transport.departure = None;
        },
        "2031-01-01",
        &[ended],
    );
    changed(
        |one| one.transport.destination_country = "BR".into(),
        &["block party.not_in_force transport.destination_country country=BR date=2026-03-10"],
    );
    // A member since June only.
    let early = "block party.not_in_force transport.destination_country country=MA date=2026-03-10";
    changed(|one| one.transport.destination_country = "MA".into(), &[early]);
    changed(
        |one| first(one).origin.country = "AR".into(),
        &["block party.not_in_force items[1].origin.country country=AR date=2026-03-10"],
    );
}

#[test]
fn a_box_that_must_be_filled_is_missed() {
    changed(|one| one.consignee = None, &["block box.required consignee.name n=2 label=Label 2"]);
    changed(|one| first(one).hs = Default::default(), &["block box.required items[1].hs.code n=6 label=Label 6"]);
    changed(|one| first(one).description.clear(), &["block box.required items[1].description n=5 label=Label 5"]);
    changed(|one| first(one).packages.clear(), &["warn items.quantity items[1].packages n=1 measure=packages"]);
    changed(|one| first(one).gross_mass = None, &["block items.quantity items[1].gross_mass n=1 measure=gross_mass"]);
    changed(|one| first(one).invoice_refs.clear(), &["block box.required items[1].invoice_refs n=10 label=Label 10"]);
    changed(|one| first(one).origin.country.clear(), &["block origin.country_missing items[1].origin.country n=1"]);
    let unsigned = |one: &mut Certificate| one.exporter_declaration.as_mut().unwrap().name.clear();
    changed(unsigned, &["warn box.required exporter_declaration.name n=11 label=Label 11"]);
    let undated = |one: &mut Certificate| one.exporter_declaration.as_mut().unwrap().date = None;
    changed(undated, &["block box.required exporter_declaration.date n=11 label=Label 11"]);
    changed(
        |one| one.exporter_declaration = None,
        &["block box.required exporter_declaration.text n=11 label=Label 11"],
    );
}

#[test]
fn what_signing_gives_is_asked_of_the_issued_certificate_only() {
    let uncertified = "block box.required certification.text n=12 label=Label 12";
    changed_issue(|one| one.certification = None, TODAY, &[uncertified]);
    changed_issue(|one| one.issuer.name.clear(), TODAY, &["block field.required issuer.name"]);
    changed_issue(|one| one.number.clear(), TODAY, &["block field.required number"]);
    changed_issue(|one| one.issued_at = None, TODAY, &["block field.required issued_at"]);
    let pattern = "block number.pattern number number=ABC-1 pattern={issuer:3}{yyyy}{seq:6}";
    changed_issue(|one| one.number = "ABC-1".into(), TODAY, &[pattern]);
}

#[test]
fn a_name_needs_an_address_unless_the_box_takes_the_word() {
    changed(|one| one.consignee = Some(Party { name: "to order".into(), ..Party::default() }), &[]);
    changed(
        |one| one.consignee = Some(Party { name: "Somebody".into(), ..Party::default() }),
        &["warn box.words consignee.name n=2 words=TO ORDER"],
    );
    changed(|one| one.exporter.address.lines.clear(), &["warn box.required exporter.address.lines n=1 label=Label 1"]);
    changed(|one| one.exporter.name = "Экспорт".into(), &["warn box.script exporter.name n=1 language=EN"]);
    changed(|one| one.exporter.name = "Über Éxport Ñandú Łódź".into(), &[]);
    changed(|one| one.remarks = vec!["x".repeat(41)], &["block box.too_long remarks n=8 max=40"]);
}

#[test]
fn items_are_counted_numbered_and_closed() {
    changed(
        |one| {
            let last = one.items[1].clone();
            one.items.extend([GoodsItem { sequence: 3, ..last.clone() }, GoodsItem { sequence: 4, ..last }]);
            one.package_total = None;
            one.gross_mass_total = None;
        },
        &["block items.too_many items count=4 max=3"],
    );
    changed(|one| one.items[1].sequence = 3, &["block items.numbering items"]);
    changed(|one| one.items[1].sequence = 1, &["block items.numbering items"]);
    changed_issue(
        |one| {
            one.revision = 2;
            one.items[1].sequence = 3;
        },
        TODAY,
        &[],
    );
    changed(|one| one.items[1].description = "Rice".into(), &["warn items.end_mark items[2].description marks=***"]);
    changed(|one| one.items[1].hs.code = "110000".into(), &["warn items.mixed_chapters items[2].hs.code"]);
    changed(
        |one| first(one).packages[0].marks = "As per invoice A-1".into(),
        &["warn items.marks_by_reference items[1].packages[1].marks"],
    );
    changed(|one| first(one).producer_refs = vec![7], &["block producer.missing items[1].producer_refs n=1 number=7"]);
}

#[test]
fn quantities_are_above_zero_and_net_is_below_gross() {
    changed(|one| first(one).net_mass = kilograms("100"), &[]);
    changed(|one| first(one).net_mass = kilograms("100.001"), &["block mass.net_above_gross items[1].net_mass n=1"]);
    // 0.1 t are the gross mass too, in another unit.
    let tonnes = |text: &str| Some(Measure { amount: Decimal::parse(text).unwrap(), unit: "TNE".into() });
    changed(|one| first(one).net_mass = tonnes("0.1"), &[]);
    changed(|one| first(one).net_mass = tonnes("0.11"), &["block mass.net_above_gross items[1].net_mass n=1"]);
    changed(|one| first(one).net_mass = kilograms("0"), &["block quantity.not_positive items[1].net_mass n=1"]);
    changed(
        |one| first(one).quantities = vec![Measure { amount: Decimal::whole(-1), unit: String::new() }],
        &[
            "block quantity.not_positive items[1].quantities[1] n=1",
            "block quantity.unit_missing items[1].quantities[1] n=1",
        ],
    );
}

#[test]
fn totals_are_held_against_their_sums() {
    changed(|one| one.package_total = Some(21), &["warn totals.differ package_total what=packages stated=21 sum=20"]);
    changed(
        |one| one.package_total = Some(2),
        &["warn totals.factor package_total what=packages stated=2 sum=20 factor=10"],
    );
    changed(
        |one| one.gross_mass_total = kilograms("2001"),
        &["warn totals.differ gross_mass_total what=gross_mass stated=2001 sum=200"],
    );
    changed(
        |one| one.gross_mass_total = kilograms("0.2"),
        &["warn totals.factor gross_mass_total what=gross_mass stated=0.2 sum=200 factor=1000"],
    );
    changed(
        |one| one.gross_mass_total = Some(Measure { amount: Decimal::parse("0.2").unwrap(), unit: "TNE".into() }),
        &[],
    );
    // Without every part there is no sum to compare with.
    changed(
        |one| {
            one.package_total = Some(2);
            first(one).packages[0].count = None;
        },
        &[],
    );
}

#[test]
fn tariff_codes_have_the_digits_and_the_edition_of_the_form() {
    let set = |code: &'static str| {
        move |one: &mut Certificate| {
            first(one).hs.code = code.into();
            one.items[1].hs.code = code.into();
        }
    };
    let both = |what: &str| [what.replace('#', "1"), what.replace('#', "2")];
    for (code, what) in [
        ("1006", "block hs.length items[#].hs.code len=4 rule=6-8"),
        ("1006301234", "block hs.length items[#].hs.code len=10 rule=6-8"),
        ("10063x", "block hs.length items[#].hs.code len=5 rule=6-8"),
        ("771006", "warn hs.edition items[#].hs.code code=771006 edition=2022"),
    ] {
        let lines = both(what);
        changed(set(code), &[&lines[0], &lines[1]]);
    }
    changed(set("10063012"), &[]);
    changed(
        |one| first(one).hs.edition = "2017".into(),
        &["warn hs.edition_differs items[1].hs.edition edition=2017 wanted=2022"],
    );
}

#[test]
fn criteria_are_read_by_the_form() {
    let set = |printed: &'static str| {
        move |one: &mut Certificate| {
            first(one).criterion.printed = printed.into();
            first(one).criterion.code.clear();
        }
    };
    let at = "items[1].criterion.printed";
    changed(set(""), &[&format!("block criterion.missing {at} n=1")]);
    changed(set("ACU"), &[&format!("block criterion.missing {at} n=1")]);
    changed(
        set("PE"),
        &[&format!("block criterion.unknown {at} text=PE list=WO, W {{hs4}}, SW, RVC {{pct:40..}}%, ACU")],
    );
    changed(set("wo"), &[&format!("info criterion.spelling {at} canonical=WO")]);
    changed(set("W 1006"), &[]);
    changed(set("W 8471"), &[&format!("block criterion.heading_mismatch {at} a=8471 b=1006")]);
    changed(set("SW"), &[&format!("block criterion.not_for_destination {at} code=SW countries=MA")]);
    let percent = format!("block criterion.percent_missing {at} code=RVC");
    changed(set("RVC"), &["block fob.missing items[1].value n=1", &percent]);
    changed(
        |one| first(one).criterion.code = "PSR".into(),
        &["warn criterion.code_differs items[1].criterion.code code=PSR printed=WO"],
    );
    under(
        |form| form.criteria.clear(),
        |_| {},
        &[
            "block criterion.not_expected items[1].criterion.printed",
            "block criterion.not_expected items[2].criterion.printed",
        ],
    );
}

#[test]
fn the_fob_value_follows_the_criterion() {
    let rvc = |one: &mut Certificate| {
        first(one).criterion.printed = "RVC 45%".into();
        first(one).criterion.code = "RVC".into();
    };
    changed(rvc, &["block fob.missing items[1].value n=1"]);
    let valued = |one: &mut Certificate| {
        rvc(one);
        first(one).value = value("1200.50");
    };
    changed(valued, &[]);
    changed(|one| first(one).value = value("5"), &["warn fob.not_expected items[1].value reason=criterion"]);
    under(|form| form.fob.when = FobWhen::Never, valued, &["warn fob.not_expected items[1].value reason=never"]);
    under(
        |form| {
            form.fob.when = FobWhen::WhenRvcParties;
            form.fob.parties = vec!["MA".into()];
        },
        valued,
        &["warn fob.not_expected items[1].value reason=destination"],
    );
    under(
        |form| form.fob.when = FobWhen::Always,
        |one| one.items.iter_mut().for_each(|item| item.value = value("-1")),
        &["block quantity.not_positive items[1].value n=1", "block quantity.not_positive items[2].value n=2"],
    );
}

#[test]
fn invoices_are_numbered_dated_and_not_after_the_issue() {
    changed(|one| one.invoices[0].number.clear(), &["block invoice.missing invoices[1].number"]);
    changed(|one| one.invoices[0].date = None, &["block invoice.missing invoices[1].date"]);
    let later = |one: &mut Certificate| one.invoices[0].date = Some(day("2026-03-11"));
    changed(later, &["block invoice.after_issue invoices[1].date no=A-1"]);
    under(|form| form.invoice = Rule::default(), later, &["warn invoice.after_issue invoices[1].date no=A-1"]);
    changed(|one| first(one).invoice_refs = vec![2], &["block invoice.missing items[1].invoice_refs"]);
    changed(|one| first(one).invoice_refs = vec![0], &["block invoice.missing items[1].invoice_refs"]);
}

#[test]
fn dates_in_the_future_are_seen_with_a_day_of_grace() {
    let future = |one: &mut Certificate| {
        one.issued_at = Some(Moment::Day(day("2026-03-12")));
        one.valid_to = None;
    };
    changed_issue(future, "2026-03-11", &[]);
    changed_issue(future, TODAY, &["block issue.future issued_at date=2026-03-12"]);
    changed(
        |one| one.exporter_declaration.as_mut().unwrap().date = Some(Moment::Day(day("2026-03-11"))),
        &["warn declaration.after_issue exporter_declaration.date"],
    );
}

#[test]
fn life_is_counted_and_its_end_is_seen() {
    changed_issue(|_| {}, "2027-03-11", &["warn validity.over valid_to date=2027-03-10"]);
    changed_issue(|one| one.valid_to = None, "2027-03-11", &["warn validity.over valid_to date=2027-03-10"]);
    changed_issue(
        |one| one.valid_to = Some(day("2027-03-11")),
        TODAY,
        &["warn validity.differs valid_to stated=2027-03-11 computed=2027-03-10"],
    );
}

#[test]
fn a_late_issue_is_marked_on_the_day_before_the_day_and_the_day_after() {
    let shipped = |on: &'static str| {
        move |one: &mut Certificate| one.transport.departure = Some(Departure::At(Moment::Day(day(on))))
    };
    let marked = |on: &'static str| {
        move |one: &mut Certificate| {
            shipped(on)(one);
            one.flags = vec![Flag::Retroactive];
        }
    };
    changed(shipped("2026-03-08"), &[]);
    changed(shipped("2026-03-07"), &[]);
    changed(shipped("2026-03-06"), &["block retro.mark_missing flags days=4 event=shipment"]);
    changed(marked("2026-03-06"), &[]);
    changed(marked("2026-03-07"), &["warn flag.unfounded flags[1] flag=RETROACTIVE"]);
    changed(marked("2025-03-10"), &[]);
    changed(marked("2025-03-09"), &["block retro.too_late issued_at date=2026-03-09"]);
    // An instant counts by its day, words count as unknown.
    let instant = Moment::Instant(Timestamp::parse_rfc3339("2026-03-06T23:00:00Z").unwrap());
    changed(
        |one| one.transport.departure = Some(Departure::At(instant)),
        &["block retro.mark_missing flags days=4 event=shipment"],
    );
    changed(|one| one.transport.departure = Some(Departure::Words("soon".into())), &[]);
    under(
        |form| form.retroactive.terms_mut().unwrap().limit = Limit::After(Span::WorkingDays(3)),
        // A Thursday: Friday, Monday and Tuesday are on time.
        shipped("2026-03-05"),
        &[],
    );
}

#[test]
fn a_third_party_invoice_names_the_company_and_is_marked() {
    let invoiced = |one: &mut Certificate| one.invoices[0].third_party = true;
    let details = "block third_party.details invoicing_party missing=name, address, country";
    changed(invoiced, &["block flag.missing flags flag=THIRD_PARTY_INV reason=third_party_invoice", details]);
    changed(
        |one| {
            invoiced(one);
            one.flags = vec![Flag::ThirdPartyInv];
            one.invoicing_party = Some(party("Third Ltd", "SG"));
        },
        &[],
    );
    changed(
        |one| {
            one.flags = vec![Flag::ThirdPartyInv];
            one.invoicing_party = Some(Party { name: "Third Ltd".into(), ..Party::default() });
        },
        &["block third_party.details invoicing_party missing=address, country"],
    );
    changed(
        |one| one.flags = vec![Flag::ThirdPartyInv],
        &["warn flag.unfounded flags[1] flag=THIRD_PARTY_INV", details],
    );
}

#[test]
fn flags_have_their_companions() {
    let flagged = |flag: Flag| move |one: &mut Certificate| one.flags = vec![flag];
    changed(flagged(Flag::Test), &[]);
    changed(flagged(Flag::DeMinimis), &["warn flag.not_on_form flags[1] flag=DE_MINIMIS"]);
    changed(flagged(Flag::Duplicate), &["block duplicate.original_missing references"]);
    changed(flagged(Flag::InSubstitution), &["block substitution.original_missing references"]);
    changed(flagged(Flag::BackToBack), &["block b2b.original_missing references"]);
    changed(flagged(Flag::Exhibition), &["block exhibition.details remarks"]);
    changed(flagged(Flag::ProducerConf), &["warn flag.unfounded flags[1] flag=PRODUCER_CONF"]);
    changed(flagged(Flag::Accumulation), &["warn flag.differs flags[1] code=ACU flag=ACCUMULATION"]);
    let reference = |role: &str, issuer: &str| Reference {
        role: role.into(),
        number: "OLD-1".into(),
        date: Some(day("2026-01-01")),
        issuer: issuer.into(),
        ..Reference::default()
    };
    let referring = |flag: Flag, role: &'static str, issuer: &'static str| {
        move |one: &mut Certificate| {
            one.flags = vec![flag];
            one.references = vec![reference(role, issuer)];
        }
    };
    changed(referring(Flag::Duplicate, "duplicate_of", ""), &[]);
    changed(referring(Flag::InSubstitution, "replaces", ""), &[]);
    changed(referring(Flag::BackToBack, "back_to_back_on", "First Chamber"), &[]);
    changed(referring(Flag::BackToBack, "back_to_back_on", ""), &["block b2b.original_missing references"]);
    changed(
        |one| one.references = vec![reference("replaces", "")],
        &["block flag.missing flags flag=IN_SUBSTITUTION reason=reference_replaces"],
    );
    changed(
        |one| one.producers[0].confidential = true,
        &["block flag.missing flags flag=PRODUCER_CONF reason=producer_confidential"],
    );
    let exclusive = "block flag.exclusive flags[1] a=DUPLICATE b=RETROACTIVE";
    changed(
        |one| {
            one.flags = vec![Flag::Duplicate, Flag::Retroactive];
            one.references = vec![reference("duplicate_of", "")];
            one.transport.departure = Some(Departure::At(Moment::Day(day("2026-03-01"))));
        },
        &[exclusive],
    );
}

#[test]
fn lengths_warn_where_a_dialect_ends_and_block_where_the_store_does() {
    let named = |count: usize| move |one: &mut Certificate| one.exporter.name = "x".repeat(count);
    changed(named(70), &[]);
    changed(named(71), &["warn length.dialect exporter.name dialect=WCO Data Model limit=70"]);
    changed(named(512), &["warn length.dialect exporter.name dialect=WCO Data Model limit=70"]);
    changed_issue(named(71), TODAY, &[]);
    changed(named(513), &["block limit.exceeded exporter.name limit=512"]);
    changed(|one| one.exporter.name = "A\u{7}B".into(), &["block text.character exporter.name character=U+0007"]);
    changed(|one| one.remarks = vec!["two\nlines".into()], &[]);
    changed_issue(
        |one| one.number = "ABC20260000010000000000".into(),
        TODAY,
        &[
            "block number.pattern number number=ABC20260000010000000000 pattern={issuer:3}{yyyy}{seq:6}",
            "warn length.dialect number dialect=Test agreement limit=20",
        ],
    );
}

#[test]
fn a_fact_that_is_to_be_confirmed_never_blocks() {
    let mut form = profile();
    for evidence in [
        &mut form.items.evidence,
        &mut form.hs.evidence,
        &mut form.dates.evidence,
        &mut form.numbering.evidence,
        &mut form.retroactive.terms_mut().unwrap().evidence,
        &mut form.invoice.terms_mut().unwrap().evidence,
    ] {
        *evidence = to_confirm();
    }
    form.boxes.iter_mut().for_each(|form_box| form_box.evidence = to_confirm());
    form.criteria.iter_mut().for_each(|row| row.evidence = to_confirm());
    let mut certificate = draft();
    certificate.transport.departure = Some(Departure::At(Moment::Day(day("2026-03-01"))));
    certificate.invoices[0].date = None;
    certificate.consignee = None;
    certificate.items[0].hs.code = "1006".into();
    certificate.items[0].criterion.printed = "PE".into();
    certificate.items[0].gross_mass = None;
    let findings = check(&certificate, &form, day(TODAY));
    assert!(findings.len() >= 6, "all six are noticed: {:?}", shown(&findings));
    assert!(findings.iter().all(|finding| finding.severity < Severity::Block), "{:?}", shown(&findings));
    // What rests on no fact of the form keeps its weight.
    certificate.items[0].description.clear();
    let findings = check(&certificate, &form, day(TODAY));
    let blocking: Vec<&Finding> = findings.iter().filter(|finding| finding.severity == Severity::Block).collect();
    assert_eq!(blocking.iter().map(|finding| finding.path.as_str()).collect::<Vec<_>>(), ["items[1].description"]);
    assert_eq!(official().cap(Severity::Block), Severity::Block);
}

#[test]
fn a_certificate_of_no_known_form_is_said_to_be_so() {
    let profiles = Profiles::new([profile()]);
    let mut certificate = issued();
    certificate.scheme.code = "other".into();
    assert_eq!(shown(&profiles.check(&certificate, day(TODAY))), ["info profile.unknown scheme"]);
    certificate.scheme.code = "TEST".into();
    assert_eq!(profiles.check(&certificate, day(TODAY)), []);
    certificate.scheme.name = std::mem::take(&mut certificate.scheme.code);
    assert_eq!(profiles.check(&certificate, day(TODAY)), [], "a document that knows only the name is judged too");
    // Out of its dates it is judged by the form it names, and told so.
    certificate.issued_at = Some(Moment::Day(day("2019-12-31")));
    let findings = profiles.check(&certificate, day(TODAY));
    assert_eq!(findings[0].code, "profile.none_in_force");
}

#[test]
fn every_code_of_the_list_is_named_once() {
    let mut codes: Vec<&str> = CODES.iter().map(|(code, _)| *code).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
    assert!(codes.iter().all(|code| code.split('.').count() == 2), "a code is area.what");
}
