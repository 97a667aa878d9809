//! What stands in a table of a profile file? Takes values by key, and notes every slip with its line and column while
//! reading goes on, so that a person sees all of them at once.

use std::cell::RefCell;
use std::ops::Range;

use tamga_origin::{Date, Decimal, word::Word};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::agreements::{ProfileError, ProfileFault};

/// The text of a file with the slips found in it.
pub(crate) struct Source<'a> {
    text: &'a str,
    slips: RefCell<Vec<ProfileError>>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, slips: RefCell::default() }
    }

    /// Notes a slip at a place of the text.
    pub(crate) fn slip(&self, span: &Range<usize>, at: &str, fault: ProfileFault) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        let slip = ProfileError { line, column, at: at.to_owned(), fault };
        let mut slips = self.slips.borrow_mut();
        if !slips.contains(&slip) {
            slips.push(slip);
        }
    }

    /// The file as spanned TOML; none when it is not TOML, with every place where it is not noted.
    pub(crate) fn parse(&self) -> Option<Spanned<DeTable<'a>>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            self.slip(&span, "file", ProfileFault::NotToml(error.message().to_owned()));
        }
        errors.is_empty().then_some(table)
    }

    /// Every slip noted, in the order of the file.
    pub(crate) fn slips(&self) -> Vec<ProfileError> {
        let mut slips = self.slips.borrow().clone();
        slips.sort_by_key(|slip| (slip.line, slip.column));
        slips
    }
}

/// A table and where it stands.
pub(crate) struct Keys<'a> {
    pub(crate) at: String,
    span: Range<usize>,
    source: &'a Source<'a>,
    table: &'a DeTable<'a>,
}

impl<'a> Keys<'a> {
    pub(crate) fn top(source: &'a Source<'a>, table: &'a Spanned<DeTable<'a>>) -> Self {
        // The top has no place of its own; a slip in it is shown at the beginning.
        Self { at: "file".to_owned(), span: 0..0, source, table: table.get_ref() }
    }

    fn inside(&self, at: String, span: Range<usize>, table: &'a DeTable<'a>) -> Self {
        Self { at, span, source: self.source, table }
    }

    fn name(&self, key: &str) -> String {
        if self.at == "file" { key.to_owned() } else { format!("{}.{key}", self.at) }
    }

    /// Notes every key that is not known.
    pub(crate) fn only(&self, known: &[&str]) {
        for (key, _) in self.table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let fault = ProfileFault::UnknownKey { key: key.get_ref().to_string() };
            self.source.slip(&key.span(), &self.at, fault);
        }
    }

    /// Every key with its value.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'a str, &'a Spanned<DeValue<'a>>)> {
        self.table.iter().map(|(key, value)| (key.get_ref().as_ref(), value))
    }

    pub(crate) fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.entries().find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// Notes a slip in the table as a whole.
    pub(crate) fn slip(&self, fault: ProfileFault) {
        self.source.slip(&self.span, &self.at, fault);
    }

    /// Notes a slip at one of its keys.
    pub(crate) fn slip_at(&self, key: &str, fault: ProfileFault) {
        let span = self.value(key).map_or_else(|| self.span.clone(), Spanned::span);
        self.source.slip(&span, &self.at, fault);
    }

    /// Notes a slip at the n-th value of a list.
    pub(crate) fn slip_in(&self, key: &str, index: usize, fault: ProfileFault) {
        let span = self.array(key).get(index).map_or_else(|| self.span.clone(), Spanned::span);
        self.source.slip(&span, &self.at, fault);
    }

    pub(crate) fn wrong(&self, key: &str) {
        self.slip_at(key, ProfileFault::WrongValue { key: key.to_owned() });
    }

    pub(crate) fn missing(&self, key: &str) {
        self.slip_at(key, ProfileFault::Missing { key: key.to_owned() });
    }

    pub(crate) fn word_slip(&self, key: &str, word: &str) {
        self.slip_at(key, ProfileFault::UnknownWord { word: word.to_owned(), allowed: Vec::new() });
    }

    /// A text, empty when the key is not there.
    pub(crate) fn text(&self, key: &str) -> &'a str {
        match self.value(key).map(Spanned::get_ref) {
            None => "",
            Some(DeValue::String(text)) => text,
            Some(_) => {
                self.wrong(key);
                ""
            }
        }
    }

    /// A text that must be there and say something.
    pub(crate) fn needed(&self, key: &str) -> &'a str {
        let text = self.text(key);
        if text.trim().is_empty()
            && !self.value(key).is_some_and(|value| !matches!(value.get_ref(), DeValue::String(_)))
        {
            self.missing(key);
        }
        text
    }

    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        match self.value(key).map(Spanned::get_ref) {
            None => None,
            Some(DeValue::Boolean(flag)) => Some(*flag),
            Some(_) => {
                self.wrong(key);
                None
            }
        }
    }

    /// A yes that is a no unless it is written.
    pub(crate) fn yes(&self, key: &str) -> bool {
        self.flag(key).unwrap_or(false)
    }

    /// A whole number from 0.
    pub(crate) fn whole<T: TryFrom<u64>>(&self, key: &str) -> Option<T> {
        let value = self.value(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(whole) => u64::from_str_radix(whole.as_str(), whole.radix()).ok(),
            _ => None,
        };
        let number = number.and_then(|number| T::try_from(number).ok());
        if number.is_none() {
            self.wrong(key);
        }
        number
    }

    /// An exact number, written as a number or as text.
    pub(crate) fn decimal(&self, key: &str) -> Option<Decimal> {
        let number = match self.value(key)?.get_ref() {
            DeValue::Integer(whole) if whole.radix() == 10 => Decimal::parse(whole.as_str()),
            DeValue::Float(number) => Decimal::parse(number.as_str()),
            DeValue::String(text) => Decimal::parse(text),
            _ => None,
        };
        if number.is_none() {
            self.wrong(key);
        }
        number
    }

    /// A day, as a TOML date or as text.
    pub(crate) fn date(&self, key: &str) -> Option<Date> {
        let date = match self.value(key)?.get_ref() {
            DeValue::Datetime(datetime) => Date::parse(&datetime.to_string()),
            DeValue::String(text) => Date::parse(text),
            _ => None,
        };
        if date.is_none() {
            self.wrong(key);
        }
        date
    }

    /// What a text means, by a reader of its own.
    pub(crate) fn parsed<T>(&self, key: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        if !self.has(key) {
            return None;
        }
        let text = self.text(key);
        let parsed = parse(text);
        if parsed.is_none() && matches!(self.value(key).map(Spanned::get_ref), Some(DeValue::String(_))) {
            self.word_slip(key, text);
        }
        parsed
    }

    /// A word of a fixed set.
    pub(crate) fn word<T: Word>(&self, key: &str) -> Option<T> {
        let value = self.value(key)?;
        let DeValue::String(text) = value.get_ref() else {
            self.wrong(key);
            return None;
        };
        self.one_word(value.span(), text)
    }

    fn one_word<T: Word>(&self, span: Range<usize>, word: &str) -> Option<T> {
        let parsed = T::parse(word);
        if parsed.is_none() {
            let allowed = T::ALL.iter().map(|one| one.as_str()).collect();
            self.source.slip(&span, &self.at, ProfileFault::UnknownWord { word: word.to_owned(), allowed });
        }
        parsed
    }

    /// A word that must be there; the stand-in only serves to read on.
    pub(crate) fn needed_word<T: Word>(&self, key: &str, stand_in: T) -> T {
        if !self.has(key) {
            self.missing(key);
        }
        self.word(key).unwrap_or(stand_in)
    }

    pub(crate) fn array(&self, key: &str) -> &'a [Spanned<DeValue<'a>>] {
        match self.value(key).map(Spanned::get_ref) {
            None => &[],
            Some(DeValue::Array(values)) => values,
            Some(_) => {
                self.wrong(key);
                &[]
            }
        }
    }

    fn spanned_texts(&self, key: &str) -> Vec<(Range<usize>, &'a str)> {
        let mut texts = Vec::new();
        for value in self.array(key) {
            match value.get_ref() {
                DeValue::String(text) => texts.push((value.span(), text.as_ref())),
                _ => self.source.slip(&value.span(), &self.at, ProfileFault::WrongValue { key: key.to_owned() }),
            }
        }
        texts
    }

    /// A list of texts.
    pub(crate) fn texts(&self, key: &str) -> Vec<&'a str> {
        self.spanned_texts(key).into_iter().map(|(_, text)| text).collect()
    }

    pub(crate) fn owned(&self, key: &str) -> Vec<String> {
        self.texts(key).into_iter().map(str::to_owned).collect()
    }

    /// A list of texts, each read by a reader of its own.
    pub(crate) fn each<T>(&self, key: &str, parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let mut list = Vec::new();
        for (span, text) in self.spanned_texts(key) {
            match parse(text) {
                Some(one) => list.push(one),
                None => {
                    let fault = ProfileFault::UnknownWord { word: text.to_owned(), allowed: Vec::new() };
                    self.source.slip(&span, &self.at, fault);
                }
            }
        }
        list
    }

    /// A list of words of a fixed set.
    pub(crate) fn words<T: Word>(&self, key: &str) -> Vec<T> {
        self.spanned_texts(key).into_iter().filter_map(|(span, word)| self.one_word(span, word)).collect()
    }

    /// A table inside.
    pub(crate) fn table(&self, key: &str) -> Option<Keys<'a>> {
        let value = self.value(key)?;
        if let DeValue::Table(table) = value.get_ref() {
            return Some(self.inside(self.name(key), value.span(), table));
        }
        self.wrong(key);
        None
    }

    pub(crate) fn needed_table(&self, key: &str) -> Option<Keys<'a>> {
        if !self.has(key) {
            self.missing(key);
        }
        self.table(key)
    }

    /// Tables in a list, named by position from 1.
    pub(crate) fn tables(&self, key: &str) -> Vec<Keys<'a>> {
        let mut tables = Vec::new();
        for (index, value) in self.array(key).iter().enumerate() {
            let at = format!("{}[{}]", self.name(key), index + 1);
            match value.get_ref() {
                DeValue::Table(table) => tables.push(self.inside(at, value.span(), table)),
                _ => self.source.slip(&value.span(), &at, ProfileFault::WrongValue { key: key.to_owned() }),
            }
        }
        tables
    }

    /// Tables inside by their own names.
    pub(crate) fn named_tables(&self, key: &str) -> Vec<(&'a str, Keys<'a>)> {
        let Some(all) = self.table(key) else { return Vec::new() };
        let names: Vec<&'a str> = all.entries().map(|(name, _)| name).collect();
        names.into_iter().filter_map(|name| Some((name, all.table(name)?))).collect()
    }
}
