//! What time does the gateway have? The `Date` of its last proven answer (RFC 9110, 6.6.1), told once; how far that is from
//! the clock here is reckoned by whoever asks.

use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use tamga_origin::Timestamp;

/// The last date that was heard and not told yet.
#[derive(Default)]
pub(crate) struct FarClock(Mutex<Option<Timestamp>>);

impl FarClock {
    /// Notes the field of a proven answer; one that is missing or cannot be read says nothing.
    pub(crate) fn showed(&self, date: Option<&str>) {
        if let Some(at) = date.and_then(read) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(at);
        }
    }

    /// What it showed, when that is news.
    pub(crate) fn told(&self) -> Option<Timestamp> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

fn read(date: &str) -> Option<Timestamp> {
    let since = httpdate::parse_http_date(date).ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Timestamp::from_millis(i64::try_from(since.as_millis()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_told_once() {
        let clock = FarClock::default();
        clock.showed(Some("Tue, 12 May 2026 08:00:00 GMT"));
        assert_eq!(clock.told().map(Timestamp::rfc3339_seconds).as_deref(), Some("2026-05-12T08:00:00Z"));
        assert_eq!(clock.told(), None);
    }

    #[test]
    fn what_cannot_be_read_says_nothing() {
        let clock = FarClock::default();
        for wrong in [None, Some(""), Some("yesterday"), Some("2026-05-12T08:00:00Z")] {
            clock.showed(wrong);
            assert_eq!(clock.told(), None, "{wrong:?}");
        }
    }
}
