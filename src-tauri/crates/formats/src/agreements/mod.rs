//! How is an agreement profile written in a file? Reads `assets/agreements/*.toml` and refuses every slip with its
//! line and column (`agreements.md` section 1). What a rule means is `tamga-origin`'s question.

mod form;
mod rules;

use tamga_origin::criterion::PatternFault;
use tamga_origin::profile::{Evidence, Grade, Source as FactSource};
use tamga_origin::{AgreementProfile, NumberFault, Profiles};
use thiserror::Error;
use toml::Spanned;
use toml::de::DeTable;

use crate::keys::{Keys, Source};
use crate::layout;

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
    #[error("unknown word {word:?}")]
    UnknownWord {
        /// The word.
        word: String,
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
    /// A criterion pattern does not parse.
    #[error("{0}")]
    Pattern(PatternFault),
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

/// Reads one profile file.
///
/// # Errors
/// The first slip, with line and column.
pub fn read(text: &str) -> Result<AgreementProfile, ProfileError> {
    let source = Source(text);
    let file = parse(source)?;
    let top = Keys::top(source, &file);
    top.only(&TOP)?;
    let id = top.needed("id")?;
    if !id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
        return Err(top.wrong("id"));
    }
    let facts = Facts::read(&top)?;
    let name = names(&top)?;
    let boxes = form::boxes(&top, &facts)?;
    let profile = AgreementProfile {
        id: id.to_owned(),
        family: top.needed("family")?.to_owned(),
        revision: top
            .whole("revision")?
            .ok_or_else(|| top.slip(ProfileFault::Missing { key: "revision".to_owned() }))?,
        name,
        aliases: top.owned("aliases")?,
        sourced: top.flag("sourced")?.unwrap_or(false),
        proof: top.needed_word("proof")?,
        document_code: form::document_code(&top)?,
        issuers: top.words("issuers")?,
        parties: form::parties(&top, &facts)?,
        dates: form::dates(&top, &facts)?,
        form: form::form(&top, &facts)?,
        items: rules::items(&top, &facts)?,
        hs: rules::hs(&top, &facts)?,
        fob: rules::fob(&top, &facts)?,
        criteria: form::criteria(&top, &facts)?,
        flags: form::flags(&top, &facts, &boxes)?,
        origin_country: rules::origin_country(&top, &facts, &boxes)?,
        retroactive: rules::retroactive(&top, &facts)?,
        duplicate: rules::duplicate(&top, &facts)?,
        third_party_invoice: rules::third_party_invoice(&top, &facts, &boxes)?,
        invoice: rules::invoice(&top, &facts)?,
        validity: rules::validity(&top, &facts)?,
        correction: rules::correction(&top, &facts)?,
        declaration: rules::attest(&top, "declaration", &facts, &boxes)?,
        certification: rules::attest(&top, "certification", &facts, &boxes)?,
        official_use: rules::official_use(&top, &facts, &boxes)?,
        numbering: rules::numbering(&top, &facts)?,
        layout: top.table("layout")?.as_ref().map(layout::layout).transpose()?,
        boxes,
    };
    Ok(profile)
}

const TOP: [&str; 32] = [
    "id",
    "family",
    "revision",
    "name",
    "aliases",
    "sourced",
    "proof",
    "document_code",
    "issuers",
    "sources",
    "parties",
    "dates",
    "form",
    "copies",
    "box",
    "items",
    "hs",
    "fob",
    "criterion",
    "flag",
    "origin_country",
    "retroactive",
    "duplicate",
    "third_party_invoice",
    "invoice",
    "validity",
    "correction",
    "declaration",
    "certification",
    "official_use",
    "numbering",
    "layout",
];

/// Reads several files together: ids are unique, and versions of one form do not overlap unless something chooses.
///
/// # Errors
/// The first slip in the first file that has one.
pub fn read_all<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Profiles, ProfileError> {
    let mut profiles: Vec<AgreementProfile> = Vec::new();
    for text in texts {
        let profile = read(text)?;
        let slip = |key: &str, fault: ProfileFault| {
            let source = Source(text);
            let file = parse(source)?;
            Err(Keys::top(source, &file).slip_at(key, fault))
        };
        if profiles.iter().any(|known| known.id == profile.id) {
            return slip("id", ProfileFault::Twice { what: "profile", name: profile.id });
        }
        if let Some(other) = profiles.iter().find(|known| overlap(known, &profile)) {
            return slip("dates", ProfileFault::VersionsOverlap { other: other.id.clone() });
        }
        profiles.push(profile);
    }
    Ok(Profiles::new(profiles))
}

fn overlap(a: &AgreementProfile, b: &AgreementProfile) -> bool {
    let chosen = |profile: &AgreementProfile| profile.dates.choose_by.is_some();
    // Beside its successor a version is accepted on purpose; the day that counts is its own last one.
    let before = |first: &AgreementProfile, then: &AgreementProfile| match (first.dates.to, then.dates.from) {
        (Some(to), Some(from)) => to < from,
        _ => false,
    };
    let told_apart = (chosen(a) && chosen(b)) || before(a, b) || before(b, a);
    a.family == b.family && !told_apart
}

const BUILT_IN: [(&str, &str); 2] = [
    ("chafta.toml", include_str!("../../../../../assets/agreements/chafta.toml")),
    ("np-icc.toml", include_str!("../../../../../assets/agreements/np-icc.toml")),
];

/// The profiles that come with the program.
///
/// # Errors
/// The first slip in the first file that has one; a test reads them all, so a released program has none.
pub fn builtin() -> Result<Profiles, ProfileError> {
    read_all(BUILT_IN.into_iter().map(|(_, text)| text))
}

/// Text of a built-in profile file by id, for its digest and for showing it; `None` for an unknown id.
pub fn builtin_text(id: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(name, _)| name.strip_suffix(".toml") == Some(id)).map(|(_, text)| *text)
}

/// The file as spanned TOML.
pub(crate) fn parse(source: Source<'_>) -> Result<Spanned<DeTable<'_>>, ProfileError> {
    DeTable::parse(source.0).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        source.slip(&span, "file", ProfileFault::NotToml(error.message().to_owned()))
    })
}

fn names(top: &Keys<'_>) -> Result<Vec<(String, String)>, ProfileError> {
    let names = top.needed_table("name")?;
    names.needed("en")?;
    names.entries().map(|(language, _)| Ok((language.to_owned(), names.needed(language)?.to_owned()))).collect()
}

/// The sources a file declares, and the evidence keys that every fact carries.
struct Facts(Vec<FactSource>);

const EVIDENCE: [&str; 4] = ["source", "confirm", "note", "checked"];

impl Facts {
    fn read(top: &Keys<'_>) -> Result<Self, ProfileError> {
        let mut sources = Vec::new();
        for (tag, keys) in top.named_tables("sources")? {
            keys.only(&["grade", "title"])?;
            let grade = keys.needed_word::<Grade>("grade")?;
            sources.push(FactSource { tag: tag.to_owned(), grade, title: keys.needed("title")?.to_owned() });
        }
        Ok(Self(sources))
    }

    /// Refuses unknown keys and reads what the fact rests on.
    fn evidence(&self, keys: &Keys<'_>, known: &[&str]) -> Result<Evidence, ProfileError> {
        let all: Vec<&str> = known.iter().copied().chain(EVIDENCE).collect();
        keys.only(&all)?;
        let mut sources = Vec::new();
        for tag in keys.texts("source")? {
            let source = self.0.iter().find(|source| source.tag == tag);
            let unknown = || keys.slip_at("source", ProfileFault::UnknownSource { tag: tag.to_owned() });
            sources.push(source.ok_or_else(unknown)?.clone());
        }
        let confirm = keys.flag("confirm")?.unwrap_or(false);
        let note = keys.text("note")?.to_owned();
        if confirm && note.trim().is_empty() {
            return Err(keys.slip_at("confirm", ProfileFault::NoteMissing));
        }
        if sources.is_empty() && !confirm {
            return Err(keys.slip(ProfileFault::SourceMissing));
        }
        Ok(Evidence { sources, confirm, note, checked: keys.date("checked")? })
    }
}
