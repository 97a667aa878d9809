//! Keys bound to the system's key ring: a real Secret Service on a message bus of its own, in a process of its own.

use std::process::Command;

use tamga_seal::{
    Keeping, KeyRing, LEAST_RING_PIN, Protection, Secret, SignError, SystemRandom, SystemRing, forget_half, key_facts,
    rewrap, sign_co, take_in, unlock, unlock_with,
};

use crate::support::*;

const INSIDE: &str = "TAMGA_KEY_RING";

/// Runs the test once more beside an unlocked key ring, and answers whether this is that run.
fn beside_a_key_ring(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let tools = ["dbus-run-session", "gnome-keyring-daemon"].into_iter().all(has);
    if !tools {
        return false;
    }
    let home = tempfile::tempdir().expect("a folder");
    // The password of the key ring comes on standard input; the daemon goes to the background when it is open.
    let script = "printf ring | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec \"$0\" \"$@\"";
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", script])
        .arg(std::env::current_exe().expect("this program"))
        .args([test, "--exact", "--nocapture"])
        .env(INSIDE, "1")
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .output()
        .expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout);
    let whole = output.status.success() && said.contains("1 passed");
    assert!(whole, "{test} beside a key ring:\n{said}{}", String::from_utf8_lossy(&output.stderr));
    false
}

fn bound<'a>(pin: &'a Secret<String>, ring: &'a dyn KeyRing) -> Protection<'a> {
    Protection { pin, stretch: LIGHT, ring: Some(ring) }
}

#[test]
fn a_key_bound_to_the_key_ring_opens_with_a_short_pin_and_this_key_ring_only() {
    if !beside_a_key_ring("ring::a_key_bound_to_the_key_ring_opens_with_a_short_pin_and_this_key_ring_only") {
        return;
    }
    let ring = SystemRing;
    assert!(ring.is_there());
    let (file, password, short) = (&key_file().pkcs12, secret("file password"), secret("902817"));
    let random = SystemRandom::new();
    let (facts, kept) = take_in(file, &password, None, &bound(&short, &ring), &random).expect("taken in");
    assert_eq!(facts.keeping, Keeping::KeyRing);
    assert_eq!(key_facts(&kept).expect("facts"), facts);
    let mut key = unlock_with(&kept, &short, Some(&ring)).expect("unlocked");
    assert!(sign_co(&small(), at(ISSUED), &mut key).is_ok());
    assert!(matches!(unlock_with(&kept, &secret("902818"), Some(&ring)), Err(SignError::PinWrong)));
    assert!(matches!(unlock(&kept, &short), Err(SignError::RingAbsent(_))), "the PIN alone opens nothing");

    // Every bit of the bytes is vouched for, the name of the entry among them.
    for place in (0..kept.len()).step_by(7) {
        let mut touched = kept.clone();
        touched[place] ^= 1 << (place % 8);
        assert!(unlock_with(&touched, &short, Some(&ring)).is_err(), "byte {place}");
    }

    // The same key under a passphrase, and back.
    let long = pin();
    let alone = Protection { pin: &long, stretch: LIGHT, ring: None };
    let unbound = rewrap(&kept, &short, Some(&ring), &alone, &random).expect("unbound");
    assert!(unlock(&unbound, &long).is_ok());
    let bound_again = rewrap(&unbound, &long, None, &bound(&short, &ring), &random).expect("bound");
    assert!(unlock_with(&bound_again, &short, Some(&ring)).is_ok());

    // Another user, another machine: the entry is not there.
    forget_half(&kept, &ring).expect("forgotten");
    forget_half(&unbound, &ring).expect("a passphrase alone has no other half");
    assert!(matches!(unlock_with(&kept, &short, Some(&ring)), Err(SignError::RingEntryMissing)));
    assert!(unlock_with(&bound_again, &short, Some(&ring)).is_ok(), "each wrapping has an entry of its own");
}

#[test]
fn what_the_key_ring_holds_is_found_replaced_and_forgotten() {
    if !beside_a_key_ring("ring::what_the_key_ring_holds_is_found_replaced_and_forgotten") {
        return;
    }
    let ring = SystemRing;
    assert!(ring.find("a").expect("asked").is_none());
    for value in [vec![1; 32], vec![0, 255, 10, 13]] {
        ring.keep("a", &Secret::new(value.clone())).expect("kept");
        assert_eq!(*ring.find("a").expect("asked").expect("there").expose(), value);
    }
    ring.forget("a").expect("forgotten");
    assert!(ring.find("a").expect("asked").is_none());
    ring.forget("a").expect("nothing to forget is no fault");
}

#[test]
fn a_pin_that_is_too_short_even_for_a_key_ring_is_refused() {
    let (file, password) = (&key_file().pkcs12, secret("file password"));
    let short = secret("12345");
    let refused = take_in(file, &password, None, &bound(&short, &SystemRing), &SystemRandom::new());
    assert!(matches!(refused, Err(SignError::PinShort { least: LEAST_RING_PIN })), "{refused:?}");
}

#[test]
fn without_a_key_ring_the_advice_says_so_and_nothing_is_kept() {
    if std::env::var_os(INSIDE).is_none() {
        // A bus that is not there stands for a machine without one.
        let output = Command::new(std::env::current_exe().expect("this program"))
            .args(["ring::without_a_key_ring_the_advice_says_so_and_nothing_is_kept", "--exact", "--nocapture"])
            .env(INSIDE, "1")
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
            .output()
            .expect("it starts");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
        return;
    }
    if cfg!(target_os = "linux") {
        assert!(!SystemRing.is_there());
        let (file, password, short) = (&key_file().pkcs12, secret("file password"), secret("902817"));
        let refused = take_in(file, &password, None, &bound(&short, &SystemRing), &SystemRandom::new());
        let refused = refused.expect_err("no key ring");
        assert_eq!(refused.code(), "key.ring_absent", "{refused}");
    }
}
