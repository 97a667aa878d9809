//! Is a rule known at all? `unknown` (nobody has read it) and `none` (the form has no place for it) are two answers.

use super::Evidence;

/// A rule of a profile that may be absent in two ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule<T> {
    /// Nobody has read it yet; it asks nothing.
    Unknown(Evidence),
    /// The form has no place for it.
    None(Evidence),
    /// It asks what its terms say.
    Terms(T),
}

/// A table of a profile that rests on something.
pub trait Fact {
    /// What it rests on.
    fn evidence(&self) -> &Evidence;
}

impl<T> Default for Rule<T> {
    fn default() -> Self {
        Self::Unknown(Evidence::default())
    }
}

impl<T> Rule<T> {
    /// Its terms, when it has any.
    pub fn terms(&self) -> Option<&T> {
        match self {
            Self::Terms(terms) => Some(terms),
            Self::Unknown(_) | Self::None(_) => None,
        }
    }

    /// Its terms, for changing them.
    pub fn terms_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Terms(terms) => Some(terms),
            Self::Unknown(_) | Self::None(_) => None,
        }
    }

    /// Does the form have no place for it?
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None(_))
    }
}

impl<T: Fact> Rule<T> {
    /// What the rule, or its absence, rests on.
    pub fn evidence(&self) -> &Evidence {
        match self {
            Self::Unknown(evidence) | Self::None(evidence) => evidence,
            Self::Terms(terms) => terms.evidence(),
        }
    }

    /// Is anything said about it in the file, even that it is not known?
    pub fn is_stated(&self) -> bool {
        !matches!(self, Self::Unknown(evidence) if *evidence == Evidence::default())
    }
}

macro_rules! facts {
    ($($table:ty),* $(,)?) => {
        $(impl $crate::profile::Fact for $table {
            fn evidence(&self) -> &$crate::profile::Evidence {
                &self.evidence
            }
        })*
    };
}
pub(super) use facts;
