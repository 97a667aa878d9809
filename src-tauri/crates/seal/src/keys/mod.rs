//! How is an officer's key kept? Imported once from a PKCS#12 file, then only in our wrapped form: private halves
//! under AES-256-GCM with a key stretched from the PIN (Argon2id), the certificates beside them in clear.
//!
//! Beside the officer's key the wrapped form holds an Ed25519 key for printed codes, made at import, so that one PIN
//! unlocks both. Without a key ring a passphrase stands in for the PIN. Where the bytes lie is the store's matter.

mod tries;

use tamga_origin::Timestamp;
use tamga_origin::trust::PublicKey;

use crate::algorithm::Algorithm;
use crate::certificate::KeyKind;
use crate::error::SignError;
use crate::plain_key::PlainKey;
use crate::random::Random;
use crate::secret::Secret;
use crate::signer::{Chain, Signer, SoftwareKey};

pub use tries::Tries;

/// Fewest characters of a PIN (a passphrase, while there is no key ring).
pub const LEAST_PIN: usize = 10;

/// How hard guessing a PIN is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Memory in KiB, at most 1 GiB.
    pub memory: u32,
    /// Passes, at most 64.
    pub passes: u32,
}

impl Stretch {
    /// What keys are kept with: 64 MiB, 3 passes.
    pub const STRONG: Self = Self { memory: 64 * 1024, passes: 3 };
}

/// What is known of a kept key without its PIN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFacts {
    /// The certificate chain.
    pub chain: Chain,
    /// Id of the key for printed codes.
    pub qr_kid: String,
    /// Public half of the key for printed codes.
    pub qr_public: PublicKey,
    /// Was the file protected by an old encryption (3DES, RC2), so that saving it anew should be offered
    /// (`key.file_weak`)? Known at import only.
    pub weak_file: bool,
}

impl KeyFacts {
    /// The name in the certificate.
    pub fn name(&self) -> &str {
        self.chain.leaf.name()
    }

    /// Kind of the key.
    pub fn kind(&self) -> &KeyKind {
        &self.chain.leaf.key
    }

    /// May the key sign at this moment, by its certificate's life?
    pub fn lives_at(&self, at: Timestamp) -> bool {
        self.chain.leaf.lives_at(at)
    }
}

/// A key unlocked for a batch of signatures; private halves are wiped when it is dropped.
#[derive(Debug)]
pub struct Batch {
    key: SoftwareKey,
    qr: PlainKey,
}

impl Batch {
    /// The key for printed codes.
    pub fn qr_key(&self) -> &PlainKey {
        &self.qr
    }
}

impl Signer for Batch {
    fn certificate(&self) -> &Chain {
        self.key.certificate()
    }

    fn algorithm(&self) -> Algorithm {
        self.key.algorithm()
    }

    fn sign(&mut self, bytes: &[u8]) -> Result<Vec<u8>, SignError> {
        self.key.sign(bytes)
    }
}

/// Takes the one private key out of a PKCS#12 file, with its certificates, and wraps it under the PIN.
pub fn import_key_file(
    file: &[u8],
    password: &Secret<String>,
    pin: &Secret<String>,
    stretch: Stretch,
    random: &dyn Random,
) -> Result<(KeyFacts, Vec<u8>), SignError> {
    let _ = (file, password, pin, stretch, random);
    Err(SignError::Failed)
}

/// What a wrapped key says without its PIN; nothing here is vouched for until it is unlocked.
pub fn key_facts(wrapped: &[u8]) -> Result<KeyFacts, SignError> {
    let _ = wrapped;
    Err(SignError::WrappedUnreadable)
}

/// Unlocks a wrapped key; [`SignError::PinWrong`] when the PIN does not open it. Counting tries is [`Tries`]' matter.
pub fn unlock(wrapped: &[u8], pin: &Secret<String>) -> Result<Batch, SignError> {
    let _ = (wrapped, pin);
    Err(SignError::WrappedUnreadable)
}

/// Wraps the same key under another PIN.
pub fn rewrap(
    wrapped: &[u8],
    pin: &Secret<String>,
    new_pin: &Secret<String>,
    stretch: Stretch,
    random: &dyn Random,
) -> Result<Vec<u8>, SignError> {
    let _ = (wrapped, pin, new_pin, stretch, random);
    Err(SignError::WrappedUnreadable)
}
