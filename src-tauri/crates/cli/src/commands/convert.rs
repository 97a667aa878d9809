//! How does a document get from one form of writing into another, and what is lost on the way?

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use tamga_office::convert::{self, Loss, Losses, Target};

use crate::answer::Answer;
use crate::arguments::ConvertArguments;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::{files, finding};

/// Converts a file and lists what the target cannot hold, or lists what no target can hold of any file.
pub fn convert(desk: &Desk, asked: &ConvertArguments) -> Result<Answer, Failure> {
    match (&asked.file, asked.to, &asked.out) {
        (Some(file), Some(to), Some(out)) => written(desk, file, to.into(), out),
        // The three stand together unless the list is asked for.
        _ => losses(desk),
    }
}

fn written(desk: &Desk, file: &Path, to: Target, out: &Path) -> Result<Answer, Failure> {
    let bytes = files::read(file)?;
    let today = desk.surroundings.now().date();
    let converted = convert::convert(&bytes, to, today).map_err(Failure::office(file.display().to_string()))?;
    files::write(out, &converted.bytes)?;
    let findings: Vec<_> = converted.noticed.iter().chain(&converted.lost).cloned().collect();
    let mut words = format!("Written: {}", out.display());
    if !findings.is_empty() {
        words = format!("{}\n{words}", finding::lines(&findings));
    }
    let object = json!({
        "out": out.display().to_string(), "bytes": converted.bytes.len(),
        "lost": finding::objects(&converted.lost), "noticed": finding::objects(&converted.noticed),
    });
    Ok(Answer::new(object, words))
}

fn losses(desk: &Desk) -> Result<Answer, Failure> {
    let today = desk.surroundings.now().date();
    let table = convert::losses(today).map_err(Failure::office("sample".to_owned()))?;
    let object = |(target, lost): &(Target, Losses)| {
        let rows: Vec<Value> = lost
            .iter()
            .map(|(path, Loss { how, in_part })| json!({ "path": path, "how": how, "inPart": in_part }))
            .collect();
        json!({ "dialect": target.word(), "lost": rows })
    };
    let objects: Vec<Value> = table.iter().map(object).collect();
    Ok(Answer::new(json!({ "losses": objects }), drawn(&table)))
}

/// One row for each kind of path that some target loses: a dot where it is held, else what becomes of it.
fn drawn(table: &[(Target, Losses)]) -> String {
    let paths: BTreeSet<&String> = table.iter().flat_map(|(_, lost)| lost.keys()).collect();
    let widest = paths.iter().map(|path| path.len()).max().unwrap_or_default();
    let heads: Vec<&str> = table.iter().map(|(target, _)| target.word()).collect();
    let line = |first: &str, cells: Vec<&str>| {
        let cells = heads.iter().zip(cells).map(|(head, cell)| format!("  {cell:<width$}", width = head.len().max(7)));
        format!("{first:<widest$}{}", cells.collect::<String>()).trim_end().to_owned()
    };
    let mut lines = vec![line("", heads.clone())];
    for path in paths {
        let cell = |(_, lost): &(Target, Losses)| lost.get(path).map_or("\u{b7}", word);
        lines.push(line(path, table.iter().map(cell).collect()));
    }
    lines.push(String::new());
    lines.push(
        "\u{b7} held; part: some of them; folded: moved into a remark; recoded: comes back as something near"
            .to_owned(),
    );
    lines.join("\n")
}

fn word(loss: &Loss) -> &'static str {
    match loss.how.first().map(String::as_str) {
        _ if loss.in_part => "part",
        Some("loss.folded") => "folded",
        Some("loss.recoded") => "recoded",
        _ => "lost",
    }
}
