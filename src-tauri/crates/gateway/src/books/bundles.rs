//! Which bundles were read, what was answered, and how far are the lanes back to those who packed them?

use tamga_courier::bundle::{BundleHeader, Ranges};
use tamga_origin::Timestamp;
use uuid::Uuid;

use super::{from_json, to_json};
use crate::ledger::LedgerError;
use crate::ledger::records::{Cell, Records};

/// A bundle that was read before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    /// SHA-256 of its header.
    pub(crate) header_sha256: String,
    /// What was answered.
    pub(crate) answer: Vec<u8>,
}

/// The lane to a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lane {
    /// The last bundle's number.
    pub(crate) n: u64,
    /// The digest of its header.
    pub(crate) prev: String,
    /// The last entry's number.
    pub(crate) last: u64,
    /// Entries of the node that are here.
    pub(crate) held: Ranges,
}

fn whole(number: u64) -> Result<Cell, LedgerError> {
    i64::try_from(number).map(Cell::Whole).map_err(|_| LedgerError::Row("a number of a bundle".to_owned()))
}

/// What was answered to a bundle.
pub(crate) fn known(records: &mut dyn Records, id: Uuid) -> Result<Option<Known>, LedgerError> {
    let line =
        records.line("SELECT header_sha256, answer FROM bundle_read WHERE bundle_id = ?1", &[id.to_string().into()])?;
    line.map(|line| Ok(Known { header_sha256: line.text(0)?, answer: line.bytes(1)? })).transpose()
}

/// The lane to a node; one that was never used begins here.
pub(crate) fn lane(records: &mut dyn Records, node: &str) -> Result<Lane, LedgerError> {
    let line = records.line("SELECT n, prev, last, held FROM bundle_lane WHERE node = ?1", &[node.into()])?;
    let Some(line) = line else {
        return Ok(Lane { n: 0, prev: BundleHeader::FIRST_PREV.to_owned(), last: 0, held: Ranges::default() });
    };
    let spans: Vec<(u64, u64)> = from_json(&line.text(3)?)?;
    Ok(Lane { n: line.count(0)?, prev: line.text(1)?, last: line.count(2)?, held: Ranges::from_parts(0, &spans) })
}

/// The numbers of a node's bundles that were read.
pub(crate) fn numbers(records: &mut dyn Records, node: &str) -> Result<Ranges, LedgerError> {
    let lines = records.lines("SELECT n FROM bundle_read WHERE node = ?1", &[node.into()])?;
    Ok(Ranges::of(lines.iter().map(|line| line.count(0)).collect::<Result<Vec<_>, _>>()?))
}

/// Notes a bundle, its answer, and where the lane back to its sender is now.
pub(crate) fn keep(
    records: &mut dyn Records,
    header: &BundleHeader,
    known: &Known,
    lane: &Lane,
    at: Timestamp,
) -> Result<(), LedgerError> {
    let node = header.from.node.as_str();
    records.run(
        "INSERT INTO bundle_read (bundle_id, node, n, header_sha256, answer, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[
            header.bundle_id.to_string().into(),
            node.into(),
            whole(header.n)?,
            known.header_sha256.as_str().into(),
            known.answer.as_slice().into(),
            at.rfc3339().into(),
        ],
    )?;
    records.run("DELETE FROM bundle_lane WHERE node = ?1", &[node.into()])?;
    records.run(
        "INSERT INTO bundle_lane (node, n, prev, last, held) VALUES (?1, ?2, ?3, ?4, ?5)",
        &[
            node.into(),
            whole(lane.n)?,
            lane.prev.as_str().into(),
            whole(lane.last)?,
            to_json(&lane.held.spans())?.into(),
        ],
    )?;
    Ok(())
}
