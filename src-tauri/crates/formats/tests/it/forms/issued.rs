//! Can each shipped form be issued at all? A certificate that has everything its form asks for raises nothing that
//! stops it; one that lacks a box does.

use tamga_origin::layout::Bind;
use tamga_origin::profile::{LifeFrom, ProofKind, Required, Side};
use tamga_origin::{
    Address, AgreementProfile, Attestation, Authorisation, Certificate, Criterion, Date, Decimal, Departure, Finding,
    Flag, GoodsItem, HsCode, Invoice, IssuingBody, Means, Measure, Moment, Origin, Packages, Party, Place, Producer,
    ProofType, Reference, Scheme, Severity, Transport, Value,
};

use super::shipped;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// A day on which the form may be issued.
fn issue_day(profile: &AgreementProfile) -> Date {
    let usual = day("2025-06-16");
    let latest = profile.dates.to.map_or(usual, |to| to.min(usual));
    profile.dates.from.map_or(latest, |from| latest.max(from))
}

/// An exporting and an importing party of the form on that day.
fn parties(profile: &AgreementProfile, on: Date) -> (String, String) {
    if let Some(row) = profile.pair_matrix.as_ref().and_then(|matrix| {
        let applies = |one: &str, other: &str| matrix.applies(one, other, on) == Some(true);
        matrix.rows.iter().find(|row| applies(&row.a, &row.b))
    }) {
        return (row.a.clone(), row.b.clone());
    }
    let on_side = |side| profile.parties.iter().filter(move |party| party.covers(&party.code, side, on));
    let any = |code: &str, other: &str| if code == "*" { other.to_owned() } else { code.to_owned() };
    let from = on_side(Side::Export).map(|party| any(&party.code, "GB")).next().unwrap_or_default();
    let to = on_side(Side::Import).map(|party| any(&party.code, "JP")).find(|code| *code != from).unwrap_or_default();
    (from, to)
}

fn party(name: &str, country: &str) -> Party {
    let address = Address {
        lines: vec!["1 Harbour Street".to_owned()],
        city: "Port Town".to_owned(),
        country: country.to_owned(),
        ..Address::default()
    };
    Party { name: name.to_owned(), address, ..Party::default() }
}

fn measure(amount: &str, unit: &str) -> Measure {
    Measure { amount: Decimal::parse(amount).unwrap(), unit: unit.to_owned() }
}

fn attestation(text: &str, on: Date) -> Option<Attestation> {
    Some(Attestation {
        text: text.to_owned(),
        date: Some(Moment::Day(on)),
        place: Place { name: "Port Town".to_owned(), ..Place::default() },
        name: "A. Person".to_owned(),
        title: "Officer".to_owned(),
    })
}

/// A number as the form prescribes it; only the pattern of ALADI is prescribed.
fn number(profile: &AgreementProfile, from: &str, on: Date) -> String {
    if profile.numbering.prescribed {
        format!("{from}PTC{}{:02}0000000100", profile.numbering.acronym, on.year() % 100)
    } else {
        "PT2025000001".to_owned()
    }
}

/// A certificate with everything that the form asks for.
fn complete(profile: &AgreementProfile) -> Certificate {
    let on = issue_day(profile);
    let (from, to) = parties(profile, on);
    let (valid_from, valid_to) = profile.validity(on, Some(on));
    let printed = profile
        .face_criteria()
        .find(|row| row.destinations.is_empty() || row.destinations.contains(&to))
        .and_then(|row| row.examples.first().cloned())
        .unwrap_or_default();
    let digits = if profile.hs.max == 0 { 0 } else { profile.hs.max.min(8).max(profile.hs.min) };
    let hs: String = "94036090".chars().take(digits).collect();
    let wants = |key| profile.box_of(key).is_some();
    let ends = profile.items.end_marks.first().map(|mark| format!(" {mark}")).unwrap_or_default();
    let item = GoodsItem {
        sequence: 1,
        packages: vec![Packages {
            marks: "PT 1-20".to_owned(),
            count: Some(20),
            kind: "CT".to_owned(),
            kind_text: "cartons".to_owned(),
        }],
        description: format!("Wooden furniture{ends}"),
        hs: HsCode { code: hs.clone(), printed: hs, edition: "2022".to_owned(), ..HsCode::default() },
        origin: Origin { country: from.clone(), ..Origin::default() },
        criterion: Criterion { printed, ..Criterion::default() },
        gross_mass: Some(measure("500", "KGM")),
        net_mass: Some(measure("450", "KGM")),
        quantities: vec![measure("20", "NMB")],
        value: wants(Bind::ItemValue).then(|| Value {
            amount: Decimal::parse("1500").unwrap(),
            currency: "USD".to_owned(),
            basis: "FOB".to_owned(),
            incoterm: "FOB".to_owned(),
        }),
        invoice_refs: vec![1],
        producer_refs: vec![1],
        ..GoodsItem::default()
    };
    Certificate {
        number: number(profile, &from, on),
        document_id: "0f4e7c5d9a3b4f219e8d7c6b5a493827".to_owned(),
        revision: 1,
        proof_type: ProofType::from_code(&profile.document_code).unwrap(),
        issued_at: Some(Moment::Day(on)),
        issue_place: Place { name: "Port Town".to_owned(), ..Place::default() },
        scheme: Scheme {
            code: profile.id.clone(),
            name: profile.title("en").to_owned(),
            form_code: profile.form.code.clone(),
            form_version: profile.form.version.clone(),
        },
        is_preferential: profile.is_preferential(),
        flags: [Flag::RevisedRules, Flag::Transitional]
            .into_iter()
            .filter(|flag| profile.flag(*flag).is_some())
            .collect(),
        valid_from: (profile.validity.from != LifeFrom::None).then_some(valid_from),
        valid_to,
        issuer: IssuingBody {
            code: "PTC".to_owned(),
            name: "Chamber of Port Town".to_owned(),
            address: party("", &from).address,
            ..IssuingBody::default()
        },
        exporter_declaration: attestation("We declare that the particulars are correct.", on),
        certification: (!profile.certification.is_none()).then(|| attestation("Certified as correct.", on)).flatten(),
        authorisation: Some(Authorisation { number: "AB 12345".to_owned(), ..Authorisation::default() }),
        exporter: party("Exporter Ltd", &from),
        importer: Some(party("Importer Ltd", &to)),
        consignee: Some(party("Consignee Ltd", &to)),
        producers: vec![Producer { number: 1, party: party("Maker Ltd", &from), ..Producer::default() }],
        transport: Transport {
            export_country: from.clone(),
            destination_country: to,
            departure: Some(Departure::At(Moment::Day(on))),
            mode: "1".to_owned(),
            means: Means { name: "MV Harbour".to_owned(), ..Means::default() },
            loading: Place { name: "Port Town".to_owned(), ..Place::default() },
            discharge: Place { name: "Bay City".to_owned(), ..Place::default() },
            ..Transport::default()
        },
        items: vec![item],
        invoices: vec![Invoice { number: "PT-77".to_owned(), date: Some(on), ..Invoice::default() }],
        references: vec![Reference {
            role: "export_declaration".to_owned(),
            number: "E-1".to_owned(),
            date: Some(on),
            ..Reference::default()
        }],
        ..Certificate::default()
    }
}

fn stopping(findings: &[Finding]) -> Vec<String> {
    let blocks = findings.iter().filter(|finding| finding.severity == Severity::Block);
    blocks.map(|finding| format!("{} at {} {:?}", finding.code, finding.path, finding.params)).collect()
}

#[test]
fn a_complete_certificate_of_every_form_is_stopped_by_nothing() {
    let mut stopped = Vec::new();
    for profile in shipped().list() {
        let certificate = complete(profile);
        let found = certificate.check(profile, issue_day(profile));
        let blocks = stopping(&found);
        stopped.extend(blocks.into_iter().map(|block| format!("{}: {block}", profile.id)));
    }
    assert!(stopped.is_empty(), "{}", stopped.join("\n"));
}

#[test]
fn a_form_that_asks_for_a_box_notices_that_it_is_empty() {
    let mut asked = 0;
    for profile in shipped().list() {
        let Some(form_box) = profile.boxes.iter().find(|one| one.keys.contains(&Bind::ItemInvoices)) else { continue };
        if form_box.required != Required::Always || form_box.keys.len() > 1 {
            continue;
        }
        asked += 1;
        let mut certificate = complete(profile);
        certificate.invoices.clear();
        certificate.items.iter_mut().for_each(|item| item.invoice_refs.clear());
        let found = certificate.check(profile, issue_day(profile));
        let noticed = found.iter().any(|finding| finding.code == "box.required" || finding.code == "invoice.missing");
        assert!(noticed, "{}: box {} is empty and nothing says so", profile.id, form_box.number);
    }
    assert!(asked >= 15, "{asked} forms ask for the invoice");
}

#[test]
fn a_fact_to_be_confirmed_never_stops_a_certificate() {
    let mut tried = 0;
    for profile in shipped().list().iter().filter(|profile| profile.proof == ProofKind::Preferential) {
        let mut certificate = complete(profile);
        if let Some(item) = certificate.items.first_mut() {
            item.criterion.printed = "NO SUCH CODE 12345".to_owned();
        }
        let found = certificate.check(profile, issue_day(profile));
        let Some(finding) = found.iter().find(|finding| finding.code == "criterion.unknown") else { continue };
        tried += 1;
        let unread = profile.criteria.iter().all(|row| row.evidence.confirm);
        assert!(!unread || finding.severity < Severity::Block, "{}: an unread list of codes only warns", profile.id);
    }
    assert!(tried >= 20, "{tried} forms have a list of codes");
}
