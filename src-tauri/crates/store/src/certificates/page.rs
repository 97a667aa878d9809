//! Which certificates does a list show? Text, filters and a window of rows, newest first.

use rusqlite::types::Value;
use tamga_origin::Date;

use super::{COLUMNS, CertificateRow, JOINS, certificate_row};
use crate::error::StoreError;
use crate::row::Where;
use crate::search::Register;
use crate::store::{Page, Reader, Window};

/// What a list of certificates is narrowed to; nothing asked for means all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CertificateFilter {
    /// Typed words or parts of a number; each has to be found.
    pub text: String,
    /// `issued`, `expired`, `suspended`, `replaced`, `cancelled`; expired is computed with `today`.
    pub status: Option<String>,
    /// Profile id.
    pub agreement: Option<String>,
    /// Country code.
    pub destination: Option<String>,
    /// Month of issue, `CCYY-MM`.
    pub month: Option<String>,
    /// The day on which validity is judged; without it nothing counts as expired.
    pub today: Option<Date>,
}

impl Reader<'_> {
    /// The register, newest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn certificates(&self, filter: &CertificateFilter, window: Window) -> Result<Page<CertificateRow>, StoreError> {
        let mut fits = Where::default();
        let today = filter.today.map_or_else(String::new, |day| day.to_string());
        match filter.status.as_deref() {
            Some("issued") => {
                fits.and("c.state = 'issued' AND coalesce(c.valid_to, '9999') >= ?", [Value::from(today)]);
            }
            Some("expired") => {
                fits.and("c.state = 'issued' AND coalesce(c.valid_to, '9999') < ?", [Value::from(today)]);
            }
            other => fits.and_is("c.state", other),
        }
        fits.and_is("c.agreement", filter.agreement.as_deref());
        fits.and_is("c.destination", filter.destination.as_deref());
        fits.and_is("substr(c.issued_on, 1, 7)", filter.month.as_deref());
        self.fits_text(&mut fits, "c.id", Register::Issued, &filter.text)?;
        self.page([COLUMNS, "certificate AS c", JOINS, "c.issued_at DESC, c.id DESC"], &fits, window, certificate_row)
    }
}
