//! What a border post does: it reads the box of the posts page by page, writes down what is new, and acknowledges it.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tamga_courier::{Ack, AckOutcome, GatewayTransport as _, HttpTransport, Item};
use tamga_history::{Event, Step};
use tamga_protocol::Kind;
use tamga_seal::digest::sha256_hex;

use crate::log::Log;
use crate::world::World;

const INBOX: &str = "posts";
/// Items of a page: few, so that there are many pages.
const PAGE: u32 = 7;

/// Reads until everything that was sent is here.
pub async fn read(world: Arc<World>, log: Arc<Log>, n: u64) {
    let reader = format!("post-{n}");
    let roads = world.roads(&reader);
    let (mut at, mut cursor, mut here) = (n as usize % roads.len(), None::<String>, HashSet::new());
    while log.items().is_none_or(|items| here.len() < items) {
        let page = roads[at].fetch(INBOX, cursor.as_deref(), PAGE, Duration::from_secs(1)).await;
        let Ok(page) = page else {
            at = (at + 1) % roads.len();
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let new: Vec<&Item> = page.items.iter().filter(|item| here.insert(item.item_id)).collect();
        new.iter().for_each(|item| keep(&log, &reader, item));
        acknowledge(&log, &reader, &new, &roads, at).await;
        cursor = Some(page.cursor);
    }
    let items = here.iter().map(ToString::to_string).collect();
    log.write(&Event::Kept { reader, items });
}

/// Writes an item down, and lets its paper take effect.
fn keep(log: &Log, reader: &str, item: &Item) {
    let (inbox, id) = (INBOX.to_owned(), item.item_id.to_string());
    log.write(&Event::Listed { reader: reader.to_owned(), inbox, item: id });
    let envelope = tamga_protocol::Envelope::read(item.envelope.as_ref().unwrap()).unwrap();
    let document = envelope.document.bytes().unwrap().unwrap();
    log.write(&Event::Applied {
        post: reader.to_owned(),
        number: format!("{}/{}", envelope.issuer, envelope.co_number),
        revision: envelope.revision,
        step: if envelope.kind == Kind::Cancel { Step::Cancel } else { Step::Issue },
        document: sha256_hex(&document),
    });
}

/// Tells that items are here, until that was heard.
async fn acknowledge(log: &Log, reader: &str, items: &[&Item], roads: &[HttpTransport], mut at: usize) {
    if items.is_empty() {
        return;
    }
    let acks: Vec<Ack> =
        items.iter().map(|item| Ack { item_id: item.item_id, outcome: AckOutcome::Stored, detail: None }).collect();
    while roads[at].ack(&acks).await.is_err() {
        at = (at + 1) % roads.len();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for item in items {
        log.write(&Event::Acknowledged { reader: reader.to_owned(), item: item.item_id.to_string() });
    }
}
