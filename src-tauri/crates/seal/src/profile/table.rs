//! The table of profiles (`seal-and-paper.md` 3.3): one row says all that a signature of the profile may be.

use super::Profile;
use super::shape::{self, Row as Element};
use crate::algorithm::{Algorithm, Digest};
use crate::canonical::{EXCLUSIVE, INCLUSIVE, Method};

/// Identifier of the transform that leaves the signature out.
pub const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/// Type of the reference to the signed properties.
pub const PROPERTIES_TYPE: &str = "http://uri.etsi.org/01903#SignedProperties";

/// What a signature of one profile may be.
pub struct Row {
    pub profile: Profile,
    /// The shape of the signature element.
    pub shape: &'static Element,
    /// Canonical forms of `SignedInfo`, and whether the ones with comments count.
    pub info: &'static [Method],
    pub info_comments: bool,
    /// Transforms of the document.
    pub document: Transforms,
    /// Is there a reference to signed properties, and do they bind the certificate?
    pub properties: bool,
    /// Have the references to stand in the order document, properties?
    pub ordered: bool,
    pub digests: &'static [Digest],
    pub signatures: &'static [Algorithm],
    /// Are RSA keys below 2048 bits read (and noted)?
    pub short_keys: bool,
    /// Has the signed part to pass the gate again, because a reader reads it?
    pub readable: bool,
}

/// Transforms a reference may have.
pub enum Transforms {
    /// One of these lists of identifiers, exactly.
    Exactly(&'static [&'static [&'static str]]),
}

const STRONG: &[Digest] = &[Digest::Sha256, Digest::Sha384, Digest::Sha512];
const DIGESTS: &[Digest] = &[Digest::Sha1, Digest::Sha256, Digest::Sha384, Digest::Sha512];

/// Tamga CO XML.
pub static CO: Row = Row {
    profile: Profile::Co1,
    shape: &shape::co::SIGNATURE,
    info: &[Method::Exclusive],
    info_comments: false,
    document: Transforms::Exactly(&[&[ENVELOPED, EXCLUSIVE]]),
    properties: true,
    ordered: true,
    digests: STRONG,
    signatures: &[
        Algorithm::RsaSha256,
        Algorithm::RsaSha384,
        Algorithm::RsaSha512,
        Algorithm::PssSha256,
        Algorithm::PssSha384,
        Algorithm::PssSha512,
        Algorithm::EcdsaSha256,
        Algorithm::EcdsaSha384,
        Algorithm::Ed25519,
    ],
    short_keys: false,
    readable: true,
};

/// The exporter's signature of a COD.
pub static COD_EXPORTER: Row = cod(Profile::CodExporter);
/// The official's signature of a COD.
pub static COD_OFFICIAL: Row = cod(Profile::CodOfficial);

// The four shapes in the field (`aladi-cod.md` 11.2) and every mixture of them.
const fn cod(profile: Profile) -> Row {
    Row {
        profile,
        shape: &shape::cod::SIGNATURE,
        info: &[Method::Inclusive, Method::Exclusive],
        info_comments: true,
        document: Transforms::Exactly(&[&[ENVELOPED], &[ENVELOPED, EXCLUSIVE], &[ENVELOPED, INCLUSIVE]]),
        properties: false,
        ordered: true,
        digests: DIGESTS,
        signatures: &[
            Algorithm::RsaSha1,
            Algorithm::RsaSha256,
            Algorithm::RsaSha384,
            Algorithm::RsaSha512,
            Algorithm::EcdsaSha256,
            Algorithm::EcdsaSha384,
        ],
        short_keys: true,
        readable: true,
    }
}
