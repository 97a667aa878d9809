//! Is this a bundle for us, whole, and does somebody vouch for it? No name and no size in it is believed before it was
//! checked; an entry is handed out only after everything was.

use std::io::Read;
use std::ops::Range;

use tamga_protocol::limits;

use super::entry::{EntryKind, EntryMeta};
use super::header::{BundleFrom, BundleHeader, DEPTH};
use super::lock::{self, BundleKey};
use super::{BundleError, LARGEST_HEADER, LARGEST_META, MAGIC, MOST_ENTRIES, Part};
use crate::evidence::NotProven;
use crate::read::{hex_sha256, sha256};

/// Checks who signed a header; implemented by whoever owns the keys and the trust list.
pub trait BundleVerifier {
    /// Did the key `from.kid`, listed for the node `from.node` for bundles, sign these header bytes? `created_at` is
    /// what the header claims.
    ///
    /// # Errors
    /// What does not hold.
    fn verify(&self, from: &BundleFrom, created_at: &str, header: &[u8], signature: &[u8; 64])
    -> Result<(), NotProven>;
}

/// Who reads.
#[derive(Debug, Clone, Copy)]
pub struct Us<'a> {
    /// Our node.
    pub node: &'a str,
    /// Keys that open our bundles, retired ones included.
    pub keys: &'a [BundleKey],
}

/// A bundle that is whole, for us, and vouched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    header: BundleHeader,
    header_sha256: String,
    plain: Vec<u8>,
    entries: Vec<(EntryMeta, Range<usize>)>,
}

/// A thing in a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BundleEntry<'a> {
    /// Its number in the lane.
    pub seq: u64,
    /// What it is.
    pub kind: &'a EntryKind,
    /// Under which id it is known.
    pub id: &'a str,
    /// SHA-256 of its bytes, lower-case hex; compared.
    pub sha256: &'a str,
    /// Its bytes.
    pub body: &'a [u8],
}

impl Bundle {
    /// What it says of itself.
    pub fn header(&self) -> &BundleHeader {
        &self.header
    }

    /// SHA-256 of its header; the next one of the lane names it.
    pub fn header_sha256(&self) -> &str {
        &self.header_sha256
    }

    /// What is in it, in order.
    pub fn entries(&self) -> impl Iterator<Item = BundleEntry<'_>> {
        self.entries.iter().map(|(meta, place)| BundleEntry {
            seq: meta.seq,
            kind: &meta.kind,
            id: &meta.id,
            sha256: &meta.sha256,
            body: self.plain.get(place.clone()).unwrap_or_default(),
        })
    }
}

/// Opens and checks a bundle: closing, header, digests, receiver, and who vouches for it. Nothing of it has an effect yet.
///
/// # Errors
/// What does not hold; see [`BundleError`].
pub fn open(input: impl Read, us: Us<'_>, verifier: &dyn BundleVerifier) -> Result<Bundle, BundleError> {
    let plain = lock::open(input, us.keys)?;
    let body = plain.len().checked_sub(32).ok_or_else(|| BundleError::damaged(Part::Trailer, "too short"))?;
    let (content, trailer) = plain.split_at(body);
    let mut cursor = Cursor { bytes: content, at: 0 };
    if cursor.take(MAGIC.len()) != Some(MAGIC) {
        return Err(BundleError::damaged(Part::Magic, "the first bytes are others"));
    }
    if sha256(content) != trailer {
        return Err(BundleError::damaged(Part::Trailer, "the digest of the whole is another"));
    }
    let short = |part| move || BundleError::damaged(part, "shorter than it says");
    let length = cursor.length32(LARGEST_HEADER).ok_or_else(short(Part::Header))?;
    let written = cursor.take(length).ok_or_else(short(Part::Header))?;
    let header = BundleHeader::read(written)?;
    let signature: &[u8; 64] =
        cursor.take(64).and_then(|bytes| bytes.try_into().ok()).ok_or_else(short(Part::Header))?;
    is_for(&header, us)?;
    verifier.verify(&header.from, &header.created_at, written, signature).map_err(BundleError::NotVouched)?;
    let header_sha256 = hex_sha256(written);
    let entries = entries(&header, &mut cursor)?;
    Ok(Bundle { header, header_sha256, plain, entries })
}

/// Does it name us, by node and by a key of ours? Whoever wraps a bundle again for us cannot change that.
fn is_for(header: &BundleHeader, us: Us<'_>) -> Result<(), BundleError> {
    let names_us = header.to.node == us.node && header.lane == BundleHeader::lane_between(&header.from.node, us.node);
    let names_key = us.keys.iter().any(|key| header.to.recipients.contains(&key.recipient()));
    if names_us && names_key { Ok(()) } else { Err(BundleError::ForSomebodyElse { node: header.to.node.clone() }) }
}

fn entries(header: &BundleHeader, cursor: &mut Cursor<'_>) -> Result<Vec<(EntryMeta, Range<usize>)>, BundleError> {
    let damaged = |found: &str| BundleError::damaged(Part::Entry, found);
    if header.count > MOST_ENTRIES as u64 {
        return Err(damaged("more than a bundle holds"));
    }
    let mut entries = Vec::new();
    let mut digests = Vec::new();
    for seq in header.first..=header.last {
        let start = cursor.at;
        let length = cursor.length32(LARGEST_META).ok_or_else(|| damaged("shorter than it says"))?;
        let written = cursor.take(length).ok_or_else(|| damaged("shorter than it says"))?;
        if !limits::nests_within(written, DEPTH) {
            return Err(damaged("nested too deeply"));
        }
        let meta: EntryMeta = serde_json::from_slice(written).map_err(|error| damaged(&error.to_string()))?;
        let size = cursor.length64().ok_or_else(|| damaged("shorter than it says"))?;
        let from = cursor.at;
        let body = cursor.take(size).ok_or_else(|| damaged("shorter than it says"))?;
        let is_so = meta.seq == seq && meta.size == size as u64 && meta.sha256 == hex_sha256(body);
        if !is_so {
            return Err(damaged("number, size or digest is another"));
        }
        digests.extend(sha256(cursor.bytes.get(start..cursor.at).unwrap_or_default()));
        entries.push((meta, from..cursor.at));
    }
    if tamga_protocol::headers::hex(&sha256(&digests)) != header.root {
        return Err(BundleError::damaged(Part::Root, "the digest over the entries is another"));
    }
    if cursor.at != cursor.bytes.len() {
        return Err(damaged("something follows that nobody named"));
    }
    Ok(entries)
}

/// Walks through bytes; a length that leads beyond them leads nowhere.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(length)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    fn length32(&mut self, most: usize) -> Option<usize> {
        let bytes: [u8; 4] = self.take(4)?.try_into().ok()?;
        usize::try_from(u32::from_be_bytes(bytes)).ok().filter(|length| *length <= most)
    }

    fn length64(&mut self) -> Option<usize> {
        let bytes: [u8; 8] = self.take(8)?.try_into().ok()?;
        usize::try_from(u64::from_be_bytes(bytes)).ok()
    }
}
