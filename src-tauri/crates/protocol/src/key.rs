//! What is a message about? Its kind, and the business key under which it may be taken only once.

use serde::{Deserialize, Serialize};

/// What a submission is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A new certificate, revision 1.
    #[serde(rename = "co.issue")]
    Issue,
    /// A changed certificate, or one that takes the place of another.
    #[serde(rename = "co.replace")]
    Replace,
    /// The end of a certificate: the next revision of its number, signed, with a reason.
    #[serde(rename = "co.cancel")]
    Cancel,
    /// An exporter's own declaration of origin, which no body certifies.
    #[serde(rename = "co.declaration")]
    Declaration,
    /// What customs answers: result or utilisation.
    #[serde(rename = "co.response")]
    Response,
    /// Customs asks how a certificate stands: the pull that could not be answered at once.
    #[serde(rename = "co.query")]
    Query,
    /// How it stands, by the signed word of the issuing body's gateway.
    #[serde(rename = "co.queryAnswer")]
    QueryAnswer,
    /// Customs asks the issuing body to verify a certificate.
    #[serde(rename = "co.verify")]
    Verify,
    /// What the issuing body says to that, in the end or for the time being.
    #[serde(rename = "co.verifyAnswer")]
    VerifyAnswer,
    /// A kind this version does not know.
    #[serde(untagged)]
    Other(String),
}

impl Kind {
    /// The word on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Issue => "co.issue",
            Self::Replace => "co.replace",
            Self::Cancel => "co.cancel",
            Self::Declaration => "co.declaration",
            Self::Response => "co.response",
            Self::Query => "co.query",
            Self::QueryAnswer => "co.queryAnswer",
            Self::Verify => "co.verify",
            Self::VerifyAnswer => "co.verifyAnswer",
            Self::Other(word) => word,
        }
    }

    /// Reads the word on the wire.
    pub fn parse(word: &str) -> Self {
        match word {
            "co.issue" => Self::Issue,
            "co.replace" => Self::Replace,
            "co.cancel" => Self::Cancel,
            "co.declaration" => Self::Declaration,
            "co.response" => Self::Response,
            "co.query" => Self::Query,
            "co.queryAnswer" => Self::QueryAnswer,
            "co.verify" => Self::Verify,
            "co.verifyAnswer" => Self::VerifyAnswer,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Whether the document is a signed step of a certificate's number (issue, replace, cancel).
    pub fn is_certificate_step(&self) -> bool {
        matches!(self, Self::Issue | Self::Replace | Self::Cancel)
    }

    /// Whether the envelope carries a running number of its sender.
    pub fn is_numbered(&self) -> bool {
        matches!(self, Self::Response | Self::Query | Self::QueryAnswer | Self::Verify | Self::VerifyAnswer)
    }

    /// Whether it answers something, which its envelope then names.
    pub fn is_reply(&self) -> bool {
        matches!(self, Self::Response | Self::QueryAnswer | Self::VerifyAnswer)
    }
}

/// The second duplicate key: typed, so that an answer never collides with a certificate; kept for ever.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BusinessKey {
    /// A signed step of a certificate's number.
    Certificate {
        /// Issuing body as the trust list names it.
        issuer: String,
        /// Certificate number, byte for byte.
        #[serde(rename = "coNumber")]
        co_number: String,
        /// The signed step, from 1.
        revision: u32,
    },
    /// A signed step of a self-declaration's number. Its type keeps it from ever meeting a certificate of that number.
    Declaration {
        /// Who declares, or registers declarations of others, as the trust list names them.
        declarer: String,
        /// Number of the declaration, byte for byte.
        number: String,
        /// The signed step, from 1.
        revision: u32,
    },
    /// An answer of customs about a certificate.
    Response {
        /// The party that answers, as its signed document names it.
        party: String,
        /// Issuing body of the certificate answered.
        issuer: String,
        /// Certificate number answered.
        #[serde(rename = "coNumber")]
        co_number: String,
        /// Running number of the party's answers.
        number: u64,
    },
    /// A question how a certificate stands.
    Query {
        /// The party that asks or answers, as its signed document names it.
        party: String,
        /// Issuing body of the certificate it is about.
        issuer: String,
        /// Certificate number it is about.
        #[serde(rename = "coNumber")]
        co_number: String,
        /// Running number of the party's messages of this kind.
        number: u64,
    },
    /// What is said to such a question.
    QueryAnswer {
        /// The party that asks or answers, as its signed document names it.
        party: String,
        /// Issuing body of the certificate it is about.
        issuer: String,
        /// Certificate number it is about.
        #[serde(rename = "coNumber")]
        co_number: String,
        /// Running number of the party's messages of this kind.
        number: u64,
    },
    /// A request to verify a certificate.
    Verify {
        /// The party that asks or answers, as its signed document names it.
        party: String,
        /// Issuing body of the certificate it is about.
        issuer: String,
        /// Certificate number it is about.
        #[serde(rename = "coNumber")]
        co_number: String,
        /// Running number of the party's messages of this kind.
        number: u64,
    },
    /// What is said to such a request.
    VerifyAnswer {
        /// The party that asks or answers, as its signed document names it.
        party: String,
        /// Issuing body of the certificate it is about.
        issuer: String,
        /// Certificate number it is about.
        #[serde(rename = "coNumber")]
        co_number: String,
        /// Running number of the party's messages of this kind.
        number: u64,
    },
}

impl BusinessKey {
    /// The issuing body of the certificate the message is about; of a self-declaration, who made it.
    pub fn issuer(&self) -> &str {
        match self {
            Self::Declaration { declarer, .. } => declarer,
            Self::Certificate { issuer, .. }
            | Self::Response { issuer, .. }
            | Self::Query { issuer, .. }
            | Self::QueryAnswer { issuer, .. }
            | Self::Verify { issuer, .. }
            | Self::VerifyAnswer { issuer, .. } => issuer,
        }
    }

    /// The number of the certificate or self-declaration the message is about.
    pub fn co_number(&self) -> &str {
        match self {
            Self::Declaration { number, .. } => number,
            Self::Certificate { co_number, .. }
            | Self::Response { co_number, .. }
            | Self::Query { co_number, .. }
            | Self::QueryAnswer { co_number, .. }
            | Self::Verify { co_number, .. }
            | Self::VerifyAnswer { co_number, .. } => co_number,
        }
    }
}
