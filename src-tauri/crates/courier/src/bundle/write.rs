//! How is a bundle packed? Header, signature, entries, digest over all of it; then closed for its recipients.

use tamga_protocol::headers;
use uuid::Uuid;

use super::entry::{EntryKind, EntryMeta};
use super::header::{BundleAck, BundleFrom, BundleGroup, BundleHeader, BundleRequires, BundleTo, FORMAT};
use super::{BundleError, LARGEST, LARGEST_HEADER, LARGEST_META, MAGIC, MOST_ENTRIES, lock};
use crate::read::{hex_sha256, sha256};

/// A bundle to be packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBundle {
    /// Its id.
    pub bundle_id: Uuid,
    /// Who packs it.
    pub from: BundleFrom,
    /// Who may open it.
    pub to: BundleTo,
    /// Number in the lane, from 1.
    pub n: u64,
    /// SHA-256 of the header before it, or [`BundleHeader::FIRST_PREV`].
    pub prev: String,
    /// Number of its first entry in the lane.
    pub first: u64,
    /// What the writer holds of the other side.
    pub acks: Vec<BundleAck>,
    /// What should be there before.
    pub requires: BundleRequires,
    /// When.
    pub created_at: String,
    /// Which part of a set it is.
    pub group: Option<BundleGroup>,
}

/// A thing to be packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// What it is.
    pub kind: EntryKind,
    /// Under which id it is known.
    pub id: String,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// A packed and closed bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it says of itself.
    pub header: BundleHeader,
    /// SHA-256 of the header; the next one of the lane names it.
    pub header_sha256: String,
}

/// Packs, signs and closes a bundle. `sign` signs the header's bytes with the key `from.kid`.
///
/// # Errors
/// `TooLarge`, or `Unpackable` for what no reader would take.
pub fn seal(new: NewBundle, entries: &[NewEntry], sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Result<Sealed, BundleError> {
    if entries.len() > MOST_ENTRIES {
        return Err(BundleError::TooLarge);
    }
    let mut packed = Vec::new();
    let mut digests = Vec::with_capacity(entries.len() * 32);
    for (seq, entry) in (new.first..).zip(entries) {
        let start = packed.len();
        pack(&mut packed, seq, entry)?;
        if packed.len() > LARGEST {
            return Err(BundleError::TooLarge);
        }
        digests.extend(sha256(packed.get(start..).unwrap_or_default()));
    }
    let count = entries.len() as u64;
    let header = BundleHeader {
        format: FORMAT,
        bundle_id: new.bundle_id,
        lane: BundleHeader::lane_between(&new.from.node, &new.to.node),
        from: new.from,
        to: new.to,
        n: new.n,
        prev: new.prev,
        first: new.first,
        last: (new.first + count).saturating_sub(1),
        count,
        root: headers::hex(&sha256(&digests)),
        acks: new.acks,
        requires: new.requires,
        created_at: new.created_at,
        age: 0,
        group: new.group,
    };
    if let Some(fault) = header.fault() {
        return Err(BundleError::Unpackable(fault));
    }
    let written = serde_json::to_vec(&header).map_err(|_| BundleError::Unpackable("the header"))?;
    let length = u32::try_from(written.len()).ok().filter(|length| *length as usize <= LARGEST_HEADER);
    let length = length.ok_or(BundleError::TooLarge)?;
    let mut plain = MAGIC.to_vec();
    plain.extend(length.to_be_bytes());
    plain.extend(&written);
    plain.extend(sign(&written));
    plain.extend(packed);
    plain.extend(sha256(&plain));
    let bytes = lock::close(&plain, &header.to.recipients)?;
    if bytes.len() > LARGEST || plain.len() > LARGEST {
        return Err(BundleError::TooLarge);
    }
    Ok(Sealed { bytes, header_sha256: hex_sha256(&written), header })
}

fn pack(out: &mut Vec<u8>, seq: u64, entry: &NewEntry) -> Result<(), BundleError> {
    let meta = EntryMeta {
        seq,
        kind: entry.kind.clone(),
        id: entry.id.clone(),
        size: entry.body.len() as u64,
        sha256: hex_sha256(&entry.body),
    };
    let meta = serde_json::to_vec(&meta).map_err(|_| BundleError::Unpackable("an entry"))?;
    let length = u32::try_from(meta.len()).ok().filter(|length| *length as usize <= LARGEST_META);
    let length = length.ok_or(BundleError::Unpackable("an entry's id"))?;
    out.extend(length.to_be_bytes());
    out.extend(&meta);
    out.extend((entry.body.len() as u64).to_be_bytes());
    out.extend(&entry.body);
    Ok(())
}
