//! Do applications come out of spreadsheets as people mean them, and do ours come back as they were written?

mod cells;
pub mod full;
mod law;
mod offices;
mod templates;

use tamga_formats::sheet::{
    Application, Applications, Mapping, SheetReading, TableLimits, TextChoice, propose, read_applications, read_tables,
};

/// Reads a file by the mapping that is proposed for it.
pub fn read(bytes: &[u8], reading: &SheetReading) -> Applications {
    read_by(bytes, &Mapping::default(), reading)
}

/// Reads a file by a mapping, completed with the proposal.
pub fn read_by(bytes: &[u8], mapping: &Mapping, reading: &SheetReading) -> Applications {
    let tables = read_tables(bytes, "orders", &TextChoice::default(), &TableLimits::default()).unwrap();
    let read = read_applications(&tables, &mapping.completed_with(&propose(&tables)), reading);
    let about_cells = read.applications.iter().flat_map(|application| &application.findings);
    crate::lines(&read.findings.iter().chain(about_cells).cloned().collect::<Vec<_>>());
    read
}

/// The only application of a file, and what was noticed about the file.
pub fn one(read: Applications) -> (Application, Vec<String>) {
    let about_file = crate::lines(&read.findings);
    assert_eq!(read.applications.len(), 1, "{about_file:?}");
    (read.applications.into_iter().next().unwrap(), about_file)
}
