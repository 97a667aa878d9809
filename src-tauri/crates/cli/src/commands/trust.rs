//! Whom does this office believe?

mod shown;

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;

use serde_json::json;
use tamga_office::keys::KeptFor;
use tamga_office::trust::{TrustPreview, VerdictChange};
use tamga_office::{Office, Window};
use tamga_origin::trust::{Difference, StatusTaken};

use self::shown::{changes, tell, tell_verdicts, verdicts};
use super::issue::opened;
use crate::answer::{Answer, Exit};
use crate::arguments::{GrowthWord, TrustCommand};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::{files, view};

/// Takes lists over, or shows the one in use.
pub fn trust(desk: &Desk, asked: TrustCommand) -> Result<Answer, Failure> {
    let office = desk.office()?;
    match asked {
        TrustCommand::Import { file, roots, threshold, yes } => {
            if !roots.is_empty() {
                office.pin_roots(&roots, threshold).map_err(Failure::office("root keys"))?;
            }
            match file {
                Some(file) => import(&office, &file, yes),
                None => accept(&office, yes),
            }
        }
        TrustCommand::List => shown::list(&office),
        TrustCommand::Show { issuer } => shown::body(&office, &issuer),
        TrustCommand::History => shown::history(&office),
        TrustCommand::Diff { from, to } => {
            let difference = office.trust_difference(from, to).map_err(Failure::office("trust list"))?;
            let mut words = format!("From trust list {from} to {to}: {} changes.", difference.changes.len());
            tell(&difference, &mut words);
            let object = json!({ "changes": changes(&difference), "reason": difference.reason });
            Ok(Answer::new(object, words))
        }
        TrustCommand::Growth { what } => {
            let accepts = what == GrowthWord::Accept;
            office.set_accepts_growth(accepts).map_err(Failure::office("trust list"))?;
            let said = if accepts { "is taken over by itself" } else { "waits for somebody to accept it" };
            Ok(Answer::new(json!({ "acceptsGrowth": accepts }), format!("A trust list that only adds {said}.")))
        }
        TrustCommand::Specimen { files } => {
            let mut kept = Vec::new();
            for file in files {
                let bytes = files::read(&file)?;
                kept.push(office.keep_specimen(&bytes).map_err(Failure::office(file.display().to_string()))?);
            }
            let words = format!("Pictures kept: {}.", kept.len());
            Ok(Answer::new(json!({ "kept": kept }), words))
        }
        TrustCommand::PublishStatus { out, snapshot, signing } => {
            let (key, pin) = opened(&office, &signing, KeptFor::Official)?;
            let made = office.make_status_list(&key, &pin, snapshot).map_err(Failure::office("status list"))?;
            files::write(&out, &made.bytes)?;
            let object = json!({ "version": made.n, "snapshot": made.is_snapshot, "entries": made.entries });
            let what = if made.is_snapshot { "everything" } else { "what changed" };
            Ok(Answer::new(object, format!("Status list {} says {what}: {} certificates.", made.n, made.entries)))
        }
        TrustCommand::Status { file: Some(file) } => status(&office, &file),
        TrustCommand::Status { file: None } => Ok(shown::reach(&office)),
    }
}

/// Shows what a list changes; it is taken when somebody says so, when it is the first, or when it changes nothing.
fn import(office: &Office, file: &Path, yes: bool) -> Result<Answer, Failure> {
    let about = || Failure::office(file.display().to_string());
    let bytes = files::read(file)?;
    let preview = office.preview_trust(&bytes).map_err(about())?;
    // Whoever pins the roots by hand wants the first list; there is nothing to compare it with.
    let is_first = office.trust_list().is_none();
    if is_first || yes || preview.is_in_force || agreed(&preview)? {
        let taken = office.import_trust(&bytes).map_err(about())?;
        return in_use(office, taken.n, &taken.difference, &taken.judged_again);
    }
    let offer = office.offer_trust(&bytes).map_err(about())?;
    if offer.is_taken {
        return in_use(office, offer.preview.n, &offer.preview.difference, &offer.preview.verdicts);
    }
    Ok(waits(&offer.preview))
}

fn accept(office: &Office, yes: bool) -> Result<Answer, Failure> {
    let about = || Failure::office("trust list");
    let Some(preview) = office.trust_waiting().map_err(about())? else {
        return Ok(Answer::new(json!({ "waiting": null }), "No trust list waits.").ending(Exit::No));
    };
    if !yes && !agreed(&preview)? {
        return Ok(waits(&preview));
    }
    let taken = office.accept_trust().map_err(about())?;
    in_use(office, taken.n, &taken.difference, &taken.judged_again)
}

/// Asks at the terminal; where nobody can answer, nobody agreed.
fn agreed(preview: &TrustPreview) -> Result<bool, Failure> {
    let (input, mut output) = (std::io::stdin(), std::io::stderr());
    if !input.is_terminal() || !output.is_terminal() {
        return Ok(false);
    }
    let mut words = told(preview);
    words.push_str("\nTake it over? [y/N] ");
    let mut answer = String::new();
    let asked =
        write!(output, "{words}").and_then(|()| output.flush()).and_then(|()| input.lock().read_line(&mut answer));
    Ok(asked.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn waits(preview: &TrustPreview) -> Answer {
    let object = json!({
        "taken": false, "version": preview.n, "issued": preview.issued_at.rfc3339(),
        "changes": changes(&preview.difference), "reason": preview.difference.reason,
        "verdicts": verdicts(&preview.verdicts),
    });
    let words =
        format!("{}\nIt waits; what it stops is stopped. Take it over with: tamga trust import --yes", told(preview));
    Answer::new(object, words).ending(Exit::No)
}

fn told(preview: &TrustPreview) -> String {
    let mut words = format!("Trust list {} of {}:", preview.n, preview.issued_at.date());
    tell(&preview.difference, &mut words);
    tell_verdicts(&preview.verdicts, &mut words);
    words
}

fn in_use(office: &Office, n: u64, difference: &Difference, judged_again: &[VerdictChange]) -> Result<Answer, Failure> {
    let known = office.issuers(Window::first(1)).map_err(Failure::office("trust list"))?;
    let object = json!({
        "taken": true, "issuers": known.rows.total, "version": n, "issued": view::instant(known.issued_at),
        "changes": changes(difference), "reason": difference.reason, "judgedAgain": verdicts(judged_again),
    });
    let mut words = format!("Trust list {n} is in use: {} issuing bodies.", known.rows.total);
    tell(difference, &mut words);
    tell_verdicts(judged_again, &mut words);
    Ok(Answer::new(object, words))
}

fn status(office: &Office, file: &Path) -> Result<Answer, Failure> {
    let bytes = files::read(file)?;
    let taken = office.take_status_list(&bytes).map_err(Failure::office(file.display().to_string()))?;
    let (word, missing, words) = match taken {
        StatusTaken::InForce => ("in_force", None, "The status list counts now.".to_owned()),
        StatusTaken::Repeat => ("repeat", None, "The status list is here already.".to_owned()),
        StatusTaken::Waits { missing } => {
            ("waits", Some(missing), format!("The status list waits: list {missing} is missing."))
        }
    };
    let exit = if missing.is_some() { Exit::No } else { Exit::Yes };
    Ok(Answer::new(json!({ "taken": word, "missing": missing }), words).ending(exit))
}
