//! How does it get there without a line? One file on a stick, by mail or by any other carrier: the same objects under the
//! same ids as over the API, signed by the one who packed it and closed for the one who may open it (`gateway.md` 6).
//!
//! Bytes in, bytes out. Where the file lies, what becomes of an entry, and which stick comes next is decided elsewhere;
//! signatures are made and checked by whoever owns the keys and is handed in.

mod entry;
mod header;
mod lock;
mod ranges;
mod read;
mod write;

pub use entry::{EntryKind, EntryMeta};
pub use header::{BundleAck, BundleFrom, BundleGroup, BundleHeader, BundleRequires, BundleTo};
pub use lock::{BundleKey, is_recipient};
pub use ranges::Ranges;
pub use read::{Bundle, BundleEntry, BundleVerifier, Us, open};
pub use write::{NewBundle, NewEntry, Sealed, seal};

use crate::evidence::NotProven;
use crate::transport::Item;

/// What every bundle begins with, once it is open.
pub(crate) const MAGIC: &[u8] = b"TAMGA-COBUNDLE-1\n";
/// Largest file, and largest content, in bytes.
pub const LARGEST: usize = 64 * 1024 * 1024;
/// What the bodies of one part may come to, so that file, metas and header stay within [`LARGEST`].
pub const LARGEST_BODIES: usize = 56 * 1024 * 1024;
/// Most entries of one part, for the same reason.
pub const MOST_ENTRIES: usize = 20_000;
/// Largest header in bytes.
pub(crate) const LARGEST_HEADER: usize = 1024 * 1024;
/// Largest meta of an entry in bytes.
pub(crate) const LARGEST_META: usize = 64 * 1024;
/// Most recipients.
pub(crate) const MOST_RECIPIENTS: usize = 16;
/// Ending of the file's name.
pub const ENDING: &str = ".cobundle";

/// In which part of a bundle something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The closing around it.
    Lock,
    /// The first bytes.
    Magic,
    /// The header.
    Header,
    /// An entry.
    Entry,
    /// The digest over the entries.
    Root,
    /// The digest at the end.
    Trailer,
}

impl Part {
    /// The stable word for screens.
    pub fn word(self) -> &'static str {
        match self {
            Self::Lock => "lock",
            Self::Magic => "magic",
            Self::Header => "header",
            Self::Entry => "entry",
            Self::Root => "root",
            Self::Trailer => "trailer",
        }
    }
}

/// Why a bundle cannot be written, or is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// Larger than a bundle may be.
    #[error("larger than a bundle may be")]
    TooLarge,
    /// It cannot be read at all: the carrier fails.
    #[error("the bytes could not be read: {0}")]
    Input(String),
    /// Not a file closed with age for recipients' keys.
    #[error("not a closed bundle")]
    NotABundle,
    /// No key of ours opens it.
    #[error("no key of this office opens it")]
    Locked,
    /// Something in it is not as it must be: changed on the way, cut off, or never right.
    #[error("damaged or cut off: {}: {found}", part.word())]
    Damaged {
        /// Where.
        part: Part,
        /// What was found.
        found: String,
    },
    /// Of a format this program does not know.
    #[error("format {0} is not known here")]
    Format(u32),
    /// It opens with our key, but names somebody else: wrapped again, or packed by mistake.
    #[error("it is for {node}, not for this office")]
    ForSomebodyElse {
        /// For whom it is.
        node: String,
    },
    /// Nobody we believe vouches for it.
    #[error("nobody vouches for it: {0}")]
    NotVouched(NotProven),
    /// What was to be packed cannot be: a text too long, too many entries, a recipient that is none.
    #[error("cannot be packed: {0}")]
    Unpackable(&'static str),
}

impl BundleError {
    pub(crate) fn damaged(part: Part, found: impl Into<String>) -> Self {
        let found = found.into().chars().take(200).collect();
        Self::Damaged { part, found }
    }

    /// The stable word for screens: `bundle.*`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "bundle.too_large",
            Self::Input(_) => "bundle.input",
            Self::NotABundle => "bundle.none",
            Self::Locked => "bundle.locked",
            Self::Damaged { .. } => "bundle.damaged",
            Self::Format(_) => "bundle.format",
            Self::ForSomebodyElse { .. } => "bundle.for_another",
            Self::NotVouched(_) => "bundle.not_vouched",
            Self::Unpackable(_) => "bundle.unpackable",
        }
    }
}

/// The inbox item an entry of kind `item` holds.
///
/// # Errors
/// What cannot be read.
pub fn item(body: &[u8]) -> Result<Item, String> {
    crate::read::carried_item(body)
}
