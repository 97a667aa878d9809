//! How is a question put to the index? Words become terms of its query language; nothing typed reaches it unquoted.

use crate::endings::{forms, telling};
use crate::fold::words;

/// More words than this are not a search but a pasted text; the first ones count.
const MOST_WORDS: usize = 8;
/// Up to so many words each may be the beginning of one.
const BEGINNINGS: usize = 3;
/// Longer words are cut; no list holds them.
const LONGEST_WORD: usize = 40;

/// What was typed, made ready for the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(Vec<String>);

/// Must a word stand there as typed (or in another of its forms), or may it be the beginning of one?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// As typed.
    Whole,
    /// It may go on.
    Beginning,
}

impl Words {
    /// Out of typed text; `None` when there is no word in it.
    pub fn of(text: &str) -> Option<Self> {
        let mut words = telling(words(text));
        words.truncate(MOST_WORDS);
        for word in &mut words {
            *word = word.chars().take(LONGEST_WORD).collect();
        }
        (!words.is_empty()).then_some(Self(words))
    }

    /// All words, in these columns.
    pub fn all(&self, columns: &str, reach: Reach) -> String {
        format!("{{{columns}}} : ({})", self.terms(reach).join(" AND "))
    }

    /// At least one of the words.
    pub fn any(&self, columns: &str, reach: Reach) -> String {
        format!("{{{columns}}} : ({})", self.terms(reach).join(" OR "))
    }

    /// All words as one, as a word of the market is kept; a single word in each of its forms.
    pub fn as_one(&self) -> Vec<String> {
        match self.0.as_slice() {
            [word] => forms(word),
            words => vec![words.join(" ")],
        }
    }

    /// More than one word, so that finding only some of them is worth a try?
    pub fn are_several(&self) -> bool {
        self.0.len() > 1
    }

    /// In a long question only the last word may go on: the others were typed to their end.
    fn terms(&self, reach: Reach) -> Vec<String> {
        let last = self.0.len().saturating_sub(1);
        let may_go_on = |at: usize| reach == Reach::Beginning && (self.0.len() <= BEGINNINGS || at == last);
        let term = |(at, word): (usize, &String)| {
            let goes_on = may_go_on(at) && word.chars().count() > 1;
            // What begins so is found by the beginning already.
            let forms = forms(word).into_iter().filter(|form| !goes_on || !form.starts_with(word.as_str()));
            let mut terms: Vec<String> = forms.map(|form| format!("\"{form}\"")).collect();
            if goes_on {
                terms.push(format!("\"{word}\" *"));
            }
            format!("({})", terms.join(" OR "))
        };
        self.0.iter().enumerate().map(term).collect()
    }
}

/// The digits of a typed code: only digits, points, blanks and hyphens, two digits at least.
pub fn typed_code(text: &str) -> Option<String> {
    let separates = |letter: char| letter.is_whitespace() || matches!(letter, '.' | '-' | '\u{a0}');
    let digits: String = words(text).concat();
    let is_code = text.chars().all(|letter| letter.is_numeric() || separates(letter));
    (is_code && digits.len() >= 2 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_with_points_blanks_and_arabic_digits_and_words_are_none() {
        for typed in ["0901.21", "090121", "09 01 21", " 0901.21 ", "٠٩٠١٫٢١".replace('٫', ".").as_str()] {
            assert_eq!(typed_code(typed).as_deref(), Some("090121"), "{typed}");
        }
        for typed in ["", "9", "coffee", "4x4", "100 %", "no 5"] {
            assert_eq!(typed_code(typed), None, "{typed}");
        }
    }

    #[test]
    fn nothing_typed_can_leave_its_quotes() {
        let words = Words::of("\"own\" OR 1* {above} : x) NEAR").unwrap();
        let query = words.all("own above", Reach::Beginning);
        assert_eq!(query.matches('{').count(), 1, "{query}");
        assert!(!query.contains("NEAR"), "{query}");
        assert!(Words::of("…!?\"'*").is_none());
    }

    #[test]
    fn a_pasted_text_is_cut_to_its_first_words() {
        let words = Words::of(&"word ".repeat(500)).unwrap();
        assert_eq!(words.0.len(), MOST_WORDS);
    }
}
