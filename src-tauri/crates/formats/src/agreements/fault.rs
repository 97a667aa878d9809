//! What can be wrong with a profile file? One variant per slip, each with a stable code and its parameters.

use tamga_origin::NumberFault;
use tamga_origin::criterion::PatternFault;
use thiserror::Error;

/// Where and why a profile file was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {at}: {fault}")]
pub struct ProfileError {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// Which table, for instance `box[3]`; `file` for the file as a whole.
    pub at: String,
    /// What is wrong.
    pub fault: ProfileFault,
}

/// What is wrong with a profile file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProfileFault {
    /// The text is not TOML.
    #[error("not TOML: {0}")]
    NotToml(String),
    /// A key is not known.
    #[error("unknown key {key:?}")]
    UnknownKey {
        /// The key.
        key: String,
    },
    /// A word is not one of those allowed.
    #[error("unknown word {word:?}{}", one_of(.allowed))]
    UnknownWord {
        /// The word.
        word: String,
        /// Those allowed, where the set is small enough to be told.
        allowed: Vec<&'static str>,
    },
    /// A value that must be there is not.
    #[error("{key} is missing")]
    Missing {
        /// The key.
        key: String,
    },
    /// A value has the wrong type or range.
    #[error("{key:?} is not of the right kind")]
    WrongValue {
        /// The key.
        key: String,
    },
    /// An area reaches over the edge of the sheet, or its columns are not as wide as it is.
    #[error("reaches over the edge, or its columns are not as wide as it is")]
    DoesNotFit,
    /// Two areas share a place.
    #[error("overlaps {other}")]
    Overlap {
        /// The other area.
        other: String,
    },
    /// Something that must be unique stands twice.
    #[error("{what} {name:?} stands twice")]
    Twice {
        /// What kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A rule points to a box that the form does not have.
    #[error("there is no box {number:?}")]
    NoSuchBox {
        /// The number.
        number: String,
    },
    /// A party is a group that no list of groups has.
    #[error("there is no group {name:?}")]
    NoSuchGroup {
        /// Its name.
        name: String,
    },
    /// A form goes by a table of partner pairs that is not here.
    #[error("there is no table of pairs {name:?}")]
    NoSuchMatrix {
        /// Its name.
        name: String,
    },
    /// Papers are asked for a criterion that the form does not have.
    #[error("there is no criterion {code:?}")]
    NoSuchCriterion {
        /// Its code.
        code: String,
    },
    /// A criterion pattern does not parse.
    #[error("{0}")]
    Pattern(PatternFault),
    /// What a row says about percentage or heading is not what its patterns print.
    #[error("{key} is {stated:?}, but the patterns say {printed:?}")]
    PatternsDiffer {
        /// `percent` or `heading`.
        key: &'static str,
        /// What the row says.
        stated: &'static str,
        /// What its patterns print.
        printed: &'static str,
    },
    /// The number pattern does not parse.
    #[error("{0}")]
    NumberPattern(NumberFault),
    /// An example is not read as a criterion of its own row.
    #[error("the example {example:?} is not read as {code}")]
    ExampleRefused {
        /// The example.
        example: String,
        /// Code of its row.
        code: String,
    },
    /// A fact is to be confirmed and does not say why.
    #[error("a fact to be confirmed needs a note")]
    NoteMissing,
    /// A fact has no source and is not marked as to be confirmed.
    #[error("a fact needs a source, or confirm = true with a note")]
    SourceMissing,
    /// A source tag is not declared in the file.
    #[error("the source {tag:?} is not declared")]
    UnknownSource {
        /// The tag.
        tag: String,
    },
    /// Two versions of a form overlap and nothing chooses between them.
    #[error("{other} is in force on the same days, and nothing chooses between them")]
    VersionsOverlap {
        /// Id of the other version.
        other: String,
    },
}

fn one_of(words: &[&str]) -> String {
    if words.is_empty() { String::new() } else { format!("; one of {}", words.join(", ")) }
}

/// Every code of a slip, with the names of its parameters in their order.
pub const FAULT_CODES: &[(&str, &[&str])] = &[
    ("agreement_file.not_toml", &["reason"]),
    ("agreement_file.unknown_key", &["key"]),
    ("agreement_file.unknown_word", &["word", "allowed"]),
    ("agreement_file.missing", &["key"]),
    ("agreement_file.wrong_value", &["key"]),
    ("agreement_file.does_not_fit", &[]),
    ("agreement_file.overlap", &["other"]),
    ("agreement_file.twice", &["what", "name"]),
    ("agreement_file.no_such_box", &["number"]),
    ("agreement_file.no_such_group", &["name"]),
    ("agreement_file.no_such_matrix", &["name"]),
    ("agreement_file.no_such_criterion", &["code"]),
    ("agreement_file.pattern", &["reason"]),
    ("agreement_file.patterns_differ", &["key", "stated", "printed"]),
    ("agreement_file.number_pattern", &["reason"]),
    ("agreement_file.example_refused", &["example", "code"]),
    ("agreement_file.note_missing", &[]),
    ("agreement_file.source_missing", &[]),
    ("agreement_file.unknown_source", &["tag"]),
    ("agreement_file.versions_overlap", &["other"]),
];

impl ProfileFault {
    /// The code for people's words.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotToml(_) => "agreement_file.not_toml",
            Self::UnknownKey { .. } => "agreement_file.unknown_key",
            Self::UnknownWord { .. } => "agreement_file.unknown_word",
            Self::Missing { .. } => "agreement_file.missing",
            Self::WrongValue { .. } => "agreement_file.wrong_value",
            Self::DoesNotFit => "agreement_file.does_not_fit",
            Self::Overlap { .. } => "agreement_file.overlap",
            Self::Twice { .. } => "agreement_file.twice",
            Self::NoSuchBox { .. } => "agreement_file.no_such_box",
            Self::NoSuchGroup { .. } => "agreement_file.no_such_group",
            Self::NoSuchMatrix { .. } => "agreement_file.no_such_matrix",
            Self::NoSuchCriterion { .. } => "agreement_file.no_such_criterion",
            Self::Pattern(_) => "agreement_file.pattern",
            Self::PatternsDiffer { .. } => "agreement_file.patterns_differ",
            Self::NumberPattern(_) => "agreement_file.number_pattern",
            Self::ExampleRefused { .. } => "agreement_file.example_refused",
            Self::NoteMissing => "agreement_file.note_missing",
            Self::SourceMissing => "agreement_file.source_missing",
            Self::UnknownSource { .. } => "agreement_file.unknown_source",
            Self::VersionsOverlap { .. } => "agreement_file.versions_overlap",
        }
    }

    /// Named parameters for the sentence, in a fixed order.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotToml(reason) => vec![("reason", reason.clone())],
            Self::UnknownKey { key } | Self::Missing { key } | Self::WrongValue { key } => vec![("key", key.clone())],
            Self::UnknownWord { word, allowed } => vec![("word", word.clone()), ("allowed", allowed.join(", "))],
            Self::Overlap { other } | Self::VersionsOverlap { other } => vec![("other", other.clone())],
            Self::Twice { what, name } => vec![("what", (*what).to_owned()), ("name", name.clone())],
            Self::NoSuchBox { number } => vec![("number", number.clone())],
            Self::NoSuchGroup { name } | Self::NoSuchMatrix { name } => vec![("name", name.clone())],
            Self::NoSuchCriterion { code } => vec![("code", code.clone())],
            Self::Pattern(fault) => vec![("reason", fault.to_string())],
            Self::PatternsDiffer { key, stated, printed } => {
                vec![("key", (*key).to_owned()), ("stated", (*stated).to_owned()), ("printed", (*printed).to_owned())]
            }
            Self::NumberPattern(fault) => vec![("reason", fault.to_string())],
            Self::ExampleRefused { example, code } => vec![("example", example.clone()), ("code", code.clone())],
            Self::UnknownSource { tag } => vec![("tag", tag.clone())],
            Self::DoesNotFit | Self::NoteMissing | Self::SourceMissing => Vec::new(),
        }
    }
}
