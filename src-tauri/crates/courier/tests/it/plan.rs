//! Does the planner keep its promises? Each rule by itself, then a road over simulated days.

use std::time::Duration;

use proptest::prelude::*;
use tamga_courier::plan::{item_delay, probe_delay};
use tamga_courier::{
    Blocked, Breaker, Class, Evidence, EvidenceKind, Fault, ItemChange, Odd, Reason, Retry, Road, Row, Scope, Step,
    SubmitOutcome, next_step, release, settle,
};
use tamga_origin::Timestamp;
use uuid::Uuid;

use crate::days::World;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;

pub fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000 + millis)
}

pub fn row(n: u128) -> Row {
    Row {
        id: Uuid::from_u128(n),
        next_at: None,
        failures: 0,
        local_faults: 0,
        tried: 0,
        odd: None,
        woken: false,
        held_back: false,
    }
}

pub fn route_fault(class: Class) -> SubmitOutcome {
    SubmitOutcome::NotSent(Fault::seen(Scope::Route, class, false, "down"))
}

fn item_fault() -> SubmitOutcome {
    SubmitOutcome::Unknown(Fault::seen(Scope::Item, Class::BadEvidence, true, "odd"))
}

fn local_fault() -> SubmitOutcome {
    SubmitOutcome::NotSent(Fault::seen(Scope::Local, Class::Unsendable, false, "broken"))
}

pub fn accepted() -> SubmitOutcome {
    SubmitOutcome::Accepted(evidence(EvidenceKind::Receipt))
}

fn evidence(kind: EvidenceKind) -> Evidence {
    Evidence { kind, raw: Vec::new(), claims: serde_json::Value::Null }
}

fn rejected(code: &str) -> SubmitOutcome {
    let reason = Reason { code: code.into(), path: None, words: String::new() };
    SubmitOutcome::Rejected(vec![reason], evidence(EvidenceKind::Refusal))
}

fn waiting(change: &ItemChange) -> (Timestamp, u32, u32) {
    match change {
        ItemChange::Waiting { next_at, failures, local_faults, .. } => (*next_at, *failures, *local_faults),
        other => panic!("still waits, but is {other:?}"),
    }
}

#[test]
fn as_many_are_sent_at_once_as_the_road_allows_oldest_first() {
    let rows: Vec<Row> = (1..=6).map(row).collect();
    let ids = |range: std::ops::RangeInclusive<u128>| range.map(Uuid::from_u128).collect::<Vec<_>>();
    assert_eq!(next_step(at(0), &rows, &Road::default()), Step::Send(ids(1..=4)));
    let busy = Road { in_flight: 3, ..Road::default() };
    assert_eq!(next_step(at(0), &rows, &busy), Step::Send(ids(1..=1)));
    let full = Road { in_flight: 4, ..Road::default() };
    assert!(matches!(next_step(at(0), &rows, &full), Step::Wait(_)));
    assert_eq!(next_step(at(0), &[], &Road::default()), Step::Idle);
}

#[test]
fn what_an_earlier_step_holds_back_is_not_sent_and_holds_nothing_else_back() {
    let held = Row { held_back: true, ..row(1) };
    assert_eq!(next_step(at(0), std::slice::from_ref(&held), &Road::default()), Step::Idle);
    assert_eq!(next_step(at(0), &[held, row(2)], &Road::default()), Step::Send(vec![Uuid::from_u128(2)]));
}

#[test]
fn a_due_time_more_than_an_hour_ahead_means_that_the_clock_moved() {
    let soon = Row { next_at: Some(at(60 * MINUTE)), ..row(1) };
    assert_eq!(next_step(at(0), &[soon], &Road::default()), Step::Wait(at(60 * MINUTE)));
    let moved = Row { next_at: Some(at(60 * MINUTE + 1)), ..row(1) };
    assert_eq!(next_step(at(0), &[moved], &Road::default()), Step::Send(vec![Uuid::from_u128(1)]));
    let probe = Breaker { probes: 3, probe_at: at(61 * MINUTE) };
    let road = Road { breaker: Some(probe), ..Road::default() };
    assert!(matches!(next_step(at(0), &[row(1)], &road), Step::Send(_)), "a probe in the far future is due as well");
}

#[test]
fn the_fifth_route_fault_in_a_row_opens_the_breaker_and_only_one_item_probes() {
    let mut road = Road::default();
    for n in 1..=5_u32 {
        road = settle(at(0), &row(1), &road, &route_fault(Class::Network), false, 0).road;
        assert_eq!(road.breaker.is_some(), n == 5, "after fault {n}");
    }
    let opened = road.breaker.expect("open");
    let rows: Vec<Row> = (1..=3).map(row).collect();
    assert_eq!(next_step(at(0), &rows, &road), Step::Wait(opened.probe_at));
    assert_eq!(next_step(opened.probe_at, &rows, &road), Step::Send(vec![Uuid::from_u128(1)]));
}

#[test]
fn an_answer_of_any_kind_closes_the_breaker_and_the_road_widens_step_by_step() {
    let broken =
        Road { faults: 9, breaker: Some(Breaker { probes: 4, probe_at: at(0) }), concurrency: 4, ..Road::default() };
    for answer in [accepted(), rejected("invalid-document")] {
        let back = settle(at(0), &row(1), &broken, &answer, false, 0);
        assert!(back.wakes_waiters, "those who wait are let go");
        assert_eq!((back.road.breaker, back.road.faults, back.road.concurrency), (None, 0, 1));
        let wider = settle(at(0), &row(2), &back.road, &accepted(), false, 0);
        assert!(!wider.wakes_waiters);
        assert_eq!(wider.road.concurrency, 2);
        assert_eq!(settle(at(0), &row(3), &wider.road, &accepted(), false, 0).road.concurrency, 4);
    }
}

#[test]
fn a_route_fault_never_counts_against_the_item_and_an_item_fault_never_against_the_route() {
    let before = Row { failures: 2, ..row(1) };
    let routed = settle(at(0), &before, &Road::default(), &route_fault(Class::Timeout), false, 7);
    assert_eq!(waiting(&routed.item).1, 2);
    assert_eq!(routed.road.faults, 1);
    let odd = settle(at(0), &before, &Road::default(), &item_fault(), false, 7);
    assert_eq!(waiting(&odd.item).1, 3);
    assert_eq!((odd.road.faults, odd.road.breaker), (0, None));
}

#[test]
fn the_same_local_fault_three_times_is_poison() {
    let mut item = row(1);
    for n in 1..=2 {
        let settled = settle(at(0), &item, &Road::default(), &local_fault(), false, 0);
        item.local_faults = waiting(&settled.item).2;
        assert_eq!(item.local_faults, n);
    }
    let third = settle(at(0), &item, &Road::default(), &local_fault(), false, 0);
    assert_eq!(third.item, ItemChange::Blocked(Blocked::Poison));
    assert_eq!(third.road.blocked, None, "others go on");
}

/// The gateway's own answer that it failed at this item.
fn server_fault(status: u16) -> SubmitOutcome {
    let mut fault = Fault::seen(Scope::Item, Class::Operator, true, "it failed");
    fault.raw.status = Some(status);
    SubmitOutcome::NotSent(fault)
}

fn odd(settled: &ItemChange) -> Option<Odd> {
    match settled {
        ItemChange::Waiting { odd, .. } => *odd,
        other => panic!("still waits, but is {other:?}"),
    }
}

#[test]
fn an_item_that_the_gateway_fails_at_while_twenty_others_pass_is_a_suspect_and_slowed_to_the_cap() {
    for outcome in [server_fault(500), server_fault(599), item_fault()] {
        let mut road = Road::default();
        let first = settle(at(0), &row(1), &road, &outcome, false, 0);
        assert_eq!(odd(&first.item), Some(Odd { since: 0, is_suspect: false }), "it may be a bad moment");
        let ill = Row { odd: odd(&first.item), failures: 1, ..row(1) };
        for n in 2..=21 {
            let before = settle(at(0), &ill, &road, &outcome, false, 0);
            assert!(odd(&before.item).is_some_and(|odd| !odd.is_suspect), "{} others passed", n - 2);
            let others = if n % 2 == 0 { accepted() } else { rejected("invalid-document") };
            road = settle(at(0), &row(n), &road, &others, false, 0).road;
        }
        let settled = settle(at(0), &ill, &road, &outcome, false, 0);
        assert_eq!(odd(&settled.item), Some(Odd { since: 0, is_suspect: true }));
        assert_eq!(waiting(&settled.item).0, at(15 * MINUTE), "as seldom as any item ever is tried");
        assert!(settled.road.breaker.is_none() && settled.road.faults == 0, "the others go on");
    }
}

#[test]
fn what_does_not_come_from_the_gateway_makes_no_suspect_and_clears_none() {
    let road = Road { passed: 100, ..Road::default() };
    for outcome in [route_fault(Class::Timeout), route_fault(Class::ForeignAnswer)] {
        assert_eq!(odd(&settle(at(0), &row(1), &road, &outcome, false, 0).item), None);
        let suspect = Some(Odd { since: 7, is_suspect: true });
        let ill = Row { odd: suspect, ..row(1) };
        assert_eq!(odd(&settle(at(0), &ill, &road, &outcome, false, 0).item), suspect, "the road says nothing of it");
    }
    let ill = Row { odd: Some(Odd { since: 7, is_suspect: true }), ..row(1) };
    let missing = SubmitOutcome::NotSent(Fault::seen(Scope::Item, Class::DocumentMissing, true, "send it first"));
    assert_eq!(odd(&settle(at(0), &ill, &road, &missing, false, 0).item), None, "it is looked at again");
}

#[test]
fn while_the_road_is_down_each_item_probes_in_its_turn() {
    let open = Road { breaker: Some(Breaker { probes: 1, probe_at: at(0) }), ..Road::default() };
    let mut rows = vec![row(1), row(2), row(3)];
    let mut asked = Vec::new();
    for _ in 0..6 {
        let Step::Send(ids) = next_step(at(0), &rows, &open) else { panic!("a probe is due") };
        asked.extend(ids.iter().copied());
        rows.iter_mut().filter(|row| ids.contains(&row.id)).for_each(|row| row.tried += 1);
    }
    let turns: Vec<u128> = asked.iter().map(Uuid::as_u128).collect();
    assert_eq!(turns, [1, 2, 3, 1, 2, 3], "one that itself breaks the line would keep it closed for all");
}

#[test]
fn what_a_person_must_put_right_blocks_the_road_and_the_items_keep_their_state() {
    let cases = [
        (Class::Auth, Retry::Reauth, Blocked::Auth),
        (Class::Auth, Retry::Operator, Blocked::Auth),
        (Class::Clone, Retry::Operator, Blocked::Clone),
        (Class::Version, Retry::Operator, Blocked::Version),
        (Class::Operator, Retry::Operator, Blocked::Operator),
    ];
    for (class, retry, blocked) in cases {
        let fault = Fault { retry, ..Fault::seen(Scope::Route, class, true, "no") };
        let settled = settle(at(0), &row(1), &Road::default(), &SubmitOutcome::NotSent(fault), false, 0);
        assert_eq!(settled.road.blocked, Some(blocked));
        assert_eq!(waiting(&settled.item).1, 0);
        assert_eq!(next_step(at(0), &[row(1)], &settled.road), Step::Blocked(blocked));
    }
}

#[test]
fn a_number_that_is_in_use_is_a_conflict_for_a_person_to_decide() {
    for code in ["submission-conflict", "co-number-in-use", "https://errors.example/co-number-in-use"] {
        let settled = settle(at(0), &row(1), &Road::default(), &rejected(code), false, 0);
        assert_eq!(settled.item, ItemChange::Conflict, "{code}");
    }
    let settled = settle(at(0), &row(1), &Road::default(), &rejected("invalid-document"), false, 0);
    assert_eq!(settled.item, ItemChange::Rejected);
}

#[test]
fn a_wish_of_the_gateway_is_kept_for_up_to_an_hour() {
    let asked = |seconds| {
        let fault = Fault {
            retry_after: Some(Duration::from_secs(seconds)),
            ..Fault::seen(Scope::Route, Class::Busy, true, "later")
        };
        settle(at(0), &row(1), &Road::default(), &SubmitOutcome::NotSent(fault), false, 0)
    };
    let polite = asked(600);
    assert!(waiting(&polite.item).0 >= at(600 * SECOND));
    assert_eq!(next_step(at(0), &[row(2)], &polite.road), Step::Wait(at(600 * SECOND)), "others are quiet too");
    let endless = asked(1_000_000);
    assert_eq!(endless.road.quiet_until, Some(at(60 * MINUTE)));
}

#[test]
fn work_in_progress_is_asked_about_again_as_soon_as_the_gateway_says() {
    let fault = Fault {
        retry_after: Some(Duration::from_secs(2)),
        ..Fault::seen(Scope::Item, Class::InProgress, true, "busy with it")
    };
    let settled =
        settle(at(0), &Row { failures: 9, ..row(1) }, &Road::default(), &SubmitOutcome::Unknown(fault), false, 0);
    assert_eq!(waiting(&settled.item).0, at(2 * SECOND));
}

#[test]
fn a_wake_up_tries_one_item_at_once_and_again_after_half_a_minute_at_the_earliest() {
    let asleep = |n| Row { next_at: Some(at(10 * MINUTE)), woken: true, ..row(n) };
    let rows = [asleep(1), asleep(2)];
    assert_eq!(next_step(at(0), &rows, &Road::default()), Step::SendWoken(Uuid::from_u128(1)));
    let woken = Road { last_wake: Some(at(0)), ..Road::default() };
    assert_eq!(next_step(at(SECOND), &rows, &woken), Step::Wait(at(30 * SECOND)));
    assert_eq!(next_step(at(30 * SECOND), &rows, &woken), Step::SendWoken(Uuid::from_u128(1)));
    let open = Road { breaker: Some(Breaker { probes: 4, probe_at: at(9 * MINUTE) }), ..Road::default() };
    assert_eq!(next_step(at(0), &rows, &open), Step::SendWoken(Uuid::from_u128(1)), "a breaker does not keep it down");
}

proptest! {
    #[test]
    fn the_delay_of_an_item_keeps_its_bounds(failures in 0_u32..10_000, random: u32) {
        let cap = 5_000_u64.saturating_mul(1 << failures.min(20)).min(15 * 60_000);
        let delay = item_delay(failures, random);
        prop_assert!(delay >= Duration::from_secs(1) && delay <= Duration::from_millis(cap));
    }

    #[test]
    fn the_delay_of_a_probe_keeps_its_bounds(probes in 0_u32..10_000, random: u32) {
        let (low, high) = match probes { 0 => (15, 30), 1 => (30, 60), 2 => (60, 120), 3 => (150, 300), _ => (300, 600) };
        let delay = probe_delay(probes, random);
        prop_assert!(delay >= Duration::from_secs(low) && delay <= Duration::from_secs(high));
    }

    #[test]
    fn those_who_are_let_go_come_within_ten_seconds(random: u32) {
        let due = release(at(0), random);
        prop_assert!(due >= at(0) && due <= at(10 * SECOND));
    }

    #[test]
    fn a_woken_attempt_that_fails_makes_nobody_later(
        ahead in 1_i64..3_600_000, failures in 0_u32..12, faults in 0_u32..5, random: u32, route: bool,
    ) {
        let before = Row { next_at: Some(at(ahead)), failures, woken: true, ..row(1) };
        let road = Road { faults, ..Road::default() };
        let outcome = if route { route_fault(Class::Network) } else { item_fault() };
        let settled = settle(at(0), &before, &road, &outcome, true, random);
        let (next_at, after, _) = waiting(&settled.item);
        prop_assert!(next_at <= at(ahead), "not later than it was");
        prop_assert_eq!(after, failures, "not counted");
        prop_assert!(settled.road.faults <= faults, "nor against the road");
    }

    #[test]
    fn nobody_is_ever_given_up(
        kinds in prop::collection::vec((0_u8..4, any::<u32>(), 0_i64..1_200_000), 1..200),
    ) {
        let (mut item, mut road, mut now) = (row(1), Road::default(), 0);
        for (kind, random, passes) in kinds {
            now += passes;
            let outcome = match kind {
                0 => route_fault(Class::Network),
                1 => route_fault(Class::ForeignAnswer),
                2 => item_fault(),
                _ => SubmitOutcome::Unknown(Fault::seen(Scope::Route, Class::Timeout, true, "late")),
            };
            let settled = settle(at(now), &item, &road, &outcome, false, random);
            road = settled.road;
            let (next_at, failures, _) = waiting(&settled.item);
            prop_assert!(next_at > at(now) && next_at <= at(now + 60 * MINUTE), "due within the hour");
            item.next_at = Some(next_at);
            item.failures = failures;
            let later = at(now + 61 * MINUTE);
            prop_assert!(matches!(next_step(later, &[item.clone()], &road), Step::Send(_)), "and then it is sent");
        }
    }

    #[test]
    fn after_any_weather_everything_is_delivered_in_order_and_once(
        seed: u64, items in 1_usize..40, outages in prop::collection::vec((1_i64..7_200, 1_i64..86_400), 0..5),
    ) {
        let mut world = World::new(seed, items);
        for (up, down) in outages {
            world.run(up * SECOND, true);
            world.run(down * SECOND, false);
        }
        world.run(30 * MINUTE, true);
        prop_assert_eq!(world.delivered().len(), items, "all of them");
        prop_assert!(world.chains_in_order(), "no step before the one it depends on");
        prop_assert!(world.most_in_flight <= 4);
    }
}

#[test]
fn a_week_without_a_gateway_costs_few_probes_and_ends_within_ten_minutes() {
    let week = 7 * 24 * 60 * MINUTE;
    let mut world = World::new(0x51f3_c09a, 500);
    world.run(week, false);
    assert!(world.attempts <= 1_500, "{} probes", world.attempts);
    assert!(world.delivered().is_empty());
    let back = world.now;
    world.run(10 * MINUTE, true);
    assert!(!world.delivered().is_empty(), "within ten minutes of its return");
    world.run(10 * MINUTE, true);
    assert_eq!(world.delivered().len(), 500, "and all within ten more, from {back}");
}
