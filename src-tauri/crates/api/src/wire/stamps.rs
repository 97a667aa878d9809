//! What does the window know of the time-stamping service?

use super::{Finding, shapes};

shapes! {
    struct StampSettings {
        /// None when nobody is asked.
        pub url: Option<String>,
        /// Since when it is asked.
        pub since: Option<String>,
        /// The newest stamp that was fetched.
        pub last_at: Option<String>,
        /// Where that one came from.
        pub last_address: Option<String>,
        /// Documents that still wait for a stamp.
        pub waiting: u32,
        /// Services the trust list names.
        pub trusted: Vec<String>,
        /// Is there a trust list at all?
        pub has_list: bool,
    }

    /// `url` is null to ask nobody any more.
    struct StampSettingsSave {
        pub url: Option<String>,
    }

    struct StampTry {
        pub url: String,
    }

    /// What came of asking for one stamp: `at` when it gave one, `finding` when it gave none or when it would not count.
    struct StampTried {
        pub at: Option<String>,
        pub by: String,
        /// Its name in the trust list; null when the list does not vouch for it.
        pub service: Option<String>,
        pub finding: Option<Finding>,
    }
}
