//! How did the result come about? Steps as data: a code, the exact figures, the lines concerned, and whether it holds.

use crate::ratio::Ratio;
use crate::word::words;

words! {
    /// One step of a calculation.
    StepCode {
        /// Materials are told apart: VOM, VNM.
        MaterialsSorted = "materials.sorted",
        /// Materials of other listed countries are counted as originating.
        AccumulationCounted = "accumulation.counted",
        /// Originating value inside materials that do not originate is counted.
        AccumulationContent = "accumulation.content",
        /// No material of anywhere else.
        WhollyObtained = "materials.wholly_obtained",
        /// No material that does not originate.
        OnlyOriginating = "materials.only_originating",
        /// NC = TC − what is left out.
        NetCost = "net_cost",
        /// RVC = (V − VNM) / V × 100.
        BuildDown = "rvc.build_down",
        /// RVC = VOM / V × 100.
        BuildUp = "rvc.build_up",
        /// RVC = (VOM + costs) / V × 100.
        Direct = "rvc.direct",
        /// RVC = (NC − VNM) / NC × 100.
        NetCostContent = "rvc.net_cost",
        /// RVC = (V − FVNM) / V × 100.
        Focused = "rvc.focused",
        /// RVC against what the rule asks.
        Threshold = "rvc.threshold",
        /// Materials that change as the rule asks.
        ChangeMade = "change.made",
        /// Materials that do not.
        ChangeMissing = "change.missing",
        /// The value of those is held against the tolerance.
        DeMinimisValue = "de_minimis.value",
        /// The weight of those is held against the tolerance.
        DeMinimisWeight = "de_minimis.weight",
        /// Does the product originate?
        Conclusion = "conclusion",
    }
}

words! {
    /// What a figure stands for.
    Symbol {
        /// Value of the product.
        Value = "V",
        /// Value of the originating materials.
        Originating = "VOM",
        /// Value of the materials that do not originate.
        NonOriginating = "VNM",
        /// Value of the materials that do not originate and that the rule names.
        Named = "FVNM",
        /// Value counted by accumulation.
        Accumulated = "VAM",
        /// Total cost.
        TotalCost = "TC",
        /// Net cost.
        NetCost = "NC",
        /// Labour.
        Labour = "labour",
        /// Overhead.
        Overhead = "overhead",
        /// Profit.
        Profit = "profit",
        /// Other costs.
        Other = "other",
        /// Sales promotion.
        SalesPromotion = "sales_promotion",
        /// Royalties.
        Royalties = "royalties",
        /// Shipping and packing.
        Shipping = "shipping",
        /// Interest that is not allowed.
        Interest = "interest",
        /// Value or weight of the materials that do not change.
        Unchanged = "unchanged",
        /// Weight of the product.
        Weight = "W",
        /// Regional value content.
        Content = "RVC",
        /// A share.
        Share = "share",
        /// What the rule asks or allows.
        Limit = "limit",
    }
}

/// One exact figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it stands for.
    pub symbol: Symbol,
    /// Exact.
    pub value: Ratio,
    /// Currency, Rec 20 unit, or `%`.
    pub unit: String,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was done.
    pub code: StepCode,
    /// The figures: what went in, then what came out.
    pub figures: Vec<Figure>,
    /// Further words of the step, by name: `basis`, `level`, `countries`.
    pub params: Vec<(&'static str, String)>,
    /// Lines of the bill that it is about.
    pub lines: Vec<u32>,
    /// Does it hold? None for steps that only work something out.
    pub holds: Option<bool>,
}

impl Step {
    pub(super) fn new(code: StepCode) -> Self {
        Self { code, figures: Vec::new(), params: Vec::new(), lines: Vec::new(), holds: None }
    }

    pub(super) fn figure(mut self, symbol: Symbol, value: impl Into<Ratio>, unit: &str) -> Self {
        self.figures.push(Figure { symbol, value: value.into(), unit: unit.to_owned() });
        self
    }

    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }

    pub(super) fn about(mut self, lines: Vec<u32>) -> Self {
        self.lines = lines;
        self
    }

    pub(super) fn holding(mut self, holds: bool) -> Self {
        self.holds = Some(holds);
        self
    }

    /// The figure of a symbol.
    pub fn value(&self, symbol: Symbol) -> Option<Ratio> {
        self.figures.iter().find(|figure| figure.symbol == symbol).map(|figure| figure.value)
    }
}
