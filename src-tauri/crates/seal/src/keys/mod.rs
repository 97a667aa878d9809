//! How is an officer's key kept? Imported once from a PKCS#12 file, then only in our wrapped form: private halves
//! under AES-256-GCM with a key stretched from the PIN (Argon2id), the certificates beside them in clear.
//!
//! Beside the officer's key the wrapped form holds an Ed25519 key for printed codes, made at import, so that one PIN
//! unlocks both. Without a key ring a passphrase stands in for the PIN. Where the bytes lie is the store's matter.

mod file;
mod tries;
mod wrapped;

use tamga_origin::Timestamp;
use tamga_origin::trust::PublicKey;

use self::wrapped::Wrapped;
use crate::algorithm::Algorithm;
use crate::certificate::KeyKind;
use crate::error::SignError;
use crate::plain_key::{PlainKey, thumbprint};
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

/// A key unlocked for a batch of signatures.
///
/// Every encoded private half is wiped when let go; `ring` frees the working form it computes with, it does not wipe it.
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

    /// Lets the key choose this algorithm first; [`SignError::Algorithm`] when it cannot sign with it.
    pub fn prefer(&mut self, algorithm: Algorithm) -> Result<(), SignError> {
        self.key.prefer(algorithm)
    }
}

impl Signer for Batch {
    fn certificate(&self) -> &Chain {
        self.key.certificate()
    }

    fn algorithms(&self) -> &[Algorithm] {
        self.key.algorithms()
    }

    fn sign(&mut self, algorithm: Algorithm, bytes: &[u8]) -> Result<Vec<u8>, SignError> {
        self.key.sign(algorithm, bytes)
    }
}

/// Takes the one private key out of a PKCS#12 file, with its certificates, and wraps it under the PIN.
///
/// Errors: [`SignError::FilePassword`], [`SignError::FileUnreadable`], [`SignError::NoneInFile`],
/// [`SignError::Ambiguous`], [`SignError::CertificateMissing`], [`SignError::KeyMismatch`] (also for kinds of keys that
/// may not sign), [`SignError::PinShort`].
pub fn import_key_file(
    file: &[u8],
    password: &Secret<String>,
    pin: &Secret<String>,
    stretch: Stretch,
    random: &dyn Random,
) -> Result<(KeyFacts, Vec<u8>), SignError> {
    let opened = file::open(file, password)?;
    let qr = PlainKey::generate(random)?;
    let bytes = wrapped::wrap(&opened.chain, &opened.pkcs8, &qr, pin, stretch, random)?;
    let facts = KeyFacts { weak_file: opened.weak, ..key_facts(&bytes)? };
    Ok((facts, bytes))
}

/// What a wrapped key says without its PIN; nothing here is vouched for until it is unlocked.
pub fn key_facts(wrapped: &[u8]) -> Result<KeyFacts, SignError> {
    let kept = Wrapped::read(wrapped)?;
    let chain = Chain::read(&kept.certificates).map_err(|_| SignError::WrappedUnreadable)?;
    let qr_public = PublicKey::Ed25519(kept.qr_public);
    Ok(KeyFacts { chain, qr_kid: thumbprint(&qr_public), qr_public, weak_file: false })
}

/// Unlocks a wrapped key; [`SignError::PinWrong`] when the PIN does not open it. Counting tries is [`Tries`]' matter.
pub fn unlock(wrapped: &[u8], pin: &Secret<String>) -> Result<Batch, SignError> {
    let kept = Wrapped::read(wrapped)?;
    let private = wrapped::unwrap(wrapped, &kept, pin)?;
    let chain = Chain::read(&kept.certificates).map_err(|_| SignError::WrappedUnreadable)?;
    Ok(Batch { key: SoftwareKey::new(&private.officer, chain)?, qr: PlainKey::from_pkcs8(private.qr)? })
}

/// Wraps the same key under another PIN.
pub fn rewrap(
    wrapped: &[u8],
    pin: &Secret<String>,
    new_pin: &Secret<String>,
    stretch: Stretch,
    random: &dyn Random,
) -> Result<Vec<u8>, SignError> {
    let kept = Wrapped::read(wrapped)?;
    let private = wrapped::unwrap(wrapped, &kept, pin)?;
    let chain = Chain::read(&kept.certificates).map_err(|_| SignError::WrappedUnreadable)?;
    wrapped::wrap(&chain, &private.officer, &PlainKey::from_pkcs8(private.qr)?, new_pin, stretch, random)
}
