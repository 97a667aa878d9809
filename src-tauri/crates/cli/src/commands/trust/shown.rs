//! How does a trust list look at the terminal? Bodies, people, lists taken over, and what changed.

use serde_json::{Value, json};
use tamga_office::trust::{IssuerRow, ListRow, VerdictChange};
use tamga_office::{Office, Window};
use tamga_origin::Timestamp;
use tamga_origin::trust::{Change, Difference, Span};

use crate::answer::{Answer, Exit};
use crate::failure::Failure;
use crate::terminal::table;
use crate::{view, words};

pub(super) fn list(office: &Office) -> Result<Answer, Failure> {
    let known = office.issuers(Window::first(Window::MOST)).map_err(Failure::office("trust list"))?;
    let waiting = office.trust_waiting().map_err(Failure::office("trust list"))?.map(|waiting| waiting.n);
    let objects: Vec<Value> = known.rows.rows.iter().map(view::issuer).collect();
    let object = json!({
        "issuers": objects, "version": known.list_number, "issued": view::instant(known.issued_at),
        "age": view::word(&known.age), "waiting": waiting,
    });
    let Some(version) = known.list_number else {
        return Ok(Answer::new(object, "No trust list is here yet.").ending(Exit::Unjudged));
    };
    let issued = known.issued_at.map(|at| format!(" of {}", at.date())).unwrap_or_default();
    let rows: Vec<Vec<String>> = known.rows.rows.iter().map(row).collect();
    let mut words = format!("Trust list {version}{issued}\n{}", table(&rows));
    if let Some(waiting) = waiting {
        words.push_str(&format!("\nTrust list {waiting} waits to be taken over."));
    }
    Ok(Answer::new(object, words))
}

pub(super) fn body(office: &Office, id: &str) -> Result<Answer, Failure> {
    let body = office.body(id).map_err(Failure::office(id))?;
    let mut rows = Vec::new();
    let mut add = |what: &str, id: &str, about: String, at: Span| {
        rows.push(vec![what.to_owned(), id.to_owned(), about, span(at)]);
    };
    for officer in &body.officers {
        let about = [&officer.name, &officer.title, &officer.state].map(String::as_str).join(" · ");
        add("officer", &officer.id, about, officer.span);
        for specimen in &officer.specimens {
            let here = if specimen.is_here { "picture here" } else { "picture not here" };
            add(&specimen.kind, &specimen.sha256, here.to_owned(), specimen.span);
        }
    }
    for scheme in &body.schemes {
        let about = [scheme.forms.join(" "), scheme.destinations.join(" ")].join(" ").trim().to_owned();
        add("form", &scheme.code, about, scheme.span);
    }
    body.keys.iter().for_each(|key| add(&key.kind, &key.kid, key.uses.join(" "), key.span));
    let officers: Vec<Value> = body
        .officers
        .iter()
        .map(|officer| {
            let specimens: Vec<Value> = officer
                .specimens
                .iter()
                .map(|one| json!({ "kind": one.kind, "sha256": one.sha256, "in": span(one.span), "here": one.is_here }))
                .collect();
            json!({
                "id": officer.id, "name": officer.name, "title": officer.title, "state": officer.state,
                "in": span(officer.span), "schemes": officer.schemes, "specimens": specimens,
            })
        })
        .collect();
    let schemes: Vec<Value> = body
        .schemes
        .iter()
        .map(|one| json!({ "code": one.code, "forms": one.forms, "destinations": one.destinations, "in": span(one.span) }))
        .collect();
    let keys: Vec<Value> = body
        .keys
        .iter()
        .map(|one| json!({ "kid": one.kid, "kind": one.kind, "uses": one.uses, "in": span(one.span) }))
        .collect();
    let object = json!({
        "id": body.id, "names": body.names, "country": body.country, "accreditation": body.accreditation,
        "state": body.state, "stateSince": view::instant(body.state_since), "in": span(body.span),
        "officers": officers, "schemes": schemes, "keys": keys, "statusAsOf": view::instant(body.status.map(|known| known.as_of)),
    });
    let name = body.names.first().map_or("", String::as_str);
    let head = format!("{} {name} · {} · {} · {}", body.id, body.country, body.state, span(body.span));
    Ok(Answer::new(object, format!("{head}\n{}", table(&rows))))
}

pub(super) fn history(office: &Office) -> Result<Answer, Failure> {
    let lists = office.trust_lists().map_err(Failure::office("trust list"))?;
    let object = |row: &ListRow| {
        json!({
            "list": row.list, "version": row.n, "issued": row.issued_at.rfc3339(),
            "nextUpdate": row.next_update.rfc3339(), "taken": row.taken_at.rfc3339(),
            "changes": changes(&row.difference), "reason": row.difference.reason,
        })
    };
    let line = |row: &ListRow| {
        let what = format!("{} changes", row.difference.changes.len());
        vec![row.n.to_string(), row.issued_at.date().to_string(), row.taken_at.date().to_string(), what]
    };
    let rows: Vec<Vec<String>> = lists.iter().map(line).collect();
    let objects: Vec<Value> = lists.iter().map(object).collect();
    let words = if rows.is_empty() { "No trust list is here yet.".to_owned() } else { table(&rows) };
    Ok(Answer::new(json!({ "lists": objects }), words))
}

pub(super) fn reach(office: &Office) -> Answer {
    let rows = office.status_reach();
    let objects: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "issuer": row.issuer, "version": row.reach.n, "asOf": row.reach.as_of.rfc3339(),
                "nextUpdate": row.reach.next_update.rfc3339(), "missing": row.reach.missing, "evidence": row.evidence,
            })
        })
        .collect();
    let lines: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let missing = row.reach.missing.map(|n| format!("list {n} is missing")).unwrap_or_default();
            vec![row.issuer.clone(), row.reach.n.to_string(), minute(row.reach.as_of), missing]
        })
        .collect();
    let words = if lines.is_empty() { "No status list is here yet.".to_owned() } else { table(&lines) };
    Answer::new(json!({ "statusLists": objects }), words)
}

pub(super) fn changes(difference: &Difference) -> Vec<Value> {
    let object = |change: &Change| {
        let Change { area, owner, id, name, what, was, is } = change;
        json!({
            "area": area.code(), "owner": owner, "id": id, "name": name, "what": what.code(), "was": was, "is": is,
        })
    };
    difference.changes.iter().map(object).collect()
}

pub(super) fn verdicts(changes: &[VerdictChange]) -> Vec<Value> {
    let object = |change: &VerdictChange| {
        json!({
            "number": change.number, "issuer": change.issuer, "was": view::word(&change.was),
            "is": view::word(&change.is),
        })
    };
    changes.iter().map(object).collect()
}

pub(super) fn tell(difference: &Difference, words: &mut String) {
    difference.changes.iter().for_each(|change| words.push_str(&format!("\n  {}", line(change))));
    if !difference.reason.is_empty() {
        words.push_str(&format!("\n  why the past was moved: {}", difference.reason));
    }
}

pub(super) fn tell_verdicts(changes: &[VerdictChange], words: &mut String) {
    for VerdictChange { number, issuer: _, was, is } in changes {
        words.push_str(&format!("\n  certificate {number}: {} before, {} now", words::of(was), words::of(is)));
    }
}

/// One change in a line: `officer WHA o1, A. Officer: ended, 2024-01-01/.. before, 2024-01-01/2026-06-01 now`.
fn line(change: &Change) -> String {
    let Change { area, owner, id, name, what, was, is } = change;
    let place: Vec<&str> = [area.code(), owner, id].into_iter().filter(|word| !word.is_empty()).collect();
    let name = if name.is_empty() { String::new() } else { format!(", {name}") };
    let before = if was.is_empty() { String::new() } else { format!(", {was} before") };
    let now = if is.is_empty() { String::new() } else { format!(", {is} now") };
    format!("{}{name}: {}{before}{now}", place.join(" "), what.code())
}

/// Days of a span as an ISO 8601 interval.
fn span(span: Span) -> String {
    let to = span.to.map_or_else(|| "..".to_owned(), |to| to.date().to_string());
    format!("{}/{to}", span.from.date())
}

fn minute(at: Timestamp) -> String {
    at.rfc3339().get(..16).unwrap_or_default().replace('T', " ")
}

fn row(row: &IssuerRow) -> Vec<String> {
    let officers = format!("officers: {}", row.officers);
    vec![row.id.clone(), row.country.clone(), row.name.clone(), row.state.clone(), officers, row.schemes.join(" ")]
}
