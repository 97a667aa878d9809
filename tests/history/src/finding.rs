//! What can be wrong with a history? The rules by name (`gateway.md` 7, H1 to H10, and the promise of a void).

use std::fmt;

/// A rule that every history has to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// H1: shown as issued, and not in custody or not at its destination.
    Lost,
    /// H2: one paper twice in custody or in effect.
    Doubled,
    /// H2: one number and step with two contents.
    Diverged,
    /// H3: a state from `accepted` on without evidence that holds for those bytes.
    Unproven,
    /// H3: a receipt or delivery that the gateway's own register knows nothing of.
    ReceiptWithoutRecord,
    /// H4: a state that moved back.
    WentBack,
    /// H5: a cancellation in effect before its issue.
    CancelledFirst,
    /// H6: after faults stopped, still not known whether it arrived.
    Unresolved,
    /// H7: an item of the box was passed over.
    Skipped,
    /// H7: items were written down in another order than that of the box.
    Reordered,
    /// H7: acknowledged, and gone from the reader's books.
    Forgotten,
    /// H8: what people see is not what the books say.
    WrongWords,
    /// H9: a measure beyond its bound.
    OutOfBounds,
    /// H10: a row that nobody will move.
    Stranded,
    /// 2.10: taken although the gateway had promised never to.
    TakenAfterVoid,
    /// The log ends before faults stopped, so it proves nothing.
    Unfinished,
}

impl Rule {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Doubled => "doubled",
            Self::Diverged => "diverged",
            Self::Unproven => "unproven",
            Self::ReceiptWithoutRecord => "receipt without record",
            Self::WentBack => "went back",
            Self::CancelledFirst => "cancellation first",
            Self::Unresolved => "unresolved",
            Self::Skipped => "skipped",
            Self::Reordered => "reordered",
            Self::Forgotten => "forgotten",
            Self::WrongWords => "wrong words",
            Self::OutOfBounds => "out of bounds",
            Self::Stranded => "stranded",
            Self::TakenAfterVoid => "taken after void",
            Self::Unfinished => "unfinished",
        }
    }
}

/// A breach of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// What it is about: a number, a submission, an item.
    pub about: String,
    /// What the sides say.
    pub words: String,
}

impl Finding {
    pub(crate) fn new(rule: Rule, about: impl Into<String>, words: impl Into<String>) -> Self {
        Self { rule, about: about.into(), words: words.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.rule.name(), self.about, self.words)
    }
}
