//! `kill -9` at any moment of issuing and sending: nothing lost, nothing doubled, nothing stuck.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tamga_office::{Window, system_chance};

use crate::stage::{Desk, Stage};

/// Kills in the run of every change; `TAMGA_KILLS` asks for more.
const KILLS: u32 = 200;
/// The longest a desk lives after it is open, in milliseconds: two or three certificates.
const LIFE: u64 = 800;
/// Of so many desks one is killed while it opens.
const OPENING: u32 = 5;

fn random_below(limit: u64) -> u64 {
    let mut bytes = [0_u8; 8];
    assert!(system_chance().fill(&mut bytes), "there is chance");
    u64::from_le_bytes(bytes) % limit
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_kills_lose_nothing_double_nothing_and_leave_nothing_stuck() {
    let stage = Stage::set().await;
    let gateways = stage.gateways().await;
    stage.tell(&gateways);
    let kills = std::env::var("TAMGA_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let mut shown = BTreeSet::new();
    for kill in 0..kills {
        let mut desk = Desk::start(&stage.chamber_dir(), u64::MAX);
        if kill % OPENING != 0 {
            assert_eq!(desk.hears().as_deref(), Some("open"), "what was killed before opens again");
        }
        let life = if kill % OPENING == 0 { LIFE / 3 } else { LIFE };
        let moment = Instant::now() + Duration::from_millis(random_below(life));
        tokio::time::sleep_until(moment.into()).await;
        for line in desk.kill() {
            if let Some(number) = line.strip_prefix("issued ") {
                assert!(shown.insert(number.to_owned()), "{number} was given out twice");
            }
        }
    }
    println!("{kills} kills, {} certificates shown as issued", shown.len());
    assert!(shown.len() >= kills as usize / 20, "desks live long enough to issue: {}", shown.len());

    // Whoever was told of a certificate finds it, and what was not told but signed is there as well.
    let chamber = stage.chamber();
    let post = stage.post();
    let issued = chamber.search_certificates("", &Default::default(), Window::first(1)).unwrap().total;
    for number in &shown {
        assert_eq!(chamber.open_certificate(number).unwrap().status.code, "certificate.issued", "{number}");
    }
    assert!(issued >= shown.len() as u64, "{issued} issued, {} shown", shown.len());

    // Everything leaves, once.
    let deadline = Instant::now() + Duration::from_secs(120);
    while chamber.outbox(Window::first(1), true).unwrap().under_way > 0 {
        stage.clock.pass(Duration::from_secs(31));
        assert!(Instant::now() < deadline, "something is stuck: {:#?}", chamber.outbox(Window::first(3), false));
        chamber.send_pass().await.unwrap();
        chamber.receive_pass().await.unwrap();
    }
    while post.search_received("", &Default::default(), Window::first(1)).unwrap().total < issued {
        assert!(Instant::now() < deadline, "something did not arrive");
        post.receive_pass().await.unwrap();
    }
    let received = post.search_received("", &Default::default(), Window::first(500)).unwrap();
    assert_eq!(received.total, issued, "as many as were issued, and no more");
    assert!(received.rows.iter().all(|row| row.headline.code != "verdict.conflict"), "one content per number");
    for number in &shown {
        assert!(post.open_received(number).unwrap().can_decide, "{number} is usable at the border");
    }
    for office in [&chamber, &post] {
        for check in office.doctor().unwrap() {
            let is_told = matches!(check.about, "files" | "numbers");
            assert!(is_told || check.health == tamga_office::doctor::Health::Good, "{check:?}");
        }
        assert_eq!(office.verify_journal().unwrap().first_broken, None);
    }
    gateways.stop().await;
}
