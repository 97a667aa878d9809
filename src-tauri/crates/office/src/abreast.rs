//! Which attempts of one road are being made at once, and whom do the others overtake? An item that the far side hangs on
//! holds a place for as long as a timeout lasts; once twenty that began later are through, it is that item and not the
//! road, and its place is free for others.
//!
//! How many may run at once is for the planner; what an attempt does is in `send`.

use std::collections::BTreeMap;

use uuid::Uuid;

/// Others that passed while an attempt lasts: then it no longer counts.
const OVERTAKEN: u32 = 20;
/// The most attempts that do not count.
const MOST: usize = 4;

/// The attempts of one road.
#[derive(Debug, Default)]
pub(crate) struct Abreast(BTreeMap<Uuid, u32>);

impl Abreast {
    /// An attempt begins.
    pub(crate) fn begin(&mut self, id: Uuid) {
        self.0.insert(id, 0);
    }

    /// An attempt ends; who is still at it was overtaken if it passed.
    pub(crate) fn end(&mut self, id: Uuid, has_passed: bool) {
        self.0.remove(&id);
        if has_passed {
            self.0.values_mut().for_each(|overtaken| *overtaken = overtaken.saturating_add(1));
        }
    }

    /// Is an attempt of it being made?
    pub(crate) fn holds(&self, id: Uuid) -> bool {
        self.0.contains_key(&id)
    }

    /// How many of so many attempts on the road count.
    pub(crate) fn counted(&self, in_flight: u64) -> u32 {
        let left_behind = self.0.values().filter(|overtaken| **overtaken >= OVERTAKEN).count().min(MOST);
        let begun = u64::try_from(self.0.len()).unwrap_or(u64::MAX).max(in_flight);
        let counted = begun.saturating_sub(u64::try_from(left_behind).unwrap_or(0));
        u32::try_from(counted).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u32) -> Uuid {
        Uuid::from_u128(n.into())
    }

    #[test]
    fn whoever_is_overtaken_by_twenty_gives_its_place() {
        let mut abreast = Abreast::default();
        abreast.begin(id(0));
        for n in 1..=20 {
            assert_eq!(abreast.counted(1), 1, "after {} others", n - 1);
            abreast.begin(id(n));
            abreast.end(id(n), true);
        }
        assert!(abreast.holds(id(0)));
        assert_eq!(abreast.counted(1), 0);
        assert_eq!(abreast.counted(3), 2, "attempts of somebody else's pass count");
    }

    #[test]
    fn while_nobody_passes_every_attempt_counts() {
        let mut abreast = Abreast::default();
        abreast.begin(id(0));
        for n in 1..=40 {
            abreast.begin(id(n));
            abreast.end(id(n), false);
        }
        assert_eq!(abreast.counted(0), 1, "the road is slow for all of them");
    }

    #[test]
    fn no_more_than_four_give_their_places() {
        let mut abreast = Abreast::default();
        (0..6).for_each(|n| abreast.begin(id(n)));
        for n in 10..30 {
            abreast.begin(id(n));
            abreast.end(id(n), true);
        }
        assert_eq!(abreast.counted(6), 2);
    }
}
