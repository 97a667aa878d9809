//! Keys of officers: what is advised about their files, and how they sign.

use tamga_office::keys::{Algorithm, KeyPlace, NewKeyFile};
use tamga_office::{ErrorCode, OfficeError};
use tamga_seal::SignError;

use crate::help::{World, pin, ready_draft};

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
