//! How are fixed sets of words written once and read back everywhere? Enums whose members have one written word.

/// A fixed set whose members are written as words in profiles and stored rows.
pub trait Word: Sized + Copy + 'static {
    /// Every member, in the order of the list.
    const ALL: &'static [Self];

    /// The written word.
    fn as_str(self) -> &'static str;

    /// Reads the word back.
    fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|member| member.as_str() == word)
    }
}

macro_rules! words {
    ($(#[doc = $set:literal])* $name:ident { $($(#[doc = $doc:literal])* $variant:ident = $word:literal,)* }) => {
        $(#[doc = $set])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $doc])* $variant,)*
        }

        impl $crate::word::Word for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];

            fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl $name {
            /// The written word.
            pub fn as_str(self) -> &'static str {
                $crate::word::Word::as_str(self)
            }

            /// Reads the word back.
            pub fn parse(word: &str) -> Option<Self> {
                $crate::word::Word::parse(word)
            }
        }
    };
}
pub(crate) use words;
