//! Which column is for which field? A proposal from the heads, shown and corrected by a person, and kept as text for the
//! next file of the same exporter.

use std::cmp::Reverse;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::error::FormatError;

use super::super::table::{Row, Sheet, Tables, column_number};
use super::columns::{REF, field, is_of_item, named};
use super::heads;

/// Rows at the top of a sheet in which the heads are looked for.
pub(super) const LOOKED_AT: usize = 20;

/// Which columns are for which fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The columns.
    #[serde(default, rename = "column")]
    pub columns: Vec<ColumnMapping>,
}

/// One column and its field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnMapping {
    /// Name of the sheet; empty for every sheet.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sheet: String,
    /// What stands in its head, or its letter where the head is empty.
    pub head: String,
    /// The field, for instance `items.hs.code`; empty for a column that nobody wants.
    pub field: String,
    /// Unit or currency of all its amounts, where no other column says one; or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
}

impl Mapping {
    /// The mapping as text, for keeping; the same mapping gives the same text.
    pub fn to_text(&self) -> String {
        // Text keys and text values leave nothing that could fail.
        toml::to_string(self).unwrap_or_default()
    }

    /// Reads what [`Mapping::to_text`] wrote, or a person.
    ///
    /// # Errors
    /// `Mapping` with the line, for text of another shape and for fields that do not exist.
    pub fn from_text(text: &str) -> Result<Self, FormatError> {
        let mapping: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            FormatError::Mapping { line: before.matches('\n').count() + 1, text: error.message().to_owned() }
        })?;
        for column in &mapping.columns {
            if !is_known(&column.field) {
                let place = text.find(&format!("\"{}\"", column.field)).unwrap_or(0);
                let line = text.get(..place).unwrap_or_default().matches('\n').count() + 1;
                return Err(FormatError::Mapping { line, text: column.field.clone() });
            }
        }
        Ok(mapping)
    }

    /// What is remembered, and for heads it does not know what is proposed.
    #[must_use]
    pub fn completed_with(&self, proposed: &Self) -> Self {
        let known = |other: &ColumnMapping| self.columns.iter().any(|own| own.is_for(&other.sheet, &other.head));
        let mut columns = self.columns.clone();
        columns.extend(proposed.columns.iter().filter(|other| !known(other)).cloned());
        Self { columns }
    }

    /// The same for files whose sheet has another name: where all columns stand on one sheet, its name says nothing.
    #[must_use]
    pub fn for_any_name(mut self) -> Self {
        let mut names = self.columns.iter().map(|column| &column.sheet).filter(|name| !name.is_empty());
        let first = names.next();
        if names.all(|name| Some(name) == first) {
            self.columns.iter_mut().for_each(|column| column.sheet.clear());
        }
        self
    }

    /// The first field that does not exist, when there is one.
    pub fn unknown_field(&self) -> Option<&str> {
        self.columns.iter().map(|column| column.field.as_str()).find(|name| !is_known(name))
    }

    /// Takes out entries for fields that do not exist.
    pub(super) fn forget_unknown_fields(&mut self) {
        self.columns.retain(|column| is_known(&column.field));
    }

    /// The mapping by its heads, for the many cells that may be one.
    pub(super) fn by_head(&self) -> ByHead<'_> {
        let mut heads: Vec<_> = self.columns.iter().map(|column| (digest(&column.head), column)).collect();
        // Stable: of columns with one head the first stays the first.
        heads.sort_by_key(|(digest, _)| *digest);
        ByHead { mapping: self, heads }
    }
}

/// A mapping whose columns are found by their heads.
pub(super) struct ByHead<'m> {
    mapping: &'m Mapping,
    heads: Vec<(u64, &'m ColumnMapping)>,
}

impl<'m> ByHead<'m> {
    /// What is said about a column; `head` is what stands in its head, `column` counts from 0.
    pub(super) fn for_column(&self, sheet: &str, head: &str, column: u32) -> Option<&'m ColumnMapping> {
        if !head.trim().is_empty() {
            return self.entry(sheet, head);
        }
        let by_letter = |one: &&ColumnMapping| column_number(one.head.trim()) == Some(column);
        self.mapping.columns.iter().find(|one| by_letter(one) && (one.sheet.is_empty() || same(&one.sheet, sheet)))
    }

    /// The entry for a column: the one for this very sheet first.
    fn entry(&self, sheet: &str, head: &str) -> Option<&'m ColumnMapping> {
        let wanted = digest(head);
        let from = self.heads.partition_point(|(digest, _)| *digest < wanted);
        let alike = self.heads.get(from..).unwrap_or_default().iter().take_while(|(digest, _)| *digest == wanted);
        let fits = || alike.clone().map(|(_, column)| *column).filter(|column| column.is_for(sheet, head));
        fits().find(|column| column.sheet == sheet).or_else(|| fits().next())
    }
}

/// A field that exists, the reference, or nothing for a column that nobody wants.
fn is_known(name: &str) -> bool {
    name.is_empty() || column_for(name).is_some()
}

/// The name of a field as the list of fields has it, or the reference.
fn column_for(name: &str) -> Option<&'static str> {
    if name == REF { Some(REF) } else { field(name).map(|field| field.name.as_str()) }
}

impl ColumnMapping {
    fn is_for(&self, sheet: &str, head: &str) -> bool {
        (self.sheet.is_empty() || same(&self.sheet, sheet)) && same(&self.head, head)
    }
}

fn same(one: &str, other: &str) -> bool {
    one == other || folded(one) == folded(other)
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// A number that texts which are the same have in common.
fn digest(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.trim().chars().flat_map(char::to_lowercase).for_each(|c| c.hash(&mut hasher));
    hasher.finish()
}

/// A column of a sheet that is taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) column: u32,
    pub(super) field: &'static str,
    pub(super) unit: String,
}

/// How a sheet is read by a mapping.
pub(super) struct Plan<'a> {
    pub(super) sheet: &'a Sheet,
    /// The columns taken, from the left.
    pub(super) taken: Vec<Taken>,
    /// Columns that nobody knows, with their heads.
    pub(super) unknown: Vec<(u32, String)>,
    /// Columns for a field that another column is for already.
    pub(super) twice: Vec<(u32, String)>,
    /// Row number of the heads.
    pub(super) head_row: u32,
    /// Rows below the heads.
    pub(super) rows: &'a [Row],
}

/// Proposes a mapping from the heads of all sheets that are not hidden.
pub fn propose(tables: &Tables) -> Mapping {
    let mut columns = Vec::new();
    for sheet in tables.sheets.iter().filter(|sheet| !sheet.hidden) {
        let in_items = heads::is_items_sheet(&sheet.name);
        let Some((row, _)) = known_heads(sheet) else { continue };
        for cell in &row.cells {
            let head = cell.value.text();
            if let Some((field, unit)) = heads::field(&head, in_items) {
                columns.push(ColumnMapping { sheet: sheet.name.to_string(), head, field: field.to_owned(), unit });
            }
        }
    }
    settle_invoices(&mut columns);
    columns.shrink_to_fit();
    Mapping { columns }
}

/// Does a sheet have heads that are known by themselves?
pub(super) fn has_heads(sheet: &Sheet) -> bool {
    known_heads(sheet).is_some()
}

/// The row of heads that are known by themselves, and what stands below it. One known head of several could be a word in
/// any text.
pub(super) fn known_heads(sheet: &Sheet) -> Option<(&Row, &[Row])> {
    let in_items = heads::is_items_sheet(&sheet.name);
    head_row(sheet, |head| weight(head, in_items)).filter(|(row, _)| {
        let known = row.cells.iter().filter(|cell| weight(&cell.value.text(), in_items) > 0).count();
        known >= 2 || row.cells.len() == 1
    })
}

/// A name of the data set weighs more than a label that means the same.
fn weight(head: &str, in_items: bool) -> usize {
    match (named(head, in_items), heads::field(head, in_items)) {
        (Some(_), _) => 2,
        (None, Some(_)) => 1,
        (None, None) => 0,
    }
}

/// On a sheet that has goods, an invoice number stands beside the goods it is for.
fn settle_invoices(columns: &mut [ColumnMapping]) {
    let with_goods: Vec<String> =
        columns.iter().filter(|column| is_of_item(&column.field)).map(|column| column.sheet.clone()).collect();
    for column in columns.iter_mut().filter(|column| with_goods.contains(&column.sheet)) {
        // Whoever writes the name of the data set means the list of the head.
        if column.head.contains('.') {
            continue;
        }
        match column.field.as_str() {
            "invoices.number" => column.field = "items.invoice.number".to_owned(),
            "invoices.date" => column.field = "items.invoice.date".to_owned(),
            _ => {}
        }
    }
}

/// The row of heads: of the first rows the one whose heads weigh most, and what stands below it.
fn head_row(sheet: &Sheet, weight: impl Fn(&str) -> usize) -> Option<(&Row, &[Row])> {
    let sum = |row: &Row| row.cells.iter().map(|cell| weight(&cell.value.text())).sum::<usize>();
    let summed = sheet.rows.iter().take(LOOKED_AT).enumerate().map(|(index, row)| (sum(row), Reverse(index)));
    let (_, Reverse(index)) = summed.filter(|(sum, _)| *sum > 0).max()?;
    Some((sheet.rows.get(index)?, sheet.rows.get(index + 1..).unwrap_or_default()))
}

/// The row of heads that a mapping knows, and what stands below it.
pub(super) fn heads_by<'a>(sheet: &'a Sheet, mapping: &ByHead<'_>) -> Option<(&'a Row, &'a [Row])> {
    head_row(sheet, |head| usize::from(mapping.entry(&sheet.name, head).is_some()))
}

/// Reads the heads of a sheet by a mapping; none when no head of it is known.
pub(super) fn plan<'a>(sheet: &'a Sheet, mapping: &ByHead<'_>) -> Option<Plan<'a>> {
    let (head, rows) = heads_by(sheet, mapping)?;
    let mut plan =
        Plan { sheet, taken: Vec::new(), unknown: Vec::new(), twice: Vec::new(), head_row: head.number, rows };
    let width = rows.iter().chain([head]).filter_map(|row| row.cells.last()).map(|cell| cell.column + 1).max()?;
    for column in 0..width {
        let name = head.cell(column).map(|cell| cell.value.text()).unwrap_or_default();
        let says = || rows.iter().any(|row| row.cell(column).is_some());
        match mapping.for_column(&sheet.name, &name, column) {
            Some(found) if found.field.is_empty() => {}
            Some(found) if plan.taken.iter().any(|taken| taken.field == found.field) => {
                plan.twice.push((column, found.field.clone()));
            }
            // A field that does not exist is as good as a column that nobody wants.
            Some(found) => {
                let taken = |field| Taken { column, field, unit: found.unit.clone() };
                plan.taken.extend(column_for(&found.field).map(taken));
            }
            None if says() => plan.unknown.push((column, name)),
            None => {}
        }
    }
    plan.taken.shrink_to_fit();
    Some(plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_kept_as_text_and_completed() {
        let column = |sheet: &str, head: &str, field: &str, unit: &str| ColumnMapping {
            sheet: sheet.into(),
            head: head.into(),
            field: field.into(),
            unit: unit.into(),
        };
        let kept = Mapping {
            columns: vec![column("", "Poids \"brut\" (kg)", "items.gross_mass", "KGM"), column("orders", "C", "", "")],
        };
        let text = kept.to_text();
        assert_eq!(Mapping::from_text(&text).unwrap(), kept, "{text}");
        let proposed = Mapping {
            columns: vec![
                column("orders", "poids \"BRUT\" (kg)", "items.net_mass", ""),
                column("orders", "Client", "consignee.name", ""),
            ],
        };
        let completed = kept.completed_with(&proposed);
        assert_eq!(completed.columns.len(), 3, "what is remembered wins");
        assert_eq!(completed.columns[2].field, "consignee.name");
    }

    #[test]
    fn the_name_of_an_only_sheet_says_nothing_about_the_next_file() {
        let on = |sheet: &str, head: &str| ColumnMapping {
            sheet: sheet.into(),
            head: head.into(),
            ..ColumnMapping::default()
        };
        let sheets = |columns: Vec<ColumnMapping>| -> Vec<String> {
            Mapping { columns }.for_any_name().columns.into_iter().map(|column| column.sheet).collect()
        };
        assert_eq!(sheets(vec![on("May", "A"), on("", "B"), on("May", "C")]), ["", "", ""]);
        assert_eq!(sheets(vec![on("heads", "A"), on("goods", "A")]), ["heads", "goods"], "one head, two meanings");
        assert_eq!(sheets(Vec::new()), Vec::<String>::new());
    }

    #[test]
    fn a_wrong_mapping_is_refused_with_its_line() {
        for (text, line) in [
            ("[[column]]\nhead = \"A\"\nfield = \"exporter.colour\"\n", 3),
            ("[[column]]\nhead = 1\nfield = \"ref\"\n", 2),
            ("[[column]]\nhead = \"A\"\nfield = \"ref\"\n\n[[column]]\nfeld = \"ref\"\n", 5),
        ] {
            let Err(FormatError::Mapping { line: found, .. }) = Mapping::from_text(text) else { panic!("{text}") };
            assert!(found.abs_diff(line) <= 1, "{found} for {text}");
        }
    }
}
