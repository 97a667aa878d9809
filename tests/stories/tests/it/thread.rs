//! The thread through the house: one certificate from application to withdrawal.

use std::path::Path;

use tamga_demo::Demonstration;

use crate::around::surroundings;

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
