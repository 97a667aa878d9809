//! Which keys on cards does this office sign with? Cards, tokens and HSMs through the program of their maker, whose
//! place an administrator says; the card is asked for its PIN each time, and nothing of it is kept.

use std::path::{Path, PathBuf};

use tamga_seal::digest::sha256;
use tamga_seal::keys::token::{Module, TokenView, Wanted};
use tamga_seal::{Batch, Keeping, KeyFacts, Secret, SignError, TokenPlace, keep_token, key_facts, open_kept_token};

use crate::Pin;
use crate::error::OfficeError;
use crate::folder::SecretFile;
use crate::keys::{KeptFor, KeyPlace, KeyView, NewlyKept, NewlyNamed};
use crate::office::Office;
use crate::surroundings::Draw;

pub use tamga_seal::keys::PinState;
pub use tamga_seal::keys::token::TokenView as Card;

/// A key on a card that is to be taken into use.
#[derive(Debug, Clone, Copy)]
pub struct NewCard<'a> {
    /// Where the program of the card's maker lies.
    pub module: &'a Path,
    /// Label or serial number of the card; the only card when none is named.
    pub card: Option<&'a str>,
    /// The key: its label, its id in hex, the name in its certificate or the beginning of its fingerprint.
    pub key: Option<&'a str>,
    /// What people are to call it; the name in its certificate when empty.
    pub label: &'a str,
    /// PIN of the card; not sent to readers that have keys of their own.
    pub pin: &'a Pin,
}

/// The cards that are there, as they show themselves without a PIN.
///
/// # Errors
/// The program of the card's maker cannot be loaded, or does not answer.
pub fn cards(module: &Path) -> Result<Vec<TokenView>, OfficeError> {
    Ok(Module::load(module)?.tokens()?)
}

impl Office {
    /// Takes a key on a card into use: key and certificate are proven by one signature.
    ///
    /// # Errors
    /// No such card or key, several that fit, a key without certificate, a wrong PIN, a locked card.
    pub fn use_card(&self, new: &NewCard<'_>) -> Result<KeyView, OfficeError> {
        self.use_card_for(new, KeptFor::Official)
    }

    /// The same for a key that is kept for this.
    ///
    /// # Errors
    /// As [`Office::use_card`].
    pub fn use_card_for(&self, new: &NewCard<'_>, kept_for: KeptFor) -> Result<KeyView, OfficeError> {
        let body = self.issuer()?.code.clone();
        let module = Module::load(new.module)?;
        let key = module.choose(Wanted { token: new.card, key: new.key }, new.pin)?;
        let passphrase = self.passphrase()?;
        let chance = Draw(self.surroundings().chance.as_ref());
        let (facts, bytes) = keep_token(&key, &closing(&passphrase), &chance)?;
        let asks_always = key.asks_always();
        drop(key);
        let kept = NewlyKept { facts, bytes };
        let id = kept.id();
        if self.key(&id).is_ok() {
            // Before anything is written: the secret of the key that is here must not be lost.
            return Err(tamga_store::StoreError::AlreadyThere { what: "key", id }.into());
        }
        SecretFile::CodeKey(&id).write(self.dir(), &passphrase)?;
        let label = if new.label.trim().is_empty() { kept.facts.name() } else { new.label.trim() };
        let settings = [
            (module_name(&id), new.module.display().to_string()),
            (always_name(&id), if asks_always { "yes" } else { "no" }.to_owned()),
        ];
        self.keep_key(&NewlyNamed { id: &id, label, body: &body, kept_for }, &kept, &settings)?;
        self.key(&id)
    }

    /// Says where the program of a card's maker lies now, after it was moved or brought up to date.
    ///
    /// # Errors
    /// `KeyUnknown`; the program cannot be loaded.
    pub fn set_card_module(&self, id: &str, module: &Path) -> Result<(), OfficeError> {
        let view = self.key(id)?;
        if !matches!(view.place, KeyPlace::Card { .. }) {
            return Err(OfficeError::Senseless("a key that is on no card"));
        }
        Module::load(module)?;
        self.write(|tx| {
            tx.setting_set(&module_name(id), &module.display().to_string())?;
            tx.journal_add("key.module", id, &[("label", &view.label)])?;
            Ok(())
        })
    }

    /// Opens a card for one act or one batch.
    pub(crate) fn open_card(&self, id: &str, kept: &[u8], place: &TokenPlace, pin: &Pin) -> Result<Batch, OfficeError> {
        let module = self.read(|reader| Ok(reader.setting(&module_name(id))?))?.map(PathBuf::from);
        let module = module.ok_or_else(|| SignError::Module("no program was named".to_owned()))?;
        let secret = SecretFile::CodeKey(id).read(self.dir())?.ok_or(SignError::WrappedUnreadable)?;
        let chain = key_facts(kept)?.chain;
        let opened = Module::load(&module)?.open(place, chain, pin);
        if let Err(refused @ (SignError::CardPinWrong(_) | SignError::CardLocked)) = &opened {
            let code = refused.code();
            self.write(|tx| Ok(tx.journal_add("key.pin_wrong", id, &[("why", code)])?))?;
        }
        Ok(open_kept_token(kept, opened?, &closing(&secret))?)
    }

    /// Where the private half of a key is.
    pub(crate) fn place(&self, id: &str, facts: &KeyFacts) -> Result<KeyPlace, OfficeError> {
        Ok(match &facts.keeping {
            Keeping::Passphrase => KeyPlace::Passphrase,
            Keeping::KeyRing => KeyPlace::KeyRing,
            Keeping::Token(place) => {
                let always = self.read(|reader| Ok(reader.setting(&always_name(id))?))?;
                KeyPlace::Card { label: place.label.clone(), asks_always: always.as_deref() == Some("yes") }
            }
        })
    }
}

/// The secret that closes a key for printed codes: as long as a digest, from a passphrase that needs no stretching.
fn closing(passphrase: &Pin) -> Secret<Vec<u8>> {
    Secret::new(sha256(passphrase.expose().as_bytes()).to_vec())
}

pub(crate) fn module_name(id: &str) -> String {
    format!("key.module.{id}")
}

fn always_name(id: &str) -> String {
    format!("key.asks_always.{id}")
}
