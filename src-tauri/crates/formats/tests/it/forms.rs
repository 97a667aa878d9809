//! The shipped forms: each loads, says what its form says, and knows the traps of its trade (`agreements.md` section 10).

mod facts;
mod issued;
mod traps;

use std::sync::OnceLock;

use tamga_formats::agreements::{Groups, builtin, lint};
use tamga_origin::layout::AreaKind;
use tamga_origin::{AgreementProfile, Profiles};

/// The shipped forms, read once.
fn shipped() -> &'static Profiles {
    static SHIPPED: OnceLock<Profiles> = OnceLock::new();
    SHIPPED.get_or_init(|| builtin().unwrap())
}

/// One of them.
fn form(id: &str) -> &'static AgreementProfile {
    shipped().find(id).unwrap_or_else(|| panic!("{id} is shipped"))
}

/// A file of the design folder, when that lies beside the project.
fn design(name: &str) -> Option<Vec<u8>> {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/design");
    if !folder.is_dir() {
        println!("skipped: no design folder");
        return None;
    }
    Some(std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}")))
}

/// The rows of a table of the design, each as pairs of column and cell.
fn table(name: &str) -> Option<Vec<Vec<(String, String)>>> {
    let bytes = design(name)?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let head = reader.headers().unwrap().clone();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        head.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect()
    });
    Some(rows.collect())
}

/// A cell by the name of its column.
fn cell<'a>(row: &'a [(String, String)], column: &str) -> &'a str {
    let found = row.iter().find(|(name, _)| name == column);
    found.map(|(_, value)| value.as_str()).unwrap_or_else(|| panic!("there is a column {column}"))
}

#[test]
fn no_shipped_form_has_a_slip() {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../assets/agreements");
    let groups = Groups::builtin().unwrap_or_else(|slips| panic!("groups.toml: {slips:#?}"));
    let mut slips = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".toml") && name != "groups.toml" {
            let text = std::fs::read_to_string(&path).unwrap();
            let found = lint(&text, &groups).err().unwrap_or_default();
            slips.extend(found.into_iter().map(|slip| format!("{name}: {slip}")));
        }
    }
    assert!(slips.is_empty(), "{}", slips.join("\n"));
}

#[test]
fn twenty_four_forms_are_sourced_and_thirty_seven_are_to_confirm() {
    let profiles = shipped();
    let sourced = profiles.list().iter().filter(|profile| profile.sourced).count();
    assert_eq!((sourced, profiles.list().len() - sourced), (24, 37));
    for profile in profiles.list() {
        for language in ["en", "fr", "es", "ar"] {
            assert!(profile.name.iter().any(|(code, _)| code == language), "{} is named in {language}", profile.id);
        }
        assert!(!profile.aliases.is_empty(), "documents call {} by some name", profile.id);
        // A form that is sourced as a whole has its boxes from somewhere.
        let unread = profile.boxes.iter().filter(|one| one.printed && one.evidence.sources.is_empty()).count();
        assert!(!profile.sourced || unread == 0, "{}: {unread} boxes rest on nothing", profile.id);
    }
}

#[test]
fn every_box_of_a_printed_grid_stands_on_it() {
    let profiles = shipped();
    let mut grids = 0;
    for profile in profiles.list() {
        let Some(layout) = &profile.layout else { continue };
        grids += 1;
        for form_box in profile.boxes.iter().filter(|one| one.printed) {
            let areas = layout.areas.iter().filter(|area| area.number == form_box.number).count();
            let columns = layout.areas.iter().flat_map(|area| &area.columns);
            let columns = columns.filter(|column| column.number == form_box.number).count();
            assert_eq!(areas + columns, 1, "{}: box {} stands once on the sheet", profile.id, form_box.number);
        }
        for form_box in &profile.boxes {
            for key in &form_box.keys {
                let bound = |parts: &[tamga_origin::layout::Part]| parts.iter().any(|part| part.bind == *key);
                let is_number = |kind| kind == AreaKind::Number && key.as_str() == "number";
                let printed = layout.areas.iter().any(|area| {
                    bound(&area.block.parts)
                        || is_number(area.kind)
                        || area.columns.iter().any(|column| bound(&column.block.parts))
                });
                assert!(printed, "{}: {} of box {} is printed", profile.id, key.as_str(), form_box.number);
            }
        }
    }
    assert_eq!(grids, 31, "so many forms have a grid");
}
