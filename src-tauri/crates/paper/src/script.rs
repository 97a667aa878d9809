//! Which language does the script of a piece of text tell, for readers aloud?

/// The language tag, where the script alone tells one; none for scripts shared by many (Latin, Cyrillic).
pub(crate) fn language(text: &str) -> Option<&'static str> {
    let mut han = false;
    for letter in text.chars() {
        match u32::from(letter) {
            0x0370..=0x03ff => return Some("el"),
            0x0590..=0x05ff => return Some("he"),
            0x0600..=0x06ff | 0x0750..=0x077f | 0xfb50..=0xfdff | 0xfe70..=0xfeff => return Some("ar"),
            0x0e00..=0x0e7f => return Some("th"),
            0x3040..=0x30ff => return Some("ja"),
            0xac00..=0xd7af | 0x1100..=0x11ff => return Some("ko"),
            0x3400..=0x4dbf | 0x4e00..=0x9fff | 0x20000..=0x3134f => han = true,
            _ => {}
        }
    }
    han.then_some("zh")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_of_one_language_tells_it_and_a_shared_one_does_not() {
        for (text, expected) in
            [("شركة", Some("ar")), ("东江果园", Some("zh")), ("みかん箱", Some("ja")), ("Ёлка", None), ("abc 12", None)]
        {
            assert_eq!(language(text), expected, "{text}");
        }
    }
}
