//! With which key does a border desk sign its answers? One that needs no person: it opens by a passphrase that lies in
//! the office folder.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use tamga_seal::digest::sha256_hex;
use tamga_seal::{Batch, Protection, Stretch, unlock};
use tamga_store::StoreError;

use crate::Pin;
use crate::changes::Tag;
use crate::error::OfficeError;
use crate::folder::SecretFile;
use crate::keys::{ANSWER, KeptFor, KeyView, NewlyNamed, new_key, unknown};
use crate::office::Office;

/// Under which name the office remembers which key signs its answers.
const ANSWER_KEY: &str = "office.answer_key";

impl Office {
    /// Gives the border desk the key its answers are signed with. Answers are signed without a person, so this key's
    /// passphrase lies in `secrets.plain/` inside the office folder, readable by this user only.
    ///
    /// # Errors
    /// Unreadable file, wrong password.
    pub fn set_answer_key(&self, file: &[u8], password: &Pin) -> Result<KeyView, OfficeError> {
        self.must_receive()?;
        let passphrase = self.passphrase()?;
        // The passphrase is as long as the key: stretching it adds nothing.
        let stretch = Stretch { memory: 1024, passes: 1 };
        let key = self.wrap(file, password, None, &Protection { pin: &passphrase, stretch, ring: None })?;
        let id = format!("{ANSWER}{}", key.id());
        let party = self.facts().told.party.clone();
        // First the passphrase under a name of its own, then wrapping and choice together: whenever this ends early, the
        // key that signed until now still opens.
        SecretFile::AnswerKey(&wrapping(&key.bytes)).write(self.dir(), &passphrase)?;
        let kept_for = KeptFor::Official;
        let new = new_key(&NewlyNamed { id: &id, label: &party, body: &party, kept_for }, &key);
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
}

/// The name of a wrapping.
fn wrapping(wrapped: &[u8]) -> String {
    sha256_hex(wrapped).chars().take(16).collect()
}
