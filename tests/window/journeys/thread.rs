//! The thread: a sample becomes a draft, a certificate, a letter that arrives, a verdict, a decision that is fed back.

use fantoccini::key::Key;

use super::{DEMONSTRATION, PIN, SAMPLE, turn};
use crate::driver::{Driver, Given};

const DECLARATION: &str = "26CN-0042";

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_issued_at_one_desk_and_decided_on_at_the_other_by_keyboard_alone() {
    let _turn = turn().await;
    let home = tempfile::tempdir().expect("a folder");
    let dir = home.path().join("demonstration");
    let args = ["--demo", "--dir", dir.to_str().expect("a plain path")];
    let given = Given { dialog: Some(SAMPLE.into()), ..Given::default() };
    let window = Driver::start(home.path(), &args, &given).await;
    window.see(DEMONSTRATION).await;
    window.picture("1-desk").await;

    let number = issue(&window).await;
    window.picture("4-issued").await;
    let seen =
        window.until("customs abroad have it", |seen| seen.contains("delivered") && seen.contains(&number)).await;
    assert!(seen.contains(&format!("{number} issued and signed")), "the journal says so: {seen}");

    window.control('4').await;
    window.see("Everything has arrived").await;
    window.focus("input[type=checkbox]", "Show delivered").await;
    window.type_text(" ").await;
    window.see(&number).await;
    window.picture("5-outbox").await;

    decide(&window, &number).await;
    back_at_the_chamber(&window, &number).await;
    window.close().await;
}

/// Imports the sample, mends what the rules ask for, and issues it; answers its number.
async fn issue(window: &Driver) -> String {
    // The chord belongs to the desk, which comes a moment after the frame.
    window.see("Import a file").await;
    window.control('o').await;
    window.see("3 to fix").await;
    window.picture("2-draft").await;
    window.press(Key::F8).await;
    for kilograms in ["120", "90", "60"] {
        window.type_text(kilograms).await;
        window.press(Key::Enter).await;
    }
    window.see("Nothing left to fix").await;
    window.control(char::from(Key::Enter)).await;
    window.see("PIN of the key").await;
    window.see("Place and date; name and signature").await;
    window.picture("3-signing").await;

    window.fill("PIN of the key", "not the PIN").await;
    window.control(char::from(Key::Enter)).await;
    window.see("The PIN does not open this key. Nothing was signed").await;
    window.fill("PIN of the key", PIN).await;
    window.control(char::from(Key::Enter)).await;
    let seen = window.see("is issued.").await;
    let line = seen.lines().find_map(|line| line.trim().strip_suffix(" is issued."));
    line.expect("the notice names the number").to_owned()
}

/// Looks the number up at the border and grants what the declaration asks for.
async fn decide(window: &Driver, number: &str) {
    go_to(window, "Receive", "To decide").await;
    window.see("Scan or type a certificate number").await;
    window.focus("input", "Scan or type a certificate number").await;
    window.type_text(number).await;
    window.press(Key::Enter).await;
    window.see("Genuine").await;
    let seen = window.see("Signed by Demonstration Chamber of Commerce").await;
    assert!(seen.contains("Leatherwood honey"), "what was certified is shown: {seen}");
    window.picture("6-verdict").await;

    window.fill("Declaration number", DECLARATION).await;
    window.control(char::from(Key::Enter)).await;
    window.see("Decided. The answer waits in the outbox.").await;
    window.picture("7-decided").await;
}

/// The chamber hears what customs did with it.
async fn back_at_the_chamber(window: &Driver, number: &str) {
    go_to(window, "Issue", "Signing keys").await;
    window.control('3').await;
    window.fill("Search", number).await;
    window.see("1 found").await;
    window.push("Open").await;
    window.see(&format!("with declaration {DECLARATION}")).await;
    window.picture("8-used").await;
}

/// Through the palette, which knows every way; `page` stands in the navigation there and only there.
async fn go_to(window: &Driver, workplace: &str, page: &str) {
    let way = format!("Go to workplace {workplace}");
    window.control('k').await;
    window.focus("input", "Type what you want to do").await;
    window.type_text(&way).await;
    window.until("one way is left", |seen| seen.contains(&way) && !seen.contains("Ctrl+6")).await;
    window.press(Key::Enter).await;
    window.see(page).await;
}
