//! What do people write above the columns of a bill of materials, and in them? In the four languages of the window.

use tamga_origin::calculator::Status;
use tamga_origin::units::{Dimension, unit};
use tamga_origin::word::Word;

/// A column of a bill of materials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MaterialField {
    Description,
    Hs,
    Origin,
    Status,
    Value,
    Currency,
    // Before its unit, which is only kept beside a weight.
    Weight,
    Unit,
    OriginatingContent,
    Named,
}

impl Word for MaterialField {
    const ALL: &'static [Self] = &[
        Self::Description,
        Self::Hs,
        Self::Origin,
        Self::Status,
        Self::Value,
        Self::Currency,
        Self::Weight,
        Self::Unit,
        Self::OriginatingContent,
        Self::Named,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Hs => "hs",
            Self::Origin => "origin",
            Self::Status => "status",
            Self::Value => "value",
            Self::Currency => "currency",
            Self::Weight => "weight",
            Self::Unit => "unit",
            Self::OriginatingContent => "originating_content",
            Self::Named => "named_by_rule",
        }
    }
}

impl MaterialField {
    /// Is it read as a number?
    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Value | Self::Weight | Self::OriginatingContent)
    }
}

const NAMES: &[(MaterialField, &[&str])] = &[
    (
        MaterialField::Description,
        &[
            "description",
            "material",
            "materials",
            "component",
            "part",
            "item",
            "designation",
            "matiere",
            "matieres",
            "composant",
            "descripcion",
            "materiales",
            "componente",
            "الوصف",
            "المادة",
            "المواد",
            "المكون",
        ],
    ),
    (
        MaterialField::Hs,
        &[
            "hs",
            "hs code",
            "tariff code",
            "tariff",
            "heading",
            "code sh",
            "sh",
            "position tarifaire",
            "codigo sa",
            "sa",
            "partida",
            "partida arancelaria",
            "رمز النظام المنسق",
            "البند التعريفي",
            "البند",
        ],
    ),
    (
        MaterialField::Origin,
        &[
            "origin",
            "country of origin",
            "country",
            "origine",
            "pays d origine",
            "pays",
            "origen",
            "pais de origen",
            "pais",
            "المنشأ",
            "بلد المنشأ",
        ],
    ),
    (
        MaterialField::Status,
        &[
            "status",
            "originating",
            "origin status",
            "originates",
            "originaire",
            "statut",
            "originario",
            "originaria",
            "estado",
            "ذات منشأ",
            "صفة المنشأ",
        ],
    ),
    (
        MaterialField::Value,
        &[
            "value",
            "amount",
            "cost",
            "price",
            "valeur",
            "montant",
            "cout",
            "valor",
            "importe",
            "costo",
            "القيمة",
            "التكلفة",
        ],
    ),
    (MaterialField::Currency, &["currency", "devise", "monnaie", "moneda", "divisa", "العملة"]),
    (
        MaterialField::Weight,
        &["weight", "net weight", "poids", "poids net", "peso", "peso neto", "الوزن", "الوزن الصافي"],
    ),
    (
        MaterialField::Unit,
        &[
            "unit",
            "weight unit",
            "unit of weight",
            "unite",
            "unite de poids",
            "unidad",
            "unidad de peso",
            "الوحدة",
            "وحدة الوزن",
        ],
    ),
    (
        MaterialField::OriginatingContent,
        &[
            "originating content",
            "originating value",
            "contenu originaire",
            "valeur originaire",
            "contenido originario",
            "valor originario",
            "المحتوى ذو المنشأ",
        ],
    ),
    (
        MaterialField::Named,
        &[
            "named by the rule",
            "focused",
            "focused value",
            "vise par la regle",
            "indicado en la regla",
            "تذكرها القاعدة",
        ],
    ),
];

/// The column a header names; `None` when nobody calls it so.
pub(super) fn field(name: &str) -> Option<MaterialField> {
    let name = plain(name);
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field)
}

const STATUSES: &[(Status, &[&str])] = &[
    (
        Status::Originating,
        &["yes", "y", "x", "true", "originating", "oui", "originaire", "si", "originario", "originaria", "نعم"],
    ),
    (
        Status::NonOriginating,
        &["no", "n", "false", "non originating", "non", "non originaire", "no originario", "no originaria", "لا"],
    ),
    (
        Status::Accumulation,
        &["accumulation", "cumulation", "by accumulation", "cumul", "acumulacion", "تراكم", "بالتراكم"],
    ),
    (Status::Unknown, &["unknown", "inconnu", "inconnue", "desconocido", "desconocida", "غير معروف"]),
];

/// What a cell says about the status of a material; `None` when it is no known word.
pub(super) fn status(text: &str) -> Option<Status> {
    let text = plain(text);
    STATUSES.iter().find(|(_, words)| words.contains(&text.as_str())).map(|(status, _)| *status)
}

/// The code of a unit of weight from what people write; the text in capitals when it is none of them.
pub(super) fn weight_unit(text: &str) -> String {
    let code = match text.to_lowercase().as_str() {
        "kg" | "kgs" | "kilogram" | "كغ" => "KGM",
        "g" | "gr" | "gram" | "غ" => "GRM",
        "t" | "tonne" | "طن" => "TNE",
        "lb" | "lbs" => "LBR",
        "oz" => "ONZ",
        _ => return text.to_uppercase(),
    };
    code.to_owned()
}

/// The unit of weight that stands in brackets behind a header: `Net weight (kg)`.
pub(super) fn unit_in_brackets(name: &str) -> Option<String> {
    let (_, inside) = name.split_once(['(', '['])?;
    let code = weight_unit(inside.trim_end_matches([')', ']']).trim());
    unit(&code).filter(|unit| unit.dimension == Dimension::Mass).map(|unit| unit.code.to_owned())
}

/// Lower case, without accents, without what stands in brackets, one space between words.
fn plain(name: &str) -> String {
    let before_brackets = name.split(['(', '[']).next().unwrap_or(name);
    let mut plain = String::new();
    for c in before_brackets.chars().flat_map(char::to_lowercase) {
        let c = match c {
            'à' | 'á' | 'â' => 'a',
            'ç' => 'c',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'í' | 'î' | 'ï' => 'i',
            'ñ' => 'n',
            'ó' | 'ô' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            c => c,
        };
        if c.is_alphanumeric() {
            plain.push(c);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_as_it_is_compared_and_means_one_column() {
        for (wanted, names) in NAMES {
            for name in *names {
                assert_eq!(plain(name), **name, "{name} is written as it is compared");
                assert_eq!(field(name), Some(*wanted), "{name}");
            }
        }
        for (wanted, words) in STATUSES {
            for word in *words {
                assert_eq!(status(word), Some(*wanted), "{word}");
            }
        }
        assert_eq!(field("Pays d'origine"), Some(MaterialField::Origin));
        assert_eq!(field("Value (USD)"), Some(MaterialField::Value));
        assert_eq!(field("colour"), None);
        assert_eq!(status("Sí"), Some(Status::Originating));
        assert_eq!(status("maybe"), None);
    }
}
