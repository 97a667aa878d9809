//! What waits on one road, as it was read last, and when must it be read again? The driver tells what it did itself, so
//! that the store is not asked after each attempt for what is known here.

use tamga_origin::Timestamp;
use uuid::Uuid;

use crate::ledger::{ForwardRow, HandedOver, QUEUE_PAGE};
use crate::wake::Heard;

/// How old a reading may be, in milliseconds: commands of another process and other nodes ring no bell that is surely heard.
const AGE: u64 = 2_000;

/// The first rows of a queue.
#[derive(Debug, Default)]
pub(super) struct Queue {
    rows: Vec<ForwardRow>,
    /// When it was read and what had rung by then; none when it has to be read whatever rang.
    read: Option<(Timestamp, Heard)>,
    /// Whether more stood behind these.
    has_more: bool,
}

impl Queue {
    /// Whether the store may know more than is known here.
    pub(super) fn is_old(&self, now: Timestamp, heard: Heard) -> bool {
        let Some((at, known)) = self.read else { return true };
        if now.millis().abs_diff(at.millis()) >= AGE {
            return true;
        }
        // What is held back is let go by a step of something else, perhaps on another road.
        if self.rows.iter().any(|row| row.held_back) && heard.steps != known.steps {
            return true;
        }
        match self.has_more {
            // What comes now stands behind those that were never tried, and before those that wait.
            true => {
                let somebody_waits = self.rows.iter().any(|row| row.next_at.is_some() || row.held_back);
                self.rows.len() < QUEUE_PAGE as usize / 2 || (somebody_waits && heard.queued != known.queued)
            }
            false => heard.queued != known.queued,
        }
    }

    /// What was read; `heard` is from before the reading.
    pub(super) fn read(&mut self, rows: Vec<ForwardRow>, now: Timestamp, heard: Heard) {
        self.has_more = rows.len() >= QUEUE_PAGE as usize;
        self.rows = rows;
        self.read = Some((now, heard));
    }

    /// The next look reads it anew.
    pub(super) fn forget(&mut self) {
        self.read = None;
    }

    /// As they are to be tried.
    pub(super) fn rows(&self) -> &[ForwardRow] {
        &self.rows
    }

    /// Somebody else has this one now.
    pub(super) fn take_out(&mut self, id: Uuid) {
        self.rows.retain(|row| row.id != id);
    }

    /// How an attempt ended is in the store.
    pub(super) fn settled(&mut self, id: Uuid, ended: &HandedOver) {
        match ended {
            HandedOver::Delivered { .. } => self.take_out(id),
            // What depends on it has gone with it.
            HandedOver::Rejected { .. } => self.forget(),
            HandedOver::Again { next_at, failures, .. } => {
                for row in self.rows.iter_mut().filter(|row| row.id == id) {
                    (row.next_at, row.failures) = (Some(*next_at), *failures);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: Heard = Heard { steps: 7, queued: 3 };

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn row(n: u32, held_back: bool) -> ForwardRow {
        ForwardRow { id: Uuid::from_u128(n.into()), next_at: None, failures: 0, tried: 0, held_back }
    }

    fn read(rows: impl IntoIterator<Item = ForwardRow>) -> Queue {
        let mut queue = Queue::default();
        queue.read(rows.into_iter().collect(), at(0), QUIET);
        queue
    }

    #[test]
    fn a_queue_is_read_when_something_came_or_time_passed_and_not_for_what_was_done_here() {
        assert!(Queue::default().is_old(at(0), QUIET), "never read");
        let mut queue = read([row(1, false), row(2, false)]);
        assert!(!queue.is_old(at(1_999), QUIET));
        assert!(queue.is_old(at(2_000), QUIET) && queue.is_old(at(-2_000), QUIET), "time passed, or the clock was set");
        assert!(!queue.is_old(at(1), Heard { steps: 8, ..QUIET }), "a step of what is known brings nothing new");
        assert!(queue.is_old(at(1), Heard { queued: 4, ..QUIET }), "something came");
        queue.forget();
        assert!(queue.is_old(at(0), QUIET));
    }

    #[test]
    fn a_step_elsewhere_may_let_go_what_is_held_back() {
        let queue = read([row(1, false), row(2, true)]);
        assert!(queue.is_old(at(1), Heard { steps: 8, ..QUIET }));
    }

    #[test]
    fn the_rest_of_a_long_queue_is_read_when_half_is_done_and_not_when_something_comes() {
        let mut queue = read((0..QUEUE_PAGE).map(|n| row(n, false)));
        let rang = Heard { steps: 9, queued: 9 };
        let done = HandedOver::Delivered { from: "there".into(), receipt: "r".into() };
        for n in 0..QUEUE_PAGE / 2 {
            assert!(!queue.is_old(at(1), rang), "what came stands behind the {} that are left", queue.rows().len());
            queue.settled(Uuid::from_u128(n.into()), &done);
        }
        assert!(!queue.is_old(at(1), rang));
        queue.settled(Uuid::from_u128((QUEUE_PAGE / 2).into()), &done);
        assert!(queue.is_old(at(1), rang));
    }

    #[test]
    fn whoever_comes_passes_by_those_who_wait_however_many_they_are() {
        let waiting = |n| ForwardRow { next_at: Some(at(900_000)), ..row(n, false) };
        let queue = read((0..QUEUE_PAGE).map(waiting));
        assert!(!queue.is_old(at(1), QUIET));
        assert!(queue.is_old(at(1), Heard { queued: 4, ..QUIET }), "it is due, and stands before all of them");
    }

    #[test]
    fn what_is_tried_again_keeps_its_place_and_what_is_refused_may_take_others_along() {
        let mut queue = read([row(1, false), row(2, false)]);
        let id = Uuid::from_u128(1);
        queue.settled(id, &HandedOver::Again { next_at: at(5), failures: 2, words: String::new() });
        let expected = [ForwardRow { next_at: Some(at(5)), failures: 2, ..row(1, false) }, row(2, false)];
        assert_eq!(queue.rows(), expected);
        queue.settled(id, &HandedOver::Rejected { from: "there".into(), refusal: "r".into() });
        assert!(queue.is_old(at(0), QUIET));
        let mut queue = read([row(1, false), row(2, false)]);
        queue.take_out(id);
        assert_eq!(queue.rows(), [row(2, false)]);
    }
}
