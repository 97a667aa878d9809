//! What do the register, a certificate's page, keys and the journal show?

use super::{ApiError, CertificateContent, FileSource, Finding, Word, codes, shapes};

codes! {
    LampState {
        Empty = "empty",
        Turning = "turning",
        Waiting = "waiting",
        Half = "half",
        Lit = "lit",
        Refused = "refused",
        Struck = "struck",
    }
}

shapes! {
    struct CertificateFilters {
        pub status: Option<String>,
        pub agreement: Option<String>,
        pub destination: Option<String>,
        pub month: Option<String>,
    }

    struct CertificateSearch {
        pub text: String,
        pub filters: CertificateFilters,
        pub offset: u32,
        pub limit: u32,
    }

    struct CertificateRow {
        pub number: String,
        pub issued_at: String,
        pub exporter: String,
        pub consignee: String,
        pub destination: String,
        pub agreement: String,
        pub is_self_declaration: bool,
        /// `certificate.issued`, `certificate.replaced`, `certificate.withdrawn`, `certificate.expired` …
        pub status: Word,
        /// `delivery.*`
        pub delivery: Word,
        /// `destination.*`
        pub destination_state: Word,
    }

    struct Lamp {
        pub state: LampState,
        pub word: Word,
        pub at: Option<String>,
    }

    struct Lamps {
        pub gateway: Lamp,
        pub abroad: Lamp,
        pub customs: Lamp,
    }

    /// One stored proof.
    struct EvidenceRow {
        pub id: String,
        /// `receipt`, `delivery`, `refusal`, `answer`, `void`, `stamp`, `certificate`, `crl`, `ocsp`.
        pub kind: String,
        pub at: String,
        pub from: String,
        pub text: String,
    }

    /// One journal line; `word.code` is `journal.*`.
    struct JournalRow {
        pub seq: String,
        pub at: String,
        pub who: String,
        pub about: String,
        pub word: Word,
    }

    struct JournalRead {
        pub about: Option<String>,
        pub offset: u32,
        pub limit: u32,
    }

    /// Names a certificate.
    struct CertificateNumber {
        pub number: String,
    }

    struct CertificateView {
        pub number: String,
        pub content: CertificateContent,
        pub status: Word,
        pub delivery: Word,
        pub destination_state: Word,
        pub lamps: Lamps,
        pub evidence: Vec<EvidenceRow>,
        /// A service is asked for its time stamp, which is not here yet.
        pub awaits_stamp: bool,
        pub journal: Vec<JournalRow>,
        /// SHA-256 of the signed bytes.
        pub document_sha256: String,
        pub submission_id: Option<String>,
        pub uses: Vec<UseRow>,
        pub can_cancel: bool,
    }

    struct UseRow {
        pub sequence: u32,
        pub quantity: String,
        pub unit: String,
        pub granted: bool,
        pub reason: String,
        pub declaration: String,
        pub declared_on: String,
        pub at: String,
        pub from: String,
    }

    struct CertificateIssue {
        pub draft_id: String,
        pub stamp: String,
        pub key_id: String,
        pub pin_handle: String,
    }

    struct Issued {
        pub number: String,
    }

    /// A draft as it was looked at.
    struct DraftStamp {
        pub draft_id: String,
        pub stamp: String,
    }

    struct CertificatesIssue {
        pub drafts: Vec<DraftStamp>,
        pub key_id: String,
        pub pin_handle: String,
    }

    /// One of `number` and `error` is null; both are when the batch ended before this draft, which then stays as it is.
    struct IssuedOfMany {
        pub draft_id: String,
        pub number: Option<String>,
        pub error: Option<ApiError>,
    }

    struct CertificatesIssued {
        pub results: Vec<IssuedOfMany>,
    }

    struct CertificateCancel {
        pub number: String,
        pub reason: String,
        /// Who agrees, where customs reported a use; null otherwise.
        pub second_person: Option<String>,
        pub key_id: String,
        pub pin_handle: String,
    }

    /// `path` is null to let the person choose.
    struct CertificateXmlSave {
        pub number: String,
        pub path: Option<String>,
    }

    struct Saved {
        pub path: String,
    }

    struct KeyRow {
        pub id: String,
        pub label: String,
        pub officer: String,
        pub body: String,
        pub valid_from: String,
        pub valid_to: String,
        pub state: Word,
        pub demonstration: bool,
        /// Where the private half is: on this computer, or on a card.
        pub place: Word,
    }

    struct KeyRows {
        pub rows: Vec<KeyRow>,
    }

    /// `pinHandle` is the file's password; the key gets it as PIN too where `newPinHandle` is null. `which` names one of
    /// several keys in the file.
    struct KeyImport {
        pub source: FileSource,
        pub label: String,
        pub pin_handle: String,
        pub new_pin_handle: Option<String>,
        pub which: Option<String>,
    }

    struct KeyImported {
        pub id: String,
        pub advice: Vec<Finding>,
    }
}
