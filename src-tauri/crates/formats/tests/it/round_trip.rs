//! What is written reads back as it was, and the same certificate has the same bytes.

use proptest::prelude::*;
use tamga_formats::cefact::{self, Spelling, Style};
use tamga_formats::{Dialect, DocumentKind, Limits, co_xml, findings, paths, recognise_document, trust_list};

use crate::{generate, named_as_lost, read_xml};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_certificate_in_our_own_xml_loses_nothing(certificate in generate::certificate()) {
        let bytes = co_xml::write_certificate(&certificate).unwrap();
        prop_assert_eq!(&co_xml::write_certificate(&certificate).unwrap(), &bytes);
        let read = read_xml(&bytes);
        prop_assert_eq!(&read.value, &certificate);
        prop_assert_eq!(read.findings, vec![]);
        let recognised = recognise_document(&bytes).unwrap();
        prop_assert_eq!((recognised.dialect, recognised.kind), (Dialect::TamgaXml, DocumentKind::Certificate));
    }

    #[test]
    fn a_status_statement_loses_nothing(statement in generate::statement()) {
        let bytes = co_xml::write_status(&statement).unwrap();
        let gated = co_xml::gate(&bytes, &Limits::default()).unwrap();
        prop_assert_eq!(co_xml::read_status(&gated).unwrap().value, statement);
        prop_assert!(co_xml::read_certificate(&gated).is_err(), "a statement is no certificate");
        prop_assert_eq!(recognise_document(&bytes).map(|found| found.kind), Some(DocumentKind::Status));
    }

    #[test]
    fn an_answer_loses_nothing(answer in generate::answer()) {
        let bytes = co_xml::write_answer(&answer).unwrap();
        let gated = co_xml::gate(&bytes, &Limits::default()).unwrap();
        prop_assert_eq!(co_xml::read_answer(&gated).unwrap().value, answer);
        prop_assert!(co_xml::read_status(&gated).is_err(), "an answer is no statement");
        prop_assert_eq!(recognise_document(&bytes).map(|found| found.kind), Some(DocumentKind::Answer));
    }

    #[test]
    fn a_question_and_what_is_said_to_it_lose_nothing(inquiry in generate::inquiry()) {
        let bytes = co_xml::write_inquiry(&inquiry).unwrap();
        let gated = co_xml::gate(&bytes, &Limits::default()).unwrap();
        prop_assert_eq!(co_xml::read_inquiry(&gated).unwrap().value, inquiry);
        prop_assert!(co_xml::read_answer(&gated).is_err(), "a question is no answer");
        prop_assert_eq!(recognise_document(&bytes).map(|found| found.kind), Some(DocumentKind::Inquiry));
    }

    #[test]
    fn edi3_loses_exactly_what_its_findings_name(certificate in generate::certificate(), plain in any::<bool>()) {
        let style = Style {
            domain: "chamber.example".into(),
            spelling: if plain { Spelling::Plain } else { Spelling::Schema },
        };
        let written = cefact::write(&certificate, &style).unwrap();
        crate::lines(&written.findings);
        let wide = Limits { bytes: usize::MAX, values: usize::MAX, ..Limits::default() };
        let back = cefact::read(&written.bytes, &wide).unwrap().value;
        let mut lost = paths::differing(&certificate, &back);
        lost.sort();
        prop_assert_eq!(named_as_lost(&written.findings), lost);
    }

    #[test]
    fn a_trust_list_loses_nothing(list in generate::trust_list()) {
        let bytes = trust_list::write(&list).unwrap();
        prop_assert_eq!(&trust_list::write(&list).unwrap(), &bytes);
        prop_assert_eq!(trust_list::read(&bytes).unwrap(), list);
    }

    #[test]
    fn kept_findings_lose_nothing(kept in proptest::collection::vec(generate::finding(), 0..6)) {
        prop_assert_eq!(findings::from_json(&findings::to_json(&kept)).unwrap(), kept);
    }
}
