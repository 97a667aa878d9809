//! With what is a bundle closed? age version 1, binary, for X25519 keys: the one place that names the package.
//!
//! The package draws its own randomness for file keys and for a new identity; no other chance is taken here.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::str::FromStr;

use age::secrecy::{ExposeSecret, SecretString};
use age::x25519::{Identity, Recipient};
use age::{DecryptError, Decryptor, Encryptor};

use super::{BundleError, LARGEST, MOST_RECIPIENTS, Part};

/// The key that opens bundles for this office; never printed.
#[derive(Clone)]
pub struct BundleKey(Identity);

impl BundleKey {
    /// A new one.
    pub fn generate() -> Self {
        Self(Identity::generate())
    }

    /// From `AGE-SECRET-KEY-1…`; none when it is not one.
    pub fn from_text(text: &str) -> Option<Self> {
        Identity::from_str(text.trim()).ok().map(Self)
    }

    /// `AGE-SECRET-KEY-1…`, to be kept where only the program can read it. The caller wipes it.
    pub fn to_secret_text(&self) -> String {
        let text: SecretString = self.0.to_string();
        text.expose_secret().to_owned()
    }

    /// What others close bundles for this office with: `age1…`.
    pub fn recipient(&self) -> String {
        self.0.to_public().to_string()
    }
}

impl std::fmt::Debug for BundleKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BundleKey").field("recipient", &self.recipient()).finish_non_exhaustive()
    }
}

/// Is it a key bundles can be closed for: `age1…` of X25519?
pub fn is_recipient(text: &str) -> bool {
    text.len() <= 80 && Recipient::from_str(text).is_ok()
}

/// Closes the bytes for these keys.
pub(crate) fn close(plain: &[u8], recipients: &[String]) -> Result<Vec<u8>, BundleError> {
    if recipients.is_empty() || recipients.len() > MOST_RECIPIENTS {
        return Err(BundleError::Unpackable("number of recipients"));
    }
    let keys: Result<Vec<Recipient>, _> = recipients.iter().map(|key| Recipient::from_str(key)).collect();
    let keys = keys.map_err(|_| BundleError::Unpackable("a recipient that is none"))?;
    let failed = |_| BundleError::Unpackable("it cannot be closed");
    let closing = Encryptor::with_recipients(keys.iter().map(|key| key as &dyn age::Recipient))
        .map_err(|_| BundleError::Unpackable("it cannot be closed"))?;
    let mut out = Vec::with_capacity(plain.len() + plain.len() / 1024 + 4096);
    let mut writer = closing.wrap_output(&mut out).map_err(failed)?;
    writer.write_all(plain).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(out)
}

/// What every file of this kind begins with.
const FIRST_LINE: &[u8] = b"age-encryption.org/v1\n";
/// Most bytes of the list of recipients: sixteen of X25519, and what other programs put between them.
const LARGEST_LIST: u64 = 8 * 1024;

/// Opens what was closed for one of these keys. Memory grows with what was really decrypted, never with what is claimed.
pub(crate) fn open(input: impl Read, keys: &[BundleKey]) -> Result<Vec<u8>, BundleError> {
    // One byte more than allowed shows that there is more.
    let mut counted = Counted { inner: input, left: LARGEST as u64 + 1 };
    let opened = plain(BufReader::new(&mut counted), keys);
    if counted.left == 0 { Err(BundleError::TooLarge) } else { opened }
}

fn plain(mut input: impl BufRead, keys: &[BundleKey]) -> Result<Vec<u8>, BundleError> {
    // The package takes any length of this list, and looks at it anew with every byte.
    let list = recipients(&mut input)?;
    let closed = Decryptor::new_buffered(list.chain(input)).map_err(of_header)?;
    if closed.is_scrypt() {
        return Err(BundleError::NotABundle);
    }
    let keys = keys.iter().map(|key| &key.0 as &dyn age::Identity);
    let mut reader = closed.decrypt(keys).map_err(of_header)?;
    let mut plain = Vec::new();
    reader.read_to_end(&mut plain).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            BundleError::damaged(Part::Lock, "cut off or changed")
        }
        _ => BundleError::Input(error.to_string()),
    })?;
    Ok(plain)
}

/// The lines before the closed bytes, up to the one that ends them.
fn recipients(input: &mut impl BufRead) -> Result<io::Cursor<Vec<u8>>, BundleError> {
    let mut list = Vec::new();
    loop {
        let start = list.len();
        let left = LARGEST_LIST.saturating_sub(start as u64);
        let read = input.by_ref().take(left).read_until(b'\n', &mut list);
        read.map_err(|error| BundleError::Input(error.to_string()))?;
        let line = list.get(start..).unwrap_or_default();
        if !line.ends_with(b"\n") || (start == 0 && line != FIRST_LINE) {
            return Err(BundleError::NotABundle);
        }
        if line.starts_with(b"---") {
            return Ok(io::Cursor::new(list));
        }
    }
}

fn of_header(error: DecryptError) -> BundleError {
    match error {
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            BundleError::Locked
        }
        DecryptError::InvalidMac => BundleError::damaged(Part::Lock, "the recipients were changed"),
        DecryptError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            BundleError::Input(error.to_string())
        }
        _ => BundleError::NotABundle,
    }
}

/// A reader that stops after so many bytes and can be asked whether it did.
struct Counted<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for &mut Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let room = buffer.get_mut(..most).unwrap_or_default();
        let read = self.inner.read(room)?;
        self.left -= read as u64;
        Ok(read)
    }
}
