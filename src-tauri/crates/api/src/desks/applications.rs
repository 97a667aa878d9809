//! Commands of the page that takes a spreadsheet over.

use std::path::Path;

use tamga_office::applications as office;

use super::drafts::number_marks;
use crate::app::App;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// Most findings of one answer: what nobody reads to its end is only counted.
const MOST_FINDINGS: usize = 20_000;

/// What a file would be taken over as.
pub fn look_at_file(app: &App, request: FileLook) -> Result<FileLooked, Fault> {
    let bytes = app.file(&request.source)?;
    let name = name_of(&request.source);
    let kind = if office::may_be_spreadsheet(&bytes, &name) { FileKind::Spreadsheet } else { FileKind::Document };
    Ok(FileLooked { kind, name })
}

/// Reads a spreadsheet and keeps nothing.
pub fn look(app: &App, request: ApplicationsLook) -> Result<ApplicationsSeen, Fault> {
    let ApplicationsLook { source, how } = request;
    let how = how_to_read(how)?;
    let desks = app.desks()?;
    let issuing = desks.issuing()?;
    let seen = issuing.look_at_applications(&app.file(&source)?, &sheet_of(&source), &how)?;
    let office::ApplicationsSeen { digest, sheets, text, columns_from, reading, applications, findings } = seen;
    let findings_total = counted(findings.len());
    let (columns_by, exporter) = match columns_from {
        office::ColumnsFrom::Choice => (ColumnsBy::Choice, String::new()),
        office::ColumnsFrom::Exporter(name) => (ColumnsBy::Exporter, name),
        office::ColumnsFrom::Heads => (ColumnsBy::Heads, String::new()),
        office::ColumnsFrom::Proposal => (ColumnsBy::Proposal, String::new()),
    };
    let mut findings: Vec<SheetFinding> = findings.into_iter().map(finding).collect();
    findings.sort_by_key(|one| one.finding.severity);
    findings.truncate(MOST_FINDINGS);
    Ok(ApplicationsSeen {
        digest,
        sheets: sheets.into_iter().map(sheet).collect(),
        text: text.map(text_read),
        columns_by,
        exporter,
        reading: cell_reading(reading),
        applications: applications.into_iter().map(application).collect(),
        findings,
        findings_total,
    })
}

/// All drafts of a spreadsheet that was looked at, or none.
pub fn import(app: &App, request: ApplicationsImport) -> Result<ApplicationsBorn, Fault> {
    let ApplicationsImport { source, how, digest } = request;
    let how = office::HowToRead { all_or_none: true, digest: Some(digest), ..how_to_read(how)? };
    let desks = app.desks()?;
    let born = desks.issuing()?.import_applications(&app.file(&source)?, &sheet_of(&source), &how)?;
    let drafts = born.drafts.into_iter().map(|office::ApplicationBorn { reference, id, findings }| {
        let of = |severity| counted(findings.iter().filter(|finding| finding.severity == severity).count());
        let (fixes, looks) = (of(tamga_origin::Severity::Block), of(tamga_origin::Severity::Warn));
        ApplicationBorn { reference, draft_id: id.to_string(), fixes, looks }
    });
    Ok(ApplicationsBorn { drafts: drafts.collect() })
}

/// The name of a file as people see it.
fn name_of(source: &FileSource) -> String {
    match source {
        FileSource::Held { .. } => String::new(),
        FileSource::Path { path } => Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned(),
    }
}

/// The name of the only sheet of a text.
fn sheet_of(source: &FileSource) -> String {
    let name = name_of(source);
    Path::new(&name).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn how_to_read(how: HowToRead) -> Result<office::HowToRead, Fault> {
    let HowToRead { encoding, separator, reading, columns, agreement, usual } = how;
    let encoding = encoding
        .map(|name| {
            office::TextEncoding::parse(&name)
                .ok_or_else(|| Fault::field("how.encoding", format!("no encoding is called `{name}`")))
        })
        .transpose()?;
    let usual = number_marks(&usual)?;
    let usual = office::SheetReading { decimal: usual.decimal, group: Some(usual.group), ..Default::default() };
    let reading = reading
        .map(|CellReading { marks, days, leading_zeros }| {
            let marks = number_marks(&marks)?;
            let dates = days.map(to_office);
            Ok::<_, Fault>(office::SheetReading {
                decimal: marks.decimal,
                group: Some(marks.group),
                dates,
                leading_zeros,
            })
        })
        .transpose()?;
    let column = |ColumnChoice { sheet, head, field, unit }| office::ColumnMapping { sheet, head, field, unit };
    let columns = columns.map(|columns| office::Mapping { columns: columns.into_iter().map(column).collect() });
    if let Some(wrong) = columns.as_ref().and_then(office::Mapping::unknown_field) {
        return Err(Fault::field("how.columns", format!("there is no field `{wrong}`")));
    }
    Ok(office::HowToRead {
        text: office::TextChoice { encoding, separator: separator.map(part) },
        reading,
        usual,
        mapping: columns,
        agreement,
        all_or_none: false,
        digest: None,
    })
}

fn finding((reference, finding): (Option<String>, tamga_origin::Finding)) -> SheetFinding {
    SheetFinding { reference: reference.unwrap_or_default(), finding: convert::finding(&finding) }
}

fn sheet(sheet: office::SheetSeen) -> SheetSeen {
    let office::SheetSeen { name, head_row, rows, columns } = sheet;
    let column =
        |office::ColumnSeen { letters, head, field, unit, samples }| ColumnSeen { letters, head, field, unit, samples };
    let columns = columns.into_iter().map(column).collect();
    SheetSeen { name: name.to_string(), head_row, rows: counted(rows), columns }
}

fn application(application: office::ApplicationSeen) -> ApplicationSeen {
    let office::ApplicationSeen { reference, exporter, destination, agreement, items, findings } = application;
    let (items, findings) = (counted(items), counted(findings));
    ApplicationSeen { reference, exporter, destination, agreement, items, findings }
}

fn text_read(text: office::TextSource) -> TextRead {
    TextRead {
        encoding: text.encoding.name().to_owned(),
        encoding_by: match text.encoding_by {
            office::EncodingBy::Choice => EncodingBy::Choice,
            office::EncodingBy::Mark => EncodingBy::Mark,
            office::EncodingBy::Bytes => EncodingBy::Bytes,
            office::EncodingBy::Guess => EncodingBy::Guess,
        },
        separator: match text.separator {
            office::Separator::Comma => CellSeparator::Comma,
            office::Separator::Semicolon => CellSeparator::Semicolon,
            office::Separator::Tab => CellSeparator::Tab,
            office::Separator::Bar => CellSeparator::Bar,
        },
        separator_by: match text.separator_by {
            office::SeparatorBy::Choice => SeparatorBy::Choice,
            office::SeparatorBy::FirstLine => SeparatorBy::FirstLine,
            office::SeparatorBy::Lines => SeparatorBy::Lines,
            office::SeparatorBy::Nothing => SeparatorBy::Nothing,
        },
    }
}

fn part(separator: CellSeparator) -> office::Separator {
    match separator {
        CellSeparator::Comma => office::Separator::Comma,
        CellSeparator::Semicolon => office::Separator::Semicolon,
        CellSeparator::Tab => office::Separator::Tab,
        CellSeparator::Bar => office::Separator::Bar,
    }
}

fn to_office(order: DayOrder) -> office::DateOrder {
    match order {
        DayOrder::DayFirst => office::DateOrder::DayFirst,
        DayOrder::MonthFirst => office::DateOrder::MonthFirst,
        DayOrder::YearFirst => office::DateOrder::YearFirst,
    }
}

fn cell_reading(reading: office::SheetReading) -> CellReading {
    let office::SheetReading { decimal, group, dates, leading_zeros } = reading;
    let days = dates.map(|order| match order {
        office::DateOrder::DayFirst => DayOrder::DayFirst,
        office::DateOrder::MonthFirst => DayOrder::MonthFirst,
        office::DateOrder::YearFirst => DayOrder::YearFirst,
    });
    let other = if decimal == ',' { '.' } else { ',' };
    let marks = NumberMarks { decimal: decimal.to_string(), group: group.unwrap_or(other).to_string() };
    CellReading { marks, days, leading_zeros }
}

fn counted(count: usize) -> u32 {
    convert::count(count as u64)
}
