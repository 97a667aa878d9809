//! How far is this computer's clock from the gateway's? What the last proven answer said; beyond five minutes people are
//! told, because a certificate carries the time of the computer it was issued on (`gateway.md` 4.4).

use std::sync::atomic::{AtomicI64, Ordering};

use tamga_courier::GatewayTransport;

use crate::changes::Tag;
use crate::office::Office;
use crate::word::Word;

/// Offset between our clock and the gateway's beyond which it is shown, in milliseconds.
pub(crate) const CLOCK_APART: i64 = 300_000;

/// The gateway's clock minus ours, in milliseconds; not known before the first answer of a run.
#[derive(Debug)]
pub(crate) struct FarClock(AtomicI64);

const UNKNOWN: i64 = i64::MIN;

impl Default for FarClock {
    fn default() -> Self {
        Self(AtomicI64::new(UNKNOWN))
    }
}

impl FarClock {
    pub(crate) fn offset(&self) -> Option<i64> {
        Some(self.0.load(Ordering::Relaxed)).filter(|offset| *offset != UNKNOWN)
    }

    /// `true` when it is news to people: it is worth showing now and was not, or the other way round, or is another.
    fn note(&self, offset: i64) -> bool {
        let before = self.0.swap(offset, Ordering::Relaxed);
        let is_shown = |offset: i64| offset != UNKNOWN && offset.abs() > CLOCK_APART;
        is_shown(before) != is_shown(offset)
            || (is_shown(offset) && before.abs_diff(offset) > CLOCK_APART.unsigned_abs())
    }
}

impl Office {
    /// Notes what the far side's clock showed, when the road has heard something new.
    pub(crate) fn note_far_clock(&self, road: &dyn GatewayTransport) {
        let Some(there) = road.far_clock() else { return };
        if self.far_clock.note(there.millis().saturating_sub(self.now().millis())) {
            self.changed(&[Tag::App]);
        }
    }

    /// `clock.apart` with what this computer's clock shows (`here`) and the gateway's (`there`), when they are more than
    /// five minutes apart.
    pub(crate) fn clock_word(&self) -> Option<Word> {
        let offset = self.far_clock.offset().filter(|offset| offset.abs() > CLOCK_APART)?;
        let here = self.now();
        let there = here.plus_millis(offset);
        Some(Word::new("clock.apart").with("here", here.rfc3339()).with("there", there.rfc3339()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_when_the_clocks_part_and_when_they_meet_again() {
        let clock = FarClock::default();
        let minutes = |n: i64| n * 60_000;
        assert_eq!(clock.offset(), None);
        for (offset, is_news) in [
            (minutes(4), false),
            (minutes(-5), false),
            (minutes(60), true),
            (minutes(61), false),
            (minutes(-60), true),
            (minutes(-400 * 24 * 60), true),
            (minutes(0), true),
            (minutes(1), false),
        ] {
            assert_eq!(clock.note(offset), is_news, "{offset}");
            assert_eq!(clock.offset(), Some(offset));
        }
    }
}
