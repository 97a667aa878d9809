//! Which answers do the rules get when they ask whether a code exists?

use tamga_origin::code_lists::{CodeList, CodeLists};
use tamga_origin::units::Dimension;
use tamga_origin::{Date, Ratio};

use crate::codes::Codes;
use crate::recommendation::Recommendation;

impl CodeLists for Codes {
    /// `None` also when a file cannot be read: a certificate is not blamed for a disk.
    fn knows(&self, list: CodeList, code: &str, on: Date) -> Option<bool> {
        let name = match list {
            CodeList::Hs(year) => return self.hs_knows(year, code).ok()?,
            CodeList::Country => "iso-3166-1",
            CodeList::Currency => "iso-4217",
            CodeList::Unit => "un-rec20",
            CodeList::Package => "un-rec21",
            CodeList::Location => crate::place::LIST,
        };
        // Before its first day a list says nothing.
        self.describe(name).filter(|meta| meta.counts_on(on))?;
        // Letters that stand for a group of countries are used in place of one.
        let group = matches!(list, CodeList::Country).then_some("tamga-country-group");
        let mut counts = false;
        // The whole of a recommendation, where the office took it in, stands beside the working set.
        let whole = Recommendation::ALL.into_iter().find(|one| one.working_set() == name).map(Recommendation::whole);
        for name in [Some(name), group, whole].into_iter().flatten() {
            counts |= self.lookup(name, code, on).ok()?.is_some_and(|found| found.counts);
        }
        // The package of places is years old and leaves out those that lie in no region: it can say that a code exists,
        // not that it does not.
        (counts || !matches!(list, CodeList::Location)).then_some(counts)
    }

    fn measured(&self, unit: &str) -> Option<(Dimension, Ratio)> {
        self.unit_factor(unit).ok()?
    }
}
