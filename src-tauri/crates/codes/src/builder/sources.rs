//! Which packages are pinned, and which list comes from which? The manifest `assets/codes/sources.toml`.

use std::path::Path;

use serde::Deserialize;
use tamga_origin::Date;

use super::BuildError;
use crate::meta::ListMeta;

/// The manifest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What is fetched.
    #[serde(rename = "package")]
    pub packages: Vec<Package>,
    /// What is made of it.
    #[serde(rename = "list")]
    pub lists: Vec<List>,
}

impl Manifest {
    /// A package by its name here.
    pub fn package(&self, name: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.name == name)
    }
}

/// Which client brings a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Registry {
    /// JavaScript packages.
    Npm,
    /// Python packages.
    Pypi,
}

/// A pinned package.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Name in this manifest.
    pub name: String,
    /// Where it is.
    pub registry: Registry,
    /// Its name there.
    pub package: String,
    /// Its version there.
    pub version: String,
    /// Name of the file that the client leaves.
    pub file: String,
    /// SHA-256 of that file, in hex.
    pub sha256: String,
    /// Terms of the package, which may differ from those of the list in it.
    #[serde(rename = "package_licence")]
    pub _package_licence: String,
    /// Is it only compared with, so that nothing of it is shipped?
    pub only_compared: bool,
}

/// A list that is made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Its name.
    pub id: String,
    /// Names of the packages it is made of, in the order its reader wants them.
    pub from: Vec<String>,
    version: String,
    date: String,
    valid_from: String,
    source: String,
    licence: String,
    whole: bool,
}

impl List {
    /// What is written into the file about the list.
    pub fn meta(
        &self,
        rows: usize,
        languages: &[&str],
        hs_year: Option<u16>,
        sha256: &str,
    ) -> Result<ListMeta, BuildError> {
        let day = |text: &str| {
            let why = format!("list {}: {text} is no day", self.id);
            Date::parse(text).ok_or(BuildError::Asset { file: "sources.toml".into(), why })
        };
        Ok(ListMeta {
            id: self.id.clone(),
            version: self.version.clone(),
            valid_from: Some(day(&self.valid_from)?),
            valid_to: None,
            source: self.source.clone(),
            licence: self.licence.clone(),
            date: Some(day(&self.date)?),
            sha256: sha256.to_owned(),
            rows: u64::try_from(rows).unwrap_or(u64::MAX),
            languages: languages.iter().map(|tag| (*tag).to_owned()).collect(),
            hs_year,
            whole: self.whole,
        })
    }
}

/// Reads the manifest.
pub fn read(path: &Path) -> Result<Manifest, BuildError> {
    let text = std::fs::read_to_string(path).map_err(|source| BuildError::Disk { path: path.to_owned(), source })?;
    toml::from_str(&text).map_err(|error| BuildError::Asset { file: "sources.toml".into(), why: error.to_string() })
}
