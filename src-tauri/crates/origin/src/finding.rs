//! What was noticed about a document. A finding is a fact beside the value, never an error.
//! Words for codes live in the window's catalogues; this room only knows codes and parameters.

use std::borrow::Cow;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing ("Tip").
    Info,
    /// A person should look ("Look").
    Warn,
    /// Cannot go on like this ("Fix").
    Block,
}

impl Severity {
    /// The word used in stored and written documents: `info`, `warn`, `block`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Block => "block",
        }
    }

    /// Reads the word back.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "info" => Some(Self::Info),
            "warn" => Some(Self::Warn),
            "block" => Some(Self::Block),
            _ => None,
        }
    }
}

/// One thing noticed about a document, as a code with parameters and the path of the field concerned.
///
/// Paths are those of the certificate model in snake_case (`items[3].criterion.printed`, where 3 is the item's
/// sequence number, not its position). Codes are `area.what`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `area.what`, for instance `criterion.missing`.
    pub code: Cow<'static, str>,
    /// How much it weighs.
    pub severity: Severity,
    /// The field concerned, empty for the document as a whole.
    pub path: String,
    /// Named parameters for the sentence, in a fixed order.
    pub params: Vec<(Cow<'static, str>, String)>,
}

impl Finding {
    /// A finding without parameters.
    pub fn new(code: &'static str, severity: Severity, path: impl Into<String>) -> Self {
        Self { code: Cow::Borrowed(code), severity, path: path.into(), params: Vec::new() }
    }

    /// A finding that stops the next legal step.
    pub fn block(code: &'static str, path: impl Into<String>) -> Self {
        Self::new(code, Severity::Block, path)
    }

    /// A finding a person should look at.
    pub fn warn(code: &'static str, path: impl Into<String>) -> Self {
        Self::new(code, Severity::Warn, path)
    }

    /// A finding worth knowing.
    pub fn info(code: &'static str, path: impl Into<String>) -> Self {
        Self::new(code, Severity::Info, path)
    }

    /// The same finding with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((Cow::Borrowed(name), value.to_string()));
        self
    }
}

/// Do any of the findings stop the next legal step?
pub fn blocks(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Block)
}
