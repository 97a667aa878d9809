//! Which countries belong to a group, and which partners apply which rules to each other? Reads `groups.toml`, the one
//! file of dated lists that several forms share.

use std::collections::BTreeMap;

use tamga_origin::Date;
use tamga_origin::profile::{Evidence, PairRow, RuleSet};

use super::ProfileError;
use super::facts::Facts;
use super::form::country;
use crate::keys::{Keys, Source};

/// A country in a group, with its own dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMember {
    /// ISO 3166-1 alpha-2, or `EU`.
    pub code: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// A named list of countries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What it is, for people.
    pub title: String,
    /// Its countries.
    pub members: Vec<GroupMember>,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Named lists of countries and named tables of partner pairs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Groups {
    groups: BTreeMap<String, Group>,
    matrices: BTreeMap<String, Vec<PairRow>>,
}

impl Groups {
    /// Reads a groups file.
    ///
    /// # Errors
    /// Every slip, in the order of the file.
    pub fn read(text: &str) -> Result<Self, Vec<ProfileError>> {
        let source = Source::new(text);
        let mut read = Self::default();
        if let Some(file) = source.parse() {
            let top = Keys::top(&source, &file);
            top.only(&["sources", "group", "matrix"]);
            let facts = Facts::read(&top);
            for (name, keys) in top.named_tables("group") {
                read.groups.insert(name.to_owned(), group(&keys, &facts));
            }
            for (name, keys) in top.named_tables("matrix") {
                read.matrices.insert(name.to_owned(), matrix(&keys, &facts));
            }
        }
        let slips = source.slips();
        if slips.is_empty() { Ok(read) } else { Err(slips) }
    }

    /// The lists that come with the program.
    ///
    /// # Errors
    /// Every slip of the built-in file; a test reads it, so a released program has none.
    pub fn builtin() -> Result<Self, Vec<ProfileError>> {
        Self::read(include_str!("../../../../../assets/agreements/groups.toml"))
    }

    /// The same with lists of an office beside or instead of them, by name.
    #[must_use]
    pub fn with(mut self, own: Self) -> Self {
        self.groups.extend(own.groups);
        self.matrices.extend(own.matrices);
        self
    }

    /// A group by name.
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.groups.get(name)
    }

    /// Names of all groups.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.groups.keys().map(String::as_str)
    }

    /// The rows of a table of partner pairs.
    pub fn matrix(&self, name: &str) -> Option<&[PairRow]> {
        self.matrices.get(name).map(Vec::as_slice)
    }
}

fn group(keys: &Keys<'_>, facts: &Facts) -> Group {
    let evidence = facts.evidence(keys, &["title", "members"]);
    let mut members = Vec::new();
    for row in keys.tables("members") {
        row.only(&["code", "from", "to"]);
        members.push(GroupMember { code: country(&row, "code"), from: row.date("from"), to: row.date("to") });
    }
    if members.is_empty() {
        keys.missing("members");
    }
    Group { title: keys.needed("title").to_owned(), members, evidence }
}

fn matrix(keys: &Keys<'_>, facts: &Facts) -> Vec<PairRow> {
    keys.only(&["rows"]);
    let row = |row: Keys<'_>| PairRow {
        evidence: facts.evidence(&row, &["a", "b", "rules", "from", "to"]),
        a: country(&row, "a"),
        b: country(&row, "b"),
        rules: row.needed_word("rules", RuleSet::Both),
        from: row.date("from"),
        to: row.date("to"),
    };
    keys.tables("rows").into_iter().map(row).collect()
}
