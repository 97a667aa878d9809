//! What the schema does not check and we do: each check with a document that fails it, beside one that passes all.

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use tamga_formats::Limits;
use tamga_formats::aladi::{self, Version};

use super::shaped::{self, Case};
use super::{read, stages};
use crate::lines;

/// A complete document that nothing is said against.
fn sound(case: Case) -> String {
    let mut runner = TestRunner::deterministic();
    let quiet = |line: &String| is_aside(line);
    loop {
        let mut certificate = shaped::certificate(case).new_tree(&mut runner).unwrap().current();
        let issued = tamga_origin::Date::new(2026, 3, 22).map(tamga_origin::Moment::Day);
        certificate.issued_at = issued;
        certificate.exporter_declaration.as_mut().unwrap().date = issued;
        certificate.number.replace_range(8..10, "26");
        let [first, second] = aladi::members_of(case.acronym)[..2] else { panic!("two members") };
        certificate.exporter.address.country = first.to_owned();
        certificate.issuer.address.country = first.to_owned();
        certificate.number.replace_range(0..2, first);
        certificate.importer.as_mut().unwrap().address.country = second.to_owned();
        for invoice in &mut certificate.invoices {
            invoice.date = tamga_origin::Date::new(2026, 3, 2);
        }
        let [.., complete] = stages(&certificate, case.version);
        let said = lines(&read(&complete).findings);
        if said.iter().all(quiet) {
            return String::from_utf8(complete).unwrap();
        }
        assert!(said.iter().all(|line| line.contains("cod.required")), "{case:?}: {said:?}");
    }
}

const A35: Case = Case { version: Version::V4_1_1, form: "FormA35", acronym: "A35" };
const A67: Case = Case { version: Version::V4_1_1, form: "FormA67", acronym: "A67" };
const A18: Case = Case { version: Version::V1_8_2, form: "FormA18", acronym: "A18" };

/// The text between two marks, replaced.
fn with(text: &str, element: &str, value: &str) -> String {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let from = text.find(&open).unwrap_or_else(|| panic!("{element} stands in the document")) + open.len();
    let to = from + text[from..].find(&close).unwrap();
    format!("{}{value}{}", &text[..from], &text[to..])
}

fn without(text: &str, element: &str) -> String {
    with(text, element, "").replacen(&format!("<{element}></{element}>"), "", 1)
}

/// The warnings and blocks, and what is told of checks.
fn said(text: &str) -> Vec<String> {
    let read = read(text.as_bytes());
    lines(&read.findings).into_iter().filter(|line| !is_aside(line)).collect()
}

/// What is told of how a text was understood, not of what is wrong with it.
fn is_aside(line: &str) -> bool {
    ["info read.zone_assumed", "info read.spelling", "info cod.currency_assumed"].iter().any(|it| line.starts_with(it))
}

#[test]
fn nothing_is_said_against_a_sound_document_of_any_form() {
    for case in shaped::cases() {
        assert_eq!(said(&sound(case)), Vec::<String>::new(), "{case:?}");
    }
}

#[test]
fn each_check_is_told_with_what_and_where() {
    let (a35, a67, a18) = (&sound(A35), &sound(A67), &sound(A18));
    let rows = a35.matches("<Goods>").count();
    let invoices = a35.matches("<Invoice>").count();
    let id = |text: &str| text.split("<CertificateID>").nth(1).unwrap()[..20].to_owned();
    let number = id(a35);
    let spoilt = |at: std::ops::Range<usize>, by: &str| {
        let mut number = number.clone();
        number.replace_range(at, by);
        with(a35, "CertificateID", &number)
    };
    let entity = &number[2..5];
    for (document, expected) in [
        (with(a35, "AgreementAcronym", "A67"), "warn cod.form scheme.form_code form=FormA35 acronym=A67 version=4.1.1"),
        (with(a18, "AgreementAcronym", "A72"), "warn cod.acronym scheme.code acronym=A72 version=1.8.2"),
        (with(a18, "AgreementAcronym", "A08"), "warn cod.form scheme.form_code form=FormA18 acronym=A08 version=1.8.2"),
        (with(a35, "ExporterCountry", "MX"), "warn cod.country exporter.address.country country=MX acronym=A35"),
        (with(a35, "ImporterCountry", "CU"), "warn cod.country importer.address.country country=CU acronym=A35"),
        (with(a35, "EHCountry", "CL"), "warn cod.issuer_country issuer.address.country issuer=CL exporter=AR"),
        (
            with(a35, "InvoiceQty", "7"),
            &format!("warn cod.counter invoices element=InvoiceQty stated=7 rows={invoices}"),
        ),
        (with(a35, "GoodsQty", "7"), &format!("warn cod.counter items element=GoodsQty stated=7 rows={rows}")),
        (with(a67, "ProducerQty", "7"), "warn cod.counter producers element=ProducerQty stated=7"),
        (with(a35, "GoodsInvoiceOrderNo", "9"), "element=GoodsInvoiceOrderNo number=9"),
        (with(a67, "GoodsProducerOrderNo", "9"), "element=GoodsProducerOrderNo number=9"),
        (with(a35, "CertificateDate", "2026-03-01T00:00:00"), "warn cod.date_order invoices[1].date first=InvoiceDate"),
        (
            with(a35, "DeclarationDate", "2026-03-23T00:00:00"),
            "warn cod.date_order exporter_declaration.date first=DeclarationDate second=CertificateDate",
        ),
        (spoilt(0..2, "CL"), "warn cod.number_part number element=ExporterCountry stated=CL meant=AR"),
        (spoilt(2..5, "zzz"), &format!("warn cod.number_part number element=EHId stated=zzz meant={entity}")),
        (spoilt(5..8, "A36"), "warn cod.number_part number element=AgreementAcronym stated=A36 meant=A35"),
        (spoilt(8..10, "25"), "warn cod.number_part number element=CertificateDate stated=25 meant=26"),
        (with(a35, "ExporterCity", ""), "warn cod.empty exporter.address.city where=COD/FormA35/Exporter/ExporterCity"),
        (with(a35, "ExporterCity", " \n"), "warn cod.empty exporter.address.city"),
        (
            without(a35, "ExporterCity"),
            "block gap.required exporter.address.city where=COD/FormA35/Exporter/ExporterCity",
        ),
        (
            without(a67, "CertificateControlCode"),
            "warn cod.required check_token element=CertificateControlCode form=FormA67",
        ),
        (
            without(a67, "ProducerConfidenciality"),
            "warn cod.required producers[1].confidential element=ProducerConfidenciality form=FormA67",
        ),
        (
            a35.replacen("</EHURL>", "</EHURL><EHComments>x</EHComments>", 1),
            "info read.unknown  where=EH/EHComments text=x",
        ),
        (with(a35, "ExporterBusinessName", "a\u{FFFD}b"), "warn cod.replacement_character"),
        (with(a35, "ExporterBusinessName", "a&#xFFFD;b"), "warn cod.replacement_character"),
        (a35.replacen("<Exporter>", "<!-- a --><Exporter>", 1), "warn cod.comment"),
        (a35.replacen(" id=\"COD\"", "", 1), "block cod.id  id=COD count=0"),
        (a35.replacen(" id=\"CODEH\"", " id=\"X\"", 1), "block cod.id  id=CODEH count=0"),
        (a35.replacen("<Exporter>", "<Exporter id=\"COD\">", 1), "block cod.id  id=COD count=2"),
        (
            a35.replacen("<ds:SignedInfo>", "<ds:SignedInfo><ds:Object id=\"CODEH\"/>", 1),
            "block cod.id  id=CODEH count=2",
        ),
        (with(a35, "ExporterTelephone", "12345"), "warn cod.value exporter.channels where=COD/FormA35/Exporter/"),
        (with(a35, "ExporterBusinessName", &"x".repeat(257)), "warn limit.exceeded exporter.name limit=256"),
        (with(a35, "CODSubmitterType", "XXX"), "warn cod.value agent.kind where=COD/CODSubmitterType text=XXX"),
    ] {
        assert_ne!((&document, &document), (a35, a67));
        let found = said(&document);
        assert!(found.iter().any(|line| line.contains(expected)), "{expected}: {found:?}");
    }
    let marked = format!("\u{FEFF}{a35}");
    assert_eq!(said(&marked), ["warn read.bom"]);
}

#[test]
fn numbers_of_rows_that_stand_twice_are_told_once() {
    let text = sound(A35);
    let row = &text[text.find("<Invoice>").unwrap()..text.find("</Invoice>").unwrap() + "</Invoice>".len()];
    let thrice = text.replacen(row, &row.repeat(3), 1);
    let found = said(&thrice);
    let told: Vec<&String> = found.iter().filter(|line| line.contains("cod.order_number")).collect();
    assert_eq!(told, ["warn cod.order_number invoices element=InvoiceOrderNo number=1"]);
}

#[test]
fn elements_out_of_order_or_twice_are_told_and_read() {
    let text = sound(A35);
    let name = &text[text.find("<ExporterBusinessName>").unwrap()..text.find("<ExporterAddress>").unwrap()];
    let late = text.replacen(name, "", 1).replacen("</Exporter>", &format!("{name}</Exporter>"), 1);
    assert_eq!(said(&late), ["warn cod.order  where=COD/FormA35/Exporter/ExporterBusinessName"]);
    assert_eq!(read(late.as_bytes()).value.certificate, read(text.as_bytes()).value.certificate);
    let twice = text.replacen(name, &name.repeat(2), 1);
    let read = read(twice.as_bytes());
    let told = lines(&read.findings);
    assert!(told.iter().any(|line| line.contains("read.unknown  where=COD/FormA35/Exporter/ExporterBusinessName")));
}

#[test]
fn the_file_is_named_after_its_certificate() {
    let number = "AR004A13260000000200";
    for good in ["AR004A13260000000200.xml", "in/AR004A13260000000200.XML", "c:\\AR004A13260000000200.zip"] {
        assert_eq!(aladi::file_name(good, number), None, "{good}");
    }
    for bad in ["", "AR004A13260000000200", "AR004A13260000000201.xml", "AR004A13260000000200.xml.txt", "x/.xml"] {
        let found = aladi::file_name(bad, number).into_iter().collect::<Vec<_>>();
        assert_eq!(lines(&found).len(), 1, "{bad}");
    }
}

#[test]
fn other_encodings_and_document_types_are_refused() {
    let text = sound(A35);
    let refused = |bytes: &[u8]| aladi::gate(bytes, &Limits::default()).unwrap_err().code();
    let latin = text.replacen("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"", 1);
    assert_eq!(refused(latin.as_bytes()), "read.encoding");
    let bytes: Vec<u8> =
        with(&text, "ExporterBusinessName", "@").bytes().map(|byte| if byte == b'@' { 0xF1 } else { byte }).collect();
    assert_eq!(refused(&bytes), "read.encoding");
    let typed = text.replacen("?>", "?><!DOCTYPE x [<!ENTITY a \"b\">]>", 1);
    assert_eq!(refused(typed.as_bytes()), "read.doctype");
    let split = with(&text, "ExporterBusinessName", "a<!-- -->b");
    assert_eq!(refused(split.as_bytes()), "read.not_xml", "text split by a comment could be read in two ways");
}

#[test]
fn a_document_names_the_profile_of_ours_that_it_was_made_under() {
    let ours = ["FormA14", "FormA18", "FormA35", "FormA67", "FormA72"];
    for case in shaped::cases().into_iter().filter(|case| ours.contains(&case.form)) {
        let profile = read(sound(case).as_bytes()).value.certificate.scheme.code;
        assert!(tamga_formats::agreements::builtin_text(&profile).is_some(), "{case:?}: {profile}");
    }
}
