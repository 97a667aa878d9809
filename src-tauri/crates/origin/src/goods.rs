//! What is certified: goods items, their packages, codes, origin and invoices (`dataset.md` 2.5).

use crate::decimal::Decimal;
use crate::time::Date;
use crate::word::words;

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
    /// 7143 code of a national tariff, for instance `TSP`; empty for the Harmonized System itself.
    pub list: String,
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
    /// Parsed share, with up to 2 decimals.
    pub percent: Option<Decimal>,
    /// Parsed HS heading after W or Д; digits only.
    pub heading: String,
    /// Parsed sub-criterion: `CC`, `CTH`, `CTSH`, a digit, or the kind of rule.
    pub sub: String,
    /// How the value content was computed.
    pub rvc_method: Option<RvcMethod>,
}

words! {
    /// How a regional value content is computed.
    RvcMethod {
        /// Value less non-originating materials, as share of the value.
        BuildDown = "build_down",
        /// Originating materials as share of the value.
        BuildUp = "build_up",
        /// Net cost less non-originating materials, as share of the net cost.
        NetCost = "net_cost",
        /// Value less the named non-originating materials only.
        FocusedValue = "focused_value",
        /// Transaction value, without saying which way.
        TransactionValue = "transaction_value",
    }
}

words! {
    /// Something else that made the goods originate (ALADI `GoodsItemOtherInstances`).
    Instance {
        /// De minimis.
        DeMinimis = "DMI",
        /// Intermediate material.
        IntermediateMaterial = "MAI",
        /// Fungible goods or materials.
        FungibleGoods = "BMF",
        /// Accumulation.
        Accumulation = "ACU",
    }
}

/// A producer's sworn declaration of origin for one line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProducerDeclaration {
    /// Its number, at most 30 characters in the dialect that has one.
    pub number: String,
    /// Its date.
    pub date: Option<Date>,
}

/// The value of a line, only where the scheme asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Exact amount.
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: String,
    /// What the amount means: FOB, EXW, CIF …
    pub basis: String,
    /// Incoterm of the sale, when it is stated beside the basis; or empty.
    pub incoterm: String,
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
    /// Other instances that made the goods originate.
    pub instances: Vec<Instance>,
    /// Countries whose inputs were cumulated, ISO 3166-1 alpha-2.
    pub cumulation_countries: Vec<String>,
    /// Numbers into the certificate's producers.
    pub producer_refs: Vec<u32>,
    /// Gross mass.
    pub gross_mass: Option<Measure>,
    /// Net mass.
    pub net_mass: Option<Measure>,
    /// Other quantities.
    pub quantities: Vec<Measure>,
    /// Which of the other quantities write-offs count, from 1; the first when nothing is said.
    pub ledger: Option<u32>,
    /// Value.
    pub value: Option<Value>,
    /// Positions (from 1) into the certificate's invoices.
    pub invoice_refs: Vec<u32>,
    /// The producer's sworn declaration for this line.
    pub producer_declaration: Option<ProducerDeclaration>,
}

impl GoodsItem {
    /// The quantity that a border post's write-offs count: the marked one, else the first, else net, else gross mass.
    pub fn ledger(&self) -> Option<&Measure> {
        let marked = self.ledger.and_then(|position| usize::try_from(position).ok()?.checked_sub(1));
        let quantity = self.quantities.get(marked.unwrap_or_default()).or(self.quantities.first());
        quantity.or(self.net_mass.as_ref()).or(self.gross_mass.as_ref())
    }
}

/// A commercial invoice in the certificate's numbered list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Invoice {
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: Option<Date>,
    /// 1001 code: 380 commercial invoice, 325 pro forma; empty when nothing is said.
    pub kind: String,
    /// Issued by somebody else than the exporter.
    pub third_party: bool,
}
