//! What does keeping and finding cost? One issue with its commit, one draft save, and searches in a register of
//! 100,000 certificates.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a measurement that fails may panic")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use tamga_origin::{Date, Timestamp};
use tamga_store::{
    CertificateFilter, CertificateIndex, DraftContent, NewBlock, NewCertificate, NewSubmission, Store, StoreError,
    StoreKey, Window,
};

const CERTIFICATES: u64 = 100_000;
const PER_WRITE: u64 = 5_000;
const FIRST_PAGE: Window = Window { offset: 0, limit: 50 };
const GOODS: [&str; 10] = [
    "Café torréfié 0901.21",
    "Thé noir 0902.40",
    "Roses, cut 0603.11",
    "Avocados, fresh 0804.40",
    "烘焙咖啡豆 0901.21",
    "أقمشة قطنية 5208.11",
    "Cotton fabric 5208.12",
    "Leather, wet blue 4104.11",
    "Soda ash 2836.20",
    "Macadamia nuts 0802.62",
];

fn now() -> Timestamp {
    Timestamp::from_millis(1_778_544_000_000)
}

fn day() -> Date {
    now().date()
}

fn pick<T: Copy>(from: &[T], n: u64) -> T {
    from[usize::try_from(n).unwrap() % from.len()]
}

fn number(n: u64) -> String {
    format!("KE/NBO/2026/{n:06}")
}

fn certificate(n: u64, document_sha: &str, submission_id: Option<String>) -> NewCertificate {
    NewCertificate {
        issuer: "KE-NBO".to_owned(),
        number: number(n),
        issued_at: now().plus_millis(i64::try_from(n).unwrap()),
        issued_on: day(),
        index: CertificateIndex {
            agreement: pick(&["chafta", "np-icc"], n).to_owned(),
            valid_to: None,
            exporter: format!("Exporter {} of Nairobi Ltd", n % 700),
            consignee: format!("Importer {} GmbH", n % 3_000),
            destination: pick(&["CN", "DE", "FR", "EG"], n).to_owned(),
            goods: pick(&GOODS, n.wrapping_mul(7)).to_owned(),
            references: format!("INV-{n:06} MSKU{:07}", n * 31 % 10_000_000),
            item_count: 4,
        },
        document_sha: document_sha.to_owned(),
        pdf_sha: None,
        submission_id,
    }
}

/// Fills the register, many certificates in one write, all on one document.
fn fill(store: &Store) {
    let document = store
        .write("bench", now(), |tx| {
            tx.journal_add("bench.filled", "", &[])?;
            tx.document_keep(b"<co/>", "application/xml")
        })
        .unwrap();
    for start in (0..CERTIFICATES).step_by(usize::try_from(PER_WRITE).unwrap()) {
        store
            .write("bench", now(), |tx| {
                tx.journal_add("bench.filled", "", &[])?;
                for n in start..start + PER_WRITE {
                    tx.certificate_add(&certificate(n, &document.sha256, None))?;
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
    }
}

/// What an office writes when it issues: the number in one commit, all the rest in another.
fn issue(store: &Store, n: u64, document: &[u8]) {
    let reserved = store
        .write("bench", now(), |tx| {
            tx.journal_add("number.reserved", "", &[])?;
            tx.number_reserve("KE-NBO", "chafta", "run", |_, serial| Ok::<_, StoreError>(number(serial)))
        })
        .unwrap();
    store
        .write("bench", now(), |tx| {
            let mut bytes = document.to_vec();
            bytes.extend(n.to_le_bytes());
            let kept = tx.document_keep(&bytes, "application/xml")?;
            let device = tx.device_seq_next()?;
            let submission_id = format!("00000000-0000-4000-8000-{n:012x}");
            tx.outbox_add(&NewSubmission {
                submission_id: submission_id.clone(),
                route: "national".to_owned(),
                kind: "co.issue".to_owned(),
                party: "KE".to_owned(),
                issuer: "KE-NBO".to_owned(),
                co_number: reserved.number.clone(),
                revision: 1,
                number: None,
                business_key: reserved.number.clone(),
                destination: "CN".to_owned(),
                envelope: bytes,
                doc_sha: kept.sha256.clone(),
                depends_on: None,
                device,
            })?;
            tx.number_use("KE-NBO", &reserved.number, "run", Some(&submission_id))?;
            tx.certificate_add(&certificate(reserved.serial, &kept.sha256, Some(submission_id)))?;
            tx.journal_add("certificate.issued", &reserved.number, &[("destination", "CN")])?;
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn report(name: &str, turns: u64, spent: Duration) {
    println!("bench {name} {}", spent.as_nanos() / u128::from(turns));
}

/// Runs one turn again and again for about a second.
fn measure(name: &str, mut turn: impl FnMut()) {
    turn();
    let start = Instant::now();
    let mut turns = 0;
    while start.elapsed() < Duration::from_secs(1) {
        turn();
        turns += 1;
    }
    report(name, turns, start.elapsed());
}

fn search(store: &Store, name: &str, text: &str) {
    let filter = CertificateFilter { text: text.to_owned(), ..CertificateFilter::default() };
    measure(name, || {
        let page = store.read(|reader| reader.certificates(&filter, FIRST_PAGE)).unwrap();
        assert!(page.total > 0, "{name} finds something");
        black_box(page);
    });
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), StoreKey::Plain, now()).unwrap();
    let start = Instant::now();
    fill(&store);
    report("fill-one", CERTIFICATES, start.elapsed());

    store
        .write("bench", now(), |tx| {
            tx.journal_add("bench.leased", "", &[])?;
            tx.number_block_add(&NewBlock {
                issuer: "KE-NBO".to_owned(),
                agreement: String::new(),
                pattern: String::new(),
                first: CERTIFICATES,
                last: CERTIFICATES * 9,
                expires: None,
            })
        })
        .unwrap();
    let document = vec![b'x'; 24 * 1024];
    let mut n = 0;
    measure("issue", || {
        issue(&store, n, &document);
        n += 1;
    });

    let content = DraftContent { agreement: "chafta".to_owned(), document, ..DraftContent::default() };
    let draft = store
        .write("bench", now(), |tx| {
            tx.journal_add("draft.created", "", &[])?;
            tx.draft_add(&content)
        })
        .unwrap();
    let mut stamp = 1;
    measure("draft-save", || {
        stamp = store
            .write("bench", now(), |tx| {
                tx.journal_add("draft.saved", "", &[])?;
                tx.draft_save(draft, stamp, &content)
            })
            .unwrap();
    });

    search(&store, "list-first-page", "");
    search(&store, "search-number-part", "042042");
    search(&store, "search-rare-words", "inv-077077 nairobi");
    search(&store, "search-common-word", "torrefie");
    search(&store, "search-two-common", "nairobi cotton");
    search(&store, "search-one-letter", "e");
    search(&store, "search-inside-words", "orrefi");
    search(&store, "search-chinese", "咖啡");
    measure("find-number", || {
        let hits = store.read(|reader| reader.find_number("ke nbo 2026 O42042")).unwrap();
        assert_eq!(hits.similar.len(), 1);
        black_box(hits);
    });
    measure("counts", || {
        black_box(store.read(|reader| reader.counts(now())).unwrap());
    });
}
