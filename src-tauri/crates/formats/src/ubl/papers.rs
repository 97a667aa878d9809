//! Papers in UBL: every `SupportingDocumentReference` of the application, told apart by `DocumentType`, and by the 1001
//! code where others wrote the document.

use tamga_origin::{
    Authorisation, Certificate, Date, DocumentaryCredit, Invoice, Order, Party, Reference, SupportingDocument,
    TransportDocument,
};

use super::party::Card;
use super::values::{code, day};
use crate::parts::{Notes, Parts};
use crate::tree::Element;

const INVOICE: &str = "invoice";
const THIRD_PARTY_INVOICE: &str = "third-party invoice";
const TRANSPORT: &str = "transport document";
const ORDER: &str = "order";
const CREDIT: &str = "documentary credit";
const AUTHORISATION: &str = "authorisation";
const EVIDENCE: &str = "supporting document";
const REFERENCE: &str = "reference";
/// The roles of references that have a word of their own.
const ROLES: [&str; 6] =
    ["replaces", "duplicate_of", "back_to_back_on", "split_from", "advance_ruling", "export_declaration"];
/// The role whose number is repeated in `PreviousJobID`.
pub(super) const REPLACES: &str = "replaces";

/// One reference; papers without a number cannot be named here.
#[derive(Default)]
struct Paper<'a> {
    number: &'a str,
    date: Option<Date>,
    kind: &'a str,
    word: &'a str,
    about: &'a str,
    digest: &'a str,
    span: (Option<Date>, Option<Date>),
    issuer: Option<Card>,
}

impl Paper<'_> {
    fn element(self) -> Option<Element> {
        let Self { number, date, kind, word, about, digest, span: (from, to), issuer } = self;
        let hash = (!digest.is_empty()).then(|| {
            let file = Element::new("cac:ExternalReference")
                .leaf("cbc:DocumentHash", digest)
                .leaf("cbc:HashAlgorithmMethod", "SHA-256");
            Element::new("cac:Attachment").child([file])
        });
        let span = Element::new("cac:ValidityPeriod").child(day("cbc:StartDate", from)).child(day("cbc:EndDate", to));
        let element = Element::new("cac:SupportingDocumentReference")
            .child([Element::says("cbc:ID", number).said()?])
            .child(day("cbc:IssueDate", date))
            .child(code("cbc:DocumentTypeCode", "1001", kind))
            .leaf("cbc:DocumentType", word)
            .leaf("cbc:DocumentDescription", about)
            .child(hash)
            .child(span.said())
            .child(issuer.and_then(|issuer| issuer.element("cac:IssuerParty")));
        Some(element)
    }
}

/// All papers of the certificate: invoices first, then what carries the goods, then the rest.
pub(super) fn elements(certificate: &Certificate) -> Vec<Element> {
    let invoices = certificate.invoices.iter().map(|invoice| {
        let Invoice { number, date, kind, third_party } = invoice;
        let issuer = certificate.invoicing_party.as_ref().filter(|_| *third_party).map(Card::from);
        let word = if *third_party { THIRD_PARTY_INVOICE } else { INVOICE };
        Paper { number, date: *date, kind, word, issuer, ..Paper::default() }
    });
    let transport = certificate.transport.documents.iter().map(|TransportDocument { kind, number }| Paper {
        number,
        kind,
        word: TRANSPORT,
        ..Paper::default()
    });
    let references = certificate.references.iter().map(reference);
    let evidence = certificate.evidence.iter().map(|document| {
        // The category has no element here.
        let SupportingDocument { category: _, kind, number, name, date, digest } = document;
        Paper { number, date: *date, kind, word: EVIDENCE, about: name, digest, ..Paper::default() }
    });
    let orders = certificate.orders.iter().map(|Order { kind, number, date }| Paper {
        number,
        date: *date,
        kind,
        word: ORDER,
        ..Paper::default()
    });
    let credit = certificate.documentary_credit.as_ref().map(|DocumentaryCredit { number, date, bank }| Paper {
        number,
        date: *date,
        kind: "465",
        word: CREDIT,
        issuer: Some(Card::named(bank)),
        ..Paper::default()
    });
    let authorisation = certificate.authorisation.as_ref().map(|authorisation| {
        let Authorisation { number, category, authority, from, to } = authorisation;
        let issuer = Some(Card::named(authority));
        Paper { number, word: AUTHORISATION, about: category, span: (*from, *to), issuer, ..Paper::default() }
    });
    let papers = invoices.chain(transport).chain(references).chain(evidence).chain(orders);
    papers.chain(credit).chain(authorisation).filter_map(Paper::element).collect()
}

fn reference(reference: &Reference) -> Paper<'_> {
    // The line has no element here.
    let Reference { role, kind, number, date, issuer, country, line: _ } = reference;
    let mut card = Card::named(issuer);
    card.party.address.country.clone_from(country);
    let word = if ROLES.contains(&role.as_str()) { role } else { REFERENCE };
    Paper { number, date: *date, kind, word, issuer: Some(card), ..Paper::default() }
}

/// Reads one reference into its place in the certificate.
pub(super) fn read(mut parts: Parts, certificate: &mut Certificate, notes: &mut Notes) {
    let place = parts.place();
    let number = parts.text("cbc:ID", notes);
    let kind = parts.word("cbc:DocumentTypeCode", notes);
    let word = parts.text("cbc:DocumentType", notes);
    let date = parts.dated("cbc:IssueDate", "cbc:IssueTime", "evidence.date", notes).map(|moment| moment.date());
    let about: Vec<String> = parts.parts("cbc:DocumentDescription").map(|part| part.into_text(notes)).collect();
    let about = about.join("\n");
    let digest = parts.part("cac:Attachment").map(|attachment| read_hash(attachment, notes)).unwrap_or_default();
    let (from, to) = parts.part("cac:ValidityPeriod").map(|span| read_span(span, notes)).unwrap_or_default();
    let issuer = parts.part("cac:IssuerParty").map(|party| Card::read(party, notes).party);
    parts.close(notes);
    let named = |issuer: Option<Party>| issuer.unwrap_or_default().name;
    match word_for(&word, &kind) {
        word @ (INVOICE | THIRD_PARTY_INVOICE) => {
            let third_party = word == THIRD_PARTY_INVOICE || issuer.is_some();
            certificate.invoices.push(Invoice { number, date, kind, third_party });
            if certificate.invoicing_party.is_none() {
                certificate.invoicing_party = issuer;
            } else if issuer.is_some() && issuer != certificate.invoicing_party {
                notes.conflict("invoicing_party", place, &named(issuer));
            }
        }
        TRANSPORT => certificate.transport.documents.push(TransportDocument { kind, number }),
        ORDER => certificate.orders.push(Order { kind, number, date }),
        CREDIT if certificate.documentary_credit.is_none() => {
            certificate.documentary_credit = Some(DocumentaryCredit { number, date, bank: named(issuer) });
        }
        AUTHORISATION if certificate.authorisation.is_none() => {
            let authority = named(issuer);
            certificate.authorisation = Some(Authorisation { number, category: about, authority, from, to });
        }
        CREDIT | AUTHORISATION => notes.conflict("", place, &number),
        EVIDENCE => {
            let category = String::new();
            let name = about;
            certificate.evidence.push(SupportingDocument { category, kind, number, name, date, digest });
        }
        role => {
            let role = if role == REFERENCE { String::new() } else { role.to_owned() };
            let Party { name: issuer, address, .. } = issuer.unwrap_or_default();
            let country = address.country;
            certificate.references.push(Reference { role, kind, number, date, issuer, country, line: None });
        }
    }
}

/// What a paper is: by our own word, else by its 1001 code, else a supporting document.
fn word_for(word: &str, kind: &str) -> &'static str {
    let known = [INVOICE, THIRD_PARTY_INVOICE, TRANSPORT, ORDER, CREDIT, AUTHORISATION, EVIDENCE, REFERENCE];
    if let Some(known) = known.into_iter().chain(ROLES).find(|known| *known == word) {
        return known;
    }
    match kind {
        "380" | "325" => INVOICE,
        "705" | "714" | "740" => TRANSPORT,
        "105" | "315" => ORDER,
        "465" => CREDIT,
        _ => EVIDENCE,
    }
}

fn read_hash(mut attachment: Parts, notes: &mut Notes) -> String {
    let digest = attachment.part("cac:ExternalReference").map(|mut file| {
        let digest = file.text("cbc:DocumentHash", notes);
        let method = file.text("cbc:HashAlgorithmMethod", notes);
        let place = file.at("cbc:DocumentHash");
        file.close(notes);
        if method == "SHA-256" {
            return digest;
        }
        if !digest.is_empty() {
            notes.unread("evidence.digest", place, &format!("{method} {digest}"));
        }
        String::new()
    });
    attachment.close(notes);
    digest.unwrap_or_default()
}

fn read_span(mut span: Parts, notes: &mut Notes) -> (Option<Date>, Option<Date>) {
    let from = span.plain_day("cbc:StartDate", "authorisation.from", notes);
    let to = span.plain_day("cbc:EndDate", "authorisation.to", notes);
    span.close(notes);
    (from, to)
}
