//! How does a form look on paper? The layout of an agreement profile, as data (`agreements.md` section 7).
//!
//! Only what stands where; how it is drawn is the paper room's question, and how it is written in a file that of the
//! formats. Measures are whole tenths of a millimetre from the top left of the page, sizes whole tenths of a point,
//! so that two layouts can be compared exactly.

mod bind;

pub use bind::Bind;

use crate::certificate::Flag;
use crate::profile::UnusedSpace;

/// The sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sheet {
    /// 210 by 297 mm.
    #[default]
    A4,
    /// 297 by 210 mm.
    A4Landscape,
    /// 215.9 by 279.4 mm.
    Letter,
}

impl Sheet {
    /// The word used in layout files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::A4Landscape => "A4-landscape",
            Self::Letter => "Letter",
        }
    }

    /// Reads the word back.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::A4, Self::A4Landscape, Self::Letter].into_iter().find(|sheet| sheet.as_str() == word)
    }

    /// Width and height in tenths of a millimetre.
    pub fn size(self) -> (i32, i32) {
        match self {
            Self::A4 => (2100, 2970),
            Self::A4Landscape => (2970, 2100),
            Self::Letter => (2159, 2794),
        }
    }
}

/// Type sizes in tenths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sizes {
    /// Size of values.
    pub value: u16,
    /// Size of labels.
    pub label: u16,
    /// The smallest size a value may shrink to.
    pub smallest: u16,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { value: 90, label: 65, smallest: 65 }
    }
}

/// A rectangle on the page, in tenths of a millimetre from its top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Rect {
    /// From the left edge.
    pub x: i32,
    /// From the top edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

/// The eleven kinds of area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AreaKind {
    /// A fixed short text.
    Static,
    /// One bound value with its box number and label.
    Field,
    /// Name, address lines, country and identifier of a party.
    Party,
    /// The goods grid.
    Items,
    /// A row of squares with words; a set flag draws the mark.
    Ticks,
    /// The official-use box: squares, reason line, signature line.
    Choices,
    /// Place, date, name and text of an attestation.
    Signature,
    /// Free space for a seal.
    Stamp,
    /// The certificate number.
    Number,
    /// The wording of this copy.
    CopyWord,
    /// The verification code.
    Qr,
}

impl AreaKind {
    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::Static,
        Self::Field,
        Self::Party,
        Self::Items,
        Self::Ticks,
        Self::Choices,
        Self::Signature,
        Self::Stamp,
        Self::Number,
        Self::CopyWord,
        Self::Qr,
    ];

    /// The word used in layout files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Field => "field",
            Self::Party => "party",
            Self::Items => "items",
            Self::Ticks => "ticks",
            Self::Choices => "choices",
            Self::Signature => "signature",
            Self::Stamp => "stamp",
            Self::Number => "number",
            Self::CopyWord => "copy_word",
            Self::Qr => "qr",
        }
    }

    /// Reads the word back.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Where text stands in its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Align {
    /// At the side where its language begins.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the side where its language ends.
    End,
    /// Numbers one under another, at the decimal sign.
    Decimal,
}

impl Align {
    /// The word used in layout files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Center => "center",
            Self::End => "end",
            Self::Decimal => "decimal",
        }
    }

    /// Reads the word back.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Start, Self::Center, Self::End, Self::Decimal].into_iter().find(|align| align.as_str() == word)
    }
}

/// One bound name inside a box, with the words before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What is printed.
    pub bind: Bind,
    /// Words before the value, for instance "Port of loading: ".
    pub before: String,
    /// Words after the value.
    pub after: String,
    /// Print the words even when there is no value.
    pub keep: bool,
}

impl Part {
    /// A bound name alone.
    pub fn of(bind: Bind) -> Self {
        Self { bind, before: String::new(), after: String::new(), keep: false }
    }
}

/// A list of bound names with what stands between them; a single name is a list of one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// The names, in order.
    pub parts: Vec<Part>,
    /// What stands between two values.
    pub separator: String,
}

impl Block {
    /// A block of one bound name.
    pub fn of(bind: Bind) -> Self {
        Self { parts: vec![Part::of(bind)], separator: String::new() }
    }

    /// The names that share one box, one under another, each with its own short words.
    pub fn of_keys(keys: &[Bind]) -> Self {
        if let [bind] = keys {
            return Self::of(*bind);
        }
        let part = |bind: &Bind| {
            let (before, after) = bind.words_around();
            Part { before: before.to_owned(), after: after.to_owned(), ..Part::of(*bind) }
        };
        Self { parts: keys.iter().map(part).collect(), separator: "\n".to_owned() }
    }

    /// Is nothing bound?
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

/// One column of the goods grid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// Box number.
    pub number: String,
    /// Words in the head of the column.
    pub label: String,
    /// Width in tenths of a millimetre.
    pub width: i32,
    /// What is printed.
    pub block: Block,
    /// Where the text stands.
    pub align: Align,
}

/// A square with words beside it, or, in any other box, words that a set flag prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// The flag that draws the mark; none in the official-use box, which a customs officer fills by hand.
    pub flag: Option<Flag>,
    /// The words; `{no}` and `{date}` stand for number and day of the paper that the certificate refers to,
    /// `{countries}` for those whose inputs were cumulated.
    pub words: String,
}

/// One area of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// What kind.
    pub kind: AreaKind,
    /// Box number as printed, or empty.
    pub number: String,
    /// Where.
    pub at: Rect,
    /// Label of the box, or empty.
    pub label: String,
    /// Fixed words: the text of a `static`, the sentence of a `signature`.
    pub text: String,
    /// What is printed.
    pub block: Block,
    /// Columns, of `items` only.
    pub columns: Vec<Column>,
    /// Words after the last item, of `items` only.
    pub end_mark: String,
    /// Squares of `ticks` and `choices`; words that set flags print in a `field`, `party` or `signature`.
    pub ticks: Vec<Tick>,
    /// Where the text stands.
    pub align: Align,
    /// Own type size in tenths of a point, or none for the layout's.
    pub size: Option<u16>,
    /// Bold?
    pub bold: bool,
    /// Is a thin rule drawn around it?
    pub framed: bool,
    /// Does it stand on the back of the first sheet?
    pub back: bool,
    /// What happens to space below the last item, of `items` only.
    pub unused: UnusedSpace,
}

impl Area {
    /// An empty area of a kind at a place, framed as that kind usually is.
    pub fn new(kind: AreaKind, at: Rect) -> Self {
        let framed = !matches!(kind, AreaKind::Static | AreaKind::Number | AreaKind::CopyWord | AreaKind::Qr);
        Self {
            kind,
            number: String::new(),
            at,
            label: String::new(),
            text: String::new(),
            block: Block::default(),
            columns: Vec::new(),
            end_mark: String::new(),
            ticks: Vec::new(),
            align: Align::Start,
            size: None,
            bold: false,
            framed,
            back: false,
            unused: UnusedSpace::Free,
        }
    }
}

/// What a continuation sheet carries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Continuation {
    /// Its title.
    pub title: String,
    /// Kinds of area repeated on it.
    pub repeat: Vec<AreaKind>,
}

/// The printed form of an agreement profile.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The sheet.
    pub sheet: Sheet,
    /// Type sizes.
    pub sizes: Sizes,
    /// Continuation sheets.
    pub continuation: Continuation,
    /// Areas, in reading order.
    pub areas: Vec<Area>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_layout_file_reads_back() {
        for bind in Bind::ALL {
            assert_eq!(Bind::parse(bind.as_str()), Some(*bind), "{} reads back", bind.as_str());
        }
        for kind in AreaKind::ALL {
            assert_eq!(AreaKind::parse(kind.as_str()), Some(kind), "{} reads back", kind.as_str());
        }
        assert_eq!(Bind::parse("exporter.password"), None, "an unknown name is not guessed");
    }
}
