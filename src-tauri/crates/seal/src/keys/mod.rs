//! How is an officer's key kept? Imported once from a PKCS#12 file, then only in our wrapped form (`wrapped`), bound to
//! the system's key ring where there is one (`ring`); or on a card, of which only the place is known (`token`).
//!
//! Beside the officer's key lies an Ed25519 key for printed codes, made at import, that is unlocked with it. Without a
//! key ring a passphrase stands in for the PIN. Where the bytes lie is the store's matter.

mod encryption;
mod file;
mod kept_token;
mod ring;
pub mod token;
mod tries;
mod wrapped;

use tamga_origin::Timestamp;
use tamga_origin::trust::PublicKey;

use self::wrapped::Wrapped;
use crate::algorithm::Algorithm;
use crate::certificate::KeyKind;
use crate::digest::hex;
use crate::error::SignError;
use crate::plain_key::{PlainKey, thumbprint};
use crate::random::Random;
use crate::secret::Secret;
use crate::signer::{Chain, Signer, SoftwareKey};

pub use kept_token::{CODE_SECRET, TokenPlace};
pub use ring::{KeyRing, SystemRing};
pub use token::{PinState, TokenKey};
pub use tries::Tries;

/// Fewest characters of the passphrase that stands in for a PIN where there is no key ring.
pub const LEAST_PIN: usize = 10;
/// Fewest characters of a PIN where a key ring holds the other half: who copies the file cannot even begin to guess.
pub const LEAST_RING_PIN: usize = 6;

/// What a key is wrapped under.
#[derive(Clone, Copy)]
pub struct Protection<'a> {
    /// The PIN; without a key ring a passphrase.
    pub pin: &'a Secret<String>,
    /// How hard guessing it is made.
    pub stretch: Stretch,
    /// Where the other half of the wrapping key is to lie.
    pub ring: Option<&'a dyn KeyRing>,
}

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
    /// Where the private half is.
    pub keeping: Keeping,
    /// Names of the old encryptions its file was protected with, so that saving it anew can be offered
    /// (`key.file_weak`); known at import only, empty for modern files.
    pub old_encryptions: Vec<&'static str>,
}

/// Where a private half is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeping {
    /// Wrapped under a passphrase alone.
    Passphrase,
    /// Wrapped under a PIN and a secret in the system's key ring.
    KeyRing,
    /// On a card, a token or an HSM.
    Token(TokenPlace),
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
/// A card is logged out of.
#[derive(Debug)]
pub struct Batch {
    key: Officer,
    qr: PlainKey,
}

#[derive(Debug)]
enum Officer {
    Software(SoftwareKey),
    Token(TokenKey),
}

impl Officer {
    fn signer(&self) -> &dyn Signer {
        match self {
            Self::Software(key) => key,
            Self::Token(key) => key,
        }
    }
}

impl Batch {
    /// The key for printed codes.
    pub fn qr_key(&self) -> &PlainKey {
        &self.qr
    }

    /// Lets the key choose this algorithm first; [`SignError::Algorithm`] when it cannot sign with it.
    pub fn prefer(&mut self, algorithm: Algorithm) -> Result<(), SignError> {
        match &mut self.key {
            Officer::Software(key) => key.prefer(algorithm),
            Officer::Token(key) => key.prefer(algorithm),
        }
    }
}

impl Signer for Batch {
    fn certificate(&self) -> &Chain {
        self.key.signer().certificate()
    }

    fn algorithms(&self) -> &[Algorithm] {
        self.key.signer().algorithms()
    }

    fn sign(&mut self, algorithm: Algorithm, bytes: &[u8]) -> Result<Vec<u8>, SignError> {
        match &mut self.key {
            Officer::Software(key) => key.sign(algorithm, bytes),
            Officer::Token(key) => key.sign(algorithm, bytes),
        }
    }
}

/// Takes the one private key out of a PKCS#12 file, with its certificates, and wraps it under a passphrase alone; else
/// as [`take_in`].
pub fn import_key_file(
    file: &[u8],
    password: &Secret<String>,
    pin: &Secret<String>,
    stretch: Stretch,
    random: &dyn Random,
) -> Result<(KeyFacts, Vec<u8>), SignError> {
    take_in(file, password, None, &Protection { pin, stretch, ring: None }, random)
}

/// Takes a private key out of a PKCS#12 file, with its certificates, and wraps it. `which` chooses among several keys by
/// the beginning of a certificate's fingerprint (at least 8 digits) or by the name in it.
///
/// Errors: [`SignError::FilePassword`], [`SignError::FileUnreadable`], [`SignError::NoneInFile`],
/// [`SignError::Ambiguous`], [`SignError::KeyNotFound`], [`SignError::CertificateMissing`], [`SignError::KeyMismatch`]
/// (also for kinds of keys that may not sign), [`SignError::PinShort`], [`SignError::RingAbsent`].
pub fn take_in(
    file: &[u8],
    password: &Secret<String>,
    which: Option<&str>,
    protection: &Protection<'_>,
    random: &dyn Random,
) -> Result<(KeyFacts, Vec<u8>), SignError> {
    let opened = file::open(file, password, which)?;
    let qr = PlainKey::generate(random)?;
    let bytes = wrapped::wrap(&opened.chain, &opened.pkcs8, &qr, protection, random)?;
    let facts = KeyFacts { old_encryptions: opened.old, ..key_facts(&bytes)? };
    Ok((facts, bytes))
}

/// What a kept key says without its PIN; nothing here is vouched for until it is unlocked.
pub fn key_facts(kept: &[u8]) -> Result<KeyFacts, SignError> {
    let (certificates, qr_public, keeping) = match kept_token::Kept::read(kept) {
        Some(token) => (token.certificates, token.qr_public, Keeping::Token(token.place)),
        None => {
            let wrapped = Wrapped::read(kept)?;
            let keeping = if wrapped.entry.is_some() { Keeping::KeyRing } else { Keeping::Passphrase };
            (wrapped.certificates, wrapped.qr_public, keeping)
        }
    };
    let chain = Chain::read(&certificates).map_err(|_| SignError::WrappedUnreadable)?;
    let qr_public = PublicKey::Ed25519(qr_public);
    Ok(KeyFacts { chain, qr_kid: thumbprint(&qr_public), qr_public, keeping, old_encryptions: Vec::new() })
}

/// Unlocks a key wrapped under a passphrase alone; else as [`unlock_with`].
pub fn unlock(wrapped: &[u8], pin: &Secret<String>) -> Result<Batch, SignError> {
    unlock_with(wrapped, pin, None)
}

/// Unlocks a wrapped key; [`SignError::PinWrong`] when the PIN does not open it, [`SignError::RingEntryMissing`] when
/// the key ring does not hold its half. Counting tries is [`Tries`]' matter.
pub fn unlock_with(wrapped: &[u8], pin: &Secret<String>, ring: Option<&dyn KeyRing>) -> Result<Batch, SignError> {
    let kept = Wrapped::read(wrapped)?;
    let private = wrapped::unwrap(wrapped, &kept, pin, ring)?;
    let chain = Chain::read(&kept.certificates).map_err(|_| SignError::WrappedUnreadable)?;
    let key = Officer::Software(SoftwareKey::new(&private.officer, chain)?);
    Ok(Batch { key, qr: PlainKey::from_pkcs8(private.qr)? })
}

/// Wraps the same key under another PIN, or binds it to a key ring, or unbinds it; `ring` is the one it is bound to.
/// The half that the old wrapping used stays in its key ring until [`forget_half`]: the old bytes may still be needed.
pub fn rewrap(
    wrapped: &[u8],
    pin: &Secret<String>,
    ring: Option<&dyn KeyRing>,
    protection: &Protection<'_>,
    random: &dyn Random,
) -> Result<Vec<u8>, SignError> {
    let kept = Wrapped::read(wrapped)?;
    let private = wrapped::unwrap(wrapped, &kept, pin, ring)?;
    let chain = Chain::read(&kept.certificates).map_err(|_| SignError::WrappedUnreadable)?;
    wrapped::wrap(&chain, &private.officer, &PlainKey::from_pkcs8(private.qr)?, protection, random)
}

/// Forgets the half that a wrapping has in its key ring, when nobody will open that wrapping again: after a change of PIN
/// a copy of the old bytes opens by no PIN any more. A wrapping without one needs nothing.
pub fn forget_half(wrapped: &[u8], ring: &dyn KeyRing) -> Result<(), SignError> {
    match Wrapped::read(wrapped)?.entry {
        Some(entry) => ring.forget(&hex(&entry)),
        None => Ok(()),
    }
}

/// Makes what is kept of a key on a card: its place, its certificates, and a new key for printed codes, closed under a
/// random secret of [`CODE_SECRET`] bytes that the caller keeps apart. The PIN of the card is in none of it.
pub fn keep_token(
    key: &TokenKey,
    secret: &Secret<Vec<u8>>,
    random: &dyn Random,
) -> Result<(KeyFacts, Vec<u8>), SignError> {
    let qr = PlainKey::generate(random)?;
    let bytes = kept_token::close(key.place(), key.certificate(), &qr, secret, random)?;
    Ok((key_facts(&bytes)?, bytes))
}

/// The card's key together with its key for printed codes, as one batch.
pub fn open_kept_token(kept: &[u8], key: TokenKey, secret: &Secret<Vec<u8>>) -> Result<Batch, SignError> {
    let qr = kept_token::open(kept, secret)?;
    Ok(Batch { key: Officer::Token(key), qr })
}
