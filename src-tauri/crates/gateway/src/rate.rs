//! How much may one client ask now (gateway 2.14)? A measure for each client of this node: so many a minute, so many at
//! once. Nothing of it is kept; several nodes count each for itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tamga_origin::Timestamp;

use crate::config::Rate;

/// Thousandths of a request, so that a minute's rate fills by the millisecond without fractions.
const ONE: i64 = 60_000;

#[derive(Debug, Clone, Copy)]
struct Measure {
    left: i64,
    at: Timestamp,
    under_way: u32,
    held: u32,
}

/// The measures of one node.
#[derive(Debug, Clone, Default)]
pub(crate) struct Measures(Arc<Mutex<HashMap<String, Measure>>>);

/// A request that was let in; over when dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    measures: Measures,
    client: String,
    held: bool,
}

impl Measures {
    /// Lets a request in, or says after how many seconds it may come again. `held` is a request whose answer waits for
    /// something to happen.
    pub(crate) fn admit(&self, client: &str, rate: Rate, held: bool, now: Timestamp) -> Result<Permit, u64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let full = i64::from(rate.burst.max(1)) * ONE;
        let measure = all.entry(client.to_owned()).or_insert(Measure { left: full, at: now, under_way: 0, held: 0 });
        // A clock that was set back fills nothing and takes nothing away.
        let passed = now.millis().saturating_sub(measure.at.millis()).max(0);
        measure.left = measure.left.saturating_add(passed.saturating_mul(rate.a_minute.into())).min(full);
        measure.at = now;
        let busy = if held { measure.held } else { measure.under_way };
        if busy >= rate.at_once.max(1) {
            return Err(1);
        }
        if measure.left < ONE {
            let wait = (ONE - measure.left).div_euclid(i64::from(rate.a_minute.max(1)) * 1_000) + 1;
            return Err(u64::try_from(wait).unwrap_or(1));
        }
        measure.left -= ONE;
        match held {
            true => measure.held += 1,
            false => measure.under_way += 1,
        }
        Ok(Permit { measures: self.clone(), client: client.to_owned(), held })
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut all = self.measures.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(measure) = all.get_mut(&self.client) {
            let count = if self.held { &mut measure.held } else { &mut measure.under_way };
            *count = count.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { a_minute: 120, burst: 40, at_once: 4 };

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn a_burst_is_let_in_and_then_two_a_second() {
        let measures = Measures::default();
        let ask = |millis| measures.admit("desk", RATE, false, at(millis)).map(drop);
        assert!((0..40).all(|_| ask(0).is_ok()));
        assert_eq!(ask(0), Err(1));
        assert_eq!(ask(499), Err(1));
        assert_eq!(ask(500), Ok(()));
        assert_eq!(ask(500), Err(1));
        assert!((0..20).all(|_| ask(10_500).is_ok()));
        assert_eq!(ask(10_500), Err(1));
        assert_eq!(ask(0), Err(1), "a clock that was set back fills nothing");
        assert!(measures.admit("other", RATE, false, at(0)).is_ok(), "each has its own measure");
        let slow = Rate { a_minute: 1, ..RATE };
        assert!((0..40).all(|_| measures.admit("slow", slow, false, at(0)).is_ok()));
        assert_eq!(measures.admit("slow", slow, false, at(0)).map(drop), Err(61));
    }

    #[test]
    fn four_are_under_way_at_once_and_held_answers_are_counted_beside_them() {
        let measures = Measures::default();
        let ask = |held| measures.admit("desk", RATE, held, at(0));
        let mut busy: Vec<Permit> = (0..4).map(|_| ask(false).expect("let in")).collect();
        assert!(ask(false).is_err());
        let held: Vec<Permit> = (0..4).map(|_| ask(true).expect("let in")).collect();
        assert!(ask(true).is_err());
        busy.pop();
        assert!(ask(false).is_ok());
        drop(held);
        assert!(ask(true).is_ok());
    }
}
