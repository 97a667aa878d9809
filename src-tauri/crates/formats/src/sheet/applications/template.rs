//! What does a blank workbook for applications look like? Heads by the names of the data set with labels in a chosen
//! language above them, lists of codes to choose from, an example, and a page that says how it is filled in.
//!
//! The codes are brought by the caller; what the workbook says stands in `assets/templates`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, Formula, Note, Worksheet, XlsxError,
};
use serde::Deserialize;
use tamga_origin::Flag;
use tamga_origin::profile::AgreementProfile;

use crate::error::FormatError;

use super::super::table::column_letters;
use super::columns::{REF, field, is_of_item};
use super::form::Kind;
use super::write::{Styles, cell, workbook};

/// What the reference of the example says; it is never taken over.
pub(super) const EXAMPLE: &str = "EXAMPLE";
/// Rows that offer lists.
const ROWS: u32 = 2_000;

/// A language of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateLanguage {
    /// English.
    English,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Arabic, from right to left.
    Arabic,
}

impl TemplateLanguage {
    /// All languages, in the order of the words.
    pub const ALL: [Self; 4] = [Self::English, Self::French, Self::Spanish, Self::Arabic];

    /// ISO 639-1.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Arabic => "ar",
        }
    }

    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    fn of(self, words: &[String; 4]) -> &str {
        let [english, french, spanish, arabic] = words;
        match self {
            Self::English => english,
            Self::French => french,
            Self::Spanish => spanish,
            Self::Arabic => arabic,
        }
    }
}

/// Codes with their names, to choose from; an empty list offers nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateCodes {
    /// ISO 3166-1.
    pub countries: Vec<(String, String)>,
    /// Recommendation 21.
    pub packages: Vec<(String, String)>,
    /// Recommendation 20.
    pub units: Vec<(String, String)>,
    /// ISO 4217.
    pub currencies: Vec<(String, String)>,
    /// Recommendation 19.
    pub modes: Vec<(String, String)>,
}

/// What templates say, in the languages' order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    notes: BTreeMap<String, [String; 4]>,
    instructions: Instructions,
    labels: BTreeMap<String, [String; 4]>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Instructions {
    title: [String; 4],
    lines: Vec<[String; 4]>,
}

fn words() -> Result<&'static Words, FormatError> {
    static WORDS: OnceLock<Words> = OnceLock::new();
    if let Some(words) = WORDS.get() {
        return Ok(words);
    }
    let text = include_str!("../../../../../../assets/templates/applications.toml");
    let read: Words =
        toml::from_str(text).map_err(|error| FormatError::WorkbookUnwritten { what: error.to_string() })?;
    Ok(WORDS.get_or_init(|| read))
}

/// The example, by fields.
const EXAMPLE_ROW: &[(&str, &str)] = &[
    (REF, EXAMPLE),
    ("exporter.name", "Example Export SA"),
    ("exporter.ids", "0012345"),
    ("exporter.address.lines", "12 Quay Street\nBox 7"),
    ("exporter.address.city", "Montevideo"),
    ("exporter.address.country", "UY"),
    ("consignee.name", "Example Import Ltd"),
    ("consignee.address.lines", "3 Harbour Road"),
    ("consignee.address.city", "Casablanca"),
    ("consignee.address.country", "MA"),
    ("export_country", "UY"),
    ("destination_country", "MA"),
    ("departure", "2026-11-23"),
    ("means.name", "MV Example"),
    ("loading.name", "Montevideo"),
    ("discharge.name", "Casablanca"),
    ("invoices.number", "INV-0007"),
    ("invoices.date", "2026-11-20"),
    ("items.sequence", "1"),
    ("items.packages.marks", "NO MARKS"),
    ("items.packages.count", "500"),
    ("items.packages.kind", "BG"),
    ("items.description", "Rice, milled"),
    ("items.hs.code", "1006.30"),
    ("items.origin.country", "UY"),
    ("items.gross_mass", "25200.5"),
    ("items.gross_mass.unit", "KGM"),
    ("items.net_mass", "25000"),
    ("items.net_mass.unit", "KGM"),
];

/// Writes a blank workbook for applications under a form.
///
/// # Errors
/// `WorkbookUnwritten`; that would be a fault of this program.
pub fn write_template(
    profile: &AgreementProfile,
    language: TemplateLanguage,
    codes: &TemplateCodes,
) -> Result<Vec<u8>, FormatError> {
    let words = words()?;
    let written = || -> Result<Vec<u8>, XlsxError> {
        let mut book = workbook()?;
        let template = Template { words, language, lists: lists(profile, codes), styles: Styles::new() };
        template.instructions(book.add_worksheet().set_name("instructions")?)?;
        template.sheet(book.add_worksheet().set_name("applications")?, |name| !is_of_item(name))?;
        template.sheet(book.add_worksheet().set_name("items")?, is_of_item)?;
        template.codes(book.add_worksheet().set_name(CODES)?)?;
        book.save_to_buffer()
    };
    written().map_err(|error| FormatError::WorkbookUnwritten { what: error.to_string() })
}

/// Name of the sheet with the lists.
const CODES: &str = "codes";

/// A list to choose from.
struct List {
    name: &'static str,
    rows: Vec<(String, String)>,
    /// Fields that offer it.
    fields: &'static [&'static str],
}

fn lists(profile: &AgreementProfile, codes: &TemplateCodes) -> Vec<List> {
    let criteria = profile.face_criteria().filter_map(|row| {
        // A pattern with a percentage is shown by its example.
        let shown = row.examples.first().unwrap_or(&row.code);
        (!shown.is_empty()).then(|| (shown.clone(), row.meaning.clone()))
    });
    let flags = Flag::ALL
        .iter()
        .filter_map(|flag| profile.flag(*flag))
        .map(|row| (row.flag.code().to_owned(), row.words.clone()));
    let list = |name, rows: Vec<(String, String)>, fields| List { name, rows, fields };
    let all = vec![
        list("list of countries", codes.countries.clone(), COUNTRY_FIELDS),
        list("list of packages", codes.packages.clone(), &["items.packages.kind"]),
        list("list of units", codes.units.clone(), UNIT_FIELDS),
        list("list of currencies", codes.currencies.clone(), &["items.value.currency"]),
        list("list of modes", codes.modes.clone(), &["mode"]),
        list("list of criteria", criteria.collect(), &["items.criterion.printed"]),
        list("list of flags", flags.collect(), &["flags"]),
    ];
    all.into_iter().filter(|list| !list.rows.is_empty()).collect()
}

const COUNTRY_FIELDS: &[&str] = &[
    "exporter.address.country",
    "consignee.address.country",
    "importer.address.country",
    "export_country",
    "destination_country",
    "items.origin.country",
];
const UNIT_FIELDS: &[&str] = &["items.gross_mass.unit", "items.net_mass.unit", "items.quantities.unit"];

struct Template {
    words: &'static Words,
    language: TemplateLanguage,
    lists: Vec<List>,
    styles: Styles,
}

impl Template {
    /// A sheet with labels, heads and an example.
    fn sheet(&self, sheet: &mut Worksheet, wanted: impl Fn(&str) -> bool) -> Result<(), XlsxError> {
        let label = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_background_color(Color::RGB(0xE8EEF4))
            .set_align(FormatAlign::Top);
        let head = Format::new().set_font_color(Color::RGB(0x5A6672)).set_font_size(9);
        let text = Format::new().set_num_format("@").set_align(FormatAlign::Top);
        self.turn(sheet);
        let fields = super::columns::all().iter().map(|field| field.name.as_str()).filter(|name| wanted(name));
        for (column, name) in
            (0_u16..).zip([REF].into_iter().chain(fields.filter(|name| self.words.labels.contains_key(*name))))
        {
            let kind = field(name).map_or(Kind::Code, |field| field.kind);
            let amount = matches!(kind, Kind::Number | Kind::Count);
            sheet.set_column_width(column, if amount { 14 } else { 22 })?;
            if !amount {
                // Text, so that no code loses its zeros and no day is turned round.
                sheet.set_column_format(column, &text)?;
            }
            let words = self.words.labels.get(name).map_or(name, |words| self.language.of(words));
            sheet.write_string_with_format(0, column, words, &label)?;
            sheet.write_string_with_format(1, column, name, &head)?;
            let offered = self.lists.iter().zip(0_u16..).find(|(list, _)| list.fields.contains(&name));
            sheet.insert_note(1, column, &Note::new(self.note(kind, offered.is_some())).add_author_prefix(false))?;
            if let Some((list, at)) = offered {
                self.offer(sheet, column, list, at)?;
            }
            if let Some((_, example)) = EXAMPLE_ROW.iter().find(|(field, _)| *field == name) {
                cell(sheet, 2, column, example, kind, &self.styles)?;
            }
        }
        sheet.set_row_height(0, 32)?;
        sheet.set_freeze_panes(2, 1)?;
        Ok(())
    }

    fn turn(&self, sheet: &mut Worksheet) {
        sheet.set_right_to_left(self.language == TemplateLanguage::Arabic);
    }

    fn note(&self, kind: Kind, offered: bool) -> &str {
        let name = match kind {
            _ if offered => "list",
            Kind::Text => "text",
            Kind::Lines | Kind::Codes => "lines",
            Kind::Code => "code",
            Kind::Tariff => "tariff",
            Kind::Number => "number",
            Kind::Count => "count",
            Kind::Day | Kind::Moment => "day",
            Kind::Departure => "departure",
            Kind::Yes => "yes",
        };
        self.words.notes.get(name).map_or("", |words| self.language.of(words))
    }

    /// Offers a list below the heads; something else may be typed, after a question.
    fn offer(&self, sheet: &mut Worksheet, column: u16, list: &List, at: u16) -> Result<(), XlsxError> {
        let letters = column_letters(u32::from(at) * 2);
        let last = list.rows.len() + 1;
        let rule = DataValidation::new()
            .allow_list_formula(Formula::new(format!("={CODES}!${letters}$2:${letters}${last}")))
            .set_error_style(DataValidationErrorStyle::Warning);
        sheet.add_data_validation(2, column, ROWS, column, &rule)?;
        Ok(())
    }

    /// The lists, each in two columns: codes and names.
    fn codes(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        self.turn(sheet);
        for (list, at) in self.lists.iter().zip(0_u16..) {
            let column = at * 2;
            sheet.write_string_with_format(0, column, list.name, &self.styles.head)?;
            sheet.set_column_width(column, 12)?;
            sheet.set_column_width(column + 1, 40)?;
            for ((code, name), row) in list.rows.iter().zip(1_u32..) {
                cell(sheet, row, column, code, Kind::Code, &self.styles)?;
                cell(sheet, row, column + 1, name, Kind::Text, &self.styles)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        Ok(())
    }

    fn instructions(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        self.turn(sheet);
        sheet.set_column_width(0, 110)?;
        let title = Format::new().set_bold().set_font_size(14);
        let plain = Format::new().set_text_wrap();
        let Instructions { title: words, lines } = &self.words.instructions;
        sheet.write_string_with_format(0, 0, self.language.of(words), &title)?;
        for (line, row) in lines.iter().zip(2_u32..) {
            sheet.write_string_with_format(row, 0, self.language.of(line), &plain)?;
        }
        Ok(())
    }
}
