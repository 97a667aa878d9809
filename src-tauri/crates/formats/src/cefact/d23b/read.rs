//! From the strict form to an index record.

use tamga_origin::Finding;

use super::{HEAD, IndexLine, IndexPackages, IndexRecord};
use crate::Read;
use crate::cefact::fields::{Fields, Notes, moment};
use crate::error::FormatError;
use crate::json::{self, Json};
use crate::limits::Limits;

/// Reads the strict form; what stands in it beyond the schema is named in findings.
///
/// # Errors
/// No JSON within the limits, or another document.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Read<IndexRecord>, FormatError> {
    let (value, marked) = json::parse(bytes, limits)?;
    let Json::Object(entries) = value else {
        return Err(FormatError::WrongRoot { found: "not an object".to_owned() });
    };
    if !entries.contains_key(HEAD) && !entries.contains_key("specifiedConsignment") {
        let found = entries.keys().next().map_or_else(|| "{}".to_owned(), |key| key.chars().take(64).collect());
        return Err(FormatError::WrongRoot { found });
    }
    let mut notes = Notes::new();
    if marked {
        notes.findings.push(Finding::info("read.bom", ""));
    }
    let mut root = Fields::new("$", entries);
    let mut record = IndexRecord::default();
    if let Some(head) = root.object(HEAD, "number", &mut notes) {
        read_head(head, &mut record, &mut notes);
    }
    let mut consignments = root.objects("specifiedConsignment", "items", &mut notes).into_iter();
    if let Some(consignment) = consignments.next() {
        read_consignment(consignment, &mut record, limits, &mut notes)?;
    }
    consignments.for_each(|more| more.close(&mut notes));
    root.close(&mut notes);
    Ok(Read { value: record, findings: notes.findings })
}

fn read_head(mut head: Fields, record: &mut IndexRecord, notes: &mut Notes) {
    record.number = content(&mut head, "id", "number", notes);
    record.kind = content(&mut head, "typeCode", "proof_type", notes);
    record.issued_at = moment(&mut head, "issueDateTime", "issued_at", notes);
    if let Some(mut signed) = head.object("firstSignatoryDocumentAuthentication", "certification", notes) {
        record.signed_at = moment(&mut signed, "actualDateTime", "certification.date", notes);
        record.signed_in = identified(&mut signed, "issueLogisticsLocation", "issue_place", notes);
        signed.close(notes);
    }
    record.issuer = identified(&mut head, "issuer", "issuer.code", notes);
    head.close(notes);
}

fn read_consignment(
    mut fields: Fields,
    record: &mut IndexRecord,
    limits: &Limits,
    notes: &mut Notes,
) -> Result<(), FormatError> {
    record.consignment = id(&mut fields, "transport.ucr", notes);
    record.consignor = identified(&mut fields, "consignor", "consignor", notes);
    record.consignee = identified(&mut fields, "consignee", "consignee", notes);
    record.loading = identified(&mut fields, "loadingLogisticsLocation", "transport.loading", notes);
    record.discharge = identified(&mut fields, "unloadingLogisticsLocation", "transport.discharge", notes);
    let path = "scheme.name";
    if let Some(mut procedure) = first(&mut fields, "applicableCrossBorderRegulatoryProcedure", path, notes) {
        record.agreement = content(&mut procedure, "freeTradeAgreementName", path, notes);
        procedure.close(notes);
    }
    let path = "transport.means";
    if let Some(mut movement) = first(&mut fields, "mainCarriageLogisticsTransportMovement", path, notes) {
        record.mode = content(&mut movement, "modeCode", "transport.mode", notes);
        record.voyage = content(&mut movement, "id", path, notes);
        if let Some(mut means) = movement.object("usedLogisticsTransportMeans", path, notes) {
            record.means_kind = content(&mut means, "typeCode", path, notes);
            record.means = content(&mut means, "name", path, notes);
            means.close(notes);
        }
        movement.close(notes);
    }
    for mut item in fields.objects("includedConsignmentItem", "items", notes) {
        let number = id(&mut item, "items", notes);
        for line in item.objects("includedTradeLineItem", "items", notes) {
            if record.lines.len() >= limits.items {
                return Err(FormatError::TooManyItems { limit: limits.items });
            }
            record.lines.push(read_line(line, number.clone(), notes));
        }
        item.close(notes);
    }
    fields.close(notes);
    Ok(())
}

fn read_line(mut fields: Fields, number: String, notes: &mut Notes) -> IndexLine {
    let mut line = IndexLine { number, ..IndexLine::default() };
    if let Some(mut product) = first(&mut fields, "specifiedTradeProduct", "items", notes) {
        if let Some(mut class) = first(&mut product, "designatedProductClassification", "items.hs", notes) {
            line.tariff = content(&mut class, "classCode", "items.hs", notes);
            class.close(notes);
        }
        if let Some(mut country) = first(&mut product, "originTradeCountry", "items.origin", notes) {
            line.origin = id(&mut country, "items.origin", notes);
            country.close(notes);
        }
        product.close(notes);
    }
    for mut package in fields.objects("physicalReferencedLogisticsPackage", "items.packages", notes) {
        let mut packages = IndexPackages {
            count: content(&mut package, "itemQuantity", "items.packages", notes),
            kind: content(&mut package, "typeCode", "items.packages", notes),
            marks: String::new(),
        };
        content(&mut package, "levelCode", "items.packages", notes);
        if let Some(mut marks) = first(&mut package, "physicalLogisticsShippingMarks", "items.packages", notes) {
            if let Some(marking) = first(&mut marks, "marking", "items.packages", notes) {
                packages.marks = into_content(marking, "items.packages", notes);
            }
            marks.close(notes);
        }
        package.close(notes);
        line.packages.push(packages);
    }
    fields.close(notes);
    line
}

/// The first object of a list; more of them are reported.
fn first(fields: &mut Fields, key: &str, path: &str, notes: &mut Notes) -> Option<Fields> {
    let mut objects = fields.objects(key, path, notes).into_iter();
    let first = objects.next();
    objects.for_each(|more| more.close(notes));
    first
}

/// The words of a typed value.
fn content(fields: &mut Fields, key: &str, path: &str, notes: &mut Notes) -> String {
    fields.object(key, path, notes).map(|value| into_content(value, path, notes)).unwrap_or_default()
}

fn into_content(mut value: Fields, path: &str, notes: &mut Notes) -> String {
    for list in ["listAgencyId", "schemeAgencyId", "languageId", "languageLocaleId"] {
        value.take(list, notes);
    }
    let text = value.text("content", path, notes).unwrap_or_default();
    value.close(notes);
    text
}

/// The first identifier.
fn id(fields: &mut Fields, path: &str, notes: &mut Notes) -> String {
    first(fields, "id", path, notes).map(|value| into_content(value, path, notes)).unwrap_or_default()
}

/// The first identifier of a party or place.
fn identified(fields: &mut Fields, key: &str, path: &str, notes: &mut Notes) -> String {
    let Some(mut object) = fields.object(key, path, notes) else { return String::new() };
    let id = id(&mut object, path, notes);
    object.close(notes);
    id
}
