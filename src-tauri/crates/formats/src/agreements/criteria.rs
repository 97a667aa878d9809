//! The origin criteria of a profile file: rows in matching order, each proved by its own examples.

use std::collections::BTreeSet;

use tamga_origin::criterion::{CriterionPattern, Printed, Role, Scope};
use tamga_origin::profile::PapersRule;
use tamga_origin::{CriterionReading, CriterionRow, read_criterion};

use super::ProfileFault;
use super::facts::Facts;
use super::form::countries;
use crate::keys::Keys;

const CRITERION_KEYS: [&str; 10] =
    ["code", "patterns", "meaning", "reference", "percent", "heading", "destinations", "role", "scope", "examples"];

pub(super) fn criteria(top: &Keys<'_>, facts: &Facts) -> Vec<CriterionRow> {
    let mut rows = Vec::new();
    let mut places = Vec::new();
    let mut seen = BTreeSet::new();
    for keys in top.tables("criterion") {
        let evidence = facts.evidence(&keys, &CRITERION_KEYS);
        let mut patterns = Vec::new();
        for (index, text) in keys.texts("patterns").into_iter().enumerate() {
            match CriterionPattern::parse(text) {
                Ok(pattern) => patterns.push(pattern),
                Err(fault) => keys.slip_in("patterns", index, ProfileFault::Pattern(fault)),
            }
        }
        if keys.array("patterns").is_empty() {
            keys.missing("patterns");
        }
        let row = CriterionRow {
            code: keys.needed("code").to_owned(),
            patterns,
            meaning: keys.needed("meaning").to_owned(),
            reference: keys.yes("reference"),
            destinations: countries(&keys, "destinations"),
            role: keys.word("role").unwrap_or(Role::Main),
            scope: keys.word("scope").unwrap_or(Scope::Face),
            examples: keys.owned("examples"),
            evidence,
        };
        // A code may stand again for other destinations, where it means something else.
        if !seen.insert((row.code.clone(), row.destinations.clone(), row.scope)) {
            keys.slip_at("code", ProfileFault::Twice { what: "criterion", name: row.code.clone() });
        }
        agree(&keys, "percent", row.percent());
        agree(&keys, "heading", row.heading());
        rows.push(row);
        places.push(keys);
    }
    for (row, keys) in rows.iter().zip(&places) {
        // What follows from a pattern that does not parse is not said again.
        if row.patterns.len() == keys.array("patterns").len() {
            examples(row, &rows, keys);
        }
    }
    rows
}

/// What a row says about its percentage or heading is what its patterns print.
fn agree(keys: &Keys<'_>, key: &'static str, printed: Printed) {
    if let Some(stated) = keys.word::<Printed>(key).filter(|stated| *stated != printed) {
        let fault = ProfileFault::PatternsDiffer { key, stated: stated.as_str(), printed: printed.as_str() };
        keys.slip_at(key, fault);
    }
}

/// Each example must be read as its own row, before every row that stands above it.
fn examples(row: &CriterionRow, rows: &[CriterionRow], keys: &Keys<'_>) {
    let beside: Vec<&CriterionRow> = rows.iter().filter(|other| other.scope == row.scope).collect();
    let destination = row.destinations.first().map_or("", String::as_str);
    for (index, example) in row.examples.iter().enumerate() {
        let own = match read_criterion(example, &beside, destination) {
            CriterionReading::Understood { row: found, additions, .. } => match row.role {
                Role::Main => found.code == row.code && found.destinations == row.destinations,
                Role::Addition => additions.contains(&row.code.as_str()),
            },
            _ => false,
        };
        if !own {
            let fault = ProfileFault::ExampleRefused { example: example.clone(), code: row.code.clone() };
            keys.slip_in("examples", index, fault);
        }
    }
}

/// Which papers does an origin basis rest on?
pub(super) fn papers(top: &Keys<'_>, facts: &Facts, rows: &[CriterionRow]) -> Vec<PapersRule> {
    let mut rules: Vec<PapersRule> = Vec::new();
    for keys in top.tables("evidence") {
        let evidence = facts.evidence(&keys, &["basis", "papers"]);
        let basis = keys.needed("basis").to_owned();
        if !basis.is_empty() && !rows.iter().any(|row| row.code == basis) {
            keys.slip_at("basis", ProfileFault::NoSuchCriterion { code: basis.clone() });
        }
        if rules.iter().any(|known| known.basis == basis) {
            keys.slip_at("basis", ProfileFault::Twice { what: "basis", name: basis.clone() });
        }
        let code = |code: &str| {
            let fits = !code.is_empty() && code.len() <= 3 && code.bytes().all(|byte| byte.is_ascii_digit());
            fits.then(|| code.to_owned())
        };
        let papers = keys.each("papers", code);
        if keys.array("papers").is_empty() {
            keys.missing("papers");
        }
        rules.push(PapersRule { basis, papers, evidence });
    }
    rules
}
