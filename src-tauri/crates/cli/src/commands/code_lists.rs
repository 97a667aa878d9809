//! Which lists does the office take in, and how does a ministry make one?

use serde_json::{Value, json};
use tamga_office::code_lists::{Cover, Looked, Publisher, TableAsked};
use tamga_office::keys::KeptFor;

use super::codes::object;
use super::issue::opened;
use crate::answer::Answer;
use crate::arguments::{CodesCommand, PackArguments, TakeArguments};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::{files, finding};

/// Takes a list in or out, believes a publisher, or makes a pack; none for what only shows the lists.
pub fn change(desk: &Desk, asked: &CodesCommand) -> Result<Option<Answer>, Failure> {
    let answer = match asked {
        CodesCommand::List => return Ok(None),
        CodesCommand::Import(asked) => take(desk, asked)?,
        CodesCommand::Remove { id } => {
            desk.office()?.remove_code_list(id).map_err(Failure::office(id))?;
            Answer::new(json!({ "removed": id }), format!("{id} is taken out."))
        }
        CodesCommand::Believe { key, name } => {
            let one = desk.office()?.believe_publisher(key, name).map_err(Failure::office(name))?;
            let words = format!("Packs of {} are taken from now on: key {}.", one.name, one.kid);
            Answer::new(json!({ "publisher": publisher(&one) }), words)
        }
        CodesCommand::Pack(asked) => pack(desk, asked)?,
    };
    Ok(Some(answer))
}

fn take(desk: &Desk, asked: &TakeArguments) -> Result<Answer, Failure> {
    let TakeArguments { file, kind, edition, date, licence, look } = asked;
    let office = desk.office()?;
    let bytes = files::read(file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let table = TableAsked {
        name,
        which: kind.map(Into::into),
        version: edition.clone(),
        date: *date,
        licence: licence.clone(),
    };
    let about = Failure::office(file.display().to_string());
    let looked = if *look { office.look_at_code_list(&bytes, &table) } else { office.import_code_list(&bytes, &table) };
    let looked = looked.map_err(about)?;
    Ok(Answer::new(taken(&looked, *look), words(&looked, *look)))
}

fn taken(looked: &Looked, look: bool) -> Value {
    let Looked { meta, maker, publisher: signer, change, deleted, findings } = looked;
    json!({
        "list": object(meta), "maker": maker, "publisher": signer.as_ref().map(publisher), "added": change.added,
        "changed": change.changed, "removed": change.removed, "withoutText": change.without_text, "deleted": deleted,
        "findings": finding::objects(findings), "imported": !look,
    })
}

fn publisher(one: &Publisher) -> Value {
    json!({ "kid": one.kid, "key": one.key, "name": one.name })
}

fn words(looked: &Looked, look: bool) -> String {
    let Looked { meta, maker, publisher, change, deleted, findings } = looked;
    let mut words = format!("{} {}: {} codes", meta.id, meta.version, meta.rows);
    if let Some(signer) = publisher {
        let name = if signer.name.is_empty() { &signer.kid } else { &signer.name };
        words.push_str(&format!(", made by {maker}, signed by {name}"));
    }
    words.push_str(&format!(
        ".\n  {} new, {} changed, {} gone; {} without a text in one of its languages.",
        change.added, change.changed, change.removed, change.without_text
    ));
    if *deleted > 0 {
        words.push_str(&format!("\n  {deleted} rows that their publisher marks as deleted are left out."));
    }
    if !findings.is_empty() {
        words.push_str(&format!("\n{}", finding::lines(findings)));
    }
    words.push_str(if look { "\nNothing was changed." } else { "\nCertificates are checked with it from now on." });
    words
}

fn pack(desk: &Desk, asked: &PackArguments) -> Result<Answer, Failure> {
    let PackArguments { table, id, hs_year, source, licence, maker, date, edition, whole, out, signing } = asked;
    let office = desk.office()?;
    let bytes = files::read(table)?;
    let cover = Cover {
        id: id.clone(),
        hs_year: *hs_year,
        version: edition.clone(),
        source: source.clone(),
        licence: licence.clone(),
        maker: maker.clone(),
        date: *date,
        whole: *whole,
    };
    let (key, pin) = opened(&office, signing, KeptFor::Official)?;
    let name = table.file_name().unwrap_or_default().to_string_lossy();
    let made = office
        .make_code_pack(&cover, &bytes, &name, &key, &pin)
        .map_err(Failure::office(table.display().to_string()))?;
    let out = out.clone().unwrap_or_else(|| format!("{id}.zip").into());
    files::write(&out, &made.bytes)?;
    let object = json!({ "file": out.display().to_string(), "publisher": made.publisher, "bytes": made.bytes.len() });
    let words = format!("{} is made.\nReceivers believe this key:\n  {}", out.display(), made.publisher);
    Ok(Answer::new(object, words))
}
