//! What may a token be used for?

use crate::config::ClientKind;

/// One use of a token (gateway 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Handing over, asking about it, giving up; documents, numbers and the device beside it.
    Submit,
    /// Reading boxes.
    Inbox,
    /// Asking about certificates of others.
    Pull,
    /// Handing over for others.
    Forward,
    /// Files carried by hand.
    Bundle,
}

impl Scope {
    const ALL: [Self; 5] = [Self::Submit, Self::Inbox, Self::Pull, Self::Forward, Self::Bundle];

    /// The word in a token's `scope`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Inbox => "inbox",
            Self::Pull => "pull",
            Self::Forward => "forward",
            Self::Bundle => "bundle",
        }
    }

    fn of_kind(kind: ClientKind) -> &'static [Self] {
        match kind {
            ClientKind::Desktop => &[Self::Submit, Self::Inbox, Self::Bundle],
            ClientKind::Office | ClientKind::Post => &[Self::Submit, Self::Inbox, Self::Pull, Self::Bundle],
            ClientKind::Gateway => &[Self::Forward, Self::Inbox, Self::Pull],
        }
    }
}

/// What one token may be used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scopes(Vec<Scope>);

impl Scopes {
    /// What a client of a kind may have, cut to what it wishes; `None` when it wishes something it may not have.
    pub(crate) fn granted(kind: ClientKind, wish: Option<&str>) -> Option<Self> {
        let may = Scope::of_kind(kind);
        let Some(wish) = wish.filter(|wish| !wish.trim().is_empty()) else { return Some(Self(may.to_vec())) };
        let named = wish.split_ascii_whitespace().map(|word| may.iter().copied().find(|scope| scope.word() == word));
        let mut scopes = named.collect::<Option<Vec<_>>>()?;
        scopes.dedup();
        Some(Self(scopes))
    }

    /// From the words a token carries.
    pub(crate) fn read(text: &str) -> Self {
        Self(Scope::ALL.into_iter().filter(|scope| text.split('+').any(|word| word == scope.word())).collect())
    }

    /// As a token carries them.
    pub(crate) fn write(&self) -> String {
        self.words("+")
    }

    /// As the answer of the token endpoint says them.
    pub(crate) fn spoken(&self) -> String {
        self.words(" ")
    }

    fn words(&self, between: &str) -> String {
        self.0.iter().map(|scope| scope.word()).collect::<Vec<_>>().join(between)
    }

    /// Whether one of these is among them.
    pub(crate) fn has(&self, any: &[Scope]) -> bool {
        any.is_empty() || any.iter().any(|scope| self.0.contains(scope))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_narrows_and_never_widens() {
        let all = Scopes::granted(ClientKind::Post, None).expect("granted");
        assert_eq!(all.spoken(), "submit inbox pull bundle");
        let some = Scopes::granted(ClientKind::Post, Some("pull inbox")).expect("granted");
        assert!(some.has(&[Scope::Pull]) && some.has(&[]) && !some.has(&[Scope::Submit, Scope::Forward]));
        assert_eq!(Scopes::granted(ClientKind::Desktop, Some("submit pull")), None);
        assert_eq!(Scopes::granted(ClientKind::Desktop, Some("colour")), None);
        assert_eq!(Scopes::read(&all.write()), all);
    }
}
