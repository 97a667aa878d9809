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

/// The parameter that names the fact a finding rests on, where neither its source nor the office has confirmed it
/// against the agreement text; whoever shows the finding says so beside it. Any finding may carry it.
pub const UNCONFIRMED: &str = "unconfirmed";

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

    /// Does it rest on a fact that nobody has confirmed against the agreement text?
    pub fn is_unconfirmed(&self) -> bool {
        self.params.iter().any(|(name, _)| name == UNCONFIRMED)
    }

    /// The same finding with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((Cow::Borrowed(name), value.to_string()));
        self
    }
}

/// Every code the rules of this room raise, with the names of its parameters in their order.
///
/// Some parameters are codes themselves and want words of their own: `flag` (a flag's code), `measure` (`packages`,
/// `gross_mass`, `net_mass`, `quantity`), `what` (`packages`, `gross_mass`), `event` (`shipment`, `export`, `invoice`),
/// `missing` (`name`, `address`, `country`, joined by commas), `reason` of a flag (`third_party_invoice`,
/// `producer_confidential`, `reference_replaces`, `reference_duplicate_of`, `reference_back_to_back_on`, `pair`, `form`)
/// and of a value (`never`, `criterion`, `destination`), `language` (ISO 639-1 in capitals), `needs` (`invoicing_party`,
/// `reference`, `cumulation_countries`, `remark`, `period`), `list` of a code (`hs`, `country`, `currency`, `unit`,
/// `package`, `location`), `papers` (UN/EDIFACT 1001 codes, joined by commas).
pub const CODES: &[(&str, &[&str])] = &[
    ("profile.none_in_force", &["agreement", "date"]),
    ("profile.unknown", &[]),
    ("profile.version_old", &["old", "new", "date"]),
    ("profile.version_ahead", &["new", "date"]),
    ("profile.not_switched_on", &[]),
    ("pair.not_covered", &["a", "b", "date"]),
    ("issuer.not_entitled", &["form"]),
    ("issuer.stamp_not_allowed", &[]),
    ("signature.no_stamp_service", &[]),
    ("proof.differs", &["code", "form"]),
    ("declaration.certified", &[]),
    ("authorisation.missing", &[]),
    ("authorisation.not_in_force", &["date"]),
    ("party.not_in_force", &["country", "date"]),
    ("field.required", &[]),
    ("box.required", &["n", "label"]),
    ("box.too_long", &["n", "max"]),
    ("box.words", &["n", "words"]),
    ("box.script", &["n", "language"]),
    ("items.missing", &[]),
    ("items.too_many", &["count", "max"]),
    ("items.numbering", &[]),
    ("items.mixed_chapters", &[]),
    ("items.end_mark", &["marks"]),
    ("items.marks_by_reference", &[]),
    ("items.quantity", &["n", "measure"]),
    ("quantity.not_positive", &["n"]),
    ("quantity.unit_missing", &["n"]),
    ("quantity.unit_not_on_form", &["n", "unit", "units"]),
    ("mass.net_above_gross", &["n"]),
    ("totals.differ", &["what", "stated", "sum"]),
    ("totals.factor", &["what", "stated", "sum", "factor"]),
    ("hs.length", &["len", "rule"]),
    ("hs.edition", &["code", "edition"]),
    ("hs.edition_differs", &["edition", "wanted"]),
    ("code.unknown", &["list", "code"]),
    ("origin.country_missing", &["n"]),
    ("origin.country_words", &["words"]),
    ("criterion.missing", &["n"]),
    ("criterion.not_expected", &[]),
    ("criterion.unknown", &["text", "list"]),
    ("criterion.percent_missing", &["code"]),
    ("criterion.percent_range", &["pct", "range"]),
    ("criterion.heading_mismatch", &["a", "b"]),
    ("criterion.reference_missing", &["code"]),
    ("criterion.not_for_destination", &["code", "countries"]),
    ("criterion.alphabet", &["text"]),
    ("criterion.spelling", &["canonical"]),
    ("criterion.code_differs", &["code", "printed"]),
    ("producer.missing", &["n", "number"]),
    ("fob.missing", &["n"]),
    ("fob.not_expected", &["reason"]),
    ("fob.currency", &["n", "currency"]),
    ("flag.missing", &["flag", "reason"]),
    ("flag.unfounded", &["flag"]),
    ("flag.exclusive", &["a", "b"]),
    ("flag.differs", &["code", "flag"]),
    ("flag.not_on_form", &["flag"]),
    ("flag.incomplete", &["flag", "needs"]),
    ("retro.mark_missing", &["days", "event"]),
    ("retro.too_late", &["date"]),
    ("retro.reason_missing", &[]),
    ("retro.window_closed", &["date", "days", "event"]),
    ("duplicate.original_missing", &[]),
    ("duplicate.may_be_used", &[]),
    ("substitution.original_missing", &[]),
    ("b2b.original_missing", &[]),
    ("b2b.outlives_original", &["a", "b"]),
    ("b2b.quantity_exceeded", &["qty", "rest"]),
    ("third_party.details", &["missing"]),
    ("exhibition.details", &[]),
    ("de_minimis.exceeded", &["pct", "max"]),
    ("accumulation.incomplete", &[]),
    ("blanket.too_long", &["months"]),
    ("threshold.exceeded", &["amount", "number"]),
    ("evidence.missing", &["basis", "papers"]),
    ("correction.not_allowed", &[]),
    ("transport.missing", &[]),
    ("invoice.missing", &[]),
    ("invoice.too_many", &["count"]),
    ("invoice.after_issue", &["no"]),
    ("declaration.after_issue", &[]),
    ("issue.future", &["date"]),
    ("number.pattern", &["number", "pattern"]),
    ("number.block_empty", &[]),
    ("layout.overflow", &["n"]),
    ("validity.over", &["date"]),
    ("validity.differs", &["stated", "computed"]),
    ("length.dialect", &["dialect", "limit"]),
    ("limit.exceeded", &["limit"]),
    ("text.character", &["character"]),
];

/// Do any of the findings stop the next legal step?
pub fn blocks(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Block)
}
