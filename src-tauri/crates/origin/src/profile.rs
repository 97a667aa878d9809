//! What does an agreement ask of its form? The agreement profile: boxes, codes, limits, dates and words as data
//! (`agreements.md` section 3).
//!
//! Every table carries its evidence. What a profile means for a certificate is in `check`; how a profile is written
//! in a file is a question for the formats.

mod evidence;
mod rules;
#[cfg(test)]
mod tests;

pub use evidence::{Evidence, Grade, Source};
pub use rules::*;

use crate::certificate::Flag;
use crate::criterion::CriterionRow;
use crate::layout::{Bind, Layout};
use crate::numbering::Pattern;
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

words! {
    /// On which side of the trade a party counts.
    Side {
        /// Both.
        Both = "both",
        /// Exporting only.
        Export = "export",
        /// Importing only.
        Import = "import",
    }
}

words! {
    /// What decides between two versions of a form that are in force together.
    ChooseBy {
        /// Each exporting country has its own day.
        Party = "party",
        /// A dated table of partner pairs.
        Pair = "pair",
        /// The exporter's choice.
        Exporter = "exporter",
    }
}

words! {
    /// What the form is printed on.
    Paper {
        /// Plain paper: lines, labels and values are printed.
        Plain = "plain",
        /// A preprinted form: values only.
        Preprinted = "preprinted",
    }
}

words! {
    /// When a box must be filled.
    Required {
        /// Always.
        Always = "always",
        /// When it is known.
        IfKnown = "if_known",
        /// Never; it stays empty.
        Never = "never",
        /// By the authority, not by the office.
        ByAuthority = "by_authority",
    }
}

words! {
    /// What happens to text that does not fit its box.
    Overflow {
        /// It flows to a continuation sheet.
        Continuation = "continuation",
        /// It is refused.
        Refuse = "refuse",
    }
}

/// A member of the agreement, with its own dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// ISO 3166-1 alpha-2, `EU`, or `*` for any country.
    pub code: String,
    /// First day of membership, when it differs from the form's.
    pub from: Option<Date>,
    /// Last day of membership.
    pub to: Option<Date>,
    /// Side on which it counts.
    pub side: Side,
    /// Where this was read.
    pub evidence: Evidence,
}

impl Member {
    /// Does this row make the country a member on that day and on that side?
    pub fn covers(&self, country: &str, side: Side, day: Date) -> bool {
        (self.code == "*" || self.code == country)
            && (self.side == Side::Both || self.side == side)
            && self.from.is_none_or(|from| from <= day)
            && self.to.is_none_or(|to| day <= to)
    }
}

/// When this version of the form applies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dates {
    /// First day of issue.
    pub from: Option<Date>,
    /// Last day of issue.
    pub to: Option<Date>,
    /// Until then it may still be issued beside its successor.
    pub accepted_until: Option<Date>,
    /// What decides where two versions overlap.
    pub choose_by: Option<ChooseBy>,
    /// Where this was read.
    pub evidence: Evidence,
}

impl Dates {
    /// May the form be issued on that day, counting the time beside its successor?
    pub fn contain(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.last_day().is_none_or(|last| day <= last)
    }

    /// The last day on which the form may be issued at all.
    pub fn last_day(&self) -> Option<Date> {
        self.to.map(|to| self.accepted_until.map_or(to, |until| until.max(to)))
    }
}

/// The face of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Form code, for instance `CO`.
    pub code: String,
    /// The agreement's own version of the form.
    pub version: String,
    /// Title printed on it.
    pub title: String,
    /// Languages allowed, as ISO 639-1 capitals.
    pub languages: Vec<String>,
    /// Any language will do, with a translation.
    pub any_with_translation: bool,
    /// Wording of the copies, in printed order.
    pub copies: Vec<String>,
    /// Where the copies were read.
    pub copies_evidence: Evidence,
    /// Paper.
    pub paper: Paper,
    /// Where this was read.
    pub evidence: Evidence,
}

/// One numbered box of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormBox {
    /// Number as printed, so that `8a` works.
    pub number: String,
    /// What of the certificate stands in it; never bound by number.
    pub keys: Vec<Bind>,
    /// Label as printed.
    pub label: String,
    /// When it must be filled.
    pub required: Required,
    /// Texts accepted in place of the real content.
    pub words: Vec<String>,
    /// Most characters that fit.
    pub max_chars: Option<usize>,
    /// What happens beyond that.
    pub overflow: Overflow,
    /// Where this was read.
    pub evidence: Evidence,
}

/// A tick box or a set remark of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagRow {
    /// Which flag.
    pub flag: Flag,
    /// Drawn as a tick, printed as text, or part of a code.
    pub mark: Mark,
    /// Number of the box it stands in.
    pub in_box: String,
    /// Words printed.
    pub words: String,
    /// Flags that cannot stand beside it.
    pub excludes: Vec<Flag>,
    /// Where this was read.
    pub evidence: Evidence,
}

/// How certificate numbers are built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbering {
    /// The pattern.
    pub pattern: Pattern,
    /// Does the agreement prescribe it? Our own default makes numbers but judges nobody else's.
    pub prescribed: bool,
    /// When the running number starts again.
    pub reset: Reset,
    /// Longest number the agreement's dialects carry.
    pub max_len: Option<usize>,
    /// Where this was read.
    pub evidence: Evidence,
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
    /// Face of the form.
    pub form: Form,
    /// Numbered boxes, in printed order.
    pub boxes: Vec<FormBox>,
    /// Goods items.
    pub items: ItemRule,
    /// Tariff codes.
    pub hs: HsRule,
    /// Value column.
    pub fob: FobRule,
    /// Origin criteria, in matching order.
    pub criteria: Vec<CriterionRow>,
    /// Ticks and remarks.
    pub flags: Vec<FlagRow>,
    /// Country of origin.
    pub origin_country: Option<OriginCountry>,
    /// Late issue.
    pub retroactive: Option<Retroactive>,
    /// Duplicates and certified copies.
    pub duplicate: Option<Duplicate>,
    /// Invoices by a third party.
    pub third_party_invoice: Option<ThirdPartyInvoice>,
    /// Invoices.
    pub invoice: Option<InvoiceRule>,
    /// Length of life.
    pub validity: Validity,
    /// Corrections.
    pub correction: Option<Correction>,
    /// The exporter's declaration.
    pub declaration: Option<Attest>,
    /// The body's certification.
    pub certification: Option<Attest>,
    /// The importing authority's box.
    pub official_use: Option<OfficialUse>,
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

    /// First and last day of a certificate's life; the last is none where no life is known.
    ///
    /// A certificate issued late lives from its shipment where the late rule says so.
    pub fn validity(&self, issued: Date, shipment: Option<Date>) -> (Date, Option<Date>) {
        let late_rule = self.retroactive.as_ref().filter(|rule| rule.valid_from == LifeFrom::Shipment);
        let late_from = late_rule.zip(shipment).and_then(|(rule, shipped)| {
            let last = rule.limit.last_day(shipped)?;
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
        facts.extend(self.parties.iter().map(|party| (format!("parties.{}", party.code), &party.evidence)));
        facts.push(("dates".to_owned(), &self.dates.evidence));
        facts.push(("form".to_owned(), &self.form.evidence));
        facts.push(("copies".to_owned(), &self.form.copies_evidence));
        facts.extend(self.boxes.iter().map(|one| (format!("box.{}", one.number), &one.evidence)));
        facts.push(("items".to_owned(), &self.items.evidence));
        facts.push(("hs".to_owned(), &self.hs.evidence));
        facts.push(("fob".to_owned(), &self.fob.evidence));
        facts.extend(self.criteria.iter().map(|row| (format!("criterion.{}", row.code), &row.evidence)));
        facts.extend(self.flags.iter().map(|row| (format!("flag.{}", row.flag.code()), &row.evidence)));
        let rules = [
            ("origin_country", self.origin_country.as_ref().map(|rule| &rule.evidence)),
            ("retroactive", self.retroactive.as_ref().map(|rule| &rule.evidence)),
            ("duplicate", self.duplicate.as_ref().map(|rule| &rule.evidence)),
            ("third_party_invoice", self.third_party_invoice.as_ref().map(|rule| &rule.evidence)),
            ("invoice", self.invoice.as_ref().map(|rule| &rule.evidence)),
            ("validity", Some(&self.validity.evidence)),
            ("correction", self.correction.as_ref().map(|rule| &rule.evidence)),
            ("declaration", self.declaration.as_ref().map(|rule| &rule.evidence)),
            ("certification", self.certification.as_ref().map(|rule| &rule.evidence)),
            ("official_use", self.official_use.as_ref().map(|rule| &rule.evidence)),
            ("numbering", Some(&self.numbering.evidence)),
        ];
        facts.extend(rules.into_iter().filter_map(|(name, evidence)| Some((name.to_owned(), evidence?))));
        facts
    }
}

/// The profiles an office knows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profiles {
    list: Vec<AgreementProfile>,
}

impl Profiles {
    /// A set of profiles; of two with one id the later revision counts.
    pub fn new(profiles: impl IntoIterator<Item = AgreementProfile>) -> Self {
        let mut list: Vec<AgreementProfile> = Vec::new();
        for profile in profiles {
            match list.iter_mut().find(|known| known.id == profile.id) {
                Some(known) if known.revision < profile.revision => *known = profile,
                Some(_) => {}
                None => list.push(profile),
            }
        }
        list.sort_by(|a, b| a.id.cmp(&b.id));
        Self { list }
    }

    /// All profiles, by id.
    pub fn list(&self) -> &[AgreementProfile] {
        &self.list
    }

    /// The profile with that id, whatever its dates.
    pub fn find(&self, id: &str) -> Option<&AgreementProfile> {
        self.list.iter().find(|profile| profile.id == id)
    }

    /// Profiles of a family, or the one with that id, or those a document calls by that name in any letter case.
    pub fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a AgreementProfile> {
        self.list.iter().filter(move |profile| {
            profile.id.eq_ignore_ascii_case(name)
                || profile.family.eq_ignore_ascii_case(name)
                || profile.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
        })
    }

    /// The version in force on a day, by id, family or alias; of two that overlap the one that began later.
    pub fn in_force<'a>(&'a self, name: &str, day: Date) -> Option<&'a AgreementProfile> {
        self.named(name).filter(|profile| profile.dates.contain(day)).max_by_key(|profile| profile.dates.from)
    }
}
