//! What is left of each goods item? Certified less claimed less written off, in exact decimals.

use tamga_origin::Decimal;

use super::UseRow;
use crate::error::StoreError;
use crate::row::{Where, decimal};
use crate::search::Register;
use crate::store::{Page, Reader, Window};

/// The balance of one goods item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceRow {
    /// Issuing body of the certificate.
    pub issuer: String,
    /// Its number.
    pub number: String,
    /// Sequence number of the goods item.
    pub sequence: u32,
    /// Description.
    pub description: String,
    /// HS code.
    pub hs_code: String,
    /// Certified quantity.
    pub certified: Decimal,
    /// Claimed, not decided yet.
    pub claimed: Decimal,
    /// Written off.
    pub used: Decimal,
    /// What is left; below zero when a later revision certified less than was used.
    pub left: Decimal,
    /// Rec 20 code.
    pub unit: String,
    /// Every use of the item, oldest first.
    pub uses: Vec<UseRow>,
}

/// An item before its uses are counted.
struct Certified {
    issuer: String,
    number: String,
    sequence: u32,
    description: String,
    hs_code: String,
    quantity: Decimal,
    unit: String,
}

const COLUMNS: &str = "i.issuer, i.number, t.sequence, t.description, t.hs_code, t.quantity, t.unit";

fn certified(row: &rusqlite::Row<'_>) -> rusqlite::Result<Certified> {
    Ok(Certified {
        issuer: row.get("issuer")?,
        number: row.get("number")?,
        sequence: row.get("sequence")?,
        description: row.get("description")?,
        hs_code: row.get("hs_code")?,
        quantity: decimal(row, "quantity")?,
        unit: row.get("unit")?,
    })
}

fn sum(uses: &[UseRow], state: &str) -> Option<Decimal> {
    uses.iter().filter(|one| one.state == state).try_fold(Decimal::ZERO, |sum, one| sum.checked_add(one.quantity))
}

impl Reader<'_> {
    /// The balance of each item of an image that has a quantity to count in.
    ///
    /// # Errors
    /// `Unreadable` when the sums do not fit.
    pub fn balances(&self, inbound_id: i64) -> Result<Vec<BalanceRow>, StoreError> {
        let items = self.all(
            &format!(
                "SELECT {COLUMNS} FROM inbound_item AS t JOIN inbound AS i ON i.id = t.inbound
                 WHERE t.inbound = ?1 ORDER BY t.sequence"
            ),
            [inbound_id],
            certified,
        )?;
        items.into_iter().map(|item| self.balance(item)).collect()
    }

    /// Balances of all numbers, the newest certificate first; `text` narrows them as it narrows the register.
    ///
    /// # Errors
    /// `Unreadable` when the sums do not fit.
    pub fn balance_page(&self, text: &str, window: Window) -> Result<Page<BalanceRow>, StoreError> {
        let mut fits = Where::default();
        fits.and("i.shown = 1 AND i.current = 1", []);
        self.fits_text(&mut fits, "i.id", Register::Received, text)?;
        let page = self.page(
            [
                COLUMNS,
                "inbound_item AS t JOIN inbound AS i ON i.id = t.inbound",
                "",
                "i.received_at DESC, i.id DESC, t.sequence",
            ],
            &fits,
            window,
            certified,
        )?;
        let rows = page.rows.into_iter().map(|item| self.balance(item)).collect::<Result<_, _>>()?;
        Ok(Page { rows, total: page.total })
    }

    fn balance(&self, item: Certified) -> Result<BalanceRow, StoreError> {
        let uses: Vec<UseRow> =
            self.uses(&item.issuer, &item.number)?.into_iter().filter(|one| one.sequence == item.sequence).collect();
        let sums = || {
            let (claimed, used) = (sum(&uses, "claimed")?, sum(&uses, "granted")?);
            Some((claimed, used, item.quantity.checked_sub(claimed)?.checked_sub(used)?))
        };
        let (claimed, used, left) = sums().ok_or_else(|| StoreError::unreadable("balance", &item.number))?;
        Ok(BalanceRow {
            issuer: item.issuer,
            number: item.number,
            sequence: item.sequence,
            description: item.description,
            hs_code: item.hs_code,
            certified: item.quantity,
            claimed,
            used,
            left,
            unit: item.unit,
            uses,
        })
    }
}
