//! How does somebody get a key to try signing with? From an authority made for that one key; no real trust list can
//! ever name it.

use tamga_office::{Office, Pin, Secret, keys::KeyView};
use tamga_seal::demo::{Authority, Life, Person};

use crate::DemoError;

/// How long the key counts, in milliseconds: one year.
const LIFE: i64 = 365 * 86_400_000;

/// Makes a demonstration key for an officer and takes it into an office; afterwards it opens by `pin`.
///
/// # Errors
/// A PIN that is too short, an office without an issuing desk.
pub fn give_key(office: &Office, officer: &str, pin: &Pin) -> Result<KeyView, DemoError> {
    let now = office.surroundings().now();
    let life = Life { from: now, to: now.plus_millis(LIFE) };
    let told = &office.facts().told;
    let person = Person { name: officer, body: &told.name, country: &told.country };
    let password = Secret::new(office.surroundings().uuid()?.to_string());
    let authority = Authority::new("Demonstration authority", life)?;
    let file = authority.key_file(person, life, &password)?;
    Ok(office.import_key(&file.pkcs12, &password, officer, pin)?)
}
