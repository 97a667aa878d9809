//! Which programs of card makers are on this computer, and which keys do their cards show? Programs are those the system
//! has registered and those that lie where their makers put them; none is loaded to find out. An administrator chooses
//! one, because it runs inside this program. Taking a key into use is in `cards`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tamga_seal::keys::token::{Module, TokenCertificate, TokenView};

use crate::error::OfficeError;
use crate::keys::life;
use crate::office::Office;
use crate::word::Word;

/// Where systems register programs for cards (p11-kit, `pkcs11.conf(5)`).
const REGISTERS: &[&str] = &["/usr/share/p11-kit/modules", "/etc/pkcs11/modules", "/usr/local/share/p11-kit/modules"];

/// Where a registered name without folders lies.
const FOLDERS: &[&str] = &[
    "/usr/lib/x86_64-linux-gnu/pkcs11",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu/pkcs11",
    "/usr/lib/aarch64-linux-gnu",
    "/usr/lib64/pkcs11",
    "/usr/lib/pkcs11",
    "/usr/local/lib/pkcs11",
];

/// Where makers put their programs, by their own instructions: OpenSC, Thales SafeNet, Bit4id, Feitian, Yubico.
const PLACES: &[&str] = &[
    "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
    "/usr/lib64/opensc-pkcs11.so",
    "/usr/lib/libeToken.so",
    "/usr/lib64/libeToken.so",
    "/usr/lib/libIDPrimePKCS11.so",
    "/usr/lib/bit4id/libbit4xpki.so",
    "/usr/lib/libcastle_v2.so.1.0.0",
    "/usr/lib/x86_64-linux-gnu/libykcs11.so",
    "/usr/local/lib/libykcs11.so",
    "/Library/OpenSC/lib/opensc-pkcs11.so",
    "/usr/local/lib/libeTPkcs11.dylib",
    "/usr/local/lib/libykcs11.dylib",
    "C:\\Windows\\System32\\opensc-pkcs11.dll",
    "C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll",
    "C:\\Windows\\System32\\eTPKCS11.dll",
    "C:\\Windows\\System32\\bit4xpki.dll",
    "C:\\Windows\\System32\\eps2003csp11v2.dll",
    "C:\\Program Files\\Yubico\\Yubico PIV Tool\\bin\\libykcs11.dll",
];

/// A card with the keys it shows without a PIN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardHere {
    /// The card.
    pub card: TokenView,
    /// Its keys, in the card's order.
    pub keys: Vec<CardKey>,
}

/// A key on a card, as its certificate shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardKey {
    /// Its certificate.
    pub certificate: TokenCertificate,
    /// `key_state.ready`, `key_state.expired`, `key_state.not_yet`.
    pub state: Word,
    /// Is it taken into use here already?
    pub is_in_use: bool,
}

/// The programs of card makers found on this computer, by whole path, none twice.
pub fn card_programs() -> Vec<PathBuf> {
    let mut found: BTreeSet<PathBuf> = REGISTERS.iter().flat_map(|folder| registered(Path::new(folder))).collect();
    found.extend(PLACES.iter().filter_map(|place| whole(Path::new(place))));
    found.into_iter().collect()
}

/// What a folder of the register names, as far as it is there.
fn registered(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let notes = entries.flatten().map(|entry| entry.path());
    let notes = notes.filter(|path| path.extension().is_some_and(|end| end == "module"));
    notes.filter_map(|path| std::fs::read_to_string(path).ok()).filter_map(|text| named(&text)).collect()
}

/// The program a note of the register names; none when it only says which web certificates are trusted.
fn named(text: &str) -> Option<PathBuf> {
    let field = |name: &str| {
        let lines = text.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(key, _)| key.trim() == name).map(|(_, value)| value.trim()).next()
    };
    if field("trust-policy") == Some("yes") {
        return None;
    }
    let module = Path::new(field("module")?);
    if module.is_absolute() {
        return whole(module);
    }
    FOLDERS.iter().find_map(|folder| whole(&Path::new(folder).join(module)))
}

/// The path without links, when a file is there.
fn whole(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok().filter(|path| path.is_file())
}

impl Office {
    /// The cards that are there, and what of them is in use here.
    ///
    /// # Errors
    /// The program of the card's maker cannot be loaded, or does not answer.
    pub fn cards_here(&self, program: &Path) -> Result<Vec<CardHere>, OfficeError> {
        let used: Vec<String> = self.keys()?.into_iter().map(|key| key.certificate_sha256).collect();
        let now = self.now();
        let key = |certificate: &TokenCertificate| {
            let leaf = &certificate.certificate;
            CardKey {
                state: Word::new(life(leaf.not_before, leaf.not_after, now)),
                is_in_use: used.contains(&leaf.sha256),
                certificate: certificate.clone(),
            }
        };
        let here = |card: TokenView| CardHere { keys: card.certificates.iter().map(key).collect(), card };
        Ok(Module::load(program)?.tokens()?.into_iter().map(here).collect())
    }

    /// The program through which a key on a card is used; none for a key that is on no card.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn card_program(&self, id: &str) -> Result<Option<PathBuf>, OfficeError> {
        Ok(self.read(|reader| Ok(reader.setting(&crate::cards::module_name(id))?))?.map(PathBuf::from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registered_program_is_found_and_what_only_trusts_is_not_one() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("card.so");
        std::fs::write(&program, b"").unwrap();
        let program = program.canonicalize().unwrap();
        let note = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
        note("card.module", format!("# a card\nmodule: {}\n", program.display()));
        note("gone.module", "module: /nowhere/card.so\n".to_owned());
        note("web.module", format!("trust-policy: yes\nmodule: {}\n", program.display()));
        note("card.txt", format!("module: {}\n", program.display()));
        note("empty.module", String::new());
        assert_eq!(registered(folder.path()), [program]);
        assert!(registered(&folder.path().join("absent")).is_empty());
    }

    #[test]
    fn what_is_offered_is_there_and_is_offered_once() {
        let found = card_programs();
        assert!(found.iter().all(|path| path.is_absolute() && path.is_file()), "{found:?}");
        assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len());
    }
}
