//! Was the record of who did what changed afterwards?

use serde_json::json;

use crate::answer::{Answer, Exit};
use crate::desk::Desk;
use crate::failure::Failure;

/// Walks the hash chain.
pub fn verify(desk: &Desk) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let walked = office.verify_journal().map_err(Failure::office("journal"))?;
    let object = json!({
        "entries": walked.entries, "ok": walked.first_broken.is_none(), "firstBroken": walked.first_broken,
    });
    Ok(match walked.first_broken {
        None => Answer::new(object, format!("{} entries, each follows from the one before it.", walked.entries)),
        Some(seq) => {
            let words = format!(
                "Entry {seq} does not follow from the one before it: the journal was changed. Keep the folder as it \
                 is and call support."
            );
            Answer::new(object, words).ending(Exit::No)
        }
    })
}
