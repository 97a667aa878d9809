//! How does one description of the fields serve for reading, writing and listing them? A form goes through the fields of
//! a certificate and either lists their names, takes down what they say, or fills them from lines of cells.
//!
//! Cells hold canonical text here: what the cells of a file mean was settled before, column by column.

use std::collections::HashMap;

use tamga_origin::word::Word;
use tamga_origin::{Date, Decimal, Moment, Timestamp};

use super::columns::field;
use super::line::Line;

/// What the cells of a column are read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// Words of several entries, one a line.
    Lines,
    /// A code or number that is no amount: it may begin with zeros.
    Code,
    /// Codes of several entries, one a line.
    Codes,
    /// A tariff code.
    Tariff,
    /// An amount.
    Number,
    /// A whole number.
    Count,
    /// A day.
    Day,
    /// A day, or an instant with its zone.
    Moment,
    /// A day, or words for it.
    Departure,
    /// Yes or no.
    Yes,
}

/// A field that a column can be for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// Its name, `exporter.name`.
    pub(super) name: String,
    /// What its cells are read as.
    pub(super) kind: Kind,
    /// Does every row add an entry to a list?
    pub(super) repeats: bool,
}

/// Something a form could not fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unfilled {
    /// The line, from 0.
    pub(super) line: usize,
    /// The field.
    pub(super) name: String,
    /// Does an entry lack what makes it one (an amount, a kind)? Else the text means nothing here.
    pub(super) incomplete: bool,
}

enum Mode<'a> {
    List(Vec<Field>),
    Write(Vec<Line>),
    Read { lines: &'a [&'a Line], first: HashMap<&'a str, &'a str>, once: bool, unfilled: Vec<Unfilled> },
}

/// A form on its way through the fields.
pub(super) struct Form<'a> {
    mode: Mode<'a>,
    prefix: String,
    /// The row whose cells count, inside an entry of a list.
    row: Option<usize>,
}

impl<'a> Form<'a> {
    fn new(mode: Mode<'a>) -> Self {
        Self { mode, prefix: String::new(), row: None }
    }

    /// The names of all fields.
    pub(super) fn list(look: impl FnOnce(&mut Self)) -> Vec<Field> {
        let mut form = Self::new(Mode::List(Vec::new()));
        look(&mut form);
        if let Mode::List(fields) = form.mode { fields } else { Vec::new() }
    }

    /// What all fields say, as lines: entries of lists one below the other.
    pub(super) fn write(look: impl FnOnce(&mut Self)) -> Vec<Line> {
        let mut form = Self::new(Mode::Write(Vec::new()));
        look(&mut form);
        if let Mode::Write(lines) = form.mode { lines } else { Vec::new() }
    }

    /// Fills the fields from lines. With `once`, an entry that is the same as one before it is not added again: the head
    /// is repeated on every row of a flat sheet.
    pub(super) fn read(lines: &'a [&'a Line], once: bool, look: impl FnOnce(&mut Self)) -> Vec<Unfilled> {
        // What is said once may stand on any line; the first one counts.
        let mut first = HashMap::new();
        for (name, text) in lines.iter().flat_map(|line| line.iter()) {
            first.entry(name).or_insert(text);
        }
        let mut form = Self::new(Mode::Read { lines, first, once, unfilled: Vec::new() });
        look(&mut form);
        if let Mode::Read { unfilled, .. } = form.mode { unfilled } else { Vec::new() }
    }

    /// Goes through the fields of a block.
    pub(super) fn inside<R>(&mut self, name: &str, look: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.prefix.len();
        self.prefix.push_str(name);
        self.prefix.push('.');
        let result = look(self);
        self.prefix.truncate(length);
        result
    }

    /// The one place where a field meets its cell. `said` is what the certificate says now.
    pub(super) fn leaf(&mut self, name: &str, kind: Kind, said: impl FnOnce() -> String) -> Option<String> {
        let name = if name.is_empty() {
            self.prefix.trim_end_matches('.').to_owned()
        } else {
            format!("{}{name}", self.prefix)
        };
        match &mut self.mode {
            Mode::List(fields) => {
                fields.push(Field { name, kind, repeats: self.row.is_some() });
                None
            }
            Mode::Write(lines) => {
                let text = tidy(&said());
                if !text.is_empty() {
                    let row = self.row.unwrap_or(0);
                    while lines.len() <= row {
                        lines.push(Line::default());
                    }
                    if let (Some(line), Some(field)) = (lines.get_mut(row), field(&name)) {
                        line.set(&field.name, text.into());
                    }
                }
                None
            }
            Mode::Read { lines, first, .. } => match self.row {
                Some(row) => lines.get(row)?.get(&name).map(str::to_owned),
                None => first.get(name.as_str()).map(|text| (*text).to_owned()),
            },
        }
    }

    /// Notes that the text of a field means nothing, or that an entry is not complete.
    pub(super) fn unfilled(&mut self, name: &str, incomplete: bool) {
        let full = if name.is_empty() {
            self.prefix.trim_end_matches('.').to_owned()
        } else {
            format!("{}{name}", self.prefix)
        };
        if let Mode::Read { lines, unfilled, .. } = &mut self.mode {
            let holds = |line: &&Line| line.names().any(|name| within(name, &full));
            let line = self.row.or_else(|| lines.iter().position(holds)).unwrap_or(0);
            unfilled.push(Unfilled { line, name: full, incomplete });
        }
    }

    /// Does any cell that counts belong to the block?
    fn says_anything(&self, name: &str) -> bool {
        let block = format!("{}{name}", self.prefix);
        let says = |line: &&Line| line.names().any(|name| within(name, &block));
        match (&self.mode, self.row) {
            (Mode::Read { lines, .. }, Some(row)) => lines.get(row).is_some_and(says),
            (Mode::Read { first, .. }, None) => first.keys().any(|key| within(key, &block)),
            _ => true,
        }
    }

    /// Words.
    pub(super) fn text(&mut self, name: &str, value: &mut String) {
        self.take(name, Kind::Text, value);
    }

    /// A code or number that is no amount.
    pub(super) fn code(&mut self, name: &str, value: &mut String) {
        self.take(name, Kind::Code, value);
    }

    fn take(&mut self, name: &str, kind: Kind, value: &mut String) {
        if let Some(text) = self.leaf(name, kind, || value.clone()) {
            *value = text;
        }
    }

    /// A value with a canonical text.
    pub(super) fn parsed<T>(
        &mut self,
        name: &str,
        kind: Kind,
        value: &mut Option<T>,
        shown: impl FnOnce(&T) -> String,
        read: impl FnOnce(&str) -> Option<T>,
    ) {
        if let Some(text) = self.leaf(name, kind, || value.as_ref().map(shown).unwrap_or_default()) {
            *value = read(&text);
            if value.is_none() {
                self.unfilled(name, false);
            }
        }
    }

    /// A whole number.
    pub(super) fn count<T: std::str::FromStr + ToString>(&mut self, name: &str, value: &mut Option<T>) {
        self.parsed(name, Kind::Count, value, T::to_string, |text| text.parse().ok());
    }

    /// An amount.
    pub(super) fn number(&mut self, name: &str, value: &mut Option<Decimal>) {
        self.parsed(name, Kind::Number, value, Decimal::to_string, Decimal::parse);
    }

    /// A day.
    pub(super) fn day(&mut self, name: &str, value: &mut Option<Date>) {
        self.parsed(name, Kind::Day, value, Date::to_string, Date::parse);
    }

    /// A day or an instant.
    pub(super) fn moment(&mut self, name: &str, value: &mut Option<Moment>) {
        self.parsed(name, Kind::Moment, value, |moment| moment_text(*moment), read_moment);
    }

    /// A word of a fixed set.
    pub(super) fn word<T: Word>(&mut self, name: &str, value: &mut Option<T>) {
        self.parsed(name, Kind::Code, value, |word| word.as_str().to_owned(), |text| T::parse(text));
    }

    /// Yes or no.
    pub(super) fn yes(&mut self, name: &str, value: &mut bool) {
        if let Some(text) = self.leaf(name, Kind::Yes, || if *value { YES.to_owned() } else { String::new() }) {
            *value = text == YES;
        }
    }

    /// Entries of text in one cell, one a line.
    pub(super) fn lines(&mut self, name: &str, kind: Kind, value: &mut Vec<String>) {
        if let Some(text) = self.leaf(name, kind, || value.join("\n")) {
            *value = entries_of(&text);
        }
    }

    /// Entries in one cell that have a canonical text; an entry that means nothing is noted and left out.
    pub(super) fn parsed_lines<T>(
        &mut self,
        name: &str,
        value: &mut Vec<T>,
        shown: impl Fn(&T) -> String,
        read: impl Fn(&str) -> Option<T>,
    ) {
        let said = || value.iter().map(shown).collect::<Vec<_>>().join("\n");
        if let Some(text) = self.leaf(name, Kind::Codes, said) {
            let entries = entries_of(&text);
            *value = entries.iter().filter_map(|entry| read(entry)).collect();
            if value.len() < entries.len() {
                self.unfilled(name, false);
            }
        }
    }

    /// A block that may be missing altogether; it is there when one of its cells is. `look` says whether it has what
    /// makes it one.
    pub(super) fn block<T>(
        &mut self,
        name: &str,
        value: &mut Option<T>,
        blank: T,
        look: impl FnOnce(&mut Self, &mut T) -> bool,
    ) {
        match (&self.mode, value) {
            (Mode::Write(_), None) => {}
            (Mode::Write(_), Some(value)) => {
                self.inside(name, |form| look(form, value));
            }
            (_, value) => {
                if self.says_anything(name) {
                    let mut filled = blank;
                    if self.inside(name, |form| look(form, &mut filled)) {
                        *value = Some(filled);
                    } else {
                        self.unfilled(name, true);
                    }
                }
            }
        }
    }

    /// A list with an entry on every row that has one.
    pub(super) fn entries<T: Clone + PartialEq>(
        &mut self,
        name: &str,
        list: &mut Vec<T>,
        blank: &T,
        look: impl Fn(&mut Self, &mut T) -> bool,
    ) {
        let rows = match &self.mode {
            Mode::List(_) => 1,
            Mode::Write(_) => list.len(),
            Mode::Read { lines, .. } => lines.len(),
        };
        let once = matches!(self.mode, Mode::Read { once: true, .. });
        let outside = self.row;
        for row in 0..rows {
            self.row = Some(row);
            if matches!(self.mode, Mode::Read { .. }) {
                if !self.says_anything(name) {
                    continue;
                }
                let mut entry = blank.clone();
                if !self.inside(name, |form| look(form, &mut entry)) {
                    self.unfilled(name, true);
                } else if !(once && list.contains(&entry)) {
                    list.push(entry);
                }
            } else {
                let mut entry = list.get(row).unwrap_or(blank).clone();
                self.inside(name, |form| look(form, &mut entry));
            }
        }
        self.row = outside;
        if self.reads() {
            // Most lists have one entry or two, and room is taken for four.
            list.shrink_to_fit();
        }
    }

    /// Is the form being filled? Fields that only readers know are filled from elsewhere.
    pub(super) fn reads(&self) -> bool {
        matches!(self.mode, Mode::Read { .. })
    }
}

/// How yes is written.
pub(super) const YES: &str = "yes";
/// How no is written.
pub(super) const NO: &str = "no";

/// Is a name the block itself or something inside it?
pub(super) fn within(name: &str, block: &str) -> bool {
    name.strip_prefix(block).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Text as a cell carries it: line ends are `\n`, no space at either end.
pub(super) fn tidy(text: &str) -> String {
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    text.trim().to_owned()
}

fn entries_of(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn moment_text(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.to_string(),
        Moment::Instant(at) => at.rfc3339(),
    }
}

/// A day as `CCYY-MM-DD`, or an instant as RFC 3339.
pub(super) fn read_moment(text: &str) -> Option<Moment> {
    Date::parse(text).map(Moment::Day).or_else(|| Timestamp::parse_rfc3339(text).map(Moment::Instant))
}

/// A departure as the form writes and reads it: a day, an instant or words.
pub(super) fn departure_text(departure: &tamga_origin::Departure) -> String {
    match departure {
        tamga_origin::Departure::At(moment) => moment_text(*moment),
        tamga_origin::Departure::Words(words) => words.clone(),
    }
}
