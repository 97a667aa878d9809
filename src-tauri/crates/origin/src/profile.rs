//! What does an agreement ask of its form? The agreement profile: boxes, codes, limits, dates and words as data
//! (`agreements.md` section 3).
//!
//! Every table carries its evidence. What a profile means for a certificate is in `check`; how a profile is written
//! in a file is a question for the formats.

mod confirmations;
mod days;
mod evidence;
mod form;
mod goods;
mod issue;
mod members;
mod rule;
mod set;
#[cfg(test)]
mod tests;

pub use confirmations::{Confirmation, ConfirmationRefused, Confirmations};
pub use days::{Holidays, Limit, Span};
pub use evidence::{Evidence, Grade, Source};
pub use form::*;
pub use goods::*;
pub use issue::*;
pub use members::*;
pub use rule::{Fact, Rule};
pub use set::{Choice, Profiles};

use crate::certificate::Flag;
use crate::criterion::CriterionRow;
use crate::finding::Severity;
use crate::layout::{Bind, Layout};
use crate::time::Date;
use crate::word::words;

words! {
    /// What the paper proves.
    ProofKind {
        /// Origin, without a claim to preference.
        NonPreferential = "non_preferential",
        /// Preferential origin.
        Preferential = "preferential",
        /// Free circulation, not origin.
        Status = "status",
        /// The exporter's own statement.
        SelfDeclaration = "self_declaration",
    }
}

words! {
    /// Who may make the proof.
    IssuerKind {
        /// A chamber of commerce.
        Chamber = "chamber",
        /// A government authority.
        Authority = "authority",
        /// Customs.
        Customs = "customs",
        /// A chamber, endorsed by customs.
        ChamberCustoms = "chamber_customs",
        /// The importer.
        Importer = "importer",
        /// The exporter.
        Exporter = "exporter",
        /// The producer.
        Producer = "producer",
        /// An approved exporter.
        ApprovedExporter = "approved_exporter",
        /// A registered exporter.
        RegisteredExporter = "registered_exporter",
        /// An exporter below the threshold.
        ExporterBelowThreshold = "exporter_below_threshold",
        /// Any exporter.
        AnyExporter = "any_exporter",
    }
}

impl IssuerKind {
    /// Is it a trader, and not an office that certifies?
    pub fn is_trader(self) -> bool {
        !matches!(self, Self::Chamber | Self::Authority | Self::Customs | Self::ChamberCustoms)
    }
}

/// One version of one form, as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementProfile {
    /// The version's own name, `[a-z0-9-]`.
    pub id: String,
    /// The form it is a version of.
    pub family: String,
    /// Our edit number.
    pub revision: u32,
    /// Names by language; English is always there.
    pub name: Vec<(String, String)>,
    /// Other names under which documents call this agreement, for instance `CHAFTA`.
    pub aliases: Vec<String>,
    /// Is the profile sourced as a whole (boxes and codes), or to be confirmed?
    pub sourced: bool,
    /// What the paper proves.
    pub proof: ProofKind,
    /// UN/EDIFACT 1001 code of the paper.
    pub document_code: String,
    /// Who may make it.
    pub issuers: Vec<IssuerKind>,
    /// Members.
    pub parties: Vec<Member>,
    /// When the version applies.
    pub dates: Dates,
    /// Table of partner pairs it goes by.
    pub pair_matrix: Option<PairMatrix>,
    /// Face of the form.
    pub form: Form,
    /// Numbered boxes, in printed order.
    pub boxes: Vec<FormBox>,
    /// Goods items.
    pub items: ItemRule,
    /// Tariff codes.
    pub hs: HsRule,
    /// Weights and measures.
    pub quantity: Rule<QuantityRule>,
    /// Value column.
    pub fob: FobRule,
    /// Origin criteria, in matching order.
    pub criteria: Vec<CriterionRow>,
    /// Papers that origin bases rest on.
    pub papers: Vec<PapersRule>,
    /// Ticks and remarks.
    pub flags: Vec<FlagRow>,
    /// Country of origin.
    pub origin_country: Rule<OriginCountry>,
    /// Late issue.
    pub retroactive: Rule<Retroactive>,
    /// Days in which it may be issued at all.
    pub issue_window: Rule<IssueWindow>,
    /// Duplicates and certified copies.
    pub duplicate: Rule<Duplicate>,
    /// Certificates made on a first one.
    pub back_to_back: Rule<BackToBack>,
    /// Invoices by a third party.
    pub third_party_invoice: Rule<ThirdPartyInvoice>,
    /// Goods for an exhibition.
    pub exhibition: Rule<Exhibition>,
    /// De minimis.
    pub de_minimis: Rule<DeMinimis>,
    /// Accumulation.
    pub accumulation: Rule<Accumulation>,
    /// Invoices.
    pub invoice: Rule<InvoiceRule>,
    /// Transport.
    pub transport: Rule<TransportRule>,
    /// Length of life.
    pub validity: Validity,
    /// One proof for many shipments.
    pub blanket: Rule<Blanket>,
    /// Values above which only some may make the proof.
    pub threshold: Rule<Threshold>,
    /// Corrections.
    pub correction: Rule<Correction>,
    /// How long papers are kept.
    pub retention: Rule<Retention>,
    /// How soon a verification is answered.
    pub verification: Rule<Verification>,
    /// What anybody may look up.
    pub public_check: Rule<PublicCheck>,
    /// The official's signature.
    pub signature: Rule<SignatureRule>,
    /// The exporter's declaration.
    pub declaration: Rule<Attest>,
    /// The body's certification.
    pub certification: Rule<Attest>,
    /// The importing authority's box.
    pub official_use: Rule<OfficialUse>,
    /// Numbers.
    pub numbering: Numbering,
    /// Printed grid, when there is one.
    pub layout: Option<Layout>,
}

impl AgreementProfile {
    /// The name in a language, English when there is none.
    pub fn title(&self, language: &str) -> &str {
        let named = |wanted: &str| self.name.iter().find(|(code, _)| code == wanted).map(|(_, name)| name.as_str());
        named(language).or_else(|| named("en")).unwrap_or(&self.id)
    }

    /// Does the paper claim preference?
    pub fn is_preferential(&self) -> bool {
        self.proof != ProofKind::NonPreferential
    }

    /// The box in which a name of the certificate model stands.
    pub fn box_of(&self, key: Bind) -> Option<&FormBox> {
        self.boxes.iter().find(|form_box| form_box.keys.contains(&key))
    }

    /// The row of a flag, when the form has it.
    pub fn flag(&self, flag: Flag) -> Option<&FlagRow> {
        self.flags.iter().find(|row| row.flag == flag)
    }

    /// Criteria printed on the face, in matching order.
    pub fn face_criteria(&self) -> impl Iterator<Item = &CriterionRow> {
        self.criteria.iter().filter(|row| row.scope == crate::criterion::Scope::Face)
    }

    /// May an office of this kind put its name to it?
    pub fn may_be_issued_by(&self, office: IssuerKind) -> bool {
        self.issuers.contains(&office)
    }

    /// Do traders alone make it, so that no office may stamp it as a certificate?
    pub fn is_made_by_traders(&self) -> bool {
        !self.issuers.is_empty() && self.issuers.iter().all(|kind| kind.is_trader())
    }

    /// The rule that asks for a time stamp in the signature, where there is one.
    pub fn stamp_rule(&self) -> Option<&SignatureRule> {
        self.signature.terms().filter(|rule| rule.level == SignatureLevel::Stamped)
    }

    /// How firmly the form asks for a time stamp, counting what an office confirmed with the agreement in hand.
    pub fn stamp_asked(&self, confirmations: &Confirmations) -> StampAsked {
        match self.stamp_rule().map(|rule| confirmations.cap(&self.id, &rule.evidence, Severity::Block)) {
            None => StampAsked::No,
            Some(Severity::Block) => StampAsked::Demanded,
            Some(Severity::Warn | Severity::Info) => StampAsked::Advised,
        }
    }

    /// First and last day of a certificate's life; the last is none where no life is known.
    ///
    /// A certificate issued late lives from its shipment where the late rule says so.
    pub fn validity(&self, issued: Date, shipment: Option<Date>) -> (Date, Option<Date>) {
        self.validity_with(issued, shipment, &Holidays::default())
    }

    /// The same, counting the days of a late issue by an office's holidays.
    pub fn validity_with(&self, issued: Date, shipment: Option<Date>, holidays: &Holidays) -> (Date, Option<Date>) {
        let late_rule = self.retroactive.terms().filter(|rule| rule.valid_from == LifeFrom::Shipment);
        let late_from = late_rule.zip(shipment).and_then(|(rule, shipped)| {
            let last = rule.limit.last_day(shipped, holidays)?;
            (last < issued).then_some(shipped)
        });
        self.validity.life(late_from.unwrap_or(issued), shipment)
    }

    /// Every fact that is not confirmed against the agreement text: where it stands, and why it is doubtful.
    pub fn unconfirmed(&self) -> Vec<(String, &Evidence)> {
        self.facts().into_iter().filter(|(_, evidence)| evidence.confirm).collect()
    }

    /// Every fact with its evidence, in the order of the file.
    pub fn facts(&self) -> Vec<(String, &Evidence)> {
        let mut facts: Vec<(String, &Evidence)> = Vec::new();
        for party in &self.parties {
            let name = party.fact();
            if facts.last().is_none_or(|(last, _)| *last != name) {
                facts.push((name, &party.evidence));
            }
        }
        facts.push(("dates".to_owned(), &self.dates.evidence));
        facts.extend(self.pair_matrix.iter().map(|matrix| ("pair_matrix".to_owned(), &matrix.evidence)));
        facts.push(("form".to_owned(), &self.form.evidence));
        facts.push(("copies".to_owned(), &self.form.copies_evidence));
        facts.extend(self.boxes.iter().map(|one| (format!("box.{}", one.number), &one.evidence)));
        facts.push(("items".to_owned(), &self.items.evidence));
        facts.push(("hs".to_owned(), &self.hs.evidence));
        facts.push(("fob".to_owned(), &self.fob.evidence));
        facts.extend(self.criteria.iter().map(|row| (row.fact(), &row.evidence)));
        facts.extend(self.papers.iter().map(|row| (format!("evidence.{}", row.basis), &row.evidence)));
        facts.extend(self.flags.iter().map(|row| (format!("flag.{}", row.flag.code()), &row.evidence)));
        facts.extend(self.rules().into_iter().map(|(name, evidence)| (name.to_owned(), evidence)));
        facts.push(("validity".to_owned(), &self.validity.evidence));
        facts.push(("numbering".to_owned(), &self.numbering.evidence));
        facts
    }

    /// The rules about which the file says anything, even that they are not known.
    fn rules(&self) -> Vec<(&'static str, &Evidence)> {
        fn of<'a, T: Fact>(name: &'static str, rule: &'a Rule<T>) -> Option<(&'static str, &'a Evidence)> {
            rule.is_stated().then(|| (name, rule.evidence()))
        }
        let rules = [
            of("quantity", &self.quantity),
            of("origin_country", &self.origin_country),
            of("retroactive", &self.retroactive),
            of("issue_window", &self.issue_window),
            of("duplicate", &self.duplicate),
            of("back_to_back", &self.back_to_back),
            of("third_party_invoice", &self.third_party_invoice),
            of("exhibition", &self.exhibition),
            of("de_minimis", &self.de_minimis),
            of("accumulation", &self.accumulation),
            of("invoice", &self.invoice),
            of("transport", &self.transport),
            of("blanket", &self.blanket),
            of("threshold", &self.threshold),
            of("correction", &self.correction),
            of("retention", &self.retention),
            of("verification", &self.verification),
            of("public_check", &self.public_check),
            of("signature", &self.signature),
            of("declaration", &self.declaration),
            of("certification", &self.certification),
            of("official_use", &self.official_use),
        ];
        rules.into_iter().flatten().collect()
    }
}
