//! How does the window hear of changes? By one event, at most some twenty times a second, that names what to read again.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use tamga_api::wire::{Changed, Tag};

/// Changes within this time come as one event.
const GATHERED_FOR: Duration = Duration::from_millis(50);

/// Hears of changes, at once.
#[derive(Clone)]
pub struct Ear(Sender<Vec<Tag>>);

impl Ear {
    /// Notes what changed.
    pub fn hear(&self, tags: &[Tag]) {
        // Nobody listens any more when the window is closing.
        let _ = self.0.send(tags.to_vec());
    }
}

/// What was heard and not yet told.
pub struct Heard(Receiver<Vec<Tag>>);

/// An ear, and what it hears.
pub fn ear() -> (Ear, Heard) {
    let (sender, receiver) = channel();
    (Ear(sender), Heard(receiver))
}

impl Heard {
    /// Tells gathered changes until every ear is gone; blocks.
    pub fn tell(self, tell: impl Fn(Changed)) {
        while let Ok(first) = self.0.recv() {
            let mut tags: BTreeSet<Tag> = first.into_iter().collect();
            let until = Instant::now() + GATHERED_FOR;
            let is_over = loop {
                match self.0.recv_timeout(until.saturating_duration_since(Instant::now())) {
                    Ok(more) => tags.extend(more),
                    Err(RecvTimeoutError::Timeout) => break false,
                    Err(RecvTimeoutError::Disconnected) => break true,
                }
            };
            tell(Changed { tags: tags.into_iter().collect() });
            if is_over {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn changes_that_come_together_are_told_once_and_none_is_lost() {
        let (ear, heard) = ear();
        for _ in 0..1000 {
            ear.hear(&[Tag::Outbox, Tag::App]);
            ear.hear(&[Tag::Journal]);
        }
        drop(ear);
        let told = Mutex::new(Vec::new());
        heard.tell(|changed| told.lock().unwrap().push(changed.tags));
        let told = told.into_inner().unwrap();
        assert!(told.len() < 10, "2000 changes were told {} times", told.len());
        let all: BTreeSet<Tag> = told.into_iter().flatten().collect();
        assert_eq!(all.into_iter().collect::<Vec<_>>(), [Tag::App, Tag::Outbox, Tag::Journal]);
    }
}
