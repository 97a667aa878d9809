//! What does each command do? A function per command: words of the window in, one call of the office, words out.

pub mod agreements;
pub mod applications;
pub mod asked;
pub mod border;
pub mod bundles;
pub mod cards;
pub mod certificates;
pub mod contradictions;
pub mod drafts;
pub mod frame;
pub mod keys;
pub mod lists;
pub mod outbox;
pub mod stamps;
pub mod trust;

use tamga_office::{Office, Window};

use crate::error::Fault;
use crate::wire::Rows;

/// Lists of several offices as one: the rows of the first, then those of the next.
pub(crate) fn in_turn<T>(
    offices: &[&Office],
    offset: u32,
    limit: u32,
    read: impl Fn(&Office, Window) -> Result<Rows<T>, Fault>,
) -> Result<Rows<T>, Fault> {
    let mut all = Rows { rows: Vec::new(), total: 0, offset };
    for office in offices {
        let skipped = offset.saturating_sub(all.total);
        let have = u32::try_from(all.rows.len()).unwrap_or(u32::MAX);
        // A window of no rows still asks how many there are.
        let part = read(office, crate::convert::window(skipped, limit.saturating_sub(have)))?;
        all.total = all.total.saturating_add(part.total);
        all.rows.extend(part.rows);
    }
    Ok(all)
}
