//! Who is a party, and when does this version of the form apply? Members with their own days, and the tables of
//! partner pairs (`agreements.md` sections 3 and 9).

use super::Evidence;
use super::rule::facts;
use crate::time::Date;
use crate::word::words;

words! {
    /// On which side of the trade a party counts.
    Side {
        /// Both.
        Both = "both",
        /// Exporting only.
        Export = "export",
        /// Importing only.
        Import = "import",
    }
}

words! {
    /// What decides between two versions of a form that are in force together.
    ChooseBy {
        /// Each exporting country has its own day.
        Party = "party",
        /// A dated table of partner pairs.
        Pair = "pair",
        /// The exporter's choice.
        Exporter = "exporter",
    }
}

words! {
    /// Which of two sets of rules two partners apply to each other.
    RuleSet {
        /// The old ones.
        Old = "old",
        /// The revised ones.
        Revised = "revised",
        /// Both, side by side.
        Both = "both",
    }
}

/// A member of the agreement, with its own dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// ISO 3166-1 alpha-2, `EU`, or `*` for any country.
    pub code: String,
    /// The group it was named in, or empty.
    pub group: String,
    /// First day of membership, when it differs from the form's.
    pub from: Option<Date>,
    /// Last day of membership.
    pub to: Option<Date>,
    /// Until then this party may still issue the version beside its successor.
    pub accepted_until: Option<Date>,
    /// Side on which it counts.
    pub side: Side,
    /// Where this was read.
    pub evidence: Evidence,
}

impl Member {
    /// Does this row make the country a member on that day and on that side?
    pub fn covers(&self, country: &str, side: Side, day: Date) -> bool {
        let last = self.to.map(|to| self.accepted_until.map_or(to, |until| until.max(to)));
        (self.code == "*" || self.code == country)
            && (self.side == Side::Both || self.side == side)
            && self.from.is_none_or(|from| from <= day)
            && last.is_none_or(|last| day <= last)
    }

    /// The name under which the fact stands in lists: the group's where it came with one.
    pub fn fact(&self) -> String {
        let name = if self.group.is_empty() { &self.code } else { &self.group };
        format!("parties.{name}")
    }
}

/// When this version of the form applies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dates {
    /// First day of issue.
    pub from: Option<Date>,
    /// Last day of issue.
    pub to: Option<Date>,
    /// Until then it may still be issued beside its successor.
    pub accepted_until: Option<Date>,
    /// What decides where two versions overlap.
    pub choose_by: Option<ChooseBy>,
    /// Where this was read.
    pub evidence: Evidence,
}

impl Dates {
    /// May the form be issued on that day, counting the time beside its successor?
    pub fn contain(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.last_day().is_none_or(|last| day <= last)
    }

    /// Is it past its own days and only accepted beside its successor?
    pub fn is_leaving(&self, day: Date) -> bool {
        self.contain(day) && self.to.is_some_and(|to| to < day)
    }

    /// The last day on which the form may be issued at all.
    pub fn last_day(&self) -> Option<Date> {
        self.to.map(|to| self.accepted_until.map_or(to, |until| until.max(to)))
    }
}

/// One dated row of a table of partner pairs; the order of the two does not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairRow {
    /// One partner.
    pub a: String,
    /// The other partner.
    pub b: String,
    /// What they apply to each other.
    pub rules: RuleSet,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Where this was read.
    pub evidence: Evidence,
}

/// The table of partner pairs a version of a form goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairMatrix {
    /// Name of the table.
    pub table: String,
    /// The set of rules this version of the form stands for, `old` or `revised`.
    pub rules: RuleSet,
    /// Its rows.
    pub rows: Vec<PairRow>,
    /// Where this was read.
    pub evidence: Evidence,
}

facts!(Member, PairMatrix, PairRow, Dates);

impl PairMatrix {
    /// The row that says what two partners apply to each other on a day; of several the one that began last.
    pub fn row(&self, one: &str, other: &str, day: Date) -> Option<&PairRow> {
        let of_pair = |row: &&PairRow| (row.a == one && row.b == other) || (row.a == other && row.b == one);
        let on_day = |row: &&PairRow| row.from.is_none_or(|from| from <= day) && row.to.is_none_or(|to| day <= to);
        self.rows.iter().filter(of_pair).filter(on_day).max_by_key(|row| row.from)
    }

    /// Do the two apply the rules of this version to each other on that day? None where no row names the pair.
    pub fn applies(&self, one: &str, other: &str, day: Date) -> Option<bool> {
        self.row(one, other, day).map(|row| row.rules == RuleSet::Both || row.rules == self.rules)
    }
}
