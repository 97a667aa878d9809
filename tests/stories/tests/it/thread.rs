//! The thread through the house: one certificate from application to withdrawal.

use std::path::Path;

use tamga_demo::Demonstration;
use tamga_office::decide::{Decision, ItemDecision};
use tamga_office::lamps::LampState;
use tamga_office::{Office, Window, Workers};

use crate::around::{StoryClock, surroundings, surroundings_with};
use crate::stage::{Desk, Stage, key, pin, until};

/// The public sample, where it is at hand.
fn sample() -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/conformance/edi3/CertificateOfOrigin.sampleFull.json");
    std::fs::read(path).ok()
}

async fn play(application: Option<Vec<u8>>) {
    let dir = tempfile::tempdir().unwrap();
    let demonstration = Demonstration::prepare(dir.path(), surroundings()).await.unwrap();
    let report = demonstration
        .play(application.as_deref(), &mut |step| println!("{:<16} {:>9.2} ms", step.name, step.ms))
        .await
        .unwrap();
    assert!(report.steps.iter().all(|step| step.ok), "every step did what it should: {report:?}");
    assert_eq!(report.steps.len(), 12);
    assert!(report.receipts.len() >= 2, "custody and delivery are proven: {}", report.receipts.len());
    let page = std::fs::read(dir.path().join(&report.pdf)).unwrap();
    assert!(page.starts_with(b"%PDF-1.7"), "the page is a PDF");
    for office in [demonstration.chamber(), demonstration.post()] {
        let journal = office.verify_journal().unwrap();
        assert_eq!(journal.first_broken, None, "the journal's chain holds");
        assert!(journal.entries > 0);
    }
    demonstration.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_projects_own_example_travels_from_application_to_withdrawal() {
    play(None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_sample_travels_from_application_to_withdrawal() {
    match sample() {
        Some(bytes) => play(Some(bytes)).await,
        None => println!("skipped: no conformance folder"),
    }
}

fn abroad(office: &Office, number: &str) -> LampState {
    office.open_certificate(number).unwrap().lamps.abroad.state
}

#[tokio::test(flavor = "multi_thread")]
async fn issued_offline_and_killed_a_certificate_arrives_once_and_its_use_and_end_are_told() {
    let stage = Stage::set().await;

    // Issued with no gateway there, and killed after it was shown and tried.
    let mut desk = Desk::start(&stage.chamber_dir(), 1);
    let number = loop {
        let line = desk.hears().expect("the desk goes on");
        if let Some(number) = line.strip_prefix("issued ") {
            break number.to_owned();
        }
    };
    desk.kill();

    // Restarted: it is there, it waits, nothing is lost.
    let chamber = stage.chamber();
    let view = chamber.open_certificate(&number).unwrap();
    assert_eq!(view.status.code, "certificate.issued");
    assert_ne!(view.lamps.gateway.state, LampState::Lit, "nobody can have taken it");
    let chamber_workers = Workers::start(&chamber);
    let post = stage.post();
    let post_workers = Workers::start(&post);

    // The gateway comes back: delivered once.
    let gateways = stage.gateways().await;
    stage_is_told(&chamber, &post, &gateways);
    chamber.send_now(None).unwrap();
    until("delivered", &chamber, |office| abroad(office, &number) == LampState::Lit).await;
    until("received", &post, |office| office.check_number(&number).unwrap().found.is_some()).await;
    assert_eq!(post.search_received("", &Default::default(), Window::first(9)).unwrap().total, 1);

    // Verified and decided; the first answer and the use arrive back.
    let found = post.check_number(&number).unwrap().found.unwrap();
    assert!(found.can_decide, "{:?}", found.verdict);
    let item = &found.balance[0];
    let decision = Decision {
        number: number.clone(),
        stamp: found.stamp,
        declaration: "D-2026-1".to_owned(),
        declared_on: post.today(),
        items: vec![ItemDecision {
            sequence: item.sequence,
            quantity: item.left,
            unit: item.unit.clone(),
            granted: true,
            reason: String::new(),
        }],
        note: String::new(),
    };
    post.decide(&decision).unwrap();
    until("the use is told", &chamber, |office| !office.open_certificate(&number).unwrap().uses.is_empty()).await;
    let view = chamber.open_certificate(&number).unwrap();
    assert_eq!(view.lamps.customs.state, LampState::Lit);
    assert_eq!((view.uses.len(), view.uses[0].declaration.as_str()), (1, "D-2026-1"));
    assert_eq!(view.destination_state.code, "destination.partly_used");

    // Withdrawn after use, with a second person; the post hears of it.
    let alone = chamber.cancel(&number, "NSH", &key(&chamber), &pin()).unwrap_err();
    assert_eq!(alone.code(), tamga_office::ErrorCode::NotAllowed, "{alone}");
    chamber.cancel_used(&number, "NSH", Some("Mara Holt"), &key(&chamber), &pin()).unwrap();
    until("the end is told", &post, |office| {
        office.open_received(&number).unwrap().verdict.headline.code == "verdict.withdrawn"
    })
    .await;
    until("its receipt", &chamber, |office| office.outbox(Window::first(9), false).unwrap().under_way == 0).await;

    for office in [&chamber, &post] {
        assert_eq!(office.verify_journal().unwrap().first_broken, None);
        let outbox = office.doctor().unwrap().into_iter().find(|check| check.about == "outbox").unwrap();
        assert_eq!(outbox.health, tamga_office::doctor::Health::Good, "{outbox:?}");
    }
    chamber_workers.stop().await;
    post_workers.stop().await;
    gateways.stop().await;
}

/// The ports are usually those of the last time; if somebody took one meanwhile, the offices are told the new one.
/// Both offices hear where their gateways listen now.
pub fn stage_is_told(chamber: &Office, post: &Office, gateways: &tamga_demo::gateways::Gateways) {
    tamga_demo::world::tell(chamber, gateways.chamber()).unwrap();
    tamga_demo::world::tell(post, gateways.post()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_of_the_demonstration_finds_everything_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let first = Demonstration::start(dir.path(), surroundings()).await.unwrap();
    let issued = first.chamber().search_certificates("", &Default::default(), Window::first(9)).unwrap();
    assert!(issued.total >= 3, "there are examples");
    assert!(first.chamber().drafts(Window::first(9)).unwrap().total >= 2, "and applications to try");
    for row in &issued.rows {
        let number = row.number.clone();
        until("the examples arrive", first.post(), |post| post.open_received(&number).is_ok()).await;
    }
    first.stop().await;
    let second = Demonstration::start(dir.path(), surroundings()).await.unwrap();
    let again = second.chamber().search_certificates("", &Default::default(), Window::first(9)).unwrap();
    assert_eq!(again.total, issued.total, "nothing is brought twice");
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_demonstration_renews_its_trust_list() {
    let dir = tempfile::tempdir().unwrap();
    let demonstration = Demonstration::prepare(dir.path(), surroundings()).await.unwrap();
    demonstration.stop().await;
    let clock = StoryClock::new();
    clock.pass(std::time::Duration::from_secs(200 * 86_400));
    let demonstration = Demonstration::prepare(dir.path(), surroundings_with(clock)).await.unwrap();
    assert_eq!(demonstration.chamber().trust_list().unwrap().n, 2);
    let report = demonstration.play(None, &mut |_| {}).await.unwrap();
    assert!(report.steps.iter().all(|step| step.ok));
    demonstration.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demonstration_cut_off_while_it_renewed_its_list_goes_on_with_it() {
    let dir = tempfile::tempdir().unwrap();
    Demonstration::prepare(dir.path(), surroundings()).await.unwrap().stop().await;
    let of_import = dir.path().join("gateways/cn/trust-list.json");
    let old_list = std::fs::read(&of_import).unwrap();
    let (post, kept) = (dir.path().join("post"), dir.path().join("kept"));
    copy(&post, &kept);
    let clock = StoryClock::new();
    clock.pass(std::time::Duration::from_secs(200 * 86_400));
    Demonstration::prepare(dir.path(), surroundings_with(clock.clone())).await.unwrap().stop().await;
    // As if nobody had told the border post and its gateway any more.
    std::fs::remove_dir_all(&post).unwrap();
    std::fs::rename(&kept, &post).unwrap();
    std::fs::write(&of_import, old_list).unwrap();
    let demonstration = Demonstration::prepare(dir.path(), surroundings_with(clock)).await.unwrap();
    assert_eq!(demonstration.post().trust_list().unwrap().n, 2);
    let report = demonstration.play(None, &mut |_| {}).await.unwrap();
    assert!(report.steps.iter().all(|step| step.ok));
    demonstration.stop().await;
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &name);
        } else {
            std::fs::copy(&path, &name).unwrap();
        }
    }
}
