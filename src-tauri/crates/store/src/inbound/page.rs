//! Which received certificates does a list show? One line per number; text, filters and a window, newest first.

use super::InboundRow;
use super::images::{COLUMNS, inbound_row};
use crate::error::StoreError;
use crate::row::Where;
use crate::search::Register;
use crate::store::{Page, Reader, Window};

/// What a list of received certificates is narrowed to; nothing asked for means all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InboundFilter {
    /// Typed words or parts of a number; each has to be found.
    pub text: String,
    /// Word of the decision on the whole.
    pub decision: Option<String>,
    /// `genuine`, `look`, `not_genuine`, `cannot_judge`.
    pub verdict: Option<String>,
}

impl Reader<'_> {
    /// The received register, newest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn inbounds(&self, filter: &InboundFilter, window: Window) -> Result<Page<InboundRow>, StoreError> {
        let mut fits = Where::default();
        fits.and("shown = 1", []);
        fits.and_is("decision", filter.decision.as_deref());
        fits.and_is("verdict", filter.verdict.as_deref());
        self.fits_text(&mut fits, "id", Register::Received, &filter.text)?;
        self.page([COLUMNS, "inbound", "", "received_at DESC, id DESC"], &fits, window, inbound_row)
    }
}
