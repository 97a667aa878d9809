//! Where is that certificate?

use std::time::Instant;

use serde_json::{Value, json};
use tamga_office::Window;
use tamga_office::certificates::{CertificateFilter, CertificateRow};
use tamga_office::received::{ReceivedFilter, ReceivedRow};

use crate::answer::Answer;
use crate::arguments::SearchArguments;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::terminal::table;
use crate::{view, words};

/// Searches both registers, as far as the office keeps them.
pub fn search(desk: &Desk, asked: &SearchArguments) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let started = Instant::now();
    let window = Window::first(asked.limit);
    let about = || Failure::office(format!("search for {:?}", asked.text));
    let role = office.facts().told.role;
    let (mut hits, mut rows, mut total) = (Vec::new(), Vec::new(), 0);
    if role.issues() {
        let found = office.search_certificates(&asked.text, &CertificateFilter::default(), window).map_err(about())?;
        hits.extend(found.rows.iter().map(issued));
        rows.extend(found.rows.iter().map(issued_row));
        total += found.total;
    }
    if role.receives() {
        let found = office.search_received(&asked.text, &ReceivedFilter::default(), window).map_err(about())?;
        hits.extend(found.rows.iter().map(received));
        rows.extend(found.rows.iter().map(received_row));
        total += found.total;
    }
    let ms = started.elapsed().as_secs_f64() * 1e3;
    let mut said = if rows.is_empty() { "Nothing found.".to_owned() } else { table(&rows) };
    if total > rows.len() as u64 {
        said.push_str(&format!("\n{} of {total}; --limit shows more.", rows.len()));
    }
    Ok(Answer::new(json!({ "hits": hits, "total": total, "ms": ms }), said))
}

fn issued(row: &CertificateRow) -> Value {
    json!({
        "register": "issued", "number": row.number, "issuedAt": row.issued_at.rfc3339(), "exporter": row.exporter,
        "consignee": row.consignee, "destination": row.destination, "agreement": row.agreement,
        "selfDeclaration": row.is_self_declaration,
        "status": view::word(&row.status), "delivery": view::word(&row.delivery),
        "destinationState": view::word(&row.destination_state),
    })
}

fn issued_row(row: &CertificateRow) -> Vec<String> {
    let state = format!("{}, {}", words::of(&row.status), words::of(&row.delivery).to_lowercase());
    vec![row.number.clone(), row.issued_on.to_string(), row.destination.clone(), row.exporter.clone(), state]
}

fn received(row: &ReceivedRow) -> Value {
    let mut object = view::received(row);
    if let Value::Object(fields) = &mut object {
        fields.insert("register".to_owned(), Value::from("received"));
    }
    object
}

fn received_row(row: &ReceivedRow) -> Vec<String> {
    let state = format!("{}, {}", words::of(&row.headline), words::of(&row.decision).to_lowercase());
    vec![row.number.clone(), row.received_at.date().to_string(), row.origin.clone(), row.exporter.clone(), state]
}
