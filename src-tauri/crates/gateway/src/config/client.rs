//! What is a client told to be: its party, what it is, how it proves itself, how much it may ask?

use serde::{Deserialize, Serialize};

/// What a client is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientKind {
    /// One desk.
    #[default]
    Desktop,
    /// An office server.
    Office,
    /// A border post.
    Post,
    /// Another gateway.
    Gateway,
}

impl ClientKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Desktop, Self::Office, Self::Post, Self::Gateway];

    /// The word for storage.
    pub fn word(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Office => "office",
            Self::Post => "post",
            Self::Gateway => "gateway",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A registration.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientConfig {
    /// Client id.
    pub id: String,
    /// The party it belongs to.
    pub party: String,
    /// What it is.
    pub kind: ClientKind,
    /// Its secret, at least 24 characters; only a salted digest of it is stored. Empty: it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub secret: String,
    /// Whether it may sign in and speak.
    #[serde(default)]
    pub suspended: bool,
    /// Its transport certificates: SHA-256 over the DER of each, lower-case hex. With one it must show it, always.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<String>,
    /// Its keys for assertions: Ed25519 (32 bytes) or P-256 (65 bytes, uncompressed), base64url.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// How much it may ask, when other than usual: an office server or a gateway speaks for many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
}

impl std::fmt::Debug for ClientConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientConfig")
            .field("id", &self.id)
            .field("party", &self.party)
            .field("kind", &self.kind)
            .field("secret", &"<secret>")
            .field("suspended", &self.suspended)
            .field("certificates", &self.certificates)
            .field("keys", &self.keys)
            .field("rate", &self.rate)
            .finish()
    }
}

/// How much one client may ask of one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Requests a minute.
    pub a_minute: u32,
    /// Requests that may come at once after a quiet time.
    pub burst: u32,
    /// Requests under way at the same time; held answers (`?wait=`) are counted beside them, up to as many.
    pub at_once: u32,
}

impl Rate {
    /// For demonstrations and tests, where one program plays many.
    pub const WIDE: Self = Self { a_minute: 600_000, burst: 10_000, at_once: 256 };
}

impl Default for Rate {
    fn default() -> Self {
        Self { a_minute: 120, burst: 40, at_once: 4 }
    }
}
