//! Which fields has an application, and what are they called? The names of the data set with dots; structs are taken
//! apart completely, so that a new field of the model breaks the build here.

use tamga_origin::party::AgentKind;
use tamga_origin::{
    Address, Agent, Attestation, Authorisation, Certificate, Channel, Criterion, Departure, DocumentaryCredit,
    Equipment, Flag, GoodsItem, HsCode, Instance, Invoice, Legalisation, LegalisationKind, LegalisationStatus, Means,
    Measure, Order, Origin, Packages, Party, PartyId, Place, Producer, ProducerDeclaration, ProofType, Reference,
    RvcMethod, Scheme, SupportingDocument, Transport, TransportDocument, Value,
};

use super::form::{Form, Kind, departure_text, read_moment};

/// Everything but the goods items and what only issuing gives.
pub(super) fn head(form: &mut Form, certificate: &mut Certificate) {
    let Certificate {
        number: _,
        proof_type,
        document_id: _,
        function: _,
        revision: _,
        issued_at: _,
        issue_place: _,
        scheme: Scheme { code, name, form_code, form_version },
        is_preferential,
        flags,
        package_total,
        gross_mass_total,
        valid_from: _,
        valid_to: _,
        remarks,
        copies: _,
        check_address: _,
        check_token: _,
        issuer: _,
        exporter_declaration,
        certification: _,
        authorisation,
        exporter,
        importer,
        consignee,
        consignor,
        producers,
        invoicing_party,
        agent,
        transport,
        items: _,
        invoices,
        references,
        evidence,
        orders,
        documentary_credit,
        legalisations,
        amendments: _,
        annex_digest: _,
    } = certificate;
    form.inside("exporter", |form| party(form, exporter));
    form.block("consignee", consignee, Party::default(), party_block);
    form.block("importer", importer, Party::default(), party_block);
    form.block("consignor", consignor, Party::default(), party_block);
    form.entries("producers", producers, &Producer::default(), producer);
    form.block("invoicing_party", invoicing_party, Party::default(), party_block);
    let blank = Agent { kind: AgentKind::Representative, party: Party::default() };
    form.block("agent", agent, blank, |form, agent| {
        let Agent { kind, party: block } = agent;
        let mut word = Some(*kind);
        form.word("kind", &mut word);
        party(form, block);
        word.map(|word| *kind = word).is_some()
    });
    travel(form, transport);
    form.entries("invoices", invoices, &Invoice::default(), |form, invoice| {
        let Invoice { number, date, kind, third_party } = invoice;
        form.code("number", number);
        form.day("date", date);
        form.code("kind", kind);
        form.yes("third_party", third_party);
        true
    });
    let mut proof = (*proof_type != ProofType::default()).then_some(*proof_type);
    form.parsed("proof_type", Kind::Code, &mut proof, |kind| kind.code().to_owned(), ProofType::from_code);
    *proof_type = proof.unwrap_or_default();
    form.inside("scheme", |form| {
        form.code("code", code);
        form.text("name", name);
        form.code("form_code", form_code);
        form.code("form_version", form_version);
    });
    form.yes("is_preferential", is_preferential);
    form.parsed_lines("flags", flags, |flag| flag.code().to_owned(), |text| Flag::from_code(&text.to_uppercase()));
    form.count("package_total", package_total);
    measure(form, "gross_mass_total", gross_mass_total);
    form.entries("remarks", remarks, &String::new(), |form, remark| {
        form.text("", remark);
        true
    });
    form.block("exporter_declaration", exporter_declaration, Attestation::default(), attestation);
    form.block("authorisation", authorisation, Authorisation::default(), |form, block| {
        let Authorisation { number, category, authority, from, to } = block;
        form.code("number", number);
        form.code("category", category);
        form.text("authority", authority);
        form.day("from", from);
        form.day("to", to);
        true
    });
    form.entries("references", references, &Reference::default(), reference);
    form.entries("evidence", evidence, &SupportingDocument::default(), |form, document| {
        let SupportingDocument { category, kind, number, name, date, digest } = document;
        form.code("category", category);
        form.code("kind", kind);
        form.code("number", number);
        form.text("name", name);
        form.day("date", date);
        form.code("digest", digest);
        true
    });
    form.entries("orders", orders, &Order::default(), |form, order| {
        let Order { kind, number, date } = order;
        form.code("kind", kind);
        form.code("number", number);
        form.day("date", date);
        true
    });
    form.block("documentary_credit", documentary_credit, DocumentaryCredit::default(), |form, credit| {
        let DocumentaryCredit { number, date, bank } = credit;
        form.code("number", number);
        form.day("date", date);
        form.text("bank", bank);
        true
    });
    form.entries("legalisations", legalisations, &blank_legalisation(), legalisation);
}

/// One goods item.
pub(super) fn item(form: &mut Form, item: &mut GoodsItem) {
    let GoodsItem {
        sequence,
        packages,
        description,
        product_codes,
        hs,
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
    let mut number = Some(*sequence);
    form.count("sequence", &mut number);
    *sequence = number.unwrap_or_default();
    form.entries("packages", packages, &Packages::default(), |form, line| {
        let Packages { marks, count, kind, kind_text } = line;
        form.text("marks", marks);
        form.count("count", count);
        form.code("kind", kind);
        form.text("kind_text", kind_text);
        true
    });
    form.text("description", description);
    form.lines("product_codes", Kind::Codes, product_codes);
    form.inside("hs", |form| tariff(form, hs));
    form.inside("origin", |form| {
        form.code("country", country);
        form.text("region", region);
        form.code("preference_country", preference_country);
    });
    form.inside("criterion", |form| rule(form, criterion));
    form.parsed_lines("instances", instances, |one| one.as_str().to_owned(), Instance::parse);
    form.lines("cumulation_countries", Kind::Codes, cumulation_countries);
    form.parsed_lines("producer_refs", producer_refs, u32::to_string, |text| text.parse().ok());
    measure(form, "gross_mass", gross_mass);
    measure(form, "net_mass", net_mass);
    form.entries(
        "quantities",
        quantities,
        &Measure { amount: tamga_origin::Decimal::ZERO, unit: String::new() },
        |form, one| {
            let mut amount = Some(one.amount);
            if form.reads() {
                amount = None;
            }
            form.number("", &mut amount);
            form.code("unit", &mut one.unit);
            amount.map(|amount| one.amount = amount).is_some()
        },
    );
    form.count("ledger", ledger);
    worth(form, value);
    form.parsed_lines("invoice_refs", invoice_refs, u32::to_string, |text| text.parse().ok());
    form.block("producer_declaration", producer_declaration, ProducerDeclaration::default(), |form, declaration| {
        let ProducerDeclaration { number, date } = declaration;
        form.code("number", number);
        form.day("date", date);
        true
    });
}

/// Fields that stand on a line of goods and belong to the lists of the head: the invoice and the producer of the line.
pub(super) fn beside_item(form: &mut Form, invoice: &mut Invoice, maker: &mut String) {
    form.inside("invoice", |form| {
        form.code("number", &mut invoice.number);
        form.day("date", &mut invoice.date);
    });
    form.inside("producer", |form| form.text("name", maker));
}

fn party_block(form: &mut Form, block: &mut Party) -> bool {
    party(form, block);
    true
}

fn party(form: &mut Form, party: &mut Party) {
    let Party { name, ids, address: Address { lines, city, region, postcode, country }, contact_name, channels } =
        party;
    form.text("name", name);
    pairs(form, "ids", ids, |id| (&id.scheme, &id.value), |scheme, value| PartyId { scheme, value });
    form.inside("address", |form| {
        form.lines("lines", Kind::Lines, lines);
        form.text("city", city);
        form.text("region", region);
        form.code("postcode", postcode);
        form.code("country", country);
    });
    form.text("contact_name", contact_name);
    pairs(form, "channels", channels, |one| (&one.kind, &one.value), |kind, value| Channel { kind, value });
    // Columns of their own, as most offices have them; they are read only.
    for (name, kind) in [("phone", "TE"), ("email", "EM")] {
        if let Some(value) = form.leaf(name, Kind::Code, String::new) {
            channels.push(Channel { kind: kind.to_owned(), value });
        }
    }
}

/// Entries of two words in one cell, one a line: `scheme=value`, or the value alone.
fn pairs<T>(
    form: &mut Form,
    name: &str,
    list: &mut Vec<T>,
    parts: impl Fn(&T) -> (&String, &String),
    made: impl Fn(String, String) -> T,
) {
    let shown = |entry: &T| {
        let (first, second) = parts(entry);
        if first.is_empty() && !second.contains('=') { second.clone() } else { format!("{first}={second}") }
    };
    let read = |text: &str| {
        let (first, second) = text.split_once('=').unwrap_or(("", text));
        Some(made(first.trim().to_owned(), second.trim().to_owned()))
    };
    form.parsed_lines(name, list, shown, read);
}

fn producer(form: &mut Form, producer: &mut Producer) -> bool {
    let Producer { number, party: block, same_as_exporter, confidential } = producer;
    let mut said = Some(*number);
    form.count("number", &mut said);
    *number = said.unwrap_or_default();
    party(form, block);
    form.yes("same_as_exporter", same_as_exporter);
    form.yes("confidential", confidential);
    true
}

/// Transport: in the data set its fields stand at the top, without a block of their own.
fn travel(form: &mut Form, transport: &mut Transport) {
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
    form.code("export_country", export_country);
    form.code("destination_country", destination_country);
    form.parsed("departure", Kind::Departure, departure, departure_text, |text| {
        Some(read_moment(text).map_or_else(|| Departure::Words(text.to_owned()), Departure::At))
    });
    form.code("mode", mode);
    form.inside("means", |form| {
        form.text("name", name);
        form.code("id", id);
        form.code("voyage", voyage);
        form.code("id_kind", id_kind);
        form.code("kind", kind);
    });
    form.inside("loading", |form| place(form, loading));
    form.inside("discharge", |form| place(form, discharge));
    form.lines("route", Kind::Codes, route);
    form.entries("transport_documents", documents, &TransportDocument::default(), |form, document| {
        let TransportDocument { kind, number } = document;
        form.code("kind", kind);
        form.code("number", number);
        true
    });
    form.text("carrier", carrier);
    form.code("carrier_id", carrier_id);
    form.entries("equipment", equipment, &Equipment::default(), |form, container| {
        let Equipment { number, seals } = container;
        form.code("number", number);
        form.lines("seals", Kind::Codes, seals);
        true
    });
    form.code("ucr", ucr);
    form.code("trader_reference", trader_reference);
}

fn place(form: &mut Form, place: &mut Place) {
    let Place { code, name } = place;
    form.code("code", code);
    form.text("name", name);
}

fn attestation(form: &mut Form, block: &mut Attestation) -> bool {
    let Attestation { text, date, place: at, name, title } = block;
    form.text("text", text);
    form.moment("date", date);
    form.inside("place", |form| place(form, at));
    form.text("name", name);
    form.text("title", title);
    true
}

fn reference(form: &mut Form, reference: &mut Reference) -> bool {
    let Reference { role, kind, number, date, issuer, country, line } = reference;
    form.code("role", role);
    form.code("kind", kind);
    form.code("number", number);
    form.day("date", date);
    form.text("issuer", issuer);
    form.code("country", country);
    form.count("line", line);
    true
}

fn blank_legalisation() -> Legalisation {
    Legalisation {
        kind: LegalisationKind::Embassy,
        authority: String::new(),
        country: String::new(),
        reference: String::new(),
        date: None,
        status: LegalisationStatus::Wanted,
        remark: String::new(),
    }
}

fn legalisation(form: &mut Form, one: &mut Legalisation) -> bool {
    let Legalisation { kind, authority, country, reference, date, status, remark } = one;
    let mut who = (!form.reads()).then_some(*kind);
    form.word("kind", &mut who);
    form.text("authority", authority);
    form.code("country", country);
    form.code("reference", reference);
    form.day("date", date);
    // Nothing said means that it is wanted: an application asks for it.
    let mut state = Some(*status);
    form.word("status", &mut state);
    *status = state.unwrap_or(LegalisationStatus::Wanted);
    form.text("remark", remark);
    who.map(|who| *kind = who).is_some()
}

/// Digits and the form they were written in: a code with points or spaces is kept as printed.
fn tariff(form: &mut Form, hs: &mut HsCode) {
    let HsCode { code, printed, edition, list } = hs;
    let said = code_and_printed(code, printed);
    let read = form.leaf("code", Kind::Tariff, || said.0);
    form.code("printed", printed);
    if let Some(text) = read {
        (*code, *printed) = code_and_printed(&text, printed);
    }
    form.code("edition", edition);
    form.code("list", list);
}

/// A tariff code as digits only, and as printed where it was written with points, spaces or hyphens.
fn code_and_printed(text: &str, printed: &str) -> (String, String) {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let parted = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' ' | '-')) && digits.len() >= 4;
    if !parted || digits.len() == text.len() {
        return (text.to_owned(), printed.to_owned());
    }
    (digits, if printed.is_empty() { text.to_owned() } else { printed.to_owned() })
}

fn rule(form: &mut Form, criterion: &mut Criterion) {
    let Criterion { code, printed, percent, heading, sub, rvc_method } = criterion;
    form.text("printed", printed);
    form.code("code", code);
    form.number("percent", percent);
    form.code("heading", heading);
    form.code("sub", sub);
    form.word::<RvcMethod>("rvc_method", rvc_method);
}

/// An amount with its unit in a column of its own.
fn measure(form: &mut Form, name: &str, value: &mut Option<Measure>) {
    let mut amount = value.as_ref().map(|measure| measure.amount);
    let mut unit = value.as_ref().map(|measure| measure.unit.clone()).unwrap_or_default();
    form.number(name, &mut amount);
    form.inside(name, |form| form.code("unit", &mut unit));
    if amount.is_none() && !unit.is_empty() {
        form.unfilled(name, true);
    }
    *value = amount.map(|amount| Measure { amount, unit });
}

fn worth(form: &mut Form, value: &mut Option<Value>) {
    let mut amount = value.as_ref().map(|value| value.amount);
    let (mut currency, mut basis, mut incoterm) = match value.as_ref() {
        Some(value) => (value.currency.clone(), value.basis.clone(), value.incoterm.clone()),
        None => Default::default(),
    };
    form.number("value", &mut amount);
    form.inside("value", |form| {
        form.code("currency", &mut currency);
        form.code("basis", &mut basis);
        form.code("incoterm", &mut incoterm);
    });
    if amount.is_none() && !currency.is_empty() {
        form.unfilled("value", true);
    }
    *value = amount.map(|amount| Value { amount, currency, basis, incoterm });
}
