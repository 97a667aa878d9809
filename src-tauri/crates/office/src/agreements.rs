//! Which forms are here, and which of them does the office use? Those of the program, and the office's own files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tamga_formats::ProfileFault;
pub use tamga_formats::agreements::ProfileError as Slip;
use tamga_formats::agreements::{Gathered, Groups, builtin_text, gather, grid_text, read_files};
use tamga_origin::Date;
use tamga_origin::profile::{AgreementProfile, Profiles};
use tamga_seal::digest::sha256_hex;
use tamga_store::CertificateFilter;

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;
use crate::page::Window;

/// Forms inside the program and their groups: read once, however many offices it opens.
static BUILT_IN: OnceLock<Arc<Profiles>> = OnceLock::new();
static GROUPS: OnceLock<Groups> = OnceLock::new();

/// The agreement profiles this build carries.
///
/// # Errors
/// When a profile inside the program cannot be read.
pub fn built_in() -> Result<Profiles, OfficeError> {
    Ok(Profiles::clone(&*shared()?))
}

fn shared() -> Result<Arc<Profiles>, OfficeError> {
    if let Some(read) = BUILT_IN.get() {
        return Ok(read.clone());
    }
    let read = Arc::new(tamga_formats::agreements::builtin()?);
    Ok(BUILT_IN.get_or_init(|| read).clone())
}

/// A file of a form that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintedFile {
    /// Its name, as given.
    pub name: String,
    /// Id of the form, when the file has no slip.
    pub id: Option<String>,
    /// Every slip, in the order of the file.
    pub slips: Vec<Slip>,
}

/// Every slip in files of forms, which are also held against each other; a `groups.toml` among them stands beside the
/// groups of the program.
///
/// # Errors
/// When the groups inside the program cannot be read.
pub fn lint(files: &[(String, Vec<u8>)]) -> Result<Vec<LintedFile>, OfficeError> {
    let mut groups = built_in_groups()?;
    let mut linted: Vec<LintedFile> =
        files.iter().map(|(name, _)| LintedFile { name: name.clone(), id: None, slips: Vec::new() }).collect();
    let mut forms = Vec::new();
    for (place, (name, bytes)) in files.iter().enumerate() {
        let slips = match std::str::from_utf8(bytes) {
            Err(error) => vec![not_text(bytes, error.valid_up_to())],
            Ok(text) if is_groups(name) => match Groups::read(text) {
                Ok(own) => {
                    groups = groups.with(own);
                    Vec::new()
                }
                Err(slips) => slips,
            },
            Ok(text) => {
                // By their places, because two files may have one name.
                forms.push((place.to_string(), text));
                Vec::new()
            }
        };
        if let Some(file) = linted.get_mut(place) {
            file.slips = slips;
        }
    }
    let read = read_files(forms.iter().map(|(place, text)| (place.as_str(), *text)), &groups);
    for (place, id) in read.taken {
        if let Some(file) = place.parse().ok().and_then(|place: usize| linted.get_mut(place)) {
            file.id = Some(id);
        }
    }
    for (place, slips) in read.refused {
        if let Some(file) = place.parse().ok().and_then(|place: usize| linted.get_mut(place)) {
            file.slips = slips;
        }
    }
    Ok(linted)
}

fn is_groups(name: &str) -> bool {
    Path::new(name).file_name().is_some_and(|name| name == "groups.toml")
}

/// Bytes that are no text, from a place on.
fn not_text(bytes: &[u8], from: usize) -> Slip {
    let before = bytes.get(..from).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
    Slip { line, column, at: "file".to_owned(), fault: ProfileFault::NotToml("not UTF-8".to_owned()) }
}

fn built_in_groups() -> Result<Groups, OfficeError> {
    if let Some(read) = GROUPS.get() {
        return Ok(read.clone());
    }
    let read = Groups::builtin().map_err(|slips| match slips.into_iter().next() {
        Some(slip) => OfficeError::Profile(slip),
        None => OfficeError::Senseless("a list of groups that is refused without a slip"),
    })?;
    Ok(GROUPS.get_or_init(|| read).clone())
}

/// Newest documents of each register that are looked at for forms used before.
const RECENT: u32 = 100;

/// Folder of an office that holds its own profile files.
const FOLDER: &str = "agreements";

/// Largest profile file that is looked at, in bytes.
const LARGEST: u64 = 1 << 20;

/// The forms of an office.
pub(crate) struct Forms {
    /// Those of the program and its own.
    pub(crate) profiles: Arc<Profiles>,
    /// Its own files that could not be taken, with every slip of each.
    pub(crate) refused: Vec<(String, Vec<Slip>)>,
    /// Texts of its own files by the id of their profile.
    pub(crate) own: BTreeMap<String, String>,
}

/// The profiles of the program and of an office folder; a file with a slip is set aside and does not stop the others.
///
/// # Errors
/// When a profile inside the program cannot be read.
pub(crate) fn load(dir: &Path) -> Result<Forms, OfficeError> {
    let built_in = shared()?;
    let names = names(&dir.join(FOLDER));
    if names.is_empty() {
        return Ok(Forms { profiles: built_in, refused: Vec::new(), own: BTreeMap::new() });
    }
    let mut groups = built_in_groups()?;
    let mut refused = Vec::new();
    let mut files = Vec::new();
    for name in names {
        match text(&dir.join(FOLDER).join(&name)) {
            Ok(text) if is_groups(&name) => match Groups::read(&text) {
                Ok(own) => groups = groups.with(own),
                Err(slips) => refused.push((name, slips)),
            },
            Ok(text) => files.push((name, text)),
            Err(slip) => refused.push((name, vec![slip])),
        }
    }
    let own = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let Gathered { profiles, taken, refused: slipped } = gather(built_in.list(), own, &groups);
    let mut own: BTreeMap<String, String> = files.into_iter().collect();
    let own = taken.into_iter().filter_map(|(name, id)| Some((id, own.remove(&name)?))).collect();
    Ok(Forms { profiles: Arc::new(profiles), refused: slipped.into_iter().chain(refused).collect(), own })
}

/// Profile files of a folder by name; an office without that folder has none.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    names.sort_unstable();
    names
}

fn text(path: &Path) -> Result<String, Slip> {
    let unreadable =
        |reason: String| Slip { line: 1, column: 1, at: "file".to_owned(), fault: ProfileFault::NotToml(reason) };
    match fs::metadata(path) {
        Ok(about) if about.len() > LARGEST => Err(unreadable(format!("larger than {LARGEST} bytes"))),
        Ok(_) => fs::read_to_string(path).map_err(|error| unreadable(error.to_string())),
        Err(error) => Err(unreadable(error.to_string())),
    }
}

impl Office {
    /// The office's own profile files that could not be taken, with every slip of each.
    pub fn refused_agreement_files(&self) -> &[(String, Vec<Slip>)] {
        &self.refused_agreement_files
    }

    /// The agreement profiles.
    pub fn profiles(&self) -> &Profiles {
        &self.profiles
    }

    /// SHA-256 of the text of a profile and of the shared grid it prints on, in hex; empty where there is none. Whoever
    /// repeats a check years later knows by them whether it is the same form.
    pub fn profile_digests(&self, profile: &str) -> (String, String) {
        let own = self.own_forms.get(profile).map(String::as_str);
        let Some(text) = own.or_else(|| builtin_text(profile)) else { return Default::default() };
        (sha256_hex(text.as_bytes()), grid_text(text).map_or_else(String::new, |grid| sha256_hex(grid.as_bytes())))
    }

    /// Does the office use this profile? All are on until somebody switches one off.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_switched_on(&self, profile: &str) -> Result<bool, OfficeError> {
        let switch = self.setting(&switch(profile))?;
        Ok(switch.as_deref() != Some("off"))
    }

    /// Switches a profile on or off. Drafts of one that is off are kept and cannot be issued; what was issued stays as it
    /// is. The journal says how many of its facts were not confirmed at that moment.
    ///
    /// # Errors
    /// `UnknownAgreement`.
    pub fn switch_agreement(&self, profile: &str, on: bool) -> Result<(), OfficeError> {
        let profile = self.profiles.find(profile).ok_or_else(|| OfficeError::UnknownAgreement(profile.to_owned()))?;
        let word = if on { "on" } else { "off" };
        let open = Self::open_facts(profile, &self.confirmations()?).to_string();
        let what = if on { "agreement.switched_on" } else { "agreement.switched_off" };
        self.write(|tx| {
            tx.setting_set(&crate::settings::person_name(&switch(&profile.id)), word)?;
            tx.journal_add(what, &profile.id, &[("agreement", &profile.id), ("count", &open)])?;
            Ok(())
        })?;
        self.changed(&[Tag::Settings, Tag::Drafts, Tag::Journal, Tag::App]);
        Ok(())
    }

    /// Profiles of recent drafts and certificates, the newest use first, each once.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn agreements_used(&self) -> Result<Vec<String>, OfficeError> {
        let window = Window::first(RECENT).store();
        let mut used = self.read(|reader| {
            let drafts = reader.drafts(window)?.rows.into_iter().map(|row| (row.updated_at, row.agreement));
            let issued = reader.certificates(&CertificateFilter::default(), window)?.rows;
            Ok(drafts.chain(issued.into_iter().map(|row| (row.issued_at, row.agreement))).collect::<Vec<_>>())
        })?;
        used.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let mut ids: Vec<String> = Vec::new();
        for (_, agreement) in used {
            if !ids.contains(&agreement) {
                ids.push(agreement);
            }
        }
        Ok(ids)
    }

    /// The profile in force today by id, family or alias, else the newest of that name.
    pub(crate) fn profile(&self, name: &str) -> Result<&AgreementProfile, OfficeError> {
        self.profile_between(name, "", "")
    }

    /// The profile that applies today between two countries, by id, family or alias, else the newest of that name; an
    /// empty country is not known yet.
    pub(crate) fn profile_between(
        &self,
        name: &str,
        exporting: &str,
        importing: &str,
    ) -> Result<&AgreementProfile, OfficeError> {
        find(&self.profiles, name, self.today(), exporting, importing)
            .ok_or_else(|| OfficeError::UnknownAgreement(name.to_owned()))
    }
}

fn switch(profile: &str) -> String {
    format!("agreement.{profile}")
}

/// The profile that applies on a day between two countries by id, family or alias, else the newest of that name; an empty
/// country rules nothing out. Where the exporter may choose between several, the newest is taken until he does.
pub(crate) fn find<'a>(
    profiles: &'a Profiles,
    name: &str,
    today: Date,
    exporting: &str,
    importing: &str,
) -> Option<&'a AgreementProfile> {
    let newest = || profiles.named(name).max_by_key(|profile| profile.dates.from);
    let id = profiles.choose(name, today, exporting, importing).first().or_else(newest)?.id.clone();
    profiles.find(&id)
}

#[cfg(test)]
mod tests;
