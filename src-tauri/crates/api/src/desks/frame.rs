//! Commands of the frame: state, settings, files, journal.

use tamga_office::Office;

use crate::app::{App, Desks};
use crate::commands::Bytes;
use crate::convert;
use crate::error::Fault;
use crate::wire::*;

/// The frame: who, where, and the status line of both desks together.
pub fn state(app: &App, _: Empty) -> Result<AppState, Fault> {
    app.look_again();
    let desks = app.desks().inspect_err(|_| app.heard())?;
    let all = desks.all();
    let told = |read: fn(&Office) -> &str| {
        let mut texts: Vec<&str> = all.iter().map(|office| read(office)).filter(|text| !text.is_empty()).collect();
        texts.dedup();
        texts.join(" · ")
    };
    let first = desks.any()?;
    let mut workplaces = Vec::new();
    workplaces.extend(desks.issuing.is_some().then_some(Workplace::Issue));
    workplaces.extend(desks.receiving.is_some().then_some(Workplace::Receive));
    Ok(AppState {
        office_name: told(|office| &office.facts().told.name),
        office_country: first.facts().told.country.clone(),
        workplaces,
        who: told(|office| &office.facts().told.person),
        role: told(|office| &office.facts().told.title),
        demonstration: all.iter().any(|office| office.facts().told.demonstration),
        today: first.today().to_string(),
        settings: settings(first)?,
        status: status(&desks)?,
        desks: [(Workplace::Issue, &desks.issuing), (Workplace::Receive, &desks.receiving)]
            .into_iter()
            .filter_map(|(workplace, office)| Some(facts(workplace, office.as_deref()?)))
            .collect(),
    })
}

fn facts(workplace: Workplace, office: &Office) -> WorkplaceFacts {
    let told = &office.facts().told;
    WorkplaceFacts { workplace, office_name: told.name.clone(), who: told.person.clone(), role: told.title.clone() }
}

/// Sending and key as the issuing desk has them, trust as the border desk has it; counts of both.
fn status(desks: &Desks) -> Result<StatusBar, Fault> {
    let tamga_office::status::Status { line, outbox_waiting, outbox_needs_you, key, trust, clock, last_backup } =
        desks.any()?.status()?;
    let mut bar = StatusBar {
        line: convert::word(line),
        outbox_waiting: convert::count(outbox_waiting),
        outbox_needs_you: convert::count(outbox_needs_you),
        key: convert::word(key),
        trust: convert::word(trust),
        clock: clock.map(convert::word),
        last_backup: last_backup.map(convert::time),
    };
    for office in desks.all().into_iter().skip(1) {
        let other = office.status()?;
        bar.outbox_waiting = bar.outbox_waiting.saturating_add(convert::count(other.outbox_waiting));
        bar.outbox_needs_you = bar.outbox_needs_you.saturating_add(convert::count(other.outbox_needs_you));
        bar.trust = convert::word(other.trust);
        bar.clock = bar.clock.or(other.clock.map(convert::word));
    }
    Ok(bar)
}

const LANGUAGE: &str = "window.language";
const THEME: &str = "window.theme";
const TEXT_SIZE: &str = "window.text_size";
const DENSITY: &str = "window.density";
const DIGITS: &str = "window.digits";

fn settings(office: &Office) -> Result<Settings, Fault> {
    fn kept<T: Copy>(word: Option<String>, all: &[T], as_str: fn(T) -> &'static str, usual: T) -> T {
        let word = word.unwrap_or_default();
        all.iter().copied().find(|one| as_str(*one) == word).unwrap_or(usual)
    }
    Ok(Settings {
        language: kept(office.setting(LANGUAGE)?, Language::ALL, Language::as_str, Language::En),
        theme: kept(office.setting(THEME)?, Theme::ALL, Theme::as_str, Theme::System),
        text_size: office.setting(TEXT_SIZE)?.unwrap_or_else(|| "100".to_owned()),
        density: kept(office.setting(DENSITY)?, Density::ALL, Density::as_str, Density::Normal),
        digits: kept(office.setting(DIGITS)?, Digits::ALL, Digits::as_str, Digits::Latin),
    })
}

/// Keeps how the window looks, in every office it shows.
pub fn save_settings(app: &App, request: SettingsSave) -> Result<Empty, Fault> {
    let SettingsSave { settings: Settings { language, theme, text_size, density, digits } } = request;
    let percent = text_size.parse::<u16>().ok().filter(|percent| (50..=400).contains(percent));
    if percent.is_none() {
        return Err(Fault::field("text_size", format!("`{text_size}` is no size in per cent")));
    }
    for office in app.desks()?.all() {
        office.set_settings(&[
            (LANGUAGE, language.as_str()),
            (THEME, theme.as_str()),
            (TEXT_SIZE, &text_size),
            (DENSITY, density.as_str()),
            (DIGITS, digits.as_str()),
        ])?;
    }
    Ok(Empty {})
}

/// Lets the person choose a file; what was chosen may be named from then on.
pub fn choose_file(app: &App, request: FileChoose) -> Result<FileChosen, Fault> {
    let path = app.dialogs().open(request.purpose);
    if let Some(path) = &path {
        app.grant(path.clone());
    }
    Ok(FileChosen { path: path.map(|path| path.to_string_lossy().into_owned()) })
}

/// Keeps bytes for a moment.
pub fn hold_file(app: &App, Bytes(bytes): Bytes) -> Result<Handle, Fault> {
    Ok(Handle { handle: app.hold(bytes)? })
}

/// The journal, of one desk after the other.
pub fn journal(app: &App, request: JournalRead) -> Result<Rows<JournalRow>, Fault> {
    let JournalRead { about, offset, limit } = request;
    super::in_turn(&app.desks()?.all(), offset, limit, |office, window| {
        Ok(convert::rows(office.journal(about.as_deref(), window)?, convert::journal_row))
    })
}
