//! What does the origin box of each form say? Examples and counter-examples as data, read by the shipped forms
//! (`agreements.md` section 4, every row of its table among them).
//!
//! A row says what is printed, towards which country, and what is read: the code with its parts, or after `!` why it is
//! not read. `written` stands where the form writes it otherwise.

use std::collections::BTreeSet;

use tamga_formats::agreements::builtin;
use tamga_origin::criterion::Scope;
use tamga_origin::{CriterionReading, CriterionRow, read_criterion};

const EXAMPLES: &str = include_str!("data/criteria.csv");

fn shown(printed: &str, rows: &[&CriterionRow], destination: &str) -> String {
    match read_criterion(printed, rows, destination) {
        CriterionReading::Understood { row, percent, heading, sub, additions, canonical } => {
            let parts = [
                percent.map(|percent| format!("percent={percent}")),
                heading.map(|heading| format!("heading={heading}")),
                sub.map(|sub| format!("sub={sub}")),
                (!additions.is_empty()).then(|| format!("with={}", additions.join(" "))),
                (canonical != printed).then(|| format!("written={canonical}")),
            ];
            [Some(row.code.clone())].into_iter().chain(parts).flatten().collect::<Vec<_>>().join("; ")
        }
        CriterionReading::Missing => "!missing".to_owned(),
        CriterionReading::PercentMissing { row } => format!("!percent_missing {}", row.code),
        CriterionReading::PercentRange { row, percent, range } => {
            format!("!percent_range {} {percent} {range}", row.code)
        }
        CriterionReading::NotForDestination { row } => format!("!not_for {}", row.code),
        CriterionReading::Unknown { alphabet: false } => "!unknown".to_owned(),
        CriterionReading::Unknown { alphabet: true } => "!alphabet".to_owned(),
    }
}

/// Rows of four fields; a field in quotation marks may hold commas, line feeds and doubled quotation marks.
fn rows(text: &str) -> Vec<[String; 4]> {
    let mut rows = Vec::new();
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let field = fields.last_mut().unwrap();
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => field.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            '\n' if !quoted => {
                let row = std::mem::replace(&mut fields, vec![String::new()]);
                rows.push(row.try_into().expect("a row has four fields"));
            }
            letter => field.push(letter),
        }
    }
    rows
}

#[test]
fn every_example_is_read_as_it_should_by_the_form_as_shipped() {
    let profiles = builtin().unwrap();
    let examples = rows(EXAMPLES);
    let mut wrong = Vec::new();
    for [profile, destination, printed, expected] in examples.iter().skip(1) {
        let Some(form) = profiles.find(profile) else {
            wrong.push(format!("{profile} is no form"));
            continue;
        };
        // A form without codes on its face is asked by those of its application.
        let face = form.face_criteria().next().is_some();
        let scope = if face { Scope::Face } else { Scope::Application };
        let of_scope: Vec<&CriterionRow> = form.criteria.iter().filter(|row| row.scope == scope).collect();
        let found = shown(printed, &of_scope, destination);
        if found != *expected {
            wrong.push(format!("{profile} towards {destination:?}: {printed:?} is {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), examples.len() - 1, wrong.join("\n"));
    assert!(examples.len() > 300, "there are at least 300 examples");
}

#[test]
fn every_form_with_criteria_has_examples_and_counter_examples() {
    let examples = rows(EXAMPLES);
    let of = |profile: &str, refused: bool| {
        examples.iter().any(|[name, _, _, expected]| name == profile && expected.starts_with('!') == refused)
    };
    let lacking: BTreeSet<String> = builtin()
        .unwrap()
        .list()
        .iter()
        .filter(|form| !(form.criteria.is_empty() || of(&form.id, false) && of(&form.id, true)))
        .map(|form| form.id.clone())
        .collect();
    assert_eq!(lacking, BTreeSet::new(), "every form with criteria is covered");
}

#[test]
fn what_a_form_writes_is_read_again_as_the_same_without_a_note() {
    let profiles = builtin().unwrap();
    for [profile, destination, _, expected] in rows(EXAMPLES).iter().skip(1) {
        let Some((read, written)) = expected.split_once("; written=") else { continue };
        let form = profiles.find(profile).unwrap();
        let face: Vec<&CriterionRow> = form.face_criteria().collect();
        // What the first pattern does not print, a percentage for instance, is gone from the print.
        let again = shown(written, &face, destination);
        let same = again == *read || read.starts_with(&again);
        assert!(same, "{profile}: {written:?} is {again}, not {read}");
    }
}
