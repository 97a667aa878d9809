//! Does the element table of `tamga-origin` fit the model, our own documents, and the public schemas it names?

use std::collections::{BTreeMap, BTreeSet};

use tamga_formats::{Limits, co_xml, paths, ubl};
use tamga_origin::elements::{Element, Held, elements, pattern};
use tamga_origin::{
    Address, Agent, AgentKind, Amendment, Attestation, Authorisation, Certificate, Channel, CompetentAuthority,
    Criterion, Date, Decimal, Departure, DocumentaryCredit, Equipment, Flag, Function, GoodsItem, HsCode, Instance,
    Invoice, IssuingBody, Legalisation, LegalisationKind, LegalisationStatus, Means, Measure, Moment, Order, Origin,
    Packages, Party, PartyId, Place, Producer, ProducerDeclaration, ProofType, Reference, RvcMethod, Scheme,
    SupportingDocument, Timestamp, Transport, TransportDocument, Value,
};
use tamga_xml::Event;

use crate::{asset, conformance};

/// The number of the only producer.
const PRODUCER: u32 = 70_001;

/// Values that no other field has, so that each can be found again.
struct Unique(u32);

impl Unique {
    fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }

    fn text(&mut self) -> String {
        format!("T{}", self.next())
    }

    fn day(&mut self) -> Option<Date> {
        Date::from_days_since_epoch(20_000 + i64::from(self.next()))
    }

    fn moment(&mut self) -> Option<Moment> {
        let day = self.day()?;
        Some(Moment::Instant(Timestamp::midnight(day)))
    }

    fn number(&mut self) -> u32 {
        70_000 + self.next()
    }

    fn decimal(&mut self) -> Decimal {
        Decimal::whole(i64::from(self.number()))
    }

    fn measure(&mut self) -> Option<Measure> {
        Some(Measure { amount: self.decimal(), unit: "KGM".into() })
    }

    fn place(&mut self) -> Place {
        Place { code: self.text(), name: self.text() }
    }

    fn channels(&mut self) -> Vec<Channel> {
        vec![Channel { kind: self.text(), value: self.text() }]
    }

    fn address(&mut self) -> Address {
        Address {
            lines: vec![self.text(), self.text()],
            city: self.text(),
            region: self.text(),
            postcode: self.text(),
            country: self.text(),
        }
    }

    fn party(&mut self) -> Party {
        Party {
            name: self.text(),
            ids: vec![PartyId { scheme: self.text(), value: self.text() }],
            address: self.address(),
            contact_name: self.text(),
            channels: self.channels(),
        }
    }

    fn attestation(&mut self) -> Option<Attestation> {
        Some(Attestation {
            text: self.text(),
            date: self.moment(),
            place: self.place(),
            name: self.text(),
            title: self.text(),
        })
    }

    fn item(&mut self) -> GoodsItem {
        GoodsItem {
            sequence: 5,
            packages: vec![Packages {
                marks: self.text(),
                count: Some(u64::from(self.number())),
                kind: self.text(),
                kind_text: self.text(),
            }],
            description: self.text(),
            product_codes: vec![self.text()],
            hs: HsCode { code: self.text(), printed: self.text(), edition: self.text(), list: self.text() },
            origin: Origin { country: self.text(), region: self.text(), preference_country: self.text() },
            criterion: Criterion {
                code: self.text(),
                printed: self.text(),
                percent: Some(self.decimal()),
                heading: self.text(),
                sub: self.text(),
                rvc_method: Some(RvcMethod::BuildDown),
            },
            instances: vec![Instance::DeMinimis],
            cumulation_countries: vec![self.text()],
            producer_refs: vec![PRODUCER],
            gross_mass: self.measure(),
            net_mass: self.measure(),
            quantities: self.measure().into_iter().collect(),
            ledger: Some(self.number()),
            value: Some(Value {
                amount: self.decimal(),
                currency: "EUR".into(),
                basis: "FOB".into(),
                incoterm: self.text(),
            }),
            invoice_refs: vec![self.number()],
            producer_declaration: Some(ProducerDeclaration { number: self.text(), date: self.day() }),
        }
    }

    fn transport(&mut self) -> Transport {
        Transport {
            export_country: self.text(),
            destination_country: self.text(),
            departure: self.moment().map(Departure::At),
            mode: self.text(),
            means: Means {
                name: self.text(),
                id: self.text(),
                voyage: self.text(),
                id_kind: self.text(),
                kind: self.text(),
            },
            loading: self.place(),
            discharge: self.place(),
            route: vec![self.text()],
            documents: vec![TransportDocument { kind: self.text(), number: self.text() }],
            carrier: self.text(),
            carrier_id: self.text(),
            equipment: vec![Equipment { number: self.text(), seals: vec![self.text()] }],
            ucr: self.text(),
            trader_reference: self.text(),
        }
    }

    fn issuer(&mut self) -> IssuingBody {
        IssuingBody {
            code: self.text(),
            name: self.text(),
            address: self.address(),
            channels: self.channels(),
            accreditation: self.text(),
            competent_authority: CompetentAuthority { name: self.text(), country: self.text() },
        }
    }
}

/// A certificate in which every field says something of its own. No field is left to a default: a new one stops the
/// build here until the table knows it.
fn filled() -> Certificate {
    let mut one = Unique(100);
    Certificate {
        number: one.text(),
        proof_type: ProofType::FormA,
        document_id: one.text(),
        function: Function::Change,
        revision: one.number(),
        issued_at: one.moment(),
        issue_place: one.place(),
        scheme: Scheme { code: one.text(), name: one.text(), form_code: one.text(), form_version: one.text() },
        is_preferential: true,
        flags: vec![Flag::Retroactive],
        package_total: Some(u64::from(one.number())),
        gross_mass_total: one.measure(),
        valid_from: one.day(),
        valid_to: one.day(),
        remarks: vec![one.text()],
        copies: Some(one.number()),
        check_address: one.text(),
        check_token: one.text(),
        issuer: one.issuer(),
        exporter_declaration: one.attestation(),
        certification: one.attestation(),
        authorisation: Some(Authorisation {
            number: one.text(),
            category: one.text(),
            authority: one.text(),
            from: one.day(),
            to: one.day(),
        }),
        exporter: one.party(),
        importer: Some(one.party()),
        consignee: Some(one.party()),
        consignor: Some(one.party()),
        producers: vec![Producer { number: PRODUCER, party: one.party(), same_as_exporter: true, confidential: true }],
        invoicing_party: Some(one.party()),
        agent: Some(Agent { kind: AgentKind::Attorney, party: one.party() }),
        transport: one.transport(),
        items: vec![one.item()],
        invoices: vec![Invoice { number: one.text(), date: one.day(), kind: one.text(), third_party: true }],
        references: vec![Reference {
            role: one.text(),
            kind: one.text(),
            number: one.text(),
            date: one.day(),
            issuer: one.text(),
            country: one.text(),
            line: Some(one.number()),
        }],
        evidence: vec![SupportingDocument {
            category: one.text(),
            kind: one.text(),
            number: one.text(),
            name: one.text(),
            date: one.day(),
            digest: one.text(),
        }],
        orders: vec![Order { kind: one.text(), number: one.text(), date: one.day() }],
        documentary_credit: Some(DocumentaryCredit { number: one.text(), date: one.day(), bank: one.text() }),
        legalisations: vec![Legalisation {
            kind: LegalisationKind::Apostille,
            authority: one.text(),
            country: one.text(),
            reference: one.text(),
            date: one.day(),
            status: LegalisationStatus::Granted,
            remark: one.text(),
        }],
        amendments: vec![Amendment { reason: one.text(), path: one.text(), before: one.text(), after: one.text() }],
        annex_digest: one.text(),
    }
}

#[test]
fn every_path_of_the_model_has_one_element_and_the_other_way_round() {
    let values = paths::values(&filled());
    let is_block = |path: &String| values.keys().any(|other| other != path && paths::lies_within(other, path));
    // What holds others is a block; `value` holds its Incoterm and is an element all the same.
    let fields: BTreeSet<String> = values
        .iter()
        .filter(|(path, value)| !(value.is_empty() && is_block(path)))
        .map(|(path, _)| pattern(path))
        .collect();
    let table: BTreeSet<String> =
        elements().filter(|element| element.held == Held::Field).map(|element| element.path.to_owned()).collect();
    let missing: Vec<&String> = fields.difference(&table).collect();
    let invented: Vec<&String> = table.difference(&fields).collect();
    assert!(missing.is_empty() && invented.is_empty(), "the table lacks {missing:?} and invents {invented:?}");
    for other in elements().filter(|element| element.held != Held::Field) {
        assert!(!fields.contains(other.path), "{} is a field", other.path);
    }
}

/// Every text and attribute of a document, by the names of the elements below its outermost ones.
fn written(document: &[u8], outermost: usize) -> BTreeMap<String, Vec<String>> {
    let gated = co_xml::gate(document, &Limits::default()).unwrap();
    let mut open: Vec<String> = Vec::new();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for event in gated.events() {
        let at = |open: &[String]| open.iter().skip(outermost).cloned().collect::<Vec<_>>().join("/");
        match event {
            Event::Start(start) => {
                open.push(start.name.local.to_string());
                for attribute in start.attributes() {
                    let place = format!("{}@{}", at(&open), attribute.name.local);
                    found.entry(place).or_default().push(attribute.value.to_string());
                }
            }
            Event::End => {
                open.pop();
            }
            Event::Text(text) => found.entry(at(&open)).or_default().push(text.to_string()),
        }
    }
    found
}

/// A place without the brackets that tell the uses of one class apart.
fn plain(place: &str) -> String {
    pattern(place).replace("[]", "")
}

/// Does the document say this value, in its own way of writing days and measures?
fn is_same(said: &str, value: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let is_time = value.len() >= 10 && value.as_bytes()[4] == b'-' && digits(said).len() >= 8;
    said == value || Some(said) == value.split(' ').next() || (is_time && digits(value).starts_with(&digits(said)))
}

#[test]
fn every_element_stands_in_our_documents_where_the_table_says() {
    let certificate = filled();
    let document = written(&co_xml::write_certificate(&certificate).unwrap(), 2);
    let values = paths::values(&certificate);
    for element in elements().filter(|element| element.held == Held::Field) {
        let place = plain(element.xml);
        let said = document.get(&place).unwrap_or_else(|| panic!("{}: nothing stands at {place}", element.path));
        // Preference is said by a code for each item.
        let coded = |value: &String| if element.path == "is_preferential" { "P".to_owned() } else { value.clone() };
        let all: Vec<String> =
            values.iter().filter(|(path, _)| pattern(path) == element.path).map(|(_, value)| coded(value)).collect();
        assert!(!all.is_empty(), "{} says nothing", element.path);
        for value in all {
            assert!(said.iter().any(|said| is_same(said, &value)), "{}: {value} is not among {said:?}", element.path);
        }
    }
}

#[test]
fn every_element_stands_in_a_ubl_document_where_the_table_says() {
    let mut certificate = filled();
    // A confidential producer is withheld; a day of issue stands alone.
    for producer in &mut certificate.producers {
        (producer.confidential, producer.same_as_exporter) = (false, false);
    }
    certificate.issued_at = certificate.issued_at.map(|at| Moment::Day(at.date()));
    let bytes = ubl::write(&certificate, &ubl::Style::default()).unwrap().bytes;
    let document = written(&bytes, 1);
    let values = paths::values(&certificate);
    let mut wrong = Vec::new();
    for element in elements().filter(|element| element.held == Held::Field) {
        let place = plain(element.ubl);
        let all: Vec<(&String, &String)> = values.iter().filter(|(path, _)| pattern(path) == element.path).collect();
        let found: Vec<&String> = document
            .iter()
            .filter(|(_, said)| said.iter().any(|said| all.iter().any(|(_, value)| is_same(said, value))))
            .map(|(place, _)| place)
            .collect();
        let is_unique = all.iter().all(|(_, value)| value.len() > 3);
        if (!place.is_empty() && !found.contains(&&place)) || (place.is_empty() && is_unique && !found.is_empty()) {
            wrong.push(format!("{} is said to be at {place:?}, is at {found:?}", element.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The names a schema gives out: JSON properties or XML elements.
fn names(schema: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(schema);
    let mut names = BTreeSet::new();
    for quoted in text.split("name=\"").skip(1) {
        names.extend(quoted.split('"').next().map(str::to_owned));
    }
    if let Ok(json) = serde_json::from_slice(schema) {
        properties(&json, &mut names);
    }
    names
}

fn properties(json: &serde_json::Value, names: &mut BTreeSet<String>) {
    match json {
        serde_json::Value::Object(members) => {
            for (name, member) in members {
                if let (true, Some(known)) = (name == "properties", member.as_object()) {
                    names.extend(known.keys().cloned());
                }
                properties(member, names);
            }
        }
        serde_json::Value::Array(members) => members.iter().for_each(|member| properties(member, names)),
        _ => {}
    }
}

#[test]
fn places_in_other_dialects_are_made_of_names_their_schemas_know() {
    type Place = fn(&Element) -> &'static str;
    let dialects: [(&str, &[&str], Place, usize); 4] = [
        ("edi3", &["edi3/CertificateOfOrigin.schema.json"], |element| element.edi3, 60),
        ("D23B", &["uncefact/UNECE-PreferentialCoO-D23B.schema.json"], |element| element.d23b, 10),
        ("ALADI COD", &["aladi-cod/cod_ver_4.1.0.xsd"], |element| element.cod, 60),
        (
            "UBL",
            &[
                "ubl-2.1/common/UBL-CommonAggregateComponents-2.1.xsd",
                "ubl-2.1/common/UBL-CommonBasicComponents-2.1.xsd",
            ],
            |element| element.ubl,
            60,
        ),
    ];
    for (dialect, schemas, place, least) in dialects {
        let mut known = BTreeSet::new();
        for schema in schemas {
            let Some(schema) = conformance(schema) else { return };
            known.extend(names(&schema));
        }
        let placed: Vec<&Element> = elements().filter(|element| !place(element).is_empty()).collect();
        assert!(placed.len() >= least, "{dialect} holds only {}", placed.len());
        for element in placed {
            // An attribute is declared with its element's type, in another file.
            let place = plain(place(element));
            let elements_alone = place.split_once('@').map_or(place.as_str(), |(before, _)| before);
            for name in elements_alone.split(['/', '.']) {
                assert!(known.contains(name), "{dialect} has no {name}, where {} is said to stand", element.path);
            }
        }
    }
}

#[test]
fn the_schema_documents_each_element_with_the_identifier_of_the_table() {
    let schema = String::from_utf8(asset("schemas/tamga-co-1.xsd")).unwrap();
    for one in elements().filter(|element| element.held != Held::Outside && !element.xml.contains('@')) {
        let tag = if one.xml_tag() == "DateTimeString" { one.xml.rsplit('/').nth(1).unwrap() } else { one.xml_tag() };
        let tag = plain(tag);
        let mut documented = Vec::new();
        for declared in schema.split(&format!("<xs:element name=\"{tag}\" ")).skip(1) {
            let text = declared.split("<xs:documentation>").nth(1).and_then(|rest| rest.split('<').next());
            documented.push(text.unwrap_or_default());
        }
        assert!(!documented.is_empty(), "{} at {} is not in the schema", one.path, one.xml);
        // Our own blocks share the address and the channel with the parties, whose words are the WCO's.
        if one.is_own() || one.tag != tag {
            continue;
        }
        // The schema writes some class names in one word.
        let name = format!("WCOID{}·DictionaryEntryName{}", one.wco_id, one.dictionary_name.replace(' ', ""));
        let says = |text: &&str| {
            text.replace(' ', "").contains(&name) && one.format.split(" or ").any(|format| text.contains(format))
        };
        assert!(documented.iter().any(says), "{} at {}: {documented:?}", one.path, one.xml);
    }
}
