//! What stands behind the signed part of an XAdES signature: evidence that is offered, and properties that are seen and
//! not judged. Nothing here is covered by the signature.

use super::{Code, Holds, ID, MANY, Row, XADES_LATER, ds, part, xades};
use crate::refusal::Class;

const UNJUDGED: Code = (Class::Unknown, "shape.unknown_form");

const fn later(name: &'static str, attributes: &'static [&'static str]) -> Row {
    Row { space: XADES_LATER, name, attributes, holds: Holds::Open, otherwise: UNJUDGED }
}

const fn seen(name: &'static str) -> Row {
    xades(name, ID, Holds::Open, UNJUDGED)
}

// Offered as evidence.
static TOKEN: Row = xades("EncapsulatedTimeStamp", &["Id", "Encoding"], Holds::Text, UNJUDGED);
static STAMP_FORM: Row = ds("CanonicalizationMethod", &["Algorithm"], Holds::Nothing, UNJUDGED);
/// A stamp over the signature value.
static STAMP: Row = xades(
    "SignatureTimeStamp",
    ID,
    Holds::Parts(&[part(&STAMP_FORM, 0, 1, UNJUDGED), part(&TOKEN, 1, MANY, UNJUDGED)]),
    UNJUDGED,
);
/// Certificates, for whoever builds a path.
static CERTIFICATE_VALUES: Row = seen("CertificateValues");
/// Revocation lists and answers.
static REVOCATION_VALUES: Row = seen("RevocationValues");
static STAMP_DATA: Row = later("TimeStampValidationData", &["Id", "URI"]);

// Seen and not judged.
static CERTIFICATE_REFS: Row = seen("CompleteCertificateRefs");
static CERTIFICATE_REFS_2: Row = later("CompleteCertificateRefsV2", ID);
static REVOCATION_REFS: Row = seen("CompleteRevocationRefs");
static ATTRIBUTE_REFS: Row = seen("AttributeCertificateRefs");
static ATTRIBUTE_REFS_2: Row = later("AttributeCertificateRefsV2", ID);
static ATTRIBUTE_REVOCATION_REFS: Row = seen("AttributeRevocationRefs");
static ATTRIBUTE_VALUES: Row = seen("AttrAuthoritiesCertValues");
static ATTRIBUTE_REVOCATION: Row = seen("AttributeRevocationValues");
static REFS_STAMP: Row = seen("RefsOnlyTimeStamp");
static REFS_STAMP_2: Row = later("RefsOnlyTimeStampV2", ID);
static BOTH_STAMP: Row = seen("SigAndRefsTimeStamp");
static BOTH_STAMP_2: Row = later("SigAndRefsTimeStampV2", ID);
static ARCHIVE: Row = seen("ArchiveTimeStamp");
static ARCHIVE_2: Row = later("ArchiveTimeStamp", ID);
static OF_SIGNATURE_UNSIGNED: Row = xades(
    "UnsignedSignatureProperties",
    ID,
    Holds::Any(&[
        part(&STAMP, 0, MANY, UNJUDGED),
        part(&CERTIFICATE_VALUES, 0, MANY, UNJUDGED),
        part(&REVOCATION_VALUES, 0, MANY, UNJUDGED),
        part(&STAMP_DATA, 0, MANY, UNJUDGED),
        part(&CERTIFICATE_REFS, 0, MANY, UNJUDGED),
        part(&CERTIFICATE_REFS_2, 0, MANY, UNJUDGED),
        part(&REVOCATION_REFS, 0, MANY, UNJUDGED),
        part(&ATTRIBUTE_REFS, 0, MANY, UNJUDGED),
        part(&ATTRIBUTE_REFS_2, 0, MANY, UNJUDGED),
        part(&ATTRIBUTE_REVOCATION_REFS, 0, MANY, UNJUDGED),
        part(&ATTRIBUTE_VALUES, 0, MANY, UNJUDGED),
        part(&ATTRIBUTE_REVOCATION, 0, MANY, UNJUDGED),
        part(&REFS_STAMP, 0, MANY, UNJUDGED),
        part(&REFS_STAMP_2, 0, MANY, UNJUDGED),
        part(&BOTH_STAMP, 0, MANY, UNJUDGED),
        part(&BOTH_STAMP_2, 0, MANY, UNJUDGED),
        part(&ARCHIVE, 0, MANY, UNJUDGED),
        part(&ARCHIVE_2, 0, MANY, UNJUDGED),
    ]),
    UNJUDGED,
);
static OF_DATA_UNSIGNED: Row = seen("UnsignedDataObjectProperties");
/// What others write there.
pub static UNSIGNED_PROPERTIES: Row = xades(
    "UnsignedProperties",
    ID,
    Holds::Parts(&[part(&OF_SIGNATURE_UNSIGNED, 0, 1, UNJUDGED), part(&OF_DATA_UNSIGNED, 0, 1, UNJUDGED)]),
    UNJUDGED,
);

/// Evidence in our own form: stamps, then what bears them and the signer out, as it is written.
pub static OWN_UNSIGNED: Row =
    xades("UnsignedProperties", &[], Holds::Parts(&[part(&OWN_OF_SIGNATURE, 1, 1, UNJUDGED)]), UNJUDGED);
static OWN_OF_SIGNATURE: Row = xades(
    "UnsignedSignatureProperties",
    &[],
    Holds::Parts(&[
        part(&STAMP, 0, MANY, UNJUDGED),
        part(&OWN_CERTIFICATES, 0, 1, UNJUDGED),
        part(&OWN_REVOCATION, 0, 1, UNJUDGED),
    ]),
    UNJUDGED,
);
static OWN_CERTIFICATE: Row = xades("EncapsulatedX509Certificate", &[], Holds::Text, UNJUDGED);
static OWN_CERTIFICATES: Row =
    xades("CertificateValues", &[], Holds::Parts(&[part(&OWN_CERTIFICATE, 1, MANY, UNJUDGED)]), UNJUDGED);
static OWN_LIST: Row = xades("EncapsulatedCRLValue", &[], Holds::Text, UNJUDGED);
static OWN_LISTS: Row = xades("CRLValues", &[], Holds::Parts(&[part(&OWN_LIST, 1, MANY, UNJUDGED)]), UNJUDGED);
static OWN_ANSWER: Row = xades("EncapsulatedOCSPValue", &[], Holds::Text, UNJUDGED);
static OWN_ANSWERS: Row = xades("OCSPValues", &[], Holds::Parts(&[part(&OWN_ANSWER, 1, MANY, UNJUDGED)]), UNJUDGED);
static OWN_REVOCATION: Row = xades(
    "RevocationValues",
    &[],
    Holds::Parts(&[part(&OWN_LISTS, 0, 1, UNJUDGED), part(&OWN_ANSWERS, 0, 1, UNJUDGED)]),
    UNJUDGED,
);
