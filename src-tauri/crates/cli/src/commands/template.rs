//! How does an exporter begin? With a blank workbook for applications under a form.

use std::path::Path;

use serde_json::json;
use tamga_codes::{Codes, CodesError, find_beside};
use tamga_office::agreements::built_in;
use tamga_office::applications::{TemplateCodes, TemplateLanguage, write_template};

use crate::answer::Answer;
use crate::arguments::TemplateArguments;
use crate::failure::Failure;
use crate::files;

/// Most codes of one list.
const MOST: usize = 10_000;

/// Writes a template.
pub fn template(asked: &TemplateArguments) -> Result<Answer, Failure> {
    let profiles = built_in().map_err(Failure::office("forms"))?;
    let unknown = || Failure::AgreementUnknown { id: asked.agreement.clone() };
    let profile = profiles.find(&asked.agreement).ok_or_else(unknown)?;
    let language = TemplateLanguage::from(asked.language);
    let codes =
        offered(asked.codes.as_deref(), language).map_err(|source| Failure::Codes { source: Box::new(source) })?;
    let shown = asked.file.display().to_string();
    let bytes =
        write_template(profile, language, &codes).map_err(|error| Failure::office(shown.clone())(error.into()))?;
    files::write(&asked.file, &bytes)?;
    let mut words = format!("Written: {shown}");
    if codes.countries.is_empty() {
        words =
            format!("The large code lists are not on this machine; countries and currencies are typed in.\n{words}");
    }
    Ok(Answer::new(json!({ "out": shown, "bytes": bytes.len(), "countries": codes.countries.len() }), words))
}

/// Everything of the lists a template offers; a list that is not on this machine is empty.
fn offered(file: Option<&Path>, language: TemplateLanguage) -> Result<TemplateCodes, CodesError> {
    let beside = || find_beside(&std::env::current_exe().ok()?);
    let codes = match file.map(Path::to_owned).or_else(beside) {
        Some(path) => Codes::open(&path)?,
        None => Codes::small()?,
    };
    let list = |id: &str| -> Result<Vec<(String, String)>, CodesError> {
        if codes.describe(id).is_none() {
            return Ok(Vec::new());
        }
        let hits = codes.search(id, "", language.code(), MOST)?;
        let mut pairs: Vec<(String, String)> = hits.into_iter().map(|hit| (hit.code, hit.name)).collect();
        pairs.sort();
        Ok(pairs)
    };
    Ok(TemplateCodes {
        countries: list("iso-3166-1")?,
        packages: list("un-rec21")?,
        units: list("un-rec20")?,
        currencies: list("iso-4217")?,
        modes: list("un-8067")?,
    })
}
