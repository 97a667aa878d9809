//! Which column is it? Names as people write them above their columns, in the four languages of the window.

use super::GoodsField;

const NAMES: &[(GoodsField, &[&str])] = &[
    (
        GoodsField::Marks,
        &[
            "marks",
            "marks and numbers",
            "shipping marks",
            "marques",
            "marques et numeros",
            "marcas",
            "marcas y numeros",
            "العلامات",
            "علامات",
        ],
    ),
    (
        GoodsField::PackageCount,
        &[
            "packages",
            "number of packages",
            "no of packages",
            "package count",
            "packages count",
            "cartons",
            "colis",
            "nombre de colis",
            "bultos",
            "numero de bultos",
            "cantidad de bultos",
            "عدد الطرود",
            "الطرود",
        ],
    ),
    (
        GoodsField::PackageKind,
        &[
            "kind of packages",
            "package kind",
            "kind",
            "package type",
            "type of packages",
            "packaging",
            "nature des colis",
            "emballage",
            "tipo de bultos",
            "clase de bultos",
            "embalaje",
            "نوع الطرود",
            "التغليف",
        ],
    ),
    (
        GoodsField::Description,
        &[
            "description",
            "description of goods",
            "goods description",
            "goods",
            "designation",
            "designation des marchandises",
            "marchandises",
            "descripcion",
            "descripcion de las mercancias",
            "mercancias",
            "وصف البضاعة",
            "الوصف",
            "البضاعة",
        ],
    ),
    (
        GoodsField::Hs,
        &[
            "hs",
            "hs code",
            "tariff code",
            "tariff",
            "commodity code",
            "code sh",
            "sh",
            "code douanier",
            "codigo sa",
            "sa",
            "partida arancelaria",
            "arancel",
            "codigo arancelario",
            "رمز النظام المنسق",
            "البند الجمركي",
            "رمز hs",
        ],
    ),
    (
        GoodsField::OriginCountry,
        &[
            "origin",
            "country of origin",
            "origin country",
            "origine",
            "pays d origine",
            "origen",
            "pais de origen",
            "المنشأ",
            "بلد المنشأ",
        ],
    ),
    (
        GoodsField::Criterion,
        &[
            "criterion",
            "origin criterion",
            "criterion of origin",
            "critere",
            "critere d origine",
            "criterio",
            "criterio de origen",
            "معيار المنشأ",
            "المعيار",
        ],
    ),
    (
        GoodsField::GrossMass,
        &[
            "gross",
            "gross kg",
            "gross weight",
            "gross mass",
            "gw",
            "poids brut",
            "brut",
            "masse brute",
            "peso bruto",
            "bruto",
            "الوزن الإجمالي",
            "الوزن القائم",
        ],
    ),
    (
        GoodsField::NetMass,
        &[
            "net",
            "net kg",
            "net weight",
            "net mass",
            "nw",
            "poids net",
            "masse nette",
            "peso neto",
            "neto",
            "الوزن الصافي",
        ],
    ),
    (GoodsField::Quantity, &["quantity", "qty", "quantite", "qte", "cantidad", "cant", "الكمية"]),
    (GoodsField::Unit, &["unit", "uom", "unite", "unidad", "الوحدة"]),
    (
        GoodsField::Value,
        &["value", "amount", "fob value", "fob", "valeur", "montant", "valor", "importe", "valor fob", "القيمة"],
    ),
    (GoodsField::Currency, &["currency", "devise", "monnaie", "moneda", "divisa", "العملة"]),
    (
        GoodsField::Invoice,
        &[
            "invoice",
            "invoice no",
            "invoice number",
            "facture",
            "no de facture",
            "numero de facture",
            "factura",
            "numero de factura",
            "no de factura",
            "الفاتورة",
            "رقم الفاتورة",
        ],
    ),
];

/// The cell a header names; `None` when nobody calls it so.
pub(in super::super) fn field(name: &str) -> Option<GoodsField> {
    let name = plain(name);
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field)
}

/// Lower case, without accents, without units in brackets, one space between words.
pub(in super::super) fn plain(name: &str) -> String {
    let before_brackets = name.split(['(', '[']).next().unwrap_or(name);
    let mut plain = String::new();
    for c in before_brackets.chars().flat_map(char::to_lowercase) {
        let c = match c {
            'à' | 'á' | 'â' | 'ä' => 'a',
            'ç' => 'c',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ñ' => 'n',
            'ò' | 'ó' | 'ô' | 'ö' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            // The raised letter of "n°" and the mark "№".
            '°' | 'º' => 'o',
            c => c,
        };
        if c == '№' {
            plain.push_str("no");
        } else if c.is_alphanumeric() {
            plain.push(c);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.trim().to_owned()
}
