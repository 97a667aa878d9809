//! A ledger that can be held just before it takes custody.

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use tamga_gateway::ledger::records::Work;
use tamga_gateway::ledger::*;
use tamga_origin::Timestamp;
use tamga_protocol::{Ack, AckResult, SubmissionLine, SubmissionView};
use uuid::Uuid;

#[derive(Default)]
struct Door {
    closed: bool,
    waiting: usize,
}

/// Passes everything on to another ledger.
pub struct Slow {
    inner: Arc<dyn Ledger>,
    door: Mutex<Door>,
    moved: Condvar,
}

impl Slow {
    pub fn new(inner: Arc<dyn Ledger>) -> Self {
        Self { inner, door: Mutex::default(), moved: Condvar::new() }
    }

    /// Holds whatever would take custody from now on.
    pub fn hold(&self) {
        self.door.lock().unwrap().closed = true;
    }

    /// Lets all go.
    pub fn let_go(&self) {
        self.door.lock().unwrap().closed = false;
        self.moved.notify_all();
    }

    /// Returns when somebody is held.
    pub async fn wait_until_somebody_is_held(self: &Arc<Self>) {
        let own = self.clone();
        let held = tokio::task::spawn_blocking(move || {
            let until = Instant::now() + Duration::from_secs(20);
            let mut door = own.door.lock().unwrap();
            while door.waiting == 0 && Instant::now() < until {
                door = own.moved.wait_timeout(door, Duration::from_millis(100)).unwrap().0;
            }
            door.waiting > 0
        });
        assert!(held.await.unwrap(), "nobody came");
    }

    fn pass(&self) {
        let mut door = self.door.lock().unwrap();
        door.waiting += 1;
        self.moved.notify_all();
        let until = Instant::now() + crate::within::THREAD;
        while door.closed && Instant::now() < until {
            door = self.moved.wait_timeout(door, Duration::from_millis(100)).unwrap().0;
        }
        assert!(!door.closed, "nobody let go");
        door.waiting -= 1;
    }
}

impl Ledger for Slow {
    fn take(&self, incoming: &Incoming, sign: SignReceipt<'_>) -> Result<Taken, LedgerError> {
        self.pass();
        self.inner.take(incoming, sign)
    }

    fn register(&self, clients: &[Registration], boxes: &[(String, Vec<String>)]) -> Result<(), LedgerError> {
        self.inner.register(clients, boxes)
    }

    fn release(&self, open: &dyn Fn(&str) -> Option<Onward>, at: Timestamp) -> Result<usize, LedgerError> {
        self.inner.release(open, at)
    }

    fn registration(&self, client: &str) -> Result<Option<(Client, String, String)>, LedgerError> {
        self.inner.registration(client)
    }

    fn grant(&self, sha256: &str, client: &str, expires: Timestamp, now: Timestamp) -> Result<(), LedgerError> {
        self.inner.grant(sha256, client, expires, now)
    }

    fn bearer(&self, sha256: &str, now: Timestamp) -> Result<Option<Client>, LedgerError> {
        self.inner.bearer(sha256, now)
    }

    fn known(&self, id: Uuid) -> Result<Known, LedgerError> {
        self.inner.known(id)
    }

    fn repeated(&self, id: Uuid, at: Timestamp) -> Result<(), LedgerError> {
        self.inner.repeated(id, at)
    }

    fn close(&self, closing: &Closing<'_>, refuse: SignRefusal<'_>) -> Result<Known, LedgerError> {
        self.inner.close(closing, refuse)
    }

    fn view(&self, id: Uuid, party: &str) -> Result<Option<SubmissionView>, LedgerError> {
        self.inner.view(id, party)
    }

    fn list(&self, client: &str, after: u64, limit: u32) -> Result<(Vec<SubmissionLine>, bool), LedgerError> {
        self.inner.list(client, after, limit)
    }

    fn list_party(&self, party: &str, after: u64, limit: u32) -> Result<(PlacedLines, bool), LedgerError> {
        self.inner.list_party(party, after, limit)
    }

    fn boxes(&self, client: &str) -> Result<Vec<String>, LedgerError> {
        self.inner.boxes(client)
    }

    fn page(&self, box_id: &str, after: u64, limit: u32) -> Result<BoxPage, LedgerError> {
        self.inner.page(box_id, after, limit)
    }

    fn ack(&self, client: &str, acks: &[Ack], at: Timestamp) -> Result<Vec<AckResult>, LedgerError> {
        self.inner.ack(client, acks, at)
    }

    fn document(&self, sha256: &str, client: &str) -> Result<Option<(Vec<u8>, String)>, LedgerError> {
        self.inner.document(sha256, client)
    }

    fn waiting(&self, peer: &str) -> Result<Vec<ForwardRow>, LedgerError> {
        self.inner.waiting(peer)
    }

    fn begin_forward(&self, id: Uuid, at: Timestamp) -> Result<Forward, LedgerError> {
        self.inner.begin_forward(id, at)
    }

    fn settle_forward(
        &self,
        id: Uuid,
        ended: &HandedOver,
        at: Timestamp,
        refuse: SignRefusal<'_>,
    ) -> Result<(), LedgerError> {
        self.inner.settle_forward(id, ended, at, refuse)
    }

    fn on_news(&self, ring: Ring) {
        self.inner.on_news(ring);
    }

    fn leave(&self) -> Result<(), LedgerError> {
        self.inner.leave()
    }

    fn look(&self, work: Work<'_>) -> Result<(), LedgerError> {
        self.inner.look(work)
    }

    fn change(&self, work: Work<'_>) -> Result<(), LedgerError> {
        self.inner.change(work)
    }

    fn cursor_salt(&self) -> &str {
        self.inner.cursor_salt()
    }

    fn generation(&self) -> u64 {
        self.inner.generation()
    }
}
