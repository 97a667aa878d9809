//! The criterion that each form prints for a result.

use super::*;
use crate::criterion::{CriterionPattern, CriterionRow, Role, Scope};
use crate::profile::Evidence;

/// Rows from `code | pattern | meaning`, as the list of criteria has them.
fn form(rows: &[&str]) -> Vec<CriterionRow> {
    rows.iter()
        .map(|row| {
            let parts: Vec<&str> = row.split(" | ").collect();
            let [code, patterns @ .., meaning] = parts.as_slice() else { panic!("{row:?} is no row") };
            CriterionRow {
                code: (*code).to_owned(),
                patterns: patterns.iter().map(|pattern| CriterionPattern::parse(pattern).unwrap()).collect(),
                meaning: (*meaning).to_owned(),
                reference: false,
                destinations: Vec::new(),
                role: if patterns[0].starts_with("& ") { Role::Addition } else { Role::Main },
                scope: Scope::Face,
                examples: Vec::new(),
                evidence: Evidence::default(),
            }
        })
        .collect()
}

fn akfta() -> Vec<CriterionRow> {
    form(&[
        "WO | WO | Wholly obtained or produced in the exporting party",
        "WO-AK | WO-AK | Wholly obtained in the territory of any party (product rule)",
        "COMBO | {ctc} + RVC {pct}% | Combined product rule, as the rule asks",
        "CTH | CTH | General rule, change of heading",
        "RVC40 | RVC {pct:=40}% | General rule, 40 % regional value content",
        "RVC | RVC {pct}% | Product rule: the value the rule asks for",
        "CTC | CTC | Product rule: change of tariff class",
        "SP | Specific Processes | Product rule: specific processes",
    ])
}

fn rcep() -> Vec<CriterionRow> {
    form(&[
        "WO | WO | Wholly obtained or produced",
        "PE | PE | Produced only from originating materials",
        "CTC | CTC | Change of tariff class",
        "RVC | RVC | Regional value content; FOB becomes due",
        "CR | CR | Chemical reaction",
        "ACU | & ACU | Accumulation used; never alone",
        "DMI | & DMI | De minimis used; never alone",
    ])
}

fn chafta() -> Vec<CriterionRow> {
    form(&[
        "WO | WO | Wholly obtained or produced",
        "WP | WP | Produced only from originating materials",
        "PSR | PSR | Product-specific rule",
    ])
}

fn by_value(threshold: &str) -> Worksheet {
    calculate(bill("847130", "100", &["N 847330 20"]), content(Method::BuildDown, threshold), Terms::default()).unwrap()
}

fn by_change(level: Level) -> Worksheet {
    let rule = Rule::TariffChange(change(level));
    calculate(bill("847130", "100", &["N 2804 20"]), rule, Terms::default()).unwrap()
}

fn by_both(level: Level, threshold: &str) -> Worksheet {
    let value = ValueContent { method: Method::BuildDown, basis: ValueBasis::Fob, threshold: number(threshold) };
    let rule = Rule::Both(change(level), value);
    calculate(bill("847130", "100", &["N 280400 20.27"]), rule, Terms::default()).unwrap()
}

fn only() -> Worksheet {
    calculate(bill("847130", "100", &["O 2804 20"]), Rule::OnlyOriginating, Terms::default()).unwrap()
}

fn wholly() -> Worksheet {
    calculate(bill("080510", "100", &[]), Rule::WhollyObtained, Terms::default()).unwrap()
}

#[track_caller]
fn check(sheet: &Worksheet, rows: &[CriterionRow], expected: Option<&str>) {
    let found = propose(sheet, rows, "KR").map(|proposal| proposal.printed);
    assert_eq!(found.as_deref(), expected);
}

#[test]
fn akfta_prints_what_the_rule_asks() {
    check(&by_value("45"), &akfta(), Some("RVC 45%"));
    check(&by_value("40"), &akfta(), Some("RVC 40%"));
    check(&by_change(Level::Heading), &akfta(), Some("CTH"));
    check(&by_change(Level::Chapter), &akfta(), Some("CTC"));
    check(&by_both(Level::Heading, "35"), &akfta(), Some("CTH + RVC 35%"));
    check(&wholly(), &akfta(), Some("WO"));
    check(&only(), &akfta(), None);
    let proposal = propose(&by_value("45"), &akfta(), "KR").unwrap();
    assert_eq!((proposal.code.as_str(), proposal.warnings.len()), ("RVC", 1));
    assert_eq!(proposal.warnings[0].params[1].1, "asked");
}

#[test]
fn rcep_prints_no_number_and_adds_what_was_used() {
    check(&by_value("40"), &rcep(), Some("RVC"));
    check(&by_change(Level::Heading), &rcep(), Some("CTC"));
    check(&only(), &rcep(), Some("PE"));
    check(&by_both(Level::Heading, "40"), &rcep(), None);
    let bill = bill("847130", "100", &["A:TH 847330 70"]);
    let sheet = calculate(bill, content(Method::BuildDown, "40"), accumulating(&["TH"])).unwrap();
    check(&sheet, &rcep(), Some("RVC ACU"));
}

#[test]
fn chafta_knows_its_three_codes() {
    check(&by_value("40"), &chafta(), Some("PSR"));
    check(&by_both(Level::Heading, "40"), &chafta(), Some("PSR"));
    check(&only(), &chafta(), Some("WP"));
    check(&wholly(), &chafta(), Some("WO"));
}

#[test]
fn the_same_letters_mean_other_things_on_other_forms() {
    let afcfta = form(&[
        "WP | WP | Wholly obtained or produced",
        "SX | SX | Change of tariff classification",
        "SV | SV | Value added",
    ]);
    check(&wholly(), &afcfta, Some("WP"));
    check(&only(), &afcfta, None);
    check(&by_change(Level::Heading), &afcfta, Some("SX"));
    check(&by_value("35"), &afcfta, Some("SV"));
    let usmca = form(&[
        "A | A | 4.2(a) | Wholly obtained",
        "B | B | 4.2(b) | Non-originating inputs that meet the product-specific rule",
        "C | C | 4.2(c) | Produced only from originating materials",
    ]);
    check(&by_value("60"), &usmca, Some("B"));
    check(&only(), &usmca, Some("C"));
}

#[test]
fn a_form_that_prints_what_was_reached_gets_it_cut_and_never_rounded_up() {
    let aifta = form(&["RVC | RVC [{pct}]% + CTSH | Regional value content reached, with change of subheading"]);
    check(&by_both(Level::Subheading, "35"), &aifta, Some("RVC [79.73]% + CTSH"));
    check(&by_both(Level::Heading, "35"), &aifta, None);
    check(&by_value("35"), &aifta, None);
    let reached = form(&["RVC | {pct}% | RVC {pct}% | Regional value content, the value reached"]);
    let thirds = calculate(bill("847130", "3", &["N 847330 1"]), content(Method::BuildDown, "40"), Terms::default());
    check(&thirds.unwrap(), &reached, Some("66.66%"));
}

#[test]
fn headings_and_kinds_of_rule_are_filled_in() {
    let form_a =
        form(&["P | P | Wholly obtained", "W | W {hs4} | Sufficiently worked; four-digit heading of the product"]);
    check(&by_change(Level::Heading), &form_a, Some("W 8471"));
    let japan = form(&["C | C{sub:1-3} | Product-specific rule: 1 tariff change, 2 value, 3 process"]);
    check(&by_change(Level::Heading), &japan, Some("C1"));
    check(&by_value("40"), &japan, Some("C2"));
}

#[test]
fn a_product_that_does_not_originate_gets_no_criterion() {
    check(&by_value("90"), &akfta(), None);
    check(&by_value("90"), &chafta(), None);
}
