//! What did somebody paste from a spreadsheet into the goods grid? Rows of cells, the questions their numbers raise,
//! and the columns nobody knows.

mod cells;
pub(super) mod header;

use tamga_origin::word::Word;
use tamga_origin::{Reading, read_column};

/// A cell of the goods grid that can be pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GoodsField {
    /// Marks and numbers.
    Marks,
    /// Number of packages.
    PackageCount,
    /// Kind of packages.
    PackageKind,
    /// Description.
    Description,
    /// Tariff code as written.
    Hs,
    /// Country of origin.
    OriginCountry,
    /// Origin criterion as printed.
    Criterion,
    /// Gross mass.
    GrossMass,
    /// Net mass.
    NetMass,
    /// Another quantity.
    Quantity,
    /// Unit of the other quantity.
    Unit,
    /// Value.
    Value,
    /// Currency of the value.
    Currency,
    /// Invoice number.
    Invoice,
}

impl Word for GoodsField {
    const ALL: &'static [Self] = &[
        Self::Marks,
        Self::PackageCount,
        Self::PackageKind,
        Self::Description,
        Self::Hs,
        Self::OriginCountry,
        Self::Criterion,
        Self::GrossMass,
        Self::NetMass,
        Self::Quantity,
        Self::Unit,
        Self::Value,
        Self::Currency,
        Self::Invoice,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Marks => "marks",
            Self::PackageCount => "packageCount",
            Self::PackageKind => "packageKind",
            Self::Description => "description",
            Self::Hs => "hs",
            Self::OriginCountry => "originCountry",
            Self::Criterion => "criterion",
            Self::GrossMass => "grossMass",
            Self::NetMass => "netMass",
            Self::Quantity => "quantity",
            Self::Unit => "unit",
            Self::Value => "value",
            Self::Currency => "currency",
            Self::Invoice => "invoice",
        }
    }
}

impl GoodsField {
    /// The window's name of the cell.
    pub fn as_str(self) -> &'static str {
        Word::as_str(self)
    }

    /// Reads the name back.
    pub fn parse(word: &str) -> Option<Self> {
        Word::parse(word)
    }

    /// Is it read as a number?
    pub fn is_number(self) -> bool {
        matches!(self, Self::PackageCount | Self::GrossMass | Self::NetMass | Self::Quantity | Self::Value)
    }
}

/// A pasted row: only the cells that were there; numbers in canonical decimal text, others as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastedRow {
    /// The cells, in the order of the columns.
    pub cells: Vec<(GoodsField, String)>,
}

/// A number that can mean several things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasteQuestion {
    /// The row, from 0.
    pub row: usize,
    /// The cell.
    pub field: GoodsField,
    /// As it was typed.
    pub typed: String,
    /// What it can mean, in canonical decimal text, the decimal reading first; empty when it is no number.
    pub readings: Vec<String>,
}

/// What was pasted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastedGoods {
    /// Rows of goods.
    pub rows: Vec<PastedRow>,
    /// Numbers that a person has to settle; their cells are left out of the rows.
    pub questions: Vec<PasteQuestion>,
    /// Did the first row name the columns?
    pub header_found: bool,
    /// Names or numbers (from 1) of columns that were not taken over.
    pub ignored_columns: Vec<String>,
}

/// Reads pasted rows by the person's own marks; without a header row the columns begin at `start` in grid order.
///
/// Tabs, or else semicolons or commas, part the cells; quoted cells may hold line breaks. A column of numbers is judged
/// as a whole.
pub fn read_goods(text: &str, decimal_mark: char, group_mark: Option<char>, start: GoodsField) -> PastedGoods {
    let table = cells::cells(text, decimal_mark);
    let (columns, header_found, ignored_columns) = columns(&table, start);
    let body: Vec<&Vec<String>> = table.iter().skip(usize::from(header_found)).collect();
    let mut pasted = PastedGoods { header_found, ignored_columns, ..PastedGoods::default() };
    pasted.rows = vec![PastedRow::default(); body.len()];
    for (column, field) in columns {
        let cells: Vec<&str> = body.iter().map(|row| row.get(column).map_or("", |cell| cell.trim())).collect();
        let texts = if field.is_number() {
            numbers(&cells, field, decimal_mark, group_mark, &mut pasted.questions)
        } else {
            cells.iter().map(|cell| Some(text_cell(cell, field))).collect()
        };
        for (row, text) in pasted.rows.iter_mut().zip(texts) {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                row.cells.push((field, text));
            }
        }
    }
    pasted.questions.sort_by_key(|question| question.row);
    pasted
}

/// Which column is which cell, whether the first row says so, and what was not taken.
fn columns(table: &[Vec<String>], start: GoodsField) -> (Vec<(usize, GoodsField)>, bool, Vec<String>) {
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    let first: &[String] = table.first().map_or(&[], Vec::as_slice);
    let named: Vec<Option<GoodsField>> = first.iter().map(|cell| header::field(cell)).collect();
    // One known name could be a word in the data; two are a header, and so is one that stands alone above numbers.
    let known = named.iter().flatten().count();
    let header_found = table.len() > 1 && (known >= 2 || (known == 1 && first.len() == 1));
    let mut columns: Vec<(usize, GoodsField)> = Vec::new();
    let mut ignored = Vec::new();
    let says = |column: usize| table.iter().any(|row| row.get(column).is_some_and(|cell| !cell.trim().is_empty()));
    for column in 0..width {
        let field = if header_found {
            named.get(column).copied().flatten()
        } else {
            let begin = GoodsField::ALL.iter().position(|field| *field == start).unwrap_or(0);
            GoodsField::ALL.get(begin + column).copied()
        };
        match field {
            Some(field) if !columns.iter().any(|(_, taken)| *taken == field) => columns.push((column, field)),
            _ if says(column) => {
                let name = first.get(column).filter(|name| header_found && !name.trim().is_empty());
                ignored.push(name.map_or_else(|| (column + 1).to_string(), |name| name.trim().to_owned()));
            }
            _ => {}
        }
    }
    (columns, header_found, ignored)
}

fn text_cell(cell: &str, field: GoodsField) -> String {
    match field {
        GoodsField::OriginCountry | GoodsField::Currency | GoodsField::Unit if cell.len() <= 3 => cell.to_uppercase(),
        _ => cell.to_owned(),
    }
}

/// Canonical numbers of one column; a cell that is a question is left out and asked about.
fn numbers(
    cells: &[&str],
    field: GoodsField,
    decimal_mark: char,
    group_mark: Option<char>,
    questions: &mut Vec<PasteQuestion>,
) -> Vec<Option<String>> {
    let readings = read_column(cells, decimal_mark, group_mark);
    let mut texts = Vec::new();
    for (row, (cell, reading)) in cells.iter().zip(readings).enumerate() {
        let (text, readings) = match reading {
            _ if cell.is_empty() => (None, None),
            // Packages are counted in whole numbers.
            Reading::Value(value) if field == GoodsField::PackageCount && value.scale() > 0 => {
                (None, Some(vec![value.to_string()]))
            }
            Reading::Value(value) => (Some(value.to_string()), None),
            Reading::Question(readings) => (None, Some(readings.iter().map(ToString::to_string).collect())),
            Reading::Unreadable => (None, Some(Vec::new())),
        };
        if let Some(readings) = readings {
            questions.push(PasteQuestion { row, field, typed: (*cell).to_owned(), readings });
        }
        texts.push(text);
    }
    texts
}

#[cfg(test)]
mod tests;
