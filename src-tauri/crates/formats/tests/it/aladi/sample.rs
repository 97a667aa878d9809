//! The public sample: an application of A14 in FormA18 under 1.8.0, with a byte-order mark and indented.

use tamga_formats::aladi::{self, Extent, Stage, Style, Version};
use tamga_formats::{Dialect, Limits, import, recognise};
use tamga_origin::{Date, Moment, Timestamp};

use super::read;
use crate::{conformance, lines};

fn sample() -> Option<Vec<u8>> {
    conformance("aladi-cod/A14-FormA18-unsigned.xml")
}

#[test]
fn the_public_sample_is_read_completely() {
    let Some(bytes) = sample() else { return };
    assert_eq!(recognise(&bytes), Some(Dialect::AladiCod));
    let read = read(&bytes);
    let document = &read.value;
    assert_eq!((document.version, document.form, document.acronym.as_str()), (Version::V1_8_0, "FormA18", "A14"));
    assert_eq!(document.stage, Some(Stage::ExporterUnsigned));
    assert_eq!(document.bytes, bytes.as_slice(), "the bytes are kept as they came");
    let certificate = &document.certificate;
    assert_eq!(certificate.scheme.code, "aladi-a14");
    assert_eq!(
        (certificate.transport.export_country.as_str(), certificate.transport.destination_country.as_str()),
        ("AR", "BR")
    );
    assert_eq!(certificate.exporter.address.lines.len(), 1);
    let importer = certificate.importer.as_ref().unwrap();
    assert_eq!(importer.address.lines.len(), 2, "the line break of an address stays");
    assert_eq!(certificate.consignee.as_ref().unwrap().name, importer.name);
    let invoice = &certificate.invoices[0];
    assert_eq!(invoice.date, Date::new(2018, 9, 12));
    let [item] = certificate.items.as_slice() else { panic!("one item") };
    assert_eq!((item.hs.code.as_str(), item.hs.printed.as_str()), ("84089090", "8408.90.90"));
    assert_eq!(item.invoice_refs, Vec::<u32>::new());
    assert_eq!(
        (item.quantities[0].amount.to_string().as_str(), item.quantities[0].unit.as_str()),
        ("4500.000000", "C62")
    );
    let value = item.value.as_ref().unwrap();
    assert_eq!((value.amount.to_string().as_str(), value.currency.as_str()), ("66810.500000", "USD"));
    let declared = certificate.exporter_declaration.as_ref().unwrap().date;
    assert_eq!(declared, Timestamp::parse_rfc3339("2018-09-14T12:24:33.259Z").map(Moment::Instant));
    assert_eq!(
        lines(&read.findings),
        [
            "warn read.bom",
            "info read.spelling items[1] where=UNIDADES",
            "info loss.precision exporter_declaration.date where=COD/FormA18/Declaration/DeclarationDate \
             text=2018-09-14T09:24:33.2592964-03:00",
        ]
    );
}

#[test]
fn the_public_sample_is_written_again_as_the_same_certificate() {
    let Some(bytes) = sample() else { return };
    let certificate = read(&bytes).value.certificate;
    let style = Style { version: Version::V1_8_0, extent: Extent::Application, zones: true };
    let written = aladi::write(&certificate, &style).unwrap();
    assert_eq!(lines(&written.findings), Vec::<String>::new());
    assert_eq!(read(&written.bytes).value.certificate, certificate);
    assert!(!written.bytes.starts_with(b"\xEF\xBB\xBF"), "what we write has no byte-order mark");
}

#[test]
fn the_public_sample_is_signed_and_certified_without_touching_its_bytes() {
    let Some(bytes) = sample() else { return };
    let signed = super::exporter_signed(&bytes);
    let text = String::from_utf8(signed).unwrap();
    let without = text.replacen(super::SIGNATURE, "", 1);
    assert_eq!(without.as_bytes(), bytes.as_slice());
    assert!(text.contains(&format!("</COD>{}", super::SIGNATURE)), "the signature stands right behind COD");
}

#[test]
fn a_draft_is_made_from_the_public_sample() {
    let Some(bytes) = sample() else { return };
    let draft = import::read_draft(&bytes, &Limits::default()).unwrap();
    assert_eq!(draft.value, read(&bytes).value.certificate.without_issue().0);
    assert_eq!(draft.value.items.len(), 1);
}
