//! What went wrong, and what does the gateway say about trying again? RFC 9457 with our members.

use serde::{Deserialize, Serialize};

use crate::submission::Original;

/// The body of every answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Which problem it is.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "digest-mismatch"))]
    pub problem_type: ProblemType,
    /// A short title for people.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Words about this occurrence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What to do about trying again.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "same"))]
    pub retry: Retry,
    /// Seconds to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// What was first; shown to the same party only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Original>,
    /// What is wrong with the envelope or document, place by place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<Violation>,
    /// Signed refusal (compact JWS); every problem with `retry: never` about a submission carries one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// Where a box can be read from, for `cursor-expired`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest_available: Option<String>,
    /// The gateway's clock.
    pub server_time: String,
    /// Trace id, as in the header.
    pub trace: String,
}

/// What to do about trying again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Retry {
    /// Never in this form.
    Never,
    /// The same again, later.
    After,
    /// The same again, once what is named is put right.
    Same,
    /// With a fresh token.
    Reauth,
    /// After a person has acted.
    Operator,
    /// A word this version does not know; it counts as `after`.
    #[serde(untagged)]
    Other(String),
}

macro_rules! problem_types {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal, $status:literal, $retry:ident, $title:literal;)+) => {
        /// The problems of version 1.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ProblemType {
            $($(#[doc = $doc])+ #[serde(rename = $word)] $name,)+
            /// A type this version does not know; it is handled by its `retry`.
            #[serde(untagged)]
            Other(String),
        }

        impl ProblemType {
            /// Every type this version knows.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word on the wire.
            pub fn as_str(&self) -> &str {
                match self { $(Self::$name => $word,)+ Self::Other(word) => word }
            }

            /// Reads the word on the wire.
            pub fn parse(word: &str) -> Self {
                match word { $($word => Self::$name,)+ other => Self::Other(other.to_owned()) }
            }

            /// The usual HTTP status.
            pub fn status(&self) -> u16 {
                match self { $(Self::$name => $status,)+ Self::Other(_) => 500 }
            }

            /// What is said about trying again.
            pub fn retry(&self) -> Retry {
                match self { $(Self::$name => Retry::$retry,)+ Self::Other(_) => Retry::After }
            }

            /// A short title in English, for logs and for programs without our words.
            pub fn title(&self) -> &str {
                match self { $(Self::$name => $title,)+ Self::Other(word) => word }
            }
        }
    };
}

problem_types! {
    /// The envelope does not say what it must say.
    InvalidEnvelope = "invalid-envelope", 422, Never, "The envelope is not valid";
    /// The document cannot be read, or says something else than the envelope.
    InvalidDocument = "invalid-document", 422, Never, "The document is not valid";
    /// The signature of the document does not hold.
    SignatureInvalid = "signature-invalid", 422, Never, "The signature does not hold";
    /// The signer may not certify this.
    SignerNotAuthorised = "signer-not-authorised", 422, Never, "The signer is not entitled";
    /// The route is closed, or none of this client's.
    RouteClosed = "route-closed", 422, Never, "The route is closed";
    /// Larger than the published limits.
    TooLarge = "too-large", 413, Never, "Too large";
    /// What it depends on was refused.
    DependencyRejected = "dependency-rejected", 409, Never, "What it depends on was refused";
    /// The id was closed by a void.
    SubmissionVoided = "submission-voided", 409, Never, "This id was given up";
    /// The id is known with other bytes.
    SubmissionConflict = "submission-conflict", 409, Never, "This id is known with other bytes";
    /// The number is known with another document.
    CoNumberInUse = "co-number-in-use", 409, Never, "This number is known with another document";
    /// The void came too late: the submission is in custody.
    InCustody = "in-custody", 409, Same, "The submission is in custody";
    /// Body and digest differ.
    DigestMismatch = "digest-mismatch", 400, Same, "Body and digest differ";
    /// A document named by digest is not here.
    DocumentMissing = "document-missing", 422, Same, "A document is not here yet";
    /// The request itself cannot be understood.
    BadRequest = "bad-request", 400, Same, "The request cannot be understood";
    /// The same id is being processed now.
    InProgress = "in-progress", 409, After, "The same submission is being processed";
    /// Too many requests.
    RateLimited = "rate-limited", 429, After, "Too many requests";
    /// The gateway cannot keep anything now.
    Unavailable = "unavailable", 503, After, "The gateway cannot keep anything now";
    /// The token is missing, unknown or expired.
    TokenExpired = "token-expired", 401, Reauth, "A fresh token is needed";
    /// The clocks differ too much.
    ClockSkew = "clock-skew", 401, Same, "The clocks differ too much";
    /// The client certificate is not known.
    ClientCertUnknown = "client-cert-unknown", 403, Operator, "The client certificate is not known";
    /// The client is suspended, or may not do this.
    ClientSuspended = "client-suspended", 403, Operator, "The client may not do this";
    /// The device's sequence was used by another submission.
    DeviceCloned = "device-cloned", 409, Operator, "The device's sequence was used before";
    /// The client program is too old.
    ClientTooOld = "client-too-old", 426, Operator, "The program is too old";
    /// The document's schema version is not known here.
    SchemaVersion = "schema-version", 422, Operator, "The schema version is not known";
    /// Something that must be understood is not.
    Unsupported = "unsupported", 422, Operator, "Not supported by this gateway";
    /// The cursor lies before the oldest item kept, or is of another generation.
    CursorExpired = "cursor-expired", 410, Same, "The cursor has expired";
    /// No such submission of this party.
    SubmissionUnknown = "submission-unknown", 404, Same, "No such submission";
    /// No such thing for this client.
    NotFound = "not-found", 404, Same, "Not found";
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Violation {
    /// Where.
    pub path: String,
    /// Stable code.
    pub code: String,
    /// How bad.
    pub severity: ViolationSeverity,
    /// Words in English.
    pub text: String,
}

/// How bad a violation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ViolationSeverity {
    /// It stops the submission.
    Error,
    /// It should be looked at.
    Warning,
    /// For information.
    Info,
}
