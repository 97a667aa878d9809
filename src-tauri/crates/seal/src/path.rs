//! Does a way lead from a certificate to a pinned anchor at a moment? `rustls-webpki` builds the path; anchors come
//! from the trust list, never from the system.
//!
//! Purposes and policies of the leaf are `certificate`'s, the leaf's own life is `judge`'s; whether a certificate was
//! revoked is not asked here.

use std::collections::HashMap;
use std::time::Duration;

use rustls_pki_types::{CertificateDer, UnixTime};
use tamga_origin::Timestamp;
use webpki::{
    ALL_VERIFICATION_ALGS, EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeIdIter, VerifiedPath,
    anchor_from_trusted_cert,
};

use crate::certificate::SignerCertificate;
use crate::refusal::{Class, Reason};

/// Purposes are checked on the leaf by our own rules; authorities above may name any.
struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        purposes.into_iter().try_for_each(|purpose| purpose.map(drop))
    }
}

/// Certificates that may stand between a leaf and its anchor.
pub const ABOVE: usize = 4;

/// Authorities of one name that are tried. Honest ones have a key or two; of many that vouch for one another every one
/// multiplies the ways.
const NAMESAKES: usize = 4;

/// A way from `leaf` over `above` to the authority `anchor` (all DER), every certificate in its life at `at`.
pub fn leads(leaf: &[u8], above: &[Vec<u8>], anchor: &[u8], at: Timestamp) -> Result<(), Reason> {
    way(leaf, above, anchor, at, ABOVE).map(drop)
}

/// The certificates between `leaf` and `anchor` on a way that holds at `at`, from the leaf upwards (all DER); at most
/// `most` of them.
///
/// # Errors
/// The first reason against the last way tried: `cert.path` when there is none.
pub fn way(leaf: &[u8], above: &[Vec<u8>], anchor: &[u8], at: Timestamp, most: usize) -> Result<Vec<Vec<u8>>, Reason> {
    let seconds = u64::try_from(at.millis().div_euclid(1000)).unwrap_or(0);
    let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let anchor = CertificateDer::from(anchor);
    let anchors = [anchor_from_trusted_cert(&anchor).map_err(|error| reason(&error, "anchor"))?];
    let der = CertificateDer::from(leaf);
    let leaf = EndEntityCert::try_from(&der).map_err(|error| reason(&error, "leaf"))?;
    let above = few_of_a_name(above);
    // An authority's certificate for another key of its own adds no authority (RFC 5280 6.1.4).
    let adds = |der: &[u8]| SignerCertificate::read(der).is_ok_and(|one| one.subject_der() != one.issuer_der());
    // A stated usage of an authority's key has to let it sign certificates (6.1.4 n); the path builder does not ask.
    let signs = |der: &[u8]| SignerCertificate::read(der).is_ok_and(|one| one.may_sign_certificates());
    let holds = |path: &VerifiedPath<'_>| {
        if !path.intermediate_certificates().all(|one| signs(&one.der())) {
            return Err(Error::EndEntityUsedAsCa);
        }
        match path.intermediate_certificates().filter(|one| adds(&one.der())).count() > most {
            true => Err(Error::MaximumPathDepthExceeded),
            false => Ok(()),
        }
    };
    let found = leaf.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &above, time, AnyPurpose, None, Some(&holds));
    let found = found.map_err(|error| match error {
        // Two authorities of one name, and the key of the one that is pinned is not the one that signed.
        Error::InvalidSignatureForPublicKey if is_issued_by_one_of(&der, &above) => no_way(&error),
        other => reason(&other, "path"),
    })?;
    Ok(found.intermediate_certificates().map(|one| one.der().to_vec()).collect())
}

/// The first few authorities of every name, in their order: what stands in the document itself comes first.
fn few_of_a_name(above: &[Vec<u8>]) -> Vec<CertificateDer<'_>> {
    let mut names: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut few = Vec::new();
    for der in above {
        let Some(name) = SignerCertificate::read(der).ok().and_then(|one| one.subject_der()) else { continue };
        let seen = names.entry(name).or_default();
        *seen += 1;
        if *seen <= NAMESAKES {
            few.push(CertificateDer::from(der.as_slice()));
        }
    }
    few
}

fn is_issued_by_one_of(leaf: &[u8], above: &[CertificateDer<'_>]) -> bool {
    let Ok(leaf) = SignerCertificate::read(leaf) else { return false };
    let mut above = above.iter().filter_map(|der| SignerCertificate::read(der).ok());
    above.any(|authority| leaf.is_issued_by(&authority))
}

fn no_way(error: &Error) -> Reason {
    Reason::new(Class::Unknown, "cert.path").found(error).with("at", "path")
}

fn reason(error: &Error, place: &str) -> Reason {
    let (class, code) = match error {
        Error::CertExpired { .. } => (Class::Invalid, "cert.expired"),
        Error::CertNotValidYet { .. } => (Class::Invalid, "cert.not_yet_valid"),
        Error::InvalidSignatureForPublicKey => (Class::Invalid, "cert.path_signature"),
        Error::MaximumPathDepthExceeded | Error::PathLenConstraintViolated => (Class::Invalid, "cert.path_length"),
        Error::CaUsedAsEndEntity => (Class::Invalid, "cert.ca_as_leaf"),
        Error::EndEntityUsedAsCa => (Class::Invalid, "cert.path_signature"),
        Error::UnsupportedCriticalExtension => (Class::Invalid, "cert.critical_extension"),
        Error::NameConstraintViolation => (Class::Unknown, "cert.name_constraint"),
        Error::BadDer | Error::BadDerTime | Error::TrailingData(_) | Error::InvalidCertValidity => {
            (Class::Invalid, "cert.unreadable")
        }
        // No way found, or one that leads through things this program does not read.
        _ => (Class::Unknown, "cert.path"),
    };
    Reason::new(class, code).found(error).with("at", place)
}
