//! Keys of officers: what is advised about their files, and how they sign.

use tamga_office::keys::{Algorithm, KeptFor, KeyPlace, NewKeyFile};
use tamga_office::{ErrorCode, OfficeError, Pin, Secret};
use tamga_seal::SignError;

use crate::help::{QUICK, World, happened, key_of, pin, ready_draft};

#[test]
fn a_key_file_with_an_old_encryption_is_taken_in_with_advice() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new();
    let office = world.chamber_without_key();
    std::fs::write(folder.path().join("k.p12"), &world.officer_file().pkcs12).unwrap();
    let word = format!("pass:{}", pin().expose());
    let openssl = |args: &[&str]| {
        let done = std::process::Command::new("openssl").args(args).current_dir(folder.path()).output();
        done.is_ok_and(|output| output.status.success())
    };
    if !openssl(&["version"]) {
        println!("skipped: openssl is not installed");
        return;
    }
    assert!(openssl(&["pkcs12", "-in", "k.p12", "-nodes", "-passin", &word, "-out", "k.pem"]));
    assert!(openssl(&["pkcs12", "-export", "-legacy", "-in", "k.pem", "-passout", "pass:old", "-out", "old.p12"]));
    let file = std::fs::read(folder.path().join("old.p12")).unwrap();
    let password = tamga_office::Secret::new("old".to_owned());
    let (pin, which) = (pin(), None);
    let new = NewKeyFile { file: &file, password: &password, which, label: "", pin: &pin, with_ring: true };
    let came = office.take_key(&new).unwrap();
    assert_eq!((came.key.label.as_str(), came.key.place), ("R. Officer", KeyPlace::Passphrase));
    let told: Vec<_> = came.advice.iter().map(|advice| (&*advice.code, advice.params[0].1.as_str())).collect();
    assert_eq!(told, [("key.file_weak", "RC2-40, 3DES")]);
    let refused = office.take_key(&NewKeyFile { which: Some("Somebody Else"), ..new }).unwrap_err();
    assert!(matches!(refused, OfficeError::Seal(SignError::KeyNotFound(_))), "{refused}");
}

#[test]
fn a_key_is_asked_for_none_but_its_own_algorithms() {
    let world = World::new();
    let office = world.chamber();
    let key = office.keys().unwrap().remove(0).id;
    let refused = office.prefer_algorithm(&key, Algorithm::PssSha256).unwrap_err();
    assert!(matches!(refused, OfficeError::Seal(SignError::Algorithm(_))), "{refused}");
    assert_eq!(office.prefer_algorithm("nobody", Algorithm::EcdsaSha256).unwrap_err().code(), ErrorCode::KeyUnknown);
    office.prefer_algorithm(&key, Algorithm::EcdsaSha256).unwrap();
    let (draft, stamp) = ready_draft(&office);
    assert!(office.issue(draft, stamp, &key, &pin()).is_ok());
}

#[test]
fn a_key_gets_another_pin_and_the_old_one_opens_it_no_more() {
    let world = World::new();
    let office = world.chamber();
    let key = key_of(&office);
    let new = Secret::new("quite another passphrase".to_owned());
    let wrong = Secret::new("not the passphrase at all".to_owned());
    let change = |old: &Pin, new: &Pin| office.change_pin_with(&key, old, new, QUICK);
    for left in [4, 3] {
        let refused = change(&wrong, &new).unwrap_err();
        assert!(matches!(refused, OfficeError::PinWrong { left: found } if found == left), "counted: {refused}");
    }
    let short = Secret::new("short".to_owned());
    assert_eq!(change(&pin(), &short).unwrap_err().code(), ErrorCode::BadRequest);
    assert_eq!(office.change_pin("nobody", &pin(), &new).unwrap_err().code(), ErrorCode::KeyUnknown);
    let (draft, stamp) = ready_draft(&office);
    change(&pin(), &new).unwrap();
    assert!(happened(&office).contains(&"key.pin_changed".to_owned()));
    let refused = office.issue(draft, stamp, &key, &pin()).unwrap_err();
    assert!(matches!(refused, OfficeError::PinWrong { left: 4 }), "the right one had cleared the count: {refused}");
    drop(office);
    let office = world.open("chamber");
    assert!(office.issue(draft, stamp, &key, &new).is_ok(), "in the next run as well");
}

#[test]
fn too_many_wrong_pins_lock_a_change_of_pin_as_they_lock_signing() {
    let world = World::new();
    let office = world.chamber();
    let key = key_of(&office);
    let (new, wrong) = (Secret::new("quite another passphrase".to_owned()), Secret::new("wrong passphrase".to_owned()));
    for _ in 0..5 {
        let refused = office.change_pin_with(&key, &wrong, &new, QUICK).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::PinWrong);
    }
    let refused = office.change_pin_with(&key, &pin(), &new, QUICK).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::PinLocked, "even the right one has to wait");
    let (draft, stamp) = ready_draft(&office);
    assert_eq!(office.issue(draft, stamp, &key, &pin()).unwrap_err().code(), ErrorCode::PinLocked);
    world.clock.pass(30_001);
    office.change_pin_with(&key, &pin(), &new, QUICK).unwrap();
}

#[test]
fn a_key_kept_for_an_exporter_issues_withdraws_and_lists_nothing() {
    let world = World::new();
    let office = world.chamber_without_key();
    let (password, pin) = (pin(), pin());
    let file = &world.officer_file().pkcs12;
    let new = NewKeyFile { file, password: &password, which: None, label: "", pin: &pin, with_ring: false };
    let came = office.take_key_for(&new, KeptFor::Exporter).unwrap().key;
    assert_eq!((came.kept_for, office.key(&came.id).unwrap().kept_for), (KeptFor::Exporter, KeptFor::Exporter));
    assert_eq!(office.status().unwrap().key.code, "key.none", "it is none of those that issue");
    world.believe(&office, &world.list(1, Some(&came)));
    let (draft, stamp) = ready_draft(&office);
    let refused = office.issue(draft, stamp, &came.id, &pin).unwrap_err();
    assert_eq!((refused.code(), &*refused.findings()[0].code), (ErrorCode::KeyNotUsable, "key.kept_for"));
    assert_eq!(office.number_blocks().unwrap()[0].left, 100, "no number was taken");
    let refused = office.make_status_list(&came.id, &pin, true).unwrap_err();
    assert_eq!(&*refused.findings()[0].code, "key.kept_for");
    let again = office.take_key(&new).unwrap_err();
    assert_eq!(again.code(), ErrorCode::StateConflict, "and it cannot come in a second time for the other purpose");
}
