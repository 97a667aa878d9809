//! How often may a PIN be tried? Five times, then once in 30 seconds, until it is right. The count is kept by the
//! office beside the key; here stands only the rule.

use tamga_origin::Timestamp;

use crate::error::SignError;

/// Wrong PINs in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tries {
    /// How many.
    pub wrong: u32,
    /// When the last one was.
    pub last: Option<Timestamp>,
}

impl Tries {
    /// Tries before waiting begins.
    pub const FREE: u32 = 5;
    /// Milliseconds between tries after that.
    pub const PAUSE: i64 = 30_000;

    /// May a PIN be tried now? Else [`SignError::PinLocked`] with the seconds to wait.
    pub fn admit(&self, now: Timestamp) -> Result<(), SignError> {
        let Some(last) = self.last.filter(|_| self.wrong >= Self::FREE) else { return Ok(()) };
        // A clock put back must not lock the key for longer than one pause.
        let wait = (last.millis() + Self::PAUSE - now.millis()).min(Self::PAUSE);
        if wait <= 0 { Ok(()) } else { Err(SignError::PinLocked { seconds: (wait + 999) / 1000 }) }
    }

    /// Tries left before waiting begins.
    pub fn left(&self) -> u32 {
        Self::FREE.saturating_sub(self.wrong)
    }

    /// The count after this outcome: a wrong PIN counts, a right one clears, everything else changes nothing.
    #[must_use]
    pub fn after<T>(self, outcome: &Result<T, SignError>, now: Timestamp) -> Self {
        match outcome {
            Ok(_) => Self::default(),
            Err(SignError::PinWrong) => Self { wrong: self.wrong.saturating_add(1), last: Some(now) },
            Err(_) => self,
        }
    }
}
