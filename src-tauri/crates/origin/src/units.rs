//! Which units of measure are known, what do they measure, and how many base units are they? The list of
//! `assets/codes/units.csv` (UN/CEFACT Recommendation 20).
//!
//! Converting an amount is in `conversion`. Kinds of package are no units and stand in a list of their own.

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::LazyLock;

use crate::ratio::Ratio;
use crate::word::words;

words! {
    /// What a unit measures; only units of one dimension convert into each other.
    Dimension {
        /// Mass; base KGM.
        Mass = "mass",
        /// Length; base MTR.
        Length = "length",
        /// Length of goods of uniform width; base LM.
        RunningLength = "running_length",
        /// Area; base MTK.
        Area = "area",
        /// Volume; base MTQ.
        Volume = "volume",
        /// Volume of oils at 15 °C; base DMO.
        VolumeAt15C = "volume_at_15c",
        /// Volume of pure alcohol; base LPA.
        PureAlcohol = "pure_alcohol",
        /// Number of things; base C62.
        Count = "count",
        /// Number of pairs, which tariffs count apart from pieces; base PR.
        Pair = "pair",
        /// Number of sets; base SET.
        Set = "set",
        /// Number of packs; base NMP.
        Pack = "pack",
        /// Number of leaves; base LEF.
        Leaf = "leaf",
        /// Number of sticks; base STC.
        Stick = "stick",
        /// Energy; base JOU.
        Energy = "energy",
        /// Power; base WTT.
        Power = "power",
        /// Apparent power; base D46.
        ApparentPower = "apparent_power",
        /// Electric charge; base COU.
        Charge = "charge",
        /// Voltage; base VLT.
        Voltage = "voltage",
        /// Frequency; base HTZ.
        Frequency = "frequency",
        /// Pressure; base PAL.
        Pressure = "pressure",
        /// Time; base SEC.
        Time = "time",
        /// Months and what is made of them, which have no fixed number of days; base MON.
        Calendar = "calendar",
        /// Radioactivity; base BQL.
        Radioactivity = "radioactivity",
        /// International units of a medicine; base NIU.
        InternationalUnit = "international_unit",
        /// Mass of a length, as of yarn; base KL.
        LinearDensity = "linear_density",
        /// Mass of an area, as of paper; base 28.
        ArealDensity = "areal_density",
        /// Mass of a volume; base KMQ.
        Density = "density",
        /// Amount of substance; base C34.
        AmountOfSubstance = "amount_of_substance",
        /// A share of something.
        Proportion = "proportion",
        /// A measure of its own that converts into nothing else.
        Own = "own",
    }
}

words! {
    /// Where a code stands in the recommendation.
    UnitStatus {
        /// In use.
        Current = "current",
        /// Still listed, another code is wanted.
        Deprecated = "deprecated",
        /// No longer listed, still met in documents.
        Withdrawn = "withdrawn",
    }
}

/// One unit of measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit<'a> {
    /// Common code, up to three capitals and digits.
    pub code: &'a str,
    /// Symbol as printed; empty where there is none.
    pub symbol: &'a str,
    /// Where the code stands.
    pub status: UnitStatus,
    /// What it measures.
    pub dimension: Dimension,
    /// How many base units of its dimension it is.
    pub factor: Ratio,
    names: [&'a str; LANGUAGES.len()],
}

impl<'a> Unit<'a> {
    /// The name in a language (`en`, `fr`, `es`, `ar`); English for any other.
    pub fn name(&self, language: &str) -> &'a str {
        let at = LANGUAGES.iter().position(|known| *known == language).unwrap_or(0);
        self.names.get(at).copied().unwrap_or(self.code)
    }
}

/// Languages of the names, in the order of the columns.
const LANGUAGES: [&str; 4] = ["en", "fr", "es", "ar"];
const HEADER: &str = "code,symbol,status,dimension,factor,en,fr,es,ar";

/// Why a list of units was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFault {
    /// Line, from 1.
    pub line: usize,
    /// Name of the column, or `line` for the line as a whole.
    pub column: &'static str,
    /// What stood there.
    pub found: String,
}

impl fmt::Display for UnitFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {} cannot be {:?}", self.line, self.column, self.found)
    }
}

impl std::error::Error for UnitFault {}

/// Reads a list of units, one a line behind the line that names the columns; lines that begin with `#` are remarks.
///
/// # Errors
/// Another number of cells, a code that stands twice or is no code, an unknown word, a factor that is no number above
/// zero, a missing name.
pub fn read_units(text: &str) -> Result<Vec<Unit<'_>>, UnitFault> {
    let mut units: Vec<Unit<'_>> = Vec::new();
    let mut header_seen = false;
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let fault = |column, found: &str| UnitFault { line: index + 1, column, found: found.to_owned() };
        if !header_seen {
            header_seen = true;
            if line != HEADER {
                return Err(fault("line", line));
            }
            continue;
        }
        let cells: Vec<&str> = line.split(',').collect();
        let [code, symbol, status, dimension, factor, names @ ..] = cells.as_slice() else {
            return Err(fault("line", line));
        };
        let is_code = (1..=3).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            && !units.iter().any(|known| known.code == *code);
        if !is_code {
            return Err(fault("code", code));
        }
        let names: [&str; LANGUAGES.len()] = names.try_into().map_err(|_| fault("line", line))?;
        if names.iter().any(|name| name.trim().is_empty()) {
            return Err(fault("name", line));
        }
        units.push(Unit {
            code,
            symbol,
            status: UnitStatus::parse(status).ok_or_else(|| fault("status", status))?,
            dimension: Dimension::parse(dimension).ok_or_else(|| fault("dimension", dimension))?,
            factor: Ratio::parse(factor).filter(|one| !one.is_zero()).ok_or_else(|| fault("factor", factor))?,
            names,
        });
    }
    units.sort_by_key(|unit| unit.code);
    Ok(units)
}

const LIST: &str = include_str!("../../../../assets/codes/units.csv");

// A test reads the list that is built in, so nothing is lost silently here.
static UNITS: LazyLock<Vec<Unit<'static>>> = LazyLock::new(|| read_units(LIST).unwrap_or_default());

/// Every unit that is built in, by code.
pub fn units() -> &'static [Unit<'static>] {
    &UNITS
}

/// The unit with that code.
pub fn unit(code: &str) -> Option<&'static Unit<'static>> {
    let at = UNITS.binary_search_by_key(&code, |unit| unit.code).ok()?;
    UNITS.get(at)
}
