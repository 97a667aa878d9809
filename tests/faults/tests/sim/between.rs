//! T-09: the program is killed between any two steps of its work and comes back without a network. Does somebody move each
//! row then, is none left to a dead run, and does the work end as it would have undisturbed?
//!
//! A step is a transaction. The kill comes at a call of the file layer: inside a transaction it undoes that one, so a kill
//! in each transaction is a kill between any two. In a long run the power goes as well, and every call is a place.

use std::path::Path;
use std::sync::Arc;

use tamga_courier::GatewayTransport;
use tamga_demo::PIN;
use tamga_disk::{Chance, Disk, Plan, Survival};
use tamga_office::{Office, OutboxTurns, Secret};
use uuid::Uuid;

use crate::books::{Books, STRANDED, Texts};
use crate::clock::{Drawn, OffClock, surroundings};
use crate::net::{Spoil, Wire};
use crate::play::{Computer, HOUR, MINUTE, Play};
use crate::town::{Town, boxes, copy, folder, gateway_id};

/// What is interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// A certificate is issued.
    Issue,
    /// One is taken back.
    Cancel,
    /// What is queued is sent.
    Send,
    /// What may have arrived is sent again.
    SendAgain,
    /// One that may have left is given up.
    GiveUp,
    /// News of what was sent is read.
    News,
    /// A post reads what came from abroad, and answers.
    Receive,
    /// The answers are sent.
    Answer,
}

pub const WORKS: [Work; 8] =
    [Work::Issue, Work::Cancel, Work::Send, Work::SendAgain, Work::GiveUp, Work::News, Work::Receive, Work::Answer];

/// What came of it.
#[derive(Debug, Default)]
pub struct Between {
    pub kills: u64,
    pub wrong: Vec<String>,
}

/// Kills at every so manieth call of a work, so many times each.
pub async fn between_steps(town: &Arc<Town>, work: Work, apart: u64, times: u64) -> Between {
    let play = ready_for(town, work).await;
    let at = usize::from(matches!(work, Work::Receive | Work::Answer));
    let name = play.offices[at].name.clone();
    let before = folder(&play.dir(), &name);
    let undisturbed = Scene::open(&play, &before, &name, 0);
    undisturbed.disk.plan(Plan::Fine);
    undisturbed.does(work).await;
    let calls = undisturbed.disk.calls();
    undisturbed.settles(work).await;
    let ends = undisturbed.books(work);
    let mut between = Between::default();
    let mut chance = Chance::new(work as u64);
    for call in (1..=calls).step_by(apart as usize) {
        for time in 0..times {
            let survival = match time % 4 {
                0 => Survival::Everything,
                1 => Survival::Nothing,
                2 => Survival::Torn { sector: 512 },
                _ => Survival::Torn { sector: 4096 },
            };
            let mut scene = Scene::open(&play, &before, &name, call * times + time + 1);
            scene.disk.plan(Plan::CutAt(call));
            scene.does(work).await;
            scene.dies(survival, &mut chance);
            let mut wrong = scene.stands("right after its start");
            play.net.order("/", Spoil::NoConnection, u64::MAX);
            scene.turn().await;
            wrong.extend(scene.stands("after a turn without a network"));
            play.net.forget_orders();
            scene.settles(work).await;
            let found = scene.books(work);
            if found != ends {
                wrong.push(format!("ends otherwise: {found:?} instead of {ends:?}"));
            }
            between.kills += 1;
            between.wrong.extend(wrong.into_iter().map(|what| format!("{work:?}, call {call}, {survival:?}: {what}")));
        }
    }
    between
}

/// A town just before the work, with everybody's programs closed.
async fn ready_for(town: &Arc<Town>, work: Work) -> Play {
    let mut play = Play::begin(town, 0).await;
    play.net.set_bad(0);
    match work {
        Work::Issue | Work::Cancel | Work::Send => {}
        Work::SendAgain => {
            play.net.order("/v1/submissions/", Spoil::ReplySwallowed, 2);
            play.send(0).await;
            play.time.pass(HOUR);
        }
        Work::GiveUp => {
            play.net.order("/v1/submissions/", Spoil::Lost, u64::MAX);
            play.send(0).await;
            play.time.pass(HOUR);
            play.net.forget_orders();
        }
        Work::News | Work::Receive => play.send(0).await,
        Work::Answer => {
            play.send(0).await;
            play.receive(1).await;
        }
    }
    play.offices.iter_mut().for_each(Computer::close);
    play
}

/// An office in a copy of its folder.
struct Scene<'a> {
    play: &'a Play,
    name: String,
    _dir: tempfile::TempDir,
    place: std::path::PathBuf,
    disk: Disk,
    clock: OffClock,
    chance: Arc<Drawn>,
    office: Option<Arc<Office>>,
    run: u64,
    number: u64,
}

impl<'a> Scene<'a> {
    fn open(play: &'a Play, before: &Path, name: &str, number: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join(name);
        copy(before, &place);
        let disk = Disk::watch(&place);
        let clock = OffClock::new(&play.time);
        // The same draws each time, so that ids are the same in the end.
        let chance = Drawn::new(7);
        let name = name.to_owned();
        let mut scene = Self { play, name, _dir: dir, place, disk, clock, chance, office: None, run: 0, number };
        scene.starts();
        scene
    }

    fn boot(&self) -> String {
        format!("{} scene {} run {}", self.name, self.number, self.run)
    }

    fn starts(&mut self) {
        self.run += 1;
        let around = surroundings(&self.clock, &self.chance, &self.boot());
        self.office = Some(Office::open(&self.place, around).unwrap());
    }

    /// The program is gone, with what its disk kept, and starts again.
    fn dies(&mut self, survival: Survival, chance: &mut Chance) {
        self.disk.cut();
        self.office = None;
        self.disk.power_up(survival, chance).unwrap();
        self.starts();
    }

    fn road(&self) -> (Arc<Office>, Arc<dyn GatewayTransport>) {
        let office = self.office.clone().unwrap();
        let to = gateway_id("au");
        let road =
            office.road_over(Arc::new(Wire { net: self.play.net.clone(), from: self.name.clone(), to })).unwrap();
        (office, road)
    }

    /// Does the work, or as much of it as the disk lets through.
    async fn does(&self, work: Work) {
        let (office, road) = self.road();
        match work {
            Work::Issue => {
                let Ok(draft) = tamga_demo::complete::ready_draft(&office) else { return };
                let Ok(keys) = office.keys() else { return };
                let _ = office.issue_many(&[draft], &keys[0].id, &Secret::new(PIN.to_owned()), &mut |_, _| {});
            }
            Work::Cancel => {
                let rows = Books::open(&self.database()).rows("SELECT co_number FROM outbox ORDER BY device_seq DESC");
                let Ok(keys) = office.keys() else { return };
                let _ = office.cancel(&rows[1][0], "NSH", &keys[0].id, &Secret::new(PIN.to_owned()));
            }
            Work::Send | Work::SendAgain | Work::Answer => _ = office.send_over(&road).await,
            Work::GiveUp => {
                let rows = Books::open(&self.database()).rows("SELECT submission_id FROM outbox ORDER BY device_seq");
                let id: Uuid = rows[1][0].parse().unwrap();
                let _ = office.outbox_give_up_over(&road, id, "A second person", "typed twice").await;
            }
            Work::News | Work::Receive => _ = office.receive_over(&road, &boxes(&self.name)).await,
        }
    }

    /// One turn of the outbox worker.
    async fn turn(&self) {
        let (office, road) = self.road();
        OutboxTurns::begin(&office).turn(&office, Some(&road)).await;
    }

    /// The work is done again by whoever began it, and everything has the time it needs.
    async fn settles(&self, work: Work) {
        for _ in 0..2 {
            // Longer than any delay.
            self.play.time.pass(61 * MINUTE);
            // What a person began is not begun again by itself.
            if !matches!(work, Work::Issue | Work::Cancel) {
                self.does(work).await;
            }
            // The answers are sealed anew in each scene, and the gateway is the same in all: only one can be sent.
            if work != Work::Receive {
                self.turn().await;
            }
        }
    }

    fn database(&self) -> std::path::PathBuf {
        self.place.join("office.db")
    }

    /// H10, by the words of the tables.
    fn stands(&self, when: &str) -> Vec<String> {
        let books = Books::open(&self.database());
        let mut wrong = Vec::new();
        wrong.extend(books.rows(STRANDED).into_iter().map(|row| format!("{when}: nobody will move {}", row[0])));
        let sending = books.rows("SELECT submission_id FROM outbox WHERE state = 'sending'");
        wrong.extend(sending.into_iter().map(|row| format!("{when}: {} is being sent by nobody", row[0])));
        let open = books.rows("SELECT submission_id, n FROM attempt WHERE ended IS NULL");
        wrong.extend(open.into_iter().map(|row| format!("{when}: attempt {} of {} never ended", row[1], row[0])));
        let reserved = "SELECT number FROM number WHERE state = 'reserved'";
        wrong.extend(books.rows(reserved).into_iter().map(|row| format!("{when}: {} is reserved by nobody", row[0])));
        wrong
    }

    /// How everything stands; what only a person begins is not compared.
    fn books(&self, work: Work) -> Vec<Vec<Texts>> {
        let books = Books::open(&self.database());
        if work == Work::Receive {
            let answers =
                "SELECT issuer, co_number, kind, revision, number, count(*) FROM outbox GROUP BY 1, 2, 3, 4, 5";
            return ["SELECT item_id, state FROM inbox ORDER BY 1", answers].map(|sql| books.rows(sql)).to_vec();
        }
        [
            "SELECT submission_id, state FROM outbox WHERE submission_id IN
               (SELECT submission_id FROM outbox ORDER BY device_seq LIMIT 4) ORDER BY 1",
            "SELECT item_id, state FROM inbox ORDER BY 1",
            "SELECT submission_id, kind, count(*) FROM evidence WHERE submission_id IN
               (SELECT submission_id FROM outbox ORDER BY device_seq LIMIT 4) GROUP BY 1, 2 ORDER BY 1, 2",
        ]
        .map(|sql| books.rows(sql))
        .to_vec()
    }
}
