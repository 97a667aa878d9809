//! Which materials count as originating?

use super::{BillOfMaterials, CalculationRefused, Material, Status, Step, StepCode, Symbol, Terms};
use crate::decimal::Decimal;
use crate::ratio::Ratio;

/// Materials told apart.
pub(super) struct Sorted<'a> {
    own: Vec<&'a Material>,
    accumulated: Vec<&'a Material>,
    foreign: Vec<&'a Material>,
    unlisted: Vec<&'a Material>,
    full: bool,
}

impl<'a> Sorted<'a> {
    pub(super) fn of(bill: &'a BillOfMaterials, terms: &Terms) -> Self {
        let mut sorted = Self {
            own: Vec::new(),
            accumulated: Vec::new(),
            foreign: Vec::new(),
            unlisted: Vec::new(),
            full: terms.full_accumulation,
        };
        for material in &bill.materials {
            match material.status {
                Status::Originating => sorted.own.push(material),
                Status::Accumulation if terms.accumulation.contains(&material.origin) => {
                    sorted.accumulated.push(material);
                }
                Status::Accumulation => {
                    sorted.unlisted.push(material);
                    sorted.foreign.push(material);
                }
                Status::NonOriginating | Status::Unknown => sorted.foreign.push(material),
            }
        }
        sorted
    }

    /// Materials that originate where the product is made.
    pub(super) fn own(&self) -> usize {
        self.own.len()
    }

    /// Materials that count as originating.
    pub(super) fn originating(&self) -> usize {
        self.own.len() + self.accumulated.len()
    }

    /// Materials counted by accumulation.
    pub(super) fn accumulated(&self) -> &[&'a Material] {
        &self.accumulated
    }

    /// Materials of countries that are not listed, though accumulation was claimed.
    pub(super) fn unlisted(&self) -> &[&'a Material] {
        &self.unlisted
    }

    /// Materials that do not originate.
    pub(super) fn foreign(&self) -> &[&'a Material] {
        &self.foreign
    }

    /// Materials that do not originate and hold originating value that counts.
    pub(super) fn traced(&self) -> Vec<&'a Material> {
        let holds = |material: &&&Material| self.full && material.originating_content.is_some();
        self.foreign.iter().filter(holds).copied().collect()
    }

    /// Value that counts against the product.
    pub(super) fn vnm(&self, counts: impl Fn(&Material) -> bool) -> Result<Ratio, CalculationRefused> {
        sum(self.foreign.iter().filter(|material| counts(material)).map(|material| {
            let value = Ratio::from(needed(material)?);
            let inside = material.originating_content.filter(|_| self.full).map_or(Ratio::ZERO, Ratio::from);
            value.minus(inside).ok_or(CalculationRefused::TooLarge)
        }))
    }

    /// Value that counts for the product.
    pub(super) fn vom(&self) -> Result<Ratio, CalculationRefused> {
        let whole = self.own.iter().chain(&self.accumulated).map(|material| Ok(Ratio::from(needed(material)?)));
        let traced = self.traced().into_iter().filter_map(|material| material.originating_content);
        sum(whole.chain(traced.map(|inside| Ok(Ratio::from(inside)))))
    }

    /// The steps that tell what counts as what.
    pub(super) fn steps(&self, bill: &BillOfMaterials) -> Result<Vec<Step>, CalculationRefused> {
        let currency = &bill.currency;
        let known = |materials: &[&Material]| -> Result<Ratio, CalculationRefused> {
            sum(materials.iter().filter_map(|material| material.value).map(|value| Ok(Ratio::from(value))))
        };
        let own: Vec<&Material> = self.own.iter().chain(&self.accumulated).copied().collect();
        let mut steps = vec![
            Step::new(StepCode::MaterialsSorted)
                .figure(Symbol::Originating, known(&own)?, currency)
                .figure(Symbol::NonOriginating, known(&self.foreign)?, currency)
                .about(lines(&self.foreign)),
        ];
        if !self.accumulated.is_empty() {
            let mut countries: Vec<&str> = self.accumulated.iter().map(|material| material.origin.as_str()).collect();
            countries.sort_unstable();
            countries.dedup();
            steps.push(
                Step::new(StepCode::AccumulationCounted)
                    .figure(Symbol::Accumulated, known(&self.accumulated)?, currency)
                    .with("countries", countries.join(", "))
                    .about(lines(&self.accumulated)),
            );
        }
        let traced = self.traced();
        if !traced.is_empty() {
            let inside = traced.iter().filter_map(|material| material.originating_content);
            steps.push(
                Step::new(StepCode::AccumulationContent)
                    .figure(Symbol::Accumulated, sum(inside.map(|value| Ok(Ratio::from(value))))?, currency)
                    .about(lines(&traced)),
            );
        }
        Ok(steps)
    }

    /// Do all materials count? Those that do not are named.
    pub(super) fn only_originating(&self, code: StepCode, counted: usize, steps: &mut Vec<Step>) -> bool {
        let counts = counted == self.originating() + self.foreign.len();
        let others = if code == StepCode::WhollyObtained {
            self.accumulated.iter().chain(&self.foreign).copied().collect()
        } else {
            self.foreign.clone()
        };
        steps.push(Step::new(code).about(lines(&others)).holding(counts));
        counts
    }
}

/// The lines of materials.
pub(super) fn lines(materials: &[&Material]) -> Vec<u32> {
    materials.iter().map(|material| material.line).collect()
}

/// The value of a material that a rule cannot do without.
pub(super) fn needed(material: &Material) -> Result<Decimal, CalculationRefused> {
    material.value.ok_or(CalculationRefused::ValueMissing { line: material.line })
}

pub(super) fn sum(
    values: impl Iterator<Item = Result<Ratio, CalculationRefused>>,
) -> Result<Ratio, CalculationRefused> {
    let mut sum = Ratio::ZERO;
    for value in values {
        sum = sum.plus(value?).ok_or(CalculationRefused::TooLarge)?;
    }
    Ok(sum)
}

/// A part as percent of the whole, exact.
pub(super) fn percent_of(part: Ratio, whole: Ratio) -> Result<Ratio, CalculationRefused> {
    part.divided_by(whole).and_then(|share| share.times(Ratio::whole(100))).ok_or(CalculationRefused::TooLarge)
}
