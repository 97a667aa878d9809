//! Under which name and with which keys does this office pack and open bundles? One key signs, another opens; both lie in
//! the office folder, readable by this user only, and are made when they are asked for the first time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tamga_courier::bundle::BundleKey;
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, Span, TrustedKey};
use tamga_seal::PlainKey;

use crate::Secret;
use crate::changes::Tag;
use crate::error::OfficeError;
use crate::folder::SecretFile;
use crate::office::Office;
use crate::surroundings::Draw;
use crate::trust::root_text;

/// Under which name the office remembers its node.
const NODE: &str = "office.bundle_node";

/// What others need to know to exchange bundles with this office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleIdentity {
    /// Its node in the trust list.
    pub node: String,
    /// Its party.
    pub party: String,
    /// The key that signs its bundles, as a trust list names it: use `bundle`.
    pub signing: TrustedKey,
    /// The same as text, `kid:key`.
    pub signing_text: String,
    /// What bundles for this office are closed with: `age1…`.
    pub recipient: String,
}

impl Office {
    /// The names and public keys of this office for bundles; made when they are asked for the first time.
    ///
    /// # Errors
    /// A folder that cannot be written, no randomness.
    pub fn bundle_identity(&self) -> Result<BundleIdentity, OfficeError> {
        let key = self.bundle_signing_key()?;
        let opening = self.bundle_opening_key()?;
        let signing = key.trusted(&[KeyUse::Bundle], Span { from: Timestamp::from_millis(0), to: None });
        Ok(BundleIdentity {
            node: self.bundle_node()?,
            party: self.sender().to_owned(),
            signing_text: root_text(&signing),
            signing,
            recipient: opening.recipient(),
        })
    }

    /// Names this office's node, as the trust list has it; until then its party's name is taken.
    ///
    /// # Errors
    /// A name that is none, once bundles went out under another one.
    pub fn set_bundle_node(&self, node: &str) -> Result<(), OfficeError> {
        let is_name = !node.is_empty() && node.len() <= 100 && !node.chars().any(|c| c.is_control() || c == '>');
        if !is_name {
            return Err(OfficeError::Entry("bundle_entry.node"));
        }
        let before = self.bundle_node()?;
        let has_lanes = self.read(|reader| Ok(!reader.lanes()?.is_empty()))?;
        if has_lanes && before != node {
            return Err(OfficeError::Entry("bundle_entry.node_fixed"));
        }
        self.write(|tx| {
            tx.setting_set(NODE, node)?;
            tx.journal_add("bundle.node", node, &[("node", node)])?;
            Ok(())
        })?;
        self.changed(&[Tag::Settings, Tag::Journal]);
        Ok(())
    }

    /// This office's node.
    pub(crate) fn bundle_node(&self) -> Result<String, OfficeError> {
        let set = self.read(|reader| Ok(reader.setting(NODE)?))?;
        Ok(set.unwrap_or_else(|| self.sender().to_owned()))
    }

    pub(super) fn bundle_signing_key(&self) -> Result<PlainKey, OfficeError> {
        if let Some(kept) = SecretFile::BundleSigning.read(self.dir())? {
            let pkcs8 = STANDARD.decode(kept.expose().trim());
            let pkcs8 = pkcs8.map_err(|_| OfficeError::Senseless("the key for bundles cannot be read back"))?;
            return Ok(PlainKey::from_pkcs8(Secret::new(pkcs8))?);
        }
        let key = PlainKey::generate(&Draw(self.surroundings().chance.as_ref()))?;
        let text = Secret::new(STANDARD.encode(key.to_pkcs8().expose()));
        SecretFile::BundleSigning.write(self.dir(), &text)?;
        Ok(key)
    }

    pub(super) fn bundle_opening_key(&self) -> Result<BundleKey, OfficeError> {
        if let Some(kept) = SecretFile::BundleOpening.read(self.dir())? {
            let key = BundleKey::from_text(kept.expose());
            return key.ok_or(OfficeError::Senseless("the key that opens bundles cannot be read back"));
        }
        let key = BundleKey::generate();
        SecretFile::BundleOpening.write(self.dir(), &Secret::new(key.to_secret_text()))?;
        Ok(key)
    }
}
