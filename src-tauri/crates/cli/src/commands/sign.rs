//! How is a document signed that others began? A COD: by its exporter, then by the official of the issuing body.

use serde_json::{Value, json};
use tamga_office::OfficeError;
use tamga_office::keys::KeptFor;

use super::evidence::stamped;
use super::issue::{hand_out, opened};
use crate::answer::Answer;
use crate::arguments::{CodWord, SignArguments};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::{files, finding};

/// Puts one signature into a COD.
pub fn sign(desk: &Desk, asked: &SignArguments) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let document = files::read(&asked.file)?;
    let name = asked.file.display().to_string();
    let out = asked.out.as_deref();
    if asked.cod == CodWord::Exporter {
        if asked.stamp.is_some() {
            // Nothing of an application is kept, and a COD has no place for a stamp inside.
            let senseless = OfficeError::Senseless("a stamp of an exporter's signature");
            return Err(Failure::office(name)(senseless));
        }
        let (key, pin) = opened(&office, &asked.signing, KeptFor::Exporter)?;
        let sealed = office.sign_application(&document, &key, &pin).map_err(Failure::office(name.clone()))?;
        if let Some(out) = out {
            files::write(out, &sealed.bytes)?;
        }
        let object = json!({ "signature": "exporter", "digest": sealed.sha256, "xml": out.map(|out| out.display().to_string()) });
        return Ok(Answer::new(object, format!("{name}: signed by the exporter")));
    }
    let (key, pin) = opened(&office, &asked.signing, KeptFor::Official)?;
    if let Some(out) = out {
        files::folder(out)?;
    }
    let issued = office.certify_application(&document, &key, &pin).map_err(Failure::office(name.clone()))?;
    let (xml, pdf) = match out {
        Some(out) => hand_out(&office, &issued.number, out)?,
        None => (Value::Null, Value::Null),
    };
    let queued = if issued.submission_id.is_some() { "queued" } else { "no route leads to its destination" };
    let mut lines = vec![format!("{name}: certified as {}, {queued}", issued.number)];
    lines.extend(issued.findings.iter().map(|found| format!("  {}", finding::line(found))));
    let object = json!({
        "signature": "official", "number": issued.number, "digest": issued.document_sha256, "xml": xml, "pdf": pdf,
        "submission": issued.submission_id.map(|id| id.to_string()), "findings": finding::objects(&issued.findings),
    });
    let said = Answer::new(object, lines.join("\n"));
    stamped(desk, &office, said, &issued.number, asked.stamp.as_deref())
}
