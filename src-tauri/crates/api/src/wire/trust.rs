//! What does the window know of trust lists: what one changes, who stands in it, which were taken?

use super::{FileSource, Finding, Word, shapes};

shapes! {
    /// One change. `area`, `what`: words of `tamga_origin::trust`; `was`, `is`: a span as `2024-01-01/..`, a state, or
    /// limits as words; empty `was` when it is new.
    struct TrustChange {
        pub area: String,
        pub owner: String,
        pub id: String,
        pub name: String,
        pub what: String,
        pub was: String,
        pub is: String,
        /// Does it take a right away?
        pub stops: bool,
    }

    /// A received certificate whose verdict changes.
    struct VerdictChange {
        pub number: String,
        pub issuer: String,
        pub was: Word,
        pub is: Word,
    }

    /// What a list would change.
    struct TrustPreview {
        pub list_number: String,
        pub issued_at: String,
        pub in_force: bool,
        pub changes: Vec<TrustChange>,
        /// Why the publisher moved something in the past, or empty.
        pub reason: String,
        pub verdicts: Vec<VerdictChange>,
    }

    struct TrustLook {
        pub source: FileSource,
    }

    /// The list that waits for somebody, if one does, and what is accepted without asking.
    struct TrustWaiting {
        pub waiting: Option<TrustPreview>,
        pub accepts_growth: bool,
    }

    /// The last look for newer lists at the office's gateway.
    struct ListsLooked {
        /// Is there a gateway to look at?
        pub asks: bool,
        /// When it was; none before the first.
        pub at: Option<String>,
        /// What did not work then; `path` is the issuer whose list it was, or empty for the trust list.
        pub findings: Vec<Finding>,
    }

    /// Up to when the status lists of a body speak.
    struct StatusKnown {
        pub as_of: String,
        pub next_update: String,
        /// Is the next one due and not here?
        pub old: bool,
        /// Number of a list that is missing before later ones.
        pub missing: Option<String>,
    }

    struct TrustGrowth {
        pub accepts: bool,
    }

    /// A list that was taken.
    struct TrustListRow {
        pub list_number: String,
        pub issued_at: String,
        pub next_update: String,
        pub taken_at: String,
        pub changes: Vec<TrustChange>,
        pub reason: String,
    }

    struct TrustLists {
        pub rows: Vec<TrustListRow>,
    }

    struct IssuerOpen {
        pub id: String,
    }

    /// When something counts; empty `to`: no end is known.
    struct Span {
        pub from: String,
        pub to: String,
    }

    struct SpecimenRow {
        /// `signature` or `stamp`.
        pub kind: String,
        pub sha256: String,
        pub span: Span,
        /// Is the picture here?
        pub here: bool,
    }

    struct OfficerRow {
        pub id: String,
        pub name: String,
        pub title: String,
        pub state: String,
        pub span: Span,
        pub schemes: Vec<String>,
        pub specimens: Vec<SpecimenRow>,
    }

    struct SchemeRow {
        pub code: String,
        pub forms: Vec<String>,
        pub destinations: Vec<String>,
        pub span: Span,
    }

    /// A body with everything the list says of it.
    struct IssuerView {
        pub id: String,
        pub names: Vec<String>,
        pub country: String,
        pub accreditation: String,
        pub state: String,
        pub state_since: Option<String>,
        pub span: Span,
        pub officers: Vec<OfficerRow>,
        pub schemes: Vec<SchemeRow>,
        pub keys: u32,
        /// How far its status lists reach; none when there is none.
        pub status: Option<StatusKnown>,
    }

    struct SpecimenRead {
        pub sha256: String,
    }
}
