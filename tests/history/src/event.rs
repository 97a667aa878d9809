//! What can a log say? One kind of event for each fact that some side holds by itself.

use serde::{Deserialize, Serialize};

/// What a signed paper does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// It is a certificate, or a newer one of the same number.
    Issue,
    /// It takes the certificate back.
    Cancel,
}

/// One line of a log. Names of desks, gateways and posts are the writer's; digests and numbers are compared as texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// A person was shown a signed paper as issued. From here on it must not be lost.
    Shown {
        /// The desk.
        desk: String,
        /// The submission that carries it.
        submission: String,
        /// Certificate number.
        number: String,
        /// Signed step of that number, from 1.
        revision: u32,
        /// What the paper does.
        step: Step,
        /// Digest of the signed bytes.
        document: String,
        /// Posts it must reach.
        to: Vec<String>,
    },
    /// A desk's row stands in this state; written at every change somebody looked at.
    State {
        /// The desk.
        desk: String,
        /// The row.
        submission: String,
        /// `queued`, `sending`, `waiting`, `blocked`, `accepted`, `delivered`, `answered`, `rejected`, `conflict`,
        /// `abandoned`.
        state: String,
    },
    /// The gateway's lamp of a row as a person sees it.
    Lamp {
        /// The desk.
        desk: String,
        /// The row.
        submission: String,
        /// `empty`, `turning`, `waiting`, `half`, `lit`, `refused`, `struck`.
        shows: String,
    },
    /// A desk holds evidence about a row.
    Proof {
        /// The desk.
        desk: String,
        /// The row.
        submission: String,
        /// `receipt`, `delivery`, `refusal`, `answer`, `void`.
        kind: String,
        /// Who signed it.
        gateway: String,
        /// Digest of the document it speaks of.
        document: String,
        /// Does its signature hold, by the log writer's own check?
        holds: bool,
    },
    /// A row that nobody will move.
    Stranded {
        /// The desk.
        desk: String,
        /// The row.
        submission: String,
    },
    /// A gateway's register has a submission in custody.
    Custody {
        /// The gateway.
        gateway: String,
        /// The submission.
        submission: String,
        /// Certificate number.
        number: String,
        /// Signed step of that number.
        revision: u32,
        /// Digest of the document it keeps.
        document: String,
    },
    /// A gateway promised never to take a submission.
    Void {
        /// The gateway.
        gateway: String,
        /// The submission.
        submission: String,
    },
    /// An item lies at this place of a box, by the gateway's own books.
    Boxed {
        /// Name of the box.
        inbox: String,
        /// Its place, rising.
        place: u64,
        /// The item.
        item: String,
    },
    /// A reader wrote an item down for the first time.
    Listed {
        /// The reader.
        reader: String,
        /// The box.
        inbox: String,
        /// The item.
        item: String,
    },
    /// A reader told the gateway that an item is in its hands.
    Acknowledged {
        /// The reader.
        reader: String,
        /// The item.
        item: String,
    },
    /// A reader's books were opened and hold exactly these items.
    Kept {
        /// The reader.
        reader: String,
        /// The items.
        items: Vec<String>,
    },
    /// A paper took effect at a post.
    Applied {
        /// The post.
        post: String,
        /// Certificate number.
        number: String,
        /// Signed step of that number.
        revision: u32,
        /// What the paper does.
        step: Step,
        /// Digest of the document.
        document: String,
    },
    /// Something was measured that has a bound.
    Measured {
        /// What.
        name: String,
        /// How much.
        value: u64,
        /// The most it may be.
        most: u64,
    },
    /// The power of a computer went, or its program was killed.
    Crashed {
        /// Whose.
        who: String,
    },
    /// Faults stopped and everybody had the time to settle; what follows is the final state of all books.
    Settled,
}

/// A line that is no event.
#[derive(Debug, thiserror::Error)]
#[error("line {line} is no event: {source}")]
pub struct Unreadable {
    line: usize,
    source: serde_json::Error,
}

impl Event {
    /// Reads a line; `line` is its number for the error.
    ///
    /// # Errors
    /// Not an event of this version.
    pub fn read(line: usize, text: &str) -> Result<Self, Unreadable> {
        serde_json::from_str(text).map_err(|source| Unreadable { line, source })
    }

    /// The event as a line, without its end.
    ///
    /// # Errors
    /// Never for the events of this version; the writer of JSON says it could.
    pub fn line(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}
