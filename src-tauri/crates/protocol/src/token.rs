//! How does a client get a token? OAuth2 client credentials (RFC 6749, section 4.4).

use serde::{Deserialize, Serialize};

/// A token as granted. Its `Debug` shows no secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenAnswer {
    /// The opaque token.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// Seconds it lives.
    pub expires_in: u64,
    /// Scopes granted, separated by blanks.
    #[serde(default)]
    pub scope: String,
}

impl std::fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenAnswer")
            .field("access_token", &"<secret>")
            .field("expires_in", &self.expires_in)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

/// Why no token was granted: an RFC 6749 error with our `type` and `serverTime`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenError {
    /// RFC 6749 error word.
    pub error: String,
    /// Words for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_description: Option<String>,
    /// Our problem type.
    #[serde(rename = "type")]
    pub problem_type: String,
    /// The gateway's clock.
    #[serde(rename = "serverTime")]
    pub server_time: String,
}
