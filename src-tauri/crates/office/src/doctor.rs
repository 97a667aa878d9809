//! What does a support person ask first? Versions, health of the store, clock, keys, trust list, gateway, disk.

use std::sync::Arc;

use crate::error::OfficeError;
use crate::office::Office;
use crate::word::Word;

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Health {
    /// Nothing to do.
    Good,
    /// Somebody should look.
    Attention,
    /// Something is broken.
    Bad,
}

impl Health {
    /// The word for people and scripts: `good`, `attention`, `bad`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Attention => "attention",
            Self::Bad => "bad",
        }
    }
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoctorCheck {
    /// What was looked at: `store`, `schema`, `disk`, `journal`, `keys`, `numbers`, `trust`, `clock`, `gateway`, `files`.
    pub about: &'static str,
    /// How it came out.
    pub health: Health,
    /// `doctor.*`, with figures.
    pub word: Word,
}

impl Office {
    /// Looks at everything on this machine; the gateway is asked only by [`Office::doctor_gateway`].
    ///
    /// # Errors
    /// When the store cannot be read at all.
    pub fn doctor(&self) -> Result<Vec<DoctorCheck>, OfficeError> {
        pending!()
    }

    /// Asks the gateway who it is and what time it has.
    pub async fn doctor_gateway(self: &Arc<Self>) -> Vec<DoctorCheck> {
        pending!()
    }
}
