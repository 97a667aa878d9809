//! Self-declarations: an exporter declares origin without a body. They travel under a key of their own, by people who may
//! declare and may certify nothing, to partners who take them.

use tamga_gateway::everything;
use tamga_origin::{Attestation, Certificate, Outcome};
use tamga_protocol::{BusinessKey, Envelope, Kind, ProblemType, ReceiptClaims, Retry, SubmissionState};
use tamga_seal::Typ;
use uuid::Uuid;

use crate::documents::{
    Who, answer_to, certificate, declaration, declaration_by, declared, envelope, issue, sealed, signed_certificate,
};
use crate::house::{AU, DECLARER, House, ISSUER, OTHER_ISSUER, Open, opened, receipt};
use crate::pair::{Pair, is_event, to_au, until_item};

fn id() -> Uuid {
    Uuid::new_v4()
}

fn key(number: &str) -> BusinessKey {
    BusinessKey::Declaration { declarer: DECLARER.into(), number: number.into(), revision: 1 }
}

pub async fn a_declaration_goes_its_way_and_is_answered_like_a_certificate(open: Open) {
    let pair = Pair::with(open, |_, _| {}).await;
    let (exporter, post) = (pair.cn.desk("exporter").await, pair.au.desk("post-1").await);
    let (one, sent) = (id(), to_au(declaration("7")));
    let accepted = exporter.put(one, &sent).await.accepted(201);
    assert_eq!(receipt(&accepted.receipt).key, key("7"));
    let arrived = until_item(&post, "posts", |item| item.submission_id == Some(one)).await;
    let abroad: ReceiptClaims = opened(AU, Typ::Receipt, &arrived.receipts[0]);
    assert_eq!((abroad.key, abroad.dig), (key("7"), sent.document.sha256.clone()));
    until_item(&exporter, "own", |item| is_event(item, one, "delivered")).await;
    let (two, said) = (id(), answer_to((DECLARER, "7"), 1, Outcome::Accepted, one, arrived.item_id));
    post.put(two, &said).await.accepted(201);
    until_item(&exporter, "own", |item| item.submission_id == Some(two)).await;
    let view = exporter.view(one).await;
    assert_eq!((view.state, view.answers[0].outcome.as_str()), (SubmissionState::Answered, "accepted"));
}

pub async fn a_declaration_never_meets_the_certificate_of_its_number(open: Open) {
    // A body that certifies and registers declarations as well, both under one number.
    let house = House::with(open, |config| {
        let list = crate::house::next_list(config, |list| {
            let anchors = &mut list.issuers[0].anchors;
            anchors.iter_mut().for_each(|anchor| anchor.uses.push(tamga_origin::trust::KeyUse::Declaration));
            (list.n, list.prev) = (1, String::new());
        });
        std::fs::write(&config.trust_list, crate::house::sign(&list)).unwrap();
    })
    .await;
    let desk = house.desk("desk-1").await;
    let of_body = Certificate { issuer: certificate("24C1").issuer, ..declared("24C1") };
    let (one, two) = (id(), id());
    let declares = declaration_by(&of_body, Who::Officer);
    let first = desk.put(one, &issue("24C1")).await.accepted(201);
    let second = desk.put(two, &declares).await.accepted(201);
    assert_eq!(second.duplicate_of, None);
    let (issuer, co_number) = (ISSUER.to_owned(), "24C1".to_owned());
    assert_eq!(receipt(&first.receipt).key, BusinessKey::Certificate { issuer, co_number, revision: 1 });
    let (declarer, number) = (ISSUER.to_owned(), "24C1".to_owned());
    assert_eq!(receipt(&second.receipt).key, BusinessKey::Declaration { declarer, number, revision: 1 });
    // Among themselves declarations keep rows 5, 9 and 11 of the table.
    assert_eq!(desk.put(two, &declares).await.accepted(200).receipt, second.receipt);
    let again = Envelope { device: declaration("7").device, ..declares };
    assert_eq!(desk.put(id(), &again).await.accepted(200).duplicate_of, Some(two));
    let other = desk.put(id(), &declaration_by(&of_body, Who::Officer)).await.problem(ProblemType::CoNumberInUse);
    assert_eq!(other.original.map(|original| original.submission_id), Some(two));
}

pub async fn only_who_may_declare_declares_and_certifies_nothing(open: Open) {
    let house = House::open(open).await;
    let (exporter, desk) = (house.desk("exporter").await, house.desk("desk-1").await);
    // An issuing body that the list does not let declare, and an exporter whom it does not let certify.
    let of_body = Certificate { issuer: certificate("24C1").issuer, ..declared("24C1") };
    let problem =
        desk.put(id(), &declaration_by(&of_body, Who::Officer)).await.problem(ProblemType::SignerNotAuthorised);
    assert_eq!((problem.violations[0].code.as_str(), problem.retry), ("trust.use", Retry::Never));
    let own = Certificate { issuer: declared("7").issuer, ..certificate("7") };
    let certifies = Envelope { kind: Kind::Issue, ..declaration_by(&own, Who::Exporter) };
    let problem = exporter.put(id(), &certifies).await.problem(ProblemType::SignerNotAuthorised);
    assert_eq!(problem.violations[0].code, "trust.use");
    // Somebody else's paper is nobody's to declare, and a body named by itself is not believed.
    let problem = desk.put(id(), &declaration("7")).await.problem(ProblemType::SignerNotAuthorised);
    assert_eq!(problem.violations[0].code, "trust.issuer_differs");
    let stranger = declaration_by(&declared("7"), Who::Stranger);
    exporter.put(id(), &stranger).await.problem(ProblemType::SignerNotAuthorised);
    let of_another = Envelope { issuer: OTHER_ISSUER.into(), ..declaration("7") };
    let problem = exporter.put(id(), &of_another).await.problem(ProblemType::InvalidDocument);
    assert_eq!(problem.violations[0].code, "document.differs");
    // Neither passes for the other, and nobody certifies what is declared.
    for kind in [Kind::Issue, Kind::Replace] {
        let disguised = Envelope { kind, ..declaration("7") };
        let problem = exporter.put(id(), &disguised).await.problem(ProblemType::InvalidDocument);
        assert_eq!(problem.violations[0].code, "document.kind");
    }
    let disguised = Envelope { kind: Kind::Declaration, ..envelope("24C1", &signed_certificate("24C1")) };
    let problem = desk.put(id(), &disguised).await.problem(ProblemType::InvalidDocument);
    assert_eq!(problem.violations[0].code, "document.kind");
    let certified = Certificate { certification: Some(words()), ..declared("7") };
    let problem =
        exporter.put(id(), &declaration_by(&certified, Who::Exporter)).await.problem(ProblemType::InvalidDocument);
    let found = (problem.violations[0].path.as_str(), problem.violations[0].code.as_str());
    assert_eq!(found, ("certification", "declaration.certified"));
    let changed = tamga_formats::co_xml::write_certificate(&declared("7")).unwrap();
    let mut changed = sealed(&changed, Who::Exporter);
    let at = changed.windows(4).position(|text| text == b"AE-7").unwrap();
    changed[at + 3] = b'8';
    let bent = Envelope { kind: Kind::Declaration, issuer: DECLARER.into(), ..envelope("7", &changed) };
    exporter.put(id(), &bent).await.problem(ProblemType::SignatureInvalid);
    // The number is free after all that.
    exporter.put(id(), &declaration("7")).await.accepted(201);
}

fn words() -> Attestation {
    Attestation { text: "Certified as correct.".into(), ..Attestation::default() }
}

pub async fn a_partner_that_takes_no_declarations_is_said_at_once(open: Open) {
    let without = || everything().into_iter().filter(|can| can != "self_declaration").collect::<Vec<_>>();
    let mut pair = Pair::with(open, |cn, _| cn.routes[0].capabilities = without()).await;
    let (exporter, desk) = (pair.cn.desk("exporter").await, pair.cn.desk("desk-1").await);
    desk.put(id(), &to_au(issue("24C1"))).await.accepted(201);
    let (one, sent) = (id(), to_au(declaration("7")));
    let problem = exporter.put(one, &sent).await.problem(ProblemType::Unsupported);
    assert!(problem.detail.unwrap().contains("self_declaration"));
    assert_eq!(problem.refusal, None, "the id is not closed: what the partner learns to do goes later");
    exporter.get(&format!("/v1/submissions/{one}")).await.problem(ProblemType::SubmissionUnknown);
    // A route that was never meant for declarations refuses them for good.
    pair.cn
        .restart(|cn| {
            cn.routes[0].capabilities = everything();
            cn.routes[0].kinds.retain(|kind| kind != "co.declaration");
        })
        .await;
    let exporter = pair.cn.desk("exporter").await;
    let problem = exporter.put(id(), &sent).await.problem(ProblemType::RouteClosed);
    assert_eq!(problem.violations[0].code, "route.kind");
    pair.cn.restart(|cn| cn.routes[0].kinds.push("co.declaration".into())).await;
    let exporter = pair.cn.desk("exporter").await;
    exporter.put(one, &sent).await.accepted(201);
    until_item(&exporter, "own", |item| is_event(item, one, "delivered")).await;
}
