//! What is in a key file? PKCS#12 with PBES2 or the old 3DES and RC2 encryptions; the one private key, the certificate
//! that belongs to it, those above it.

use p12_keystore::error::Error as FileError;
use p12_keystore::{Pkcs12Archive, PrivateKeyBag};

use crate::certificate::SignerCertificate;
use crate::error::SignError;
use crate::secret::Secret;
use crate::signer::{Chain, SoftwareKey};

/// Most bytes of a key file.
const LARGEST: usize = 1024 * 1024;
/// Certificates above the leaf at most.
const ABOVE: usize = 4;
/// `pkcs-12PbeIds` (1.2.840.113549.1.12.1) in DER: the password encryptions with RC4, 3DES and RC2.
const OLD_ENCRYPTIONS: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 0x0C, 1];

pub struct Opened {
    pub pkcs8: Secret<Vec<u8>>,
    pub chain: Chain,
    pub weak: bool,
}

pub fn open(file: &[u8], password: &Secret<String>) -> Result<Opened, SignError> {
    if file.len() > LARGEST {
        return Err(SignError::FileUnreadable(format!("{} bytes", file.len())));
    }
    let archive = Pkcs12Archive::from_pkcs12(file, password.expose()).map_err(unreadable)?;
    let pkcs8 = only_key(archive.keys)?;
    let certificates: Vec<Vec<u8>> = archive.certs.iter().map(|bag| bag.cert.as_der().to_vec()).collect();
    let leaf = leaf(&pkcs8, &certificates)?;
    let chain = Chain { above: above(&leaf, &certificates), leaf };
    let weak = file.windows(OLD_ENCRYPTIONS.len()).any(|window| window == OLD_ENCRYPTIONS);
    Ok(Opened { pkcs8, chain, weak })
}

/// A wrong password shows as a wrong MAC, or, in files without one, as padding that does not fit.
fn unreadable(error: FileError) -> SignError {
    match error {
        FileError::MacError(_) | FileError::UnpadError | FileError::Pkcs5Error(_) => SignError::FilePassword,
        other => SignError::FileUnreadable(other.to_string()),
    }
}

fn only_key(bags: Vec<PrivateKeyBag>) -> Result<Secret<Vec<u8>>, SignError> {
    let mut keys: Vec<Vec<u8>> = bags.iter().map(|bag| bag.key.as_der().to_vec()).collect();
    keys.dedup();
    match keys.len() {
        0 => Err(SignError::NoneInFile),
        1 => Ok(Secret::new(keys.remove(0))),
        several => {
            keys.into_iter().for_each(|key| drop(Secret::new(key)));
            Err(SignError::Ambiguous(several))
        }
    }
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
fn above(leaf: &SignerCertificate, certificates: &[Vec<u8>]) -> Vec<Vec<u8>> {
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
