//! What can this gateway do, where does it reach, and which keys sign for it?

use serde::{Deserialize, Serialize};

use crate::receipt::Role;

/// Answer of `GET /v1/service`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceView {
    /// Id in the trust list.
    pub gateway_id: String,
    /// Its role.
    pub role: Role,
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Raised when the gateway went back to an earlier point; cursors of an older one expire.
    pub generation: u64,
    /// Its clock.
    pub server_time: String,
    /// API versions.
    pub api_versions: Vec<String>,
    /// Schema versions of documents it reads.
    pub schema_versions: Vec<String>,
    /// Oldest client it talks to.
    pub min_client_version: String,
    /// Kinds it takes.
    pub kinds: Vec<String>,
    /// Boxes the asking client may read.
    pub boxes: Vec<BoxView>,
    /// Optional parts it has.
    pub features: Vec<String>,
    /// Sizes and pages.
    pub limits: Limits,
    /// How long things are kept.
    pub retention: Retention,
    /// Whom to call.
    pub contact: String,
    /// Whether keys, certificates and trust list are for demonstration only.
    #[serde(default)]
    pub demonstration: bool,
}

/// A box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoxView {
    /// Its name for `?box=`.
    pub id: String,
    /// Whether several clients read it.
    pub shared: bool,
}

/// Published limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Limits {
    /// Envelope, bytes.
    pub envelope: u64,
    /// Inline document, bytes.
    pub inline_document: u64,
    /// Nesting of JSON.
    pub json_depth: u64,
    /// Lines of a page of submissions.
    pub submissions_page: u64,
    /// Items of an inbox page.
    pub inbox_page: u64,
    /// Acknowledgements in one request.
    pub acks: u64,
    /// Longest wait, seconds.
    pub wait: u64,
    /// Largest document sent by itself, bytes.
    #[serde(default)]
    pub document: u64,
    /// How many times a packed body may grow.
    #[serde(default)]
    pub gzip_ratio: u64,
    /// Requests a minute of the asking client.
    #[serde(default)]
    pub requests_a_minute: u64,
    /// Its requests that may come at once after a quiet time.
    #[serde(default)]
    pub burst: u64,
    /// Its requests under way at the same time.
    #[serde(default)]
    pub at_once: u64,
}

/// Published retention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Retention {
    /// Acknowledged items, days at least.
    pub acknowledged_days: u64,
    /// Documents, years.
    pub document_years: u64,
}

/// Answer of `GET /healthz` and `GET /readyz`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HealthView {
    /// `ok` or `ready`.
    pub status: String,
}

/// Answer of `GET /v1/routes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoutesAnswer(pub Vec<RouteView>);

/// A destination open to the asking client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RouteView {
    /// Route id for the envelope.
    pub route: String,
    /// Country of destination, ISO 3166-1 alpha-2.
    pub destination: String,
    /// Agreement code; `*` stands for any.
    pub agreement: String,
    /// Kinds it carries.
    pub kinds: Vec<String>,
    /// Whether it is open.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "open"))]
    pub state: RouteState,
    /// How it gets there: `http`, or `local` when this gateway is the destination.
    pub transport: String,
    /// Hours after which a case is opened.
    pub deadline_hours: u64,
    /// Optional parts of the partner agreement.
    pub capabilities: Vec<String>,
    /// Years that documents are kept.
    pub retention_years: u64,
}

/// Whether a route takes and moves submissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RouteState {
    /// It does.
    Open,
    /// It takes and holds them.
    Paused,
    /// It refuses them.
    Closed,
    /// A state this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// Answer of `GET /v1/keys`: receipt keys as a JWK set, retired ones included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JwkSet {
    /// The keys.
    pub keys: Vec<Jwk>,
}

/// A public key (RFC 8037).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Jwk {
    /// Key type: `OKP`.
    pub kty: String,
    /// Curve: `Ed25519`.
    pub crv: String,
    /// The public key, base64url without padding.
    pub x: String,
    /// Its id.
    pub kid: String,
    /// Algorithm: `EdDSA`.
    pub alg: String,
    /// Purpose: `receipt`.
    #[serde(rename = "use")]
    pub purpose: String,
    /// Used from.
    pub nbf: String,
    /// Used until, when no longer in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<String>,
}
