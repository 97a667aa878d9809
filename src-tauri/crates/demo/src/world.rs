//! How is the demonstration made, and how is it opened again? Keys, list, gateways and two offices in one folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tamga_office::numbers::NumberBlock;
use tamga_office::{Office, Partner, Secret, Surroundings};

use crate::gateways::{self, Pair};
use crate::keys::Keys;
use crate::places::{self, AGREEMENTS};
use crate::{DemoError, PIN, files};

/// Written last: a folder with this file holds a whole demonstration of this version.
const MARK: &str = "demonstration";
const VERSION: &str = "1\n";

/// Folder of the chamber's office.
pub(crate) fn chamber(dir: &Path) -> PathBuf {
    dir.join("chamber")
}

/// Folder of the border post's office.
pub(crate) fn post(dir: &Path) -> PathBuf {
    dir.join("post")
}

/// Is a demonstration of this version here?
///
/// # Errors
/// Something else, or half of one.
pub(crate) fn is_made(dir: &Path) -> Result<bool, DemoError> {
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

/// Makes everything once.
pub(crate) fn make(dir: &Path, surroundings: &Surroundings) -> Result<(), DemoError> {
    files::make_private(dir)?;
    let keys = Keys::make(surroundings)?;
    let password = || Secret::new(PIN.to_owned());
    let desk = Office::create(&chamber(dir), places::chamber(), surroundings.clone())?;
    let key = desk.import_key(&keys.officer.pkcs12, &password(), places::OFFICER, &password())?;
    let list = keys.trust_list(&key, surroundings.now())?;
    believe(&desk, &keys, &list)?;
    for (agreement, first) in AGREEMENTS.into_iter().zip([1, 500_001]) {
        desk.add_number_block(NumberBlock {
            agreement: agreement.to_owned(),
            pattern: String::new(),
            first,
            last: first + 9_999,
            expires: None,
        })?;
    }
    let border = Office::create(&post(dir), places::post(), surroundings.clone())?;
    border.set_answer_key(&keys.customs_officer.pkcs12, &password())?;
    believe(&border, &keys, &list)?;
    gateways::make(dir, &keys, &list, surroundings)?;
    files::write(&dir.join(MARK), VERSION.as_bytes())?;
    Ok(())
}

fn believe(office: &Office, keys: &Keys, list: &[u8]) -> Result<(), DemoError> {
    office.pin_roots(&[keys.root()], 1)?;
    office.import_trust(list)?;
    Ok(())
}

/// Opens both offices and tells them where their gateways listen.
pub(crate) fn open(
    dir: &Path,
    pair: &Pair,
    surroundings: &Surroundings,
) -> Result<(Arc<Office>, Arc<Office>), DemoError> {
    let desk = Office::open(&chamber(dir), surroundings.clone())?;
    let border = Office::open(&post(dir), surroundings.clone())?;
    tell(&desk, pair.chamber())?;
    tell(&border, pair.post())?;
    Ok((desk, border))
}

fn tell(office: &Office, (partner, secret): (Partner, Secret<String>)) -> Result<(), DemoError> {
    if office.partner().as_ref() != Some(&partner) {
        office.set_partner(partner, Some(secret))?;
    }
    Ok(())
}
