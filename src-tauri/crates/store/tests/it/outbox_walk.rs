//! Random walks through the outbox, with a gateway that keeps what reaches it: nothing is lost, nothing is doubled,
//! nothing waits for nobody.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tamga_store::{Advance, AttemptStart, OutboxRow, Settlement, Store, StoreError, T3};

use crate::house::{ALL, House, ROUTE, at, proof, submit, uuid, write};

#[derive(Debug, Clone)]
enum Step {
    Issue { depends: Option<usize> },
    Begin { which: usize, arrives: bool },
    End { which: usize, ending: Ending },
    News { which: usize, news: News },
    Wake,
    Block { which: usize },
    Requeue { which: usize },
    Abandon { which: usize, void: bool },
    Restart,
}

#[derive(Debug, Clone, Copy)]
enum Ending {
    Answered,
    NeverLeft,
    Unknown,
    Rejected,
    Conflict,
    Blocked,
}

#[derive(Debug, Clone, Copy)]
enum News {
    Accepted,
    Delivered,
    Answered,
    Rejected,
}

fn step() -> impl Strategy<Value = Step> {
    let which = 0..6_usize;
    let ending = prop_oneof![
        4 => Just(Ending::Answered),
        3 => Just(Ending::NeverLeft),
        3 => Just(Ending::Unknown),
        1 => Just(Ending::Rejected),
        1 => Just(Ending::Conflict),
        1 => Just(Ending::Blocked),
    ];
    let news = prop_oneof![Just(News::Accepted), Just(News::Delivered), Just(News::Answered), Just(News::Rejected)];
    prop_oneof![
        3 => proptest::option::of(which.clone()).prop_map(|depends| Step::Issue { depends }),
        6 => (which.clone(), any::<bool>()).prop_map(|(which, arrives)| Step::Begin { which, arrives }),
        6 => (which.clone(), ending).prop_map(|(which, ending)| Step::End { which, ending }),
        2 => (which.clone(), news).prop_map(|(which, news)| Step::News { which, news }),
        1 => Just(Step::Wake),
        1 => which.clone().prop_map(|which| Step::Block { which }),
        1 => which.clone().prop_map(|which| Step::Requeue { which }),
        1 => (which, any::<bool>()).prop_map(|(which, void)| Step::Abandon { which, void }),
        1 => Just(Step::Restart),
    ]
}

/// The outbox under test and what the world knows of it.
struct World {
    house: Option<House>,
    boot: u32,
    ids: Vec<String>,
    envelopes: BTreeMap<String, Vec<u8>>,
    /// What reached the gateway, by id.
    gateway: BTreeMap<String, Vec<u8>>,
    stations: BTreeMap<String, u8>,
    over: BTreeSet<String>,
}

impl World {
    fn new() -> Self {
        Self {
            house: Some(House::new()),
            boot: 1,
            ids: Vec::new(),
            envelopes: BTreeMap::new(),
            gateway: BTreeMap::new(),
            stations: BTreeMap::new(),
            over: BTreeSet::new(),
        }
    }

    fn store(&self) -> &Store {
        &self.house.as_ref().unwrap().store
    }

    fn boot(&self) -> String {
        format!("boot-{}", self.boot)
    }

    fn row(&self, id: &str) -> OutboxRow {
        self.store().read(|reader| reader.outbox_row(id)).unwrap()
    }

    fn at(&self, which: usize) -> Option<String> {
        self.ids.get(which % self.ids.len().max(1)).cloned()
    }

    /// Makes a step. Whether the store allows it is the store's affair; what it does must hold.
    fn make(&mut self, step: &Step) {
        match step {
            Step::Issue { depends } => self.issue(*depends),
            Step::Begin { which, arrives } => {
                if let Some(id) = self.at(*which) {
                    self.begin(&id, *arrives);
                }
            }
            Step::End { which, ending } => {
                if let Some(id) = self.at(*which) {
                    self.end(&id, *ending);
                }
            }
            Step::News { which, news } => {
                // A gateway only tells of what reached it.
                if let Some(id) = self.at(*which).filter(|id| self.gateway.contains_key(id)) {
                    self.news(&id, *news);
                }
            }
            Step::Wake => {
                write(self.store(), 1, |tx| tx.outbox_wake(ROUTE)).unwrap();
            }
            Step::Block { which } => {
                if let Some(id) = self.at(*which) {
                    let _ = write(self.store(), 1, |tx| tx.outbox_block(&id, "disk"));
                }
            }
            Step::Requeue { which } => {
                if let Some(id) = self.at(*which) {
                    let _ = write(self.store(), 1, |tx| tx.outbox_requeue(&id));
                }
            }
            Step::Abandon { which, void } => {
                if let Some(id) = self.at(*which) {
                    // A gateway promises only for what it does not have.
                    let void = *void && !self.gateway.contains_key(&id);
                    let gave_up = write(self.store(), 1, |tx| {
                        if void {
                            tx.evidence_add(&id, &proof("void", 1))?;
                        }
                        tx.outbox_abandon(&id, "Brian", "wrong")
                    });
                    let arrived = self.gateway.contains_key(&id);
                    assert!(gave_up.is_err() || !arrived, "{id} was given up although the gateway has it");
                }
            }
            Step::Restart => {
                let house = self.house.take().unwrap();
                self.house = Some(house.closed().reopened());
                self.boot += 1;
                let boot = self.boot();
                write(self.store(), 1, |tx| tx.outbox_recover(&boot)).unwrap();
            }
        }
    }

    fn issue(&mut self, depends: Option<usize>) {
        let n = self.ids.len() as u64 + 1;
        if n > 6 {
            return;
        }
        let depends = depends.and_then(|which| self.at(which));
        write(self.store(), 1, |tx| submit(tx, n, &format!("KE/{n}"), 1, depends.as_deref())).unwrap();
        let id = uuid(n);
        let envelope = self.store().read(|reader| reader.outbox_envelope(&id)).unwrap();
        self.envelopes.insert(id.clone(), envelope);
        self.ids.push(id);
    }

    fn begin(&mut self, id: &str, arrives: bool) -> bool {
        let boot_id = self.boot();
        let before = self.row(id);
        let first = before.depends_on.as_ref().map(|first| self.row(first).state);
        let begun = write(self.store(), 2, |tx| {
            tx.outbox_begin(&AttemptStart { submission_id: id.to_owned(), boot_id, mono: 1 })
        });
        if begun.is_err() {
            return false;
        }
        assert!(matches!(before.state.as_str(), "queued" | "waiting"), "{id} was sent from {}", before.state);
        let in_custody = |state: &String| matches!(state.as_str(), "accepted" | "delivered" | "answered");
        assert!(first.iter().all(in_custody), "{id} went before what it depends on: {first:?}");
        if arrives {
            let sent = self.store().read(|reader| reader.outbox_envelope(id)).unwrap();
            if let Some(there) = self.gateway.insert(id.to_owned(), sent.clone()) {
                assert_eq!(there, sent, "another attempt carried other bytes");
            }
        }
        true
    }

    /// Ends the attempt under way as it can end: only what arrived is accepted, only what did not may never have left.
    fn end(&mut self, id: &str, ending: Ending) {
        let row = self.row(id);
        let arrived = self.gateway.contains_key(id);
        let wait = Settlement::Waiting {
            next_at: at(9),
            failures: row.failures + 1,
            local_faults: 0,
            odd_since: None,
            is_suspect: false,
        };
        let reason = "reason".to_owned();
        let (outcome, change, left_us) = match ending {
            Ending::Answered if arrived => ("accepted", Settlement::Accepted, true),
            Ending::Rejected if !arrived => ("rejected", Settlement::Rejected { reason }, true),
            Ending::Conflict if !arrived => ("rejected", Settlement::Conflict { reason }, true),
            Ending::NeverLeft if !arrived => ("not-sent", wait, false),
            Ending::Blocked => ("not-sent", Settlement::Blocked { reason }, arrived),
            _ => ("unknown", wait, true),
        };
        let kind = match outcome {
            "accepted" => Some("receipt"),
            "rejected" => Some("refusal"),
            _ => None,
        };
        let end = T3 {
            submission_id: id.to_owned(),
            attempt: row.attempts,
            outcome: outcome.to_owned(),
            left_us,
            class: String::new(),
            status: None,
            trace: String::new(),
            words: String::new(),
            evidence: kind.map(|kind| proof(kind, 3)).into_iter().collect(),
            change,
        };
        match write(self.store(), 3, |tx| tx.outbox_settle(&end)) {
            Ok(_) | Err(StoreError::NotFound { .. }) => {}
            Err(error) => panic!("an attempt could not be settled: {error}"),
        }
    }

    fn news(&mut self, id: &str, news: News) {
        let (to, kind) = match news {
            News::Accepted => (Advance::Accepted, "receipt"),
            News::Delivered => (Advance::Delivered, "delivery"),
            News::Answered => (Advance::Answered { outcome: "accepted".to_owned(), number: 1 }, "answer"),
            News::Rejected => (Advance::Rejected { reason: "abroad".to_owned() }, "refusal"),
        };
        write(self.store(), 4, |tx| tx.outbox_advance(id, &to, &proof(kind, 4))).unwrap();
    }

    /// What has to hold after every step.
    fn check(&mut self) {
        let boot = self.boot();
        let (rows, nobody) = self
            .store()
            .read(|reader| Ok::<_, StoreError>((reader.outbox(true, ALL)?.rows, reader.rows_nobody_moves(&boot)?)))
            .unwrap();
        assert_eq!(nobody, Vec::<String>::new(), "rows that nobody will move");
        let there: BTreeSet<_> = rows.iter().map(|row| row.submission_id.clone()).collect();
        assert_eq!(
            (rows.len(), there),
            (self.ids.len(), self.ids.iter().cloned().collect()),
            "none lost, none doubled"
        );
        for row in rows {
            let id = &row.submission_id;
            let (proofs, attempts, envelope) = self
                .store()
                .read(|r| Ok::<_, StoreError>((r.evidence(id)?, r.attempts(id)?, r.outbox_envelope(id)?)))
                .unwrap();
            assert_eq!(envelope, self.envelopes[id], "the bytes are frozen");
            let running = attempts.iter().filter(|attempt| attempt.ended_at.is_none()).count();
            assert!(running <= 1, "one attempt at a time");
            assert!(row.state != "sending" || running == 1, "what is being sent has an attempt");
            let proven = |kinds: &[&str]| proofs.iter().any(|proof| kinds.contains(&proof.kind.as_str()));
            let station = match row.state.as_str() {
                "accepted" => 1,
                "delivered" => 2,
                "answered" => 3,
                _ => 0,
            };
            let wanted: &[&str] = match row.state.as_str() {
                "accepted" => &["receipt"],
                "delivered" => &["delivery"],
                "answered" => &["answer"],
                "rejected" | "conflict" => &["refusal"],
                _ => &[],
            };
            assert!(wanted.is_empty() || proven(wanted), "{id} is {} without a proof", row.state);
            assert!(station == 0 || self.gateway.contains_key(id), "{id} is {} but never arrived", row.state);
            let over = matches!(row.state.as_str(), "rejected" | "abandoned");
            let before = self.stations.insert(id.clone(), station).unwrap_or(0);
            assert!(station >= before || row.state == "rejected", "{id} went back to {}", row.state);
            assert!(over || !self.over.contains(id), "{id} came back from the end as {}", row.state);
            if over {
                self.over.insert(id.clone());
            }
        }
    }

    /// The line holds from now on and every reason to be blocked is put right: everything that is not over arrives.
    fn drain(&mut self) {
        for _ in 0..self.ids.len() {
            for id in self.ids.clone() {
                if matches!(self.row(&id).state.as_str(), "blocked" | "conflict") {
                    write(self.store(), 5, |tx| tx.outbox_requeue(&id)).unwrap();
                }
                if self.begin(&id, true) || self.row(&id).state == "sending" {
                    let sent = self.envelopes[&id].clone();
                    self.gateway.insert(id.clone(), sent);
                    self.end(&id, Ending::Answered);
                }
            }
        }
        for id in &self.ids {
            let row = self.row(id);
            let behind_the_end = row.state == "blocked" && row.reason == "dependency";
            let ends = matches!(row.state.as_str(), "accepted" | "delivered" | "answered" | "rejected" | "abandoned");
            assert!(ends || behind_the_end, "{id} is stuck as {} ({})", row.state, row.reason);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_nothing_is_lost_doubled_or_stuck(steps in proptest::collection::vec(step(), 1..60)) {
        let mut world = World::new();
        for step in &steps {
            world.make(step);
            world.check();
        }
        world.drain();
        world.check();
    }
}
