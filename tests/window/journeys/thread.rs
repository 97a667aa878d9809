//! The thread: a public sample becomes a draft, a certificate, a letter that arrives, a verdict and a decision.

use fantoccini::key::Key;

use super::{DEMONSTRATION, turn};
use crate::driver::{Driver, Given};

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_issued_at_one_desk_and_decided_on_at_the_other() {
    let _turn = turn().await;
    let home = tempfile::tempdir().expect("a folder");
    let dir = home.path().join("demonstration");
    let dir = dir.to_str().expect("a plain path");
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/examples/chafta-example.json");
    let given = Given { dialog: Some(sample.into()), ..Given::default() };
    let window = Driver::start(home.path(), &["--demo", "--dir", dir], &given).await;

    window.see(DEMONSTRATION).await;
    window.picture("1-desk").await;
    window.push("Import a file").await;
    window.see("Sign with").await;
    window.control('1').await;
    window.press(Key::Escape).await;
}
