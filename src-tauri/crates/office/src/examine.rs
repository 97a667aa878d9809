//! Is a sealed document to be believed, and what does it say? Gate, seal, reading of the verified bytes, trust, rules:
//! always in this order, for every way a document can come in (`seal-and-paper.md` section 10).

use tamga_formats::co_xml::{Document, read_document};
use tamga_origin::profile::Profiles;
use tamga_origin::states::Judgement as Standing;
use tamga_origin::trust::{KeyUse, StatusLists, TrustHistory};
use tamga_origin::{Certificate, Date, Finding, Severity, Timestamp};
use tamga_seal::{Class, Evidence, Judge, Judgement, OfferedEvidence, Policy, Question, StatusFact, Whole, check_co};
use tamga_xml::{Limits, gate};

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
}

impl Eyes<'_> {
    /// Looks at sealed bytes. `evidence` shows that they existed at some moment, `status` is what is known here about
    /// their number.
    pub(crate) fn look(&self, bytes: &[u8], evidence: &[Evidence], status: &[StatusFact]) -> Examined {
        match gate(bytes, &Limits::OWN).map_err(tamga_seal::Refusal::from).and_then(|doc| check_co(&doc)) {
            Ok(whole) => self.judge(&whole, evidence, status),
            Err(refusal) => self.refused(refusal),
        }
    }

    fn refused(&self, refusal: tamga_seal::Refusal) -> Examined {
        let judge = Judge::new(self.trust, self.policy);
        let class = refusal.class();
        let seal = judge.refused(refusal);
        let standing = if class == Class::Invalid { Standing::Broken } else { Standing::MayHeal };
        let reasons = findings(&seal);
        Examined { document: None, standing, seal_holds: false, seal, reasons }
    }

    fn judge(&self, whole: &Whole, evidence: &[Evidence], status: &[StatusFact]) -> Examined {
        let read = match whole.signed.gated() {
            Ok(gated) => read_document(&gated),
            Err(refusal) => return self.refused(refusal),
        };
        let (document, noticed) = match read {
            Ok(read) => (read.value, read.findings),
            Err(error) => {
                // Sealed, and yet no document of ours: whole, but there is nothing to believe.
                let mut examined = self.refused(tamga_seal::Refusal::invalid("shape.unknown_form", error.code()));
                let mut finding = Finding::block("read.wrong_root", "");
                finding.code = error.code().into();
                finding.params = error.params().into_iter().map(|(name, value)| (name.into(), value)).collect();
                examined.reasons.push(finding);
                return examined;
            }
        };
        let known = match &document {
            Document::Certificate(certificate) => {
                let (issuer, number) = (&certificate.issuer.code, &certificate.number);
                let mut known = reach_facts(self.status, issuer, number, certificate.revision);
                known.extend(status.iter().cloned());
                known
            }
            Document::Status(_) | Document::Answer(_) => Vec::new(),
        };
        let judge = Judge::new(self.trust, self.policy).beside(self.beside);
        let seal = judge.judge(whole, &question(&document, &known), evidence, self.now);
        let mut reasons = findings(&seal);
        // A seal that was ended since is genuine: what it sealed must not be used.
        let is_ended = seal.reasons.iter().any(|reason| is_end(&reason.finding));
        let against = |reason: &&tamga_seal::Reason| reason.class > Class::Note && !is_end(&reason.finding);
        let only_ended = is_ended && seal.reasons.iter().find(against).is_none();
        let standing = match seal.verdict {
            tamga_seal::Verdict::Invalid if only_ended => Standing::RefusedByRule,
            tamga_seal::Verdict::Invalid => Standing::Broken,
            tamga_seal::Verdict::Unknown => Standing::MayHeal,
            tamga_seal::Verdict::Valid => self.by_rules(&document, &noticed, &mut reasons),
        };
        let seal_holds = seal.verdict == tamga_seal::Verdict::Valid || only_ended;
        Examined { document: Some(document), standing, seal_holds, seal, reasons }
    }

    /// A good seal says who signed; whether what they signed can be used here is decided by the rules of the form.
    fn by_rules(&self, document: &Document, noticed: &[Finding], reasons: &mut Vec<Finding>) -> Standing {
        reasons.extend(noticed.iter().cloned());
        let Document::Certificate(certificate) = document else { return Standing::Valid };
        if let Some(country) = self.country
            && certificate.transport.destination_country != country
        {
            let found = &certificate.transport.destination_country;
            reasons.push(Finding::block("inbound.not_for_us", "transport.destination_country").with("found", found));
            return Standing::Broken;
        }
        let rules = self.profiles.check(certificate, self.now.date());
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

/// Which use of a key, whose and for what, a document asks about.
fn question<'a>(document: &'a Document, status: &'a [StatusFact]) -> Question<'a> {
    match document {
        Document::Certificate(certificate) => Question {
            usage: KeyUse::Co,
            issuer: &certificate.issuer.code,
            scheme: &certificate.scheme.code,
            form: &certificate.scheme.form_code,
            destination: &certificate.transport.destination_country,
            status,
        },
        Document::Status(statement) => Question {
            usage: KeyUse::Status,
            issuer: &statement.issuer.code,
            scheme: &statement.scheme,
            form: "",
            destination: &statement.destination_country,
            status: &[],
        },
        Document::Answer(answer) => {
            Question { usage: KeyUse::Status, issuer: &answer.from, scheme: "", form: "", destination: "", status: &[] }
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
        let valid_to = self.certificate().and_then(|certificate| certificate.valid_to);
        let over = valid_to.filter(|last| *last < today && self.seal_holds);
        Verdict {
            kind,
            headline: over.map_or_else(|| headline(kind, &self.reasons), |last| expired(last, today)),
            reasons: self.reasons.clone(),
            signed_by: signer
                .map_or_else(String::new, |signer| first(&[&signer.body_name, &signer.body, &signer.authority])),
            officer: signer.map_or_else(String::new, |signer| first(&[&signer.officer, &signer.name])),
            signed_at: self.seal.time.map(|time| time.at),
            valid_to,
            list_number: self.seal.list.map(|list| list.number),
            list_issued_at: self.seal.list.map(|list| list.issued_at),
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
