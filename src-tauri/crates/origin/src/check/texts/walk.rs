//! Where do the texts of a certificate stand, and how long may each be? Structs are taken apart completely, so that a new
//! field of the model breaks the build here.

use super::{
    Asking, BODY, CITY, CODE, COUNTRY, CRITERION, DECLARATION, IDENTITY, KEY, KIND, LINE, Length, NAME, PARTY_ID,
    POSTCODE, REGION, SHORT, STATED, WORDS,
};
use crate::certificate::{Certificate, Scheme};
use crate::goods::{Criterion, GoodsItem, HsCode, Invoice, Measure, Origin, Packages, ProducerDeclaration, Value};
use crate::issuing::{Attestation, Authorisation, CompetentAuthority, IssuingBody};
use crate::papers::{Amendment, DocumentaryCredit, Legalisation, Order, Reference, SupportingDocument};
use crate::party::{Address, Agent, Channel, Party, PartyId, Producer};
use crate::transport::{Departure, Equipment, Means, Place, Transport, TransportDocument};

impl Asking<'_> {
    pub(super) fn certificate(&mut self, certificate: &Certificate) {
        let Certificate {
            number,
            proof_type: _,
            document_id,
            function: _,
            revision: _,
            issued_at: _,
            issue_place,
            scheme: Scheme { code, name, form_code, form_version },
            is_preferential: _,
            flags: _,
            package_total: _,
            gross_mass_total,
            valid_from: _,
            valid_to: _,
            remarks,
            copies: _,
            check_address,
            check_token,
            issuer,
            exporter_declaration,
            certification,
            authorisation,
            exporter,
            importer,
            consignee,
            consignor,
            producers,
            invoicing_party,
            agent,
            transport,
            items,
            invoices,
            references,
            evidence,
            orders,
            documentary_credit,
            legalisations,
            amendments,
            annex_digest,
        } = certificate;
        self.text("number", number, &CODE);
        self.text("document_id", document_id, &IDENTITY);
        self.place("issue_place", issue_place);
        self.text("scheme.code", code, &KEY);
        self.text("scheme.name", name, &SHORT);
        self.text("scheme.form_code", form_code, &CODE);
        self.text("scheme.form_version", form_version, &CODE);
        self.measure("gross_mass_total", gross_mass_total.as_ref());
        self.texts("remarks", remarks, &WORDS);
        self.text("check_address", check_address, &BODY);
        self.text("check_token", check_token, &CODE);
        self.text("annex_digest", annex_digest, &CODE);
        self.inside("issuer", |asking| asking.issuing_body(issuer));
        self.block("exporter_declaration", exporter_declaration.as_ref(), Self::attestation);
        self.block("certification", certification.as_ref(), Self::attestation);
        self.block("authorisation", authorisation.as_ref(), |asking, block| {
            let Authorisation { number, category, authority, from: _, to: _ } = block;
            asking.text("number", number, &CODE);
            asking.text("category", category, &CODE);
            asking.text("authority", authority, &BODY);
        });
        self.inside("exporter", |asking| asking.party(exporter));
        self.block("importer", importer.as_ref(), Self::party);
        self.block("consignee", consignee.as_ref(), Self::party);
        self.block("consignor", consignor.as_ref(), Self::party);
        self.block("invoicing_party", invoicing_party.as_ref(), Self::party);
        self.numbered("producers", producers.iter().map(|maker| (maker.number, maker)), |asking, maker| {
            let Producer { number: _, party, same_as_exporter: _, confidential: _ } = maker;
            asking.party(party);
        });
        self.block("agent", agent.as_ref(), |asking, agent| {
            let Agent { kind: _, party } = agent;
            asking.party(party);
        });
        self.inside("transport", |asking| asking.transport(transport));
        self.numbered("items", items.iter().map(|item| (item.sequence, item)), Self::item);
        self.list("invoices", invoices, |asking, invoice| {
            let Invoice { number, date: _, kind, third_party: _ } = invoice;
            asking.text("number", number, &CODE);
            asking.text("kind", kind, &CODE);
        });
        self.list("references", references, |asking, reference| {
            let Reference { role, kind, number, date: _, issuer, country, line: _ } = reference;
            asking.codes(&[("role", role), ("kind", kind), ("number", number), ("country", country)]);
            asking.text("issuer", issuer, &BODY);
        });
        self.list("evidence", evidence, |asking, document| {
            let SupportingDocument { category, kind, number, name, date: _, digest } = document;
            asking.codes(&[("category", category), ("kind", kind), ("number", number), ("digest", digest)]);
            asking.text("name", name, &SHORT);
        });
        self.list("orders", orders, |asking, order| {
            let Order { kind, number, date: _ } = order;
            asking.codes(&[("kind", kind), ("number", number)]);
        });
        self.block("documentary_credit", documentary_credit.as_ref(), |asking, credit| {
            let DocumentaryCredit { number, date: _, bank } = credit;
            asking.text("number", number, &CODE);
            asking.text("bank", bank, &BODY);
        });
        self.list("legalisations", legalisations, |asking, one| {
            let Legalisation { kind: _, authority, country, reference, date: _, status: _, remark } = one;
            asking.codes(&[("country", country), ("reference", reference)]);
            asking.text("authority", authority, &BODY);
            asking.text("remark", remark, &BODY);
        });
        self.list("amendments", amendments, |asking, amendment| {
            let Amendment { reason, path, before, after } = amendment;
            asking.text("reason", reason, &CODE);
            asking.text("path", path, &SHORT);
            asking.text("before", before, &STATED);
            asking.text("after", after, &STATED);
        });
    }

    fn codes(&mut self, codes: &[(&str, &String)]) {
        for (name, code) in codes {
            self.text(name, code, &CODE);
        }
    }

    fn place(&mut self, block: &str, place: &Place) {
        let Place { code, name } = place;
        self.inside(block, |asking| {
            asking.text("code", code, &CODE);
            asking.text("name", name, &SHORT);
        });
    }

    /// A measure is one value: its unit stands under its own path.
    fn measure(&mut self, name: &str, measure: Option<&Measure>) {
        if let Some(Measure { amount: _, unit }) = measure {
            self.text(name, unit, &CODE);
        }
    }

    fn address(&mut self, address: &Address, of_country: &Length) {
        let Address { lines, city, region, postcode, country } = address;
        self.inside("address", |asking| {
            asking.texts("lines", lines, &LINE);
            asking.text("city", city, &CITY);
            asking.text("region", region, &REGION);
            asking.text("postcode", postcode, &POSTCODE);
            asking.text("country", country, of_country);
        });
    }

    fn channels(&mut self, channels: &[Channel]) {
        self.list("channels", channels, |asking, channel| {
            let Channel { kind, value } = channel;
            asking.text("kind", kind, &CODE);
            asking.text("value", value, &SHORT);
        });
    }

    fn party(&mut self, party: &Party) {
        let Party { name, ids, address, contact_name, channels } = party;
        self.text("name", name, &NAME);
        self.text("contact_name", contact_name, &SHORT);
        self.list("ids", ids, |asking, id| {
            let PartyId { scheme, value } = id;
            asking.text("scheme", scheme, &CODE);
            asking.text("value", value, &PARTY_ID);
        });
        self.channels(channels);
        self.address(address, &CODE);
    }

    fn issuing_body(&mut self, body: &IssuingBody) {
        let IssuingBody { code, name, address, channels, accreditation, competent_authority } = body;
        let CompetentAuthority { name: authority, country } = competent_authority;
        self.text("code", code, &KEY);
        self.text("name", name, &BODY);
        self.text("accreditation", accreditation, &IDENTITY);
        self.text("competent_authority.name", authority, &BODY);
        self.text("competent_authority.country", country, &CODE);
        self.address(address, &COUNTRY);
        self.channels(channels);
    }

    fn attestation(&mut self, attestation: &Attestation) {
        let Attestation { text, date: _, place, name, title } = attestation;
        self.text("text", text, &DECLARATION);
        self.text("name", name, &NAME);
        self.text("title", title, &SHORT);
        self.place("place", place);
    }

    fn transport(&mut self, transport: &Transport) {
        let Transport {
            export_country,
            destination_country,
            departure,
            mode,
            means: Means { name, id, voyage, id_kind, kind },
            loading,
            discharge,
            route,
            documents,
            carrier,
            carrier_id,
            equipment,
            ucr,
            trader_reference,
        } = transport;
        self.codes(&[("export_country", export_country), ("destination_country", destination_country), ("mode", mode)]);
        if let Some(Departure::Words(words)) = departure {
            self.text("departure", words, &SHORT);
        }
        self.text("means.name", name, &SHORT);
        self.codes(&[("means.id", id), ("means.voyage", voyage), ("means.id_kind", id_kind), ("means.kind", kind)]);
        self.place("loading", loading);
        self.place("discharge", discharge);
        self.texts("route", route, &CODE);
        self.list("documents", documents, |asking, document| {
            let TransportDocument { kind, number } = document;
            asking.codes(&[("kind", kind), ("number", number)]);
        });
        self.text("carrier", carrier, &NAME);
        self.text("carrier_id", carrier_id, &CODE);
        self.list("equipment", equipment, |asking, container| {
            let Equipment { number, seals } = container;
            asking.text("number", number, &CODE);
            asking.texts("seals", seals, &CODE);
        });
        self.codes(&[("ucr", ucr), ("trader_reference", trader_reference)]);
    }

    fn item(&mut self, item: &GoodsItem) {
        let GoodsItem {
            sequence: _,
            packages,
            description,
            product_codes,
            hs: HsCode { code: hs_code, printed: hs_printed, edition, list },
            origin: Origin { country, region, preference_country },
            criterion: Criterion { code, printed, percent: _, heading, sub, rvc_method: _ },
            instances: _,
            cumulation_countries,
            producer_refs: _,
            gross_mass,
            net_mass,
            quantities,
            ledger: _,
            value,
            invoice_refs: _,
            producer_declaration,
        } = item;
        self.text("description", description, &WORDS);
        self.texts("product_codes", product_codes, &CODE);
        self.codes(&[("hs.code", hs_code), ("hs.printed", hs_printed), ("hs.edition", edition), ("hs.list", list)]);
        self.codes(&[("origin.country", country), ("origin.preference_country", preference_country)]);
        self.text("origin.region", region, &REGION);
        self.text("criterion.printed", printed, &SHORT);
        self.text("criterion.code", code, &CRITERION);
        self.codes(&[("criterion.heading", heading), ("criterion.sub", sub)]);
        self.texts("cumulation_countries", cumulation_countries, &CODE);
        self.list("packages", packages, |asking, line| {
            let Packages { marks, count: _, kind, kind_text } = line;
            asking.text("marks", marks, &WORDS);
            asking.text("kind", kind, &CODE);
            asking.text("kind_text", kind_text, &KIND);
        });
        self.measure("gross_mass", gross_mass.as_ref());
        self.measure("net_mass", net_mass.as_ref());
        self.list("quantities", quantities, |asking, quantity| asking.measure("", Some(quantity)));
        if let Some(Value { amount: _, currency, basis, incoterm }) = value {
            self.codes(&[("value", currency), ("value", basis), ("value.incoterm", incoterm)]);
        }
        self.block("producer_declaration", producer_declaration.as_ref(), |asking, declaration| {
            let ProducerDeclaration { number, date: _ } = declaration;
            asking.text("number", number, &CODE);
        });
    }
}
