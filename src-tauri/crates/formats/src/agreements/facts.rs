//! What does a fact of a profile file rest on? The sources a file declares, the evidence keys, and rules that may be
//! absent in two ways.

use tamga_origin::profile::{Evidence, Grade, Rule, Source};

use super::ProfileFault;
use crate::keys::Keys;

const EVIDENCE: [&str; 4] = ["source", "confirm", "note", "checked"];

/// The sources a file declares.
pub(super) struct Facts(Vec<Source>);

impl Facts {
    pub(super) fn read(top: &Keys<'_>) -> Self {
        let mut sources = Vec::new();
        for (tag, keys) in top.named_tables("sources") {
            keys.only(&["grade", "title"]);
            let grade = keys.needed_word("grade", Grade::C);
            sources.push(Source { tag: tag.to_owned(), grade, title: keys.needed("title").to_owned() });
        }
        Self(sources)
    }

    /// Notes unknown keys and reads what the fact rests on.
    pub(super) fn evidence(&self, keys: &Keys<'_>, known: &[&str]) -> Evidence {
        let all: Vec<&str> = known.iter().copied().chain(EVIDENCE).collect();
        keys.only(&all);
        let mut sources = Vec::new();
        for (index, tag) in keys.texts("source").into_iter().enumerate() {
            match self.0.iter().find(|source| source.tag == tag) {
                Some(source) => sources.push(source.clone()),
                None => keys.slip_in("source", index, ProfileFault::UnknownSource { tag: tag.to_owned() }),
            }
        }
        let confirm = keys.yes("confirm");
        let note = keys.text("note").to_owned();
        if confirm && note.trim().is_empty() {
            keys.slip_at("confirm", ProfileFault::NoteMissing);
        }
        if keys.array("source").is_empty() && !confirm {
            keys.slip(ProfileFault::SourceMissing);
        }
        Evidence { sources, confirm, note, checked: keys.date("checked") }
    }

    /// A rule: its terms, or `is = "none"` or `is = "unknown"`; a table that is not there is not known.
    pub(super) fn rule<T>(
        &self,
        top: &Keys<'_>,
        name: &str,
        known: &[&str],
        terms: impl FnOnce(&Keys<'_>, Evidence) -> T,
    ) -> Rule<T> {
        let Some(keys) = top.table(name) else { return Rule::default() };
        if !keys.has("is") {
            let evidence = self.evidence(&keys, known);
            return Rule::Terms(terms(&keys, evidence));
        }
        let evidence = self.evidence(&keys, &["is"]);
        match keys.text("is") {
            "none" => Rule::None(evidence),
            "unknown" => Rule::Unknown(evidence),
            word => {
                let fault = ProfileFault::UnknownWord { word: word.to_owned(), allowed: vec!["none", "unknown"] };
                keys.slip_at("is", fault);
                Rule::Unknown(evidence)
            }
        }
    }
}
