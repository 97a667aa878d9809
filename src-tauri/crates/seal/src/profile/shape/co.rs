//! The signature of `co-1` (`seal-and-paper.md` 4.1): XAdES baseline B-B, our own hand.

use super::unsigned::OWN_UNSIGNED;
use super::{
    CANONICALIZATION, CERTIFICATE, Code, DIGEST_METHOD, DIGEST_VALUE, Holds, ID, KEY_INFO, METHOD, NO_CERTIFICATE,
    OBJECT, ORDER, PROPERTIES, REFERENCE, REFERENCES, Row, VALUE, XADES, ds, part,
};
use crate::refusal::Class;

const MANIFESTS: Code = (Class::Unknown, "shape.manifest");

const fn xades(name: &'static str, attributes: &'static [&'static str], holds: Holds) -> Row {
    Row { space: XADES, name, attributes, holds, otherwise: PROPERTIES }
}

static SIGNED_INFO: Row = ds(
    "SignedInfo",
    ID,
    Holds::Parts(&[
        part(&CANONICALIZATION, 1, 1, ORDER),
        part(&METHOD, 1, 1, ORDER),
        part(&REFERENCE, 2, 2, REFERENCES),
    ]),
    ORDER,
);
static X509_DATA: Row = ds("X509Data", &[], Holds::Parts(&[part(&CERTIFICATE, 1, 5, KEY_INFO)]), KEY_INFO);
static KEY_INFO_ROW: Row = ds("KeyInfo", ID, Holds::Parts(&[part(&X509_DATA, 1, 1, KEY_INFO)]), KEY_INFO);
static MANIFEST: Row = ds("Manifest", &[], Holds::Nothing, OBJECT);
static OBJECT_ROW: Row =
    ds("Object", &[], Holds::Parts(&[part(&MANIFEST, 0, 0, MANIFESTS), part(&QUALIFYING, 1, 1, OBJECT)]), OBJECT);
/// `ds:Signature` of our own form.
pub static SIGNATURE: Row = ds(
    "Signature",
    ID,
    Holds::Parts(&[
        part(&SIGNED_INFO, 1, 1, ORDER),
        part(&VALUE, 1, 1, ORDER),
        part(&KEY_INFO_ROW, 1, 1, NO_CERTIFICATE),
        part(&OBJECT_ROW, 1, 1, OBJECT),
    ]),
    ORDER,
);
static TIME: Row = xades("SigningTime", &[], Holds::Text);
static CERT_DIGEST: Row = xades(
    "CertDigest",
    &[],
    Holds::Parts(&[part(&DIGEST_METHOD, 1, 1, PROPERTIES), part(&DIGEST_VALUE, 1, 1, PROPERTIES)]),
);
static CERT: Row = xades("Cert", &[], Holds::Parts(&[part(&CERT_DIGEST, 1, 1, PROPERTIES)]));
static BINDING: Row = xades("SigningCertificateV2", &[], Holds::Parts(&[part(&CERT, 1, 1, PROPERTIES)]));
static CLAIMED_ROLE: Row = xades("ClaimedRole", &[], Holds::Text);
static CLAIMED_ROLES: Row = xades("ClaimedRoles", &[], Holds::Parts(&[part(&CLAIMED_ROLE, 1, 1, PROPERTIES)]));
static ROLE: Row = xades("SignerRoleV2", &[], Holds::Parts(&[part(&CLAIMED_ROLES, 1, 1, PROPERTIES)]));
static OF_SIGNATURE: Row = xades(
    "SignedSignatureProperties",
    &[],
    Holds::Parts(&[part(&TIME, 1, 1, PROPERTIES), part(&BINDING, 1, 1, PROPERTIES), part(&ROLE, 0, 1, PROPERTIES)]),
);
static MIME_TYPE: Row = xades("MimeType", &[], Holds::Text);
static FORMAT: Row =
    xades("DataObjectFormat", &["ObjectReference"], Holds::Parts(&[part(&MIME_TYPE, 1, 1, PROPERTIES)]));
static OF_DATA: Row = xades("SignedDataObjectProperties", &[], Holds::Parts(&[part(&FORMAT, 1, 1, PROPERTIES)]));
static SIGNED_PROPERTIES: Row = xades(
    "SignedProperties",
    ID,
    Holds::Parts(&[part(&OF_SIGNATURE, 1, 1, PROPERTIES), part(&OF_DATA, 1, 1, PROPERTIES)]),
);
static QUALIFYING: Row = xades(
    "QualifyingProperties",
    &["Target"],
    Holds::Parts(&[
        part(&SIGNED_PROPERTIES, 1, 1, PROPERTIES),
        part(&OWN_UNSIGNED, 0, 1, (Class::Unknown, "shape.unknown_form")),
    ]),
);
