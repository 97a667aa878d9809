//! The known traps of the format, one test each, numbered as the list of them is.

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use tamga_formats::aladi::{self, Extent, Stage, Version};
use tamga_origin::{AgentKind, Certificate, Flag, Invoice, Measure, Moment, Packages, RvcMethod, Timestamp, Value};

use super::shaped::{self, Case};
use super::{SIGNATURE, read, stages, style};
use crate::lines;

fn certificate(case: Case) -> Certificate {
    shaped::certificate(case).new_tree(&mut TestRunner::deterministic()).unwrap().current()
}

fn case(version: Version, form: &'static str) -> Case {
    let found = shaped::cases().into_iter().find(|case| case.version == version && case.form == form);
    found.unwrap()
}

fn text(certificate: &Certificate, version: Version) -> String {
    String::from_utf8(aladi::write(certificate, &style(version, Extent::Certificate)).unwrap().bytes).unwrap()
}

fn findings(document: &str) -> Vec<String> {
    lines(&read(document.as_bytes()).findings)
}

fn blocks(certificate: &Certificate, version: Version) -> Vec<String> {
    let written = aladi::write(certificate, &style(version, Extent::Certificate)).unwrap();
    lines(&written.findings).into_iter().filter(|line| line.starts_with("block")).collect()
}

#[test]
fn trap_1_a_certificate_number_has_twenty_characters_although_the_text_says_twenty_six() {
    for version in Version::ALL {
        let mut certificate = certificate(case(version, "FormA35"));
        certificate.number = "AR004A35260000000200".into();
        assert_eq!(blocks(&certificate, version), Vec::<String>::new());
        certificate.number = "AR004A35260000000000000200".into();
        let found = blocks(&certificate, version);
        assert!(found[0].contains("cod.value number"), "{found:?}");
    }
}

#[test]
fn trap_1_the_last_pair_of_the_number_counts_rectifications() {
    let mut certificate = certificate(case(Version::V4_1_1, "FormA35"));
    certificate.number.replace_range(18..20, "02");
    let back = read(text(&certificate, Version::V4_1_1).as_bytes()).value.certificate;
    assert_eq!(back.revision, 3);
    let losses = aladi::write(&certificate, &style(Version::V4_1_1, Extent::Certificate)).unwrap().findings;
    assert!(lines(&losses).iter().any(|line| line.contains("loss.recoded revision")), "one says 1, the other 3");
}

#[test]
fn trap_3_tags_are_spelled_as_the_schema_does_not_as_the_text() {
    let full = |version, form| text(&certificate(case(version, form)), version);
    assert!(full(Version::V4_1_1, "FormA35").contains("<TransportPortOfLoading>"));
    assert!(full(Version::V1_8_2, "FormA33").contains("<GoodsItemOtherInstances>"));
    assert!(full(Version::V4_1_1, "FormA67").contains("<CertificateControlCode>"));
    for (version, tag) in [
        (Version::V2_0_0, "<GoodsArIssueDate>"),
        (Version::V4_1_0, "<GoodsArIssueDate>"),
        (Version::V4_1_1, "<GoodsARIssueDate>"),
    ] {
        let mut runner = TestRunner::deterministic();
        let any = shaped::certificate(case(version, "FormA33"));
        let ruled = (0..20).map(|_| any.new_tree(&mut runner).unwrap().current()).find(|it| !it.references.is_empty());
        let document = text(&ruled.unwrap(), version);
        assert!(document.contains(tag), "{version:?}");
        let other = if tag.contains("Ar") { tag.replace("Ar", "AR") } else { tag.replace("AR", "Ar") };
        let (close, other_close) = (tag.replace('<', "</"), other.replace('<', "</"));
        let wrong = document.replace(tag, &other).replace(&close, &other_close);
        assert!(findings(&wrong).iter().any(|line| line.contains("read.unknown")), "the other spelling is not taken");
    }
}

#[test]
fn trap_4_the_larger_length_of_the_schema_is_taken_where_the_text_prints_a_smaller() {
    let mut certificate = certificate(case(Version::V4_1_1, "FormA60"));
    certificate.exporter_declaration.as_mut().unwrap().name = "x".repeat(256);
    certificate.issuer.name = "x".repeat(256);
    certificate.invoices[0].number = "x".repeat(36);
    assert_eq!(blocks(&certificate, Version::V4_1_1), Vec::<String>::new());
    certificate.issuer.name.push('x');
    assert_eq!(blocks(&certificate, Version::V4_1_1), ["block limit.exceeded issuer.name limit=256"]);
    let old = blocks(&certificate, Version::V1_8_2);
    assert!(old.contains(&"block limit.exceeded issuer.name limit=100".to_owned()), "{old:?}");
    assert!(old.contains(&"block limit.exceeded invoices[1].number limit=30".to_owned()), "{old:?}");
}

#[test]
fn trap_5_a_request_number_above_99999_is_legal_before_2_0_0_only() {
    for version in Version::ALL {
        let document = text(&certificate(case(version, "FormA35")), version);
        let numbered = document.replacen(
            "</DeclarationDate>",
            "</DeclarationDate><DeclarationRequestNo>165077</DeclarationRequestNo>",
            1,
        );
        let wrong = findings(&numbered).iter().any(|line| line.contains("cod.value") && line.contains("165077"));
        assert_eq!(wrong, version >= Version::V2_0_0, "{version:?}");
        assert!(findings(&numbered).iter().any(|line| line.contains("read.unknown") && line.contains("165077")));
    }
}

#[test]
fn trap_6_ten_digits_of_a_tariff_and_secure_addresses_depend_on_the_version() {
    for version in Version::ALL {
        let mut certificate = certificate(case(version, "FormA35"));
        certificate.items.truncate(1);
        certificate.items[0].hs.code = "1006302100".into();
        certificate.items[0].hs.printed.clear();
        let refused = blocks(&certificate, version).iter().any(|line| line.contains("cod.value items[1].hs.code"));
        assert_eq!(refused, version >= Version::V1_8_3, "{version:?}");
        if !refused {
            assert!(text(&certificate, version).contains("<GoodsItemCode>1006.30.21.00<"));
        }
        certificate.items[0].hs.code = "100630210000".into();
        let refused = blocks(&certificate, version).iter().any(|line| line.contains("cod.value items[1].hs.code"));
        assert_eq!(refused, version < Version::V1_8_3, "{version:?} and twelve digits");
        let secure = |channel: &mut tamga_origin::Channel| {
            if channel.kind == "AO" {
                channel.value = "https://www.example.com".into();
            }
        };
        certificate.issuer.channels.iter_mut().for_each(secure);
        let refused = blocks(&certificate, version).iter().any(|line| line.contains("issuer.channels"));
        assert_eq!(refused, version < Version::V1_8_3, "{version:?} and https");
    }
}

#[test]
fn trap_7_the_model_of_form_a18_is_chosen_by_the_version() {
    let old = text(&certificate(case(Version::V1_8_3, "FormA18")), Version::V1_8_3);
    let new = text(&certificate(case(Version::V4_1_1, "FormA18")), Version::V4_1_1);
    assert!(old.contains("<InvoiceQty>") && old.contains("<TransportMeans>") && !old.contains("<Subscriber>"));
    assert!(!new.contains("<InvoiceQty>") && !new.contains("<TransportMeans>") && new.contains("<Subscriber>"));
    let wrong = old.replacen("<CODVer>1.8.3<", "<CODVer>4.1.1<", 1);
    let found = findings(&wrong);
    assert!(found.iter().any(|line| line.starts_with("block gap.required exporter_declaration.text")), "{found:?}");
    assert!(found.iter().any(|line| line.contains("read.unknown") && line.contains("InvoiceQty")), "{found:?}");
}

#[test]
fn trap_8_a_statement_on_another_operator_is_legal_in_every_version() {
    for version in Version::ALL {
        let mut certificate = certificate(case(version, "FormA18"));
        certificate.flags = vec![Flag::ThirdPartyInv];
        let document = text(&certificate, version);
        assert!(document.contains("<ThirdOpStatement>true<"), "{version:?}");
        let found = findings(&document);
        assert!(!found.iter().any(|line| line.contains("ThirdOpStatement")), "{version:?}: {found:?}");
        for word in ["1", "true"] {
            let said = document.replacen("<ThirdOpStatement>true<", &format!("<ThirdOpStatement>{word}<"), 1);
            assert_eq!(read(said.as_bytes()).value.certificate.flags, [Flag::ThirdPartyInv]);
        }
        let denied = document.replacen("<ThirdOpStatement>true<", "<ThirdOpStatement>0<", 1);
        assert_eq!(read(denied.as_bytes()).value.certificate.flags, []);
    }
}

#[test]
fn trap_9_the_table_is_counted_from_itself_not_from_the_numbers_of_the_text() {
    assert_eq!(aladi::FORMS.len(), 16, "sixteen forms have tables, whatever the text counts");
    let of = |version| shaped::cases().into_iter().filter(|case| case.version == version).count();
    assert_eq!(Version::ALL.map(of), [13, 13, 14, 15, 16, 16]);
}

#[test]
fn trap_11_the_envelope_and_its_header_decide_nothing() {
    let document = text(&certificate(case(Version::V1_8_2, "FormA35")), Version::V1_8_2);
    let sound = read(document.as_bytes()).value.certificate;
    let header = "<ns1:Header><x xmlns=\"urn:x\"><CODVer>4.1.1</CODVer><FormA18/></x></ns1:Header><ns1:CertOrigin>";
    let wrapped =
        document.replacen("<ns1:CertOrigin>", header, 1).replacen("cod_ver_1.8.2.xsd", "cod_ver_4.1.1.xsd", 1);
    let read = read(wrapped.as_bytes());
    assert_eq!((read.value.version, &read.value.certificate), (Version::V1_8_2, &sound));
    assert!(!lines(&read.findings).iter().any(|line| line.contains("read.unknown")), "what is ignored is not told");
}

#[test]
fn trap_12_an_empty_country_an_empty_address_and_a_free_country_of_operators() {
    for version in Version::ALL {
        let document = text(&certificate(case(version, "FormA35")), version);
        let set = |element: &str, value: &str| {
            let from = document.find(&format!("<{element}>")).unwrap() + element.len() + 2;
            let to = from + document[from..].find('<').unwrap();
            format!("{}{value}{}", &document[..from], &document[to..])
        };
        let empty = findings(&set("ExporterCountry", ""));
        assert!(empty.iter().any(|line| line.contains("cod.empty exporter.address.country")), "{empty:?}");
        let bare = findings(&set("EHURL", "://")).iter().any(|line| line.contains("cod.value issuer.channels"));
        assert_eq!(bare, version < Version::V1_8_3, "{version:?}");
        let panama = findings(&set("ImporterCountry", "PA")).iter().any(|line| line.contains("cod.value importer"));
        assert_eq!(panama, version == Version::V1_8_0, "{version:?}");
    }
    let mut certificate = certificate(case(Version::V4_1_1, "FormA35"));
    let mut operator = certificate.exporter.clone();
    operator.address.country = "CN".into();
    certificate.invoicing_party = Some(operator);
    assert_eq!(blocks(&certificate, Version::V4_1_1), Vec::<String>::new());
    assert!(text(&certificate, Version::V4_1_1).contains("<ThirdOpCountry>CN<"));
}

#[test]
fn trap_13_line_breaks_and_runs_of_blanks_are_kept() {
    let mut certificate = certificate(case(Version::V4_1_1, "FormA35"));
    certificate.exporter.name = "  Dos   blancos\n   y un salto ".into();
    certificate.exporter.address.lines = vec![" Rambla  1".into(), String::new(), "  piso 2".into()];
    let document = text(&certificate, Version::V4_1_1);
    assert!(document.contains("<ExporterBusinessName>  Dos   blancos\n   y un salto </ExporterBusinessName>"));
    assert_eq!(read(document.as_bytes()).value.certificate.exporter.name, certificate.exporter.name);
    assert_eq!(read(document.as_bytes()).value.certificate.exporter.address, certificate.exporter.address);
    assert_eq!(blocks(&certificate, Version::V4_1_1), Vec::<String>::new());
    certificate.exporter.name = format!("{}x", " ".repeat(300));
    assert_eq!(blocks(&certificate, Version::V4_1_1), Vec::<String>::new(), "lengths are those of the collapsed name");
    certificate.exporter.address.lines = vec![format!("{}x", " ".repeat(300))];
    assert_eq!(blocks(&certificate, Version::V4_1_1), ["block limit.exceeded exporter.address.lines limit=256"]);
}

#[test]
fn trap_14_representatives_and_attorneys_are_legal_submitters() {
    for version in Version::ALL {
        let mut certificate = certificate(case(version, "FormA35"));
        for (kind, word) in [(AgentKind::Representative, "REP"), (AgentKind::Attorney, "APO")] {
            certificate.agent = Some(tamga_origin::Agent { kind, party: Default::default() });
            let document = text(&certificate, version);
            assert!(document.contains(&format!("<CODSubmitterType>{word}<")));
            assert_eq!(read(document.as_bytes()).value.certificate.agent.map(|agent| agent.kind), Some(kind));
            let refused = !blocks(&certificate, version).is_empty();
            assert_eq!(refused, word == "APO" && version == Version::V1_8_0, "{version:?} {word}");
        }
        certificate.agent = None;
        assert!(text(&certificate, version).contains("<CODSubmitterType>EXP<"));
    }
}

#[test]
fn trap_15_rows_that_exist_in_no_schema_are_neither_written_nor_taken() {
    for found in shaped::cases() {
        let document = text(&certificate(found), found.version);
        for row in ["GoodsDescription", "LoadingPortName", "UnloadingPortName"] {
            assert!(!document.contains(row), "{found:?}");
        }
    }
    let document = text(&certificate(case(Version::V4_1_1, "FormA35")), Version::V4_1_1);
    let wrong = document.replacen("</GoodsItemName>", "</GoodsItemName><GoodsDescription>x</GoodsDescription>", 1);
    assert!(findings(&wrong).iter().any(|line| line.contains("read.unknown") && line.contains("GoodsDescription")));
    assert!(document.contains("<FormA35>"), "the form is an element of the document");
    let sample = text(&certificate(case(Version::V1_8_0, "FormA35")), Version::V1_8_0);
    assert_eq!(read(sample.as_bytes()).value.version, Version::V1_8_0, "1.8.0 has a schema and is read");
}

#[test]
fn dates_of_section_10_are_written_plain_or_with_a_zone_and_their_text_stays_in_the_bytes() {
    let mut certificate = certificate(case(Version::V4_1_1, "FormA35"));
    certificate.issued_at = Timestamp::parse_rfc3339("2026-03-22T16:24:38.5Z").map(Moment::Instant);
    for (zones, written) in [(true, "2026-03-22T16:24:38.500Z"), (false, "2026-03-22T16:24:38.500")] {
        let style = aladi::Style { version: Version::V4_1_1, extent: Extent::Certificate, zones };
        let document = aladi::write(&certificate, &style).unwrap();
        assert!(String::from_utf8(document.bytes.clone()).unwrap().contains(&format!("<CertificateDate>{written}<")));
        let read = read(&document.bytes);
        assert_eq!(read.value.certificate.issued_at, certificate.issued_at);
        let assumed = lines(&read.findings).iter().any(|line| line.contains("read.zone_assumed issued_at"));
        assert_eq!(assumed, !zones, "a time without zone is taken as UTC and told");
    }
}

#[test]
fn section_11_4_a_second_element_with_a_signed_id_is_told_wherever_it_stands() {
    let [.., complete] = stages(&certificate(case(Version::V4_1_1, "FormA35")), Version::V4_1_1);
    let complete = String::from_utf8(complete).unwrap();
    let copy = &complete[complete.find("<COD id").unwrap()..complete.find("</COD>").unwrap() + "</COD>".len()];
    for place in ["<ns1:CertOrigin>", "<ns1:Header>"] {
        let hidden = match place {
            "<ns1:Header>" => format!("<ns1:Header>{copy}</ns1:Header><ns1:CertOrigin>"),
            place => format!("{place}<Copy>{copy}</Copy>"),
        };
        let wrapped = complete.replacen("<ns1:CertOrigin>", &hidden, 1);
        assert!(findings(&wrapped).contains(&"block cod.id  id=COD count=2".to_owned()), "{place}");
    }
}

#[test]
fn section_11_4_line_ends_and_a_mark_change_nothing_that_is_read() {
    let [.., complete] = stages(&certificate(case(Version::V4_1_1, "FormA35")), Version::V4_1_1);
    let text = String::from_utf8(complete.clone()).unwrap();
    let other = format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
    let read_other = read(other.as_bytes());
    assert_eq!(read_other.value.certificate, read(&complete).value.certificate);
    assert_eq!(read_other.value.stage, Some(Stage::Complete));
    assert_eq!(&other.as_bytes()[read_other.value.spans.cod][..13], b"<COD id=\"COD\"", "spans count the mark in");
    assert!(text.contains(SIGNATURE));
}

#[test]
fn section_7_3_what_is_not_applicable_is_written_only_where_the_schema_wants_it() {
    let [.., complete] = stages(&certificate(case(Version::V4_1_1, "FormA18")), Version::V4_1_1);
    let text = String::from_utf8(complete).unwrap();
    assert!(!text.contains("<EHFax>") && !text.contains("<CertificateControlCode>") && text.contains("<EHURL>"));
    let real = text.replacen("</EHTelephone>", "</EHTelephone><EHFax>4321-9876</EHFax>", 1);
    let told = findings(&real);
    assert_eq!(told.iter().filter(|line| line.contains("EHFax")).count(), 1);
    assert!(
        told.contains(&"info cod.not_applicable issuer.channels element=EHFax form=FormA18".to_owned()),
        "{told:?}"
    );
    let [.., a60] = stages(&certificate(case(Version::V4_1_1, "FormA60")), Version::V4_1_1);
    let a60 = String::from_utf8(a60).unwrap();
    assert!(a60.contains("<EHCountry>"), "not applicable, and mandatory in the schema");
    assert!(a60.contains("<ThirdOpStatement>"), "asked for by the matrix, although its block may be left out");
}

#[test]
fn section_8_a13_and_a14_are_filled_in_form_a18_from_4_1_0_on() {
    for acronym in ["A13", "A14"] {
        for version in Version::ALL {
            let wanted = if version >= Version::V4_1_0 { "FormA18" } else { "FormA14" };
            assert_eq!(aladi::forms_of(acronym, version)[0], wanted, "{acronym} {version:?}");
            assert_eq!(aladi::forms_of(acronym, version).len(), 2, "the other one stays possible");
        }
    }
    let mut certificate = certificate(case(Version::V4_1_1, "FormA18"));
    certificate.scheme.code = "aladi-a14".into();
    certificate.scheme.form_code = String::new();
    let document = text(&certificate, Version::V4_1_1);
    assert!(document.contains("<AgreementAcronym>A14<") && document.contains("<FormA18>"));
}

#[test]
fn values_in_another_currency_are_never_written_as_dollars_in_silence() {
    let euros = |form, version| {
        let mut certificate = certificate(case(version, form));
        for item in &mut certificate.items {
            let value = item.value.take().unwrap();
            item.value = Some(Value { currency: "UYU".into(), ..value });
        }
        (blocks(&certificate, version), text(&certificate, version))
    };
    let (found, document) = euros("FormA18", Version::V1_8_2);
    assert_eq!(found, Vec::<String>::new(), "1.8.x has a place for the currency");
    assert!(document.contains("<LocalCurrency>UYU<"));
    for (form, version) in [("FormA18", Version::V4_1_1), ("FormA35", Version::V1_8_2)] {
        let (found, _) = euros(form, version);
        assert!(found[0].starts_with("block cod.currency items[1].value.currency currency=UYU meant=USD"), "{found:?}");
    }
}

#[test]
fn what_the_format_has_no_place_for_is_named() {
    let mut certificate = certificate(case(Version::V4_1_1, "FormA33"));
    certificate.items.truncate(1);
    let item = &mut certificate.items[0];
    item.packages = vec![Packages { marks: "M/1".into(), count: Some(3), ..Packages::default() }];
    item.criterion.rvc_method = Some(RvcMethod::BuildDown);
    item.gross_mass = Some(Measure { amount: tamga_origin::Decimal::whole(12), unit: "KGM".into() });
    certificate.remarks = vec!["uno".into(), "dos".into()];
    certificate.transport.route = vec!["BO".into()];
    certificate.invoices = vec![Invoice { number: "1".into(), kind: "380".into(), ..Invoice::default() }];
    let written = aladi::write(&certificate, &style(Version::V4_1_1, Extent::Certificate)).unwrap();
    let told = lines(&written.findings);
    for loss in [
        "warn loss.dropped items[1].packages[1] dialect=cod text=",
        "warn loss.recoded items[1].criterion.rvc_method dialect=cod text=build_down",
        "warn loss.dropped items[1].gross_mass dialect=cod text=12 KGM",
        "warn loss.folded remarks[1] dialect=cod text=uno",
        "warn loss.folded remarks[2] dialect=cod text=dos",
        "warn loss.dropped transport.route[1] dialect=cod text=BO",
        "warn loss.dropped invoices[1].kind dialect=cod text=380",
    ] {
        assert!(told.contains(&loss.to_owned()), "{loss}: {told:?}");
    }
}
