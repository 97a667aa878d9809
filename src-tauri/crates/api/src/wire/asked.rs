//! What do the desks ask each other about certificates, as the window shows it?

use super::{Word, Workplace, shapes};

shapes! {
    struct QuestionAsk {
        /// Issuing body, its code in the trust list.
        pub issuer: String,
        pub number: String,
        pub issue_day: String,
        pub reason: String,
        pub declaration: String,
    }

    struct QuestionRow {
        pub id: String,
        pub issuer: String,
        pub number: String,
        pub issue_day: String,
        pub reason: String,
        pub declaration: String,
        pub asked_at: String,
        /// `question.queued`, `question.stopped`, `question.waiting`, `question.answered`, `question.refused`.
        pub state: Word,
        /// Null while it waits.
        pub standing: Option<QuestionStanding>,
        pub answered_at: Option<String>,
    }

    struct QuestionStanding {
        /// `standing.valid`, `standing.suspended`, `standing.replaced`, `standing.cancelled`, `standing.unknown`.
        pub word: Word,
        pub successor: String,
        pub signer: String,
        pub as_of: String,
        /// The certificate came along and stands in the register.
        pub came_along: bool,
    }

    struct VerificationRead {
        pub workplace: Workplace,
        /// Null for all.
        pub number: Option<String>,
    }

    struct Verifications {
        pub rows: Vec<Verification>,
    }

    struct Verification {
        /// The same on both sides.
        pub case: String,
        pub is_ours: bool,
        pub party: String,
        pub issuer: String,
        pub number: String,
        /// `verification.*`
        pub state: Word,
        pub overdue: bool,
        pub grounds: String,
        pub papers: String,
        pub declaration: String,
        pub items: Vec<u32>,
        pub due: String,
        pub opened_at: String,
        pub replies: Vec<VerificationSaid>,
        /// `reply`, `ask_for_time`.
        pub acts: Vec<String>,
    }

    struct VerificationSaid {
        pub interim: bool,
        pub items: Vec<VerificationItem>,
        pub note: String,
        /// Day a reply is hoped for, in an interim one.
        pub due: Option<String>,
        pub signed_by: String,
        pub at: String,
    }

    struct VerificationItem {
        pub sequence: u32,
        /// `confirmed`, `partly`, `not_confirmed`.
        pub reply: String,
    }

    struct VerificationAsk {
        pub number: String,
        pub grounds: String,
        pub items: Vec<u32>,
        pub papers: String,
        pub declaration: String,
        pub due: String,
    }

    struct VerificationExtend {
        pub case: String,
        pub due: String,
        pub note: String,
        pub key_id: String,
        pub pin_handle: String,
    }

    struct VerificationReplySend {
        pub case: String,
        pub items: Vec<VerificationItem>,
        pub note: String,
        pub key_id: String,
        pub pin_handle: String,
    }
}
