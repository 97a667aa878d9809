//! What gateways ask of each other beside plain submissions: who they are by certificate, documents too large for an
//! envelope, what a partner can and cannot do, and how a certificate of the other country stands.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tamga_faults::{Authority, Identity};
use tamga_gateway::Config;
use tamga_origin::StatusChange;
use tamga_protocol::{
    Attachment, CertificateStanding, DocumentPart, Envelope, Kind, ProblemType, PulledCertificate, Replaces,
    RoutesAnswer, StatusClaims, SubmissionState,
};
use tamga_seal::Typ;
use tamga_seal::digest::sha256_hex;
use uuid::Uuid;

use crate::cluster::aside;
use crate::documents::{cancel, changed, ending, issue, issue_day};
use crate::house::{CN, House, ISSUER, Open, opened};
use crate::pair::{Pair, is_event, to_au, until_item};

fn id() -> Uuid {
    Uuid::new_v4()
}

/// Shows a certificate to the importing gateway, which knows one of them.
fn shows(cn: &mut Config, own: &Identity) {
    let file = |name: &str| cn.trust_list.with_file_name(name);
    let (certificate, key) = (file("peer.pem"), file("peer-key.pem"));
    std::fs::write(&certificate, &own.certificate_pem).unwrap();
    std::fs::write(&key, &own.key_pem).unwrap();
    let peer = &mut cn.peers[0];
    (peer.certificate, peer.certificate_key, peer.client_secret) = (Some(certificate), Some(key), String::new());
}

pub async fn a_gateway_is_known_by_its_certificate_and_by_no_other(open: Open) {
    let authority = Authority::new("gateways among themselves").unwrap();
    let (own, other) = (authority.client("gw.cn").unwrap(), authority.client("gw.nz").unwrap());
    let body: String = own.certificate_pem.lines().filter(|line| !line.starts_with("-----")).collect();
    let digest = sha256_hex(&STANDARD.decode(body).unwrap());
    let mut pair = Pair::with(open, |cn, au| {
        let anchors = au.trust_list.with_file_name("client-anchors.pem");
        std::fs::write(&anchors, authority.pem()).unwrap();
        au.client_anchors = Some(anchors);
        let peer = au.clients.iter_mut().find(|client| client.id == "peer").unwrap();
        (peer.secret, peer.certificates) = (String::new(), vec![digest]);
        // Straight there: what stands between would have to show the certificate itself.
        cn.peers[0].url = format!("https://{}", au.listen);
        shows(cn, &other);
    })
    .await;
    let desk = pair.cn.desk("desk-1").await;
    let one = id();
    desk.put(one, &to_au(issue("24C1"))).await.accepted(201);
    // Whoever shows the certificate of another one gets no token, and is not taken for that one.
    let until = Instant::now() + Duration::from_secs(60);
    while !aside(|| tried(&pair.cn, one)).first().is_some_and(|first| first.starts_with("again")) {
        assert!(Instant::now() < until, "the first attempt never ended");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(pair.au.desk("post-1").await.inbox("?box=posts").await.items.is_empty(), "nothing went over");
    pair.cn.restart(|cn| shows(cn, &own)).await;
    let desk = pair.cn.desk("desk-1").await;
    until_item(&desk, "own", |item| is_event(item, one, "delivered")).await;
    assert_eq!(aside(|| tried(&pair.cn, one)).last().map(String::as_str), Some("delivered "));
    let items = pair.au.desk("post-1").await.inbox("?box=posts").await.items;
    assert_eq!(items.iter().map(|item| item.submission_id).collect::<Vec<_>>(), [Some(one)]);
}

/// The attempts to hand a submission over: how each ended, and what was seen.
fn tried(house: &House, id: Uuid) -> Vec<String> {
    let mut attempts = Vec::new();
    let statement = "SELECT COALESCE(outcome, ''), COALESCE(words, '') FROM forward_attempt
         WHERE submission = ?1 ORDER BY n";
    let ledger = house.ledger();
    let read = ledger.look(&mut |records| {
        let lines = records.lines(statement, &[id.to_string().into()])?;
        for line in lines {
            attempts.push(format!("{} {}", line.text(0)?, line.text(1)?));
        }
        Ok(())
    });
    read.unwrap();
    attempts
}

pub async fn a_document_too_large_for_an_envelope_crosses_as_well(open: Open) {
    let pair = Pair::with(open, |_, _| {}).await;
    let (desk, post) = (pair.cn.desk("desk-1").await, pair.au.desk("post-1").await);
    let bytes: Vec<u8> = (0..3 * 1024 * 1024 + 7).map(|at: usize| (at * 31 % 251) as u8).collect();
    let (sha256, size) = (sha256_hex(&bytes), bytes.len());
    let path = format!("/v1/documents/{sha256}");
    assert_eq!(desk.call(&desk.request("PUT", &path, Some(bytes.clone()))).await.status(), 201);
    // An earlier attempt was cut off: it goes on where that was.
    let peer = pair.au.desk("peer").await;
    let mut part = peer.request("PUT", &path, Some(bytes[..1_000_000].to_vec()));
    part.fields.push(("content-range".into(), format!("bytes 0-999999/{size}")));
    assert_eq!(peer.call(&part).await.status(), 202);
    let part =
        DocumentPart { sha256: sha256.clone(), media_type: "application/pdf".into(), size: size as u64, content: None };
    let paper = Attachment { name: "invoice.pdf".into(), part };
    let (one, envelope) = (id(), to_au(Envelope { attachments: vec![paper], ..issue("24C1") }));
    desk.put(one, &envelope).await.accepted(201);
    let arrived = until_item(&post, "posts", |item| item.submission_id == Some(one)).await;
    assert_eq!(arrived.documents[1].sha256, sha256);
    assert!(post.get(&path).await.0.body == bytes, "byte for byte");
    until_item(&desk, "own", |item| is_event(item, one, "delivered")).await;
}

pub async fn what_a_partner_cannot_do_is_said_and_nothing_is_kept(open: Open) {
    let mut pair = Pair::with(open, |cn, _| cn.routes[0].capabilities.clear()).await;
    let desk = pair.cn.desk("desk-1").await;
    let routes: RoutesAnswer = desk.get("/v1/routes").await.json();
    assert!(routes.0[0].capabilities.is_empty() && !routes.0[1].capabilities.is_empty(), "published for each partner");
    desk.put(id(), &to_au(issue("24C1"))).await.accepted(201);
    let change = to_au(Envelope { kind: Kind::Replace, revision: 2, ..changed("24C1", 2) });
    let replaces = Some(Replaces { co_number: "24C1".into(), revision: 1 });
    let successor = to_au(Envelope { kind: Kind::Replace, replaces, ..issue("24C2") });
    let suspension = to_au(ending("24C1", 2, StatusChange::Suspended));
    let by_digest = {
        let full = issue("24C3");
        let bytes = full.document.bytes().unwrap().unwrap();
        let path = format!("/v1/documents/{}", full.document.sha256);
        assert_eq!(desk.call(&desk.request("PUT", &path, Some(bytes))).await.status(), 201);
        to_au(Envelope { document: DocumentPart { content: None, ..full.document.clone() }, ..full })
    };
    let wishes = [("amend", change), ("replace", successor), ("suspend", suspension), ("documents", by_digest)];
    let ids = [id(), id(), id(), id()];
    for ((word, wish), one) in wishes.iter().zip(ids) {
        let problem = desk.put(one, wish).await.problem(ProblemType::Unsupported);
        assert!(problem.detail.unwrap().contains(word), "{word}");
        assert_eq!(problem.refusal, None, "the id is not closed: what the partner learns to do goes later");
        desk.get(&format!("/v1/submissions/{one}")).await.problem(ProblemType::SubmissionUnknown);
    }
    pair.cn.restart(|cn| cn.routes[0].capabilities = tamga_gateway::everything()).await;
    let desk = pair.cn.desk("desk-1").await;
    // The change and the suspension are both the second step of one number: one of them is taken.
    for ((word, wish), one) in wishes.iter().zip(ids).filter(|((word, _), _)| *word != "suspend") {
        let told = desk.put(one, wish).await;
        assert_eq!(told.status(), 201, "{word}: {told:?}");
    }
    for one in [ids[0], ids[1], ids[3]] {
        until_item(&desk, "own", |item| is_event(item, one, "delivered")).await;
    }
}

pub async fn a_certificate_of_the_other_country_is_asked_about_there(open: Open) {
    let mut pair = Pair::with(open, |_, _| {}).await;
    let (desk, post) = (pair.cn.desk("desk-1").await, pair.au.desk("post-1").await);
    let certificate = to_au(issue("24C1"));
    let one = id();
    desk.put(one, &certificate).await.accepted(201);
    let path = |number: &str, day: &str| {
        format!("/v1/certificates/{ISSUER}/{number}?issueDate={day}&reason=claim&declaration=D%2F7")
    };
    let today = issue_day();
    let asked = async |path: String| {
        let told = post.get(&path).await;
        assert_eq!(told.status(), 200, "{told:?}");
        let pulled: PulledCertificate = told.json();
        let claims: StatusClaims = opened(CN, Typ::Status, &pulled.statement);
        assert_eq!((claims.iss.as_str(), claims.issuer.as_str()), (CN, ISSUER), "the word of the body's own gateway");
        (pulled, claims.status)
    };
    let (pulled, standing) = asked(path("24C1", &today)).await;
    assert_eq!((pulled.document, standing), (Some(certificate.document.clone()), CertificateStanding::Valid));
    let (pulled, standing) = asked(path("24C1", "2020-01-01")).await;
    assert_eq!((pulled.document, standing), (None, CertificateStanding::Unknown), "a wrong day is an unknown number");
    // Ended there a moment ago; whether that has come here yet does not matter.
    desk.put(id(), &to_au(cancel("24C1", 2))).await.accepted(201);
    assert_eq!(asked(path("24C1", &today)).await.1, CertificateStanding::Cancelled);
    let state = desk.view(one).await.state;
    assert!(matches!(state, SubmissionState::Delivered | SubmissionState::Forwarding | SubmissionState::Received));
    pair.cn.running.take().unwrap().stop().await;
    let told = post.get(&path("24C1", &today)).await;
    assert_eq!(told.status(), 202, "not known now is not unknown: {told:?}");
}
