//! What is kept of how somebody read a file, for the next one of the same origin? Columns and their fields, and the marks
//! of numbers and days; consent to change what stands in cells is given anew for every file.

use serde::{Deserialize, Serialize};

use super::mapping::{ColumnMapping, Mapping};
use super::{DateOrder, SheetReading};

/// Most columns that are kept for one origin.
const MOST_COLUMNS: usize = 2_048;

/// How files of one origin are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remembered {
    /// The columns.
    pub mapping: Mapping,
    /// Marks of numbers and order of days; `leading_zeros` is never kept.
    pub reading: SheetReading,
}

/// As it stands in the text.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    decimal: char,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    group: Option<char>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dates: Option<String>,
    #[serde(default, rename = "column")]
    columns: Vec<ColumnMapping>,
}

impl Remembered {
    /// As text, for keeping; the same gives the same text.
    pub fn to_text(&self) -> String {
        let SheetReading { decimal, group, dates, leading_zeros: _ } = self.reading;
        let dates = dates.map(|order| order.word().to_owned());
        // Text keys and text values leave nothing that could fail.
        toml::to_string(&Kept { decimal, group, dates, columns: self.mapping.columns.clone() }).unwrap_or_default()
    }

    /// Reads what [`Remembered::to_text`] wrote; none for anything else. Fields that do not exist any more are forgotten.
    pub fn from_text(text: &str) -> Option<Self> {
        let Kept { decimal, group, dates, columns } = toml::from_str(text).ok()?;
        let dates = match dates {
            Some(word) => Some(DateOrder::parse(&word)?),
            None => None,
        };
        let mut mapping = Mapping { columns };
        mapping.forget_unknown_fields();
        Some(Self { mapping, reading: SheetReading { decimal, group, dates, leading_zeros: false } })
    }

    /// What is read by now, and columns that were known before and are not in this file.
    #[must_use]
    pub fn after(self, earlier: &Self) -> Self {
        let mut mapping = self.mapping.completed_with(&earlier.mapping);
        mapping.columns.truncate(MOST_COLUMNS);
        Self { mapping, reading: self.reading }
    }
}

impl DateOrder {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::DayFirst, Self::MonthFirst, Self::YearFirst];

    /// Its word: `dmy`, `mdy`, `ymd`.
    pub fn word(self) -> &'static str {
        match self {
            Self::DayFirst => "dmy",
            Self::MonthFirst => "mdy",
            Self::YearFirst => "ymd",
        }
    }

    /// From its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(head: &str, field: &str) -> ColumnMapping {
        ColumnMapping { head: head.into(), field: field.into(), ..ColumnMapping::default() }
    }

    fn remembered(columns: Vec<ColumnMapping>) -> Remembered {
        let reading =
            SheetReading { decimal: ',', group: Some('.'), dates: Some(DateOrder::DayFirst), leading_zeros: true };
        Remembered { mapping: Mapping { columns }, reading }
    }

    #[test]
    fn what_is_kept_comes_back_but_for_the_consent() {
        let kept = remembered(vec![column("Ware \"x\"", "items.description"), column("Egal", "")]);
        let read = Remembered::from_text(&kept.to_text()).unwrap();
        assert_eq!(read.mapping, kept.mapping);
        assert_eq!(read.reading, SheetReading { leading_zeros: false, ..kept.reading });
        assert_eq!(Remembered::from_text(&Remembered::default().to_text()), Some(Remembered::default()));
    }

    #[test]
    fn text_of_another_shape_is_nothing_and_fields_that_are_gone_are_forgotten() {
        for text in ["", "decimal = 1", "decimal = \".\"\ndates = \"dym\"", "decimal = \".\"\nfuture = 1", "{"] {
            assert_eq!(Remembered::from_text(text), None, "{text}");
        }
        let kept = remembered(vec![column("A", "exporter.colour"), column("B", "ref"), column("C", "")]);
        let read = Remembered::from_text(&kept.to_text()).unwrap();
        assert_eq!(read.mapping.columns, [column("B", "ref"), column("C", "")]);
    }

    #[test]
    fn the_last_choice_wins_and_columns_of_other_files_stay() {
        let earlier = remembered(vec![column("A", "ref"), column("B", "exporter.name")]);
        let now =
            Remembered { mapping: Mapping { columns: vec![column("b", "consignee.name")] }, ..Remembered::default() };
        let after = now.after(&earlier);
        assert_eq!(after.mapping.columns, [column("b", "consignee.name"), column("A", "ref")]);
        assert_eq!(after.reading, SheetReading::default());
        let many = Mapping { columns: (0..3_000).map(|at| column(&format!("h{at}"), "")).collect() };
        let full = Remembered { mapping: many, ..Remembered::default() }.after(&earlier);
        assert_eq!(full.mapping.columns.len(), MOST_COLUMNS);
    }
}
