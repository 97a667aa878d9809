//! Which numbers were leased, and what became of them? No number is given twice, returned or not.

use tamga_protocol::{NumberReturn, NumberWish};
use tamga_seal::digest::sha256_hex;
use uuid::Uuid;

use super::{from_json, to_json};
use crate::config::NumberConfig;
use crate::ledger::LedgerError;
use crate::ledger::records::Records;

/// A lease as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lease {
    pub(crate) client: String,
    pub(crate) wish: String,
    pub(crate) statement: String,
    pub(crate) returned: Option<(NumberReturn, String)>,
}

/// What makes two wishes the same.
pub(crate) fn wish_digest(wish: &NumberWish) -> String {
    let NumberWish { issuer, agreement, count, device } = wish;
    sha256_hex(format!("{issuer}\n{agreement}\n{count}\n{device}").as_bytes())
}

/// The lease with this id.
pub(crate) fn lease(records: &mut dyn Records, id: Uuid) -> Result<Option<Lease>, LedgerError> {
    let line = records.line(
        "SELECT client, wish, statement, returned, receipt FROM number_lease WHERE id = ?1",
        &[id.to_string().into()],
    )?;
    line.map(|line| {
        let returned = match (line.maybe_text(3)?, line.maybe_text(4)?) {
            (Some(said), Some(receipt)) => Some((from_json(&said)?, receipt)),
            _ => None,
        };
        Ok(Lease { client: line.text(0)?, wish: line.text(1)?, statement: line.text(2)?, returned })
    })
    .transpose()
}

/// Takes the next numbers of a pool, as many as are wished and left; `None` when none is left.
pub(crate) fn take(
    records: &mut dyn Records,
    pool: &NumberConfig,
    count: u64,
) -> Result<Option<(u64, u64)>, LedgerError> {
    let key = [pool.issuer.as_str().into(), pool.agreement.as_str().into()];
    let known = records.line("SELECT next FROM number_pool WHERE issuer = ?1 AND agreement = ?2", &key)?;
    let next = known.map(|line| line.count(0)).transpose()?;
    // A pool that was widened or moved by its operator goes on where the numbers are that nobody had.
    let from = next.unwrap_or(0).max(pool.first);
    if from > pool.last || count == 0 {
        return Ok(None);
    }
    let to = from.saturating_add(count - 1).min(pool.last);
    let after = i64::try_from(to + 1).map_err(|_| LedgerError::Row("running number".to_owned()))?;
    let [issuer, agreement] = key;
    records
        .run("DELETE FROM number_pool WHERE issuer = ?1 AND agreement = ?2", &[issuer.clone(), agreement.clone()])?;
    records.run(
        "INSERT INTO number_pool (issuer, agreement, next) VALUES (?1, ?2, ?3)",
        &[issuer, agreement, after.into()],
    )?;
    Ok(Some((from, to)))
}

/// Keeps a lease.
pub(crate) fn keep(
    records: &mut dyn Records,
    id: Uuid,
    client: &str,
    wish: &str,
    statement: &str,
) -> Result<(), LedgerError> {
    records.run(
        "INSERT INTO number_lease (id, client, wish, statement) VALUES (?1, ?2, ?3, ?4)",
        &[id.to_string().into(), client.into(), wish.into(), statement.into()],
    )?;
    Ok(())
}

/// Keeps what became of a lease.
pub(crate) fn give_back(
    records: &mut dyn Records,
    id: Uuid,
    said: &NumberReturn,
    receipt: &str,
) -> Result<(), LedgerError> {
    records.run(
        "UPDATE number_lease SET returned = ?2, receipt = ?3 WHERE id = ?1",
        &[id.to_string().into(), to_json(said)?.into(), receipt.into()],
    )?;
    Ok(())
}
