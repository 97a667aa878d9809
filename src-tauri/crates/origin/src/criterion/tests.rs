//! The table of `agreements.md` section 4, row by row.

use super::*;

fn row_of(code: &str, patterns: &str) -> CriterionRow {
    let addition = patterns.starts_with("& ");
    CriterionRow {
        code: code.to_owned(),
        patterns: patterns.split(" | ").map(|pattern| CriterionPattern::parse(pattern).unwrap()).collect(),
        meaning: String::new(),
        reference: false,
        destinations: Vec::new(),
        role: if addition { Role::Addition } else { Role::Main },
        scope: Scope::Face,
        examples: Vec::new(),
        evidence: Evidence::default(),
    }
}

fn form(rows: &[(&str, &str)]) -> Vec<CriterionRow> {
    rows.iter().map(|(code, patterns)| row_of(code, patterns)).collect()
}

fn towards(mut row: CriterionRow, destinations: &[&str]) -> CriterionRow {
    row.destinations = destinations.iter().map(|code| (*code).to_owned()).collect();
    row
}

fn shown(printed: &str, rows: &[CriterionRow], destination: &str) -> String {
    let rows: Vec<&CriterionRow> = rows.iter().collect();
    match read_criterion(printed, &rows, destination) {
        CriterionReading::Understood { row, percent, heading, sub, additions, canonical } => {
            let parts = [
                percent.map(|percent| format!("{percent} %")),
                heading.map(|heading| format!("heading {heading}")),
                sub,
                (!additions.is_empty()).then(|| format!("with {}", additions.join(" "))),
                (canonical != printed).then(|| format!("written {canonical}")),
            ];
            [Some(row.code.clone())].into_iter().chain(parts).flatten().collect::<Vec<_>>().join(", ")
        }
        CriterionReading::Missing => "missing".to_owned(),
        CriterionReading::PercentMissing { row } => format!("{}: percentage missing", row.code),
        CriterionReading::PercentRange { row, percent, range } => format!("{}: {percent} outside {range}", row.code),
        CriterionReading::NotForDestination { row } => format!("{}: not for {destination}", row.code),
        CriterionReading::Unknown { alphabet: false } => "unknown".to_owned(),
        CriterionReading::Unknown { alphabet: true } => "unknown, alphabets mixed".to_owned(),
    }
}

#[track_caller]
fn check(printed: &str, rows: &[CriterionRow], expected: &str) {
    assert_eq!(shown(printed, rows, "CN"), expected, "reading {printed:?}");
}

#[test]
fn chafta_knows_its_three_codes_and_no_other() {
    let rows = form(&[("WO", "WO"), ("WP", "WP"), ("PSR", "PSR")]);
    check("WO", &rows, "WO");
    check("PSR", &rows, "PSR");
    check("\"w p\"", &rows, "WP, written WP");
    for unknown in ["PE", "P", "WO WP", "PSR 40%"] {
        check(unknown, &rows, "unknown");
    }
    check("", &rows, "missing");
    check("  ", &rows, "missing");
}

#[test]
fn a_percentage_is_read_in_its_range_and_with_at_most_two_decimals() {
    let rows = form(&[("PC", "PC {pct:20..<40}%"), ("RVC", "RVC {pct:40..}%")]);
    check("RVC 40%", &rows, "RVC, 40 %");
    check("rvc 45,5 %", &rows, "RVC, 45.5 %, written RVC 45.5%");
    check("RVC 45", &rows, "RVC, 45 %, written RVC 45%");
    check("RVC", &rows, "RVC: percentage missing");
    check("RVC 140%", &rows, "RVC: 140 outside 40..");
    check("PC 40%", &rows, "PC: 40 outside 20..<40");
    check("RVC 45.678%", &rows, "unknown");
}

#[test]
fn rows_are_tried_in_file_order_and_the_first_match_wins() {
    let rows = form(&[("GENERAL", "RVC {pct:=40}%"), ("PRODUCT", "RVC {pct}%"), ("COMBO", "{ctc} + RVC {pct}%")]);
    check("RVC 40%", &rows, "GENERAL, 40 %");
    check("RVC 45%", &rows, "PRODUCT, 45 %");
    check("CTH + RVC 40%", &rows, "COMBO, 40 %, CTH");
    check("CTH/RVC 40%", &rows, "unknown");
    let bracketed = form(&[("COMBO", "RVC [{pct}%]+{ctc}")]);
    check("RVC [79.73]%+CTSH", &bracketed, "unknown");
    let bracketed = form(&[("COMBO", "RVC [{pct}]%+{ctc}")]);
    check("RVC [79.73]%+CTSH", &bracketed, "COMBO, 79.73 %, CTSH");
}

#[test]
fn a_heading_is_read_with_or_without_its_dot() {
    let rows = form(&[("W", "\"W\" {hs4}"), ("Y", "\"Y\" {pct}")]);
    check("\"W\" 96.18", &rows, "W, heading 9618, written \"W\" 9618");
    check("W 8471", &rows, "W, heading 8471, written \"W\" 8471");
    check("Y 42", &rows, "Y, 42 %, written \"Y\" 42");
}

#[test]
fn an_addition_needs_a_main_criterion() {
    let rows = form(&[("CTC", "CTC"), ("C", "C{sub:1-3}"), ("ACU", "& ACU"), ("D", "& D")]);
    check("CTC, ACU", &rows, "CTC, with ACU, written CTC ACU");
    check("C1 D", &rows, "C, 1, with D");
    check("ACU", &rows, "missing");
    check("C4", &rows, "unknown");
    check("RVC 40%", &rows, "unknown");
}

#[test]
fn a_code_of_another_destination_is_named_as_such() {
    let rows = [towards(row_of("Z", "\"Z\" {pct}%"), &["AU", "NZ"]), row_of("P", "\"P\"")];
    assert_eq!(shown("Z 35", &rows, "CA"), "Z: not for CA");
    assert_eq!(shown("\"Z\" 35%", &rows, "AU"), "Z, 35 %");
    assert_eq!(shown("Z 35%", &rows, ""), "Z, 35 %, written \"Z\" 35%", "without a destination nothing is ruled out");
}

#[test]
fn latin_and_cyrillic_look_alikes_are_different_codes() {
    let rows = form(&[("Д", "Д{hs4}"), ("П", "П")]);
    check("Д 8541", &rows, "Д, heading 8541, written Д8541");
    check("D 8541", &rows, "unknown, alphabets mixed");
    check("P", &rows, "unknown, alphabets mixed");
}

#[test]
fn free_text_and_empty_boxes_are_read_only_where_the_form_has_them() {
    let rows = form(&[("TEXT", "{text}"), ("BLANK", "{blank}")]);
    check("4.2(a)", &rows, "TEXT");
    check("", &rows, "BLANK");
    assert!(CriterionPattern::parse("{pct:a..b}").is_err(), "a range of letters is no range");
    assert!(CriterionPattern::parse("{day}").is_err(), "an unknown token is refused");
    assert!(CriterionPattern::parse("RVC {pct").is_err(), "an open brace is refused");
}
