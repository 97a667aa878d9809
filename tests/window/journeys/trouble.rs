//! What does a person see when something stands in the way? A sentence with what to do, in a window that works.

use super::{DEMONSTRATION, SAMPLE, both_turns, turn};
use crate::driver::{Driver, Given, PATIENCE};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_says_that_the_first_is_open_and_goes_on_when_that_one_is_closed() {
    let _turns = both_turns().await;
    let home = tempfile::tempdir().expect("a folder");
    let dir = home.path().join("demonstration");
    let args = ["--demo", "--dir", dir.to_str().expect("a plain path")];
    let first = Driver::start(home.path(), &args, &Given::default()).await;
    first.see(DEMONSTRATION).await;
    let other = tempfile::tempdir().expect("a folder");
    let second = Driver::start(other.path(), &args, &Given::default()).await;
    second.see("Tamga is open already on this computer").await;
    second.picture("second-start").await;
    first.control('4').await;
    first.see("Everything has arrived").await;
    // What stood in the way can go away: then the same window goes on.
    first.close().await;
    second.push("Try again").await;
    second.see(DEMONSTRATION).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_survives_a_killed_program_and_a_newer_database_is_refused() {
    let _turn = turn().await;
    let home = tempfile::tempdir().expect("a folder");
    let dir = home.path().join("demonstration");
    let args = ["--demo", "--dir", dir.to_str().expect("a plain path")];
    let given = Given { dialog: Some(SAMPLE.into()), ..Given::default() };
    let window = Driver::start(home.path(), &args, &given).await;
    window.see(DEMONSTRATION).await;
    // The chord belongs to the desk, which comes a moment after the frame.
    window.see("Import a file").await;
    window.control('o').await;
    window.see("3 to fix").await;
    window.fill("Name", "Kestrel Honey Traders").await;
    window.see("Draft · Kestrel Honey Traders").await;
    window.until_kept("Kestrel Honey Traders").await;
    // The driver and all it started are killed with signal 9.
    drop(window);

    let window = Driver::start(home.path(), &args, &Given::default()).await;
    window.see(DEMONSTRATION).await;
    window.see("Kestrel Honey Traders").await;
    window.picture("after-kill").await;
    drop(window);

    let database = rusqlite::Connection::open(dir.join("chamber").join("office.db")).expect("the database is there");
    database.pragma_update(None, "user_version", 9_999).expect("a version can be written");
    drop(database);
    let window = Driver::start(home.path(), &args, &Given::default()).await;
    window.see("These records were written by a newer version of Tamga").await;
    window.picture("newer-database").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_without_an_office_says_how_one_is_made() {
    let _turn = turn().await;
    let home = tempfile::tempdir().expect("a folder");
    let dir = home.path().join("nothing here");
    let args = ["--dir", dir.to_str().expect("a plain path")];
    let window = Driver::start(home.path(), &args, &Given::default()).await;
    let seen = window.see("There is no office in").await;
    assert!(seen.contains("nothing here") && seen.contains("tamga init"), "{seen}");
    window.picture("no-office").await;
    assert!(!dir.exists(), "looking makes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_certificate_is_refused_with_a_sentence_and_the_window_goes_on() {
    let _turn = turn().await;
    let home = tempfile::tempdir().expect("a folder");
    let bad = home.path().join("bad.xml");
    std::fs::write(&bad, "<!DOCTYPE a [<!ENTITY b \"boom\">]><a>&b;</a>").expect("a file can be written");
    let dir = home.path().join("demonstration");
    let args = ["--demo", "--dir", dir.to_str().expect("a plain path")];
    let given = Given { dialog: Some(bad), ..Given::default() };
    let window = Driver::start(home.path(), &args, &given).await;
    window.see(DEMONSTRATION).await;
    // The chord belongs to the desk, which comes a moment after the frame.
    window.see("Import a file").await;
    window.control('o').await;
    window.see("The file was not taken over").await;
    window.picture("bad-file").await;
    window.control('2').await;
    window.see("Drafts").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_reaches_nothing_but_its_own_program() {
    let _turn = turn().await;
    let home = tempfile::tempdir().expect("a folder");
    let dir = home.path().join("demonstration");
    let args = ["--demo", "--dir", dir.to_str().expect("a plain path")];
    let window = Driver::start(home.path(), &args, &Given::default()).await;
    window.see(DEMONSTRATION).await;
    let script = "
        const done = arguments[arguments.length - 1];
        const invoke = window.__TAURI_INTERNALS__.invoke;
        const tried = (promise) => promise.then(() => 'let through', (why) => String(why?.message ?? why));
        (async () => done({
            globals: typeof window.__TAURI__,
            away: await tried(fetch('https://192.0.2.1/')),
            loopback: await tried(fetch('http://127.0.0.1:9/')),
            inline: await tried(new Promise((ran, stopped) => {
                document.addEventListener('securitypolicyviolation', (event) => stopped(event.violatedDirective), { once: true });
                const script = document.createElement('script');
                window.ranInline = ran;
                script.textContent = 'window.ranInline()';
                document.head.append(script);
            })),
            dialog: await tried(invoke('plugin:dialog|open', { options: {} })),
            stranger: await tried(invoke('window_break', { request: {} })),
            path: await tried(invoke('check_file', { request: { source: { kind: 'path', path: '/etc/hostname' } } })
                .catch((error) => { throw error.code; })),
            loaded: performance.getEntriesByType('resource').map((entry) => new URL(entry.name).origin)
                .filter((origin) => origin !== location.origin),
        }))();";
    let seen = window.client.execute_async(script, Vec::new()).await.expect("the page answers");
    assert_eq!(seen["globals"], "undefined", "{seen}");
    for way in ["away", "loopback"] {
        assert_ne!(seen[way], "let through", "{way} is open: {seen}");
    }
    assert!(seen["inline"].as_str().is_some_and(|why| why.starts_with("script-src")), "{seen}");
    assert!(seen["dialog"].as_str().is_some_and(|why| why.contains("not allowed")), "{seen}");
    assert!(seen["stranger"].as_str().is_some_and(|why| why.contains("not allowed")), "{seen}");
    assert_eq!(seen["path"], "not_allowed", "a path that nobody chose: {seen}");
    let strangers: Vec<&str> = seen["loaded"].as_array().into_iter().flatten().filter_map(|one| one.as_str()).collect();
    assert!(strangers.iter().all(|origin| *origin == "ipc://localhost"), "{seen}");
}

impl Driver {
    /// Waits until the newest draft is kept under this exporter's name.
    async fn until_kept(&self, exporter: &str) {
        let newest = "
            const done = arguments[arguments.length - 1];
            window.__TAURI_INTERNALS__.invoke('draft_list', { request: { offset: 0, limit: 1 } })
                .then(({ rows }) => done(rows[0]?.exporter), (error) => done(error.code));";
        let until = std::time::Instant::now() + PATIENCE;
        loop {
            let kept = self.client.execute_async(newest, Vec::new()).await.expect("the page answers");
            if kept == exporter {
                return;
            }
            assert!(std::time::Instant::now() < until, "what was typed is not kept: {kept}");
        }
    }
}
