//! What did somebody paste from a spreadsheet into the goods grid? Rows of cells, the questions their numbers raise,
//! and the columns nobody knows.

use tamga_origin::word::Word;

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
pub fn read_goods(text: &str, decimal_mark: char, group_mark: Option<char>, start: GoodsField) -> PastedGoods {
    let _ = (text, decimal_mark, group_mark, start);
    PastedGoods::default()
}
