//! How does somebody ask about a certificate of others? The Semi-Automated Pull: a document and a signed word on it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::envelope::DocumentPart;
use crate::submission::Links;

/// How a certificate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CertificateStanding {
    /// It counts, as far as is known here.
    Valid,
    /// It must not be used for the time being.
    Suspended,
    /// Another stands for it.
    Replaced,
    /// It is withdrawn.
    Cancelled,
    /// Not known here, or not with this issue date.
    Unknown,
}

/// Answer of `GET /v1/certificates/{issuer}/{coNumber}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PulledCertificate {
    /// The newest signed certificate of the number; without content above 1 MiB, then it is read by its digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentPart>,
    /// How it stands (compact JWS, `co-status+jwt`).
    pub statement: String,
}

/// Answer of the pull when the issuing body's gateway does not tell at once: it is asked until it does, and what it says
/// comes through the inbox as `co.queryAnswer`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueuedQuery {
    /// The question; the answer names it in `inReplyTo`.
    pub submission_id: Uuid,
    /// Where to look meanwhile.
    pub links: Links,
}

/// The claims of a statement about one certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusClaims {
    /// Gateway id.
    pub iss: String,
    /// Issuing body.
    pub issuer: String,
    /// Certificate number.
    pub co_number: String,
    /// The newest signed step; 0 when none is known.
    pub revision: u32,
    /// How it stands.
    pub status: CertificateStanding,
    /// Number of the certificate that stands for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<String>,
    /// Digest of the document that goes along, hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dig: Option<String>,
    /// The moment up to which this is known.
    pub as_of: String,
    /// When it was said.
    pub at: String,
}
