//! Goods codes are found, codes used before first; facts of forms are confirmed and lapse; worksheets stand as evidence.

use tamga_office::calculate::{Calculated, calculate};
use tamga_office::codes::{Found, HsAsked};
use tamga_office::{ErrorCode, Office, Surroundings};
use tamga_origin::Severity;
use tamga_origin::calculator::{BillOfMaterials, Rule, Terms};
use tamga_seal::digest::sha256_hex;

use crate::help::{World, issued, key_of, pin, ready_draft};

fn asked(text: &str) -> HsAsked<'_> {
    HsAsked { text, language: "en", agreement: "chafta", year: None, exporter: "South Bight Pantry Pty Ltd", limit: 12 }
}

#[test]
fn codes_this_exporter_used_before_come_first_and_those_of_the_office_next() {
    let world = World::new();
    if world.surroundings().code_lists.is_none() {
        eprintln!("skipped: no file of code lists (cargo xtask codes)");
        return;
    }
    let office = world.chamber();
    let number = issued(&office);
    let used: Vec<String> =
        office.open_certificate(&number).unwrap().certificate.items.iter().map(|item| item.hs.code.clone()).collect();
    let own = office.find_hs(&asked("")).unwrap();
    let codes: Vec<&str> = own.hits.iter().map(|hit| hit.used.as_str()).collect();
    assert!(!used.is_empty() && used.iter().all(|code| codes.contains(&code.as_str())), "{used:?} in {codes:?}");
    assert!(own.hits.iter().all(|hit| hit.found == Found::Exporter && !hit.path.is_empty()), "{:?}", own.hits);
    let stranger = office.find_hs(&HsAsked { exporter: "Somebody Else", ..asked("") }).unwrap();
    assert_eq!(stranger.hits.len(), own.hits.len());
    assert!(stranger.hits.iter().all(|hit| hit.found == Found::Office), "{:?}", stranger.hits);
    // A code that enters a draft is known with the next question.
    let (draft, stamp) = ready_draft(&office);
    let mut content = office.open_draft(draft).unwrap().certificate;
    content.items[0].hs.code = "090121".to_owned();
    office.save_draft(draft, stamp, content).unwrap();
    let now = office.find_hs(&asked("coffee roasted")).unwrap();
    assert_eq!((now.hits[0].code.as_str(), now.hits[0].found), ("090121", Found::Exporter));
}

#[test]
fn an_office_without_the_large_lists_still_opens_and_finds_nothing() {
    let world = World::new();
    drop(world.chamber());
    let without = Surroundings { code_lists: Some(world.path("nowhere.db")), ..world.surroundings() };
    let office = Office::open(&world.path("chamber"), without).unwrap();
    let found = office.find_hs(&asked("coffee")).unwrap();
    assert_eq!((found.year, found.hits.len()), (None, 0));
    assert!(!office.codes().unwrap().has_large_lists());
    assert!(office.codes().unwrap().describe("un-1001").is_some(), "the typed lists are there");
    std::fs::write(world.path("broken.db"), "no database").unwrap();
    drop(office);
    let broken = Surroundings { code_lists: Some(world.path("broken.db")), ..world.surroundings() };
    let office = Office::open(&world.path("chamber"), broken).unwrap();
    assert!(!office.codes().unwrap().has_large_lists(), "a broken file is left out");
    let unknown = HsAsked { agreement: "no-such-form", ..asked("tea") };
    assert_eq!(office.find_hs(&unknown).unwrap_err().code(), ErrorCode::NotFound);
}

/// The first fact of the form that must still be confirmed and has a value.
fn doubtful(office: &Office) -> String {
    let facts = office.facts_of("chafta").unwrap();
    facts.into_iter().find(|fact| fact.is_open() && !fact.value.is_empty()).unwrap().fact
}

#[test]
fn a_fact_is_confirmed_by_two_persons_with_an_article_and_stays_so() {
    let world = World::new();
    let office = world.chamber();
    let fact = doubtful(&office);
    let form = || office.profiles().find("chafta").unwrap();
    let open = |office: &Office| Office::open_facts(form(), &office.confirmations().unwrap());
    let before = open(&office);
    for (fact, article, persons, why) in [
        ("no.such", "3.1", ["A. One", "B. Two"], "confirmation.no_such_fact"),
        (fact.as_str(), " ", ["A. One", "B. Two"], "confirmation.no_article"),
        (fact.as_str(), "3.1", ["A. One", "a. one"], "confirmation.one_person"),
    ] {
        let refused = office.confirm_fact("chafta", fact, article, persons).unwrap_err();
        assert_eq!((refused.code(), refused.params()), (ErrorCode::BadRequest, vec![("why", why.to_owned())]));
    }
    assert_eq!(open(&office), before, "what is refused changes nothing");
    let made = office.confirm_fact("chafta", &fact, "Article 3.14", ["A. One", "B. Two"]).unwrap();
    assert_eq!((made.article.as_str(), made.on), ("Article 3.14", office.today()));
    assert_eq!(open(&office), before - 1);
    let line = office.journal(None, tamga_office::Window::first(1)).unwrap().rows.remove(0);
    assert_eq!((line.word.code.as_str(), line.about.as_str()), ("agreement.confirmed", "chafta"));
    let view = office.facts_of("chafta").unwrap().into_iter().find(|view| view.fact == fact).unwrap();
    assert!(!view.is_open() && !view.lapsed);
    assert_eq!(view.confirmed, Some(made));
    drop(office);
    let again = world.open("chamber");
    assert_eq!(again.confirmations().unwrap().list().len(), 1, "it is kept");
}

#[test]
fn a_confirmed_rule_stops_what_it_only_warned_about_until_the_file_says_something_else() {
    let world = World::new();
    let text = tamga_formats::agreements::builtin_text("chafta").unwrap();
    drop(world.chamber());
    let folder = world.path("chamber").join("agreements");
    std::fs::create_dir(&folder).unwrap();
    let own = |revision: u32, max: u32| {
        // The most lines of a form, as a fact that nobody compared with the text yet.
        let items = text.split_once("[items]").unwrap().1.split_once("\n\n").unwrap().0;
        let mut doubtful = items.replacen("max = 20", &format!("max = {max}"), 1);
        if !doubtful.contains("confirm = true") {
            doubtful.push_str("\nconfirm = true\nnote = \"not compared with the text\"");
        }
        let text = text.replacen(items, &doubtful, 1);
        text.replacen("revision = 1", &format!("revision = {revision}"), 1)
    };
    let open = |text: &str| {
        std::fs::write(folder.join("chafta.toml"), text).unwrap();
        let office = world.open("chamber");
        assert_eq!(office.refused_agreement_files(), []);
        office
    };
    let severity = |office: &Office, draft: i64| {
        let findings = office.check_draft(draft).unwrap();
        findings.iter().find(|finding| finding.code == "items.too_many").map(|finding| finding.severity)
    };
    let office = open(&own(900, 1));
    let (draft, _) = ready_draft(&office);
    assert_eq!(severity(&office, draft), Some(Severity::Warn), "what is to be confirmed never stops");
    office.confirm_fact("chafta", "items", "Annex 3-A", ["A. One", "B. Two"]).unwrap();
    assert_eq!(severity(&office, draft), Some(Severity::Block), "confirmed, it does");
    drop(office);
    let office = open(&own(901, 2));
    let view = office.facts_of("chafta").unwrap().into_iter().find(|view| view.fact == "items").unwrap();
    assert!(view.is_open() && view.lapsed, "another value is to be confirmed again: {view:?}");
    assert_eq!(severity(&office, draft), Some(Severity::Warn));
}

fn worksheet(office: &Office) -> Calculated {
    let bill = BillOfMaterials { currency: "USD".to_owned(), ..BillOfMaterials::default() };
    let form = office.profiles().find("chafta");
    calculate(bill, Rule::WhollyObtained, Terms::default(), form, "CN").unwrap()
}

#[test]
fn a_worksheet_stands_behind_the_certificate_with_its_digest() {
    let world = World::new();
    let office = world.chamber();
    let (draft, _) = ready_draft(&office);
    let made = worksheet(&office);
    let kept = office.keep_worksheet(draft, &made, Some(1)).unwrap();
    assert_eq!(kept.sha256, sha256_hex(&made.document));
    assert_eq!(office.kept_paper(&kept.sha256).unwrap(), made.document, "byte for byte");
    let view = office.open_draft(draft).unwrap();
    let proposed = made.proposal.as_ref().unwrap();
    assert_eq!(kept.criterion.as_deref(), Some(proposed.printed.as_str()));
    assert_eq!(view.certificate.items[0].criterion.printed, proposed.printed);
    let names = |certificate: &tamga_origin::Certificate| {
        certificate.evidence.iter().filter(|paper| paper.digest == kept.sha256).count()
    };
    assert_eq!(names(&view.certificate), 1);
    office.keep_worksheet(draft, &made, None).unwrap();
    let view = office.open_draft(draft).unwrap();
    assert_eq!(names(&view.certificate), 1, "the same worksheet is named once");
    let lines = office.journal(None, tamga_office::Window::first(9)).unwrap().rows;
    assert_eq!(lines.iter().filter(|line| line.word.code == "draft.worksheet").count(), 2);
    let number = office.issue(draft, view.stamp, &key_of(&office), &pin()).unwrap().number;
    assert_eq!(names(&office.open_certificate(&number).unwrap().certificate), 1, "and so it is sealed");
}

#[test]
fn a_worksheet_for_a_line_that_is_not_there_changes_nothing() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    let made = worksheet(&office);
    assert_eq!(office.keep_worksheet(draft, &made, Some(99)).unwrap_err().code(), ErrorCode::BadRequest);
    assert_eq!(office.open_draft(draft).unwrap().stamp, stamp);
    assert_eq!(office.kept_paper(&sha256_hex(&made.document)).unwrap_err().code(), ErrorCode::NotFound);
    assert_eq!(office.keep_worksheet(4711, &made, None).unwrap_err().code(), ErrorCode::NotFound);
}
