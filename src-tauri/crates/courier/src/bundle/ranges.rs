//! Which numbers are held? A set of whole numbers from 1, written as "all up to here" and the spans after it.

/// A set of numbers from 1, kept as spans that neither touch nor overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranges {
    spans: Vec<(u64, u64)>,
}

impl Ranges {
    /// Of numbers in any order.
    pub fn of(numbers: impl IntoIterator<Item = u64>) -> Self {
        let spans = numbers.into_iter().filter(|number| *number > 0).map(|number| (number, number)).collect();
        Self::merged(spans)
    }

    /// Of what a bundle says; spans that make no sense hold nothing.
    pub fn from_parts(up_to: u64, spans: &[(u64, u64)]) -> Self {
        let first = (up_to > 0).then_some((1, up_to));
        let spans = first.into_iter().chain(spans.iter().copied());
        Self::merged(spans.filter(|(first, last)| *first > 0 && first <= last).collect())
    }

    /// "All up to here", and the spans after it.
    pub fn parts(&self) -> (u64, Vec<(u64, u64)>) {
        match self.spans.split_first() {
            Some(((1, up_to), rest)) => (*up_to, rest.to_vec()),
            _ => (0, self.spans.clone()),
        }
    }

    /// The spans in order.
    pub fn spans(&self) -> &[(u64, u64)] {
        &self.spans
    }

    /// Is the number held?
    pub fn holds(&self, number: u64) -> bool {
        self.spans.iter().any(|(first, last)| (*first..=*last).contains(&number))
    }

    /// What lies below the highest number and is not held.
    pub fn gaps(&self) -> Self {
        let mut gaps = Vec::new();
        let mut next = 1;
        for (first, last) in &self.spans {
            if *first > next {
                gaps.push((next, first - 1));
            }
            next = last.saturating_add(1);
        }
        Self { spans: gaps }
    }

    fn merged(mut spans: Vec<(u64, u64)>) -> Self {
        spans.sort_unstable();
        let mut merged: Vec<(u64, u64)> = Vec::with_capacity(spans.len());
        for (first, last) in spans {
            match merged.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        Self { spans: merged }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_spans_and_back() {
        let held = Ranges::of([5, 1, 2, 9, 3, 8, 2, 0]);
        assert_eq!(held.parts(), (3, vec![(5, 5), (8, 9)]));
        assert_eq!(Ranges::from_parts(3, &[(8, 9), (5, 5)]), held);
        assert_eq!(held.gaps().spans(), [(4, 4), (6, 7)]);
        assert!(held.holds(9) && !held.holds(7) && !held.holds(0));
        assert_eq!(Ranges::of([4]).parts(), (0, vec![(4, 4)]));
        assert_eq!(Ranges::of([]).gaps().spans(), []);
    }

    #[test]
    fn spans_that_make_no_sense_hold_nothing() {
        assert_eq!(Ranges::from_parts(0, &[(5, 3), (0, 4)]), Ranges::default());
        let all = Ranges::from_parts(u64::MAX, &[(1, u64::MAX), (u64::MAX, u64::MAX)]);
        assert_eq!(all.parts(), (u64::MAX, vec![]));
        assert_eq!(all.gaps(), Ranges::default());
    }

    proptest::proptest! {
        #[test]
        fn every_number_is_held_or_in_a_gap_or_above(numbers in proptest::collection::vec(1_u64..60, 0..40)) {
            let held = Ranges::of(numbers.iter().copied());
            let (up_to, rest) = held.parts();
            proptest::prop_assert_eq!(&Ranges::from_parts(up_to, &rest), &held);
            let highest = numbers.iter().max().copied().unwrap_or(0);
            for number in 1..=highest {
                proptest::prop_assert_eq!(held.holds(number), numbers.contains(&number));
                proptest::prop_assert_ne!(held.holds(number), held.gaps().holds(number));
            }
        }
    }
}
