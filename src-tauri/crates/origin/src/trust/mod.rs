//! Who may certify, and when? The trust list as the house understands it, and the question of entitlement.
//!
//! Signatures over lists are checked in `tamga-seal`, their JSON is read in `tamga-formats`; here stand only the facts
//! and the rules. Entries never vanish from a list, so the newest one answers for every date in the past; states that
//! changed are looked up in all lists held.

mod difference;
mod entitlement;
mod entries;
mod history;
#[cfg(test)]
mod properties;
mod specimen;
mod status;
#[cfg(test)]
mod tests;

pub use difference::{Change, Difference, What};
pub use entitlement::{Entitlement, Objection, SignerName, entitled, entitled_by};
pub use entries::Area;
pub use history::{Held, ListRefused, TrustHistory};
pub use specimen::{Specimen, SpecimenKind};
pub use status::{CertificateStatus, EvidenceRef, StatusEntry, StatusList, StatusLists, StatusReach, StatusTaken};

use crate::certificate::ProofType;
use crate::time::Timestamp;

/// A signed statement of who may certify what, numbered and chained.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrustList {
    /// Id of the list.
    pub list: String,
    /// Counter from 1.
    pub n: u64,
    /// SHA-256 of the previous list's bytes in hex; empty for the first.
    pub prev: String,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When the next one is due.
    pub next_update: Timestamp,
    /// Keys that may sign lists.
    pub roots: Vec<TrustedKey>,
    /// How many of them must sign.
    pub threshold: usize,
    /// Bodies that certify.
    pub issuers: Vec<TrustedIssuer>,
    /// Gateways whose receipts count.
    pub gateways: Vec<TrustedNode>,
    /// Offices and posts whose bundles count.
    pub nodes: Vec<TrustedNode>,
    /// Services whose time stamps count.
    pub time_stampers: Vec<TrustedNode>,
    /// Keys and certificates that count no longer.
    pub revoked: Vec<Revoked>,
    /// Why a start or an end in the past was moved; empty when none was.
    pub reason: String,
}

impl TrustList {
    /// The body with this code.
    pub fn issuer(&self, id: &str) -> Option<&TrustedIssuer> {
        self.issuers.iter().find(|issuer| issuer.id == id)
    }

    /// Keys that may sign status lists of a body: its own, and those of gateways of its country.
    pub fn status_keys(&self, issuer: &str) -> Vec<TrustedKey> {
        let Some(issuer) = self.issuer(issuer) else { return Vec::new() };
        let nodes = self.gateways.iter().filter(|node| node.country == issuer.country);
        let keys = issuer.keys.iter().chain(nodes.flat_map(|node| &node.keys));
        keys.filter(|key| key.uses.contains(&KeyUse::Status)).cloned().collect()
    }

    /// Code of the body that a document names by country and entity apart, as a COD does (`aladi-cod.md` section 9): the
    /// entity's own where an entry of that country has it, else both in one.
    pub fn code_of_entity(&self, country: &str, entity: &str) -> String {
        let is_here = |body: &TrustedIssuer| body.country == country;
        if self.issuer(entity).is_some_and(is_here) { entity.to_owned() } else { format!("{country}{entity}") }
    }
}

/// What a key may be used for; a key accepted for one use is refused for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyUse {
    /// Sealing certificates of origin.
    Co,
    /// Sealing self-declarations: by the exporter who is approved or registered for that, or by whoever registers them.
    Declaration,
    /// Signing what an exporter declares, before a body certifies it.
    Exporter,
    /// Status lists and statements.
    Status,
    /// Payloads of printed codes.
    Qr,
    /// Receipts and refusals of a gateway.
    Receipt,
    /// Trust lists.
    List,
    /// Bundles.
    Bundle,
    /// Transport.
    Transport,
}

impl KeyUse {
    /// All uses.
    pub const ALL: [Self; 9] = [
        Self::Co,
        Self::Declaration,
        Self::Exporter,
        Self::Status,
        Self::Qr,
        Self::Receipt,
        Self::List,
        Self::Bundle,
        Self::Transport,
    ];

    /// The word in lists: `co`, `declaration`, `exporter`, `status`, `qr`, `receipt`, `list`, `bundle`, `transport`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Co => "co",
            Self::Declaration => "declaration",
            Self::Exporter => "exporter",
            Self::Status => "status",
            Self::Qr => "qr",
            Self::Receipt => "receipt",
            Self::List => "list",
            Self::Bundle => "bundle",
            Self::Transport => "transport",
        }
    }

    /// From its word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|usage| usage.code() == code)
    }

    /// What a proof of this kind is sealed with: a self-declaration is nobody's certificate, and no certificate is a
    /// self-declaration.
    pub fn of_proof(proof: ProofType) -> Self {
        if proof == ProofType::Declaration { Self::Declaration } else { Self::Co }
    }

    /// Does it vouch for the origin of goods, so that schemes and destinations bind it?
    pub fn is_of_proof(self) -> bool {
        matches!(self, Self::Co | Self::Declaration)
    }
}

/// From when to when something counts; the end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// First instant.
    pub from: Timestamp,
    /// First instant at which it counts no longer.
    pub to: Option<Timestamp>,
}

impl Span {
    /// Does it count at this instant?
    pub fn covers(&self, at: Timestamp) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }
}

/// A bare public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// Ed25519: the 32 bytes of the point.
    Ed25519(Vec<u8>),
    /// P-256: the 65 bytes of the uncompressed point.
    P256(Vec<u8>),
}

/// A public key with what it may be used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedKey {
    /// Its id: the JWK thumbprint (RFC 7638) in base64url.
    pub kid: String,
    /// The key.
    pub key: PublicKey,
    /// What it may be used for.
    pub uses: Vec<KeyUse>,
    /// When.
    pub span: Span,
}

/// What state a body or officer is in, the heavier stop last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum TrustState {
    /// May act.
    #[default]
    Active,
    /// Must not act for the time being.
    Suspended,
    /// Must not act any more.
    Withdrawn,
}

impl TrustState {
    /// The word in lists: `active`, `suspended`, `withdrawn`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// From its word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Active, Self::Suspended, Self::Withdrawn].into_iter().find(|state| state.code() == code)
    }
}

/// A body that certifies, customs that answer, or somebody who declares origin without a body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrustedIssuer {
    /// Its code, equal to the issuer code in certificates.
    pub id: String,
    /// Country, two letters.
    pub country: String,
    /// Names, the one to show first.
    pub names: Vec<String>,
    /// Accreditation, or empty.
    pub accreditation: String,
    /// State.
    pub state: TrustState,
    /// When the state began, for suspension and withdrawal; certificates judged before it are not touched.
    pub state_since: Option<Timestamp>,
    /// When it may certify.
    pub span: Span,
    /// Certificates its signatures lead to.
    pub anchors: Vec<Anchor>,
    /// Bare keys: printed codes, status lists.
    pub keys: Vec<TrustedKey>,
    /// What it may certify, for whom, when.
    pub schemes: Vec<TrustedScheme>,
    /// Persons who may sign; empty when the list names none.
    pub officers: Vec<TrustedOfficer>,
    /// How strictly its seals are judged.
    pub policy: IssuerPolicy,
}

impl TrustedIssuer {
    /// Does the list let it make or register self-declarations?
    pub fn declares(&self) -> bool {
        self.anchors.iter().any(|anchor| anchor.uses.contains(&KeyUse::Declaration))
    }
}

/// A certificate that seals lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its id: SHA-256 of the first certificate in hex.
    pub kid: String,
    /// DER of the certificate, then of others above it.
    pub certificates: Vec<Vec<u8>>,
    /// Whether it issues certificates or signs itself.
    pub kind: AnchorKind,
    /// What it may be used for.
    pub uses: Vec<KeyUse>,
    /// When.
    pub span: Span,
}

/// What an anchor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorKind {
    /// A certification authority.
    Ca,
    /// The signing certificate itself.
    Signer,
}

impl AnchorKind {
    /// The word in lists: `ca`, `signer`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ca => "ca",
            Self::Signer => "signer",
        }
    }

    /// From its word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Ca, Self::Signer].into_iter().find(|kind| kind.code() == code)
    }
}

/// What a body may certify.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrustedScheme {
    /// Agreement profile code.
    pub code: String,
    /// Form codes; empty for all.
    pub forms: Vec<String>,
    /// Destination countries; empty for all.
    pub destinations: Vec<String>,
    /// When.
    pub span: Span,
}

/// A person who may sign.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrustedOfficer {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Title, or empty.
    pub title: String,
    /// SHA-256 of the person's certificate in hex; empty when subject and serial name it.
    pub certificate: String,
    /// Subject of the certificate as RFC 4514 text, where the digest is not known yet.
    pub subject: String,
    /// Serial number of the certificate in hex, beside the subject.
    pub serial: String,
    /// Scheme codes; empty for all of the body's.
    pub schemes: Vec<String>,
    /// When.
    pub span: Span,
    /// State.
    pub state: TrustState,
    /// When the state began; `None` means from the beginning.
    pub state_since: Option<Timestamp>,
    /// How the person's signature and the stamp look.
    pub specimens: Vec<Specimen>,
}

/// How strictly a body's seals are judged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IssuerPolicy {
    /// Must revocation be answered, or is silence only noted?
    pub revocation_must: bool,
    /// Is a claimed time alone a doubt once the certificate has ended?
    pub claimed_time_doubt: bool,
    /// Extended key usages the leaf may carry besides document signing, as dotted OIDs.
    pub purposes: Vec<String>,
    /// Certificate policies of which the leaf must carry one, as dotted OIDs; empty for none.
    pub certificate_policies: Vec<String>,
    /// Days for which an answer about revocation that is older than the moment judged still says something; `None` for
    /// the usual 7.
    pub revocation_days: Option<u32>,
    /// Addresses from which lists of revoked certificates may be fetched.
    pub crls: Vec<String>,
    /// Addresses at which revocation may be asked about (OCSP).
    pub ocsps: Vec<String>,
}

/// A gateway, office, post or time-stamping service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrustedNode {
    /// Its id.
    pub id: String,
    /// `office` or `national` for gateways, else empty.
    pub role: String,
    /// Country, two letters, or empty.
    pub country: String,
    /// Its keys.
    pub keys: Vec<TrustedKey>,
    /// Certificates its signatures lead to; time-stamping services have them.
    pub anchors: Vec<Anchor>,
}

/// A key or certificate that counts no longer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Revoked {
    /// Key id, or SHA-256 of the certificate in hex.
    pub key: String,
    /// Effective from.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}
