//! An agreement that demands a time stamp: nothing is issued without one, and nothing without one is believed.

use std::fs;
use std::sync::Arc;

use tamga_faults::{Front, StampService};
use tamga_office::issue::Issued;
use tamga_office::support::Level;
use tamga_office::{Office, OfficeError};
use tamga_origin::Severity;
use tamga_origin::trust::TrustList;
use tamga_protocol::Kind;
use tamga_seal::{OfferedEvidence, check_co};
use tamga_xml::{Limits, gate};

use crate::cod::Plata;
use crate::gathering::{kinds, listed, service};
use crate::help::{CHAMBER, DAY, EXAMPLE, World, happened, issued, key_of, noon, pin, ready_draft};
use crate::road::{Road, submission};

/// The agreement's text demands a stamp.
const DEMANDED: &str = "\n[signature]\nlevel = \"B-T\"\nsource = [\"chafta\"]\n";
/// Somebody heard that it does.
const ADVISED: &str = "\n[signature]\nlevel = \"B-T\"\nconfirm = true\nnote = \"Heard at a meeting.\"\n";

/// Opens an office again with an edition of a form that says so much more.
fn with_form(world: &World, office: Arc<Office>, form: &str, rule: &str) -> Arc<Office> {
    let dir = office.dir().to_owned();
    drop(office);
    let text = tamga_formats::agreements::builtin_text(form).unwrap();
    let text = text.replacen("revision = 1", "revision = 900", 1) + rule;
    fs::create_dir(dir.join("agreements")).unwrap();
    fs::write(dir.join("agreements").join(format!("{form}.toml")), text).unwrap();
    let office = Office::open(&dir, world.surroundings()).unwrap();
    assert_eq!(office.refused_agreement_files(), []);
    office
}

fn chamber(world: &World, rule: &str) -> Arc<Office> {
    with_form(world, world.chamber(), "chafta", rule)
}

/// The list in force, which names this service beside.
fn vouch(world: &World, office: &Office, service: &StampService) {
    let history = office.trust_history();
    let held = history.newest().unwrap();
    let list = TrustList {
        n: held.list.n + 1,
        prev: held.digest.clone(),
        time_stampers: vec![listed(service)],
        ..held.list.clone()
    };
    office.import_trust(&tamga_office::trust::sign_trust_list(&list, &[&world.root]).unwrap()).unwrap();
}

fn issue(office: &Office) -> Result<Issued, OfficeError> {
    let (draft, stamp) = ready_draft(office);
    office.issue(draft, stamp, &key_of(office), &pin())
}

fn stopping(result: Result<Issued, OfficeError>) -> Vec<String> {
    let error = result.unwrap_err();
    let OfficeError::Blocked(findings) = error else { panic!("{error}") };
    findings.iter().filter(|one| one.severity == Severity::Block).map(|one| one.code.to_string()).collect()
}

fn count(office: &Office, code: &str) -> usize {
    happened(office).iter().filter(|known| known.ends_with(code)).count()
}

async fn front(service: &StampService) -> Front {
    service.front().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demanded_stamp_is_inside_what_is_issued_and_without_one_nothing_is() {
    let Some(tsa) = service() else { return };
    let front = front(&tsa).await;
    let world = World::new();
    let office = chamber(&world, DEMANDED);
    let born = office.import_draft(EXAMPLE, None).unwrap();
    let missing = |office: &Office| {
        let findings = office.check_draft(born.id).unwrap();
        findings.into_iter().find(|one| one.code == "signature.no_stamp_service").map(|one| one.severity)
    };
    assert_eq!(missing(&office), Some(Severity::Block), "who drafts is told before anybody signs");
    office.set_stamp_service(Some(&front.url())).unwrap();
    assert_eq!(missing(&office), None);

    assert_eq!(stopping(issue(&office)), ["time.stamp_untrusted"], "the border would not count it");
    vouch(&world, &office, &tsa);
    tsa.open(false);
    let (draft, stamp) = ready_draft(&office);
    let before = count(&office, "number.void");
    assert_eq!(stopping(office.issue(draft, stamp, &key_of(&office), &pin())), ["sign.stamp_unreachable"]);
    assert_eq!(count(&office, "number.void"), before + 1, "its number is given to nobody");
    assert_eq!(office.open_draft(draft).unwrap().stamp, stamp, "the draft waits as it was");
    assert_eq!(office.outbox(tamga_office::Window::first(9), true).unwrap().rows.total, 0, "and nothing is sent");

    // A batch does not spend a number on each of its drafts.
    let others = [ready_draft(&office), ready_draft(&office), ready_draft(&office)];
    let results = office.issue_many(&others, &key_of(&office), &pin(), &mut |_, _| {}).unwrap();
    assert_eq!(results.len(), 1, "the first tells that nobody answers");
    assert_eq!(count(&office, "number.void"), before + 2);

    tsa.open(true);
    let issued = office.issue(draft, stamp, &key_of(&office), &pin()).unwrap();
    assert!(issued.submission_id.is_some(), "it is on its way");
    let frozen = office.certificate_xml(&issued.number).unwrap();
    assert_eq!(tamga_seal::digest::sha256_hex(&frozen), issued.document_sha256);
    let whole = check_co(&gate(&frozen, &Limits::OWN).unwrap()).unwrap();
    assert_eq!(whole.offered.stamps.len(), 1, "the stamp is part of what was issued");
    assert_eq!(kinds(&office, &issued.number), ["stamp"], "and is shown");
    assert!(!office.open_certificate(&issued.number).unwrap().awaits_stamp);
    assert_eq!(office.stamp_pass().await.unwrap(), Default::default(), "nobody is asked for another");
    assert_eq!(office.copy_with_evidence(&issued.number, Level::Stamped).unwrap(), frozen, "it has it already");
    let folder = tsa.folder();
    fs::write(folder.join("token"), &whole.offered.stamps[0].token).unwrap();
    fs::write(folder.join("over"), &whole.stampable).unwrap();
    tsa.openssl("ts -verify -data over -in token -token_in -CAfile root.pem").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_compared_the_text_a_stamp_that_cannot_be_had_is_said_and_holds_nothing_up() {
    let Some(tsa) = service() else { return };
    let front = front(&tsa).await;
    let world = World::new();
    let office = chamber(&world, ADVISED);
    vouch(&world, &office, &tsa);
    office.set_stamp_service(Some(&front.url())).unwrap();
    tsa.open(false);
    let bare = issue(&office).unwrap();
    let said: Vec<_> = bare.findings.iter().map(|one| (one.code.as_ref(), one.severity)).collect();
    assert!(said.contains(&("sign.stamp_unreachable", Severity::Warn)), "{said:?}");
    assert!(office.open_certificate(&bare.number).unwrap().awaits_stamp, "it gets one beside it later");
    tsa.open(true);
    let stamped = issue(&office).unwrap();
    let bytes = office.certificate_xml(&stamped.number).unwrap();
    let judged = |bytes: &[u8], now| {
        let verdict = office.verify_with(bytes, now, &OfferedEvidence::NONE).unwrap().verdict;
        verdict.reasons.into_iter().find(|one| one.code == "time.stamp_missing").map(|one| one.severity)
    };
    let at = office.support(&stamped.number).unwrap()[0].at.unwrap();
    assert_eq!(judged(&bytes, at.plus_millis(DAY)), None);
    let bytes = office.certificate_xml(&bare.number).unwrap();
    assert_eq!(judged(&bytes, noon().plus_millis(DAY)), Some(Severity::Info), "a note, and no doubt");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_border_post_cannot_judge_what_lacks_its_demanded_stamp_until_the_stamp_comes() {
    let Some(tsa) = service() else { return };
    let front = front(&tsa).await;
    let world = World::new();
    // A chamber whose edition of the form does not know of it yet.
    let chamber = world.chamber();
    let number = issued(&chamber);
    let frozen = chamber.certificate_xml(&number).unwrap();
    chamber.set_stamp_service(Some(&front.url())).unwrap();
    let report = chamber.stamp_certificate(&number, None).await.unwrap();
    assert_eq!(report.stamped, 1);
    let copy = chamber.copy_with_evidence(&number, Level::Stamped).unwrap();
    let at = chamber.support(&number).unwrap()[0].at.unwrap();

    let post = with_form(&world, world.post(), "chafta", DEMANDED);
    vouch(&world, &post, &tsa);
    world.clock.pass((at.millis() - noon().millis()).max(0) + DAY);
    let road = Road::new();
    let arrives = async |bytes: &[u8]| {
        road.put(submission(Kind::Issue, (CHAMBER, &number, 1), bytes, true));
        post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap()
    };
    let report = arrives(&frozen).await;
    assert_eq!((report.usable, report.quarantined), (0, 1));
    let missing = || {
        let view = post.check_number(&number).unwrap().found.unwrap();
        let is_missing = |one: &tamga_origin::Finding| one.code == "time.stamp_missing";
        view.verdict.reasons.into_iter().find(is_missing).map(|one| one.severity)
    };
    assert_eq!(missing(), Some(Severity::Warn), "a doubt that may heal");
    arrives(&copy).await;
    assert_eq!(kinds(&post, &number), ["stamp"]);
    assert_eq!(missing(), None, "judged again with the stamp");
}

#[test]
fn a_cod_has_no_place_for_a_demanded_stamp_and_is_not_certified() {
    let plata = Plata::new();
    let application = plata.application();
    let Plata { world, chamber, .. } = plata;
    let rule = DEMANDED.replace("chafta", "ace-35");
    let chamber = with_form(&world, chamber, "aladi-a35", &rule);
    let before = count(&chamber, "number.reserved");
    let refused = chamber.certify_application(&application, &key_of(&chamber), &pin());
    assert_eq!(stopping(refused), ["signature.no_place_for_stamp"]);
    assert_eq!(count(&chamber, "number.reserved"), before, "before a number is taken");
}
