//! What the world gives an office: the time, chance, and the name of this run.
//! The shell and the command line hand in the real ones; tests and the simulation hand in theirs.

use std::sync::Arc;
use std::time::Duration;

use tamga_origin::Timestamp;

/// The time.
pub trait Clock: Send + Sync {
    /// Wall time, for people and for `issuedAt`.
    fn now(&self) -> Timestamp;
    /// Monotonic time since some point of this run, for intervals.
    fn elapsed(&self) -> Duration;
}

/// Chance, fit for keys and identifiers.
pub trait Chance: Send + Sync {
    /// Fills the buffer with unpredictable bytes.
    fn fill(&self, buffer: &mut [u8]);
}

/// The operating system's chance, as the shell and the command line hand it in.
#[derive(Debug, Clone, Default)]
pub struct SystemChance(tamga_seal::SystemRandom);

impl Chance for SystemChance {
    fn fill(&self, buffer: &mut [u8]) {
        if !tamga_seal::Random::fill(&self.0, buffer) {
            // Keys and identifiers made of nothing would be worse than no program.
            std::process::abort();
        }
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
}

impl Surroundings {
    /// Wall time now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A fresh random UUID (version 4).
    pub fn uuid(&self) -> uuid::Uuid {
        let mut bytes = [0_u8; 16];
        self.chance.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// A random number below 2^32, for jitter.
    pub fn number(&self) -> u32 {
        let mut bytes = [0_u8; 4];
        self.chance.fill(&mut bytes);
        u32::from_le_bytes(bytes)
    }
}

impl std::fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surroundings").field("boot_id", &self.boot_id).finish_non_exhaustive()
    }
}
