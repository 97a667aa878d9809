//! What is certified: goods items, their packages, codes, origin and invoices (`dataset.md` 2.5).

use crate::decimal::Decimal;
use crate::time::Date;

/// An exact quantity with its Rec 20 unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Exact amount.
    pub amount: Decimal,
    /// Rec 20 code, for instance `KGM`.
    pub unit: String,
}

/// One line of packages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Packages {
    /// Marks and numbers, or "NO MARKS".
    pub marks: String,
    /// How many; none for bulk.
    pub count: Option<u64>,
    /// Rec 21 code, or empty.
    pub kind: String,
    /// Printed words for the kind.
    pub kind_text: String,
}

/// A tariff code with its edition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HsCode {
    /// Digits only, 6 to 12.
    pub code: String,
    /// As printed, for instance `2204.21`.
    pub printed: String,
    /// HS year, for instance `2017`; empty when unknown.
    pub edition: String,
}

/// Where a line of goods originates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// ISO 3166-1 alpha-2, or a group code such as `EU`.
    pub country: String,
    /// Region if printed.
    pub region: String,
    /// Country that sets the tariff when it differs (RCEP).
    pub preference_country: String,
}

/// The origin criterion of a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Criterion {
    /// Code from the profile's list.
    pub code: String,
    /// The exact words in the box; authoritative.
    pub printed: String,
}

/// The value of a line, only where the scheme asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Exact amount.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: String,
    /// FOB, EXW, CIF …
    pub basis: String,
}

/// One line of goods.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoodsItem {
    /// Number on the form, from 1; kept for the certificate's life.
    pub sequence: u32,
    /// Packages of the line.
    pub packages: Vec<Packages>,
    /// Description, at most 4000 characters.
    pub description: String,
    /// Article numbers, GTINs: scheme and value joined by `:` as read.
    pub product_codes: Vec<String>,
    /// Tariff code.
    pub hs: HsCode,
    /// Origin.
    pub origin: Origin,
    /// Origin criterion.
    pub criterion: Criterion,
    /// Numbers into the certificate's producers.
    pub producer_refs: Vec<u32>,
    /// Gross mass.
    pub gross_mass: Option<Measure>,
    /// Net mass.
    pub net_mass: Option<Measure>,
    /// Other quantities; the first one is what write-offs count when there is one (else net, else gross mass).
    pub quantities: Vec<Measure>,
    /// Value.
    pub value: Option<Value>,
    /// Positions (from 1) into the certificate's invoices.
    pub invoice_refs: Vec<u32>,
}

impl GoodsItem {
    /// The quantity that a border post's write-offs count (`dataset.md` 2.5, `ledger`).
    pub fn ledger(&self) -> Option<&Measure> {
        self.quantities.first().or(self.net_mass.as_ref()).or(self.gross_mass.as_ref())
    }
}

/// A commercial invoice in the certificate's numbered list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Invoice {
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: Option<Date>,
    /// Issued by somebody else than the exporter.
    pub third_party: bool,
}
