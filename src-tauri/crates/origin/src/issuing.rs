//! Who vouches for a certificate, and in which words: the issuing body, the attestations, the exporter's own entitlement
//! (`dataset.md` 2.2). Whether they may is a question for the trust list; the signature itself belongs to `tamga-seal`.

use crate::party::{Address, Channel};
use crate::time::{Date, Moment};
use crate::transport::Place;

/// The body that certifies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IssuingBody {
    /// Key of the body in the trust list.
    pub code: String,
    /// Name as printed.
    pub name: String,
    /// Address.
    pub address: Address,
    /// Telephone, web site and the like.
    pub channels: Vec<Channel>,
    /// Accreditation code of the international chamber network, at most 35 characters.
    pub accreditation: String,
    /// The authority that supervises the body.
    pub competent_authority: CompetentAuthority,
}

/// An authority with its country.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompetentAuthority {
    /// Name, at most 512 characters.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// A statement somebody put their name to: the exporter's declaration or the body's certification.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attestation {
    /// The words, at most 4000 characters.
    pub text: String,
    /// When.
    pub date: Option<Moment>,
    /// Where.
    pub place: Place,
    /// Name of the person.
    pub name: String,
    /// Title of the person.
    pub title: String,
}

/// The approval or registration under which an exporter declares origin (WCO AuthorisationHolder).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Authorisation {
    /// Its number, at most 64 characters.
    pub number: String,
    /// Category code of the scheme, for instance `REX`.
    pub category: String,
    /// Authority that granted it.
    pub authority: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}
