//! What was pasted from a spreadsheet into the goods grid? Read by `tamga-formats`; handed on for the window, which may
//! not know that room. Typed numbers are read by `tamga_origin::read_number`.

pub use tamga_formats::sheet::{GoodsField, PasteQuestion, PastedGoods, PastedRow, read_goods};
