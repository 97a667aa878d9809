//! What does an X.509 certificate say? Read once, with the checks a signer of documents must pass; the way to an
//! anchor is `path`.

use tamga_origin::Timestamp;
use x509_cert::certificate::{CertificateInner, Raw, TbsCertificateInner};
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    BasicConstraints, CertificatePolicies, CrlDistributionPoints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
};

use crate::digest::sha256_hex;
use crate::error::SignError;
use crate::name;
use crate::refusal::{Class, Reason, Refusal};
use crate::signed_object::SignedObject;

/// Word in a subject's organisational unit that marks demonstration certificates.
pub const DEMONSTRATION: &str = "DEMONSTRATION";

const DOCUMENT_SIGNING: &str = "1.3.6.1.5.5.7.3.36";
/// The kind of keys on curves that are not read.
const OTHER_CURVE: &str = "curve";

/// The kind of a public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA with so many bits.
    Rsa(u16),
    /// ECDSA on P-256.
    P256,
    /// ECDSA on P-384.
    P384,
    /// Ed25519.
    Ed25519,
    /// Something else, by object identifier.
    Other(String),
}

impl KeyKind {
    /// A name for people: `RSA 2048`, `P-256` …
    pub fn name(&self) -> String {
        match self {
            Self::Rsa(bits) => format!("RSA {bits}"),
            Self::P256 => "P-256".to_owned(),
            Self::P384 => "P-384".to_owned(),
            Self::Ed25519 => "Ed25519".to_owned(),
            Self::Other(name) => name.clone(),
        }
    }
}

/// A certificate, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerCertificate {
    /// The DER bytes.
    pub der: Vec<u8>,
    /// Subject as RFC 4514 text.
    pub subject: String,
    /// Issuer as RFC 4514 text.
    pub issuer: String,
    /// Serial number in lower-case hex.
    pub serial: String,
    /// Start of its life.
    pub not_before: Timestamp,
    /// End of its life (inclusive).
    pub not_after: Timestamp,
    /// Kind of the key.
    pub key: KeyKind,
    /// The public key as ring wants it.
    pub public: Vec<u8>,
    /// SHA-256 of the DER bytes in hex.
    pub sha256: String,
    /// Is it marked `OU=DEMONSTRATION`?
    pub demonstration: bool,
    parsed: CertificateInner<Raw>,
}

impl SignerCertificate {
    /// Reads DER.
    pub fn read(der: &[u8]) -> Result<Self, Refusal> {
        let unreadable = |what: &str| Refusal::invalid("cert.unreadable", what);
        let parsed = CertificateInner::<Raw>::from_der(der).map_err(|_| unreadable("not a certificate"))?;
        let tbs = &parsed.tbs_certificate;
        if tbs.serial_number.as_bytes().first().is_none_or(|first| *first >= 0x80) {
            return Err(unreadable("negative serial number"));
        }
        let seconds = |time: &x509_cert::time::Time| {
            let millis = i64::try_from(time.to_unix_duration().as_millis()).unwrap_or(i64::MAX);
            Timestamp::from_millis(millis)
        };
        let public = tbs.subject_public_key_info.subject_public_key.as_bytes();
        let public = public.ok_or_else(|| unreadable("public key"))?.to_vec();
        let key = kind(&tbs.subject_public_key_info, &public);
        Ok(Self {
            der: der.to_vec(),
            subject: name::written(&tbs.subject),
            issuer: name::written(&tbs.issuer),
            serial: crate::digest::hex(tbs.serial_number.as_bytes()),
            not_before: seconds(&tbs.validity.not_before),
            not_after: seconds(&tbs.validity.not_after),
            key,
            public,
            sha256: sha256_hex(der),
            demonstration: name::has_unit(&tbs.subject, DEMONSTRATION),
            parsed,
        })
    }

    /// Is it in its life at this moment?
    pub fn lives_at(&self, at: Timestamp) -> bool {
        self.not_before <= at && at.to_seconds() <= self.not_after
    }

    /// What was signed when it was issued.
    pub(crate) fn info(&self) -> &TbsCertificateInner<Raw> {
        &self.parsed.tbs_certificate
    }

    /// The subject's name, DER.
    pub(crate) fn subject_der(&self) -> Option<Vec<u8>> {
        self.info().subject.to_der().ok()
    }

    /// The issuer's name, DER.
    pub(crate) fn issuer_der(&self) -> Option<Vec<u8>> {
        self.info().issuer.to_der().ok()
    }

    /// The identifier of its key, where it carries one.
    pub(crate) fn key_id(&self) -> Option<Vec<u8>> {
        let (_, id) = self.info().get::<SubjectKeyIdentifier>().ok()??;
        Some(id.0.into_bytes())
    }

    /// The purposes it was made for, and whether they must be understood; `None` for any purpose.
    pub(crate) fn purposes(&self) -> Option<(bool, Vec<String>)> {
        let (critical, usage) = self.info().get::<ExtendedKeyUsage>().ok()??;
        Some((critical, usage.0.iter().map(ToString::to_string).collect()))
    }

    /// Is it an authority's?
    pub(crate) fn is_authority(&self) -> bool {
        matches!(self.info().get::<BasicConstraints>(), Ok(Some((_, constraints))) if constraints.ca)
    }

    /// May its key sign lists of revoked certificates? Without a usage any key of an authority may.
    pub(crate) fn may_sign_lists(&self) -> bool {
        match self.info().get::<KeyUsage>() {
            Ok(None) => true,
            Ok(Some((_, usage))) => usage.crl_sign(),
            Err(_) => false,
        }
    }

    /// May its key sign certificates? Without a usage any key of an authority may.
    pub(crate) fn may_sign_certificates(&self) -> bool {
        match self.info().get::<KeyUsage>() {
            Ok(None) => true,
            Ok(Some((_, usage))) => usage.key_cert_sign(),
            Err(_) => false,
        }
    }

    /// Addresses of lists that would name it if it were revoked; they tell lists apart and are never fetched from.
    pub(crate) fn list_addresses(&self) -> Vec<String> {
        let Ok(Some((_, points))) = self.info().get::<CrlDistributionPoints>() else { return Vec::new() };
        let names = points.0.iter().filter_map(|point| match &point.distribution_point {
            Some(DistributionPointName::FullName(names)) => Some(names),
            _ => None,
        });
        let address = |name: &GeneralName| match name {
            GeneralName::UniformResourceIdentifier(address) => Some(address.as_str().to_owned()),
            _ => None,
        };
        names.flatten().filter_map(address).collect()
    }

    /// Did this authority issue it? Names and signature; the authority's own right to is the path's question.
    pub fn is_issued_by(&self, authority: &Self) -> bool {
        self.info().issuer == authority.info().subject
            && SignedObject::read(&self.der).is_ok_and(|object| object.is_signed_by(authority))
    }

    /// Refuses to sign at a moment outside its life.
    ///
    /// # Errors
    /// `sign.key_expired`.
    pub fn must_live_at(&self, at: Timestamp) -> Result<(), SignError> {
        if self.lives_at(at) {
            return Ok(());
        }
        let (from, to) = (self.not_before.rfc3339_seconds(), self.not_after.rfc3339_seconds());
        Err(SignError::KeyExpired { from, to })
    }

    /// The common name, else the whole subject.
    pub fn name(&self) -> &str {
        let mut rest = self.subject.as_str();
        while !rest.is_empty() {
            let (part, after) = first_part(rest);
            if let Some(common) = part.trim_start().strip_prefix("CN=") {
                return common;
            }
            rest = after;
        }
        &self.subject
    }

    /// The checks of a document signer that a path builder does not make: version, usage, purpose, no authority, no
    /// unknown critical extension, policies, key length.
    pub fn leaf_reasons(&self, purposes: &[String], policies: &[String]) -> Vec<Reason> {
        let tbs = &self.parsed.tbs_certificate;
        let mut reasons = Vec::new();
        let mut invalid = |code, found: String| reasons.push(Reason::new(Class::Invalid, code).found(found));
        if tbs.version != x509_cert::Version::V3 {
            invalid("cert.unreadable", "not version 3".to_owned());
        }
        match tbs.get::<BasicConstraints>() {
            Ok(Some((_, constraints))) if constraints.ca => invalid("cert.ca_as_leaf", self.subject.clone()),
            Ok(_) => {}
            Err(_) => invalid("cert.unreadable", "basicConstraints".to_owned()),
        }
        match tbs.get::<KeyUsage>() {
            Ok(Some((_, usage))) if usage.key_cert_sign() => invalid("cert.ca_as_leaf", "keyCertSign".to_owned()),
            Ok(Some((_, usage))) if usage.digital_signature() || usage.non_repudiation() => {}
            // A key without a stated usage may be used for anything (RFC 5280 4.2.1.3).
            Ok(None) => {}
            Ok(Some(_)) => invalid("cert.key_usage", "no digitalSignature or nonRepudiation".to_owned()),
            Err(_) => invalid("cert.unreadable", "keyUsage".to_owned()),
        }
        match tbs.get::<ExtendedKeyUsage>() {
            Ok(None) => {}
            Ok(Some((_, usage))) => {
                let found: Vec<String> = usage.0.iter().map(ToString::to_string).collect();
                if !found.iter().any(|oid| oid == DOCUMENT_SIGNING || purposes.contains(oid)) {
                    invalid("cert.purpose", found.join(" "));
                }
            }
            Err(_) => invalid("cert.unreadable", "extendedKeyUsage".to_owned()),
        }
        if !policies.is_empty() {
            let found: Vec<String> = match tbs.get::<CertificatePolicies>() {
                Ok(Some((_, found))) => found.0.iter().map(|policy| policy.policy_identifier.to_string()).collect(),
                _ => Vec::new(),
            };
            if !found.iter().any(|oid| policies.contains(oid)) {
                invalid("cert.policy", found.join(" "));
            }
        }
        for extension in tbs.extensions.iter().flatten().filter(|extension| extension.critical) {
            let oid = extension.extn_id.to_string();
            // keyUsage, subjectAltName, basicConstraints, nameConstraints, certificatePolicies, extKeyUsage
            if !["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.32", "2.5.29.37"].contains(&oid.as_str()) {
                invalid("cert.critical_extension", oid);
            }
        }
        let doubt = |code| Reason::new(Class::Unknown, code).found(self.key.name());
        match &self.key {
            // Lengths that are no whole number of bytes come from faulty makers of keys.
            KeyKind::Rsa(bits) if *bits < 2048 || bits % 8 != 0 => reasons.push(doubt("key.weak")),
            KeyKind::Other(name) if name == OTHER_CURVE => reasons.push(doubt("alg.curve")),
            KeyKind::Other(_) => reasons.push(doubt("alg.signature")),
            KeyKind::Rsa(_) | KeyKind::P256 | KeyKind::P384 | KeyKind::Ed25519 => {}
        }
        reasons
    }
}

/// The first part of an RFC 4514 name, and what follows its comma or plus; those after a backslash are letters of a value.
fn first_part(name: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, letter) in name.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ',' | '+' => return (name.get(..at).unwrap_or(name), name.get(at + 1..).unwrap_or_default()),
            _ => {}
        }
    }
    (name, "")
}

pub(crate) fn kind(info: &x509_cert::spki::SubjectPublicKeyInfoOwned, public: &[u8]) -> KeyKind {
    let oid = info.algorithm.oid.to_string();
    let curve = || info.algorithm.parameters.as_ref().and_then(|any| any.to_der().ok()).unwrap_or_default();
    match oid.as_str() {
        "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" => KeyKind::Rsa(rsa_bits(public).unwrap_or(0)),
        "1.3.101.112" if public.len() == 32 => KeyKind::Ed25519,
        "1.2.840.10045.2.1" => match curve().as_slice() {
            [6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7] => KeyKind::P256,
            [6, 5, 0x2B, 0x81, 4, 0, 0x22] => KeyKind::P384,
            _ => KeyKind::Other(OTHER_CURVE.to_owned()),
        },
        _ => KeyKind::Other(oid),
    }
}

/// Bits of the modulus of an `RSAPublicKey`.
pub(crate) fn rsa_bits(public: &[u8]) -> Option<u16> {
    use x509_cert::der::asn1::UintRef;
    use x509_cert::der::{Reader as _, SliceReader};
    let mut reader = SliceReader::new(public).ok()?;
    let modulus = reader.sequence(|inner| {
        let modulus = UintRef::decode(inner)?;
        UintRef::decode(inner)?;
        Ok(modulus.as_bytes().to_vec())
    });
    let modulus = modulus.ok()?;
    let first = modulus.first()?;
    u16::try_from(modulus.len() * 8 - usize::try_from(first.leading_zeros()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_inside_a_value_does_not_begin_another_name() {
        assert_eq!(first_part("CN=Ann,O=x"), ("CN=Ann", "O=x"));
        assert_eq!(first_part("O=x\\,CN=Minister,CN=Ann"), ("O=x\\,CN=Minister", "CN=Ann"));
        assert_eq!(first_part("OU=a+CN=Ann"), ("OU=a", "CN=Ann"));
        assert_eq!(first_part("O=x\\"), ("O=x\\", ""));
    }
}
