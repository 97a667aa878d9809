//! What does a list of revoked certificates say (RFC 5280 5)? Its head is read, its entries are walked: a list of
//! 100,000 entries takes no memory beside its own bytes.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tamga_origin::Timestamp;
use x509_cert::der::asn1::{GeneralizedTime, Uint};
use x509_cert::der::{Decode, ErrorKind, Reader, Result, SliceReader, Tag, TagMode, TagNumber};
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::crl::dp::IssuingDistributionPoint;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::time::Time;

use super::entry::{Revoked, moment};
use super::unreadable;
use crate::certificate::SignerCertificate;
use crate::refusal::Reason;
use crate::signed_object::{SignedObject, content};

const NUMBER: &str = "2.5.29.20";
/// Read by its number: the type of `x509-cert` 0.2 carries another extension's.
const SCOPE: &str = "2.5.29.28";
const EXPIRED_FROM: &str = "2.5.29.60";
const AUTHORITY_KEY: &str = "2.5.29.35";

/// A list of revoked certificates, its head read; who signed it is asked with [`Self::is_signed_by`].
#[derive(Debug, Clone)]
pub struct RevocationList<'a> {
    object: SignedObject<'a>,
    /// The issuer's name, DER.
    pub issuer: &'a [u8],
    /// When it was made.
    pub this_update: Timestamp,
    /// When the next one is due.
    pub next_update: Option<Timestamp>,
    /// Its running number, hex; empty without one.
    pub number: String,
    /// Since when it keeps naming certificates that ended, if it does.
    pub expired_from: Option<Timestamp>,
    scope: Option<IssuingDistributionPoint>,
    /// Content of `revokedCertificates`.
    entries: &'a [u8],
}

/// The DER bytes of a list, out of its armour (RFC 7468) where it wears one.
pub fn without_armour(bytes: &[u8]) -> Cow<'_, [u8]> {
    let text = bytes.starts_with(b"-----BEGIN").then(|| std::str::from_utf8(bytes).ok()).flatten();
    // Lines of any length: authorities keep to 64 letters no better than others.
    let within = text.and_then(|text| text.split_once('\n')).and_then(|(_, rest)| rest.split_once("-----END"));
    let bare = within.map(|(lines, _)| lines.split_ascii_whitespace().collect::<String>());
    match bare.and_then(|bare| BASE64.decode(bare).ok()) {
        Some(der) => Cow::Owned(der),
        None => Cow::Borrowed(bytes),
    }
}

impl<'a> RevocationList<'a> {
    /// Reads the head of a list, DER.
    ///
    /// # Errors
    /// `revocation.unreadable`: no list, a part of one (delta, indirect), or one with something that must be understood
    /// and is not.
    pub fn read(der: &'a [u8]) -> std::result::Result<Self, Reason> {
        let list = SignedObject::read(der).and_then(Self::head).map_err(unreadable)?;
        match list.scope.as_ref() {
            Some(scope) if scope.indirect_crl => Err(unreadable("indirect list")),
            _ => Ok(list),
        }
    }

    fn head(object: SignedObject<'a>) -> Result<Self> {
        let mut reader = SliceReader::new(object.said)?;
        let list = reader.sequence(|inner| {
            if inner.peek_tag()? == Tag::Integer {
                u8::decode(inner)?;
            }
            // The method, again: what counts is the one the value was made with.
            inner.tlv_bytes()?;
            let issuer = inner.tlv_bytes()?;
            let this_update = moment(Time::decode(inner)?);
            let mut list = Self {
                object,
                issuer,
                this_update,
                next_update: None,
                number: String::new(),
                expired_from: None,
                scope: None,
                entries: &[],
            };
            let next = |inner: &mut _| Reader::peek_tag(inner).ok();
            if matches!(next(inner), Some(Tag::UtcTime | Tag::GeneralizedTime)) {
                list.next_update = Some(moment(Time::decode(inner)?));
            }
            if next(inner) == Some(Tag::Sequence) {
                list.entries = content(inner.tlv_bytes()?)?;
            }
            if let Some(extensions) = inner.context_specific::<Extensions>(TagNumber::N0, TagMode::Explicit)? {
                list.take(&extensions)?;
            }
            Ok(list)
        })?;
        reader.finish(list)
    }

    fn take(&mut self, extensions: &Extensions) -> Result<()> {
        for extension in extensions {
            let value = extension.extn_value.as_bytes();
            match extension.extn_id.to_string().as_str() {
                NUMBER => self.number = crate::digest::hex(Uint::from_der(value)?.as_bytes()),
                SCOPE => self.scope = Some(IssuingDistributionPoint::from_der(value)?),
                EXPIRED_FROM => {
                    self.expired_from = Some(moment(Time::GeneralTime(GeneralizedTime::from_der(value)?)));
                }
                AUTHORITY_KEY => {}
                // Delta lists among them: what must be understood and is not (RFC 5280 5.2).
                _ if extension.critical => return Err(ErrorKind::OidUnknown { oid: extension.extn_id }.into()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Does it say that this authority made it?
    pub fn is_named_after(&self, authority: &SignerCertificate) -> bool {
        authority.subject_der().is_some_and(|name| name == self.issuer)
    }

    /// Did this authority sign it, and may its key sign lists?
    pub fn is_signed_by(&self, authority: &SignerCertificate) -> bool {
        self.is_named_after(authority) && authority.may_sign_lists() && self.object.is_signed_by(authority)
    }

    /// Is this certificate among those the list speaks about? Lists may be for authorities only, or for the
    /// certificates that name one address.
    pub fn covers(&self, certificate: &SignerCertificate) -> bool {
        let Some(scope) = &self.scope else { return true };
        if scope.only_contains_attribute_certs {
            return false;
        }
        let is_authority = certificate.is_authority();
        if (scope.only_contains_user_certs && is_authority) || (scope.only_contains_ca_certs && !is_authority) {
            return false;
        }
        match &scope.distribution_point {
            None => true,
            Some(DistributionPointName::FullName(names)) => {
                let own = certificate.list_addresses();
                names.iter().any(|name| match name {
                    GeneralName::UniformResourceIdentifier(address) => own.iter().any(|one| one == address.as_str()),
                    _ => false,
                })
            }
            Some(DistributionPointName::NameRelativeToCRLIssuer(_)) => false,
        }
    }

    /// Does it name every reason for a revocation, so that its silence means something?
    pub fn is_complete(&self) -> bool {
        self.scope.as_ref().is_none_or(|scope| scope.only_some_reasons.is_none())
    }

    /// What it says about the certificate with this serial number (content of the `INTEGER`); `None` when it does not
    /// name it.
    ///
    /// # Errors
    /// `revocation.unreadable` when an entry cannot be read on the way there.
    pub fn find(&self, serial: &[u8]) -> std::result::Result<Option<Revoked>, Reason> {
        self.walk(serial).map_err(unreadable)
    }

    fn walk(&self, serial: &[u8]) -> Result<Option<Revoked>> {
        let mut entries = SliceReader::new(self.entries)?;
        while !entries.is_finished() {
            let entry = entries.tlv_bytes()?;
            let mut inner = SliceReader::new(content(entry)?)?;
            if content(inner.tlv_bytes()?)? == serial {
                return Revoked::read(entry).map(Some);
            }
        }
        Ok(None)
    }

    /// How many certificates it names.
    ///
    /// # Errors
    /// `revocation.unreadable`.
    pub fn count(&self) -> std::result::Result<usize, Reason> {
        let walk = || {
            let mut entries = SliceReader::new(self.entries)?;
            let mut count = 0;
            while !entries.is_finished() {
                entries.tlv_bytes()?;
                count += 1;
            }
            Ok(count)
        };
        walk().map_err(|error: x509_cert::der::Error| unreadable(error))
    }
}
