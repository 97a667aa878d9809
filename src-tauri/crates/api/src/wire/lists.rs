//! What does the window know of code lists, and of goods codes that are looked for?

use super::{FileSource, Finding, codes, shapes};

codes! {
    /// How a goods code was found; hits come in this order.
    FoundBy {
        Code = "code",
        Exporter = "exporter",
        Office = "office",
        Subheading = "subheading",
        Heading = "heading",
        Synonym = "synonym",
        /// Only some of the words; shown under "Did you mean".
        Perhaps = "perhaps",
    }
}

shapes! {
    /// `agreement` names the form whose year counts where none was chosen; both it and `exporter` may be empty.
    struct HsFind {
        pub text: String,
        pub language: String,
        pub agreement: String,
        pub exporter: String,
        pub year: Option<u32>,
    }

    /// One step of a path: chapter, heading or subheading.
    struct HsStep {
        pub code: String,
        pub text: String,
        pub language: String,
    }

    struct HsHit {
        /// With its point: `0901.21`; with national digits behind where it was used so before.
        pub code: String,
        /// Year of the Harmonized System that the code is of.
        pub year: u32,
        pub path: Vec<HsStep>,
        pub unit: String,
        pub found: FoundBy,
        /// What it became in the form's year, when that is another one and a list says so.
        pub became: Vec<String>,
    }

    struct HsFound {
        /// Year that the form names; null where it names none.
        pub form_year: Option<u32>,
        /// Year of the list that was searched; null where there is no list of goods codes on this machine.
        pub year: Option<u32>,
        /// Every year there is a list of, oldest first.
        pub years: Vec<u32>,
        pub hits: Vec<HsHit>,
    }

    struct CodeList {
        pub id: String,
        pub version: String,
        /// Day of its text; empty when it is not known.
        pub date: String,
        pub source: String,
        pub licence: String,
        pub rows: u32,
        pub languages: Vec<String>,
        /// Of a working set a missing code may exist all the same.
        pub whole: bool,
        /// Year of the Harmonized System, for lists of goods codes.
        pub hs_year: Option<u32>,
        /// Null for the lists of the program.
        pub taken: Option<CodeListTaken>,
    }

    /// When and from whom the office took a list in.
    struct CodeListTaken {
        /// Who made it; empty for a table.
        pub maker: String,
        /// Who signed it, as the office calls them or else the id of their key; empty for a table.
        pub signer: String,
        pub person: String,
        pub at: String,
    }

    struct CodeLists {
        pub rows: Vec<CodeList>,
        /// Are the large lists (goods, places, countries, currencies) on this machine?
        pub large: bool,
        /// Whose packs are taken.
        pub publishers: Vec<PublisherRow>,
    }

    /// `name` is empty for those who publish the trust lists.
    struct PublisherRow {
        pub kid: String,
        pub name: String,
    }

    /// `version` is what a person says about a table whose file does not; a pack says it itself.
    struct CodeListFile {
        pub source: FileSource,
        pub version: String,
    }

    /// What taking a list in changes.
    struct CodeListLooked {
        pub list: CodeList,
        pub added: u32,
        pub changed: u32,
        pub removed: u32,
        /// Codes without a text in one of the list's languages.
        pub without_text: u32,
        /// Rows that their publisher marks as deleted.
        pub deleted: u32,
        pub findings: Vec<Finding>,
    }

    struct CodeListId {
        pub id: String,
    }

    /// `key` is `kid:key`, as the publisher hands it out.
    struct PublisherBelieve {
        pub key: String,
        pub name: String,
    }
}
