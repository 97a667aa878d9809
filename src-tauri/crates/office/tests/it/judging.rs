//! Do the rules hear what the office knows: forms that are switched off, the trust list, numbers that are left, boxes
//! without room, the certificate a draft copies, and the worksheet behind a line? Each finding comes and goes.

use tamga_office::calculate::{Calculated, calculate};
use tamga_office::{ErrorCode, Office};
use tamga_origin::calculator::{
    BillOfMaterials, DeMinimis, Level, Material, Product, Rule, Status, TariffChange, Terms, ValueBasis, Values,
};
use tamga_origin::papers::Reference;
use tamga_origin::{Decimal, Flag, GoodsItem, Severity};
use tamga_seal::digest::sha256_hex;

use crate::help::{World, issued, key_of, pin, ready_draft};

fn has(office: &Office, draft: i64, code: &str) -> bool {
    office.check_draft(draft).unwrap().iter().any(|finding| finding.code == code)
}

#[test]
fn a_form_that_is_switched_off_stops_its_drafts_until_it_is_on_again() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    assert!(!has(&office, draft, "profile.not_switched_on"));
    office.switch_agreement("chafta", false).unwrap();
    assert!(has(&office, draft, "profile.not_switched_on"));
    assert_eq!(office.issue(draft, stamp, &key_of(&office), &pin()).unwrap_err().code(), ErrorCode::BlockedByFindings);
    let journal = office.journal(Some("chafta"), tamga_office::Window::first(9)).unwrap();
    assert_eq!(journal.rows[0].word.code, "agreement.switched_off");
    office.switch_agreement("chafta", true).unwrap();
    assert!(!has(&office, draft, "profile.not_switched_on"));
    office.issue(draft, stamp, &key_of(&office), &pin()).unwrap();
    assert_eq!(office.switch_agreement("no-such-form", true).unwrap_err().code(), ErrorCode::NotFound);
}

#[test]
fn a_form_that_the_trust_list_does_not_name_is_not_ours_to_issue() {
    let world = World::new();
    let office = world.chamber();
    let other = office.create_draft("rcep").unwrap();
    assert!(other.findings.iter().any(|finding| finding.code == "issuer.not_entitled"), "{:?}", other.findings);
    let (own, _) = ready_draft(&office);
    assert!(!has(&office, own, "issuer.not_entitled"));
}

#[test]
fn a_box_without_room_is_seen_before_anybody_prints() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    assert!(!has(&office, draft, "layout.overflow"));
    let mut certificate = office.open_draft(draft).unwrap().certificate;
    let fits = certificate.clone();
    let declaration = certificate.exporter_declaration.as_mut().expect("the form asks for one");
    declaration.name = "Tomás Okafor of the exporting company and all of its branches ".repeat(40);
    let saved = office.save_draft(draft, stamp, certificate).unwrap();
    let found = saved.findings.iter().find(|finding| finding.code == "layout.overflow").expect("no room");
    assert_eq!(found.severity, Severity::Block);
    office.save_draft(draft, saved.stamp, fits).unwrap();
    assert!(!has(&office, draft, "layout.overflow"));
}

#[test]
fn a_duplicate_is_doubted_until_its_original_is_known_to_be_withdrawn() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    // A form whose text asks that nobody has used the original.
    let draft = office.create_draft("china-korea").unwrap().id;
    let view = office.open_draft(draft).unwrap();
    let (stamp, mut certificate) = (view.stamp, view.certificate);
    certificate.flags.push(Flag::Duplicate);
    certificate.references.push(Reference {
        role: "duplicate_of".to_owned(),
        number: number.clone(),
        ..Reference::default()
    });
    office.save_draft(draft, stamp, certificate).unwrap();
    assert!(has(&office, draft, "duplicate.may_be_used"), "{:?}", office.check_draft(draft).unwrap());
    office.cancel(&number, "ERR", &key_of(&office), &pin()).unwrap();
    assert!(!has(&office, draft, "duplicate.may_be_used"));
}

/// A worksheet whose one foreign material keeps its heading and makes up so much of a value of 100.
fn worksheet(value: &str) -> Calculated {
    let tolerance = DeMinimis {
        percent_value: Decimal::parse("10"),
        basis: ValueBasis::Fob,
        percent_weight: None,
        weight_chapters: None,
        weight_alone: false,
    };
    let material = Material {
        line: 1,
        description: "Peanuts".to_owned(),
        hs: "200819".to_owned(),
        origin: "BR".to_owned(),
        status: Status::NonOriginating,
        value: Decimal::parse(value),
        currency: String::new(),
        weight: None,
        originating_content: None,
        named_by_rule: false,
    };
    let bill = BillOfMaterials {
        product: Product { hs: "200811".to_owned(), country: "AU".to_owned(), ..Product::default() },
        currency: "USD".to_owned(),
        values: Values { fob: Decimal::parse("100"), ..Values::default() },
        materials: vec![material],
        ..BillOfMaterials::default()
    };
    let rule = TariffChange { level: Level::Heading, except: Vec::new(), de_minimis: Some(tolerance) };
    calculate(bill, Rule::TariffChange(rule), Terms::default(), None, "CN").unwrap()
}

#[test]
fn a_worksheet_with_too_much_that_does_not_change_is_held_against_the_form() {
    let world = World::new();
    let office = world.chamber();
    for (value, expect) in [("20", true), ("5", false)] {
        let draft = office.create_draft("rcep-co").unwrap().id;
        let view = office.open_draft(draft).unwrap();
        let mut certificate = view.certificate;
        let mut item = GoodsItem { sequence: 1, ..GoodsItem::default() };
        item.hs.code = "200811".to_owned();
        certificate.items = vec![item];
        office.save_draft(draft, view.stamp, certificate).unwrap();
        assert!(!has(&office, draft, "de_minimis.exceeded"), "nothing is known of its materials yet");
        office.keep_worksheet(draft, &worksheet(value), Some(1)).unwrap();
        assert_eq!(has(&office, draft, "de_minimis.exceeded"), expect, "{value} of 100");
    }
}

#[test]
fn the_digests_of_form_and_grid_stand_in_the_journal_of_each_issue() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let journal = office.journal(Some(&number), tamga_office::Window::first(9)).unwrap();
    let line = journal.rows.iter().find(|row| row.word.code == "certificate.issued").unwrap();
    let said = |name: &str| line.word.params.iter().find(|(known, _)| *known == name).map(|(_, text)| text.clone());
    let form = include_str!("../../../../../assets/agreements/chafta.toml");
    let grid = include_str!("../../../../../assets/agreements/grids/china.toml");
    assert_eq!(said("profile").as_deref(), Some("chafta"));
    assert_eq!(said("profile_sha256"), Some(sha256_hex(form.as_bytes())));
    assert_eq!(said("grid_sha256"), Some(sha256_hex(grid.as_bytes())));
    assert_eq!(office.profile_digests("no-such-form"), (String::new(), String::new()));
}

#[test]
fn forms_used_last_stand_first() {
    let world = World::new();
    let office = world.chamber();
    assert_eq!(office.agreements_used().unwrap(), Vec::<String>::new());
    office.create_draft("np-icc").unwrap();
    world.clock.pass(1000);
    office.create_draft("chafta").unwrap();
    assert_eq!(office.agreements_used().unwrap(), ["chafta", "np-icc"]);
}
