//! How a document looks when written: one of each version, element by element, with what it loses.

use tamga_formats::aladi::{self, Extent, Style, Version};
use tamga_origin::{
    Address, Agent, AgentKind, Attestation, Certificate, Channel, Criterion, Date, Decimal, Flag, GoodsItem, HsCode,
    Invoice, IssuingBody, Means, Measure, Moment, Party, PartyId, Place, ProducerDeclaration, ProofType, Scheme,
    Timestamp, Transport, Value,
};

use crate::lines;

fn party(name: &str, lines: &[&str], city: &str, country: &str) -> Party {
    let channel = |kind: &str, value: &str| Channel { kind: kind.into(), value: value.into() };
    Party {
        name: name.into(),
        ids: vec![PartyId { scheme: String::new(), value: "30-12345678-9".into() }],
        address: Address {
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
            city: city.into(),
            country: country.into(),
            ..Address::default()
        },
        contact_name: String::new(),
        channels: vec![channel("TE", "+598 2 4321-9876"), channel("EM", "ventas@example.com")],
    }
}

fn example() -> Certificate {
    let issued = Timestamp::parse_rfc3339("2026-03-22T16:24:38Z").map(Moment::Instant);
    let exporter = party("Molinos & Cía", &["Rambla 1", "piso 2"], "Montevideo", "UY");
    let body = party("Cámara de Ejemplo", &["Plaza 3"], "Montevideo", "UY");
    let invoice =
        |number: &str, day| Invoice { number: number.into(), date: Date::new(2026, 3, day), ..Invoice::default() };
    let item = GoodsItem {
        sequence: 1,
        description: "Arroz <blanco>\n  pulido".into(),
        hs: HsCode {
            code: "10063021".into(),
            printed: "1006.30.21".into(),
            edition: "2022".into(),
            list: String::new(),
        },
        criterion: Criterion { printed: "Artículo 4, letra a".into(), ..Criterion::default() },
        net_mass: Some(Measure { amount: Decimal::parse("25200.50").unwrap(), unit: "KGM".into() }),
        value: Some(Value {
            amount: Decimal::parse("12600.50").unwrap(),
            currency: "USD".into(),
            basis: String::new(),
            incoterm: String::new(),
        }),
        invoice_refs: vec![1],
        producer_declaration: Some(ProducerDeclaration { number: "4711".into(), date: Date::new(2026, 1, 15) }),
        ..GoodsItem::default()
    };
    Certificate {
        number: "UY0AVA18260000000100".into(),
        proof_type: ProofType::PreferenceCertificate,
        revision: 1,
        issued_at: issued,
        issue_place: Place { code: String::new(), name: "Montevideo".into() },
        scheme: Scheme {
            code: "mercosur-a18-2024".into(),
            name: "Acuerdo de Complementación Económica Nº 18".into(),
            form_code: "FormA18".into(),
            form_version: String::new(),
        },
        is_preferential: true,
        flags: vec![Flag::ThirdPartyInv],
        remarks: vec!["Segunda entrega".into()],
        issuer: IssuingBody {
            code: "0AV".into(),
            name: body.name,
            address: body.address,
            channels: vec![
                Channel { kind: "TE".into(), value: "+598 2 1234-5678".into() },
                Channel { kind: "EM".into(), value: "origen@example.com".into() },
                Channel { kind: "AO".into(), value: "http://www.example.com".into() },
            ],
            ..IssuingBody::default()
        },
        exporter_declaration: Some(Attestation {
            text: "Declaro bajo juramento …".into(),
            date: Date::new(2026, 3, 20).map(Moment::Day),
            name: "A. Firmante".into(),
            ..Attestation::default()
        }),
        certification: Some(Attestation { date: issued, ..Attestation::default() }),
        transport: Transport {
            export_country: "UY".into(),
            destination_country: "AR".into(),
            means: Means { name: "Buque Ejemplo".into(), ..Means::default() },
            loading: Place { code: String::new(), name: "Montevideo".into() },
            ..Transport::default()
        },
        exporter,
        importer: Some(party("Importadora S.A.", &["Calle 9"], "Rosario", "AR")),
        consignee: Some(Party {
            ids: Vec::new(),
            channels: Vec::new(),
            ..party("Depósito", &["Calle 10"], "Rosario", "AR")
        }),
        invoicing_party: Some(party("Third Trading Ltd", &["1 Road"], "Panamá", "PA")),
        agent: Some(Agent { kind: AgentKind::Representative, party: Party::default() }),
        items: vec![item],
        invoices: vec![invoice("A-0001-000077", 2), Invoice { third_party: true, ..invoice("TT-9", 5) }],
        ..Certificate::default()
    }
}

#[test]
fn a_document_of_each_version_is_written_so_and_names_what_it_loses() {
    for version in Version::ALL {
        let written = aladi::write(&example(), &Style { version, extent: Extent::Certificate, zones: false }).unwrap();
        let text = String::from_utf8(written.bytes).unwrap().replace("><", ">\n<");
        let told = lines(&written.findings).join("\n");
        insta::assert_snapshot!(format!("document_{}", version.code()), format!("{text}\n\n{told}"));
    }
}
