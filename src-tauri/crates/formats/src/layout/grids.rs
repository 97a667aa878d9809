//! Which printed grids do several forms share? Their texts, by name (`assets/agreements/grids`).

const GRIDS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/grids.rs"));

/// The text of a grid.
pub(super) fn text(name: &str) -> Option<&'static str> {
    GRIDS.iter().find(|(known, _)| known.strip_suffix(".toml") == Some(name)).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{Keys, Source};
    use crate::layout::{Face, sheet};

    #[test]
    fn every_grid_is_sound_by_itself() {
        for (name, text) in GRIDS {
            let source = Source::new(text);
            let file = source.parse().unwrap();
            let words = ["agreement", "form", "issued_in", "submitted_to", "produced_in"].map(|word| (word, word));
            let face = Face { words: &words, shared: true, ..Face::default() };
            let layout = sheet(&Keys::top(&source, &file), &face);
            assert_eq!(source.slips(), [], "{name}");
            let areas = layout.areas.iter().filter(|area| !area.number.is_empty() || !area.columns.is_empty());
            assert!(areas.count() >= 4, "{name} has boxes");
        }
    }
}
