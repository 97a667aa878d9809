//! Which shapes do all screens share?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{codes, shapes};

/// Texts for a sentence, by name.
pub type Params = BTreeMap<String, String>;

codes! {
    /// How much a finding weighs.
    Severity { Block = "block", Warn = "warn", Info = "info", }

    /// The codes the window does something different for. What a seal, a gate or a trust list found comes as findings.
    ErrorCode {
        NotFound = "not_found",
        Stale = "stale",
        BlockedByFindings = "blocked_by_findings",
        PinWrong = "pin_wrong",
        PinLocked = "pin_locked",
        KeyNotUsable = "key_not_usable",
        KeyExpired = "key_expired",
        KeyUnreadable = "key_unreadable",
        KeyUnknown = "key_unknown",
        NumberBlockEmpty = "number_block_empty",
        NumberUsed = "number_used",
        FileUnreadable = "file_unreadable",
        FileTooLarge = "file_too_large",
        FileFormatUnknown = "file_format_unknown",
        TrustListRefused = "trust_list_refused",
        CodeListRefused = "code_list_refused",
        NotAllowed = "not_allowed",
        AlreadyDecided = "already_decided",
        QuantityExceeded = "quantity_exceeded",
        Offline = "offline",
        DiskFull = "disk_full",
        DatabaseNewer = "database_newer",
        DatabaseBusy = "database_busy",
        SecondStart = "second_start",
        NoOffice = "no_office",
        LayoutOverflow = "layout_overflow",
        StateConflict = "state_conflict",
        BadRequest = "bad_request",
        Internal = "internal",
    }

    /// What a change touches and a command reads.
    Tag {
        App = "app",
        Drafts = "drafts",
        Certificates = "certificates",
        Outbox = "outbox",
        Received = "received",
        Balances = "balances",
        Keys = "keys",
        Issuers = "issuers",
        Journal = "journal",
        Settings = "settings",
    }

    /// What a file is chosen for.
    FilePurpose { Draft = "draft", Check = "check", Key = "key", Trust = "trust", Codes = "codes", Bundle = "bundle", CardProgram = "card_program", }
}

shapes! {
    /// Something noticed about a document. Paths stay those of the certificate model, in snake_case, items by sequence.
    struct Finding {
        pub code: String,
        pub severity: Severity,
        pub path: String,
        #[ts(type = "Record<string, string>")]
        pub params: Params,
    }

    /// What went wrong with the world.
    struct ApiError {
        pub code: ErrorCode,
        /// For a log and a helper on the telephone; the window's sentence belongs to the code.
        pub message: String,
        #[ts(optional = nullable)]
        pub field: Option<String>,
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<Finding>>")]
        pub findings: Vec<Finding>,
        #[serde(default)]
        #[ts(optional, type = "Record<string, string>")]
        pub params: Params,
        /// Shown in small print, for instance `E-4F2A`.
        pub reference: String,
    }

    /// A code with its parameters; the window owns the sentence.
    struct Word {
        pub code: String,
        #[ts(type = "Record<string, string>")]
        pub params: Params,
    }

    /// Asks for a window of rows.
    struct Page {
        pub offset: u32,
        pub limit: u32,
    }

    /// A window of rows.
    struct Rows<T> {
        pub rows: Vec<T>,
        pub total: u32,
        pub offset: u32,
    }

    /// The person's own marks, by which typed numbers are read.
    struct NumberMarks {
        pub decimal: String,
        pub group: String,
    }

    /// The one event. It carries no data: read again what you show.
    struct Changed {
        pub tags: Vec<Tag>,
    }

    /// What kind of file is wanted.
    struct FileChoose {
        pub purpose: FilePurpose,
    }

    /// The path a person chose, or null.
    struct FileChosen {
        pub path: Option<String>,
    }

    /// Names bytes that the program keeps for a moment.
    struct Handle {
        pub handle: String,
    }
}

/// A file: a path the shell was given (dropped, chosen), or bytes handed over before with `file_hold`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum FileSource {
    Path { path: String },
    Held { handle: String },
}

/// What a typed number is: a value in canonical decimal text, a question with its readings, or not a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum NumberReading {
    Value { value: String },
    Question { readings: Vec<String> },
    Unreadable,
}

/// Nothing to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(type = "Record<string, never>")]
pub struct Empty {}

impl Word {
    /// A word without parameters.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), params: Params::new() }
    }

    /// The same word with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}
