//! Agreement, members, number, dates, invoices: what stands at the head of the form.

use super::{Case, at};
use crate::finding::{Finding, Severity};
use crate::profile::Side;

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    let certificate = case.certificate;
    version(case, found);
    members(case, found);
    pair(case, found);
    if case.issued {
        issue(case, found);
    }
    if let Some(date) = certificate.exporter_declaration.as_ref().and_then(|declared| declared.date)
        && date.date() > case.day
    {
        found.push(Finding::warn("declaration.after_issue", "exporter_declaration.date"));
    }
    invoices(case, found);
}

/// Is this version of the form the one that applies on the day?
fn version(case: &Case<'_>, found: &mut Vec<Finding>) {
    let profile = case.profile;
    let certificate = case.certificate;
    let travel = &certificate.transport;
    let applies = case.around.profiles.and_then(|all| {
        let chosen = all.choose(&profile.family, case.day, &travel.export_country, &travel.destination_country);
        chosen.first().filter(|other| other.id != profile.id && other.dates.from > profile.dates.from)
    });
    let ended = !profile.dates.contain(case.day);
    match applies {
        // A paper of an old print lives out its own life; only what is still to be issued is carried over.
        Some(newer) if !case.issued || ended => {
            let date = newer.dates.from.map(|from| from.to_string()).unwrap_or_default();
            let finding = if ended { Finding::block } else { Finding::warn }("profile.version_old", "scheme");
            let finding = finding.with("old", &profile.form.version).with("new", &newer.form.version);
            found.push(finding.with("date", date).resting_on(case, &profile.dates.evidence));
        }
        _ if ended => {
            let finding = Finding::block("profile.none_in_force", "scheme").with("agreement", profile.title("en"));
            found.push(finding.with("date", case.day).resting_on(case, &profile.dates.evidence));
        }
        _ => {}
    }
    if let Some((next, from)) = case.around.profiles.and_then(|all| all.next_version(profile, case.day))
        && !case.issued
    {
        let finding = Finding::info("profile.version_ahead", "scheme").with("new", &next.form.version);
        found.push(finding.with("date", from));
    }
}

/// Do the two partners apply the rules of this version to each other?
fn pair(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(matrix) = &case.profile.pair_matrix else { return };
    let travel = &case.certificate.transport;
    let (one, other) = (travel.export_country.as_str(), travel.destination_country.as_str());
    if one.is_empty() || other.is_empty() {
        return;
    }
    let finding = || {
        let finding = Finding::block("pair.not_covered", "transport.destination_country").with("a", one);
        finding.with("b", other).with("date", case.day)
    };
    match (matrix.row(one, other, case.day), matrix.applies(one, other, case.day)) {
        (Some(row), Some(false)) => found.push(finding().resting_on(case, &row.evidence)),
        // A pair that no row names is a question, not a fact.
        (None, _) => found.push(Finding { severity: Severity::Warn, ..finding() }),
        _ => {}
    }
}

fn members(case: &Case<'_>, found: &mut Vec<Finding>) {
    let travel = &case.certificate.transport;
    let mut ask = |country: &str, side: Side, path: String| {
        let rows: Vec<_> = case.profile.parties.iter().filter(|row| row.code == country || row.code == "*").collect();
        if country.is_empty() || rows.iter().any(|row| row.covers(country, side, case.day)) {
            return;
        }
        let finding = Finding::block("party.not_in_force", path).with("country", country).with("date", case.day);
        // A country outside the list is as sure as the list; one inside it as sure as its own dates.
        let evidence: Vec<_> = if rows.is_empty() { case.profile.parties.iter().collect() } else { rows };
        let finding = evidence.iter().fold(finding, |finding, row| finding.resting_on(case, &row.evidence));
        found.push(finding);
    };
    ask(&travel.export_country, Side::Export, "transport.export_country".to_owned());
    ask(&travel.destination_country, Side::Import, "transport.destination_country".to_owned());
    if case.profile.is_preferential() {
        for item in &case.certificate.items {
            ask(&item.origin.country, Side::Export, at(item, "origin.country"));
        }
    }
}

fn issue(case: &Case<'_>, found: &mut Vec<Finding>) {
    let (certificate, profile) = (case.certificate, case.profile);
    let numbering = &profile.numbering;
    if numbering.prescribed && !certificate.number.is_empty() && !numbering.pattern.matches(&certificate.number) {
        let finding = Finding::block("number.pattern", "number").with("number", &certificate.number);
        found.push(finding.with("pattern", numbering.pattern.as_str()).resting_on(case, &numbering.evidence));
    }
    if let Some(limit) = numbering.max_len.filter(|limit| certificate.number.chars().count() > *limit) {
        found.push(Finding::warn("length.dialect", "number").with("dialect", profile.title("en")).with("limit", limit));
    }
    // A day of grace, because the issuing desk may already live in tomorrow.
    if case.today.plus_days(1).is_some_and(|tomorrow| case.day > tomorrow) {
        found.push(Finding::block("issue.future", "issued_at").with("date", case.day));
    }
    let (_, computed) = profile.validity_with(case.day, crate::draft::shipment_day(certificate), case.around.holidays);
    if let (Some(stated), Some(computed)) = (certificate.valid_to, computed)
        && stated > computed
    {
        let finding = Finding::warn("validity.differs", "valid_to").with("stated", stated);
        found.push(finding.with("computed", computed).resting_on(case, &profile.validity.evidence));
    }
    if let Some(last) = certificate.valid_to.or(computed).filter(|last| *last < case.today) {
        found.push(Finding::warn("validity.over", "valid_to").with("date", last));
    }
}

fn invoices(case: &Case<'_>, found: &mut Vec<Finding>) {
    let invoices = &case.certificate.invoices;
    for (index, invoice) in invoices.iter().enumerate() {
        let path = format!("invoices[{}]", index + 1);
        if let Some(rule) = case.profile.invoice.terms()
            && rule.required
            && (invoice.number.trim().is_empty() || invoice.date.is_none())
        {
            let field = if invoice.number.trim().is_empty() { "number" } else { "date" };
            found.push(Finding::block("invoice.missing", format!("{path}.{field}")).resting_on(case, &rule.evidence));
        }
        if invoice.date.is_some_and(|date| date > case.day) {
            // Without a rule of the form it is merely odd.
            let path = format!("{path}.date");
            let finding = match case.profile.invoice.terms().filter(|rule| rule.date_not_after_issue) {
                Some(rule) => Finding::block("invoice.after_issue", path).resting_on(case, &rule.evidence),
                None => Finding::warn("invoice.after_issue", path),
            };
            found.push(finding.with("no", &invoice.number));
        }
    }
    if let Some(rule) = case.profile.invoice.terms().filter(|rule| !rule.many && invoices.len() > 1) {
        let finding = Finding::block("invoice.too_many", "invoices").with("count", invoices.len());
        found.push(finding.resting_on(case, &rule.evidence));
    }
    if let Some(rule) = case.profile.invoice.terms().filter(|rule| rule.required && invoices.is_empty()) {
        found.push(Finding::block("invoice.missing", "invoices").resting_on(case, &rule.evidence));
    }
    for item in &case.certificate.items {
        let dangling =
            |position: &&u32| **position == 0 || usize::try_from(**position).is_ok_and(|at| at > invoices.len());
        if item.invoice_refs.iter().any(|position| dangling(&position)) {
            found.push(Finding::block("invoice.missing", at(item, "invoice_refs")));
        }
    }
}
