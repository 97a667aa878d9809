//! What stands under a key? Takes the fields of one JSON object, accepts both spellings, and reports what nobody took.

use std::collections::BTreeMap;

use tamga_origin::{Date, Finding, Moment, Severity, Timestamp};

use crate::json::Json;

/// Findings on the way, and whether the plain spelling was met.
pub(super) struct Notes {
    pub(super) findings: Vec<Finding>,
    spelled: bool,
}

impl Notes {
    pub(super) fn new() -> Self {
        Self { findings: Vec::new(), spelled: false }
    }

    /// A value that could not be used, kept as text in the finding.
    pub(super) fn unread(&mut self, path: &str, place: &str, value: &str) {
        self.findings.push(Finding::warn("read.value", path).with("where", place).with("text", excerpt(value)));
    }

    fn unknown(&mut self, place: &str, value: &Json) {
        let text = match value {
            Json::Null => "null".to_owned(),
            Json::Bool(value) => value.to_string(),
            Json::Number(value) => value.to_string(),
            Json::Text(text) => excerpt(text),
            Json::List(entries) => {
                return entries.iter().enumerate().for_each(|(index, entry)| {
                    self.unknown(&format!("{place}[{index}]"), entry);
                });
            }
            Json::Object(entries) => {
                return entries.iter().for_each(|(key, entry)| {
                    self.unknown(&format!("{place}.{}", excerpt(key)), entry);
                });
            }
        };
        self.findings.push(Finding::info("read.unknown", "").with("where", place).with("text", text));
    }
}

/// The first 200 characters, for a finding.
pub(super) fn excerpt(text: &str) -> String {
    text.chars().take(200).collect()
}

/// The fields of one object, taken one by one.
pub(super) struct Fields {
    place: String,
    entries: BTreeMap<String, Json>,
}

impl Fields {
    pub(super) fn new(place: &str, entries: BTreeMap<String, Json>) -> Self {
        Self { place: place.to_owned(), entries }
    }

    pub(super) fn place(&self) -> &str {
        &self.place
    }

    fn at(&self, key: &str) -> String {
        format!("{}.{key}", self.place)
    }

    /// The value under a key, in either spelling; null counts as absent.
    pub(super) fn take(&mut self, key: &str, notes: &mut Notes) -> Option<Json> {
        let schema = self.entries.remove(key).filter(|value| *value != Json::Null);
        let plain_key = match key {
            "iD" => "id",
            "uRI" => "uri",
            "mIMECode" => "mimeCode",
            _ => return schema,
        };
        let plain = self.entries.remove(plain_key).filter(|value| *value != Json::Null);
        if plain.is_some() && !notes.spelled {
            notes.spelled = true;
            notes.findings.push(Finding::info("read.spelling", "").with("where", self.at(plain_key)));
        }
        match (schema, plain) {
            (Some(schema), Some(plain)) => {
                if schema != plain {
                    let finding = Finding::new("read.spelling", Severity::Block, "");
                    notes.findings.push(finding.with("where", self.at(key)));
                }
                Some(schema)
            }
            (schema, plain) => schema.or(plain),
        }
    }

    /// A text under a key; a number or truth value is noted and not used.
    pub(super) fn text(&mut self, key: &str, path: &str, notes: &mut Notes) -> Option<String> {
        match self.take(key, notes)? {
            Json::Text(text) => Some(text),
            other => {
                notes.unread(path, &self.at(key), &format!("{other:?}"));
                None
            }
        }
    }

    /// An object under a key.
    pub(super) fn object(&mut self, key: &str, path: &str, notes: &mut Notes) -> Option<Fields> {
        match self.take(key, notes)? {
            Json::Object(entries) => Some(Fields::new(&self.at(key), entries)),
            other => {
                notes.unread(path, &self.at(key), &format!("{other:?}"));
                None
            }
        }
    }

    /// The objects of a list under a key.
    pub(super) fn objects(&mut self, key: &str, path: &str, notes: &mut Notes) -> Vec<Fields> {
        let place = self.at(key);
        let entries = match self.take(key, notes) {
            None => return Vec::new(),
            Some(Json::List(entries)) => entries,
            Some(other) => {
                notes.unread(path, &place, &format!("{other:?}"));
                return Vec::new();
            }
        };
        let mut objects = Vec::new();
        for (index, entry) in entries.into_iter().enumerate() {
            match entry {
                Json::Object(entries) => objects.push(Fields::new(&format!("{place}[{index}]"), entries)),
                other => notes.unread(path, &format!("{place}[{index}]"), &format!("{other:?}")),
            }
        }
        objects
    }

    /// Reports every field nobody took.
    pub(super) fn close(self, notes: &mut Notes) {
        for (key, value) in &self.entries {
            notes.unknown(&self.at(&excerpt(key)), value);
        }
    }
}

/// An instant, or a day when only a day is written.
pub(super) fn moment(fields: &mut Fields, key: &str, path: &str, notes: &mut Notes) -> Option<Moment> {
    let text = fields.text(key, path, notes)?;
    if let Some(date) = Date::parse(&text) {
        return Some(Moment::Day(date));
    }
    let unzoned = || Timestamp::parse_rfc3339(&format!("{text}Z"));
    if let Some(at) = Timestamp::parse_rfc3339(&text) {
        return Some(Moment::Instant(at));
    }
    let place = format!("{}.{key}", fields.place());
    if let Some(at) = unzoned() {
        notes.findings.push(Finding::warn("read.zone_assumed", path).with("where", place).with("text", excerpt(&text)));
        return Some(Moment::Instant(at));
    }
    notes.unread(path, &place, &text);
    None
}
