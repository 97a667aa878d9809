//! What does the border desk show and send?

use super::{CertificateContent, FileSource, Finding, JournalRow, UseRow, Word, codes, shapes};

codes! {
    VerdictKind { Genuine = "genuine", Look = "look", NotGenuine = "not_genuine", CannotJudge = "cannot_judge", }
}

shapes! {
    struct Verdict {
        pub kind: VerdictKind,
        /// `verdict.genuine`, `verdict.look`, `verdict.changed`, `verdict.issuer_unknown`, `verdict.not_entitled`,
        /// `verdict.withdrawn`, `verdict.replaced`, `verdict.expired`, `verdict.used_up`, `verdict.paper_only`,
        /// `verdict.not_certified`, `verdict.cannot_judge`.
        pub headline: Word,
        pub reasons: Vec<Finding>,
        pub signed_by: String,
        pub officer: String,
        pub signed_at: Option<String>,
        pub valid_to: Option<String>,
        /// Which trust list judged.
        pub list_number: String,
        pub list_issued_at: Option<String>,
    }

    struct BalanceRow {
        pub number: String,
        pub sequence: u32,
        pub description: String,
        pub certified: String,
        pub used: String,
        pub left: String,
        pub unit: String,
        pub earlier: Vec<UseRow>,
    }

    struct BalanceRead {
        pub text: String,
        pub offset: u32,
        pub limit: u32,
    }

    struct CheckNumber {
        pub text: String,
    }

    struct CheckFile {
        pub source: FileSource,
    }

    /// What the check box answers.
    struct CheckAnswer {
        pub typed: String,
        /// Null when nothing here has that number.
        pub found: Option<ReceivedView>,
        /// Other numbers like it, when there is no exact hit.
        pub similar: Vec<String>,
        pub searched: u32,
        pub newest: Option<String>,
    }

    struct ReceivedRow {
        pub number: String,
        pub issuer: String,
        pub exporter: String,
        pub consignee: String,
        pub origin: String,
        pub agreement: String,
        pub is_self_declaration: bool,
        pub received_at: String,
        pub verdict: VerdictKind,
        pub headline: Word,
        /// `decision.*`
        pub decision: Word,
    }

    /// A place where the document differs from a good copy that is known here.
    struct ChangedField {
        pub path: String,
        pub was: String,
        pub is: String,
    }

    struct ReceivedView {
        pub number: String,
        /// Null for a file that was only looked at: it has no record and cannot be decided on.
        pub record_id: Option<String>,
        pub stamp: String,
        pub verdict: Verdict,
        pub content: Option<CertificateContent>,
        pub decision: Word,
        pub balance: Vec<BalanceRow>,
        pub journal: Vec<JournalRow>,
        pub received_at: Option<String>,
        pub changed_fields: Vec<ChangedField>,
        pub can_decide: bool,
    }

    struct ReceivedFilters {
        pub decision: Option<String>,
        pub verdict: Option<VerdictKind>,
    }

    struct ReceivedSearch {
        pub text: String,
        pub filters: ReceivedFilters,
        pub offset: u32,
        pub limit: u32,
    }

    struct ItemDecision {
        pub sequence: u32,
        pub quantity: String,
        pub unit: String,
        pub granted: bool,
        pub reason: String,
    }

    struct DecisionSave {
        pub number: String,
        pub stamp: String,
        pub declaration: String,
        pub declared_on: String,
        pub items: Vec<ItemDecision>,
        pub note: String,
    }

    struct DecisionSaved {
        pub stamp: String,
    }

    struct IssuerRow {
        pub id: String,
        pub name: String,
        pub country: String,
        pub state: String,
        pub officers: u32,
        pub keys: u32,
        pub schemes: Vec<String>,
        pub from: String,
        pub to: String,
    }

    struct Issuers {
        pub rows: Vec<IssuerRow>,
        pub total: u32,
        pub offset: u32,
        pub list_number: String,
        pub issued_at: Option<String>,
        pub age: Word,
    }

    struct TrustImport {
        pub source: FileSource,
    }

    struct TrustImported {
        pub list_number: String,
    }
}
