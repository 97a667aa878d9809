//! What are the months called? Names and short forms in the four languages; Arabic has its own names in Egypt and the
//! Gulf, in the Levant and Iraq, and in the Maghreb.

/// Names of each month, January first. A form that could mean two months is in no list.
const NAMES: [&[&str]; 12] = [
    &["january", "jan", "janvier", "janv", "enero", "ene", "يناير", "كانون الثاني", "جانفي"],
    &["february", "feb", "fevrier", "fevr", "fev", "febrero", "فبراير", "شباط", "فيفري"],
    &["march", "mar", "mars", "marzo", "مارس", "آذار"],
    &["april", "apr", "avril", "avr", "abril", "abr", "أبريل", "إبريل", "نيسان", "أفريل"],
    &["may", "mai", "mayo", "مايو", "أيار", "ماي"],
    &["june", "jun", "juin", "junio", "يونيو", "يونيه", "حزيران", "جوان"],
    &["july", "jul", "juillet", "juil", "julio", "يوليو", "يوليه", "تموز", "جويلية", "يوليوز"],
    &["august", "aug", "aout", "agosto", "ago", "أغسطس", "آب", "أوت", "غشت"],
    &["september", "sept", "sep", "septembre", "septiembre", "setiembre", "set", "سبتمبر", "أيلول", "شتنبر"],
    &["october", "oct", "octobre", "octubre", "أكتوبر", "تشرين الأول"],
    &["november", "nov", "novembre", "noviembre", "نوفمبر", "تشرين الثاني", "نونبر"],
    &["december", "dec", "decembre", "diciembre", "dic", "ديسمبر", "كانون الأول", "دجنبر"],
];

/// Words that only months of the Hijri calendar have.
const HIJRI: [&str; 22] = [
    "muharram",
    "safar",
    "rabi",
    "jumada",
    "rajab",
    "shaban",
    "ramadan",
    "shawwal",
    "qidah",
    "hijjah",
    "محرم",
    "صفر",
    "ربيع",
    "جمادى",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "القعدة",
    "الحجة",
    "dhu",
    "zulhijjah",
];

/// The month of a name, 1 to 12.
pub(super) fn month(name: &str) -> Option<u32> {
    let name = plain(name);
    let at = NAMES.iter().position(|names| names.iter().any(|known| plain(known) == name))?;
    u32::try_from(at + 1).ok()
}

/// Does the word belong to a month of the Hijri calendar?
pub(super) fn is_hijri_month(word: &str) -> bool {
    let word = plain(word);
    HIJRI.iter().any(|known| plain(known) == word)
}

/// Small letters, without accents, with one form of each Arabic letter that is written in several.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'á' | 'â' => plain.push('a'),
            'é' | 'è' | 'ê' => plain.push('e'),
            'í' | 'î' => plain.push('i'),
            'ó' | 'ô' => plain.push('o'),
            'ú' | 'û' | 'ü' => plain.push('u'),
            'أ' | 'إ' | 'آ' => plain.push('ا'),
            'ى' => plain.push('ي'),
            'ة' => plain.push('ه'),
            // Accents and vowel signs written on their own, and the stroke that only stretches a word.
            '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{640}' => {}
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_for_two_months() {
        for (index, names) in NAMES.iter().enumerate() {
            for name in *names {
                assert_eq!(month(name), u32::try_from(index + 1).ok(), "{name}");
                assert!(!is_hijri_month(name), "{name} is no month of the Hijra");
            }
        }
        assert_eq!(month("FÉVRIER"), Some(2));
        assert_eq!(month("fe\u{301}vrier"), Some(2), "an accent written on its own");
        assert_eq!(month("jui"), None, "June or July");
        assert_eq!(month(""), None);
    }
}
