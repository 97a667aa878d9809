//! Certificates that a version and form can hold whole, apart from what the format has no place for.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use tamga_formats::aladi::{FORMS, Version, acronym_of, forms_of, members_of};
use tamga_origin::word::Word as _;
use tamga_origin::{
    Address, Agent, AgentKind, Attestation, Certificate, Channel, Criterion, Date, Decimal, Flag, GoodsItem, HsCode,
    Instance, Invoice, IssuingBody, Measure, Moment, Origin, Party, PartyId, Place, Producer, ProducerDeclaration,
    ProofType, Reference, RvcMethod, Scheme, Timestamp, Transport, Value,
};

/// A version, a form of it, and an agreement filled in that form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    pub version: Version,
    pub form: &'static str,
    pub acronym: &'static str,
}

const NEWEST_FORMS: [(&str, Version); 3] =
    [("FormA72", Version::V1_8_3), ("FormA73", Version::V2_0_0), ("FormA67", Version::V4_1_0)];

/// Every version with every form it has.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for version in Version::ALL {
        for form in FORMS {
            let since = NEWEST_FORMS.iter().find(|(name, _)| *name == form).map(|(_, since)| *since);
            if since.is_none_or(|since| version >= since) {
                cases.push(Case { version, form, acronym: acronym(form, version) });
            }
        }
    }
    cases
}

fn acronym(form: &'static str, version: Version) -> &'static str {
    let own = match form {
        "FormR252" => "A62",
        "FormA6" => "A06",
        form => form.trim_start_matches("Form"),
    };
    let acronym = acronym_of(own).unwrap();
    assert!(forms_of(acronym, version).contains(&form), "{acronym} is filled in {form}");
    acronym
}

fn words(most: usize) -> BoxedStrategy<String> {
    const ODD: [&str; 7] = ["Ñandú & Cía", "<a href=\"x\">", "l'eau", "Café", "a]]>b", "&amp;", "  dos  blancos"];
    let plain =
        proptest::string::string_regex(&format!("[A-Za-z0-9][A-Za-z0-9 .,/-]{{0,{}}}", most.min(40) - 2)).unwrap();
    let odd = proptest::sample::select(&ODD[..]).prop_map(move |text| text.chars().take(most).collect());
    prop_oneof![4 => plain, 1 => odd].boxed()
}

fn country(among: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::sample::select(among).prop_map(str::to_owned)
}

fn channels() -> impl Strategy<Value = Vec<Channel>> {
    ("[1-9][0-9]{3}", "[0-9]{4}", any::<bool>()).prop_map(|(block, last, full)| {
        let of = |kind: &str, value: String| Channel { kind: kind.into(), value };
        let phone = if full { format!("+54 11 {block}-{last}") } else { format!("{block}-{last}") };
        vec![
            of("TE", phone.clone()),
            of("FX", phone),
            of("EM", "comercio@example.com".into()),
            of("AO", "http://www.example.com/a?b=1&c=2".into()),
        ]
    })
}

fn party(among: &'static [&'static str]) -> impl Strategy<Value = Party> {
    (words(60), words(30), vec(words(80), 1..3), words(30), country(among), channels()).prop_map(
        |(name, tax, lines, city, country, channels)| Party {
            name,
            ids: vec![PartyId { scheme: String::new(), value: tax }],
            address: Address { lines, city, country, ..Address::default() },
            contact_name: String::new(),
            channels,
        },
    )
}

fn day() -> impl Strategy<Value = Date> {
    (18_000_i64..20_500).prop_filter_map("a day", Date::from_days_since_epoch)
}

fn moment() -> impl Strategy<Value = Moment> {
    let instant =
        (day(), 1_i64..86_400_000).prop_map(|(day, at)| Moment::Instant(Timestamp::midnight(day).plus_millis(at)));
    prop_oneof![day().prop_map(Moment::Day), instant]
}

fn decimal(pattern: &'static str) -> impl Strategy<Value = Decimal> {
    pattern.prop_filter_map("above zero", |text| Decimal::parse(&text).filter(|value| !value.is_zero()))
}

fn item(case: Case, producers: u32, invoices: u32) -> impl Strategy<Value = GoodsItem> {
    let code = if case.version >= Version::V1_8_3 {
        "[0-9]{4}\\.[0-9]{2}(\\.[0-9]{2})?"
    } else {
        "[0-9]{4}\\.[0-9]{2}\\.[0-9]{2}"
    };
    let hs = code.prop_map(|printed| HsCode {
        code: printed.replace('.', ""),
        printed,
        edition: String::new(),
        list: String::new(),
    });
    let method = if case.form == "FormA60" {
        proptest::sample::select(&[None, Some(RvcMethod::TransactionValue), Some(RvcMethod::NetCost)][..])
    } else {
        proptest::sample::select(&[None, Some(RvcMethod::TransactionValue)][..])
    };
    let criterion = (words(100), method).prop_map(|(printed, rvc_method)| Criterion {
        printed,
        rvc_method,
        ..Criterion::default()
    });
    let amount = decimal("[0-9]{1,9}(\\.[0-9]{1,4})?");
    let mass = (decimal("[0-9]{1,9}(\\.[0-9]{1,4})?"), any::<bool>());
    let sworn = (1_u32..99_999, day());
    let price = decimal("[0-9]{1,12}(\\.[0-9]{1,2})?");
    let refs = (0..producers.max(1), 0..invoices.max(1), vec(proptest::sample::select(Instance::ALL), 0..3));
    (words(100), words(20), hs, criterion, amount, mass, sworn, price, refs).prop_map(
        move |(description, series, hs, criterion, amount, (mass, is_mass), (number, date), price, refs)| {
            let (producer, invoice, instances) = refs;
            let quantity = |unit: &str, amount| Measure { amount, unit: unit.into() };
            let basis = if case.form == "FormA18" { "" } else { "FOB" };
            GoodsItem {
                description,
                product_codes: vec![series],
                hs,
                criterion,
                instances,
                producer_refs: if producers > 0 { vec![producer + 1] } else { Vec::new() },
                net_mass: is_mass.then(|| quantity("KGM", mass)),
                quantities: if is_mass { Vec::new() } else { vec![quantity("C62", amount)] },
                value: Some(Value {
                    amount: price,
                    currency: "USD".into(),
                    basis: basis.into(),
                    incoterm: String::new(),
                }),
                invoice_refs: if invoices > 0 { vec![invoice + 1] } else { Vec::new() },
                producer_declaration: Some(ProducerDeclaration { number: number.to_string(), date: Some(date) }),
                ..GoodsItem::default()
            }
        },
    )
}

/// A certificate that a version and form can hold.
pub fn certificate(case: Case) -> BoxedStrategy<Certificate> {
    let members = members_of(case.acronym);
    let goods = (1_u32..4, 1_u32..3).prop_flat_map(move |(producers, invoices)| {
        let producer = (party(members), any::<bool>(), any::<bool>());
        (
            vec(producer, producers as usize),
            vec((words(28), day()), invoices as usize),
            vec(item(case, producers, invoices), 1..4),
            vec((words(14), words(40), day()), 0..3),
            option::of((words(28), day())),
        )
    });
    let attorney = if case.version == Version::V1_8_0 { AgentKind::Representative } else { AgentKind::Attorney };
    let agent = option::of((party(members), proptest::sample::select(vec![AgentKind::Representative, attorney])));
    let people = (party(members), party(members), option::of(party(members)), option::of(party(members)), agent);
    let head = (words(50), words(40), words(50), words(60), option::of(words(200)), any::<bool>());
    let issuer = ("[A-Z0-9]{3}", "[A-Za-z0-9]{8}", words(50), channels());
    let dates = (moment(), moment(), day(), day(), country(members));
    (goods, people, head, issuer, dates)
        .prop_map(move |(goods, people, head, issuer, dates)| build(case, goods, people, head, issuer, dates))
        .boxed()
}

type Goods = (
    Vec<(Party, bool, bool)>,
    Vec<(String, Date)>,
    Vec<GoodsItem>,
    Vec<(String, String, Date)>,
    Option<(String, Date)>,
);
type People = (Party, Party, Option<Party>, Option<Party>, Option<(Party, AgentKind)>);
type Head = (String, String, String, String, Option<String>, bool);

fn build(
    case: Case,
    (producers, invoices, items, rulings, third): Goods,
    (exporter, importer, consignee, invoicing_party, agent): People,
    (agreement, port, means, affidavit, remark, flagged): Head,
    (code, serial, name, channels): (String, String, String, Vec<Channel>),
    (declared, issued, from, to, destination): (Moment, Moment, Date, Date, String),
) -> Certificate {
    let country = exporter.address.country.clone();
    let agent = agent.map(|(mut party, kind)| {
        // The format says of a subscriber the firm and how to reach it.
        party.ids.clear();
        party.address = Address::default();
        Agent { kind, party }
    });
    let mut list: Vec<Invoice> =
        invoices.into_iter().map(|(number, date)| Invoice { number, date: Some(date), ..Invoice::default() }).collect();
    if let Some((number, date)) = third {
        list.push(Invoice { number, date: Some(date), third_party: true, ..Invoice::default() });
    }
    let references = rulings.into_iter().zip(1..=items.len() as u32).map(|((number, issuer, date), line)| Reference {
        role: "advance_ruling".into(),
        number,
        date: Some(date),
        issuer,
        line: Some(line),
        ..Reference::default()
    });
    let mut consignee = consignee.or_else(|| (case.version == Version::V1_8_0).then(|| importer.clone()));
    if let Some(consignee) = &mut consignee {
        consignee.ids.clear();
        consignee.channels.clear();
    }
    let invoicing_party = invoicing_party.map(|party| Party { ids: Vec::new(), channels: Vec::new(), ..party });
    let year = issued.date().year().rem_euclid(100);
    let number = format!("{country}{code}{}{year:02}{serial}00", case.acronym);
    let city = exporter.address.city.clone();
    let named = if ["FormA24", "FormA65"].contains(&case.form) { country.clone() } else { String::new() };
    let edition = if case.form == "FormA18" && flagged { "2022" } else { "" };
    let origin = Origin { country: named, ..Origin::default() };
    Certificate {
        number,
        proof_type: ProofType::PreferenceCertificate,
        revision: 1,
        issued_at: Some(issued),
        issue_place: Place { code: String::new(), name: city.clone() },
        scheme: Scheme {
            code: match (case.acronym, case.version >= Version::V4_1_0) {
                ("A18", true) => "mercosur-a18-2024".into(),
                ("A18", false) => "mercosur-a18-2009".into(),
                ("A67", _) => "aladi-ace67".into(),
                (acronym, _) => format!("aladi-{}", acronym.to_lowercase()),
            },
            name: format!("ACE {agreement}"),
            form_code: case.form.into(),
            form_version: String::new(),
        },
        is_preferential: true,
        flags: if flagged { vec![Flag::ThirdPartyInv] } else { Vec::new() },
        valid_from: Some(from),
        valid_to: Some(to),
        remarks: remark.into_iter().collect(),
        check_token: "control 1".into(),
        issuer: IssuingBody {
            code,
            name,
            address: Address { lines: vec![port.clone()], city, country: country.clone(), ..Address::default() },
            channels,
            ..IssuingBody::default()
        },
        exporter_declaration: Some(Attestation {
            text: affidavit,
            date: Some(declared),
            name: "A. Firmante".into(),
            title: "Gerente".into(),
            ..Attestation::default()
        }),
        certification: Some(Attestation { date: Some(issued), ..Attestation::default() }),
        exporter,
        importer: Some(importer),
        consignee,
        producers: producers
            .into_iter()
            .zip(1..)
            .map(|((party, same_as_exporter, confidential), number)| Producer {
                number,
                party: if same_as_exporter || confidential { Party::default() } else { party },
                same_as_exporter,
                confidential,
            })
            .collect(),
        invoicing_party,
        agent,
        transport: Transport {
            export_country: country,
            destination_country: destination,
            loading: Place { code: String::new(), name: port },
            means: tamga_origin::Means { name: means, ..Default::default() },
            ..Transport::default()
        },
        invoices: list,
        references: references.collect(),
        items: items
            .into_iter()
            .zip(1..)
            .map(|(item, sequence)| {
                let hs = HsCode { edition: edition.to_owned(), ..item.hs };
                GoodsItem { sequence, origin: origin.clone(), hs, ..item }
            })
            .collect(),
        ..Certificate::default()
    }
}
