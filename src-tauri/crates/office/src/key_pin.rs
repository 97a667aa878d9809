//! How does a key get another PIN? It is opened by the old one, counted like every try, and wrapped anew; the half that
//! lay in the key ring for the old wrapping is forgotten, so that copies of it open by no PIN any more.

use std::sync::PoisonError;

use tamga_seal::{Keeping, KeyRing, Protection, SignError, Stretch, forget_half, key_facts, rewrap};
use tamga_store::Wrapped;

use crate::Pin;
use crate::changes::Tag;
use crate::error::OfficeError;
use crate::keys::{ANSWER, unknown, wrapping_form};
use crate::office::Office;
use crate::surroundings::Draw;

impl Office {
    /// Gives a key that lies here another PIN. A key that is bound to the key ring stays bound to it, with a new half.
    ///
    /// # Errors
    /// `KeyUnknown`; a wrong or locked PIN, counted as everywhere; a new PIN that is too short; a key on a card, whose
    /// PIN is the card's own; a key ring that does not open.
    pub fn change_pin(&self, id: &str, old: &Pin, new: &Pin) -> Result<(), OfficeError> {
        self.change_pin_with(id, old, new, Stretch::STRONG)
    }

    /// The same with a stretch of the caller's, for PINs that nobody has to guess.
    ///
    /// # Errors
    /// As [`Office::change_pin`].
    pub fn change_pin_with(&self, id: &str, old: &Pin, new: &Pin, stretch: Stretch) -> Result<(), OfficeError> {
        if id.starts_with(ANSWER) {
            return Err(OfficeError::KeyUnknown(id.to_owned()));
        }
        // One after the other: many at once would all be tried before the first one counts.
        let _alone = self.pins.lock().unwrap_or_else(PoisonError::into_inner);
        let (row, kept) = self.read(|reader| Ok((reader.key(id)?, reader.key_wrapped(id)?))).map_err(unknown(id))?;
        let keeping = key_facts(&kept.bytes)?.keeping;
        let held = self.key_ring.get().map(AsRef::as_ref);
        let bound = match keeping {
            Keeping::Passphrase => None,
            Keeping::KeyRing => held,
            Keeping::Token(_) => return Err(SignError::OnCard.into()),
        };
        let chance = Draw(self.surroundings().chance.as_ref());
        let protection = Protection { pin: new, stretch, ring: bound };
        let bytes = self.counted(id, || rewrap(&kept.bytes, old, held, &protection, &chance))?;
        let wrapped = Wrapped { form: wrapping_form(&keeping).to_owned(), bytes };
        let written = self.write(|tx| {
            tx.key_rewrap(id, &wrapped)?;
            tx.journal_add("key.pin_changed", id, &[("label", &row.label)])?;
            Ok(())
        });
        // Of two halves only the one that is still needed stays.
        let needless = if written.is_ok() { &kept.bytes } else { &wrapped.bytes };
        if let Some(Err(error)) = held.map(|ring: &dyn KeyRing| forget_half(needless, ring)) {
            tracing::warn!(%error, id, "a half that is needed no more stays in the key ring");
        }
        written?;
        self.changed(&[Tag::Keys, Tag::Journal]);
        Ok(())
    }
}
