//! How does a document get from one form of writing into another?

use serde_json::json;
use tamga_office::convert;

use crate::answer::Answer;
use crate::arguments::ConvertArguments;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::{files, finding};

/// Converts a file; lists what the target cannot hold.
pub fn convert(desk: &Desk, asked: &ConvertArguments) -> Result<Answer, Failure> {
    let bytes = files::read(&asked.file)?;
    let today = desk.surroundings.now().date();
    let converted =
        convert::convert(&bytes, asked.to.into(), today).map_err(Failure::office(asked.file.display().to_string()))?;
    files::write(&asked.out, &converted.bytes)?;
    let mut words = format!("Written: {}", asked.out.display());
    if !converted.findings.is_empty() {
        words = format!("{}\n{words}", finding::lines(&converted.findings));
    }
    let object = json!({
        "out": asked.out.display().to_string(), "bytes": converted.bytes.len(),
        "lost": finding::objects(&converted.findings),
    });
    Ok(Answer::new(object, words))
}
