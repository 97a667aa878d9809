//! How does a document get into the outgoing folder, and what shows that it arrived? What is about to be put out is
//! remembered first; then the file is written beside its name, flushed and renamed. What was put out once is never put out
//! again by itself, for whoever took it away may have taken it in.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{FolderForm, FolderSettings, local, of_folder, zipped};
use crate::evidence::{Evidence, EvidenceKind};
use crate::outcome::{Class, Fault, QueryOutcome, Retry, Scope, SubmitOutcome};
use crate::read::hex_sha256;
use crate::transport::SubmissionKey;

/// Largest file of digests that is looked at.
const LARGEST_RECEIPT: u64 = 16 * 1024;

/// The file a submission becomes.
struct Parcel {
    name: String,
    bytes: Vec<u8>,
    digest: String,
}

fn parcel(form: FolderForm, key: &SubmissionKey, document: &[u8]) -> io::Result<Parcel> {
    let stem = stem(&key.co_number);
    let (name, bytes) = match form {
        FolderForm::Bare => (format!("{stem}.xml"), document.to_vec()),
        FolderForm::Zipped => (format!("{stem}.zip"), zipped::wrap(&format!("{stem}.xml"), document)?),
    };
    let digest = hex_sha256(&bytes);
    Ok(Parcel { name, bytes, digest })
}

/// Puts a document out, or looks what became of it since it was put out.
pub(super) fn put(settings: &FolderSettings, key: &SubmissionKey, document: &[u8]) -> SubmitOutcome {
    let parcel = match parcel(settings.form, key, document) {
        Ok(parcel) => parcel,
        Err(error) => return SubmitOutcome::NotSent(local(&error.to_string())),
    };
    match is_remembered(settings, key) {
        Err(error) => return SubmitOutcome::NotSent(of_folder(&error)),
        Ok(true) => return since(settings, &parcel),
        Ok(false) => {}
    }
    match digest_of(&settings.out.join(&parcel.name)) {
        Ok(Some(digest)) if digest == parcel.digest => {}
        Ok(Some(_)) => {
            let words = format!("another file lies under the name {}", parcel.name);
            let fault = Fault::seen(Scope::Item, Class::Operator, false, words);
            return SubmitOutcome::NotSent(Fault { retry: Retry::Operator, ..fault });
        }
        Ok(None) => {
            if let Err(refused) = write(settings, key, &parcel) {
                return refused;
            }
        }
        Err(error) => return SubmitOutcome::NotSent(of_folder(&error)),
    }
    if let Err(error) = remember(settings, key, &parcel) {
        return SubmitOutcome::Unknown(Fault { left_us: true, ..of_folder(&error) });
    }
    since(settings, &parcel)
}

/// The memory first, then the file. Before the rename nothing is there; after it, it may have been taken.
fn write(settings: &FolderSettings, key: &SubmissionKey, parcel: &Parcel) -> Result<(), SubmitOutcome> {
    let not_sent = |error: io::Error| SubmitOutcome::NotSent(of_folder(&error));
    let beside = settings.out.join(format!(".{}.{}.part", parcel.name, key.id.simple()));
    let written = || -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&beside)?;
        file.write_all(&parcel.bytes)?;
        file.sync_all()
    };
    if let Err(error) = written() {
        let _ = fs::remove_file(&beside);
        return Err(not_sent(error));
    }
    if let Err(error) = remember(settings, key, parcel) {
        let _ = fs::remove_file(&beside);
        return Err(not_sent(error));
    }
    let path = settings.out.join(&parcel.name);
    let named = fs::rename(&beside, &path).and_then(|()| flush_folder(&settings.out));
    named.map_err(|error| SubmitOutcome::Unknown(Fault { left_us: true, ..of_folder(&error) }))
}

/// What is to be seen of a parcel that was put out before.
fn since(settings: &FolderSettings, parcel: &Parcel) -> SubmitOutcome {
    match receipt(settings, &parcel.name, &parcel.digest) {
        Err(error) => SubmitOutcome::Unknown(Fault { left_us: true, ..of_folder(&error) }),
        Ok(Receipt::Names(evidence)) => SubmitOutcome::Accepted(evidence),
        Ok(Receipt::NamesAnother) => {
            let words = format!("{}.sha256 names another file than the one that was put out", parcel.name);
            SubmitOutcome::Unknown(Fault::seen(Scope::Item, Class::BadEvidence, true, words))
        }
        Ok(Receipt::None) => {
            let lies =
                matches!(digest_of(&settings.out.join(&parcel.name)), Ok(Some(digest)) if digest == parcel.digest);
            let words = if lies {
                "it lies in the folder"
            } else {
                "it is no longer in the folder, and nothing says who has it"
            };
            SubmitOutcome::Unknown(Fault::seen(Scope::Item, Class::Placed, true, words))
        }
    }
}

/// What the folder says of a submission by its id.
pub(super) fn ask(settings: &FolderSettings, key: &SubmissionKey) -> QueryOutcome {
    let kept = match fs::read_to_string(memory(settings, key)) {
        Ok(kept) => kept,
        // What was never put out is not there.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return QueryOutcome::Absent,
        Err(error) => return QueryOutcome::CannotTell(of_folder(&error)),
    };
    let Some((digest, name)) = kept.trim_end().split_once("  ") else {
        return QueryOutcome::CannotTell(local("what was put out is not remembered as it should be"));
    };
    match receipt(settings, name, digest) {
        Ok(Receipt::Names(receipt)) => QueryOutcome::Present { receipt, state: "taken".to_owned(), later: Vec::new() },
        Ok(Receipt::None | Receipt::NamesAnother) => {
            QueryOutcome::CannotTell(Fault::seen(Scope::Item, Class::Placed, true, "no receipt"))
        }
        Err(error) => QueryOutcome::CannotTell(of_folder(&error)),
    }
}

enum Receipt {
    None,
    NamesAnother,
    Names(Evidence),
}

/// A file of digests names what was taken. It is not signed: it proves as much as who may write into the folder.
fn receipt(settings: &FolderSettings, name: &str, digest: &str) -> io::Result<Receipt> {
    let path = settings.inward.join(format!("{name}.sha256"));
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound && settings.inward.is_dir() => return Ok(Receipt::None),
        Err(error) => return Err(error),
    };
    let mut raw = Vec::new();
    file.take(LARGEST_RECEIPT).read_to_end(&mut raw)?;
    let text = String::from_utf8_lossy(&raw);
    let mut named = text.lines().filter_map(|line| {
        let (said, file) = line.split_once(char::is_whitespace)?;
        // `sha256sum` puts a star before the name in binary mode.
        (file.trim_start().trim_start_matches('*') == name).then(|| said.to_ascii_lowercase())
    });
    match named.next() {
        // An empty or unfinished file is one that is still being written.
        None => Ok(Receipt::None),
        Some(said) if said == digest => {
            let claims = json!({
                "iss": settings.partner, "file": name, "dig": digest, "rcv": (settings.now)().rfc3339(),
            });
            Ok(Receipt::Names(Evidence { kind: EvidenceKind::Receipt, raw, claims }))
        }
        Some(_) => Ok(Receipt::NamesAnother),
    }
}

fn memory(settings: &FolderSettings, key: &SubmissionKey) -> PathBuf {
    settings.memory.join(key.id.to_string())
}

fn is_remembered(settings: &FolderSettings, key: &SubmissionKey) -> io::Result<bool> {
    memory(settings, key).try_exists()
}

/// One line, as `sha256sum` writes it.
fn remember(settings: &FolderSettings, key: &SubmissionKey, parcel: &Parcel) -> io::Result<()> {
    fs::create_dir_all(&settings.memory)?;
    let path = memory(settings, key);
    let beside = path.with_extension("part");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&beside)?;
    file.write_all(format!("{}  {}\n", parcel.digest, parcel.name).as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, &path)?;
    flush_folder(&settings.memory)
}

fn digest_of(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(hex_sha256(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // A folder that is gone is not a folder without the file.
            match path.parent().is_some_and(Path::is_dir) {
                true => Ok(None),
                false => Err(error),
            }
        }
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn flush_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some shares flush no folders; the file itself was flushed.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

#[cfg(not(unix))]
fn flush_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The number as a file name: what may be trouble somewhere becomes a hyphen, and a number that is all trouble a name.
fn stem(number: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    let stem: String = number.chars().map(plain).take(100).collect();
    if stem.trim_matches('-').is_empty() { "certificate".to_owned() } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_becomes_a_plain_name() {
        assert_eq!(stem("AR057A8022000000001"), "AR057A8022000000001");
        assert_eq!(stem("../KE/NBO 1"), "---KE-NBO-1");
        assert_eq!(stem("../.."), "certificate");
        assert_eq!(stem(""), "certificate");
        assert!(stem(&"9".repeat(500)).len() <= 100);
    }
}
