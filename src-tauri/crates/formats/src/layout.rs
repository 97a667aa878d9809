//! How is the layout of a printed form written in a profile file? (`[layout]`, `agreements.md` section 7)
//!
//! Reads the table into `tamga_origin::layout`; what the areas look like on paper is the paper room's question.
//! Every unknown word is refused, so that a slip in a file is found when it is read and not at the printer. Forms of
//! one family share a grid (`grids`) and lend it their own labels and words (`face`).

mod face;
mod grids;

use std::collections::BTreeMap;

use tamga_origin::Flag;
use tamga_origin::layout::{
    Align, Area, AreaKind, Bind, Block, Column, Continuation, Layout, Part, Rect, Sheet, Sizes, Tick,
};
use toml::Spanned;
use toml::de::DeValue;

use crate::agreements::{ProfileError, ProfileFault};
use crate::keys::{Keys, Source};

pub(crate) use face::Face;

/// Reads the `[layout]` of a file alone; labels, names and ticks that a profile would lend stay as they are written.
///
/// # Errors
/// The first slip, with line and column; a file without `[layout]` is one.
pub fn read(text: &str) -> Result<Layout, ProfileError> {
    let source = Source::new(text);
    let face = Face::default();
    let read = source.parse().and_then(|file| Some(layout(&Keys::top(&source, &file).needed_table("layout")?, &face)));
    match source.slips().into_iter().next() {
        Some(slip) => Err(slip),
        None => Ok(read.unwrap_or_default()),
    }
}

/// The text of a grid that several forms share.
pub(crate) fn grid_text(name: &str) -> Option<&'static str> {
    grids::text(name)
}

/// Reads a `[layout]` table: a grid of its own, or the name of a grid that several forms share.
pub(crate) fn layout(top: &Keys<'_>, face: &Face<'_>) -> Layout {
    if !top.has("grid") {
        return sheet(top, face);
    }
    top.only(&["grid", "words"]);
    let Some(grid) = top.parsed("grid", grids::text) else { return Layout::default() };
    let words: Vec<(&str, &str)> = top
        .table("words")
        .map(|keys| keys.entries().map(|(word, _)| (word, keys.text(word))).collect())
        .unwrap_or_default();
    let source = Source::new(grid);
    let face = Face { words: &words, shared: true, ..*face };
    let read = source.parse().map(|file| sheet(&Keys::top(&source, &file), &face));
    // What a grid lacks is the fault of the form that asks for it.
    for slip in source.slips() {
        top.slip_at("grid", slip.fault);
    }
    read.unwrap_or_default()
}

/// Reads a sheet; an area with a slip is left out, and everything else is read on.
fn sheet(top: &Keys<'_>, face: &Face<'_>) -> Layout {
    top.only(&["page", "size", "continuation", "block", "area"]);
    let sheet = top.parsed("page", Sheet::parse).unwrap_or(Sheet::A4);
    let usual = Sizes::default();
    let sizes = top.table("size").map_or(usual, |keys| {
        keys.only(&["value", "label", "smallest"]);
        Sizes {
            value: size(&keys, "value").unwrap_or(usual.value),
            label: size(&keys, "label").unwrap_or(usual.label),
            smallest: size(&keys, "smallest").unwrap_or(usual.smallest),
        }
    });
    let continuation = top.table("continuation").map_or_else(Continuation::default, |keys| {
        keys.only(&["title", "repeat"]);
        Continuation { title: keys.text("title").to_owned(), repeat: keys.each("repeat", AreaKind::parse) }
    });
    let mut blocks = BTreeMap::new();
    for (name, keys) in top.named_tables("block") {
        blocks.insert(name.to_owned(), block(&keys));
    }
    let mut areas: Vec<(usize, Area)> = Vec::new();
    for (index, keys) in top.tables("area").into_iter().enumerate() {
        let Some(mut one) = area(&keys, &blocks, sheet) else { continue };
        if !face.lend(&mut one, &keys) {
            continue;
        }
        for (other, _) in areas.iter().filter(|(_, other)| collide(other, &one)) {
            let list = keys.at.split('[').next().unwrap_or_default();
            keys.slip(ProfileFault::Overlap { other: format!("{list}[{}]", other + 1) });
        }
        areas.push((index, one));
    }
    Layout { sheet, sizes, continuation, areas: areas.into_iter().map(|(_, area)| area).collect() }
}

/// Two framed areas never share a point; an unframed one lies inside one frame or outside all, and never over another
/// unframed one. The code keeps out of signatures and stamps altogether.
fn collide(a: &Area, b: &Area) -> bool {
    let (one, other) = (a.at, b.at);
    let apart = one.x + one.width <= other.x
        || other.x + other.width <= one.x
        || one.y + one.height <= other.y
        || other.y + other.height <= one.y;
    let within = |inner: Rect, outer: Rect| {
        inner.x >= outer.x
            && inner.y >= outer.y
            && inner.x + inner.width <= outer.x + outer.width
            && inner.y + inner.height <= outer.y + outer.height
    };
    let guarded = |area: &Area| matches!(area.kind, AreaKind::Signature | AreaKind::Stamp);
    let code = |area: &Area| area.kind == AreaKind::Qr;
    if apart || a.back != b.back {
        false
    } else if code(a) && guarded(b) || code(b) && guarded(a) {
        true
    } else {
        match (a.framed, b.framed) {
            (true, true) | (false, false) => true,
            (true, false) => !within(other, one),
            (false, true) => !within(one, other),
        }
    }
}

const AREA_KEYS: [&str; 16] = [
    "kind", "box", "at", "bind", "label", "text", "columns", "end_mark", "ticks", "align", "size", "bold", "framed",
    "choices", "back", "unused",
];

fn area(keys: &Keys<'_>, blocks: &BTreeMap<String, Block>, sheet: Sheet) -> Option<Area> {
    keys.only(&AREA_KEYS);
    keys.needed("kind");
    let kind = keys.parsed("kind", AreaKind::parse);
    let at = rect(keys, sheet);
    let mut area = Area::new(kind.unwrap_or(AreaKind::Static), at.unwrap_or_default());
    area.number = keys.text("box").to_owned();
    area.label = keys.text("label").to_owned();
    area.text = keys.text("text").to_owned();
    area.end_mark = keys.text("end_mark").to_owned();
    area.block = bound(keys, blocks);
    area.align = align(keys);
    area.size = size(keys, "size");
    area.bold = keys.yes("bold");
    area.framed = keys.flag("framed").unwrap_or(area.framed);
    area.back = keys.yes("back");
    area.unused = keys.word("unused").unwrap_or(area.unused);
    for tick in keys.tables("ticks") {
        tick.only(&["flag", "words"]);
        tick.needed("flag");
        let flag = tick.parsed("flag", Flag::from_code);
        area.ticks.push(Tick { flag, words: tick.text("words").to_owned() });
    }
    area.ticks.extend(keys.texts("choices").into_iter().map(|words| Tick { flag: None, words: words.to_owned() }));
    for column in keys.tables("columns") {
        column.only(&["box", "w", "bind", "label", "align"]);
        let width = tenths(column.value("w"));
        if width.is_none() {
            column.wrong("w");
        }
        area.columns.push(Column {
            number: column.text("box").to_owned(),
            label: column.text("label").to_owned(),
            width: width.unwrap_or(0),
            block: bound(&column, blocks),
            align: align(&column),
        });
    }
    let is_grid = kind == Some(AreaKind::Items);
    let width: i32 = area.columns.iter().map(|column| column.width).sum();
    if kind.is_some() && at.is_some() && (is_grid == area.columns.is_empty() || is_grid && width != area.at.width) {
        keys.slip_at("columns", ProfileFault::DoesNotFit);
    }
    kind.zip(at).map(|_| area)
}

fn rect(keys: &Keys<'_>, sheet: Sheet) -> Option<Rect> {
    let measures: Option<Vec<i32>> = keys.array("at").iter().map(|measure| tenths(Some(measure))).collect();
    let Some([x, y, width, height]) = measures.as_deref() else {
        keys.wrong("at");
        return None;
    };
    let at = Rect { x: *x, y: *y, width: *width, height: *height };
    let (page_width, page_height) = sheet.size();
    let fits = at.x >= 0 && at.y >= 0 && at.width > 0 && at.height > 0;
    if !fits || at.x + at.width > page_width || at.y + at.height > page_height {
        keys.slip_at("at", ProfileFault::DoesNotFit);
        return None;
    }
    Some(at)
}

/// A bound name, or the name of a block of the same file.
fn bound(keys: &Keys<'_>, blocks: &BTreeMap<String, Block>) -> Block {
    let known = |word: &str| blocks.get(word).cloned().or_else(|| Bind::parse(word).map(Block::of));
    keys.parsed("bind", known).unwrap_or_default()
}

fn block(keys: &Keys<'_>) -> Block {
    keys.only(&["separator", "parts"]);
    let mut parts = Vec::new();
    for part in keys.tables("parts") {
        part.only(&["bind", "before", "after", "keep"]);
        part.needed("bind");
        let Some(bind) = part.parsed("bind", Bind::parse) else { continue };
        parts.push(Part {
            bind,
            before: part.text("before").to_owned(),
            after: part.text("after").to_owned(),
            keep: part.yes("keep"),
        });
    }
    let separator = if keys.has("separator") { keys.text("separator") } else { "\n" };
    Block { parts, separator: separator.to_owned() }
}

fn align(keys: &Keys<'_>) -> Align {
    keys.parsed("align", Align::parse).unwrap_or(Align::Start)
}

/// A type size in tenths of a point, 4 to 72 points.
fn size(keys: &Keys<'_>, key: &str) -> Option<u16> {
    let size = tenths(Some(keys.value(key)?)).and_then(|size| u16::try_from(size).ok());
    let size = size.filter(|size| (40..=720).contains(size));
    if size.is_none() {
        keys.wrong(key);
    }
    size
}

/// Tenths of a millimetre or of a point, from a whole or fractional number.
fn tenths(value: Option<&Spanned<DeValue<'_>>>) -> Option<i32> {
    let number: f64 = match value?.get_ref() {
        DeValue::Integer(whole) => f64::from(whole.as_str().parse::<i32>().ok()?),
        DeValue::Float(number) => number.as_str().parse().ok()?,
        _ => return None,
    };
    (number.abs() <= 1000.0).then(|| (number * 10.0).round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str, expected: &str) {
        let found = read(text).map(|_| String::new()).unwrap_or_else(|error| error.to_string());
        assert_eq!(found, expected, "of {text}");
    }

    #[test]
    fn a_layout_is_read_with_its_blocks_and_columns() {
        let text = r#"
            [layout]
            size = { value = 9, label = 6.5 }
            continuation = { title = "More", repeat = ["items"] }
            [layout.block.goods]
            parts = [{ bind = "items.packages" }, { bind = "items.description", before = "of " }]
            [[layout.area]]
            kind = "items"
            at = [10, 20.5, 40, 100]
            columns = [{ box = "1", w = 10, bind = "items.sequence" }, { w = 30, bind = "goods", align = "end" }]
        "#;
        let layout = read(text).unwrap();
        assert_eq!(layout.sizes, Sizes { value: 90, label: 65, smallest: 65 });
        assert_eq!(layout.continuation.repeat, [AreaKind::Items]);
        assert_eq!(layout.areas[0].at, Rect { x: 100, y: 205, width: 400, height: 1000 });
        assert_eq!(layout.areas[0].columns[1].block.parts.len(), 2);
        assert_eq!(layout.areas[0].columns[1].align, Align::End);
    }

    #[test]
    fn a_slip_in_a_layout_is_refused_with_its_place() {
        refused("[other]", "line 1, column 1: file: layout is missing");
        refused("[layout]\npages = 1", "line 2, column 1: layout: unknown key \"pages\"");
        refused(
            "[[layout.area]]\nkind = \"field\"\nat = [1, 2, 3]",
            "line 3, column 6: layout.area[1]: \"at\" is not of the right kind",
        );
        refused(
            "[[layout.area]]\nkind = \"box\"\nat = [1, 2, 3, 4]",
            "line 2, column 8: layout.area[1]: unknown word \"box\"",
        );
        refused(
            "[[layout.area]]\nkind = \"field\"\nat = [1, 2, 3, 4]\nbind = \"exporter.secret\"",
            "line 4, column 8: layout.area[1]: unknown word \"exporter.secret\"",
        );
        refused(
            "[[layout.area]]\nkind = \"field\"\nat = [1, 2, 300, 4]",
            "line 3, column 6: layout.area[1]: reaches over the edge, or its columns are not as wide as it is",
        );
    }

    #[test]
    fn areas_that_overlap_are_refused() {
        let two = |first: &str, second: &str| format!("[[layout.area]]\n{first}\n[[layout.area]]\n{second}");
        let field = "kind = \"field\"\nat = [10, 10, 50, 20]";
        let overlap = "line 4, column 1: layout.area[2]: overlaps layout.area[1]";
        refused(&two(field, "kind = \"party\"\nat = [59, 10, 50, 20]"), overlap);
        refused(&two(field, "kind = \"number\"\nat = [55, 12, 10, 5]"), overlap);
        let stamp = "kind = \"stamp\"\nat = [10, 10, 50, 50]";
        refused(&two(stamp, "kind = \"qr\"\nat = [12, 12, 30, 30]"), overlap);
        for beside in ["kind = \"party\"\nat = [60, 10, 50, 20]", "kind = \"number\"\nat = [12, 12, 10, 5]"] {
            assert!(read(&two(field, beside)).is_ok(), "{beside} stands well");
        }
    }
}
