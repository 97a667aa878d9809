//! Scenes of the goods: items, quantities, codes, criteria, values, totals, invoices.

use super::{Lists, Row, Scene};
use crate::check::fixture::{day, kilograms, official, value};
use crate::code_lists::CodeList;
use crate::decimal::Decimal;
use crate::finding::Severity::{Block, Info, Warn};
use crate::goods::{GoodsItem, Measure};
use crate::profile::{FobWhen, InvoiceRule, OriginCountry, OriginPer, Presence, QuantityRule, Rule};

fn printed(scene: &mut Scene, text: &str) {
    scene.item().criterion.printed = text.into();
    scene.item().criterion.code.clear();
}

fn more_items(scene: &mut Scene, count: u32) {
    let last = scene.certificate.items[1].clone();
    let more = (3..=count).map(|sequence| GoodsItem { sequence, ..last.clone() });
    scene.certificate.items.extend(more);
    scene.certificate.package_total = None;
    scene.certificate.gross_mass_total = None;
}

fn measures(scene: &mut Scene, units: &[&str]) {
    scene.form.quantity = Rule::Terms(QuantityRule {
        gross: Presence::Optional,
        net: Presence::Required,
        other: Presence::Never,
        units: units.iter().map(|unit| (*unit).to_owned()).collect(),
        evidence: official(),
    });
}

fn countries(scene: &mut Scene, per: OriginPer, allowed: &[&str]) {
    scene.form.origin_country = Rule::Terms(OriginCountry {
        per,
        in_box: String::new(),
        allowed: allowed.iter().map(|code| (*code).to_owned()).collect(),
        words: vec![("UY".into(), "Uruguay".into())],
        evidence: official(),
    });
}

fn hs_of(scene: &mut Scene, code: &str) {
    for item in &mut scene.certificate.items {
        item.hs.code = code.into();
    }
}

fn rvc(scene: &mut Scene, of: Option<&str>) {
    printed(scene, "RVC 45%");
    scene.item().value = of.and_then(value);
}

pub(super) const ROWS: &[Row] = &[
    Row("items.missing", Block, |s| s.certificate.items.clear(), |_| {}),
    Row("items.too_many", Block, |s| more_items(s, 4), |s| more_items(s, 3)),
    Row(
        "items.numbering",
        Block,
        |s| s.certificate.items[1].sequence = 3,
        |s| {
            s.issue();
            s.certificate.revision = 2;
            s.certificate.items[1].sequence = 3;
        },
    ),
    Row(
        "items.mixed_chapters",
        Warn,
        |s| s.certificate.items[1].hs.code = "110000".into(),
        |s| {
            s.form.items.same_chapter = false;
            s.certificate.items[1].hs.code = "110000".into();
        },
    ),
    Row(
        "items.end_mark",
        Warn,
        |s| s.certificate.items[1].description = "Rice".into(),
        |s| s.certificate.items[0].description = "Rice".into(),
    ),
    Row(
        "items.marks_by_reference",
        Warn,
        |s| s.item().packages[0].marks = "As per invoice A-1".into(),
        |s| s.item().packages[0].marks = "AB 1-10, invoice 7".into(),
    ),
    Row("items.quantity", Block, |s| s.item().gross_mass = None, |s| s.item().net_mass = None),
    Row(
        "items.quantity",
        Block,
        |s| {
            measures(s, &[]);
            s.item().net_mass = None;
        },
        |s| measures(s, &[]),
    ),
    Row(
        "quantity.not_positive",
        Block,
        |s| s.item().net_mass = kilograms("0"),
        |s| s.item().net_mass = kilograms("0.001"),
    ),
    Row(
        "quantity.unit_missing",
        Block,
        |s| s.item().quantities = vec![Measure { amount: Decimal::whole(3), unit: String::new() }],
        |s| s.item().quantities = vec![Measure { amount: Decimal::whole(3), unit: "NMB".into() }],
    ),
    Row("quantity.unit_not_on_form", Block, |s| measures(s, &["TNE"]), |s| measures(s, &["TNE", "KGM"])),
    Row(
        "mass.net_above_gross",
        Block,
        |s| s.item().net_mass = kilograms("100.001"),
        |s| s.item().net_mass = kilograms("100"),
    ),
    Row(
        "totals.differ",
        Warn,
        |s| s.certificate.package_total = Some(21),
        |s| s.certificate.gross_mass_total = Some(Measure { amount: Decimal::whole(200_000), unit: "GRM".into() }),
    ),
    Row(
        "totals.factor",
        Warn,
        |s| s.certificate.gross_mass_total = kilograms("2000"),
        |s| s.certificate.gross_mass_total = kilograms("201"),
    ),
    Row("hs.length", Block, |s| hs_of(s, "10063"), |s| hs_of(s, "10063012")),
    Row("hs.edition", Warn, |s| hs_of(s, "771006"), |s| hs_of(s, "981006")),
    Row(
        "hs.edition",
        Warn,
        |s| s.lists = Lists { here: true, lacking: vec![(CodeList::Hs(2022), "100630")] },
        // The other year's list lacks it.
        |s| s.lists = Lists { here: true, lacking: vec![(CodeList::Hs(2017), "100630")] },
    ),
    Row("hs.edition_differs", Warn, |s| s.item().hs.edition = "2017".into(), |s| s.item().hs.edition.clear()),
    Row("origin.country_missing", Block, |s| s.item().origin.country.clear(), |_| {}),
    Row(
        "origin.country_words",
        Block,
        |s| countries(s, OriginPer::Item, &["CN"]),
        |s| countries(s, OriginPer::Item, &["CN", "UY"]),
    ),
    Row(
        "origin.country_words",
        Block,
        |s| {
            countries(s, OriginPer::Certificate, &[]);
            s.certificate.items[1].origin.country = "CN".into();
        },
        |s| {
            countries(s, OriginPer::Item, &[]);
            s.certificate.items[1].origin.country = "CN".into();
        },
    ),
    Row("criterion.missing", Block, |s| printed(s, "ACU"), |s| printed(s, "WO, ACU")),
    Row(
        "criterion.not_expected",
        Block,
        |s| s.form.criteria.clear(),
        |s| {
            s.form.criteria.clear();
            s.certificate.items.iter_mut().for_each(|item| item.criterion.printed.clear());
        },
    ),
    Row("criterion.unknown", Block, |s| printed(s, "PE"), |s| printed(s, "wo")),
    Row("criterion.percent_missing", Block, |s| printed(s, "RVC"), |s| printed(s, "RVC 40")),
    Row("criterion.percent_range", Block, |s| printed(s, "RVC 39.99%"), |s| printed(s, "RVC 40%")),
    Row("criterion.heading_mismatch", Block, |s| printed(s, "W 8471"), |s| printed(s, "W 10.06")),
    Row(
        "criterion.reference_missing",
        Block,
        |s| s.form.criteria[0].reference = true,
        |s| {
            s.form.criteria[0].reference = true;
            s.certificate.items.iter_mut().for_each(|item| item.criterion.sub = "Article 4".into());
        },
    ),
    Row(
        "criterion.not_for_destination",
        Block,
        |s| printed(s, "SW"),
        |s| {
            printed(s, "SW");
            s.certificate.transport.destination_country = "MA".into();
        },
    ),
    Row("criterion.alphabet", Warn, |s| printed(s, "WО"), |s| printed(s, "WX")),
    Row("criterion.spelling", Info, |s| printed(s, "\"W O\""), |s| printed(s, "WO")),
    Row(
        "criterion.code_differs",
        Warn,
        |s| s.item().criterion.code = "PSR".into(),
        |s| s.item().criterion.code.clear(),
    ),
    Row("producer.missing", Block, |s| s.item().producer_refs = vec![7], |s| s.item().producer_refs.clear()),
    Row("fob.missing", Block, |s| rvc(s, None), |s| rvc(s, Some("1200.50"))),
    Row(
        "fob.missing",
        Warn,
        |s| {
            s.form.fob.separate_declaration = vec!["UY".into()];
            rvc(s, None);
        },
        |s| {
            s.form.fob.when = FobWhen::Unknown;
            rvc(s, None);
        },
    ),
    Row(
        "fob.not_expected",
        Warn,
        |s| {
            s.form.fob.when = FobWhen::WhenRvcParties;
            s.form.fob.parties = vec!["MA".into()];
            rvc(s, Some("5"));
        },
        |s| {
            // The exporting country counts as well as the importing one.
            s.form.fob.when = FobWhen::WhenRvcParties;
            s.form.fob.parties = vec!["UY".into()];
            rvc(s, Some("5"));
        },
    ),
    Row(
        "fob.currency",
        Block,
        |s| {
            s.form.fob.currency = "EUR".into();
            rvc(s, Some("5"));
        },
        |s| {
            s.form.fob.currency = "USD".into();
            rvc(s, Some("5"));
        },
    ),
    Row("invoice.missing", Block, |s| s.certificate.invoices[0].date = None, |_| {}),
    Row("invoice.missing", Block, |s| s.item().invoice_refs = vec![2], |s| s.item().invoice_refs = vec![1]),
    Row(
        "invoice.too_many",
        Block,
        |s| {
            one_invoice(s);
            let again = s.certificate.invoices[0].clone();
            s.certificate.invoices.push(again);
        },
        one_invoice,
    ),
    Row(
        "invoice.after_issue",
        Block,
        |s| s.certificate.invoices[0].date = Some(day("2026-03-11")),
        |s| s.certificate.invoices[0].date = Some(day("2026-03-10")),
    ),
];

fn one_invoice(scene: &mut Scene) {
    scene.form.invoice = Rule::Terms(InvoiceRule {
        required: true,
        many: false,
        value: false,
        date_not_after_issue: true,
        evidence: official(),
    });
}
