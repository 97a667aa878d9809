//! Calculations of origin as documents, and bills of materials out of tables.

use proptest::prelude::*;
use tamga_formats::bill::{Marks, read_materials};
use tamga_formats::sheet::{TableLimits, TextChoice, read_tables};
use tamga_formats::{FormatError, Limits, worksheet};
use tamga_origin::calculator::{
    BillOfMaterials, Cost, DeMinimis, DirectCost, ExcludedCost, Level, Material, Method, NetCost, Product, Rule,
    Status, TariffChange, Terms, ValueBasis, ValueContent, Values, Worksheet, calculate,
};
use tamga_origin::{Decimal, Measure};

use crate::lines;

fn number(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn kilograms(text: &str) -> Measure {
    Measure { amount: number(text), unit: "KGM".into() }
}

fn bill() -> BillOfMaterials {
    let material = |line, status, hs: &str, value: &str| Material {
        line,
        description: format!("\"part\" {line}"),
        hs: hs.into(),
        origin: "TH".into(),
        status,
        value: Some(number(value)),
        currency: "USD".into(),
        weight: Some(kilograms("0.125")),
        originating_content: None,
        named_by_rule: line == 2,
    };
    BillOfMaterials {
        product: Product {
            description: "Chemise, قميص".into(),
            hs: "620520".into(),
            country: "VN".into(),
            weight: Some(kilograms("3")),
        },
        currency: "USD".into(),
        values: Values { fob: Some(number("9.00")), ex_works: Some(number("8.5")), transaction: Some(number("9")) },
        costs: vec![Cost { kind: DirectCost::Labour, amount: number("1.10") }],
        net_cost: Some(NetCost {
            total: number("8"),
            excluded: vec![Cost { kind: ExcludedCost::Royalties, amount: number("0.25") }],
        }),
        materials: vec![
            material(1, Status::Accumulation, "520811", "2.50"),
            material(2, Status::NonOriginating, "620590", "1.00"),
            Material { originating_content: Some(number("0.5")), ..material(3, Status::Unknown, "96", "1") },
            Material { value: None, weight: None, ..material(4, Status::Originating, "", "0") },
        ],
    }
}

fn change() -> TariffChange {
    TariffChange {
        level: Level::Heading,
        except: vec!["5407".into()],
        de_minimis: Some(DeMinimis {
            percent_value: Some(number("10")),
            basis: ValueBasis::Fob,
            percent_weight: Some(number("10")),
            weight_chapters: Some((50, 63)),
            weight_alone: true,
        }),
    }
}

fn content(method: Method) -> ValueContent {
    ValueContent { method, basis: ValueBasis::ExWorks, threshold: number("40.5") }
}

fn terms() -> Terms {
    Terms { agreement: "rcep-co".into(), accumulation: vec!["TH".into()], full_accumulation: true }
}

/// A calculation by each kind of rule.
pub fn calculated() -> Vec<Worksheet> {
    let mut rules = vec![
        Rule::WhollyObtained,
        Rule::OnlyOriginating,
        Rule::TariffChange(change()),
        Rule::Both(change(), content(Method::NetCost)),
    ];
    rules.extend(
        [Method::BuildDown, Method::NetCost, Method::Focused].map(|method| Rule::ValueContent(content(method))),
    );
    rules.into_iter().map(|rule| calculate(bill(), rule, terms()).unwrap()).collect()
}

#[test]
fn every_rule_comes_back_from_its_document_byte_for_byte() {
    for sheet in calculated() {
        let bytes = worksheet::write(&sheet);
        let read = worksheet::read(&bytes, &Limits::default()).unwrap();
        assert_eq!(read.value, sheet);
        assert_eq!(lines(&read.findings), Vec::<String>::new());
        assert_eq!(worksheet::write(&read.value), bytes, "the same calculation has the same bytes");
    }
}

#[test]
fn a_worksheet_is_written_for_people_to_read() {
    let sheet = calculate(bill(), Rule::Both(change(), content(Method::BuildDown)), terms()).unwrap();
    insta::assert_snapshot!(String::from_utf8(worksheet::write(&sheet)).unwrap());
}

#[test]
fn a_result_that_its_numbers_do_not_give_is_found_out() {
    let sheet = calculate(bill(), Rule::ValueContent(content(Method::BuildDown)), terms()).unwrap();
    let written = String::from_utf8(worksheet::write(&sheet)).unwrap();
    let changed = written.replacen("\"amount\": \"1.10\"", "\"amount\": \"1.11\"", 1);
    assert_eq!(lines(&worksheet::read(changed.as_bytes(), &Limits::default()).unwrap().findings), Vec::<String>::new());
    for (from, to) in [
        ("\"originates\": true", "\"originates\": false"),
        ("\"value\": \"2.50\"", "\"value\": \"2.5\""),
        ("\"fob\": \"9.00\"", "\"fob\": \"10\""),
        ("\"exWorks\": \"8.5\"", "\"exWorks\": \"8.6\""),
    ] {
        assert!(written.contains(from), "{from}");
        let changed = written.replacen(from, to, 1);
        let read = worksheet::read(changed.as_bytes(), &Limits::default()).unwrap();
        // Zeros at the end, and a value the rule does not use, change no result.
        let expected: &[&str] =
            if from.contains("2.50") || from.contains("fob") { &[] } else { &["warn worksheet.differs result"] };
        assert_eq!(lines(&read.findings), expected, "{from} to {to}");
    }
}

#[test]
fn a_document_may_leave_the_rule_to_whoever_opens_it() {
    let text = r#"{"document": "tamga-origin-worksheet", "version": 1, "product": {"hs": "847130"}, "currency": "USD",
        "values": {"fob": "100"}, "materials": [{"line": 1, "status": "non_originating", "value": "60"}]}"#;
    let request = worksheet::read_request(text.as_bytes(), &Limits::default()).unwrap();
    assert_eq!((request.rule, request.bill.materials.len()), (None, 1));
    let refused = worksheet::read(text.as_bytes(), &Limits::default()).unwrap_err();
    assert_eq!(refused, FormatError::Missing { path: "rule".into() });
}

#[test]
fn what_means_nothing_is_refused_with_its_place() {
    let good = r#"{"document": "tamga-origin-worksheet", "version": 1, "product": {"hs": "847130"}, "currency": "USD",
        "values": {"fob": "100"}, "materials": [{"line": 1, "status": "non_originating", "value": "60"}],
        "rule": {"kind": "value_content", "content": {"method": "build_down", "basis": "fob", "threshold": "40"}}}"#;
    let read = |text: &str| worksheet::read(text.as_bytes(), &Limits::default()).map(|read| read.value.originates);
    assert_eq!(read(good), Ok(true));
    let wrong = |path: &str, value: &str| Err(FormatError::WrongValue { path: path.into(), value: value.into() });
    for (from, to, expected) in [
        ("\"60\"", "\"6O\"", wrong("materials[1].value", "6O")),
        ("\"60\"", "\"-60\"", wrong("materials", "calculator.negative_value")),
        ("\"100\"", "\"1,5\"", wrong("values.fob", "1,5")),
        ("non_originating", "foreign", wrong("materials[1].status", "foreign")),
        ("\"847130\"", "\"8471.30\"", wrong("product.hs", "8471.30")),
        ("build_down", "down", wrong("rule.content.method", "down")),
        ("value_content", "tariff_change", wrong("rule", "tariff_change")),
        ("worksheet\"", "sheet\"", Err(FormatError::WrongRoot { found: "tamga-origin-sheet 1".into() })),
        ("\"version\": 1", "\"version\": 2", Err(FormatError::WrongRoot { found: "tamga-origin-worksheet 2".into() })),
    ] {
        assert!(good.contains(from), "{from}");
        assert_eq!(read(&good.replacen(from, to, 1)), expected, "{from} to {to}");
    }
    for text in [
        "",
        "[]",
        "{",
        &good.replacen("\"60\"", "60", 1),
        &good.replacen("\"line\"", "\"row\"", 1),
        &good.replacen("\"value\"", "\"value\": \"1\", \"value\"", 1),
    ] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[track_caller]
fn table(csv: &str, marks: Marks) -> (Vec<Material>, Vec<String>) {
    let tables = read_tables(csv.as_bytes(), "bom", &TextChoice::default(), &TableLimits::default()).unwrap();
    let read = read_materials(&tables.sheets[0], marks);
    let found = lines(&read.findings);
    (read.value, found)
}

const ENGLISH: Marks = Marks { decimal: '.', group: Some(',') };
const FRENCH: Marks = Marks { decimal: ',', group: Some('\u{202F}') };

fn shown(material: &Material) -> String {
    let Material { line, description, hs, origin, status, value, currency, weight, originating_content, named_by_rule } =
        material;
    let or = |text: Option<String>| text.unwrap_or_else(|| "-".into());
    let weight = weight.as_ref().map(|weight| format!("{} {}", weight.amount, weight.unit));
    let inside = originating_content.map(|inside| inside.to_string());
    let parts = [
        line.to_string(),
        description.clone(),
        hs.clone(),
        origin.clone(),
        status.as_str().to_owned(),
        or(value.map(|value| value.to_string())),
        currency.clone(),
        or(weight),
        or(inside),
        named_by_rule.to_string(),
    ];
    parts.join("|")
}

#[test]
fn a_bill_of_materials_is_read_in_four_languages() {
    let english = "Bill of materials 2026,,,,,\nDescription,HS code,Country of origin,Originating,Value (USD),Net weight,Unit,Colour\n\
        Fabric,5208.11,in,no,\"1,250.50\",0.5,kg,blue\nThread,5508,TH,accumulation,20,10,g,\nButtons,96.06,vn,yes,5,,,\n";
    let (materials, found) = table(english, ENGLISH);
    let materials: Vec<String> = materials.iter().map(shown).collect();
    assert_eq!(
        materials,
        [
            "1|Fabric|520811|IN|non_originating|1250.50||0.5 KGM|-|false",
            "2|Thread|5508|TH|accumulation|20||10 GRM|-|false",
            "3|Buttons|9606|VN|originating|5||-|-|false",
        ]
    );
    assert_eq!(found, ["info bill.column_unknown  where=bom!H2 text=Colour"]);
    let french = "Désignation;Code SH;Pays d'origine;Originaire;Valeur;Contenu originaire;Visé par la règle\n\
        Moteur;8407;JP;non;1 250,50;100,5;oui\n";
    let (materials, found) = table(french, FRENCH);
    assert_eq!(shown(&materials[0]), "1|Moteur|8407|JP|non_originating|1250.50||-|100.5|true");
    assert_eq!(found, Vec::<String>::new());
    let (materials, found) = table("Unit,Weight,Description\nlb,2,A\n,3,B\n", ENGLISH);
    assert_eq!(shown(&materials[0]), "1|A|||unknown|-||2 LBR|-|false", "a unit may stand before its weight");
    assert_eq!(materials[1].weight, None, "a weight of no unit is no weight");
    assert_eq!(found.last().unwrap(), "warn bill.unit  where=bom!3:3 text=");
    let (materials, _) = table("Description,Net weight (g)\nA,2\n", ENGLISH);
    assert_eq!(shown(&materials[0]), "1|A|||unknown|-||2 GRM|-|false", "the unit stands above the column");
    let spanish = "Componente;Partida;País de origen;Originaria;Importe;Moneda\nHilo;5508;ES;sí;3,5;eur\n";
    let (materials, _) = table(spanish, FRENCH);
    assert_eq!(shown(&materials[0]), "1|Hilo|5508|ES|originating|3.5|EUR|-|-|false");
    let arabic = "الوصف,البند,بلد المنشأ,صفة المنشأ,القيمة\nقماش,5208,EG,نعم,١٢٫٥\n";
    let (materials, _) = table(arabic, ENGLISH);
    assert_eq!(shown(&materials[0]), "1|قماش|5208|EG|originating|12.5||-|-|false");
}

#[test]
fn a_workbook_s_own_numbers_are_exact_and_a_lost_zero_comes_back() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, name) in (0_u16..).zip(["Material", "HS", "Origin", "Status", "Value"]) {
        sheet.write_string(0, column, name).unwrap();
    }
    sheet.write_string(1, 0, "Coffee").unwrap();
    sheet.write_number(1, 1, 90_111).unwrap();
    sheet.write_string(1, 2, "KE").unwrap();
    sheet.write_string(1, 3, "no").unwrap();
    sheet.write_number(1, 4, 0.1).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let tables = read_tables(&bytes, "", &TextChoice::default(), &TableLimits::default()).unwrap();
    // The marks of a French person say nothing about numbers that are numbers.
    let read = read_materials(&tables.sheets[0], FRENCH);
    assert_eq!(shown(&read.value[0]), "1|Coffee|090111|KE|non_originating|0.1||-|-|false");
    assert_eq!(lines(&read.findings), Vec::<String>::new());
}

#[test]
fn a_cell_that_cannot_be_taken_over_is_named_and_left_out() {
    let (materials, found) = table(
        "Description,HS,Origin,Status,Value,Weight,Unit\nA,84-71x,Thailand,perhaps,\"1,5\",2,litre\nB,8471,TH,yes,12.5.1,,\n",
        ENGLISH,
    );
    assert_eq!(shown(&materials[0]), "1|A||  |unknown|-||-|-|false".replace("  ", ""));
    let expected = [
        "warn bill.code  where=bom!B2 text=84-71x",
        "warn bill.country  where=bom!C2 text=Thailand",
        "warn bill.status  where=bom!D2 text=perhaps",
        "warn bill.question  where=bom!E2 text=1,5 readings=1.5, 15",
        "warn bill.number  where=bom!E3 text=12.5.1",
        "warn bill.unit  where=bom!G2 text=litre",
    ];
    assert_eq!(found, expected);
    let (materials, found) = table("one,two\n1,2\n", ENGLISH);
    assert!(materials.is_empty());
    assert_eq!(found, ["block bill.header_missing  where=bom!A1"]);
    let (_, found) = table("Description,Value\nA,1\n", ENGLISH);
    assert_eq!(found, ["warn bill.column_missing  column=hs", "warn bill.column_missing  column=status"]);
}

proptest! {
    #[test]
    fn mutated_worksheets_never_panic(at in 0_usize..4000, byte in any::<u8>()) {
        let sheet = calculate(bill(), Rule::Both(change(), content(Method::BuildDown)), terms()).unwrap();
        let mut bytes = worksheet::write(&sheet);
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(read) = worksheet::read(&bytes, &Limits::default()) {
            let again = worksheet::read(&worksheet::write(&read.value), &Limits::default()).unwrap();
            prop_assert_eq!(again.value, read.value);
        }
    }
}
