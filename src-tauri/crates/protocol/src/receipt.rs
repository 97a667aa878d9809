//! What does a gateway sign? Receipts, refusals and the promise of a void; how it signs belongs to the seal.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::key::BusinessKey;
use crate::problem::ProblemType;

/// Which signed statement it is; the word stands in the header member `typ`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatementKind {
    /// Custody.
    Receipt,
    /// Refusal for good.
    Refusal,
    /// The promise that an id is never taken.
    Void,
}

impl StatementKind {
    /// The `typ` of the JWS header.
    pub fn typ(self) -> &'static str {
        match self {
            Self::Receipt => "co-receipt+jwt",
            Self::Refusal => "co-refusal+jwt",
            Self::Void => "co-void+jwt",
        }
    }
}

/// Which gateway took custody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// An office server.
    Office,
    /// A national gateway.
    National,
}

/// The claims of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptClaims {
    /// Gateway id.
    pub iss: String,
    /// Its role.
    pub rol: Role,
    /// Submission id.
    pub sub: Uuid,
    /// Business key.
    pub key: BusinessKey,
    /// Digest of the envelope bytes, hex.
    pub env: String,
    /// Digest of the document, hex.
    pub dig: String,
    /// Client registration that submitted.
    pub snd: String,
    /// Time of custody by the gateway's clock.
    pub rcv: String,
    /// Counter per `snd`, from 1.
    pub n: u64,
    /// Digest of the previous receipt to the same `snd`, hex; zeros for `n` = 1.
    pub prev: String,
}

impl ReceiptClaims {
    /// `prev` of the first receipt.
    pub const FIRST_PREV: &'static str = "0000000000000000000000000000000000000000000000000000000000000000";
}

/// The claims of a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusalClaims {
    /// Gateway id.
    pub iss: String,
    /// Submission id.
    pub sub: Uuid,
    /// Digest of the envelope bytes refused, hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub env: Option<String>,
    /// Problem type.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub problem_type: ProblemType,
    /// When it was refused.
    pub at: String,
}

/// The claims of a void statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VoidClaims {
    /// Gateway id.
    pub iss: String,
    /// Submission id that is never taken.
    pub sub: Uuid,
    /// When it was promised.
    pub at: String,
    /// The client's words.
    pub reason: String,
    /// The person.
    pub actor: String,
}
