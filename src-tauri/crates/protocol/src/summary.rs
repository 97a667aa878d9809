//! Does the sender's book agree with the gateway's? A day's count and a digest over its ids.

use serde::{Deserialize, Serialize};

/// Answer of `GET /v1/submissions/summary`: days with something in them, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SummaryAnswer(pub Vec<DaySummary>);

/// What was taken into custody on one day; aliases and voids do not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DaySummary {
    /// The day in UTC, `YYYY-MM-DD`.
    pub day: String,
    /// How many.
    pub count: u64,
    /// SHA-256 over the ids, sorted and joined by line feeds, hex.
    pub ids_sha256: String,
}
