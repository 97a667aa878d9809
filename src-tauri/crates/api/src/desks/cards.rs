//! Commands of keys on cards: which programs and cards are there, and taking one into use. A program of a card's maker
//! runs inside this one, so it is loaded only when the system lists it, a key uses it, or a person chose its file.

use std::path::PathBuf;

use tamga_office::Office;
use tamga_office::card_programs::{CardHere, card_programs};
use tamga_office::cards::{NewCard, PinState};
use tamga_office::{Pin, Word};

use crate::app::App;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// The programs of card makers.
pub fn programs(app: &App, _: Empty) -> Result<CardPrograms, Fault> {
    let desks = app.desks()?;
    let used = programs_in_use(desks.issuing()?)?;
    let mut all = card_programs();
    all.extend(used.iter().filter(|path| !all.contains(path)).cloned().collect::<Vec<_>>());
    let row = |path: PathBuf| CardProgram { in_use: used.contains(&path), path: path.to_string_lossy().into_owned() };
    Ok(CardPrograms { rows: all.into_iter().map(row).collect() })
}

fn programs_in_use(office: &Office) -> Result<Vec<PathBuf>, Fault> {
    let mut used = Vec::new();
    for key in office.keys()? {
        if let Some(path) = office.card_program(&key.id)?
            && !used.contains(&path)
        {
            used.push(path);
        }
    }
    Ok(used)
}

/// The path, when it may be loaded.
fn program(app: &App, office: &Office, path: &str) -> Result<PathBuf, Fault> {
    let named = PathBuf::from(path);
    let listed = card_programs().contains(&named) || programs_in_use(office)?.contains(&named);
    if listed {
        return Ok(named);
    }
    if !app.is_granted(&named) {
        return Err(Fault::new(ErrorCode::NotAllowed, "nobody chose this program"));
    }
    named.canonicalize().map_err(|why| {
        let name = named.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Fault::new(ErrorCode::FileUnreadable, why).with("name", name)
    })
}

/// The cards that are there.
pub fn look(app: &App, request: CardsLook) -> Result<Cards, Fault> {
    let desks = app.desks()?;
    let office = desks.issuing()?;
    let found = office.cards_here(&program(app, office, &request.program)?)?;
    Ok(Cards { rows: found.into_iter().map(row).collect() })
}

fn row(here: CardHere) -> CardRow {
    let keys = here.keys.into_iter().map(|key| {
        let (one, state) = (key.certificate, convert::word(key.state));
        let leaf = &one.certificate;
        CardKey {
            id: one.id.iter().map(|byte| format!("{byte:02x}")).collect(),
            name: leaf.name().to_owned(),
            algorithm: leaf.key.name(),
            valid_from: convert::time(leaf.not_before),
            valid_to: convert::time(leaf.not_after),
            state,
            in_use: key.is_in_use,
            label: one.label,
        }
    });
    let card = here.card;
    CardRow {
        label: card.label,
        serial: card.serial,
        maker: card.maker,
        model: card.model,
        pin: convert::word(told(card.pin)),
        pad: card.has_pad,
        keys: keys.collect(),
    }
}

fn told(pin: PinState) -> Word {
    Word::new(match pin {
        PinState::Good => "card_pin.good",
        PinState::FewLeft => "card_pin.few_left",
        PinState::LastTry => "card_pin.last_try",
        PinState::Locked => "card_pin.locked",
    })
}

/// Takes a key on a card into use.
pub fn take(app: &App, request: CardUse) -> Result<KeyImported, Fault> {
    let CardUse { program: path, card, key, label, pin_handle } = request;
    let desks = app.desks()?;
    let office = desks.issuing()?;
    let path = program(app, office, &path)?;
    let typed = pin_handle.map(|handle| app.pin(&handle)).transpose()?;
    let pin = typed.unwrap_or_else(|| Pin::new(String::new()));
    let new = NewCard { module: &path, card: Some(&card), key: Some(&key), label: &label, pin: &pin };
    Ok(KeyImported { id: office.use_card(&new)?.id, advice: Vec::new() })
}

/// Says where the program of a card's maker lies now.
pub fn set_program(app: &App, request: CardMove) -> Result<Empty, Fault> {
    let desks = app.desks()?;
    let office = desks.issuing()?;
    let path = program(app, office, &request.program)?;
    office.set_card_module(&request.key_id, &path)?;
    Ok(Empty {})
}
