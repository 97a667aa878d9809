//! What does a bundle say of itself? Sender, receiver, its place in the lane between them, what the sender holds of the
//! other side, and what it rests on. Unknown members are ignored; sizes are checked before anything is believed.

use serde::{Deserialize, Serialize};
use tamga_protocol::{headers, limits};
use uuid::Uuid;

use super::lock::is_recipient;
use super::ranges::Ranges;
use super::{BundleError, MOST_RECIPIENTS, Part};

/// The format written and read here.
pub(crate) const FORMAT: u32 = 1;
/// Longest name of a party, node, device, key or lane.
const NAME: usize = 300;
/// Deepest nesting of header and metas.
pub(crate) const DEPTH: usize = 8;
const MOST_ACKS: usize = 64;

/// Who packed a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleFrom {
    /// Party.
    pub party: String,
    /// Node in the trust list.
    pub node: String,
    /// Device.
    pub device: String,
    /// Id of the key that signs the header.
    pub kid: String,
}

/// Who may open it. Named inside the signature, so that a bundle cannot be wrapped again for somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleTo {
    /// Party.
    pub party: String,
    /// Node.
    pub node: String,
    /// Its age keys, `age1…`.
    pub recipients: Vec<String>,
}

/// What the writer holds of the other side's entries in one lane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BundleAck {
    /// The other side's lane.
    pub lane: String,
    /// Every entry up to here, from 1; 0 for none.
    pub up_to: u64,
    /// Further spans, first and last, in order.
    #[serde(default)]
    pub ranges: Vec<(u64, u64)>,
}

impl BundleAck {
    /// As numbers.
    pub fn held(&self) -> Ranges {
        Ranges::from_parts(self.up_to, &self.ranges)
    }

    /// From numbers.
    pub fn of(lane: &str, held: &Ranges) -> Self {
        let (up_to, ranges) = held.parts();
        Self { lane: lane.to_owned(), up_to, ranges }
    }
}

/// What should be there before it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BundleRequires {
    /// Number of the trust list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust_list: Option<u64>,
    /// Number of the status list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_list: Option<u64>,
    /// Numbers of earlier bundles of the lane that are not confirmed yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bundles: Vec<u64>,
}

/// Which part of a large set it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleGroup {
    /// The set.
    pub id: Uuid,
    /// The part, from 1.
    pub i: u32,
    /// All parts.
    pub of: u32,
}

/// The header of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BundleHeader {
    /// 1.
    pub format: u32,
    /// Its id.
    pub bundle_id: Uuid,
    /// Who packed it.
    pub from: BundleFrom,
    /// Who may open it.
    pub to: BundleTo,
    /// The lane from sender to receiver.
    pub lane: String,
    /// Number in the lane, from 1.
    pub n: u64,
    /// SHA-256 of the header before it in the lane; zeros for the first.
    pub prev: String,
    /// First entry's number.
    pub first: u64,
    /// Last entry's number; one less than `first` when there is none.
    pub last: u64,
    /// Entries.
    pub count: u64,
    /// SHA-256 over the digests of the entries in order, lower-case hex.
    pub root: String,
    /// What the writer holds of the other side.
    #[serde(default)]
    pub acks: Vec<BundleAck>,
    /// What should be there before.
    #[serde(default)]
    pub requires: BundleRequires,
    /// When, by the writer's clock.
    pub created_at: String,
    /// Seconds since it was made, counted by whoever passes it on without a good clock.
    #[serde(default)]
    pub age: u64,
    /// Which part of a large set it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<BundleGroup>,
}

impl BundleHeader {
    /// Reads a header and looks whether every size in it is one.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, BundleError> {
        let damaged = |found: &str| BundleError::damaged(Part::Header, found);
        if !limits::nests_within(bytes, DEPTH) {
            return Err(damaged("nested too deeply"));
        }
        let header: Self = serde_json::from_slice(bytes).map_err(|error| damaged(&error.to_string()))?;
        if header.format != FORMAT {
            return Err(BundleError::Format(header.format));
        }
        header.fault().map_or(Ok(header), |found| Err(damaged(found)))
    }

    /// What is not as it must be.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        let names = [&self.from.party, &self.from.node, &self.from.device, &self.from.kid]
            .into_iter()
            .chain([&self.to.party, &self.to.node, &self.lane, &self.created_at])
            .chain(self.acks.iter().map(|ack| &ack.lane));
        let is_name = |text: &String| text.len() <= NAME && !text.chars().any(char::is_control);
        let recipients = &self.to.recipients;
        let within = |number: u64| number <= limits::MAX_SAFE_INTEGER;
        let ranges = |ack: &BundleAck| ack.ranges.iter().all(|(first, last)| first <= last && within(*last));
        let group = |group: &BundleGroup| group.i >= 1 && group.i <= group.of;
        [
            (names.into_iter().all(is_name), "a name that is none"),
            (!self.lane.is_empty() && !self.to.node.is_empty() && !self.from.node.is_empty(), "a lane without ends"),
            (!recipients.is_empty() && recipients.len() <= MOST_RECIPIENTS, "number of recipients"),
            (recipients.iter().all(|key| is_recipient(key)), "a recipient that is none"),
            (self.n >= 1 && within(self.n) && within(self.last) && within(self.age), "a number out of reach"),
            (self.first >= 1 && self.last.checked_add(1) == self.first.checked_add(self.count), "entry numbers"),
            (headers::is_hex_digest(&self.prev) && headers::is_hex_digest(&self.root), "a digest that is none"),
            (self.acks.len() <= MOST_ACKS && self.acks.iter().all(ranges), "acknowledgements"),
            (self.group.as_ref().is_none_or(group), "part of a set"),
        ]
        .into_iter()
        .find_map(|(holds, found)| (!holds).then_some(found))
    }

    /// `prev` of the first header of a lane.
    pub const FIRST_PREV: &'static str = "0000000000000000000000000000000000000000000000000000000000000000";

    /// The lane between two nodes.
    pub fn lane_between(from: &str, to: &str) -> String {
        format!("{from}>{to}")
    }
}
