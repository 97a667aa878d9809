//! Who waits for something new, and how is it told? One signal for all waiters; each looks again for itself.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

/// How often it has rung.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Heard {
    /// For anything at all.
    pub(crate) steps: u64,
    /// For what may wait for another gateway now.
    pub(crate) queued: u64,
}

/// How often something new was kept, and whether the gateway is closing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tick {
    heard: Heard,
    closing: bool,
}

/// The signal of one gateway; a clone rings the same bell.
#[derive(Debug, Clone)]
pub(crate) struct Wake(Arc<watch::Sender<Tick>>);

impl Default for Wake {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(Tick::default())))
    }
}

impl Wake {
    /// Something new is on disk.
    pub(crate) fn ring(&self) {
        self.0.send_modify(|Tick { heard, .. }| {
            *heard = Heard { steps: heard.steps.wrapping_add(1), queued: heard.queued.wrapping_add(1) };
        });
    }

    /// A step of something on its way is on disk, and nothing more waits for another gateway because of it.
    pub(crate) fn tell(&self) {
        self.0.send_modify(|tick| tick.heard.steps = tick.heard.steps.wrapping_add(1));
    }

    /// How often it has rung until now.
    pub(crate) fn heard(&self) -> Heard {
        self.0.borrow().heard
    }

    /// The gateway stops: waiters answer now.
    pub(crate) fn close(&self) {
        self.0.send_modify(|tick| tick.closing = true);
    }

    /// Listens from now on; taken before looking, so that nothing falls between looking and waiting.
    pub(crate) fn ears(&self) -> Ears {
        Ears(self.0.subscribe())
    }
}

/// One listener.
pub(crate) struct Ears(watch::Receiver<Tick>);

impl Ears {
    /// Marks what rang so far as heard.
    pub(crate) fn heard(&mut self) {
        self.0.borrow_and_update();
    }

    /// Whether the gateway is closing.
    pub(crate) fn is_closing(&self) -> bool {
        self.0.borrow().closing
    }

    /// Waits for the next ring, at most until `deadline`; `false` when the time is over or the gateway closes.
    pub(crate) async fn wait_until(&mut self, deadline: Instant) -> bool {
        let rang = tokio::time::timeout_at(deadline, self.0.changed()).await;
        matches!(rang, Ok(Ok(()))) && !self.is_closing()
    }

    /// Waits for the next ring, at most so long; `false` only when the gateway closes.
    pub(crate) async fn wait_for(&mut self, longest: Duration) -> bool {
        let rang = tokio::time::timeout(longest, self.0.changed()).await;
        !matches!(rang, Ok(Err(_))) && !self.is_closing()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_ring_between_looking_and_waiting_is_heard() {
        let wake = Wake::default();
        let mut ears = wake.ears();
        ears.heard();
        wake.ring();
        assert!(ears.wait_until(Instant::now() + Duration::from_secs(60)).await, "it returns at once");
        assert!(!ears.wait_until(Instant::now()).await, "one ring wakes once");
    }

    #[test]
    fn a_step_is_heard_and_brings_nothing_into_a_queue() {
        let wake = Wake::default();
        wake.tell();
        assert_eq!(wake.heard(), Heard { steps: 1, queued: 0 });
        wake.ring();
        assert_eq!(wake.heard(), Heard { steps: 2, queued: 1 });
    }

    #[tokio::test]
    async fn closing_ends_every_wait() {
        let wake = Wake::default();
        let mut ears = wake.ears();
        wake.close();
        assert!(!ears.wait_for(Duration::from_secs(60)).await);
        assert!(ears.is_closing());
    }
}
