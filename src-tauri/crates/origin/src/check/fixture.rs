//! A form with a little of everything, all of it read in the official text, and a certificate that breaks no rule.

use crate::criterion::{CriterionPattern, CriterionRow, Role, Scope};
use crate::decimal::Decimal;
use crate::goods::{Criterion, GoodsItem, HsCode, Invoice, Measure, Origin, Packages, Value};
use crate::layout::Bind;
use crate::numbering::Pattern;
use crate::party::{Address, Party, Producer};
use crate::profile::*;
use crate::time::{Date, Moment};
use crate::transport::{Departure, Place, Transport};
use crate::{Attestation, Certificate, Flag, IssuingBody, ProofType};

pub fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn official() -> Evidence {
    let source = Source { tag: "text".into(), grade: Grade::A, title: "The agreement".into() };
    Evidence { sources: vec![source], ..Evidence::default() }
}

pub fn to_confirm() -> Evidence {
    Evidence { confirm: true, note: "not read".into(), ..Evidence::default() }
}

fn form_box(number: &str, keys: &[Bind], required: Required) -> FormBox {
    FormBox {
        number: number.into(),
        keys: keys.to_vec(),
        label: format!("Label {number}"),
        required,
        words: if keys.contains(&Bind::Consignee) { vec!["TO ORDER".into()] } else { Vec::new() },
        printed: true,
        max_lines: None,
        max_chars: if keys.contains(&Bind::Remarks) { Some(40) } else { None },
        overflow: Overflow::Refuse,
        evidence: official(),
    }
}

fn criterion(code: &str, pattern: &str) -> CriterionRow {
    CriterionRow {
        code: code.into(),
        patterns: vec![CriterionPattern::parse(pattern).unwrap()],
        meaning: code.into(),
        reference: false,
        destinations: if code == "SW" { vec!["MA".into()] } else { Vec::new() },
        role: if code == "ACU" { Role::Addition } else { Role::Main },
        scope: Scope::Face,
        examples: Vec::new(),
        evidence: official(),
    }
}

fn flag(flag: Flag, excludes: &[Flag]) -> FlagRow {
    let (mark, in_box, words) = (Mark::Text, "8".into(), flag.code().into());
    FlagRow { flag, mark, in_box, words, excludes: excludes.to_vec(), needs: Vec::new(), evidence: official() }
}

pub fn profile() -> AgreementProfile {
    let member = |code: &str, from| Member {
        code: code.into(),
        group: String::new(),
        from,
        to: None,
        accepted_until: None,
        side: Side::Both,
        evidence: official(),
    };
    AgreementProfile {
        id: "test".into(),
        family: "test".into(),
        revision: 1,
        name: vec![("en".into(), "Test agreement".into())],
        aliases: Vec::new(),
        sourced: true,
        proof: ProofKind::Preferential,
        document_code: "864".into(),
        issuers: vec![IssuerKind::Chamber],
        parties: vec![member("UY", None), member("CN", None), member("MA", Some(day("2026-06-01")))],
        dates: Dates {
            from: Some(day("2020-01-01")),
            to: Some(day("2030-12-31")),
            evidence: official(),
            ..Dates::default()
        },
        pair_matrix: None,
        form: Form {
            code: "T".into(),
            version: "1".into(),
            title: "Test".into(),
            languages: vec!["EN".into()],
            any_with_translation: false,
            scripts: Vec::new(),
            pages: 1,
            copies: vec!["Original".into()],
            copies_evidence: official(),
            paper: Paper::Plain,
            evidence: official(),
        },
        boxes: vec![
            form_box("1", &[Bind::Exporter], Required::Always),
            form_box("2", &[Bind::Consignee], Required::Always),
            form_box("3", &[Bind::Producers], Required::IfKnown),
            form_box("4", &[Bind::Departure, Bind::Means], Required::IfKnown),
            form_box("5", &[Bind::ItemSequence, Bind::ItemPackages, Bind::ItemDescription], Required::Always),
            form_box("6", &[Bind::ItemHs], Required::Always),
            form_box("7", &[Bind::ItemCriterion], Required::Always),
            form_box("8", &[Bind::Remarks], Required::IfKnown),
            form_box("9", &[Bind::ItemGrossMass], Required::Always),
            form_box("10", &[Bind::ItemInvoices], Required::Always),
            form_box("11", &[Bind::ExporterDeclaration], Required::Always),
            form_box("12", &[Bind::Certification], Required::Always),
        ],
        items: ItemRule {
            max: Some(3),
            scope: ItemScope::Certificate,
            same_chapter: true,
            each_in_own_right: false,
            unused_space: UnusedSpace::Free,
            end_marks: vec!["***".into()],
            evidence: official(),
        },
        hs: HsRule {
            min: 6,
            max: 8,
            basis: HsBasis::International,
            edition: "2022".into(),
            print: HsPrint::Plain,
            evidence: official(),
        },
        quantity: Rule::default(),
        fob: FobRule {
            when: FobWhen::WhenRvc,
            parties: Vec::new(),
            currency: String::new(),
            separate_declaration: Vec::new(),
            evidence: official(),
        },
        criteria: vec![
            criterion("WO", "WO"),
            criterion("W", "W {hs4}"),
            criterion("SW", "SW"),
            criterion("RVC", "RVC {pct:40..}%"),
            criterion("ACU", "ACU"),
        ],
        flags: vec![
            flag(Flag::Retroactive, &[]),
            flag(Flag::Duplicate, &[Flag::Retroactive]),
            flag(Flag::InSubstitution, &[]),
            flag(Flag::BackToBack, &[]),
            flag(Flag::ThirdPartyInv, &[]),
            flag(Flag::Exhibition, &[]),
            flag(Flag::ProducerConf, &[]),
            flag(Flag::Accumulation, &[]),
        ],
        papers: Vec::new(),
        origin_country: Rule::default(),
        issue_window: Rule::default(),
        back_to_back: Rule::default(),
        exhibition: Rule::default(),
        de_minimis: Rule::default(),
        accumulation: Rule::default(),
        transport: Rule::default(),
        blanket: Rule::default(),
        threshold: Rule::default(),
        retention: Rule::default(),
        signature: Rule::default(),
        verification: Rule::default(),
        public_check: Rule::default(),
        retroactive: Rule::Terms(Retroactive {
            limit: Limit::After(Span::Days(3)),
            basis: Basis::Shipment,
            cap: Some(Span::Months(12)),
            reason: false,
            words: "ISSUED RETROACTIVELY".into(),
            valid_from: LifeFrom::Issue,
            evidence: official(),
        }),
        duplicate: Rule::default(),
        third_party_invoice: Rule::Terms(ThirdPartyInvoice {
            name: String::new(),
            both_invoices: false,
            in_box: "8".into(),
            needs: vec![Detail::Name, Detail::Address, Detail::Country],
            evidence: official(),
        }),
        invoice: Rule::Terms(InvoiceRule {
            required: true,
            many: true,
            value: false,
            date_not_after_issue: true,
            evidence: official(),
        }),
        validity: Validity { months: Some(12), days: None, from: LifeFrom::Issue, evidence: official() },
        correction: Rule::default(),
        declaration: Rule::Terms(Attest {
            in_box: "11".into(),
            by: vec![IssuerWord::Exporter],
            text: "We declare.".into(),
            place: true,
            date: true,
            name: true,
            stamp: false,
            evidence: official(),
        }),
        certification: Rule::Terms(Attest {
            in_box: "12".into(),
            by: vec![IssuerWord::Issuer],
            text: "Certified.".into(),
            place: true,
            date: true,
            name: true,
            stamp: true,
            evidence: official(),
        }),
        official_use: Rule::default(),
        numbering: Numbering {
            pattern: Pattern::parse("{issuer:3}{yyyy}{seq:6}").unwrap(),
            acronym: String::new(),
            scope: vec![NumberScope::Issuer],
            prescribed: true,
            reset: Reset::Year,
            max_len: Some(20),
            evidence: official(),
        },
        layout: None,
    }
}

pub fn party(name: &str, country: &str) -> Party {
    let address = Address { lines: vec!["Street 1".into()], country: country.into(), ..Address::default() };
    Party { name: name.into(), address, ..Party::default() }
}

pub fn kilograms(text: &str) -> Option<Measure> {
    Some(Measure { amount: Decimal::parse(text).unwrap(), unit: "KGM".into() })
}

pub fn value(text: &str) -> Option<Value> {
    Some(Value {
        amount: Decimal::parse(text).unwrap(),
        currency: "USD".into(),
        basis: "FOB".into(),
        incoterm: String::new(),
    })
}

fn item(sequence: u32, description: &str, hs: &str) -> GoodsItem {
    GoodsItem {
        sequence,
        packages: vec![Packages {
            marks: "AB 1-10".into(),
            count: Some(10),
            kind: "CT".into(),
            kind_text: "cartons".into(),
        }],
        description: description.into(),
        hs: HsCode { code: hs.into(), printed: hs.into(), edition: "2022".into(), list: String::new() },
        origin: Origin { country: "UY".into(), ..Origin::default() },
        criterion: Criterion { code: "WO".into(), printed: "WO".into(), ..Criterion::default() },
        producer_refs: vec![1],
        gross_mass: kilograms("100"),
        net_mass: kilograms("90"),
        invoice_refs: vec![1],
        ..GoodsItem::default()
    }
}

/// A draft that breaks no rule of the form when it is issued on 2026-03-10.
pub fn draft() -> Certificate {
    Certificate {
        proof_type: ProofType::PreferenceCertificate,
        is_preferential: true,
        exporter: party("Example Export SA", "UY"),
        consignee: Some(party("Importer Ltd", "CN")),
        producers: vec![Producer { number: 1, same_as_exporter: true, ..Producer::default() }],
        exporter_declaration: Some(Attestation {
            text: "We declare.".into(),
            date: Some(Moment::Day(day("2026-03-09"))),
            name: "A. Exporter".into(),
            ..Attestation::default()
        }),
        transport: Transport {
            export_country: "UY".into(),
            destination_country: "CN".into(),
            departure: Some(Departure::At(Moment::Day(day("2026-03-12")))),
            ..Transport::default()
        },
        items: vec![item(1, "Rice, milled", "100630"), item(2, "Rice, broken ***", "100640")],
        invoices: vec![Invoice { number: "A-1".into(), date: Some(day("2026-03-01")), ..Invoice::default() }],
        package_total: Some(20),
        gross_mass_total: kilograms("200"),
        ..Certificate::default()
    }
}

/// The same, issued.
pub fn issued() -> Certificate {
    Certificate {
        number: "ABC2026000001".into(),
        document_id: "0f8fad5bd9cb469fa16570867728950e".into(),
        revision: 1,
        issued_at: Some(Moment::Day(day("2026-03-10"))),
        issue_place: Place { code: "UYMVD".into(), name: "Montevideo".into() },
        valid_to: Some(day("2027-03-10")),
        issuer: IssuingBody { code: "ABC".into(), name: "Example Chamber".into(), ..IssuingBody::default() },
        certification: Some(Attestation {
            text: "Certified.".into(),
            date: Some(Moment::Day(day("2026-03-10"))),
            name: "B. Officer".into(),
            ..Attestation::default()
        }),
        ..draft()
    }
}
