//! What is written under a name? Puts claims into one JSON object; what says nothing is left out.

use std::collections::BTreeMap;

use tamga_origin::Timestamp;
use tamga_origin::trust::Span;

use crate::error::FormatError;
use crate::json::Json;

/// An object being written and where it stands.
pub(crate) struct Object {
    pub(crate) place: String,
    pub(crate) entries: BTreeMap<String, Json>,
}

impl Object {
    pub(crate) fn new(place: &str) -> Self {
        Self { place: place.to_owned(), entries: BTreeMap::new() }
    }

    pub(crate) fn value(mut self, name: &str, value: Json) -> Self {
        self.entries.insert(name.to_owned(), value);
        self
    }

    /// With a text, unless it is empty.
    pub(crate) fn text(self, name: &str, text: &str) -> Self {
        if text.is_empty() { self } else { self.value(name, Json::Text(text.to_owned())) }
    }

    pub(crate) fn texts(self, name: &str, texts: &[String]) -> Self {
        if texts.is_empty() {
            return self;
        }
        self.value(name, Json::List(texts.iter().cloned().map(Json::Text).collect()))
    }

    pub(crate) fn time(self, name: &str, at: Timestamp) -> Result<Self, FormatError> {
        let text = at.rfc3339();
        if Timestamp::parse_rfc3339(&text) != Some(at) {
            let path = if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) };
            return Err(FormatError::TimeOutOfRange { path });
        }
        Ok(self.value(name, Json::Text(text)))
    }

    pub(crate) fn optional_time(self, name: &str, at: Option<Timestamp>) -> Result<Self, FormatError> {
        match at {
            Some(at) => self.time(name, at),
            None => Ok(self),
        }
    }

    pub(crate) fn span(self, span: Span) -> Result<Self, FormatError> {
        self.time("from", span.from)?.optional_time("to", span.to)
    }

    /// With a list of objects, unless it is empty; `write` gets the place of each.
    pub(crate) fn list<T>(
        self,
        name: &str,
        entries: &[T],
        write: impl Fn(&T, Self) -> Result<Self, FormatError>,
    ) -> Result<Self, FormatError> {
        if entries.is_empty() {
            return Ok(self);
        }
        let above = if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) };
        let written = entries.iter().enumerate().map(|(index, entry)| {
            Ok(Json::Object(write(entry, Self::new(&format!("{above}[{}]", index + 1)))?.entries))
        });
        let written: Vec<Json> = written.collect::<Result<_, FormatError>>()?;
        Ok(self.value(name, Json::List(written)))
    }

    /// The object as bytes: members in alphabetical order, without white space.
    pub(crate) fn bytes(self) -> Vec<u8> {
        // Text keys, whole numbers and memory as the sink leave nothing that could fail.
        serde_json::to_vec(&Json::Object(self.entries)).unwrap_or_default()
    }

    pub(crate) fn words<'a>(self, name: &str, words: impl Iterator<Item = &'a str>) -> Self {
        let words: Vec<String> = words.map(str::to_owned).collect();
        self.texts(name, &words)
    }
}
