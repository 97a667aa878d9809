//! What comes off the stick? First everything is checked, then the entries have their effect one by one; a crash between
//! two of them is mended by reading the stick again. What is missing between sticks is named.

use std::io::Read;
use std::sync::Arc;

use tamga_courier::NotProven;
use tamga_courier::bundle::{Bundle, BundleEntry, BundleFrom, BundleHeader, BundleVerifier, Ranges, Us, open};
use tamga_origin::Timestamp;
use tamga_origin::trust::{TrustedKey, TrustedNode};
use tamga_seal::{BundleRefused, bundle_holds};
use tamga_store::{BundleInRow, NewBundleIn, ReadEntry, Reader};
use uuid::Uuid;

use super::apply::Applied;
use crate::changes::Tag;
use crate::error::OfficeError;
use crate::inbox::ReceiveReport;
use crate::office::Office;

/// An entry that has no effect, and is not confirmed to the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Its number in the lane.
    pub seq: u64,
    /// What it says it is.
    pub kind: String,
    /// Id under which it says it is known.
    pub id: String,
    /// Why: `bundle_aside.*`, or a code of whoever refused it.
    pub why: String,
}

/// Numbers of bundles that are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// From whom.
    pub node: String,
    /// The first number.
    pub first: u64,
    /// The last one.
    pub last: u64,
}

/// What reading a bundle did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleReport {
    /// Its id.
    pub bundle_id: Uuid,
    /// Node it is from.
    pub from: String,
    /// Its number in the lane.
    pub n: u64,
    /// When it was packed, by the packer's clock; none when it names no time.
    pub claimed_at: Option<Timestamp>,
    /// It was read to its end before.
    pub was_read: bool,
    /// Entries that had their effect now.
    pub taken: u64,
    /// Entries that were here already.
    pub known: u64,
    /// Entries that have none.
    pub aside: Vec<Aside>,
    /// Entries of ours the other side confirmed, and had not before.
    pub confirmed: u64,
    /// Certificates among what was taken that are usable.
    pub usable: u64,
    /// Documents that could not be believed.
    pub quarantined: u64,
    /// Bundles of that sender that are missing.
    pub missing: Vec<Missing>,
    /// Number of the trust list it rests on, when that is newer than ours.
    pub newer_trust_list: Option<u64>,
    /// Another bundle claims its number or its place: the sender was restored, or copied.
    pub is_forked: bool,
}

/// Checks who vouches for a bundle, by the trust list in force.
struct Vouchers<'a> {
    office: &'a Office,
}

impl BundleVerifier for Vouchers<'_> {
    fn verify(
        &self,
        from: &BundleFrom,
        created_at: &str,
        header: &[u8],
        signature: &[u8; 64],
    ) -> Result<(), NotProven> {
        let list = self.office.trust_list().ok_or(NotProven::UnknownKey)?;
        let now = self.office.now();
        if list.revoked.iter().any(|entry| entry.key == from.kid && entry.at <= now) {
            return Err(NotProven::UnknownKey);
        }
        let is_it = |node: &&TrustedNode| node.id == from.node;
        let nodes = list.nodes.iter().chain(&list.gateways).filter(is_it);
        let keys: Vec<TrustedKey> = nodes.flat_map(|node| node.keys.iter().cloned()).collect();
        let moments: Vec<Timestamp> = Timestamp::parse_rfc3339(created_at).into_iter().chain([now]).collect();
        bundle_holds(header, signature, &from.kid, &keys, &moments).map_err(|why| match why {
            BundleRefused::Signature => NotProven::BadSignature,
            BundleRefused::UnknownKey | BundleRefused::NotThen => NotProven::UnknownKey,
        })
    }
}

impl Office {
    /// Reads a bundle: nothing of it has an effect unless the whole is good. Reading one again is harmless. Blocks, and
    /// must not be called from within an asynchronous task.
    ///
    /// # Errors
    /// `Bundle` when it is not believed or not for us; a store that cannot be written.
    pub fn read_bundle(self: &Arc<Self>, input: impl Read) -> Result<BundleReport, OfficeError> {
        let node = self.bundle_node()?;
        let keys = [self.bundle_opening_key()?];
        let bundle = open(input, Us { node: &node, keys: &keys }, &Vouchers { office: self });
        let bundle = bundle.inspect_err(|error| {
            let noted = self.write(|tx| {
                tx.journal_add("bundle.refused", "", &[("code", error.code())])?;
                Ok(())
            });
            if let Err(error) = noted {
                tracing::warn!(%error, "a refused bundle could not be written into the journal");
            }
        })?;
        // Taking in waits for the inbox worker, so that no item is written down twice at once.
        let _alone = self.receiving.blocking_lock();
        let report = self.take_bundle(&node, &bundle)?;
        self.wake.notify_one();
        self.changed(&[Tag::Received, Tag::Balances, Tag::Certificates, Tag::Outbox, Tag::Journal, Tag::App]);
        Ok(report)
    }

    fn take_bundle(self: &Arc<Self>, node: &str, bundle: &Bundle) -> Result<BundleReport, OfficeError> {
        let header = bundle.header();
        let bundle_id = header.bundle_id.to_string();
        let before = self.read(|reader| Ok(reader.bundle_in(&bundle_id)?))?;
        let was_read = before.as_ref().is_some_and(|row| row.ended_at.is_some());
        let confirmed = self.begin(node, bundle, before.as_ref())?;
        let mut report = BundleReport {
            bundle_id: header.bundle_id,
            from: header.from.node.clone(),
            n: header.n,
            claimed_at: Timestamp::parse_rfc3339(&header.created_at),
            was_read,
            taken: 0,
            known: 0,
            aside: Vec::new(),
            confirmed,
            usable: 0,
            quarantined: 0,
            missing: Vec::new(),
            newer_trust_list: None,
            is_forked: false,
        };
        let mut received = ReceiveReport::default();
        for entry in bundle.entries() {
            match self.take_entry(bundle, &entry, &mut received)? {
                Applied::Taken => report.taken += 1,
                Applied::Known => report.known += 1,
                Applied::Aside(why) => report.aside.push(Aside {
                    seq: entry.seq,
                    kind: entry.kind.word().to_owned(),
                    id: entry.id.chars().take(100).collect(),
                    why,
                }),
            }
        }
        self.write_as_worker(|tx| {
            tx.bundle_end(&bundle_id)?;
            let (taken, aside) = (report.taken.to_string(), report.aside.len().to_string());
            let said = [("n", header.n.to_string()), ("taken", taken), ("aside", aside)];
            let said: Vec<(&str, &str)> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
            tx.journal_add("bundle.read", &header.lane, &said)?;
            Ok(())
        })?;
        (report.usable, report.quarantined) = (received.usable, received.quarantined);
        let held = self.trust_list().map_or(0, |list| list.n);
        report.newer_trust_list = header.requires.trust_list.filter(|wanted| *wanted > held);
        self.read(|reader| {
            report.missing = missing(reader, &header.lane, &header.from.node)?;
            report.is_forked = is_forked(reader, header, bundle.header_sha256())?;
            Ok(report)
        })
    }

    /// Enters the bundle, and takes what it confirms; of one that was read before too.
    fn begin(&self, node: &str, bundle: &Bundle, before: Option<&BundleInRow>) -> Result<u64, OfficeError> {
        let header = bundle.header();
        let ours = BundleHeader::lane_between(node, &header.from.node);
        let new = NewBundleIn {
            bundle_id: header.bundle_id.to_string(),
            lane: header.lane.clone(),
            node: header.from.node.clone(),
            n: header.n,
            header_sha: bundle.header_sha256().to_owned(),
            prev: header.prev.clone(),
            first: header.first,
            last: header.last,
            claimed_at: Timestamp::parse_rfc3339(&header.created_at),
        };
        self.write_as_worker(|tx| {
            if before.is_none() {
                tx.bundle_begin(&new)?;
            }
            let mut confirmed = 0;
            for ack in header.acks.iter().filter(|ack| ack.lane == ours) {
                confirmed += tx.bundle_acked(&ours, ack.held().spans())? as u64;
            }
            tx.journal_add("bundle.opened", &header.lane, &[("n", &header.n.to_string())])?;
            Ok(confirmed)
        })
    }

    fn take_entry(
        self: &Arc<Self>,
        bundle: &Bundle,
        entry: &BundleEntry<'_>,
        received: &mut ReceiveReport,
    ) -> Result<Applied, OfficeError> {
        let header = bundle.header();
        let lane = header.lane.as_str();
        if self.read(|reader| Ok(reader.bundle_entry_outcome(lane, entry.seq, entry.sha256)?))?.is_some() {
            return Ok(Applied::Known);
        }
        let applied = self.apply(bundle, entry, received)?;
        let outcome = match &applied {
            Applied::Taken => "taken",
            Applied::Known => "known",
            // What had no effect is not held, and is not confirmed.
            Applied::Aside(_) => return Ok(applied),
        };
        let bundle_id = header.bundle_id.to_string();
        self.write_as_worker(|tx| {
            tx.bundle_entry_read(&ReadEntry {
                lane,
                seq: entry.seq,
                bundle_id: &bundle_id,
                kind: entry.kind.word(),
                thing: entry.id,
                sha: entry.sha256,
                outcome,
            })?;
            let seq = entry.seq.to_string();
            tx.journal_add("bundle.entry", lane, &[("seq", &seq), ("kind", entry.kind.word()), ("id", entry.id)])?;
            Ok(())
        })?;
        Ok(applied)
    }
}

/// Numbers below the highest one of a lane that were never read.
pub(super) fn missing(reader: &Reader<'_>, lane: &str, node: &str) -> Result<Vec<Missing>, OfficeError> {
    let numbers = Ranges::of(reader.bundles_of_lane(lane)?.into_iter().map(|(n, _)| n));
    let gap = |(first, last): &(u64, u64)| Missing { node: node.to_owned(), first: *first, last: *last };
    Ok(numbers.gaps().spans().iter().map(gap).collect())
}

/// Does another bundle stand under this number, or another one before it than it names?
fn is_forked(reader: &Reader<'_>, header: &BundleHeader, digest: &str) -> Result<bool, OfficeError> {
    let read = reader.bundles_of_lane(&header.lane)?;
    let under = |n: u64| read.iter().filter(move |(other, _)| *other == n);
    let before: Vec<_> = under(header.n.saturating_sub(1)).collect();
    Ok(under(header.n).any(|(_, other)| other != digest)
        || (!before.is_empty() && !before.iter().any(|(_, other)| *other == header.prev)))
}
