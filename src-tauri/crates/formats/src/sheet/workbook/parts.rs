//! Which parts make up a workbook? Relations, the list of sheets, shared strings, and which formats are dates.

use std::collections::HashMap;
use std::sync::Arc;

use tamga_xml::Event;

use crate::error::FormatError;

use super::super::serial::{is_built_in_date, shows_a_date};
use super::super::table::Gatherer;
use super::package::Package;
use super::{damaged, gate, is, is_set, string_of};

/// The list of sheets and what belongs to all of them.
pub(super) struct Book {
    pub(super) sheets: Vec<SheetPart>,
    pub(super) from_1904: bool,
    strings: Option<String>,
    styles: Option<String>,
}

/// One sheet of the list.
pub(super) struct SheetPart {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) part: String,
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

/// The part the package is about.
pub(super) fn main_part(package: &mut Package) -> Result<String, FormatError> {
    let relations = relations(package, "", "_rels/.rels")?;
    let main = relations.into_iter().find(|relation| relation.kind == "officeDocument");
    Ok(main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target))
}

fn relations(package: &mut Package, folder: &str, part: &str) -> Result<Vec<Relation>, FormatError> {
    let Some(bytes) = package.optional(part)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for event in gate(part, &bytes)?.events() {
        let Event::Start(start) = event else { continue };
        // What lies outside the archive (pictures, other files) is never looked at.
        if start.name.local != "Relationship" || start.attribute("TargetMode") == Some("External") {
            continue;
        }
        let said = |name| start.attribute(name).unwrap_or_default();
        let kind = said("Type").rsplit('/').next().unwrap_or_default().to_owned();
        found.push(Relation { id: said("Id").to_owned(), kind, target: resolved(folder, said("Target")) });
    }
    Ok(found)
}

/// A target as the name of a part: from the top with a slash, else from the folder of the part that names it.
fn resolved(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Reads the list of sheets; sheets that are charts or old macros hold no cells and are left out.
pub(super) fn book(package: &mut Package) -> Result<Book, FormatError> {
    let main = package.main.clone();
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let list = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let relations = relations(package, folder, &list)?;
    let bytes = package.part(&main)?;
    let of_kind =
        |kind: &str| relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.clone());
    let (mut sheets, mut from_1904) = (Vec::new(), false);
    for event in gate(&main, &bytes)?.events() {
        let Event::Start(start) = event else { continue };
        if is(&start, "workbookPr") {
            from_1904 |= is_set(&start, "date1904");
        }
        if is(&start, "sheet") {
            let id = start
                .attributes()
                .find(|attribute| attribute.name.local == "id" && attribute.name.namespace.ends_with("/relationships"));
            let relation = relations.iter().find(|relation| id.is_some_and(|id| relation.id == id.value));
            let relation = relation.ok_or_else(|| damaged(&main, "sheet"))?;
            if relation.kind == "worksheet" {
                let hidden = matches!(start.attribute("state"), Some("hidden" | "veryHidden"));
                let name = start.attribute("name").unwrap_or_default().to_owned();
                sheets.push(SheetPart { name, hidden, part: relation.target.clone() });
            }
        }
    }
    if sheets.is_empty() {
        return Err(damaged(&main, "sheet"));
    }
    Ok(Book { sheets, from_1904, strings: of_kind("sharedStrings"), styles: of_kind("styles") })
}

/// The strings that cells share by number.
pub(super) fn strings(package: &mut Package, book: &Book, gatherer: &Gatherer) -> Result<Vec<Arc<str>>, FormatError> {
    let Some(part) = &book.strings else { return Ok(Vec::new()) };
    let Some(bytes) = package.optional(part)? else { return Ok(Vec::new()) };
    let gated = gate(part, &bytes)?;
    let mut events = gated.events();
    let mut strings = Vec::new();
    while let Some(event) = events.next() {
        if let Event::Start(start) = event
            && is(&start, "si")
        {
            strings.push(string_of(&mut events).into());
            gatherer.admit_shared(strings.len())?;
        }
    }
    Ok(strings)
}

/// By number of a cell's style: does it show a date?
pub(super) fn date_formats(package: &mut Package, book: &Book) -> Result<Vec<bool>, FormatError> {
    let Some(part) = &book.styles else { return Ok(Vec::new()) };
    let Some(bytes) = package.optional(part)? else { return Ok(Vec::new()) };
    let number = |text: Option<&str>| text.and_then(|text| text.parse::<u32>().ok());
    let mut own: HashMap<u32, bool> = HashMap::new();
    let (mut styles, mut in_cells) = (Vec::new(), false);
    for event in gate(part, &bytes)?.events() {
        let Event::Start(start) = event else { continue };
        if is(&start, "numFmt")
            && let (Some(id), Some(format)) = (number(start.attribute("numFmtId")), start.attribute("formatCode"))
        {
            own.insert(id, shows_a_date(format));
        }
        // `xf` stands in two lists; only the second is what cells point into.
        match start.name.local {
            "cellXfs" => in_cells = true,
            "cellStyleXfs" | "cellStyles" | "dxfs" => in_cells = false,
            "xf" if in_cells => {
                let id = number(start.attribute("numFmtId")).unwrap_or(0);
                styles.push(own.get(&id).copied().unwrap_or_else(|| is_built_in_date(id)));
            }
            _ => {}
        }
    }
    Ok(styles)
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn targets_are_found_from_their_folder_or_from_the_top() {
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl/sub", "../styles.xml"), "xl/styles.xml");
        assert_eq!(resolved("", "../../x.xml"), "x.xml");
    }
}
