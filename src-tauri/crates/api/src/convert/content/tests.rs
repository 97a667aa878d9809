//! Does a certificate survive the way into the editor and back?

use super::*;
use crate::wire::ErrorCode;
use tamga_origin::Departure;

fn party(name: &str) -> origin::Party {
    origin::Party {
        name: name.into(),
        ids: vec![origin::PartyId { scheme: "abr.gov.au:abn".into(), value: "41 161 080 146".into() }],
        address: origin::Address {
            lines: vec!["1 Quay Street".into()],
            city: "Sydney".into(),
            region: "NSW".into(),
            postcode: "2000".into(),
            country: "AU".into(),
        },
        contact_name: "R. Lee".into(),
        channels: vec![origin::Channel { kind: "TE".into(), value: "+61 2 0000 0000".into() }],
    }
}

fn whole_certificate() -> origin::Certificate {
    let decimal = |text: &str| origin::Decimal::parse(text).unwrap();
    let kilograms = |text: &str| origin::Measure { amount: decimal(text), unit: "KGM".into() };
    let place = origin::Place { code: "AUSYD".into(), name: "Sydney".into() };
    let date = Date::new(2026, 5, 4).unwrap();
    let attestation = |date| origin::Attestation {
        text: "I declare".into(),
        date: Some(date),
        place: place.clone(),
        name: "A. Otieno".into(),
        title: "Manager".into(),
    };
    origin::Certificate {
        number: "N-1".into(),
        proof_type: ProofType::PreferenceCertificate,
        document_id: String::new(),
        function: origin::Function::Original,
        revision: 0,
        issued_at: Some(Moment::Day(date)),
        issue_place: place.clone(),
        scheme: origin::Scheme {
            code: "chafta".into(),
            name: "ChAFTA".into(),
            form_code: "CO".into(),
            form_version: "1".into(),
        },
        is_preferential: true,
        flags: vec![origin::Flag::Retroactive, origin::Flag::ThirdPartyInv],
        package_total: Some(12),
        gross_mass_total: Some(kilograms("1050.50")),
        valid_from: Some(date),
        valid_to: date.plus_months(12),
        remarks: vec!["fragile".into()],
        copies: Some(3),
        check_address: "https://check.example/".into(),
        check_token: "k7".into(),
        issuer: origin::IssuingBody {
            code: "AU-CC".into(),
            name: "Chamber".into(),
            address: party("x").address,
            channels: party("x").channels,
            accreditation: "ICC-7".into(),
            competent_authority: origin::CompetentAuthority { name: "Ministry of Trade".into(), country: "AU".into() },
        },
        exporter_declaration: Some(attestation(Moment::Day(date))),
        certification: Some(attestation(Moment::Instant(Timestamp::from_millis(1_777_777_777_000)))),
        authorisation: Some(origin::Authorisation {
            number: "REX-1".into(),
            category: "REX".into(),
            authority: "Customs".into(),
            from: Some(date),
            to: None,
        }),
        exporter: party("Exporter"),
        importer: Some(party("Importer")),
        consignee: Some(party("Consignee")),
        consignor: Some(party("Consignor")),
        producers: vec![origin::Producer {
            number: 1,
            party: party("Producer"),
            same_as_exporter: false,
            confidential: true,
        }],
        invoicing_party: Some(party("Third")),
        agent: Some(origin::Agent { kind: origin::AgentKind::Attorney, party: party("Agent") }),
        transport: origin::Transport {
            export_country: "AU".into(),
            destination_country: "CN".into(),
            departure: Some(Departure::Words("earliest available".into())),
            mode: "1".into(),
            means: origin::Means {
                name: "Sea Star".into(),
                id: "9074729".into(),
                voyage: "12W".into(),
                id_kind: "11".into(),
                kind: "1511".into(),
            },
            loading: place.clone(),
            discharge: origin::Place { code: "CNSHA".into(), name: "Shanghai".into() },
            route: vec!["SG".into()],
            documents: vec![origin::TransportDocument { kind: "705".into(), number: "BL-1".into() }],
            carrier: "Line".into(),
            carrier_id: "LINE".into(),
            equipment: vec![origin::Equipment { number: "CSQU3054383".into(), seals: vec!["S-1".into()] }],
            ucr: "U-1".into(),
            trader_reference: "T-1".into(),
        },
        items: vec![origin::GoodsItem {
            sequence: 7,
            packages: vec![origin::Packages {
                marks: "NO MARKS".into(),
                count: Some(12),
                kind: "CT".into(),
                kind_text: "cartons".into(),
            }],
            description: "Wine of fresh grapes".into(),
            product_codes: vec!["GTIN:1".into()],
            hs: origin::HsCode {
                code: "220421".into(),
                printed: "2204.21".into(),
                edition: "2017".into(),
                list: "TSP".into(),
            },
            origin: origin::Origin { country: "AU".into(), region: "NSW".into(), preference_country: "AU".into() },
            criterion: origin::Criterion {
                code: "WO".into(),
                printed: "WO".into(),
                percent: Some(decimal("45.5")),
                heading: "2204".into(),
                sub: "CTH".into(),
                rvc_method: Some(origin::RvcMethod::NetCost),
            },
            instances: vec![origin::Instance::DeMinimis],
            cumulation_countries: vec!["NZ".into()],
            producer_refs: vec![1],
            gross_mass: Some(kilograms("1050.50")),
            net_mass: Some(kilograms("1000")),
            quantities: vec![origin::Measure { amount: decimal("900"), unit: "LTR".into() }],
            ledger: Some(1),
            value: Some(origin::Value {
                amount: decimal("12.30"),
                currency: "AUD".into(),
                basis: "FOB".into(),
                incoterm: "FCA".into(),
            }),
            invoice_refs: vec![1],
            producer_declaration: Some(origin::ProducerDeclaration { number: "D-1".into(), date: Some(date) }),
        }],
        invoices: vec![origin::Invoice {
            number: "INV-1".into(),
            date: Some(date),
            kind: "380".into(),
            third_party: true,
        }],
        references: vec![origin::Reference {
            role: "replaces".into(),
            kind: "861".into(),
            number: "N-0".into(),
            date: Some(date),
            issuer: "AU-CC".into(),
            country: "AU".into(),
            line: Some(7),
        }],
        evidence: vec![origin::SupportingDocument {
            category: "1".into(),
            kind: "271".into(),
            number: "P-1".into(),
            name: "Packing list".into(),
            date: Some(date),
            digest: "ab".repeat(32),
        }],
        orders: vec![origin::Order { kind: "105".into(), number: "PO-1".into(), date: Some(date) }],
        documentary_credit: Some(origin::DocumentaryCredit {
            number: "LC-1".into(),
            date: Some(date),
            bank: "Bank".into(),
        }),
        legalisations: vec![origin::Legalisation {
            kind: origin::LegalisationKind::Consulate,
            authority: "Consulate".into(),
            country: "CN".into(),
            reference: "V-1".into(),
            date: Some(date),
            status: origin::LegalisationStatus::Wanted,
            remark: "two copies".into(),
        }],
        amendments: vec![origin::Amendment {
            reason: "ERR".into(),
            path: "remarks[1]".into(),
            before: "fragil".into(),
            after: "fragile".into(),
        }],
        annex_digest: "cd".repeat(32),
    }
}

#[test]
fn nothing_is_lost_on_the_way_into_the_editor_and_back() {
    let whole = whole_certificate();
    assert_eq!(from_content(to_content(&whole)).unwrap(), whole);
    let empty = origin::Certificate::default();
    assert_eq!(from_content(to_content(&empty)).unwrap(), empty);
}

#[test]
fn a_day_of_departure_stays_a_day_and_words_stay_words() {
    let mut content = to_content(&whole_certificate());
    content.transport.departure = "2026-05-09".into();
    let read = from_content(content.clone()).unwrap();
    assert_eq!(read.transport.departure, Some(Departure::At(Moment::Day(Date::new(2026, 5, 9).unwrap()))));
    content.transport.departure = "on or about 9 May".into();
    assert_eq!(from_content(content).unwrap().transport.departure, Some(Departure::Words("on or about 9 May".into())));
}

#[test]
fn an_amount_with_letters_is_refused_with_its_path() {
    let mut content = to_content(&whole_certificate());
    content.items[0].gross_mass = Some(wire::Measure { amount: "1O50".into(), unit: "KGM".into() });
    let error = from_content(content).unwrap_err().into_api("E-0".into());
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::BadRequest, Some("items[7].gross_mass")));
}

#[test]
fn a_day_that_does_not_exist_is_refused_with_its_path() {
    let mut content = to_content(&whole_certificate());
    content.valid_to = "2026-02-30".into();
    assert_eq!(from_content(content).unwrap_err().into_api("E-0".into()).field.as_deref(), Some("valid_to"));
}

#[test]
fn a_measure_whose_amount_was_emptied_is_none() {
    let mut content = to_content(&whole_certificate());
    content.items[0].net_mass = Some(wire::Measure { amount: String::new(), unit: "KGM".into() });
    content.items[0].quantities.push(wire::Measure { amount: String::new(), unit: String::new() });
    let item = from_content(content).unwrap().items.remove(0);
    assert_eq!((item.net_mass, item.quantities.len()), (None, 1));
}
