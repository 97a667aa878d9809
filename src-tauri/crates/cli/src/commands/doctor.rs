//! Is everything in order?

use serde_json::{Value, json};
use tamga_office::Word;
use tamga_office::doctor::{DoctorCheck, Health};

use crate::answer::{Answer, Exit};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::terminal::table;
use crate::{view, words};

/// What is said here and on no screen.
const SAID: &[(&str, &str)] = &[
    ("doctor.store_plain", "The records are sound."),
    (
        "doctor.store_damaged",
        "The records are damaged ({found}). Stop working, keep the folder as it is, call support.",
    ),
    ("doctor.schema", "Version {version} of the records."),
    ("doctor.disk", "There is room on the disk."),
    ("doctor.disk_full", "The disk is full. Free some space; nothing can be issued until then."),
    ("doctor.files", "Every document has its record."),
    (
        "doctor.files_stray",
        "{count, plural, one {# file without a record was} other {# files without a record were}} put aside.",
    ),
    ("doctor.journal", "{entries} entries, each follows from the one before it."),
    ("doctor.journal_broken", "Entry {seq} does not follow from the one before it. Keep the folder, call support."),
    ("doctor.keys", "{ready} of {all} keys can sign today."),
    ("doctor.numbers", "{left} certificate numbers are left."),
    ("doctor.answer_key", "There is a key to sign answers with."),
    ("doctor.answer_key_missing", "No key to sign answers with: tamga key import FILE.p12 --answers"),
    ("doctor.outbox", "{waiting} wait to be sent, {needs_you} wait for somebody."),
    ("doctor.outbox_forgotten", "Nobody tries to send {submission} any more. Run tamga send, then this again."),
    ("doctor.gateway", "{gateway} answers."),
    ("doctor.gateway_none", "No gateway is set up: tamga gateway --url URL …"),
    ("doctor.gateway_silent", "The gateway does not answer ({words}). What waits is safe."),
    ("doctor.clock", "This computer's clock is {seconds} seconds apart from the gateway's."),
];

/// Looks at this machine and at the gateway.
pub fn doctor(desk: &Desk) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let mut checks = office.doctor().map_err(Failure::office(office.dir().display().to_string()))?;
    checks.extend(desk.wait(office.doctor_gateway())?);
    let version = env!("CARGO_PKG_VERSION");
    let objects: Vec<Value> = checks
        .iter()
        .map(|check| {
            let mut word = view::word(&check.word);
            if let Some(fields) = word.as_object_mut() {
                fields.insert("message".to_owned(), Value::from(sentence(&check.word)));
            }
            json!({ "about": check.about, "health": check.health.word(), "word": word })
        })
        .collect();
    let object = json!({
        "version": version, "system": std::env::consts::OS, "machine": std::env::consts::ARCH,
        "dir": office.dir().display().to_string(), "checks": objects,
    });
    let mut rows = vec![vec!["".to_owned(), "version".to_owned(), format!("tamga {version}")]];
    rows.extend(checks.iter().map(row));
    let answer = Answer::new(object, table(&rows));
    let is_broken = checks.iter().any(|check| check.health == Health::Bad);
    Ok(if is_broken { answer.ending(Exit::No) } else { answer })
}

fn row(check: &DoctorCheck) -> Vec<String> {
    let mark = match check.health {
        Health::Good => "ok",
        Health::Attention => "look",
        Health::Bad => "BAD",
    };
    vec![mark.to_owned(), check.about.to_owned(), sentence(&check.word)]
}

fn sentence(word: &Word) -> String {
    let own = SAID.iter().find(|(code, _)| *code == word.code);
    own.map_or_else(|| words::of(word), |(_, sentence)| words::put(sentence, word))
}
