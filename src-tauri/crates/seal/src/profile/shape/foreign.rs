//! Signatures that others make and we only read: XAdES 1.3.2 (`eu-` profiles) and plain XML signatures (`plain-`).

use super::unsigned::UNSIGNED_PROPERTIES;
use super::{
    CERTIFICATE, DIGEST_METHOD, DIGEST_VALUE, EC_KEY, Holds, ID, KEY_INFO, MANY, METHOD, NO_CERTIFICATE, OBJECT, ORDER,
    PROPERTIES, Part, REFERENCES, RSA_KEY, Row, SUBJECT_NAME, TRANSFORM, VALUE, ds, part, xades,
};

/// Certificates in one `X509Data`.
const CHAIN: usize = 16;

static PREFIXES: Row = Row {
    space: "http://www.w3.org/2001/10/xml-exc-c14n#",
    name: "InclusiveNamespaces",
    attributes: &["PrefixList"],
    holds: Holds::Nothing,
    otherwise: TRANSFORM,
};
static CANONICALIZATION: Row =
    ds("CanonicalizationMethod", &["Algorithm"], Holds::Any(&[part(&PREFIXES, 0, 1, TRANSFORM)]), ORDER);
// The two other spellings of "without the signature"; their texts are compared, not evaluated.
static XPATH: Row = ds("XPath", &[], Holds::Text, TRANSFORM);
static FILTER: Row = Row {
    space: "http://www.w3.org/2002/06/xmldsig-filter2",
    name: "XPath",
    attributes: &["Filter"],
    holds: Holds::Text,
    otherwise: TRANSFORM,
};
static TRANSFORM_ROW: Row = ds(
    "Transform",
    &["Algorithm"],
    Holds::Any(&[part(&PREFIXES, 0, 1, TRANSFORM), part(&XPATH, 0, 1, TRANSFORM), part(&FILTER, 0, 1, TRANSFORM)]),
    TRANSFORM,
);
static TRANSFORMS: Row = ds("Transforms", &[], Holds::Parts(&[part(&TRANSFORM_ROW, 1, 3, TRANSFORM)]), TRANSFORM);
static REFERENCE: Row = ds(
    "Reference",
    &["Id", "URI", "Type"],
    Holds::Parts(&[
        part(&TRANSFORMS, 0, 1, TRANSFORM),
        part(&DIGEST_METHOD, 1, 1, ORDER),
        part(&DIGEST_VALUE, 1, 1, ORDER),
    ]),
    ORDER,
);
static SIGNED_INFO: Row = ds(
    "SignedInfo",
    ID,
    Holds::Parts(&[
        part(&CANONICALIZATION, 1, 1, ORDER),
        part(&METHOD, 1, 1, ORDER),
        part(&REFERENCE, 1, 3, REFERENCES),
    ]),
    ORDER,
);

// What stands beside the certificates says nothing that is used.
static ISSUER_SERIAL: Row = ds("X509IssuerSerial", &[], Holds::Open, KEY_INFO);
static KEY_IDENTIFIER: Row = ds("X509SKI", &[], Holds::Text, KEY_INFO);
static CRL: Row = ds("X509CRL", &[], Holds::Text, KEY_INFO);
static X509_DATA: Row = ds(
    "X509Data",
    &[],
    Holds::Any(&[
        part(&CERTIFICATE, 0, CHAIN, KEY_INFO),
        part(&SUBJECT_NAME, 0, CHAIN, KEY_INFO),
        part(&ISSUER_SERIAL, 0, CHAIN, KEY_INFO),
        part(&KEY_IDENTIFIER, 0, CHAIN, KEY_INFO),
        part(&CRL, 0, CHAIN, KEY_INFO),
    ]),
    KEY_INFO,
);
// A spelling that came before `ECKeyValue` (RFC 4050); it is not read.
static OLD_EC_KEY: Row = Row {
    space: "http://www.w3.org/2001/04/xmldsig-more#",
    name: "ECDSAKeyValue",
    attributes: &[],
    holds: Holds::Open,
    otherwise: KEY_INFO,
};
static KEY_VALUE: Row = ds(
    "KeyValue",
    &[],
    Holds::Any(&[part(&RSA_KEY, 0, 1, KEY_INFO), part(&EC_KEY, 0, 1, KEY_INFO), part(&OLD_EC_KEY, 0, 1, KEY_INFO)]),
    KEY_INFO,
);
static KEY_NAME: Row = ds("KeyName", &[], Holds::Text, KEY_INFO);
static KEY_INFO_ROW: Row = ds(
    "KeyInfo",
    ID,
    Holds::Any(&[
        part(&KEY_NAME, 0, MANY, KEY_INFO),
        part(&KEY_VALUE, 0, 1, KEY_INFO),
        part(&X509_DATA, 0, 2, KEY_INFO),
    ]),
    KEY_INFO,
);
static OBJECT_ROW: Row = ds("Object", &["Id", "MimeType", "Encoding"], Holds::Open, OBJECT);

const fn signature(objects: &'static [Part; 4]) -> Row {
    ds("Signature", ID, Holds::Parts(objects), ORDER)
}

const fn parts(objects: usize) -> [Part; 4] {
    [
        part(&SIGNED_INFO, 1, 1, ORDER),
        part(&VALUE, 1, 1, ORDER),
        part(&KEY_INFO_ROW, 0, 1, NO_CERTIFICATE),
        part(&OBJECT_ROW, objects, objects, OBJECT),
    ]
}

static WITHOUT_OBJECT: [Part; 4] = parts(0);
static WITH_ONE: [Part; 4] = parts(1);
static WITH_TWO: [Part; 4] = parts(2);
/// Nothing carried inside.
pub static BARE: Row = signature(&WITHOUT_OBJECT);
/// One object inside: the properties of an enveloped signature, or the document of a plain enveloping one.
pub static ONE_OBJECT: Row = signature(&WITH_ONE);
/// Two objects inside: document and properties.
pub static TWO_OBJECTS: Row = signature(&WITH_TWO);

const fn open(name: &'static str) -> Row {
    xades(name, ID, Holds::Open, PROPERTIES)
}

/// The object that holds the properties.
pub static PROPERTIES_OBJECT: Row =
    ds("Object", &["Id", "MimeType", "Encoding"], Holds::Parts(&[part(&QUALIFYING, 1, 1, OBJECT)]), OBJECT);
static QUALIFYING: Row = xades(
    "QualifyingProperties",
    &["Target", "Id"],
    Holds::Parts(&[part(&SIGNED_PROPERTIES, 1, 1, PROPERTIES), part(&UNSIGNED_PROPERTIES, 0, 1, PROPERTIES)]),
    OBJECT,
);
static SIGNED_PROPERTIES: Row = xades(
    "SignedProperties",
    ID,
    Holds::Parts(&[part(&OF_SIGNATURE, 1, 1, PROPERTIES), part(&OF_DATA, 0, 1, PROPERTIES)]),
    PROPERTIES,
);
static TIME: Row = xades("SigningTime", &[], Holds::Text, PROPERTIES);
static CERT_DIGEST: Row = xades(
    "CertDigest",
    &[],
    Holds::Parts(&[part(&DIGEST_METHOD, 1, 1, PROPERTIES), part(&DIGEST_VALUE, 1, 1, PROPERTIES)]),
    PROPERTIES,
);
static ISSUER_NAME: Row = ds("X509IssuerName", &[], Holds::Text, PROPERTIES);
static SERIAL_NUMBER: Row = ds("X509SerialNumber", &[], Holds::Text, PROPERTIES);
static SERIAL: Row = xades(
    "IssuerSerial",
    &[],
    Holds::Parts(&[part(&ISSUER_NAME, 1, 1, PROPERTIES), part(&SERIAL_NUMBER, 1, 1, PROPERTIES)]),
    PROPERTIES,
);
static SERIAL_2: Row = xades("IssuerSerialV2", &[], Holds::Text, PROPERTIES);
static CERT: Row = xades(
    "Cert",
    &["URI"],
    Holds::Parts(&[part(&CERT_DIGEST, 1, 1, PROPERTIES), part(&SERIAL, 1, 1, PROPERTIES)]),
    PROPERTIES,
);
static CERT_2: Row = xades(
    "Cert",
    &["URI"],
    Holds::Parts(&[part(&CERT_DIGEST, 1, 1, PROPERTIES), part(&SERIAL_2, 0, 1, PROPERTIES)]),
    PROPERTIES,
);
static BINDING: Row = xades("SigningCertificate", &[], Holds::Parts(&[part(&CERT, 1, MANY, PROPERTIES)]), PROPERTIES);
static BINDING_2: Row =
    xades("SigningCertificateV2", &[], Holds::Parts(&[part(&CERT_2, 1, MANY, PROPERTIES)]), PROPERTIES);
static POLICY: Row = open("SignaturePolicyIdentifier");
static PRODUCED: Row = open("SignatureProductionPlace");
static PRODUCED_2: Row = open("SignatureProductionPlaceV2");
static ROLE: Row = open("SignerRole");
static ROLE_2: Row = open("SignerRoleV2");
static OF_SIGNATURE: Row = xades(
    "SignedSignatureProperties",
    ID,
    Holds::Any(&[
        part(&TIME, 0, 1, PROPERTIES),
        part(&BINDING, 0, 1, PROPERTIES),
        part(&BINDING_2, 0, 1, PROPERTIES),
        part(&POLICY, 0, 1, PROPERTIES),
        part(&PRODUCED, 0, 1, PROPERTIES),
        part(&PRODUCED_2, 0, 1, PROPERTIES),
        part(&ROLE, 0, 1, PROPERTIES),
        part(&ROLE_2, 0, 1, PROPERTIES),
    ]),
    PROPERTIES,
);
static FORMAT: Row = xades("DataObjectFormat", &["ObjectReference", "Id"], Holds::Open, PROPERTIES);
static COMMITMENT: Row = open("CommitmentTypeIndication");
static ALL_STAMP: Row = open("AllDataObjectsTimeStamp");
static EACH_STAMP: Row = open("IndividualDataObjectsTimeStamp");
static OF_DATA: Row = xades(
    "SignedDataObjectProperties",
    ID,
    Holds::Any(&[
        part(&FORMAT, 0, MANY, PROPERTIES),
        part(&COMMITMENT, 0, MANY, PROPERTIES),
        part(&ALL_STAMP, 0, MANY, PROPERTIES),
        part(&EACH_STAMP, 0, MANY, PROPERTIES),
    ]),
    PROPERTIES,
);
