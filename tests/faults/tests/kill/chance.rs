//! Chance that can be repeated: a small generator (xorshift) from a seed that is printed.

/// A generator.
pub struct Chance {
    seed: u64,
    state: u64,
}

impl Chance {
    /// From `TAMGA_SEED`, or from the time.
    pub fn seeded() -> Self {
        let given = std::env::var("TAMGA_SEED").ok().and_then(|text| text.parse().ok());
        let seed = given.unwrap_or_else(|| {
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
            since.as_micros() as u64
        });
        Self { seed, state: seed | 1 }
    }

    /// What it began with.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) % bound.max(1)
    }
}
