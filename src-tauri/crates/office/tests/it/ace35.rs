//! A shipment of rice from Uruguay to Chile under ACE 35, as its exporter fills it in: for every test of a digital
//! certificate.

use tamga_formats::aladi::{self, Extent, Style};
use tamga_origin::{
    Address, Attestation, Certificate, Criterion, Decimal, GoodsItem, HsCode, Invoice, Means, Measure, Moment, Party,
    Place, ProofType, Scheme, Transport, Value,
};

/// A company or body at a made-up address.
pub fn party(name: &str, city: &str, country: &str) -> Party {
    Party {
        name: name.to_owned(),
        address: Address {
            lines: vec!["Rambla 1".to_owned()],
            city: city.to_owned(),
            country: country.to_owned(),
            ..Address::default()
        },
        ..Party::default()
    }
}

/// What its exporter declares at a moment.
pub fn declared(at: Moment) -> Certificate {
    let item = GoodsItem {
        sequence: 1,
        description: "Arroz blanco pulido".to_owned(),
        hs: HsCode {
            code: "10063021".to_owned(),
            printed: "1006.30.21".to_owned(),
            edition: "2022".to_owned(),
            list: String::new(),
        },
        criterion: Criterion { printed: "Anexo 13 Art. 3".to_owned(), ..Criterion::default() },
        net_mass: Some(Measure { amount: Decimal::whole(25_200), unit: "KGM".to_owned() }),
        value: Some(Value {
            amount: Decimal::whole(12_600),
            currency: "USD".to_owned(),
            basis: "FOB".to_owned(),
            incoterm: String::new(),
        }),
        invoice_refs: vec![1],
        ..GoodsItem::default()
    };
    Certificate {
        proof_type: ProofType::PreferenceCertificate,
        is_preferential: true,
        revision: 1,
        scheme: Scheme {
            code: "aladi-a35".to_owned(),
            name: "Acuerdo de Complementación Económica Nº 35".to_owned(),
            form_code: "FormA35".to_owned(),
            form_version: String::new(),
        },
        exporter: party("Molinos del Plata", "Montevideo", "UY"),
        importer: Some(party("Importadora Andina", "Santiago", "CL")),
        exporter_declaration: Some(Attestation {
            text: "Declaro bajo juramento que la mercadería es originaria.".to_owned(),
            date: Some(at),
            ..Attestation::default()
        }),
        transport: Transport {
            export_country: "UY".to_owned(),
            destination_country: "CL".to_owned(),
            means: Means { name: "Buque Ejemplo".to_owned(), ..Means::default() },
            loading: Place { code: String::new(), name: "Montevideo".to_owned() },
            ..Transport::default()
        },
        items: vec![item],
        invoices: vec![Invoice { number: "A-000077".to_owned(), date: Some(at.date()), ..Invoice::default() }],
        ..Certificate::default()
    }
}

/// What the exporter filled in, not signed yet.
pub fn unsigned(declared: &Certificate) -> Vec<u8> {
    let style = Style { extent: Extent::Application, ..Style::default() };
    aladi::write(declared, &style).unwrap().bytes
}
