//! A signature of an ALADI COD (`aladi-cod.md` section 11): no properties, one reference, the certificate beside.

use super::{
    CANONICALIZATION, CERTIFICATE, Holds, ID, KEY_INFO, KEY_VALUE, METHOD, NO_CERTIFICATE, OBJECT, ORDER, REFERENCE,
    REFERENCES, Row, SUBJECT_NAME, VALUE, ds, part,
};

static SIGNED_INFO: Row = ds(
    "SignedInfo",
    ID,
    Holds::Parts(&[
        part(&CANONICALIZATION, 1, 1, ORDER),
        part(&METHOD, 1, 1, ORDER),
        part(&REFERENCE, 1, 1, REFERENCES),
    ]),
    ORDER,
);
static X509_DATA: Row = ds(
    "X509Data",
    &[],
    Holds::Any(&[part(&SUBJECT_NAME, 0, 1, KEY_INFO), part(&CERTIFICATE, 1, 1, KEY_INFO)]),
    KEY_INFO,
);
static KEY_INFO_ROW: Row = ds(
    "KeyInfo",
    ID,
    Holds::Any(&[part(&KEY_VALUE, 0, 1, KEY_INFO), part(&X509_DATA, 1, 1, NO_CERTIFICATE)]),
    KEY_INFO,
);
static OBJECT_ROW: Row = ds("Object", &[], Holds::Open, OBJECT);
/// `ds:Signature` of exporter and official.
pub static SIGNATURE: Row = ds(
    "Signature",
    ID,
    Holds::Parts(&[
        part(&SIGNED_INFO, 1, 1, ORDER),
        part(&VALUE, 1, 1, ORDER),
        part(&KEY_INFO_ROW, 1, 1, NO_CERTIFICATE),
        part(&OBJECT_ROW, 0, 0, OBJECT),
    ]),
    ORDER,
);
