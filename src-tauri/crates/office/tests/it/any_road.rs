//! Whatever the road does, in any order, with restarts in between: each certificate is handed over with the bytes it was
//! signed with, is taken once, and no row is forgotten.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;
use tamga_courier::{Class, Scope};
use tamga_office::doctor::Health;
use tamga_office::lamps::LampState;
use tamga_office::{Office, Window};

use crate::help::{World, issued, key_of, pin};
use crate::road::{End, Road};

/// What happens next in a story.
#[derive(Debug, Clone)]
enum Next {
    Issue,
    Cancel,
    Send(Vec<End>),
    Pass(i64),
    Restart,
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![
        4 => Just(End::Accept),
        2 => Just(End::Unknown(Class::Timeout, Scope::Item)),
        2 => Just(End::Unknown(Class::CutShort, Scope::Route)),
        2 => Just(End::Unknown(Class::ForeignAnswer, Scope::Route)),
        2 => Just(End::NotSent(Class::Network, Scope::Route)),
        1 => Just(End::NotSent(Class::Busy, Scope::Route)),
        1 => Just(End::NotSent(Class::DocumentMissing, Scope::Item)),
    ]
}

fn next() -> impl Strategy<Value = Next> {
    prop_oneof![
        2 => Just(Next::Issue),
        1 => Just(Next::Cancel),
        5 => prop::collection::vec(end(), 0..4).prop_map(Next::Send),
        3 => (1_000..3_600_000_i64).prop_map(Next::Pass),
        1 => Just(Next::Restart),
    ]
}

async fn play(story: Vec<Next>) {
    let world = World::new();
    let road = Road::new();
    let mut office = world.chamber();
    let mut numbers = vec![issued(&office)];
    for next in story {
        match next {
            Next::Issue => numbers.push(issued(&office)),
            Next::Cancel => {
                let number = numbers.last().unwrap();
                // One that is ended already stays as it is.
                let _ = office.cancel(number, "NSH", &key_of(&office), &pin());
            }
            Next::Send(ends) => {
                road.will(&ends);
                office.send_over(&road.transport()).await.unwrap();
            }
            Next::Pass(millis) => world.clock.pass(millis),
            Next::Restart => {
                drop(office);
                office = world.open("chamber");
            }
        }
        must_forget_no_row(&office);
    }
    road.heal();
    for _ in 0..40 {
        world.clock.pass(3_600_000);
        office.send_over(&road.transport()).await.unwrap();
    }
    must_have_arrived_once(&office, &road, &numbers);
}

fn must_forget_no_row(office: &Office) {
    let outbox = office.doctor().unwrap().into_iter().find(|check| check.about == "outbox").unwrap();
    assert_eq!(outbox.health, Health::Good, "{outbox:?}");
}

fn must_have_arrived_once(office: &Arc<Office>, road: &Arc<Road>, numbers: &[String]) {
    let outbox = office.outbox(Window::first(500), true).unwrap();
    assert!(outbox.rows.rows.iter().all(|row| row.lamps.gateway.state == LampState::Lit), "{:#?}", outbox.rows);
    let issued: BTreeSet<_> =
        outbox.rows.rows.iter().filter(|row| row.kind == "issue").map(|row| &row.number).collect();
    assert_eq!(issued, numbers.iter().collect(), "each certificate has its row");
    let mut bytes = BTreeMap::new();
    for tried in road.tried() {
        let first = bytes.entry(tried.id).or_insert_with(|| tried.bytes.clone());
        assert_eq!(*first, tried.bytes, "id and bytes are frozen together");
    }
    assert_eq!(bytes.len(), outbox.rows.rows.len(), "no other id was ever sent");
    let taken = road.taken();
    assert_eq!(taken.len(), taken.iter().collect::<BTreeSet<_>>().len(), "what was taken is never sent again");
    assert_eq!(office.verify_journal().unwrap().first_broken, None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_doubled_or_forgotten(story in prop::collection::vec(next(), 1..14)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(play(story));
    }
}
