//! What the world gives an office: the time, chance, and the name of this run.
//! The shell and the command line hand in the real ones; tests and the simulation hand in theirs.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tamga_origin::Timestamp;
use tamga_seal::{Random, SystemRandom};
use uuid::Uuid;

use crate::error::OfficeError;

/// The time.
pub trait Clock: Send + Sync {
    /// Wall time, for people and for `issuedAt`.
    fn now(&self) -> Timestamp;
    /// Monotonic time since some point of this run, for intervals.
    fn elapsed(&self) -> Duration;
}

/// Chance, fit for keys and identifiers.
pub trait Chance: Send + Sync {
    /// Fills the buffer with unpredictable bytes; `false` when the source failed.
    fn fill(&self, buffer: &mut [u8]) -> bool;
}

/// The operating system's chance.
pub fn system_chance() -> Arc<dyn Chance> {
    Arc::new(SystemChance(SystemRandom::new()))
}

struct SystemChance(SystemRandom);

impl Chance for SystemChance {
    fn fill(&self, buffer: &mut [u8]) -> bool {
        self.0.fill(buffer)
    }
}

/// Chance as the seal wants it.
pub(crate) struct Draw<'a>(pub(crate) &'a dyn Chance);

impl Random for Draw<'_> {
    fn fill(&self, buffer: &mut [u8]) -> bool {
        self.0.fill(buffer)
    }
}

/// Everything an office takes from outside.
#[derive(Clone)]
pub struct Surroundings {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub chance: Arc<dyn Chance>,
    /// Names this run of the program; attempts of another run are known by it.
    pub boot_id: String,
    /// The file of code lists that lies beside the program; none where it was not found.
    pub code_lists: Option<PathBuf>,
}

impl Surroundings {
    /// Wall time now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A fresh random UUID (version 4).
    ///
    /// # Errors
    /// `NoRandomness`.
    pub fn uuid(&self) -> Result<Uuid, OfficeError> {
        let mut bytes = [0_u8; 16];
        match self.chance.fill(&mut bytes) {
            true => Ok(uuid::Builder::from_random_bytes(bytes).into_uuid()),
            false => Err(OfficeError::NoRandomness),
        }
    }

    /// A random number below 2^32, for jitter; without chance the middle.
    pub fn number(&self) -> u32 {
        let mut bytes = [0_u8; 4];
        if self.chance.fill(&mut bytes) { u32::from_le_bytes(bytes) } else { u32::MAX / 2 }
    }
}

impl std::fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surroundings").field("boot_id", &self.boot_id).finish_non_exhaustive()
    }
}
