//! How does the table read beside another one? One line of CSV for each element, for the comparison with the WCO's own
//! sheet, row by row.

use super::Element;
use crate::word::Word;

/// The names of the columns.
pub const CSV_HEAD: [&str; 20] = [
    "path",
    "meaning",
    "cardinality",
    "when",
    "held",
    "wco_class",
    "wco_classes",
    "wco_id",
    "beside",
    "dictionary_name",
    "tag",
    "format",
    "stored",
    "list",
    "basis",
    "tamga_xml",
    "edi3",
    "d23b",
    "aladi_cod",
    "ubl",
];

/// Elements as CSV (RFC 4180, lines end with LF), the names of the columns first.
pub fn csv<'a>(elements: impl IntoIterator<Item = &'a Element>) -> String {
    let mut text = line(&CSV_HEAD.map(str::to_owned));
    for element in elements {
        let joined = |words: &[&str]| words.join(" ");
        text.push_str(&line(&[
            element.path.to_owned(),
            element.meaning.to_owned(),
            element.cardinality.as_str().to_owned(),
            element.when.to_owned(),
            element.held.as_str().to_owned(),
            element.class().map(|class| class.name.to_owned()).unwrap_or_default(),
            joined(
                &element
                    .classes
                    .iter()
                    .map(|class| if class.id.is_empty() { "-" } else { class.id })
                    .collect::<Vec<_>>(),
            ),
            element.wco_id.to_owned(),
            joined(element.beside),
            element.dictionary_name.to_owned(),
            element.tag.to_owned(),
            element.format.to_owned(),
            element.stored.map(|most| most.to_string()).unwrap_or_default(),
            element.list.to_owned(),
            joined(&element.basis.iter().map(|basis| Word::as_str(*basis)).collect::<Vec<_>>()),
            element.xml.to_owned(),
            element.edi3.to_owned(),
            element.d23b.to_owned(),
            element.cod.to_owned(),
            element.ubl.to_owned(),
        ]));
    }
    text
}

fn line(cells: &[String]) -> String {
    let quoted = |cell: &String| match cell.contains([',', '"', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n"
}
