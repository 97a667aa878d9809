//! What does a fact of a profile file rest on? The sources a file declares, the evidence keys, and rules that may be
//! absent in two ways.

use tamga_origin::profile::{Evidence, Grade, Rule, Source};

use toml::de::DeValue;

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
        Evidence { fact: name(keys), value: value(keys), sources, confirm, note, checked: keys.date("checked") }
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

/// The name of a fact: its table, and in a list of tables what tells them apart.
fn name(keys: &Keys<'_>) -> String {
    let Some((list, _)) = keys.at.split_once('[') else { return keys.at.clone() };
    let own = ["n", "code", "group", "basis"].into_iter().find(|key| keys.has(key)).map_or("", |key| keys.text(key));
    if own.is_empty() {
        return keys.at.clone();
    }
    // A code may stand again for other destinations.
    let towards: Vec<&str> = std::iter::once(own).chain(keys.texts("destinations")).collect();
    format!("{list}.{}", towards.join(" "))
}

/// What a table says, without what it rests on, in the order of its keys.
fn value(keys: &Keys<'_>) -> String {
    let mut said: Vec<(&str, String)> = keys
        .entries()
        .filter(|(key, _)| !EVIDENCE.contains(key))
        .map(|(key, value)| (key, written(value.get_ref())))
        .collect();
    said.sort_unstable();
    said.into_iter().map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>().join("; ")
}

fn written(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("{text:?}"),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(yes) => yes.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
        DeValue::Array(list) => {
            format!("[{}]", list.iter().map(|one| written(one.get_ref())).collect::<Vec<_>>().join(", "))
        }
        DeValue::Table(table) => {
            let mut said: Vec<(&str, String)> =
                table.iter().map(|(key, value)| (key.get_ref().as_ref(), written(value.get_ref()))).collect();
            said.sort_unstable();
            let said: Vec<String> = said.into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
            format!("{{ {} }}", said.join(", "))
        }
    }
}
