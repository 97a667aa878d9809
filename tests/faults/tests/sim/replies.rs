//! T-08: what was sent arrived, and the answer did not. Is there one custody for each submission, and does every repeat
//! bring the same receipt, byte for byte?

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::books::{database, rows};
use crate::net::Spoil;
use crate::play::{MINUTE, Play, verdict};
use crate::town::{DESKS, Town};

/// What came of it.
pub struct Replies {
    /// Answers that were given and not heard.
    pub lost: u64,
    /// Of these, how many carried the receipt that the desk has in the end.
    pub recovered: u64,
    /// What the judge found in the history.
    pub findings: Vec<String>,
}

/// Every submission of every desk loses so many answers.
pub async fn lose_replies(town: &Arc<Town>, each: u64) -> Replies {
    let mut play = Play::begin(town, 0).await;
    play.net.set_bad(0);
    play.net.watch();
    let mut receipts = BTreeMap::new();
    for desk in 0..DESKS {
        let database = database(&play.dir(), &play.offices[desk].name);
        let ids = rows(&database, "SELECT submission_id FROM outbox");
        ids.iter().for_each(|row| play.net.order(&path(&row[0]), Spoil::ReplySwallowed, each));
        // A wake-up tries one item in half a minute while the road seems down.
        for _ in 0..(each * ids.len() as u64 + 10) {
            play.send(desk).await;
            play.time.pass(MINUTE);
        }
        let kept = "SELECT submission_id, raw FROM evidence WHERE kind = 'receipt'";
        receipts.extend(rows(&database, kept).into_iter().map(|row| (path(&row[0]), row[1].clone())));
    }
    let swallowed = |seen: &crate::net::Seen| seen.spoil == Some(Spoil::ReplySwallowed);
    let (mut lost, mut recovered) = (0, 0);
    for seen in play.net.seen().into_iter().filter(swallowed) {
        let answer: serde_json::Value = serde_json::from_slice(&seen.answer.unwrap()).unwrap();
        lost += 1;
        recovered += u64::from(receipts.get(&seen.path).map(String::as_str) == answer["receipt"].as_str());
    }
    play.settle().await;
    Replies { lost, recovered, findings: verdict(&play.journal.log()) }
}

fn path(submission: &str) -> String {
    format!("/v1/submissions/{submission}")
}
