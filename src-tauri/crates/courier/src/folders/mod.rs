//! How does the road look over folders that both sides see (a share, a synchronised folder, a stick)? Signed documents go
//! out and come in as files, bare or zipped, and not a byte of them is ever changed. This is how digital certificates of
//! ALADI are exchanged between parties that agreed on it (Rev. 13, 4.3.3).
//!
//! A folder gives no receipt of its own. What counts as custody is a file of digests, as `sha256sum` writes it, that the far
//! side puts beside what it sends: `NAME.sha256` naming the digest of the file `NAME`. Without one it is not known whether
//! the far side has it, and nothing is put there a second time: a folder knows nothing again.

mod place;
mod watch;
mod zipped;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tamga_origin::Timestamp;
use tamga_protocol as protocol;

use self::watch::Seen;
use crate::evidence::{Evidence, NotProven};
use crate::outcome::{AbsentOr, Class, Fault, Fetched, QueryOutcome, Retry, Scope, SubmitOutcome, VoidOutcome};
use crate::transport::{
    Ack, Answering, AttemptCtx, Batch, Caps, CursorKind, Envelope, GatewayTransport, ReceiptKind, SubmissionKey,
    VoidReason,
};

/// How documents lie in the outgoing folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FolderForm {
    /// `NUMBER.xml`, the very bytes.
    #[default]
    Bare,
    /// `NUMBER.zip` with that file inside, so that mail systems do not alter it.
    Zipped,
}

/// Which folders, and how.
#[derive(Clone)]
pub struct FolderSettings {
    /// Name of the far side, for receipts.
    pub partner: String,
    /// Folder that goes out.
    pub out: PathBuf,
    /// Folder that comes in; receipts lie there too.
    pub inward: PathBuf,
    /// Folder of our own that remembers what was put out; must outlive restarts.
    pub memory: PathBuf,
    /// How documents lie there.
    pub form: FolderForm,
    /// The computer's clock.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

impl std::fmt::Debug for FolderSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FolderSettings").field("out", &self.out).field("inward", &self.inward).finish_non_exhaustive()
    }
}

/// The largest document that goes in or out.
pub(crate) const LARGEST: u64 = 50 * 1024 * 1024;

/// The road over two folders.
pub struct FolderTransport {
    settings: FolderSettings,
    seen: Mutex<Seen>,
}

impl FolderTransport {
    /// Looks at nothing yet.
    pub fn new(settings: FolderSettings) -> Self {
        Self { settings, seen: Mutex::default() }
    }

    fn put(&self, envelope: &Envelope) -> SubmitOutcome {
        let said = match protocol::Envelope::read(envelope.bytes()) {
            Ok(said) => said,
            Err(error) => return SubmitOutcome::NotSent(local(&error.to_string())),
        };
        match said.document.bytes() {
            Ok(Some(document)) => place::put(&self.settings, envelope.key(), &document),
            Ok(None) | Err(_) => SubmitOutcome::NotSent(local("a document that does not travel with its envelope")),
        }
    }

    fn page(&self, max: u32) -> Result<Batch, Fault> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        watch::page(&self.settings, &mut seen, max)
    }
}

impl GatewayTransport for FolderTransport {
    fn caps(&self) -> Caps {
        Caps {
            query_by_our_id: true,
            void: false,
            receipt: ReceiptKind::DigestFile,
            dedupe_horizon: Some(Duration::ZERO),
            max_size: protocol::limits::ENVELOPE,
            cursor: CursorKind::UntilEmpty,
        }
    }

    fn submit<'a>(&'a self, envelope: &'a Envelope, _: &'a AttemptCtx) -> Answering<'a, SubmitOutcome> {
        Box::pin(std::future::ready(self.put(envelope)))
    }

    fn query<'a>(&'a self, key: &'a SubmissionKey) -> Answering<'a, QueryOutcome> {
        Box::pin(std::future::ready(place::ask(&self.settings, key)))
    }

    fn void<'a>(&'a self, _: &'a SubmissionKey, _: &'a VoidReason) -> Answering<'a, VoidOutcome> {
        // Nobody can promise for whoever looks into a folder.
        let fault =
            Fault { retry: Retry::Operator, ..Fault::seen(Scope::Item, Class::Operator, true, "no such promise") };
        Box::pin(std::future::ready(VoidOutcome::CannotTell(fault)))
    }

    fn fetch<'a>(
        &'a self,
        _: &'a str,
        _: Option<&'a str>,
        max: u32,
        _: Duration,
    ) -> Answering<'a, Result<Batch, Fault>> {
        Box::pin(std::future::ready(self.page(max)))
    }

    fn get<'a>(&'a self, sha256: &'a str) -> Answering<'a, Result<Fetched, Fault>> {
        let found = watch::find(&self.settings, sha256);
        Box::pin(std::future::ready(found.map(|found| found.map_or(AbsentOr::NotFound, AbsentOr::Found))))
    }

    fn ack<'a>(&'a self, acks: &'a [Ack]) -> Answering<'a, Result<(), Fault>> {
        Box::pin(std::future::ready(watch::set_aside(&self.settings, acks)))
    }

    fn prove(&self, _: &SubmissionKey, _: &str) -> Result<Evidence, NotProven> {
        Err(NotProven::NotAStatement("folder".to_owned()))
    }
}

pub(crate) fn local(words: &str) -> Fault {
    Fault::seen(Scope::Local, Class::Unsendable, false, words)
}

/// The folder itself is in the way: everything on this road would meet the same.
pub(crate) fn of_folder(error: &std::io::Error) -> Fault {
    Fault::seen(Scope::Route, Class::Network, false, error.to_string())
}
