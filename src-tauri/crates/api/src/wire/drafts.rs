//! What do the desk and the editor show and send?

use std::collections::BTreeMap;

use super::{CertificateContent, FileSource, Finding, NumberMarks, Word, codes, shapes};

codes! {
    DeskKind { Draft = "draft", Certificate = "certificate", }

    /// Goods cells that can be pasted, by their names.
    GoodsField {
        Marks = "marks",
        PackageCount = "packageCount",
        PackageKind = "packageKind",
        Description = "description",
        Hs = "hs",
        OriginCountry = "originCountry",
        Criterion = "criterion",
        GrossMass = "grossMass",
        NetMass = "netMass",
        Quantity = "quantity",
        Unit = "unit",
        Value = "value",
        Currency = "currency",
        Invoice = "invoice",
    }
}

shapes! {
    struct DeskRow {
        /// Draft id or certificate number, as `kind` says.
        pub id: String,
        pub kind: DeskKind,
        pub title: String,
        pub exporter: String,
        pub destination: String,
        pub form: String,
        pub items: u32,
        pub fixes: u32,
        pub looks: u32,
        /// Certificate status word: `certificate.draft`, `certificate.to_sign` …
        pub status: Word,
        pub changed_at: String,
    }

    struct Desk {
        pub rows: Vec<DeskRow>,
        pub total: u32,
        pub offset: u32,
        pub issued_today: u32,
        pub drafts: u32,
        pub waiting: u32,
    }

    struct DraftRow {
        pub id: String,
        pub stamp: String,
        pub exporter: String,
        pub consignee: String,
        pub destination: String,
        pub agreement: String,
        pub items: u32,
        pub fixes: u32,
        pub looks: u32,
        pub changed_at: String,
        pub status: Word,
    }

    struct DraftCreate {
        pub agreement: String,
    }

    /// Names a draft.
    struct DraftId {
        pub draft_id: String,
    }

    struct DraftView {
        pub id: String,
        pub stamp: String,
        pub saved_at: String,
        pub content: CertificateContent,
        pub findings: Vec<Finding>,
        /// Paths a clone cleared: drawn as "check me".
        pub marks: Vec<String>,
        /// Name of the newer version of its form that is in force, when there is one.
        pub newer: Option<String>,
    }

    /// What stands in another box on the new form.
    struct CarryMoved {
        pub key: String,
        pub from: String,
        pub to: String,
    }

    /// What the new form has no place for; `line` is null for the certificate as a whole.
    struct CarryLost {
        pub key: String,
        pub line: Option<u32>,
        pub text: String,
    }

    /// A criterion that must be chosen again.
    struct CarryCriterion {
        pub line: u32,
        pub printed: String,
    }

    /// What carrying a draft over does.
    struct CarryLooked {
        /// Name of the new form.
        pub form: String,
        pub stamp: String,
        pub moved: Vec<CarryMoved>,
        pub lost: Vec<CarryLost>,
        /// Labels of the boxes that it asks anew.
        pub asked: Vec<String>,
        pub criteria: Vec<CarryCriterion>,
        /// Must the exporter sign again?
        pub sign_again: bool,
    }

    struct DraftCarry {
        pub draft_id: String,
        /// The stamp that was looked at.
        pub stamp: String,
    }

    struct DraftSave {
        pub draft_id: String,
        pub stamp: String,
        pub content: CertificateContent,
    }

    struct DraftSaved {
        pub stamp: String,
        pub saved_at: String,
        pub findings: Vec<Finding>,
    }

    struct DraftChecked {
        pub findings: Vec<Finding>,
    }

    /// `agreement` is null to let the file say it.
    struct DraftImport {
        pub source: FileSource,
        pub agreement: Option<String>,
    }

    struct DraftClone {
        pub number: String,
    }

    /// An imported or new draft, with what was noticed on the way in.
    struct DraftBorn {
        pub id: String,
        pub findings: Vec<Finding>,
    }

    /// `start` is the cell the paste begins in.
    struct GoodsPaste {
        pub text: String,
        pub marks: NumberMarks,
        pub start: GoodsField,
    }

    /// A pasted row: only the cells that were there; masses and values in canonical decimal text.
    struct PastedRow {
        pub cells: BTreeMap<GoodsField, String>,
    }

    /// A number that can mean two things, in the row `row` (from 0) of this paste.
    struct PasteQuestion {
        pub row: u32,
        pub field: GoodsField,
        pub typed: String,
        pub readings: Vec<String>,
    }

    struct GoodsPasted {
        pub rows: Vec<PastedRow>,
        pub questions: Vec<PasteQuestion>,
        pub header_found: bool,
        pub ignored_columns: Vec<String>,
    }

    struct NumberRead {
        pub text: String,
        pub marks: NumberMarks,
    }
}
