//! What lies in the incoming folder, and is it whole? A file counts when it did not change between two looks, or not for
//! some seconds; the same bytes twice are one item, whatever their names. Files are moved aside once they are ours, and
//! never altered.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use tamga_origin::Timestamp;
use uuid::Uuid;

use super::{FolderSettings, LARGEST, of_folder, zipped};
use crate::outcome::Fault;
use crate::read::{hex_sha256, sha256};
use crate::transport::{Ack, AckOutcome, Batch, Item, ItemDocument, ItemKind};

/// A file that did not change for so many milliseconds is whole.
const STILL: i64 = 10_000;
/// Where files go that are ours now, and those nobody here can make sense of.
const TAKEN: &str = "taken";
const UNREADABLE: &str = "unreadable";

/// Names with size and time of change at the last look.
pub(super) type Seen = BTreeMap<String, (u64, i64)>;

/// Every whole file, as items; at most `max`.
pub(super) fn page(settings: &FolderSettings, seen: &mut Seen, max: u32) -> Result<Batch, Fault> {
    let mut now_seen = Seen::new();
    let mut items: Vec<Item> = Vec::new();
    let mut more = false;
    for path in files(&settings.inward).map_err(|error| of_folder(&error))? {
        let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else { continue };
        // It may be gone by now: somebody else looks into this folder too.
        let Ok((size, changed)) = stat(&path) else { continue };
        let is_still = seen.get(&name) == Some(&(size, changed)) || (settings.now)().millis() - changed >= STILL;
        now_seen.insert(name.clone(), (size, changed));
        if !is_still {
            continue;
        }
        if items.len() >= max as usize {
            more = true;
            break;
        }
        match read(&path) {
            Ok(found) => {
                let item = item(&name, found, changed);
                if !items.iter().any(|known| known.item_id == item.item_id) {
                    items.push(item);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(of_folder(&error)),
        }
    }
    *seen = now_seen;
    // There is no position: what is ours is moved aside, and everything else is looked at again.
    Ok(Batch { items, cursor: "until-empty".to_owned(), more })
}

/// What a file holds.
enum Found {
    /// The document, byte for byte.
    Document(Vec<u8>),
    /// Nothing that can be taken out of it; known by the digest of the file.
    Nothing { why: String, file: [u8; 32] },
}

fn read(path: &Path) -> io::Result<Found> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        let file = sha256(path.as_os_str().as_encoded_bytes());
        return Ok(Found::Nothing { why: "larger than any document".to_owned(), file });
    }
    let file = sha256(&bytes);
    Ok(match zipped::is_zip(&bytes) {
        false => Found::Document(bytes),
        true => match zipped::only_document(&bytes, LARGEST) {
            Ok(bytes) => Found::Document(bytes),
            Err(why) => Found::Nothing { why, file },
        },
    })
}

/// One item per document, whatever file it came in: its id is made of its digest.
fn item(name: &str, found: Found, changed: i64) -> Item {
    let (kind, digest, documents) = match found {
        Found::Document(bytes) => {
            let digest = sha256(&bytes);
            let document = ItemDocument {
                sha256: hex_sha256(&bytes),
                size: bytes.len() as u64,
                media_type: "application/xml".to_owned(),
                content: Some(bytes),
            };
            (ItemKind::File(name.chars().take(200).collect()), digest, vec![document])
        }
        Found::Nothing { why, file } => (ItemKind::Unreadable(format!("{name}: {why}")), file, Vec::new()),
    };
    Item {
        item_id: id_of(&digest),
        kind,
        at: Timestamp::from_millis(changed),
        submission_id: None,
        envelope: None,
        documents,
        receipts: Vec::new(),
        event: None,
    }
}

fn id_of(digest: &[u8; 32]) -> Uuid {
    let mut id = [0; 16];
    id.copy_from_slice(digest.get(..16).unwrap_or_default());
    uuid::Builder::from_custom_bytes(id).into_uuid()
}

/// The bytes of a document by digest, wherever its file lies by now.
pub(super) fn find(settings: &FolderSettings, wanted: &str) -> Result<Option<Vec<u8>>, Fault> {
    for folder in [settings.inward.clone(), settings.inward.join(TAKEN)] {
        let found = match files(&folder) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound && folder != settings.inward => continue,
            Err(error) => return Err(of_folder(&error)),
        };
        for path in found {
            if let Ok(Found::Document(bytes)) = read(&path)
                && hex_sha256(&bytes) == wanted
            {
                return Ok(Some(bytes));
            }
        }
    }
    Ok(None)
}

/// Moves the files aside that are ours now; every file that holds the same document, and no other.
pub(super) fn set_aside(settings: &FolderSettings, acks: &[Ack]) -> Result<(), Fault> {
    let aside = || -> io::Result<()> {
        for path in files(&settings.inward)? {
            let Ok(found) = read(&path) else { continue };
            let id = match &found {
                Found::Document(bytes) => id_of(&sha256(bytes)),
                Found::Nothing { why: _, file } => id_of(file),
            };
            if let Some(ack) = acks.iter().find(|ack| ack.item_id == id) {
                let folder = match ack.outcome {
                    AckOutcome::Stored => TAKEN,
                    AckOutcome::Unreadable => UNREADABLE,
                };
                move_to(&path, &settings.inward.join(folder))?;
            }
        }
        Ok(())
    };
    aside().map_err(|error| of_folder(&error))
}

/// Moves a file, under another name where its own is taken; nothing is ever overwritten.
fn move_to(path: &Path, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else { return Ok(()) };
    let mut target = folder.join(&name);
    let mut n = 1_u32;
    while target.try_exists()? {
        n += 1;
        target = folder.join(format!("{n}-{name}"));
    }
    fs::rename(path, target)
}

/// Files that may be documents, by name: those still under way are left alone, and so are files of digests.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
        let is_document = [".xml", ".zip"].iter().any(|ending| name.ends_with(ending)) && !name.starts_with('.');
        if is_document && entry.file_type()?.is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

fn stat(path: &Path) -> io::Result<(u64, i64)> {
    let facts = fs::metadata(path)?;
    let changed: SystemTime = facts.modified()?;
    let since = changed.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok((facts.len(), i64::try_from(since.as_millis()).unwrap_or(i64::MAX)))
}
