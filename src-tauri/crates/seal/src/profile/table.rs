//! The table of profiles (`seal-and-paper.md` 3.3): one row says all that a signature of the profile may be.

use super::Profile;
use super::shape::{self, Row as Element};
use crate::algorithm::{Algorithm, Digest};
use crate::canonical::{EXCLUSIVE, INCLUSIVE, Method};

/// Identifier of the transform that leaves the signature out.
pub const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/// Type of the reference to the signed properties.
pub const PROPERTIES_TYPE: &str = "http://uri.etsi.org/01903#SignedProperties";
/// Type of a reference to an object.
pub const OBJECT_TYPE: &str = "http://www.w3.org/2000/09/xmldsig#Object";

/// What a signature of one profile may be.
#[derive(Debug)]
pub struct Row {
    pub profile: Profile,
    /// The shape of the signature element.
    pub shape: &'static Element,
    /// Canonical forms of `SignedInfo`, and whether the ones with comments count.
    pub info: &'static [Method],
    pub info_comments: bool,
    /// Most prefixes an exclusive form may treat as by the inclusive one.
    pub prefixes: usize,
    /// Transforms of the document.
    pub document: &'static Transforms,
    /// Is there a reference to signed properties, and do they bind the certificate?
    pub properties: bool,
    /// Is it our own hand? Then references stand in order, names inside the properties are checked, and the first
    /// certificate is the signer's.
    pub own: bool,
    /// Is it read only? Then other hands may say more than is used.
    pub foreign: bool,
    pub digests: &'static [Digest],
    pub signatures: &'static [Algorithm],
    /// Are RSA keys below 2048 bits read (and noted)?
    pub short_keys: bool,
    /// Has the signed part to pass the gate again, because a reader reads it?
    pub readable: bool,
}

/// Transforms a reference may have.
#[derive(Debug)]
pub enum Transforms {
    /// One of these lists of identifiers, exactly.
    Exactly(&'static [&'static [&'static str]]),
    /// A form of "without the signature" (3.4), once or in two wordings, then at most one canonical form.
    Without,
    /// Nothing, base64 or one canonical form.
    Carried,
    /// Nothing or one canonical form.
    Form,
}

const STRONG: &[Digest] = &[Digest::Sha256, Digest::Sha384, Digest::Sha512];
const DIGESTS: &[Digest] = &[Digest::Sha1, Digest::Sha256, Digest::Sha384, Digest::Sha512];

/// Tamga CO XML.
pub static CO: Row = Row {
    profile: Profile::Co1,
    shape: &shape::co::SIGNATURE,
    info: &[Method::Exclusive],
    info_comments: false,
    prefixes: 0,
    document: &Transforms::Exactly(&[&[ENVELOPED, EXCLUSIVE]]),
    properties: true,
    own: true,
    foreign: false,
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
        prefixes: 0,
        document: &Transforms::Exactly(&[&[ENVELOPED], &[ENVELOPED, EXCLUSIVE], &[ENVELOPED, INCLUSIVE]]),
        properties: false,
        own: false,
        foreign: false,
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

/// XAdES around nothing: the signature is a child of the document.
pub static EU_ENVELOPED: Row = foreign(Profile::EuEnveloped, &shape::foreign::ONE_OBJECT, &Transforms::Without, true);
/// XAdES around the document.
pub static EU_ENVELOPING: Row =
    foreign(Profile::EuEnveloping, &shape::foreign::TWO_OBJECTS, &Transforms::Carried, true);
/// A plain signature that is a child of the document.
pub static PLAIN_ENVELOPED: Row = foreign(Profile::PlainEnveloped, &shape::foreign::BARE, &Transforms::Without, false);
/// A plain signature around the document.
pub static PLAIN_ENVELOPING: Row =
    foreign(Profile::PlainEnveloping, &shape::foreign::ONE_OBJECT, &Transforms::Carried, false);

const fn foreign(profile: Profile, shape: &'static Element, document: &'static Transforms, properties: bool) -> Row {
    Row {
        profile,
        shape,
        info: &[Method::Inclusive, Method::Inclusive11, Method::Exclusive],
        info_comments: true,
        prefixes: 16,
        document,
        properties,
        own: false,
        foreign: true,
        digests: DIGESTS,
        signatures: &[
            Algorithm::RsaSha1,
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
        short_keys: true,
        readable: false,
    }
}
