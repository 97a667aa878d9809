//! Keys come in once, are kept closed, open with the PIN alone, and are never seen.

use tamga_seal::certificate::KeyKind;
use tamga_seal::{
    LEAST_PIN, PlainKey, Protection, Random, Secret, SignError, Signer as _, Stretch, SystemRandom, Tries,
    import_key_file, key_facts, rewrap, sign_co, unlock,
};

use crate::support::*;

fn import(file: &[u8], password: &str) -> Result<(tamga_seal::KeyFacts, Vec<u8>), SignError> {
    import_key_file(file, &secret(password), &pin(), LIGHT, &SystemRandom::new())
}

#[test]
fn an_imported_key_signs_and_tells_without_its_pin_whose_it_is() {
    let facts = key_facts(wrapped()).expect("facts");
    assert_eq!(facts.name(), "B. Officer");
    assert_eq!(*facts.kind(), KeyKind::P256);
    assert!(facts.lives_at(at(ISSUED)) && !facts.lives_at(at("2029-01-01T00:00:00Z")));
    assert_eq!(facts.chain.leaf.der, key_file().certificate);
    assert!(facts.chain.above.is_empty(), "the root stays out of the file");
    let batch = officer();
    assert_eq!(batch.qr_key().kid(), facts.qr_kid, "the key for printed codes is unlocked with it");
    assert_eq!(batch.qr_key().public(), facts.qr_public);
    assert_eq!(batch.certificate().leaf, facts.chain.leaf);
}

#[test]
fn a_wrong_pin_opens_nothing() {
    assert!(matches!(unlock(wrapped(), &secret("another passphrase")), Err(SignError::PinWrong)));
    assert!(matches!(unlock(wrapped(), &secret("")), Err(SignError::PinWrong)));
}

#[test]
fn every_bit_of_a_kept_key_is_vouched_for() {
    let kept = wrapped();
    for place in (0..kept.len()).step_by(7) {
        let mut touched = kept.to_vec();
        touched[place] ^= 1 << (place % 8);
        assert!(unlock(&touched, &pin()).is_err(), "byte {place}");
    }
    for length in [0, 1, 20, kept.len() - 1] {
        assert!(matches!(unlock(&kept[..length], &pin()), Err(SignError::WrappedUnreadable)), "{length} bytes");
    }
}

#[test]
fn a_file_cannot_make_us_compute_without_bounds() {
    let (head, rest) = wrapped().split_at(5);
    assert_eq!(head, [0x88, 1, 0x18, 64, 1], "form, memory in KiB, passes");
    // 4 TiB of memory or 4 billion passes: refused before anything is computed.
    let most = [0x1A, 0xFF, 0xFF, 0xFF, 0xFF];
    for greedy in [[&[0x88, 1], &most[..], &[1]].concat(), [&[0x88, 1, 0x18, 64], &most[..]].concat()] {
        let bytes = [&greedy[..], rest].concat();
        assert!(matches!(unlock(&bytes, &pin()), Err(SignError::WrappedUnreadable)));
    }
}

#[test]
fn keys_are_kept_under_the_cost_the_design_names() {
    assert_eq!(Stretch::STRONG, Stretch { memory: 64 * 1024, passes: 3 });
    let file = &key_file().pkcs12;
    let random = SystemRandom::new();
    let (_, kept) = import_key_file(file, &secret("file password"), &pin(), Stretch::STRONG, &random).expect("a key");
    assert_eq!(kept[2..8], [0x1A, 0, 1, 0, 0, 3], "memory and passes stand in the file");
    assert!(unlock(&kept, &pin()).is_ok());
}

#[test]
fn a_short_pin_is_refused_before_anything_is_kept() {
    let file = &key_file().pkcs12;
    for short in ["", "123456789", "äöüäöüäöü"] {
        let refused = import_key_file(file, &secret("file password"), &secret(short), LIGHT, &SystemRandom::new());
        assert!(matches!(refused, Err(SignError::PinShort { least: LEAST_PIN })), "{short}: {refused:?}");
    }
}

#[test]
fn a_changed_pin_opens_and_the_old_one_does_not() {
    let new = secret("a wholly new passphrase");
    let under = |pin| Protection { pin, stretch: LIGHT, ring: None };
    let kept = rewrap(wrapped(), &pin(), None, &under(&new), &SystemRandom::new()).expect("wrapped anew");
    assert!(matches!(unlock(&kept, &pin()), Err(SignError::PinWrong)));
    let opened = unlock(&kept, &new).expect("unlocked");
    assert_eq!(opened.qr_key().kid(), officer().qr_key().kid(), "the keys are the same ones");
    let wrong = rewrap(wrapped(), &new, None, &under(&pin()), &SystemRandom::new());
    assert!(matches!(wrong, Err(SignError::PinWrong)));
}

#[test]
fn a_failing_source_of_randomness_makes_no_key() {
    struct Dry;
    impl Random for Dry {
        fn fill(&self, _: &mut [u8]) -> bool {
            false
        }
    }
    assert!(matches!(PlainKey::generate(&Dry), Err(SignError::Failed)));
    let file = &key_file().pkcs12;
    assert!(matches!(import_key_file(file, &secret("file password"), &pin(), LIGHT, &Dry), Err(SignError::Failed)));
}

#[test]
fn a_wrong_file_password_and_a_broken_file_are_told_apart() {
    assert!(matches!(import(&key_file().pkcs12, "wrong"), Err(SignError::FilePassword)));
    assert!(matches!(import(b"not a key file", "x"), Err(SignError::FileUnreadable(_))));
    assert!(matches!(import(&vec![0x30; 2 << 20], "x"), Err(SignError::FileUnreadable(_))), "too large to be one");
    let cut = &key_file().pkcs12[..key_file().pkcs12.len() / 2];
    assert!(matches!(import(cut, "file password"), Err(SignError::FileUnreadable(_))));
}

#[test]
fn key_files_made_by_openssl_are_taken_in_and_old_encryption_is_named() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for kind in ["rsa:2048", "P-256", "P-384"] {
        make_key(folder.path(), "k", kind);
        for (legacy, old) in [(&[][..], &[][..]), (&["-legacy"][..], &["RC2-40", "3DES"][..])] {
            let args =
                ["pkcs12", "-export", "-inkey", "k.key", "-in", "k.pem", "-passout", "pass:word", "-out", "k.p12"];
            openssl(folder.path(), &[&args[..], legacy].concat());
            let file = std::fs::read(folder.path().join("k.p12")).expect("a file");
            let (facts, kept) = import(&file, "word").unwrap_or_else(|error| panic!("{kind} {legacy:?}: {error}"));
            assert_eq!(facts.old_encryptions, old, "{kind} {legacy:?}");
            assert!(matches!(import(&file, "other"), Err(SignError::FilePassword)), "{kind} {legacy:?}");
            let mut key = unlock(&kept, &pin()).expect("unlocked");
            let moment = today(&key);
            assert!(sign_co(&small(), moment, &mut key).is_ok(), "{kind} {legacy:?}");
        }
    }
}

#[test]
fn openssl_reads_the_key_files_we_write() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("ours.p12"), &key_file().pkcs12).expect("a file");
    let args = ["pkcs12", "-in", "ours.p12", "-passin", "pass:file password", "-nodes"];
    let (good, said) = run(folder.path(), "openssl", &args);
    assert!(good && said.contains("OU = DEMONSTRATION") && said.contains("BEGIN PRIVATE KEY"), "{said}");
}

#[test]
fn key_files_without_a_certificate_or_with_anothers_are_refused() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    make_key(path, "k", "P-256");
    make_key(path, "other", "P-256");
    let export = ["pkcs12", "-export", "-passout", "pass:word", "-out", "k.p12"];
    let read = || std::fs::read(path.join("k.p12")).expect("a file");
    openssl(path, &[&export[..], &["-inkey", "k.key", "-nocerts"]].concat());
    assert!(matches!(import(&read(), "word"), Err(SignError::CertificateMissing)));
    openssl(path, &[&export[..], &["-in", "k.pem", "-nokeys"]].concat());
    assert!(matches!(import(&read(), "word"), Err(SignError::NoneInFile)));
    openssl(path, &[&export[..], &["-in", "k.pem", "-inkey", "k.key", "-certfile", "other.pem"]].concat());
    let (facts, _) = import(&read(), "word").expect("other certificates may come along");
    assert_eq!(facts.name(), "B. Officer");
    openssl(
        path,
        &["req", "-x509", "-newkey", "rsa:1024", "-nodes", "-subj", "/CN=short", "-keyout", "s.key", "-out", "s.pem"],
    );
    openssl(path, &[&export[..], &["-in", "s.pem", "-inkey", "s.key"]].concat());
    assert!(matches!(import(&read(), "word"), Err(SignError::KeyMismatch(why)) if why == "RSA 1024"));
}

#[test]
fn a_private_key_without_its_public_half_still_signs() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    make_key(folder.path(), "k", "P-256");
    openssl(folder.path(), &["ec", "-in", "k.key", "-no_public", "-out", "bare.key"]);
    std::fs::copy(folder.path().join("bare.key"), folder.path().join("k.key")).expect("copied");
    let mut key = made(folder.path(), "k");
    let moment = today(&key);
    assert!(sign_co(&small(), moment, &mut key).is_ok(), "Java's key files are like this");
}

#[test]
fn five_wrong_pins_are_free_then_one_in_thirty_seconds() {
    let wrong: Result<(), SignError> = Err(SignError::PinWrong);
    let start = at("2026-03-22T10:00:00Z");
    let mut tries = Tries::default();
    for left in (0..5).rev() {
        assert!(tries.admit(start).is_ok());
        tries = tries.after(&wrong, start);
        assert_eq!(tries.left(), left);
    }
    let wait = |tries: Tries, after: i64| match tries.admit(start.plus_millis(after)) {
        Err(SignError::PinLocked { seconds }) => seconds,
        _ => 0,
    };
    assert_eq!(wait(tries, 0), 30);
    assert_eq!(wait(tries, 29_001), 1);
    assert_eq!(wait(tries, 30_000), 0);
    assert_eq!(wait(tries, -86_400_000), 30, "a clock put back does not lock the key for a day");
    let again = tries.after(&wrong, start.plus_millis(30_000));
    assert_eq!(wait(again, 30_000), 30, "every further try waits again");
    let other: Result<(), SignError> = Err(SignError::WrappedUnreadable);
    assert_eq!(tries.after(&other, start), tries, "only a wrong PIN counts");
    assert_eq!(tries.after(&Ok::<_, SignError>(()), start), Tries::default(), "a right one clears");
}

#[test]
fn plain_keys_come_back_from_their_kept_form() {
    let key = PlainKey::generate(&SystemRandom::new()).expect("a key");
    let again = PlainKey::from_pkcs8(key.to_pkcs8()).expect("the same key");
    assert_eq!((again.kid(), again.public()), (key.kid(), key.public()));
    assert!(PlainKey::from_pkcs8(Secret::new(vec![1, 2, 3])).is_err());
}

#[test]
fn the_id_of_a_key_is_its_thumbprint() {
    // The example of RFC 8037, appendix A.3.
    let x = base64::Engine::decode(
        &base64::engine::general_purpose::URL_SAFE_NO_PAD,
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    );
    let key = tamga_origin::trust::PublicKey::Ed25519(x.expect("base64url"));
    assert_eq!(tamga_seal::thumbprint(&key), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

#[test]
fn secrets_are_never_printed() {
    let batch = officer();
    let plain = PlainKey::generate(&SystemRandom::new()).expect("a key");
    let hidden = secret("hunter2hunter2");
    let server = tamga_seal::demo::TlsAuthority::new("TLS", life())
        .expect("an authority")
        .server(&["localhost"])
        .expect("a server");
    let printed =
        format!("{batch:?} {plain:?} {hidden:?} {:?} {server:?} {:?}", authority(), import(&key_file().pkcs12, "x"));
    assert!(printed.contains("<secret>"));
    for leaked in ["hunter2", "PRIVATE", "pkcs8", "seed"] {
        assert!(!printed.contains(leaked), "{leaked} in {printed}");
    }
    let pkcs8 = plain.to_pkcs8();
    let bytes = format!("{:?}", &pkcs8.expose()[16..24]);
    let numbers = bytes.trim_matches(['[', ']']);
    assert!(!printed.contains(numbers), "private bytes in {printed}");
    for error in [SignError::PinWrong, SignError::FilePassword, SignError::PinShort { least: 10 }] {
        assert!(!format!("{error} {error:?}").contains("passphrase"));
    }
}

#[test]
fn the_servers_certificate_is_one_that_tls_clients_accept() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let authority = tamga_seal::demo::TlsAuthority::new("Demonstration TLS", life()).expect("an authority");
    let server = authority.server(&["localhost", "127.0.0.1", "::1"]).expect("a server");
    std::fs::write(folder.path().join("ca.pem"), authority.root_pem()).expect("a file");
    std::fs::write(folder.path().join("server.pem"), &server.certificate_pem).expect("a file");
    std::fs::write(folder.path().join("server.key"), server.key_pem.expose()).expect("a file");
    let moment = (at(ISSUED).millis() / 1000).to_string();
    for name in [["-verify_hostname", "localhost"], ["-verify_ip", "127.0.0.1"], ["-verify_ip", "::1"]] {
        let args =
            [&["verify", "-attime", &moment, "-purpose", "sslserver", "-CAfile", "ca.pem"][..], &name, &["server.pem"]];
        openssl(folder.path(), &args.concat());
    }
    openssl(folder.path(), &["pkey", "-in", "server.key", "-noout"]);
}
