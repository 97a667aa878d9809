//! A digital certificate of an ALADI agreement: signed by its exporter, certified by the chamber, looked at by the post.

use std::sync::Arc;

use tamga_formats::aladi::{self, Style};
use tamga_office::check::{OfferedEvidence, differences};
use tamga_office::keys::{KeptFor, NewKeyFile};
use tamga_office::numbers::NumberBlock;
use tamga_office::trust::sign_trust_list;
use tamga_office::verdict::VerdictKind;
use tamga_office::{ErrorCode, NewOffice, Office, OfficeError, Window};
use tamga_origin::trust::{KeyUse, TrustList, TrustState, TrustedIssuer, TrustedOfficer, TrustedScheme};
use tamga_origin::{Address, Attestation, Certificate, Channel, IssuingBody, Moment, Place, Timestamp};
use tamga_seal::demo::{KeyFile, Life, Person};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Batch, CodSignature, SystemRandom, import_key_file, sign_cod, unlock};

use crate::ace35::{declared, unsigned};
use crate::help::{DAY, QUICK, World, happened, key_of, new_chamber, new_post, noon, pin, span};

const ENTITY: &str = "0AV";

/// What the exporter declares at noon.
fn certificate() -> Certificate {
    declared(Moment::Day(noon().date()))
}

/// A chamber of Uruguay and a border post of Chile, and an exporter with a key of its own.
pub struct Plata {
    pub world: World,
    pub chamber: Arc<Office>,
    post: Arc<Office>,
    officer: KeyFile,
    exporter: KeyFile,
    list: TrustList,
}

impl Plata {
    pub fn new() -> Self {
        Self::with_a_key_until(noon().plus_millis(900 * DAY))
    }

    /// The same with an officer whose key ends at this moment.
    fn with_a_key_until(end: Timestamp) -> Self {
        Self::made(end, |_| {})
    }

    /// The same with another list.
    pub fn made(end: Timestamp, change: impl FnOnce(&mut TrustList)) -> Self {
        let world = World::new();
        let key = |name, body, to| {
            let life = Life { from: noon().plus_millis(-DAY), to };
            world.authority.key_file(Person { name, body, country: "UY" }, life, &pin()).unwrap()
        };
        let officer = key("O. Oficial", "Cámara del Plata", end);
        let exporter = key("E. Exportador", "Molinos del Plata", noon().plus_millis(900 * DAY));
        let chamber = Office::create(&world.path("plata"), new_plata(), world.surroundings()).unwrap();
        chamber.import_key_with(&officer.pkcs12, &pin(), "Oficial", &pin(), QUICK).unwrap();
        let mut list = with_plata(&world, &officer);
        change(&mut list);
        world.believe(&chamber, &list);
        let block = NumberBlock {
            agreement: "aladi-a35".to_owned(),
            pattern: String::new(),
            first: 1,
            last: 50,
            expires: None,
        };
        chamber.add_number_block(block).unwrap();
        let post = Office::create(
            &world.path("andes"),
            NewOffice { country: "CL".to_owned(), ..new_post() },
            world.surroundings(),
        )
        .unwrap();
        world.believe(&post, &list);
        Self { world, chamber, post, officer, exporter, list }
    }

    fn exporter(&self) -> Batch {
        opened(&self.exporter)
    }

    /// What the exporter signed.
    pub fn application(&self) -> Vec<u8> {
        sign_cod(&unsigned(&certificate()), CodSignature::Exporter, noon(), &mut self.exporter()).unwrap().bytes
    }

    fn certify(&self, application: &[u8]) -> Result<String, OfficeError> {
        self.chamber.certify_application(application, &key_of(&self.chamber), &pin()).map(|issued| issued.number)
    }

    /// A certificate of the chamber: its number and bytes.
    pub fn certified(&self) -> (String, Vec<u8>) {
        let number = self.certify(&self.application()).unwrap();
        let bytes = self.chamber.certificate_xml(&number).unwrap();
        (number, bytes)
    }

    /// What a body that checks nothing makes of an application.
    fn by_hand(&self, application: &[u8]) -> Vec<u8> {
        let certificate = Certificate {
            number: "UY0AVA35260000000700".to_owned(),
            issued_at: Some(Moment::Instant(noon())),
            issuer: new_plata().issuer.unwrap(),
            certification: Some(Attestation { date: Some(Moment::Instant(noon())), ..Attestation::default() }),
            issue_place: new_plata().place,
            ..certificate()
        };
        let part = aladi::issue_part(&certificate, &Style::default()).unwrap();
        let entered = aladi::with_issue_part(application, &part).unwrap();
        sign_cod(&entered, CodSignature::Official, noon(), &mut opened(&self.officer)).unwrap().bytes
    }

    fn look(&self, bytes: &[u8], keep: bool) -> tamga_office::received::ReceivedView {
        self.post.check_file(bytes, keep).unwrap().found.unwrap()
    }
}

fn opened(file: &KeyFile) -> Batch {
    let (_, wrapped) = import_key_file(&file.pkcs12, &pin(), &pin(), QUICK, &SystemRandom::new()).unwrap();
    unlock(&wrapped, &pin()).unwrap()
}

fn new_plata() -> NewOffice {
    let channel = |kind: &str, value: &str| Channel { kind: kind.to_owned(), value: value.to_owned() };
    NewOffice {
        country: "UY".to_owned(),
        name: "Cámara del Plata".to_owned(),
        issuer: Some(IssuingBody {
            code: ENTITY.to_owned(),
            name: "Cámara del Plata".to_owned(),
            address: Address {
                lines: vec!["Plaza 3".to_owned()],
                city: "Montevideo".to_owned(),
                country: "UY".to_owned(),
                ..Address::default()
            },
            channels: vec![channel("AO", "http://www.example.com")],
            ..IssuingBody::default()
        }),
        place: Place { code: "UYMVD".to_owned(), name: "Montevideo".to_owned() },
        ..new_chamber()
    }
}

/// The list of the world with the body of Uruguay in it.
fn with_plata(world: &World, officer: &KeyFile) -> TrustList {
    let mut list = world.list(1, None);
    list.issuers.push(TrustedIssuer {
        id: ENTITY.to_owned(),
        country: "UY".to_owned(),
        names: vec!["Cámara del Plata".to_owned()],
        span: span(),
        anchors: vec![world.authority.anchor(&[KeyUse::Co, KeyUse::Status], span())],
        schemes: vec![TrustedScheme { code: "aladi-a35".to_owned(), span: span(), ..TrustedScheme::default() }],
        officers: vec![TrustedOfficer {
            id: "1".to_owned(),
            name: "O. Oficial".to_owned(),
            certificate: sha256_hex(&officer.certificate),
            span: span(),
            ..TrustedOfficer::default()
        }],
        ..TrustedIssuer::default()
    });
    list
}

fn code(result: Result<impl std::fmt::Debug, OfficeError>) -> ErrorCode {
    result.expect_err("this must not work").code()
}

fn codes(view: &tamga_office::received::ReceivedView) -> Vec<&str> {
    view.verdict.reasons.iter().map(|reason| reason.code.as_ref()).collect()
}

/// Swaps the one place where a text stands.
fn swap(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert_eq!(text.matches(from).count(), 1, "`{from}` stands once");
    text.replace(from, to).into_bytes()
}

#[test]
fn an_application_its_exporter_signed_becomes_a_certificate_and_keeps_every_byte() {
    let plata = Plata::new();
    let application = plata.application();
    let done = plata.chamber.certify_application(&application, &key_of(&plata.chamber), &pin()).unwrap();
    assert_eq!(done.number, "UY0AVA35260000000100");
    let bytes = plata.chamber.certificate_xml(&done.number).unwrap();
    assert_eq!(sha256_hex(&bytes), done.document_sha256);
    let text = String::from_utf8(bytes).unwrap();
    let (entity, signature) = (text.find("<EH>").unwrap(), text.rfind("<ds:Signature ").unwrap());
    let (entity_end, end) = (text.find("</CODEH>").unwrap(), text.rfind("</ds:Signature>").unwrap());
    let cut = [&text[..entity], &text[entity_end..signature], &text[end + "</ds:Signature>".len()..]].concat();
    assert_eq!(cut.as_bytes(), application, "what the exporter sent stands in it as it came");

    let view = plata.chamber.open_certificate(&done.number).unwrap();
    assert_eq!(view.certificate.number, done.number);
    assert_eq!(view.certificate.items[0].description, "Arroz blanco pulido");
    assert_eq!(view.status.code, "certificate.issued");
    let page = plata.chamber.certificate_pdf(&done.number).unwrap();
    let holds = |needle: &[u8]| page.windows(needle.len()).any(|window| window == needle);
    assert!(holds(format!("{}.xml", done.number).as_bytes()), "the signed file is attached under its own name");
    assert!(happened(&plata.chamber).contains(&"certificate.issued".to_owned()));
}

#[test]
fn a_post_believes_what_the_chamber_certified_and_keeps_it() {
    let plata = Plata::new();
    let (number, bytes) = plata.certified();
    let looked = plata.look(&bytes, false);
    assert_eq!(looked.verdict.kind, VerdictKind::Look, "{:?}", looked.verdict.reasons);
    assert!(
        looked.verdict.reasons.iter().all(|reason| reason.severity < tamga_origin::Severity::Block),
        "{:?}",
        looked.verdict.reasons
    );
    assert_eq!(
        (looked.verdict.signed_by.as_str(), looked.verdict.officer.as_str()),
        ("Cámara del Plata", "O. Oficial")
    );
    assert_eq!(looked.verdict.signed_at, Some(noon()), "the date inside the data is the time of signing");
    let kept = plata.look(&bytes, true);
    assert!(kept.record_id.is_some() && kept.can_decide);
    assert_eq!(kept.certificate.unwrap().items[0].description, "Arroz blanco pulido");
    let found = plata.post.search_received(&number, &Default::default(), Window::first(3)).unwrap();
    assert_eq!((found.total, found.rows[0].issuer.as_str()), (1, ENTITY));
}

#[test]
fn an_application_is_whole_and_no_certificate() {
    let plata = Plata::new();
    let looked = plata.look(&plata.application(), true);
    assert_eq!((looked.verdict.kind, looked.record_id), (VerdictKind::CannotJudge, None));
    assert_eq!(codes(&looked)[0], "cod.uncertified");
    assert_eq!(looked.verdict.headline.code, "verdict.not_certified");
}

#[test]
fn a_change_is_shown_with_the_part_it_lies_in() {
    let plata = Plata::new();
    let (_, bytes) = plata.certified();
    plata.look(&bytes, true);
    let cases = [
        ("Arroz blanco", "Arroz blando", "items[1].description", "tamper.exporter_part"),
        ("<EHCityLocality>Montevideo", "<EHCityLocality>Colonia", "issue_place.name", "tamper.issuer_part"),
    ];
    for (from, to, path, part) in cases {
        let looked = plata.look(&swap(&bytes, from, to), true);
        assert_eq!(looked.verdict.headline.code, "verdict.changed", "{path}");
        assert!(codes(&looked).contains(&part), "{path}: {:?}", codes(&looked));
        assert!(looked.changed_fields.iter().any(|field| field.path == path), "{:?}", looked.changed_fields);
        assert_eq!(looked.certificate, None, "what was changed is never shown as content");
    }
    let indented = String::from_utf8(bytes.clone()).unwrap().replace("><Goods>", ">\n  <Goods>");
    let looked = plata.look(indented.as_bytes(), true);
    assert_eq!(looked.verdict.kind, VerdictKind::NotGenuine, "it is said, and not forgiven");
    assert!(codes(&looked).contains(&"tamper.reindented"), "{:?}", codes(&looked));
    assert_eq!(looked.changed_fields, []);
}

#[test]
fn a_time_without_offset_is_a_doubt_where_the_answer_depends_on_it() {
    let hours = |count: i64| noon().plus_millis(count * DAY / 24);
    let plata = Plata::with_a_key_until(hours(1));
    let (_, bytes) = plata.certified();
    let looked = plata.look(&bytes, false);
    assert_eq!(looked.verdict.kind, VerdictKind::CannotJudge, "noon in Montevideo is three hours later");
    assert!(codes(&looked).contains(&"time.offset_unknown"), "{:?}", codes(&looked));
    let plata = Plata::with_a_key_until(hours(4));
    let (_, bytes) = plata.certified();
    assert!(!codes(&plata.look(&bytes, false)).contains(&"time.offset_unknown"));
}

#[test]
fn the_entity_of_another_country_with_the_same_code_is_another_entity() {
    let plata = Plata::new();
    let mut elsewhere = with_plata(&plata.world, &plata.exporter);
    elsewhere.n = 2;
    let officer = plata.chamber.keys().unwrap().into_iter().next().unwrap();
    let body = elsewhere.issuers.last_mut().unwrap();
    body.country = "AR".to_owned();
    body.officers[0].certificate = officer.certificate_sha256;
    let (_, bytes) = plata.certified();
    let stranger = Office::create(
        &plata.world.path("stranger"),
        NewOffice { country: "CL".to_owned(), ..new_post() },
        plata.world.surroundings(),
    )
    .unwrap();
    plata.world.believe(&stranger, &elsewhere);
    let looked = stranger.check_file(&bytes, true).unwrap().found.unwrap();
    assert_eq!(looked.verdict.kind, VerdictKind::NotGenuine);
    assert!(codes(&looked).contains(&"trust.issuer_differs"), "{:?}", codes(&looked));
}

#[test]
fn what_may_not_be_certified_takes_no_number() {
    let plata = Plata::new();
    let application = plata.application();
    let why = |document: &[u8]| plata.certify(document).expect_err("this must not be certified");
    let changed = why(&swap(&application, "Arroz blanco", "Arroz blando"));
    assert_eq!(changed.code(), ErrorCode::BlockedByFindings);
    assert_eq!(changed.findings()[0].code, "sig.digest");
    assert_eq!(why(&unsigned(&certificate())).code(), ErrorCode::StateConflict, "nobody signed it");
    assert_eq!(why(b"<x/>").code(), ErrorCode::FileFormatUnknown);
    let late =
        sign_cod(&unsigned(&certificate()), CodSignature::Exporter, noon(), &mut plata.exporter()).unwrap().bytes;
    assert_eq!(plata.chamber.number_blocks().unwrap()[0].left, 50, "none of them took a number");
    plata.certify(&late).unwrap();
    let again = why(&late);
    assert_eq!(again.findings()[0].code, "cod.certified_before");
    let (_, bytes) = (String::new(), plata.chamber.certificate_xml("UY0AVA35260000000100").unwrap());
    assert_eq!(why(&bytes).code(), ErrorCode::StateConflict, "it is certified already");
    assert_eq!(plata.chamber.number_blocks().unwrap()[0].left, 49);
}

#[test]
fn an_exporter_signs_with_a_key_of_the_office_and_only_once() {
    let plata = Plata::new();
    let official = key_of(&plata.chamber);
    let refused = plata.chamber.sign_application(&unsigned(&certificate()), &official, &pin()).unwrap_err();
    assert_eq!(&*refused.findings()[0].code, "key.kept_for", "an official declares nothing");
    let (password, pin) = (pin(), pin());
    let file = &plata.exporter.pkcs12;
    let new = NewKeyFile { file, password: &password, which: None, label: "", pin: &pin, with_ring: false };
    let key = plata.chamber.take_key_for(&new, KeptFor::Exporter).unwrap().key.id;
    let pin = || crate::help::pin();
    let signed = plata.chamber.sign_application(&unsigned(&certificate()), &key, &pin()).unwrap();
    let refused = plata.chamber.certify_application(&signed.bytes, &key, &pin()).unwrap_err();
    assert_eq!(&*refused.findings()[0].code, "key.kept_for", "and an exporter certifies nothing");
    assert_eq!(code(plata.chamber.sign_application(&signed.bytes, &key, &pin())), ErrorCode::StateConflict);
    assert!(happened(&plata.chamber).contains(&"file.signed".to_owned()));
    let undated = swap(&unsigned(&certificate()), "<DeclarationDate>2026-05-12T00:00:00</DeclarationDate>", "");
    let missing = plata.chamber.sign_application(&undated, &key, &pin()).unwrap_err();
    assert_eq!(missing.findings()[0].code, "gap.required");
    assert_eq!(code(plata.chamber.sign_application(b"{}", &key, &pin())), ErrorCode::FileFormatUnknown);
}

#[test]
fn a_copy_is_compared_with_a_good_one_of_its_own_form_only() {
    let plata = Plata::new();
    let (_, bytes) = plata.certified();
    assert_eq!(differences(&bytes, &bytes).unwrap(), []);
    let changed = differences(&bytes, &swap(&bytes, "A-000077", "A-000078")).unwrap();
    let named: Vec<_> =
        changed.iter().map(|field| (field.path.as_str(), field.was.as_str(), field.is.as_str())).collect();
    assert_eq!(named, [("invoices[1].number", "A-000077", "A-000078")]);
    let own = tamga_formats::co_xml::write_certificate(&certificate()).unwrap();
    assert_eq!(code(differences(&own, &bytes)), ErrorCode::BadRequest);
    assert_eq!(code(differences(b"nothing", b"nothing")), ErrorCode::FileFormatUnknown);
}

#[test]
fn one_key_does_not_sign_for_both() {
    let plata = Plata::new();
    let application =
        sign_cod(&unsigned(&certificate()), CodSignature::Exporter, noon(), &mut opened(&plata.officer)).unwrap().bytes;
    let refused = plata.certify(&application).unwrap_err();
    assert_eq!(&*refused.findings()[0].code, "cod.one_signer");
    assert_eq!(plata.chamber.number_blocks().unwrap()[0].left, 50, "no number was taken");

    // Made elsewhere it is certified, and a point to look at.
    let looked = plata.look(&plata.by_hand(&application), false);
    assert_eq!(looked.verdict.kind, VerdictKind::Look, "{:?}", codes(&looked));
    assert!(codes(&looked).contains(&"cod.one_signer"), "{:?}", codes(&looked));
    let two = plata.look(&plata.by_hand(&plata.application()), false);
    assert!(!codes(&two).contains(&"cod.one_signer"), "{:?}", codes(&two));
}

#[test]
fn a_body_that_the_list_calls_by_country_and_entity_is_believed_and_judged_again_with_the_list() {
    let plata = Plata::made(noon().plus_millis(900 * DAY), |list| {
        list.issuers.last_mut().unwrap().id = "UY0AV".to_owned();
    });
    let bytes = plata.by_hand(&plata.application());
    let kept = plata.look(&bytes, true);
    assert_eq!((kept.verdict.kind, kept.can_decide), (VerdictKind::Look, true), "{:?}", codes(&kept));
    let signed = sign_trust_list(&plata.list, &[&plata.world.root]).unwrap();
    let mut next = TrustList { n: 2, prev: crate::rests::digest_of(&signed), ..plata.list.clone() };
    let body = next.issuers.last_mut().unwrap();
    (body.state, body.state_since) = (TrustState::Suspended, Some(noon().plus_millis(-DAY / 2)));
    let taken = plata.post.import_trust(&sign_trust_list(&next, &[&plata.world.root]).unwrap()).unwrap();
    assert_eq!(taken.judged_again.len(), 1, "{taken:?}");
    let now = plata.post.open_received(&kept.number).unwrap();
    assert!(codes(&now).contains(&"trust.suspended") && !now.can_decide, "{:?}", codes(&now));
}

#[test]
fn a_cod_whose_life_is_over_is_called_so_like_a_certificate_of_our_own_form() {
    let plata = Plata::new();
    let (number, bytes) = plata.certified();
    let kept = plata.look(&bytes, true);
    let last = kept.verdict.valid_to.expect("the form computes the life that a COD does not write");
    assert!(last > noon().date(), "{last}");
    let own = plata.world.chamber();
    let certificate = own.certificate_xml(&crate::help::issued(&own)).unwrap();

    let days = 400;
    plata.world.clock.pass(days * DAY);
    let later = noon().plus_millis(days * DAY);
    let mut list = with_plata(&plata.world, &plata.officer);
    (list.issued_at, list.next_update) = (later, later.plus_millis(30 * DAY));
    let stranger = Office::create(
        &plata.world.path("later"),
        NewOffice { country: "CL".to_owned(), ..new_post() },
        plata.world.surroundings(),
    )
    .unwrap();
    plata.world.believe(&stranger, &list);
    let on = |bytes: &[u8], day: i64| {
        let now = Timestamp::midnight(noon().date()).plus_millis(day * DAY + DAY / 2);
        stranger.verify_with(bytes, now, &OfferedEvidence::NONE).unwrap().verdict
    };
    let life = last.days_since_epoch() - noon().date().days_since_epoch();
    assert_ne!(on(&bytes, life).headline.code, "verdict.expired", "it counts on its last day");
    for (bytes, day) in [(&bytes, life + 1), (&bytes, days), (&certificate, days)] {
        let verdict = on(bytes, day);
        assert_eq!(verdict.headline.code, "verdict.expired", "{:?}", verdict.reasons);
        assert_eq!(verdict.kind, VerdictKind::Look);
    }
    let row = plata.post.search_received(&number, &Default::default(), Window::first(1)).unwrap().rows.remove(0);
    assert_eq!(row.headline.code, "verdict.expired", "the record of one that was kept says so too");
}
