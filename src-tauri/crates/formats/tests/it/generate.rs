//! Which certificates, statements and answers do the property tests see? Odd text, missing parts, empty entries.

mod trust;

use std::borrow::Cow;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use tamga_origin::states::ItemReply;
use tamga_origin::word::Word as _;
use tamga_origin::{
    Address, Agent, AgentKind, Amendment, Answer, AnswerKind, Attestation, Authorisation, Certificate, Channel,
    CompetentAuthority, Criterion, Date, Decimal, Departure, DocumentaryCredit, Equipment, Finding, Flag, Function,
    GoodsItem, HsCode, Inquiry, InquiryBody, Instance, Invoice, IssuingBody, ItemUse, Legalisation, LegalisationKind,
    LegalisationStatus, Means, Measure, Moment, Order, Origin, Outcome, Packages, Party, PartyId, Place, Producer,
    ProducerDeclaration, ProofType, Query, Reference, RvcMethod, Scheme, Severity, StatusChange, StatusStatement,
    SupportingDocument, Timestamp, Transport, TransportDocument, Value, VerificationReply, VerificationRequest,
};

pub use trust::trust_list;

/// Text that XML can carry, with the characters that get lost most easily.
pub fn text() -> BoxedStrategy<String> {
    let piece = prop_oneof![
        6 => "[A-Za-z0-9 .,/&<>\"'-]{0,12}",
        1 => Just("\r\n".to_owned()),
        1 => Just("\r".to_owned()),
        1 => Just("\t".to_owned()),
        1 => Just("  \n ".to_owned()),
        1 => Just("]]>".to_owned()),
        1 => Just("&#13;&amp;".to_owned()),
        1 => Just("é中文ع𝄞\u{85}\u{2028}\u{FFFD}".to_owned()),
        1 => "\\PC{0,6}",
    ];
    prop_oneof![2 => Just(String::new()), 5 => vec(piece, 1..3).prop_map(|pieces| pieces.concat())]
        .prop_map(|text| text.chars().filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}')).take(32).collect())
        .boxed()
}

/// Codes as the trade writes them, or nothing.
pub fn code() -> BoxedStrategy<String> {
    prop_oneof![1 => Just(String::new()), 4 => "[A-Z0-9]{1,6}", 1 => text().prop_map(|text| text.chars().take(8).collect())]
        .boxed()
}

pub fn date() -> impl Strategy<Value = Date> {
    (-700_000_i64..2_900_000).prop_filter_map("a day of our calendar", Date::from_days_since_epoch)
}

pub fn timestamp() -> impl Strategy<Value = Timestamp> {
    (date(), 0_i64..86_400_000).prop_map(|(date, millis)| Timestamp::midnight(date).plus_millis(millis))
}

pub fn moment() -> impl Strategy<Value = Moment> {
    prop_oneof![date().prop_map(Moment::Day), timestamp().prop_map(Moment::Instant)]
}

pub fn decimal() -> impl Strategy<Value = Decimal> {
    prop_oneof!["-?[0-9]{1,16}", "-?[0-9]{1,16}\\.[0-9]{1,12}"]
        .prop_filter_map("canonical numbers", |text| Decimal::parse(&text))
}

pub fn measure() -> impl Strategy<Value = Measure> {
    (decimal(), code()).prop_map(|(amount, unit)| Measure { amount, unit })
}

pub fn place() -> impl Strategy<Value = Place> {
    (code(), text()).prop_map(|(code, name)| Place { code, name })
}

pub fn address() -> impl Strategy<Value = Address> {
    (vec(text(), 0..4), text(), text(), code(), code()).prop_map(|(lines, city, region, postcode, country)| Address {
        lines,
        city,
        region,
        postcode,
        country,
    })
}

pub fn channels() -> impl Strategy<Value = Vec<Channel>> {
    vec((code(), text()).prop_map(|(kind, value)| Channel { kind, value }), 0..3)
}

pub fn party() -> BoxedStrategy<Party> {
    let ids = vec((text(), text()).prop_map(|(scheme, value)| PartyId { scheme, value }), 0..3);
    let full = (text(), ids, address(), text(), channels())
        .prop_map(|(name, ids, address, contact_name, channels)| Party { name, ids, address, contact_name, channels });
    prop_oneof![1 => Just(Party::default()), 4 => full].boxed()
}

pub fn issuing_body() -> impl Strategy<Value = IssuingBody> {
    let authority = (text(), code()).prop_map(|(name, country)| CompetentAuthority { name, country });
    (code(), text(), address(), channels(), code(), authority).prop_map(
        |(code, name, address, channels, accreditation, competent_authority)| IssuingBody {
            code,
            name,
            address,
            channels,
            accreditation,
            competent_authority,
        },
    )
}

pub fn attestation() -> impl Strategy<Value = Attestation> {
    (text(), option::of(moment()), place(), text(), text()).prop_map(|(text, date, place, name, title)| Attestation {
        text,
        date,
        place,
        name,
        title,
    })
}

fn producer() -> impl Strategy<Value = Producer> {
    (any::<u32>(), party(), any::<bool>(), any::<bool>()).prop_map(|(number, party, same_as_exporter, confidential)| {
        Producer { number, party, same_as_exporter, confidential }
    })
}

fn transport() -> impl Strategy<Value = Transport> {
    let departure = prop_oneof![moment().prop_map(Departure::At), text().prop_map(Departure::Words)];
    let documents = vec((code(), text()).prop_map(|(kind, number)| TransportDocument { kind, number }), 0..3);
    let means = (text(), text(), text(), code(), code()).prop_map(|(name, id, voyage, id_kind, kind)| Means {
        name,
        id,
        voyage,
        id_kind,
        kind,
    });
    let equipment = vec((code(), vec(text(), 0..3)).prop_map(|(number, seals)| Equipment { number, seals }), 0..3);
    let first = (code(), code(), option::of(departure), code(), means);
    let second = (place(), place(), vec(code(), 0..3), documents, text());
    (first, second, (code(), equipment, text(), text())).prop_map(|(first, second, third)| {
        let (export_country, destination_country, departure, mode, means) = first;
        let (loading, discharge, route, documents, carrier) = second;
        let (carrier_id, equipment, ucr, trader_reference) = third;
        Transport {
            export_country,
            destination_country,
            departure,
            mode,
            means,
            loading,
            discharge,
            route,
            documents,
            carrier,
            carrier_id,
            equipment,
            ucr,
            trader_reference,
        }
    })
}

fn criterion() -> impl Strategy<Value = Criterion> {
    let method = option::of(proptest::sample::select(RvcMethod::ALL));
    (code(), text(), option::of(decimal()), code(), code(), method).prop_map(
        |(code, printed, percent, heading, sub, rvc_method)| Criterion {
            code,
            printed,
            percent,
            heading,
            sub,
            rvc_method,
        },
    )
}

fn item() -> impl Strategy<Value = GoodsItem> {
    let packages = vec(
        (text(), option::of(any::<u64>()), code(), text()).prop_map(|(marks, count, kind, kind_text)| Packages {
            marks,
            count,
            kind,
            kind_text,
        }),
        0..3,
    );
    let hs = (code(), text(), code(), prop_oneof![3 => Just(String::new()), 1 => code()])
        .prop_map(|(code, printed, edition, list)| HsCode { code, printed, edition, list });
    let origin = (code(), text(), code()).prop_map(|(country, region, preference_country)| Origin {
        country,
        region,
        preference_country,
    });
    let value = option::of((decimal(), code(), code(), code()).prop_map(|(amount, currency, basis, incoterm)| Value {
        amount,
        currency,
        basis,
        incoterm,
    }));
    let declaration =
        option::of((text(), option::of(date())).prop_map(|(number, date)| ProducerDeclaration { number, date }));
    let instances = vec(proptest::sample::select(Instance::ALL), 0..3);
    (
        (any::<u32>(), packages, text(), vec(text(), 0..3), hs, origin),
        (criterion(), vec(any::<u32>(), 0..3), option::of(measure()), option::of(measure())),
        (vec(measure(), 0..3), value, vec(any::<u32>(), 0..3)),
        (instances, vec(code(), 0..3), option::of(any::<u32>()), declaration),
    )
        .prop_map(|(first, second, third, fourth)| {
            let (sequence, packages, description, product_codes, hs, origin) = first;
            let (criterion, producer_refs, gross_mass, net_mass) = second;
            let (quantities, value, invoice_refs) = third;
            let (instances, cumulation_countries, ledger, producer_declaration) = fourth;
            GoodsItem {
                sequence,
                packages,
                description,
                product_codes,
                hs,
                origin,
                criterion,
                instances,
                cumulation_countries,
                producer_refs,
                gross_mass,
                net_mass,
                quantities,
                ledger,
                value,
                invoice_refs,
                producer_declaration,
            }
        })
}

fn invoice() -> impl Strategy<Value = Invoice> {
    (text(), option::of(date()), code(), any::<bool>()).prop_map(|(number, date, kind, third_party)| Invoice {
        number,
        date,
        kind,
        third_party,
    })
}

fn reference() -> impl Strategy<Value = Reference> {
    (code(), code(), text(), option::of(date()), text(), code(), option::of(any::<u32>())).prop_map(
        |(role, kind, number, date, issuer, country, line)| Reference {
            role,
            kind,
            number,
            date,
            issuer,
            country,
            line,
        },
    )
}

fn supporting_document() -> impl Strategy<Value = SupportingDocument> {
    (code(), code(), text(), text(), option::of(date()), prop_oneof![Just(String::new()), digest().boxed()]).prop_map(
        |(category, kind, number, name, date, digest)| SupportingDocument {
            category,
            kind,
            number,
            name,
            date,
            digest,
        },
    )
}

fn legalisation() -> impl Strategy<Value = Legalisation> {
    let kind = proptest::sample::select(LegalisationKind::ALL);
    let status = proptest::sample::select(LegalisationStatus::ALL);
    (kind, text(), code(), text(), option::of(date()), status, text()).prop_map(
        |(kind, authority, country, reference, date, status, remark)| Legalisation {
            kind,
            authority,
            country,
            reference,
            date,
            status,
            remark,
        },
    )
}

fn amendment() -> impl Strategy<Value = Amendment> {
    (code(), text(), text(), text()).prop_map(|(reason, path, before, after)| Amendment { reason, path, before, after })
}

fn authorisation() -> impl Strategy<Value = Authorisation> {
    (text(), code(), text(), option::of(date()), option::of(date()))
        .prop_map(|(number, category, authority, from, to)| Authorisation { number, category, authority, from, to })
}

fn agent() -> impl Strategy<Value = Agent> {
    (proptest::sample::select(AgentKind::ALL), party()).prop_map(|(kind, party)| Agent { kind, party })
}

fn proof_type() -> impl Strategy<Value = ProofType> {
    prop_oneof![
        Just(ProofType::CertificateOfOrigin),
        Just(ProofType::PreferenceCertificate),
        Just(ProofType::FormA),
        Just(ProofType::Eur1),
        Just(ProofType::Atr1),
        Just(ProofType::Declaration),
    ]
}

/// Any certificate or draft, from nearly empty to full.
pub fn certificate() -> impl Strategy<Value = Certificate> {
    let scheme = (code(), text(), code(), code()).prop_map(|(code, name, form_code, form_version)| Scheme {
        code,
        name,
        form_code,
        form_version,
    });
    let head = (
        (text(), proof_type(), code(), prop_oneof![Just(Function::Original), Just(Function::Change)], any::<u32>()),
        (option::of(moment()), place(), scheme, any::<bool>(), vec(proptest::sample::select(&Flag::ALL[..]), 0..4)),
        (option::of(any::<u64>()), option::of(measure()), option::of(date()), option::of(date()), vec(text(), 0..3)),
    );
    let people = (
        (issuing_body(), option::of(attestation()), option::of(attestation()), party()),
        (option::of(party()), option::of(party()), option::of(party()), vec(producer(), 0..3), option::of(party())),
    );
    let goods = (transport(), vec(item(), 0..4), vec(invoice(), 0..3), vec(reference(), 0..3));
    let order = (code(), text(), option::of(date())).prop_map(|(kind, number, date)| Order { kind, number, date });
    let credit =
        (text(), option::of(date()), text()).prop_map(|(number, date, bank)| DocumentaryCredit { number, date, bank });
    let papers = (
        (vec(supporting_document(), 0..3), vec(order, 0..3), option::of(credit), vec(legalisation(), 0..3)),
        (vec(amendment(), 0..3), prop_oneof![Just(String::new()), digest().boxed()]),
        (option::of(any::<u32>()), text(), text(), option::of(authorisation()), option::of(agent())),
    );
    (head, people, goods, papers).prop_map(|(head, people, goods, papers)| {
        let ((number, proof_type, document_id, function, revision), second, third) = head;
        let (issued_at, issue_place, scheme, is_preferential, flags) = second;
        let (package_total, gross_mass_total, valid_from, valid_to, remarks) = third;
        let ((issuer, exporter_declaration, certification, exporter), others) = people;
        let (importer, consignee, consignor, producers, invoicing_party) = others;
        let (transport, items, invoices, references) = goods;
        let ((evidence, orders, documentary_credit, legalisations), (amendments, annex_digest), rest) = papers;
        let (copies, check_address, check_token, authorisation, agent) = rest;
        Certificate {
            number,
            proof_type,
            document_id,
            function,
            revision,
            issued_at,
            issue_place,
            scheme,
            is_preferential,
            flags,
            package_total,
            gross_mass_total,
            valid_from,
            valid_to,
            remarks,
            copies,
            check_address,
            check_token,
            issuer,
            exporter_declaration,
            certification,
            authorisation,
            exporter,
            importer,
            consignee,
            consignor,
            producers,
            invoicing_party,
            agent,
            transport,
            items,
            invoices,
            references,
            evidence,
            orders,
            documentary_credit,
            legalisations,
            amendments,
            annex_digest,
        }
    })
}

/// The same certificate with everything that dialects of issued certificates demand: a number, a body with its country,
/// an exporter, a certification by a named officer, units and currencies, and amounts of at most 16 digits (n..16,6).
pub fn completed(certificate: Certificate) -> Certificate {
    let or = |text: &mut String, words: &str| {
        if text.is_empty() {
            words.clone_into(text);
        }
    };
    let mut full = certificate;
    or(&mut full.number, "UY-2026-000123");
    or(&mut full.issuer.name, "Example Chamber of Commerce");
    or(&mut full.issuer.address.country, "UY");
    or(&mut full.exporter.name, "Example Export SA");
    or(&mut full.certification.get_or_insert_default().name, "B. Officer");
    let short = |amount: &mut Decimal| {
        let text: String = amount.to_string().chars().take(18).collect();
        *amount = Decimal::parse(text.trim_end_matches('.')).expect("a shorter number is a number");
    };
    let unit = |measure: &mut Measure| {
        or(&mut measure.unit, "KGM");
        short(&mut measure.amount);
    };
    full.gross_mass_total.iter_mut().for_each(unit);
    for item in &mut full.items {
        let measures = item.gross_mass.iter_mut().chain(&mut item.net_mass).chain(&mut item.quantities);
        measures.for_each(unit);
        if let Some(value) = &mut item.value {
            or(&mut value.currency, "USD");
            short(&mut value.amount);
        }
    }
    full
}

/// Any status statement.
pub fn statement() -> impl Strategy<Value = StatusStatement> {
    let change = prop_oneof![Just(StatusChange::Cancelled), Just(StatusChange::Suspended), Just(StatusChange::Lifted)];
    ((issuing_body(), text(), code(), any::<u32>(), change, code()), (text(), timestamp(), code(), code(), text()))
        .prop_map(|((issuer, number, document_id, revision, change, reason), rest)| {
            let (reason_text, effective_at, destination_country, scheme, officer) = rest;
            StatusStatement {
                issuer,
                number,
                document_id,
                revision,
                change,
                reason,
                reason_text,
                effective_at,
                destination_country,
                scheme,
                officer,
            }
        })
}

/// Any answer.
pub fn inquiry() -> impl Strategy<Value = Inquiry> {
    let reply = prop_oneof![Just(ItemReply::Confirmed), Just(ItemReply::Partly), Just(ItemReply::NotConfirmed)];
    let query = (date(), text(), text())
        .prop_map(|(issue_day, reason, declaration)| InquiryBody::Query(Query { issue_day, reason, declaration }));
    let verify = (code(), text(), vec(any::<u32>(), 0..4), text(), date(), text()).prop_map(
        |(case, grounds, items, papers, due, declaration)| {
            InquiryBody::Verify(VerificationRequest { case, grounds, items, papers, due, declaration })
        },
    );
    let said = (code(), any::<bool>(), vec((any::<u32>(), reply), 0..4), text(), option::of(date())).prop_map(
        |(case, interim, items, note, due)| InquiryBody::Reply(VerificationReply { case, interim, items, note, due }),
    );
    let body = prop_oneof![query, verify, said];
    (code(), any::<u64>(), text(), code(), text(), any::<u32>(), body, timestamp()).prop_map(
        |(document_id, number, from, issuer, co_number, revision, body, at)| Inquiry {
            document_id,
            number,
            from,
            issuer,
            co_number,
            revision,
            body,
            at,
        },
    )
}

pub fn answer() -> impl Strategy<Value = Answer> {
    let kind = prop_oneof![Just(AnswerKind::Result), Just(AnswerKind::Utilisation)];
    let outcome = prop_oneof![Just(Outcome::Accepted), Just(Outcome::AcceptedWithWarnings), Just(Outcome::Refused)];
    let used = ((any::<u32>(), decimal(), code(), any::<bool>()), (code(), text(), option::of(date()))).prop_map(
        |((sequence, quantity, unit, granted), (reason, declaration, declared_on))| ItemUse {
            sequence,
            quantity,
            unit,
            granted,
            reason,
            declaration,
            declared_on,
        },
    );
    (
        (code(), kind, any::<u64>(), text(), code(), text(), any::<u32>()),
        (text(), outcome, code(), text(), vec(used, 0..4), timestamp()),
    )
        .prop_map(|((document_id, kind, number, from, issuer, co_number, revision), rest)| {
            let (submission_id, outcome, reason, note, items, at) = rest;
            Answer {
                document_id,
                kind,
                number,
                from,
                issuer,
                co_number,
                revision,
                submission_id,
                outcome,
                reason,
                note,
                items,
                at,
            }
        })
}

/// Any finding.
pub fn finding() -> impl Strategy<Value = Finding> {
    let severity = prop_oneof![Just(Severity::Info), Just(Severity::Warn), Just(Severity::Block)];
    let params = vec(("[a-z_]{1,8}", text()), 0..4).prop_map(|mut params| {
        params.sort();
        params.dedup_by(|a, b| a.0 == b.0);
        params.into_iter().rev().map(|(name, value)| (Cow::Owned(name), value)).collect::<Vec<_>>()
    });
    ("[a-z]{1,6}\\.[a-z_]{1,8}", severity, text(), params).prop_map(|(code, severity, path, params)| Finding {
        code: Cow::Owned(code),
        severity,
        path,
        params,
    })
}

fn digest() -> impl Strategy<Value = String> {
    "[0-9a-f]{64}"
}
