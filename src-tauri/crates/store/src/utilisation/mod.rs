//! How much of a certificate is used? Claims, write-offs and their reversal per goods item, and what is left. On our
//! own side, what is used never exceeds what was certified (plus the tolerance asked for), because the sum is taken
//! in the write that adds to it; what customs abroad told us of our own certificates is stored as told.

mod balance;

pub use balance::BalanceRow;

use rusqlite::Row;
use tamga_origin::{Date, Decimal, Timestamp};

use crate::error::StoreError;
use crate::row::{at, day_if, decimal, text_if};
use crate::store::{Reader, Tx};

/// A use of a quantity by one declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUse {
    /// Issuing body of the certificate.
    pub issuer: String,
    /// Its number.
    pub number: String,
    /// Sequence number of the goods item.
    pub sequence: u32,
    /// Customs office that decides.
    pub party: String,
    /// Import declaration.
    pub declaration: String,
    /// Day of the declaration.
    pub declared_on: Option<Date>,
    /// Quantity, never negative.
    pub quantity: Decimal,
    /// Rec 20 code.
    pub unit: String,
    /// Reason code, or empty.
    pub reason: String,
    /// Submission that tells (or told) the other side, or empty.
    pub answer: String,
}

/// A use as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseRow {
    /// Its id here.
    pub id: i64,
    /// Issuing body of the certificate.
    pub issuer: String,
    /// Its number.
    pub number: String,
    /// Sequence number of the goods item.
    pub sequence: u32,
    /// Customs office that decided.
    pub party: String,
    /// Import declaration.
    pub declaration: String,
    /// Day of the declaration.
    pub declared_on: Option<Date>,
    /// Quantity.
    pub quantity: Decimal,
    /// Rec 20 code.
    pub unit: String,
    /// `claimed`, `granted`, `refused`, `reversed`.
    pub state: String,
    /// Reason code, or empty.
    pub reason: String,
    /// Submission that tells (or told) the other side, or empty.
    pub answer: String,
    /// Who did it.
    pub actor: String,
    /// When it came into this state.
    pub at: Timestamp,
}

const COLUMNS: &str =
    "id, issuer, number, sequence, party, declaration, declared_on, quantity, unit, state, reason, answer,
                       actor, at";

fn use_row(row: &Row<'_>) -> rusqlite::Result<UseRow> {
    Ok(UseRow {
        id: row.get("id")?,
        issuer: row.get("issuer")?,
        number: row.get("number")?,
        sequence: row.get("sequence")?,
        party: row.get("party")?,
        declaration: row.get("declaration")?,
        declared_on: day_if(row, "declared_on")?,
        quantity: decimal(row, "quantity")?,
        unit: row.get("unit")?,
        state: row.get("state")?,
        reason: row.get("reason")?,
        answer: row.get("answer")?,
        actor: row.get("actor")?,
        at: at(row, "at")?,
    })
}

impl Reader<'_> {
    /// Our own decisions on a certificate from abroad, oldest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn uses(&self, issuer: &str, number: &str) -> Result<Vec<UseRow>, StoreError> {
        self.uses_on("border", issuer, number)
    }

    /// Our own decisions that nobody was told of, oldest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn uses_untold(&self) -> Result<Vec<UseRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM utilisation WHERE side = 'border' AND answer = '' AND state IN ('granted', 'refused')
             ORDER BY id"
        );
        self.all(&sql, [], use_row)
    }

    /// What customs abroad told us about a certificate of ours, oldest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn uses_told(&self, issuer: &str, number: &str) -> Result<Vec<UseRow>, StoreError> {
        self.uses_on("issuer", issuer, number)
    }

    fn uses_on(&self, side: &str, issuer: &str, number: &str) -> Result<Vec<UseRow>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM utilisation WHERE side = ?1 AND issuer = ?2 AND number = ?3 ORDER BY id");
        self.all(&sql, (side, issuer, number), use_row)
    }

    /// One use.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn use_by_id(&self, id: i64) -> Result<UseRow, StoreError> {
        self.one(&format!("SELECT {COLUMNS} FROM utilisation WHERE id = ?1"), [id], use_row)?
            .ok_or_else(|| StoreError::not_found("use", id))
    }
}

impl Tx<'_> {
    /// Reserves a quantity of the image that counts. `tolerance` may be used above what was certified; zero where the
    /// agreement knows none.
    ///
    /// # Errors
    /// `NotFound` when no image of that number is usable or it has no such item; `UnitDiffers`; `QuantityExceeded`;
    /// `AlreadyThere` when this declaration already counts on the item; `Unreadable` for a negative quantity.
    pub fn use_claim(&self, new: &NewUse, tolerance: Decimal) -> Result<i64, StoreError> {
        let image = self.inbound_current(&new.issuer, &new.number)?.filter(|image| image.is_usable());
        let image = image.ok_or_else(|| StoreError::not_found("usable certificate", &new.number))?;
        if new.quantity.is_negative() {
            return Err(StoreError::unreadable("quantity", new.quantity));
        }
        let balances = self.balances(image.id)?;
        let balance = balances
            .iter()
            .find(|balance| balance.sequence == new.sequence)
            .ok_or_else(|| StoreError::not_found("goods item", new.sequence))?;
        if balance.unit != new.unit {
            return Err(StoreError::UnitDiffers {
                sequence: new.sequence,
                certified: balance.unit.clone(),
                asked: new.unit.clone(),
            });
        }
        let bound = balance.left.checked_add(tolerance);
        if bound.is_none_or(|bound| new.quantity > bound) {
            return Err(StoreError::QuantityExceeded {
                sequence: new.sequence,
                left: balance.left.to_string(),
                asked: new.quantity.to_string(),
            });
        }
        self.use_insert("border", "claimed", new)
    }

    /// Posts a claimed quantity as written off.
    ///
    /// # Errors
    /// `NotFound`, `StateConflict`.
    pub fn use_grant(&self, id: i64) -> Result<(), StoreError> {
        self.use_move(id, "claimed", "granted", None)
    }

    /// Refuses a claim with a reason; its quantity is free again.
    ///
    /// # Errors
    /// `NotFound`, `StateConflict`; `Rule` without a reason.
    pub fn use_refuse(&self, id: i64, reason: &str) -> Result<(), StoreError> {
        self.use_move(id, "claimed", "refused", Some(reason))
    }

    /// Takes a write-off back; its quantity is free again. Needs a second person and a reason.
    ///
    /// # Errors
    /// `NotFound`, `StateConflict`, `SecondPersonMissing`; `Rule` without a reason.
    pub fn use_reverse(&self, id: i64, second: &str, reason: &str) -> Result<(), StoreError> {
        if second.trim().is_empty() || second == self.actor {
            return Err(StoreError::SecondPersonMissing);
        }
        self.use_move(id, "granted", "reversed", Some(reason))
    }

    /// Names the submission that tells the other side of a use.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn use_answered(&self, id: i64, submission_id: &str) -> Result<(), StoreError> {
        match self.run("UPDATE utilisation SET answer = ?2 WHERE id = ?1", (id, submission_id))? {
            0 => Err(StoreError::not_found("use", id)),
            _ => Ok(()),
        }
    }

    /// Stores what customs told us of a certificate of ours: `granted`, `refused`, or `reversed`, which takes back
    /// what the same declaration was granted. Told twice, it counts once and answers `false`.
    ///
    /// # Errors
    /// `Rule` for another state.
    pub fn use_told(&self, new: &NewUse, state: &str) -> Result<bool, StoreError> {
        let same =
            "side = 'issuer' AND issuer = ?1 AND number = ?2 AND sequence = ?3 AND party = ?4 AND declaration = ?5";
        let key = (&new.issuer, &new.number, new.sequence, &new.party, &new.declaration);
        let latest = self.one(
            &format!("SELECT id, state FROM utilisation WHERE {same} ORDER BY id DESC LIMIT 1"),
            key,
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)),
        )?;
        match latest {
            Some((_, latest)) if latest == state => Ok(false),
            Some((id, latest)) if latest == "granted" && state == "reversed" => {
                self.use_move(id, "granted", "reversed", Some(&new.reason))?;
                Ok(true)
            }
            Some((id, latest)) if latest == "granted" => {
                // A later word of the same customs on the same declaration: the write-off is off.
                self.use_move(id, "granted", "reversed", Some(&new.reason))?;
                self.use_insert("issuer", state, new)?;
                Ok(true)
            }
            Some(_) | None => {
                self.use_insert("issuer", state, new)?;
                Ok(true)
            }
        }
    }

    fn use_insert(&self, side: &str, state: &str, new: &NewUse) -> Result<i64, StoreError> {
        self.run(
            "INSERT INTO utilisation (side, issuer, number, sequence, party, declaration, declared_on, quantity, unit,
               state, reason, answer, actor, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            (
                side,
                &new.issuer,
                &new.number,
                new.sequence,
                &new.party,
                &new.declaration,
                text_if(new.declared_on),
                new.quantity.to_string(),
                &new.unit,
                state,
                &new.reason,
                &new.answer,
                self.actor,
                self.now.millis(),
            ),
        )
        .map_err(StoreError::taken("use", &new.declaration))?;
        Ok(self.conn.last_insert_rowid())
    }

    fn use_move(&self, id: i64, from: &str, to: &str, reason: Option<&str>) -> Result<(), StoreError> {
        if reason.is_some_and(|reason| reason.trim().is_empty()) {
            return Err(StoreError::Rule("a reason is needed".to_owned()));
        }
        let moved = self.run(
            "UPDATE utilisation SET state = ?3, reason = coalesce(?4, reason), actor = ?5, at = ?6
             WHERE id = ?1 AND state = ?2",
            (id, from, to, reason, self.actor, self.now.millis()),
        )?;
        if moved == 0 {
            let row = self.use_by_id(id)?;
            return Err(StoreError::StateConflict {
                what: "use",
                id: row.declaration,
                from: row.state,
                to: to.to_owned(),
            });
        }
        Ok(())
    }
}
