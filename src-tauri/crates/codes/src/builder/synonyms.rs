//! Which words of the market lead to which code? The table `assets/codes/synonyms.csv`, typed from use.

use std::path::Path;

use super::BuildError;
use crate::table::HsTable;

/// Adds the words to the codes of a table. A row names one code and its words by language, set apart by `|`.
pub fn add(table: &mut HsTable, path: &Path) -> Result<(), BuildError> {
    let text = std::fs::read_to_string(path).map_err(|source| BuildError::Disk { path: path.to_owned(), source })?;
    let fault = |line: u64, why: String| BuildError::Asset { file: format!("synonyms.csv:{line}"), why };
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let languages: Vec<String> =
        reader.headers().map_err(|error| fault(1, error.to_string()))?.iter().skip(1).map(str::to_owned).collect();
    for record in reader.records() {
        let record = record.map_err(|error| fault(0, error.to_string()))?;
        let at = record.position().map_or(0, csv::Position::line);
        let code = record.get(0).unwrap_or_default();
        let line = table.lines.get_mut(code).ok_or_else(|| fault(at, format!("{code} is no code of the list")))?;
        for (language, words) in languages.iter().zip(record.iter().skip(1)) {
            let words = words.split('|').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned);
            line.synonyms.entry(language.clone()).or_default().extend(words);
        }
    }
    Ok(())
}
