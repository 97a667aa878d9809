//! What does the agreement ask of the product? Kinds of rule with their thresholds, as a person took them from it.

use super::{CalculationRefused, ValueBasis};
use crate::decimal::Decimal;
use crate::word::words;

words! {
    /// How regional value content is worked out; percentages are shares of the value.
    Method {
        /// (V − VNM) / V: the value less the materials that do not originate.
        BuildDown = "build_down",
        /// VOM / V: the materials that originate.
        BuildUp = "build_up",
        /// (VOM + labour + overhead + profit + other costs) / V, which some agreements call build-up or direct too.
        Direct = "direct",
        /// (NC − VNM) / NC: over net cost instead of a price.
        NetCost = "net_cost",
        /// (V − FVNM) / V: only the materials that the rule names count against the product.
        Focused = "focused",
    }
}

words! {
    /// At which level of the nomenclature materials must differ from the product.
    Level {
        /// Two digits.
        Chapter = "CC",
        /// Four digits.
        Heading = "CTH",
        /// Six digits.
        Subheading = "CTSH",
    }
}

impl Level {
    /// Digits that are compared.
    pub fn digits(self) -> usize {
        match self {
            Self::Chapter => 2,
            Self::Heading => 4,
            Self::Subheading => 6,
        }
    }
}

/// Regional value content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueContent {
    /// How it is worked out.
    pub method: Method,
    /// The value it is a share of; net cost takes no value.
    pub basis: ValueBasis,
    /// Least percentage; exactly met is met.
    pub threshold: Decimal,
}

/// What is forgiven of a change of tariff classification (`agreements.md` section 5, `de_minimis`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeMinimis {
    /// Most percent of the value.
    pub percent_value: Option<Decimal>,
    /// The value it is a share of.
    pub basis: ValueBasis,
    /// Most percent of the weight.
    pub percent_weight: Option<Decimal>,
    /// Chapters of the product, first and last, in which it may go by weight.
    pub weight_chapters: Option<(u8, u8)>,
    /// In those chapters it goes by weight alone, not by value or weight.
    pub weight_alone: bool,
}

/// A change of tariff classification of every material that does not originate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TariffChange {
    /// At which level.
    pub level: Level,
    /// Chapters, headings or subheadings from which no change counts, digits only.
    pub except: Vec<String>,
    /// What is forgiven.
    pub de_minimis: Option<DeMinimis>,
}

/// A rule of origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Wholly obtained or produced.
    WhollyObtained,
    /// Produced only from originating materials.
    OnlyOriginating,
    /// Regional value content.
    ValueContent(ValueContent),
    /// Change of tariff classification.
    TariffChange(TariffChange),
    /// Both at once.
    Both(TariffChange, ValueContent),
}

impl Rule {
    /// The change it asks for.
    pub fn change(&self) -> Option<&TariffChange> {
        match self {
            Self::TariffChange(change) | Self::Both(change, _) => Some(change),
            _ => None,
        }
    }

    /// The content it asks for.
    pub fn content(&self) -> Option<&ValueContent> {
        match self {
            Self::ValueContent(content) | Self::Both(_, content) => Some(content),
            _ => None,
        }
    }

    pub(super) fn check(&self) -> Result<(), CalculationRefused> {
        let tolerance = self.change().and_then(|change| change.de_minimis.as_ref());
        let percents = [
            self.content().map(|content| content.threshold),
            tolerance.and_then(|one| one.percent_value),
            tolerance.and_then(|one| one.percent_weight),
        ];
        let hundred = Decimal::whole(100);
        match percents.into_iter().flatten().find(|percent| percent.is_negative() || *percent > hundred) {
            Some(found) => Err(CalculationRefused::Percent { found }),
            None => Ok(()),
        }
    }
}

/// What may be counted as originating besides what originates where the product is made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// The form the criterion is for; its id, or empty.
    pub agreement: String,
    /// Countries whose originating materials count, ISO 3166-1 alpha-2.
    pub accumulation: Vec<String>,
    /// Does originating value inside materials that do not originate count too?
    pub full_accumulation: bool,
}
