//! Does each shipped form say what the tables of the design say, fact by fact?

use std::collections::BTreeSet;

use tamga_formats::agreements::Groups;
use tamga_origin::profile::{Basis, Evidence, LifeFrom, Limit, Rule, Span};
use tamga_origin::{AgreementProfile, Date};

use super::{cell, shipped, table};

type Row = [(String, String)];

/// Notes what differs, so that one run shows all of it.
struct Compare<'a> {
    profile: &'a AgreementProfile,
    row: &'a Row,
    differs: Vec<String>,
}

impl Compare<'_> {
    fn same(&mut self, column: &str, said: &str) {
        self.equal(column, said, cell(self.row, column).to_owned().as_str());
    }

    fn equal(&mut self, what: &str, said: &str, asked: &str) {
        if said != asked {
            self.differs.push(format!("{}: {what} is {said:?}, the table says {asked:?}", self.profile.id));
        }
    }

    fn list(&mut self, column: &str, said: impl IntoIterator<Item = String>) {
        let said: Vec<String> = said.into_iter().collect();
        self.same(column, &said.join(";"));
    }
}

fn day(date: Option<Date>) -> String {
    date.map(|day| day.to_string()).unwrap_or_default()
}

fn number<T: ToString>(number: Option<T>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// `key=value` pairs of a rule cell.
fn pairs(text: &str) -> Vec<(&str, &str)> {
    text.split("; ").filter_map(|pair| pair.split_once('=')).collect()
}

fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    pairs(text).into_iter().find(|(name, _)| *name == key).map(|(_, value)| value)
}

#[test]
fn each_form_says_what_its_row_says() {
    let Some(rows) = table("agreement-profiles.csv") else { return };
    let profiles = shipped();
    let ids: BTreeSet<&str> = rows.iter().map(|row| cell(row, "id")).collect();
    let shipped: BTreeSet<&str> = profiles.list().iter().map(|profile| profile.id.as_str()).collect();
    assert_eq!(shipped, ids, "one form per row");
    let groups = Groups::builtin().unwrap();
    let mut differs = Vec::new();
    for row in &rows {
        let profile = profiles.find(cell(row, "id")).unwrap();
        let mut compare = Compare { profile, row, differs: Vec::new() };
        head(&mut compare);
        parties(&mut compare, &groups);
        face(&mut compare);
        goods(&mut compare);
        issue(&mut compare);
        differs.extend(compare.differs);
    }
    assert!(differs.is_empty(), "{}", differs.join("\n"));
}

fn head(compare: &mut Compare<'_>) {
    let profile = compare.profile;
    compare.same("family", &profile.family);
    compare.same("proof_type", profile.proof.as_str());
    compare.list("issuer_kind", profile.issuers.iter().map(|kind| kind.as_str().to_owned()));
    compare.same("form_code", &profile.form.code);
    compare.same("form_version", &profile.form.version);
    compare.same("effective_from", &day(profile.dates.from));
    compare.same("effective_to", &day(profile.dates.to));
    compare.same("accepted_until", &day(profile.dates.accepted_until));
    compare.same("choose_by", profile.dates.choose_by.map_or("", |word| word.as_str()));
    let mut languages = profile.form.languages.clone();
    languages.extend(profile.form.any_with_translation.then(|| "any+translation".to_owned()));
    compare.list("language", languages);
    compare.same("status", if profile.sourced { "sourced" } else { "to confirm" });
    compare.same("numbering", profile.numbering.pattern.as_str());
}

fn parties(compare: &mut Compare<'_>, groups: &Groups) {
    let mut asked: BTreeSet<(String, String)> = BTreeSet::new();
    for party in cell(compare.row, "parties").split(';') {
        let (name, from) = party.split_once('@').unwrap_or((party, ""));
        match name.strip_prefix("group:").or(name.strip_prefix("from:")) {
            Some(group) => {
                let group = groups.group(group).unwrap_or_else(|| panic!("the group {group} is there"));
                asked.extend(group.members.iter().map(|member| (member.code.clone(), day(member.from))));
            }
            None => drop(asked.insert((name.to_owned(), from.to_owned()))),
        }
    }
    // The table names the European Union alone; its states count because it does.
    let states: Vec<&str> =
        groups.group("eu").map_or(Vec::new(), |union| union.members.iter().map(|state| state.code.as_str()).collect());
    let named = compare.profile.parties.iter().filter(|party| !states.contains(&party.code.as_str()));
    let said = named.map(|party| (party.code.clone(), day(party.from))).collect();
    let shown = |set: BTreeSet<(String, String)>| {
        set.into_iter().map(|(code, from)| format!("{code}@{from}")).collect::<Vec<_>>().join(" ")
    };
    compare.equal("parties", &shown(said), &shown(asked));
}

fn face(compare: &mut Compare<'_>) {
    let (profile, row) = (compare.profile, compare.row);
    let count = cell(row, "boxes_count");
    if !count.is_empty() {
        let printed = profile.boxes.iter().filter(|one| one.printed).count();
        compare.same("boxes_count", &printed.to_string());
    }
    let place = |key: tamga_origin::layout::Bind| {
        let found = profile.box_of(key).filter(|one| one.printed);
        found.map(|one| one.number.clone()).unwrap_or_default()
    };
    use tamga_origin::layout::Bind;
    for (column, keys) in [
        ("criterion_box", [Bind::ItemCriterion].as_slice()),
        ("certification_box", &[Bind::Certification]),
        ("remarks_box", &[Bind::Remarks]),
        ("invoice_box", &[Bind::ItemInvoices, Bind::Invoices]),
    ] {
        let asked = cell(row, column).trim_start_matches("element:");
        if asked.chars().all(|letter| letter.is_ascii_digit()) && !asked.is_empty() {
            let said = keys.iter().map(|key| place(*key)).find(|number| !number.is_empty()).unwrap_or_default();
            compare.equal(column, &said, asked);
        }
    }
    let official = cell(row, "official_use_box");
    if !official.is_empty() {
        let said = profile.official_use.terms().map(|rule| rule.in_box.clone());
        let asked =
            official.split(';').any(|number| said.as_deref() == Some(if number == "unnumbered" { "" } else { number }));
        compare.equal(
            "official_use_box",
            if asked { official } else { said.as_deref().unwrap_or("nothing") },
            official,
        );
    }
    let declared = cell(row, "declaration_box").trim_start_matches("element:");
    if declared.chars().all(|letter| letter.is_ascii_digit()) && !declared.is_empty() {
        let said = profile.declaration.terms().map(|rule| rule.in_box.clone()).unwrap_or_default();
        compare.equal("declaration_box", &said, declared);
    }
    for code in cell(row, "flags").split(';').filter(|code| !code.is_empty()) {
        let there = profile.flags.iter().any(|row| row.flag.code() == code);
        compare.equal(&format!("flag {code}"), if there { "there" } else { "missing" }, "there");
    }
    let copies = cell(row, "copies").split(';').filter(|word| !word.is_empty());
    let asked: Vec<String> =
        copies.map(|word| word.split(':').next().unwrap_or_default().trim_end_matches('*').to_lowercase()).collect();
    let said: Vec<String> = profile.form.copies.iter().map(|word| word.to_lowercase()).collect();
    compare.equal("copies", &said.join(";"), &asked.join(";"));
}

fn goods(compare: &mut Compare<'_>) {
    let (profile, row) = (compare.profile, compare.row);
    compare.same("max_items", &number(profile.items.max));
    if !cell(row, "max_items_scope").is_empty() {
        compare.same("max_items_scope", profile.items.scope.as_str());
    }
    let digits = match (profile.hs.min, profile.hs.max) {
        (0, 12) => String::new(),
        (min, max) if min == max => min.to_string(),
        (min, max) => format!("{min}-{max}"),
    };
    compare.same("hs_digits", &digits);
    if !cell(row, "hs_basis").is_empty() {
        compare.same("hs_basis", profile.hs.basis.as_str());
    }
    let fob = match profile.fob.parties.as_slice() {
        [] => profile.fob.when.as_str().to_owned(),
        parties => format!("{}({})", profile.fob.when.as_str(), parties.join(",")),
    };
    compare.same("fob_rule", &fob);
}

/// How a rule cell names a rule that has no terms.
fn word<T>(rule: &Rule<T>) -> &'static str {
    match rule {
        Rule::Unknown(_) => "unknown",
        Rule::None(_) => "none",
        Rule::Terms(_) => "terms",
    }
}

fn issue(compare: &mut Compare<'_>) {
    let (profile, row) = (compare.profile, compare.row);
    compare.same("validity_months", &number(profile.validity.months));
    compare.same("validity_days", &number(profile.validity.days));
    let from = profile.validity.from;
    let known = from != LifeFrom::Unknown;
    compare.same("validity_from", if known { from.as_str() } else { cell(row, "validity_from") });
    let retro = cell(row, "retro_rule");
    if let Some(window) = value(retro, "issue_window") {
        let rule = profile.issue_window.terms().map(|rule| (rule.within, rule.basis));
        let (days, basis) = window.split_once('/').unwrap();
        compare.equal(
            "issue_window",
            &format!("{rule:?}"),
            &format!("{:?}", Some((Span::parse(days).unwrap(), Basis::parse(basis).unwrap()))),
        );
    } else if let Some(rule) = profile.retroactive.terms() {
        let limit = value(retro, "limit").unwrap_or_default();
        let (limit, basis) = limit.split_once('/').unwrap_or((limit, ""));
        compare.equal("retro limit", &format!("{:?}", Some(rule.limit)), &format!("{:?}", Limit::parse(limit)));
        if !basis.is_empty() {
            compare.equal("retro basis", rule.basis.as_str(), basis);
        }
        let cap = value(retro, "cap").and_then(|cap| Span::parse(cap.split('/').next().unwrap_or_default()));
        compare.equal("retro cap", &format!("{:?}", rule.cap), &format!("{cap:?}"));
        compare.equal("retro words", &rule.words, value(retro, "words").unwrap_or(&rule.words));
        compare.equal(
            "retro reason",
            &rule.reason.to_string(),
            &(value(retro, "reason") == Some("required")).to_string(),
        );
        if let Some(from) = value(retro, "valid_from") {
            compare.equal("retro life", rule.valid_from.as_str(), from);
        }
    } else if !retro.is_empty() {
        compare.equal("retro_rule", word(&profile.retroactive), retro);
    }
    let duplicate = cell(row, "duplicate_rule");
    match profile.duplicate.terms() {
        Some(rule) => {
            if let Some(from) = value(duplicate, "valid_from") {
                compare.equal("duplicate life", rule.valid_from.as_str(), from);
            }
            let asked = value(duplicate, "words").filter(|words| words.is_ascii() && !words.contains('('));
            compare.equal("duplicate words", &rule.words, asked.unwrap_or(&rule.words));
            let unused = value(duplicate, "check") == Some("original_unused");
            compare.equal("duplicate check", &rule.original_unused.to_string(), &unused.to_string());
        }
        None if !duplicate.is_empty() => compare.equal("duplicate_rule", word(&profile.duplicate), duplicate),
        None => {}
    }
    let b2b = cell(row, "back_to_back_rule");
    match profile.back_to_back.terms() {
        Some(rule) => {
            if let Some(name) = value(b2b, "name") {
                compare.equal("back-to-back name", &rule.name, name);
            }
            let end = rule.end.map(|end| end.as_str()).unwrap_or_default();
            compare.equal("back-to-back end", end, value(b2b, "end").unwrap_or_default());
        }
        None if matches!(b2b, "none" | "unknown") => {
            compare.equal("back_to_back_rule", word(&profile.back_to_back), b2b)
        }
        None => compare.equal("back_to_back_rule", "", b2b),
    }
    let third = cell(row, "third_party_rule");
    match profile.third_party_invoice.terms() {
        Some(rule) => {
            if let Some(needs) = value(third, "needs") {
                let said: Vec<&str> = rule.needs.iter().map(|need| need.as_str()).collect();
                compare.equal("third party needs", &said.join(","), needs);
            }
        }
        None if matches!(third, "none" | "unknown") => {
            compare.equal("third_party_rule", word(&profile.third_party_invoice), third);
        }
        None => compare.equal("third_party_rule", "", third),
    }
    if let Some(paper) = value(cell(row, "correction_rule"), "paper") {
        let said = profile.correction.terms().map(|rule| rule.paper.as_str()).unwrap_or_default();
        compare.equal("correction", said, paper.split('|').next().unwrap_or_default());
    }
}

/// The facts of a form that a column of the table, or a part of one, speaks of.
fn facts_of(profile: &AgreementProfile, column: &str) -> Vec<String> {
    let all = profile.facts();
    let begin = |prefix: &str| -> Vec<String> {
        all.iter().map(|(name, _)| name.clone()).filter(|name| name.starts_with(prefix)).collect()
    };
    let one = |name: &str| vec![name.to_owned()];
    match column.split('.').next().unwrap_or_default() {
        "parties" | "party_dates" => begin("parties."),
        "effective_from" | "effective_to" | "accepted_until" => one("dates"),
        "boxes_count" | "elements" => begin("box."),
        "criteria" => begin("criterion."),
        "language" => one("form"),
        "copies" => one("copies"),
        "flags" => begin("flag."),
        "max_items" => one("items"),
        "hs_digits" => one("hs"),
        "fob_rule" => one("fob"),
        "validity_months" | "validity_days" | "validity_from" => one("validity"),
        "retro_rule" if profile.issue_window.terms().is_some() => one("issue_window"),
        "retro_rule" => one("retroactive"),
        "duplicate_rule" => one("duplicate"),
        "back_to_back_rule" => one("back_to_back"),
        "third_party_rule" => one("third_party_invoice"),
        "correction_rule" => one("correction"),
        "numbering" => one("numbering"),
        "declaration_box" => one("declaration"),
        "certification_box" => one("certification"),
        "official_use_box" => one("official_use"),
        "invoice_box" => one("invoice"),
        "criterion_box" => profile
            .box_of(tamga_origin::layout::Bind::ItemCriterion)
            .map(|one| format!("box.{}", one.number))
            .into_iter()
            .collect(),
        other => panic!("{other} is a column of the table"),
    }
}

#[test]
fn what_the_table_flags_is_to_be_confirmed_here_too() {
    let Some(rows) = table("agreement-profiles.csv") else { return };
    let profiles = shipped();
    let mut unflagged = Vec::new();
    let mut flagged = 0;
    for row in &rows {
        let profile = profiles.find(cell(row, "id")).unwrap();
        let evidence = |name: &str| -> Vec<&Evidence> {
            let found = profile.facts().into_iter().filter(|(known, _)| known == name).map(|(_, evidence)| evidence);
            found.collect()
        };
        for column in cell(row, "confirm_fields").split(';').filter(|column| !column.is_empty()) {
            flagged += 1;
            // Of the parties only some have days of their own, and of the criteria only some were not read.
            let some = matches!(column, "party_dates" | "criteria");
            let names = facts_of(profile, column);
            let confirmed =
                |name: &String| evidence(name).iter().any(|evidence| evidence.confirm && !evidence.note.is_empty());
            let sound =
                if some { names.is_empty() || names.iter().any(confirmed) } else { names.iter().all(confirmed) };
            if !sound {
                unflagged.push(format!("{}: {column}", profile.id));
            }
        }
    }
    assert!(unflagged.is_empty(), "{}", unflagged.join("\n"));
    assert_eq!(flagged, 494, "facts that the table flags");
}

#[test]
fn each_criterion_of_the_table_is_there_in_its_order_with_its_example() {
    let Some(rows) = table("agreement-criteria.csv") else { return };
    let profiles = shipped();
    let mut differs = Vec::new();
    for profile in profiles.list() {
        let asked: Vec<String> = rows
            .iter()
            .filter(|row| cell(row, "profile_id") == profile.id)
            .map(|row| {
                let examples = cell(row, "example");
                let confirm = cell(row, "confirm");
                let needs = cell(row, "needs_reference") == "yes";
                let to = cell(row, "destinations");
                format!("{} to {to} scope {} {needs} {confirm} {examples:?}", cell(row, "code"), cell(row, "scope"))
            })
            .collect();
        let said: Vec<String> = profile
            .criteria
            .iter()
            .map(|row| {
                let example = row.examples.first().map_or("", String::as_str);
                let to = row.destinations.join(";");
                let scope = match row.scope {
                    tamga_origin::criterion::Scope::Face => "face",
                    tamga_origin::criterion::Scope::Application => "application",
                };
                format!("{} to {to} scope {scope} {} {} {example:?}", row.code, row.reference, row.evidence.confirm)
            })
            .collect();
        if said != asked {
            differs.push(format!("{}:\n  file  {said:?}\n  table {asked:?}", profile.id));
        }
    }
    assert!(differs.is_empty(), "{}", differs.join("\n"));
}
