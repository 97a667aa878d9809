//! Which goods code does a person mean? Codes used before, then texts, then words of the market (`interface.md` 10.3).
//!
//! Every hit comes with its whole path: "Other" says nothing without it.

mod ask;
mod finder;

pub(crate) use finder::{became, find, knows, line};

/// What somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HsQuery<'a> {
    /// What was typed: words, the beginning of words, or a code with or without points. Empty: codes used before.
    pub text: &'a str,
    /// Language of the words, and of the answer where there is a text in it.
    pub language: &'a str,
    /// Year of the Harmonized System that the form names.
    pub year: u16,
    /// Codes that this exporter used before, newest first; national digits may stand behind. The first fifty count.
    pub exporter: &'a [String],
    /// Codes that this office used before, newest first. The first fifty count.
    pub office: &'a [String],
    /// Most hits that are wanted.
    pub limit: usize,
}

/// How a hit was found; hits come in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// It was typed as a code.
    Code,
    /// This exporter used it before.
    Exporter,
    /// This office used it before.
    Office,
    /// A subheading whose path holds all words.
    Subheading,
    /// A heading or chapter that holds all words.
    Heading,
    /// The same with words of the market.
    Synonym,
    /// It holds some of the words; shown under "Did you mean".
    Perhaps,
}

impl Found {
    /// A word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Exporter => "exporter",
            Self::Office => "office",
            Self::Subheading => "subheading",
            Self::Heading => "heading",
            Self::Synonym => "synonym",
            Self::Perhaps => "perhaps",
        }
    }
}

/// One step of a path: chapter, heading or subheading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HsStep {
    /// Its digits.
    pub code: String,
    /// Its text.
    pub text: String,
    /// Language of the text; another than asked for where there is none in that.
    pub language: String,
}

/// A code that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HsHit {
    /// Two, four or six digits.
    pub code: String,
    /// As it was used before, with national digits; otherwise the same as `code`.
    pub used: String,
    /// Year of the Harmonized System.
    pub year: u16,
    /// From the chapter down to the code.
    pub path: Vec<HsStep>,
    /// Usual unit beside the mass, Rec 20; empty when there is none.
    pub unit: String,
    /// How it was found.
    pub found: Found,
}

impl HsHit {
    /// The code with its point, as customs prints it: `0901.21`.
    pub fn dotted(&self) -> String {
        match (self.code.get(..4), self.code.get(4..)) {
            (Some(heading), Some(rest)) if !rest.is_empty() => format!("{heading}.{rest}"),
            _ => self.code.clone(),
        }
    }

    /// The path in one line.
    pub fn path_text(&self) -> String {
        self.path.iter().map(|step| step.text.as_str()).collect::<Vec<_>>().join(" › ")
    }
}
