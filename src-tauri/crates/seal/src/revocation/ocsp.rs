//! What does an answer about one certificate say (RFC 6960 4.2), and who may give it?

use tamga_origin::Timestamp;
use x509_cert::der::asn1::{GeneralizedTime, ObjectIdentifier};
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::Extensions;
use x509_cert::time::Time;
use x509_ocsp::{
    BasicOcspResponse, CertId, CertStatus, OcspGeneralizedTime, OcspResponse, OcspResponseStatus, ResponderId,
    SingleResponse,
};

use super::entry::{Revoked, moment};
use super::{unreadable, wrong_signer};
use crate::certificate::SignerCertificate;
use crate::refusal::Reason;
use crate::signed_object::{SignedObject, naming_digest};

const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";
/// Since when a responder keeps answering for certificates that ended.
const ARCHIVE_CUTOFF: &str = "1.3.6.1.5.5.7.48.1.6";
/// The number sent along with a question; questions here carry none, and answers are kept for long.
const NONCE: &str = "1.3.6.1.5.5.7.48.1.2";

/// An answer, read; who signed it is asked with [`Self::signed_for`].
#[derive(Debug, Clone)]
pub struct OcspAnswer {
    basic: Vec<u8>,
    read: BasicOcspResponse,
}

/// What an answer says about one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Single {
    /// When it was known to be so.
    pub this_update: Timestamp,
    /// Since when the responder keeps answering for certificates that ended, if it does.
    pub expired_from: Option<Timestamp>,
    /// Revoked, and how; `None` is good.
    pub revoked: Option<Revoked>,
}

impl OcspAnswer {
    /// Reads an answer, DER: whole, or its basic part alone.
    ///
    /// # Errors
    /// `revocation.unreadable`: no answer, a refusal of the responder, another kind than the basic one, or something
    /// that must be understood and is not.
    pub fn read(der: &[u8]) -> Result<Self, Reason> {
        let basic = match OcspResponse::from_der(der) {
            Ok(answer) if answer.response_status != OcspResponseStatus::Successful => {
                return Err(unreadable(format!("status {}", answer.response_status as u32)));
            }
            Ok(answer) => match answer.response_bytes {
                Some(bytes) if bytes.response_type == BASIC => bytes.response.into_bytes(),
                Some(bytes) => return Err(unreadable(bytes.response_type)),
                None => return Err(unreadable("no answer")),
            },
            Err(_) => der.to_vec(),
        };
        let read = BasicOcspResponse::from_der(&basic).map_err(unreadable)?;
        understood(read.tbs_response_data.response_extensions.as_ref())?;
        Ok(Self { basic, read })
    }

    /// When it was made.
    pub fn produced_at(&self) -> Timestamp {
        at(self.read.tbs_response_data.produced_at)
    }

    /// Did the authority sign it, or somebody it made a responder (RFC 6960 4.2.2.2)?
    ///
    /// # Errors
    /// `revocation.signer`.
    pub(super) fn signed_for(&self, authority: &SignerCertificate) -> Result<(), Reason> {
        let object = SignedObject::read(&self.basic).map_err(unreadable)?;
        let responder = &self.read.tbs_response_data.responder_id;
        if is(authority, responder) && object.is_signed_by(authority) {
            return Ok(());
        }
        let brought = self.read.certs.iter().flatten().filter_map(|one| one.to_der().ok());
        let mut brought = brought.filter_map(|der| SignerCertificate::read(&der).ok());
        let may = |one: &SignerCertificate| {
            is(one, responder)
                && one.purposes().is_some_and(|(_, purposes)| purposes.iter().any(|name| name == OCSP_SIGNING))
                && one.lives_at(self.produced_at())
                && one.is_issued_by(authority)
                && object.is_signed_by(one)
        };
        if brought.any(|one| may(&one)) { Ok(()) } else { Err(wrong_signer(authority.name())) }
    }

    /// What it says about a certificate of this authority; `None` when it does not speak of it, or does not know it.
    ///
    /// # Errors
    /// `revocation.unreadable`.
    pub(super) fn find(
        &self,
        certificate: &SignerCertificate,
        authority: &SignerCertificate,
    ) -> Result<Option<Single>, Reason> {
        let mut all = self.read.tbs_response_data.responses.iter();
        let Some(single) = all.find(|single| speaks_of(&single.cert_id, certificate, authority)) else {
            return Ok(None);
        };
        let SingleResponse { cert_status, this_update, single_extensions, .. } = single;
        understood(single_extensions.as_ref())?;
        let revoked = match cert_status {
            CertStatus::Good(_) => None,
            CertStatus::Unknown(_) => return Ok(None),
            CertStatus::Revoked(info) => {
                Some(Revoked { at: at(info.revocation_time), reason: info.revocation_reason, invalid_since: None })
            }
        };
        let cutoff = single_extensions.iter().flatten().find(|one| one.extn_id.to_string() == ARCHIVE_CUTOFF);
        let cutoff = cutoff.and_then(|one| GeneralizedTime::from_der(one.extn_value.as_bytes()).ok());
        let expired_from = cutoff.map(|time| moment(Time::GeneralTime(time)));
        Ok(Some(Single { this_update: at(*this_update), expired_from, revoked }))
    }
}

fn at(time: OcspGeneralizedTime) -> Timestamp {
    moment(Time::GeneralTime(time.0))
}

/// Is there nothing in the way that must be understood and is not?
fn understood(extensions: Option<&Extensions>) -> Result<(), Reason> {
    let known = [NONCE, ARCHIVE_CUTOFF];
    let mut strange = extensions.into_iter().flatten().filter(|one| one.critical);
    match strange.find(|one| !known.contains(&one.extn_id.to_string().as_str())) {
        Some(extension) => Err(unreadable(extension.extn_id)),
        None => Ok(()),
    }
}

fn is(one: &SignerCertificate, responder: &ResponderId) -> bool {
    match responder {
        ResponderId::ByName(name) => *name == one.info().subject,
        ResponderId::ByKey(hash) => naming_digest(SHA1, &one.public).is_some_and(|own| own == hash.as_bytes()),
    }
}

fn speaks_of(id: &CertId, certificate: &SignerCertificate, authority: &SignerCertificate) -> bool {
    let name = id.hash_algorithm.oid;
    let is = |bytes: &[u8], hash: &[u8]| naming_digest(name, bytes).is_some_and(|own| own == hash);
    id.serial_number.as_bytes() == certificate.info().serial_number.as_bytes()
        && authority.subject_der().is_some_and(|subject| is(&subject, id.issuer_name_hash.as_bytes()))
        && is(&authority.public, id.issuer_key_hash.as_bytes())
}
