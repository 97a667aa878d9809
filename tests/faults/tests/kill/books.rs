//! What the books say afterwards: the chamber's register, numbers and journal beside the box of the country of
//! destination. It shares no code with the outbox.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tamga_courier::{GatewayTransport as _, HttpTransport, ItemKind};
use tamga_office::certificates::CertificateFilter;
use tamga_office::doctor::Health;
use tamga_office::lamps::LampState;
use tamga_office::{Office, Window};

/// A certificate in the register.
pub struct Registered {
    document: String,
    submission: Option<String>,
    gateway: LampState,
    abroad: LampState,
    proofs: Vec<String>,
}

/// The books.
pub struct Books {
    /// The chamber's register, by number.
    pub register: BTreeMap<String, Registered>,
    /// What lies abroad: number, document, submission, in order.
    abroad: Vec<(String, String, String)>,
    reserved: u64,
    /// Numbers made void: somebody died between number and certificate.
    pub void: u64,
    /// Attempts that somebody died in.
    pub broken_off: u64,
    first_broken: Option<u64>,
    under_way: u64,
    needs_you: u64,
    strays: Vec<String>,
}

const PAGE: u32 = 200;

impl Books {
    pub async fn close(office: &Office, post: &HttpTransport) -> Self {
        let mut register = BTreeMap::new();
        for number in numbers(office) {
            let view = office.open_certificate(&number).unwrap();
            assert_eq!(view.certificate.number, number, "read from the signed bytes");
            let one = Registered {
                document: view.document_sha256,
                submission: view.submission_id.map(|id| id.to_string()),
                gateway: view.lamps.gateway.state,
                abroad: view.lamps.abroad.state,
                proofs: view.evidence.into_iter().map(|proof| proof.kind).collect(),
            };
            assert!(register.insert(number.clone(), one).is_none(), "{number} stands twice in the register");
        }
        let mut counts = BTreeMap::<String, u64>::new();
        let mut offset = 0;
        loop {
            let page = office.journal(None, Window { offset, limit: Window::MOST }).unwrap();
            page.rows.iter().for_each(|row| *counts.entry(row.word.code.clone()).or_default() += 1);
            offset += page.rows.len() as u64;
            if offset >= page.total || page.rows.is_empty() {
                break;
            }
        }
        let outbox = office.outbox(Window::first(1), true).unwrap();
        let count = |code: &str| counts.get(code).copied().unwrap_or(0);
        let strays = office.doctor().unwrap().into_iter().filter(|check| check.health == Health::Bad);
        Self {
            register,
            abroad: boxed(post).await,
            reserved: count("number.reserved"),
            void: count("number.void"),
            broken_off: count("outbox.recovered"),
            first_broken: office.verify_journal().unwrap().first_broken,
            under_way: outbox.under_way,
            needs_you: outbox.needs_you,
            strays: strays.map(|check| format!("{check:?}")).collect(),
        }
    }

    /// Fails with what is lost, doubled or stuck; `shown` are the numbers that people saw as issued.
    pub fn check(&self, shown: &BTreeSet<String>) {
        for number in shown {
            assert!(self.register.contains_key(number), "{number} was shown as issued and is lost");
        }
        let mut arrived = BTreeMap::new();
        for (number, document, submission) in &self.abroad {
            let before = arrived.insert(number, (document, submission));
            assert!(before.is_none(), "{number} arrived twice: {document} and {before:?}");
        }
        for (number, one) in &self.register {
            let (document, submission) = arrived.remove(number).unwrap_or_else(|| panic!("{number} did not arrive"));
            assert_eq!(*document, one.document, "{number} arrived with other bytes");
            assert_eq!(Some(submission), one.submission.as_ref(), "{number} arrived under another id");
            assert_eq!((one.gateway, one.abroad), (LampState::Lit, LampState::Lit), "{number} is not proven");
            for kind in ["receipt", "delivery"] {
                let proofs = one.proofs.iter().filter(|proof| *proof == kind).count();
                assert_eq!(proofs, 1, "{number} has one {kind}: {:?}", one.proofs);
            }
        }
        assert!(arrived.is_empty(), "abroad lies what the register does not know: {arrived:?}");
        assert_eq!(self.reserved, self.register.len() as u64 + self.void, "each number was used or made void");
        assert_eq!((self.under_way, self.needs_you), (0, 0), "nothing waits and nobody is needed");
        assert_eq!(self.first_broken, None, "the journal's chain holds");
        assert!(self.strays.is_empty(), "{:?}", self.strays);
    }
}

fn numbers(office: &Office) -> Vec<String> {
    let (mut found, mut offset) = (Vec::new(), 0);
    loop {
        let window = Window { offset, limit: PAGE };
        let page = office.search_certificates("", &CertificateFilter::default(), window).unwrap();
        offset += page.rows.len() as u64;
        found.extend(page.rows.into_iter().map(|row| row.number));
        if offset >= page.total {
            return found;
        }
    }
}

/// Everything in the shared box of the country of destination.
async fn boxed(post: &HttpTransport) -> Vec<(String, String, String)> {
    let (mut found, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = post.fetch("posts", cursor.as_deref(), PAGE, Duration::ZERO).await.unwrap();
        for item in page.items.into_iter().filter(|item| item.kind == ItemKind::Submission) {
            let envelope = tamga_protocol::Envelope::read(item.envelope.as_ref().unwrap()).unwrap();
            found.push((envelope.co_number, envelope.document.sha256, item.submission_id.unwrap().to_string()));
        }
        cursor = Some(page.cursor);
        if !page.more {
            return found;
        }
    }
}
