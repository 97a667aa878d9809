//! What stands in a table of a profile file? Takes values by key and knows line and column of every slip.

use std::ops::Range;

use tamga_origin::{Date, word::Word};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::agreements::{ProfileError, ProfileFault};

/// The text of a file, for turning places into lines.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a>(pub(crate) &'a str);

impl Source<'_> {
    /// A slip at a place of the text.
    pub(crate) fn slip(self, span: &Range<usize>, at: &str, fault: ProfileFault) -> ProfileError {
        let before = self.0.get(..span.start).unwrap_or(self.0);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        ProfileError { line, column, at: at.to_owned(), fault }
    }
}

/// A table and where it stands.
pub(crate) struct Keys<'a> {
    pub(crate) at: String,
    pub(crate) span: Range<usize>,
    source: Source<'a>,
    table: &'a DeTable<'a>,
}

impl<'a> Keys<'a> {
    pub(crate) fn top(source: Source<'a>, table: &'a Spanned<DeTable<'a>>) -> Self {
        // The top has no place of its own; a slip in it is shown at the beginning.
        Self { at: "file".to_owned(), span: 0..0, source, table: table.get_ref() }
    }

    fn inside(&self, at: String, span: Range<usize>, table: &'a DeTable<'a>) -> Self {
        Self { at, span, source: self.source, table }
    }

    fn name(&self, key: &str) -> String {
        if self.at == "file" { key.to_owned() } else { format!("{}.{key}", self.at) }
    }

    /// Refuses every key that is not known.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), ProfileError> {
        match self.table.iter().find(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            Some((key, _)) => {
                let fault = ProfileFault::UnknownKey { key: key.get_ref().to_string() };
                Err(self.source.slip(&key.span(), &self.at, fault))
            }
            None => Ok(()),
        }
    }

    /// Every key with its place and its text.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'a str, &'a Spanned<DeValue<'a>>)> {
        self.table.iter().map(|(key, value)| (key.get_ref().as_ref(), value))
    }

    pub(crate) fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.entries().find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// A slip in the table as a whole.
    pub(crate) fn slip(&self, fault: ProfileFault) -> ProfileError {
        self.source.slip(&self.span, &self.at, fault)
    }

    /// A slip at one of its keys.
    pub(crate) fn slip_at(&self, key: &str, fault: ProfileFault) -> ProfileError {
        let span = self.value(key).map_or_else(|| self.span.clone(), Spanned::span);
        self.source.slip(&span, &self.at, fault)
    }

    pub(crate) fn wrong(&self, key: &str) -> ProfileError {
        self.slip_at(key, ProfileFault::WrongValue { key: key.to_owned() })
    }

    pub(crate) fn word_slip(&self, key: &str, word: &str) -> ProfileError {
        self.slip_at(key, ProfileFault::UnknownWord { word: word.to_owned() })
    }

    /// A text, empty when the key is not there.
    pub(crate) fn text(&self, key: &str) -> Result<&'a str, ProfileError> {
        match self.value(key).map(Spanned::get_ref) {
            None => Ok(""),
            Some(DeValue::String(text)) => Ok(text),
            Some(_) => Err(self.wrong(key)),
        }
    }

    /// A text that must be there and say something.
    pub(crate) fn needed(&self, key: &str) -> Result<&'a str, ProfileError> {
        match self.text(key)? {
            "" => Err(self.slip_at(key, ProfileFault::Missing { key: key.to_owned() })),
            text => Ok(text),
        }
    }

    pub(crate) fn flag(&self, key: &str) -> Result<Option<bool>, ProfileError> {
        match self.value(key).map(Spanned::get_ref) {
            None => Ok(None),
            Some(DeValue::Boolean(flag)) => Ok(Some(*flag)),
            Some(_) => Err(self.wrong(key)),
        }
    }

    /// A whole number from 0.
    pub(crate) fn whole<T: TryFrom<u64>>(&self, key: &str) -> Result<Option<T>, ProfileError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let DeValue::Integer(whole) = value.get_ref() else { return Err(self.wrong(key)) };
        let whole = u64::from_str_radix(whole.as_str(), whole.radix()).ok().and_then(|whole| T::try_from(whole).ok());
        whole.map(Some).ok_or_else(|| self.wrong(key))
    }

    /// A day, as a TOML date or as text.
    pub(crate) fn date(&self, key: &str) -> Result<Option<Date>, ProfileError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let text = match value.get_ref() {
            DeValue::Datetime(datetime) => datetime.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => return Err(self.wrong(key)),
        };
        Date::parse(&text).map(Some).ok_or_else(|| self.wrong(key))
    }

    /// A word of a fixed set.
    pub(crate) fn word<T: Word>(&self, key: &str) -> Result<Option<T>, ProfileError> {
        match self.text(key)? {
            "" if !self.has(key) => Ok(None),
            word => T::parse(word).map(Some).ok_or_else(|| self.word_slip(key, word)),
        }
    }

    /// A word that must be there.
    pub(crate) fn needed_word<T: Word>(&self, key: &str) -> Result<T, ProfileError> {
        self.word(key)?.ok_or_else(|| self.slip(ProfileFault::Missing { key: key.to_owned() }))
    }

    pub(crate) fn array(&self, key: &str) -> Result<&'a [Spanned<DeValue<'a>>], ProfileError> {
        match self.value(key).map(Spanned::get_ref) {
            None => Ok(&[]),
            Some(DeValue::Array(values)) => Ok(values),
            Some(_) => Err(self.wrong(key)),
        }
    }

    /// A list of texts.
    pub(crate) fn texts(&self, key: &str) -> Result<Vec<&'a str>, ProfileError> {
        let text = |value: &'a Spanned<DeValue<'a>>| match value.get_ref() {
            DeValue::String(text) => Ok(text.as_ref()),
            _ => Err(self.source.slip(&value.span(), &self.at, ProfileFault::WrongValue { key: key.to_owned() })),
        };
        self.array(key)?.iter().map(text).collect()
    }

    pub(crate) fn owned(&self, key: &str) -> Result<Vec<String>, ProfileError> {
        Ok(self.texts(key)?.into_iter().map(str::to_owned).collect())
    }

    /// A list of words of a fixed set.
    pub(crate) fn words<T: Word>(&self, key: &str) -> Result<Vec<T>, ProfileError> {
        let parse = |word: &str| T::parse(word).ok_or_else(|| self.word_slip(key, word));
        self.texts(key)?.into_iter().map(parse).collect()
    }

    /// A table inside.
    pub(crate) fn table(&self, key: &str) -> Result<Option<Keys<'a>>, ProfileError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        match value.get_ref() {
            DeValue::Table(table) => Ok(Some(self.inside(self.name(key), value.span(), table))),
            _ => Err(self.wrong(key)),
        }
    }

    pub(crate) fn needed_table(&self, key: &str) -> Result<Keys<'a>, ProfileError> {
        self.table(key)?.ok_or_else(|| self.slip(ProfileFault::Missing { key: key.to_owned() }))
    }

    /// Tables in a list, named by position from 1.
    pub(crate) fn tables(&self, key: &str) -> Result<Vec<Keys<'a>>, ProfileError> {
        let mut tables = Vec::new();
        for (index, value) in self.array(key)?.iter().enumerate() {
            let at = format!("{}[{}]", self.name(key), index + 1);
            let DeValue::Table(table) = value.get_ref() else {
                return Err(self.source.slip(&value.span(), &at, ProfileFault::WrongValue { key: key.to_owned() }));
            };
            tables.push(self.inside(at, value.span(), table));
        }
        Ok(tables)
    }

    /// Tables inside by their own names.
    pub(crate) fn named_tables(&self, key: &str) -> Result<Vec<(&'a str, Keys<'a>)>, ProfileError> {
        let Some(all) = self.table(key)? else { return Ok(Vec::new()) };
        let names: Vec<&'a str> = all.entries().map(|(name, _)| name).collect();
        names.into_iter().map(|name| Ok((name, all.needed_table(name)?))).collect()
    }
}
