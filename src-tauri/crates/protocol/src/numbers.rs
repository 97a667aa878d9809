//! How does a desk get numbers it may use without a connection? A lease, and what became of its numbers.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Body of `PUT /v1/number-blocks/{leaseId}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NumberWish {
    /// Issuing body.
    pub issuer: String,
    /// Agreement code.
    pub agreement: String,
    /// How many numbers.
    pub count: u64,
    /// The device that uses them.
    pub device: Uuid,
}

/// Numbers from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NumberSpan {
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
}

/// The claims of a lease.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NumberBlockClaims {
    /// Gateway id.
    pub iss: String,
    /// Lease id.
    pub sub: Uuid,
    /// Client registration it was leased to.
    pub snd: String,
    /// Issuing body.
    pub issuer: String,
    /// Agreement code.
    pub agreement: String,
    /// The first running number.
    pub from: u64,
    /// The last one.
    pub to: u64,
    /// How a number is written; `{n}` stands for the running number, `{n:6}` for six digits of it.
    pub pattern: String,
    /// The device that uses them.
    pub device: Uuid,
    /// After this moment no further number is used; issued ones stay good.
    pub expires: String,
    /// When it was leased.
    pub at: String,
}

/// Answer to a lease.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NumberBlock {
    /// Lease id.
    pub lease_id: Uuid,
    /// The lease (compact JWS, `co-number-block+jwt`); the same bytes at every repeat.
    pub statement: String,
}

/// Body of `PUT /v1/number-blocks/{leaseId}/return`: every number of the block stands in exactly one span.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NumberReturn {
    /// Numbers that certificates carry.
    #[serde(default)]
    pub used: Vec<NumberSpan>,
    /// Numbers that were spoilt.
    #[serde(default, rename = "void")]
    pub spoilt: Vec<NumberSpan>,
    /// Numbers that were never touched; nobody else gets them.
    #[serde(default)]
    pub unused: Vec<NumberSpan>,
}

/// The claims of the statement about a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NumberReturnClaims {
    /// Gateway id.
    pub iss: String,
    /// Lease id.
    pub sub: Uuid,
    /// What was said.
    pub returned: NumberReturn,
    /// When.
    pub at: String,
}
