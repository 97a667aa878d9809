//! With whom does this office exchange bundles? Their nodes, the keys to close with, and the countries they take things
//! for.

use serde::{Deserialize, Serialize};
use tamga_courier::bundle::is_recipient;
use tamga_store::OutboxRow;

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;

/// Under which name the office remembers its partners.
const PARTNERS: &str = "office.bundle_partners";
/// Most keys of one partner.
const MOST_KEYS: usize = 16;

/// Somebody bundles are carried to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundlePartner {
    /// Its node in the trust list.
    pub node: String,
    /// Its party.
    pub party: String,
    /// Its age keys, `age1…`.
    pub recipients: Vec<String>,
    /// Countries it takes things for, two letters each; empty for all, as our own gateway does.
    pub destinations: Vec<String>,
}

impl BundlePartner {
    /// Is this one of the things it takes?
    pub(super) fn takes(&self, row: &OutboxRow) -> bool {
        self.destinations.is_empty() || self.destinations.contains(&row.destination)
    }
}

impl Office {
    /// With whom bundles are exchanged.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn bundle_partners(&self) -> Result<Vec<BundlePartner>, OfficeError> {
        let kept = self.read(|reader| Ok(reader.setting(PARTNERS)?))?;
        let read = kept.map(|text| serde_json::from_str(&text)).transpose();
        Ok(read
            .map_err(|_| OfficeError::Senseless("the partners for bundles cannot be read back"))?
            .unwrap_or_default())
    }

    pub(super) fn bundle_partner(&self, node: &str) -> Result<BundlePartner, OfficeError> {
        let found = self.bundle_partners()?.into_iter().find(|partner| partner.node == node);
        found.ok_or_else(|| OfficeError::BundlePartner(node.to_owned()))
    }

    /// Adds a partner, or changes the one of that node.
    ///
    /// # Errors
    /// A name, key or country that is none; our own node.
    pub fn set_bundle_partner(&self, partner: BundlePartner) -> Result<(), OfficeError> {
        let is_name = |text: &str| !text.is_empty() && text.len() <= 100 && !text.chars().any(char::is_control);
        let is_country = |text: &String| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        let keys = &partner.recipients;
        if !is_name(&partner.node) || partner.node.contains('>') || partner.party.len() > 100 {
            return Err(OfficeError::Entry("bundle_entry.node"));
        }
        if keys.is_empty() || keys.len() > MOST_KEYS || !keys.iter().all(|key| is_recipient(key)) {
            return Err(OfficeError::Entry("bundle_entry.key"));
        }
        if !partner.destinations.iter().all(is_country) {
            return Err(OfficeError::Entry("bundle_entry.country"));
        }
        if partner.node == self.bundle_node()? {
            return Err(OfficeError::Entry("bundle_entry.own"));
        }
        let mut all = self.bundle_partners()?;
        all.retain(|one| one.node != partner.node);
        let node = partner.node.clone();
        all.push(partner);
        all.sort_by(|a, b| a.node.cmp(&b.node));
        self.keep_bundle_partners(&all, "bundle.partner", &node)
    }

    /// Forgets a partner; bundles of it that were read stay read.
    ///
    /// # Errors
    /// `BundlePartner` when there is none of that name.
    pub fn remove_bundle_partner(&self, node: &str) -> Result<(), OfficeError> {
        self.bundle_partner(node)?;
        let mut all = self.bundle_partners()?;
        all.retain(|one| one.node != node);
        self.keep_bundle_partners(&all, "bundle.partner_removed", node)
    }

    fn keep_bundle_partners(&self, all: &[BundlePartner], what: &str, node: &str) -> Result<(), OfficeError> {
        let text = serde_json::to_string(all).map_err(|_| OfficeError::Senseless("partners for bundles"))?;
        self.write(|tx| {
            tx.setting_set(PARTNERS, &text)?;
            tx.journal_add(what, node, &[("node", node)])?;
            Ok(())
        })?;
        self.changed(&[Tag::Settings, Tag::Journal]);
        Ok(())
    }
}
