//! In which words does a form speak of itself? The few sentences that every form needs, in the form's own language.
//!
//! Labels and titles come from the profile; these are the words between them.

/// The words of one language.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Phrases {
    language: &'static str,
    /// "Sheet 1 of 2" is this, the number, `of`, the number.
    sheet: &'static str,
    of: &'static str,
    /// Title of a continuation sheet that the layout does not name.
    pub continuation: &'static str,
    /// Last line of a box that goes on elsewhere.
    pub see_continuation: &'static str,
    /// After the label of a box that goes on.
    pub continued: &'static str,
    /// Under the line of a signature.
    pub signed: &'static str,
    /// Before the number on a continuation sheet.
    pub number: &'static str,
    /// Beside the verification code, before the number.
    pub code: &'static str,
    /// Beside the verification code, before and after the name of the attached file.
    pub file: (&'static str, &'static str),
    /// The short words before and after values that share a box (`Bind::words_around`), from English.
    short: &'static [(&'static str, &'static str)],
}

impl Phrases {
    /// Short words in this language; a profile's own words stay as they are.
    pub(crate) fn short<'a>(&self, words: &'a str) -> &'a str {
        self.short.iter().find(|(english, _)| *english == words).map_or(words, |(_, own)| own)
    }

    pub(crate) fn sheet(&self, number: usize, all: u32) -> String {
        format!("{} {number} {} {all}", self.sheet, self.of)
    }
}

/// The words of a language (BCP 47), English when there are none.
pub(crate) fn of(language: &str) -> &'static Phrases {
    let short = language.split('-').next().unwrap_or_default();
    ALL.iter().find(|phrases| phrases.language == short).unwrap_or(&ENGLISH)
}

/// The first of some languages (ISO 639-1 capitals) that has words, else English.
pub(crate) fn first_known(languages: &[String]) -> &'static str {
    let known = |wanted: &String| {
        [&ENGLISH].into_iter().chain(&ALL).find(|phrases| phrases.language.eq_ignore_ascii_case(wanted))
    };
    languages.iter().find_map(known).map_or(ENGLISH.language, |phrases| phrases.language)
}

static ENGLISH: Phrases = Phrases {
    language: "en",
    sheet: "Sheet",
    of: "of",
    continuation: "Continuation sheet",
    see_continuation: "(see continuation sheet)",
    continued: "(continued)",
    signed: "Place and date; name and signature",
    number: "Certificate No.",
    code: "Verification code of certificate",
    file: ("The attached file", "is the signed certificate; where paper and file differ, the file decides."),
    short: &[],
};

static ALL: [Phrases; 4] = [
    Phrases {
        language: "es",
        sheet: "Hoja",
        of: "de",
        continuation: "Hoja complementaria",
        see_continuation: "(véase la hoja complementaria)",
        continued: "(continuación)",
        signed: "Lugar y fecha; nombre y firma",
        number: "Certificado N.º",
        code: "Código de verificación del certificado",
        file: ("El archivo adjunto", "es el certificado firmado; si el papel y el archivo difieren, vale el archivo."),
        short: &[
            ("Departure date: ", "Fecha de salida: "),
            ("Mode: ", "Modo: "),
            ("Vessel, flight or vehicle: ", "Buque, vuelo o vehículo: "),
            ("Place of loading: ", "Lugar de embarque: "),
            ("Place of discharge: ", "Lugar de descarga: "),
            ("Route: ", "Ruta: "),
            ("From: ", "De: "),
            ("To: ", "A: "),
            ("Invoice: ", "Factura: "),
            ("Invoiced by: ", "Factura emitida por: "),
            ("Valid from ", "Válido desde "),
            ("Valid until ", "Válido hasta "),
            (" gross", " bruto"),
            (" net", " neto"),
            ("Origin: ", "Origen: "),
            ("Criterion: ", "Criterio: "),
            ("Producer: ", "Productor: "),
            ("HS ", "SA "),
        ],
    },
    Phrases {
        language: "fr",
        sheet: "Feuille",
        of: "sur",
        continuation: "Feuille complémentaire",
        see_continuation: "(voir la feuille complémentaire)",
        continued: "(suite)",
        signed: "Lieu et date ; nom et signature",
        number: "Certificat n°",
        code: "Code de vérification du certificat",
        file: (
            "Le fichier joint",
            "est le certificat signé ; si le papier et le fichier diffèrent, le fichier fait foi.",
        ),
        short: &[
            ("Departure date: ", "Date de départ : "),
            ("Mode: ", "Mode : "),
            ("Vessel, flight or vehicle: ", "Navire, vol ou véhicule : "),
            ("Place of loading: ", "Lieu de chargement : "),
            ("Place of discharge: ", "Lieu de déchargement : "),
            ("Route: ", "Itinéraire : "),
            ("From: ", "De : "),
            ("To: ", "À : "),
            ("Invoice: ", "Facture : "),
            ("Invoiced by: ", "Facturé par : "),
            ("Valid from ", "Valable du "),
            ("Valid until ", "Valable jusqu'au "),
            (" gross", " brut"),
            (" net", " net"),
            ("Origin: ", "Origine : "),
            ("Criterion: ", "Critère : "),
            ("Producer: ", "Producteur : "),
            ("HS ", "SH "),
        ],
    },
    Phrases {
        language: "pt",
        sheet: "Folha",
        of: "de",
        continuation: "Folha complementar",
        see_continuation: "(ver a folha complementar)",
        continued: "(continuação)",
        signed: "Local e data; nome e assinatura",
        number: "Certificado n.º",
        code: "Código de verificação do certificado",
        file: ("O arquivo anexo", "é o certificado assinado; se o papel e o arquivo diferirem, vale o arquivo."),
        short: &[
            ("Departure date: ", "Data de saída: "),
            ("Mode: ", "Modo: "),
            ("Vessel, flight or vehicle: ", "Navio, voo ou veículo: "),
            ("Place of loading: ", "Local de embarque: "),
            ("Place of discharge: ", "Local de descarga: "),
            ("Route: ", "Rota: "),
            ("From: ", "De: "),
            ("To: ", "Para: "),
            ("Invoice: ", "Fatura: "),
            ("Invoiced by: ", "Faturado por: "),
            ("Valid from ", "Válido desde "),
            ("Valid until ", "Válido até "),
            (" gross", " bruto"),
            (" net", " líquido"),
            ("Origin: ", "Origem: "),
            ("Criterion: ", "Critério: "),
            ("Producer: ", "Produtor: "),
            ("HS ", "SH "),
        ],
    },
    Phrases {
        language: "ru",
        sheet: "Лист",
        of: "из",
        continuation: "Дополнительный лист",
        see_continuation: "(см. дополнительный лист)",
        continued: "(продолжение)",
        signed: "Место и дата; фамилия и подпись",
        number: "Сертификат №",
        code: "Код проверки сертификата",
        file: ("Приложенный файл", "является подписанным сертификатом; если бумага и файл расходятся, верен файл."),
        short: &[
            ("Departure date: ", "Дата отправки: "),
            ("Mode: ", "Вид транспорта: "),
            ("Vessel, flight or vehicle: ", "Судно, рейс или транспортное средство: "),
            ("Place of loading: ", "Место погрузки: "),
            ("Place of discharge: ", "Место разгрузки: "),
            ("Route: ", "Маршрут: "),
            ("From: ", "Из: "),
            ("To: ", "В: "),
            ("Invoice: ", "Счёт-фактура: "),
            ("Invoiced by: ", "Счёт выставлен: "),
            ("Valid from ", "Действителен с "),
            ("Valid until ", "Действителен по "),
            (" gross", " брутто"),
            (" net", " нетто"),
            ("Origin: ", "Происхождение: "),
            ("Criterion: ", "Критерий: "),
            ("Producer: ", "Изготовитель: "),
            ("HS ", "ТН ВЭД "),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_short_word_that_is_translated_is_one_that_forms_use() {
        let used: Vec<&str> =
            tamga_origin::layout::Bind::ALL.iter().flat_map(|bind| <[&str; 2]>::from(bind.words_around())).collect();
        for phrases in &ALL {
            for (english, own) in phrases.short {
                assert!(used.contains(english), "{english:?} stands before or after some value");
                assert!(!own.is_empty(), "{english:?} has words in {}", phrases.language);
            }
        }
    }

    #[test]
    fn a_form_speaks_its_language_and_english_where_it_has_none() {
        assert_eq!(of("es-AR").sheet(1, 2), "Hoja 1 de 2");
        assert_eq!(of("ru").signed, "Место и дата; фамилия и подпись");
        assert_eq!(of("en").sheet(2, 3), "Sheet 2 of 3");
        assert_eq!(of("ja"), &ENGLISH);
        let first =
            |languages: &[&str]| first_known(&languages.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>());
        assert_eq!((first(&["AR", "EN"]), first(&["ES", "PT"]), first(&["JA"]), first(&[])), ("en", "es", "en", "en"));
        assert_eq!((of("es").short("Invoice: "), of("en").short("Invoice: ")), ("Factura: ", "Invoice: "));
        assert_eq!(of("es").short("Operador: "), "Operador: ", "a form's own words are left alone");
    }
}
