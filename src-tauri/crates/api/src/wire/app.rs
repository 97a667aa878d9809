//! What does the frame of the window show?

use super::{Word, codes, shapes};

codes! {
    Workplace { Issue = "issue", Receive = "receive", }
    Language { En = "en", Fr = "fr", Es = "es", Ar = "ar", }
    Theme { System = "system", Light = "light", Dark = "dark", }
    Density { Normal = "normal", Compact = "compact", }
    Digits { Latin = "latin", Arabic = "arabic", }
}

shapes! {
    struct Settings {
        pub language: Language,
        pub theme: Theme,
        /// Per cent, for instance `100`.
        pub text_size: String,
        pub density: Density,
        pub digits: Digits,
    }

    struct SettingsSave {
        pub settings: Settings,
    }

    struct AppState {
        pub office_name: String,
        pub office_country: String,
        pub workplaces: Vec<Workplace>,
        pub who: String,
        pub role: String,
        pub demonstration: bool,
        pub today: String,
        pub settings: Settings,
        pub status: StatusBar,
        /// The same for each workplace, where two offices share the window; `officeName`, `who` and `role` name all.
        #[ts(optional, as = "Option<Vec<WorkplaceFacts>>")]
        pub desks: Vec<WorkplaceFacts>,
    }

    /// Which office and person stand behind a workplace.
    struct WorkplaceFacts {
        pub workplace: Workplace,
        pub office_name: String,
        pub who: String,
        pub role: String,
    }

    /// The line under everything.
    struct StatusBar {
        /// `line.online`, `line.offline`, `line.paused`, `line.no_partner`.
        pub line: Word,
        pub outbox_waiting: u32,
        pub outbox_needs_you: u32,
        /// `key.ready`, `key.locked`, `key.none`, `key.expired`.
        pub key: Word,
        /// `trust.fresh`, `trust.ageing`, `trust.old`, `trust.none`; params `age_days`, `issued_at`.
        pub trust: Word,
        /// `clock.apart` with `here` and `there`, when this computer's clock and a gateway's are far apart.
        pub clock: Option<Word>,
        pub last_backup: Option<String>,
    }

    /// How many the demonstration brought, and the first of them.
    struct ExamplesImported {
        pub drafts: u32,
        pub draft_id: Option<String>,
    }
}
