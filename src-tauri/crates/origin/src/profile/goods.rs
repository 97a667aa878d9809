//! What may a form ask of the goods? Items, tariff codes, quantities, values, de minimis, accumulation, and the papers
//! an origin basis rests on (`agreements.md` section 5).

use super::Evidence;
use super::rule::facts;
use crate::criterion::Range;
use crate::decimal::Decimal;
use crate::word::words;

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
    /// What is done with the space under the last item.
    UnusedSpace {
        /// It is crossed out.
        CrossOut = "cross_out",
        /// A line is drawn under the last item.
        RuleOff = "rule_off",
        /// It stays free.
        Free = "free",
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
    /// How a tariff code is printed.
    HsPrint {
        /// Digits only.
        Plain = "plain",
        /// With dots.
        Dotted = "dotted",
    }
}

words! {
    /// Must it be there?
    Presence {
        /// Yes.
        Required = "required",
        /// It may.
        Optional = "optional",
        /// No.
        Never = "never",
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
        /// When the criterion rests on value content, towards or from named parties.
        WhenRvcParties = "when_rvc_parties",
        /// Invoice values with their Incoterm.
        ValuesPerInvoice = "values_per_invoice",
        /// Nobody has read it yet; nothing is asked and nothing refused.
        Unknown = "unknown",
    }
}

words! {
    /// Which inputs of other countries count.
    AccumulationKind {
        /// Those of the other party.
        Bilateral = "bilateral",
        /// Those of named countries with like agreements.
        Diagonal = "diagonal",
        /// All work done in the area.
        Full = "full",
        /// A share of the value content.
        Partial = "partial",
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
    /// Every item must qualify by itself.
    pub each_in_own_right: bool,
    /// Marks that may end the description of the last item; the first is how Tamga writes it.
    pub end_marks: Vec<String>,
    /// What is done with unused space.
    pub unused_space: UnusedSpace,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Length of the tariff code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HsRule {
    /// Fewest digits; 0 where the form leaves it open.
    pub min: usize,
    /// Most digits; 0 where the form has no place for it.
    pub max: usize,
    /// Whose code.
    pub basis: HsBasis,
    /// HS edition the agreement is pinned to, or empty.
    pub edition: String,
    /// How it is printed.
    pub print: HsPrint,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Weight and measure column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuantityRule {
    /// Gross mass.
    pub gross: Presence,
    /// Net mass.
    pub net: Presence,
    /// Another quantity.
    pub other: Presence,
    /// Units that may be used, Rec 20; empty for any.
    pub units: Vec<String>,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Value column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FobRule {
    /// When it is shown.
    pub when: FobWhen,
    /// Parties it concerns, as exporting or importing country; empty for all.
    pub parties: Vec<String>,
    /// Currency of the value, ISO 4217; empty for any.
    pub currency: String,
    /// Exporting countries that may attach a separate declaration instead.
    pub separate_declaration: Vec<String>,
    /// Where this was read.
    pub evidence: Evidence,
}

/// How much may fail the change of classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeMinimis {
    /// Percent of the value.
    pub percent_value: Option<Decimal>,
    /// Value it is a share of, for instance `FOB`.
    pub basis: String,
    /// Percent of the weight.
    pub percent_weight: Option<Decimal>,
    /// Chapters in which it goes by weight, first and last.
    pub weight_chapters: Option<(u8, u8)>,
    /// Do the materials still count in the regional value content?
    pub counts_in_rvc: bool,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Inputs of other countries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accumulation {
    /// Kinds allowed.
    pub kinds: Vec<AccumulationKind>,
    /// Must the countries be named?
    pub countries: bool,
    /// Value content that partial accumulation needs.
    pub range: Option<Range>,
    /// Where this was read.
    pub evidence: Evidence,
}

/// Papers an origin basis rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PapersRule {
    /// Code of the criterion row that is the basis.
    pub basis: String,
    /// Papers of which one must be there, UN/EDIFACT 1001 codes.
    pub papers: Vec<String>,
    /// Where this was read.
    pub evidence: Evidence,
}

facts!(ItemRule, HsRule, QuantityRule, FobRule, DeMinimis, Accumulation, PapersRule);
