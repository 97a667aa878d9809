//! What do the cells of one row say, field by field? A file has many rows and a row names few of all fields, so the names
//! are those of the list of fields, and texts are shared with the cells they stand in.

use std::sync::Arc;

/// The cells of one row by the names of their fields, in the order of the names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Line(Vec<(&'static str, Arc<str>)>);

impl Line {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a field says.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(self.place(name).ok()?).map(|(_, text)| &**text)
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// Sets what a field says, whatever it said before.
    pub(super) fn set(&mut self, name: &'static str, text: Arc<str>) {
        match self.place(name) {
            Ok(place) => {
                if let Some((_, said)) = self.0.get_mut(place) {
                    *said = text;
                }
            }
            Err(place) => self.0.insert(place, (name, text)),
        }
    }

    /// Fields and what they say.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, text)| (*name, &**text))
    }

    /// The fields that say something.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(name, _)| *name)
    }

    /// Nothing will be added: gives back the room that was taken in advance.
    pub(super) fn close(&mut self) {
        self.0.shrink_to_fit();
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by_key(&name, |(other, _)| other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_say_what_they_were_set_to_last() {
        let mut line = Line::default();
        assert!(line.is_empty());
        for (name, text) in [("b", "1"), ("c", "2"), ("a", "3"), ("b", "4")] {
            line.set(name, text.into());
        }
        line.close();
        assert_eq!(line.iter().collect::<Vec<_>>(), [("a", "3"), ("b", "4"), ("c", "2")]);
        assert_eq!((line.get("b"), line.get("d")), (Some("4"), None));
        assert!(line.contains("a") && !line.contains("aa"));
    }
}
