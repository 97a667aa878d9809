//! What does the window know of a form?

use super::{codes, shapes};

codes! {
    /// When a box must be filled.
    Requirement { Always = "always", IfKnown = "if_known", Never = "never", ByAuthority = "by_authority", }
}

shapes! {
    struct AgreementRow {
        pub id: String,
        pub name: String,
        pub form_code: String,
        pub form_title: String,
        pub proof: String,
        pub parties: Vec<String>,
        pub switched_on: bool,
        /// When a draft or certificate was made on it last: 1 for the newest; null where it was never used.
        pub used: Option<u32>,
        /// Facts that were not compared with the agreement's text, neither by its source nor by this office.
        pub to_confirm: u32,
    }

    struct AgreementRows {
        pub rows: Vec<AgreementRow>,
    }

    struct AgreementId {
        pub id: String,
    }

    /// Where a fact was read; `grade` is A (official text), B or C.
    struct FactSource {
        pub title: String,
        pub grade: String,
    }

    /// The office's confirmation of a fact.
    struct FactConfirmed {
        pub article: String,
        pub persons: Vec<String>,
        pub on: String,
    }

    struct AgreementFact {
        pub fact: String,
        pub value: String,
        pub note: String,
        pub sources: Vec<FactSource>,
        /// Must it be compared with the agreement's text, whether somebody did or not?
        pub doubtful: bool,
        pub confirmed: Option<FactConfirmed>,
        /// Another value was confirmed before.
        pub lapsed: bool,
    }

    /// Switches a form on or off for new drafts.
    struct AgreementSwitch {
        pub id: String,
        pub on: bool,
    }

    struct AgreementFacts {
        pub rows: Vec<AgreementFact>,
    }

    struct FactConfirm {
        pub agreement: String,
        pub fact: String,
        pub article: String,
        pub person: String,
        pub second: String,
    }

    struct AgreementBox {
        pub n: String,
        pub key: String,
        pub label: String,
        pub required: Requirement,
        pub words: Vec<String>,
        pub max_chars: Option<u32>,
    }

    struct AgreementCriterion {
        pub code: String,
        pub meaning: String,
        pub reference: String,
        pub printed: String,
        pub examples: Vec<String>,
    }

    struct AgreementFlag {
        pub code: String,
        pub words: String,
    }

    struct AgreementView {
        #[serde(flatten)]
        pub row: AgreementRow,
        pub boxes: Vec<AgreementBox>,
        pub criteria: Vec<AgreementCriterion>,
        pub flags: Vec<AgreementFlag>,
        pub items_max: Option<u32>,
        pub hs_min: u32,
        pub hs_max: u32,
        /// Year of the Harmonized System that its codes are of; empty where it names none.
        pub hs_edition: String,
    }
}
