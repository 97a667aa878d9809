//! What does the origin box say? Reads a printed criterion by the patterns of a profile (`agreements.md` section 4).
//!
//! The printed string stays the legal text; what is read here is an index that can be rebuilt. Reading forgives
//! spaces, quotation marks, letter case, a decimal comma and a missing percent sign; writing does not.

mod pattern;
#[cfg(test)]
mod tests;

pub use pattern::{CriterionPattern, PatternFault, Range};

use crate::decimal::Decimal;
use crate::profile::Evidence;
use crate::word::words;

words! {
    /// Where a criterion stands.
    Scope {
        /// On the face of the form.
        Face = "face",
        /// On the application only.
        Application = "application",
    }
}

words! {
    /// Can a criterion stand alone?
    Role {
        /// Yes.
        Main = "main",
        /// No, it is added to one that can.
        Addition = "addition",
    }
}

words! {
    /// Is a part printed with a criterion?
    Printed {
        /// Always.
        Yes = "yes",
        /// Never.
        No = "no",
        /// It may be.
        Optional = "optional",
    }
}

/// One criterion of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionRow {
    /// Code of the row.
    pub code: String,
    /// How it is written; the first is how Tamga writes it.
    pub patterns: Vec<CriterionPattern>,
    /// Meaning in English, for lists.
    pub meaning: String,
    /// Needs the rule, article or paper it rests on.
    pub reference: bool,
    /// Importing countries it is used towards; empty for all.
    pub destinations: Vec<String>,
    /// Main or addition.
    pub role: Role,
    /// Face or application.
    pub scope: Scope,
    /// Examples; each must match its own row.
    pub examples: Vec<String>,
    /// Where this was read.
    pub evidence: Evidence,
}

impl CriterionRow {
    /// Is a percentage printed with it?
    pub fn percent(&self) -> Printed {
        self.printed(CriterionPattern::has_percent)
    }

    /// Is an HS heading or subheading printed with it?
    pub fn heading(&self) -> Printed {
        self.printed(CriterionPattern::has_heading)
    }

    /// The name under which the row stands in lists of facts.
    pub fn fact(&self) -> String {
        let towards: Vec<&str> = std::iter::once(&self.code).chain(&self.destinations).map(String::as_str).collect();
        format!("criterion.{}", towards.join(" "))
    }

    fn printed(&self, has: impl Fn(&CriterionPattern) -> bool) -> Printed {
        let count = self.patterns.iter().filter(|pattern| has(pattern)).count();
        match count {
            0 => Printed::No,
            _ if count == self.patterns.len() => Printed::Yes,
            _ => Printed::Optional,
        }
    }
}

/// What was read out of the box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CriterionReading<'a> {
    /// Understood.
    Understood {
        /// The main row.
        row: &'a CriterionRow,
        /// Percentage printed.
        percent: Option<Decimal>,
        /// HS heading or subheading printed, digits only.
        heading: Option<String>,
        /// CC, CTH or CTSH, or a digit.
        sub: Option<String>,
        /// Codes added.
        additions: Vec<&'a str>,
        /// How Tamga writes it.
        canonical: String,
    },
    /// Nothing, or additions without a main criterion.
    Missing,
    /// The code is right, its percentage is missing.
    PercentMissing {
        /// The row.
        row: &'a CriterionRow,
    },
    /// The percentage is outside what the row allows.
    PercentRange {
        /// The row.
        row: &'a CriterionRow,
        /// The percentage.
        percent: Decimal,
        /// What is allowed, as `20..<40`.
        range: String,
    },
    /// Only used towards other countries.
    NotForDestination {
        /// The row.
        row: &'a CriterionRow,
    },
    /// Not a criterion of this form.
    Unknown {
        /// Are Latin and Cyrillic letters mixed up?
        alphabet: bool,
    },
}

/// Reads a printed criterion by rows in their order; the first match wins.
pub fn read_criterion<'a>(printed: &str, rows: &[&'a CriterionRow], destination: &str) -> CriterionReading<'a> {
    let text = pattern::fold(printed);
    let additions: Vec<&'a CriterionRow> = rows.iter().copied().filter(|row| row.role == Role::Addition).collect();
    let main = |row: &&&CriterionRow| row.role == Role::Main;
    let for_destination = |row: &CriterionRow| {
        row.destinations.is_empty()
            || destination.is_empty()
            || row.destinations.iter().any(|country| country == destination)
    };
    if text.is_empty() {
        let blank = |row: &&CriterionRow| for_destination(row) && row.patterns.iter().any(CriterionPattern::is_blank);
        return match rows.iter().copied().find(blank) {
            Some(row) => understood(row, pattern::Parts::default(), Vec::new(), String::new()),
            None => CriterionReading::Missing,
        };
    }
    if pattern::additions(&text, &additions).is_some() {
        return CriterionReading::Missing;
    }
    let read = |strictness, row: &'a CriterionRow| {
        row.patterns.iter().find_map(|one| {
            let (parts, rest) = one
                .readings(&text, strictness)
                .into_iter()
                .find_map(|(parts, end)| Some((parts, pattern::additions(text.get(end..)?, &additions)?)))?;
            Some((one, parts, rest))
        })
    };
    let mut elsewhere = None;
    for row in rows.iter().copied().filter(|row| main(&row)) {
        if let Some((one, parts, codes)) = read(pattern::Strictness::Full, row) {
            if for_destination(row) {
                if one.is_free_text() {
                    // Words are written as they were given.
                    return understood(row, parts, codes, printed.trim().to_owned());
                }
                // The first that has everything it prints: a heading that may be left out is not written as a gap.
                let writes = row.patterns.iter().find(|pattern| pattern.is_filled_by(&parts)).unwrap_or(one);
                let mut canonical = writes.write(&parts);
                for code in &codes {
                    canonical.push(' ');
                    canonical.push_str(code);
                }
                return understood(row, parts, codes, canonical);
            }
            elsewhere = elsewhere.or(Some(row));
        }
    }
    // What a row for this country nearly says comes before what a row for another one says.
    for row in rows.iter().copied().filter(|row| main(&row) && for_destination(row)) {
        if let Some((one, pattern::Parts { percent: Some(percent), .. }, _)) =
            read(pattern::Strictness::AnyPercent, row)
        {
            return CriterionReading::PercentRange { row, percent, range: one.range() };
        }
    }
    if let Some(row) = elsewhere {
        return CriterionReading::NotForDestination { row };
    }
    for row in rows.iter().copied().filter(|row| main(&row) && for_destination(row)) {
        if read(pattern::Strictness::NoPercent, row).is_some() {
            return CriterionReading::PercentMissing { row };
        }
    }
    CriterionReading::Unknown { alphabet: pattern::mixes_alphabets(&text, rows) }
}

fn understood<'a>(
    row: &'a CriterionRow,
    parts: pattern::Parts,
    additions: Vec<&'a str>,
    canonical: String,
) -> CriterionReading<'a> {
    let pattern::Parts { percent, heading, sub, .. } = parts;
    CriterionReading::Understood { row, percent, heading, sub, additions, canonical }
}
