//! What stands in the line under everything? Connection, outbox, key, trust list.

use std::sync::atomic::{AtomicU8, Ordering};

use tamga_origin::Timestamp;
use tamga_origin::trust::TrustList;

use crate::error::OfficeError;
use crate::keys::KeptFor;
use crate::office::Office;
use crate::word::Word;

/// The status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// `line.online`, `line.offline`, `line.paused`, `line.no_partner`.
    pub line: Word,
    /// Submissions not in custody yet.
    pub outbox_waiting: u64,
    /// Submissions that wait for a person.
    pub outbox_needs_you: u64,
    /// `key.ready`, `key.locked`, `key.none`, `key.expired`.
    pub key: Word,
    /// `trust.fresh`, `trust.ageing`, `trust.old`, `trust.none`; params `age_days`, `issued_at`.
    pub trust: Word,
    /// `clock.apart` with `here` and `there`, when this computer's clock and the gateway's are far apart.
    pub clock: Option<Word>,
    /// Last backup, when there was one.
    pub last_backup: Option<Timestamp>,
}

impl Office {
    /// The status line.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn status(&self) -> Result<Status, OfficeError> {
        let now = self.now();
        let counts = self.read(|reader| Ok(reader.counts(Timestamp::midnight(now.date()))?))?;
        let line = match (self.partner().is_some(), self.is_sending_paused()?, self.line.is_up()) {
            (false, ..) => "line.no_partner",
            (true, true, _) => "line.paused",
            (true, false, Some(false)) => "line.offline",
            // Before the first try nothing speaks against the line.
            (true, false, _) => "line.online",
        };
        Ok(Status {
            line: Word::new(line),
            outbox_waiting: counts.waiting,
            outbox_needs_you: counts.needs_you,
            key: self.key_word(now)?,
            trust: age(self.trust_list().as_ref(), now),
            clock: self.clock_word(),
            last_backup: None,
        })
    }
}

impl Office {
    /// The state of the keys as a whole: one that can sign is enough.
    fn key_word(&self, now: Timestamp) -> Result<Word, OfficeError> {
        // Keys of exporters issue nothing.
        let keys: Vec<_> = self.keys()?.into_iter().filter(|key| key.kept_for == KeptFor::Official).collect();
        if keys.is_empty() {
            return Ok(Word::new("key.none"));
        }
        let mut word = Word::new("key.expired");
        for key in keys.iter().filter(|key| key.valid_from <= now && now <= key.valid_to) {
            if !self.is_pin_locked(&key.id)? {
                return Ok(Word::new("key.ready").with("label", &key.label));
            }
            word = Word::new("key.locked").with("label", &key.label);
        }
        Ok(word)
    }
}

/// How old a trust list is, in the colours of `seal-and-paper.md` 7.1: green to 7 days, amber to 30, red after.
pub(crate) fn age(list: Option<&TrustList>, now: Timestamp) -> Word {
    let Some(list) = list else { return Word::new("trust.none") };
    let days = (now.date().days_since_epoch() - list.issued_at.date().days_since_epoch()).max(0);
    let code = match days {
        0..=7 => "trust.fresh",
        8..=30 => "trust.ageing",
        _ => "trust.old",
    };
    Word::new(code).with("age_days", days).with("issued_at", list.issued_at.rfc3339())
}

/// What the last try said about the connection; not stored, because it says nothing about the next run.
#[derive(Debug, Default)]
pub(crate) struct Line(AtomicU8);

const UP: u8 = 1;
const DOWN: u8 = 2;

impl Line {
    /// Notes what a try said; `true` when that is news.
    pub(crate) fn note(&self, is_up: bool) -> bool {
        let word = if is_up { UP } else { DOWN };
        self.0.swap(word, Ordering::Relaxed) != word
    }

    /// Is the line up? `None` before the first try.
    pub(crate) fn is_up(&self) -> Option<bool> {
        match self.0.load(Ordering::Relaxed) {
            UP => Some(true),
            DOWN => Some(false),
            _ => None,
        }
    }
}
