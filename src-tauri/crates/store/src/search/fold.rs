//! How are words made alike before they are indexed or looked for? Small letters, no accents, no vowel marks; Arabic
//! without tatweel and with one alef; Chinese, Japanese and Korean characters each a word of its own, because a word
//! of two of them is too short for the index of parts.

use unicode_normalization::UnicodeNormalization;

/// A typed term: an expression for the index of words, and one for the index of parts where it is long enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) word: String,
    pub(super) part: Option<String>,
    pub(super) has_digit: bool,
}

/// Most terms of one question that are looked for.
const TERMS: usize = 12;

/// The typed terms; each has to be found.
pub(super) fn terms(text: &str) -> Vec<Term> {
    fold(text).split_whitespace().filter(|term| term.chars().any(char::is_alphanumeric)).take(TERMS).map(term).collect()
}

fn term(folded: &str) -> Term {
    Term {
        word: format!("{}*", quoted(&spaced(folded))),
        part: (folded.chars().count() >= 3).then(|| quoted(folded)),
        has_digit: folded.contains(char::is_numeric),
    }
}

/// A string of the full-text query language.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Makes words alike.
pub(super) fn fold(text: &str) -> String {
    let lower: String = text.chars().flat_map(char::to_lowercase).collect();
    let bare: String = lower.nfkd().filter(|c| !is_mark(*c)).nfc().collect();
    let mut folded = String::with_capacity(bare.len());
    for c in bare.chars() {
        match c {
            '\u{0640}' | '\u{0000}' => {}
            'أ' | 'إ' | 'آ' | 'ٱ' => folded.push('ا'),
            'ى' => folded.push('ي'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            _ => folded.push(c),
        }
    }
    folded
}

/// Accents, and the vowel marks of Hebrew and Arabic. Marks that make another letter (kana, Indic scripts) stay.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}'
        | '\u{0670}')
}

/// Sets characters of scripts that do not separate words apart.
pub(super) fn spaced(folded: &str) -> String {
    let mut spaced = String::with_capacity(folded.len());
    for c in folded.chars() {
        if is_alone(c) {
            spaced.extend([' ', c, ' ']);
        } else {
            spaced.push(c);
        }
    }
    spaced
}

fn is_alone(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{303F}' | '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_capitals_and_ligatures_do_not_count() {
        assert_eq!(fold("CAFÉ Torréfié"), "cafe torrefie");
        assert_eq!(fold("Straße Łódź İzmir"), "strasse lodz izmir");
    }

    #[test]
    fn arabic_is_written_one_way() {
        assert_eq!(fold("أَحْمَد"), fold("احمد"), "alef with hamza and vowel marks");
        assert_eq!(fold("قـــهوة"), fold("قهوة"), "tatweel");
    }

    #[test]
    fn kana_keep_their_voice_and_stand_alone() {
        assert_eq!(fold("が"), "が");
        assert_eq!(spaced("咖啡a"), " 咖  啡 a");
    }

    #[test]
    fn what_is_typed_cannot_become_a_query() {
        let typed = terms("a\"b NEAR( * -");
        assert_eq!(typed.len(), 2, "terms without a letter or digit ask for nothing");
        assert_eq!(typed.first().map(|term| term.word.as_str()), Some("\"a\"\"b\"*"));
    }
}
