//! Where does a key's other half lie? A random secret in the system's key ring, so that a copied file and a guessed PIN
//! open nothing on another machine.
//!
//! The one place that reaches the key ring of the desktop (Secret Service, Keychain, Credential Manager). The secret
//! alone opens nothing either: it is mixed with what the PIN is stretched to.

use keyring::Entry;
use zeroize::Zeroize as _;

use crate::digest::hex;
use crate::error::SignError;
use crate::random::Random;
use crate::secret::Secret;

/// Bytes of a secret.
pub const SECRET: usize = 32;
/// Bytes of the name a secret lies under.
pub const NAME: usize = 16;

/// Under which name the key ring shows our entries.
const SERVICE: &str = "Tamga signing key";

/// A place for secrets that the system keeps closed to other users and to copies of the disk.
pub trait KeyRing: Send + Sync {
    /// Is it there and open to us?
    fn is_there(&self) -> bool;
    /// Keeps a secret under a name. [`SignError::RingAbsent`] when it cannot be kept.
    fn keep(&self, name: &str, secret: &Secret<Vec<u8>>) -> Result<(), SignError>;
    /// The secret under a name; none when there is no such entry. [`SignError::RingAbsent`] when it cannot be asked.
    fn find(&self, name: &str) -> Result<Option<Secret<Vec<u8>>>, SignError>;
    /// Forgets the secret under a name, if there is one.
    fn forget(&self, name: &str) -> Result<(), SignError>;
}

/// The key ring of the system and of the user who is signed in.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRing;

impl SystemRing {
    fn entry(name: &str) -> Result<Entry, SignError> {
        Entry::new(SERVICE, name).map_err(absent)
    }
}

impl KeyRing for SystemRing {
    fn is_there(&self) -> bool {
        // A service that runs but has nothing to keep secrets in answers, and then fails to keep them.
        let name = "can secrets be kept?";
        let kept = self.keep(name, &Secret::new(vec![0; SECRET])).is_ok();
        kept && self.forget(name).is_ok()
    }

    fn keep(&self, name: &str, secret: &Secret<Vec<u8>>) -> Result<(), SignError> {
        Self::entry(name)?.set_secret(secret.expose()).map_err(absent)
    }

    fn find(&self, name: &str) -> Result<Option<Secret<Vec<u8>>>, SignError> {
        match Self::entry(name)?.get_secret() {
            Ok(secret) => Ok(Some(Secret::new(secret))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(absent(error)),
        }
    }

    fn forget(&self, name: &str) -> Result<(), SignError> {
        match Self::entry(name)?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(absent(error)),
        }
    }
}

/// What went wrong, without the secret that an error of the library may carry.
fn absent(error: keyring::Error) -> SignError {
    let why = match error {
        keyring::Error::BadEncoding(mut secret) | keyring::Error::BadDataFormat(mut secret, _) => {
            secret.zeroize();
            "an entry of another form".to_owned()
        }
        other => other.to_string(),
    };
    SignError::RingAbsent(why)
}

/// Makes a new secret, keeps it, and answers its name with it.
pub(super) fn new_secret(ring: &dyn KeyRing, random: &dyn Random) -> Result<([u8; NAME], Secret<Vec<u8>>), SignError> {
    let mut name = [0; NAME];
    let mut secret = Secret::new(vec![0; SECRET]);
    if !random.fill(&mut name) || !random.fill(secret.expose_mut()) {
        return Err(SignError::Failed);
    }
    ring.keep(&hex(&name), &secret)?;
    Ok((name, secret))
}

/// The secret under this name; [`SignError::RingEntryMissing`] when it is not in the key ring of this machine and user.
pub(super) fn secret(ring: Option<&dyn KeyRing>, name: &[u8; NAME]) -> Result<Secret<Vec<u8>>, SignError> {
    let ring = ring.ok_or_else(|| SignError::RingAbsent("not used here".to_owned()))?;
    let found = ring.find(&hex(name))?.filter(|secret| secret.expose().len() == SECRET);
    found.ok_or(SignError::RingEntryMissing)
}
