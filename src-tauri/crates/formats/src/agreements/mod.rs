//! How is an agreement profile written in a file? Reads `assets/agreements/*.toml` and notes every slip with its line
//! and column (`agreements.md` section 1; `assets/agreements/FORMAT.md` is the grammar). What a rule means is
//! `tamga-origin`'s question.

mod criteria;
mod facts;
mod fault;
mod form;
mod goods;
mod groups;
mod issue;
#[cfg(test)]
mod tests;

pub use fault::{FAULT_CODES, ProfileError, ProfileFault};
pub use groups::{Group, GroupMember, Groups};

use tamga_origin::{AgreementProfile, Profiles};

use crate::keys::{Keys, Source};
use crate::layout::{self, Face};
use facts::Facts;

/// Reads one profile file with the groups that come with the program.
///
/// # Errors
/// The first slip, with line and column.
pub fn read(text: &str) -> Result<AgreementProfile, ProfileError> {
    let groups = Groups::builtin().map_err(first)?;
    lint(text, &groups).map_err(first)
}

/// Reads one profile file.
///
/// # Errors
/// Every slip of the file, in its order.
pub fn lint(text: &str, groups: &Groups) -> Result<AgreementProfile, Vec<ProfileError>> {
    let source = Source::new(text);
    let profile = source.parse().and_then(|file| profile(&Keys::top(&source, &file), groups));
    let slips = source.slips();
    match profile {
        Some(profile) if slips.is_empty() => Ok(profile),
        _ => Err(slips),
    }
}

fn first(slips: Vec<ProfileError>) -> ProfileError {
    // Nothing is refused without a slip; a file that were would lack its id.
    let lost = || ProfileError {
        line: 1,
        column: 1,
        at: "file".to_owned(),
        fault: ProfileFault::Missing { key: "id".to_owned() },
    };
    slips.into_iter().next().unwrap_or_else(lost)
}

/// Everything is read before anything is given up, so that every slip is noted.
fn profile(top: &Keys<'_>, groups: &Groups) -> Option<AgreementProfile> {
    top.only(&TOP);
    let id = name_of(top, "id");
    let family = name_of(top, "family");
    if !top.has("revision") {
        top.missing("revision");
    }
    let facts = Facts::read(top);
    let name = names(top);
    let boxes = form::boxes(top, &facts);
    let criteria = criteria::criteria(top, &facts);
    let papers = criteria::papers(top, &facts, &criteria);
    let (face, items, hs, fob) =
        (form::form(top, &facts), goods::items(top, &facts), goods::hs(top, &facts), goods::fob(top, &facts, groups));
    let (validity, numbering) = (issue::validity(top, &facts), form::numbering(top, &facts));
    let proof = top.needed_word("proof", tamga_origin::profile::ProofKind::NonPreferential);
    let dates = form::dates(top, &facts);
    let pair_matrix = form::pair_matrix(top, &facts, groups);
    let goes_by_pairs = dates.choose_by == Some(tamga_origin::profile::ChooseBy::Pair);
    if goes_by_pairs != top.has("pair_matrix") {
        top.missing(if goes_by_pairs { "pair_matrix" } else { "dates.choose_by" });
    }
    let revision = top.whole("revision");
    let mut read = AgreementProfile {
        id,
        family,
        revision: revision.unwrap_or(0),
        name,
        aliases: top.owned("aliases"),
        sourced: top.yes("sourced"),
        proof,
        document_code: form::document_code(top),
        issuers: top.words("issuers"),
        parties: form::parties(top, &facts, groups),
        dates,
        pair_matrix,
        quantity: goods::quantity(top, &facts),
        criteria,
        papers,
        flags: form::flags(top, &facts, &boxes),
        origin_country: form::origin_country(top, &facts, &boxes, groups),
        retroactive: issue::retroactive(top, &facts),
        issue_window: issue::issue_window(top, &facts),
        duplicate: issue::duplicate(top, &facts),
        back_to_back: issue::back_to_back(top, &facts, &boxes),
        third_party_invoice: issue::third_party_invoice(top, &facts, &boxes),
        exhibition: issue::exhibition(top, &facts, &boxes),
        de_minimis: goods::de_minimis(top, &facts),
        accumulation: goods::accumulation(top, &facts),
        invoice: issue::invoice(top, &facts),
        transport: issue::transport(top, &facts),
        blanket: issue::blanket(top, &facts),
        threshold: issue::threshold(top, &facts),
        correction: issue::correction(top, &facts),
        retention: issue::retention(top, &facts),
        verification: issue::verification(top, &facts),
        public_check: issue::public_check(top, &facts),
        signature: issue::signature(top, &facts),
        declaration: form::attest(top, "declaration", &facts, &boxes),
        certification: form::attest(top, "certification", &facts, &boxes),
        official_use: form::official_use(top, &facts, &boxes),
        layout: None,
        boxes,
        form: face?,
        items: items?,
        hs: hs?,
        fob: fob?,
        validity: validity?,
        numbering: numbering?,
    };
    read.layout = top.table("layout").map(|keys| layout::layout(&keys, &Face::of(&read)));
    Some(read)
}

/// Every key that may stand at the top of a file.
const TOP: [&str; 47] = [
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
    "pair_matrix",
    "form",
    "copies",
    "box",
    "items",
    "hs",
    "quantity",
    "fob",
    "criterion",
    "evidence",
    "flag",
    "origin_country",
    "retroactive",
    "issue_window",
    "duplicate",
    "back_to_back",
    "third_party_invoice",
    "exhibition",
    "de_minimis",
    "accumulation",
    "invoice",
    "transport",
    "validity",
    "blanket",
    "threshold",
    "correction",
    "retention",
    "verification",
    "public_check",
    "signature",
    "declaration",
    "certification",
    "official_use",
    "numbering",
    "layout",
];

/// A name of small letters, digits and hyphens.
fn name_of(top: &Keys<'_>, key: &str) -> String {
    let name = top.needed(key);
    if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
        top.wrong(key);
    }
    name.to_owned()
}

fn names(top: &Keys<'_>) -> Vec<(String, String)> {
    let Some(names) = top.needed_table("name") else { return Vec::new() };
    if !names.has("en") {
        names.missing("en");
    }
    names.entries().map(|(language, _)| (language.to_owned(), names.needed(language).to_owned())).collect()
}

/// What came out of reading several files together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gathered {
    /// The profiles that were there, and those of every file that has no slip.
    pub profiles: Profiles,
    /// Names of the files that have no slip, each with the id of its profile.
    pub taken: Vec<(String, String)>,
    /// Names of the other files, with every slip of each.
    pub refused: Vec<(String, Vec<ProfileError>)>,
}

/// Reads several named files together: ids are unique, and versions of one form do not overlap unless something
/// chooses. A file with a slip does not stop the others.
pub fn read_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>, groups: &Groups) -> Gathered {
    gather(&[], files, groups)
}

/// Reads files beside profiles that are there already; of two with one id the later revision counts.
pub fn gather<'a>(
    known: &[AgreementProfile],
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    groups: &Groups,
) -> Gathered {
    let mut taken: Vec<AgreementProfile> = Vec::new();
    let (mut names, mut refused) = (Vec::new(), Vec::new());
    for (file, text) in files {
        match lint(text, groups).and_then(|profile| beside(profile, text, known, &taken)) {
            Ok(profile) => {
                names.push((file.to_owned(), profile.id.clone()));
                taken.push(profile);
            }
            Err(slips) => refused.push((file.to_owned(), slips)),
        }
    }
    Gathered { profiles: Profiles::new(known.iter().cloned().chain(taken)), taken: names, refused }
}

/// Can the profile stand beside the others?
fn beside(
    profile: AgreementProfile,
    text: &str,
    known: &[AgreementProfile],
    taken: &[AgreementProfile],
) -> Result<AgreementProfile, Vec<ProfileError>> {
    let source = Source::new(text);
    let Some(file) = source.parse() else { return Err(source.slips()) };
    let top = Keys::top(&source, &file);
    if taken.iter().any(|other| other.id == profile.id) {
        top.slip_at("id", ProfileFault::Twice { what: "profile", name: profile.id.clone() });
    } else if known.iter().any(|other| other.id == profile.id && other.revision >= profile.revision) {
        // It would never be used: the one that is there is as new.
        top.slip_at("revision", ProfileFault::WrongValue { key: "revision".to_owned() });
    }
    let others = taken.iter().chain(known.iter().filter(|other| !taken.iter().any(|newer| newer.id == other.id)));
    for other in others.filter(|other| other.id != profile.id && overlap(other, &profile)) {
        top.slip_at("dates", ProfileFault::VersionsOverlap { other: other.id.clone() });
    }
    let slips = source.slips();
    if slips.is_empty() { Ok(profile) } else { Err(slips) }
}

/// Reads several files that must all be right.
///
/// # Errors
/// The first slip in the first file that has one.
pub fn read_all<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Profiles, ProfileError> {
    let groups = Groups::builtin().map_err(first)?;
    let gathered = read_files(texts.into_iter().map(|text| ("", text)), &groups);
    match gathered.refused.into_iter().next() {
        Some((_, slips)) => Err(first(slips)),
        None => Ok(gathered.profiles),
    }
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

// Written by the build script: name and text of every file of the folder.
const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// The profiles that come with the program.
///
/// # Errors
/// The first slip in the first file that has one; a test reads them all, so a released program has none.
pub fn builtin() -> Result<Profiles, ProfileError> {
    read_all(BUILT_IN.iter().map(|(_, text)| *text))
}

/// Text of the shared grid that a profile file names; `None` where it has its own or none.
pub fn grid_text(profile: &str) -> Option<&'static str> {
    let file: toml::Table = toml::from_str(profile).ok()?;
    crate::layout::grid_text(file.get("layout")?.get("grid")?.as_str()?)
}

/// Text of a built-in profile file by id, for its digest and for showing it; `None` for an unknown id.
pub fn builtin_text(id: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(name, _)| name.strip_suffix(".toml") == Some(id)).map(|(_, text)| *text)
}
