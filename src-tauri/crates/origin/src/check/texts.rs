//! Does every text fit what is stored, what the WCO Data Model carries, and what any document can carry at all?
//!
//! `walk` knows where the texts of a certificate stand; here is what each of them is asked.

mod walk;

use std::fmt::Write as _;

use super::Case;
use crate::finding::Finding;

/// Name of the published lengths in findings.
const MODEL: &str = "WCO Data Model";

/// Hard limit, and the length of the WCO Data Model where it has one (`dataset.md` 2.8).
struct Length(usize, Option<usize>);

const NAME: Length = Length(512, Some(70));
const PARTY_ID: Length = Length(64, Some(17));
const LINE: Length = Length(512, None);
const CITY: Length = Length(128, Some(35));
const REGION: Length = Length(128, None);
const POSTCODE: Length = Length(17, Some(9));
const WORDS: Length = Length(4000, Some(512));
const DECLARATION: Length = Length(4000, Some(256));
const STATED: Length = Length(4000, None);
const BODY: Length = Length(512, None);
const SHORT: Length = Length(256, None);
const KIND: Length = Length(128, None);
const CODE: Length = Length(64, None);
const COUNTRY: Length = Length(2, None);
const IDENTITY: Length = Length(35, None);
const KEY: Length = Length(32, None);
const CRITERION: Length = Length(32, Some(3));

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    Asking { at: String::new(), issued: case.issued, found }.certificate(case.certificate);
}

/// Every text is asked in turn; its path is put together where something is found.
struct Asking<'f> {
    /// The block it stands in.
    at: String,
    issued: bool,
    found: &'f mut Vec<Finding>,
}

impl Asking<'_> {
    fn text(&mut self, name: &str, text: &str, length: &Length) {
        let count = text.chars().count();
        if count > length.0 {
            let finding = Finding::block("limit.exceeded", self.path(name)).with("limit", length.0);
            self.found.push(finding);
        } else if let Some(limit) = length.1.filter(|limit| !self.issued && count > *limit) {
            // Told while there is time to write it shorter; what is signed stays as it is, and the border need not care.
            let finding = Finding::warn("length.dialect", self.path(name)).with("dialect", MODEL);
            self.found.push(finding.with("limit", limit));
        }
        if let Some(c) = text.chars().find(|c| is_forbidden(*c)) {
            let shown = format!("U+{:04X}", u32::from(c));
            let finding = Finding::block("text.character", self.path(name)).with("character", shown);
            self.found.push(finding);
        }
    }

    fn path(&self, name: &str) -> String {
        match (self.at.as_str(), name) {
            ("", name) => name.to_owned(),
            (block, "") => block.to_owned(),
            (block, name) => format!("{block}.{name}"),
        }
    }

    fn inside(&mut self, name: &str, look: impl FnOnce(&mut Self)) {
        let length = self.at.len();
        if length > 0 {
            self.at.push('.');
        }
        self.at.push_str(name);
        look(self);
        self.at.truncate(length);
    }

    /// Entries of a list, each under its number.
    fn numbered<'t, T: 't>(
        &mut self,
        name: &str,
        entries: impl IntoIterator<Item = (u32, &'t T)>,
        look: impl Fn(&mut Self, &T),
    ) {
        self.inside(name, |asking| {
            let length = asking.at.len();
            for (number, entry) in entries {
                // Writing to a text cannot fail.
                let _ = write!(asking.at, "[{number}]");
                look(asking, entry);
                asking.at.truncate(length);
            }
        });
    }

    /// Entries of a list by their position from 1.
    fn list<T>(&mut self, name: &str, entries: &[T], look: impl Fn(&mut Self, &T)) {
        self.numbered(name, (1..).zip(entries), look);
    }

    fn texts(&mut self, name: &str, entries: &[String], length: &Length) {
        self.list(name, entries, |asking, entry| asking.text("", entry, length));
    }

    fn block<T>(&mut self, name: &str, block: Option<&T>, look: impl FnOnce(&mut Self, &T)) {
        if let Some(block) = block {
            self.inside(name, |asking| look(asking, block));
        }
    }
}

/// Control characters, and what XML cannot carry; tab and line feed may stand in text.
fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}
