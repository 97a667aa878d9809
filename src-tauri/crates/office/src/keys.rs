//! With which keys does this office sign? Keys come in once, are kept wrapped, and are opened by PIN for one act.

use std::sync::PoisonError;

use tamga_origin::trust::PublicKey;
use tamga_origin::{Finding, Severity, Timestamp};
use tamga_seal::keys::Tries;
use tamga_seal::signer::algorithms_of;
use tamga_seal::{Batch, Chain, Keeping, KeyFacts, Protection, Secret, SignError, key_facts, take_in, unlock_with};
use tamga_store::{NewKey, StoreError, Wrapped};

use crate::Pin;
use crate::changes::Tag;
use crate::error::OfficeError;
use crate::kept_for::must_be_kept_for;
use crate::office::Office;
use crate::surroundings::Draw;
use crate::word::Word;

pub use crate::kept_for::KeptFor;
pub use tamga_seal::keys::{LEAST_PIN, LEAST_RING_PIN};
pub use tamga_seal::signer::NAMES as ALGORITHM_NAMES;
pub use tamga_seal::{Algorithm, Stretch, SystemRing};

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
    /// What it is kept for.
    pub kept_for: KeptFor,
    /// Start of its certificate's life.
    pub valid_from: Timestamp,
    /// End of it.
    pub valid_to: Timestamp,
    /// `key_state.ready`, `key_state.expired`, `key_state.not_yet`.
    pub state: Word,
    /// For demonstration only.
    pub demonstration: bool,
    /// Where its private half is.
    pub place: KeyPlace,
    /// SHA-256 of its certificate, hex; what a trust list names an officer by.
    pub certificate_sha256: String,
    /// Id of the key for printed codes that is unlocked with it.
    pub code_kid: String,
    /// Public half of that key, for the trust list.
    pub code_key: PublicKey,
}

/// Where the private half of a key is, as far as people need to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyPlace {
    /// Here, under a passphrase.
    Passphrase,
    /// Here, under a PIN and the key ring of this computer.
    KeyRing,
    /// On a card.
    Card {
        /// What the card is called.
        label: String,
        /// Does it want the PIN at every signature?
        asks_always: bool,
    },
}

impl KeyPlace {
    /// As a list says it: `key_place.passphrase`, `key_place.key_ring`, `key_place.card`, `key_place.card_asks`.
    pub fn told(&self) -> Word {
        match self {
            Self::Passphrase => Word::new("key_place.passphrase"),
            Self::KeyRing => Word::new("key_place.key_ring"),
            Self::Card { label, asks_always: false } => Word::new("key_place.card").with("card", label),
            Self::Card { label, asks_always: true } => Word::new("key_place.card_asks").with("card", label),
        }
    }

    /// The word for programs: `pkcs12`, `key_ring`, `card`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Passphrase => "pkcs12",
            Self::KeyRing => "key_ring",
            Self::Card { .. } => "card",
        }
    }
}

/// A key file that is to be taken in.
#[derive(Debug, Clone, Copy)]
pub struct NewKeyFile<'a> {
    /// Its bytes.
    pub file: &'a [u8],
    /// Its password.
    pub password: &'a Pin,
    /// Which of several keys: the name in its certificate, or the beginning of its fingerprint.
    pub which: Option<&'a str>,
    /// What people are to call the key; the name in its certificate when empty.
    pub label: &'a str,
    /// The new PIN; without a key ring a passphrase.
    pub pin: &'a Pin,
    /// Bind it to the system's key ring where there is one? Else it opens by passphrase alone, on any machine and
    /// without a desktop.
    pub with_ring: bool,
}

/// A key that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenKey {
    /// The key.
    pub key: KeyView,
    /// What should be done about it: `key.file_weak`, `key.ring_absent`.
    pub advice: Vec<Finding>,
}

/// How keys of officers are wrapped, as the store names it.
const WRAPPED: &str = "pin-argon2id-aes256gcm";
/// The same, bound to the system's key ring.
const WRAPPED_WITH_RING: &str = "ring-pin-argon2id-aes256gcm";
/// A key on a card: only its place is kept.
const ON_CARD: &str = "pkcs11";
/// The key for answers is no officer's and stands apart from the others.
pub(crate) const ANSWER: &str = "answer-";
impl Office {
    /// Takes a key in from a PKCS#12 file; afterwards it opens by `pin` alone.
    ///
    /// # Errors
    /// Unreadable file, wrong password, no or several keys in it, a PIN that is too short.
    pub fn import_key(&self, file: &[u8], password: &Pin, label: &str, pin: &Pin) -> Result<KeyView, OfficeError> {
        Ok(self.take_key(&NewKeyFile { file, password, which: None, label, pin, with_ring: true })?.key)
    }

    /// The same, with a choice among several keys, and with advice. The key is bound to the system's key ring where
    /// there is one; else a passphrase has to stand in for the PIN.
    ///
    /// # Errors
    /// As [`Office::import_key`].
    pub fn take_key(&self, new: &NewKeyFile<'_>) -> Result<TakenKey, OfficeError> {
        self.take_key_for(new, KeptFor::Official)
    }

    /// The same for a key that is kept for this.
    ///
    /// # Errors
    /// As [`Office::import_key`].
    pub fn take_key_for(&self, new: &NewKeyFile<'_>, kept_for: KeptFor) -> Result<TakenKey, OfficeError> {
        let ring = self.key_ring.get().map(AsRef::as_ref).filter(|_| new.with_ring);
        let usable = ring.filter(|ring| ring.is_there());
        let protection = Protection { pin: new.pin, stretch: Stretch::STRONG, ring: usable };
        let taken = self.take(new, &protection, kept_for)?;
        let mut advice = Vec::new();
        if !taken.old_encryptions.is_empty() {
            let found = taken.old_encryptions.join(", ");
            advice.push(Finding::new("key.file_weak", Severity::Warn, "").with("found", found));
        }
        if ring.is_some() && usable.is_none() {
            advice.push(Finding::new("key.ring_absent", Severity::Info, ""));
        }
        Ok(TakenKey { key: taken.view, advice })
    }

    /// Takes a key in under a passphrase alone, with a stretch of the caller's: guessing a PIN that is public, as in the
    /// demonstration, need not be made hard.
    ///
    /// # Errors
    /// As [`Office::import_key`].
    pub fn import_key_with(
        &self,
        file: &[u8],
        password: &Pin,
        label: &str,
        pin: &Pin,
        stretch: Stretch,
    ) -> Result<KeyView, OfficeError> {
        let new = NewKeyFile { file, password, which: None, label, pin, with_ring: false };
        Ok(self.take(&new, &Protection { pin, stretch, ring: None }, KeptFor::Official)?.view)
    }

    fn take(&self, new: &NewKeyFile<'_>, protection: &Protection<'_>, kept_for: KeptFor) -> Result<Taken, OfficeError> {
        let body = self.issuer()?.code.clone();
        let key = self.wrap(new.file, new.password, new.which, protection)?;
        let label = if new.label.trim().is_empty() { key.facts.name() } else { new.label.trim() };
        let id = key.id();
        self.keep_key(&NewlyNamed { id: &id, label, body: &body, kept_for }, &key, &[])?;
        Ok(Taken { view: self.key(&id)?, old_encryptions: key.facts.old_encryptions })
    }

    /// Lets a key sign with this algorithm wherever the form allows it.
    ///
    /// # Errors
    /// `KeyUnknown`; [`SignError::Algorithm`] when the key is of another kind.
    pub fn prefer_algorithm(&self, id: &str, algorithm: Algorithm) -> Result<(), OfficeError> {
        let facts = key_facts(&self.read(|reader| Ok(reader.key_wrapped(id)?)).map_err(unknown(id))?.bytes)?;
        if !algorithms_of(facts.kind())?.contains(&algorithm) {
            return Err(SignError::Algorithm(facts.kind().name()).into());
        }
        self.write(|tx| {
            tx.setting_set(&algorithm_name(id), algorithm.uri())?;
            tx.journal_add("key.algorithm", id, &[("algorithm", algorithm.uri())])?;
            Ok(())
        })
    }

    /// The keys officers sign with.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn keys(&self) -> Result<Vec<KeyView>, OfficeError> {
        let rows = self.read(|reader| Ok(reader.keys()?))?;
        rows.iter().filter(|row| !row.id.starts_with(ANSWER)).map(|row| self.key(&row.id)).collect()
    }

    /// One key.
    ///
    /// # Errors
    /// `KeyUnknown`.
    pub fn key(&self, id: &str) -> Result<KeyView, OfficeError> {
        let (row, wrapped) = self.read(|reader| Ok((reader.key(id)?, reader.key_wrapped(id)?))).map_err(unknown(id))?;
        let facts = key_facts(&wrapped.bytes)?;
        let leaf = &facts.chain.leaf;
        let now = self.now();
        let state = if row.is_retired { "key_state.expired" } else { life(leaf.not_before, leaf.not_after, now) };
        let row_id = row.id.clone();
        Ok(KeyView {
            id: row.id,
            label: row.label,
            officer: row.officer,
            body: row.body,
            kept_for: KeptFor::from_word(&row.usage),
            valid_from: leaf.not_before,
            valid_to: leaf.not_after,
            state: Word::new(state),
            demonstration: row.is_demonstration,
            place: self.place(&row_id, &facts)?,
            certificate_sha256: leaf.sha256.clone(),
            code_kid: facts.qr_kid,
            code_key: facts.qr_public,
        })
    }

    /// The certificate chain of an official's key, and whether it may be used at all; asked before the PIN is.
    pub(crate) fn key_chain(&self, id: &str) -> Result<Chain, OfficeError> {
        let (row, wrapped) = self.read(|reader| Ok((reader.key(id)?, reader.key_wrapped(id)?))).map_err(unknown(id))?;
        must_be_kept_for(KeptFor::Official, &row)?;
        let facts = key_facts(&wrapped.bytes)?;
        let leaf = &facts.chain.leaf;
        if !facts.lives_at(self.now()) {
            let (from, to) = (leaf.not_before.rfc3339_seconds(), leaf.not_after.rfc3339_seconds());
            return Err(SignError::KeyExpired { from, to }.into());
        }
        Ok(facts.chain)
    }

    /// Opens an official's key by its PIN for one act. Wrong PINs are counted on disk, so that a restart does not give
    /// new tries.
    pub(crate) fn unlock_key(&self, id: &str, pin: &Pin) -> Result<Batch, OfficeError> {
        self.unlock_key_for(KeptFor::Official, id, pin)
    }

    /// The same for a key that has to be kept for this.
    pub(crate) fn unlock_key_for(&self, kept_for: KeptFor, id: &str, pin: &Pin) -> Result<Batch, OfficeError> {
        // One after the other: many at once would all be tried before the first one counts.
        let _alone = self.pins.lock().unwrap_or_else(PoisonError::into_inner);
        let (row, kept) = self.read(|reader| Ok((reader.key(id)?, reader.key_wrapped(id)?))).map_err(unknown(id))?;
        must_be_kept_for(kept_for, &row)?;
        let mut batch = match key_facts(&kept.bytes)?.keeping {
            Keeping::Token(place) => self.open_card(id, &kept.bytes, &place, pin)?,
            Keeping::Passphrase | Keeping::KeyRing => self.unlock_here(id, &kept.bytes, pin)?,
        };
        if let Some(uri) = self.read(|reader| Ok(reader.setting(&algorithm_name(id))?))?
            && let Ok(algorithm) = Algorithm::from_uri(&uri)
        {
            batch.prefer(algorithm)?;
        }
        Ok(batch)
    }

    /// Opens a key that lies here wrapped, counting tries.
    fn unlock_here(&self, id: &str, kept: &[u8], pin: &Pin) -> Result<Batch, OfficeError> {
        let ring = self.key_ring.get().map(AsRef::as_ref);
        self.counted(id, || unlock_with(kept, pin, ring))
    }

    /// Tries a PIN and counts what came of it; after too many wrong ones it is not tried at all.
    pub(crate) fn counted<T>(
        &self,
        id: &str,
        attempt: impl FnOnce() -> Result<T, SignError>,
    ) -> Result<T, OfficeError> {
        let tries = self.tries(id)?;
        let now = self.now();
        tries.admit(now)?;
        let outcome = attempt();
        let after = tries.after(&outcome, now);
        if after != tries {
            self.write(|tx| {
                let last = after.last.map_or(0, Timestamp::millis);
                tx.setting_set(&tries_name(id), &format!("{} {last}", after.wrong))?;
                let what = if after.wrong > tries.wrong { "key.pin_wrong" } else { "key.pin_right" };
                tx.journal_add(what, id, &[("wrong", &after.wrong.to_string())])?;
                Ok(())
            })?;
        }
        match outcome {
            Err(SignError::PinWrong) => Err(OfficeError::PinWrong { left: after.left() }),
            outcome => Ok(outcome?),
        }
    }

    /// Were there so many wrong PINs that the next one has to wait?
    pub(crate) fn is_pin_locked(&self, id: &str) -> Result<bool, OfficeError> {
        Ok(self.tries(id)?.admit(self.now()).is_err())
    }

    fn tries(&self, id: &str) -> Result<Tries, OfficeError> {
        let kept = self.read(|reader| Ok(reader.setting(&tries_name(id))?))?;
        let (wrong, last) = kept.as_deref().and_then(|text| text.split_once(' ')).unwrap_or(("0", "0"));
        let last = last.parse().ok().filter(|millis| *millis != 0).map(Timestamp::from_millis);
        Ok(Tries { wrong: wrong.parse().unwrap_or(0), last })
    }

    pub(crate) fn wrap(
        &self,
        file: &[u8],
        password: &Pin,
        which: Option<&str>,
        protection: &Protection<'_>,
    ) -> Result<NewlyKept, OfficeError> {
        let chance = Draw(self.surroundings().chance.as_ref());
        let (facts, bytes) = take_in(file, password, which, protection, &chance)?;
        Ok(NewlyKept { facts, bytes })
    }

    pub(crate) fn passphrase(&self) -> Result<Pin, OfficeError> {
        Ok(Secret::new(format!("{}{}", self.surroundings().uuid()?.simple(), self.surroundings().uuid()?.simple())))
    }

    /// Keeps a new key, with the settings that belong to it.
    pub(crate) fn keep_key(
        &self,
        named: &NewlyNamed<'_>,
        key: &NewlyKept,
        settings: &[(String, String)],
    ) -> Result<(), OfficeError> {
        let new = new_key(named, key);
        let (id, label) = (named.id, named.label);
        self.write(|tx| {
            tx.key_add(&new)?;
            for (name, value) in settings {
                tx.setting_set(name, value)?;
            }
            let said = [("label", label), ("officer", new.officer.as_str()), ("use", new.usage.as_str())];
            tx.journal_add("key.imported", id, &said)?;
            Ok(())
        })?;
        self.changed(&[Tag::Keys, Tag::App, Tag::Journal]);
        Ok(())
    }
}

/// A key that was taken in, and how its file was protected.
struct Taken {
    view: KeyView,
    old_encryptions: Vec<&'static str>,
}

/// A key as it is about to be kept.
pub(crate) struct NewlyKept {
    pub(crate) facts: KeyFacts,
    pub(crate) bytes: Vec<u8>,
}

impl NewlyKept {
    /// One certificate, one id: the same key cannot come in twice.
    pub(crate) fn id(&self) -> String {
        self.facts.chain.leaf.sha256.chars().take(16).collect()
    }
}

/// How a new key is called here, and what it is kept for.
pub(crate) struct NewlyNamed<'a> {
    pub(crate) id: &'a str,
    pub(crate) label: &'a str,
    pub(crate) body: &'a str,
    pub(crate) kept_for: KeptFor,
}

/// How a key is kept, as the store names it.
pub(crate) fn wrapping_form(keeping: &Keeping) -> &'static str {
    match keeping {
        Keeping::Passphrase => WRAPPED,
        Keeping::KeyRing => WRAPPED_WITH_RING,
        Keeping::Token(_) => ON_CARD,
    }
}

pub(crate) fn new_key(named: &NewlyNamed<'_>, key: &NewlyKept) -> NewKey {
    let leaf = &key.facts.chain.leaf;
    let form = wrapping_form(&key.facts.keeping);
    NewKey {
        id: named.id.to_owned(),
        label: named.label.to_owned(),
        officer: key.facts.name().to_owned(),
        body: named.body.to_owned(),
        usage: named.kept_for.usage().code().to_owned(),
        valid_from: Some(leaf.not_before),
        valid_to: Some(leaf.not_after),
        certificate: leaf.der.clone(),
        is_demonstration: leaf.demonstration,
        wrapped: Wrapped { form: form.to_owned(), bytes: key.bytes.clone() },
    }
}

/// Does a certificate count by now?
pub(crate) fn life(from: Timestamp, to: Timestamp, now: Timestamp) -> &'static str {
    if to < now {
        "key_state.expired"
    } else if now < from {
        "key_state.not_yet"
    } else {
        "key_state.ready"
    }
}

fn algorithm_name(id: &str) -> String {
    format!("key.algorithm.{id}")
}

fn tries_name(id: &str) -> String {
    format!("key.tries.{id}")
}

pub(crate) fn unknown(id: &str) -> impl Fn(OfficeError) -> OfficeError + '_ {
    move |error| match error {
        OfficeError::Store(StoreError::NotFound { .. }) => OfficeError::KeyUnknown(id.to_owned()),
        other => other,
    }
}
