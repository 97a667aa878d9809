//! How is the demonstration made, and what lies where in its folder? Keys, list, gateways and two offices.

use std::path::{Path, PathBuf};

use tamga_office::bundles::{BundleIdentity, BundlePartner};
use tamga_office::check::trust_from_file;
use tamga_office::keys::Stretch;
use tamga_office::numbers::NumberBlock;
use tamga_office::{Office, Partner, Secret, Surroundings};
use tamga_origin::Timestamp;

use crate::gateways;
use crate::keys::{self, Keys};
use crate::places::{self, AGREEMENTS};
use crate::{DemoError, PIN, files};

/// How the chamber numbers declarations.
const DECLARATIONS: &str = "{issuer:3}D{yyyy}{seq:6}";
/// Written last: a folder with this file holds a whole demonstration of this version.
const MARK: &str = "demonstration";
const VERSION: &str = "1\n";

/// The PIN is on screen: nobody has to guess it.
const PUBLIC: Stretch = Stretch { memory: 1024, passes: 1 };
/// The root key of the demonstration's own trust list.
const ROOT: &str = "root-key.p8";

/// Folder of the chamber's office.
pub fn chamber(dir: &Path) -> PathBuf {
    dir.join("chamber")
}

/// Folder of the border post's office.
pub fn post(dir: &Path) -> PathBuf {
    dir.join("post")
}

/// Is a demonstration of this version here?
///
/// # Errors
/// Something else, or half of one.
pub fn is_made(dir: &Path) -> Result<bool, DemoError> {
    match std::fs::read_to_string(dir.join(MARK)) {
        Ok(text) if text == VERSION => Ok(true),
        Ok(_) => Err(DemoError::Folder(dir.to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let is_empty = std::fs::read_dir(dir).map_or(true, |mut entries| entries.next().is_none());
            if is_empty { Ok(false) } else { Err(DemoError::Folder(dir.to_owned())) }
        }
        Err(error) => Err(error.into()),
    }
}

/// Makes everything once: beside its place first, so that a start that is broken off leaves nothing half made.
///
/// # Errors
/// A folder that cannot be written.
pub fn make(dir: &Path, surroundings: &Surroundings) -> Result<(), DemoError> {
    let name = dir.file_name().ok_or_else(|| DemoError::Folder(dir.to_owned()))?.to_string_lossy();
    let beside = dir.with_file_name(format!("{name}.unfinished"));
    match std::fs::remove_dir_all(&beside) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    make_in(&beside, surroundings)?;
    // An empty folder may stand there already; not every system renames over one.
    match std::fs::remove_dir(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    Ok(std::fs::rename(&beside, dir)?)
}

fn make_in(dir: &Path, surroundings: &Surroundings) -> Result<(), DemoError> {
    files::make_private(dir)?;
    let keys = Keys::make(surroundings)?;
    let password = || Secret::new(PIN.to_owned());
    let desk = Office::create(&chamber(dir), places::chamber(), surroundings.clone())?;
    let key = desk.import_key_with(&keys.officer.pkcs12, &password(), places::OFFICER, &password(), PUBLIC)?;
    let border = Office::create(&post(dir), places::post(), surroundings.clone())?;
    let list = keys.trust_list(&key, &exchange(&desk, &border)?, surroundings.now())?;
    believe(&desk, &keys, &list)?;
    // The form of declarations leaves their numbers to whoever makes them.
    for (agreement, (first, pattern)) in AGREEMENTS.into_iter().zip([(1, ""), (500_001, ""), (1, DECLARATIONS)]) {
        desk.add_number_block(NumberBlock {
            agreement: agreement.to_owned(),
            pattern: pattern.to_owned(),
            first,
            last: first + 9_999,
            expires: None,
        })?;
    }
    border.set_answer_key(&keys.customs_officer.pkcs12, &password())?;
    believe(&border, &keys, &list)?;
    gateways::make(dir, &keys, &list, surroundings)?;
    files::write(&dir.join(ROOT), keys.root_key().expose())?;
    files::write(&dir.join(MARK), VERSION.as_bytes())?;
    Ok(())
}

/// Tells both offices with which keys bundles for the other are closed; answers with what the trust list says of them.
fn exchange(desk: &Office, border: &Office) -> Result<[BundleIdentity; 2], DemoError> {
    let (chamber, post) = (desk.bundle_identity()?, border.bundle_identity()?);
    for (office, other, country) in [(desk, &post, places::IMPORT), (border, &chamber, places::EXPORT)] {
        office.set_bundle_partner(BundlePartner {
            node: other.node.clone(),
            party: other.party.clone(),
            recipients: vec![other.recipient.clone()],
            destinations: vec![country.to_owned()],
        })?;
    }
    Ok([chamber, post])
}

fn believe(office: &Office, keys: &Keys, list: &[u8]) -> Result<(), DemoError> {
    office.pin_roots(&[keys.root()], 1)?;
    office.import_trust(list)?;
    Ok(())
}

/// Renews the trust list when it is old; offices and gateways take the new one over before anything starts. The
/// gateways' files come first: whoever was cut off in the middle finds there what is still to be taken over.
pub(crate) fn renew(dir: &Path, offices: [&Office; 2], now: Timestamp) -> Result<(), DemoError> {
    let list = gateways::list(dir)?;
    catch_up(offices, &list)?;
    let history = trust_from_file(&list)?;
    let Some(in_force) = history.newest() else { return Ok(()) };
    let root = Secret::new(std::fs::read(dir.join(ROOT))?);
    let Some(next) = keys::renewed(in_force, root, now)? else { return gateways::tell_list(dir, &list) };
    gateways::tell_list(dir, &next)?;
    catch_up(offices, &next)
}

fn catch_up(offices: [&Office; 2], list: &[u8]) -> Result<(), DemoError> {
    let newest = trust_from_file(list)?.newest().map_or(0, |held| held.list.n);
    for office in offices {
        if office.trust_list().is_none_or(|held| held.n < newest) {
            office.import_trust(list)?;
        }
    }
    Ok(())
}

/// Tells an office where its gateway listens.
///
/// # Errors
/// A store that cannot be written.
pub fn tell(office: &Office, (partner, secret): (Partner, Secret<String>)) -> Result<(), DemoError> {
    if office.partner().as_ref() != Some(&partner) {
        office.set_partner(partner, Some(secret))?;
    }
    Ok(())
}
