//! Where randomness comes from: an argument, so that tests can be repeated.

use ring::rand::SecureRandom;

/// A source of random bytes fit for keys.
pub trait Random {
    /// Fills the buffer; `false` when the source failed.
    fn fill(&self, buffer: &mut [u8]) -> bool;
}

/// The operating system's source.
#[derive(Debug, Clone)]
pub struct SystemRandom(ring::rand::SystemRandom);

impl SystemRandom {
    /// Opens the operating system's source.
    pub fn new() -> Self {
        Self(ring::rand::SystemRandom::new())
    }
}

impl Default for SystemRandom {
    fn default() -> Self {
        Self::new()
    }
}

impl Random for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> bool {
        self.0.fill(buffer).is_ok()
    }
}
