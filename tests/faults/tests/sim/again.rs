//! T-10: what was handed over comes again, out of its order and up to a week late, also after it was given up. Does each
//! paper take effect once and in its turn, and is nothing taken that a gateway promised never to take?

use std::collections::BTreeMap;
use std::sync::Arc;

use tamga_gateway::Config;
use tamga_history::Event;
use tamga_office::give_up::GivenUp;
use uuid::Uuid;

use crate::books::{Asker, database, office_of, rows};
use crate::net::{Copied, Spoil};
use crate::play::{DAY, HOUR, MINUTE, Play, verdict};
use crate::town::{Town, folder, gateway_id};

/// Copies that set out in a round.
const A_ROUND: u64 = 40;

/// What came of it.
#[derive(Debug)]
pub struct Again {
    /// Copies that arrived.
    pub arrived: u64,
    /// Answers to them, by status; 0 is none.
    pub answers: BTreeMap<u16, u64>,
    /// Submissions that were given up, with a gateway's promise.
    pub given_up: u64,
    /// What the judge found.
    pub findings: Vec<String>,
}

/// A copy on its way.
struct OnItsWay {
    due: i64,
    copied: Copied,
    /// Does whoever carries it show a token of today?
    is_renewed: bool,
}

/// So many copies come again in a town where people work.
pub async fn again(town: &Arc<Town>, seed: u64, copies: u64) -> Again {
    let mut play = Play::begin(town, seed).await;
    play.net.set_bad(12);
    play.net.keep_copies();
    let mut given_up = 0;
    for desk in [1, 2] {
        given_up += give_up(&mut play, desk).await;
    }
    let (mut under_way, mut set_out) = (Vec::new(), 0);
    let mut came = Again { arrived: 0, answers: BTreeMap::new(), given_up, findings: Vec::new() };
    while came.arrived < copies {
        let pause = play.chance.below((6 * HOUR).unsigned_abs()).cast_signed();
        play.time.pass(pause);
        people_work(&mut play).await;
        for _ in 0..A_ROUND {
            let place = play.chance.draw() >> 16;
            let Some(copied) = play.net.copy(place) else { continue };
            if set_out < copies {
                set_out += 1;
                let late = play.chance.below((7 * DAY).unsigned_abs()).cast_signed();
                let is_renewed = !play.chance.one_in(4);
                under_way.push(OnItsWay { due: play.time.elapsed() + late, copied, is_renewed });
            }
        }
        let now = play.time.elapsed();
        let (due, later): (Vec<_>, Vec<_>) = under_way.into_iter().partition(|one: &OnItsWay| one.due <= now);
        under_way = later;
        arrive(&mut play, due, &mut came).await;
    }
    play.settle().await;
    came.findings = verdict(&play.journal.log());
    came
}

/// A desk hands two certificates over, which get lost, and gives them up; the copies of both may still come.
async fn give_up(play: &mut Play, desk: usize) -> u64 {
    play.net.set_bad(0);
    let books = database(&play.dir(), &play.offices[desk].name);
    let ids = rows(&books, "SELECT submission_id FROM outbox ORDER BY device_seq");
    let (office, line) = play.line(desk);
    let gateway = line.to.clone();
    let road = office.road_over(line).unwrap();
    let mut promised = 0;
    for row in &ids[1..3] {
        play.net.order(&format!("/v1/submissions/{}", row[0]), Spoil::Lost, u64::MAX);
    }
    play.send(desk).await;
    play.net.forget_orders();
    play.time.pass(MINUTE);
    for row in &ids[1..3] {
        let id: Uuid = row[0].parse().unwrap();
        let given_up = office.outbox_give_up_over(&road, id, "A second person", "typed twice").await;
        if matches!(given_up, Ok(GivenUp::Promised)) {
            play.journal.write(Event::Void { gateway: gateway.clone(), submission: row[0].clone() });
            promised += 1;
        }
    }
    play.net.set_bad(12);
    play.look(desk);
    promised
}

async fn people_work(play: &mut Play) {
    for at in 0..play.offices.len() {
        play.send(at).await;
        play.receive(at).await;
        play.look(at);
    }
    play.net.stragglers().await;
    let gateways: Vec<_> = play.net.gateways.lock().unwrap().values().cloned().collect();
    for within in gateways {
        within.forward().await;
    }
}

/// In any order.
async fn arrive(play: &mut Play, mut due: Vec<OnItsWay>, came: &mut Again) {
    let mut tokens = BTreeMap::new();
    while !due.is_empty() {
        let next = play.chance.below(due.len() as u64) as usize;
        let OnItsWay { copied: Copied { from, to, mut request }, is_renewed, .. } = due.swap_remove(next);
        if is_renewed {
            let key = (from.clone(), to.clone());
            if !tokens.contains_key(&key) {
                tokens.insert(key.clone(), token(play, &from, &to).await);
            }
            let fields = request.fields.iter_mut().filter(|(name, _)| name == "authorization");
            fields.for_each(|(_, value)| value.clone_from(&tokens[&key]));
        }
        let answer = play.net.deliver(&to, request).await;
        *came.answers.entry(answer.map_or(0, |answer| answer.status)).or_default() += 1;
        came.arrived += 1;
    }
}

async fn token(play: &Play, from: &str, to: &str) -> String {
    let dir = play.dir();
    let gateway = play.gateways.iter().find(|house| gateway_id(&house.country) == *to).unwrap();
    let config = Config::read(&folder(&dir, &gateway.country).join("gateway.toml")).unwrap();
    let client = config.clients.iter().find(|client| office_of(&client.id) == from).unwrap();
    Asker { net: &play.net, gateway: to.to_owned(), client: &client.id, secret: &client.secret }.authorization().await
}
