//! What everybody saw, one line after the other, and how much was done so far.

use std::sync::Mutex;
use std::time::Duration;

use tamga_history::Event;
use tokio::sync::watch;

/// The longest that nothing may be finished while somebody waits for it: longer than any process stands still.
const PATIENCE: Duration = Duration::from_secs(240);

/// The log of a run.
pub struct Log {
    lines: Mutex<String>,
    done: watch::Sender<u64>,
    /// How many items there are to be read, once everything was sent.
    sent: watch::Sender<Option<usize>>,
}

impl Default for Log {
    fn default() -> Self {
        Self { lines: Mutex::default(), done: watch::Sender::new(0), sent: watch::Sender::new(None) }
    }
}

impl Log {
    pub fn write(&self, event: &Event) {
        let line = event.line().unwrap();
        let mut lines = self.lines.lock().unwrap();
        lines.push_str(&line);
        lines.push('\n');
    }

    /// An operation of a desk is over.
    pub fn done(&self) {
        self.done.send_modify(|done| *done += 1);
    }

    /// Waits until so many are.
    pub async fn operations_done(&self, count: u64) {
        let mut done = self.done.subscribe();
        let enough = tokio::time::timeout(PATIENCE, done.wait_for(|done| *done >= count)).await;
        assert!(enough.is_ok(), "{} of {count} operations, and no more in {PATIENCE:?}", *self.done.borrow());
    }

    /// Everything was sent; so many items lie in the box of the posts.
    pub fn all_sent(&self, items: usize) {
        self.sent.send_replace(Some(items));
    }

    pub fn items(&self) -> Option<usize> {
        *self.sent.borrow()
    }

    pub fn settled(&self) {
        self.write(&Event::Settled);
    }

    pub fn text(&self) -> String {
        self.lines.lock().unwrap().clone()
    }
}
