//! How is a document of Tamga CO XML sealed (`seal-and-paper.md` 4.1)?
//!
//! One signature over the whole file, XAdES baseline B-B, last child of the root `MetaData`: certificates, status
//! statements and answers alike. Whether a sealed one is whole is `profile`'s question.

pub(crate) mod hand;
mod sign;

use tamga_origin::Timestamp;

pub use self::sign::{Unproven, press};
use crate::error::SignError;
use crate::profile::SignedBytes;
use crate::signer::Signer;

/// A sealed document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The file, frozen from now on.
    pub bytes: Vec<u8>,
    /// SHA-256 of the file in hex.
    pub sha256: String,
    /// What was signed.
    pub signed: SignedBytes,
}

/// Signs a document of our own form as it stands and verifies the result with the ordinary verifier before it is
/// handed out.
///
/// `at` is the claimed signing time. Refused are documents that carry a signature, that the gate does not let in, and
/// keys outside their certificate's life. A document that begins and ends as our writer writes it is signed at once, and
/// the verifier finds out whether all of it stands so; where it does not, its canonical form is formed and signed instead,
/// and the first value is thrown away.
pub fn sign_co(unsigned: &[u8], at: Timestamp, by: &mut dyn Signer) -> Result<Sealed, SignError> {
    sign::sign_co(unsigned, at, by)
}
