//! T-01: the acts of the model with the real parts. After each act the books of the one who acted are held against what the
//! model is sure of; in the end faults stop, everybody settles, and the judge of histories has the last word.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::test_runner::{Config, RngSeed, TestRunner};
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};
use tamga_disk::{Plan, Survival};
use tamga_history::Event;
use tamga_office::give_up::GivenUp;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::books::{Books, STRANDED};
use crate::model::{Act, Model, Reference, Sure, Who};
use crate::net::Spoil;
use crate::play::{Play, verdict};
use crate::town::{Town, gateway_id};
use crate::turns::Worker;

const GATEWAY: &str = "au";
/// Registrations of the offices at their gateway.
const CLIENTS: [&str; 2] = ["chamber", "post"];

thread_local! {
    /// Steps of all cases of this thread so far, and faults by kind.
    static COUNTED: RefCell<(u64, BTreeMap<String, u64>)> = RefCell::default();
}

/// A case that is being played.
pub struct Machine {
    runtime: Runtime,
    play: Play,
    /// The desk's submissions; read before anything goes wrong with its disk.
    ids: Vec<Uuid>,
    /// What is left on a disk if its power goes during the next act: desk, post, gateway.
    survival: [Survival; 3],
    wrong: Vec<String>,
}

/// Plays the case of a seed; an error says which acts, shrunk, end in what.
pub fn case(seed: u64) -> Result<(), String> {
    // Many short cases find more than few long ones.
    let lengths = match seed / 4 % 40 {
        0 => 100..=200,
        1..=4 => 40..=99,
        _ => 20..=25,
    };
    let config = Config {
        cases: 1,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config.clone());
    let strategy = Reference::sequential_strategy(lengths);
    let ended = runner.run(&strategy, |(model, acts, seen)| {
        Machine::test_sequential(config.clone(), model, acts, seen);
        Ok(())
    });
    ended.map_err(|error| error.to_string())
}

/// Steps and faults by kind, of all cases of this thread so far.
pub fn counted() -> (u64, BTreeMap<String, u64>) {
    COUNTED.with_borrow(Clone::clone)
}

impl StateMachineTest for Machine {
    type SystemUnderTest = Self;
    type Reference = Reference;

    fn init_test(model: &Model) -> Self {
        let runtime = crate::runtime();
        let play = runtime.block_on(Play::begin(&Town::small(), model.seed));
        play.net.set_bad(0);
        let ids = play.offices[Who::Desk as usize].books().rows("SELECT submission_id FROM outbox ORDER BY device_seq");
        let ids = ids.into_iter().map(|row| row[0].parse().unwrap()).collect();
        Self { runtime, play, ids, survival: [Survival::Everything; 3], wrong: Vec::new() }
    }

    fn apply(machine: Self, model: &Model, act: Act) -> Self {
        let Self { runtime, mut play, ids, mut survival, .. } = machine;
        COUNTED.with_borrow_mut(|(steps, faults)| {
            *steps += 1;
            fault(&act).into_iter().for_each(|fault| *faults.entry(fault).or_default() += 1);
        });
        let actor = runtime.block_on(done(&mut play, &ids, &mut survival, &act));
        let mut wrong = match actor {
            Some(who) => said(&play, model, who),
            None => Vec::new(),
        };
        if let Some(sure) = model.sure {
            wrong.extend(not_so(&play, sure));
        }
        Self { runtime, play, ids, survival, wrong }
    }

    fn check_invariants(machine: &Self, model: &Model) {
        assert!(machine.wrong.is_empty(), "{:#?}\n{model:?}", machine.wrong);
    }

    fn teardown(machine: Self, _: Model) {
        let Self { runtime, mut play, .. } = machine;
        runtime.block_on(async {
            play.settle_in_strides().await;
            let log = std::mem::take(&mut play.journal).log();
            let found = verdict(&log);
            assert!(found.is_empty(), "{found:#?}\n{log}");
        });
    }
}

/// What goes wrong in an act, if anything.
fn fault(act: &Act) -> Option<String> {
    match act {
        Act::Turn(_, line) | Act::SendNow(_, line) | Act::Listen(_, line) | Act::GiveUp(_, line) => {
            line.map(|spoil| format!("{spoil:?}"))
        }
        Act::Kill(_) => Some("a program was killed".to_owned()),
        Act::Cut(..) => Some("an office's power went".to_owned()),
        Act::Fail(..) => Some("a call of an office's disk failed".to_owned()),
        Act::CutGateway(..) => Some("a gateway's power went".to_owned()),
        Act::Stop => Some("a gateway was stopped".to_owned()),
        Act::SetClock(_) => Some("a clock was set".to_owned()),
        Act::Pass(_) | Act::Stand => None,
    }
}

/// Does an act; answers whose books it may have changed.
async fn done(play: &mut Play, ids: &[Uuid], survival: &mut [Survival; 3], act: &Act) -> Option<Who> {
    let lines = |play: &Play, line: Option<Spoil>| {
        if let Some(spoil) = line {
            play.net.order("/", spoil, u64::MAX);
        }
    };
    let who = match *act {
        Act::Turn(who, line) => {
            lines(play, line);
            Worker::of(play, who as usize).turn().await;
            who
        }
        Act::SendNow(who, line) => {
            lines(play, line);
            play.send(who as usize).await;
            who
        }
        Act::Listen(who, line) => {
            lines(play, line);
            play.receive(who as usize).await;
            who
        }
        Act::GiveUp(row, line) => {
            lines(play, line);
            give_up(play, ids[row]).await;
            Who::Desk
        }
        Act::Pass(millis) => {
            play.time.pass(millis);
            play.net.stragglers().await;
            return None;
        }
        Act::Kill(who) => {
            play.restart(who as usize, Survival::Everything);
            who
        }
        Act::Cut(who, call, left) => {
            survival[who as usize] = left;
            play.offices[who as usize].disk.plan(Plan::CutAt(call));
            return None;
        }
        Act::Fail(who, call) => {
            play.offices[who as usize].disk.plan(Plan::FailAt(call, tamga_disk::Failure::Broken));
            return None;
        }
        Act::CutGateway(call, left) => {
            survival[2] = left;
            if play.gateways[0].is_up {
                play.gateways[0].disk.plan(Plan::CutAt(call));
            }
            return None;
        }
        Act::Stop => {
            play.go_down(0, Survival::Everything);
            return None;
        }
        Act::Stand => {
            play.stand(0).await;
            return None;
        }
        Act::SetClock(off) => {
            play.offices[Who::Desk as usize].clock.set_off(off);
            return None;
        }
    };
    play.net.forget_orders();
    if play.offices[who as usize].disk.is_off() {
        play.restart(who as usize, survival[who as usize]);
    }
    play.offices[who as usize].disk.plan(Plan::Fine);
    if play.gateways[0].is_up {
        if play.gateways[0].disk.is_off() {
            play.go_down(0, survival[2]);
            play.stand(0).await;
        }
        play.gateways[0].disk.plan(Plan::Fine);
    }
    play.look(who as usize);
    Some(who)
}

async fn give_up(play: &mut Play, id: Uuid) {
    let (office, line) = play.line(Who::Desk as usize);
    let road = office.road_over(line).unwrap();
    let given_up = office.outbox_give_up_over(&road, id, "A second person", "typed twice").await;
    if let Ok(GivenUp::Promised) = given_up {
        play.journal.write(Event::Void { gateway: gateway_id(GATEWAY), submission: id.to_string() });
    }
}

/// What the books of an office say that cannot be so.
fn said(play: &Play, model: &Model, who: Who) -> Vec<String> {
    let office = &play.offices[who as usize];
    let books = office.books();
    let mut wrong = Vec::new();
    // H10: nobody's rows.
    for row in books.rows(STRANDED) {
        wrong.push(format!("{}: nobody will move {}", office.name, row[0]));
    }
    let dead =
        format!("SELECT submission_id FROM outbox WHERE state = 'sending' AND owner_boot <> '{}'", office.boot());
    for row in books.rows(&dead) {
        wrong.push(format!("{}: {} is being sent by a dead run", office.name, row[0]));
    }
    let taken = "state IN ('accepted', 'delivered', 'answered', 'rejected', 'conflict')";
    for row in books.rows(&format!("SELECT submission_id, state FROM outbox WHERE {taken}")) {
        if !model.heard[who as usize] {
            wrong.push(format!("{}: {} is {} and no answer ever came", office.name, row[0], row[1]));
        }
    }
    if !model.heard[who as usize] && books.rows("SELECT count(*) FROM inbox")[0][0] != "0" {
        wrong.push(format!("{}: items that nobody brought", office.name));
    }
    if !model.reached[who as usize] {
        let sql = format!("SELECT id FROM submission WHERE client = '{}'", CLIENTS[who as usize]);
        for row in gateway(play).rows(&sql) {
            wrong.push(format!("{} has {}, which never came", GATEWAY, row[0]));
        }
    }
    wrong
}

/// What had to be so and is not.
fn not_so(play: &Play, sure: Sure) -> Vec<String> {
    let (Sure::Sent(who) | Sure::Listed(who)) = sure;
    let office = &play.offices[who as usize];
    let books = office.books();
    match sure {
        Sure::Sent(_) => {
            let waits = "SELECT submission_id, state, class, next_at FROM outbox
                         WHERE state IN ('queued', 'sending', 'waiting')";
            let waits = books.rows(waits).into_iter();
            waits.map(|row| format!("{}: {row:?} waits though nothing is in its way", office.name)).collect()
        }
        Sure::Listed(_) => {
            let boxes = format!("SELECT box FROM box_client WHERE client = '{}'", CLIENTS[who as usize]);
            let items = gateway(play).rows(&format!("SELECT item_id FROM item WHERE box IN ({boxes})"));
            let kept: Vec<_> = books.rows("SELECT item_id FROM inbox").into_iter().map(|row| row[0].clone()).collect();
            let passed = items.into_iter().filter(|row| !kept.contains(&row[0]));
            passed.map(|row| format!("{} passed over {}", office.name, row[0])).collect()
        }
    }
}

fn gateway(play: &Play) -> Books {
    Books::open(&crate::town::folder(&play.dir(), GATEWAY).join("store").join("gateway.sqlite"))
}
