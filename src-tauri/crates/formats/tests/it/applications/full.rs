//! A certificate in which every field says something of its own.

use tamga_origin::party::AgentKind;
use tamga_origin::{
    Address, Agent, Amendment, Attestation, Authorisation, Certificate, Channel, CompetentAuthority, Criterion, Date,
    Decimal, Departure, DocumentaryCredit, Equipment, Flag, Function, GoodsItem, HsCode, Instance, Invoice,
    IssuingBody, Legalisation, LegalisationKind, LegalisationStatus, Means, Measure, Moment, Order, Origin, Packages,
    Party, PartyId, Place, Producer, ProducerDeclaration, ProofType, Reference, RvcMethod, Scheme, SupportingDocument,
    Timestamp, Transport, TransportDocument, Value,
};

fn text(word: &str) -> String {
    format!("{word}, one\nand two")
}

fn day(day: u8) -> Option<Date> {
    Date::new(2026, 3, day)
}

fn instant() -> Moment {
    Moment::Instant(Timestamp::parse_rfc3339("2026-03-22T16:24:38.120Z").unwrap())
}

fn place(code: &str) -> Place {
    Place { code: code.into(), name: text("place") }
}

fn measure(amount: &str, unit: &str) -> Measure {
    Measure { amount: Decimal::parse(amount).unwrap(), unit: unit.into() }
}

fn address(country: &str) -> Address {
    Address {
        lines: vec!["12 Quay Street".into(), "Box 7".into()],
        city: "Montevideo".into(),
        region: "UY-MO".into(),
        postcode: "01100".into(),
        country: country.into(),
    }
}

fn party(name: &str) -> Party {
    Party {
        name: text(name),
        ids: vec![
            PartyId { scheme: "gov:tax".into(), value: "0021=7".into() },
            PartyId { scheme: String::new(), value: "0099".into() },
        ],
        address: address("UY"),
        contact_name: format!("{name}'s clerk"),
        channels: vec![
            Channel { kind: "TE".into(), value: "+598 2 000 00".into() },
            Channel { kind: String::new(), value: "fourth door".into() },
        ],
    }
}

fn attestation(name: &str) -> Attestation {
    Attestation {
        text: text("I declare"),
        date: Some(instant()),
        place: place("UYMVD"),
        name: name.into(),
        title: "Manager".into(),
    }
}

fn item(sequence: u32) -> GoodsItem {
    GoodsItem {
        sequence,
        packages: vec![
            Packages { marks: text("MARK"), count: Some(500), kind: "BG".into(), kind_text: "bags".into() },
            Packages { marks: String::new(), count: Some(500), kind: "BG".into(), kind_text: "bags".into() },
            Packages { marks: String::new(), count: Some(500), kind: "BG".into(), kind_text: "bags".into() },
        ],
        description: text("Rice, milled"),
        product_codes: vec!["0012".into(), "SRV:0401".into()],
        hs: HsCode { code: "100630".into(), printed: "1006.30".into(), edition: "2022".into(), list: "TSP".into() },
        origin: Origin { country: "UY".into(), region: "UY-TT".into(), preference_country: "AR".into() },
        criterion: Criterion {
            code: "RVC".into(),
            printed: "RVC 40.50%".into(),
            percent: Decimal::parse("40.50"),
            heading: "1006".into(),
            sub: "CTH".into(),
            rvc_method: Some(RvcMethod::BuildDown),
        },
        instances: vec![Instance::DeMinimis, Instance::Accumulation],
        cumulation_countries: vec!["AR".into(), "BR".into()],
        producer_refs: vec![1, 2],
        gross_mass: Some(measure("25200.50", "KGM")),
        net_mass: Some(measure("123456789012.345", "KGM")),
        quantities: vec![measure("500", "BG"), measure("0.1", "TNE"), measure("1234567890123456.123456", "NMB")],
        ledger: Some(2),
        value: Some(Value {
            amount: Decimal::parse("1000.10").unwrap(),
            currency: "USD".into(),
            basis: "FOB".into(),
            incoterm: "FCA".into(),
        }),
        invoice_refs: vec![2, 1],
        producer_declaration: Some(ProducerDeclaration { number: "0007".into(), date: day(1) }),
    }
}

/// Everything at once.
pub fn full() -> Certificate {
    Certificate {
        number: "UY-2026-000123".into(),
        proof_type: ProofType::PreferenceCertificate,
        document_id: "0f8fad5bd9cb469fa16570867728950e".into(),
        function: Function::Change,
        revision: 2,
        issued_at: Some(instant()),
        issue_place: place("UYMVD"),
        scheme: Scheme {
            code: "chafta".into(),
            name: text("Agreement"),
            form_code: "CO".into(),
            form_version: "1.0".into(),
        },
        is_preferential: true,
        flags: vec![Flag::Retroactive, Flag::ThirdPartyInv],
        package_total: Some(18_000_000_000_000_000_000),
        gross_mass_total: Some(measure("25200.5", "KGM")),
        valid_from: day(2),
        valid_to: day(3),
        remarks: vec![text("first remark"), text("second remark"), text("third remark")],
        copies: Some(3),
        check_address: "https://check.example".into(),
        check_token: "secret".into(),
        issuer: IssuingBody {
            code: "UY-001".into(),
            name: "Example Chamber".into(),
            address: Address { country: "UY".into(), ..Address::default() },
            channels: Vec::new(),
            accreditation: "ICC-7".into(),
            competent_authority: CompetentAuthority::default(),
        },
        exporter_declaration: Some(attestation("A. Exporter")),
        certification: Some(attestation("B. Officer")),
        authorisation: Some(Authorisation {
            number: "REX-0001".into(),
            category: "REX".into(),
            authority: text("Customs"),
            from: day(4),
            to: day(5),
        }),
        exporter: party("exporter"),
        importer: Some(party("importer")),
        consignee: Some(party("consignee")),
        consignor: Some(party("consignor")),
        producers: vec![
            Producer { number: 1, party: party("maker"), same_as_exporter: true, confidential: false },
            Producer { number: 2, party: Party::default(), same_as_exporter: false, confidential: true },
        ],
        invoicing_party: Some(party("invoicer")),
        agent: Some(Agent { kind: AgentKind::Attorney, party: party("agent") }),
        transport: Transport {
            export_country: "UY".into(),
            destination_country: "MA".into(),
            departure: Some(Departure::Words("earliest available".into())),
            mode: "1".into(),
            means: Means {
                name: "MV Example".into(),
                id: "09876543".into(),
                voyage: "001E".into(),
                id_kind: "11".into(),
                kind: "150".into(),
            },
            loading: place("UYMVD"),
            discharge: place("MACAS"),
            route: vec!["BR".into(), "ES".into()],
            documents: vec![
                TransportDocument { kind: "705".into(), number: "00123".into() },
                TransportDocument { kind: String::new(), number: "00124".into() },
            ],
            carrier: text("Carrier"),
            carrier_id: "0042".into(),
            equipment: vec![
                Equipment { number: "MSCU6639870".into(), seals: vec!["001".into(), "002".into()] },
                Equipment { number: "MSCU6639871".into(), seals: Vec::new() },
            ],
            ucr: "6UY000".into(),
            trader_reference: "00-77".into(),
        },
        items: vec![item(1), item(4), item(2)],
        invoices: vec![
            Invoice { number: "0001".into(), date: day(6), kind: "380".into(), third_party: false },
            Invoice { number: "0002".into(), date: None, kind: "325".into(), third_party: true },
        ],
        references: vec![Reference {
            role: "back_to_back_on".into(),
            kind: "861".into(),
            number: "0009".into(),
            date: day(7),
            issuer: text("Other chamber"),
            country: "BR".into(),
            line: Some(4),
        }],
        evidence: vec![SupportingDocument {
            category: "1".into(),
            kind: "271".into(),
            number: "0010".into(),
            name: text("Packing list"),
            date: day(8),
            digest: "ab".repeat(32),
        }],
        orders: vec![Order { kind: "105".into(), number: "0011".into(), date: day(9) }],
        documentary_credit: Some(DocumentaryCredit { number: "0012".into(), date: day(10), bank: text("Bank") }),
        legalisations: vec![Legalisation {
            kind: LegalisationKind::Consulate,
            authority: text("Consulate"),
            country: "MA".into(),
            reference: "0013".into(),
            date: day(11),
            status: LegalisationStatus::Granted,
            remark: text("stamped"),
        }],
        amendments: vec![Amendment {
            reason: "ERR".into(),
            path: "exporter.name".into(),
            before: "a".into(),
            after: "b".into(),
        }],
        annex_digest: "cd".repeat(32),
    }
}
