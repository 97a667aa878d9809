//! A thousand times a desk is killed at a random moment of issuing and sending, over a bad line. Is anything lost,
//! doubled or stuck?
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

mod books;
mod chance;
mod desk;
mod house;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tamga_faults::Spoil;

use crate::chance::Chance;
use crate::desk::Desk;
use crate::house::House;

/// Kills of an ordinary run; `TAMGA_KILLS` asks for another number.
const KILLS: u64 = 1_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_kills_lose_nothing_double_nothing_and_leave_nothing_stuck() {
    let chance = &mut Chance::seeded();
    println!("seed {0}: cargo xtask replay T-05 --seed {0}", chance.seed());
    let kills = std::env::var("TAMGA_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let house = House::make().await;
    let turn = undisturbed_turn(&house).await;
    let mut shown = BTreeSet::new();
    for _ in 0..kills {
        if house.line.waiting() == 0
            && let Some(spoil) = weather(chance)
        {
            house.line.spoil(spoil);
        }
        let desk = Desk::start(house.dir());
        // Time passes: what is under test is that no moment of a turn is a bad one to die at.
        tokio::time::sleep(Duration::from_micros(chance.below(turn.as_micros() as u64))).await;
        shown.extend(desk.kill());
    }
    let books = house.settle().await;
    println!(
        "{kills} kills, {} of them while issuing, {} while sending; {} shown as issued, {} in the register; {turn:?} a turn",
        books.void,
        books.broken_off,
        shown.len(),
        books.register.len()
    );
    println!("soak kills {kills}");
    println!("fault {} killed while issuing\nfault {} killed while sending", books.void, books.broken_off);
    books.check(&shown);
    assert!(books.void > 0 && books.broken_off > 0 && !shown.is_empty(), "the kills came at every kind of moment");
}

/// How long a desk needs to start, issue and hand over when nobody kills it.
async fn undisturbed_turn(house: &House) -> Duration {
    let begun = Instant::now();
    let mut desk = Desk::start(house.dir());
    desk.wait_for_issued(1);
    let first = begun.elapsed();
    desk.wait_for_issued(3);
    let each = (begun.elapsed() - first) / 2;
    desk.kill();
    first + each
}

/// What the line does to the next message.
fn weather(chance: &mut Chance) -> Option<Spoil> {
    match chance.below(12) {
        0 => Some(Spoil::SwallowReply),
        1 => Some(Spoil::CutReply(chance.below(900) as usize)),
        2 => Some(Spoil::CutRequest(chance.below(6_000) as usize)),
        3 => Some(Spoil::DeliverTwice),
        4 => Some(Spoil::Portal([200, 302, 403, 511][chance.below(4) as usize])),
        5 => Some(Spoil::FlipReply),
        _ => None,
    }
}
