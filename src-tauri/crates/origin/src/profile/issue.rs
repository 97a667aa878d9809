//! What may an agreement say about issuing? Late issue, copies, first certificates, invoices, life, corrections and
//! what comes after (`agreements.md` section 5).

use super::days::{Limit, Span};
use super::rule::facts;
use super::{Evidence, IssuerKind};
use crate::decimal::Decimal;
use crate::time::Date;
use crate::word::words;

words! {
    /// The event from which days of a late issue are counted.
    Basis {
        /// Shipment.
        Shipment = "shipment",
        /// Export.
        Export = "export",
        /// Invoice.
        Invoice = "invoice",
    }
}

words! {
    /// The day from which a certificate lives.
    LifeFrom {
        /// Its issue.
        Issue = "issue",
        /// Its completion.
        Completion = "completion",
        /// The issue of the original.
        OriginalIssue = "original_issue",
        /// Shipment.
        Shipment = "shipment",
        /// The form has no life.
        None = "none",
        /// Nobody has read it yet.
        Unknown = "unknown",
    }
}

words! {
    /// When a certificate made on a first one ends.
    EndsWith {
        /// Not after the first one.
        NotAfterOriginal = "not_after_original",
        /// On the same day.
        SameAsOriginal = "same_as_original",
    }
}

words! {
    /// A detail that a company or a paper must show.
    Detail {
        /// Name.
        Name = "name",
        /// Address.
        Address = "address",
        /// Country.
        Country = "country",
        /// Number.
        Number = "number",
        /// Date.
        Date = "date",
        /// Who issued it.
        Issuer = "issuer",
    }
}

words! {
    /// Must something about the transport be given?
    TransportWhen {
        /// Always.
        Always = "always",
        /// When it is known.
        IfKnown = "if_known",
        /// It may.
        Optional = "optional",
        /// No.
        Never = "never",
    }
}

words! {
    /// How a paper may be corrected.
    PaperCorrection {
        /// Not at all.
        None = "none",
        /// Struck out and initialled.
        StrikeInitial = "strike_initial",
        /// Struck out, initialled and stamped.
        StrikeInitialStamp = "strike_initial_stamp",
        /// Struck out, initialled and endorsed.
        StrikeInitialEndorse = "strike_initial_endorse",
        /// Nobody has read it yet.
        Unknown = "unknown",
    }
}

words! {
    /// How an electronic certificate may be corrected.
    ElectronicCorrection {
        /// Only by a new certificate.
        NewCertificate = "new_certificate",
        /// By a new certificate that invalidates the old one.
        NewAndInvalidate = "new_and_invalidate",
        /// Amended under its own number.
        Amended = "amended",
        /// Reissued.
        Reissued = "reissued",
        /// Reissued under the same number, with what changed.
        AmendedReissue = "amended_reissue",
        /// The trader makes a new declaration.
        NewDeclaration = "new_declaration",
        /// The importer may submit it again.
        Resubmit = "resubmit",
        /// Nobody has read it yet.
        Unknown = "unknown",
    }
}

words! {
    /// How much a signature carries beside its value (XAdES baseline, ETSI EN 319 132-1).
    SignatureLevel {
        /// What the signer says, and nothing of others.
        Basic = "B-B",
        /// A time stamp as well (RFC 3161).
        Stamped = "B-T",
    }
}

/// How firmly a form asks for a time stamp in the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum StampAsked {
    /// Not at all, as far as is known.
    #[default]
    No,
    /// A text asks for it that nobody compared with the agreement: a signature without one is worth knowing.
    Advised,
    /// The agreement does: a certificate without one is not complete.
    Demanded,
}

/// Late issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retroactive {
    /// Until when an issue is on time.
    pub limit: Limit,
    /// From what the days are counted.
    pub basis: Basis,
    /// How long after the event a late issue is possible at all.
    pub cap: Option<Span>,
    /// Words printed.
    pub words: String,
    /// Must the reason be stated?
    pub reason: bool,
    /// From when a late certificate lives.
    pub valid_from: LifeFrom,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Days in which a form may be issued at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueWindow {
    /// How long.
    pub within: Span,
    /// From what it is counted.
    pub basis: Basis,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Duplicates and certified copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// Words printed.
    pub words: String,
    /// Does it name number and date of the original?
    pub date: bool,
    /// From when a duplicate lives.
    pub valid_from: LifeFrom,
    /// How long after the original's issue it may be asked for.
    pub within: Option<Span>,
    /// Must the original be proven unused?
    pub original_unused: bool,
    /// Does the exporter undertake to return the original?
    pub undertaking: bool,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Certificates made on a first one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackToBack {
    /// What the agreement calls it, or empty.
    pub name: String,
    /// Number of the box that names the first certificate, or empty.
    pub in_box: String,
    /// What of the first certificate must be named.
    pub needs: Vec<Detail>,
    /// When it ends.
    pub end: Option<EndsWith>,
    /// May it cover a part of the first one?
    pub partial: bool,
    /// Must the goods stay under customs control?
    pub customs_control: bool,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Invoices by a third party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThirdPartyInvoice {
    /// What the agreement calls it, or empty.
    pub name: String,
    /// Number of the box in which it is named.
    pub in_box: String,
    /// What must be shown.
    pub needs: Vec<Detail>,
    /// Are both invoices named?
    pub both_invoices: bool,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Goods for an exhibition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exhibition {
    /// Number of the box in which it is named, or empty.
    pub in_box: String,
    /// What must be shown.
    pub needs: Vec<Detail>,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Invoices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceRule {
    /// Must there be one?
    pub required: bool,
    /// May there be several for one shipment?
    pub many: bool,
    /// Is the invoice value shown?
    pub value: bool,
    /// May an invoice not be dated after the issue?
    pub date_not_after_issue: bool,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Transport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportRule {
    /// Must the goods travel directly?
    pub direct: bool,
    /// Papers that prove it.
    pub evidence_papers: Vec<String>,
    /// Must it be given?
    pub required: TransportWhen,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Length of life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validity {
    /// Months.
    pub months: Option<u32>,
    /// Days, where the agreement counts so.
    pub days: Option<u32>,
    /// From when.
    pub from: LifeFrom,
    /// Where this was read.
    pub evidence: Evidence,
}

impl Validity {
    /// First and last day of life; that last day is still good. None where no life is known.
    pub fn life(&self, issued: Date, shipment: Option<Date>) -> (Date, Option<Date>) {
        let start = match self.from {
            LifeFrom::Shipment => shipment.unwrap_or(issued),
            LifeFrom::None | LifeFrom::Unknown => return (issued, None),
            LifeFrom::Issue | LifeFrom::Completion | LifeFrom::OriginalIssue => issued,
        };
        let end = match (self.months, self.days) {
            (Some(months), _) => start.plus_months(months),
            (None, Some(days)) => start.plus_days(i64::from(days)),
            (None, None) => None,
        };
        (start, end)
    }
}

/// One proof for many shipments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blanket {
    /// Longest period, in months.
    pub months: u32,
    /// Only for identical goods?
    pub identical_goods: bool,
    /// Where this was read.
    pub evidence: Evidence,
}

/// A value above which only some may make the proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// The value.
    pub amount: Decimal,
    /// Its currency, ISO 4217.
    pub currency: String,
    /// Who may make it above; empty where no proof is needed below and nothing is asked above.
    pub above: Vec<IssuerKind>,
    /// The number they have, for people: `REX number`.
    pub number: String,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Corrections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// On paper.
    pub paper: PaperCorrection,
    /// Electronically.
    pub electronic: Vec<ElectronicCorrection>,
    /// Words that a certificate which replaces another carries, with `{no}` and `{date}`; or empty.
    pub replace_words: String,
    /// From when one that replaces another lives.
    pub replace_valid_from: LifeFrom,
    /// Where this was read.
    pub evidence: Evidence,
}

impl Correction {
    /// May a certificate be changed under its own number?
    pub fn allows_amending(&self) -> bool {
        self.electronic
            .iter()
            .any(|way| matches!(way, ElectronicCorrection::Amended | ElectronicCorrection::AmendedReissue))
    }

    /// Is it known that a certificate may not be changed under its own number?
    pub fn forbids_amending(&self) -> bool {
        !self.allows_amending() && self.electronic.iter().any(|way| *way != ElectronicCorrection::Unknown)
    }
}

/// How long papers are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// Years.
    pub years: u32,
    /// Where this was read.
    pub evidence: Evidence,
}

/// How soon a verification is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// How long the answer may take.
    pub reply: Span,
    /// Is preference refused when no answer comes?
    pub then_refused: bool,
    /// Where this was read.
    pub evidence: Evidence,
}

/// What anybody may look up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicCheck {
    /// Names of the certificate model that are shown.
    pub fields: Vec<String>,
    /// Where this was read.
    pub evidence: Evidence,
}

/// The official's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureRule {
    /// What it has to carry at least.
    pub level: SignatureLevel,
    /// Where this was read.
    pub evidence: Evidence,
}

facts!(
    Retroactive,
    IssueWindow,
    Duplicate,
    BackToBack,
    ThirdPartyInvoice,
    Exhibition,
    InvoiceRule,
    TransportRule,
    Validity,
    Blanket,
    Threshold,
    Correction,
    Retention,
    Verification,
    PublicCheck,
    SignatureRule,
);
