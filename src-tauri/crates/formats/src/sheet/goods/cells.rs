//! Where do cells begin and end in pasted text? Spreadsheets part them by tabs, files by semicolons or commas; a cell
//! in quotes may hold any of these, line breaks and doubled quotes.

/// Rows of cells; rows that are empty altogether are left out, at most 1,000 rows of 64 cells are taken.
pub(super) fn cells(text: &str, decimal_mark: char) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let separator = separator(text, decimal_mark);
    let mut rows = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut at_start = true;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        if quoted {
            match c {
                '"' if letters.peek() == Some(&'"') => {
                    letters.next();
                    cell.push('"');
                }
                '"' => quoted = false,
                '\r' if letters.peek() == Some(&'\n') => {}
                c => cell.push(c),
            }
            continue;
        }
        match c {
            '"' if at_start => quoted = true,
            c if c == separator => {
                row.push(std::mem::take(&mut cell));
                at_start = true;
                continue;
            }
            '\n' | '\r' => {
                if c == '\r' && letters.peek() == Some(&'\n') {
                    letters.next();
                }
                row.push(std::mem::take(&mut cell));
                keep(&mut rows, std::mem::take(&mut row));
                at_start = true;
                continue;
            }
            c => cell.push(c),
        }
        at_start = false;
    }
    row.push(cell);
    keep(&mut rows, row);
    rows
}

fn keep(rows: &mut Vec<Vec<String>>, mut row: Vec<String>) {
    row.truncate(64);
    if rows.len() < 1000 && row.iter().any(|cell| !cell.trim().is_empty()) {
        rows.push(row);
    }
}

/// What a spreadsheet puts on the clipboard is parted by tabs. Without one, a file may have been pasted: semicolons, or
/// commas where a comma is no decimal mark. A single column has no separator and may hold any of them as text.
fn separator(text: &str, decimal_mark: char) -> char {
    if text.contains('\t') {
        return '\t';
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let regular = |mark: char| {
        let count = |line: &&str| line.matches(mark).count();
        let first = lines.first().map_or(0, count);
        lines.len() > 1 && first > 0 && lines.iter().all(|line| count(line) >= first)
    };
    [';', ','].into_iter().find(|mark| *mark != decimal_mark && regular(*mark)).unwrap_or('\t')
}
