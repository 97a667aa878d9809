//! What does the form print for the result? The rows of the profile decide; a proposal is only what they can read back.

use super::{Level, Rule, Symbol, Worksheet};
use crate::criterion::{CriterionReading, CriterionRow, Role, read_criterion};
use crate::decimal::Decimal;
use crate::finding::Finding;
use crate::ratio::Ratio;

/// The criterion that a form prints for a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// As Tamga writes it.
    pub printed: String,
    /// Code of the row.
    pub code: String,
    /// What a person has to look at.
    pub warnings: Vec<Finding>,
}

/// Proposes the criterion for a product that originates; none when it does not, or when no row of the form fits.
///
/// Rows are looked at in their order. Their English meanings have fixed first words (the list of criteria), which tell
/// apart what the same letters mean on different forms.
pub fn propose(worksheet: &Worksheet, rows: &[CriterionRow], destination: &str) -> Option<Proposal> {
    if !worksheet.originates {
        return None;
    }
    let all: Vec<&CriterionRow> = rows.iter().collect();
    let mut additions = String::new();
    for (used, words) in [
        (worksheet.accumulation_used, ["Accumulation"].as_slice()),
        (worksheet.de_minimis_used, ["De minimis", "Tolerance"].as_slice()),
    ] {
        let fits =
            |row: &&CriterionRow| row.role == Role::Addition && words.iter().any(|word| row.meaning.starts_with(word));
        if let Some(pattern) = all.iter().copied().find(fits).filter(|_| used).and_then(|row| row.patterns.first()) {
            additions = format!("{additions} {}", pattern.as_str());
        }
    }
    candidates(worksheet, &all).into_iter().find_map(|(text, row, warning)| {
        match read_criterion(&format!("{text}{additions}"), &all, destination) {
            CriterionReading::Understood { row: read, canonical, .. } if means_the_same(read, row) => {
                Some(Proposal { printed: canonical, code: read.code.clone(), warnings: warning.into_iter().collect() })
            }
            _ => None,
        }
    })
}

/// A general row may stand before the row that was filled in: AKFTA's `RVC 40%` before `RVC {pct}%`.
fn means_the_same(read: &CriterionRow, filled: &CriterionRow) -> bool {
    read.code == filled.code || kind(read) == kind(filled)
}

/// What a row is for.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Kind {
    Wholly,
    Only,
    Value,
    Change,
    Both,
    // Any rule of the list of product rules.
    Product,
    Other,
}

fn kind(row: &CriterionRow) -> Kind {
    let first = row.patterns.first().map_or("", |pattern| pattern.as_str());
    let words: Vec<&str> = first.split(|c: char| !c.is_alphanumeric() && c != '{').collect();
    let has = |known: &[&str]| known.iter().any(|word| words.contains(word));
    let change = has(&["{ctc", "CC", "CTH", "CTSH", "CTC"]);
    let value = has(&["{pct", "RVC"]) && (row.code.contains("RVC") || row.meaning.contains("value content"));
    let meaning = row.meaning.as_str();
    match (change, value) {
        _ if meaning.starts_with("Wholly") => Kind::Wholly,
        _ if meaning.contains("only from originating") => Kind::Only,
        (true, true) => Kind::Both,
        (true, false) if has(&["{pct", "RVC"]) => Kind::Both,
        (true, false) => Kind::Change,
        (false, true) => Kind::Value,
        _ if meaning.starts_with("Value added") => Kind::Value,
        _ if meaning.starts_with("Change of tariff") => Kind::Change,
        _ if meaning.to_lowercase().contains("product-specific rule") || meaning.starts_with("Sufficiently") => {
            Kind::Product
        }
        _ => Kind::Other,
    }
}

type Candidate<'a> = (String, &'a CriterionRow, Option<Finding>);

/// Texts worth trying, the ones that say most first.
fn candidates<'a>(worksheet: &Worksheet, rows: &[&'a CriterionRow]) -> Vec<Candidate<'a>> {
    let wanted = match &worksheet.rule {
        Rule::WhollyObtained => Kind::Wholly,
        Rule::OnlyOriginating => Kind::Only,
        Rule::ValueContent(_) => Kind::Value,
        Rule::TariffChange(_) => Kind::Change,
        Rule::Both(..) => Kind::Both,
    };
    let by_list = !matches!(wanted, Kind::Wholly | Kind::Only);
    let main = |wanted: Kind| rows.iter().copied().filter(move |row| row.role == Role::Main && kind(row) == wanted);
    let first = main(wanted);
    let second = main(Kind::Product).filter(move |_| by_list);
    first.chain(second).filter_map(|row| filled(worksheet, row)).collect()
}

/// The first pattern of a row with its tokens filled in; none when the result has nothing to fill in.
fn filled<'a>(worksheet: &Worksheet, row: &'a CriterionRow) -> Option<Candidate<'a>> {
    let level = worksheet.rule.change().map(|change| change.level);
    let mut text = String::new();
    let mut warning = None;
    let mut rest = row.patterns.first()?.as_str();
    while let Some((before, token_on)) = rest.split_once('{') {
        let (token, after) = token_on.split_once('}')?;
        text.push_str(before);
        match token.split(':').next()? {
            "pct" => {
                let (percent, kind) = percent(worksheet, row)?;
                text.push_str(&percent.to_string());
                let finding = Finding::info("calculator.percent_printed", "").with("percent", percent);
                warning = Some(finding.with("kind", kind));
            }
            "ctc" => text.push_str(level?.as_str()),
            "hs4" => text.push_str(worksheet.bill.product.hs.get(..4)?),
            "hs6" => text.push_str(worksheet.bill.product.hs.get(..6)?),
            // EU - Japan: 1 tariff change, 2 value.
            "sub" => text.push_str(if level.is_some() { "1" } else { "2" }),
            _ => return None,
        }
        rest = after;
    }
    text.push_str(rest);
    // A level that stands there as a word must be the one that was tested.
    let other = |one: &Level| {
        Some(*one) != level && text.split(|c: char| !c.is_alphanumeric()).any(|word| word == one.as_str())
    };
    let fits = ![Level::Chapter, Level::Heading, Level::Subheading].iter().any(other);
    fits.then_some((text, row, warning))
}

/// What the rule asks, or what was reached (cut to two decimals, never rounded up) where the row says so.
fn percent(worksheet: &Worksheet, row: &CriterionRow) -> Option<(Decimal, &'static str)> {
    if row.meaning.contains("reached") {
        let content = worksheet.steps.iter().rev().find_map(|step| step.value(Symbol::Content))?;
        let rounded = content.rounded(2)?;
        let cut = if Ratio::from(rounded) > content { rounded.checked_sub(Decimal::parse("0.01")?)? } else { rounded };
        Some((cut, "reached"))
    } else {
        Some((worksheet.rule.content()?.threshold, "asked"))
    }
}
