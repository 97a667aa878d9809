//! What does a certificate look like that says something in every element? With it the question what a dialect cannot
//! hold is answered by writing, so that the answer cannot grow old. Nothing here is about a real firm.

use tamga_origin::{
    Address, Agent, AgentKind, Amendment, Attestation, Authorisation, Certificate, Channel, CompetentAuthority,
    Criterion, Date, Decimal, Departure, DocumentaryCredit, Equipment, Flag, Function, GoodsItem, HsCode, Instance,
    Invoice, IssuingBody, Legalisation, LegalisationKind, LegalisationStatus, Means, Measure, Moment, Order, Origin,
    Packages, Party, PartyId, Place, Producer, ProducerDeclaration, ProofType, Reference, RvcMethod, Scheme,
    SupportingDocument, Transport, TransportDocument, Value,
};

fn day(text: &str) -> Option<Date> {
    Date::parse(text)
}

fn moment(text: &str) -> Option<Moment> {
    day(text).map(Moment::Day)
}

fn measure(amount: i64, unit: &str) -> Measure {
    Measure { amount: Decimal::whole(amount), unit: unit.into() }
}

fn place(code: &str, name: &str) -> Place {
    Place { code: code.into(), name: name.into() }
}

fn address(line: &str, city: &str, region: &str, postcode: &str, country: &str) -> Address {
    Address {
        lines: vec![line.into(), "Building 3".into(), "Gate B".into()],
        city: city.into(),
        region: region.into(),
        postcode: postcode.into(),
        country: country.into(),
    }
}

fn channels(host: &str) -> Vec<Channel> {
    let channel = |kind: &str, value: String| Channel { kind: kind.into(), value };
    vec![
        channel("TE", "+598 2 000 0000".into()),
        channel("EM", format!("office@{host}")),
        channel("AO", format!("https://{host}")),
    ]
}

fn party(name: &str, id: &str, host: &str, address: Address) -> Party {
    Party {
        name: name.into(),
        ids: vec![
            PartyId { scheme: "example:tax".into(), value: id.into() },
            PartyId { scheme: "example:register".into(), value: format!("R-{id}") },
        ],
        address,
        contact_name: "A. Person".into(),
        channels: channels(host),
    }
}

fn attestation(text: &str, date: &str, name: &str, title: &str) -> Attestation {
    Attestation {
        text: text.into(),
        date: moment(date),
        place: place("UYMVD", "Montevideo"),
        name: name.into(),
        title: title.into(),
    }
}

/// A certificate that says something in every element of the model.
pub fn certificate() -> Certificate {
    let rambla = || address("Rambla 1", "Montevideo", "UY-MO", "11000", "UY");
    let quay = || address("Quai 7", "Casablanca", "MA-06", "20000", "MA");
    Certificate {
        number: "UY-2026-000123".into(),
        proof_type: ProofType::PreferenceCertificate,
        document_id: "0f8fad5bd9cb469fa16570867728950e".into(),
        function: Function::Change,
        revision: 2,
        issued_at: moment("2026-03-22"),
        issue_place: place("UYMVD", "Montevideo"),
        scheme: Scheme {
            code: "example-fta".into(),
            name: "Example Free Trade Agreement".into(),
            form_code: "EX1".into(),
            form_version: "2024".into(),
        },
        is_preferential: true,
        flags: vec![Flag::Retroactive, Flag::ThirdPartyInv],
        package_total: Some(540),
        gross_mass_total: Some(measure(25_740, "KGM")),
        valid_from: day("2026-03-22"),
        valid_to: day("2027-03-21"),
        remarks: vec!["Shipped in one lot.".into(), "Cool and dry.".into()],
        copies: Some(3),
        check_address: "https://check.chamber.example".into(),
        check_token: "9F3K-77QD".into(),
        issuer: IssuingBody {
            code: "UY-001".into(),
            name: "Example Chamber of Commerce".into(),
            address: rambla(),
            channels: channels("chamber.example"),
            accreditation: "ICC-0001".into(),
            competent_authority: CompetentAuthority { name: "Example Ministry".into(), country: "UY".into() },
        },
        exporter_declaration: Some(attestation("We declare the origin.", "2026-03-20", "A. Exporter", "Director")),
        certification: Some(attestation("We certify the origin.", "2026-03-22", "B. Officer", "Registrar")),
        authorisation: Some(Authorisation {
            number: "AE-77".into(),
            category: "AE".into(),
            authority: "Example Customs".into(),
            from: day("2025-01-01"),
            to: day("2027-12-31"),
        }),
        exporter: party("Example Export SA", "210001", "export.example", rambla()),
        importer: Some(party("Example Import SARL", "MA-9", "import.example", quay())),
        consignee: Some(party("Example Storage SARL", "MA-8", "storage.example", quay())),
        consignor: Some(party("Example Forwarding SA", "210002", "forward.example", rambla())),
        producers: vec![
            Producer { number: 1, party: Party::default(), same_as_exporter: true, confidential: false },
            Producer {
                number: 2,
                party: party("Example Mill SA", "210003", "mill.example", rambla()),
                same_as_exporter: false,
                confidential: false,
            },
            Producer { number: 3, party: Party::default(), same_as_exporter: false, confidential: true },
        ],
        invoicing_party: Some(party(
            "Example Trade Ltd",
            "GB-5",
            "trade.example",
            address("Dock 2", "London", "GB-LND", "E1", "GB"),
        )),
        agent: Some(Agent {
            kind: AgentKind::Attorney,
            party: party("C. Attorney", "210004", "law.example", rambla()),
        }),
        transport: transport(),
        items: items(),
        invoices: vec![
            Invoice { number: "INV-1".into(), date: day("2026-03-18"), kind: "380".into(), third_party: false },
            Invoice { number: "INV-2".into(), date: day("2026-03-19"), kind: "380".into(), third_party: true },
        ],
        references: vec![Reference {
            role: "replaces".into(),
            kind: "861".into(),
            number: "UY-2026-000099".into(),
            date: day("2026-02-01"),
            issuer: "Example Chamber of Commerce".into(),
            country: "UY".into(),
            line: Some(1),
        }],
        evidence: vec![SupportingDocument {
            category: "PL".into(),
            kind: "271".into(),
            number: "PL-1".into(),
            name: "Packing list".into(),
            date: day("2026-03-18"),
            digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        }],
        orders: vec![Order { kind: "105".into(), number: "PO-5".into(), date: day("2026-01-10") }],
        documentary_credit: Some(DocumentaryCredit {
            number: "LC-8".into(),
            date: day("2026-01-20"),
            bank: "Example Bank".into(),
        }),
        legalisations: legalisations(),
        amendments: vec![Amendment {
            reason: "QTY".into(),
            path: "items[1].gross_mass".into(),
            before: "25000 KGM".into(),
            after: "25200 KGM".into(),
        }],
        annex_digest: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752".into(),
    }
}

fn legalisations() -> Vec<Legalisation> {
    let one = |kind, authority: &str, reference: &str, status| Legalisation {
        kind,
        authority: authority.into(),
        country: "MA".into(),
        reference: reference.into(),
        date: day("2026-03-25"),
        status,
        remark: "Seen.".into(),
    };
    vec![
        one(LegalisationKind::Embassy, "Example Embassy", "EMB-4", LegalisationStatus::Granted),
        one(LegalisationKind::Insurer, "Example Insurance", "INS-6", LegalisationStatus::Granted),
        one(LegalisationKind::Ministry, "Example Ministry", "MIN-2", LegalisationStatus::Wanted),
    ]
}

fn transport() -> Transport {
    Transport {
        export_country: "UY".into(),
        destination_country: "MA".into(),
        departure: moment("2026-03-24").map(Departure::At),
        mode: "1".into(),
        means: Means {
            name: "MV Example".into(),
            id: "9074729".into(),
            voyage: "112E".into(),
            id_kind: "IMO".into(),
            kind: "1511".into(),
        },
        loading: place("UYMVD", "Montevideo"),
        discharge: place("MACAS", "Casablanca"),
        route: vec!["BR".into(), "ES".into()],
        documents: vec![
            TransportDocument { kind: "705".into(), number: "BL-1".into() },
            TransportDocument { kind: "714".into(), number: "HBL-2".into() },
        ],
        carrier: "Example Line".into(),
        carrier_id: "EXLN".into(),
        equipment: vec![Equipment { number: "EXLU1234567".into(), seals: vec!["S-1".into(), "S-2".into()] }],
        ucr: "6UY210001-77".into(),
        trader_reference: "ORDER-7".into(),
    }
}

fn items() -> Vec<GoodsItem> {
    let rice = GoodsItem {
        sequence: 1,
        packages: vec![Packages {
            marks: "EX / CASABLANCA / 1-500".into(),
            count: Some(500),
            kind: "BG".into(),
            kind_text: "bags".into(),
        }],
        description: "Rice, milled".into(),
        product_codes: vec!["gtin:07730000000016".into(), "R-50".into()],
        hs: HsCode { code: "100630".into(), printed: "1006.30".into(), edition: "2022".into(), list: String::new() },
        origin: Origin { country: "UY".into(), region: "Tacuarembó".into(), preference_country: "BR".into() },
        criterion: Criterion {
            code: "RVC".into(),
            printed: "RVC 45%".into(),
            percent: Some(Decimal::whole(45)),
            heading: "1006".into(),
            sub: "CTH".into(),
            rvc_method: Some(RvcMethod::BuildDown),
        },
        instances: vec![Instance::Accumulation],
        cumulation_countries: vec!["BR".into()],
        producer_refs: vec![1],
        gross_mass: Some(measure(25_200, "KGM")),
        net_mass: Some(measure(25_000, "KGM")),
        quantities: vec![measure(25, "TNE"), measure(500, "NMB"), measure(10, "NPT")],
        ledger: Some(2),
        value: Some(Value {
            amount: Decimal::whole(18_000),
            currency: "USD".into(),
            basis: "FOB".into(),
            incoterm: "FOB".into(),
        }),
        invoice_refs: vec![1],
        producer_declaration: Some(ProducerDeclaration { number: "PD-1".into(), date: day("2026-03-01") }),
    };
    let wine = GoodsItem {
        sequence: 2,
        description: "Wine in bottles".into(),
        hs: HsCode { code: "22042100".into(), printed: String::new(), edition: "2022".into(), list: "TSP".into() },
        criterion: Criterion { code: "WO".into(), printed: "WO".into(), ..Criterion::default() },
        producer_refs: vec![2],
        invoice_refs: vec![2],
        packages: vec![Packages { kind: "CT".into(), count: Some(40), ..Packages::default() }],
        gross_mass: Some(measure(540, "KGM")),
        origin: Origin { country: "UY".into(), ..Origin::default() },
        ..GoodsItem::default()
    };
    vec![rice, wine]
}
