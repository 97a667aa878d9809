//! With which keys does this office sign?

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tamga_office::Office;
use tamga_office::cards::{NewCard, cards};
use tamga_office::keys::{Algorithm, KeptFor, KeyPlace, KeyView, NewKeyFile};
use tamga_origin::Finding;

use crate::answer::Answer;
use crate::arguments::{ChangePinArguments, KeyCommand, PinArguments, TokenCommand};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::secret::Source;
use crate::terminal::table;
use crate::{files, finding, view, words};

/// Takes in, makes or lists keys.
pub fn key(desk: &Desk, asked: KeyCommand) -> Result<Answer, Failure> {
    let office = desk.office()?;
    match asked {
        KeyCommand::Import { file, label, which, no_key_ring, algorithm, password_env, answers, exporter, pin } => {
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
                return office.set_answer_key(&bytes, &password).map(|key| taken(&key, &[])).map_err(about);
            }
            let pin = source(&pin, "new PIN of the key").read_new()?;
            let named = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let label = label.unwrap_or(named);
            let about = || Failure::office(file.display().to_string());
            let which = which.as_deref();
            let new = NewKeyFile {
                file: &bytes,
                password: &password,
                which,
                label: &label,
                pin: &pin,
                with_ring: !no_key_ring,
            };
            let came = office.take_key_for(&new, kept_for(exporter)).map_err(about())?;
            prefer(&office, &came.key.id, algorithm).map_err(about())?;
            Ok(taken(&came.key, &came.advice))
        }
        KeyCommand::New { demo: _, officer, pin } => {
            let pin = source(&pin, "new PIN of the key").read_new()?;
            let key = tamga_demo::officer::give_key(&office, &officer, &pin)
                .map_err(|source| Failure::Demo { source: Box::new(source) })?;
            Ok(taken(&key, &[]))
        }
        KeyCommand::Token(TokenCommand::List { module }) => list_cards(&module),
        KeyCommand::Token(TokenCommand::Use { module, card, which, label, algorithm, exporter, pin }) => {
            let pin = source(&pin, "PIN of the card").read()?;
            let module = whole(&module)?;
            let (card, key) = (card.as_deref(), which.as_deref());
            let label = label.unwrap_or_default();
            let about = || Failure::office(format!("card {}", card.unwrap_or_default()).trim_end().to_owned());
            let new = NewCard { module: &module, card, key, label: &label, pin: &pin };
            let key = office.use_card_for(&new, kept_for(exporter)).map_err(about())?;
            prefer(&office, &key.id, algorithm).map_err(about())?;
            Ok(taken(&key, &[]))
        }
        KeyCommand::Set { key, algorithm, module } => {
            let about = || Failure::office(format!("key {key}"));
            prefer(&office, &key, algorithm).map_err(about())?;
            if let Some(module) = module {
                office.set_card_module(&key, &whole(&module)?).map_err(about())?;
            }
            let key = office.key(&key).map_err(about())?;
            Ok(Answer::new(view::key(&key), format!("Key {} is changed.", key.id)))
        }
        KeyCommand::Pin(asked) => change_pin(&office, &asked),
        KeyCommand::List => {
            let keys = office.keys().map_err(Failure::office("keys"))?;
            let objects: Vec<Value> = keys.iter().map(view::key).collect();
            let rows: Vec<Vec<String>> = keys.iter().map(row).collect();
            let words = if rows.is_empty() { "No keys.".to_owned() } else { table(&rows) };
            Ok(Answer::new(json!({ "keys": objects }), words))
        }
    }
}

fn change_pin(office: &Office, asked: &ChangePinArguments) -> Result<Answer, Failure> {
    let about = || Failure::office(format!("key {}", asked.key));
    // A key that is not here is said before anybody is asked for a PIN.
    let key = office.key(&asked.key).map_err(about())?;
    let old = source(&asked.pin, "PIN of the key").read()?;
    let (env, fd) = (asked.new_pin_env.as_deref(), asked.new_pin_fd);
    let new = Source { what: "new PIN of the key", option: "--new-pin-env", env, fd }.read_new()?;
    office.change_pin(&key.id, &old, &new).map_err(about())?;
    Ok(Answer::new(view::key(&key), format!("Key {} opens by its new PIN.", key.id)))
}

fn kept_for(exporter: bool) -> KeptFor {
    if exporter { KeptFor::Exporter } else { KeptFor::Official }
}

/// Where the PIN is found.
pub fn source<'a>(pin: &'a PinArguments, what: &'static str) -> Source<'a> {
    Source { what, option: "--pin-env", env: pin.pin_env.as_deref(), fd: pin.pin_fd }
}

fn prefer(office: &Office, id: &str, algorithm: Option<Algorithm>) -> Result<(), tamga_office::OfficeError> {
    algorithm.map_or(Ok(()), |algorithm| office.prefer_algorithm(id, algorithm))
}

/// The whole path of a module, so that it is found from every folder, and by no search of the system's loader.
fn whole(module: &Path) -> Result<PathBuf, Failure> {
    module.canonicalize().map_err(|source| Failure::Unreadable { path: module.to_owned(), source })
}

fn list_cards(module: &Path) -> Result<Answer, Failure> {
    let found = cards(&whole(module)?).map_err(Failure::office(module.display().to_string()))?;
    let mut lines = Vec::new();
    for card in &found {
        let pad = if card.has_pad { ", PIN on the reader" } else { "" };
        lines.push(format!(
            "{} ({}, serial {}{pad}): {}",
            card.label,
            card.model,
            card.serial,
            words::of_pin(card.pin)
        ));
        lines.extend(card.certificates.iter().map(|one| {
            let (leaf, id) = (&one.certificate, view::hex(&one.id));
            format!("  {id} {}: {}, {}, to {}", one.label, leaf.name(), leaf.key.name(), leaf.not_after.date())
        }));
    }
    let words = if lines.is_empty() { "No card is there.".to_owned() } else { lines.join("\n") };
    Ok(Answer::new(json!({ "cards": found.iter().map(view::card).collect::<Vec<_>>() }), words))
}

fn taken(key: &KeyView, advice: &[Finding]) -> Answer {
    let kind = if key.demonstration { "Demonstration key" } else { "Key" };
    let mut lines = vec![format!("{kind} {} of {} is here, valid to {}.", key.id, key.officer, key.valid_to.date())];
    if let KeyPlace::Card { asks_always: true, .. } = key.place {
        lines.push("The card wants its PIN at every signature.".to_owned());
    }
    lines.extend(advice.iter().map(finding::line));
    let advice = Value::from(finding::objects(advice));
    let said = Answer::new(view::key(key), lines.remove(0));
    said.with("advice", advice, &lines.join("\n"))
}

fn row(key: &KeyView) -> Vec<String> {
    let mut state = words::of(&key.state);
    if key.demonstration {
        state.push_str(", demonstration");
    }
    if key.kept_for == KeptFor::Exporter {
        state.push_str(", an exporter's");
    }
    vec![key.id.clone(), key.label.clone(), key.officer.clone(), format!("to {}", key.valid_to.date()), state]
}
