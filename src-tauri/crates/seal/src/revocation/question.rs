//! How is a responder asked about a certificate (RFC 6960 4.1)?

use x509_cert::der::asn1::{Null, ObjectIdentifier, OctetString};
use x509_cert::der::{Any, Encode};
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_ocsp::{CertId, OcspRequest, Request, TbsRequest, Version};

use crate::certificate::SignerCertificate;
use crate::signed_object::naming_digest;

/// The one digest every responder knows; it only names the authority.
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");

/// The question about one certificate, DER; its media type is `application/ocsp-request`. It carries no number of its
/// own: an answer counts by the moment it speaks about, whoever asked. `None` for a
/// serial number that is longer than answers can name.
pub fn ocsp_question(certificate: &SignerCertificate, authority: &SignerCertificate) -> Option<Vec<u8>> {
    let named = |bytes: &[u8]| OctetString::new(naming_digest(SHA1, bytes)?).ok();
    let id = CertId {
        hash_algorithm: AlgorithmIdentifierOwned { oid: SHA1, parameters: Some(Any::from(Null)) },
        issuer_name_hash: named(&authority.subject_der()?)?,
        issuer_key_hash: named(&authority.public)?,
        serial_number: SerialNumber::new(certificate.info().serial_number.as_bytes()).ok()?,
    };
    let request = OcspRequest {
        tbs_request: TbsRequest {
            version: Version::V1,
            requestor_name: None,
            request_list: vec![Request { req_cert: id, single_request_extensions: None }],
            request_extensions: None,
        },
        optional_signature: None,
    };
    request.to_der().ok()
}
