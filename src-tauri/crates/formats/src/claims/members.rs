//! What stands under a name? Takes claims out of one JSON object and refuses what means nothing.

use std::collections::BTreeMap;

use tamga_origin::Timestamp;
use tamga_origin::trust::Span;

use crate::error::FormatError;
use crate::json::Json;

/// The members of one object and where it stands.
pub(crate) struct Members {
    place: String,
    entries: BTreeMap<String, Json>,
}

impl Members {
    pub(crate) fn of(place: String, value: Json) -> Result<Self, FormatError> {
        match value {
            Json::Object(entries) => Ok(Self { place, entries }),
            other => Err(wrong(&place, &other)),
        }
    }

    pub(crate) fn path(&self, name: &str) -> String {
        if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) }
    }

    /// A value, or none; null counts as absent.
    pub(crate) fn take(&mut self, name: &str) -> Option<Json> {
        self.entries.remove(name).filter(|value| *value != Json::Null)
    }

    pub(crate) fn missing(&self, name: &str) -> FormatError {
        FormatError::Missing { path: self.path(name) }
    }

    pub(crate) fn optional_text(&mut self, name: &str) -> Result<Option<String>, FormatError> {
        match self.take(name) {
            None => Ok(None),
            Some(Json::Text(text)) => Ok(Some(text)),
            Some(other) => Err(wrong(&self.path(name), &other)),
        }
    }

    /// A text, empty when it is not there.
    pub(crate) fn text(&mut self, name: &str) -> Result<String, FormatError> {
        Ok(self.optional_text(name)?.unwrap_or_default())
    }

    /// A text that must be there and say something.
    pub(crate) fn needed(&mut self, name: &str) -> Result<String, FormatError> {
        match self.optional_text(name)? {
            Some(text) if !text.is_empty() => Ok(text),
            _ => Err(self.missing(name)),
        }
    }

    /// A word read by `parse`; none when it is not there.
    pub(crate) fn word<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, FormatError> {
        let Some(word) = self.optional_text(name)? else { return Ok(None) };
        parse(&word).map(Some).ok_or_else(|| wrong(&self.path(name), &Json::Text(word)))
    }

    pub(crate) fn whole(&mut self, name: &str) -> Result<Option<u64>, FormatError> {
        match self.take(name) {
            None => Ok(None),
            Some(Json::Number(number)) if number.as_u64().is_some() => Ok(number.as_u64()),
            Some(other) => Err(wrong(&self.path(name), &other)),
        }
    }

    pub(crate) fn list(&mut self, name: &str) -> Result<Vec<Json>, FormatError> {
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Json::List(entries)) => Ok(entries),
            Some(other) => Err(wrong(&self.path(name), &other)),
        }
    }

    pub(crate) fn texts(&mut self, name: &str) -> Result<Vec<String>, FormatError> {
        let path = self.path(name);
        let text = |value| match value {
            Json::Text(text) => Ok(text),
            other => Err(wrong(&path, &other)),
        };
        self.list(name)?.into_iter().map(text).collect()
    }

    pub(crate) fn words<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, FormatError> {
        let path = self.path(name);
        let word = |word: String| parse(&word).ok_or_else(|| wrong(&path, &Json::Text(word)));
        self.texts(name)?.into_iter().map(word).collect()
    }

    /// Objects of a list, each read by `read`; places are counted from 1.
    pub(crate) fn objects<T>(
        &mut self,
        name: &str,
        read: impl Fn(Members) -> Result<T, FormatError>,
    ) -> Result<Vec<T>, FormatError> {
        let path = self.path(name);
        let entries = self.list(name)?.into_iter().enumerate();
        entries.map(|(index, value)| read(Members::of(format!("{path}[{}]", index + 1), value)?)).collect()
    }

    pub(crate) fn object(&mut self, name: &str) -> Result<Option<Members>, FormatError> {
        let path = self.path(name);
        self.take(name).map(|value| Members::of(path, value)).transpose()
    }

    pub(crate) fn optional_time(&mut self, name: &str) -> Result<Option<Timestamp>, FormatError> {
        self.word(name, Timestamp::parse_rfc3339)
    }

    pub(crate) fn time(&mut self, name: &str) -> Result<Timestamp, FormatError> {
        self.optional_time(name)?.ok_or_else(|| self.missing(name))
    }

    /// `from` and, when it ends, `to`.
    pub(crate) fn span(&mut self) -> Result<Span, FormatError> {
        Ok(Span { from: self.time("from")?, to: self.optional_time("to")? })
    }
}

/// A SHA-256 in lower-case hex; empty when it is not there and need not be.
pub(crate) fn digest(members: &mut Members, name: &str, needed: bool) -> Result<String, FormatError> {
    let text = if needed { members.needed(name)? } else { members.text(name)? };
    let hex = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if hex || (text.is_empty() && !needed) { Ok(text) } else { Err(wrong(&members.path(name), &Json::Text(text))) }
}

/// A value that means nothing.
pub(crate) fn wrong(path: &str, value: &Json) -> FormatError {
    let shown = match value {
        Json::Text(text) => text.chars().take(64).collect(),
        Json::Number(number) => number.to_string(),
        Json::Bool(value) => value.to_string(),
        Json::Null => "null".to_owned(),
        Json::List(_) => "a list".to_owned(),
        Json::Object(_) => "an object".to_owned(),
    };
    FormatError::WrongValue { path: path.to_owned(), value: shown }
}
