//! Is everything in order?

use serde_json::{Value, json};
use tamga_office::doctor::{DoctorCheck, Health};

use crate::answer::{Answer, Exit};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::terminal::table;
use crate::{view, words};

/// Looks at this machine and at the gateway.
pub fn doctor(desk: &Desk) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let mut checks = office.doctor().map_err(Failure::office(office.dir().display().to_string()))?;
    checks.extend(desk.wait(office.doctor_gateway())?);
    let version = env!("CARGO_PKG_VERSION");
    let objects: Vec<Value> = checks
        .iter()
        .map(|check| json!({ "about": check.about, "health": check.health.word(), "word": view::word(&check.word) }))
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
    vec![mark.to_owned(), check.about.to_owned(), words::of(&check.word)]
}
