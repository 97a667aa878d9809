//! The papers of a certificate into the editor and back: references, supporting documents, orders, credit,
//! legalisations, amendments, and the exporter's own entitlement.

use tamga_origin as origin;

use super::{day, from_day, word};
use crate::error::Fault;
use crate::wire;

pub(super) fn reference(reference: origin::Reference) -> wire::Reference {
    let origin::Reference { role, kind, number, date, issuer, country, line } = reference;
    wire::Reference { role, kind, number, date: day(date), issuer, country, line }
}

pub(super) fn from_reference(reference: wire::Reference) -> Result<origin::Reference, Fault> {
    let wire::Reference { role, kind, number, date, issuer, country, line } = reference;
    Ok(origin::Reference { role, kind, number, date: from_day(&date, "references")?, issuer, country, line })
}

pub(super) fn supporting_document(document: origin::SupportingDocument) -> wire::SupportingDocument {
    let origin::SupportingDocument { category, kind, number, name, date, digest } = document;
    wire::SupportingDocument { category, kind, number, name, date: day(date), digest }
}

pub(super) fn from_supporting_document(
    document: wire::SupportingDocument,
) -> Result<origin::SupportingDocument, Fault> {
    let wire::SupportingDocument { category, kind, number, name, date, digest } = document;
    Ok(origin::SupportingDocument { category, kind, number, name, date: from_day(&date, "evidence")?, digest })
}

pub(super) fn order(order: origin::Order) -> wire::Order {
    let origin::Order { kind, number, date } = order;
    wire::Order { kind, number, date: day(date) }
}

pub(super) fn from_order(order: wire::Order) -> Result<origin::Order, Fault> {
    let wire::Order { kind, number, date } = order;
    Ok(origin::Order { kind, number, date: from_day(&date, "orders")? })
}

pub(super) fn credit(credit: origin::DocumentaryCredit) -> wire::DocumentaryCredit {
    let origin::DocumentaryCredit { number, date, bank } = credit;
    wire::DocumentaryCredit { number, date: day(date), bank }
}

pub(super) fn from_credit(credit: wire::DocumentaryCredit) -> Result<origin::DocumentaryCredit, Fault> {
    let wire::DocumentaryCredit { number, date, bank } = credit;
    Ok(origin::DocumentaryCredit { number, date: from_day(&date, "documentary_credit.date")?, bank })
}

pub(super) fn legalisation(legalisation: origin::Legalisation) -> wire::Legalisation {
    let origin::Legalisation { kind, authority, country, reference, date, status, remark } = legalisation;
    let (kind, status) = (kind.as_str().to_owned(), status.as_str().to_owned());
    wire::Legalisation { kind, authority, country, reference, date: day(date), status, remark }
}

pub(super) fn from_legalisation(legalisation: wire::Legalisation) -> Result<origin::Legalisation, Fault> {
    let wire::Legalisation { kind, authority, country, reference, date, status, remark } = legalisation;
    Ok(origin::Legalisation {
        kind: word(&kind, "legalisations.kind")?,
        authority,
        country,
        reference,
        date: from_day(&date, "legalisations.date")?,
        status: word(&status, "legalisations.status")?,
        remark,
    })
}

pub(super) fn amendment(amendment: origin::Amendment) -> wire::Amendment {
    let origin::Amendment { reason, path, before, after } = amendment;
    wire::Amendment { reason, path, before, after }
}

pub(super) fn from_amendment(amendment: wire::Amendment) -> origin::Amendment {
    let wire::Amendment { reason, path, before, after } = amendment;
    origin::Amendment { reason, path, before, after }
}

pub(super) fn authorisation(authorisation: origin::Authorisation) -> wire::Authorisation {
    let origin::Authorisation { number, category, authority, from, to } = authorisation;
    wire::Authorisation { number, category, authority, from: day(from), to: day(to) }
}

pub(super) fn from_authorisation(authorisation: wire::Authorisation) -> Result<origin::Authorisation, Fault> {
    let wire::Authorisation { number, category, authority, from, to } = authorisation;
    Ok(origin::Authorisation {
        number,
        category,
        authority,
        from: from_day(&from, "authorisation.from")?,
        to: from_day(&to, "authorisation.to")?,
    })
}
