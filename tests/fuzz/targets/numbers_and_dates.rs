//! Whatever is typed: the readers of numbers, days and criteria answer, and a value they give is one they can print.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tamga_origin::{Decimal, Reading, read_column, read_number};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for (decimal, group) in [('.', Some(',')), (',', Some('.')), (',', Some('\u{202F}')), ('٫', Some('٬'))] {
        if let Reading::Value(value) = read_number(text, decimal, group) {
            assert_eq!(Decimal::parse(&value.to_string()), Some(value), "a number reads as it is printed");
        }
        let cells: Vec<&str> = text.split('\n').take(50).collect();
        assert_eq!(read_column(&cells, decimal, group).len(), cells.len(), "one answer for each cell");
    }
    let _ = tamga_origin::date_reader::read_date(text);
    let _ = tamga_origin::date_reader::read_date_column(&text.split('\n').take(50).collect::<Vec<_>>());
});
