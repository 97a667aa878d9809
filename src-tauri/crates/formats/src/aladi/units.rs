//! Which unit of Recommendation 20 does a word in `GoodsItemMeasureUnit` mean? The format leaves it free text; these
//! words are what forms in Spanish and Portuguese print. Any other word is kept as it stands.

const WORDS: [(&str, &str); 49] = [
    ("KG", "KGM"),
    ("KGS", "KGM"),
    ("KILO", "KGM"),
    ("KILOS", "KGM"),
    ("KILOGRAMO", "KGM"),
    ("KILOGRAMOS", "KGM"),
    ("QUILOGRAMA", "KGM"),
    ("QUILOGRAMAS", "KGM"),
    ("GR", "GRM"),
    ("GRAMO", "GRM"),
    ("GRAMOS", "GRM"),
    ("TON", "TNE"),
    ("TN", "TNE"),
    ("TM", "TNE"),
    ("TONELADA", "TNE"),
    ("TONELADAS", "TNE"),
    ("LT", "LTR"),
    ("LTS", "LTR"),
    ("LITRO", "LTR"),
    ("LITROS", "LTR"),
    ("MT", "MTR"),
    ("MTS", "MTR"),
    ("METRO", "MTR"),
    ("METROS", "MTR"),
    ("M2", "MTK"),
    ("METRO CUADRADO", "MTK"),
    ("METROS CUADRADOS", "MTK"),
    ("METRO QUADRADO", "MTK"),
    ("METROS QUADRADOS", "MTK"),
    ("M3", "MTQ"),
    ("METRO CUBICO", "MTQ"),
    ("METROS CUBICOS", "MTQ"),
    ("METRO CÚBICO", "MTQ"),
    ("METROS CÚBICOS", "MTQ"),
    ("UN", "C62"),
    ("UNI", "C62"),
    ("UNID", "C62"),
    ("UNIDAD", "C62"),
    ("UNIDADES", "C62"),
    ("UNIDADE", "C62"),
    ("PAR", "PR"),
    ("PARES", "PR"),
    ("DOCENA", "DZN"),
    ("DOCENAS", "DZN"),
    ("DUZIA", "DZN"),
    ("DÚZIA", "DZN"),
    ("MILLAR", "MIL"),
    ("MILLARES", "MIL"),
    ("MILHEIRO", "MIL"),
];

/// The code that a word means, a final point and letter case aside; none for a code or an unknown word.
pub(super) fn code(word: &str) -> Option<&'static str> {
    let word = word.trim_end_matches('.').to_uppercase();
    WORDS.iter().find(|(known, _)| *known == word).map(|(_, code)| *code)
}

/// The currency that the words of `LocalCurrency` mean: a code of three capitals, or the dollar's names.
pub(super) fn currency(words: &str) -> Option<String> {
    let words = words.to_uppercase().replace('Ó', "O");
    let dollars = [
        "US$",
        "U$S",
        "DOLAR",
        "DOLARES",
        "DOLAR ESTADOUNIDENSE",
        "DOLARES ESTADOUNIDENSES",
        "DOLAR AMERICANO",
        "DOLARES AMERICANOS",
        "DOLARES DE LOS ESTADOS UNIDOS",
    ];
    if dollars.contains(&words.as_str()) {
        return Some("USD".to_owned());
    }
    (words.len() == 3 && words.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_means_a_unit_that_is_listed() {
        for (word, unit) in WORDS {
            assert!(tamga_origin::units::unit(unit).is_some(), "{unit}");
            assert_eq!(code(&word.to_lowercase()), Some(unit));
        }
        assert_eq!((code("Kg."), code("KGM"), code("BULTOS")), (Some("KGM"), None, None));
        assert_eq!(currency("Dólares estadounidenses").as_deref(), Some("USD"));
        assert_eq!((currency("UYU").as_deref(), currency("PESOS")), (Some("UYU"), None));
    }
}
