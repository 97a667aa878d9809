//! What would a list change? Shown to an administrator before it is accepted (`seal-and-paper.md` 7.1). Growth may be
//! accepted by itself; what suspends, withdraws, ends or revokes acts at once, whoever has to accept the rest.

use std::sync::PoisonError;

use tamga_origin::Timestamp;
use tamga_origin::trust::{Difference, TrustHistory};

use super::{Believed, VerdictChange, WAITING, difference, kept_waiting};
use crate::error::OfficeError;
use crate::office::Office;

/// What a list would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustPreview {
    /// Counter of the list.
    pub n: u64,
    /// Id of the list.
    pub list: String,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// What it changes, per body and officer.
    pub difference: Difference,
    /// Received certificates whose verdict it would change.
    pub verdicts: Vec<VerdictChange>,
    /// Is it the list in force already?
    pub is_in_force: bool,
}

/// What became of an offered list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustOffer {
    /// What it changes.
    pub preview: TrustPreview,
    /// Is it in force now? Otherwise it waits for somebody to accept it, and what it stops is stopped.
    pub is_taken: bool,
}

/// Under which name it stands whether growth is accepted by itself: `accept`, else it is asked about.
const GROWTH: &str = "office.trust_growth";

impl Office {
    /// What a list would change, without taking it.
    ///
    /// # Errors
    /// `TrustListRefused` with its code.
    pub fn preview_trust(&self, bytes: &[u8]) -> Result<TrustPreview, OfficeError> {
        let believed = self.trust_believed();
        if let Some(held) = believed.held.newest()
            && self.read(|reader| Ok(reader.trust_lists_newest()?))?.iter().any(|row| row.bytes == bytes)
        {
            return Ok(TrustPreview {
                n: held.list.n,
                list: held.list.list.clone(),
                issued_at: held.list.issued_at,
                difference: Difference::default(),
                verdicts: Vec::new(),
                is_in_force: true,
            });
        }
        let (_, next) = self.refusal_noted(believed.leading(bytes))?;
        self.preview(&believed.held, &next)
    }

    fn preview(&self, held: &TrustHistory, next: &TrustHistory) -> Result<TrustPreview, OfficeError> {
        let newest = next.newest().ok_or(OfficeError::Senseless("a history without a list"))?;
        let verdicts = match self.facts().told.role.receives() {
            true => self.verdicts_that_change(held, next)?,
            false => Vec::new(),
        };
        Ok(TrustPreview {
            n: newest.list.n,
            list: newest.list.list.clone(),
            issued_at: newest.list.issued_at,
            difference: difference(held, next),
            verdicts,
            is_in_force: false,
        })
    }

    /// A list comes in and nobody has looked at it yet. It is taken when it changes nothing or, where the office says
    /// so, only adds; otherwise it waits, behind the one that waits already where it follows that, and what it stops is
    /// stopped at once.
    ///
    /// # Errors
    /// `TrustListRefused` with its code.
    pub fn offer_trust(&self, bytes: &[u8]) -> Result<TrustOffer, OfficeError> {
        let believed = self.trust_believed();
        if believed.waiting.iter().any(|waiting| waiting.bytes == bytes)
            && let Some(preview) = self.trust_waiting()?
        {
            return Ok(TrustOffer { preview, is_taken: false });
        }
        let preview = self.preview_trust(bytes)?;
        if preview.is_in_force {
            return Ok(TrustOffer { preview, is_taken: true });
        }
        let is_first = believed.held.newest().is_none();
        let grows = preview.difference.is_growth() && self.accepts_growth()? && !is_first;
        // Nobody accepts by a list that comes by itself what waits before it.
        let is_next = believed.leading(bytes)?.0.len() == 1;
        if is_next && (preview.difference.is_empty() || grows) {
            self.import_trust(bytes)?;
            return Ok(TrustOffer { preview, is_taken: true });
        }
        let stops = preview.difference.stops().count();
        {
            let mut trust = self.trust.write().unwrap_or_else(PoisonError::into_inner);
            let (lead, _) = trust.leading(bytes)?;
            let number = preview.n.to_string();
            self.write(|tx| {
                tx.setting_set(WAITING, &kept_waiting(&lead))?;
                let said = [("list", number.as_str()), ("stops", &stops.to_string())];
                tx.journal_add("trust.waits", &preview.list, &said)?;
                Ok(())
            })?;
            *trust = Believed::new((*trust.held).clone(), lead);
        }
        self.trust_moved()?;
        Ok(TrustOffer { preview, is_taken: false })
    }

    /// The list that waits for somebody to accept it, the last where several do, if any does.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn trust_waiting(&self) -> Result<Option<TrustPreview>, OfficeError> {
        let believed = self.trust_believed();
        let Some(last) = believed.waiting.last() else { return Ok(None) };
        let (_, next) = believed.leading(&last.bytes)?;
        self.preview(&believed.held, &next).map(Some)
    }

    /// Accepts what waits: the last list, and those that lead to it.
    ///
    /// # Errors
    /// `Senseless` when none does, `TrustListRefused`.
    pub fn accept_trust(&self) -> Result<super::TrustTaken, OfficeError> {
        let believed = self.trust_believed();
        let last = believed.waiting.last().ok_or(OfficeError::Senseless("no trust list waits"))?;
        self.import_trust(&last.bytes)
    }

    /// Is a list that only adds accepted by itself?
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn accepts_growth(&self) -> Result<bool, OfficeError> {
        Ok(self.read(|reader| Ok(reader.setting(GROWTH)?))?.as_deref() == Some("accept"))
    }

    /// Says whether a list that only adds is accepted by itself.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn set_accepts_growth(&self, accepts: bool) -> Result<(), OfficeError> {
        let word = if accepts { "accept" } else { "ask" };
        self.write(|tx| {
            tx.setting_set(GROWTH, word)?;
            tx.journal_add("trust.growth", "", &[("word", word)])?;
            Ok(())
        })
    }

    pub(super) fn trust_believed(&self) -> Believed {
        self.trust.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
