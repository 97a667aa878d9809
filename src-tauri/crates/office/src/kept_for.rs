//! What is a key kept for? The official's signature certifies, the exporter's declares; no key does both here.

use tamga_origin::Finding;
use tamga_origin::trust::KeyUse;
use tamga_store::KeyRow;

use crate::error::OfficeError;

/// What a key is kept for. A key kept for one signs nothing as the other (`seal-and-paper.md` 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeptFor {
    /// The official of the body that certifies.
    Official,
    /// The exporter, who declares what is certified then.
    Exporter,
}

impl KeptFor {
    /// The use it stands for in lists and in the store.
    pub fn usage(self) -> KeyUse {
        match self {
            Self::Official => KeyUse::Co,
            Self::Exporter => KeyUse::Exporter,
        }
    }

    /// From the store's word; what is not the exporter's is the official's.
    pub(crate) fn from_word(word: &str) -> Self {
        if word == KeyUse::Exporter.code() { Self::Exporter } else { Self::Official }
    }
}

/// A key that is retired, or kept for something else, signs nothing.
pub(crate) fn must_be_kept_for(wanted: KeptFor, row: &KeyRow) -> Result<(), OfficeError> {
    if row.is_retired {
        return Err(OfficeError::KeyRetired(row.id.clone()));
    }
    let kept_for = KeptFor::from_word(&row.usage);
    if kept_for == wanted {
        return Ok(());
    }
    let other = Finding::block("key.kept_for", "").with("found", kept_for.usage().code());
    Err(OfficeError::NotEntitled(vec![other.with("expected", wanted.usage().code())]))
}
