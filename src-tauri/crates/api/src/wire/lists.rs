//! What does the window know of code lists, and of goods codes that are looked for?

use super::{codes, shapes};

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
    /// `agreement` names the form whose year counts; both it and `exporter` may be empty.
    struct HsFind {
        pub text: String,
        pub language: String,
        pub agreement: String,
        pub exporter: String,
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
    }

    struct CodeLists {
        pub rows: Vec<CodeList>,
        /// Are the large lists (goods, places, countries, currencies) on this machine?
        pub large: bool,
    }
}
