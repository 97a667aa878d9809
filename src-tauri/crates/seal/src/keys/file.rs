//! What is in a key file? PKCS#12 with PBES2 or the old 3DES and RC2 encryptions; the private key that is wanted, the
//! certificate that belongs to it, those above it.

use p12_keystore::error::Error as FileError;
use p12_keystore::{Pkcs12Archive, PrivateKeyBag};

use super::encryption::old_encryptions;
use crate::certificate::SignerCertificate;
use crate::error::SignError;
use crate::secret::Secret;
use crate::signer::{Chain, SoftwareKey};

/// Most bytes of a key file.
const LARGEST: usize = 1024 * 1024;
/// Certificates above the leaf at most.
const ABOVE: usize = 4;

pub struct Opened {
    pub pkcs8: Secret<Vec<u8>>,
    pub chain: Chain,
    /// Names of the old encryptions the file was protected with.
    pub old: Vec<&'static str>,
}

/// Opens a key file; `which` chooses among several keys by the beginning of a certificate's fingerprint or by the name
/// in it.
pub fn open(file: &[u8], password: &Secret<String>, which: Option<&str>) -> Result<Opened, SignError> {
    if file.len() > LARGEST {
        return Err(SignError::FileUnreadable(format!("{} bytes", file.len())));
    }
    let archive = Pkcs12Archive::from_pkcs12(file, password.expose()).map_err(|error| unreadable(error, file))?;
    let keys = keys(archive.keys);
    let certificates: Vec<Vec<u8>> = archive.certs.iter().map(|bag| bag.cert.as_der().to_vec()).collect();
    let (pkcs8, leaf) = chosen(keys, &certificates, which)?;
    let chain = Chain { above: above(&leaf, &certificates), leaf };
    Ok(Opened { pkcs8, chain, old: old_encryptions(file) })
}

/// A wrong password shows as a wrong MAC, or, in files without one, as padding that does not fit.
fn unreadable(error: FileError, file: &[u8]) -> SignError {
    match error {
        FileError::MacError(_) | FileError::UnpadError | FileError::Pkcs5Error(_) => SignError::FilePassword,
        other => SignError::FileUnreadable(match old_encryptions(file).as_slice() {
            [] => other.to_string(),
            // It is said how the file is protected: its owner can save it anew.
            old => format!("its encryption is not read here: {}", old.join(", ")),
        }),
    }
}

/// The private keys, each once. What the reader of the file decrypted into is freed and not wiped, for it gives no way to;
/// from here on every copy is a secret of ours.
fn keys(bags: Vec<PrivateKeyBag>) -> Vec<Secret<Vec<u8>>> {
    let mut keys: Vec<Secret<Vec<u8>>> = Vec::new();
    for bag in bags {
        let key = bag.key.as_der();
        if !keys.iter().any(|known| known.expose() == key) {
            keys.push(Secret::new(key.to_vec()));
        }
    }
    keys
}

/// The key that is wanted: the only one, or the one whose certificate was named. It is asked for, never guessed.
fn chosen(
    mut keys: Vec<Secret<Vec<u8>>>,
    certificates: &[Vec<u8>],
    which: Option<&str>,
) -> Result<(Secret<Vec<u8>>, SignerCertificate), SignError> {
    if keys.len() < 2 && which.is_none() {
        let key = keys.pop().ok_or(SignError::NoneInFile)?;
        let leaf = leaf(&key, certificates)?;
        return Ok((key, leaf));
    }
    let usable = keys.into_iter().filter_map(|key| leaf(&key, certificates).ok().map(|leaf| (key, leaf)));
    let mut fitting: Vec<_> = usable.filter(|(_, leaf)| which.is_none_or(|which| is_named(leaf, which))).collect();
    match (fitting.pop(), fitting.is_empty()) {
        (Some(only), true) if which.is_some() => Ok(only),
        (None, _) => Err(which.map_or(SignError::CertificateMissing, |which| SignError::KeyNotFound(which.to_owned()))),
        (Some(last), _) => {
            fitting.push(last);
            Err(SignError::Ambiguous(fitting.iter().map(|(_, leaf)| told(leaf)).collect()))
        }
    }
}

/// Is this the certificate that was named?
pub fn is_named(leaf: &SignerCertificate, which: &str) -> bool {
    let fingerprint = which.chars().filter(|c| *c != ':').collect::<String>().to_ascii_lowercase();
    leaf.name() == which || (fingerprint.len() >= 8 && leaf.sha256.starts_with(&fingerprint))
}

/// A certificate as a choice among several: beginning of its fingerprint, name, end of its life.
pub fn told(leaf: &SignerCertificate) -> String {
    let short: String = leaf.sha256.chars().take(16).collect();
    format!("{short} {} to {}", leaf.name(), leaf.not_after.date())
}

/// The certificate of this key, found by trying: ids and names in the file are only hints.
fn leaf(pkcs8: &Secret<Vec<u8>>, certificates: &[Vec<u8>]) -> Result<SignerCertificate, SignError> {
    let mut failed = SignError::CertificateMissing;
    for der in certificates {
        let Ok(leaf) = SignerCertificate::read(der) else { continue };
        match SoftwareKey::new(pkcs8, Chain { leaf: leaf.clone(), above: Vec::new() }) {
            Ok(_) => return Ok(leaf),
            // What is wrong with an end certificate says more than what is wrong with an authority's.
            Err(error) if matches!(failed, SignError::CertificateMissing) => failed = error,
            Err(_) => {}
        }
    }
    Err(failed)
}

/// The certificates above, nearest first, without the root.
pub fn above(leaf: &SignerCertificate, certificates: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let all: Vec<SignerCertificate> = certificates.iter().filter_map(|der| SignerCertificate::read(der).ok()).collect();
    let mut chain: Vec<Vec<u8>> = Vec::new();
    let mut wanted = leaf.issuer.clone();
    while chain.len() < ABOVE {
        let issuer = all.iter().find(|other| {
            other.subject == wanted
                && other.issuer != other.subject
                && other.der != leaf.der
                && !chain.contains(&other.der)
        });
        let Some(issuer) = issuer else { break };
        chain.push(issuer.der.clone());
        wanted.clone_from(&issuer.issuer);
    }
    chain
}
