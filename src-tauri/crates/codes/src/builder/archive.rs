//! What lies in a package? Wheels are zip files, packages of npm are packed tar files.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::BuildError;

/// The files whose path in the package is wanted.
pub fn files(path: &Path, wanted: impl Fn(&str) -> bool) -> Result<BTreeMap<String, Vec<u8>>, BuildError> {
    let disk = |source| BuildError::Disk { path: path.to_owned(), source };
    let file = File::open(path).map_err(disk)?;
    if path.extension().is_some_and(|end| end == "whl") {
        return wheel(file, path, wanted);
    }
    let mut found = BTreeMap::new();
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(file));
    for entry in archive.entries().map_err(disk)? {
        let mut entry = entry.map_err(disk)?;
        let name = entry.path().map_err(disk)?.to_string_lossy().replace('\\', "/");
        if wanted(&name) {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(disk)?;
            found.insert(name, bytes);
        }
    }
    Ok(found)
}

fn wheel(file: File, path: &Path, wanted: impl Fn(&str) -> bool) -> Result<BTreeMap<String, Vec<u8>>, BuildError> {
    let content = |why: zip::result::ZipError| BuildError::Content { package: name(path), why: why.to_string() };
    let mut archive = zip::ZipArchive::new(file).map_err(content)?;
    let mut found = BTreeMap::new();
    for nth in 0..archive.len() {
        let mut entry = archive.by_index(nth).map_err(content)?;
        let inside = entry.name().map_err(content)?.into_owned();
        if wanted(&inside) {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(|source| BuildError::Disk { path: path.to_owned(), source })?;
            found.insert(inside, bytes);
        }
    }
    Ok(found)
}

/// The one file that is wanted.
pub fn file(path: &Path, inside: &str) -> Result<Vec<u8>, BuildError> {
    let found = files(path, |name| name.ends_with(inside))?.into_values().next();
    found.ok_or_else(|| BuildError::Content { package: name(path), why: format!("{inside} is not in it") })
}

/// A file of JSON.
pub fn json(path: &Path, inside: &str) -> Result<serde_json::Value, BuildError> {
    serde_json::from_slice(&file(path, inside)?)
        .map_err(|error| BuildError::Content { package: name(path), why: format!("{inside}: {error}") })
}

/// The name of a package's file.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
