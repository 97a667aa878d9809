//! How does a certificate begin, and what does issuing add? Drafts made empty, from the last one or from a foreign
//! file, and the image that is signed.
//!
//! Whether a draft may be issued is the question of `check` and `states`; nothing here invents a fact.

use crate::criterion::{CriterionReading, CriterionRow, read_criterion};
use crate::layout::{AreaKind, Bind};
use crate::profile::{AgreementProfile, Mark, ProofKind};
use crate::time::Moment;
use crate::transport::{Departure, Place, Transport};
use crate::{Attestation, Certificate, Flag, Function, IssuingBody, ProofType, Scheme};

/// What issuing adds to a draft.
#[derive(Debug, Clone, Copy)]
pub struct Issuing<'a> {
    /// Number from the block.
    pub number: &'a str,
    /// UUID of the document as 32 hex digits.
    pub document_id: &'a str,
    /// Day or instant of issue.
    pub issued_at: Moment,
    /// Place of issue.
    pub place: &'a Place,
    /// The body that certifies.
    pub issuer: &'a IssuingBody,
    /// Officer who signs, by name.
    pub officer: &'a str,
    /// The officer's title, or empty.
    pub officer_title: &'a str,
    /// Is it a demonstration? Marks the certificate as a test for good.
    pub demonstration: bool,
}

/// An empty draft of a form: scheme, kind of proof and the wording of the declaration, nothing else but the body.
pub fn blank(profile: &AgreementProfile, issuer: &IssuingBody) -> Certificate {
    let text = profile.wording(Bind::ExporterDeclaration).to_owned();
    let declaration = profile.declaration.terms().map(|_| Attestation { text, ..Attestation::default() });
    Certificate {
        proof_type: profile.proof_type(),
        scheme: scheme(profile),
        is_preferential: profile.is_preferential(),
        issuer: issuer.clone(),
        exporter_declaration: declaration,
        transport: Transport { export_country: issuer.address.country.clone(), ..Transport::default() },
        ..Certificate::default()
    }
}

/// The scheme block of a profile.
pub fn scheme(profile: &AgreementProfile) -> Scheme {
    Scheme {
        code: profile.id.clone(),
        name: profile.title("en").to_owned(),
        form_code: profile.form.code.clone(),
        form_version: profile.form.version.clone(),
    }
}

impl Certificate {
    /// The next certificate like this one: what belongs to one shipment is cleared, the rest stays.
    ///
    /// The second part names every path that was cleared, had said something and is filled by a person, so that
    /// exactly these are filled again (`interface.md` I2); what only issuing gives is gone without a word.
    pub fn clone_for_next(&self) -> (Self, Vec<String>) {
        let (mut next, _) = self.without_issue();
        next.issuer = self.issuer.clone();
        let mut cleared = Vec::new();
        let mut clear = |path: String, said: bool| {
            if said {
                cleared.push(path);
            }
        };
        clear("invoices".into(), !next.invoices.is_empty());
        next.invoices.clear();
        clear("references".into(), !next.references.is_empty());
        next.references.clear();
        clear("evidence".into(), !std::mem::take(&mut next.evidence).is_empty());
        clear("orders".into(), !std::mem::take(&mut next.orders).is_empty());
        clear("documentary_credit".into(), next.documentary_credit.take().is_some());
        clear("legalisations".into(), !std::mem::take(&mut next.legalisations).is_empty());
        clear("package_total".into(), next.package_total.take().is_some());
        clear("gross_mass_total".into(), next.gross_mass_total.take().is_some());
        next.flags.retain(|flag| matches!(flag, Flag::ProducerConf | Flag::Accumulation));
        let travel = &mut next.transport;
        clear("transport.departure".into(), travel.departure.take().is_some());
        clear("transport.means".into(), std::mem::take(&mut travel.means) != Default::default());
        clear("transport.documents".into(), !std::mem::take(&mut travel.documents).is_empty());
        clear("transport.carrier".into(), !std::mem::take(&mut travel.carrier).is_empty());
        clear("transport.carrier_id".into(), !std::mem::take(&mut travel.carrier_id).is_empty());
        clear("transport.equipment".into(), !std::mem::take(&mut travel.equipment).is_empty());
        clear("transport.ucr".into(), !std::mem::take(&mut travel.ucr).is_empty());
        clear("transport.trader_reference".into(), !std::mem::take(&mut travel.trader_reference).is_empty());
        if let Some(declaration) = &mut next.exporter_declaration {
            clear("exporter_declaration.date".into(), declaration.date.take().is_some());
        }
        for item in &mut next.items {
            let at = format!("items[{}]", item.sequence);
            clear(format!("{at}.gross_mass"), item.gross_mass.take().is_some());
            clear(format!("{at}.net_mass"), item.net_mass.take().is_some());
            clear(format!("{at}.quantities"), !std::mem::take(&mut item.quantities).is_empty());
            clear(format!("{at}.ledger"), item.ledger.take().is_some());
            clear(format!("{at}.value"), item.value.take().is_some());
            clear(format!("{at}.invoice_refs"), !std::mem::take(&mut item.invoice_refs).is_empty());
            clear(format!("{at}.producer_declaration"), item.producer_declaration.take().is_some());
            for (index, line) in item.packages.iter_mut().enumerate() {
                let at = format!("{at}.packages[{}]", index + 1);
                clear(format!("{at}.count"), line.count.take().is_some());
                clear(format!("{at}.marks"), !std::mem::take(&mut line.marks).is_empty());
            }
        }
        (next, cleared)
    }

    /// What a draft may take over from an issued or foreign certificate: everything but what only issuing gives.
    ///
    /// The second part names every path that was left behind and had said something.
    pub fn without_issue(&self) -> (Self, Vec<String>) {
        let mut draft = self.clone();
        let mut left = Vec::new();
        let mut leave = |path: &str, said: bool| {
            if said {
                left.push(path.to_owned());
            }
        };
        leave("number", !std::mem::take(&mut draft.number).is_empty());
        leave("document_id", !std::mem::take(&mut draft.document_id).is_empty());
        leave("issued_at", draft.issued_at.take().is_some());
        leave("issue_place", std::mem::take(&mut draft.issue_place) != Place::default());
        leave("valid_from", draft.valid_from.take().is_some());
        leave("valid_to", draft.valid_to.take().is_some());
        leave("issuer", std::mem::take(&mut draft.issuer) != IssuingBody::default());
        leave("certification", draft.certification.take().is_some());
        leave("function", std::mem::take(&mut draft.function) != Function::Original);
        leave("copies", draft.copies.take().is_some());
        leave("check_address", !std::mem::take(&mut draft.check_address).is_empty());
        leave("check_token", !std::mem::take(&mut draft.check_token).is_empty());
        leave("amendments", !std::mem::take(&mut draft.amendments).is_empty());
        leave("annex_digest", !std::mem::take(&mut draft.annex_digest).is_empty());
        draft.revision = 0;
        draft.flags.retain(|flag| *flag != Flag::Test);
        (draft, left)
    }

    /// The image that is signed: the draft with its number, life, issuing body and, unless it is a self-declaration,
    /// certification.
    ///
    /// Facts a person entered stay as they are; the criterion's code and parts are read from its printed words once more.
    pub fn prepared_for_issue(&self, issuing: &Issuing<'_>, profile: &AgreementProfile) -> Self {
        let mut image = self.clone();
        let shipped = shipment_day(self);
        let (from, to) = profile.validity(issuing.issued_at.date(), shipped);
        image.number = issuing.number.to_owned();
        image.document_id = issuing.document_id.to_owned();
        image.function = Function::Original;
        image.revision = 1;
        image.proof_type = profile.proof_type();
        image.is_preferential = profile.is_preferential();
        image.scheme = scheme(profile);
        image.issued_at = Some(issuing.issued_at);
        image.issue_place = issuing.place.clone();
        image.issuer = issuing.issuer.clone();
        // A life is printed only where the form has one.
        image.valid_from = to.map(|_| from);
        image.valid_to = to;
        // Nobody certifies what an exporter declares.
        image.certification = (!image.is_self_declaration()).then(|| Attestation {
            text: profile.wording(Bind::Certification).to_owned(),
            date: Some(issuing.issued_at),
            place: issuing.place.clone(),
            name: issuing.officer.to_owned(),
            title: issuing.officer_title.to_owned(),
        });
        // Words set by the form stand in the remarks, where the paper prints them.
        for flag in &self.flags {
            let words = profile.flag(*flag).filter(|row| row.mark == Mark::Text).map_or("", |row| row.words.as_str());
            if !words.is_empty() && !image.remarks.iter().any(|remark| remark == words) {
                image.remarks.push(words.to_owned());
            }
        }
        if issuing.demonstration && !image.flags.contains(&Flag::Test) {
            image.flags.push(Flag::Test);
        }
        let rows: Vec<&CriterionRow> = profile.face_criteria().collect();
        let destination = image.transport.destination_country.clone();
        for item in &mut image.items {
            if let CriterionReading::Understood { row, percent, heading, sub, .. } =
                read_criterion(&item.criterion.printed, &rows, &destination)
            {
                item.criterion.code.clone_from(&row.code);
                item.criterion.percent = percent;
                item.criterion.heading = heading.unwrap_or_default();
                item.criterion.sub = sub.unwrap_or_default();
            }
        }
        image
    }
}

impl Certificate {
    /// The last day of its life: the one it states, else the one that its form computes from the day of issue. None for a
    /// draft, and where the form knows no life.
    pub fn last_day(&self, profile: &AgreementProfile) -> Option<crate::time::Date> {
        let computed = |issued: Moment| profile.validity(issued.date(), shipment_day(self)).1;
        self.valid_to.or_else(|| self.issued_at.and_then(computed))
    }
}

/// The day of departure, when it is a day and not words.
pub(crate) fn shipment_day(certificate: &Certificate) -> Option<crate::time::Date> {
    match &certificate.transport.departure {
        Some(Departure::At(moment)) => Some(moment.date()),
        Some(Departure::Words(_)) | None => None,
    }
}

impl AgreementProfile {
    /// Is it the exporter's own statement, which no body certifies?
    pub fn is_self_declaration(&self) -> bool {
        self.proof == ProofKind::SelfDeclaration
    }

    /// The kind of proof that a document of this form is.
    pub fn proof_type(&self) -> ProofType {
        match self.is_self_declaration() {
            true => ProofType::Declaration,
            false => ProofType::from_code(&self.document_code).unwrap_or_default(),
        }
    }

    /// The words of the declaration or certification: the form's own, else those of its printed grid; empty for none.
    pub fn wording(&self, bind: Bind) -> &str {
        let attest = match bind {
            Bind::ExporterDeclaration => self.declaration.terms(),
            Bind::Certification => self.certification.terms(),
            _ => None,
        };
        let own = attest.map(|attest| attest.text.as_str()).filter(|text| !text.is_empty());
        let printed = || {
            let areas = self.layout.as_ref().map_or(&[][..], |layout| &layout.areas);
            let bound = |area: &&crate::layout::Area| {
                area.kind == AreaKind::Signature && area.block.parts.iter().any(|part| part.bind == bind)
            };
            areas.iter().find(bound).map(|area| area.text.as_str())
        };
        own.or_else(printed).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
