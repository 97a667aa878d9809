//! What may the rules ask besides the certificate and its form? The office's calendar, code lists and confirmations, and
//! the few facts that only its store, its trust list or its printer know.

use crate::code_lists::{CodeLists, NoLists};
use crate::decimal::Decimal;
use crate::goods::Measure;
use crate::profile::{Confirmations, Holidays, IssuerKind, Profiles};
use crate::time::Date;

/// Everything around one certificate; what is left out is not asked.
#[derive(Clone, Copy)]
pub struct Circumstances<'a> {
    /// Days on which the office does not work.
    pub holidays: &'a Holidays,
    /// Code lists that are here.
    pub lists: &'a dyn CodeLists,
    /// What the office has confirmed with the agreement text in hand.
    pub confirmations: &'a Confirmations,
    /// All forms that are here, so that another version of a form is seen.
    pub profiles: Option<&'a Profiles>,
    /// The office that would issue it.
    pub desk: Option<&'a Desk>,
    /// The certificate this one is made on, when it is known here.
    pub original: Option<&'a Original>,
    /// Shares of materials that fail the change of classification, by item.
    pub shares: &'a [Share],
    /// Numbers of the boxes that do not fit the paper at the smallest size.
    pub overfull: &'a [String],
}

impl Default for Circumstances<'_> {
    fn default() -> Self {
        static HOLIDAYS: Holidays = Holidays::USUAL;
        static NONE: Confirmations = Confirmations::NONE;
        Self {
            holidays: &HOLIDAYS,
            lists: &NoLists,
            confirmations: &NONE,
            profiles: None,
            desk: None,
            original: None,
            shares: &[],
            overfull: &[],
        }
    }
}

/// What the office that would issue a draft may and can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Desk {
    /// What kind of office it is.
    pub kind: IssuerKind,
    /// Is the form switched on?
    pub switched_on: bool,
    /// Does the trust list let the body issue the form? None where no list says.
    pub entitled: Option<bool>,
    /// Numbers left in the blocks of the form.
    pub numbers_left: u64,
    /// Is a time-stamping service set?
    pub stamps: bool,
}

/// What is known of the certificate that a duplicate or back-to-back certificate is made on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Original {
    /// Its last day, when it has one.
    pub ends: Option<Date>,
    /// Is it proven that nobody has used it?
    pub proven_unused: bool,
    /// What it has left for each item of the new certificate, by sequence number.
    pub rest: Vec<(u32, Measure)>,
}

/// Materials of an item that fail the change of classification, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Sequence number of the item.
    pub item: u32,
    /// Share of the value.
    pub of_value: Option<Decimal>,
    /// Share of the weight.
    pub of_weight: Option<Decimal>,
}
