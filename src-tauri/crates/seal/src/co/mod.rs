//! How is a document of Tamga CO XML sealed, and is a sealed one whole (`seal-and-paper.md` 3, 4.1)?
//!
//! One signature over the whole file, XAdES baseline B-B, last child of the root `MetaData`: certificates, status
//! statements and answers alike. Whether the signer is somebody is `judge`'s question.

mod check;
mod shape;
mod sign;

use tamga_origin::Timestamp;
use tamga_xml::{Gated, Limits, gate};

use crate::algorithm::{Algorithm, Digest};
use crate::certificate::SignerCertificate;
use crate::error::SignError;
use crate::evidence::OfferedEvidence;
use crate::refusal::Refusal;
use crate::signer::Signer;

/// Namespace and root of our own form.
const NAMESPACE: &str = "urn:tamga:co:1";
const ROOT: &str = "MetaData";
/// Type of the reference to the signed properties.
const PROPERTIES_TYPE: &str = "http://uri.etsi.org/01903#SignedProperties";

/// The canonical bytes that were hashed; only a check makes one, and readers read nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBytes(Vec<u8>);

impl SignedBytes {
    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// The bytes as XML that passed the gate, for a reader.
    pub fn gated(&self) -> Result<Gated<'_>, Refusal> {
        Ok(gate(&self.0, &Limits::OWN)?)
    }
}

/// What the signer says about the signing, inside the signed bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// When, to the second.
    pub at: Timestamp,
    /// In what role; `DEMONSTRATION` with demonstration keys, else usually empty.
    pub role: String,
}

/// A signature that is whole: it covers the document, and its value fits the certificate bound in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// What was signed.
    pub signed: SignedBytes,
    /// The certificate bound in the signed bytes.
    pub signer: SignerCertificate,
    /// DER of the other certificates in the file.
    pub above: Vec<Vec<u8>>,
    /// What the signer says.
    pub claimed: Claimed,
    /// Algorithm of the signature.
    pub algorithm: Algorithm,
    /// Digest of the document.
    pub digest: Digest,
    /// The signature value.
    pub value: Vec<u8>,
    /// The bytes that a time stamp of this seal speaks of: the exclusive canonical form of its `SignatureValue`.
    pub stampable: Vec<u8>,
    /// Evidence that stands in the file beside the seal; nothing of it was checked.
    pub offered: OfferedEvidence,
}

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

/// Are these the same seal with different evidence: equal signed bytes and equal signature value?
pub fn same_seal(a: &Whole, b: &Whole) -> bool {
    a.signed == b.signed && a.value == b.value
}

/// Is a document of our own form whole? Shape, digests, signature value and certificate binding; trust, dates and
/// revocation are `judge`'s questions.
pub fn check(doc: &Gated<'_>) -> Result<Whole, Refusal> {
    check::check(doc)
}

/// Signs a document of our own form as it stands and verifies the result with the ordinary verifier before it is
/// handed out.
///
/// `at` is the claimed signing time. Refused are documents that carry a signature, that the gate does not let in, and
/// keys outside their certificate's life.
pub fn sign_co(unsigned: &[u8], at: Timestamp, by: &mut dyn Signer) -> Result<Sealed, SignError> {
    sign::sign_co(unsigned, at, by)
}
