//! What was said about one certificate that was revoked, in a list or in an answer?

use tamga_origin::Timestamp;
use x509_cert::der::{Decode, Reader, Result, SliceReader};
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::CrlReason;
use x509_cert::time::Time;

const REASON: &str = "2.5.29.21";
const INVALID_SINCE: &str = "2.5.29.24";

/// What was said about a revoked certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revoked {
    /// From when it counts no longer.
    pub at: Timestamp,
    /// Why, when that was said.
    pub reason: Option<CrlReason>,
    /// Since when the key is known or feared to be in other hands.
    pub invalid_since: Option<Timestamp>,
}

impl Revoked {
    /// The moment from which nothing signed with the key counts: the revocation, or the earlier moment named when the
    /// key was compromised.
    pub fn counts_from(&self) -> Timestamp {
        let compromised = matches!(self.reason, Some(CrlReason::KeyCompromise | CrlReason::CaCompromise));
        let since = self.invalid_since.filter(|_| compromised);
        since.map_or(self.at, |since| since.min(self.at))
    }

    /// Was it only put on hold, so that a later answer may take it back?
    pub fn is_hold(&self) -> bool {
        self.reason == Some(CrlReason::CertificateHold)
    }

    /// The reason's name in RFC 5280, or nothing.
    pub fn word(&self) -> &'static str {
        match self.reason {
            None => "",
            Some(CrlReason::Unspecified) => "unspecified",
            Some(CrlReason::KeyCompromise) => "keyCompromise",
            Some(CrlReason::CaCompromise) => "cACompromise",
            Some(CrlReason::AffiliationChanged) => "affiliationChanged",
            Some(CrlReason::Superseded) => "superseded",
            Some(CrlReason::CessationOfOperation) => "cessationOfOperation",
            Some(CrlReason::CertificateHold) => "certificateHold",
            Some(CrlReason::RemoveFromCRL) => "removeFromCRL",
            Some(CrlReason::PrivilegeWithdrawn) => "privilegeWithdrawn",
            Some(CrlReason::AaCompromise) => "aACompromise",
        }
    }

    /// An entry of a list, DER: serial number, moment, extensions.
    pub(super) fn read(entry: &[u8]) -> Result<Self> {
        let mut reader = SliceReader::new(entry)?;
        let revoked = reader.sequence(|inner| {
            inner.tlv_bytes()?;
            let at = moment(Time::decode(inner)?);
            let mut revoked = Self { at, reason: None, invalid_since: None };
            if inner.is_finished() {
                return Ok(revoked);
            }
            for extension in Extensions::decode(inner)? {
                let value = extension.extn_value.as_bytes();
                match extension.extn_id.to_string().as_str() {
                    REASON => revoked.reason = Some(CrlReason::from_der(value)?),
                    INVALID_SINCE => revoked.invalid_since = Some(moment(Time::from_der(value)?)),
                    // An entry that must be understood and is not makes the whole list unusable (RFC 5280 5.3).
                    _ if extension.critical => return Err(inner.error(x509_cert::der::ErrorKind::Failed)),
                    _ => {}
                }
            }
            Ok(revoked)
        })?;
        reader.finish(revoked)
    }
}

/// A moment as lists and certificates write it.
pub(super) fn moment(time: Time) -> Timestamp {
    Timestamp::from_millis(i64::try_from(time.to_unix_duration().as_millis()).unwrap_or(i64::MAX))
}
