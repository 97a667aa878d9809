//! What can a rule of an agreement say? The rule tables of a profile (`agreements.md` sections 3 and 5).

use super::Evidence;
use crate::time::Date;
use crate::word::words;

words! {
    /// How a flag appears on the form.
    Mark {
        /// A tick in a square.
        Tick = "tick",
        /// Printed words.
        Text = "text",
        /// Part of the criterion's code.
        Code = "code",
    }
}

words! {
    /// What the limit of items counts over.
    ItemScope {
        /// The whole certificate.
        Certificate = "certificate",
        /// One page.
        Page = "page",
        /// The application.
        Application = "application",
    }
}

words! {
    /// Whose tariff code the form asks for.
    HsBasis {
        /// The international nomenclature.
        International = "international",
        /// The exporter's tariff.
        Exporter = "exporter",
        /// The importing party's tariff.
        ImportingParty = "importing_party",
        /// The MERCOSUR nomenclature.
        Ncm = "ncm",
    }
}

words! {
    /// When the FOB value is shown.
    FobWhen {
        /// Never.
        Never = "never",
        /// Always.
        Always = "always",
        /// When the criterion rests on value content.
        WhenRvc = "when_rvc",
        /// When the criterion rests on value content, towards named parties.
        WhenRvcParties = "when_rvc_parties",
        /// Invoice values with their Incoterm.
        ValuesPerInvoice = "values_per_invoice",
    }
}

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
        /// No life is known.
        None = "none",
    }
}

words! {
    /// When a running number starts again.
    Reset {
        /// Never.
        Never = "never",
        /// Each year.
        Year = "year",
        /// Each month.
        Month = "month",
    }
}

/// Limits of the list of goods items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRule {
    /// Most items.
    pub max: Option<usize>,
    /// What the limit counts over.
    pub scope: ItemScope,
    /// All items must belong to one HS chapter.
    pub same_chapter: bool,
    /// Marks that may end the description of the last item; the first is how Tamga writes it.
    pub end_marks: Vec<String>,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Length of the tariff code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HsRule {
    /// Fewest digits; 0 where the form has no place for it or leaves it open.
    pub min: usize,
    /// Most digits.
    pub max: usize,
    /// Whose code.
    pub basis: HsBasis,
    /// HS edition the agreement is pinned to, or empty.
    pub edition: String,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Value column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FobRule {
    /// When it is shown.
    pub when: FobWhen,
    /// Importing parties it concerns; empty for all.
    pub parties: Vec<String>,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Who is named as country of origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginCountry {
    /// Number of the box it is printed in, or empty.
    pub in_box: String,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Until when an issue is on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The day of export or shipment itself.
    SameDay,
    /// So many calendar days after.
    Days(u16),
    /// So many working days after (Monday to Friday; an office's holidays are not known here).
    WorkingDays(u16),
    /// Nobody has read it yet; the rule asks nothing.
    Unknown,
}

impl Limit {
    /// Reads `at_export`, `at_shipment`, `3d`, `3wd` or `unknown`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "at_export" | "at_shipment" => Some(Self::SameDay),
            "unknown" => Some(Self::Unknown),
            _ => match word.strip_suffix("wd") {
                Some(days) => days.parse().ok().map(Self::WorkingDays),
                None => word.strip_suffix('d')?.parse().ok().map(Self::Days),
            },
        }
    }

    /// The last day that is on time; the day after the event is day one.
    pub fn last_day(self, event: Date) -> Option<Date> {
        match self {
            Self::SameDay => Some(event),
            Self::Days(days) => event.plus_days(i64::from(days)),
            Self::WorkingDays(days) => {
                let mut day = event;
                let mut left = days;
                while left > 0 {
                    day = day.plus_days(1)?;
                    // 1970-01-01 was a Thursday: 3 days after a Monday.
                    if (day.days_since_epoch() + 3).rem_euclid(7) < 5 {
                        left -= 1;
                    }
                }
                Some(day)
            }
            Self::Unknown => None,
        }
    }
}

/// Late issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retroactive {
    /// Until when an issue is on time.
    pub limit: Limit,
    /// From what the days are counted.
    pub basis: Basis,
    /// Months after the event in which a late issue is possible at all.
    pub cap_months: Option<u32>,
    /// Words printed.
    pub words: String,
    /// From when a late certificate lives.
    pub valid_from: LifeFrom,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Duplicates and certified copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// Words printed.
    pub words: String,
    /// From when a duplicate lives.
    pub valid_from: LifeFrom,
    /// Where this was read.
    pub evidence: Evidence,
}

words! {
    /// A detail that a company that invoices must show.
    Detail {
        /// Name.
        Name = "name",
        /// Address.
        Address = "address",
        /// Country.
        Country = "country",
    }
}

/// Invoices by a third party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThirdPartyInvoice {
    /// Number of the box in which it is named.
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
    /// May an invoice not be dated after the issue?
    pub date_not_after_issue: bool,
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
            LifeFrom::None => return (issued, None),
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
        /// Reissued.
        Reissued = "reissued",
        /// Reissued under the same number, with what changed.
        AmendedReissue = "amended_reissue",
        /// Nobody has read it yet.
        Unknown = "unknown",
    }
}

/// Corrections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// On paper.
    pub paper: PaperCorrection,
    /// Electronically.
    pub electronic: ElectronicCorrection,
    /// Where this was read.
    pub evidence: Evidence,
}

impl Correction {
    /// May a certificate be changed under its own number?
    pub fn allows_amending(&self) -> bool {
        self.electronic == ElectronicCorrection::AmendedReissue
    }
}

/// A declaration or certification on the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attest {
    /// Number of the box it stands in.
    pub in_box: String,
    /// Who makes it.
    pub by: Vec<IssuerWord>,
    /// Wording, where it does not stand in the printed grid.
    pub text: String,
    /// Where this was read.
    pub evidence: Evidence,
}

words! {
    /// Who makes a declaration or certification.
    IssuerWord {
        /// The exporter.
        Exporter = "exporter",
        /// The producer.
        Producer = "producer",
        /// The issuing body.
        Issuer = "issuer",
        /// The applicant, on the application and not on the face.
        Applicant = "applicant",
    }
}

/// The importing authority's box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficialUse {
    /// Its number, or empty where it has none.
    pub in_box: String,
    /// Choices printed; they become the utilisation answer.
    pub choices: Vec<String>,
    /// Where this was read.
    pub evidence: Evidence,
}
