//! What does a certificate say, path by path? One flat list of canonical paths and values, used to name what a dialect
//! lost and what an amendment changed. Whether a change is allowed is not judged here.
//!
//! The walk takes every struct apart completely, so that a new field of the model breaks the build here first.

use std::collections::BTreeMap;

use tamga_origin::{
    Address, Attestation, Certificate, Channel, Criterion, Departure, GoodsItem, HsCode, Invoice, IssuingBody, Means,
    Measure, Moment, Origin, Packages, Party, PartyId, Place, Producer, Reference, Scheme, Transport,
    TransportDocument, Value,
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
    let (before, after) = (values(before), values(after));
    let mut paths: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    paths.sort();
    paths.dedup();
    paths.retain(|path| before.get(path) != after.get(path));
    let mut kept: Vec<String> = Vec::new();
    for path in paths {
        if !kept.iter().any(|known| lies_within(&path, known)) {
            kept.push(path);
        }
    }
    kept
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
            issuer,
            exporter_declaration,
            certification,
            exporter,
            importer,
            consignee,
            consignor,
            producers,
            invoicing_party,
            transport,
            items,
            invoices,
            references,
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
        self.inside("issuer", |walk| walk.issuing_body(issuer));
        self.block("exporter_declaration", exporter_declaration.as_ref(), Self::attestation);
        self.block("certification", certification.as_ref(), Self::attestation);
        self.inside("exporter", |walk| walk.party(exporter));
        self.block("importer", importer.as_ref(), Self::party);
        self.block("consignee", consignee.as_ref(), Self::party);
        self.block("consignor", consignor.as_ref(), Self::party);
        self.numbered("producers", producers, |_, producer| producer.number as usize, Self::producer);
        self.block("invoicing_party", invoicing_party.as_ref(), Self::party);
        self.inside("transport", |walk| walk.transport(transport));
        self.numbered("items", items, |_, item| item.sequence as usize, Self::item);
        self.list("invoices", invoices, |walk, invoice| {
            let Invoice { number, date, third_party } = invoice;
            walk.text("number", number);
            walk.shown("date", *date);
            walk.is("third_party", *third_party);
        });
        self.list("references", references, |walk, reference| {
            let Reference { role, kind, number, date, issuer, country } = reference;
            walk.text("role", role);
            walk.text("kind", kind);
            walk.text("number", number);
            walk.shown("date", *date);
            walk.text("issuer", issuer);
            walk.text("country", country);
        });
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
        let IssuingBody { code, name, address, channels } = body;
        self.text("code", code);
        self.text("name", name);
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
            means: Means { name, id, voyage },
            loading,
            discharge,
            route,
            documents,
            carrier,
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
        self.inside("loading", |walk| walk.place(loading));
        self.inside("discharge", |walk| walk.place(discharge));
        self.texts("route", route);
        self.list("documents", documents, |walk, document| {
            let TransportDocument { kind, number } = document;
            walk.text("kind", kind);
            walk.text("number", number);
        });
        self.text("carrier", carrier);
    }

    fn item(&mut self, item: &GoodsItem) {
        let GoodsItem {
            sequence: _,
            packages,
            description,
            product_codes,
            hs: HsCode { code: hs_code, printed: hs_printed, edition },
            origin: Origin { country, region, preference_country },
            criterion: Criterion { code, printed },
            producer_refs,
            gross_mass,
            net_mass,
            quantities,
            value,
            invoice_refs,
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
        self.text("origin.country", country);
        self.text("origin.region", region);
        self.text("origin.preference_country", preference_country);
        self.text("criterion.code", code);
        self.text("criterion.printed", printed);
        for (index, number) in producer_refs.iter().enumerate() {
            self.shown(&format!("producer_refs[{}]", index + 1), Some(number));
        }
        self.measure("gross_mass", gross_mass.as_ref());
        self.measure("net_mass", net_mass.as_ref());
        for (index, quantity) in quantities.iter().enumerate() {
            self.measure(&format!("quantities[{}]", index + 1), Some(quantity));
        }
        if let Some(Value { amount, currency, basis }) = value {
            self.inside("value", |walk| walk.note(format!("{amount} {currency} {basis}")));
        }
        for (index, position) in invoice_refs.iter().enumerate() {
            self.shown(&format!("invoice_refs[{}]", index + 1), Some(position));
        }
    }
}
