//! Whose packs does the office take? Those of whoever may publish its trust lists, and of publishers whose key an
//! administrator was handed and set. A key that is set for packs is believed for nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use tamga_origin::trust::TrustedKey;

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;
use crate::trust::root;

/// Under which name they stand, as JSON.
const PUBLISHERS: &str = "office.code_publishers";
/// Longest name of a publisher, in characters.
const LONGEST_NAME: usize = 200;

/// Somebody whose packs are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    /// Id of the key.
    pub kid: String,
    /// The key as its owner hands it out, `kid:key`.
    pub key: String,
    /// What the office calls them; empty for those who publish its trust lists.
    pub name: String,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    key: String,
    name: String,
}

impl Office {
    /// Takes packs of this publisher from now on. `key` is `kid:key`, as the publisher hands it out by another way than
    /// the pack itself.
    ///
    /// # Errors
    /// `Roots` for a key that cannot be read, `Senseless` for a publisher without a name.
    pub fn believe_publisher(&self, key: &str, name: &str) -> Result<Publisher, OfficeError> {
        let key = root(key).ok_or(OfficeError::Roots("not `kid:key` of an Ed25519 key"))?;
        let name = name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(OfficeError::Senseless("a publisher without a name"));
        }
        let (_, publisher) = Publisher::named(&key, name);
        let mut kept = self.kept_publishers()?;
        kept.retain(|one| one.key != publisher.key);
        kept.push(Kept { key: publisher.key.clone(), name: name.to_owned() });
        let text = serde_json::to_string(&kept).map_err(|_| OfficeError::Senseless("publishers"))?;
        self.write(|tx| {
            tx.setting_set(PUBLISHERS, &text)?;
            tx.journal_add("codes.publisher", &publisher.kid, &[("name", name), ("key", &publisher.kid)])?;
            Ok(())
        })?;
        self.changed(&[Tag::Settings, Tag::Journal]);
        Ok(publisher)
    }

    /// Whose packs are taken.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn publishers(&self) -> Result<Vec<Publisher>, OfficeError> {
        Ok(self.believed()?.into_iter().map(|(_, publisher)| publisher).collect())
    }

    /// The keys with whose they are.
    pub(super) fn believed(&self) -> Result<Vec<(TrustedKey, Publisher)>, OfficeError> {
        let mut all = Vec::new();
        for kept in self.kept_publishers()? {
            all.extend(root(&kept.key).map(|key| Publisher::named(&key, &kept.name)));
        }
        let roots = self.trust_history();
        for key in roots.roots() {
            if all.iter().all(|(known, _): &(TrustedKey, Publisher)| known.kid != key.kid) {
                all.push(Publisher::named(key, ""));
            }
        }
        Ok(all)
    }

    fn kept_publishers(&self) -> Result<Vec<Kept>, OfficeError> {
        let text = self.read(|reader| Ok(reader.setting(PUBLISHERS)?))?;
        // Publishers that cannot be read are believed for nothing; they are set again.
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }
}

/// The id of the key that a signature names, to say whose it claims to be.
pub(super) fn kid_of(signature: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Header {
        kid: String,
    }
    let head = std::str::from_utf8(signature).ok()?.split('.').next()?;
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(head).ok()?).ok()?;
    Some(header.kid.chars().take(100).collect())
}

/// The digest of the manifest that a signed statement names.
pub(super) fn manifest_digest(payload: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Statement {
        sha256: String,
    }
    serde_json::from_slice(payload).ok().map(|Statement { sha256 }| sha256)
}
