//! Is the container whole? A zip within limits, plain names, and a manifest that names every file with its digest.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;

use super::{Fault, LARGEST_FILE, LARGEST_PACK, LARGEST_WHOLE, MOST_FILES};

/// Names every other file with its digest.
pub const MANIFEST: &str = "manifest.sha256";
/// Signs the manifest.
pub const SIGNATURE: &str = "manifest.sig";

/// The files of a pack by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// SHA-256 in hex.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Unpacks within the limits. Sizes that the zip states are not believed: what is read is counted.
pub fn open(bytes: &[u8]) -> Result<Files, Fault> {
    let too_large = |file: &str, most: u64| Fault::new("hs_pack.too_large", file, 0).with("most", most);
    if bytes.len() > LARGEST_PACK {
        return Err(too_large("", u64::try_from(LARGEST_PACK).unwrap_or(u64::MAX)));
    }
    let not_a_zip = || Fault::new("hs_pack.not_a_zip", "", 0);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| not_a_zip())?;
    if archive.len() > MOST_FILES {
        return Err(too_large("", LARGEST_WHOLE).with("files", archive.len()));
    }
    let (mut files, mut whole) = (Files::new(), 0_u64);
    for nth in 0..archive.len() {
        let entry = archive.by_index(nth).map_err(|_| not_a_zip())?;
        let name = entry.name().map_err(|_| not_a_zip())?.into_owned();
        if entry.is_dir() || !is_known(&name) || files.contains_key(&name) {
            return Err(Fault::new("hs_pack.file_unexpected", &name, 0));
        }
        let mut content = Vec::new();
        entry.take(LARGEST_FILE + 1).read_to_end(&mut content).map_err(|_| not_a_zip())?;
        let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        whole += size;
        if size > LARGEST_FILE || whole > LARGEST_WHOLE {
            return Err(too_large(&name, LARGEST_FILE));
        }
        files.insert(name, content);
    }
    Ok(files)
}

/// Only names that a pack can hold; nothing is ever written under a name of a pack.
fn is_known(name: &str) -> bool {
    let with_language = ["text.", "synonyms."].iter().find_map(|start| name.strip_prefix(start)?.strip_suffix(".csv"));
    let is_tag = |tag: &str| tag.len() == 2 && tag.bytes().all(|byte| byte.is_ascii_lowercase());
    [MANIFEST, SIGNATURE, "meta.toml", "codes.csv", "correlation.csv"].contains(&name)
        || with_language.is_some_and(is_tag)
}

/// Holds every file against the manifest, and the manifest against the files.
pub fn hold_against(manifest: &[u8], files: &Files) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    let mut named = BTreeSet::new();
    let text = String::from_utf8_lossy(manifest);
    for (line, row) in (1..).zip(text.lines()) {
        let Some((sum, name)) = row.split_once("  ").filter(|(sum, _)| sum.len() == 64) else {
            faults.push(Fault::new("hs_pack.manifest_form", MANIFEST, line));
            continue;
        };
        named.insert(name.to_owned());
        match files.get(name) {
            None => faults.push(Fault::new("hs_pack.file_missing", name, 0)),
            Some(content) if digest(content) != sum.to_ascii_lowercase() => {
                faults.push(Fault::new("hs_pack.digest", name, 0));
            }
            Some(_) => {}
        }
    }
    let unnamed = files.keys().filter(|name| ![MANIFEST, SIGNATURE].contains(&name.as_str()) && !named.contains(*name));
    faults.extend(unnamed.map(|name| Fault::new("hs_pack.file_unexpected", name, 0)));
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The manifest over these files.
pub fn manifest(files: &Files) -> Vec<u8> {
    files.iter().map(|(name, content)| format!("{}  {name}\n", digest(content))).collect::<String>().into_bytes()
}

/// The files in a zip; the same files give the same bytes.
pub fn pack(files: &Files) -> zip::result::ZipResult<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(name.as_str(), SimpleFileOptions::default().last_modified_time(zip::DateTime::default()))?;
        writer.write_all(content)?;
    }
    Ok(writer.finish()?.into_inner())
}
