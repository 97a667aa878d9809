//! What does a certificate say, path by path? One flat list of canonical paths and values, used to name what a dialect
//! lost and what an amendment changed. Whether a change is allowed is not judged here.
//!
//! The walk takes every struct apart completely, so that a new field of the model breaks the build here first.

use std::collections::{BTreeMap, BTreeSet};

use tamga_origin::{
    Address, Agent, Amendment, Attestation, Authorisation, Certificate, Channel, CompetentAuthority, Criterion,
    Departure, DocumentaryCredit, Equipment, GoodsItem, HsCode, Invoice, IssuingBody, Legalisation, Means, Measure,
    Moment, Order, Origin, Packages, Party, PartyId, Place, Producer, ProducerDeclaration, Reference, RvcMethod,
    Scheme, SupportingDocument, Transport, TransportDocument, Value,
};

/// Every path of the certificate that says something, with its value as text.
///
/// A block or list entry that is there but empty has its own path with an empty value. Items are named by their
/// sequence number, producers by their number, other entries by position from 1.
pub fn values(certificate: &Certificate) -> BTreeMap<String, String> {
    let mut walk = Walk { at: String::new(), found: BTreeMap::new() };
    walk.certificate(certificate);
    walk.found
}

/// The paths at which two certificates differ, in order; a block that only one of them has is named once.
pub fn differing(before: &Certificate, after: &Certificate) -> Vec<String> {
    differing_values(&values(before), &values(after))
}

/// The same of two certificates whose values are known already.
pub(crate) fn differing_values(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    let either: BTreeSet<&str> = before.keys().chain(after.keys()).map(String::as_str).collect();
    // A block stands before what is inside it, so that only the blocks around a path need be looked for.
    let mut kept: BTreeSet<&str> = BTreeSet::new();
    for path in either {
        let mut blocks = path.match_indices(['.', '[']).filter_map(|(end, _)| path.get(..end));
        if before.get(path) != after.get(path) && !blocks.any(|block| kept.contains(block)) {
            kept.insert(path);
        }
    }
    kept.into_iter().map(str::to_owned).collect()
}

/// Is the path the block itself, or something inside it?
pub fn lies_within(path: &str, block: &str) -> bool {
    path.strip_prefix(block).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

struct Walk {
    at: String,
    found: BTreeMap<String, String>,
}

impl Walk {
    fn inside(&mut self, name: &str, look: impl FnOnce(&mut Self)) {
        let length = self.at.len();
        if !self.at.is_empty() && !name.starts_with('[') {
            self.at.push('.');
        }
        self.at.push_str(name);
        look(self);
        self.at.truncate(length);
    }

    fn note(&mut self, value: String) {
        let mut path = self.at.clone();
        while self.found.contains_key(&path) {
            path.push('\'');
        }
        self.found.insert(path, value);
    }

    fn text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.inside(name, |walk| walk.note(value.to_owned()));
        }
    }

    fn shown(&mut self, name: &str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.inside(name, |walk| walk.note(value.to_string()));
        }
    }

    fn is(&mut self, name: &str, value: bool) {
        if value {
            self.text(name, "true");
        }
    }

    fn moment(&mut self, name: &str, value: Option<Moment>) {
        self.shown(
            name,
            value.map(|moment| match moment {
                Moment::Day(date) => date.to_string(),
                Moment::Instant(at) => at.rfc3339(),
            }),
        );
    }

    fn block<T>(&mut self, name: &str, value: Option<&T>, look: impl FnOnce(&mut Self, &T)) {
        if let Some(value) = value {
            self.inside(name, |walk| {
                walk.note(String::new());
                look(walk, value);
            });
        }
    }

    fn list<T>(&mut self, name: &str, entries: &[T], look: impl Fn(&mut Self, &T)) {
        self.numbered(name, entries, |position, _| position, look);
    }

    fn numbered<T>(
        &mut self,
        name: &str,
        entries: &[T],
        number: impl Fn(usize, &T) -> usize,
        look: impl Fn(&mut Self, &T),
    ) {
        for (index, entry) in entries.iter().enumerate() {
            self.inside(&format!("{name}[{}]", number(index + 1, entry)), |walk| {
                walk.note(String::new());
                look(walk, entry);
            });
        }
    }

    fn texts(&mut self, name: &str, entries: &[String]) {
        for (index, entry) in entries.iter().enumerate() {
            self.inside(&format!("{name}[{}]", index + 1), |walk| walk.note(entry.clone()));
        }
    }

    fn certificate(&mut self, certificate: &Certificate) {
        let Certificate {
            number,
            proof_type,
            document_id,
            function,
            revision,
            issued_at,
            issue_place,
            scheme,
            is_preferential,
            flags,
            package_total,
            gross_mass_total,
            valid_from,
            valid_to,
            remarks,
            copies,
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
        self.text("number", number);
        self.text("proof_type", proof_type.code());
        self.text("document_id", document_id);
        self.text("function", function.code());
        self.shown("revision", Some(revision));
        self.moment("issued_at", *issued_at);
        self.inside("issue_place", |walk| walk.place(issue_place));
        let Scheme { code, name, form_code, form_version } = scheme;
        self.text("scheme.code", code);
        self.text("scheme.name", name);
        self.text("scheme.form_code", form_code);
        self.text("scheme.form_version", form_version);
        self.is("is_preferential", *is_preferential);
        for (index, flag) in flags.iter().enumerate() {
            self.text(&format!("flags[{}]", index + 1), flag.code());
        }
        self.shown("package_total", *package_total);
        self.measure("gross_mass_total", gross_mass_total.as_ref());
        self.shown("valid_from", *valid_from);
        self.shown("valid_to", *valid_to);
        self.texts("remarks", remarks);
        self.shown("copies", *copies);
        self.text("check_address", check_address);
        self.text("check_token", check_token);
        self.text("annex_digest", annex_digest);
        self.inside("issuer", |walk| walk.issuing_body(issuer));
        self.block("exporter_declaration", exporter_declaration.as_ref(), Self::attestation);
        self.block("certification", certification.as_ref(), Self::attestation);
        self.block("authorisation", authorisation.as_ref(), Self::authorisation);
        self.inside("exporter", |walk| walk.party(exporter));
        self.block("importer", importer.as_ref(), Self::party);
        self.block("consignee", consignee.as_ref(), Self::party);
        self.block("consignor", consignor.as_ref(), Self::party);
        self.numbered("producers", producers, |_, producer| producer.number as usize, Self::producer);
        self.block("invoicing_party", invoicing_party.as_ref(), Self::party);
        self.block("agent", agent.as_ref(), |walk, agent| {
            let Agent { kind, party } = agent;
            walk.text("kind", kind.as_str());
            walk.party(party);
        });
        self.inside("transport", |walk| walk.transport(transport));
        self.numbered("items", items, |_, item| item.sequence as usize, Self::item);
        self.list("invoices", invoices, |walk, invoice| {
            let Invoice { number, date, kind, third_party } = invoice;
            walk.text("number", number);
            walk.shown("date", *date);
            walk.text("kind", kind);
            walk.is("third_party", *third_party);
        });
        self.list("references", references, Self::reference);
        self.list("evidence", evidence, Self::supporting_document);
        self.list("orders", orders, |walk, order| {
            let Order { kind, number, date } = order;
            walk.text("kind", kind);
            walk.text("number", number);
            walk.shown("date", *date);
        });
        self.block("documentary_credit", documentary_credit.as_ref(), |walk, credit| {
            let DocumentaryCredit { number, date, bank } = credit;
            walk.text("number", number);
            walk.shown("date", *date);
            walk.text("bank", bank);
        });
        self.list("legalisations", legalisations, Self::legalisation);
        self.list("amendments", amendments, |walk, amendment| {
            let Amendment { reason, path, before, after } = amendment;
            walk.text("reason", reason);
            walk.text("path", path);
            walk.text("before", before);
            walk.text("after", after);
        });
    }

    fn reference(&mut self, reference: &Reference) {
        let Reference { role, kind, number, date, issuer, country, line } = reference;
        self.text("role", role);
        self.text("kind", kind);
        self.text("number", number);
        self.shown("date", *date);
        self.text("issuer", issuer);
        self.text("country", country);
        self.shown("line", *line);
    }

    fn supporting_document(&mut self, document: &SupportingDocument) {
        let SupportingDocument { category, kind, number, name, date, digest } = document;
        self.text("category", category);
        self.text("kind", kind);
        self.text("number", number);
        self.text("name", name);
        self.shown("date", *date);
        self.text("digest", digest);
    }

    fn legalisation(&mut self, legalisation: &Legalisation) {
        let Legalisation { kind, authority, country, reference, date, status, remark } = legalisation;
        self.text("kind", kind.as_str());
        self.text("authority", authority);
        self.text("country", country);
        self.text("reference", reference);
        self.shown("date", *date);
        self.text("status", status.as_str());
        self.text("remark", remark);
    }

    fn authorisation(&mut self, authorisation: &Authorisation) {
        let Authorisation { number, category, authority, from, to } = authorisation;
        self.text("number", number);
        self.text("category", category);
        self.text("authority", authority);
        self.shown("from", *from);
        self.shown("to", *to);
    }

    fn place(&mut self, place: &Place) {
        let Place { code, name } = place;
        self.text("code", code);
        self.text("name", name);
    }

    fn measure(&mut self, name: &str, measure: Option<&Measure>) {
        if let Some(Measure { amount, unit }) = measure {
            self.inside(name, |walk| walk.note(format!("{amount} {unit}")));
        }
    }

    fn address(&mut self, address: &Address) {
        let Address { lines, city, region, postcode, country } = address;
        self.texts("lines", lines);
        self.text("city", city);
        self.text("region", region);
        self.text("postcode", postcode);
        self.text("country", country);
    }

    fn channels(&mut self, channels: &[Channel]) {
        self.list("channels", channels, |walk, channel| {
            let Channel { kind, value } = channel;
            walk.text("kind", kind);
            walk.text("value", value);
        });
    }

    fn issuing_body(&mut self, body: &IssuingBody) {
        let IssuingBody {
            code,
            name,
            address,
            channels,
            accreditation,
            competent_authority: CompetentAuthority { name: authority, country },
        } = body;
        self.text("code", code);
        self.text("name", name);
        self.text("accreditation", accreditation);
        self.text("competent_authority.name", authority);
        self.text("competent_authority.country", country);
        self.inside("address", |walk| walk.address(address));
        self.channels(channels);
    }

    fn attestation(&mut self, attestation: &Attestation) {
        let Attestation { text, date, place, name, title } = attestation;
        self.text("text", text);
        self.moment("date", *date);
        self.inside("place", |walk| walk.place(place));
        self.text("name", name);
        self.text("title", title);
    }

    fn party(&mut self, party: &Party) {
        let Party { name, ids, address, contact_name, channels } = party;
        self.text("name", name);
        self.list("ids", ids, |walk, id| {
            let PartyId { scheme, value } = id;
            walk.text("scheme", scheme);
            walk.text("value", value);
        });
        self.inside("address", |walk| walk.address(address));
        self.text("contact_name", contact_name);
        self.channels(channels);
    }

    fn producer(&mut self, producer: &Producer) {
        let Producer { number: _, party, same_as_exporter, confidential } = producer;
        self.party(party);
        self.is("same_as_exporter", *same_as_exporter);
        self.is("confidential", *confidential);
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
        self.text("export_country", export_country);
        self.text("destination_country", destination_country);
        match departure {
            Some(Departure::At(moment)) => self.moment("departure", Some(*moment)),
            Some(Departure::Words(words)) => self.shown("departure", Some(format!("“{words}”"))),
            None => {}
        }
        self.text("mode", mode);
        self.text("means.name", name);
        self.text("means.id", id);
        self.text("means.voyage", voyage);
        self.text("means.id_kind", id_kind);
        self.text("means.kind", kind);
        self.inside("loading", |walk| walk.place(loading));
        self.inside("discharge", |walk| walk.place(discharge));
        self.texts("route", route);
        self.list("documents", documents, |walk, document| {
            let TransportDocument { kind, number } = document;
            walk.text("kind", kind);
            walk.text("number", number);
        });
        self.text("carrier", carrier);
        self.text("carrier_id", carrier_id);
        self.list("equipment", equipment, |walk, container| {
            let Equipment { number, seals } = container;
            walk.text("number", number);
            walk.texts("seals", seals);
        });
        self.text("ucr", ucr);
        self.text("trader_reference", trader_reference);
    }

    fn item(&mut self, item: &GoodsItem) {
        let GoodsItem {
            sequence: _,
            packages,
            description,
            product_codes,
            hs: HsCode { code: hs_code, printed: hs_printed, edition, list },
            origin: Origin { country, region, preference_country },
            criterion,
            instances,
            cumulation_countries,
            producer_refs,
            gross_mass,
            net_mass,
            quantities,
            ledger,
            value,
            invoice_refs,
            producer_declaration,
        } = item;
        self.list("packages", packages, |walk, line| {
            let Packages { marks, count, kind, kind_text } = line;
            walk.text("marks", marks);
            walk.shown("count", *count);
            walk.text("kind", kind);
            walk.text("kind_text", kind_text);
        });
        self.text("description", description);
        self.texts("product_codes", product_codes);
        self.text("hs.code", hs_code);
        self.text("hs.printed", hs_printed);
        self.text("hs.edition", edition);
        self.text("hs.list", list);
        self.text("origin.country", country);
        self.text("origin.region", region);
        self.text("origin.preference_country", preference_country);
        self.inside("criterion", |walk| walk.criterion(criterion));
        for (index, instance) in instances.iter().enumerate() {
            self.text(&format!("instances[{}]", index + 1), instance.as_str());
        }
        self.texts("cumulation_countries", cumulation_countries);
        for (index, number) in producer_refs.iter().enumerate() {
            self.shown(&format!("producer_refs[{}]", index + 1), Some(number));
        }
        self.measure("gross_mass", gross_mass.as_ref());
        self.measure("net_mass", net_mass.as_ref());
        for (index, quantity) in quantities.iter().enumerate() {
            self.measure(&format!("quantities[{}]", index + 1), Some(quantity));
        }
        self.shown("ledger", *ledger);
        if let Some(Value { amount, currency, basis, incoterm }) = value {
            self.inside("value", |walk| walk.note(format!("{amount} {currency} {basis}")));
            self.text("value.incoterm", incoterm);
        }
        for (index, position) in invoice_refs.iter().enumerate() {
            self.shown(&format!("invoice_refs[{}]", index + 1), Some(position));
        }
        self.block("producer_declaration", producer_declaration.as_ref(), |walk, declaration| {
            let ProducerDeclaration { number, date } = declaration;
            walk.text("number", number);
            walk.shown("date", *date);
        });
    }

    fn criterion(&mut self, criterion: &Criterion) {
        let Criterion { code, printed, percent, heading, sub, rvc_method } = criterion;
        self.text("code", code);
        self.text("printed", printed);
        self.shown("percent", *percent);
        self.text("heading", heading);
        self.text("sub", sub);
        self.text("rvc_method", rvc_method.map(RvcMethod::as_str).unwrap_or_default());
    }
}
