//! Signed documents to hand over: certificates, status statements and answers, by people who may and people who may not.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use tamga_formats::{aladi, co_xml};
use tamga_origin::states::ItemReply;
use tamga_origin::{
    Answer, AnswerKind, Authorisation, Certificate, Date, Inquiry, InquiryBody, IssuingBody, Moment, Outcome,
    ProofType, Query, Scheme, StatusChange, StatusStatement, Timestamp, Transport, VerificationReply,
    VerificationRequest,
};
use tamga_protocol::{Device, DocumentPart, Envelope, InReplyTo, Kind};
use tamga_seal::demo::{Authority, KeyFile, Life, Person};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{
    CodSignature, Secret, Signer as _, Stretch, SystemRandom, import_key_file, sign_co, sign_cod, unlock,
};
use uuid::Uuid;

use crate::house::{CUSTOMS, DECLARER, ISSUER, now};

/// Somebody who signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Entitled for the issuing body.
    Officer,
    /// Entitled for another body.
    OtherOfficer,
    /// Entitled for customs.
    Customs,
    /// An approved exporter: entitled to declare, and for nothing else.
    Exporter,
    /// From an authority nobody knows.
    Stranger,
}

/// A key that was made once: its certificate, and the key as an office keeps it.
struct Kept {
    file: KeyFile,
    wrapped: Vec<u8>,
}

pub struct People {
    pub authority: Authority,
    keys: Vec<(Who, Kept)>,
}

pub static PEOPLE: LazyLock<People> = LazyLock::new(|| {
    let authority = |name: &str| Authority::new(name, life()).expect("an authority");
    let (known, unknown) = (authority("signers"), authority("somebody else"));
    let kept = |authority: &Authority, name: &str| {
        let person = Person { name, body: "A Body", country: "CN" };
        let file = authority.key_file(person, life(), &password()).expect("a key");
        let light = Stretch { memory: 64, passes: 1 };
        let imported = import_key_file(&file.pkcs12, &password(), &password(), light, &SystemRandom::new());
        Kept { file, wrapped: imported.expect("an imported key").1 }
    };
    let keys = vec![
        (Who::Officer, kept(&known, "An Officer")),
        (Who::OtherOfficer, kept(&known, "Another Officer")),
        (Who::Customs, kept(&known, "A Customs Officer")),
        (Who::Exporter, kept(&known, "An Exporter")),
        (Who::Stranger, kept(&unknown, "A Stranger")),
    ];
    People { authority: known, keys }
});

fn life() -> Life {
    let year = 365 * 86_400_000;
    Life { from: now().plus_millis(-year), to: now().plus_millis(year) }
}

fn password() -> Secret<String> {
    Secret::new("a password of the tests".to_owned())
}

fn kept(who: Who) -> &'static Kept {
    &PEOPLE.keys.iter().find(|(known, _)| *known == who).expect("somebody").1
}

pub fn certificate_of(who: Who) -> Vec<u8> {
    kept(who).file.certificate.clone()
}

/// Signs a document as it stands.
pub fn sealed(document: &[u8], who: Who) -> Vec<u8> {
    sealed_at(document, who, now().plus_millis(-1_000))
}

/// The same, claiming a time.
pub fn sealed_at(document: &[u8], who: Who, at: Timestamp) -> Vec<u8> {
    let mut key = unlock(&kept(who).wrapped, &password()).expect("an unlocked key");
    assert_eq!(key.certificate().leaf.der, certificate_of(who));
    sign_co(document, at, &mut key).expect("a seal").bytes
}

/// A certificate with this number.
pub fn certificate(number: &str) -> Certificate {
    Certificate {
        number: number.into(),
        document_id: Uuid::new_v4().simple().to_string(),
        revision: 1,
        issued_at: Some(Moment::Instant(now())),
        scheme: Scheme { code: "chafta".into(), form_code: "CO".into(), ..Scheme::default() },
        is_preferential: true,
        issuer: IssuingBody { code: ISSUER.into(), name: "A Chamber".into(), ..IssuingBody::default() },
        transport: Transport { export_country: "CN".into(), destination_country: "AU".into(), ..Transport::default() },
        ..Certificate::default()
    }
}

/// What the approved exporter declares under this number.
pub fn declared(number: &str) -> Certificate {
    Certificate {
        proof_type: ProofType::Declaration,
        issuer: IssuingBody { code: DECLARER.into(), name: "An Exporter".into(), ..IssuingBody::default() },
        authorisation: Some(Authorisation { number: "AE-7".into(), ..Authorisation::default() }),
        ..certificate(number)
    }
}

/// A self-declaration in its envelope, signed by somebody.
pub fn declaration_by(declared: &Certificate, who: Who) -> Envelope {
    let document = sealed(&co_xml::write_certificate(declared).expect("a document"), who);
    let issuer = declared.issuer.code.clone();
    Envelope {
        kind: Kind::Declaration,
        issuer,
        device: Device { id: Uuid::from_u128(3), ..envelope(&declared.number, &document).device },
        ..envelope(&declared.number, &document)
    }
}

/// A self-declaration of the approved exporter, ready to go.
pub fn declaration(number: &str) -> Envelope {
    declaration_by(&declared(number), Who::Exporter)
}

/// The day certificates are issued here.
pub fn issue_day() -> String {
    now().rfc3339()[..10].to_owned()
}

/// A signed certificate with this number.
pub fn signed_certificate(number: &str) -> Vec<u8> {
    sealed(&co_xml::write_certificate(&certificate(number)).expect("a document"), Who::Officer)
}

/// A COD of the entity 0AV of Uruguay with this number, for Chile: as its exporter signed it, and certified.
pub fn cod(number: &str) -> [Vec<u8>; 2] {
    let mut certificate = tamga_formats::sample::certificate();
    certificate.scheme = Scheme { code: "aladi-a35".into(), name: "ACE 35".into(), ..Scheme::default() };
    certificate.number = number.into();
    certificate.revision = 1;
    certificate.issued_at = Some(Moment::Instant(now()));
    certificate.issuer.code = "0AV".into();
    certificate.transport.destination_country = "CL".into();
    if let Some(importer) = &mut certificate.importer {
        importer.address.country = "CL".into();
    }
    let style = aladi::Style { extent: aladi::Extent::Application, ..aladi::Style::default() };
    let mut key = unlock(&kept(Who::Officer).wrapped, &password()).expect("an unlocked key");
    let first = aladi::write(&certificate, &style).expect("a document").bytes;
    let second = sign_cod(&first, CodSignature::Exporter, now(), &mut key).expect("the exporter's signature").bytes;
    let part = aladi::issue_part(&certificate, &style).expect("a part");
    let third = aladi::with_issue_part(&second, &part).expect("stage 3");
    let fourth = sign_cod(&third, CodSignature::Official, now(), &mut key).expect("the official's signature").bytes;
    [second, fourth]
}

static SEQ: AtomicU64 = AtomicU64::new(1);

/// An envelope around a signed certificate.
pub fn envelope(number: &str, document: &[u8]) -> Envelope {
    Envelope {
        kind: Kind::Issue,
        route: "local".into(),
        agreement: "chafta".into(),
        issuer: ISSUER.into(),
        co_number: number.into(),
        revision: 1,
        document: DocumentPart::inline(sha256_hex(document), "application/xml", document),
        attachments: Vec::new(),
        replaces: None,
        depends_on: None,
        in_reply_to: None,
        number: None,
        issued_at: now().rfc3339(),
        issued_offline: false,
        device: Device { id: Uuid::from_u128(1), epoch: 1, seq: SEQ.fetch_add(1, Ordering::SeqCst) },
        conversation: None,
        crit: Vec::new(),
    }
}

/// A certificate in its envelope, ready to go.
pub fn issue(number: &str) -> Envelope {
    envelope(number, &signed_certificate(number))
}

/// A later image of a certificate, in an envelope.
pub fn changed(number: &str, revision: u32) -> Envelope {
    let later = Certificate { revision, ..certificate(number) };
    envelope(number, &sealed(&co_xml::write_certificate(&later).expect("a document"), Who::Officer))
}

/// The end of a number, in its envelope.
pub fn cancel(number: &str, revision: u32) -> Envelope {
    ending(number, revision, StatusChange::Cancelled)
}

/// A statement about a number, in its envelope.
pub fn ending(number: &str, revision: u32, change: StatusChange) -> Envelope {
    let statement = StatusStatement {
        issuer: certificate(number).issuer,
        number: number.into(),
        document_id: Uuid::new_v4().simple().to_string(),
        revision,
        change,
        reason: "ERR".into(),
        reason_text: String::new(),
        effective_at: now(),
        destination_country: "AU".into(),
        scheme: "chafta".into(),
        officer: "An Officer".into(),
    };
    let document = sealed(&co_xml::write_status(&statement).expect("a document"), Who::Officer);
    Envelope { kind: Kind::Cancel, revision, ..envelope(number, &document) }
}

/// An answer of customs to a certificate, in its envelope.
pub fn answer(number: &str, running: u64, outcome: Outcome, submission: Uuid, item: Uuid) -> Envelope {
    answer_to((ISSUER, number), running, outcome, submission, item)
}

/// The same to whatever somebody made under a number.
pub fn answer_to(
    (issuer, number): (&str, &str),
    running: u64,
    outcome: Outcome,
    submission: Uuid,
    item: Uuid,
) -> Envelope {
    let answer = Answer {
        document_id: Uuid::new_v4().simple().to_string(),
        kind: AnswerKind::Result,
        number: running,
        from: CUSTOMS.into(),
        issuer: issuer.into(),
        co_number: number.into(),
        revision: 1,
        submission_id: submission.to_string(),
        outcome,
        reason: String::new(),
        note: String::new(),
        items: Vec::new(),
        at: now(),
    };
    let document = sealed(&co_xml::write_answer(&answer).expect("a document"), Who::Customs);
    Envelope {
        kind: Kind::Response,
        route: "answers".into(),
        issuer: issuer.into(),
        number: Some(running),
        in_reply_to: Some(InReplyTo { item_id: item, issuer: issuer.into(), co_number: number.into(), revision: 1 }),
        device: Device { id: Uuid::from_u128(2), ..envelope(number, &document).device },
        ..envelope(number, &document)
    }
}

/// A question or what is said to one, signed, in its envelope.
fn inquiry(kind: Kind, number: &str, running: u64, body: InquiryBody, item: Option<Uuid>, who: Who) -> Envelope {
    let inquiry = Inquiry {
        document_id: Uuid::new_v4().simple().to_string(),
        number: running,
        from: if who == Who::Customs { CUSTOMS.into() } else { ISSUER.into() },
        issuer: ISSUER.into(),
        co_number: number.into(),
        revision: 1,
        body,
        at: now(),
    };
    let document = sealed(&co_xml::write_inquiry(&inquiry).expect("a document"), who);
    let reply = |item_id| InReplyTo { item_id, issuer: ISSUER.into(), co_number: number.into(), revision: 1 };
    let device = if who == Who::Customs { 2 } else { 1 };
    Envelope {
        kind,
        number: Some(running),
        in_reply_to: item.map(reply),
        device: Device { id: Uuid::from_u128(device), ..envelope(number, &document).device },
        ..envelope(number, &document)
    }
}

/// A question of customs how a certificate stands that was issued today.
pub fn query(number: &str, running: u64) -> Envelope {
    query_on(number, running, &issue_day())
}

/// The same about a certificate of another day.
pub fn query_on(number: &str, running: u64, day: &str) -> Envelope {
    let issue_day = Date::parse(day).expect("a day");
    let body = InquiryBody::Query(Query { issue_day, reason: "claim".into(), declaration: "D/7".into() });
    Envelope { route: "questions".into(), ..inquiry(Kind::Query, number, running, body, None, Who::Customs) }
}

/// A request of customs to verify a certificate.
pub fn verify(number: &str, running: u64, item: Uuid) -> Envelope {
    let body = InquiryBody::Verify(VerificationRequest {
        case: Uuid::from_u128(running.into()).simple().to_string(),
        grounds: "the stamp looks unlike the others".into(),
        items: vec![1],
        papers: "the application".into(),
        due: Date::new(2030, 1, 1).expect("a day"),
        declaration: "D/7".into(),
    });
    Envelope { route: "answers".into(), ..inquiry(Kind::Verify, number, running, body, Some(item), Who::Customs) }
}

fn reply(running: u64) -> InquiryBody {
    InquiryBody::Reply(VerificationReply {
        case: Uuid::from_u128(running.into()).simple().to_string(),
        interim: false,
        items: vec![(1, ItemReply::Confirmed)],
        note: String::new(),
        due: None,
    })
}

/// What the issuing body says to the request of that running number.
pub fn verify_answer(number: &str, running: u64, item: Uuid) -> Envelope {
    inquiry(Kind::VerifyAnswer, number, running, reply(running), Some(item), Who::Officer)
}

/// The same said by customs.
pub fn reply_of_customs(number: &str, running: u64) -> Envelope {
    let item = Some(Uuid::from_u128(9));
    let said = inquiry(Kind::VerifyAnswer, number, running, reply(running), item, Who::Customs);
    Envelope { route: "answers".into(), ..said }
}

/// The bytes of an envelope.
pub fn frozen(envelope: &Envelope) -> Vec<u8> {
    envelope.freeze().expect("an envelope").into_vec()
}
