//! The must-ignore rule (2.1): what this version does not know is passed over, kept as text, or refused by name.

use serde_json::{Value, json};
use tamga_protocol::*;

use crate::examples;

fn with_stranger(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            members.values_mut().for_each(|member| *member = with_stranger(member.take()));
            members.insert("stranger".into(), json!({ "deep": [1, 2, 3] }));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = with_stranger(item.take())),
        _ => {}
    }
    value
}

#[test]
fn a_member_nobody_knows_is_passed_over_everywhere() {
    fn check<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(value: T) {
        let strange = with_stranger(serde_json::to_value(&value).unwrap());
        assert_eq!(serde_json::from_value::<T>(strange).unwrap(), value);
    }
    check(examples::envelope());
    check(examples::answer_envelope());
    check(examples::problem(ProblemType::Unavailable));
    check(examples::receipt());
    check(examples::refusal());
    check(examples::void_claims());
    check(examples::accepted());
    check(examples::view());
    check(examples::list());
    check(examples::inbox());
    check(examples::service());
    check(examples::routes());
    check(examples::keys());
    check(examples::token());
    check(examples::token_error());
    check(examples::void_request());
    check(examples::void_answer());
}

#[test]
fn words_of_a_later_version_are_kept_as_they_stand() {
    let state: SubmissionState = serde_json::from_str("\"impounded\"").unwrap();
    assert_eq!(state, SubmissionState::Other("impounded".into()));
    assert_eq!(state.as_str(), "impounded");
    let kind: Kind = serde_json::from_str("\"co.future\"").unwrap();
    assert_eq!(serde_json::to_string(&kind).unwrap(), "\"co.future\"");
    let retry: Retry = serde_json::from_str("\"tomorrow\"").unwrap();
    assert_eq!(retry, Retry::Other("tomorrow".into()));
    let problem: ProblemType = serde_json::from_str("\"moon-phase\"").unwrap();
    assert_eq!((problem.as_str(), problem.retry()), ("moon-phase", Retry::After));
    let item: ItemType = serde_json::from_str("\"parcel\"").unwrap();
    assert_eq!(item, ItemType::Other("parcel".into()));
    let evidence: EvidenceType = serde_json::from_str("\"photograph\"").unwrap();
    assert_eq!(evidence, EvidenceType::Other("photograph".into()));
    let route: RouteState = serde_json::from_str("\"flooded\"").unwrap();
    assert_eq!(route, RouteState::Other("flooded".into()));
}

#[test]
fn an_answer_with_only_the_members_of_the_first_day_is_read() {
    let view: SubmissionView = serde_json::from_value(json!({
        "submissionId": examples::id(1), "kind": "co.issue", "key": examples::certificate_key(), "state": "received",
        "stateSeq": 1, "receivedAt": examples::AT, "receipt": examples::JWS
    }))
    .unwrap();
    assert!(view.evidence.is_empty() && view.answers.is_empty() && !view.overdue);
    let problem: Problem = serde_json::from_value(json!({
        "type": "unavailable", "title": "x", "status": 503, "retry": "after",
        "serverTime": examples::AT, "trace": "t"
    }))
    .unwrap();
    assert_eq!(problem.retry_after, None);
}

#[test]
fn an_envelope_is_frozen_once_and_reads_back_from_its_bytes() {
    let envelope = examples::envelope();
    let frozen = envelope.freeze().unwrap();
    assert_eq!(Envelope::read(frozen.as_slice()).unwrap(), envelope);
    assert_eq!(envelope.freeze().unwrap(), frozen, "same envelope, same bytes");
    assert!(Envelope::read(b"{}").is_err());
}

#[test]
fn a_declaration_and_a_certificate_of_one_number_have_two_keys() {
    let certificate = json!({ "type": "certificate", "issuer": "A", "coNumber": "7", "revision": 1 });
    let declaration = json!({ "type": "declaration", "declarer": "A", "number": "7", "revision": 1 });
    let [one, other]: [BusinessKey; 2] =
        [&certificate, &declaration].map(|key| serde_json::from_value(key.clone()).unwrap());
    assert_ne!(one, other);
    assert_eq!((one.issuer(), one.co_number()), (other.issuer(), other.co_number()));
    assert_eq!(serde_json::to_value(other).unwrap(), declaration);
    let kind: Kind = serde_json::from_str("\"co.declaration\"").unwrap();
    assert_eq!((&kind, Kind::parse(kind.as_str())), (&Kind::Declaration, Kind::Declaration));
}

#[test]
fn every_member_of_an_envelope_may_be_named_in_crit() {
    let full =
        Envelope { in_reply_to: examples::answer_envelope().in_reply_to, number: Some(1), ..examples::envelope() };
    let Value::Object(members) = serde_json::to_value(&full).unwrap() else { panic!("an object") };
    let mut names: Vec<&str> = members.keys().map(String::as_str).collect();
    let mut known = Envelope::MEMBERS.to_vec();
    names.sort_unstable();
    known.sort_unstable();
    assert_eq!(names, known, "MEMBERS lists what an envelope has");
}

#[test]
fn inline_content_comes_back_byte_for_byte_or_is_refused() {
    let part = DocumentPart::inline(examples::SHA_A, "application/xml", b"\x00\xff<x/>");
    assert_eq!(part.bytes().unwrap().unwrap(), b"\x00\xff<x/>");
    let broken = DocumentPart { content: Some("%%%".into()), ..part };
    assert_eq!(broken.bytes(), Err(EnvelopeError::Content));
}

#[test]
fn a_token_is_never_printed() {
    assert!(!format!("{:?}", examples::token()).contains("t0ken"));
}

#[test]
fn hops_are_read_as_they_are_written() {
    let ids = vec!["gw.cn".to_owned(), "gw.sg".to_owned()];
    assert_eq!(headers::read_hops(&headers::hops(&ids)), ids);
    assert!(headers::read_hops("").is_empty());
}
