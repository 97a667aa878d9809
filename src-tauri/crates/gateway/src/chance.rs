//! Where do ids, tokens and delays get their chance from? From the operating system; a simulation hands in its own, so
//! that a seed that is played again has the same history.

use std::sync::Arc;

use uuid::Uuid;

/// A source of random ids, handed in by whoever starts the gateway. Everything that nobody may guess or that may never
/// come twice is made of them.
#[derive(Clone)]
pub struct Chance(Arc<dyn Fn() -> Uuid + Send + Sync>);

impl Chance {
    /// The operating system's.
    pub fn system() -> Self {
        Self(Arc::new(Uuid::new_v4))
    }

    /// The caller's. Whoever can foresee it can use the gateway's tokens: it is for simulations alone.
    pub fn foreseen(fill: impl Fn(&mut [u8; 16]) + Send + Sync + 'static) -> Self {
        Self(Arc::new(move || {
            let mut bytes = [0; 16];
            fill(&mut bytes);
            uuid::Builder::from_random_bytes(bytes).into_uuid()
        }))
    }

    /// An id that was never there before: a UUID of version 4, with 122 bits of chance.
    pub(crate) fn id(&self) -> Uuid {
        (self.0)()
    }

    /// What nobody may guess: 244 bits of chance in lower-case hex.
    pub(crate) fn secret(&self) -> String {
        format!("{}{}", self.id().simple(), self.id().simple())
    }

    /// A draw for delays.
    pub(crate) fn number(&self) -> u32 {
        let [a, b, c, d, ..] = *self.id().as_bytes();
        u32::from_be_bytes([a, b, c, d])
    }
}

impl std::fmt::Debug for Chance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chance")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;

    #[test]
    fn the_systems_chance_never_says_the_same_and_a_foreseen_one_says_what_it_is_told() {
        let system = Chance::system();
        assert_ne!(system.id(), system.id());
        assert_eq!(system.secret().len(), 64);
        let counting = || {
            let next = AtomicU8::new(1);
            Chance::foreseen(move |bytes| bytes.fill(next.fetch_add(1, Ordering::SeqCst)))
        };
        let (one, other) = (counting(), counting());
        assert_eq!((one.number(), one.secret(), one.id()), (other.number(), other.secret(), other.id()));
        assert_eq!(counting().number(), 0x0101_0101);
        assert_eq!(counting().id().get_version_num(), 4);
    }
}
