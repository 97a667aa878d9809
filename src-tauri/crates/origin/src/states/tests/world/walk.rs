//! Random walks through the world, and one walk long enough to meet everything.

use proptest::prelude::*;

use super::*;

impl World {
    fn happens(&mut self, event: Event) {
        match event.kind % 20 {
            0 | 1 => self.application(event),
            2..=4 => self.certificate(event),
            5..=7 => self.transmission(event),
            8..=10 => self.delivery(event),
            11 => self.contradiction(event),
            12 | 13 => self.quarantine(event),
            14..=16 => self.utilisation(event),
            _ => self.verification(event),
        }
        self.keeps_its_promises();
    }
}

fn event() -> impl Strategy<Value = Event> {
    (any::<u8>(), 0_usize..40, 0_usize..40, any::<u32>(), any::<u32>(), 1_i64..20)
        .prop_map(|(kind, pick, step, one, other, amount)| Event { kind, pick, step, bits: one & other, amount })
}

/// A walk begins with some certificates under way, or most of it would pass before the first one is issued.
fn begun() -> World {
    use ApplicationEvent as E;
    let mut world = World::default();
    for at in 0..3 {
        for what in [E::Create, E::Declare, E::Submit, E::Take, E::Approve, E::Issue] {
            let step = ApplicationEvent::ALL.iter().position(|one| *one == what).unwrap();
            world.application(Event { kind: 0, pick: at, step, bits: 1 << 30, amount: 10 });
        }
    }
    assert_eq!(world.issued.len(), 3);
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn whatever_happens_in_whatever_order_the_promises_hold(events in proptest::collection::vec(event(), 1..400)) {
        let mut world = begun();
        for event in events {
            world.happens(event);
        }
    }
}

/// A fixed sequence of numbers without a pattern (Numerical Recipes' generator), so that this walk is always the same.
fn numbers() -> impl Iterator<Item = u64> {
    std::iter::successors(Some(2026_u64), |last| {
        Some(last.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407))
    })
    .map(|number| number >> 24)
}

#[test]
fn long_walks_meet_every_state_of_every_machine() {
    let mut reached: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut numbers = numbers();
    let mut next = || numbers.next().unwrap();
    for _ in 0..60 {
        let mut world = begun();
        for _ in 0..500 {
            let event = Event {
                kind: (next() & 0xff) as u8,
                pick: (next() % 40) as usize,
                step: (next() % 40) as usize,
                bits: next() as u32 & next() as u32,
                amount: 1 + (next() % 19) as i64,
            };
            world.happens(event);
        }
        for (state, often) in world.reached {
            *reached.entry(state).or_default() += often;
        }
    }
    fn all<M: Machine>() -> impl Iterator<Item = (&'static str, &'static str)> {
        M::State::ALL.iter().map(|state| (M::NAME, state.as_str()))
    }
    let every = all::<ApplicationMachine>()
        .chain(all::<CertificateMachine>())
        .chain(all::<TransmissionMachine>())
        .chain(all::<InboundMachine>())
        .chain(all::<UseMachine>())
        .chain(all::<VerificationMachine>());
    let missed: Vec<_> = every.filter(|state| !reached.contains_key(state)).collect();
    assert!(missed.is_empty(), "the walks never came to {missed:?}: {reached:?}");
}
