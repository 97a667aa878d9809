//! Is every text of a certificate asked about its characters and its length, once, under the path by which the rest of
//! the program knows it?

use tamga_formats::agreements::builtin;
use tamga_formats::{paths, sample};
use tamga_origin::elements::{element, pattern};
use tamga_origin::{
    Address, Attestation, Certificate, Channel, Date, Departure, Finding, GoodsItem, Measure, Party, Place, Transport,
};

/// Texts with their paths, to be changed one by one.
type Texts<'a> = Vec<(String, &'a mut String)>;

/// Adds texts below a block: `texts!(found, "block", value => field.of.value, …)`.
macro_rules! texts {
    ($found:ident, $block:expr, $value:expr => $($($field:ident).+),+ $(,)?) => {
        $($found.push((format!("{}.{}", $block, stringify!($($field).+).replace(' ', "")), &mut $value.$($field).+));)+
    };
}

fn list<'a>(found: &mut Texts<'a>, name: &str, entries: &'a mut [String]) {
    found.extend((1..).zip(entries).map(|(number, entry)| (format!("{name}[{number}]"), entry)));
}

fn each<'a, T>(name: &str, entries: &'a mut [T]) -> impl Iterator<Item = (String, &'a mut T)> {
    (1..).zip(entries).map(move |(number, entry)| (format!("{name}[{number}]"), entry))
}

fn measure<'a>(found: &mut Texts<'a>, name: String, measure: Option<&'a mut Measure>) {
    found.extend(measure.map(|measure| (name, &mut measure.unit)));
}

fn place<'a>(found: &mut Texts<'a>, block: &str, place: &'a mut Place) {
    texts!(found, block, place => code, name);
}

fn address<'a>(found: &mut Texts<'a>, block: &str, address: &'a mut Address) {
    list(found, &format!("{block}.address.lines"), &mut address.lines);
    texts!(found, format!("{block}.address"), address => city, region, postcode, country);
}

fn channels<'a>(found: &mut Texts<'a>, block: &str, channels: &'a mut [Channel]) {
    for (block, channel) in each(&format!("{block}.channels"), channels) {
        texts!(found, block, channel => kind, value);
    }
}

fn party<'a>(found: &mut Texts<'a>, block: &str, party: &'a mut Party) {
    texts!(found, block, party => name, contact_name);
    for (block, id) in each(&format!("{block}.ids"), &mut party.ids) {
        texts!(found, block, id => scheme, value);
    }
    address(found, block, &mut party.address);
    channels(found, block, &mut party.channels);
}

fn attestation<'a>(found: &mut Texts<'a>, block: &str, attestation: &'a mut Attestation) {
    texts!(found, block, attestation => text, name, title);
    place(found, &format!("{block}.place"), &mut attestation.place);
}

fn transport<'a>(found: &mut Texts<'a>, block: &str, travel: &'a mut Transport) {
    texts!(found, block, travel => export_country, destination_country, mode, means.name, means.id, means.voyage,
        means.id_kind, means.kind, loading.code, loading.name, discharge.code, discharge.name, carrier, carrier_id, ucr,
        trader_reference);
    if let Some(Departure::Words(words)) = &mut travel.departure {
        found.push((format!("{block}.departure"), words));
    }
    list(found, &format!("{block}.route"), &mut travel.route);
    for (block, document) in each(&format!("{block}.documents"), &mut travel.documents) {
        texts!(found, block, document => kind, number);
    }
    for (block, container) in each(&format!("{block}.equipment"), &mut travel.equipment) {
        texts!(found, block, container => number);
        list(found, &format!("{block}.seals"), &mut container.seals);
    }
}

fn item<'a>(found: &mut Texts<'a>, item: &'a mut GoodsItem) {
    let block = format!("items[{}]", item.sequence);
    texts!(found, block, item => description, hs.code, hs.printed, hs.edition, hs.list, origin.country, origin.region,
        origin.preference_country, criterion.code, criterion.printed, criterion.heading, criterion.sub);
    list(found, &format!("{block}.product_codes"), &mut item.product_codes);
    list(found, &format!("{block}.cumulation_countries"), &mut item.cumulation_countries);
    for (block, line) in each(&format!("{block}.packages"), &mut item.packages) {
        texts!(found, block, line => marks, kind, kind_text);
    }
    measure(found, format!("{block}.gross_mass"), item.gross_mass.as_mut());
    measure(found, format!("{block}.net_mass"), item.net_mass.as_mut());
    for (name, quantity) in each(&format!("{block}.quantities"), &mut item.quantities) {
        measure(found, name, Some(quantity));
    }
    if let Some(value) = &mut item.value {
        found.push((format!("{block}.value"), &mut value.currency));
        found.push((format!("{block}.value"), &mut value.basis));
        texts!(found, format!("{block}.value"), value => incoterm);
    }
    if let Some(declaration) = &mut item.producer_declaration {
        texts!(found, format!("{block}.producer_declaration"), declaration => number);
    }
}

fn texts(certificate: &mut Certificate) -> Texts<'_> {
    let mut all = Vec::new();
    let found = &mut all;
    for (name, text) in [
        ("number", &mut certificate.number),
        ("document_id", &mut certificate.document_id),
        ("check_address", &mut certificate.check_address),
        ("check_token", &mut certificate.check_token),
        ("annex_digest", &mut certificate.annex_digest),
    ] {
        found.push((name.to_owned(), text));
    }
    place(found, "issue_place", &mut certificate.issue_place);
    texts!(found, "scheme", certificate.scheme => code, name, form_code, form_version);
    measure(found, "gross_mass_total".to_owned(), certificate.gross_mass_total.as_mut());
    list(found, "remarks", &mut certificate.remarks);
    texts!(found, "issuer", certificate.issuer => code, name, accreditation, competent_authority.name,
        competent_authority.country);
    address(found, "issuer", &mut certificate.issuer.address);
    channels(found, "issuer", &mut certificate.issuer.channels);
    for (block, one) in [
        ("exporter_declaration", &mut certificate.exporter_declaration),
        ("certification", &mut certificate.certification),
    ] {
        attestation(found, block, one.as_mut().unwrap());
    }
    let authorisation = certificate.authorisation.as_mut().unwrap();
    texts!(found, "authorisation", authorisation => number, category, authority);
    party(found, "exporter", &mut certificate.exporter);
    for (block, one) in [
        ("importer", &mut certificate.importer),
        ("consignee", &mut certificate.consignee),
        ("consignor", &mut certificate.consignor),
        ("invoicing_party", &mut certificate.invoicing_party),
    ] {
        party(found, block, one.as_mut().unwrap());
    }
    for maker in &mut certificate.producers {
        party(found, &format!("producers[{}]", maker.number), &mut maker.party);
    }
    party(found, "agent", &mut certificate.agent.as_mut().unwrap().party);
    transport(found, "transport", &mut certificate.transport);
    for one in &mut certificate.items {
        item(found, one);
    }
    for (block, one) in each("invoices", &mut certificate.invoices) {
        texts!(found, block, one => number, kind);
    }
    for (block, one) in each("references", &mut certificate.references) {
        texts!(found, block, one => role, kind, number, issuer, country);
    }
    for (block, one) in each("evidence", &mut certificate.evidence) {
        texts!(found, block, one => category, kind, number, name, digest);
    }
    for (block, one) in each("orders", &mut certificate.orders) {
        texts!(found, block, one => kind, number);
    }
    let credit = certificate.documentary_credit.as_mut().unwrap();
    texts!(found, "documentary_credit", credit => number, bank);
    for (block, one) in each("legalisations", &mut certificate.legalisations) {
        texts!(found, block, one => authority, country, reference, remark);
    }
    for (block, one) in each("amendments", &mut certificate.amendments) {
        texts!(found, block, one => reason, path, before, after);
    }
    all
}

/// The sample, leaving on a day in words.
fn filled() -> Certificate {
    let mut certificate = sample::certificate();
    certificate.transport.departure = Some(Departure::Words("earliest available".into()));
    certificate
}

/// What is found about each text once it is changed, with the path it should be found at.
fn changed(change: impl Fn(&mut String)) -> Vec<(String, Vec<Finding>)> {
    let profiles = builtin().unwrap();
    let profile = profiles.find("chafta").unwrap();
    let today = Date::parse("2026-03-25").unwrap();
    let count = texts(&mut filled()).len();
    let one = |index: usize| {
        let mut certificate = filled();
        let (path, text) = texts(&mut certificate).swap_remove(index);
        change(text);
        (path, certificate.check(profile, today))
    };
    (0..count).map(one).collect()
}

/// What is no text: numbers, days, words of fixed sets.
const OTHERS: [&str; 35] = [
    "agent.kind",
    "authorisation.from",
    "authorisation.to",
    "certification.date",
    "copies",
    "documentary_credit.date",
    "evidence[].date",
    "exporter_declaration.date",
    "flags[]",
    "function",
    "invoices[].date",
    "invoices[].third_party",
    "is_preferential",
    "issued_at",
    "items[].criterion.percent",
    "items[].criterion.rvc_method",
    "items[].instances[]",
    "items[].invoice_refs[]",
    "items[].ledger",
    "items[].packages[].count",
    "items[].producer_declaration.date",
    "items[].producer_refs[]",
    "legalisations[].date",
    "legalisations[].kind",
    "legalisations[].status",
    "orders[].date",
    "package_total",
    "producers[].confidential",
    "producers[].same_as_exporter",
    "proof_type",
    "references[].date",
    "references[].line",
    "revision",
    "valid_from",
    "valid_to",
];

#[test]
fn every_text_of_the_model_is_changed_here() {
    let before = paths::values(&filled());
    let mut certificate = filled();
    for (_, text) in texts(&mut certificate) {
        text.push('!');
    }
    let after = paths::values(&certificate);
    let unchanged = before.iter().filter(|(path, value)| !value.is_empty() && after.get(*path) == Some(*value));
    let mut left: Vec<String> = unchanged.map(|(path, _)| pattern(path)).collect();
    left.sort();
    left.dedup();
    assert_eq!(left, OTHERS);
}

#[test]
fn every_text_is_asked_once_for_its_characters() {
    for (path, findings) in changed(|text| text.push('\u{7}')) {
        let found: Vec<&str> =
            findings.iter().filter(|one| one.code == "text.character").map(|one| one.path.as_str()).collect();
        assert_eq!(found, [path.as_str()]);
    }
}

#[test]
fn every_text_has_the_length_that_the_table_of_elements_gives_it() {
    let mut held = 0;
    for (path, findings) in changed(|text| *text = "x".repeat(4001)) {
        let over: Vec<_> = findings.iter().filter(|one| one.code == "limit.exceeded").collect();
        let [finding] = over.as_slice() else { panic!("{path}: {over:?}") };
        assert_eq!(finding.path, path);
        if let Some(stored) = element(&path).and_then(|element| element.stored) {
            assert_eq!(finding.params, [("limit".into(), stored.to_string())], "{path}");
            held += 1;
        }
    }
    assert!(held > 50, "{held} texts have a length in the table");
}
