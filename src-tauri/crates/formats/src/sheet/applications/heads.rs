//! Which field does a head name? The names of the data set first, then what people write above their columns in English,
//! French, Spanish and Arabic.

use super::super::goods::GoodsField;
use super::super::goods::header::{self, plain};
use super::columns::{REF, field as known, named};

/// The parties, with their names in the four languages as [`plain`] leaves them.
const ROLES: &[(&str, &[&str])] = &[
    ("exporter", &["exporter", "shipper", "exportateur", "expediteur", "exportador", "المصدر", "الشركة المصدرة"]),
    (
        "consignee",
        &["consignee", "receiver", "destinataire", "destinatario", "consignatario", "المرسل اليه", "المرسل إليه"],
    ),
    ("importer", &["importer", "buyer", "importateur", "acheteur", "importador", "comprador", "المستورد", "المشتري"]),
    ("consignor", &["consignor", "remitente", "المرسل"]),
    (
        "producers",
        &["producer", "manufacturer", "producteur", "fabricant", "productor", "fabricante", "المنتج", "المصنع"],
    ),
    (
        "invoicing_party",
        &["invoicing party", "third party", "facturant", "tercer operador", "الطرف الثالث", "مصدر الفاتورة"],
    ),
    ("agent", &["agent", "representative", "mandataire", "agente", "representante", "الوكيل", "الممثل"]),
];

/// The parts of a party.
const PARTS: &[(&str, &[&str])] = &[
    ("name", &["name", "company", "nom", "raison sociale", "nombre", "razon social", "اسم"]),
    ("address.lines", &["address", "street", "adresse", "direccion", "domicilio", "عنوان"]),
    ("address.city", &["city", "town", "ville", "ciudad", "مدينة"]),
    ("address.region", &["region", "state", "province", "etat", "provincia", "منطقة"]),
    (
        "address.postcode",
        &["postcode", "postal code", "zip", "zip code", "code postal", "codigo postal", "الرمز البريدي"],
    ),
    ("address.country", &["country", "country code", "pays", "pais", "بلد"]),
    (
        "ids",
        &[
            "tax id",
            "tax number",
            "vat",
            "vat number",
            "id",
            "ice",
            "numero fiscal",
            "tva",
            "rut",
            "nif",
            "cuit",
            "رقم ضريبي",
        ],
    ),
    ("contact_name", &["contact", "contact person", "contacto", "personne a contacter", "مسؤول الاتصال"]),
    ("phone", &["phone", "telephone", "tel", "telefono", "هاتف"]),
    ("email", &["email", "e mail", "mail", "courriel", "correo", "correo electronico", "بريد الكتروني"]),
];

/// Small words between a part and its party.
const OF: &[&str] = &["", "of ", "of the ", "de ", "de l ", "du ", "del ", "de la ", "of ال"];

/// Everything else that belongs to the head of an application.
const HEADS: &[(&str, &[&str])] = &[
    (
        REF,
        &[
            "ref",
            "reference",
            "application",
            "application no",
            "application number",
            "order",
            "order no",
            "our ref",
            "certificate",
            "no",
            "demande",
            "numero de demande",
            "no de demande",
            "dossier",
            "solicitud",
            "numero de solicitud",
            "referencia",
            "expediente",
            "المرجع",
            "رقم الطلب",
            "رقم المرجع",
        ],
    ),
    (
        "destination_country",
        &[
            "destination",
            "destination country",
            "country of destination",
            "importing country",
            "pays de destination",
            "pais de destino",
            "destino",
            "بلد الوصول",
            "بلد المقصد",
            "الوجهة",
        ],
    ),
    (
        "export_country",
        &[
            "exporting country",
            "export country",
            "country of export",
            "pays d exportation",
            "pais de exportacion",
            "بلد التصدير",
        ],
    ),
    (
        "departure",
        &[
            "departure",
            "departure date",
            "date of departure",
            "shipment date",
            "date of shipment",
            "etd",
            "date de depart",
            "date d expedition",
            "fecha de salida",
            "fecha de embarque",
            "تاريخ الشحن",
            "تاريخ المغادرة",
        ],
    ),
    (
        "mode",
        &["mode", "mode of transport", "transport mode", "mode de transport", "modo de transporte", "وسيلة النقل"],
    ),
    (
        "means.name",
        &[
            "vessel",
            "vessel name",
            "ship",
            "flight",
            "means of transport",
            "navire",
            "moyen de transport",
            "buque",
            "medio de transporte",
            "السفينة",
        ],
    ),
    ("means.voyage", &["voyage", "voyage no", "flight no", "viaje", "رقم الرحلة"]),
    (
        "loading.name",
        &[
            "port of loading",
            "loading port",
            "place of loading",
            "port de chargement",
            "lieu de chargement",
            "puerto de carga",
            "puerto de embarque",
            "ميناء الشحن",
            "ميناء التحميل",
        ],
    ),
    (
        "discharge.name",
        &[
            "port of discharge",
            "discharge port",
            "port of unloading",
            "port de dechargement",
            "puerto de descarga",
            "ميناء التفريغ",
            "ميناء الوصول",
        ],
    ),
    ("route", &["route", "itinerary", "itineraire", "ruta", "المسار"]),
    (
        "transport_documents.number",
        &[
            "bill of lading",
            "b l",
            "bl",
            "bl no",
            "b l no",
            "awb",
            "air waybill",
            "connaissement",
            "lta",
            "conocimiento de embarque",
            "carta de porte",
            "بوليصة الشحن",
        ],
    ),
    ("equipment.number", &["container", "container no", "conteneur", "contenedor", "الحاوية", "رقم الحاوية"]),
    ("equipment.seals", &["seal", "seal no", "seals", "scelle", "scelles", "precinto", "الختم"]),
    (
        "invoices.number",
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
    (
        "invoices.date",
        &["invoice date", "date of invoice", "date de facture", "date facture", "fecha de factura", "تاريخ الفاتورة"],
    ),
    ("remarks", &["remarks", "remark", "observations", "remarques", "observaciones", "notas", "ملاحظات"]),
    ("scheme.code", &["agreement", "scheme", "form", "accord", "acuerdo", "tratado", "الاتفاقية"]),
    (
        "package_total",
        &["total packages", "total of packages", "total colis", "total bultos", "اجمالي الطرود", "إجمالي الطرود"],
    ),
    ("flags", &["flags", "boxes ticked", "mentions", "casillas", "العلامات الخاصة"]),
    (
        "orders.number",
        &[
            "purchase order",
            "po",
            "po no",
            "contract",
            "bon de commande",
            "contrat",
            "orden de compra",
            "contrato",
            "أمر الشراء",
            "العقد",
        ],
    ),
    (
        "items.sequence",
        &[
            "item",
            "item no",
            "line",
            "line no",
            "sequence",
            "article",
            "ligne",
            "no d article",
            "linea",
            "item no",
            "رقم البند",
            "البند",
        ],
    ),
    (
        "items.product_codes",
        &["article no", "product code", "sku", "item code", "reference article", "codigo de producto", "رمز المنتج"],
    ),
    ("items.hs.edition", &["hs year", "hs edition", "edition sh", "edicion sa"]),
    ("items.gross_mass.unit", &["gross weight unit", "weight unit", "unite de poids", "unidad de peso", "وحدة الوزن"]),
    ("items.net_mass.unit", &["net weight unit"]),
    ("items.value.basis", &["incoterm basis", "price basis", "base du prix", "base de precio"]),
    ("items.value.incoterm", &["incoterm", "incoterms"]),
];

/// Names of sheets that hold goods.
const ITEM_SHEETS: &[&str] = &[
    "items",
    "goods",
    "lines",
    "articles",
    "marchandises",
    "lignes",
    "mercancias",
    "lineas",
    "partidas",
    "البضائع",
    "البنود",
];

/// Does the sheet hold goods, by its name?
pub(super) fn is_items_sheet(name: &str) -> bool {
    ITEM_SHEETS.contains(&plain(name).as_str())
}

/// The field a head names, with the unit or currency that stands in its brackets.
pub(super) fn field(head: &str, in_items: bool) -> Option<(&'static str, String)> {
    if let Some(name) = named(head, in_items) {
        return Some((name, String::new()));
    }
    let name = plain(head);
    let listed = HEADS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field);
    let goods = || header::field(head).map(goods_field);
    let found = if in_items { goods().or(listed) } else { listed.or_else(goods) };
    let found = found.or_else(|| party(&name))?;
    Some((found, unit(head, found)))
}

fn goods_field(field: GoodsField) -> &'static str {
    match field {
        GoodsField::Marks => "items.packages.marks",
        GoodsField::PackageCount => "items.packages.count",
        GoodsField::PackageKind => "items.packages.kind",
        GoodsField::Description => "items.description",
        GoodsField::Hs => "items.hs.code",
        GoodsField::OriginCountry => "items.origin.country",
        GoodsField::Criterion => "items.criterion.printed",
        GoodsField::GrossMass => "items.gross_mass",
        GoodsField::NetMass => "items.net_mass",
        GoodsField::Quantity => "items.quantities",
        GoodsField::Unit => "items.quantities.unit",
        GoodsField::Value => "items.value",
        GoodsField::Currency => "items.value.currency",
        GoodsField::Invoice => "items.invoice.number",
    }
}

/// "Exporter", "exporter address", "adresse de l'exportateur", "عنوان المصدر".
fn party(name: &str) -> Option<&'static str> {
    for (role, roles) in ROLES {
        // The party stands first or last; most heads name none, and need not be held against every part of one.
        for word in roles.iter().filter(|word| name.starts_with(**word) || name.ends_with(**word)) {
            if name == *word {
                return known(&format!("{role}.name")).map(|field| field.name.as_str());
            }
            for (part, parts) in PARTS {
                let fits = |part: &&str| {
                    name.strip_prefix(word).and_then(|rest| rest.strip_prefix(' ')) == Some(part)
                        || name
                            .strip_prefix(part)
                            .and_then(|rest| rest.strip_prefix(' '))
                            .and_then(|rest| rest.strip_suffix(word))
                            .is_some_and(|between| OF.contains(&between))
                };
                if parts.iter().any(fits) {
                    return known(&format!("{role}.{part}")).map(|field| field.name.as_str());
                }
            }
        }
    }
    None
}

/// The unit of an amount, or the currency of a value, in the brackets of its head or as its last word.
fn unit(head: &str, field: &str) -> String {
    let inside = head.split_once(['(', '[']).and_then(|(_, rest)| rest.split([')', ']']).next());
    let word = inside.or_else(|| head.split_whitespace().last()).unwrap_or_default().trim().to_lowercase();
    let unit = match field {
        "items.gross_mass" | "items.net_mass" | "items.quantities" => match word.trim_end_matches('.') {
            "kg" | "kgs" | "kgm" | "kilo" | "kilos" | "كغ" | "كجم" => "KGM",
            "t" | "mt" | "ton" | "tons" | "tonnes" | "tne" | "طن" => "TNE",
            "g" | "gr" | "grm" => "GRM",
            "lb" | "lbs" | "lbr" => "LBR",
            "l" | "ltr" | "litres" | "litros" => "LTR",
            _ => "",
        },
        "items.value" if inside.is_some() && word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            return word.to_uppercase();
        }
        _ => "",
    };
    unit.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_known_in_four_languages() {
        for (head, found) in [
            ("Exporter", "exporter.name"),
            ("Exporter's address", ""),
            ("Exporter address", "exporter.address.lines"),
            ("Adresse de l'exportateur", "exporter.address.lines"),
            ("Pays du destinataire", "consignee.address.country"),
            ("Dirección del exportador", "exporter.address.lines"),
            ("عنوان المصدر", "exporter.address.lines"),
            ("المصدر", "exporter.name"),
            ("Consignee e-mail", "consignee.email"),
            ("Country of destination", "destination_country"),
            ("Pays de destination", "destination_country"),
            ("País de destino", "destination_country"),
            ("بلد المقصد", "destination_country"),
            ("Port de déchargement", "discharge.name"),
            ("N° de facture", "invoices.number"),
            ("Fecha de factura", "invoices.date"),
            ("Désignation des marchandises", "items.description"),
            ("الوزن الإجمالي", "items.gross_mass"),
            ("Container №", "equipment.number"),
            ("Referencia", "ref"),
            ("Colour", ""),
        ] {
            assert_eq!(field(head, false).map_or("", |(name, _)| name), found, "{head}");
        }
        assert_eq!(field("Description", true).unwrap().0, "items.description");
        assert_eq!(field("sequence", true).unwrap().0, "items.sequence");
    }

    #[test]
    fn every_name_leads_to_a_field() {
        for (name, _) in HEADS.iter().filter(|(name, _)| *name != REF) {
            assert!(known(name).is_some(), "{name}");
        }
        for (role, _) in ROLES {
            for (part, _) in PARTS {
                assert!(known(&format!("{role}.{part}")).is_some(), "{role}.{part}");
            }
        }
        let plain_names = HEADS.iter().chain(ROLES).chain(PARTS).flat_map(|(_, names)| names.iter());
        for name in plain_names {
            assert_eq!(plain(name), **name, "{name} is written as heads are compared");
        }
    }

    #[test]
    fn units_and_currencies_stand_in_brackets() {
        for (head, unit) in [
            ("Gross weight (kg)", "KGM"),
            ("Poids net [T]", "TNE"),
            ("Gross kg", "KGM"),
            ("Peso bruto", ""),
            ("FOB value (USD)", "USD"),
            ("Value", ""),
        ] {
            assert_eq!(field(head, false).map(|(_, unit)| unit).as_deref(), Some(unit), "{head}");
        }
    }
}
