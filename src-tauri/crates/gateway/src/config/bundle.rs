//! How are files opened that are carried by hand, and who may pack them?

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use tamga_courier::bundle::is_recipient;

use super::{ClientConfig, ClientKind, ConfigError};

/// What a gateway needs to take bundles. Its receipt key signs the answers: the trust list names it for bundles too.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundleConfig {
    /// File with the key that opens them (`AGE-SECRET-KEY-1…`, as `age-keygen` writes it; lines with `#` are passed over).
    pub key: PathBuf,
    /// Who may pack them.
    #[serde(default)]
    pub senders: Vec<BundleSender>,
}

/// A node that packs bundles for this gateway.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundleSender {
    /// Its id in the trust list, which names the key that signs its bundles.
    pub node: String,
    /// The registration under which its submissions are taken.
    pub client: String,
    /// Its own key, `age1…`: for it the receipts are packed.
    pub recipient: String,
}

impl BundleConfig {
    /// The sender of this node.
    pub(crate) fn sender(&self, node: &str) -> Option<&BundleSender> {
        self.senders.iter().find(|sender| sender.node == node)
    }

    /// Finds contradictions.
    pub(super) fn check(&self, clients: &[ClientConfig]) -> Result<(), ConfigError> {
        let unusable = |words: String| Err(ConfigError::Unusable(words));
        for (at, sender) in self.senders.iter().enumerate() {
            let BundleSender { node, client, recipient } = sender;
            if self.senders.iter().take(at).any(|other| other.node == *node) {
                return unusable(format!("bundles: node {node} is described twice"));
            }
            if !is_recipient(recipient) {
                return unusable(format!("bundles: `{recipient}` of node {node} is not a key to close bundles for"));
            }
            if clients.iter().any(|known| known.id == *client && known.kind == ClientKind::Gateway) {
                return unusable(format!("bundles: client {client} of node {node} is another gateway"));
            }
        }
        Ok(())
    }
}
