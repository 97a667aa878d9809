//! Files as offices keep them: their own heads, their own marks, goods below each other, an invoice beside each line.

use rust_xlsxwriter::Workbook;
use tamga_formats::sheet::{DateOrder, Mapping, SheetReading};
use tamga_origin::{Certificate, Decimal};

use super::{one, read, read_by};

const FRENCH: SheetReading =
    SheetReading { decimal: ',', group: None, dates: Some(DateOrder::DayFirst), leading_zeros: false };

fn mass(certificate: &Certificate, item: usize) -> String {
    let measure = certificate.items[item].gross_mass.as_ref().unwrap();
    format!("{} {}", measure.amount, measure.unit)
}

#[test]
fn a_flat_french_file_becomes_one_draft_a_reference() {
    let text = "Demandes du mois;;;\n\
        N° de demande;Exportateur;Adresse de l'exportateur;Destinataire;Pays de destination;Désignation des marchandises;Code SH;Poids brut (kg);N° de facture;Date de facture\n\
        D-1;Épices du Rif SARL;\"Zone industrielle\nTanger\";Gewürze GmbH;DE;Poivre noir moulu;0904.12;1250,5;F-07;03/04/2026\n\
        D-1;Épices du Rif SARL;\"Zone industrielle\nTanger\";Gewürze GmbH;DE;Cumin;0909.31;300;F-07;03/04/2026\n\
        D-2;Thé Vert SA;Rue 3;Tea Ltd;GB;Thé vert;0902.10;45,25;F-08;\n";
    let windows = encode(text);
    let found = read(&windows, &FRENCH);
    assert_eq!(
        crate::lines(&found.findings),
        ["warn sheet.encoding  encoding=windows-1252"],
        "the encoding was guessed and is shown"
    );
    let [first, second] = found.applications.as_slice() else { panic!("two applications") };
    assert_eq!((first.reference.as_str(), second.reference.as_str()), ("D-1", "D-2"));
    assert_eq!(crate::lines(&first.findings), Vec::<String>::new());
    let draft = &first.certificate;
    assert_eq!(draft.exporter.name, "Épices du Rif SARL");
    assert_eq!(draft.exporter.address.lines, ["Zone industrielle", "Tanger"]);
    assert_eq!(draft.consignee.as_ref().unwrap().name, "Gewürze GmbH");
    assert_eq!(draft.transport.destination_country, "DE");
    assert_eq!(draft.items.len(), 2);
    assert_eq!((draft.items[0].sequence, draft.items[1].sequence), (1, 2));
    assert_eq!((draft.items[0].hs.code.as_str(), draft.items[0].hs.printed.as_str()), ("090412", "0904.12"));
    assert_eq!(
        (mass(draft, 0), mass(draft, 1)),
        ("1250.5 KGM".into(), "300 KGM".into()),
        "the unit stands in the head"
    );
    assert_eq!(draft.invoices.len(), 1, "the same invoice stands on both lines");
    assert_eq!(draft.invoices[0].date.unwrap().to_string(), "2026-04-03");
    assert_eq!((&draft.items[0].invoice_refs, &draft.items[1].invoice_refs), (&vec![1], &vec![1]));
}

fn encode(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

#[test]
fn repeated_rows_add_packages_and_producers_to_the_line_above() {
    let text = "ref,exporter.name,items.description,items.packages.count,items.packages.kind,items.producer.name,remarks\n\
        A,Firm,Tea,10,CT,Maker One,first\n\
        ,,,5,BG,,\n\
        ,,,,,Maker Two,second\n\
        ,,Coffee,7,BG,Maker One,\n\
        B,Other,Rice,1,BG,,\n";
    let found = read(text.as_bytes(), &SheetReading::default());
    let [first, second] = found.applications.as_slice() else { panic!("two applications: {:?}", found.findings) };
    let draft = &first.certificate;
    let packages: Vec<String> =
        draft.items[0].packages.iter().map(|line| format!("{} {}", line.count.unwrap(), line.kind)).collect();
    assert_eq!(packages, ["10 CT", "5 BG"]);
    let makers: Vec<&str> = draft.producers.iter().map(|one| one.party.name.as_str()).collect();
    assert_eq!(makers, ["Maker One", "Maker Two"]);
    let refs: Vec<&[u32]> = draft.items.iter().map(|item| item.producer_refs.as_slice()).collect();
    assert_eq!(refs, [&[1][..], &[2], &[1]], "a row that names a producer only begins no new list");
    assert_eq!(draft.remarks, ["first", "second"]);
    assert_eq!(second.certificate.items.len(), 1);
}

#[test]
fn two_sheets_are_joined_by_their_reference() {
    let mut book = Workbook::new();
    let heads = book.add_worksheet().set_name("applications").unwrap();
    for (row, cells) in [["ref", "exporter.name"], ["A", "Firm"], ["B", "Other"]].iter().enumerate() {
        heads.write_row(row as u32, 0, *cells).unwrap();
    }
    let goods = book.add_worksheet().set_name("items").unwrap();
    let rows = [
        ["ref", "sequence", "description", "packages[].marks", "packages[].count"],
        ["B", "7", "Rice", "M1", "1"],
        ["A", "1", "Tea", "", "10"],
        ["B", "7", "", "M2", "2"],
        ["Z", "1", "Nobody's", "", ""],
    ];
    for (row, cells) in rows.iter().enumerate() {
        goods.write_row(row as u32, 0, *cells).unwrap();
    }
    let found = read(&book.save_to_buffer().unwrap(), &SheetReading::default());
    assert_eq!(crate::lines(&found.findings), ["block sheet.goods_without_application  where=items!A5 text=Z"]);
    let [first, second] = found.applications.as_slice() else { panic!("two applications") };
    assert_eq!(first.certificate.items[0].packages[0].count, Some(10));
    assert_eq!(second.certificate.items.len(), 1);
    assert_eq!(second.certificate.items[0].sequence, 7);
    let marks: Vec<&str> = second.certificate.items[0].packages.iter().map(|line| line.marks.as_str()).collect();
    assert_eq!(marks, ["M1", "M2"]);
}

#[test]
fn two_applications_of_one_reference_are_refused_and_both_rows_named() {
    let text = "ref,exporter.name,remarks\nA,Firm,first\n,,second\nB,Other,\nA,Firm,third\nA,,fourth\n";
    let found = read(text.as_bytes(), &SheetReading::default());
    assert_eq!(crate::lines(&found.findings), ["block sheet.reference_twice  where=orders!A5 text=A first=orders!A2"]);
    let references: Vec<&str> = found.applications.iter().map(|one| one.reference.as_str()).collect();
    assert_eq!(references, ["B"], "neither is taken, and the others are");

    let mut book = Workbook::new();
    let heads = book.add_worksheet().set_name("applications").unwrap();
    for (row, cells) in [["ref", "exporter.name"], ["A", "Firm"], ["A", "Other"]].iter().enumerate() {
        heads.write_row(row as u32, 0, *cells).unwrap();
    }
    let goods = book.add_worksheet().set_name("items").unwrap();
    for (row, cells) in [["ref", "description"], ["A", "Tea"], ["A", "Rice"]].iter().enumerate() {
        goods.write_row(row as u32, 0, *cells).unwrap();
    }
    let found = read(&book.save_to_buffer().unwrap(), &SheetReading::default());
    let expected = "block sheet.reference_twice  where=applications!A3 text=A first=applications!A2";
    assert_eq!(crate::lines(&found.findings), [expected], "whose goods are they?");
    assert!(found.applications.is_empty());
}

#[test]
fn rows_that_only_go_on_with_a_list_may_name_their_reference_again() {
    let text = "ref,exporter.name,invoices.number\nA,Firm,I-1\nA,,I-2\n";
    let (application, about_file) = one(read(text.as_bytes(), &SheetReading::default()));
    assert_eq!(about_file, Vec::<String>::new());
    let numbers: Vec<&str> = application.certificate.invoices.iter().map(|one| one.number.as_str()).collect();
    assert_eq!(numbers, ["I-1", "I-2"]);
}

#[test]
fn the_second_file_of_an_exporter_maps_itself() {
    let text = "Bestellung;Ware;Gewicht;Egal;\n4711;Tee;1.234,5;x;KE\n";
    let german = SheetReading { decimal: ',', group: Some('.'), ..SheetReading::default() };
    let mapping = Mapping::from_text(
        "[[column]]\nhead = \"Bestellung\"\nfield = \"ref\"\n\n[[column]]\nhead = \"Ware\"\nfield = \"items.description\"\n\n\
         [[column]]\nhead = \"Gewicht\"\nfield = \"items.gross_mass\"\nunit = \"KGM\"\n\n\
         [[column]]\nhead = \"Egal\"\nfield = \"\"\n\n[[column]]\nhead = \"E\"\nfield = \"items.origin.country\"\n",
    )
    .unwrap();
    assert_eq!(Mapping::from_text(&mapping.to_text()).unwrap(), mapping);
    let (application, about_file) = one(read_by(text.as_bytes(), &mapping, &german));
    assert_eq!(about_file, Vec::<String>::new(), "a column that nobody wants is no news");
    assert_eq!(application.reference, "4711");
    assert_eq!(mass(&application.certificate, 0), "1234.5 KGM");
    assert_eq!(application.certificate.items[0].origin.country, "KE", "a column without a head is named by its letter");
    let next = one(read_by(text.replace("1.234,5", "7,25").as_bytes(), &mapping, &german)).0;
    assert_eq!(next.certificate.items[0].gross_mass.as_ref().unwrap().amount, Decimal::parse("7.25").unwrap());
}

#[test]
fn an_arabic_file_is_read_like_any_other() {
    let text = "المصدر,عنوان المصدر,المرسل إليه,بلد المقصد,وصف البضاعة,الوزن الإجمالي (كغ),رقم الفاتورة\nشركة الأمل,الدار البيضاء,Tea Ltd,GB,شاي,٤٥٫٥,٠٧\n";
    let (application, about_file) = one(read(text.as_bytes(), &SheetReading::default()));
    assert_eq!(about_file, Vec::<String>::new());
    assert_eq!(crate::lines(&application.findings), Vec::<String>::new());
    assert_eq!(application.certificate.exporter.name, "شركة الأمل");
    assert_eq!(mass(&application.certificate, 0), "45.5 KGM");
    assert_eq!(application.certificate.invoices[0].number, "٠٧");
}
