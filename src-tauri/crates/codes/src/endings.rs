//! In which other forms may a typed word stand in a list? Plurals and genders of English, French, Spanish and German.
//!
//! No dictionary: a handful of endings widens the question, the index itself keeps every word as it was written.

/// Words that carry no meaning of their own in a description of goods, folded; half of all lines hold an "other".
const EMPTY: &[&str] = &[
    "a",
    "an",
    "and",
    "the",
    "of",
    "or",
    "for",
    "with",
    "in",
    "to",
    "de",
    "du",
    "des",
    "d",
    "la",
    "le",
    "les",
    "l",
    "et",
    "ou",
    "en",
    "au",
    "aux",
    "pour",
    "avec",
    "un",
    "une",
    "del",
    "el",
    "los",
    "las",
    "y",
    "o",
    "con",
    "para",
    "und",
    "der",
    "die",
    "das",
    "von",
    "mit",
    "aus",
    "من",
    "في",
    "و",
    "او",
    "على",
    "علي",
    "مع",
    "other",
    "others",
    "autre",
    "autres",
    "otro",
    "otra",
    "otros",
    "otras",
    "demas",
    "andere",
    "anderen",
    "غيرها",
];

/// Forms of adjectives that no ending explains (French, folded).
const PAIRS: &[(&str, &str)] = &[
    ("fraiche", "frais"),
    ("seche", "sec"),
    ("blanche", "blanc"),
    ("neuve", "neuf"),
    ("douce", "doux"),
    ("fraiches", "frais"),
    ("seches", "secs"),
    ("blanches", "blancs"),
    ("neuves", "neufs"),
];

/// The words that count; all of them when none does.
pub fn telling(words: Vec<String>) -> Vec<String> {
    let full: Vec<String> = words.iter().filter(|word| !EMPTY.contains(&word.as_str())).cloned().collect();
    if full.is_empty() { words } else { full }
}

/// A folded word and the forms in which it may stand instead; the word itself comes first.
pub fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    if word.chars().count() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return forms;
    }
    for (one, other) in PAIRS {
        if word == *one {
            forms.push((*other).to_owned());
        } else if word == *other {
            forms.push((*one).to_owned());
        }
    }
    for stem in stems(word) {
        for end in ["", "s", "es", "x"] {
            forms.push(format!("{stem}{end}"));
        }
        // A short word with an e is another word: car and care.
        if stem.len() > 4 {
            forms.extend(["e", "en"].map(|end| format!("{stem}{end}")));
        }
        if let Some(root) = stem.strip_suffix(['a', 'o']).filter(|root| root.len() >= 3) {
            forms.extend(["a", "o", "as", "os"].map(|end| format!("{root}{end}")));
        }
        if let Some(root) = stem.strip_suffix('y') {
            forms.push(format!("{root}ies"));
        }
    }
    forms.sort();
    forms.dedup();
    forms.retain(|form| form != word);
    forms.insert(0, word.to_owned());
    forms
}

/// What may be left when the ending is taken away; never less than three letters.
fn stems(word: &str) -> Vec<String> {
    let mut stems = vec![word.to_owned()];
    for end in ["s", "x", "e", "es"] {
        stems.extend(word.strip_suffix(end).map(str::to_owned));
    }
    stems.extend(word.strip_suffix("ies").map(|root| format!("{root}y")));
    stems.extend(word.strip_suffix("aux").map(|root| format!("{root}al")));
    stems.extend(word.strip_suffix("al").map(|root| format!("{root}au")));
    stems.retain(|stem| stem.len() >= 3);
    stems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_and_gender_lead_to_the_form_of_the_list() {
        for (typed, written) in [
            ("mangoes", "mango"),
            ("horses", "horse"),
            ("berries", "berry"),
            ("berry", "berries"),
            ("mangue", "mangues"),
            ("metal", "metaux"),
            ("metaux", "metal"),
            ("fraiches", "frais"),
            ("congelees", "congele"),
            ("tostada", "tostado"),
            ("tractores", "tractor"),
            ("tomates", "tomate"),
        ] {
            assert!(forms(typed).iter().any(|form| form == written), "{typed} → {written}: {:?}", forms(typed));
        }
    }

    #[test]
    fn a_word_stands_first_among_its_forms_and_short_ones_and_other_scripts_stay_as_they_are() {
        assert_eq!(forms("dates").first().map(String::as_str), Some("dates"));
        assert!(!forms("car").iter().any(|form| form == "care"));
        assert_eq!(forms("t"), ["t"]);
        assert_eq!(forms("تمور"), ["تمور"]);
    }

    #[test]
    fn empty_words_are_left_out_unless_nothing_else_was_typed() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(telling(words("parts of machines")), ["parts", "machines"]);
        assert_eq!(telling(words("of the")), ["of", "the"]);
    }
}
