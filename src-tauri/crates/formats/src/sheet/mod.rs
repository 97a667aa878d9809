//! What stands in a spreadsheet? Rows of cells from CSV text or a workbook, rows pasted into the goods grid, and
//! applications for certificates.
//!
//! What a certificate may say is not judged here; who keeps the mapping of an exporter's own headings is the caller.

mod applications;
mod csv;
mod goods;
mod number;
mod serial;
mod table;
mod text;
mod workbook;

use crate::error::FormatError;

pub use applications::{
    Application, Applications, ColumnMapping, ColumnSeen, DateOrder, Mapping, Remembered, SheetReading, SheetSeen,
    TemplateCodes, TemplateLanguage, WrittenApplications, field_names, heads_of, propose, read_applications, see,
    write_csv, write_template, write_workbook,
};
pub use goods::{GoodsField, PasteQuestion, PastedGoods, PastedRow, read_goods};
pub use number::digits_shown;
pub use table::{Area, Cell, CellValue, Place, Row, Sheet, TableLimits, Tables, column_letters, column_number};
pub use text::{EncodingBy, Separator, SeparatorBy, TextChoice, TextEncoding, TextSource};

/// Reads CSV text or an XLSX workbook, whichever the bytes are, as sheets of typed cells with their places.
///
/// `name` names the one sheet of CSV text; `choice` corrects what was detected about text and does nothing else.
///
/// # Errors
/// More bytes, rows, columns or letters than the limits, a workbook that is damaged or of an older kind, bytes that
/// are no text.
pub fn read_tables(bytes: &[u8], name: &str, choice: &TextChoice, limits: &TableLimits) -> Result<Tables, FormatError> {
    if workbook::is_zip(bytes) {
        return workbook::read(bytes, limits);
    }
    if workbook::is_older(bytes) {
        return Err(FormatError::OlderWorkbook);
    }
    csv::read(bytes, name, choice, limits)
}

/// Is it a workbook of today's kind?
pub fn is_workbook(bytes: &[u8]) -> bool {
    workbook::is_zip(bytes) && workbook::package::Package::open(bytes, &TableLimits::default()).is_ok()
}

/// Could bytes that are nothing else be meant as a table? A workbook that is damaged, of an older kind or something else in
/// an archive, or text of at least two lines, most of which one mark parts into cells.
pub fn may_be_table(bytes: &[u8]) -> bool {
    if workbook::is_zip(bytes) || workbook::is_older(bytes) {
        return true;
    }
    if !may_be_lines(bytes) {
        return false;
    }
    let Ok(tables) = csv::read(bytes, "", &TextChoice::default(), &TableLimits::default()) else { return false };
    tables.sheets.iter().any(|sheet| {
        let parted = sheet.rows.iter().filter(|row| row.cells.len() >= 2).count();
        parted >= 2 && parted * 2 > sheet.rows.len()
    })
}

/// Text that begins like XML, JSON or a PDF is no table.
fn may_be_lines(bytes: &[u8]) -> bool {
    let first = bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    !matches!(first, None | Some(b'<' | b'{' | b'[' | b'%'))
}

/// Does text begin with a table whose heads are known? Two heads at least: one could be a word in any text.
pub(crate) fn has_known_heads(bytes: &[u8], most: usize) -> bool {
    if !may_be_lines(bytes) || workbook::is_zip(bytes) || workbook::is_older(bytes) {
        return false;
    }
    // Cut between two lines, so that no letter is cut in two.
    let head = bytes.get(..most).map_or(bytes, |head| {
        let last = head.iter().rposition(|byte| *byte == b'\n').map_or(most, |at| at + 1);
        head.get(..last - last % 2).unwrap_or(head)
    });
    let read = csv::read(head, "", &TextChoice::default(), &TableLimits::default());
    read.is_ok_and(|tables| propose(&tables).columns.len() >= 2)
}
