//! Certificates built for tests, for the example and for the bench.
#![allow(
    dead_code,
    missing_docs,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "each of the three programs uses its part"
)]

use tamga_origin::{
    Address, Attestation, Authorisation, Certificate, Criterion, Date, Decimal, Departure, Equipment, Flag, GoodsItem,
    HsCode, Instance, Invoice, IssuingBody, Means, Measure, Moment, Origin, Packages, Party, PartyId, Place, Producer,
    Reference, Scheme, Timestamp, Transport, Value,
};

pub const DOCUMENT: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Certificate>signed \xc2\xa7</Certificate>\n";

/// A payload of usual length.
pub fn code() -> String {
    format!("TC1:{}", "6BF5L0:9J4K3 X$%*+-./".repeat(20))
}

pub fn day(year: i32, month: u8, day: u8) -> Date {
    Date::new(year, month, day).expect("the day exists")
}

pub fn amount(text: &str, unit: &str) -> Measure {
    Measure { amount: Decimal::parse(text).expect("a decimal"), unit: unit.to_owned() }
}

pub fn place(name: &str, code: &str) -> Place {
    Place { code: code.to_owned(), name: name.to_owned() }
}

fn party(name: &str, lines: &[&str], city: &str, postcode: &str, country: &str) -> Party {
    Party {
        name: name.to_owned(),
        address: Address {
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
            city: city.to_owned(),
            postcode: postcode.to_owned(),
            country: country.to_owned(),
            ..Address::default()
        },
        ..Party::default()
    }
}

pub fn item(sequence: u32, description: &str, hs: &str, criterion: &str, net: &str) -> GoodsItem {
    GoodsItem {
        sequence,
        packages: vec![Packages {
            marks: format!("YV/SH {sequence}-{}", sequence + 19),
            count: Some(u64::from(sequence) * 20),
            kind: "CT".to_owned(),
            kind_text: "cartons".to_owned(),
        }],
        description: description.to_owned(),
        hs: HsCode {
            code: hs.replace('.', ""),
            printed: hs.to_owned(),
            edition: "2022".to_owned(),
            ..HsCode::default()
        },
        origin: Origin { country: "AU".to_owned(), ..Origin::default() },
        criterion: Criterion { code: criterion.to_owned(), printed: criterion.to_owned(), ..Criterion::default() },
        producer_refs: vec![1],
        net_mass: Some(amount(net, "KGM")),
        invoice_refs: vec![1],
        ..GoodsItem::default()
    }
}

/// Three lines, everything short.
pub fn usual() -> Certificate {
    let mut exporter = party("Yarra Valley Orchards Pty Ltd", &["14 Old Healesville Road"], "Yarra Glen", "3775", "AU");
    exporter.address.region = "VIC".to_owned();
    exporter.ids = vec![PartyId { scheme: "abr.gov.au:abn".to_owned(), value: "51 824 753 556".to_owned() }];
    let melbourne = place("Melbourne", "AUMEL");
    Certificate {
        number: "MCC2026000412".to_owned(),
        document_id: "0f4e7c5d9a3b4f219e8d7c6b5a493827".to_owned(),
        revision: 1,
        issued_at: Some(Moment::Instant(Timestamp::parse_rfc3339("2026-05-04T03:20:11Z").expect("a time"))),
        issue_place: melbourne.clone(),
        scheme: Scheme {
            code: "chafta".to_owned(),
            name: "China-Australia Free Trade Agreement".to_owned(),
            form_code: "CO".to_owned(),
            form_version: "1".to_owned(),
        },
        is_preferential: true,
        flags: vec![Flag::Retroactive],
        remarks: vec!["ISSUED RETROSPECTIVELY".to_owned()],
        issuer: IssuingBody {
            code: "MCC".to_owned(),
            name: "Melbourne Chamber of Commerce".to_owned(),
            address: Address { city: "Melbourne".to_owned(), country: "AU".to_owned(), ..Address::default() },
            ..IssuingBody::default()
        },
        exporter_declaration: Some(Attestation {
            date: Some(Moment::Day(day(2026, 5, 3))),
            place: place("Yarra Glen", ""),
            name: "Grace Whitfield".to_owned(),
            title: "Export manager".to_owned(),
            ..Attestation::default()
        }),
        certification: Some(Attestation {
            date: Some(Moment::Day(day(2026, 5, 4))),
            place: melbourne,
            name: "Tomás Okafor".to_owned(),
            title: "Certifying officer".to_owned(),
            ..Attestation::default()
        }),
        exporter,
        importer: Some(party(
            "Shanghai Greenleaf Imports Co., Ltd.",
            &["88 Dongfang Road"],
            "Shanghai",
            "200120",
            "CN",
        )),
        consignee: Some(party(
            "Shanghai Greenleaf Imports Co., Ltd.",
            &["88 Dongfang Road"],
            "Shanghai",
            "200120",
            "CN",
        )),
        producers: vec![Producer { number: 1, same_as_exporter: true, ..Producer::default() }],
        transport: Transport {
            export_country: "AU".to_owned(),
            destination_country: "CN".to_owned(),
            departure: Some(Departure::At(Moment::Day(day(2026, 4, 28)))),
            mode: "1".to_owned(),
            means: Means { name: "COSCO Aden".to_owned(), voyage: "118N".to_owned(), ..Means::default() },
            loading: place("Melbourne", "AUMEL"),
            discharge: place("Shanghai", "CNSHA"),
            ..Transport::default()
        },
        items: vec![
            item(1, "Fresh cherries, variety Lapins, size 28 mm and over", "0809.29", "WO", "4800"),
            item(2, "Shiraz wine, in bottles of 0.75 L, vintage 2024", "2204.21", "PSR", "12960.5"),
            item(3, "Macadamia nuts, shelled, roasted and salted, in retail bags", "2008.19", "WP", "725.25"),
        ],
        invoices: vec![Invoice { number: "YV-26-0917".to_owned(), date: Some(day(2026, 4, 20)), ..Invoice::default() }],
        ..Certificate::default()
    }
}

/// Every part of a certificate that a form may print, each with words of its own.
pub fn full() -> Certificate {
    let mut certificate = usual();
    let value = |amount: &str| Value {
        amount: Decimal::parse(amount).expect("a decimal"),
        currency: "USD".to_owned(),
        basis: "FOB".to_owned(),
        incoterm: String::new(),
    };
    for (item, (gross, fob)) in
        certificate.items.iter_mut().zip([("5012.5", "38400"), ("14020", "91250.75"), ("801", "12011.4")])
    {
        item.gross_mass = Some(amount(gross, "KGM"));
        item.quantities = vec![amount(&format!("{}", item.sequence * 40), "NMB")];
        item.value = Some(value(fob));
        item.instances = vec![Instance::DeMinimis];
        item.cumulation_countries = vec!["NZ".to_owned()];
        item.criterion.percent = Decimal::parse("45.5");
    }
    certificate.flags = vec![Flag::Retroactive, Flag::ThirdPartyInv, Flag::Accumulation];
    certificate.producers = vec![Producer {
        number: 1,
        party: party("Murray Growers Co-operative", &["3 Weir Road"], "Mildura", "3500", "AU"),
        ..Producer::default()
    }];
    certificate.invoicing_party = Some(party("Harbour Trading (HK) Ltd", &["9 Queen's Road"], "Hong Kong", "", "HK"));
    certificate.consignee = Some(party("Jiangsu Cold Chain Co., Ltd.", &["5 Port Avenue"], "Nanjing", "210000", "CN"));
    certificate.authorisation = Some(Authorisation { number: "AU-EXP-004711".to_owned(), ..Authorisation::default() });
    certificate.references = vec![Reference {
        role: "export_declaration".to_owned(),
        number: "EDN-77-3120".to_owned(),
        date: Some(day(2026, 4, 27)),
        ..Reference::default()
    }];
    certificate.transport.equipment =
        vec![Equipment { number: "MSKU1234565".to_owned(), seals: vec!["SL-88".to_owned()] }];
    certificate.valid_from = Some(day(2026, 5, 4));
    certificate.valid_to = Some(day(2027, 5, 4));
    certificate
}

/// So many lines.
pub fn many(count: u32) -> Certificate {
    let goods = [
        ("Fresh cherries, variety Lapins", "0809.29", "WO"),
        ("Shiraz wine, in bottles of 0.75 L, vintage 2024, with cork closure and protective sleeve", "2204.21", "PSR"),
        ("Macadamia nuts, shelled", "2008.19", "WP"),
    ];
    let items = (1..=count).zip(goods.iter().cycle()).map(|(sequence, (description, hs, criterion))| {
        let net = format!("{}.{}", sequence * 137, sequence % 10);
        item(sequence, &format!("{description} (line {sequence})"), hs, criterion, &net)
    });
    Certificate { items: items.collect(), ..usual() }
}

/// Boxes that cannot hold what they are given.
pub fn long() -> Certificate {
    let mut certificate = usual();
    certificate.remarks =
        (1..=30).map(|number| format!("Remark {number}: consolidated with shipment {number}00.")).collect();
    certificate.producers = (1..=12)
        .map(|number| Producer {
            number,
            party: party(
                &format!("Grower {number} Pty Ltd"),
                &["Lot 7, Very Long Plantation Road"],
                "Mildura",
                "3500",
                "AU",
            ),
            ..Producer::default()
        })
        .collect();
    certificate.items[0].description =
        "Assorted preserved fruits in syrup with natural flavouring, packed for retail sale; ".repeat(60);
    certificate
}

/// Names written from right to left, with dates and Latin words inside.
pub fn arabic() -> Certificate {
    let mut certificate = usual();
    certificate.exporter = party(
        "شركة النخيل الذهبي للتمور ش.م.م",
        &["شارع الملك فهد 10، الطابق 3", "مبنى الأعمال (Business Tower) رقم 25"],
        "دبي",
        "",
        "AE",
    );
    certificate.importer = Some(party("مؤسسة السلام للتجارة", &["ص.ب 1234"], "عمّان", "", "JO"));
    certificate.items[0].description = "تمور مجهول فاخرة، محصول 2025، 5 كغ (Medjool dates)".to_owned();
    certificate.items[1].description = "زيت زيتون بكر ممتاز 0.75 L".to_owned();
    certificate.remarks = vec!["صدرت بأثر رجعي في 2026-05-04".to_owned(), "Ёлка и Ψωμί, tiếng Việt".to_owned()];
    certificate
}

/// Names in Chinese.
pub fn chinese() -> Certificate {
    let mut certificate = usual();
    certificate.importer = Some(party("上海绿叶进出口有限公司", &["东方路88号"], "上海", "200120", "CN"));
    certificate
}
