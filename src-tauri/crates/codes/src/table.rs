//! How does a list look before it is written into a file? The same for the builder, for a pack and for a table that
//! somebody filled in.

use std::collections::BTreeMap;

/// One code with everything that is said about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HsLine {
    /// Usual unit of quantity beside the mass, Rec 20; empty when the mass alone is stated.
    pub unit: String,
    /// Its own text by language. Lines between heading and subheading are part of it, set apart by ` › `.
    pub texts: BTreeMap<String, String>,
    /// Words of the market by language that lead here though the text does not hold them.
    pub synonyms: BTreeMap<String, Vec<String>>,
}

/// A list of goods codes of one year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HsTable {
    /// Year of the Harmonized System.
    pub year: u16,
    /// Two, four or six digits each.
    pub lines: BTreeMap<String, HsLine>,
    /// What became of codes: code here, other year, code there.
    pub became: Vec<(String, u16, String)>,
}

impl HsTable {
    /// How many codes have this many digits.
    pub fn count(&self, digits: usize) -> usize {
        self.lines.keys().filter(|code| code.len() == digits).count()
    }

    /// The languages in which at least one code has a text, in alphabetical order.
    pub fn languages(&self) -> Vec<String> {
        let mut tags: Vec<String> = self.lines.values().flat_map(|line| line.texts.keys().cloned()).collect();
        tags.sort();
        tags.dedup();
        tags
    }
}

/// A row of somebody's table; the first one names the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableRow {
    /// Its number as people see it, from 1.
    pub number: u64,
    /// Its cells from the left; those behind the last one are empty.
    pub cells: Vec<String>,
}

impl TableRow {
    pub(crate) fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map(|cell| cell.trim()).unwrap_or_default()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}
