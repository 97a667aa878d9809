//! What does a time-stamp token say, and who signed it (RFC 3161 2.4.2, RFC 5652 5, RFC 5816)?
//!
//! `TSTInfo` is walked here and not decoded by `x509-tsp`: services write fractions of a second, which its type of time
//! does not take.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use tamga_origin::Timestamp;
use x509_cert::attr::Attribute;
use x509_cert::der::asn1::{Int, ObjectIdentifier, OctetStringRef};
use x509_cert::der::{self, Any, Decode, Encode, Reader, SliceReader, Tag, TagNumber, Tagged as _};
use x509_cert::ext::Extensions;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_tsp::MessageImprint;

use super::lengths::closed;
use super::refused;
use crate::algorithm::same;
use crate::certificate::SignerCertificate;
use crate::refusal::Reason;
use crate::signed_object::{SHA256, cms_method, content, digest, naming_digest, signs};

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const TIME_STAMPING: &str = "1.3.6.1.5.5.7.3.8";
/// Tag of the time in `TSTInfo`.
const GENERALIZED_TIME: u8 = 0x18;

/// A token, read; nothing of it was checked.
pub struct Token {
    /// The moment it names.
    pub at: Timestamp,
    /// Number of the stamp at its service, hex.
    pub serial: String,
    /// The number that was sent along.
    pub nonce: Option<Vec<u8>>,
    imprint: MessageImprint,
    /// `TSTInfo` as it was signed.
    said: Vec<u8>,
    signer: SignerInfo,
    /// Certificates that came along, DER.
    pub certificates: Vec<Vec<u8>>,
}

impl Token {
    /// Reads a token, DER, or BER with open lengths.
    pub fn read(der: &[u8]) -> Result<Self, Reason> {
        let unreadable = |what: &dyn ToString| refused("time.stamp_unreadable", what.to_string());
        let der = closed(der);
        let outer = ContentInfo::from_der(&der).map_err(|error| unreadable(&error))?;
        if outer.content_type != SIGNED_DATA {
            return Err(unreadable(&outer.content_type));
        }
        let signed: SignedData = outer.content.decode_as().map_err(|error| unreadable(&error))?;
        let inner = signed.encap_content_info;
        let said = inner.econtent.filter(|_| inner.econtent_type == TST_INFO);
        let said = said.filter(|any| any.tag() == Tag::OctetString).ok_or_else(|| unreadable(&"not a time stamp"))?;
        let mut signers = signed.signer_infos.0.into_vec().into_iter();
        let (Some(signer), None) = (signers.next(), signers.next()) else {
            return Err(unreadable(&"not one signer"));
        };
        let choices = signed.certificates.map(|set| set.0.into_vec()).unwrap_or_default();
        let certificates = choices.iter().filter_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => certificate.to_der().ok(),
            CertificateChoices::Other(_) => None,
        });
        let certificates = certificates.collect();
        let info = Info::read(said.value()).map_err(|error| unreadable(&error))?;
        let at = info.at.ok_or_else(|| unreadable(&"time"))?;
        let (serial, nonce) = (crate::digest::hex(info.serial.as_bytes()), info.nonce.map(|n| n.as_bytes().to_vec()));
        Ok(Self { at, serial, nonce, imprint: info.imprint, said: said.value().to_vec(), signer, certificates })
    }

    /// Does it speak of these bytes? A stamp copied from elsewhere does not.
    pub fn speaks_of(&self, bytes: &[u8]) -> Result<(), Reason> {
        let name = self.imprint.hash_algorithm.oid;
        let own = naming_digest(name, bytes).ok_or_else(|| refused("time.stamp_imprint", name))?;
        match same(&own, self.imprint.hashed_message.as_bytes()) {
            true => Ok(()),
            false => Err(refused("time.stamp_imprint", crate::digest::hex(self.imprint.hashed_message.as_bytes()))),
        }
    }

    /// The certificate whose key signed it, found among those that came along and those known here; bound by the signed
    /// reference, made for time stamping and for nothing else, in its life at the moment the stamp names.
    pub fn signer(&self, known: &[Vec<u8>]) -> Result<SignerCertificate, Reason> {
        let all = self.certificates.iter().chain(known);
        let mut named = all.filter_map(|der| SignerCertificate::read(der).ok()).filter(|one| self.names(one));
        let signer = named.next().ok_or_else(|| refused("time.stamp_untrusted", "certificate missing"))?;
        self.is_bound_to(&signer)?;
        self.is_signed_by(&signer)?;
        let purposes = signer.purposes();
        if purposes.is_none_or(|(critical, purposes)| !critical || purposes != [TIME_STAMPING]) {
            return Err(refused("time.stamp_untrusted", "purpose"));
        }
        if !signer.lives_at(self.at) {
            return Err(refused("time.stamp_untrusted", self.at.date()));
        }
        Ok(signer)
    }

    fn names(&self, certificate: &SignerCertificate) -> bool {
        match &self.signer.sid {
            SignerIdentifier::IssuerAndSerialNumber(id) => {
                id.issuer == certificate.info().issuer
                    && id.serial_number.as_bytes() == certificate.info().serial_number.as_bytes()
            }
            SignerIdentifier::SubjectKeyIdentifier(id) => {
                certificate.key_id().is_some_and(|own| own == id.0.as_bytes())
            }
        }
    }

    fn attribute(&self, name: ObjectIdentifier) -> Option<&Any> {
        let mut all = self.signer.signed_attrs.iter().flat_map(|set| set.iter()).filter(|one| one.oid == name);
        let one: &Attribute = all.next()?;
        // One attribute of a kind, with one value.
        if all.next().is_some() || one.values.len() != 1 {
            return None;
        }
        one.values.get(0)
    }

    fn is_signed_by(&self, key: &SignerCertificate) -> Result<(), Reason> {
        let wrong = |what: &str| refused("time.stamp_signature", what);
        let name = self.signer.digest_alg.oid;
        let own = digest(name, &self.said).ok_or_else(|| wrong("digest"))?;
        let stated = self.attribute(MESSAGE_DIGEST).ok_or_else(|| wrong("message digest"))?;
        if !same(&own, stated.value()) {
            return Err(wrong("message digest"));
        }
        let kind = self.attribute(CONTENT_TYPE).and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
        if kind != Some(TST_INFO) {
            return Err(wrong("content type"));
        }
        // What is signed is the set of attributes as DER, whatever tag it wears in the token (RFC 5652 5.4).
        let signed = self.signer.signed_attrs.as_ref().and_then(|set| set.to_der().ok());
        let signed = signed.ok_or_else(|| wrong("attributes"))?;
        let method = cms_method(&self.signer.signature_algorithm, name).ok_or_else(|| wrong("method"))?;
        match signs(key, &method, &signed, self.signer.signature.as_bytes()) {
            true => Ok(()),
            false => Err(wrong("value")),
        }
    }

    /// The signed reference to the signer's certificate (ESS); without one anybody's certificate with that key fits.
    fn is_bound_to(&self, certificate: &SignerCertificate) -> Result<(), Reason> {
        let wrong = || refused("time.stamp_signature", "certificate reference");
        let references = [(SIGNING_CERTIFICATE_V2, SHA256), (SIGNING_CERTIFICATE, SHA1)];
        let mut bound = false;
        for (name, usual) in references {
            let Some(any) = self.attribute(name) else { continue };
            let der = any.to_der().map_err(|_| wrong())?;
            let (name, value) = first_reference(&der, usual).map_err(|_| wrong())?;
            let own = naming_digest(name, &certificate.der).ok_or_else(wrong)?;
            if !same(&own, &value) {
                return Err(wrong());
            }
            bound = true;
        }
        if bound { Ok(()) } else { Err(wrong()) }
    }
}

/// Digest name and digest of the first certificate in `SigningCertificate` or `SigningCertificateV2`: the signer's own.
fn first_reference(der: &[u8], usual: ObjectIdentifier) -> der::Result<(ObjectIdentifier, Vec<u8>)> {
    let mut reader = SliceReader::new(der)?;
    let found = reader.sequence(|signing| {
        let first = signing.sequence(|all| {
            let first = all.sequence(|id| {
                let name = match id.peek_tag()? {
                    Tag::Sequence => AlgorithmIdentifierOwned::decode(id)?.oid,
                    _ => usual,
                };
                let value = OctetStringRef::decode(id)?.as_bytes().to_vec();
                pass_over(id)?;
                Ok((name, value))
            })?;
            pass_over(all)?;
            Ok(first)
        })?;
        pass_over(signing)?;
        Ok(first)
    })?;
    reader.finish(found)
}

fn pass_over<'r>(reader: &mut impl Reader<'r>) -> der::Result<()> {
    while !reader.is_finished() {
        reader.tlv_bytes()?;
    }
    Ok(())
}

/// What a service says.
struct Info {
    at: Option<Timestamp>,
    imprint: MessageImprint,
    serial: Int,
    nonce: Option<Int>,
}

impl Info {
    fn read(der: &[u8]) -> der::Result<Self> {
        let mut reader = SliceReader::new(der)?;
        let info = reader.sequence(|inner| {
            if u8::decode(inner)? != 1 {
                return Err(inner.error(der::ErrorKind::Failed));
            }
            // The service's policy; some write it in ways no reader takes for a name, and nobody asked for one.
            inner.tlv_bytes()?;
            let imprint = MessageImprint::decode(inner)?;
            let serial = Int::decode(inner)?;
            let at = moment(inner.tlv_bytes()?);
            let mut nonce = None;
            while !inner.is_finished() {
                match inner.peek_tag()? {
                    Tag::Integer => nonce = Some(Int::decode(inner)?),
                    Tag::ContextSpecific { constructed: true, number: TagNumber::N1 } => {
                        let extensions = inner.context_specific::<Extensions>(TagNumber::N1, der::TagMode::Implicit)?;
                        // Nothing that must be understood is understood here.
                        if extensions.iter().flatten().any(|extension| extension.critical) {
                            return Err(inner.error(der::ErrorKind::Failed));
                        }
                    }
                    // Accuracy, ordering and the name of the service change nothing here.
                    _ => drop(inner.tlv_bytes()?),
                }
            }
            Ok(Self { at, imprint, serial, nonce })
        })?;
        reader.finish(info)
    }
}

/// A `GeneralizedTime` in UTC, with fractions of a second where it has them.
fn moment(tlv: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(content(tlv).ok()?).ok().filter(|_| tlv.first() == Some(&GENERALIZED_TIME))?;
    let (digits, rest) = text.split_at_checked(14)?;
    let part = |from, to| digits.get(from..to);
    let (date, clock) = ((part(0, 4)?, part(4, 6)?, part(6, 8)?), (part(8, 10)?, part(10, 12)?, part(12, 14)?));
    let rest = match rest.strip_suffix('Z')? {
        "" => String::new(),
        // More digits than a moment has here say nothing more.
        fraction => fraction.chars().take(10).collect(),
    };
    let text = format!("{}-{}-{}T{}:{}:{}{rest}Z", date.0, date.1, date.2, clock.0, clock.1, clock.2);
    Timestamp::parse_rfc3339(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_services_time_is_read_with_fractions_and_without() {
        let read = |text: &str| {
            let mut tlv = vec![GENERALIZED_TIME, u8::try_from(text.len()).unwrap()];
            tlv.extend(text.bytes());
            moment(&tlv).map(Timestamp::rfc3339)
        };
        let wanted = |text: &str| Timestamp::parse_rfc3339(text).map(Timestamp::rfc3339);
        assert_eq!(read("20260322162438Z"), wanted("2026-03-22T16:24:38Z"));
        assert_eq!(read("20260322162438.5Z"), wanted("2026-03-22T16:24:38.500Z"));
        assert_eq!(read("20260322162438.123456789012Z"), wanted("2026-03-22T16:24:38.123Z"));
        for bad in ["20260322162438", "20260322162438+0100", "20261322162438Z", "2026032216243Z", "20260322162438.Z"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert_eq!(moment(&[4, 1, b'Z']), None, "another kind of value");
    }
}
