//! How sure are we of a fact? Its sources, and what it may therefore do (`agreements.md` section 2).

use crate::finding::Severity;
use crate::time::Date;
use crate::word::words;

words! {
    /// How much a source weighs.
    Grade {
        /// Official text or official form.
        A = "A",
        /// Guidance of a body that issues or checks.
        B = "B",
        /// Anything else.
        C = "C",
    }
}

/// Where a fact was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Tag of the source list.
    pub tag: String,
    /// Its grade.
    pub grade: Grade,
    /// What it is, for people.
    pub title: String,
}

/// What a fact rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Name of the fact within its file, for instance `box.10` or `retroactive`.
    pub fact: String,
    /// What the file says of it, in one line and in a fixed order, so that a later change of the value shows.
    pub value: String,
    /// Where it was read.
    pub sources: Vec<Source>,
    /// Not confirmed against the agreement text.
    pub confirm: bool,
    /// Why it is doubtful, or what to look at.
    pub note: String,
    /// Last day somebody compared it with the text.
    pub checked: Option<Date>,
}

impl Evidence {
    /// Does the fact rest on the official text?
    pub fn is_official(&self) -> bool {
        !self.confirm && self.sources.iter().any(|source| source.grade == Grade::A)
    }

    /// The severity a rule may have at most: only a fact from the official text blocks.
    pub fn cap(&self, severity: Severity) -> Severity {
        if self.is_official() { severity } else { severity.min(Severity::Warn) }
    }

    /// The weaker of two, for a fact that rests on both: what is to be confirmed counts, then the lower grade.
    pub fn weaker<'a>(&'a self, other: &'a Self) -> &'a Self {
        let best = |one: &Self| one.sources.iter().map(|source| source.grade).min();
        let weight = |one: &Self| match (one.confirm, best(one)) {
            (true, _) | (_, None) => 3,
            (_, Some(Grade::C)) => 2,
            (_, Some(Grade::B)) => 1,
            (_, Some(Grade::A)) => 0,
        };
        if weight(other) > weight(self) { other } else { self }
    }
}
