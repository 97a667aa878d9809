//! T-13: many writers whose changes end in any order, readers that page all the time, and nobody skips anything.

use std::collections::HashSet;
use std::path::Path;
use std::time::{Duration, Instant};

use tamga_gateway::ledger::{Client, Incoming, Ledger, Onward, Registration, Taken};
use tamga_protocol::{BusinessKey, Device, Envelope};
use uuid::Uuid;

use crate::documents::issue;
use crate::house::{CN, ISSUER, Open, now};

const WRITERS: u64 = 50;
/// Items of an ordinary run; `TAMGA_ITEMS` asks for another number.
const ITEMS: u64 = 10_000;
/// How long a reader waits for the next item.
const PATIENCE: Duration = Duration::from_secs(120);

pub fn client(id: &str) -> Client {
    Client { id: id.into(), party: ISSUER.into(), is_gateway: false, suspended: false }
}

/// Writers, a reader of the shared box, and the box.
pub fn registered(ledger: &dyn Ledger, writers: u64) {
    let names = (0..writers).map(|n| format!("writer-{n}")).chain(["reader".into()]);
    let registration = |id: String| Registration {
        client: client(&id),
        kind: "desktop",
        secret_sha256: String::new(),
        salt: String::new(),
    };
    let clients: Vec<_> = names.map(registration).collect();
    ledger.register(&clients, &[("posts".into(), vec!["reader".into()])]).unwrap();
}

/// The `n`th submission of a writer, as it stands after every check.
pub fn incoming(template: &Envelope, writer: u64, n: u64, onward: Onward) -> Incoming {
    let co_number = format!("24C-{writer}-{n}");
    let device = Device { id: Uuid::from_u128(u128::from(writer)), epoch: 1, seq: n };
    let envelope = Envelope { co_number: co_number.clone(), device, ..template.clone() };
    Incoming {
        id: Uuid::new_v4(),
        client: client(&format!("writer-{writer}")),
        bytes: b"bytes".to_vec(),
        env: "0".repeat(64),
        key: BusinessKey::Certificate { issuer: ISSUER.into(), co_number, revision: 1 },
        envelope,
        outcome: None,
        onward,
        paused: false,
        hops: Vec::new(),
        at: now(),
    }
}

pub async fn ten_thousand_items_of_fifty_writers_are_skipped_by_no_reader(open: Open) {
    tokio::task::spawn_blocking(move || write_and_read(open)).await.unwrap();
}

fn write_and_read(open: Open) {
    // What is kept need not outlive the run: in memory where there is a file system for that.
    let memory = Path::new("/dev/shm");
    let items = std::env::var("TAMGA_ITEMS").ok().and_then(|text| text.parse().ok()).unwrap_or(ITEMS);
    let (each, items) = (items / WRITERS, items / WRITERS * WRITERS);
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let ledger = open(folder.path(), CN, None);
    registered(ledger.as_ref(), WRITERS);
    let template = issue("24C0");
    let (ledger, template) = (ledger.as_ref(), &template);
    let write = |writer: u64| -> Vec<Uuid> {
        let sent = (0..each).map(|n| {
            let incoming = incoming(template, writer, n + 1, Onward::Box("posts".into()));
            let taken = ledger.take(&incoming, &|place| {
                // Each holds its transaction open for another while, so that they end in another order than they began.
                (0..(writer * 7 + n * 13) % 4).for_each(|_| std::thread::yield_now());
                Ok((format!("receipt {}", place.n), format!("digest {}", place.n)))
            });
            assert!(matches!(taken, Ok(Taken::New(_))), "{taken:?}");
            incoming.id
        });
        sent.collect()
    };
    let read = |limit: u32| -> Vec<Uuid> {
        let (mut seen, mut passed) = (Vec::new(), 0);
        let mut until = Instant::now() + PATIENCE;
        while seen.len() < items as usize {
            assert!(Instant::now() < until, "only {} came", seen.len());
            let page = ledger.page("posts", passed, limit).unwrap();
            assert!(page.high_water >= passed + page.items.len() as u64);
            if page.items.is_empty() {
                std::thread::yield_now();
            }
            for (seq, item) in page.items {
                assert_eq!(seq, passed + 1, "in order, and nothing between");
                (passed, until) = (seq, Instant::now() + PATIENCE);
                seen.push(item.submission_id.unwrap());
            }
        }
        assert!(ledger.page("posts", passed, limit).unwrap().items.is_empty());
        seen
    };
    std::thread::scope(|scope| {
        let readers = [3, 20, 200].map(|limit| scope.spawn(move || read(limit)));
        let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || write(writer))).collect();
        let sent: HashSet<Uuid> = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        let seen = readers.map(|reader| reader.join().unwrap());
        assert_eq!(sent.len(), items as usize);
        assert_eq!(seen[0].iter().copied().collect::<HashSet<_>>(), sent, "each once");
        println!("soak items {}", seen[0].len());
        assert!(seen[0] == seen[1] && seen[1] == seen[2], "all in the same order");
    });
}
