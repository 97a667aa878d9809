//! Does a secret reach a log, the journal or a file? Everything any room says at any level is caught while keys come in,
//! open, are refused and sign.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use tamga_office::keys::NewKeyFile;
use tamga_office::{Secret, Window};
use tamga_seal::demo::Authority;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::cards::{CARD_PIN, Desk, card_pin};
use crate::help::{self, ready_draft};

/// Hears everything.
#[derive(Clone, Default)]
struct Ear(Arc<Mutex<String>>);

impl Visit for &Ear {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0.lock().unwrap(), "{field}={value:?}").unwrap();
    }
}

impl Subscriber for Ear {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut &*self);
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut &*self);
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut &*self);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

impl log::Log for Ear {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }
    fn log(&self, record: &log::Record<'_>) {
        writeln!(self.0.lock().unwrap(), "{}", record.args()).unwrap();
    }
    fn flush(&self) {}
}

const PASSWORD: &str = "Kw7-password-of-a-file";
const PIN: &str = "Zq4-passphrase-of-a-key";
const WRONG: &str = "Xn2-no-pin-of-anything";
const WRONG_CARD: &str = "739104628";

#[test]
fn nothing_secret_is_logged_at_any_level_or_written_into_journal_and_files() {
    let test = "secrets::nothing_secret_is_logged_at_any_level_or_written_into_journal_and_files";
    let Some(desk) = Desk::for_test(test) else { return };
    let ear = Ear::default();
    log::set_boxed_logger(Box::new(ear.clone())).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    tracing::subscriber::set_global_default(ear.clone()).unwrap();
    tracing::trace!(heard = "yes, traces");
    log::trace!("yes, lines");

    let secret = |text: &str| Secret::new(text.to_owned());
    let (password, pin) = (secret(PASSWORD), secret(PIN));
    let now = help::noon();
    let life = tamga_seal::demo::Life { from: now.plus_millis(-help::DAY), to: now.plus_millis(help::DAY) };
    let authority = Authority::new("Authority", life).unwrap();
    let file = authority.key_file(help::person("A. Second", "Huon Chamber"), life, &password).unwrap().pkcs12;
    let new = NewKeyFile { file: &file, password: &password, which: None, label: "", pin: &pin, with_ring: true };
    let wrong = secret(WRONG);
    assert!(desk.office.take_key(&NewKeyFile { password: &wrong, ..new }).is_err());
    assert!(desk.office.take_key(&NewKeyFile { pin: &secret("short"), ..new }).is_err());
    let key = desk.office.take_key(&new).unwrap().key.id;
    let drafts: Vec<(i64, i64)> = (0..3).map(|_| ready_draft(&desk.office)).collect();
    for pin in [PIN, WRONG] {
        // Nobody vouches for this key: it opens and does not sign.
        let results = desk.office.issue_many(&drafts[..1], &key, &secret(pin), &mut |_, _| {});
        assert!(results.is_err() || results.unwrap()[0].is_err());
    }
    assert!(desk.office.issue_many(&drafts, &desk.key.id, &secret(WRONG_CARD), &mut |_, _| {}).is_err());
    assert!(desk.office.issue_many(&drafts, &desk.key.id, &card_pin(), &mut |_, _| {}).unwrap()[2].is_ok());

    let mut said = ear.0.lock().unwrap().clone();
    assert!(said.contains("yes, traces") && said.contains("yes, lines"), "everything was heard");
    for line in desk.office.journal(None, Window::first(99)).unwrap().rows {
        writeln!(said, "{line:?}").unwrap();
    }
    for needle in [PASSWORD, PIN, WRONG, WRONG_CARD, CARD_PIN] {
        assert!(!said.contains(needle), "{needle} in {said}");
        assert!(!said.contains(&format!("{:?}", needle.as_bytes())), "{needle} as numbers in {said}");
    }
    // Files of the office and those beside its database.
    let mut folders = vec![desk.office.dir().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for needle in [PASSWORD, PIN, WRONG, WRONG_CARD, CARD_PIN] {
                let found = bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
                assert!(!found, "{needle} in {}", path.display());
            }
        }
    }
}
