//! With which keys does this office sign? Keys come in once, are kept wrapped, and are opened by PIN for one act.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use tamga_origin::Timestamp;
use tamga_origin::trust::PublicKey;
use tamga_seal::digest::sha256_hex;
use tamga_seal::keys::Tries;
use tamga_seal::{Batch, Chain, KeyFacts, Secret, SignError, import_key_file, key_facts, unlock};
use tamga_store::{NewKey, StoreError, Wrapped};

use crate::Pin;
use crate::changes::Tag;
use crate::error::OfficeError;
use crate::folder::SecretFile;
use crate::office::Office;
use crate::surroundings::Draw;
use crate::word::Word;

pub use tamga_seal::Stretch;
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

/// How keys of officers are wrapped, as the store names it.
const WRAPPED: &str = "pin-argon2id-aes256gcm";
/// The key for answers is no officer's and stands apart from the others.
const ANSWER: &str = "answer-";
/// Under which name the office remembers which key signs its answers.
const ANSWER_KEY: &str = "office.answer_key";

impl Office {
    /// Takes a key in from a PKCS#12 file; afterwards it opens by `pin` alone.
    ///
    /// # Errors
    /// Unreadable file, wrong password, no or several keys in it, a PIN that is too short.
    pub fn import_key(&self, file: &[u8], password: &Pin, label: &str, pin: &Pin) -> Result<KeyView, OfficeError> {
        self.import_key_with(file, password, label, pin, Stretch::STRONG)
    }

    /// The same with a stretch of the caller's: guessing a PIN that is public, as in the demonstration, need not be made
    /// hard.
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
        let body = self.issuer()?.code.clone();
        let key = self.wrap(file, password, pin, stretch)?;
        let label = if label.trim().is_empty() { key.facts.name() } else { label.trim() };
        let id = key.id();
        self.keep_key(&id, label, &body, &key)?;
        self.key(&id)
    }

    /// Gives the border desk the key its answers are signed with. Answers are signed without a person, so this key's
    /// passphrase lies in `secrets.plain/` inside the office folder, readable by this user only.
    ///
    /// # Errors
    /// Unreadable file, wrong password.
    pub fn set_answer_key(&self, file: &[u8], password: &Pin) -> Result<KeyView, OfficeError> {
        self.must_receive()?;
        let passphrase = self.passphrase()?;
        // The passphrase is as long as the key: stretching it adds nothing.
        let key = self.wrap(file, password, &passphrase, Stretch { memory: 1024, passes: 1 })?;
        let id = format!("{ANSWER}{}", key.id());
        let party = self.facts().told.party.clone();
        // First the passphrase under a name of its own, then wrapping and choice together: whenever this ends early, the
        // key that signed until now still opens.
        SecretFile::AnswerKey(&wrapping(&key.bytes)).write(self.dir(), &passphrase)?;
        let new = new_key(&id, &party, &party, &key);
        self.write(|tx| {
            match tx.key(&id) {
                Ok(_) => tx.key_rewrap(&id, &new.wrapped)?,
                Err(StoreError::NotFound { .. }) => tx.key_add(&new)?,
                Err(error) => return Err(error.into()),
            }
            tx.setting_set(ANSWER_KEY, &id)?;
            tx.journal_add("key.answers", &id, &[("label", &party)])?;
            Ok(())
        })?;
        self.owes.store(true, Ordering::Relaxed);
        self.wake.notify_one();
        self.changed(&[Tag::Keys, Tag::App, Tag::Journal]);
        *self.answer_key.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.key(&id)
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
        let state = if row.is_retired || leaf.not_after < now {
            "key_state.expired"
        } else if now < leaf.not_before {
            "key_state.not_yet"
        } else {
            "key_state.ready"
        };
        Ok(KeyView {
            id: row.id,
            label: row.label,
            officer: row.officer,
            body: row.body,
            valid_from: leaf.not_before,
            valid_to: leaf.not_after,
            state: Word::new(state),
            demonstration: row.is_demonstration,
            certificate_sha256: leaf.sha256.clone(),
            code_kid: facts.qr_kid,
            code_key: facts.qr_public,
        })
    }

    /// The certificate chain of a key, and whether it may be used at all; asked before the PIN is.
    pub(crate) fn key_chain(&self, id: &str) -> Result<Chain, OfficeError> {
        let (row, wrapped) = self.read(|reader| Ok((reader.key(id)?, reader.key_wrapped(id)?))).map_err(unknown(id))?;
        if row.is_retired {
            return Err(OfficeError::KeyRetired(id.to_owned()));
        }
        let facts = key_facts(&wrapped.bytes)?;
        let leaf = &facts.chain.leaf;
        if !facts.lives_at(self.now()) {
            let (from, to) = (leaf.not_before.rfc3339_seconds(), leaf.not_after.rfc3339_seconds());
            return Err(SignError::KeyExpired { from, to }.into());
        }
        Ok(facts.chain)
    }

    /// Opens a key by its PIN for one act. Wrong PINs are counted on disk, so that a restart does not give new tries.
    pub(crate) fn unlock_key(&self, id: &str, pin: &Pin) -> Result<Batch, OfficeError> {
        // One after the other: many at once would all be tried before the first one counts.
        let _alone = self.pins.lock().unwrap_or_else(PoisonError::into_inner);
        let tries = self.tries(id)?;
        let now = self.now();
        tries.admit(now)?;
        let wrapped = self.read(|reader| Ok(reader.key_wrapped(id)?)).map_err(unknown(id))?;
        let outcome = unlock(&wrapped.bytes, pin);
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
        Ok(outcome?)
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

    /// Signs with the key for answers, opening it the first time.
    pub(crate) fn with_answer_key<T>(
        &self,
        act: impl FnOnce(&mut Batch) -> Result<T, OfficeError>,
    ) -> Result<T, OfficeError> {
        let mut open = self.answer_key.lock().unwrap_or_else(PoisonError::into_inner);
        if open.is_none() {
            let id = self.read(|reader| Ok(reader.setting(ANSWER_KEY)?))?.ok_or(OfficeError::AnswerKeyMissing)?;
            let wrapped = self.read(|reader| Ok(reader.key_wrapped(&id)?)).map_err(unknown(&id))?;
            let passphrase = SecretFile::AnswerKey(&wrapping(&wrapped.bytes)).read(self.dir())?;
            let passphrase = passphrase.ok_or(OfficeError::AnswerKeyMissing)?;
            *open = Some(unlock(&wrapped.bytes, &passphrase)?);
        }
        let batch = open.as_mut().ok_or(OfficeError::AnswerKeyMissing)?;
        act(batch)
    }

    /// Can this office sign answers?
    pub(crate) fn has_answer_key(&self) -> Result<bool, OfficeError> {
        Ok(self.read(|reader| Ok(reader.setting(ANSWER_KEY)?))?.is_some())
    }

    fn wrap(&self, file: &[u8], password: &Pin, pin: &Pin, stretch: Stretch) -> Result<NewlyWrapped, OfficeError> {
        let chance = Draw(self.surroundings().chance.as_ref());
        let (facts, bytes) = import_key_file(file, password, pin, stretch, &chance)?;
        Ok(NewlyWrapped { facts, bytes })
    }

    fn passphrase(&self) -> Result<Pin, OfficeError> {
        Ok(Secret::new(format!("{}{}", self.surroundings().uuid()?.simple(), self.surroundings().uuid()?.simple())))
    }

    fn keep_key(&self, id: &str, label: &str, body: &str, key: &NewlyWrapped) -> Result<(), OfficeError> {
        let new = new_key(id, label, body, key);
        self.write(|tx| {
            tx.key_add(&new)?;
            tx.journal_add("key.imported", id, &[("label", label), ("officer", &new.officer)])?;
            Ok(())
        })?;
        self.changed(&[Tag::Keys, Tag::App, Tag::Journal]);
        Ok(())
    }
}

/// A key that was just wrapped.
struct NewlyWrapped {
    facts: KeyFacts,
    bytes: Vec<u8>,
}

impl NewlyWrapped {
    /// One certificate, one id: the same key cannot come in twice.
    fn id(&self) -> String {
        self.facts.chain.leaf.sha256.chars().take(16).collect()
    }
}

fn new_key(id: &str, label: &str, body: &str, key: &NewlyWrapped) -> NewKey {
    let leaf = &key.facts.chain.leaf;
    NewKey {
        id: id.to_owned(),
        label: label.to_owned(),
        officer: key.facts.name().to_owned(),
        body: body.to_owned(),
        valid_from: Some(leaf.not_before),
        valid_to: Some(leaf.not_after),
        certificate: leaf.der.clone(),
        is_demonstration: leaf.demonstration,
        wrapped: Wrapped { form: WRAPPED.to_owned(), bytes: key.bytes.clone() },
    }
}

/// The name of a wrapping.
fn wrapping(wrapped: &[u8]) -> String {
    sha256_hex(wrapped).chars().take(16).collect()
}

fn tries_name(id: &str) -> String {
    format!("key.tries.{id}")
}

fn unknown(id: &str) -> impl Fn(OfficeError) -> OfficeError + '_ {
    move |error| match error {
        OfficeError::Store(StoreError::NotFound { .. }) => OfficeError::KeyUnknown(id.to_owned()),
        other => other,
    }
}
