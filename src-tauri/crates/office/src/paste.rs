//! What was pasted from a spreadsheet? Rows and cells of goods, columns judged as a whole.

use crate::typed::NumberMarks;

/// A goods cell that can be pasted.
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
    /// Tariff code.
    Hs,
    /// Country of origin.
    OriginCountry,
    /// Origin criterion.
    Criterion,
    /// Gross mass.
    GrossMass,
    /// Net mass.
    NetMass,
    /// Quantity.
    Quantity,
    /// Unit of the quantity.
    Unit,
    /// Value.
    Value,
    /// Currency.
    Currency,
    /// Invoice.
    Invoice,
}

impl GoodsField {
    /// All fields, in the order of the grid.
    pub const ALL: [Self; 14] = [
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

    /// The word at the window's edge, for instance `packageCount`.
    pub fn word(self) -> &'static str {
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

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }
}

/// A pasted row: the cells that were there, numbers in canonical decimal text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastedRow {
    /// Cells by field, in the order of the columns.
    pub cells: Vec<(GoodsField, String)>,
}

/// A cell that can be read in two ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasteQuestion {
    /// Row of this paste, from 0.
    pub row: usize,
    /// Cell.
    pub field: GoodsField,
    /// As typed.
    pub typed: String,
    /// Canonical decimal texts, the decimal reading first.
    pub readings: Vec<String>,
}

/// What a paste holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoodsPasted {
    /// Rows.
    pub rows: Vec<PastedRow>,
    /// Doubts.
    pub questions: Vec<PasteQuestion>,
    /// The first row named the columns.
    pub header_found: bool,
    /// Named columns that mean nothing here.
    pub ignored_columns: Vec<String>,
}

/// Reads rows copied from a spreadsheet (cells separated by tabs, quoted where they hold line breaks). Without a header
/// row the columns follow the grid from `start` on.
pub fn read_paste(text: &str, marks: &NumberMarks, start: GoodsField) -> GoodsPasted {
    let _ = (text, marks, start);
    pending!()
}
