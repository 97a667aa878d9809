//! What is said about a file that was carried by hand and handed in over the line? The file itself is `gateway.md` 6.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::problem::Problem;

/// Body of `POST /v1/bundles` when the file was sent by itself before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BundleUpload {
    /// SHA-256 of the file that was sent to `/v1/documents`, lower-case hex.
    pub document_sha256: String,
}

/// Answer of `POST /v1/bundles`; the same at every repeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BundleAnswer {
    /// The bundle.
    pub bundle_id: Uuid,
    /// What became of each entry, in order.
    pub results: Vec<BundleResult>,
    /// Bundles of the same sender that never came, by their numbers.
    #[serde(default)]
    pub missing: Vec<BundleGap>,
    /// A bundle for the sender with receipts, refusals and confirmations, as base64.
    pub receipt_bundle: String,
}

/// What became of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BundleResult {
    /// Its number in the lane.
    pub entry: u64,
    /// Under which id it is known.
    pub id: String,
    /// What became of it.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "accepted"))]
    pub outcome: BundleOutcome,
    /// The receipt (compact JWS), for what is in custody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// What a direct submission would have been answered; `trace` is the one of this answer's header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BundleOutcome {
    /// In custody now.
    Accepted,
    /// In custody before.
    Duplicate,
    /// Not taken; `problem` says why, and for good when it carries a refusal.
    Refused,
    /// A document, kept for the submissions that name it.
    Kept,
    /// Of a kind this gateway takes nothing from.
    Aside,
    /// An outcome this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// Numbers that are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BundleGap {
    /// The first.
    pub first: u64,
    /// The last.
    pub last: u64,
}
