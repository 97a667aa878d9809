//! Does the window speak the person's language, on the engine people have? Right to left where that is so, at once.

use fantoccini::key::Key;

use super::{DEMONSTRATION, turn};
use crate::driver::{Driver, Given};

#[tokio::test(flavor = "multi_thread")]
async fn the_language_changes_at_once_turns_the_page_round_and_is_kept() {
    let _turn = turn().await;
    let home = tempfile::tempdir().expect("a folder");
    let dir = home.path().join("demonstration");
    let args = ["--demo", "--dir", dir.to_str().expect("a plain path")];
    let window = Driver::start(home.path(), &args, &Given::default()).await;
    window.see(DEMONSTRATION).await;
    let choose = "
        const done = arguments[arguments.length - 1];
        const invoke = window.__TAURI_INTERNALS__.invoke;
        invoke('app_state', { request: {} })
            .then(({ settings }) => invoke('settings_save', { request: { settings: { ...settings, language: 'ar' } } }))
            .then(() => done('kept'), (error) => done(error.code));";
    let kept = window.client.execute_async(choose, Vec::new()).await.expect("the page answers");
    assert_eq!(kept, "kept");
    // No reload: the event alone brings the new words.
    window.until("the words are Arabic", |seen| seen.chars().any(|c| ('\u{0620}'..='\u{064A}').contains(&c))).await;
    let direction = window.client.execute("return document.documentElement.dir", Vec::new()).await;
    assert_eq!(direction.expect("the page answers"), "rtl");
    window.control('3').await;
    window.press(Key::Escape).await;
    window.picture("arabic-certificates").await;
    drop(window);

    let window = Driver::start(home.path(), &args, &Given::default()).await;
    window
        .until("the words are Arabic again", |seen| seen.chars().any(|c| ('\u{0620}'..='\u{064A}').contains(&c)))
        .await;
}
