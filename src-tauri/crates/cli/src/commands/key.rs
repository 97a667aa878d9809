//! With which keys does this office sign?

use serde_json::{Value, json};
use tamga_office::keys::KeyView;

use crate::answer::Answer;
use crate::arguments::{KeyCommand, PinArguments};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::secret::Source;
use crate::terminal::table;
use crate::{files, view, words};

/// Takes in, makes or lists keys.
pub fn key(desk: &Desk, asked: KeyCommand) -> Result<Answer, Failure> {
    let office = desk.office()?;
    match asked {
        KeyCommand::Import { file, label, password_env, answers, pin } => {
            let bytes = files::read(&file)?;
            let password = Source {
                what: "password of the key file",
                option: "--password-env",
                env: password_env.as_deref(),
                fd: None,
            };
            let password = password.read()?;
            if answers {
                let about = Failure::office(file.display().to_string());
                return office.set_answer_key(&bytes, &password).map(|key| taken(&key)).map_err(about);
            }
            let pin = source(&pin, "new PIN of the key").read_new()?;
            let named = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let label = label.unwrap_or(named);
            let key = office
                .import_key(&bytes, &password, &label, &pin)
                .map_err(Failure::office(file.display().to_string()))?;
            Ok(taken(&key))
        }
        KeyCommand::New { demo: _, officer, pin } => {
            let pin = source(&pin, "new PIN of the key").read_new()?;
            let key = tamga_demo::officer::give_key(&office, &officer, &pin)
                .map_err(|source| Failure::Demo { source: Box::new(source) })?;
            Ok(taken(&key))
        }
        KeyCommand::List => {
            let keys = office.keys().map_err(Failure::office("keys"))?;
            let objects: Vec<Value> = keys.iter().map(view::key).collect();
            let rows: Vec<Vec<String>> = keys.iter().map(row).collect();
            let words = if rows.is_empty() { "No keys.".to_owned() } else { table(&rows) };
            Ok(Answer::new(json!({ "keys": objects }), words))
        }
    }
}

/// Where the PIN is found.
pub fn source<'a>(pin: &'a PinArguments, what: &'static str) -> Source<'a> {
    Source { what, option: "--pin-env", env: pin.pin_env.as_deref(), fd: pin.pin_fd }
}

fn taken(key: &KeyView) -> Answer {
    let kind = if key.demonstration { "Demonstration key" } else { "Key" };
    let words = format!("{kind} {} of {} is here, valid to {}.", key.id, key.officer, key.valid_to.date());
    Answer::new(view::key(key), words)
}

fn row(key: &KeyView) -> Vec<String> {
    let mut state = words::of(&key.state);
    if key.demonstration {
        state.push_str(", demonstration");
    }
    vec![key.id.clone(), key.label.clone(), key.officer.clone(), format!("to {}", key.valid_to.date()), state]
}
