//! How does an office pass on what it has without a line (`gateway.md` 6)? It packs what waits onto a stick, and takes in
//! what others packed for it: the same objects under the same ids, so that stick and line may mix in any order.
//!
//! What a bundle is made of is `tamga_courier::bundle`; lanes and numbers are kept by `tamga-store`. A receipt of a gateway
//! is still the only proof of custody there: what the other side confirms says that it has it, and nothing more.

mod apply;
mod identity;
mod pack;
mod partners;
mod stick;
mod unpack;

pub use identity::BundleIdentity;
pub use pack::{Carry, Packed};
pub use partners::BundlePartner;
pub use unpack::{Aside, BundleReport, Missing};

use tamga_origin::Timestamp;

use crate::error::OfficeError;
use crate::office::Office;

/// A bundle in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleLine {
    /// Was it packed here?
    pub is_ours: bool,
    /// The other node.
    pub node: String,
    /// Its number in the lane.
    pub n: u64,
    /// Entries.
    pub entries: u64,
    /// Of those, confirmed by the other side; for one that was read here, taken.
    pub confirmed: u64,
    /// When it was packed, or read.
    pub at: Timestamp,
    /// Was it seen whole on its carrier, or read to its end?
    pub is_whole: bool,
    /// Name of the file, for one that was packed here.
    pub name: String,
}

/// What there is of bundles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundles {
    /// The newest ones, packed or read.
    pub lines: Vec<BundleLine>,
    /// Numbers that are missing, by node.
    pub missing: Vec<Missing>,
}

impl Office {
    /// The newest bundles, packed and read, and what is missing between them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn bundles(&self, limit: u32) -> Result<Bundles, OfficeError> {
        self.read(|reader| {
            let lanes = reader.lanes()?;
            let node = |lane: &str| lanes.iter().find(|one| one.id == lane).map_or("", |one| &one.node).to_owned();
            let mut lines: Vec<BundleLine> = Vec::new();
            for row in reader.bundles_out(limit)? {
                lines.push(BundleLine {
                    is_ours: true,
                    node: node(&row.lane),
                    n: row.n,
                    entries: row.entries,
                    confirmed: row.acked,
                    at: row.created_at,
                    is_whole: row.written_at.is_some(),
                    name: row.name,
                });
            }
            for row in reader.bundles_in(limit)? {
                let taken = reader.bundle_entries_taken(&row.bundle_id)?;
                lines.push(BundleLine {
                    is_ours: false,
                    node: node(&row.lane),
                    n: row.n,
                    entries: row.entries,
                    confirmed: taken,
                    at: row.read_at,
                    is_whole: row.ended_at.is_some(),
                    name: String::new(),
                });
            }
            lines.sort_by(|a, b| b.at.cmp(&a.at).then(b.n.cmp(&a.n)));
            lines.truncate(limit as usize);
            let mut missing = Vec::new();
            for lane in lanes.iter().filter(|lane| !lane.is_ours) {
                missing.extend(unpack::missing(reader, &lane.id, &lane.node)?);
            }
            Ok(Bundles { lines, missing })
        })
    }
}
