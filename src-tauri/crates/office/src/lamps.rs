//! Where does a submission stand, for people? Three lamps from stored evidence alone (`gateway.md` 4.6).

use tamga_origin::Timestamp;

use crate::word::Word;

/// How a lamp is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LampState {
    /// Nothing yet.
    Empty,
    /// Being handed over.
    Turning,
    /// Waits; amber.
    Waiting,
    /// Half: not known yet, or at the office server.
    Half,
    /// Proven.
    Lit,
    /// Refused.
    Refused,
    /// Given up.
    Struck,
}

impl LampState {
    /// The word at the window's edge.
    pub fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Turning => "turning",
            Self::Waiting => "waiting",
            Self::Half => "half",
            Self::Lit => "lit",
            Self::Refused => "refused",
            Self::Struck => "struck",
        }
    }
}

/// One lamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lamp {
    /// How it is drawn.
    pub state: LampState,
    /// `lamp.*`.
    pub word: Word,
    /// Since when.
    pub at: Option<Timestamp>,
}

/// The three facts, never merged into one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lamps {
    /// Custody at our gateway.
    pub gateway: Lamp,
    /// Custody abroad.
    pub abroad: Lamp,
    /// Answer of customs.
    pub customs: Lamp,
}
