//! How does a COD get its two signatures (`seal-and-paper.md` 4.3, `aladi-cod.md` 11)? The exporter's over `COD`, then
//! the official's over `CODEH`, each put in right behind what it covers; not a byte before or behind it changes.
//!
//! What the issuing body puts in between (`EH` and `CertificationEH`) is written and put in by `tamga-formats`; whether a
//! signed COD is whole is the ordinary verifier's question.

mod key_value;
mod place;
mod sign;

use tamga_origin::Timestamp;

use crate::co::Sealed;
use crate::error::SignError;
use crate::profile::Profile;
use crate::signer::Signer;

/// Namespace of `Envelope` and `CertOrigin`; everything else but the signatures is in none.
const ENVELOPE: &str = "http://www.w3.org/2001/12/soap-envelope";

/// Which of the two signatures of a COD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodSignature {
    /// The exporter's, over `COD`.
    Exporter,
    /// The official's, over `CODEH` with the exporter's signature inside.
    Official,
}

impl CodSignature {
    /// Both, in the order in which they are made.
    pub const ALL: [Self; 2] = [Self::Exporter, Self::Official];

    /// The id of what it covers.
    pub fn id(self) -> &'static str {
        match self {
            Self::Exporter => "COD",
            Self::Official => "CODEH",
        }
    }

    /// The row of the table of profiles it fits.
    pub fn profile(self) -> Profile {
        match self {
            Self::Exporter => Profile::CodExporter,
            Self::Official => Profile::CodOfficial,
        }
    }

    /// The word used in answers and on the command line: `exporter`, `official`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exporter => "exporter",
            Self::Official => "official",
        }
    }
}

/// Puts one signature into a COD and verifies the finished file before it is handed out.
///
/// `at` is the moment inside the data that counts as the time of signing: `DeclarationDate` for the exporter,
/// `CertificateDate` for the official. Signed with SHA-256 or better by RSA or ECDSA, never with SHA-1.
///
/// # Errors
/// `sign.order` out of turn, `sign.already_signed`, `sign.exporter_signature` when the official would sign over an
/// exporter's signature that does not hold, a document that is no COD or the gate does not let in, a key outside its
/// certificate's life or of a kind that the format does not know.
pub fn sign_cod(document: &[u8], which: CodSignature, at: Timestamp, by: &mut dyn Signer) -> Result<Sealed, SignError> {
    sign::sign_cod(document, which, at, by)
}
