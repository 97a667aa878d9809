//! Which forms are here, and which of them does the office use? Those of the program, and the office's own files.

use std::fs;
use std::path::Path;

use tamga_formats::ProfileFault;
pub use tamga_formats::agreements::ProfileError as Slip;
use tamga_formats::agreements::{Gathered, Groups, gather, read_files};
use tamga_origin::Date;
use tamga_origin::profile::{AgreementProfile, Profiles};

use crate::error::OfficeError;
use crate::office::Office;

/// The agreement profiles this build carries.
///
/// # Errors
/// When a profile inside the program cannot be read.
pub fn built_in() -> Result<Profiles, OfficeError> {
    Ok(tamga_formats::agreements::builtin()?)
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
    Groups::builtin().map_err(|slips| match slips.into_iter().next() {
        Some(slip) => OfficeError::Profile(slip),
        None => OfficeError::Senseless("a list of groups that is refused without a slip"),
    })
}

/// Folder of an office that holds its own profile files.
const FOLDER: &str = "agreements";

/// Largest profile file that is looked at, in bytes.
const LARGEST: u64 = 1 << 20;

/// The profiles of the program and of an office folder; a file with a slip is set aside and does not stop the others.
///
/// # Errors
/// When a profile inside the program cannot be read.
pub(crate) fn load(dir: &Path) -> Result<Gathered, OfficeError> {
    let built_in = built_in()?;
    let mut groups = built_in_groups()?;
    let mut refused = Vec::new();
    let mut files = Vec::new();
    for name in names(&dir.join(FOLDER)) {
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
    let mut gathered = gather(built_in.list(), own, &groups);
    gathered.refused.extend(refused);
    Ok(gathered)
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

    /// Does the office use this profile? All are on until somebody switches one off.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_switched_on(&self, profile: &str) -> Result<bool, OfficeError> {
        let switch = self.setting(&switch(profile))?;
        Ok(switch.as_deref() != Some("off"))
    }

    /// Switches a profile on or off for new drafts; what exists stays as it is.
    ///
    /// # Errors
    /// `UnknownAgreement`.
    pub fn switch_agreement(&self, profile: &str, on: bool) -> Result<(), OfficeError> {
        let profile = self.profile(profile)?;
        self.set_settings(&[(&switch(&profile.id), if on { "on" } else { "off" })])
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
