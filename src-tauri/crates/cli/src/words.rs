//! Which English sentence belongs to a code of the program?
//!
//! One catalogue serves window and command line, so that a finding is worded alike in both; only what is said here and
//! nowhere else stands in the commands themselves.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use tamga_office::Word;
use tamga_office::cards::PinState;

const ENGLISH: &str = include_str!("../../../../ui/src/words/catalogues/en.po");

/// The sentence of an area and code with its parameters, when there is one.
pub fn say<'a>(area: &str, code: &str, params: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<String> {
    static CATALOGUE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let catalogue = CATALOGUE.get_or_init(|| read(ENGLISH));
    let id = if area.is_empty() { code.to_owned() } else { format!("{area}.{code}") };
    let params: Vec<(&str, &str)> = params.into_iter().collect();
    catalogue.get(&id).map(|sentence| fill(sentence, &params, None))
}

/// A state, verdict, lamp or journal line in words; its code where the catalogue has none.
pub fn of(word: &Word) -> String {
    let params = || word.params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    ["state", "", "journal"].iter().find_map(|area| say(area, &word.code, params())).unwrap_or_else(|| {
        let params: Vec<String> = word.params.iter().map(|(name, value)| format!("{name} {value}")).collect();
        if params.is_empty() { word.code.clone() } else { format!("{} ({})", word.code, params.join(", ")) }
    })
}

/// What a card says of its PIN.
pub fn of_pin(state: PinState) -> &'static str {
    match state {
        PinState::Good => "its PIN may be tried",
        PinState::FewLeft => "few tries of its PIN are left",
        PinState::LastTry => "one more wrong PIN locks it",
        PinState::Locked => "locked after too many wrong PINs",
    }
}

/// Puts a word's parameters into a sentence that only the command line says.
pub fn put(sentence: &str, word: &Word) -> String {
    let params: Vec<(&str, &str)> = word.params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fill(sentence, &params, None)
}

/// Reads a gettext catalogue.
fn read(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let (mut id, mut sentence) = (String::new(), String::new());
    let mut in_sentence = false;
    for line in text.lines().chain([""]) {
        if let Some(quoted) = line.strip_prefix("msgid ") {
            (id, sentence, in_sentence) = (unquoted(quoted), String::new(), false);
        } else if let Some(quoted) = line.strip_prefix("msgstr ") {
            (sentence, in_sentence) = (unquoted(quoted), true);
        } else if line.starts_with('"') {
            if in_sentence { &mut sentence } else { &mut id }.push_str(&unquoted(line));
        } else if in_sentence {
            found.insert(std::mem::take(&mut id), std::mem::take(&mut sentence));
            in_sentence = false;
        }
    }
    found
}

fn unquoted(quoted: &str) -> String {
    let inner = quoted.trim().trim_start_matches('"').strip_suffix('"').unwrap_or_default();
    let mut plain = String::with_capacity(inner.len());
    let mut escaped = false;
    for letter in inner.chars() {
        match (escaped, letter) {
            (false, '\\') => escaped = true,
            (true, 'n') => (escaped, _) = (false, plain.push('\n')),
            (_, letter) => (escaped, _) = (false, plain.push(letter)),
        }
    }
    plain
}

/// Puts parameters into a sentence: `{name}`, `{count, plural, =0 {…} one {…} other {…}}`, `#` inside a plural, and
/// `{kind, select, word {…} other {…}}`.
fn fill(sentence: &str, params: &[(&str, &str)], counted: Option<&str>) -> String {
    let mut filled = String::new();
    let mut rest = sentence;
    while let Some(at) = rest.find(['{', '#']) {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        if let Some(after) = from.strip_prefix('#') {
            filled.push_str(counted.unwrap_or("#"));
            rest = after;
            continue;
        }
        let Some(end) = closing(from) else {
            filled.push_str(from);
            return filled;
        };
        let inside = from.get(1..end).unwrap_or_default();
        rest = from.get(end + 1..).unwrap_or_default();
        let (name, form) = inside.split_once(',').unwrap_or((inside, ""));
        let value = params.iter().find(|(known, _)| *known == name.trim()).map(|(_, value)| *value);
        let form = form.trim_start();
        if let Some(forms) = form.strip_prefix("plural,") {
            let value = value.unwrap_or("0");
            filled.push_str(&fill(plural(forms, value), params, Some(value)));
        } else if let Some(forms) = form.strip_prefix("select,") {
            filled.push_str(&fill(choice(forms, value.unwrap_or_default()), params, counted));
        } else {
            filled.push_str(value.unwrap_or("…"));
        }
    }
    filled.push_str(rest);
    filled
}

/// Where the brace that opens the text is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// The names of the forms of a plural or a choice, each with its text.
fn named(forms: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = forms.trim();
    while let Some(open) = rest.find('{') {
        let (name, from) = rest.split_at(open);
        let Some(end) = closing(from) else { break };
        found.push((name.trim(), from.get(1..end).unwrap_or_default()));
        rest = from.get(end + 1..).unwrap_or_default();
    }
    found
}

fn form<'a>(forms: &[(&str, &'a str)], wanted: &str) -> Option<&'a str> {
    forms.iter().find(|(name, _)| *name == wanted).map(|(_, text)| *text)
}

/// The form of a plural that fits a number.
fn plural<'a>(forms: &'a str, value: &str) -> &'a str {
    let forms = named(forms);
    let one = (value == "1").then(|| form(&forms, "one")).flatten();
    form(&forms, &format!("={value}")).or(one).or_else(|| form(&forms, "other")).unwrap_or_default()
}

/// The form of a choice that fits a word.
fn choice<'a>(forms: &'a str, value: &str) -> &'a str {
    let forms = named(forms);
    form(&forms, value).or_else(|| form(&forms, "other")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_plurals_are_filled_in() {
        let sentence = "{exporter}: {count, plural, =0 {no lines} one {# line to {to}} other {# lines}}.";
        for (count, expected) in [("0", "A: no lines."), ("1", "A: 1 line to CN."), ("12", "A: 12 lines.")] {
            assert_eq!(fill(sentence, &[("exporter", "A"), ("count", count), ("to", "CN")], None), expected);
        }
        let choice = "The {basis, select, fob {FOB value} other {value ({basis})}} is missing.";
        assert_eq!(fill(choice, &[("basis", "fob")], None), "The FOB value is missing.");
        assert_eq!(fill(choice, &[("basis", "cost")], None), "The value (cost) is missing.");
        assert_eq!(fill("Box {n} and {", &[], None), "Box … and {", "what is missing shows as a gap");
        assert_eq!(fill("{a}", &[("a", "{b}"), ("b", "c")], None), "{b}", "a value is never read as a sentence");
    }

    #[test]
    fn the_windows_sentences_are_found_by_area_and_code() {
        let said = say("finding", "box.required", [("n", "1"), ("label", "Exporter")]);
        assert_eq!(said.as_deref(), Some("Box 1, Exporter, is empty."));
        assert_eq!(say("finding", "no.such_code", []), None);
        assert_eq!(of(&Word::new("delivery.waiting")), "Waits to be sent");
        assert_eq!(of(&Word::new("verdict.look").with("count", 1)), "Genuine, look at 1 point");
        assert_eq!(of(&Word::new("doctor.new_thing").with("days", 3)), "doctor.new_thing (days 3)");
    }

    #[test]
    fn quoted_lines_of_a_catalogue_are_joined() {
        let found =
            read("msgid \"a.b\"\nmsgstr \"\"\n\"He said \\\"no\\\",\"\n\" twice.\\n\"\n\nmsgid \"c\"\nmsgstr \"d\"");
        assert_eq!(found.get("a.b").map(String::as_str), Some("He said \"no\", twice.\n"));
        assert_eq!(found.get("c").map(String::as_str), Some("d"));
    }
}
