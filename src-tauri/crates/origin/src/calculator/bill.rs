//! What went into the product: the bill of materials, the values of the product and its costs.

use super::CalculationRefused;
use crate::decimal::Decimal;
use crate::goods::Measure;
use crate::word::words;

words! {
    /// What is known about the origin of a material.
    Status {
        /// It originates where the product is made.
        Originating = "originating",
        /// It does not originate.
        NonOriginating = "non_originating",
        /// It originates in another country whose materials may be counted as one's own.
        Accumulation = "accumulation",
        /// Nobody knows; it counts as not originating.
        Unknown = "unknown",
    }
}

words! {
    /// A value of the product that shares are taken of.
    ValueBasis {
        /// Free on board.
        Fob = "fob",
        /// Ex works.
        ExWorks = "ex_works",
        /// The price paid, without international transport; also called adjusted value.
        Transaction = "transaction",
        /// All costs of the product.
        TotalCost = "total_cost",
    }
}

words! {
    /// A cost that counts as originating content where the agreement adds costs up.
    DirectCost {
        /// Wages and what goes with them.
        Labour = "labour",
        /// Overhead that belongs to production.
        Overhead = "overhead",
        /// Profit.
        Profit = "profit",
        /// What it takes to bring the goods on board.
        Other = "other",
    }
}

words! {
    /// A cost that net cost leaves out (USMCA article 4.1, NAFTA article 415).
    ExcludedCost {
        /// Sales promotion, marketing and after-sales service.
        SalesPromotion = "sales_promotion",
        /// Royalties.
        Royalties = "royalties",
        /// Shipping and packing.
        Shipping = "shipping",
        /// Interest that is not allowed.
        Interest = "interest",
    }
}

/// What is made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Product {
    /// Description.
    pub description: String,
    /// Tariff code, digits only.
    pub hs: String,
    /// Country of production, ISO 3166-1 alpha-2.
    pub country: String,
    /// Net weight, where the rule goes by weight.
    pub weight: Option<Measure>,
}

/// Values of the product, as far as the rule needs them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values {
    /// Free on board.
    pub fob: Option<Decimal>,
    /// Ex works.
    pub ex_works: Option<Decimal>,
    /// Transaction value.
    pub transaction: Option<Decimal>,
}

/// A cost with its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost<K> {
    /// Kind of cost.
    pub kind: K,
    /// Amount in the currency of the bill.
    pub amount: Decimal,
}

/// Total cost and what net cost leaves out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetCost {
    /// All costs of the product.
    pub total: Decimal,
    /// Costs that are left out.
    pub excluded: Vec<Cost<ExcludedCost>>,
}

/// One material of the bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// Number of the line, from 1.
    pub line: u32,
    /// Description.
    pub description: String,
    /// Tariff code, digits only; empty when unknown.
    pub hs: String,
    /// Country of origin, ISO 3166-1 alpha-2; empty when unknown.
    pub origin: String,
    /// What is known about its origin.
    pub status: Status,
    /// Its value in the product.
    pub value: Option<Decimal>,
    /// Currency of the value; empty for the bill's.
    pub currency: String,
    /// Its weight in the product.
    pub weight: Option<Measure>,
    /// Originating value inside a material that does not originate, proven by its maker (full accumulation).
    pub originating_content: Option<Decimal>,
    /// Does the rule name this material (focused value)?
    pub named_by_rule: bool,
}

/// Everything that is known about a product and its materials.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BillOfMaterials {
    /// The product.
    pub product: Product,
    /// Currency of all amounts, ISO 4217.
    pub currency: String,
    /// Values of the product.
    pub values: Values,
    /// Costs that count as originating content.
    pub costs: Vec<Cost<DirectCost>>,
    /// Total cost, where net cost is asked.
    pub net_cost: Option<NetCost>,
    /// The materials.
    pub materials: Vec<Material>,
}

impl BillOfMaterials {
    /// The value that shares are taken of.
    pub(super) fn value(&self, basis: ValueBasis) -> Result<Decimal, CalculationRefused> {
        let value = match basis {
            ValueBasis::Fob => self.values.fob,
            ValueBasis::ExWorks => self.values.ex_works,
            ValueBasis::Transaction => self.values.transaction,
            ValueBasis::TotalCost => self.net_cost.as_ref().map(|cost| cost.total),
        };
        let value = value.ok_or(CalculationRefused::BasisMissing { basis })?;
        if value.is_negative() || value.is_zero() {
            return Err(CalculationRefused::BasisNotPositive { basis });
        }
        Ok(value)
    }

    /// One currency, no amount below zero, no line twice.
    pub(super) fn check(&self) -> Result<(), CalculationRefused> {
        if self.currency.len() != 3 || !self.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(CalculationRefused::Currency { found: self.currency.clone() });
        }
        let excluded = self.net_cost.iter().flat_map(|cost| &cost.excluded).map(|cost| cost.amount);
        if self.costs.iter().map(|cost| cost.amount).chain(excluded).any(Decimal::is_negative) {
            return Err(CalculationRefused::NegativeCost);
        }
        let mut lines: Vec<u32> = self.materials.iter().map(|material| material.line).collect();
        lines.sort_unstable();
        if let Some(line) = lines.windows(2).find_map(|pair| pair.first().filter(|line| pair.last() == Some(line))) {
            return Err(CalculationRefused::LineTwice { line: *line });
        }
        self.materials.iter().try_for_each(|material| self.check_material(material))
    }

    fn check_material(&self, material: &Material) -> Result<(), CalculationRefused> {
        let line = material.line;
        if !material.currency.is_empty() && material.currency != self.currency {
            let (found, expected) = (material.currency.clone(), self.currency.clone());
            return Err(CalculationRefused::MixedCurrencies { line, found, expected });
        }
        let weight = material.weight.as_ref().map(|weight| weight.amount);
        if [material.value, material.originating_content, weight].into_iter().flatten().any(Decimal::is_negative) {
            return Err(CalculationRefused::NegativeValue { line });
        }
        match (material.originating_content, material.value) {
            (Some(inside), Some(value)) if inside > value => Err(CalculationRefused::ContentAboveValue { line }),
            (Some(_), None) => Err(CalculationRefused::ValueMissing { line }),
            _ => Ok(()),
        }
    }
}
