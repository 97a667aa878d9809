//! The adapter over folders against a far side that takes files, or does not.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use tamga_courier::{
    AbsentOr, Ack, AckOutcome, Caps, Class, CursorKind, FolderForm, FolderSettings, FolderTransport, GatewayTransport,
    ItemKind, QueryOutcome, ReceiptKind, Retry, Scope, SubmitOutcome,
};
use tamga_origin::Timestamp;
use tamga_seal::digest::sha256_hex;
use tempfile::TempDir;

use super::{DEEDS, Deed, Expected, Seen, Stand, WAYS, caps_are_honest, check, run};
use crate::far::{attempt, envelope};

const DOCUMENT: &[u8] = b"<MetaData xmlns='urn:tamga:co:1'/>";

/// Two folders, and somebody at the other end.
struct Share {
    dir: TempDir,
    road: FolderTransport,
    form: FolderForm,
    now: Arc<AtomicI64>,
    taken: AtomicUsize,
    /// Does the far side take and confirm once it is honest?
    confirms: bool,
}

impl Share {
    fn new(form: FolderForm) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["out", "in"] {
            fs::create_dir(dir.path().join(folder)).unwrap();
        }
        let now = Arc::new(AtomicI64::new(0));
        let clock = now.clone();
        let settings = FolderSettings {
            partner: "customs".into(),
            out: dir.path().join("out"),
            inward: dir.path().join("in"),
            memory: dir.path().join("memory"),
            form,
            now: Arc::new(move || Timestamp::from_millis(clock.load(Ordering::SeqCst))),
        };
        let road = FolderTransport::new(settings);
        Self { dir, road, form, now, taken: AtomicUsize::new(0), confirms: true }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn name(&self) -> &'static str {
        match self.form {
            FolderForm::Bare => "24C0000001.xml",
            FolderForm::Zipped => "24C0000001.zip",
        }
    }

    /// The far side takes what lies there, as one that moves files away does.
    fn take(&self) {
        let path = self.path("out").join(self.name());
        if path.exists() {
            self.taken.fetch_add(1, Ordering::SeqCst);
            fs::create_dir_all(self.path("theirs")).unwrap();
            let n = self.taken.load(Ordering::SeqCst);
            fs::rename(path, self.path("theirs").join(format!("{n}-{}", self.name()))).unwrap();
        }
    }

    /// The digest of what it took, as `sha256sum` writes it.
    fn confirm(&self) {
        let path = self.path("theirs").join(format!("1-{}", self.name()));
        if let Ok(bytes) = fs::read(path) {
            self.receipt(&format!("{}  {}\n", sha256_hex(&bytes), self.name()));
        }
    }

    fn receipt(&self, text: &str) {
        fs::write(self.path("in").join(format!("{}.sha256", self.name())), text).unwrap();
    }

    async fn submit(&self) -> SubmitOutcome {
        self.road.submit(&envelope(1), &attempt()).await
    }
}

impl Stand for Share {
    fn road(&self) -> &dyn GatewayTransport {
        &self.road
    }

    fn mend(&self) {
        if !self.path("out").exists() {
            fs::create_dir(self.path("out")).unwrap();
        }
        if !self.path("in").exists() {
            fs::create_dir(self.path("in")).unwrap();
        }
        self.take();
        if self.confirms {
            self.confirm();
        }
    }

    fn custody(&self) -> usize {
        self.take();
        self.taken.load(Ordering::SeqCst)
    }
}

/// A far side that has done its deed before the first attempt ends, and what must come of it.
fn share(deed: Deed, way: usize) -> (Share, Expected) {
    let form = if way.is_multiple_of(2) { FolderForm::Bare } else { FolderForm::Zipped };
    let mut share = Share::new(form);
    let is = |first, then, custody| Expected { first, then, custody };
    let put_before = |share: &Share, bytes: &[u8]| fs::write(share.path("out").join(share.name()), bytes).unwrap();
    let expected = match deed {
        // It takes and confirms at once: by the second look there is a receipt. Before, nothing is claimed.
        Deed::Accept | Deed::Slow => is(Seen::Unknown, Seen::Accepted, 1),
        // It takes and never says so: it stays unknown, and is not put there twice.
        Deed::LoseReply => {
            share.confirms = false;
            is(Seen::Unknown, Seen::Unknown, 1)
        }
        // The same bytes lie there already, as after a crash between file and memory.
        Deed::Duplicate => {
            let there = Share::new(form);
            let outcome = futures(there.submit());
            assert_eq!(Seen::of(&outcome), Seen::Unknown);
            put_before(&share, &fs::read(there.path("out").join(there.name())).unwrap());
            is(Seen::Unknown, Seen::Accepted, 1)
        }
        // Not offered: a folder refuses nothing, and a word without a signature ends nothing.
        Deed::Refuse => {
            share.confirms = false;
            fs::write(share.path("in").join(format!("{}.refused", share.name())), format!("reason {way}")).unwrap();
            is(Seen::Unknown, Seen::Unknown, 1)
        }
        Deed::Garbage => match way {
            // The folder is away.
            0 | 1 => {
                fs::remove_dir(share.path("out")).unwrap();
                is(Seen::NotSent, Seen::Unknown, 1)
            }
            // Something else lies under the name: a person looks, and nothing is touched.
            2 | 3 => {
                put_before(&share, b"something else");
                share.confirms = false;
                is(Seen::NotSent, Seen::Unknown, 2)
            }
            // A receipt that names something else, is empty, is cut, or is no text.
            4 | 5 => {
                share.receipt(&format!("{}  {}\n", "0".repeat(64), share.name()));
                is(Seen::Unknown, Seen::Accepted, 1)
            }
            6 => {
                share.receipt("");
                is(Seen::Unknown, Seen::Accepted, 1)
            }
            7 => {
                share.receipt(&"0".repeat(20));
                is(Seen::Unknown, Seen::Accepted, 1)
            }
            8 => {
                share.receipt("<html>Sign in</html>");
                is(Seen::Unknown, Seen::Accepted, 1)
            }
            _ => {
                share.receipt(&format!("{}  another.zip\n", "0".repeat(64)));
                is(Seen::Unknown, Seen::Accepted, 1)
            }
        },
    };
    (share, expected)
}

fn futures<T>(answer: impl Future<Output = T>) -> T {
    // Nothing in this adapter waits.
    let mut answer = std::pin::pin!(answer);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match answer.as_mut().poll(&mut context) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("it waits"),
    }
}

#[tokio::test]
async fn sixty_scripts_over_folders_keep_the_outcome_table() {
    let mut ran = 0;
    for deed in DEEDS {
        for way in 0..WAYS {
            let (share, expected) = share(deed, way);
            let outcomes = run(&share).await;
            check(&format!("{deed:?} {way}"), &share, &outcomes, expected);
            ran += 1;
        }
    }
    assert_eq!(ran, 60);
}

#[tokio::test]
async fn what_the_road_over_folders_says_it_can_do_it_does() {
    let caps = Caps {
        query_by_our_id: true,
        void: false,
        receipt: ReceiptKind::DigestFile,
        dedupe_horizon: Some(Duration::ZERO),
        max_size: tamga_protocol::limits::ENVELOPE,
        cursor: CursorKind::UntilEmpty,
    };
    let share = Share::new(FolderForm::Bare);
    caps_are_honest(&share, &caps).await;
    assert_eq!(share.road.query(envelope(1).key()).await, QueryOutcome::Absent, "what was never put out is not there");
    share.submit().await;
    let asked = share.road.query(envelope(1).key()).await;
    assert!(matches!(&asked, QueryOutcome::CannotTell(fault) if fault.class == Class::Placed), "{asked:?}");
    share.mend();
    assert!(matches!(share.road.query(envelope(1).key()).await, QueryOutcome::Present { .. }));
}

#[tokio::test]
async fn not_a_byte_of_a_document_is_another_on_its_way_out() {
    for form in [FolderForm::Bare, FolderForm::Zipped] {
        let share = Share::new(form);
        assert_eq!(Seen::of(&share.submit().await), Seen::Unknown);
        let placed = fs::read(share.path("out").join(share.name())).unwrap();
        match form {
            FolderForm::Bare => assert_eq!(placed, DOCUMENT),
            FolderForm::Zipped => {
                let there = Share::new(form);
                fs::write(there.path("in").join("a.zip"), &placed).unwrap();
                there.now.store(i64::MAX, Ordering::SeqCst);
                let batch = there.road.fetch("in", None, 10, Duration::ZERO).await.unwrap();
                assert_eq!(batch.items[0].documents[0].content.as_deref(), Some(DOCUMENT));
            }
        }
        let others = fs::read_dir(share.path("out")).unwrap().count();
        assert_eq!(others, 1, "nothing half-written lies beside it");
        // However often it is tried, it is put there once; and after it was taken, never again.
        share.submit().await;
        share.take();
        for _ in 0..3 {
            let SubmitOutcome::Unknown(fault) = share.submit().await else { panic!("nobody said that they have it") };
            assert_eq!((fault.class, fault.scope), (Class::Placed, Scope::Item));
        }
        assert_eq!(share.custody(), 1);
    }
}

#[tokio::test]
async fn a_name_that_is_taken_asks_for_a_person_and_is_left_alone() {
    let share = Share::new(FolderForm::Bare);
    let path = share.path("out").join(share.name());
    fs::write(&path, b"of somebody else").unwrap();
    let SubmitOutcome::NotSent(fault) = share.submit().await else { panic!("nothing was put there") };
    assert_eq!((fault.scope, fault.class, fault.retry), (Scope::Item, Class::Operator, Retry::Operator));
    assert_eq!(fs::read(&path).unwrap(), b"of somebody else");
}

/// Names, kinds and documents of what a look finds.
async fn look(share: &Share) -> Vec<(String, Option<Vec<u8>>)> {
    let batch = share.road.fetch("in", None, 100, Duration::ZERO).await.unwrap();
    assert!(!batch.more);
    let name = |kind: &ItemKind| match kind {
        ItemKind::File(name) => name.clone(),
        ItemKind::Unreadable(_) => "unreadable".to_owned(),
        other => panic!("{other:?}"),
    };
    batch
        .items
        .iter()
        .map(|item| (name(&item.kind), item.documents.first().and_then(|one| one.content.clone())))
        .collect()
}

#[tokio::test]
async fn a_file_counts_when_it_is_whole_and_no_sooner() {
    let share = Share::new(FolderForm::Bare);
    let inward = share.path("in");
    for (name, bytes) in [("a.xml.part", "x"), (".a.xml", "x"), ("notes.txt", "x"), ("a.xml.sha256", "x")] {
        fs::write(inward.join(name), bytes).unwrap();
    }
    fs::create_dir(inward.join("folder.xml")).unwrap();
    let mut growing = fs::File::create(inward.join("a.xml")).unwrap();
    growing.write_all(b"<a>").unwrap();
    assert_eq!(look(&share).await, [], "seen for the first time");
    growing.write_all(b"</a>").unwrap();
    drop(growing);
    assert_eq!(look(&share).await, [], "it grew since");
    assert_eq!(look(&share).await, [("a.xml".to_owned(), Some(b"<a></a>".to_vec()))], "and then it did not");
    fs::write(inward.join("b.xml"), "<b/>").unwrap();
    share.now.store(i64::MAX, Ordering::SeqCst);
    assert_eq!(look(&share).await.len(), 2, "one that lay still long enough counts at once");
}

#[tokio::test]
async fn the_same_document_under_two_names_is_one_item_and_both_files_are_set_aside() {
    let share = Share::new(FolderForm::Zipped);
    share.submit().await;
    let zipped = fs::read(share.path("out").join(share.name())).unwrap();
    let inward = share.path("in");
    fs::write(inward.join("a.xml"), DOCUMENT).unwrap();
    fs::write(inward.join("b.XML"), DOCUMENT).unwrap();
    fs::write(inward.join("c.zip"), &zipped).unwrap();
    fs::write(inward.join("d.zip"), b"PK\x03\x04 and then nothing").unwrap();
    share.now.store(i64::MAX, Ordering::SeqCst);
    let batch = share.road.fetch("in", None, 100, Duration::ZERO).await.unwrap();
    assert_eq!(batch.items.len(), 2);
    let again = share.road.fetch("in", Some(&batch.cursor), 100, Duration::ZERO).await.unwrap();
    assert_eq!(again.items, batch.items, "reading changes nothing");
    let ack = |at: usize, outcome| Ack { item_id: batch.items[at].item_id, outcome, detail: None };
    let sha256 = sha256_hex(DOCUMENT);
    share.road.ack(&[ack(0, AckOutcome::Stored)]).await.unwrap();
    assert_eq!(share.road.get(&sha256).await.unwrap(), AbsentOr::Found(DOCUMENT.to_vec()));
    share.road.ack(&[ack(0, AckOutcome::Stored), ack(1, AckOutcome::Unreadable)]).await.unwrap();
    let names = |folder: &str| {
        let mut names: Vec<String> = fs::read_dir(inward.join(folder))
            .unwrap()
            .map(|one| one.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("taken"), ["a.xml", "b.XML", "c.zip"]);
    assert_eq!(names("unreadable"), ["d.zip"]);
    assert_eq!(fs::read(inward.join("taken/c.zip")).unwrap(), zipped, "not a byte is another");
    assert_eq!(look(&share).await, []);
    // It comes once more under a name that is taken there: nothing is overwritten.
    fs::write(inward.join("a.xml"), DOCUMENT).unwrap();
    share.road.ack(&[ack(0, AckOutcome::Stored)]).await.unwrap();
    assert_eq!(names("taken"), ["2-a.xml", "a.xml", "b.XML", "c.zip"]);
    assert_eq!(share.road.get(&"0".repeat(64)).await.unwrap(), AbsentOr::NotFound);
}

#[tokio::test]
async fn a_folder_that_is_away_is_a_fault_of_the_road() {
    let share = Share::new(FolderForm::Bare);
    for folder in ["in", "out"] {
        fs::remove_dir(share.path(folder)).unwrap();
    }
    let fault = share.road.fetch("in", None, 1, Duration::ZERO).await.unwrap_err();
    assert_eq!((fault.scope, fault.class, fault.left_us), (Scope::Route, Class::Network, false));
    let SubmitOutcome::NotSent(fault) = share.submit().await else { panic!("it cannot have been put there") };
    assert_eq!((fault.scope, fault.class), (Scope::Route, Class::Network));
}
