//! How does a time become a column of the database, and come back as the same milliseconds?

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tamga_origin::Timestamp;

/// As the database takes it.
pub(super) fn stamp(at: Timestamp) -> SystemTime {
    let since = Duration::from_millis(at.millis().unsigned_abs());
    let moved = if at.millis() < 0 { UNIX_EPOCH.checked_sub(since) } else { UNIX_EPOCH.checked_add(since) };
    moved.unwrap_or(UNIX_EPOCH)
}

/// In the words of the API.
pub(super) fn words(at: SystemTime) -> String {
    let whole = |since: Duration| i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    let millis = match at.duration_since(UNIX_EPOCH) {
        Ok(since) => whole(since),
        Err(before) => whole(before.duration()).saturating_neg(),
    };
    Timestamp::from_millis(millis).rfc3339()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_comes_back_to_the_millisecond() {
        for millis in [0, 1, 1_732_600_000_123, -86_400_001] {
            let at = Timestamp::from_millis(millis);
            assert_eq!(words(stamp(at)), at.rfc3339());
        }
    }
}
