//! An office in a temporary folder, and the steps most tests begin with.

use std::path::PathBuf;

use tamga_origin::{Date, Decimal, Timestamp};
use tamga_store::{
    CertificateIndex, Judgement, NewBlock, NewCertificate, NewEvidence, NewInbound, NewInboundItem, NewSubmission,
    Store, StoreError, StoreKey, Tx, Window,
};
use tempfile::TempDir;

pub const ISSUER: &str = "KE-NBO";
pub const ROUTE: &str = "national";
pub const ALL: Window = Window { offset: 0, limit: 1000 };

/// An office in a folder that goes away with it.
pub struct House {
    pub store: Store,
    folder: TempDir,
}

impl House {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&folder.path().join("office")).unwrap();
        Self { store, folder }
    }

    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("office")
    }

    /// Closes the office and gives its folder.
    pub fn closed(self) -> Closed {
        let Self { store, folder } = self;
        drop(store);
        Closed { folder }
    }
}

/// An office folder nobody has open.
pub struct Closed {
    folder: TempDir,
}

impl Closed {
    pub fn dir(&self) -> PathBuf {
        self.folder.path().join("office")
    }

    /// A connection past the store, as somebody with a database tool has it.
    pub fn raw(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.dir().join("office.db")).unwrap()
    }

    pub fn reopened(self) -> House {
        let store = open(&self.dir()).unwrap();
        House { store, folder: self.folder }
    }
}

pub fn open(dir: &std::path::Path) -> Result<Store, StoreError> {
    Store::open(dir, StoreKey::Plain, at(0))
}

/// Minutes after a day in May 2026.
pub fn at(minutes: i64) -> Timestamp {
    Timestamp::midnight(day("2026-05-12")).plus_millis(minutes * 60_000)
}

pub fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

/// One write by Amina.
pub fn write<T>(
    store: &Store,
    minute: i64,
    change: impl FnOnce(&Tx<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    store.write("Amina", at(minute), |tx| {
        let value = change(tx)?;
        tx.journal_add("test.step", "", &[])?;
        Ok(value)
    })
}

pub fn block(first: u64, last: u64) -> NewBlock {
    NewBlock {
        issuer: ISSUER.to_owned(),
        agreement: String::new(),
        pattern: "KE/NBO/{yyyy}/{seq:5}".to_owned(),
        first,
        last,
        expires: None,
    }
}

pub fn printed(serial: u64) -> String {
    format!("KE/NBO/2026/{serial:05}")
}

pub fn uuid(n: u64) -> String {
    format!("00000000-0000-4000-8000-{n:012x}")
}

pub fn index() -> CertificateIndex {
    CertificateIndex {
        agreement: "chafta".to_owned(),
        valid_to: Some(day("2027-05-11")),
        exporter: "Café Torréfié Nairobi Ltd".to_owned(),
        consignee: "上海咖啡进口有限公司".to_owned(),
        destination: "CN".to_owned(),
        goods: "Coffee, roasted 0901.21".to_owned(),
        references: "INV-2026-77 MSKU1234565".to_owned(),
        item_count: 4,
    }
}

pub fn certificate(number: &str, document_sha: &str, submission_id: Option<&str>, now: Timestamp) -> NewCertificate {
    NewCertificate {
        issuer: ISSUER.to_owned(),
        number: number.to_owned(),
        issued_at: now,
        issued_on: now.date(),
        index: index(),
        document_sha: document_sha.to_owned(),
        pdf_sha: None,
        submission_id: submission_id.map(str::to_owned),
    }
}

/// Puts a submission about a number into the outbox, with its own document.
pub fn submit(
    tx: &Tx<'_>,
    n: u64,
    number: &str,
    revision: u32,
    depends_on: Option<&str>,
) -> Result<String, StoreError> {
    let kept = tx.document_keep(format!("<co n='{n}'/>").as_bytes(), "application/xml")?;
    let device = tx.device_seq_next()?;
    let submission_id = uuid(n);
    tx.outbox_add(&NewSubmission {
        submission_id: submission_id.clone(),
        route: ROUTE.to_owned(),
        kind: if revision == 1 { "co.issue" } else { "co.cancel" }.to_owned(),
        party: "KE".to_owned(),
        issuer: ISSUER.to_owned(),
        co_number: number.to_owned(),
        revision,
        number: None,
        business_key: format!("{ISSUER}|{number}|{revision}"),
        destination: "CN".to_owned(),
        envelope: format!("{{\"submission\":\"{submission_id}\",\"seq\":{}}}", device.seq).into_bytes(),
        doc_sha: kept.sha256,
        depends_on: depends_on.map(str::to_owned),
        device,
    })?;
    Ok(submission_id)
}

/// Issues one certificate as an office does: the number in its own write, then all the rest in one.
pub fn issue(store: &Store, run: &str, n: u64, now: Timestamp) -> Result<String, StoreError> {
    let reserved = store.write("Amina", now, |tx| {
        let reserved = tx.number_reserve(ISSUER, "chafta", run, |_, serial| Ok::<_, StoreError>(printed(serial)))?;
        tx.journal_add("number.reserved", &reserved.number, &[])?;
        Ok::<_, StoreError>(reserved)
    })?;
    store.write("Amina", now, |tx| {
        let number = &reserved.number;
        let submission_id = submit(tx, n, number, 1, None)?;
        let document_sha = tx.outbox_row(&submission_id)?.doc_sha;
        tx.number_use(ISSUER, number, run, Some(&submission_id))?;
        tx.certificate_add(&certificate(number, &document_sha, Some(&submission_id), now))?;
        tx.journal_add("certificate.issued", number, &[("destination", "CN")])?;
        Ok(submission_id)
    })
}

pub fn proof(kind: &str, minute: i64) -> NewEvidence {
    NewEvidence {
        kind: kind.to_owned(),
        signer: "gateway-ke".to_owned(),
        raw: format!("{kind}.{minute}").into_bytes(),
        claims: "{}".to_owned(),
        at: at(minute),
    }
}

pub fn judgement(state: &str) -> Judgement {
    Judgement {
        state: state.to_owned(),
        seal_holds: state.starts_with("valid"),
        verdict: if state.starts_with("valid") { "genuine" } else { "cannot_judge" }.to_owned(),
        headline: "verdict.genuine".to_owned(),
        reasons: "[]".to_owned(),
        signed_by: ISSUER.to_owned(),
        officer: "J. Wanjiru".to_owned(),
        signed_at: Some(at(-60)),
        list_number: Some(3),
        evidence: "[]".to_owned(),
    }
}

pub fn item(sequence: u32, quantity: &str) -> NewInboundItem {
    NewInboundItem {
        sequence,
        description: "Coffee, roasted".to_owned(),
        hs_code: "090121".to_owned(),
        quantity: decimal(quantity),
        unit: "KGM".to_owned(),
    }
}

/// An image of a number; `copy` makes its bytes differ.
pub fn image(tx: &Tx<'_>, number: &str, revision: u32, copy: u32, state: &str) -> Result<NewInbound, StoreError> {
    let kept = tx.document_keep(format!("<co {number} {revision} {copy}/>").as_bytes(), "application/xml")?;
    Ok(NewInbound {
        issuer: ISSUER.to_owned(),
        number: number.to_owned(),
        revision,
        document_sha: kept.sha256,
        submission_id: uuid(u64::from(revision) * 1000 + u64::from(copy)),
        item_id: String::new(),
        via: "gateway".to_owned(),
        agreement: "chafta".to_owned(),
        exporter: "Café Torréfié Nairobi Ltd".to_owned(),
        consignee: "上海咖啡进口有限公司".to_owned(),
        origin: "KE".to_owned(),
        destination: "CN".to_owned(),
        goods: "Coffee, roasted 0901.21".to_owned(),
        references: "INV-2026-77".to_owned(),
        issued_on: Some(day("2026-05-11")),
        valid_to: None,
        items: vec![item(1, "5960"), item(2, "12.5")],
        judgement: judgement(state),
    })
}
