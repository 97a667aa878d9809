//! How a document looks when written: one of each version, element by element, with what it loses.

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use tamga_formats::aladi::{self, Extent, Style, Version};
use tamga_origin::{Certificate, Date, Decimal, Flag, Moment, Timestamp};

use super::shaped::{self, Case};
use crate::lines;

/// A certificate of A18 whose values a person can check against what is written.
fn example(version: Version) -> Certificate {
    let case = Case { version, form: "FormA18", acronym: "A18" };
    let mut runner = TestRunner::deterministic();
    let mut certificate = shaped::certificate(case).new_tree(&mut runner).unwrap().current();
    certificate.number = "UY0AVA18260000000100".into();
    certificate.issued_at = Timestamp::parse_rfc3339("2026-03-22T16:24:38Z").map(Moment::Instant);
    certificate.certification.as_mut().unwrap().date = certificate.issued_at;
    certificate.issuer.code = "0AV".into();
    certificate.issuer.name = "Cámara de Ejemplo".into();
    certificate.issuer.address.country = "UY".into();
    certificate.exporter.name = "Molinos & Cía".into();
    certificate.exporter.address.country = "UY".into();
    certificate.exporter.address.lines = vec!["Rambla 1".into(), "piso 2".into()];
    certificate.transport.export_country = "UY".into();
    certificate.importer.as_mut().unwrap().address.country = "AR".into();
    certificate.transport.destination_country = "AR".into();
    certificate.flags = vec![Flag::ThirdPartyInv];
    certificate.items.truncate(1);
    certificate.references.clear();
    let item = &mut certificate.items[0];
    item.description = "Arroz <blanco>\n  pulido".into();
    item.hs.printed = "1006.30.21".into();
    item.hs.code = "10063021".into();
    item.value.as_mut().unwrap().amount = Decimal::parse("12600.50").unwrap();
    let declaration = certificate.exporter_declaration.as_mut().unwrap();
    declaration.text = "Declaro bajo juramento …".into();
    declaration.date = Date::new(2026, 3, 20).map(Moment::Day);
    certificate
}

#[test]
fn a_document_of_each_version_is_written_so_and_names_what_it_loses() {
    for version in Version::ALL {
        let written =
            aladi::write(&example(version), &Style { version, extent: Extent::Certificate, zones: false }).unwrap();
        let text = String::from_utf8(written.bytes).unwrap().replace("><", ">\n<");
        let losses = lines(&written.findings).join("\n");
        insta::assert_snapshot!(format!("document_{}", version.code()), format!("{text}\n\n{losses}"));
    }
}
