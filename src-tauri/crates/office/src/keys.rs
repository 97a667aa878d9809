//! With which keys does this office sign? Keys come in once, are kept wrapped, and are opened by PIN for one act.

use tamga_origin::Timestamp;
use tamga_origin::trust::PublicKey;

use crate::Pin;
use crate::error::OfficeError;
use crate::office::Office;
use crate::word::Word;

pub use tamga_seal::keys::LEAST_PIN;

/// A signing key, as far as anybody may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyView {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// Name in its certificate.
    pub officer: String,
    /// Issuing body or party it signs for.
    pub body: String,
    /// Start of its certificate's life.
    pub valid_from: Timestamp,
    /// End of it.
    pub valid_to: Timestamp,
    /// `key_state.ready`, `key_state.expired`, `key_state.not_yet`.
    pub state: Word,
    /// For demonstration only.
    pub demonstration: bool,
    /// SHA-256 of its certificate, hex; what a trust list names an officer by.
    pub certificate_sha256: String,
    /// Id of the key for printed codes that is unlocked with it.
    pub code_kid: String,
    /// Public half of that key, for the trust list.
    pub code_key: PublicKey,
}

impl Office {
    /// Takes a key in from a PKCS#12 file; afterwards it opens by `pin` alone.
    ///
    /// # Errors
    /// Unreadable file, wrong password, no or several keys in it, a PIN that is too short.
    pub fn import_key(&self, file: &[u8], password: &Pin, label: &str, pin: &Pin) -> Result<KeyView, OfficeError> {
        let _ = (file, password, label, pin);
        pending!()
    }

    /// Makes a demonstration key under its own demonstration authority; marked as such everywhere.
    ///
    /// # Errors
    /// A PIN that is too short.
    pub fn new_demonstration_key(&self, officer: &str, pin: &Pin) -> Result<KeyView, OfficeError> {
        let _ = (officer, pin);
        pending!()
    }

    /// Gives the border desk the key its answers are signed with. Answers are signed without a person, so this key's
    /// passphrase lies in `secrets.plain/` inside the office folder, readable by this user only.
    ///
    /// # Errors
    /// Unreadable file, wrong password.
    pub fn set_answer_key(&self, file: &[u8], password: &Pin) -> Result<KeyView, OfficeError> {
        let _ = (file, password);
        pending!()
    }

    /// The keys officers sign with.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn keys(&self) -> Result<Vec<KeyView>, OfficeError> {
        pending!()
    }
}
