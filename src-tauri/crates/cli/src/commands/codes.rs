//! Which codes exist, and where do the lists come from?

use std::sync::Arc;

use serde_json::{Value, json};
use tamga_codes::{Codes, CodesError, HsHit, HsQuery, ListMeta, find_beside};

use super::code_lists;
use crate::answer::{Answer, Exit};
use crate::arguments::CodesArguments;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::terminal::table;

/// Lists the lists, describes one, searches in one, or changes what the office took in.
pub fn codes(desk: &Desk, asked: &CodesArguments) -> Result<Answer, Failure> {
    if let Some(command) = &asked.command
        && let Some(answer) = code_lists::change(desk, command)?
    {
        return Ok(answer);
    }
    let codes = open(desk, asked)?;
    let lists = codes.lists();
    let Some(text) = &asked.search else { return described(asked, &codes, lists) };
    let newest = || {
        let goods = lists.iter().filter(|list| list.hs_year.is_some());
        goods.filter(|list| asked.year.is_none() || list.hs_year == asked.year).max_by_key(|list| list.hs_year)
    };
    let list = match &asked.list {
        Some(id) => lists.iter().find(|list| list.id == *id).ok_or_else(|| unknown(id, &codes))?,
        None => newest().ok_or_else(|| match asked.year {
            Some(year) if codes.has_large_lists() => Failure::ListUnknown { id: format!("HS {year}") },
            _ => Failure::NoCodeLists,
        })?,
    };
    let (hits, rows): (Vec<Value>, Vec<Vec<String>>) = match list.hs_year {
        Some(year) => {
            let (language, limit) = (asked.language.as_str(), usize::from(asked.limit));
            let query = HsQuery { text, language, year, exporter: &[], office: &[], limit };
            let hits = codes.hs(&query).map_err(failure)?;
            hits.iter().map(|hit| (goods(hit), vec![hit.dotted(), hit.unit.clone(), hit.path_text()])).unzip()
        }
        None => {
            let hits = codes.search(&list.id, text, &asked.language, usize::from(asked.limit)).map_err(failure)?;
            let pair = |hit: &tamga_codes::Hit| {
                (json!({ "code": hit.code, "name": hit.name }), vec![hit.code.clone(), hit.name.clone()])
            };
            hits.iter().map(pair).unzip()
        }
    };
    let words = if rows.is_empty() { format!("Nothing in {} fits {text:?}.", list.id) } else { table(&rows) };
    let exit = if rows.is_empty() { Exit::No } else { Exit::Yes };
    Ok(Answer::new(json!({ "list": list.id, "version": list.version, "hits": hits }), words).ending(exit))
}

/// The lists of the office, where there is one; else the file that was named or lies beside the program, and without one
/// the lists that the program carries itself.
fn open(desk: &Desk, asked: &CodesArguments) -> Result<Arc<Codes>, Failure> {
    if asked.file.is_none() && desk.has_office() {
        match desk.office() {
            Ok(office) => return office.codes().map_err(Failure::office("code lists")),
            // The window has it open: what the program brings along is still worth an answer.
            Err(failure) if failure.code() == "second_start" => {
                eprintln!("Another Tamga has this office open: lists that the office took in are left out.");
            }
            Err(failure) => return Err(failure),
        }
    }
    let beside = || find_beside(&std::env::current_exe().ok()?);
    match asked.file.clone().or_else(beside) {
        Some(path) => Codes::open(&path).map(Arc::new).map_err(failure),
        None => Codes::small().map(Arc::new).map_err(failure),
    }
}

fn described(asked: &CodesArguments, codes: &Codes, lists: &[ListMeta]) -> Result<Answer, Failure> {
    let missing = !codes.has_large_lists();
    if let Some(id) = &asked.list {
        let list = lists.iter().find(|list| list.id == *id).ok_or_else(|| unknown(id, codes))?;
        let rows: Vec<Vec<String>> = [
            ("version", list.version.clone()),
            ("date", list.date.map(|day| day.to_string()).unwrap_or_default()),
            ("codes", list.rows.to_string()),
            ("languages", list.languages.join(" ")),
            ("source", list.source.clone()),
            ("licence", list.licence.clone()),
        ]
        .map(|(name, value)| vec![name.to_owned(), value])
        .to_vec();
        return Ok(Answer::new(object(list), table(&rows)));
    }
    let date = |list: &ListMeta| list.date.map(|day| day.to_string()).unwrap_or_default();
    let row = |list: &ListMeta| vec![list.id.clone(), list.rows.to_string(), date(list), list.version.clone()];
    let mut words = table(&lists.iter().map(row).collect::<Vec<_>>());
    if missing {
        words
            .push_str("\n\nThe large lists (goods, places, countries, currencies, addresses) are not on this machine.");
    }
    Ok(Answer::new(json!({ "lists": lists.iter().map(object).collect::<Vec<_>>(), "missing": missing }), words))
}

pub(super) fn object(list: &ListMeta) -> Value {
    let day = |day: Option<tamga_origin::Date>| day.map(|day| day.to_string());
    json!({
        "id": list.id, "version": list.version, "date": day(list.date), "validFrom": day(list.valid_from),
        "validTo": day(list.valid_to), "source": list.source, "licence": list.licence, "sha256": list.sha256,
        "rows": list.rows, "languages": list.languages, "hsYear": list.hs_year, "whole": list.whole,
    })
}

fn goods(hit: &HsHit) -> Value {
    let path: Vec<Value> = hit
        .path
        .iter()
        .map(|step| json!({ "code": step.code, "text": step.text, "language": step.language }))
        .collect();
    json!({
        "code": hit.code, "year": hit.year, "unit": hit.unit, "found": hit.found.word(), "path": path,
    })
}

/// A list that is not here may be one of the large ones.
fn unknown(id: &str, codes: &Codes) -> Failure {
    if codes.has_large_lists() { Failure::ListUnknown { id: id.to_owned() } } else { Failure::NoCodeLists }
}

fn failure(source: CodesError) -> Failure {
    match source {
        CodesError::Missing(_) => Failure::NoCodeLists,
        source => Failure::Codes { source: Box::new(source) },
    }
}
