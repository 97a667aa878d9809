//! Signing with a card: one PIN for a batch, and what is left when the card does not play along. The cards are made of
//! software (SoftHSM2), which reads its settings once per process, so each test runs in a process of its own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use tamga_office::cards::{NewCard, PinState, cards};
use tamga_office::certificates::CertificateFilter;
use tamga_office::keys::{KeyPlace, KeyView};
use tamga_office::{ErrorCode, Office, OfficeError, Pin, Secret, Window};
use tamga_seal::SignError;
use tamga_xml::{Limits, gate};

use crate::help::{self, World, ready_draft};

const FOLDER: &str = "TAMGA_SOFT_CARD";
pub const CARD_PIN: &str = "4829-pin-of-a-card";
const MODULES: [&str; 3] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
];

/// A chamber whose officer signs with a card.
pub struct Desk {
    pub world: World,
    pub office: Arc<Office>,
    pub key: KeyView,
    module: &'static Path,
    folder: PathBuf,
}

pub fn card_pin() -> Pin {
    Secret::new(CARD_PIN.to_owned())
}

fn run(folder: &Path, tool: &str, args: &[&str]) {
    let output = Command::new(tool).args(args).current_dir(folder).output().expect("the tool starts");
    assert!(output.status.success(), "{tool} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

impl Desk {
    /// In the process of its own: the desk. Else runs `test` there, and answers nothing.
    pub fn for_test(test: &str) -> Option<Self> {
        let is_there = |tool: &str| Command::new(tool).arg("--version").output().is_ok();
        let module = MODULES.into_iter().map(Path::new).find(|path| path.is_file());
        let (Some(module), true) = (module, is_there("softhsm2-util") && is_there("pkcs11-tool")) else {
            println!("skipped: no SoftHSM2");
            return None;
        };
        let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else {
            let folder = tempfile::tempdir().unwrap();
            std::fs::create_dir(folder.path().join("tokens")).unwrap();
            let settings = format!("directories.tokendir = {}/tokens\n", folder.path().display());
            std::fs::write(folder.path().join("softhsm2.conf"), settings).unwrap();
            let output = Command::new(std::env::current_exe().unwrap())
                .args([test, "--exact", "--nocapture"])
                .env(FOLDER, folder.path())
                .env("SOFTHSM2_CONF", folder.path().join("softhsm2.conf"))
                .env("TAMGA_SOFT_MODULE", module)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout);
            let whole = output.status.success() && said.contains("1 passed");
            assert!(whole, "{test} in a process of its own:\n{said}{}", String::from_utf8_lossy(&output.stderr));
            return None;
        };
        let world = World::new();
        put_on_card(&world, &folder, module);
        let office = world.chamber_without_key();
        let new = NewCard { module, card: Some("co"), key: None, label: "Card", pin: &card_pin() };
        let key = office.use_card(&new).expect("taken into use");
        world.believe(&office, &world.list(1, Some(&key)));
        Some(Self { world, office, key, module, folder })
    }

    /// A reader with keys of its own, and the same card in it.
    fn reader_with_keys(&self) -> PathBuf {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pad/pad.c");
        let source = source.to_str().unwrap();
        run(&self.folder, "cc", &["-shared", "-fPIC", "-Wall", "-Werror", "-o", "pad.so", source, "-ldl"]);
        self.folder.join("pad.so")
    }

    fn types_on_it(&self, pin: &str) {
        std::fs::write(self.folder.join("typed"), pin).unwrap();
    }

    fn pull_the_card_out(&self) {
        std::fs::rename(self.folder.join("tokens"), self.folder.join("in a pocket")).unwrap();
    }

    fn issued(&self) -> usize {
        self.office.search_certificates("", &CertificateFilter::default(), Window::first(99)).unwrap().rows.len()
    }

    fn numbers_left(&self) -> u64 {
        self.office.number_blocks().unwrap()[0].left
    }
}

/// The officer's key, moved from its file to a card.
fn put_on_card(world: &World, folder: &Path, module: &Path) {
    std::fs::write(folder.join("k.p12"), &world.officer_file().pkcs12).unwrap();
    std::fs::write(folder.join("k.der"), &world.officer_file().certificate).unwrap();
    let word = format!("pass:{}", help::PIN);
    run(folder, "openssl", &["pkcs12", "-in", "k.p12", "-nocerts", "-nodes", "-passin", &word, "-out", "k.pem"]);
    run(folder, "openssl", &["pkcs8", "-topk8", "-nocrypt", "-in", "k.pem", "-out", "k.p8"]);
    let init = ["--init-token", "--free", "--label", "co", "--so-pin", "12345678", "--pin", CARD_PIN];
    run(folder, "softhsm2-util", &init);
    let import = ["--import", "k.p8", "--token", "co", "--label", "officer", "--id", "01", "--pin", CARD_PIN];
    run(folder, "softhsm2-util", &import);
    let (module, pin) = (module.to_str().unwrap(), ["--login", "--pin", CARD_PIN]);
    let write = ["--write-object", "k.der", "--type", "cert", "--id", "01", "--label", "officer"];
    let card = ["--module", module, "--token-label", "co"];
    run(folder, "pkcs11-tool", &[&card[..], &pin, &write].concat());
}

#[test]
fn a_card_signs_like_a_file_and_its_key_is_shown_as_one_on_a_card() {
    let Some(desk) = Desk::for_test("cards::a_card_signs_like_a_file_and_its_key_is_shown_as_one_on_a_card") else {
        return;
    };
    let card = KeyPlace::Card { label: "co".to_owned(), asks_always: false };
    assert_eq!((&desk.key.place, desk.key.officer.as_str()), (&card, "R. Officer"));
    assert_eq!(desk.office.keys().unwrap(), std::slice::from_ref(&desk.key));
    let (draft, stamp) = ready_draft(&desk.office);
    let issued = desk.office.issue(draft, stamp, &desk.key.id, &card_pin()).unwrap();
    let xml = desk.office.certificate_xml(&issued.number).unwrap();
    let gated = gate(&xml, &Limits::OWN).unwrap();
    assert_eq!(tamga_seal::check_co(&gated).unwrap().signer.unwrap().sha256, desk.key.certificate_sha256);
    assert!(desk.office.certificate_pdf(&issued.number).unwrap().starts_with(b"%PDF"));
    // A new run of the program finds module, card and printed-code key again.
    let Desk { world, office, key, .. } = desk;
    drop(office);
    let office = world.open("chamber");
    let (draft, stamp) = ready_draft(&office);
    assert!(office.issue(draft, stamp, &key.id, &card_pin()).is_ok());
}

#[test]
fn a_card_pulled_out_in_a_batch_leaves_what_is_issued_and_touches_nothing_more() {
    let Some(desk) =
        Desk::for_test("cards::a_card_pulled_out_in_a_batch_leaves_what_is_issued_and_touches_nothing_more")
    else {
        return;
    };
    let drafts: Vec<(i64, i64)> = (0..5).map(|_| ready_draft(&desk.office)).collect();
    let results = desk.office.issue_many(&drafts, &desk.key.id, &card_pin(), &mut |at, _| {
        if at == 1 {
            desk.pull_the_card_out();
        }
    });
    let results = results.unwrap();
    assert_eq!(results.len(), 3, "after the item in hand nothing more is tried");
    assert!(results[0].is_ok() && results[1].is_ok());
    let failed = results[2].as_ref().unwrap_err();
    assert!(matches!(failed, OfficeError::Seal(SignError::TokenGone(_))), "{failed}");
    assert_eq!(failed.params(), [("seal", "sign.token_gone".to_owned())]);
    assert_eq!(desk.issued(), 2);
    assert_eq!(desk.office.outbox(Window::first(9), true).unwrap().rows.rows.len(), 2);
    for (draft, stamp) in &drafts[2..] {
        assert_eq!(desk.office.open_draft(*draft).unwrap().stamp, *stamp, "left as it was");
    }
    assert_eq!(desk.numbers_left(), 97, "the number in hand is void, no other was taken");
    let gone = desk.office.issue(drafts[3].0, drafts[3].1, &desk.key.id, &card_pin()).unwrap_err();
    assert!(matches!(gone, OfficeError::Seal(SignError::TokenGone(_))), "{gone}");
    assert_eq!(desk.numbers_left(), 97, "without a card no number is taken");
}

#[test]
fn a_pin_that_the_card_refuses_is_sent_once_and_takes_no_number() {
    let Some(desk) = Desk::for_test("cards::a_pin_that_the_card_refuses_is_sent_once_and_takes_no_number") else {
        return;
    };
    let drafts: Vec<(i64, i64)> = (0..3).map(|_| ready_draft(&desk.office)).collect();
    let wrong = Secret::new("000000".to_owned());
    let refused = desk.office.issue_many(&drafts, &desk.key.id, &wrong, &mut |_, _| {}).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::PinWrong);
    assert_eq!(refused.params(), [("seal", "sign.pin_few_left".to_owned())]);
    assert_eq!(cards(desk.module).unwrap()[0].pin, PinState::FewLeft);
    assert_eq!((desk.issued(), desk.numbers_left()), (0, 100));
    let told = desk.office.journal(None, Window::first(9)).unwrap().rows;
    assert_eq!(told.iter().filter(|line| line.word.code == "key.pin_wrong").count(), 1, "one PIN, one try");
    let results = desk.office.issue_many(&drafts, &desk.key.id, &card_pin(), &mut |_, _| {}).unwrap();
    assert!(results.iter().all(Result::is_ok), "the right one signs them all: {results:?}");
}

#[test]
fn one_key_on_a_card_is_taken_into_use_once() {
    let Some(desk) = Desk::for_test("cards::one_key_on_a_card_is_taken_into_use_once") else { return };
    let pin = card_pin();
    let new = |card| NewCard { module: desk.module, card: Some(card), key: None, label: "", pin: &pin };
    let again = desk.office.use_card(&new("co")).unwrap_err();
    assert_eq!(again.code(), ErrorCode::StateConflict);
    let (draft, stamp) = ready_draft(&desk.office);
    assert!(desk.office.issue(draft, stamp, &desk.key.id, &card_pin()).is_ok(), "the first still opens");
    let other = desk.office.use_card(&new("other")).unwrap_err();
    assert!(matches!(other, OfficeError::Seal(SignError::TokenGone(_))), "{other}");
    let absent = desk.office.set_card_module(&desk.key.id, Path::new("/nowhere/card.so")).unwrap_err();
    assert!(matches!(absent, OfficeError::Seal(SignError::Module(_))), "{absent}");
    desk.office.set_card_module(&desk.key.id, desk.module).unwrap();
}

#[test]
fn on_a_reader_with_keys_the_pin_is_typed_there_and_none_is_sent() {
    let Some(desk) = Desk::for_test("cards::on_a_reader_with_keys_the_pin_is_typed_there_and_none_is_sent") else {
        return;
    };
    let reader = desk.reader_with_keys();
    assert!(cards(&reader).unwrap()[0].has_pad && !cards(desk.module).unwrap()[0].has_pad);
    desk.office.set_card_module(&desk.key.id, &reader).unwrap();
    let nothing = Secret::new(String::new());
    let (draft, stamp) = ready_draft(&desk.office);
    desk.types_on_it("000000");
    let refused = desk.office.issue(draft, stamp, &desk.key.id, &nothing).unwrap_err();
    assert_eq!((refused.code(), desk.issued()), (ErrorCode::PinWrong, 0));
    desk.types_on_it(CARD_PIN);
    assert!(desk.office.issue(draft, stamp, &desk.key.id, &nothing).is_ok());
    // What somebody typed into the program all the same stays there.
    let (draft, stamp) = ready_draft(&desk.office);
    assert!(desk.office.issue(draft, stamp, &desk.key.id, &Secret::new("typed at the desk".to_owned())).is_ok());

    // The first time as well: another office takes the key into use through the reader.
    let other = desk.world.another_chamber();
    let new = NewCard { module: &reader, card: Some("co"), key: None, label: "Pad", pin: &nothing };
    desk.types_on_it("000000");
    assert_eq!(other.use_card(&new).unwrap_err().code(), ErrorCode::PinWrong);
    desk.types_on_it(CARD_PIN);
    assert_eq!(other.use_card(&new).unwrap().certificate_sha256, desk.key.certificate_sha256);
    let seen = other.cards_here(&reader).unwrap();
    assert_eq!(seen[0].keys.iter().map(|key| key.is_in_use).collect::<Vec<_>>(), [true]);
    assert_eq!(other.card_program(&other.keys().unwrap()[0].id).unwrap(), Some(reader));
}
