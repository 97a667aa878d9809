//! Papers in Tamga CO XML: references, supporting documents, orders, the documentary credit, legalisations, amendments.

use tamga_origin::{
    Amendment, DocumentaryCredit, Legalisation, LegalisationKind, LegalisationStatus, Moment, Order, Reference,
    SupportingDocument,
};

use super::parts::{Notes, Parts, moment_element};
use crate::tree::Element;

/// What an `AdditionalDocument` of the declaration is: several uses of one class, told apart by `role`.
const EVIDENCE: &str = "evidence";
const ORDER: &str = "order";
const CREDIT: &str = "credit";

pub(super) fn reference_element(reference: &Reference) -> Element {
    let Reference { role, kind, number, date, issuer, country, line } = reference;
    Element::new("PreviousDocument")
        .leaf("ID", number)
        .child(moment_element("IssueDateTime", date.map(Moment::Day)))
        .leaf("LineNumeric", &line.map(|line| line.to_string()).unwrap_or_default())
        .leaf("TypeCode", kind)
        .leaf("RoleCode", role)
        .leaf("IssuerName", issuer)
        .leaf("CountryCode", country)
        .present()
}

pub(super) fn read_reference(mut parts: Parts, due: usize, notes: &mut Notes) -> Reference {
    let reference = Reference {
        number: parts.text("ID", notes),
        date: parts.day("IssueDateTime", format!("references[{due}].date"), notes),
        line: parts.small("LineNumeric", format!("references[{due}].line"), notes),
        kind: parts.code("TypeCode", notes),
        role: parts.code("RoleCode", notes),
        issuer: parts.text("IssuerName", notes),
        country: parts.text("CountryCode", notes),
    };
    parts.close(notes);
    reference
}

pub(super) fn evidence_element(document: &SupportingDocument) -> Element {
    let SupportingDocument { category, kind, number, name, date, digest } = document;
    Element::new("AdditionalDocument")
        .leaf("CategoryCode", category)
        .child(moment_element("EffectiveDateTime", date.map(Moment::Day)))
        .leaf("ID", number)
        .leaf("Name", name)
        .leaf("TypeCode", kind)
        .leaf("DigestID", digest)
        .present()
        .with("role", EVIDENCE)
}

pub(super) fn order_element(order: &Order) -> Element {
    let Order { kind, number, date } = order;
    Element::new("AdditionalDocument")
        .child(moment_element("EffectiveDateTime", date.map(Moment::Day)))
        .leaf("ID", number)
        .leaf("TypeCode", kind)
        .present()
        .with("role", ORDER)
}

pub(super) fn credit_element(credit: &DocumentaryCredit) -> Element {
    let DocumentaryCredit { number, date, bank } = credit;
    Element::new("AdditionalDocument")
        .child(moment_element("EffectiveDateTime", date.map(Moment::Day)))
        .leaf("ID", number)
        .child([Element::says("TypeCode", "465").with("listID", "1001")])
        .leaf("IssuerName", bank)
        .with("role", CREDIT)
}

/// What stood in the additional documents of the declaration.
#[derive(Default)]
pub(super) struct Papers {
    pub(super) evidence: Vec<SupportingDocument>,
    pub(super) orders: Vec<Order>,
    pub(super) credit: Option<DocumentaryCredit>,
}

impl Papers {
    pub(super) fn take(&mut self, mut parts: Parts, notes: &mut Notes) {
        let role = parts.attribute("role").unwrap_or_default();
        match role.as_str() {
            EVIDENCE => {
                let path = format!("evidence[{}].date", self.evidence.len() + 1);
                self.evidence.push(SupportingDocument {
                    category: parts.code("CategoryCode", notes),
                    date: parts.day("EffectiveDateTime", &path, notes),
                    number: parts.text("ID", notes),
                    name: parts.text("Name", notes),
                    kind: parts.code("TypeCode", notes),
                    digest: parts.text("DigestID", notes),
                });
            }
            ORDER => {
                let path = format!("orders[{}].date", self.orders.len() + 1);
                self.orders.push(Order {
                    date: parts.day("EffectiveDateTime", &path, notes),
                    number: parts.text("ID", notes),
                    kind: parts.code("TypeCode", notes),
                });
            }
            CREDIT => {
                parts.code("TypeCode", notes);
                let credit = DocumentaryCredit {
                    date: parts.day("EffectiveDateTime", "documentary_credit.date", notes),
                    number: parts.text("ID", notes),
                    bank: parts.text("IssuerName", notes),
                };
                match &self.credit {
                    None => self.credit = Some(credit),
                    Some(_) => notes.conflict("documentary_credit", parts.place(), &credit.number),
                }
            }
            other => notes.unknown(parts.place(), other),
        }
        parts.close(notes);
    }
}

pub(super) fn legalisation_element(legalisation: &Legalisation) -> Element {
    let Legalisation { kind, authority, country, reference, date, status, remark } = legalisation;
    Element::new("Legalisation")
        .leaf("KindCode", kind.as_str())
        .leaf("AuthorityName", authority)
        .leaf("CountryCode", country)
        .leaf("ReferenceID", reference)
        .child(moment_element("IssueDateTime", date.map(Moment::Day)))
        .leaf("StatusCode", status.as_str())
        .leaf("Remark", remark)
}

/// A legalisation whose kind or status cannot be read is left out and said so: nobody may guess whether it was granted.
pub(super) fn read_legalisation(mut parts: Parts, due: usize, notes: &mut Notes) -> Option<Legalisation> {
    let path = |field: &str| format!("legalisations[{due}].{field}");
    let kind = parts.parsed("KindCode", path("kind"), notes, LegalisationKind::parse);
    let status = parts.parsed("StatusCode", path("status"), notes, LegalisationStatus::parse);
    let rest = (
        parts.text("AuthorityName", notes),
        parts.text("CountryCode", notes),
        parts.text("ReferenceID", notes),
        parts.day("IssueDateTime", path("date"), notes),
        parts.text("Remark", notes),
    );
    let place = parts.place();
    parts.close(notes);
    let (authority, country, reference, date, remark) = rest;
    match (kind, status) {
        (Some(kind), Some(status)) => Some(Legalisation { kind, authority, country, reference, date, status, remark }),
        _ => {
            notes.wrong(format!("legalisations[{due}]"), place, &authority);
            None
        }
    }
}

pub(super) fn amendment_element(amendment: &Amendment) -> Element {
    let Amendment { reason, path, before, after } = amendment;
    Element::new("Amendment")
        .leaf("ChangeReasonCode", reason)
        .leaf("PointerText", path)
        .leaf("PreviousText", before)
        .leaf("CurrentText", after)
        .present()
}

pub(super) fn read_amendment(mut parts: Parts, notes: &mut Notes) -> Amendment {
    let amendment = Amendment {
        reason: parts.code("ChangeReasonCode", notes),
        path: parts.text("PointerText", notes),
        before: parts.text("PreviousText", notes),
        after: parts.text("CurrentText", notes),
    };
    parts.close(notes);
    amendment
}
