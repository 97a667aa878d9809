//! How does the goods grid run over the sheets?
//!
//! Every cell of a grid has one type size, so rows are counted in lines: a row that does not fit moves to the next
//! sheet, and only a row taller than a whole sheet is divided.

use std::ops::Range;
use std::rc::Rc;

use tamga_origin::layout::{Align, Area, Bind, Block};
use tamga_origin::profile::UnusedSpace;

use crate::areas::{ACROSS, Filler};
use crate::set::{SetText, Style};
use crate::sheet::{Node, Placed, Role, Sheet, Space, TENTH};
use crate::words;

const ROW_GAP: f32 = 3.0;
const CELL: f32 = 2.5;

/// One item's cells, all set at one size.
pub(crate) struct GridRow {
    cells: Vec<Rc<SetText>>,
    lines: usize,
}

/// The part of a row that stands on one sheet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Slice {
    row: usize,
    lines: Range<usize>,
}

/// The goods grid, set and divided.
pub(crate) struct Grid {
    size: f32,
    rows: Vec<GridRow>,
    head: Vec<Vec<Rc<SetText>>>,
    head_height: f32,
    /// Slices per sheet, the first sheet first.
    pub sheets: Vec<Vec<Slice>>,
}

/// Sets the grid at the largest size that needs the fewest sheets; `room` answers the height for rows on the first,
/// second, … sheet.
pub(crate) fn grid(filler: &mut Filler<'_>, area: &Area, room: impl Fn(usize) -> f32) -> Grid {
    let head = head(filler, area);
    let head_height =
        head.iter().map(|sets| sets.iter().map(|set| set.height()).sum::<f32>()).fold(0.0, f32::max) + 2.0 * CELL;
    let largest = f32::from(area.size.unwrap_or(filler.layout.sizes.value)) / 10.0;
    let smallest = f32::from(filler.layout.sizes.smallest) / 10.0;
    let mut attempt = |size: f32| {
        let rows = rows(filler, area, size);
        let sheets = divide(&rows, Style::of(size).pitch(), |sheet| room(sheet) - head_height - CELL);
        (size, rows, sheets)
    };
    let mut best = attempt(largest);
    if best.2.len() > 1 && smallest < largest {
        let dense = attempt(smallest);
        if dense.2.len() < best.2.len() {
            let fewest = dense.2.len();
            best = dense;
            let mut size = largest - 0.5;
            while size > smallest {
                let next = attempt(size);
                if next.2.len() == fewest {
                    best = next;
                    break;
                }
                size -= 0.5;
            }
        }
    }
    let (size, rows, sheets) = best;
    Grid { size, rows, head, head_height, sheets }
}

fn head(filler: &mut Filler<'_>, area: &Area) -> Vec<Vec<Rc<SetText>>> {
    let size = filler.label_size();
    let mut cells = Vec::new();
    for column in &area.columns {
        let width = column.width as f32 * TENTH - 2.0 * CELL;
        let mut sets = Vec::new();
        if !column.number.is_empty() {
            sets.push(filler.set(&column.number, width, Style::of(size).bold(), "layout"));
        }
        sets.push(filler.set(&column.label, width, Style::of(size), "layout"));
        cells.push(sets);
    }
    cells
}

fn rows(filler: &mut Filler<'_>, area: &Area, size: f32) -> Vec<GridRow> {
    let certificate = filler.certificate;
    let mut rows = Vec::new();
    for (index, item) in certificate.items.iter().enumerate() {
        let mut cells = Vec::new();
        for column in &area.columns {
            let is_last = index + 1 == certificate.items.len();
            let block = if is_last { column.block.clone() } else { of_items(&column.block) };
            let mut text = words::block(certificate, Some(item), &block, filler.phrases);
            let describes = column.block.parts.iter().any(|part| part.bind == Bind::ItemDescription);
            if describes && !area.end_mark.is_empty() && is_last {
                text = format!("{text}\n{}", area.end_mark);
            }
            let name = column
                .block
                .parts
                .iter()
                .rev()
                .find(|part| part.bind.is_of_item())
                .map_or("items", |part| part.bind.as_str());
            let path = name.replacen("items.", &format!("items[{}].", item.sequence), 1);
            let width = column.width as f32 * TENTH - 2.0 * CELL;
            cells.push(filler.set(&text, width, Style::of(size).align(column.align), &path));
        }
        let lines = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(1);
        rows.push(GridRow { cells, lines });
    }
    for (index, column) in area.columns.iter().enumerate() {
        if column.align == Align::Decimal {
            // A little apart from the next column, whose text begins at once.
            align_at_decimal_sign(filler, &mut rows, index, column.width as f32 * TENTH - 4.0 * CELL);
        }
    }
    rows
}

/// What each item prints in a column; names of the whole certificate stand once, below the last item.
fn of_items(block: &Block) -> Block {
    Block { parts: block.parts.iter().filter(|part| part.bind.is_of_item()).cloned().collect(), ..block.clone() }
}

/// Moves the numbers of a column so that their decimal signs stand one under another.
fn align_at_decimal_sign(filler: &mut Filler<'_>, rows: &mut [GridRow], column: usize, width: f32) {
    let mut widest = 0.0_f32;
    let mut whole = Vec::new();
    for row in rows.iter() {
        let Some(cell) = row.cells.get(column) else { continue };
        for (paragraph, text) in cell.paragraphs.iter().enumerate() {
            let is_number = text.starts_with(|letter: char| letter.is_ascii_digit());
            let lines = cell.lines.iter().filter(|line| line.paragraph == paragraph).count();
            if is_number && lines == 1 {
                let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
                let before = filler.setter.width(text.get(..end).unwrap_or_default(), cell.style);
                let total = filler.setter.width(text, cell.style);
                widest = widest.max(before);
                whole.push((text.clone(), before, total));
            }
        }
    }
    let right = whole.iter().map(|(_, before, total)| total - before).fold(0.0, f32::max);
    let anchor = if widest + right <= width { width - right } else { widest };
    for row in rows {
        let Some(cell) = row.cells.get_mut(column) else { continue };
        let cell = Rc::make_mut(cell);
        for line in &mut cell.lines {
            let text = cell.paragraphs.get(line.paragraph);
            let found = whole.iter().find(|(known, _, _)| Some(known) == text);
            let Some((_, before, total)) = found else { continue };
            let shift = (anchor - before).min(width - total).max(0.0);
            for run in &mut line.runs {
                run.x += shift;
            }
        }
    }
}

/// Divides rows over sheets.
fn divide(rows: &[GridRow], pitch: f32, room: impl Fn(usize) -> f32) -> Vec<Vec<Slice>> {
    let counts: Vec<usize> = rows.iter().map(|row| row.lines).collect();
    divide_lines(&counts, |sheet, used_rows| {
        ((room(sheet) - used_rows as f32 * ROW_GAP + ROW_GAP + 0.01) / pitch).floor().max(0.0) as usize
    })
}

/// Divides rows of so many lines; `capacity` answers the lines of a sheet that carries so many rows.
fn divide_lines(rows: &[usize], capacity: impl Fn(usize, usize) -> usize) -> Vec<Vec<Slice>> {
    const ENOUGH_TO_DIVIDE: usize = 3;
    let mut sheets: Vec<Vec<Slice>> = Vec::new();
    let mut current: Vec<Slice> = Vec::new();
    let mut used = 0;
    for (row, lines) in rows.iter().enumerate() {
        let mut from = 0;
        loop {
            let free = capacity(sheets.len(), current.len() + 1).saturating_sub(used);
            let left = lines - from;
            if left <= free {
                current.push(Slice { row, lines: from..*lines });
                used += left;
                break;
            }
            let fresh = capacity(sheets.len() + 1, 1).max(1);
            if left > fresh && free >= ENOUGH_TO_DIVIDE || (current.is_empty() && !sheets.is_empty()) {
                // A sheet that carries nothing would go on for ever.
                let taken = free.max(1);
                current.push(Slice { row, lines: from..from + taken });
                from += taken;
                if from == *lines {
                    used += taken;
                    break;
                }
            }
            sheets.push(std::mem::take(&mut current));
            used = 0;
        }
    }
    sheets.push(current);
    sheets
}

/// Which lines a part of the grid draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines {
    /// None, neither rules nor heads: the form is preprinted.
    None,
    /// The grid, and what is done with the space below the last item.
    All(UnusedSpace),
}

impl Lines {
    /// The lines of a part of a goods grid; only below the last item is space unused.
    pub(crate) fn of(area: &Area, is_last: bool) -> Self {
        Self::All(if is_last { area.unused } else { UnusedSpace::Free })
    }
}

impl Grid {
    /// Draws one sheet's part into a space, with the heads of the columns.
    pub(crate) fn draw(&self, area: &Area, slices: &[Slice], space: Space, sheet: &mut Sheet, lines: Lines) -> Node {
        let bare = lines == Lines::None;
        if !bare {
            sheet.rules.push(space);
            sheet.rules.push(Space { y: space.y + self.head_height, height: 0.0, ..space });
        }
        let mut heads = Vec::new();
        let mut x = space.x;
        for (index, (column, sets)) in area.columns.iter().zip(&self.head).enumerate() {
            if index > 0 && !bare {
                sheet.rules.push(Space { x, width: 0.0, ..space });
            }
            let mut y = space.y + CELL - 0.5;
            let mut texts = Vec::new();
            for set in sets {
                texts.push(Node::Text(Placed { lines: 0..set.lines.len(), text: Rc::clone(set), x: x + CELL, y }));
                y += set.height();
            }
            heads.push(Node::Group(Role::HeadCell, texts));
            x += column.width as f32 * TENTH;
        }
        let mut y = space.y + self.head_height + CELL;
        let mut body = Vec::new();
        for slice in slices {
            let Some(row) = self.rows.get(slice.row) else { continue };
            let mut x = space.x;
            let mut cells = Vec::new();
            for (column, cell) in area.columns.iter().zip(&row.cells) {
                // A row that goes on says again which item it is.
                let is_name = column.block.parts.iter().any(|part| part.bind == Bind::ItemSequence);
                let start = if is_name { 0 } else { slice.lines.start };
                let end = slice.lines.end.min(cell.lines.len());
                let lines = start.min(end)..end;
                cells.push(Node::Group(
                    Role::Cell,
                    vec![Node::Text(Placed { text: Rc::clone(cell), lines, x: x + CELL, y })],
                ));
                x += column.width as f32 * TENTH;
            }
            body.push(Node::Group(Role::Row, cells));
            y += slice.lines.len() as f32 * Style::of(self.size).pitch() + ROW_GAP;
        }
        if let Lines::All(unused) = lines {
            close(unused, &Space { y, height: space.bottom() - y, ..space }, !self.rows.is_empty(), sheet);
        }
        let body = Node::Group(Role::TableBody, body);
        if bare {
            return Node::Group(Role::Table, vec![body]);
        }
        let head = Node::Group(Role::TableHead, vec![Node::Group(Role::Row, heads)]);
        Node::Group(Role::Table, vec![head, body])
    }

    /// The least height that is worth starting the grid in.
    pub(crate) fn least(&self) -> f32 {
        self.head_height + 4.0 * Style::of(self.size).pitch() + ACROSS
    }
}

/// Rules off or crosses out what the items leave empty.
fn close(unused: UnusedSpace, rest: &Space, has_items: bool, sheet: &mut Sheet) {
    let ruled = unused != UnusedSpace::Free && has_items && rest.height > 0.0;
    if ruled {
        sheet.rules.push(Space { height: 0.0, ..*rest });
    }
    if ruled && unused == UnusedSpace::CrossOut && rest.height > CELL * 2.0 {
        sheet.strokes.push(*rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[usize], capacity: usize, expected: &[Vec<(usize, Range<usize>)>]) {
        let divided: Vec<Vec<(usize, Range<usize>)>> = divide_lines(rows, |_, _| capacity)
            .into_iter()
            .map(|sheet| sheet.into_iter().map(|slice| (slice.row, slice.lines)).collect())
            .collect();
        assert_eq!(divided, expected, "{rows:?} over sheets of {capacity} lines");
    }

    #[test]
    fn rows_move_whole_and_only_a_giant_is_divided() {
        check(&[2, 2], 5, &[vec![(0, 0..2), (1, 0..2)]]);
        check(&[3, 3], 5, &[vec![(0, 0..3)], vec![(1, 0..3)]]);
        check(&[1, 12], 5, &[vec![(0, 0..1), (1, 0..4)], vec![(1, 4..9)], vec![(1, 9..12)]]);
        check(&[], 5, &[vec![]]);
    }

    #[test]
    fn a_sheet_without_room_does_not_divide_for_ever() {
        check(&[2], 0, &[vec![], vec![(0, 0..1)], vec![(0, 1..2)]]);
    }
}
