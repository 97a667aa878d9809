//! What is the form of a profile that has no printed grid of its own? Plain and complete: every box with its number,
//! its label and its value, in the order of the form.
//!
//! Without a profile every part of the certificate gets a box. Boxes are placed by what stands in them; how they are
//! drawn is the same as on every other grid.

use std::borrow::Cow;

use tamga_origin::AgreementProfile;
use tamga_origin::layout::{
    Align, Area, AreaKind, Bind, Block, Column, Continuation, Layout, Rect, Sheet, Sizes, Tick,
};
use tamga_origin::profile::Mark;

use crate::Form;
use crate::phrases::Phrases;

const LEFT: i32 = 100;
const WIDTH: i32 = 1900;
const TOP: i32 = 300;
const FOOT: i32 = 2530;
/// Least height of the goods grid, so that a form of many boxes still has room for goods.
const LEAST_GOODS: i32 = 560;
const LEAST_ROW: i32 = 110;
const SIGNATURE: i32 = 420;
const TICKS: i32 = 130;

/// One box, of a profile or of the form for everything.
struct Cell<'a> {
    /// How rules and flags of the profile call it.
    name: &'a str,
    /// Its number as printed.
    number: Cow<'a, str>,
    label: &'a str,
    keys: &'a [Bind],
}

/// Boxes that stand side by side, and how high.
struct Row {
    areas: Vec<Area>,
    height: i32,
}

/// A complete A4 form for any certificate.
pub(crate) fn layout(form: &Form<'_>, phrases: &Phrases) -> Layout {
    let cells = match form.profile {
        Some(profile) if !profile.boxes.is_empty() => of_profile(profile),
        _ => of_everything(),
    };
    let mut rows = rows(&cells, form.profile);
    stretch(&mut rows);
    let mut areas = heading(form, phrases);
    let mut y = TOP;
    for row in rows {
        let count = row.areas.len().max(1) as i32;
        for (index, mut area) in row.areas.into_iter().enumerate() {
            area.at = Rect { x: LEFT + index as i32 * WIDTH / count, y, width: WIDTH / count, height: row.height };
            areas.push(area);
        }
        y += row.height;
    }
    areas.push(Area::new(AreaKind::Qr, Rect { x: LEFT, y: FOOT + 10, width: WIDTH, height: 350 }));
    Layout {
        sheet: Sheet::A4,
        sizes: Sizes { value: 85, ..Sizes::default() },
        continuation: Continuation {
            title: String::new(),
            repeat: vec![AreaKind::Number, AreaKind::CopyWord, AreaKind::Items, AreaKind::Signature],
        },
        areas,
    }
}

fn of_profile(profile: &AgreementProfile) -> Vec<Cell<'_>> {
    profile
        .boxes
        .iter()
        .map(|form_box| {
            let number = if form_box.printed { form_box.number.as_str() } else { "" };
            Cell { name: &form_box.number, number: Cow::Borrowed(number), label: &form_box.label, keys: &form_box.keys }
        })
        .collect()
}

/// A box for every part of the certificate.
fn of_everything() -> Vec<Cell<'static>> {
    use Bind::*;
    const BOXES: &[(&str, &[Bind])] = &[
        ("Exporter", &[Exporter]),
        ("Consignee", &[Consignee]),
        ("Producer", &[Producers]),
        ("Importer", &[Importer]),
        ("Transport and route", TRANSPORT),
        ("Remarks and references", REMARKS),
        ("Item", &[ItemSequence]),
        ("Marks and numbers", &[ItemMarks]),
        ("Packages; description of goods", &[ItemPackages, ItemDescription, ItemProductCodes, ItemProducers]),
        ("HS code", &[ItemHs]),
        (
            "Origin and criterion",
            &[ItemOrigin, ItemCriterion, ItemPercent, ItemInstances, ItemCumulation, ItemProducerDeclaration],
        ),
        ("Quantity and value", &[ItemGrossMass, ItemNetMass, ItemQuantities, ItemValue]),
        ("Invoice", &[ItemInvoices]),
        ("Exporter's declaration", &[ExporterDeclaration]),
        ("Certification", &[Certification]),
    ];
    const TRANSPORT: &[Bind] = &[
        Departure,
        Mode,
        Means,
        Carrier,
        ExportCountry,
        Loading,
        Discharge,
        DestinationCountry,
        Route,
        TransportDocuments,
        Equipment,
        ConsignmentReference,
    ];
    const REMARKS: &[Bind] = &[
        Remarks,
        References,
        Consignor,
        InvoicingParty,
        Agent,
        Authorisation,
        Evidence,
        Orders,
        DocumentaryCredit,
        Legalisations,
        PackageTotal,
        GrossMassTotal,
        ValidFrom,
        ValidTo,
        IssuedAt,
        IssuePlace,
        Issuer,
        CheckAddress,
    ];
    let cell = |(index, (label, keys)): (usize, &(&'static str, &'static [Bind]))| Cell {
        name: "",
        number: Cow::Owned((index + 1).to_string()),
        label,
        keys,
    };
    BOXES.iter().enumerate().map(cell).collect()
}

fn is_goods(cell: &Cell<'_>) -> bool {
    cell.keys.iter().any(|key| key.is_of_item())
}

fn is_signature(cell: &Cell<'_>) -> bool {
    cell.keys.iter().any(|key| matches!(key, Bind::ExporterDeclaration | Bind::Certification))
}

/// The boxes in their order: goods in one grid, signatures and other boxes in pairs, ticks over the whole width.
fn rows(cells: &[Cell<'_>], profile: Option<&AgreementProfile>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut has_goods = false;
    for cell in cells {
        if is_goods(cell) {
            if !has_goods {
                has_goods = true;
                let goods: Vec<&Cell<'_>> = cells.iter().filter(|cell| is_goods(cell)).collect();
                rows.push(Row { areas: vec![grid(&goods, profile)], height: 0 });
            }
            continue;
        }
        let ticks = profile.map_or_else(Vec::new, |profile| flags(profile, cell.name, Mark::Tick));
        if ticks.is_empty() || !cell.keys.is_empty() {
            let (area, height) = one(cell, profile);
            match rows.last_mut() {
                Some(row) if row.areas.len() == 1 && row.areas.iter().all(|other| pairs(other, &area)) => {
                    row.areas.push(area);
                    row.height = row.height.max(height);
                }
                _ => rows.push(Row { areas: vec![area], height }),
            }
        }
        if !ticks.is_empty() {
            let mut area = Area::new(AreaKind::Ticks, Rect::default());
            if cell.keys.is_empty() {
                area.number = cell.number.to_string();
                area.label = cell.label.to_owned();
            }
            area.ticks = ticks;
            rows.push(Row { areas: vec![area], height: TICKS });
        }
    }
    rows
}

/// Do two areas stand side by side?
fn pairs(one: &Area, other: &Area) -> bool {
    let alone = |area: &Area| matches!(area.kind, AreaKind::Items | AreaKind::Ticks);
    !alone(one) && !alone(other) && (one.kind == AreaKind::Signature) == (other.kind == AreaKind::Signature)
}

fn one(cell: &Cell<'_>, profile: Option<&AgreementProfile>) -> (Area, i32) {
    let official = profile.and_then(|profile| profile.official_use.terms());
    let official = official.filter(|rule| !cell.name.is_empty() && rule.in_box == cell.name && cell.keys.is_empty());
    let (kind, height) = match official {
        Some(rule) if !rule.choices.is_empty() => (AreaKind::Choices, 260),
        _ if is_signature(cell) => (AreaKind::Signature, SIGNATURE),
        _ => (AreaKind::Field, (60 + cell.keys.iter().map(|key| space(*key)).sum::<i32>()).clamp(130, 560)),
    };
    let mut area = Area::new(kind, Rect::default());
    area.number = cell.number.to_string();
    area.label = cell.label.to_owned();
    area.block = Block::of_keys(cell.keys);
    if let Some(rule) = official {
        area.ticks = rule.choices.iter().map(|words| Tick { flag: None, words: words.clone() }).collect();
    } else if let Some(profile) = profile {
        area.ticks = flags(profile, cell.name, Mark::Text);
    }
    let attest = match area.block.parts.first().map(|part| part.bind) {
        Some(Bind::ExporterDeclaration) => profile.and_then(|profile| profile.declaration.terms()),
        Some(Bind::Certification) => profile.and_then(|profile| profile.certification.terms()),
        _ => None,
    };
    area.text = attest.map(|rule| rule.text.clone()).unwrap_or_default();
    (area, height)
}

fn flags(profile: &AgreementProfile, name: &str, mark: Mark) -> Vec<Tick> {
    let rows = profile.flags.iter().filter(|row| row.mark == mark && row.in_box == name && !row.words.is_empty());
    rows.map(|row| Tick { flag: Some(row.flag), words: row.words.clone() }).collect()
}

/// About the height that a value takes.
fn space(key: Bind) -> i32 {
    match key {
        Bind::Exporter
        | Bind::Importer
        | Bind::Consignee
        | Bind::Consignor
        | Bind::Producers
        | Bind::InvoicingParty
        | Bind::Issuer => 170,
        Bind::Remarks | Bind::References => 100,
        _ => 36,
    }
}

/// The goods grid takes the height that is left; where too little is, the boxes around it give way.
fn stretch(rows: &mut [Row]) {
    let is_goods = |row: &Row| row.areas.iter().any(|area| area.kind == AreaKind::Items);
    let gives = |row: &Row| row.areas.iter().all(|area| matches!(area.kind, AreaKind::Field | AreaKind::Choices));
    let fixed: i32 = rows.iter().filter(|row| !is_goods(row) && !gives(row)).map(|row| row.height).sum();
    let asked: i32 = rows.iter().filter(|row| gives(row)).map(|row| row.height).sum();
    let has_goods = rows.iter().any(is_goods);
    let most = FOOT - TOP - fixed - if has_goods { LEAST_GOODS } else { 0 };
    if asked > most && asked > 0 {
        for row in rows.iter_mut().filter(|row| gives(row)) {
            row.height = (row.height * most / asked).max(LEAST_ROW);
        }
    }
    let taken: i32 = rows.iter().map(|row| row.height).sum();
    if let Some(row) = rows.iter_mut().find(|row| is_goods(row)) {
        row.height = (FOOT - TOP - taken).max(LEAST_ROW);
    }
}

fn grid(goods: &[&Cell<'_>], profile: Option<&AgreementProfile>) -> Area {
    let mut columns = Vec::new();
    for cell in goods {
        // The number of an item stands beside what is said of it, not above.
        if let Some((Bind::ItemSequence, rest @ [_, ..])) = cell.keys.split_first().map(|(first, rest)| (*first, rest))
        {
            columns.push(column(&cell.number, "", &[Bind::ItemSequence]));
            columns.push(column("", cell.label, rest));
        } else {
            columns.push(column(&cell.number, cell.label, cell.keys));
        }
    }
    let all: i32 = columns.iter().map(|column| column.width).sum::<i32>().max(1);
    let mut left = WIDTH;
    let last = columns.len().saturating_sub(1);
    for (index, column) in columns.iter_mut().enumerate() {
        column.width = if index == last { left } else { WIDTH * column.width / all };
        left -= column.width;
    }
    let mut area = Area::new(AreaKind::Items, Rect::default());
    area.columns = columns;
    if let Some(rule) = profile.map(|profile| &profile.items) {
        area.end_mark = rule.end_marks.first().cloned().unwrap_or_default();
        area.unused = rule.unused_space;
    }
    area
}

/// A column with the share of the width that it asks for.
fn column(number: &str, label: &str, keys: &[Bind]) -> Column {
    let align = match keys {
        [Bind::ItemSequence | Bind::ItemHs | Bind::ItemCriterion] => Align::Center,
        [Bind::ItemGrossMass | Bind::ItemNetMass | Bind::ItemQuantities, ..] => Align::Decimal,
        _ => Align::Start,
    };
    let width = keys.iter().map(|key| share(*key)).max().unwrap_or(20);
    Column { number: number.to_owned(), label: label.to_owned(), width, block: Block::of_keys(keys), align }
}

/// The share of the width that a value asks for.
fn share(key: Bind) -> i32 {
    match key {
        Bind::ItemSequence => 10,
        Bind::ItemDescription => 62,
        Bind::ItemMarks | Bind::ItemProducers => 28,
        Bind::ItemHs | Bind::ItemCriterion => 20,
        _ => 25,
    }
}

fn heading(form: &Form<'_>, phrases: &Phrases) -> Vec<Area> {
    let mut title = Area::new(AreaKind::Static, Rect { x: LEFT, y: 100, width: 1200, height: 110 });
    let named = form.profile.map_or("CERTIFICATE OF ORIGIN", |profile| profile.form.title.as_str());
    title.text = named.to_owned();
    title.bold = true;
    title.size = Some(130);
    let mut under = Area::new(AreaKind::Static, Rect { x: LEFT, y: 210, width: 1200, height: 80 });
    // A trader's own statement has no form whose code could be printed.
    let stated = form.profile.is_some_and(AgreementProfile::is_self_declaration);
    under.text = if stated || form.form_code.is_empty() {
        form.title.to_owned()
    } else {
        format!("{} ({})", form.title, form.form_code)
    };
    under.size = Some(90);
    let mut number = Area::new(AreaKind::Number, Rect { x: 1350, y: 100, width: 650, height: 100 });
    number.label = phrases.number.to_owned();
    number.size = Some(100);
    number.bold = true;
    let mut copy = Area::new(AreaKind::CopyWord, Rect { x: 1350, y: 210, width: 650, height: 70 });
    copy.bold = true;
    copy.align = Align::End;
    vec![title, under, number, copy]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_for_everything_has_a_box_for_every_part_of_a_certificate() {
        // These print a part of what another name prints whole, or stand in the heading.
        let elsewhere = [
            Bind::Number,
            Bind::SchemeName,
            Bind::FormCode,
            Bind::IssuerName,
            Bind::IssuerCountry,
            Bind::ExporterCountry,
            Bind::InvoicingPartyName,
            Bind::Invoices,
            Bind::Origins,
            Bind::ItemPreferenceCountry,
        ];
        let cells = of_everything();
        for bind in Bind::ALL {
            let boxes = cells.iter().filter(|cell| cell.keys.contains(bind)).count();
            assert_eq!(boxes, usize::from(!elsewhere.contains(bind)), "{}", bind.as_str());
        }
    }

    #[test]
    fn boxes_give_way_before_the_goods_do() {
        let field = |height| Row { areas: vec![Area::new(AreaKind::Field, Rect::default())], height };
        let goods = Row { areas: vec![Area::new(AreaKind::Items, Rect::default())], height: 0 };
        let mut rows: Vec<Row> = (0..8).map(|_| field(400)).chain([goods]).collect();
        stretch(&mut rows);
        assert_eq!(rows.iter().map(|row| row.height).sum::<i32>(), FOOT - TOP, "the sheet is filled");
        assert!(rows.last().is_some_and(|row| row.height >= LEAST_GOODS), "the goods keep their room");
    }
}
