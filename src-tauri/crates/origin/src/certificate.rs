//! The canonical certificate: what every dialect, page and register row is made from (`dataset.md` section 2).
//!
//! A draft is a `Certificate` that still lacks things; nothing here judges it. Rules are in `check`, states in
//! `states`.

use crate::goods::{GoodsItem, Invoice, Measure};
use crate::issuing::{Attestation, Authorisation, IssuingBody};
use crate::papers::{Amendment, DocumentaryCredit, Legalisation, Order, Reference, SupportingDocument};
use crate::party::{Agent, Party, Producer};
use crate::time::{Date, Moment, Timestamp};
use crate::transport::{Place, Transport};

/// The kind of proof, UN/EDIFACT 1001.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ProofType {
    /// 861, certificate of origin.
    #[default]
    CertificateOfOrigin,
    /// 864, preference certificate of origin.
    PreferenceCertificate,
    /// 865, Form A of the generalised system of preferences.
    FormA,
    /// 954, movement certificate EUR.1.
    Eur1,
    /// 18, movement certificate A.TR.1.
    Atr1,
    /// 862, declaration of origin.
    Declaration,
}

impl ProofType {
    /// The 1001 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::CertificateOfOrigin => "861",
            Self::PreferenceCertificate => "864",
            Self::FormA => "865",
            Self::Eur1 => "954",
            Self::Atr1 => "18",
            Self::Declaration => "862",
        }
    }

    /// From the 1001 code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::CertificateOfOrigin, Self::PreferenceCertificate, Self::FormA, Self::Eur1, Self::Atr1, Self::Declaration]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// What this document does, UN/EDIFACT 1225.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Function {
    /// 9, first issue.
    #[default]
    Original,
    /// 4, change under the same number.
    Change,
}

impl Function {
    /// The 1225 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Original => "9",
            Self::Change => "4",
        }
    }

    /// From the 1225 code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Original, Self::Change].into_iter().find(|function| function.code() == code)
    }
}

/// The agreement profile a certificate was made under.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scheme {
    /// Profile id, for instance `chafta`.
    pub code: String,
    /// Name as printed.
    pub name: String,
    /// Form code, for instance `CO`.
    pub form_code: String,
    /// Form version.
    pub form_version: String,
}

/// Tick boxes and set remarks (`dataset.md` 2.7; the last four of `agreements.md` section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// Issued after the allowed time.
    Retroactive,
    /// Duplicate of a lost original.
    Duplicate,
    /// Certified true copy.
    TrueCopy,
    /// Replaces another certificate.
    InSubstitution,
    /// Made on the proof of a first country.
    BackToBack,
    /// Goods for an exhibition.
    Exhibition,
    /// Invoiced by a third party.
    ThirdPartyInv,
    /// Inputs of other parties were cumulated.
    Accumulation,
    /// Partial cumulation.
    PartialCum,
    /// De minimis was used.
    DeMinimis,
    /// The producer is confidential.
    ProducerConf,
    /// The day of departure is expected, not known.
    ExpectedDep,
    /// Test traffic or demonstration.
    Test,
    /// Made under the revised rules of the Pan-Euro-Mediterranean Convention.
    RevisedRules,
    /// Made under its transitional rules, which ended with 2024.
    Transitional,
    /// No cumulation was applied (EUR-MED).
    NoCumulation,
    /// Covers several shipments of identical goods within a period.
    Blanket,
}

impl Flag {
    /// All flags, in the order of the list.
    pub const ALL: [Self; 17] = [
        Self::Retroactive,
        Self::Duplicate,
        Self::TrueCopy,
        Self::InSubstitution,
        Self::BackToBack,
        Self::Exhibition,
        Self::ThirdPartyInv,
        Self::Accumulation,
        Self::PartialCum,
        Self::DeMinimis,
        Self::ProducerConf,
        Self::ExpectedDep,
        Self::Test,
        Self::RevisedRules,
        Self::Transitional,
        Self::NoCumulation,
        Self::Blanket,
    ];

    /// The code, at most 17 characters so that WCO element 226 can hold it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Retroactive => "RETROACTIVE",
            Self::Duplicate => "DUPLICATE",
            Self::TrueCopy => "TRUE_COPY",
            Self::InSubstitution => "IN_SUBSTITUTION",
            Self::BackToBack => "BACK_TO_BACK",
            Self::Exhibition => "EXHIBITION",
            Self::ThirdPartyInv => "THIRD_PARTY_INV",
            Self::Accumulation => "ACCUMULATION",
            Self::PartialCum => "PARTIAL_CUM",
            Self::DeMinimis => "DE_MINIMIS",
            Self::ProducerConf => "PRODUCER_CONF",
            Self::ExpectedDep => "EXPECTED_DEP",
            Self::Test => "TEST",
            Self::RevisedRules => "REVISED_RULES",
            Self::Transitional => "TRANSITIONAL",
            Self::NoCumulation => "NO_CUMULATION",
            Self::Blanket => "BLANKET",
        }
    }

    /// From its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.code() == code)
    }
}

/// A certificate of origin, or a draft of one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Certificate {
    /// Number, unique within the issuing body; empty in a draft.
    pub number: String,
    /// Kind of proof.
    pub proof_type: ProofType,
    /// UUID of this document as 32 hex digits; empty in a draft.
    pub document_id: String,
    /// What this document does.
    pub function: Function,
    /// Counts every signed step under one number, from 1.
    pub revision: u32,
    /// Day or instant of issue.
    pub issued_at: Option<Moment>,
    /// Place of issue.
    pub issue_place: Place,
    /// Agreement profile.
    pub scheme: Scheme,
    /// Preferential or not; the same for all items.
    pub is_preferential: bool,
    /// Tick boxes and set remarks.
    pub flags: Vec<Flag>,
    /// Printed total of packages.
    pub package_total: Option<u64>,
    /// Printed total gross mass.
    pub gross_mass_total: Option<Measure>,
    /// First day of validity, when printed.
    pub valid_from: Option<Date>,
    /// Last day of validity, when printed.
    pub valid_to: Option<Date>,
    /// Free remarks, each at most 4000 characters.
    pub remarks: Vec<String>,
    /// Originals and certified copies issued.
    pub copies: Option<u32>,
    /// Web address for online checking, at most 512 characters.
    pub check_address: String,
    /// Secret that opens the online check, at most 64 characters.
    pub check_token: String,
    /// The body that certifies; of a self-declaration, who declares or registers it.
    pub issuer: IssuingBody,
    /// The exporter's declaration.
    pub exporter_declaration: Option<Attestation>,
    /// The body's certification; none in a self-declaration.
    pub certification: Option<Attestation>,
    /// What entitles the exporter to declare origin without a body.
    pub authorisation: Option<Authorisation>,
    /// Exporter.
    pub exporter: Party,
    /// Importer.
    pub importer: Option<Party>,
    /// Consignee.
    pub consignee: Option<Party>,
    /// Consignor, when it differs from the exporter.
    pub consignor: Option<Party>,
    /// Numbered producers.
    pub producers: Vec<Producer>,
    /// Third party that invoices.
    pub invoicing_party: Option<Party>,
    /// Who files for the exporter.
    pub agent: Option<Agent>,
    /// Transport and route.
    pub transport: Transport,
    /// Goods items, 1 to 999.
    pub items: Vec<GoodsItem>,
    /// Numbered invoices.
    pub invoices: Vec<Invoice>,
    /// References to other certificates and rulings.
    pub references: Vec<Reference>,
    /// Supporting documents.
    pub evidence: Vec<SupportingDocument>,
    /// Purchase orders and contracts.
    pub orders: Vec<Order>,
    /// Documentary credit.
    pub documentary_credit: Option<DocumentaryCredit>,
    /// Endorsements of embassies, ministries and the like.
    pub legalisations: Vec<Legalisation>,
    /// What this revision changed, on a change.
    pub amendments: Vec<Amendment>,
    /// Salted SHA-256, in hex, of the signed annex that holds what only some may see; empty when there is none.
    pub annex_digest: String,
}

impl Certificate {
    /// Does an exporter declare the origin here, with no body that certifies it (1001 code 862)?
    pub fn is_self_declaration(&self) -> bool {
        self.proof_type == ProofType::Declaration
    }
}

/// What a status statement does to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusChange {
    /// The number is no longer valid (1373 code 41).
    Cancelled,
    /// Validity suspended (1373 code 40).
    Suspended,
    /// Suspension lifted (1373 code 10).
    Lifted,
}

/// A small signed document that ends, suspends or lifts a number (`dataset.md` 3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusStatement {
    /// Issuing body.
    pub issuer: IssuingBody,
    /// Certificate number.
    pub number: String,
    /// UUID of this document as 32 hex digits.
    pub document_id: String,
    /// Its own revision: last one of the number plus 1.
    pub revision: u32,
    /// What it does.
    pub change: StatusChange,
    /// Reason code of the list in `dataset.md` section 6 (ERR, CON, QTY …).
    pub reason: String,
    /// Reason in words, or empty.
    pub reason_text: String,
    /// When it takes effect.
    pub effective_at: Timestamp,
    /// Destination of the certificate it ends, for routing.
    pub destination_country: String,
    /// Profile id of the certificate it ends.
    pub scheme: String,
    /// Officer who signs.
    pub officer: String,
}
