//! How is the layout of a printed form written in a profile file? (`[layout]`, `agreements.md` section 7)
//!
//! Reads the table into `tamga_origin::layout`; what the areas look like on paper is the paper room's question.
//! Every unknown word is refused, so that a slip in a file is found when it is read and not at the printer.

use std::collections::BTreeMap;

use tamga_origin::Flag;
use tamga_origin::layout::{
    Align, Area, AreaKind, Bind, Block, Column, Continuation, Layout, Part, Rect, Sheet, Sizes, Tick,
};
use thiserror::Error;
use toml::{Table, Value};

/// What is wrong with a layout table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LayoutError {
    /// The text is not TOML.
    #[error("not TOML: {0}")]
    NotToml(String),
    /// There is no `[layout]` table.
    #[error("there is no [layout] table")]
    Missing,
    /// A key is not known.
    #[error("{at}: unknown key {key:?}")]
    UnknownKey {
        /// Where, for instance `area[3]`.
        at: String,
        /// The key.
        key: String,
    },
    /// A word is not one of those allowed.
    #[error("{at}: unknown word {word:?}")]
    UnknownWord {
        /// Where.
        at: String,
        /// The word.
        word: String,
    },
    /// A value is missing or has the wrong type.
    #[error("{at}: {key:?} is missing or not of the right kind")]
    WrongValue {
        /// Where.
        at: String,
        /// The key.
        key: String,
    },
    /// An area reaches over the edge of the sheet, or its columns are not as wide as it is.
    #[error("{at}: does not fit")]
    DoesNotFit {
        /// Where.
        at: String,
    },
}

/// Reads the `[layout]` of a whole profile file.
pub fn read(text: &str) -> Result<Layout, LayoutError> {
    let file: Table = text.parse().map_err(|error: toml::de::Error| LayoutError::NotToml(error.to_string()))?;
    match file.get("layout") {
        Some(Value::Table(table)) => layout(table),
        _ => Err(LayoutError::Missing),
    }
}

/// Reads a `[layout]` table.
pub(crate) fn layout(table: &Table) -> Result<Layout, LayoutError> {
    let top = Keys { at: "layout".to_owned(), table };
    top.only(&["page", "size", "continuation", "block", "area"])?;
    let sheet = match top.text("page")? {
        "" => Sheet::A4,
        word => Sheet::parse(word).ok_or_else(|| top.word(word))?,
    };
    let sizes = match top.table("size")? {
        Some(keys) => {
            keys.only(&["value", "label", "smallest"])?;
            let usual = Sizes::default();
            Sizes {
                value: keys.size("value")?.unwrap_or(usual.value),
                label: keys.size("label")?.unwrap_or(usual.label),
                smallest: keys.size("smallest")?.unwrap_or(usual.smallest),
            }
        }
        None => Sizes::default(),
    };
    let continuation = match top.table("continuation")? {
        Some(keys) => {
            keys.only(&["title", "repeat"])?;
            let mut repeat = Vec::new();
            for word in keys.words("repeat")? {
                repeat.push(AreaKind::parse(word).ok_or_else(|| keys.word(word))?);
            }
            Continuation { title: keys.text("title")?.to_owned(), repeat }
        }
        None => Continuation::default(),
    };
    let mut blocks = BTreeMap::new();
    if let Some(named) = top.table("block")? {
        for (name, value) in named.table {
            let at = format!("block.{name}");
            let Value::Table(table) = value else { return Err(LayoutError::WrongValue { at, key: name.clone() }) };
            blocks.insert(name.clone(), block(&Keys { at, table })?);
        }
    }
    let mut areas = Vec::new();
    for keys in top.tables("area")? {
        areas.push(area(&keys, &blocks, sheet)?);
    }
    Ok(Layout { sheet, sizes, continuation, areas })
}

const AREA_KEYS: [&str; 14] = [
    "kind", "box", "at", "bind", "label", "text", "columns", "end_mark", "ticks", "align", "size", "bold", "framed",
    "choices",
];

fn area(keys: &Keys<'_>, blocks: &BTreeMap<String, Block>, sheet: Sheet) -> Result<Area, LayoutError> {
    keys.only(&AREA_KEYS)?;
    let word = keys.text("kind")?;
    let kind = AreaKind::parse(word).ok_or_else(|| keys.word(word))?;
    let mut area = Area::new(kind, rect(keys, sheet)?);
    area.number = keys.text("box")?.to_owned();
    area.label = keys.text("label")?.to_owned();
    area.text = keys.text("text")?.to_owned();
    area.end_mark = keys.text("end_mark")?.to_owned();
    area.block = bound(keys, blocks)?;
    area.align = align(keys)?;
    area.size = keys.size("size")?;
    area.bold = keys.flag("bold")?.unwrap_or(false);
    area.framed = keys.flag("framed")?.unwrap_or(area.framed);
    for tick in keys.tables("ticks")? {
        tick.only(&["flag", "words"])?;
        let code = tick.text("flag")?;
        let flag = Flag::from_code(code).ok_or_else(|| tick.word(code))?;
        area.ticks.push(Tick { flag: Some(flag), words: tick.text("words")?.to_owned() });
    }
    area.ticks.extend(keys.words("choices")?.into_iter().map(|words| Tick { flag: None, words: words.to_owned() }));
    for column in keys.tables("columns")? {
        column.only(&["box", "w", "bind", "label", "align"])?;
        area.columns.push(Column {
            number: column.text("box")?.to_owned(),
            label: column.text("label")?.to_owned(),
            width: tenths(column.table.get("w")).ok_or_else(|| column.wrong("w"))?,
            block: bound(&column, blocks)?,
            align: align(&column)?,
        });
    }
    let is_grid = kind == AreaKind::Items;
    let width: i32 = area.columns.iter().map(|column| column.width).sum();
    if is_grid == area.columns.is_empty() || is_grid && width != area.at.width {
        return Err(LayoutError::DoesNotFit { at: format!("{}.columns", keys.at) });
    }
    Ok(area)
}

fn rect(keys: &Keys<'_>, sheet: Sheet) -> Result<Rect, LayoutError> {
    let Some(Value::Array(measures)) = keys.table.get("at") else { return Err(keys.wrong("at")) };
    let measures: Option<Vec<i32>> = measures.iter().map(|measure| tenths(Some(measure))).collect();
    let Some([x, y, width, height]) = measures.as_deref() else { return Err(keys.wrong("at")) };
    let at = Rect { x: *x, y: *y, width: *width, height: *height };
    let (page_width, page_height) = sheet.size();
    let fits = at.x >= 0 && at.y >= 0 && at.width > 0 && at.height > 0;
    if !fits || at.x + at.width > page_width || at.y + at.height > page_height {
        return Err(LayoutError::DoesNotFit { at: keys.at.clone() });
    }
    Ok(at)
}

/// A bound name, or the name of a block of the same file.
fn bound(keys: &Keys<'_>, blocks: &BTreeMap<String, Block>) -> Result<Block, LayoutError> {
    let word = keys.text("bind")?;
    if word.is_empty() {
        return Ok(Block::default());
    }
    match blocks.get(word) {
        Some(block) => Ok(block.clone()),
        None => Bind::parse(word).map(Block::of).ok_or_else(|| keys.word(word)),
    }
}

fn block(keys: &Keys<'_>) -> Result<Block, LayoutError> {
    keys.only(&["separator", "parts"])?;
    let mut parts = Vec::new();
    for part in keys.tables("parts")? {
        part.only(&["bind", "before", "after", "keep"])?;
        let word = part.text("bind")?;
        parts.push(Part {
            bind: Bind::parse(word).ok_or_else(|| part.word(word))?,
            before: part.text("before")?.to_owned(),
            after: part.text("after")?.to_owned(),
            keep: part.flag("keep")?.unwrap_or(false),
        });
    }
    let separator = if keys.table.contains_key("separator") { keys.text("separator")? } else { "\n" };
    Ok(Block { parts, separator: separator.to_owned() })
}

fn align(keys: &Keys<'_>) -> Result<Align, LayoutError> {
    match keys.text("align")? {
        "" => Ok(Align::Start),
        word => Align::parse(word).ok_or_else(|| keys.word(word)),
    }
}

/// Tenths of a millimetre or of a point, from a whole or fractional number.
fn tenths(value: Option<&Value>) -> Option<i32> {
    let number = match value? {
        Value::Integer(whole) => f64::from(i32::try_from(*whole).ok()?),
        Value::Float(number) => *number,
        _ => return None,
    };
    (number.abs() <= 1000.0).then(|| (number * 10.0).round() as i32)
}

/// A table and where it stands.
struct Keys<'a> {
    at: String,
    table: &'a Table,
}

impl<'a> Keys<'a> {
    fn only(&self, known: &[&str]) -> Result<(), LayoutError> {
        match self.table.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(LayoutError::UnknownKey { at: self.at.clone(), key: key.clone() }),
            None => Ok(()),
        }
    }

    fn text(&self, key: &str) -> Result<&'a str, LayoutError> {
        match self.table.get(key) {
            None => Ok(""),
            Some(Value::String(text)) => Ok(text),
            Some(_) => Err(self.wrong(key)),
        }
    }

    fn flag(&self, key: &str) -> Result<Option<bool>, LayoutError> {
        match self.table.get(key) {
            None => Ok(None),
            Some(Value::Boolean(flag)) => Ok(Some(*flag)),
            Some(_) => Err(self.wrong(key)),
        }
    }

    fn size(&self, key: &str) -> Result<Option<u16>, LayoutError> {
        let Some(value) = self.table.get(key) else { return Ok(None) };
        let size = tenths(Some(value)).and_then(|size| u16::try_from(size).ok());
        size.filter(|size| (40..=720).contains(size)).map(Some).ok_or_else(|| self.wrong(key))
    }

    fn table(&self, key: &str) -> Result<Option<Keys<'a>>, LayoutError> {
        match self.table.get(key) {
            None => Ok(None),
            Some(Value::Table(table)) => Ok(Some(Keys { at: format!("{}.{key}", self.at), table })),
            Some(_) => Err(self.wrong(key)),
        }
    }

    fn array(&self, key: &str) -> Result<&'a [Value], LayoutError> {
        match self.table.get(key) {
            None => Ok(&[]),
            Some(Value::Array(values)) => Ok(values),
            Some(_) => Err(self.wrong(key)),
        }
    }

    fn tables(&self, key: &str) -> Result<Vec<Keys<'a>>, LayoutError> {
        let mut tables = Vec::new();
        for (index, value) in self.array(key)?.iter().enumerate() {
            let at = format!("{}.{key}[{index}]", self.at);
            let Value::Table(table) = value else { return Err(self.wrong(key)) };
            tables.push(Keys { at, table });
        }
        Ok(tables)
    }

    fn words(&self, key: &str) -> Result<Vec<&'a str>, LayoutError> {
        self.array(key)?.iter().map(|value| value.as_str().ok_or_else(|| self.wrong(key))).collect()
    }

    fn word(&self, word: &str) -> LayoutError {
        LayoutError::UnknownWord { at: self.at.clone(), word: word.to_owned() }
    }

    fn wrong(&self, key: &str) -> LayoutError {
        LayoutError::WrongValue { at: self.at.clone(), key: key.to_owned() }
    }
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
        refused("[other]", "there is no [layout] table");
        refused("[layout]\npages = 1", "layout: unknown key \"pages\"");
        refused(
            "[[layout.area]]\nkind = \"field\"\nat = [1, 2, 3]",
            "layout.area[0]: \"at\" is missing or not of the right kind",
        );
        refused("[[layout.area]]\nkind = \"box\"\nat = [1, 2, 3, 4]", "layout.area[0]: unknown word \"box\"");
        refused(
            "[[layout.area]]\nkind = \"field\"\nat = [1, 2, 3, 4]\nbind = \"exporter.secret\"",
            "layout.area[0]: unknown word \"exporter.secret\"",
        );
        refused("[[layout.area]]\nkind = \"field\"\nat = [1, 2, 300, 4]", "layout.area[0]: does not fit");
    }
}
