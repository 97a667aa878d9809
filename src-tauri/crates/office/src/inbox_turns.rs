//! How does a box go on being read over a line that comes and goes? Less is asked for at a time when a page took long or
//! was cut off, more when it came quickly; after a fault there is a pause, which a change of the network ends
//! (`gateway.md` R5). What becomes of a page is in `inbox`; who takes the turns in `workers`.

use std::sync::Arc;
use std::time::Duration;

use tamga_courier::{Class, Fault, GatewayTransport, plan};
use tokio::sync::watch;

use crate::inbox::{self, ReceiveReport};
use crate::office::Office;

/// The most items asked for at a time; the gateway gives no more.
const MOST: u32 = 200;
/// How many are asked for first, while nothing is known of the line.
const FIRST: u32 = 10;
/// A page that took longer is too large for this line: all of it is lost when the line breaks in between.
const LONG: Duration = Duration::from_secs(20);
/// A page that took less may be larger.
const SHORT: Duration = Duration::from_secs(5);
/// Faults after which a box is not waited for any longer than it is (at most 80 s): people look at it.
const PATIENT: u32 = 4;

/// How many items are asked for at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pages {
    limit: u32,
}

impl Default for Pages {
    fn default() -> Self {
        Self { limit: FIRST }
    }
}

impl Pages {
    /// So many.
    pub(crate) fn limit(self) -> u32 {
        self.limit
    }

    /// A page came whole after so long on the line.
    pub(crate) fn came(&mut self, took: Duration) {
        if took > LONG {
            self.limit = (self.limit / 2).max(1);
        } else if took < SHORT {
            self.limit = self.limit.saturating_mul(2).min(MOST);
        }
    }

    /// A page was asked for and did not come whole.
    pub(crate) fn broke_off(&mut self, fault: &Fault) {
        if matches!(fault.class, Class::Timeout | Class::CutShort) {
            self.limit = (self.limit / 4).max(1);
        }
    }
}

/// The turns of the listener of one box.
#[derive(Debug)]
pub struct InboxTurns {
    inbox: String,
    pages: Pages,
    failures: u32,
    network: watch::Receiver<()>,
    is_woken: bool,
}

impl InboxTurns {
    /// Before the first turn.
    pub fn begin(office: &Office, inbox: &str) -> Self {
        let network = office.network.subscribe();
        Self { inbox: inbox.to_owned(), pages: Pages::default(), failures: 0, network, is_woken: false }
    }

    /// Reads the box until nothing more is there; an empty one is listened to for so long. Answers the pause before the
    /// next turn, none after a good one.
    pub async fn turn(
        &mut self,
        office: &Arc<Office>,
        road: &Arc<dyn GatewayTransport>,
        listen: Duration,
    ) -> Option<Duration> {
        let is_woken = std::mem::take(&mut self.is_woken);
        let mut report = ReceiveReport::default();
        match inbox::read(office, road, &self.inbox, listen, &mut self.pages, &mut report).await {
            Ok(()) => {
                self.failures = 0;
                None
            }
            Err(error) => {
                tracing::info!(%error, inbox = self.inbox, "the inbox cannot be read now");
                let pause = plan::item_delay(self.failures, office.surroundings().number());
                // What was tried before its time and failed makes nobody wait longer.
                self.failures = (self.failures + u32::from(!is_woken)).min(PATIENT);
                Some(pause)
            }
        }
    }

    /// Has the network changed since it was asked last? Then the pause is over.
    pub fn is_woken(&mut self) -> bool {
        let has_changed = self.network.has_changed().unwrap_or(false);
        self.network.mark_unchanged();
        self.is_woken |= has_changed;
        has_changed
    }

    /// Waits until it changes.
    pub(crate) async fn woken(&mut self) {
        // The office outlives whoever listens for it.
        if self.network.changed().await.is_ok() {
            self.is_woken = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use tamga_courier::Scope;

    use super::*;

    #[test]
    fn a_slow_line_is_asked_for_less_at_a_time_and_a_fast_one_for_more() {
        let mut pages = Pages::default();
        assert_eq!(pages.limit(), 10);
        for expected in [20, 40, 80, 160, 200, 200] {
            pages.came(Duration::from_secs(1));
            assert_eq!(pages.limit(), expected, "and never more than the gateway gives");
        }
        pages.came(Duration::from_secs(60));
        assert_eq!(pages.limit(), 100);
        pages.came(Duration::from_secs(10));
        assert_eq!(pages.limit(), 100, "neither long nor short");
    }

    #[test]
    fn a_page_that_was_cut_off_is_asked_for_in_parts_and_one_that_was_refused_is_not() {
        let fault = |class| Fault::seen(Scope::Route, class, true, "");
        let mut pages = Pages { limit: 200 };
        pages.broke_off(&fault(Class::Auth));
        assert_eq!(pages.limit(), 200);
        for expected in [50, 12, 3, 1, 1] {
            pages.broke_off(&fault(Class::CutShort));
            assert_eq!(pages.limit(), expected);
        }
    }
}
