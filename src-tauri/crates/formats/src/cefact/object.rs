//! How is a JSON object put together? Empty texts and absent values are left out.

use std::collections::BTreeMap;

use crate::json::Json;

/// Keys come out in alphabetical order, so that one certificate has one writing.
pub(super) struct Object(BTreeMap<String, Json>);

impl Object {
    pub(super) fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// With a text, unless it is empty.
    pub(super) fn text(mut self, key: &str, value: &str) -> Self {
        if !value.is_empty() {
            self.0.insert(key.to_owned(), Json::Text(value.to_owned()));
        }
        self
    }

    /// With a value, when there is one.
    pub(super) fn value(mut self, key: &str, value: Option<Json>) -> Self {
        if let Some(value) = value {
            self.0.insert(key.to_owned(), value);
        }
        self
    }

    /// The object, unless it is empty.
    pub(super) fn build(self) -> Option<Json> {
        if self.0.is_empty() { None } else { Some(Json::Object(self.0)) }
    }

    /// The object in any case, empty or not.
    pub(super) fn json(self) -> Json {
        Json::Object(self.0)
    }
}
