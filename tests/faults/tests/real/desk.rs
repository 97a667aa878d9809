//! What a desk does: it issues, takes back, and asks again for what it has. It knows five outcomes, repeats the same
//! bytes under the same id until it holds a receipt, and turns to another node after each attempt that failed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tamga_courier::{
    AttemptCtx, Evidence, EvidenceKind, GatewayTransport as _, HttpTransport, QueryOutcome, SubmitOutcome,
};
use tamga_disk::Chance;
use tamga_history::Event;
use tamga_seal::Typ;

use crate::log::Log;
use crate::world::{CHAMBER, GATEWAY, POSTS, Paper, World, now};

/// The longest that one message may be on its way: longer than any process stands still.
const PATIENCE: Duration = Duration::from_secs(200);

/// What a desk holds of one paper.
pub struct Row {
    desk: u64,
    paper: Paper,
    receipt: Vec<u8>,
    is_taken_back: bool,
}

/// Does so many operations; answers what it holds then.
pub async fn work(world: Arc<World>, log: Arc<Log>, desk: u64, operations: u64, mut chance: Chance) -> Vec<Row> {
    let roads = world.roads(&format!("desk-{desk}"));
    let mut rows: Vec<Row> = Vec::new();
    let mut seq = 0;
    for _ in 0..operations {
        let known = chance.below(rows.len() as u64) as usize;
        match (chance.below(10), rows.get(known)) {
            (0..=1, Some(row)) => again(&log, row, &roads, &mut chance).await,
            (2..=3, Some(row)) if row.paper.revision == 1 && !row.is_taken_back => {
                seq += 1;
                let paper = world.cancellation(&row.paper, desk, seq);
                rows[known].is_taken_back = true;
                rows.push(hand_over(&world, &log, desk, paper, &roads, &mut chance).await);
            }
            _ => {
                seq += 1;
                let paper = world.certificate(desk, seq);
                rows.push(hand_over(&world, &log, desk, paper, &roads, &mut chance).await);
            }
        }
        log.done();
    }
    rows
}

/// One paper from being shown as issued to its receipt.
async fn hand_over(
    world: &World,
    log: &Log,
    desk: u64,
    paper: Paper,
    roads: &[HttpTransport],
    chance: &mut Chance,
) -> Row {
    log.write(&Event::Shown {
        desk: format!("desk-{desk}"),
        submission: paper.envelope.key().id.to_string(),
        number: format!("{CHAMBER}/{}", paper.number),
        revision: paper.revision,
        step: paper.step,
        document: paper.document.clone(),
        to: (0..POSTS).map(|n| format!("post-{n}")).collect(),
    });
    let row = Row { desk, paper, receipt: Vec::new(), is_taken_back: false };
    let receipt = until_taken(log, &row, roads, chance).await;
    proof(world, log, &row, "receipt", &receipt);
    state(log, &row, "accepted");
    Row { receipt: receipt.raw, ..row }
}

/// The same bytes under the same id once more: the same receipt.
async fn again(log: &Log, row: &Row, roads: &[HttpTransport], chance: &mut Chance) {
    let receipt = taken(row, roads, chance, |_| {}).await;
    let other = u64::from(receipt.raw != row.receipt);
    log.write(&Event::Measured { name: "receipts that differ from the first".to_owned(), value: other, most: 0 });
}

async fn until_taken(log: &Log, row: &Row, roads: &[HttpTransport], chance: &mut Chance) -> Evidence {
    state(log, row, "queued");
    taken(row, roads, chance, |now| state(log, row, now)).await
}

/// Attempts until one proves custody.
async fn taken(row: &Row, roads: &[HttpTransport], chance: &mut Chance, mut tell: impl FnMut(&str)) -> Evidence {
    let until = Instant::now() + PATIENCE;
    let mut at = chance.below(roads.len() as u64) as usize;
    for n in 1.. {
        tell("sending");
        let seen = match roads[at].submit(&row.paper.envelope, &AttemptCtx { n, at: now(), hops: Vec::new() }).await {
            SubmitOutcome::Accepted(receipt) => return receipt,
            SubmitOutcome::NotSent(fault) | SubmitOutcome::Unknown(fault) => fault,
            // Each paper is new and entitled: nothing may refuse it, and nothing may have it under another id.
            other => panic!("{}: {other:?}", row.paper.number),
        };
        tell("waiting");
        assert!(Instant::now() < until, "{} is not taken within {PATIENCE:?}: {seen}", row.paper.number);
        at = (at + 1) % roads.len();
        tokio::time::sleep(Duration::from_millis(20 + chance.below(200))).await;
    }
    unreachable!("it is asked for ever")
}

/// Asks for each paper whether it arrived, by the gateway's own evidence.
pub async fn delivered(world: &World, log: &Log, rows: &[Row]) {
    let roads: Vec<Vec<HttpTransport>> =
        (0..crate::world::DESKS).map(|desk| world.roads(&format!("desk-{desk}"))).collect();
    for row in rows {
        let road = &roads[row.desk as usize][0];
        let QueryOutcome::Present { receipt, later, .. } = road.query(row.paper.envelope.key()).await else {
            panic!("{} is not told about", row.paper.number)
        };
        let other = u64::from(receipt.raw != row.receipt);
        log.write(&Event::Measured { name: "receipts that differ from the first".to_owned(), value: other, most: 0 });
        for evidence in later.iter().filter(|evidence| evidence.kind == EvidenceKind::Delivery) {
            proof(world, log, row, "delivery", evidence);
            state(log, row, "delivered");
        }
    }
}

fn state(log: &Log, row: &Row, state: &str) {
    let (desk, submission) = (format!("desk-{}", row.desk), row.paper.envelope.key().id.to_string());
    log.write(&Event::State { desk, submission, state: state.to_owned() });
}

/// Evidence, checked here once more: by its signature, and by whether it speaks of this paper.
fn proof(world: &World, log: &Log, row: &Row, kind: &str, evidence: &Evidence) {
    let claims = world.keys.opened(Typ::Receipt, &evidence.raw);
    let claims = claims.and_then(|claims| serde_json::from_slice::<serde_json::Value>(&claims).ok());
    let speaks_of = |name: &str, of: &str| claims.as_ref().is_some_and(|claims| claims[name] == *of);
    let id = row.paper.envelope.key().id.to_string();
    log.write(&Event::Proof {
        desk: format!("desk-{}", row.desk),
        holds: speaks_of("sub", &id) && speaks_of("dig", &row.paper.document),
        submission: id,
        kind: kind.to_owned(),
        gateway: GATEWAY.to_owned(),
        document: row.paper.document.clone(),
    });
}
