//! What was pasted from a spreadsheet into the goods grid? Read by `tamga-formats`; handed on for the window, which may
//! not know that room.

use tamga_formats::sheet;

pub use tamga_formats::sheet::{GoodsField, PasteQuestion, PastedGoods as GoodsPasted, PastedRow};

use crate::typed::NumberMarks;

/// Reads rows copied from a spreadsheet. Without a header row the columns follow the grid from `start` on.
pub fn read_paste(text: &str, marks: &NumberMarks, start: GoodsField) -> GoodsPasted {
    sheet::read_goods(text, marks.decimal, Some(marks.group), start)
}
