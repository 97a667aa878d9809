//! Which rows belong together? Rows of one reference make an application, rows of one line number make a goods item,
//! and rows that only go on with a list add to what stands above them. Two applications of one reference are refused.

use std::collections::HashMap;
use std::sync::Arc;

use tamga_origin::{Certificate, Finding, GoodsItem, Invoice, Producer};

use super::super::table::{CellValue, Place, Row};
use super::columns::{ITEMS, REF, field, is_of_item, path};
use super::form::{Form, Kind, Unfilled, tidy, within};
use super::line::Line;
use super::mapping::Plan;
use super::template::EXAMPLE;
use super::typed::{Settled, settle};
use super::{Application, SheetReading, fields, placed};

/// One row of a sheet by its fields, and what was noticed about its cells.
struct Settling<'a> {
    plan: &'a Plan<'a>,
    row: u32,
    reference: Option<Arc<str>>,
    head: Line,
    item: Line,
    /// Field and finding of each cell that wants one.
    noticed: Vec<(&'a str, Finding)>,
}

impl Settling<'_> {
    /// The place of a field's cell, else of a cell of its block, else of the row.
    fn place(&self, name: &str) -> Place {
        let says = |field: &str| self.head.contains(field) || self.item.contains(field);
        let own = self.plan.taken.iter().find(|taken| taken.field == name);
        let of_block = || self.plan.taken.iter().find(|taken| within(taken.field, name) && says(taken.field));
        let column = own.or_else(of_block).map(|taken| taken.column);
        Place { sheet: self.plan.sheet.name.clone(), row: self.row, column }
    }
}

/// Rows of one application.
#[derive(Default)]
struct Group<'a> {
    reference: String,
    rows: Vec<Settling<'a>>,
    flat: bool,
}

/// Gathers the rows of all sheets into applications, in the order in which they first appear.
pub(super) fn gather(
    plans: &[Plan],
    reading: &SheetReading,
    guarded: bool,
    findings: &mut Vec<Finding>,
) -> Vec<Application> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let heads_exist = plans.iter().any(|plan| plan.taken.iter().any(|taken| is_head(taken.field)));
    for plan in plans {
        let has_references = plan.taken.iter().any(|taken| taken.field == REF);
        let flat = is_flat(plan);
        let mut above: Option<usize> = None;
        for row in settled(plan, reading, guarded) {
            let goes_on = row.reference.is_none() && (has_references || row.head.is_empty());
            let index = match (&row.reference, above) {
                (None, Some(above)) if goes_on => above,
                (reference, _) => {
                    if reference.is_none() && has_references {
                        findings.push(placed(Finding::warn("sheet.reference_missing", ""), row.place(REF)));
                    }
                    let reference = reference.as_deref().map_or_else(|| format!("row {}", row.row), str::to_owned);
                    *known.entry(reference.clone()).or_insert_with(|| {
                        groups.push(Group { reference, ..Group::default() });
                        groups.len() - 1
                    })
                }
            };
            above = Some(index);
            if let Some(group) = groups.get_mut(index) {
                group.flat |= flat;
                group.rows.push(row);
            }
        }
    }
    let mut applications = Vec::with_capacity(groups.len());
    for group in groups {
        if group.reference == EXAMPLE {
            // The example of our own template, left where it stood.
            if let Some(row) = group.rows.first() {
                findings.push(placed(Finding::info("sheet.example", ""), row.place(REF)));
            }
            continue;
        }
        let from_heads = |row: &Settling| row.plan.taken.iter().any(|taken| is_head(taken.field));
        if heads_exist && !group.rows.iter().any(from_heads) {
            // Goods that name an application nobody wrote down.
            if let Some(row) = group.rows.first() {
                let finding = Finding::block("sheet.goods_without_application", "");
                findings.push(placed(finding, row.place(REF)).with("text", &group.reference));
            }
            continue;
        }
        let twice = said_twice(&group);
        if twice.is_empty() {
            applications.push(application(group));
            continue;
        }
        for (first, row) in twice {
            let finding = placed(Finding::block("sheet.reference_twice", ""), row.place(REF));
            findings.push(finding.with("text", &group.reference).with("first", first.place(REF)));
        }
    }
    applications
}

/// Does a sheet say the head again on every row of goods?
fn is_flat(plan: &Plan) -> bool {
    let has = |wanted: fn(&str) -> bool| plan.taken.iter().any(|taken| wanted(taken.field));
    has(is_head) && has(is_of_item)
}

/// Rows that begin an application whose reference another one has, each after the row that has it: on a sheet without
/// goods only lists go on below, so what says a field of the head again is another application.
fn said_twice<'g, 'a>(group: &'g Group<'a>) -> Vec<(&'g Settling<'a>, &'g Settling<'a>)> {
    let mut first: HashMap<&str, &Settling> = HashMap::new();
    let mut twice = Vec::new();
    for row in group.rows.iter().filter(|row| !is_flat(row.plan)) {
        let said = row.head.names().filter(|name| field(name).is_some_and(|field| !field.repeats));
        let said: Vec<&str> = said.collect();
        match said.iter().find_map(|name| first.get(name)) {
            Some(before) => twice.push((*before, row)),
            None => first.extend(said.into_iter().map(|name| (name, row))),
        }
    }
    twice
}

fn is_head(name: &str) -> bool {
    name != REF && !is_of_item(name)
}

/// The rows of a sheet with the meaning of their cells settled column by column.
fn settled<'a>(plan: &'a Plan<'a>, reading: &SheetReading, guarded: bool) -> Vec<Settling<'a>> {
    let blank = |row: &Row| Settling {
        plan,
        row: row.number,
        reference: None,
        head: Line::default(),
        item: Line::default(),
        noticed: Vec::new(),
    };
    let mut rows: Vec<Settling> = plan.rows.iter().map(blank).collect();
    for taken in &plan.taken {
        let name = taken.field;
        let kind = field(name).map_or(Kind::Code, |field| field.kind);
        let cells: Vec<_> =
            plan.rows.iter().enumerate().filter_map(|(at, row)| Some((at, row.cell(taken.column)?))).collect();
        let only: Vec<_> = cells.iter().map(|(_, cell)| *cell).collect();
        for ((at, cell), Settled { text, finding }) in cells.iter().zip(settle(&only, kind, reading, guarded)) {
            let Some(row) = rows.get_mut(*at) else { continue };
            // A reference is only a name: that it looks like a number is no matter.
            row.noticed.extend(finding.filter(|_| name != REF).map(|finding| (name, finding)));
            let Some(text) = text.map(|text| tidy(&text)).filter(|text| !text.is_empty()) else { continue };
            // A cell that says it in the same letters lends its text.
            let text = match &cell.value {
                CellValue::Text(own) if **own == *text => Arc::clone(own),
                _ => text.into(),
            };
            match name {
                REF => row.reference = Some(text),
                name if is_of_item(name) => row.item.set(name, text),
                name => row.head.set(name, text),
            }
        }
    }
    for row in &mut rows {
        for taken in plan.taken.iter().filter(|taken| !taken.unit.is_empty()) {
            let unit = if taken.field == "items.value" { "currency" } else { "unit" };
            let line = if is_of_item(taken.field) { &mut row.item } else { &mut row.head };
            let Some(field) = field(&format!("{}.{unit}", taken.field)) else { continue };
            if line.contains(taken.field) && !line.contains(&field.name) {
                line.set(&field.name, taken.unit.as_str().into());
            }
        }
        row.head.close();
        row.item.close();
    }
    rows.retain(|row| {
        row.reference.is_some() || !row.head.is_empty() || !row.item.is_empty() || !row.noticed.is_empty()
    });
    rows
}

/// Makes one application of its rows.
fn application(group: Group) -> Application {
    let mut certificate = Certificate::default();
    let mut findings = Vec::new();
    let heads: Vec<&Line> = group.rows.iter().map(|row| &row.head).collect();
    let all_rows: Vec<&Settling> = group.rows.iter().collect();
    let unfilled = Form::read(&heads, group.flat, |form| fields::head(form, &mut certificate));
    report(&all_rows, &heads, None, &unfilled, &mut findings);
    for row in &group.rows {
        for (name, finding) in row.noticed.iter().filter(|(name, _)| !is_of_item(name)) {
            findings.push(located(finding, path(name, None), row, name));
        }
    }
    number_producers(&mut certificate.producers);
    let items = items(&group.rows);
    certificate.items.reserve_exact(items.len());
    for (sequence, rows) in items {
        let lines: Vec<&Line> = rows.iter().map(|row| &row.item).collect();
        let mut item = GoodsItem::default();
        let (mut invoice, mut maker) = (Invoice::default(), String::new());
        let unfilled = Form::read(&lines, false, |form| form.inside(ITEMS, |form| fields::item(form, &mut item)));
        item.sequence = sequence;
        for line in &lines {
            let one = std::slice::from_ref(line);
            Form::read(one, false, |form| {
                form.inside(ITEMS, |form| fields::beside_item(form, &mut invoice, &mut maker));
            });
            refer(&mut certificate, &mut item, std::mem::take(&mut invoice), std::mem::take(&mut maker));
        }
        report(&rows, &lines, Some(sequence), &unfilled, &mut findings);
        for row in &rows {
            for (name, finding) in row.noticed.iter().filter(|(name, _)| is_of_item(name)) {
                findings.push(located(finding, path(name, Some(sequence)), row, name));
            }
        }
        certificate.items.push(item);
    }
    Application { reference: group.reference, certificate, findings }
}

/// A producer without a number gets its place in the list.
pub(super) fn number_producers(producers: &mut [Producer]) {
    for (producer, place) in producers.iter_mut().zip(1..) {
        if producer.number == 0 && producer.party != Default::default() {
            producer.number = place;
        }
    }
}

/// Goods items in their order: rows of one line number, and rows without any that only go on with a list.
fn items<'r, 'a>(rows: &'r [Settling<'a>]) -> Vec<(u32, Vec<&'r Settling<'a>>)> {
    let mut items: Vec<(u32, Vec<&Settling>)> = Vec::new();
    let sequence_field = "items.sequence";
    for row in rows {
        let noticed = row.noticed.iter().any(|(name, _)| is_of_item(name));
        if row.item.is_empty() && !noticed {
            continue;
        }
        let said: Option<u32> = row.item.get(sequence_field).and_then(|text| text.parse().ok());
        let goes_on =
            row.item.names().all(|name| name != sequence_field && field(name).is_some_and(|field| field.repeats));
        match said {
            Some(said) => match items.iter_mut().find(|(sequence, _)| *sequence == said) {
                Some((_, rows)) => rows.push(row),
                None => items.push((said, vec![row])),
            },
            None => match items.last_mut() {
                Some((_, rows)) if goes_on && !row.item.is_empty() => rows.push(row),
                _ => {
                    let next = items.iter().map(|(sequence, _)| *sequence).max().unwrap_or(0).saturating_add(1);
                    items.push((next, vec![row]));
                }
            },
        }
    }
    items
}

/// The invoice and the producer that stand on a line of goods join the lists of the head.
fn refer(certificate: &mut Certificate, item: &mut GoodsItem, invoice: Invoice, maker: String) {
    if !invoice.number.is_empty() {
        let same =
            |other: &Invoice| other.number == invoice.number && (invoice.date.is_none() || other.date == invoice.date);
        let place = certificate.invoices.iter().position(same).unwrap_or_else(|| {
            certificate.invoices.push(invoice.clone());
            certificate.invoices.len() - 1
        });
        let place = u32::try_from(place + 1).unwrap_or(u32::MAX);
        if !item.invoice_refs.contains(&place) {
            item.invoice_refs.push(place);
        }
    }
    if !maker.is_empty() {
        let known = certificate.producers.iter().find(|producer| producer.party.name == maker);
        let number = known.map(|producer| producer.number).unwrap_or_else(|| {
            let last = certificate.producers.iter().map(|producer| producer.number).max().unwrap_or(0);
            let mut producer = Producer { number: last.saturating_add(1), ..Producer::default() };
            producer.party.name = maker;
            certificate.producers.push(producer);
            last.saturating_add(1)
        });
        if !item.producer_refs.contains(&number) {
            item.producer_refs.push(number);
        }
    }
}

/// What a form could not fill, and fields that rows of one block say differently.
fn report(
    rows: &[&Settling],
    lines: &[&Line],
    sequence: Option<u32>,
    unfilled: &[Unfilled],
    findings: &mut Vec<Finding>,
) {
    for one in unfilled {
        let (Some(row), Some(line)) = (rows.get(one.line), lines.get(one.line)) else { continue };
        let at = path(&one.name, sequence);
        let finding = if one.incomplete {
            placed(Finding::block("sheet.incomplete", at), row.place(&one.name))
        } else {
            let text = line.get(&one.name).unwrap_or_default();
            placed(Finding::block("read.value", at), row.place(&one.name)).with("text", text)
        };
        findings.push(finding);
    }
    let mut first: HashMap<&str, &str> = HashMap::new();
    for (row, line) in rows.iter().zip(lines) {
        for (name, text) in line.iter() {
            // A line may name other invoices and producers on its further rows; they are added, like entries of lists.
            let adds = name.starts_with("items.invoice.") || name.starts_with("items.producer.");
            if adds || field(name).is_none_or(|field| field.repeats) {
                continue;
            }
            let kept = *first.entry(name).or_insert(text);
            if kept != text {
                let finding = placed(Finding::warn("sheet.differs", path(name, sequence)), row.place(name));
                findings.push(finding.with("text", text).with("kept", kept));
            }
        }
    }
}

fn located(finding: &Finding, path: String, row: &Settling, name: &str) -> Finding {
    placed(Finding { path, ..finding.clone() }, row.place(name))
}
