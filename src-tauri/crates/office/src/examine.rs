//! Is a sealed document to be believed, and what does it say? Gate, seal, reading of the verified bytes, trust, rules:
//! always in this order, for every way a document can come in (`seal-and-paper.md` section 10).

use tamga_formats::FormatError;
use tamga_formats::co_xml::Document;
use tamga_origin::profile::{Confirmations, Profiles, StampAsked};
use tamga_origin::states::Judgement as Standing;
use tamga_origin::trust::{KeyUse, StatusLists, TrustHistory};
use tamga_origin::{Answer, Certificate, Date, Finding, Inquiry, Severity, Timestamp};
use tamga_seal::{Class, Evidence, Judge, Judgement, OfferedEvidence, Policy, Question, Reason, Refusal, StatusFact};

use crate::sealed::{self, Closed, Opened, explain};
use crate::trust::reach_facts;
use crate::verdict::{Verdict, VerdictKind, headline};

/// With whose eyes a document is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Eyes<'a> {
    pub(crate) trust: &'a TrustHistory,
    pub(crate) status: &'a StatusLists,
    pub(crate) policy: &'a Policy,
    pub(crate) profiles: &'a Profiles,
    /// Country of the border post; none when only the document itself is asked about.
    pub(crate) country: Option<&'a str>,
    pub(crate) now: Timestamp,
    /// Evidence known here beside what stands in the document's own file.
    pub(crate) beside: &'a OfferedEvidence,
}

/// What came out.
#[derive(Debug, Clone)]
pub(crate) struct Examined {
    /// What it says, read from verified bytes and from nothing else; none when nothing was verified or readable.
    pub(crate) document: Option<Document>,
    /// What seal and rules made of it.
    pub(crate) standing: Standing,
    /// Is it validly signed by somebody who was entitled?
    pub(crate) seal_holds: bool,
    /// The judgement on the seal.
    pub(crate) seal: Judgement,
    /// Every reason: the seal's, then the reader's, then the rules'.
    pub(crate) reasons: Vec<Finding>,
    /// The last day it counts: the one it states, else the one its form computes.
    pub(crate) last_day: Option<Date>,
}

impl Eyes<'_> {
    /// Looks at sealed bytes of any dialect. `evidence` shows that they existed at some moment, `status` is what is known
    /// here about their number.
    pub(crate) fn look(&self, bytes: &[u8], evidence: &[Evidence], status: &[StatusFact]) -> Examined {
        match sealed::open(bytes) {
            Ok(opened) if opened.is_certified() => self.judge(opened, evidence, status),
            Ok(opened) => self.uncertified(opened),
            Err(Closed::Seal(refusal)) => {
                let more = explain(bytes, &refusal);
                self.refused(Refusal { reasons: [refusal.reasons, more].concat() })
            }
            Err(Closed::Content { error, own }) => self.without_content(&error, own),
        }
    }

    /// What is to be said where nothing could be looked at.
    pub(crate) fn refused(&self, refusal: Refusal) -> Examined {
        let judge = Judge::new(self.trust, self.policy);
        let class = refusal.class();
        let seal = judge.refused(refusal);
        let standing = if class == Class::Invalid { Standing::Broken } else { Standing::MayHeal };
        let reasons = findings(&seal);
        Examined { document: None, standing, seal_holds: false, seal, reasons, last_day: None }
    }

    /// Sealed, and yet no document of ours: whole, but there is nothing to believe.
    fn without_content(&self, error: &FormatError, own: bool) -> Examined {
        let class = if own { Class::Invalid } else { Class::Unknown };
        let mut examined = self.refused(Reason::new(class, "shape.unknown_form").found(error.code()).into());
        let mut finding = Finding::block("read.wrong_root", "");
        finding.code = error.code().into();
        finding.params = error.params().into_iter().map(|(name, value)| (name.into(), value)).collect();
        examined.reasons.push(finding);
        examined
    }

    /// A COD that only its exporter signed is whole, and no certificate yet.
    fn uncertified(&self, opened: Opened) -> Examined {
        let doubt = Reason { class: Class::Unknown, finding: Finding::warn("cod.uncertified", "") };
        let mut examined = self.refused(doubt.into());
        examined.reasons.extend(opened.noticed);
        examined.document = Some(opened.document);
        examined
    }

    fn judge(&self, mut opened: Opened, evidence: &[Evidence], status: &[StatusFact]) -> Examined {
        opened.noticed.extend(opened.one_signer());
        let asked = Asked::of(&opened, self);
        let known = match &opened.document {
            Document::Certificate(certificate) => {
                let mut known = reach_facts(self.status, &asked.issuer, &certificate.number, certificate.revision);
                known.extend(status.iter().cloned());
                known
            }
            Document::Status(_) | Document::Answer(_) | Document::Inquiry(_) => Vec::new(),
        };
        let judge = Judge::new(self.trust, self.policy).beside(self.beside);
        let question = asked.question(&opened.document, &known);
        let seal = judge.judge(&opened.seal, &question, evidence, self.now);
        let mut reasons = findings(&seal);
        reasons.extend(opened.exporter_certificate());
        // Where the time of signing can be read in two ways, the answer has to be the same in both.
        let last = opened.at_the_latest().map(|later| judge.judge(&later, &question, evidence, self.now).verdict);
        if let Some(last) = last.filter(|last| *last != seal.verdict) {
            let doubt = Finding::warn("time.offset_unknown", "issued_at").with("found", seal.verdict.as_str());
            reasons.push(doubt.with("expected", last.as_str()));
            let (standing, last_day) = (Standing::MayHeal, None);
            return Examined { document: Some(opened.document), standing, seal_holds: false, seal, reasons, last_day };
        }
        // A seal that was ended since is genuine: what it sealed must not be used.
        let is_ended = seal.reasons.iter().any(|reason| is_end(&reason.finding));
        let against = |reason: &&Reason| reason.class > Class::Note && !is_end(&reason.finding);
        let only_ended = is_ended && seal.reasons.iter().find(against).is_none();
        let standing = match seal.verdict {
            tamga_seal::Verdict::Invalid if only_ended => Standing::RefusedByRule,
            tamga_seal::Verdict::Invalid => Standing::Broken,
            tamga_seal::Verdict::Unknown => Standing::MayHeal,
            tamga_seal::Verdict::Valid => self.by_rules(&opened, &mut reasons),
        };
        let seal_holds = seal.verdict == tamga_seal::Verdict::Valid || only_ended;
        let last_day = opened.last_day(self.profiles, self.now.date());
        Examined { document: Some(opened.document), standing, seal_holds, seal, reasons, last_day }
    }

    /// A good seal says who signed; whether what they signed can be used here is decided by the rules of the form.
    fn by_rules(&self, opened: &Opened, reasons: &mut Vec<Finding>) -> Standing {
        let noticed = &opened.noticed;
        reasons.extend(noticed.iter().cloned());
        let Document::Certificate(certificate) = &opened.document else { return Standing::Valid };
        if let Some(country) = self.country
            && certificate.transport.destination_country != country
        {
            let found = &certificate.transport.destination_country;
            reasons.push(Finding::block("inbound.not_for_us", "transport.destination_country").with("found", found));
            return Standing::Broken;
        }
        let rules = match opened.as_meant(certificate, self.profiles) {
            Some(meant) => self.profiles.check(&meant, self.now.date()),
            None => self.profiles.check(certificate, self.now.date()),
        };
        let unreadable = noticed.iter().any(|finding| finding.severity == Severity::Block);
        let heaviest = rules.iter().chain(noticed).map(|finding| finding.severity).max();
        reasons.extend(rules);
        match heaviest {
            _ if unreadable => Standing::Broken,
            Some(Severity::Block) => Standing::RefusedByRule,
            Some(Severity::Warn) => Standing::ValidWithWarnings,
            Some(Severity::Info) | None => Standing::Valid,
        }
    }
}

/// What has to be looked up before a document's question can be asked.
struct Asked {
    issuer: String,
    form: String,
    stamp: StampAsked,
}

impl Asked {
    fn of(opened: &Opened, eyes: &Eyes<'_>) -> Self {
        let Document::Certificate(certificate) = &opened.document else {
            return Self { issuer: String::new(), form: String::new(), stamp: StampAsked::No };
        };
        let issuer = opened.issuer(certificate, eyes.trust);
        let meant = opened.as_meant(certificate, eyes.profiles);
        let profile = eyes.profiles.judging(meant.as_ref().unwrap_or(certificate), eyes.now.date());
        Self {
            issuer,
            stamp: profile.map_or(StampAsked::No, |profile| profile.stamp_asked(&Confirmations::NONE)),
            form: meant.map_or_else(|| certificate.scheme.form_code.clone(), |meant| meant.scheme.form_code),
        }
    }

    /// Which use of a key, whose and for what, a document asks about.
    fn question<'a>(&'a self, document: &'a Document, status: &'a [StatusFact]) -> Question<'a> {
        match document {
            Document::Certificate(certificate) => Question {
                usage: KeyUse::of_proof(certificate.proof_type),
                issuer: &self.issuer,
                scheme: &certificate.scheme.code,
                form: &self.form,
                destination: &certificate.transport.destination_country,
                stamp: self.stamp,
                status,
            },
            Document::Status(statement) => Question {
                usage: KeyUse::Status,
                issuer: &statement.issuer.code,
                scheme: &statement.scheme,
                form: "",
                destination: &statement.destination_country,
                stamp: StampAsked::No,
                status: &[],
            },
            Document::Answer(Answer { from, .. }) | Document::Inquiry(Inquiry { from, .. }) => Question {
                usage: KeyUse::Status,
                issuer: from,
                scheme: "",
                form: "",
                destination: "",
                stamp: StampAsked::No,
                status: &[],
            },
        }
    }
}

/// Does this say that the issuer ended the certificate for good?
pub(crate) fn is_end(finding: &Finding) -> bool {
    finding.severity == Severity::Block && ["status.cancelled", "status.replaced"].contains(&finding.code.as_ref())
}

fn findings(seal: &Judgement) -> Vec<Finding> {
    seal.reasons.iter().map(|reason| reason.finding.clone()).collect()
}

impl Examined {
    /// The certificate, when it is one.
    pub(crate) fn certificate(&self) -> Option<&Certificate> {
        match &self.document {
            Some(Document::Certificate(certificate)) => Some(certificate),
            _ => None,
        }
    }

    /// The answer for people.
    pub(crate) fn verdict(&self, today: Date) -> Verdict {
        let kind = match self.standing {
            // "Genuine" is not "still in force".
            Standing::RefusedByRule if self.reasons.iter().any(is_end) => VerdictKind::NotGenuine,
            Standing::Valid => VerdictKind::Genuine,
            Standing::ValidWithWarnings | Standing::RefusedByRule => VerdictKind::Look,
            Standing::Broken => VerdictKind::NotGenuine,
            Standing::MayHeal => VerdictKind::CannotJudge,
        };
        let signer = self.seal.signer.as_ref();
        let counts = matches!(kind, VerdictKind::Genuine | VerdictKind::Look);
        let over = self.last_day.filter(|last| *last < today && counts);
        Verdict {
            kind,
            headline: over.map_or_else(|| headline(kind, &self.reasons), |last| expired(last, today)),
            reasons: self.reasons.clone(),
            signed_by: signer
                .map_or_else(String::new, |signer| first(&[&signer.body_name, &signer.body, &signer.authority])),
            officer: signer.map_or_else(String::new, |signer| first(&[&signer.officer, &signer.name])),
            signed_at: self.seal.time.map(|time| time.at),
            valid_to: self.last_day,
            list_number: self.seal.list.map(|list| list.number),
            list_issued_at: self.seal.list.map(|list| list.issued_at),
            evidence: self.seal.used.clone(),
        }
    }
}

/// The headline of a certificate whose life is over.
pub(crate) fn expired(last: Date, today: Date) -> crate::word::Word {
    let days = today.days_since_epoch() - last.days_since_epoch();
    crate::word::Word::new("verdict.expired").with("days", days).with("date", last)
}

fn first(names: &[&String]) -> String {
    names.iter().find(|name| !name.is_empty()).map_or_else(String::new, |name| (*name).clone())
}
