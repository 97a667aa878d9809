//! What does the schema not check? Acronym and form, the countries, the order of dates, and that the certificate number
//! repeats what the other fields say. Counters, row numbers and requirements are looked at while reading.

use tamga_origin::{Finding, Moment};

use super::agreements;
use super::read::Reading;

/// Looks at a document that was read to its end.
pub(super) fn run(reading: &mut Reading) {
    let mut found = Vec::new();
    agreement(reading, &mut found);
    countries(reading, &mut found);
    dates(reading, &mut found);
    number(reading, &mut found);
    for finding in found {
        reading.note(finding);
    }
}

fn agreement(reading: &Reading, found: &mut Vec<Finding>) {
    let (acronym, version) = (&reading.acronym, reading.version);
    if acronym.is_empty() {
        return;
    }
    if !agreements::taken(acronym, version) {
        let finding = Finding::warn("cod.acronym", "scheme.code").with("acronym", acronym);
        found.push(finding.with("version", version.code()));
    }
    let Some(form) = reading.form.map(|form| form.body.name) else { return };
    if !agreements::forms_of(acronym, version).contains(&form) {
        let finding = Finding::warn("cod.form", "scheme.form_code").with("form", form).with("acronym", acronym);
        found.push(finding.with("version", version.code()));
    }
}

fn countries(reading: &Reading, found: &mut Vec<Finding>) {
    let certificate = &reading.certificate;
    let exporter = certificate.exporter.address.country.as_str();
    let importer = certificate.importer.as_ref().map_or("", |importer| importer.address.country.as_str());
    let members = agreements::members_of(&reading.acronym);
    for (country, path) in [(exporter, "exporter.address.country"), (importer, "importer.address.country")] {
        if !country.is_empty() && !members.is_empty() && !members.contains(&country) {
            let finding = Finding::warn("cod.country", path).with("country", country);
            found.push(finding.with("acronym", &reading.acronym));
        }
    }
    let issuer = certificate.issuer.address.country.as_str();
    if !issuer.is_empty() && !exporter.is_empty() && issuer != exporter {
        let finding = Finding::warn("cod.issuer_country", "issuer.address.country").with("issuer", issuer);
        found.push(finding.with("exporter", exporter));
    }
}

fn dates(reading: &Reading, found: &mut Vec<Finding>) {
    let certificate = &reading.certificate;
    let Some(issued) = certificate.issued_at else { return };
    let day = reading.issued_day.unwrap_or_else(|| issued.date());
    for (index, invoice) in certificate.invoices.iter().enumerate() {
        if invoice.date.is_some_and(|date| date > day) {
            let finding = Finding::warn("cod.date_order", format!("invoices[{}].date", index + 1));
            found.push(finding.with("first", "InvoiceDate").with("second", "CertificateDate"));
        }
    }
    let declared = certificate.exporter_declaration.as_ref().and_then(|declaration| declaration.date);
    let late = declared.is_some_and(|declared| match (declared, issued) {
        (Moment::Instant(declared), Moment::Instant(issued)) => declared > issued,
        (declared, _) => declared.date() > day.max(issued.date()),
    });
    if late {
        let finding = Finding::warn("cod.date_order", "exporter_declaration.date");
        found.push(finding.with("first", "DeclarationDate").with("second", "CertificateDate"));
    }
}

/// Country, entity, agreement and year begin the number. Its length is a matter of the schema: 20, although the text of
/// the standard speaks of 26.
fn number(reading: &Reading, found: &mut Vec<Finding>) {
    let certificate = &reading.certificate;
    let number = certificate.number.as_str();
    if !number.is_ascii() || !matches!(number.len(), 20 | 26) {
        return;
    }
    let year = reading.issued_day.map(|day| format!("{:02}", day.year().rem_euclid(100))).unwrap_or_default();
    let parts = [
        (0..2, "ExporterCountry", certificate.exporter.address.country.as_str()),
        (2..5, "EHId", certificate.issuer.code.as_str()),
        (5..8, "AgreementAcronym", reading.acronym.as_str()),
        (8..10, "CertificateDate", year.as_str()),
    ];
    for (span, element, meant) in parts {
        let stated = number.get(span).unwrap_or_default();
        if !meant.is_empty() && stated != meant {
            let finding = Finding::warn("cod.number_part", "number").with("element", element);
            found.push(finding.with("stated", stated).with("meant", meant.chars().take(32).collect::<String>()));
        }
    }
}

/// Is the file named after its certificate, as `NUMBER.xml`? A packed copy may be `NUMBER.zip`.
pub fn file_name(name: &str, number: &str) -> Option<Finding> {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = base.rsplit_once('.').filter(|(_, end)| ["xml", "zip"].contains(&end.to_ascii_lowercase().as_str()));
    if stem.is_some_and(|(stem, _)| stem == number) {
        return None;
    }
    let finding = Finding::warn("cod.file_name", "number").with("name", base.chars().take(200).collect::<String>());
    Some(finding.with("number", number))
}
