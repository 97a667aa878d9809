//! Keys on cards: found, proven, asked about and never guessed; and what is said when the card does not play along.

use std::path::Path;

use tamga_seal::certificate::KeyKind;
use tamga_seal::keys::token::{Module, Wanted};
use tamga_seal::{
    Algorithm, Keeping, PinState, Secret, SignError, Signer as _, SystemRandom, keep_token, key_facts, open_kept_token,
    sign_co,
};

use crate::soft_card::{Cards, PIN};
use crate::support::*;

fn on<'a>(token: &'a str, key: &'a str) -> Wanted<'a> {
    Wanted { token: Some(token), key: Some(key) }
}

fn card_pin() -> Secret<String> {
    secret(PIN)
}

#[test]
fn every_kind_of_key_on_a_card_signs_with_every_algorithm_it_offers() {
    let Some(cards) = Cards::for_test("token::every_kind_of_key_on_a_card_signs_with_every_algorithm_it_offers") else {
        return;
    };
    cards.card("co");
    let kinds = [
        ("rsa2", "rsa:2048", "01", 6),
        ("rsa4", "rsa:4096", "02", 6),
        ("p256", "P-256", "03", 1),
        ("p384", "P-384", "04", 1),
        ("ed", "ed25519", "05", 1),
    ];
    for (name, kind, id, _) in kinds {
        cards.key("co", name, kind, id);
    }
    let module = cards.module();
    for (name, kind, _, count) in kinds {
        let mut key = module.choose(on("co", name), &card_pin()).unwrap_or_else(|error| panic!("{kind}: {error}"));
        assert_eq!(key.algorithms().len(), count, "{kind}: {:?}", key.algorithms());
        assert!(!key.asks_always());
        for algorithm in key.algorithms().to_vec() {
            key.prefer(algorithm).expect("one of its own");
            let moment = today(&key);
            let sealed = sign_co(&certificate(1), moment, &mut key)
                .unwrap_or_else(|error| panic!("{kind} {algorithm:?}: {error}"));
            assert_eq!(opened(&sealed.bytes).expect("whole").algorithms.signature, algorithm);
            let peer_reads = !format!("{algorithm:?}").starts_with("Pss") && algorithm != Algorithm::Ed25519;
            if peer_reads && has("xmlsec1") {
                std::fs::write(cards.folder().join("signed.xml"), &sealed.bytes).expect("a file");
                let pem = format!("{name}.pem");
                let args = ["--verify", "--pubkey-cert-pem", &pem, "--id-attr:Id", "SignedProperties", "signed.xml"];
                let (good, said) = run(cards.folder(), "xmlsec1", &args);
                assert!(good, "{kind} {algorithm:?}: {said}");
            }
        }
    }
}

#[test]
fn cards_are_told_apart_and_one_of_several_is_never_guessed() {
    let Some(cards) = Cards::for_test("token::cards_are_told_apart_and_one_of_several_is_never_guessed") else {
        return;
    };
    cards.card("mine");
    cards.card("hers");
    cards.key("mine", "a", "P-256", "01");
    cards.key("hers", "b", "P-384", "01");
    let module = cards.module();
    let mut views = module.tokens().expect("cards");
    views.sort_by(|a, b| a.label.cmp(&b.label));
    let labels: Vec<&str> = views.iter().map(|view| view.label.as_str()).collect();
    assert_eq!(labels, ["hers", "mine"], "the empty slot is no card");
    for view in &views {
        assert_eq!((view.pin, view.has_pad, view.certificates.len()), (PinState::Good, false, 1), "{view:?}");
        assert_eq!(view.certificates[0].certificate.name(), "B. Officer");
    }
    match module.choose(Wanted::default(), &card_pin()) {
        Err(SignError::Ambiguous(told)) => assert_eq!(told.len(), 2, "{told:?}"),
        other => panic!("{other:?}"),
    }
    let by_label = module.choose(Wanted { token: Some("hers"), key: None }, &card_pin()).expect("the only key there");
    assert_eq!(by_label.certificate().leaf.key, KeyKind::P384);
    let place = by_label.place().clone();
    drop(by_label);
    let by_serial = module.choose(Wanted { token: Some(&place.serial), key: None }, &card_pin()).expect("the same");
    assert_eq!(*by_serial.place(), place);
    let other = module.choose(Wanted { token: Some("nobody's"), key: None }, &card_pin());
    assert!(matches!(other, Err(SignError::TokenGone(_))), "{other:?}");
}

#[test]
fn a_wrong_pin_says_what_the_card_says_and_a_right_one_clears_it() {
    let Some(cards) = Cards::for_test("token::a_wrong_pin_says_what_the_card_says_and_a_right_one_clears_it") else {
        return;
    };
    cards.card("co");
    cards.key("co", "a", "P-256", "01");
    let module = cards.module();
    let open = |pin: &str| module.choose(Wanted::default(), &secret(pin));
    assert!(matches!(open(""), Err(SignError::CardPinWrong(PinState::Good))), "an empty PIN is not sent");
    assert_eq!(module.tokens().expect("cards")[0].pin, PinState::Good, "and costs no try");
    let refused = open("000000").expect_err("a wrong PIN");
    assert!(matches!(refused, SignError::CardPinWrong(PinState::FewLeft)), "{refused}");
    assert_eq!(refused.code(), "sign.pin_few_left");
    assert!(!format!("{refused} {refused:?}").contains("000000"));
    assert_eq!(module.tokens().expect("cards")[0].pin, PinState::FewLeft);
    assert!(open(PIN).is_ok());
    assert_eq!(module.tokens().expect("cards")[0].pin, PinState::Good);
    assert!(matches!(open("12"), Err(SignError::CardPinWrong(_))), "too short to be one");
}

#[test]
fn a_card_before_its_last_try_says_so() {
    let Some(cards) = Cards::for_test("token::a_card_before_its_last_try_says_so") else { return };
    cards.card("co");
    cards.key("co", "a", "P-256", "01");
    // CKF_USER_PIN_FINAL_TRY
    cards.set_flag(0x0002_0000);
    let module = cards.module();
    assert_eq!(module.tokens().expect("cards")[0].pin, PinState::LastTry);
    let refused = module.choose(Wanted::default(), &secret("000000")).expect_err("a wrong PIN");
    assert_eq!(refused.code(), "sign.pin_last_try");
}

#[test]
fn a_locked_card_is_not_even_asked() {
    let Some(cards) = Cards::for_test("token::a_locked_card_is_not_even_asked") else { return };
    cards.card("co");
    cards.key("co", "a", "P-256", "01");
    // CKF_USER_PIN_LOCKED
    cards.set_flag(0x0004_0000);
    let module = cards.module();
    assert_eq!(module.tokens().expect("cards")[0].pin, PinState::Locked);
    // SoftHSM2 would take the right PIN in spite of the flag: that it is refused shows that it was never sent.
    let refused = module.choose(Wanted::default(), &card_pin());
    assert!(matches!(refused, Err(SignError::CardLocked)), "{refused:?}");
}

#[test]
fn keys_and_certificates_are_paired_by_id_and_proven() {
    let Some(cards) = Cards::for_test("token::keys_and_certificates_are_paired_by_id_and_proven") else { return };
    for card in ["bare", "crossed", "twins", "empty"] {
        cards.card(card);
    }
    make_key(cards.folder(), "a", "P-256");
    make_key(cards.folder(), "b", "P-256");
    cards.private("bare", "a", "01");
    cards.private("crossed", "a", "01");
    cards.certificate("crossed", "b", "01");
    let module = cards.module();
    let only = |card| module.choose(Wanted { token: Some(card), key: None }, &card_pin());
    assert!(matches!(only("bare"), Err(SignError::CertificateMissing)), "a key without certificate");
    assert!(matches!(only("crossed"), Err(SignError::KeyMismatch(_))), "another's certificate under its id");
    assert!(matches!(only("empty"), Err(SignError::NoneInFile)), "nothing on it");
    // Two keys with one label.
    cards.key("twins", "same", "P-256", "0a");
    let first = std::fs::read(cards.folder().join("same.der")).expect("a certificate");
    cards.key("twins", "same", "P-384", "0b");
    match only("twins") {
        Err(SignError::Ambiguous(told)) => assert_eq!(told.len(), 2, "{told:?}"),
        other => panic!("{other:?}"),
    }
    let by_label = module.choose(on("twins", "same"), &card_pin());
    assert!(matches!(by_label, Err(SignError::Ambiguous(_))), "{by_label:?}");
    let by_id = module.choose(on("twins", "0B"), &card_pin()).expect("one");
    assert_eq!(by_id.certificate().leaf.key, KeyKind::P384);
    drop(by_id);
    let sha256 = tamga_seal::digest::sha256_hex(&first);
    let by_fingerprint = module.choose(on("twins", &sha256[..12]), &card_pin()).expect("one");
    assert_eq!(by_fingerprint.certificate().leaf.der, first);
    drop(by_fingerprint);
    let none = module.choose(on("twins", "0c"), &card_pin());
    assert!(matches!(none, Err(SignError::KeyNotFound(_))), "{none:?}");
}

#[test]
fn a_card_that_is_pulled_out_in_a_batch_stops_it_there() {
    let Some(cards) = Cards::for_test("token::a_card_that_is_pulled_out_in_a_batch_stops_it_there") else { return };
    cards.card("co");
    cards.key("co", "a", "P-256", "01");
    let module = cards.module();
    let mut key = module.choose(Wanted::default(), &card_pin()).expect("a key");
    let moment = today(&key);
    let (place, chain) = (key.place().clone(), key.certificate().clone());
    assert!(sign_co(&small(), moment, &mut key).is_ok());
    std::fs::rename(cards.tokens(), cards.folder().join("in a pocket")).expect("pulled out");
    let refused = sign_co(&small(), moment, &mut key);
    assert!(matches!(refused, Err(SignError::TokenGone(_))), "{refused:?}");
    let again = sign_co(&small(), moment, &mut key);
    assert!(matches!(again, Err(SignError::TokenGone(_))), "it stays gone for this batch: {again:?}");
    drop(key);
    std::fs::rename(cards.folder().join("in a pocket"), cards.tokens()).expect("put in again");
    // SoftHSM2 looks for its cards only when it starts.
    cards.shut_down();
    let mut key = module.open(&place, chain, &card_pin()).expect("open again with the PIN");
    assert!(sign_co(&small(), moment, &mut key).is_ok());
}

#[test]
fn a_session_that_others_closed_signs_nothing_more() {
    let Some(cards) = Cards::for_test("token::a_session_that_others_closed_signs_nothing_more") else { return };
    cards.card("co");
    cards.key("co", "a", "P-256", "01");
    let module = cards.module();
    let mut key = module.choose(Wanted::default(), &card_pin()).expect("a key");
    assert!(key.sign(Algorithm::EcdsaSha256, b"x").is_ok());
    cards.shut_down();
    let refused = key.sign(Algorithm::EcdsaSha256, b"x");
    assert!(matches!(refused, Err(SignError::TokenGone(_))), "{refused:?}");
    drop(key);
    assert!(module.choose(Wanted::default(), &card_pin()).is_ok(), "the module is started again");
}

#[test]
fn a_card_in_use_takes_no_second_login_and_so_no_wrong_pin() {
    let Some(cards) = Cards::for_test("token::a_card_in_use_takes_no_second_login_and_so_no_wrong_pin") else { return };
    cards.card("co");
    cards.key("co", "a", "P-256", "01");
    let module = cards.module();
    let mut first = module.choose(Wanted::default(), &card_pin()).expect("a key");
    for pin in [PIN, "000000"] {
        let second = module.choose(Wanted::default(), &secret(pin));
        assert!(matches!(second, Err(SignError::TokenBusy)), "{second:?}");
    }
    assert!(first.sign(Algorithm::EcdsaSha256, b"x").is_ok(), "the batch goes on");
    drop(first);
    assert!(module.choose(Wanted::default(), &card_pin()).is_ok(), "it was signed out of");
}

#[test]
fn a_key_that_wants_the_pin_at_every_signature_says_so_and_gets_it() {
    let Some(cards) = Cards::for_test("token::a_key_that_wants_the_pin_at_every_signature_says_so_and_gets_it") else {
        return;
    };
    cards.card("co");
    make_key(cards.folder(), "a", "rsa:2048");
    openssl(cards.folder(), &["rsa", "-in", "a.key", "-traditional", "-outform", "DER", "-out", "a.p1.der"]);
    let write = ["--write-object", "a.p1.der", "--type", "privkey", "--id", "01", "--label", "a", "--always-auth"];
    cards.tool("co", &write);
    cards.certificate("co", "a", "01");
    let module = cards.module();
    let mut key = module.choose(Wanted::default(), &card_pin()).expect("a key");
    assert!(key.asks_always());
    assert!(key.algorithms().contains(&Algorithm::RsaSha256) && !key.algorithms().contains(&Algorithm::PssSha256));
    let moment = today(&key);
    for _ in 0..3 {
        assert!(sign_co(&small(), moment, &mut key).is_ok());
    }
}

#[test]
fn what_is_kept_of_a_card_holds_its_place_and_a_closed_key_for_printed_codes() {
    let Some(cards) =
        Cards::for_test("token::what_is_kept_of_a_card_holds_its_place_and_a_closed_key_for_printed_codes")
    else {
        return;
    };
    cards.card("co");
    cards.key("co", "a", "P-256", "01");
    let module = cards.module();
    let key = module.choose(Wanted::default(), &card_pin()).expect("a key");
    let code_secret = Secret::new(vec![7; 32]);
    let (facts, kept) = keep_token(&key, &code_secret, &SystemRandom::new()).expect("kept");
    assert_eq!(facts, key_facts(&kept).expect("facts"));
    assert_eq!(facts.keeping, Keeping::Token(key.place().clone()));
    let place = key.place().clone();
    drop(key);
    let open = || module.open(&place, facts.chain.clone(), &card_pin()).expect("a key");
    let batch = open_kept_token(&kept, open(), &code_secret).expect("a batch");
    assert_eq!(batch.qr_key().kid(), facts.qr_kid);
    drop(batch);
    let other = open_kept_token(&kept, open(), &Secret::new(vec![8; 32]));
    assert!(matches!(other, Err(SignError::WrappedUnreadable)));
}

#[test]
fn a_file_that_is_no_module_is_refused_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("card.so");
    std::fs::write(&path, b"no library").expect("a file");
    let absent = folder.path().join("absent.so");
    for path in [path.as_path(), &absent, Path::new("libsofthsm2.so"), folder.path()] {
        let refused = Module::load(path).expect_err("no module");
        assert!(matches!(&refused, SignError::Module(why) if why.contains(&*path.to_string_lossy())), "{refused}");
    }
}
