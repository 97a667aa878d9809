//! Which shape has a signature of each profile (`seal-and-paper.md` 3.3)? Grammars as data; rows that several profiles
//! share stand here.

pub mod co;
pub mod cod;
pub mod foreign;
mod grammar;
mod unsigned;

pub use grammar::{Code, DS, DS11, Holds, Part, Row, Shape, XADES, XADES_LATER, ds, fits, part, refuse};

use crate::refusal::Class;

pub const ORDER: Code = (Class::Invalid, "shape.child_order");
pub const REFERENCES: Code = (Class::Invalid, "ref.count");
pub const KEY_INFO: Code = (Class::Invalid, "shape.key_info");
pub const OBJECT: Code = (Class::Invalid, "shape.extra_object");
pub const PROPERTIES: Code = (Class::Invalid, "shape.signed_properties");
pub const TRANSFORM: Code = (Class::Unknown, "alg.transform");
pub const NO_CERTIFICATE: Code = (Class::Unknown, "sig.certificate_missing");

/// More of anything stands in no honest file.
pub const MANY: usize = 64;

/// `Id`, which every element of the signature namespace may carry.
pub const ID: &[&str] = &["Id"];

/// A row of XAdES 1.3.2.
pub const fn xades(name: &'static str, attributes: &'static [&'static str], holds: Holds, otherwise: Code) -> Row {
    Row { space: XADES, name, attributes, holds, otherwise }
}

pub static METHOD: Row = ds("SignatureMethod", &["Algorithm"], Holds::Nothing, ORDER);
pub static CANONICALIZATION: Row = ds("CanonicalizationMethod", &["Algorithm"], Holds::Nothing, ORDER);
pub static TRANSFORM_ROW: Row = ds("Transform", &["Algorithm"], Holds::Nothing, TRANSFORM);
pub static TRANSFORMS: Row = ds("Transforms", &[], Holds::Parts(&[part(&TRANSFORM_ROW, 1, 2, TRANSFORM)]), TRANSFORM);
pub static DIGEST_METHOD: Row = ds("DigestMethod", &["Algorithm"], Holds::Nothing, ORDER);
pub static DIGEST_VALUE: Row = ds("DigestValue", &[], Holds::Text, ORDER);
pub static REFERENCE: Row = ds(
    "Reference",
    &["Id", "URI", "Type"],
    Holds::Parts(&[
        part(&TRANSFORMS, 1, 1, TRANSFORM),
        part(&DIGEST_METHOD, 1, 1, ORDER),
        part(&DIGEST_VALUE, 1, 1, ORDER),
    ]),
    ORDER,
);
pub static VALUE: Row = ds("SignatureValue", ID, Holds::Text, ORDER);
pub static CERTIFICATE: Row = ds("X509Certificate", &[], Holds::Text, KEY_INFO);
pub static SUBJECT_NAME: Row = ds("X509SubjectName", &[], Holds::Text, KEY_INFO);

// A key beside the certificate, in the two spellings that are read.
static MODULUS: Row = ds("Modulus", &[], Holds::Text, KEY_INFO);
static EXPONENT: Row = ds("Exponent", &[], Holds::Text, KEY_INFO);
pub static RSA_KEY: Row =
    ds("RSAKeyValue", &[], Holds::Parts(&[part(&MODULUS, 1, 1, KEY_INFO), part(&EXPONENT, 1, 1, KEY_INFO)]), KEY_INFO);
static CURVE: Row =
    Row { space: DS11, name: "NamedCurve", attributes: &["URI"], holds: Holds::Nothing, otherwise: KEY_INFO };
static POINT: Row = Row { space: DS11, name: "PublicKey", attributes: &[], holds: Holds::Text, otherwise: KEY_INFO };
pub static EC_KEY: Row = Row {
    space: DS11,
    name: "ECKeyValue",
    attributes: ID,
    holds: Holds::Parts(&[part(&CURVE, 1, 1, KEY_INFO), part(&POINT, 1, 1, KEY_INFO)]),
    otherwise: KEY_INFO,
};
pub static KEY_VALUE: Row =
    ds("KeyValue", &[], Holds::Any(&[part(&RSA_KEY, 0, 1, KEY_INFO), part(&EC_KEY, 0, 1, KEY_INFO)]), KEY_INFO);
