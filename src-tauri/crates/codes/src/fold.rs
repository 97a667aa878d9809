//! When are two spellings the same word? Letters without accents, in one form and case, Arabic letter forms made equal.
//!
//! Both what is indexed and what is typed go through here, so that they always agree.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in small letters without accents; everything that is neither letter nor digit becomes one space.
pub fn fold(text: &str) -> String {
    words(text).join(" ")
}

/// The words of a text as they are compared.
pub fn words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase).nfkd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            // Tatweel only stretches the line; soft hyphens and zero-width marks are not seen.
            '\u{640}' | '\u{ad}' | '\u{200b}'..='\u{200f}' => {}
            'ٱ' => plain.push('ا'),
            'ى' | 'ی' => plain.push('ي'),
            'ة' => plain.push('ه'),
            'ک' => plain.push('ك'),
            digit @ ('\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}') => plain.push(western(digit)),
            other if other.is_alphanumeric() => plain.push(other),
            _ => plain.push(' '),
        }
    }
    plain.split_whitespace().map(|word| without_article(word).to_owned()).collect()
}

/// The digit 0 to 9 that an Arabic or Persian digit stands for.
fn western(digit: char) -> char {
    let value = u32::from(digit) & 0xf;
    char::from_digit(value, 10).unwrap_or(digit)
}

/// An Arabic word without its article, also where a preposition is written together with it.
fn without_article(word: &str) -> &str {
    let bare = ["وال", "بال", "كال", "فال", "ال", "لل"].iter().find_map(|article| word.strip_prefix(article));
    bare.filter(|rest| rest.chars().count() >= 3).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_ligatures_do_not_make_another_word() {
        assert_eq!(fold("Café TORRÉFIÉ, œufs"), "cafe torrefie oeufs");
        assert_eq!(fold("Größe Ærø Łódź"), "grosse aero lodz");
        assert_eq!(fold("T-Shirts; 100\u{a0}%"), "t shirts 100");
    }

    #[test]
    fn forms_of_arabic_letters_are_one_letter() {
        assert_eq!(fold("أرُزّ"), fold("ارز"));
        assert_eq!(fold("قهوة محمصة"), fold("قهوه محمصه"));
        assert_eq!(fold("تمـــور"), fold("تمور"));
        assert_eq!(fold("٠٩٠١"), "0901");
    }

    #[test]
    fn the_arabic_article_is_left_out_unless_nothing_would_be_left() {
        assert_eq!(fold("القهوة والشاي"), fold("قهوة شاي"));
        assert_eq!(fold("الة"), "اله", "a word of three letters may begin so itself");
    }
}
