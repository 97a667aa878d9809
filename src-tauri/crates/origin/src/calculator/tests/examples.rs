//! Worked examples that others published. Their numbers are facts; title and publisher stand with each.

use super::*;

/// "A Basic Guide to Exporting", rules of origin by example for the U.S.–Australia agreement: U.S. Commercial Service.
const BASIC_GUIDE: &str = "A Basic Guide to Exporting, U.S. Commercial Service";
/// RCEP accumulation: a product at 5.6 FOB with 1.5 of Thai and 2 of Indian materials; article on the RCEP rules of
/// origin (lantai.cn, news 1317): Lantai Partners.
const LANTAI: &str = "Article on the RCEP rules of origin, Lantai Partners";
/// "Example: Determining NAFTA eligibility", an arc lamp sold at 40: hand-out on regional value content (Scribd 48502636).
const ARC_LAMP: &str = "Regional Value Content, example of an arc lamp, hand-out (Scribd 48502636)";
/// Bearing rings and ball bearings, after the accumulation chapter of "NAFTA: A Guide to Customs Procedures" (U.S.
/// Customs Service): "Calculating whether goods receive preferential tariff treatment under NAFTA", exercise by
/// Claire Wright.
const BEARINGS: &str = "Preferential tariff treatment under NAFTA, exercise by Claire Wright";
/// Headquarters ruling 546055 of 14 July 1995 on a tarpaulin system: U.S. Customs Service.
const TAUTLINER: &str = "Ruling HQ 546055, U.S. Customs Service";

#[track_caller]
fn check(
    source: &str,
    bill: BillOfMaterials,
    rule: Rule,
    terms: Terms,
    content: Option<&str>,
    originates: bool,
) -> Worksheet {
    let sheet = calculate(bill, rule, terms).unwrap();
    assert_eq!(reached(&sheet).as_deref(), content, "{source}");
    assert_eq!(sheet.originates, originates, "{source}");
    sheet
}

#[test]
fn bread_of_foreign_flour_changes_chapter_and_bread_of_foreign_mixes_does_not() {
    let by_chapter = || Rule::TariffChange(change(Level::Chapter));
    let flour = bill("190590", "1000", &["N:FR 11 400", "O:US 0401 100"]);
    check(BASIC_GUIDE, flour, by_chapter(), Terms::default(), None, true);
    let mixes = bill("190590", "1000", &["N:FR 19 400", "O:US 0401 100"]);
    check(BASIC_GUIDE, mixes, by_chapter(), Terms::default(), None, false);
}

#[test]
fn furniture_of_foreign_parts_needs_the_second_rule() {
    let furniture = || bill("940350", "1000", &["N:CN 940390 500", "O:US 4407 500"]);
    let heading = Rule::TariffChange(change(Level::Heading));
    check(BASIC_GUIDE, furniture(), heading, Terms::default(), None, false);
    for (method, threshold) in [(Method::BuildDown, "45"), (Method::BuildUp, "35")] {
        let value = ValueContent { method, basis: ValueBasis::Transaction, threshold: number(threshold) };
        let both = Rule::Both(change(Level::Subheading), value);
        check(BASIC_GUIDE, furniture(), both, Terms::default(), Some("50.00"), true);
    }
}

#[test]
fn accumulation_makes_the_difference_under_rcep() {
    let product = || BillOfMaterials {
        costs: ["1.2", "0.9"]
            .map(|amount| Cost { kind: DirectCost::Other, amount: number(amount) })
            .into_iter()
            .collect(),
        ..bill("851762", "5.6", &["A:TH 8504 1.5", "N:IN 8534 2"])
    };
    for method in [Method::BuildDown, Method::Direct] {
        check(LANTAI, product(), content(method, "40"), Terms::default(), Some("37.50"), false);
        // The article prints 64.28: 3.6 of 5.6, cut.
        let sheet = check(LANTAI, product(), content(method, "40"), accumulating(&["TH"]), Some("64.28"), true);
        assert!(sheet.accumulation_used);
    }
}

#[test]
fn an_arc_lamp_of_foreign_parts_qualifies_by_value_only() {
    let lamp = || {
        bill(
            "853941",
            "40",
            &["N 853990 3.10", "O - 4.26", "N 32 0.20", "O 853931 1.30", "N 761610 0.50", "N 853990 8.86"],
        )
    };
    let heading = Rule::TariffChange(change(Level::Heading));
    let sheet = check(ARC_LAMP, lamp(), heading, Terms::default(), None, false);
    let missing = sheet.steps.iter().find(|step| step.code == StepCode::ChangeMissing).unwrap();
    assert_eq!(missing.lines, [1, 6], "body and stem are parts of lamps");
    let value = ValueContent { method: Method::BuildDown, basis: ValueBasis::Transaction, threshold: number("60") };
    // (40 - 12.66) / 40.
    check(ARC_LAMP, lamp(), Rule::ValueContent(value), Terms::default(), Some("68.35"), true);
}

#[test]
fn bearing_rings_and_ball_bearings_fail_one_after_the_other() {
    let rings = bill("848299", "1.45", &["N:JP 848299 0.75", "O:CA - 0.15"]);
    check(BEARINGS, rings, Rule::TariffChange(change(Level::Heading)), Terms::default(), None, false);
    let bearings = BillOfMaterials {
        net_cost: Some(NetCost {
            total: number("2.95"),
            excluded: vec![Cost { kind: ExcludedCost::SalesPromotion, amount: number("0.30") }],
        }),
        ..bill("848210", "4.00", &["N:CA 848299 1.45", "O:US - 0.45"])
    };
    // (2.65 - 1.45) / 2.65.
    let sheet = check(BEARINGS, bearings, content(Method::NetCost, "50"), Terms::default(), Some("45.28"), false);
    let net = sheet.steps.iter().find(|step| step.code == StepCode::NetCost).unwrap();
    assert_eq!(net.value(Symbol::NetCost).and_then(crate::ratio::Ratio::exact), Some(number("2.65")));
}

#[test]
fn a_tarpaulin_system_is_saved_by_the_seven_percent() {
    let system = || bill("871690", "100", &["N:GB 8716 1.90", "O:US 7604 60"]);
    let value = ValueContent { method: Method::BuildDown, basis: ValueBasis::Transaction, threshold: number("60") };
    check(TAUTLINER, system(), Rule::ValueContent(value), Terms::default(), Some("98.10"), true);
    let tolerance = DeMinimis {
        percent_value: Some(number("7")),
        basis: ValueBasis::Transaction,
        percent_weight: None,
        weight_chapters: None,
        weight_alone: false,
    };
    let forgiving = TariffChange { de_minimis: Some(tolerance), ..change(Level::Heading) };
    let sheet = check(TAUTLINER, system(), Rule::TariffChange(forgiving), Terms::default(), None, true);
    assert!(sheet.de_minimis_used, "1.90 percent of the value does not change");
}
