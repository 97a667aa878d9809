//! Is this code in its list? The question the rules ask of the code lists; the lists themselves are kept elsewhere.

use crate::ratio::Ratio;
use crate::time::Date;
use crate::units::Dimension;

/// A list of codes that a certificate uses (`dataset.md` section 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeList {
    /// The Harmonized System of a year, for instance 2022: chapters, headings and subheadings, digits only.
    Hs(u16),
    /// Countries, ISO 3166-1 alpha-2.
    Country,
    /// Currencies, ISO 4217.
    Currency,
    /// Units of measure, UNECE Recommendation 20.
    Unit,
    /// Kinds of package, UNECE Recommendation 21.
    Package,
    /// Places, UN/LOCODE.
    Location,
}

/// The code lists of a place: an office, a gateway, a command line.
pub trait CodeLists {
    /// Does the code stand in the list on that day? None where that list is not here, so that nothing is said about it.
    fn knows(&self, list: CodeList, code: &str, on: Date) -> Option<bool>;

    /// What a unit measures and how many base units of that it is, for units that the rules' own list does not hold.
    fn measured(&self, _unit: &str) -> Option<(Dimension, Ratio)> {
        None
    }
}

/// No lists at all: nothing is known, and so nothing is noticed.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoLists;

impl CodeLists for NoLists {
    fn knows(&self, _: CodeList, _: &str, _: Date) -> Option<bool> {
        None
    }
}
