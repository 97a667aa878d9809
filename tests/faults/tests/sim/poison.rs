//! T-20: twenty submissions that cannot get through among a thousand that can. Are the others held up, and does a person see
//! each of the twenty with its reason?

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tamga_courier::GatewayTransport;
use tamga_disk::{Disk, Survival};
use tamga_office::outbox::OutboxRow;
use tamga_office::{Office, OutboxTurns, Window};

use crate::books::{database, rows};
use crate::ills::{ILLS, Ill, IllLine, damage};
use crate::lanes::Lanes;
use crate::play::{HOUR, MINUTE, Play};
use crate::town::{Town, copy, folder, gateway_id};

const DESK: &str = "desk-1";
/// The longest that a worker sleeps.
const TICK: i64 = 30_000;

/// What came of it.
#[derive(Debug)]
pub struct Poisoned {
    /// Milliseconds until the last of the good ones was in custody: when all are good, and among the ill ones.
    pub alone: i64,
    pub among: i64,
    /// Ill ones that people do not see as they are.
    pub unseen: Vec<String>,
    /// What is not in custody although nothing is in its way any more.
    pub left: Vec<String>,
}

/// So many good certificates and twenty ill ones, which stand elsewhere in each round.
pub async fn poisoned(town: &Arc<Town>, good: usize, round: u64) -> Poisoned {
    let mut first = Play::begin(town, round).await;
    let here = rows(&database(&first.dir(), DESK), "SELECT count(*) FROM outbox")[0][0].parse::<usize>().unwrap();
    Town::issue(first.offices[0].office.as_ref().unwrap(), good + ILLS.len() - here);
    first.offices[0].close();
    let mut second = Play::begin(town, round).await;
    second.offices[0].close();
    let place = folder(&second.dir(), DESK);
    std::fs::remove_dir_all(&place).unwrap();
    copy(&folder(&first.dir(), DESK), &place);
    // The other disk remembers what was there before.
    second.offices[0].disk = Disk::watch(&place);
    let ill = sick(&second, round);
    let mut well = Desk::open(&mut first, BTreeMap::new());
    let alone = well.until_sent(&first, &ill).await;
    let mut sick = Desk::open(&mut second, ill.clone());
    let among = sick.until_sent(&second, &ill).await;
    // The ill ones are tried on: whoever is a suspect by now is seen to be one.
    sick.work(2 * HOUR).await;
    let unseen = sick.unseen(&ill);
    sick.line.ills.lock().unwrap().clear();
    sick.work(2 * HOUR).await;
    let waits = "SELECT submission_id, state FROM outbox WHERE state NOT IN ('accepted', 'delivered', 'answered')";
    let left = rows(&database(&second.dir(), DESK), waits).into_iter();
    let left = left.filter(|row| ill.get(&row[0]).is_none_or(|ill| !ill.is_local()));
    Poisoned { alone, among, unseen, left: left.map(|row| row.join(" ")).collect() }
}

/// One submission after every so many others fares ill.
fn sick(play: &Play, round: u64) -> BTreeMap<String, Ill> {
    let books = database(&play.dir(), DESK);
    // The first one has a cancellation behind it, which would wait with it.
    let all = rows(&books, "SELECT submission_id FROM outbox WHERE device_seq > 4 ORDER BY device_seq");
    let apart = all.len() / ILLS.len();
    let ill: BTreeMap<_, _> = ILLS
        .iter()
        .zip(all.iter().skip(round as usize % apart).step_by(apart))
        .map(|(ill, row)| (row[0].clone(), *ill))
        .collect();
    ill.iter().for_each(|(submission, ill)| damage(&books, submission, *ill));
    ill
}

/// A desk at work.
struct Desk {
    office: Arc<Office>,
    line: Arc<IllLine>,
    road: Arc<dyn GatewayTransport>,
    lanes: Arc<Lanes>,
    turns: OutboxTurns,
}

impl Desk {
    fn open(play: &mut Play, ills: BTreeMap<String, Ill>) -> Self {
        play.net.set_bad(0);
        play.restart(0, Survival::Everything);
        let office = play.offices[0].office.clone().unwrap();
        let lanes = Arc::new(Lanes::new(&play.time));
        let line = Arc::new(IllLine {
            net: play.net.clone(),
            to: gateway_id("au"),
            lanes: lanes.clone(),
            ills: Mutex::new(ills),
            receipt: Mutex::default(),
        });
        let road = office.road_over(line.clone()).unwrap();
        Self { turns: OutboxTurns::begin(&office), office, line, road, lanes }
    }

    /// Works until all that are not ill are in custody; answers how long that took.
    async fn until_sent(&mut self, play: &Play, ill: &BTreeMap<String, Ill>) -> i64 {
        let begun = play.time.elapsed();
        let last = play.time.clone();
        let lanes = self.lanes.clone();
        let (books, done) = (database(&play.dir(), DESK), Mutex::new(begun));
        lanes
            .during(async {
                let watch = async {
                    loop {
                        let waits = "SELECT submission_id FROM outbox WHERE state IN ('queued', 'sending', 'waiting')";
                        if rows(&books, waits).iter().all(|row| ill.contains_key(&row[0])) {
                            break *done.lock().unwrap() = last.elapsed();
                        }
                        assert!(last.elapsed() - begun < HOUR, "some are not sent within an hour");
                        lanes.pass(100).await;
                    }
                };
                tokio::select! {
                    () = watch => {}
                    () = self.turns_without_end() => {}
                }
            })
            .await;
        done.into_inner().unwrap() - begun
    }

    async fn work(&mut self, millis: i64) {
        let lanes = self.lanes.clone();
        lanes
            .during(async {
                tokio::select! {
                    () = lanes.pass(millis) => {}
                    () = self.turns_without_end() => {}
                }
            })
            .await;
    }

    async fn turns_without_end(&mut self) {
        loop {
            let next = self.turns.turn(&self.office, Some(&self.road)).await;
            let now = self.office.surroundings().now().millis();
            let wait = next.map_or(TICK, |next| (next.millis() - now).clamp(10, TICK));
            self.lanes.pass(wait).await;
        }
    }

    /// Ill ones that a person does not see with their reason in the outbox.
    fn unseen(&self, ill: &BTreeMap<String, Ill>) -> Vec<String> {
        let mut shown: BTreeMap<String, OutboxRow> = BTreeMap::new();
        loop {
            let window = Window { offset: shown.len() as u64, limit: Window::MOST };
            let page = self.office.outbox(window, true).unwrap().rows.rows;
            if page.is_empty() {
                break;
            }
            shown.extend(page.into_iter().map(|row| (row.id.to_string(), row)));
        }
        let is_wrong = |(submission, ill): (&String, &Ill)| {
            let row = &shown[submission];
            let says = [row.state.code.as_str(), row.what_now.code.as_str()];
            let names_trace = row.what_now.params.iter().any(|(name, value)| name == "trace" && !value.is_empty());
            let is_seldom = row.next_try.is_none_or(|next| {
                let now = self.office.surroundings().now().millis();
                says[0] != "delivery.suspect" || next.millis() - now <= 15 * MINUTE
            });
            let is_right = says == ill.shown() && names_trace == matches!(ill, Ill::Fails(..)) && is_seldom;
            (!is_right).then(|| format!("{ill:?}: {says:?} {:?}, {} attempts", row.what_now.params, row.attempts))
        };
        ill.iter().filter_map(is_wrong).collect()
    }
}
