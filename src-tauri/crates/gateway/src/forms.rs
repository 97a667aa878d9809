//! Which forms does this gateway know? Those of the program, and its own files in the folder `agreements` of its data
//! (`assets/agreements/FORMAT.md`), read when it starts. What a form asks of a certificate is decided in `tamga-origin`.

use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tamga_formats::agreements::{Groups, ProfileError, builtin, gather};
use tamga_origin::profile::Profiles;

use crate::error::GatewayError;

/// Folder of the data that holds the gateway's own files.
const FOLDER: &str = "agreements";
/// Beside the forms: lists of countries and tables of partner pairs.
const GROUPS: &str = "groups.toml";

/// Forms inside the program: read once, however many gateways it starts.
static BUILT_IN: OnceLock<Arc<Profiles>> = OnceLock::new();

/// Reads the forms. A file with a slip stops the start: whoever put it there counts on it.
pub(crate) fn read(data: &Path) -> Result<Arc<Profiles>, GatewayError> {
    let known = built_in()?;
    let own = own(&data.join(FOLDER))?;
    if own.is_empty() {
        return Ok(known);
    }
    let slipped = |name: &str, slips: Vec<ProfileError>| match slips.first() {
        Some(slip) => refused(name, slip),
        None => refused(name, &"a file that is refused without a slip"),
    };
    let mut groups = Groups::builtin().map_err(|slips| slipped(GROUPS, slips))?;
    for (name, text) in own.iter().filter(|(name, _)| name == GROUPS) {
        groups = groups.with(Groups::read(text).map_err(|slips| slipped(name, slips))?);
    }
    let forms = own.iter().filter(|(name, _)| name != GROUPS).map(|(name, text)| (name.as_str(), text.as_str()));
    let mut gathered = gather(known.list(), forms, &groups);
    match gathered.refused.pop() {
        Some((name, slips)) => Err(slipped(&name, slips)),
        None => Ok(Arc::new(gathered.profiles)),
    }
}

fn built_in() -> Result<Arc<Profiles>, GatewayError> {
    if let Some(read) = BUILT_IN.get() {
        return Ok(read.clone());
    }
    let read = builtin().map_err(|slip| refused("the program's own", &slip))?;
    Ok(BUILT_IN.get_or_init(|| Arc::new(read)).clone())
}

/// The gateway's own files by name; one without that folder has none.
fn own(folder: &Path) -> Result<Vec<(String, String)>, GatewayError> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    names.sort_unstable();
    let read = |name: String| match fs::read_to_string(folder.join(&name)) {
        Ok(text) => Ok((name, text)),
        Err(error) => Err(refused(&name, &error)),
    };
    names.into_iter().map(read).collect()
}

fn refused(name: &str, why: &dyn std::fmt::Display) -> GatewayError {
    GatewayError::Forms(format!("{name}: {why}"))
}
