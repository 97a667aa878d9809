//! Pasted rows as offices paste them.

use super::*;

const ENGLISH: (char, Option<char>) = ('.', Some(','));
const FRENCH: (char, Option<char>) = (',', Some('\u{202F}'));
const SPANISH: (char, Option<char>) = (',', Some('.'));

fn paste(text: &str, (decimal, group): (char, Option<char>)) -> PastedGoods {
    read_goods(text, decimal, group, GoodsField::Marks)
}

fn row(pasted: &PastedGoods, index: usize) -> String {
    let cells = pasted.rows[index].cells.iter();
    cells.map(|(field, text)| format!("{}={text}", field.as_str())).collect::<Vec<_>>().join(" | ")
}

#[test]
fn a_header_names_the_columns_whatever_their_order() {
    let text = "HS code\tDescription of goods\tGross weight (kg)\tColour\tOrigin\n\
                0902.40\tBlack tea\t4,560.5\tblack\tke\n\
                0902.10\t\"Green tea,\nin \"\"bulk\"\"\"\t9120\tgreen\tKE\n";
    let pasted = paste(text, ENGLISH);
    assert!(pasted.header_found);
    assert_eq!(pasted.ignored_columns, ["Colour"]);
    assert_eq!(pasted.rows.len(), 2);
    assert_eq!(row(&pasted, 0), "hs=0902.40 | description=Black tea | grossMass=4560.5 | originCountry=KE");
    assert_eq!(row(&pasted, 1), "hs=0902.10 | description=Green tea,\nin \"bulk\" | grossMass=9120 | originCountry=KE");
    assert_eq!(pasted.questions, []);
}

#[test]
fn headers_are_known_in_four_languages() {
    for (text, fields) in [
        ("Désignation des marchandises\tPoids brut\tN° de facture", ["description", "grossMass", "invoice"]),
        ("DESCRIPCIÓN\tPeso neto [kg]\tNúmero de factura", ["description", "netMass", "invoice"]),
        ("وصف البضاعة\tالوزن الإجمالي\tرقم الفاتورة", ["description", "grossMass", "invoice"]),
        ("Goods\tNet mass\tInvoice №", ["description", "netMass", "invoice"]),
    ] {
        let pasted = paste(&format!("{text}\nTea\t5\tA-1"), ENGLISH);
        assert!(pasted.header_found, "{text}");
        let found: Vec<&str> = pasted.rows[0].cells.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(found, fields, "{text}");
    }
}

#[test]
fn without_a_header_the_columns_begin_where_the_person_stood() {
    let pasted = read_goods("Tea\t0902.40\tKE\nCoffee\t0901.11\tKE", '.', Some(','), GoodsField::Description);
    assert!(!pasted.header_found);
    assert_eq!(row(&pasted, 1), "description=Coffee | hs=0901.11 | originCountry=KE");
    let beyond = read_goods("USD\tA-1\textra\n", '.', Some(','), GoodsField::Currency);
    assert_eq!(row(&beyond, 0), "currency=USD | invoice=A-1");
    assert_eq!(beyond.ignored_columns, ["3"]);
    let single = read_goods("Tea, black; first\nCoffee, green; second", '.', Some(','), GoodsField::Description);
    assert_eq!(single.rows.len(), 2);
}

#[test]
fn a_number_that_can_mean_two_things_is_asked_about_and_left_out() {
    let text = "Description\tGross weight\tNet weight\nA\t1.250\t1.250\nB\t2.500\t12.5\nC\tx kg\t1.000";
    let pasted = paste(text, FRENCH);
    let asked: Vec<String> = pasted
        .questions
        .iter()
        .map(|one| format!("{} {} {} {}", one.row, one.field.as_str(), one.typed, one.readings.join(" or ")))
        .collect();
    assert_eq!(asked, ["0 grossMass 1.250 1.250 or 1250", "1 grossMass 2.500 2.500 or 2500", "2 grossMass x kg "]);
    assert_eq!(row(&pasted, 0), "description=A | netMass=1.250", "12.5 in the column settles the point");
    let own = paste(text, SPANISH);
    let fields: Vec<&str> = own.questions.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(
        fields,
        ["netMass", "netMass", "grossMass", "netMass"],
        "a column that speaks against one's own marks is asked about"
    );
}

#[test]
fn a_pasted_file_is_parted_by_its_own_marks() {
    let semicolons = paste("description;gross weight\nTea;4,5\n\"Tea; green\";5\n", FRENCH);
    assert_eq!(
        (row(&semicolons, 0), row(&semicolons, 1)),
        ("description=Tea | grossMass=4.5".into(), "description=Tea; green | grossMass=5".into())
    );
    let commas = paste("\u{FEFF}description,gross weight\r\nTea,4.5\r\n\r\nCoffee,5\r\n", ENGLISH);
    assert_eq!((commas.rows.len(), row(&commas, 1)), (2, "description=Coffee | grossMass=5".into()));
}

#[test]
fn packages_are_whole_and_nothing_pasted_is_nothing() {
    let pasted = paste("marks\tpackages\nA\t12\nB\t1.5\nC\t\n", ENGLISH);
    assert_eq!(row(&pasted, 0), "marks=A | packageCount=12");
    assert_eq!(row(&pasted, 2), "marks=C");
    assert_eq!(pasted.questions.len(), 1);
    assert_eq!(paste("", ENGLISH), PastedGoods::default());
    assert_eq!(paste("\n\n \t \n", ENGLISH), PastedGoods::default());
}

#[test]
fn a_flood_is_cut_at_a_thousand_rows() {
    let pasted = paste(&"x\ty\n".repeat(5000), ENGLISH);
    assert_eq!(pasted.rows.len(), 1000);
    let wide = paste(&"x\t".repeat(5000), ENGLISH);
    assert!(wide.rows[0].cells.len() <= 14);
}
