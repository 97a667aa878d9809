//! The work that is interrupted: what an office writes in its life, one transaction a step.

use std::path::{Path, PathBuf};

use tamga_disk::{Disk, Plan};
use tamga_origin::{Date, Decimal, Timestamp};
use tamga_store::{
    AttemptStart, CertificateIndex, Judgement, NewBlock, NewCertificate, NewEvidence, NewInbound, NewInboundItem,
    NewInboxItem, NewSubmission, Settlement, Store, StoreError, StoreKey, T3, Tx,
};
use tempfile::TempDir;

use crate::dump::{Dump, dump};

const ISSUER: &str = "KE-NBO";
const RUN: &str = "run-1";

/// What is done to an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The store is opened; the first time it is made, migration by migration.
    Open,
    /// One transaction.
    Write(&'static str),
    /// A copy is made beside it.
    BackUp,
    /// It is closed, and the log goes into the database.
    Close,
}

use Act::{BackUp, Close, Open, Write};

/// A life: numbers, T1, T2 and T3 with each kind of end, the inbox, a copy, a restart.
pub const LIFE: &[Act] = &[
    Open,
    Write("block"),
    Write("reserve 1"),
    Write("T1 1"),
    Write("T2 1"),
    Write("T3 1 accepted"),
    Write("reserve 2"),
    Write("T1 2"),
    Write("T2 2"),
    Write("T3 2 unknown"),
    Close,
    Open,
    Write("recover"),
    Write("T2 2"),
    Write("T3 2 rejected"),
    Write("page"),
    Write("stored"),
    Write("acknowledged"),
    BackUp,
    Write("news 1"),
    Close,
];

pub fn at(minutes: i64) -> Timestamp {
    Timestamp::midnight(Date::parse("2026-05-12").unwrap()).plus_millis(minutes * 60_000)
}

/// An office folder on a watched disk.
pub struct Place {
    folder: TempDir,
    pub disk: Disk,
    pub store: Option<Store>,
}

impl Place {
    pub fn new(ballast: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("office")).unwrap();
        // The ballast is real bytes; one file serves all offices of a test.
        std::fs::hard_link(ballast, folder.path().join("office/ballast")).unwrap();
        let disk = Disk::watch(folder.path());
        Self { folder, disk, store: None }
    }

    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("office")
    }

    pub fn database(&self) -> PathBuf {
        self.dir().join("office.db")
    }

    /// Does one act; an error says that it is not done.
    pub fn act(&mut self, act: Act) -> Result<(), StoreError> {
        match act {
            Open => self.store = Some(Store::open(&self.dir(), StoreKey::Plain, at(0))?),
            Close => self.store = None,
            BackUp => self.store.as_ref().unwrap().back_up(&self.dir().join("backups/copy.db"))?,
            Write(step) => write(self.store.as_ref().unwrap(), step)?,
        }
        Ok(())
    }
}

/// A file of the size of the ballast, to be linked into each office.
pub fn ballast() -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(16 * 1024 * 1024).unwrap();
    file
}

/// An office just before an act of its life, and what the act does when nothing disturbs it.
pub struct Stage {
    pub act: Act,
    /// The folder as it lies then; nobody has it open, so whoever works on it opens it first.
    folder: TempDir,
    /// What the database says before.
    pub before: Dump,
    /// What it says afterwards.
    pub after: Dump,
    /// Calls the act makes.
    pub calls: u64,
    /// Was nothing like it done before? What only prepares another step is not disturbed again.
    pub is_first_of_its_kind: bool,
}

/// What an act is, whichever certificate it is about.
fn kind(act: Act) -> String {
    match act {
        Write(step) => {
            let mut words = step.split(' ');
            format!("{:?} {:?}", words.next(), words.nth(1))
        }
        other => format!("{other:?}"),
    }
}

/// The life undisturbed, stage by stage. The first makes the database, so that nothing is before it.
pub fn stages(ballast: &Path) -> Vec<Stage> {
    let mut place = Place::new(ballast);
    let mut before = Dump::new();
    let mut kinds = std::collections::BTreeSet::new();
    LIFE.iter()
        .map(|act| {
            let folder = tempfile::tempdir().unwrap();
            copy(&place.dir(), folder.path());
            place.disk.plan(Plan::Fine);
            place.act(*act).unwrap();
            let calls = place.disk.calls();
            let after = dump(&place.database());
            let before = std::mem::replace(&mut before, after.clone());
            let is_first_of_its_kind = kinds.insert((kind(*act), before.is_empty()));
            Stage { act: *act, folder, before, after, calls, is_first_of_its_kind }
        })
        .collect()
}

impl Stage {
    /// A copy of the office at this stage on a disk of its own, open unless the act is to open it.
    pub fn place(&self) -> Place {
        let folder = tempfile::tempdir().unwrap();
        copy(self.folder.path(), &folder.path().join("office"));
        let disk = Disk::watch(folder.path());
        let mut place = Place { folder, disk, store: None };
        if self.act != Open {
            place.act(Open).unwrap();
        }
        place
    }
}

/// Copies an office as it lies. Databases are copied, whatever else there is is linked: nobody changes it in place.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        let text = name.to_string_lossy();
        if path.is_dir() {
            copy(&path, &to.join(&name));
        } else if text.ends_with(".db") || text.ends_with("-wal") {
            std::fs::copy(&path, to.join(&name)).unwrap();
        } else if !text.ends_with("-shm") && !text.ends_with(".lock") {
            std::fs::hard_link(&path, to.join(&name)).unwrap();
        }
    }
}

fn write(store: &Store, step: &'static str) -> Result<(), StoreError> {
    store.write("Amina", at(5), |tx| {
        step_of(tx, step)?;
        tx.journal_add("test.step", step, &[]).map(drop)
    })
}

fn step_of(tx: &Tx<'_>, step: &str) -> Result<(), StoreError> {
    let words: Vec<&str> = step.split(' ').collect();
    match words.as_slice() {
        ["block"] => tx
            .number_block_add(&NewBlock {
                issuer: ISSUER.to_owned(),
                agreement: String::new(),
                pattern: "KE/NBO/{yyyy}/{seq:5}".to_owned(),
                first: 1,
                last: 99,
                expires: None,
            })
            .map(drop),
        ["reserve", _] => {
            tx.number_reserve(ISSUER, "chafta", RUN, |_, serial| Ok::<_, StoreError>(number(serial))).map(drop)
        }
        ["T1", n] => issue(tx, n.parse().unwrap()),
        ["T2", n] => {
            let submission_id = submission(n.parse().unwrap());
            tx.outbox_begin(&AttemptStart { submission_id, boot_id: RUN.to_owned(), mono: 7 }).map(drop)
        }
        ["T3", n, outcome] => settle(tx, n.parse().unwrap(), outcome),
        ["recover"] => {
            tx.numbers_void_of_dead_runs(RUN, "the program ended")?;
            tx.outbox_recover(RUN).map(drop)
        }
        ["page"] => {
            for item in ["a", "b"] {
                tx.inbox_add("posts", &listed(item))?;
            }
            tx.box_cursor_set("posts", "cursor-2")
        }
        ["stored"] => {
            let kept = tx.document_keep(b"<co from abroad/>", "application/xml")?;
            tx.inbound_add(&image(kept.sha256))?;
            tx.inbox_stored("a")
        }
        ["acknowledged"] => tx.ack_sent("a"),
        ["news", n] => {
            let id = submission(n.parse().unwrap());
            tx.outbox_advance(&id, &tamga_store::Advance::Delivered, &proof("delivery")).map(drop)
        }
        other => panic!("{other:?} is no step"),
    }
}

fn number(serial: u64) -> String {
    format!("KE/NBO/2026/{serial:05}")
}

fn submission(n: u64) -> String {
    format!("00000000-0000-4000-8000-{n:012x}")
}

/// T1: document, number, outbox row and certificate.
fn issue(tx: &Tx<'_>, n: u64) -> Result<(), StoreError> {
    let document =
        tx.document_keep(format!("<co n='{n}'>{}</co>", "goods ".repeat(2_000)).as_bytes(), "application/xml")?;
    let (number, submission_id) = (number(n), submission(n));
    tx.number_use(ISSUER, &number, RUN, Some(&submission_id))?;
    let device = tx.device_seq_next()?;
    tx.outbox_add(&NewSubmission {
        submission_id: submission_id.clone(),
        route: "national".to_owned(),
        kind: "co.issue".to_owned(),
        party: "KE".to_owned(),
        issuer: ISSUER.to_owned(),
        co_number: number.clone(),
        revision: 1,
        number: None,
        business_key: format!("{ISSUER}|{number}|1"),
        destination: "CN".to_owned(),
        // Long enough to need pages of its own.
        envelope: format!("{{\"submission\":\"{submission_id}\",\"content\":\"{}\"}}", "x".repeat(12_000)).into_bytes(),
        doc_sha: document.sha256.clone(),
        depends_on: None,
        device,
    })?;
    tx.certificate_add(&NewCertificate {
        issuer: ISSUER.to_owned(),
        number,
        issued_at: at(5),
        issued_on: at(5).date(),
        index: CertificateIndex {
            agreement: "chafta".to_owned(),
            valid_to: None,
            exporter: "Café Torréfié Nairobi Ltd".to_owned(),
            consignee: "上海咖啡进口有限公司".to_owned(),
            destination: "CN".to_owned(),
            goods: "Coffee, roasted 0901.21".to_owned(),
            references: "INV-2026-77 MSKU1234565".to_owned(),
            item_count: 4,
        },
        document_sha: document.sha256,
        pdf_sha: None,
        submission_id: Some(submission_id),
    })
    .map(drop)
}

fn proof(kind: &str) -> NewEvidence {
    NewEvidence {
        kind: kind.to_owned(),
        signer: "gateway-ke".to_owned(),
        raw: kind.repeat(200).into_bytes(),
        claims: "{}".to_owned(),
        at: at(6),
    }
}

fn settle(tx: &Tx<'_>, n: u64, outcome: &str) -> Result<(), StoreError> {
    let submission_id = submission(n);
    let attempt = tx.outbox_row(&submission_id)?.attempts;
    let (evidence, change) = match outcome {
        "accepted" => (vec![proof("receipt")], Settlement::Accepted),
        "rejected" => (vec![proof("refusal")], Settlement::Rejected { reason: "invalid-document".to_owned() }),
        _ => (
            Vec::new(),
            Settlement::Waiting { next_at: at(9), failures: 1, local_faults: 0, odd_since: None, is_suspect: false },
        ),
    };
    tx.outbox_settle(&T3 {
        submission_id,
        attempt,
        outcome: outcome.to_owned(),
        left_us: true,
        class: String::new(),
        status: Some(201),
        trace: String::new(),
        words: String::new(),
        evidence,
        change,
    })
    .map(drop)
}

fn listed(id: &str) -> NewInboxItem {
    NewInboxItem {
        item_id: id.to_owned(),
        kind: "submission".to_owned(),
        submission_id: None,
        issuer: "CN-1".to_owned(),
        co_number: "CN/1".to_owned(),
        revision: Some(1),
        doc_sha: None,
        via: "gateway".to_owned(),
        body: vec![b'{'; 9_000],
        at: at(7),
    }
}

fn image(document_sha: String) -> NewInbound {
    NewInbound {
        issuer: "CN-1".to_owned(),
        number: "CN/1".to_owned(),
        revision: 1,
        document_sha,
        submission_id: submission(77),
        item_id: "a".to_owned(),
        via: "gateway".to_owned(),
        agreement: "chafta".to_owned(),
        exporter: "Exporter".to_owned(),
        consignee: "Consignee".to_owned(),
        origin: "CN".to_owned(),
        destination: "KE".to_owned(),
        goods: "Tea".to_owned(),
        references: "INV-1".to_owned(),
        issued_on: None,
        valid_to: None,
        items: vec![NewInboundItem {
            sequence: 1,
            description: "Tea".to_owned(),
            hs_code: "090210".to_owned(),
            quantity: Decimal::parse("12.5").unwrap(),
            unit: "KGM".to_owned(),
        }],
        judgement: Judgement {
            state: "valid".to_owned(),
            seal_holds: true,
            verdict: "genuine".to_owned(),
            headline: "verdict.genuine".to_owned(),
            reasons: "[]".to_owned(),
            signed_by: "CN-1".to_owned(),
            officer: "Li".to_owned(),
            signed_at: None,
            list_number: Some(3),
            evidence: "[]".to_owned(),
        },
    }
}
