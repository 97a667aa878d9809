//! The public edi3 sample and our own example of equal shape, in both spellings: everything in them finds its place.

use std::collections::BTreeMap;

use tamga_formats::{Dialect, Limits, Read, cefact, paths, recognise};
use tamga_origin::{Certificate, Departure, Moment, Timestamp};

use crate::{asset, conformance, lines};

fn read(bytes: &[u8]) -> Read<Certificate> {
    cefact::read(bytes, &Limits::default()).unwrap()
}

fn listed(values: &BTreeMap<String, String>) -> String {
    let said = values.iter().filter(|(_, value)| !value.is_empty());
    said.map(|(path, value)| format!("{path} = {value}")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_project_s_example_is_read_completely() {
    let bytes = asset("examples/chafta-example.json");
    assert_eq!(recognise(&bytes), Some(Dialect::CefactJson));
    let read = read(&bytes);
    insta::assert_snapshot!("example_values", listed(&paths::values(&read.value)));
    insta::assert_snapshot!("example_findings", lines(&read.findings).join("\n"));
}

#[test]
fn the_plain_spelling_says_the_same() {
    let schema = read(&asset("examples/chafta-example.json"));
    let plain = read(&asset("examples/chafta-example-plain-spelling.json"));
    assert_eq!(plain.value, schema.value);
    let spelled: Vec<String> =
        lines(&plain.findings).into_iter().filter(|line| line.contains("read.spelling")).collect();
    assert_eq!(spelled, ["info read.spelling  where=$.id"], "the other spelling is noted once");
}

#[test]
fn the_non_preferential_example_is_read_completely() {
    let read = read(&asset("examples/nonpreferential-example.json"));
    insta::assert_snapshot!("nonpreferential_values", listed(&paths::values(&read.value)));
}

#[test]
fn the_public_sample_is_read_completely() {
    let Some(bytes) = conformance("edi3/CertificateOfOrigin.sampleFull.json") else { return };
    assert_eq!(recognise(&bytes), Some(Dialect::CefactJson));
    let sample = read(&bytes);
    let certificate = &sample.value;
    assert_eq!(certificate.number, "WBC208897");
    assert_eq!(certificate.scheme.code, "chafta");
    assert!(certificate.is_preferential);
    assert_eq!(certificate.exporter.ids[0].value, "55004094599");
    assert_eq!(
        (certificate.transport.export_country.as_str(), certificate.transport.destination_country.as_str()),
        ("AU", "CN")
    );
    let departure = Timestamp::parse_rfc3339("2020-06-20T09:30:00Z").map(Moment::Instant).map(Departure::At);
    assert_eq!(certificate.transport.departure, departure);
    assert_eq!(
        (certificate.transport.loading.code.as_str(), certificate.transport.discharge.code.as_str()),
        ("AUMEL", "CNPVG")
    );
    assert_eq!(certificate.transport.means.voyage, "CX104");
    assert_eq!(certificate.package_total, Some(6));
    assert_eq!(
        certificate.gross_mass_total.as_ref().map(|mass| format!("{} {}", mass.amount, mass.unit)).as_deref(),
        Some("2730 KGM")
    );
    let items: Vec<String> = certificate
        .items
        .iter()
        .map(|item| {
            let invoice = &certificate.invoices[item.invoice_refs[0] as usize - 1];
            format!(
                "{} {} {} {} {}",
                item.sequence, item.hs.code, item.criterion.printed, item.origin.country, invoice.number
            )
        })
        .collect();
    assert_eq!(items, ["1 220421 WP AU 1122345", "2 220421 WP AU 1122345", "3 220421 PSR AU 8877654"]);
    assert_eq!(certificate.producers.len(), 2);
    assert_eq!(certificate.invoices.len(), 2);
    // Every text of the sample is in the certificate or in a finding.
    let shown = format!("{}\n{}", listed(&paths::values(certificate)), lines(&sample.findings).join("\n"));
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let mut texts = Vec::new();
    gather(&json, &mut texts);
    for text in texts {
        let begins: String = text.chars().take(190).collect();
        let tail = text.rsplit([':', 'T']).next().unwrap_or(&text);
        let dated = text.get(..10).is_some_and(|day| shown.contains(day));
        let weighed = text.ends_with(" Kg");
        assert!(
            shown.contains(&begins) || (tail.len() > 3 && shown.contains(tail)) || dated || weighed,
            "{text:?} is lost"
        );
    }
}

fn gather(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Array(entries) => entries.iter().for_each(|entry| gather(entry, texts)),
        serde_json::Value::Object(entries) => entries.values().for_each(|entry| gather(entry, texts)),
        _ => {}
    }
}
