//! How do files become drafts? One draft a document, and one draft an application of a spreadsheet.

use std::path::Path;

use serde_json::{Value, json};
use tamga_office::Office;
use tamga_office::applications::{
    ApplicationsBorn, ColumnsFrom, DateOrder, EncodingBy, HowToRead, Mapping, Separator, SeparatorBy, SheetReading,
    TextChoice, TextSource, may_be_spreadsheet,
};
use tamga_origin::Finding;

use crate::answer::{Answer, Exit};
use crate::arguments::{DatesWord, ImportArguments, SeparatorWord};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::{files, finding};

/// What came of all files.
#[derive(Default)]
struct Told {
    drafts: Vec<Value>,
    refused: Vec<Value>,
    sheets: Vec<Value>,
    lines: Vec<String>,
    exit: Option<Exit>,
}

/// Takes files in.
pub fn import(desk: &Desk, asked: &ImportArguments) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let mut how = how(asked)?;
    let progress = Progress::over(asked.files.len(), "Taking in");
    let mut told = Told::default();
    for path in &asked.files {
        let name = path.display().to_string();
        match take_in(&office, path, &name, asked, &mut how, &mut told) {
            Ok(()) => {}
            // One bad file of many does not keep the others out; a single one is the whole answer.
            Err(failure) if asked.files.len() > 1 => told.refuse(&name, None, &failure),
            Err(failure) => return Err(failure),
        }
        progress.step();
    }
    drop(progress);
    let object = json!({ "drafts": told.drafts, "refused": told.refused, "sheets": told.sheets });
    Ok(Answer::new(object, told.lines.join("\n")).ending(told.exit.unwrap_or(Exit::Yes)))
}

fn take_in(
    office: &Office,
    path: &Path,
    name: &str,
    asked: &ImportArguments,
    how: &mut HowToRead,
    told: &mut Told,
) -> Result<(), Failure> {
    let bytes = files::read(path)?;
    if may_be_spreadsheet(&bytes, name) {
        let sheet = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let born = office.import_applications(&bytes, sheet, how).map_err(Failure::office(name.to_owned()))?;
        write_down(asked, &born.mapping)?;
        // One mapping file holds for all files that were named with it; without one each file has its own.
        if asked.mapping.is_some() {
            how.mapping = Some(how.mapping.take().unwrap_or_default().completed_with(&born.mapping));
        }
        told.applications(name, born);
    } else {
        let born = office.import_draft(&bytes, asked.agreement.as_deref()).map_err(Failure::office(name.to_owned()))?;
        told.drafts.push(json!({ "id": born.id, "file": name, "findings": finding::objects(&born.findings) }));
        told.lines.push(format!("{name}: draft {}, {}", born.id, finding::sum(&born.findings)));
    }
    Ok(())
}

impl Told {
    fn refuse(&mut self, file: &str, reference: Option<&str>, failure: &Failure) {
        let which = reference.map(|reference| format!(", {reference}")).unwrap_or_default();
        self.lines.push(format!("{file}{which}: not taken in. {failure} {}", failure.remedy()));
        let mut object = json!({ "file": file, "code": failure.code(), "message": failure.to_string() });
        if let (Some(reference), Value::Object(fields)) = (reference, &mut object) {
            fields.insert("reference".to_owned(), Value::from(reference));
        }
        self.refused.push(object);
        self.exit = self.exit.max(Some(failure.exit()));
    }

    fn applications(&mut self, name: &str, born: ApplicationsBorn) {
        self.lines.push(match &born.text {
            Some(text) => format!("{name}: {}", understood(text)),
            None => format!("{name}: a workbook"),
        });
        if let Some(told) = known_from(&born.columns_from) {
            self.lines.push(format!("{name}: {told}"));
        }
        self.lines.extend(born.findings.iter().map(finding::line));
        self.sheets.push(json!({
            "file": name,
            "columnsFrom": from_word(&born.columns_from),
            "encoding": born.text.map(|text| text.encoding.name()),
            "separator": born.text.map(|text| text.separator.word()),
            "columns": born.mapping.columns.iter().map(|column| json!({
                "sheet": column.sheet, "head": column.head, "field": column.field, "unit": column.unit,
            })).collect::<Vec<_>>(),
            "findings": finding::objects(&born.findings),
        }));
        for draft in &born.drafts {
            let findings = finding::objects(&draft.findings);
            let object = json!({ "id": draft.id, "file": name, "reference": draft.reference, "findings": findings });
            self.drafts.push(object);
            self.lines.push(format!("{}: draft {}, {}", draft.reference, draft.id, finding::sum(&draft.findings)));
            self.lines.extend(draft.findings.iter().filter(|finding| is_of_a_cell(finding)).map(finding::line));
        }
        for (reference, error) in born.refused {
            self.refuse(name, Some(&reference), &Failure::office(name.to_owned())(error));
        }
        if born.drafts.is_empty() {
            self.lines.push(format!("{name}: no application was found."));
            self.exit = self.exit.max(Some(Exit::No));
        }
    }
}

/// What the form misses is shown with the draft; here stands what is wrong with the file.
fn is_of_a_cell(finding: &Finding) -> bool {
    finding.params.iter().any(|(name, _)| name == "where")
}

fn understood(text: &TextSource) -> String {
    let encoding = match text.encoding_by {
        EncodingBy::Choice => "as asked",
        EncodingBy::Mark | EncodingBy::Bytes => "certain",
        EncodingBy::Guess => "guessed",
    };
    let separator = match text.separator_by {
        SeparatorBy::Choice => "as asked",
        SeparatorBy::FirstLine => "as its first line says",
        SeparatorBy::Lines => "detected",
        SeparatorBy::Nothing => "nothing parts the lines",
    };
    format!("{} ({encoding}), cells parted by {} ({separator})", text.encoding.name(), text.separator.word())
}

/// What a person should know about the columns: nothing when they said them, or nobody ever did.
fn known_from(from: &ColumnsFrom) -> Option<String> {
    match from {
        ColumnsFrom::Exporter(name) => Some(format!("columns as they were chosen for earlier files of {name}")),
        ColumnsFrom::Heads => Some("columns as they were chosen for an earlier file with the same headings".to_owned()),
        ColumnsFrom::Choice | ColumnsFrom::Proposal => None,
    }
}

fn from_word(from: &ColumnsFrom) -> &'static str {
    match from {
        ColumnsFrom::Choice => "choice",
        ColumnsFrom::Exporter(_) => "exporter",
        ColumnsFrom::Heads => "headings",
        ColumnsFrom::Proposal => "proposal",
    }
}

fn how(asked: &ImportArguments) -> Result<HowToRead, Failure> {
    let (decimal, group) = asked.decimal.marks();
    let dates = asked.dates.map(|order| match order {
        DatesWord::Dmy => DateOrder::DayFirst,
        DatesWord::Mdy => DateOrder::MonthFirst,
        DatesWord::Ymd => DateOrder::YearFirst,
    });
    let separator = asked.separator.map(|separator| match separator {
        SeparatorWord::Comma => Separator::Comma,
        SeparatorWord::Semicolon => Separator::Semicolon,
        SeparatorWord::Tab => Separator::Tab,
        SeparatorWord::Bar => Separator::Bar,
    });
    Ok(HowToRead {
        text: TextChoice { encoding: asked.encoding, separator },
        reading: Some(SheetReading { decimal, group: Some(group), dates, leading_zeros: asked.leading_zeros }),
        mapping: from_file(asked)?,
        agreement: asked.agreement.clone(),
        ..HowToRead::default()
    })
}

/// The columns a person wrote down, when the file is there; else the office's own memory counts.
fn from_file(asked: &ImportArguments) -> Result<Option<Mapping>, Failure> {
    let Some(path) = asked.mapping.as_deref().filter(|path| path.exists()) else { return Ok(None) };
    let bytes = files::read(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let read = Mapping::from_text(&text).map_err(|error| Failure::office(path.display().to_string())(error.into()));
    read.map(Some)
}

/// Writes how the columns were taken, for a person to correct and the next file to use.
fn write_down(asked: &ImportArguments, mapping: &Mapping) -> Result<(), Failure> {
    match asked.mapping.as_deref().filter(|path| !path.exists()) {
        Some(path) => files::write(path, mapping.to_text().as_bytes()),
        None => Ok(()),
    }
}
