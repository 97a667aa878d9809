//! UBL: the law of losses, the schema others wrote, documents as others write them, and what is refused.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use tamga_formats::import::read_draft;
use tamga_formats::ubl::{self, Style, Version};
use tamga_formats::{Dialect, Limits, paths, recognise, sample};
use tamga_origin::Certificate;
use tamga_origin::elements::{Held, elements, pattern};
use tamga_xml::Event;

use crate::schema::complaints_by;
use crate::{conformance_path, generate, lines, named_as_lost};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn ubl_loses_exactly_what_its_findings_name(certificate in generate::certificate(), complete in any::<bool>()) {
        let certificate = if complete { generate::completed(certificate) } else { certificate };
        let written = ubl::write(&certificate, &Style::default()).unwrap();
        prop_assert_eq!(&ubl::write(&certificate, &Style::default()).unwrap().bytes, &written.bytes);
        lines(&written.findings);
        let back = ubl::read(&written.bytes, &Limits::default()).unwrap();
        lines(&back.findings);
        let mut lost = paths::differing(&certificate, &back.value);
        lost.sort();
        prop_assert_eq!(named_as_lost(&written.findings), lost);
    }
}

#[test]
fn what_is_written_follows_the_schema_of_ubl() {
    let Some(schema) = conformance_path("ubl-2.1/certificate-of-origin.driver.xsd") else { return };
    let mut runner = TestRunner::deterministic();
    let mut documents = Vec::new();
    for index in 0..240 {
        let certificate = generate::completed(generate::certificate().new_tree(&mut runner).unwrap().current());
        let style = Style { version: Version::ALL[index % 4] };
        let written = ubl::write(&certificate, &style).unwrap();
        let gaps: Vec<String> = lines(&written.findings).into_iter().filter(|line| line.contains("gap.")).collect();
        assert_eq!(gaps, Vec::<String>::new(), "a complete certificate has no gaps");
        documents.push(written.bytes);
    }
    if let Some(complaints) = complaints_by(&schema, &documents) {
        assert_eq!(complaints, "");
    }
}

#[test]
fn a_filled_certificate_is_written_so_and_names_what_it_loses() {
    let written = ubl::write(&sample::certificate(), &Style::default()).unwrap();
    let text = String::from_utf8(written.bytes).unwrap();
    insta::assert_snapshot!("ubl", text.replace("><cac:", ">\n<cac:").replace("><cbc:", ">\n<cbc:"));
    insta::assert_snapshot!("ubl_losses", lines(&written.findings).join("\n"));
}

/// As another program writes: other prefixes, a declaration, comments, white space, names in other places.
const FOREIGN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- from elsewhere -->
<u:CertificateOfOrigin xmlns:u="urn:oasis:names:specification:ubl:schema:xsd:CertificateOfOrigin-2"
    xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
    xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" xmlns:x="urn:else">
  <b:UBLVersionID>2.3</b:UBLVersionID>
  <b:ID schemeAgencyID="Z">CO-7</b:ID>
  <b:IssueDate>2026-03-22+01:00</b:IssueDate>
  <b:IssueTime>10:30:00</b:IssueTime>
  <b:Note>First</b:Note><b:Note>Second</b:Note>
  <x:Extra><x:Deep>kept</x:Deep></x:Extra>
  <a:ExporterParty>
    <a:PostalAddress><b:StreetName>High Street</b:StreetName><b:BuildingNumber>5</b:BuildingNumber>
      <b:CountrySubentityCode>GB-KEN</b:CountrySubentityCode>
      <a:Country><b:Name>Ruritania</b:Name></a:Country></a:PostalAddress>
    <a:PartyTaxScheme><b:CompanyID>123</b:CompanyID><a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:PartyTaxScheme>
    <a:PartyLegalEntity><b:RegistrationName>Foreign Ltd</b:RegistrationName></a:PartyLegalEntity>
  </a:ExporterParty>
  <a:CertificateOfOriginApplication>
    <b:ReferenceID>CO-7</b:ReferenceID>
    <b:CertificateType>Ordinary</b:CertificateType>
    <b:OriginalJobID>JOB-1</b:OriginalJobID>
    <b:PreviousJobID>CO-6</b:PreviousJobID>
    <a:Shipment>
      <b:ID>SHIP-1</b:ID>
      <b:TotalGoodsItemQuantity>3</b:TotalGoodsItemQuantity>
      <a:GoodsItem>
        <b:ID>4</b:ID>
        <b:NetWeightMeasure unitCode="KGM"> 12.50 </b:NetWeightMeasure>
        <a:Item><b:Name>Cheese</b:Name>
          <a:StandardItemIdentification><b:ID schemeID="GTIN">501</b:ID></a:StandardItemIdentification>
          <a:CommodityClassification><b:ItemClassificationCode listID="HS">0406.90</b:ItemClassificationCode></a:CommodityClassification>
        </a:Item>
        <a:ContainingPackage><b:Quantity>7</b:Quantity></a:ContainingPackage>
      </a:GoodsItem>
      <a:TransportHandlingUnit><b:ShippingMarks>RU 1-7</b:ShippingMarks></a:TransportHandlingUnit>
    </a:Shipment>
    <a:IssuerParty><a:PartyIdentification><b:ID schemeID="house">I-9</b:ID></a:PartyIdentification></a:IssuerParty>
    <a:IssuingCountry><b:IdentificationCode>GB</b:IdentificationCode></a:IssuingCountry>
    <a:SupportingDocumentReference><b:ID>INV-3</b:ID><b:DocumentTypeCode>380</b:DocumentTypeCode></a:SupportingDocumentReference>
    <a:Signature><b:ID>S1</b:ID></a:Signature>
  </a:CertificateOfOriginApplication>
  <a:IssuerEndorsement><b:DocumentID>CO-7</b:DocumentID><b:ApprovalStatus>pending</b:ApprovalStatus></a:IssuerEndorsement>
</u:CertificateOfOrigin>"#;

#[test]
fn a_document_of_another_writer_is_read_with_every_oddity_named() {
    assert_eq!(recognise(FOREIGN.as_bytes()), Some(Dialect::Ubl));
    let read = ubl::read(FOREIGN.as_bytes(), &Limits::default()).unwrap();
    let said = paths::values(&read.value).into_iter().filter(|(_, value)| !value.is_empty());
    let said: Vec<String> = said.map(|(path, value)| format!("{path} = {value}")).collect();
    insta::assert_snapshot!("ubl_foreign_values", said.join("\n"));
    insta::assert_snapshot!("ubl_foreign_findings", lines(&read.findings).join("\n"));
    let draft = read_draft(FOREIGN.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(draft.value.items.len(), 1);
    assert!(lines(&draft.findings).contains(&"info import.unread number found=number".to_owned()));
}

#[test]
fn an_incomplete_certificate_names_each_gap_and_invents_nothing() {
    let written = ubl::write(&Certificate::default(), &Style { version: Version::V24 }).unwrap();
    let gaps: Vec<String> = lines(&written.findings).into_iter().filter(|line| line.contains("gap.")).collect();
    insta::assert_snapshot!("ubl_gaps", gaps.join("\n"));
    let text = String::from_utf8(written.bytes).unwrap();
    assert!(text.contains("<cbc:UBLVersionID>2.4</cbc:UBLVersionID>"), "{text}");
    for element in ["cbc:ID", "cac:IssuingCountry", "cac:IssuerEndorsement", "cac:PreparationParty"] {
        assert!(!text.contains(&format!("<{element}>")), "{element} is not invented: {text}");
    }
}

#[test]
fn legalisations_have_a_true_home_and_more_than_two_are_named_as_lost() {
    let sample = sample::certificate();
    let written = ubl::write(&sample, &Style::default()).unwrap();
    let back = ubl::read(&written.bytes, &Limits::default()).unwrap().value;
    assert_eq!(back.legalisations, sample.legalisations[..2]);
    assert!(named_as_lost(&written.findings).contains(&"legalisations[3]".to_owned()));
}

#[test]
fn a_confidential_producer_is_withheld_and_said_so() {
    let mut sample = sample::certificate();
    sample.producers[1].confidential = true;
    let written = ubl::write(&sample, &Style::default()).unwrap();
    assert!(!String::from_utf8_lossy(&written.bytes).contains("Example Mill SA"), "the name is not written");
    let withheld: Vec<String> = lines(&written.findings).into_iter().filter(|line| line.contains("withheld")).collect();
    assert!(withheld.iter().any(|line| line.starts_with("info withheld.producer producers[2]")), "{withheld:?}");
}

#[test]
fn what_is_no_such_document_is_refused() {
    let root = |rest: &str| format!("<CertificateOfOrigin xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:{rest}");
    for (text, code) in [
        (root("CertificateOfOrigin-3\"/>"), "read.wrong_root"),
        (root("Invoice-2\"/>"), "read.wrong_root"),
        ("<!DOCTYPE a>".to_owned() + &root("CertificateOfOrigin-2\"/>"), "read.doctype"),
        (root("CertificateOfOrigin-2\">"), "read.not_xml"),
        (String::new(), "read.not_xml"),
    ] {
        assert_eq!(ubl::read(text.as_bytes(), &Limits::default()).unwrap_err().code(), code, "{text}");
    }
    let narrow = Limits { items: 1, ..Limits::default() };
    let written = ubl::write(&sample::certificate(), &Style::default()).unwrap();
    assert_eq!(ubl::read(&written.bytes, &narrow).unwrap_err().code(), "read.limit");
}

#[test]
fn the_filled_sample_says_something_in_every_element() {
    let said = paths::values(&sample::certificate());
    let said: BTreeSet<String> =
        said.iter().filter(|(_, value)| !value.is_empty()).map(|(path, _)| pattern(path)).collect();
    let silent: Vec<&str> = elements()
        .filter(|element| element.held == Held::Field)
        .map(|element| element.path)
        .filter(|path| !said.contains(*path))
        .collect();
    assert_eq!(silent, Vec::<&str>::new());
}

#[test]
fn every_place_that_the_table_of_elements_names_stands_in_the_filled_document() {
    let written = ubl::write(&sample::certificate(), &Style::default()).unwrap();
    let gated = tamga_xml::gate(&written.bytes, &tamga_xml::Limits::FOREIGN).unwrap();
    let (mut open, mut places) = (Vec::new(), BTreeSet::new());
    for event in gated.events() {
        match event {
            Event::Start(start) => {
                open.push(start.name.local.to_owned());
                let place = open[1..].join("/");
                let attributes = start.attributes().map(|attribute| format!("{place}@{}", attribute.name.local));
                places.extend(attributes.chain([place.clone()]));
            }
            Event::End => drop(open.pop()),
            Event::Text(_) => {}
        }
    }
    let named = elements().filter(|element| element.held != Held::Outside && !element.ubl.is_empty());
    let absent: Vec<String> = named
        .filter(|element| !places.contains(element.ubl))
        .map(|element| format!("{} at {}", element.path, element.ubl))
        .collect();
    assert_eq!(absent, Vec::<String>::new());
}

#[test]
fn a_maker_named_in_every_line_is_one_producer_and_what_is_unknown_in_it_is_told_for_each() {
    let mut certificate = sample::certificate();
    for item in &mut certificate.items {
        item.producer_refs = vec![2];
    }
    let text = String::from_utf8(ubl::write(&certificate, &Style::default()).unwrap().bytes).unwrap();
    let read = |text: &str| ubl::read(text.as_bytes(), &Limits::default()).unwrap();
    let end = "</cac:ManufacturerParty>";
    assert_eq!(text.matches(end).count(), certificate.items.len());
    let once = read(&text).value;
    let refs = |certificate: &Certificate| -> Vec<Vec<u32>> {
        certificate.items.iter().map(|item| item.producer_refs.clone()).collect()
    };
    assert_eq!((once.producers.len(), refs(&once)), (1, vec![vec![1]; certificate.items.len()]));
    let odd = read(&text.replace(end, &format!("<cac:Odd>?</cac:Odd>{end}")));
    let told = odd.findings.iter().filter(|finding| format!("{finding:?}").contains("cac:Odd"));
    assert_eq!(told.count(), certificate.items.len());
    assert_eq!(odd.value.producers, once.producers);
    // The same letters in another namespace name nobody.
    let foreign = text.replacen("<cac:ManufacturerParty>", "<cac:ManufacturerParty xmlns:cbc=\"urn:else\">", 1);
    assert_eq!(read(&foreign).value.producers.len(), 2);
    let other = text.replacen("<cac:GoodsItem>", "<cac:GoodsItem xmlns:cbc=\"urn:else\">", 1);
    assert_eq!(read(&other).value.producers.len(), 2, "the prefix was declared elsewhere, the bytes are the same");
}
