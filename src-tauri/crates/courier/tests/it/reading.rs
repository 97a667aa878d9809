//! What is read from a gateway (2.11 to 2.13)? Pages of an inbox, documents and lists, each whole or an error.

use std::time::Duration;

use tamga_courier::{AbsentOr, Class, EvidenceKind, GatewayTransport, NotProven};
use tamga_faults::Reply;
use tamga_protocol::{self as protocol, ProblemType};
use tamga_seal::{Typ, sign_jws};
use uuid::Uuid;

use crate::far::*;

#[tokio::test]
async fn a_page_of_an_inbox_hides_nothing_behind_an_item_that_is_none() {
    let far = Far::new();
    let (good, bad) = (b"<good/>".as_slice(), b"<other/>".as_slice());
    let part = protocol::DocumentPart::inline(tamga_seal::digest::sha256_hex(good), "application/xml", good);
    let document = |content: &protocol::DocumentPart| protocol::InboxDocument {
        sha256: part.sha256.clone(),
        size: part.size,
        media_type: part.media_type.clone(),
        content: content.content.clone(),
    };
    let forged = protocol::DocumentPart::inline(part.sha256.clone(), "application/xml", bad);
    let item = protocol::InboxItem {
        item_id: Uuid::from_u128(20),
        item_type: protocol::ItemType::Other("parcel".into()),
        at: AT.into(),
        submission_id: None,
        envelope: Some("e30=".into()),
        documents: vec![document(&part), document(&forged)],
        receipts: Vec::new(),
        event: None,
    };
    let page = protocol::InboxPage {
        items: vec![item],
        next_cursor: protocol::Cursor::new("next"),
        more: true,
        high_water: 1,
        oldest_available: protocol::Cursor::new("first"),
    };
    let one_is_none = protocol::InboxPage {
        items: vec![protocol::InboxItem { at: "yesterday".into(), ..page.items[0].clone() }, page.items[0].clone()],
        ..page.clone()
    };
    let mut nameless = serde_json::to_value(&page).unwrap();
    nameless["items"][0].as_object_mut().unwrap().remove("itemId");
    let front = far
        .front(move |request| match request.path.rsplit_once("inlineMax=1048576") {
            Some(("/v1/inbox?box=own&limit=50&wait=0&", "&after=a%20b")) => ours(200, &page),
            Some((_, "&after=none")) => ours(200, &one_is_none),
            _ => ours(200, &nameless),
        })
        .await;
    let transport = far.transport(&front.url());
    let batch = transport.fetch("own", Some("a b"), 50, Duration::ZERO).await.unwrap();
    assert_eq!((batch.cursor.as_str(), batch.more), ("next", true));
    let item = &batch.items[0];
    assert_eq!(item.kind, tamga_courier::ItemKind::Other("parcel".into()), "kept as text");
    assert_eq!(item.envelope.as_deref(), Some(b"{}".as_slice()));
    assert_eq!(item.documents[0].content.as_deref(), Some(good));
    assert_eq!(item.documents[1].content, None, "bytes that miss their digest are fetched on their own");
    let batch = transport.fetch("own", Some("none"), 50, Duration::ZERO).await.unwrap();
    assert!(matches!(batch.items[0].kind, tamga_courier::ItemKind::Unreadable(_)), "{:?}", batch.items[0]);
    assert_eq!(batch.items[0].item_id, item.item_id, "its id can be told what became of it");
    assert_eq!(&batch.items[1], item, "and it hides no other");
    let nameless = transport.fetch("own", None, 50, Duration::ZERO).await;
    assert!(nameless.is_err(), "nobody could be told of one without an id");
}

#[tokio::test]
async fn an_expired_cursor_says_where_to_go_on() {
    let far = Far::new();
    let expired = protocol::Problem { oldest_available: Some("first".into()), ..plain(ProblemType::CursorExpired) };
    let front = far.front(move |_| problem(&expired)).await;
    let fault = far.transport(&front.url()).fetch("own", Some("old"), 50, Duration::ZERO).await.unwrap_err();
    assert_eq!(fault.raw.oldest_available.as_deref(), Some("first"));
}

#[tokio::test]
async fn a_document_is_its_digest_or_an_error_and_absence_is_said_by_the_gateway_alone() {
    let far = Far::new();
    let digest = tamga_seal::digest::sha256_hex(b"<x/>");
    let good = far.front(|_| marked(Reply::new(200, "application/xml", "<x/>"))).await;
    assert_eq!(far.transport(&good.url()).get(&digest).await, Ok(AbsentOr::Found(b"<x/>".to_vec())));
    let other = far.front(|_| marked(Reply::new(200, "application/xml", "<y/>"))).await;
    assert!(far.transport(&other.url()).get(&digest).await.is_err());
    let absent = far.front(|_| problem(&plain(ProblemType::NotFound))).await;
    assert_eq!(far.transport(&absent.url()).get(&digest).await, Ok(AbsentOr::NotFound));
    let page = far.front(|_| Reply::new(404, "text/html", "not found")).await;
    assert!(far.transport(&page.url()).get(&digest).await.is_err());
}

#[tokio::test]
async fn a_trust_list_comes_as_signed_or_there_is_no_newer_one() {
    let far = Far::new();
    let front = far
        .front(|request| match request.path.as_str() {
            "/v1/trust-list?after=3" => marked(Reply::new(200, "application/jose+json", "{\"signed\":1}")),
            _ => problem(&plain(ProblemType::NotFound)),
        })
        .await;
    let transport = far.transport(&front.url());
    assert_eq!(transport.trust_list(3).await, Ok(AbsentOr::Found(b"{\"signed\":1}".to_vec())));
    assert_eq!(transport.trust_list(4).await, Ok(AbsentOr::NotFound));
    let page = far.front(|_| Reply::new(200, "text/html", "sign in")).await;
    assert!(far.transport(&page.url()).trust_list(3).await.is_err());
}

#[tokio::test]
async fn a_status_list_is_asked_for_by_issuer_and_number_and_no_name_leads_elsewhere() {
    let far = Far::new();
    let front = far
        .front(|request| match request.path.as_str() {
            "/v1/status-list/AU-HCT?after=2" => marked(Reply::new(200, "application/jose", "a.b.c")),
            "/v1/status-list/..%2Fdocuments%2F1%3Fa%20b?after=0" => marked(Reply::new(200, "application/jose", "odd")),
            "/v1/status-list/BEFORE?after=0" => Reply::new(404, "text/plain", ""),
            "/v1/status-list/PORTAL?after=0" => Reply::new(200, "text/html", "sign in"),
            "/v1/status-list/BUSY?after=0" => problem(&plain(ProblemType::Unavailable)),
            _ => problem(&plain(ProblemType::NotFound)),
        })
        .await;
    let transport = far.transport(&front.url());
    assert_eq!(transport.status_list("AU-HCT", 2).await, Ok(AbsentOr::Found(b"a.b.c".to_vec())));
    assert_eq!(transport.status_list("AU-HCT", 3).await, Ok(AbsentOr::NotFound));
    assert_eq!(transport.status_list("../documents/1?a b", 0).await, Ok(AbsentOr::Found(b"odd".to_vec())));
    assert_eq!(transport.status_list("BEFORE", 0).await, Ok(AbsentOr::NotFound), "a gateway without these lists");
    assert_eq!(transport.status_list("PORTAL", 0).await.unwrap_err().class, Class::ForeignAnswer);
    assert_eq!(transport.status_list("BUSY", 0).await.unwrap_err().class, Class::Busy);
}

#[tokio::test]
async fn an_acknowledgement_counts_when_every_line_was_answered() {
    let far = Far::new();
    let acks = [1, 2].map(|n| tamga_courier::Ack {
        item_id: Uuid::from_u128(n),
        outcome: tamga_courier::AckOutcome::Stored,
        detail: None,
    });
    let result = |n| protocol::AckResult { item_id: Uuid::from_u128(n), result: protocol::AckWord::Recorded };
    let both = far.front(move |_| ours(200, &protocol::AcksAnswer(vec![result(1), result(2)]))).await;
    assert_eq!(far.transport(&both.url()).ack(&acks).await, Ok(()));
    let one = far.front(move |_| ours(200, &protocol::AcksAnswer(vec![result(1)]))).await;
    assert!(far.transport(&one.url()).ack(&acks).await.is_err());
}

#[tokio::test]
async fn evidence_in_an_event_is_checked_as_strictly_as_an_answer() {
    let far = Far::new();
    let transport = far.transport("https://127.0.0.1:1");
    let key = envelope(1).key().clone();
    let abroad = |claims: &protocol::ReceiptClaims| {
        sign_jws(&serde_json::to_vec(claims).unwrap(), Typ::Receipt, &far.other_gateway)
    };
    let good = protocol::ReceiptClaims { iss: "gw.abroad".into(), ..claims(&envelope(1)) };
    assert_eq!(transport.prove(&key, &abroad(&good)).unwrap().kind, EvidenceKind::Delivery);
    let other = protocol::ReceiptClaims { dig: "0".repeat(64), ..good.clone() };
    assert_eq!(transport.prove(&key, &abroad(&other)), Err(NotProven::SpeaksOfOther("document")));
    let borrowed = protocol::ReceiptClaims { iss: GATEWAY.into(), ..good };
    assert!(transport.prove(&key, &abroad(&borrowed)).is_err(), "one gateway does not sign for another");
    assert!(transport.prove(&key, "no statement").is_err());
}
