//! What goes onto the stick? What waits for its custody and was not confirmed by that partner, oldest first, and what this
//! office holds of the partner's. The copy is written down before its first byte is; a thing that was copied stays in the
//! outbox and goes over the line as well.

use std::path::{Path, PathBuf};

use tamga_courier::bundle::{
    BundleAck, BundleFrom, BundleGroup, BundleHeader, BundleRequires, BundleTo, EntryKind, LARGEST_BODIES,
    MOST_ENTRIES, NewBundle, NewEntry, Ranges, Sealed, seal,
};
use tamga_seal::sign_bundle;
use tamga_store::{NewBundleOut, OutboxRow, PackedEntry, Reader, StoreError};
use uuid::Uuid;

use super::partners::BundlePartner;
use super::stick;
use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;

/// Numbers of unconfirmed bundles that are named in a header at most.
const NAMED: usize = 100;

/// What is to be carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carry<'a> {
    /// To which partner.
    pub node: &'a str,
    /// Certificates, by number, in whatever state they are; empty for everything that waits.
    pub numbers: &'a [String],
    /// The trust list in force goes along.
    pub with_trust_list: bool,
}

/// A bundle that lies on the stick, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// Its id.
    pub bundle_id: Uuid,
    /// To whom.
    pub node: String,
    /// Its number in the lane.
    pub n: u64,
    /// Things in it.
    pub entries: u64,
    /// Entries of the other side it confirms.
    pub confirms: u64,
    /// The file.
    pub path: PathBuf,
}

/// What this office holds of a partner's entries.
struct Confirms {
    lane: String,
    held: Ranges,
    count: u64,
    is_new: bool,
}

impl Office {
    /// Packs what waits for a partner into the folder. When this answers, everything is on the carrier and was read back:
    /// it is safe to remove. Large sets become several bundles.
    ///
    /// # Errors
    /// `BundlePartner`, `NothingToCarry`, `NotFound` for a number nothing was sent of, `Carrier`; nothing in the outbox
    /// has changed then, except that what may lie on the carrier all the same is marked as carried.
    pub fn write_bundle(&self, carry: &Carry<'_>, folder: &Path) -> Result<Vec<Packed>, OfficeError> {
        let _alone = self.packing.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let partner = self.bundle_partner(carry.node)?;
        let node = self.bundle_node()?;
        let lane = BundleHeader::lane_between(&node, &partner.node);
        let things = self.read(|reader| self.things(reader, &partner, carry))?;
        let confirms = self.read(|reader| confirms(reader, &partner.node, &node))?;
        if things.is_empty() && !confirms.is_new {
            return Err(OfficeError::NothingToCarry);
        }
        let parts = parts(things);
        let group = (parts.len() > 1).then(|| self.surroundings().uuid()).transpose()?;
        let of = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        let mut packed = Vec::with_capacity(parts.len());
        for (i, part) in (1..).zip(parts) {
            let group = group.map(|id| BundleGroup { id, i, of });
            packed.push(self.pack(&partner, &node, &lane, &part, &confirms, group, folder)?);
        }
        self.changed(&[Tag::Outbox, Tag::Certificates, Tag::Journal, Tag::App]);
        Ok(packed)
    }

    /// What goes in, in order: lists first, then submissions as they were signed.
    fn things(
        &self,
        reader: &Reader<'_>,
        partner: &BundlePartner,
        carry: &Carry<'_>,
    ) -> Result<Vec<NewEntry>, OfficeError> {
        let mut things = Vec::new();
        if carry.with_trust_list {
            for list in reader.trust_lists_newest()? {
                things.push(NewEntry { kind: EntryKind::TrustList, id: list.n.to_string(), body: list.bytes });
            }
        }
        let rows = match carry.numbers {
            [] => self.waiting_for(reader, partner)?,
            numbers => self.named(reader, numbers)?,
        };
        for row in rows {
            match reader.outbox_envelope(&row.submission_id) {
                Ok(body) => things.push(NewEntry { kind: EntryKind::Submission, id: row.submission_id, body }),
                Err(StoreError::FileChanged { .. }) => {
                    tracing::error!(submission = row.submission_id, "the envelope in the outbox is damaged");
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(things)
    }

    fn waiting_for(&self, reader: &Reader<'_>, partner: &BundlePartner) -> Result<Vec<OutboxRow>, OfficeError> {
        let mut rows = reader.outbox_to_carry()?;
        rows.retain(|row| partner.takes(row));
        let mut left = Vec::with_capacity(rows.len());
        for row in rows {
            let carried = reader.outbox_carried(&row.submission_id)?;
            if !carried.iter().any(|one| one.node == partner.node && one.acked_at.is_some()) {
                left.push(row);
            }
        }
        Ok(left)
    }

    /// Every step of these numbers, whether it is in custody already or not; what is over goes nowhere.
    fn named(&self, reader: &Reader<'_>, numbers: &[String]) -> Result<Vec<OutboxRow>, OfficeError> {
        let issuer = self.issuer()?;
        let mut rows = Vec::new();
        for number in numbers {
            let mut steps = reader.outbox_about(&issuer.code, number)?;
            steps.retain(|row| !matches!(row.state.as_str(), "rejected" | "abandoned" | "conflict"));
            if steps.is_empty() {
                return Err(StoreError::NotFound { what: "submission", id: number.clone() }.into());
            }
            rows.extend(steps);
        }
        Ok(rows)
    }

    #[expect(clippy::too_many_arguments, reason = "one call, from the loop above")]
    fn pack(
        &self,
        partner: &BundlePartner,
        node: &str,
        lane: &str,
        things: &[NewEntry],
        confirms: &Confirms,
        group: Option<BundleGroup>,
        folder: &Path,
    ) -> Result<Packed, OfficeError> {
        let (device, state, unconfirmed) =
            self.read(|reader| Ok((reader.device()?.id, reader.lane(lane)?, reader.bundles_unconfirmed(lane)?)))?;
        let (n, first, prev) = match &state {
            Some(lane) if !lane.head.is_empty() => (lane.n + 1, lane.entries + 1, lane.head.clone()),
            Some(lane) => (lane.n + 1, lane.entries + 1, BundleHeader::FIRST_PREV.to_owned()),
            None => (1, 1, BundleHeader::FIRST_PREV.to_owned()),
        };
        let key = self.bundle_signing_key()?;
        let bundle_id = self.surroundings().uuid()?;
        let ack = (confirms.count > 0).then(|| BundleAck::of(&confirms.lane, &confirms.held));
        let new = NewBundle {
            bundle_id,
            from: BundleFrom {
                party: self.sender().to_owned(),
                node: node.to_owned(),
                device,
                kid: key.kid().to_owned(),
            },
            to: BundleTo {
                party: partner.party.clone(),
                node: partner.node.clone(),
                recipients: partner.recipients.clone(),
            },
            n,
            prev,
            first,
            acks: ack.into_iter().collect(),
            requires: BundleRequires {
                trust_list: self.trust_list().map(|list| list.n),
                status_list: None,
                bundles: unconfirmed.into_iter().rev().take(NAMED).rev().collect(),
            },
            created_at: self.now().rfc3339(),
            group,
        };
        let sealed = seal(new, things, |header| sign_bundle(header, &key))?;
        let name = stick::name(&partner.node, n, &bundle_id.to_string());
        self.reserve(partner, lane, &sealed, things, confirms, &name)?;
        let path = match stick::place(folder, &name, &sealed.bytes) {
            Ok(path) => path,
            Err(failed) => return Err(self.not_placed(bundle_id, lane, failed)),
        };
        let id = bundle_id.to_string();
        self.write(|tx| {
            tx.bundle_written(&id)?;
            tx.journal_add("bundle.written", lane, &[("n", &n.to_string()), ("file", &name)])?;
            Ok(())
        })?;
        let entries = things.len() as u64;
        Ok(Packed { bundle_id, node: partner.node.clone(), n, entries, confirms: confirms.count, path })
    }

    /// Numbers and marks, before the first byte is written.
    fn reserve(
        &self,
        partner: &BundlePartner,
        lane: &str,
        sealed: &Sealed,
        things: &[NewEntry],
        confirms: &Confirms,
        name: &str,
    ) -> Result<(), OfficeError> {
        let header = &sealed.header;
        let entries = things.iter().map(|thing| PackedEntry::of(thing.kind.word(), &thing.id, &thing.body)).collect();
        let new = NewBundleOut {
            bundle_id: header.bundle_id.to_string(),
            lane: lane.to_owned(),
            node: partner.node.clone(),
            n: header.n,
            header_sha: sealed.header_sha256.clone(),
            first: header.first,
            entries,
            size: sealed.bytes.len() as u64,
            name: name.to_owned(),
            confirms: (confirms.count > 0).then(|| (confirms.lane.clone(), confirms.count)),
        };
        self.write(|tx| {
            tx.bundle_reserve(&new)?;
            let (n, count) = (header.n.to_string(), header.count.to_string());
            tx.journal_add("bundle.packed", lane, &[("n", &n), ("count", &count)])?;
            Ok(())
        })
    }

    /// The stick failed. Only what provably left no whole copy gives its numbers back.
    fn not_placed(&self, bundle_id: Uuid, lane: &str, failed: stick::NotPlaced) -> OfficeError {
        let id = bundle_id.to_string();
        let noted = self.write(|tx| {
            if failed.may_be_there {
                tx.journal_add("bundle.doubtful", lane, &[("bundle", &id)])?;
            } else {
                tx.bundle_undo(&id)?;
                tx.journal_add("bundle.undone", lane, &[("bundle", &id)])?;
            }
            Ok(())
        });
        if let Err(error) = noted {
            tracing::error!(%error, bundle = id, "a bundle that was not written keeps its number");
        }
        self.changed(&[Tag::Outbox, Tag::Journal]);
        OfficeError::Carrier(failed.source)
    }
}

fn confirms(reader: &Reader<'_>, theirs: &str, ours: &str) -> Result<Confirms, OfficeError> {
    let lane = BundleHeader::lane_between(theirs, ours);
    let held = reader.bundle_entries_held(&lane)?;
    let told = reader.lane(&lane)?.map_or(0, |lane| lane.told);
    let count = held.len() as u64;
    Ok(Confirms { lane, held: Ranges::of(held), count, is_new: count > told })
}

/// Cuts what is to be carried into parts that each fit a bundle; one part, even without anything in it.
fn parts(things: Vec<NewEntry>) -> Vec<Vec<NewEntry>> {
    let mut parts = vec![Vec::new()];
    let mut size = 0;
    for thing in things {
        let is_full = parts.last().is_some_and(|part| {
            !part.is_empty() && (part.len() >= MOST_ENTRIES || size + thing.body.len() > LARGEST_BODIES)
        });
        if is_full {
            parts.push(Vec::new());
            size = 0;
        }
        size += thing.body.len();
        if let Some(part) = parts.last_mut() {
            part.push(thing);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_set_is_cut_where_a_bundle_is_full() {
        let thing = |size| NewEntry { kind: EntryKind::Submission, id: String::new(), body: vec![0; size] };
        let sizes = |things| parts(things).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(sizes(vec![]), [0]);
        assert_eq!(sizes(vec![thing(1), thing(2)]), [2]);
        assert_eq!(sizes(vec![thing(LARGEST_BODIES), thing(1)]), [1, 1]);
        assert_eq!(sizes(vec![thing(LARGEST_BODIES - 1), thing(1), thing(1), thing(1)]), [2, 2]);
        assert_eq!(sizes((0..=MOST_ENTRIES).map(|_| thing(0)).collect()), [MOST_ENTRIES, 1]);
    }
}
