//! What was taken into custody on which day?

use tamga_origin::{Date, Timestamp};

use crate::ledger::LedgerError;
use crate::ledger::records::Records;

/// The ids of a client's submissions by day, sorted; days without any are left out.
pub(crate) fn days(
    records: &mut dyn Records,
    client: &str,
    from: Date,
    to: Date,
) -> Result<Vec<(String, Vec<String>)>, LedgerError> {
    let until = Timestamp::midnight(to).plus_millis(86_400_000);
    let lines = records.lines(
        "SELECT received_at, CAST(id AS TEXT) FROM submission
         WHERE client = ?1 AND received_at >= ?2 AND received_at < ?3 ORDER BY received_at",
        &[client.into(), Timestamp::midnight(from).rfc3339().into(), until.rfc3339().into()],
    )?;
    let mut days: Vec<(String, Vec<String>)> = Vec::new();
    for line in lines {
        let (day, id) = (line.text(0)?.chars().take(10).collect::<String>(), line.text(1)?);
        match days.last_mut() {
            Some((last, ids)) if *last == day => ids.push(id),
            _ => days.push((day, vec![id])),
        }
    }
    days.iter_mut().for_each(|(_, ids)| ids.sort_unstable());
    Ok(days)
}
