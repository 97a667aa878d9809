//! Where a calculation can go wrong: thresholds met exactly, nothing, less than nothing, and what is not known.

use super::*;
use crate::ratio::Ratio;

fn run(bill: BillOfMaterials, rule: Rule) -> Worksheet {
    calculate(bill, rule, Terms::default()).unwrap()
}

#[track_caller]
fn refused(bill: BillOfMaterials, rule: Rule, expected: CalculationRefused) {
    assert_eq!(calculate(bill, rule, Terms::default()), Err(expected));
}

#[test]
fn a_threshold_that_is_met_exactly_is_met_and_rounding_never_lifts_one() {
    let sheet = run(bill("8471", "100", &["N 8473 60"]), content(Method::BuildDown, "40"));
    assert!(sheet.originates);
    assert_eq!(warned(&sheet), ["calculator.close content=40.00 threshold=40.00"]);
    let thirds = || bill("8471", "3", &["N 8473 1"]);
    assert!(run(thirds(), content(Method::BuildDown, "66.66")).originates);
    assert!(!run(thirds(), content(Method::BuildDown, "66.67")).originates, "two thirds are less than 66.67 percent");
    let far = run(bill("8471", "100", &["N 8473 59"]), content(Method::BuildDown, "40"));
    assert_eq!(warned(&far), Vec::<String>::new(), "a whole point away is not close");
}

#[test]
fn all_materials_originating_is_a_hundred_percent_and_none_at_all_too() {
    for materials in [["O 8473 20", "O 8534 30"].as_slice(), [].as_slice()] {
        let sheet = run(bill("8471", "100", materials), content(Method::BuildDown, "100"));
        assert_eq!((reached(&sheet).as_deref(), sheet.originates), (Some("100.00"), true), "{materials:?}");
        assert!(run(bill("8471", "100", materials), Rule::OnlyOriginating).originates);
        assert!(run(bill("847100", "100", materials), Rule::TariffChange(change(Level::Subheading))).originates);
    }
}

#[test]
fn materials_dearer_than_the_product_give_a_content_below_zero() {
    let sheet = run(bill("8471", "100", &["N 8473 150"]), content(Method::BuildDown, "0"));
    assert_eq!(sheet.steps.iter().find_map(|step| step.value(Symbol::Content)), Some(Ratio::whole(-50)));
    assert!(!sheet.originates);
    assert_eq!(warned(&sheet), ["calculator.materials_above_value"]);
}

#[test]
fn a_value_that_is_missing_zero_or_less_is_refused() {
    let basis = ValueBasis::Fob;
    for value in ["0", "-5"] {
        let expected = CalculationRefused::BasisNotPositive { basis };
        refused(bill("8471", value, &["N 8473 1"]), content(Method::BuildDown, "40"), expected);
    }
    let mut none = bill("8471", "100", &["N 8473 1"]);
    none.values.fob = None;
    refused(none.clone(), content(Method::BuildUp, "40"), CalculationRefused::BasisMissing { basis });
    refused(none, content(Method::NetCost, "40"), CalculationRefused::NetCostMissing);
    let mut worthless = bill("8471", "100", &[]);
    let excluded = vec![Cost { kind: ExcludedCost::Royalties, amount: number("10") }];
    worthless.net_cost = Some(NetCost { total: number("10"), excluded });
    refused(worthless, content(Method::NetCost, "40"), CalculationRefused::NetCostNotPositive);
}

#[test]
fn numbers_that_cannot_be_added_are_refused() {
    let rule = || content(Method::BuildDown, "40");
    let mut mixed = bill("8471", "100", &["N 8473 10", "N 8534 10"]);
    mixed.materials[1].currency = "EUR".into();
    let expected = CalculationRefused::MixedCurrencies { line: 2, found: "EUR".into(), expected: "USD".into() };
    refused(mixed, rule(), expected);
    refused(bill("8471", "100", &["N 8473 -"]), rule(), CalculationRefused::ValueMissing { line: 1 });
    refused(bill("8471", "100", &["N 8473 -1"]), rule(), CalculationRefused::NegativeValue { line: 1 });
    let mut twice = bill("8471", "100", &["N 8473 1", "O 8473 1"]);
    twice.materials[1].line = 1;
    refused(twice, rule(), CalculationRefused::LineTwice { line: 1 });
    let nameless = BillOfMaterials { currency: "usd".into(), ..bill("8471", "100", &[]) };
    refused(nameless, rule(), CalculationRefused::Currency { found: "usd".into() });
    let negative = vec![Cost { kind: DirectCost::Labour, amount: number("-1") }];
    let costly = BillOfMaterials { costs: negative, ..bill("8471", "100", &[]) };
    refused(costly, rule(), CalculationRefused::NegativeCost);
    refused(
        bill("8471", "100", &[]),
        content(Method::BuildDown, "101"),
        CalculationRefused::Percent { found: number("101") },
    );
    refused(
        bill("84", "100", &["N 8473 1"]),
        Rule::TariffChange(change(Level::Heading)),
        CalculationRefused::ProductCode { digits: 4 },
    );
    let mut full = bill("8471", "100", &["N 8473 1"]);
    full.materials[0].originating_content = Some(number("2"));
    refused(full, rule(), CalculationRefused::ContentAboveValue { line: 1 });
}

#[test]
fn a_value_that_the_rule_does_not_need_may_be_missing() {
    let unpriced = || bill("847100", "100", &["O 8473 -", "N 8534 30"]);
    assert!(run(unpriced(), content(Method::BuildDown, "70")).originates);
    assert!(run(unpriced(), Rule::TariffChange(change(Level::Heading))).originates);
    refused(unpriced(), content(Method::BuildUp, "10"), CalculationRefused::ValueMissing { line: 1 });
}

#[test]
fn an_unknown_origin_counts_as_not_originating_and_a_missing_code_proves_no_change() {
    let sheet = run(bill("847130", "100", &["? 8473 70"]), content(Method::BuildDown, "40"));
    assert_eq!(reached(&sheet).as_deref(), Some("30.00"));
    assert_eq!(warned(&sheet), ["calculator.origin_unknown line=1"]);
    let sheet = run(bill("847130", "100", &["? - 70", "N 84 5"]), Rule::TariffChange(change(Level::Heading)));
    assert!(!sheet.originates);
    let expected = [
        "calculator.origin_unknown line=1",
        "calculator.hs_missing line=1 digits=4",
        "calculator.hs_missing line=2 digits=4",
    ];
    assert_eq!(warned(&sheet), expected);
}

#[test]
fn only_listed_countries_accumulate_and_full_accumulation_counts_what_is_inside() {
    let parts = || bill("8471", "100", &["A:TH 8473 30", "A:IN 8534 40"]);
    let sheet = calculate(parts(), content(Method::BuildDown, "60"), accumulating(&["TH", "VN"])).unwrap();
    assert_eq!(reached(&sheet).as_deref(), Some("60.00"));
    assert!(warned(&sheet).contains(&"calculator.accumulation_unlisted line=2 country=IN".to_owned()));
    assert!(warned(&sheet).contains(&"calculator.accumulation_proof lines=1".to_owned()));
    assert!(!calculate(parts(), Rule::WhollyObtained, accumulating(&["TH", "IN"])).unwrap().originates);
    assert!(calculate(parts(), Rule::OnlyOriginating, accumulating(&["TH", "IN"])).unwrap().originates);

    let mut traced = bill("8471", "100", &["N:TH 8473 80"]);
    traced.materials[0].originating_content = Some(number("45"));
    let terms = Terms { full_accumulation: true, ..Terms::default() };
    for method in [Method::BuildDown, Method::BuildUp] {
        let sheet = calculate(traced.clone(), content(method, "40"), terms.clone()).unwrap();
        let expected = if method == Method::BuildDown { "65.00" } else { "45.00" };
        assert_eq!((reached(&sheet).as_deref(), sheet.accumulation_used), (Some(expected), true));
        let without = run(traced.clone(), content(method, "40"));
        assert!(!without.originates && !without.accumulation_used);
    }
}

/// The formula of CPTPP article 3.5; the numbers are ours.
#[test]
fn focused_value_counts_only_the_materials_that_the_rule_names() {
    let mut car = bill("870323", "200", &["N 8407 90", "N 8708 60", "O 8708 30"]);
    refused(car.clone(), content(Method::Focused, "55"), CalculationRefused::NoneNamed);
    car.materials[0].named_by_rule = true;
    car.materials[2].named_by_rule = true;
    let sheet = run(car.clone(), content(Method::Focused, "55"));
    assert_eq!((reached(&sheet).as_deref(), sheet.originates), (Some("55.00"), true));
    let step = sheet.steps.iter().find(|step| step.code == StepCode::Focused).unwrap();
    assert_eq!(step.lines, [1], "what originates does not count against the product, though the rule names it");
    assert!(!run(car, content(Method::BuildDown, "55")).originates);
}

fn tolerance(weight_alone: bool) -> DeMinimis {
    DeMinimis {
        percent_value: Some(number("10")),
        basis: ValueBasis::Fob,
        percent_weight: Some(number("10")),
        weight_chapters: Some((50, 63)),
        weight_alone,
    }
}

/// A shirt with thread that does not change its chapter: so much of the value, so much of the weight.
fn shirt(hs: &str, value: &str, weight: Option<&str>) -> BillOfMaterials {
    let mut shirt = bill(hs, "100", &[&format!("N:IN 62 {value}"), "O 5208 40"]);
    shirt.product.weight = Some(kilograms("0.5"));
    shirt.materials[0].weight = weight.map(kilograms);
    shirt
}

/// RCEP article 3.7: by value in every chapter, or by weight in chapters 50 to 63; the numbers are ours.
#[test]
fn the_tolerance_goes_by_value_or_in_some_chapters_by_weight() {
    let rule =
        |alone| Rule::TariffChange(TariffChange { de_minimis: Some(tolerance(alone)), ..change(Level::Chapter) });
    let cases = [
        // Code, value, weight, by weight alone: does it originate?
        ("620520", "10", Some("0.2"), false, true),
        ("620520", "11", Some("0.05"), false, true),
        ("620520", "11", Some("0.051"), false, false),
        ("620520", "10", Some("0.051"), true, false),
        ("620520", "50", Some("0.05"), true, true),
        ("640320", "11", Some("0.01"), false, true),
    ];
    for (hs, value, weight, alone, originates) in cases {
        let sheet = run(shirt(hs, value, weight), rule(alone));
        assert_eq!(sheet.originates, originates, "{hs} with {value} and {weight:?}");
    }
    // Outside chapters 50 to 63 only the value counts.
    let mut shoes = shirt("640320", "11", Some("0.01"));
    shoes.materials[0].hs = "64".into();
    assert!(!run(shoes, rule(false)).originates);
    // Without a weight it goes by value, and a person is told.
    let sheet = run(shirt("620520", "11", None), rule(false));
    assert!(!sheet.originates);
    assert!(warned(&sheet).contains(&"calculator.weight_missing".to_owned()));
    // Grams and pounds are weights too, as long as nothing has to be rounded.
    let mut pounds = shirt("620520", "11", None);
    pounds.materials[0].weight = Some(Measure { amount: number("0.1"), unit: "LBR".into() });
    let sheet = run(pounds, rule(false));
    assert!(sheet.originates && sheet.de_minimis_used);
    assert!(warned(&sheet).contains(&"calculator.weight_component".to_owned()));
}

#[test]
fn what_is_forgiven_still_counts_against_the_value_content() {
    let value = ValueContent { method: Method::BuildDown, basis: ValueBasis::Fob, threshold: number("92") };
    let both = Rule::Both(TariffChange { de_minimis: Some(tolerance(false)), ..change(Level::Chapter) }, value);
    let sheet = run(shirt("620520", "9", None), both);
    assert_eq!(reached(&sheet).as_deref(), Some("91.00"));
    assert!(!sheet.originates, "the change is forgiven, the content is not reached");
    let steps = [
        "materials.sorted",
        "change.made",
        "change.missing",
        "de_minimis.value",
        "rvc.build_down",
        "rvc.threshold",
        "conclusion",
    ];
    assert_eq!(codes(&sheet), steps);
}

#[test]
fn a_change_from_what_the_rule_excepts_is_none() {
    let except = |from: &str| TariffChange { except: vec![from.to_owned()], ..change(Level::Heading) };
    let sweets = || bill("180632", "100", &["N 170199 30", "N 180500 10"]);
    assert!(run(sweets(), Rule::TariffChange(change(Level::Heading))).originates);
    for (from, lines) in [("17", vec![1]), ("1805", vec![2]), ("18", vec![2])] {
        let sheet = run(sweets(), Rule::TariffChange(except(from)));
        let missing = sheet.steps.iter().find(|step| step.code == StepCode::ChangeMissing).unwrap();
        assert_eq!((&missing.lines, sheet.originates), (&lines, false), "except from {from}");
    }
    assert!(run(sweets(), Rule::TariffChange(except(""))).originates, "nothing is excepted");
    // A code of two digits proves that the chapter changed, not that it is none of the headings excepted.
    let vague = || bill("180632", "100", &["N 17 30"]);
    assert!(run(vague(), Rule::TariffChange(change(Level::Heading))).originates);
    assert!(!run(vague(), Rule::TariffChange(except("1701"))).originates);
}

#[test]
fn a_wholly_obtained_product_has_no_material_of_anywhere_else() {
    let sheet = run(bill("0805", "10", &["O - -"]), Rule::WhollyObtained);
    assert!(sheet.originates);
    assert_eq!(warned(&sheet), ["calculator.wholly_obtained_list", "calculator.supplier_proof lines=1"]);
    let sheet = run(bill("0805", "10", &["O - -", "N - -"]), Rule::WhollyObtained);
    let step = sheet.steps.iter().find(|step| step.code == StepCode::WhollyObtained).unwrap();
    assert_eq!((step.lines.as_slice(), step.holds), ([2].as_slice(), Some(false)));
}

#[test]
fn amounts_finer_than_the_currency_are_counted_exactly_and_named() {
    let sheet = run(bill("8471", "10", &["N 8473 0.0005"]), content(Method::BuildDown, "99.99"));
    assert!(sheet.originates, "99.995 percent");
    assert!(warned(&sheet).contains(&"calculator.finer_than_currency line=1 currency=USD".to_owned()));
}
