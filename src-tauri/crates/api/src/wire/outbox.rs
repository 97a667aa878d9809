//! What does the outbox show?

use super::{Lamps, Word, codes, shapes};

codes! {
    OutboxAct { Again = "again", Concede = "concede", GiveUp = "give_up", }
    GivenUp { NeverLeft = "never_left", Promised = "promised", WasTaken = "was_taken", }
}

shapes! {
    struct OutboxRead {
        pub show_delivered: bool,
        pub offset: u32,
        pub limit: u32,
    }

    struct OutboxRow {
        pub id: String,
        pub number: String,
        /// `issue`, `cancel`, `answer`, `utilisation`.
        pub kind: String,
        pub destination: String,
        pub state: Word,
        pub lamps: Lamps,
        pub since: String,
        pub attempts: u32,
        pub next_try: Option<String>,
        /// What now: `now.nothing`, `now.wait`, `now.replace`, `now.sign_in`, `now.disk`, `now.clock`, `now.receipt` …
        pub what_now: Word,
        /// What a person can do about it.
        pub acts: Vec<OutboxAct>,
    }

    struct Outbox {
        pub rows: Vec<OutboxRow>,
        pub total: u32,
        pub offset: u32,
        pub paused: bool,
        pub issued_today: u32,
        pub delivered_today: u32,
        pub under_way: u32,
        pub needs_you: u32,
        pub last_delivery: Option<String>,
    }

    /// `id` is null for all that waits.
    struct OutboxSendNow {
        pub id: Option<String>,
    }

    struct OutboxAgain {
        pub id: String,
    }

    /// A second person agrees, and somebody says why.
    struct OutboxSettle {
        pub id: String,
        pub second_person: String,
        pub reason: String,
    }

    struct OutboxGivenUp {
        pub outcome: GivenUp,
    }

    struct OutboxPause {
        pub paused: bool,
    }
}
