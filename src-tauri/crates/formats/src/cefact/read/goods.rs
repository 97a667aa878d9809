//! From consignment items and trade lines to goods items, producers and invoices.
//!
//! A consignment item is a group of lines that share criterion and manufacturer; the certificate has no such group, so
//! both go to each line.

use tamga_origin::{Certificate, Criterion, Date, Finding, GoodsItem, HsCode, Invoice, Measure, Origin, Party};

use super::super::fields::{Fields, Notes, excerpt};
use super::super::units;
use super::{country, read_party};
use crate::error::FormatError;
use crate::json::Json;
use crate::limits::Limits;
use crate::lines;

/// One line with what its group says.
struct Line {
    sequence: Option<u32>,
    item: GoodsItem,
    producer: Option<Party>,
    invoice: Option<Invoice>,
}

/// Reads all groups, puts the lines in their order and numbers producers and invoices by first use.
pub(super) fn read(
    groups: Vec<Fields>,
    certificate: &mut Certificate,
    limits: &Limits,
    notes: &mut Notes,
) -> Result<(), FormatError> {
    let mut lines = Vec::new();
    for mut group in groups {
        let mut printed = String::new();
        if let Some(mut procedure) = group.object("crossBorderRegulatoryProcedure", "items.criterion", notes) {
            printed = procedure.text("originCriteriaText", "items.criterion.printed", notes).unwrap_or_default();
            procedure.close(notes);
        }
        let criterion = lines::criterion(printed);
        let producer =
            group.object("manufacturer", "producers", notes).map(|maker| read_party(maker, "producers", notes));
        for line in group.objects("tradeLineItems", "items", notes) {
            if lines.len() >= limits.items {
                return Err(FormatError::TooManyItems { limit: limits.items });
            }
            lines.push(read_line(line, &criterion, producer.as_ref(), notes));
        }
        group.close(notes);
    }
    let stated: Vec<Option<u32>> = lines.iter().map(|line| line.sequence).collect();
    for (line, number) in lines.iter_mut().zip(lines::numbers(&stated, &mut notes.findings)) {
        line.item.sequence = number;
    }
    lines.sort_by_key(|line| line.item.sequence);
    let mut listed = lines::Listed::of(certificate);
    for mut line in lines {
        if let Some(maker) = line.producer.take() {
            line.item.producer_refs.push(listed.producer(certificate, maker));
        }
        if let Some(invoice) = line.invoice.take() {
            line.item.invoice_refs.push(listed.invoice(certificate, invoice));
        }
        certificate.items.push(line.item);
    }
    Ok(())
}

fn read_line(mut fields: Fields, criterion: &Criterion, producer: Option<&Party>, notes: &mut Notes) -> Line {
    let place = format!("{}.sequenceNumber", fields.place());
    let sequence = fields.take("sequenceNumber", notes).and_then(|value| {
        let sequence = whole_number(&value);
        if sequence.is_none() {
            notes.unread("items", &place, &format!("{value:?}"));
        }
        sequence
    });
    let path = sequence.map_or_else(|| "items".to_owned(), |sequence| format!("items[{sequence}]"));
    let mut item = GoodsItem { criterion: criterion.clone(), ..GoodsItem::default() };
    if let Some(mut product) = fields.object("tradeProduct", &path, notes) {
        if let Some(id) = product.text("iD", &format!("{path}.product_codes"), notes) {
            item.product_codes.push(id);
        }
        item.description = product.text("description", &format!("{path}.description"), notes).unwrap_or_default();
        if let Some(mut class) = product.object("harmonisedTariffCode", &format!("{path}.hs"), notes) {
            if let Some(printed) = class.text("classCode", &format!("{path}.hs.code"), notes) {
                item.hs = hs_code(printed, &path, class.place(), notes);
            }
            class.close(notes);
        }
        let origin = country(&mut product, "originCountry", &format!("{path}.origin.country"), notes);
        item.origin = Origin { country: origin, ..Origin::default() };
        product.close(notes);
    }
    let invoice = fields.object("invoiceReference", "invoices", notes).map(|invoice| read_invoice(invoice, notes));
    fields.close(notes);
    Line { sequence, item, producer: producer.cloned(), invoice }
}

fn whole_number(value: &Json) -> Option<u32> {
    let Json::Number(number) = value else { return None };
    let whole = number.as_u64().or_else(|| {
        let float = number.as_f64()?;
        // Some writers put every number down as 1.0.
        (float.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&float)).then_some(float as u64)
    })?;
    u32::try_from(whole).ok()
}

fn hs_code(printed: String, path: &str, place: &str, notes: &mut Notes) -> HsCode {
    let hs = lines::hs_code(printed);
    if hs.code.is_empty() {
        notes.unread(&format!("{path}.hs.code"), &format!("{place}.classCode"), &hs.printed);
    }
    hs
}

fn read_invoice(mut fields: Fields, notes: &mut Notes) -> Invoice {
    let mut invoice = Invoice::default();
    if let Some(whole) = fields.text("iD", "invoices.number", notes) {
        invoice.number = units::after(&whole, ":invoice:").unwrap_or(&whole).to_owned();
        notes.findings.push(Finding::info("read.identifier", "invoices.number").with("text", excerpt(&whole)));
    }
    if let Some(text) = fields.text("formattedIssueDateTime", "invoices.date", notes) {
        // The day as the invoice writes it: turning it into UTC could move it.
        invoice.date = text.get(..10).and_then(Date::parse);
        let place = format!("{}.formattedIssueDateTime", fields.place());
        let rest = text.get(10..).unwrap_or_default();
        if invoice.date.is_none() {
            notes.unread("invoices.date", &place, &text);
        } else if !rest.is_empty() && rest != "T00:00:00Z" {
            let finding = Finding::info("loss.precision", "invoices.date").with("where", place);
            notes.findings.push(finding.with("text", excerpt(&text)));
        }
    }
    fields.close(notes);
    invoice
}

/// The sum of two measures of the same unit.
pub(super) fn add(sum: Measure, more: &Measure) -> Option<Measure> {
    if sum.unit != more.unit {
        return None;
    }
    Some(Measure { amount: sum.amount.checked_add(more.amount)?, unit: sum.unit })
}
