//! Where does a list come from, which version is it, and when does it count?

use tamga_origin::Date;

/// What is known of a list beside its rows; the program shows all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListMeta {
    /// Its name here, for instance `hs-2022` or `un-1001`.
    pub id: String,
    /// Version in its publisher's words.
    pub version: String,
    /// First day on which certificates are checked against it.
    pub valid_from: Option<Date>,
    /// Last such day; `None` while no newer one follows.
    pub valid_to: Option<Date>,
    /// Who published it, and in which package or document it was found.
    pub source: String,
    /// Under what terms it may be passed on.
    pub licence: String,
    /// Day on which this text of the list was published or typed.
    pub date: Option<Date>,
    /// SHA-256 of what it was made from, in hex; empty for typed lists, which the program carries itself.
    pub sha256: String,
    /// How many codes.
    pub rows: u64,
    /// Languages of its names, as tags of two letters.
    pub languages: Vec<String>,
    /// Year of the Harmonized System, for lists of goods codes.
    pub hs_year: Option<u16>,
    /// Does it hold every code of its standard? Of a working set a missing code may exist all the same.
    pub whole: bool,
}

impl ListMeta {
    /// Does the list count on this day?
    pub fn counts_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}
