//! What does a person see when something stands in the way? A sentence with what to do, in a window that works.

use super::{DEMONSTRATION, both_turns, turn};
use crate::driver::{Driver, Given};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_without_a_session_bus_says_that_the_first_is_open() {
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
    second.close().await;
    first.control('4').await;
    first.see("Everything has arrived").await;
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
