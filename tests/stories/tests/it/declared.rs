//! An exporter declares the origin of goods: a self-declaration is made at one desk and stands at the other as what it is,
//! is decided on and answered like a certificate, and ends like one.

use std::sync::Arc;

use tamga_office::decide::{Decision, ItemDecision};
use tamga_office::lamps::LampState;
use tamga_office::{Office, OfficeError, Window, Workers};
use tamga_origin::{Authorisation, Decimal, Measure, Moment};

use crate::stage::{Stage, issue, key, pin, until};

const EXAMPLE: &[u8] = include_bytes!("../../../../assets/examples/chafta-example.json");
const FORM: &str = "rcep-declaration";

/// The project's example as a self-declaration of an approved exporter: the draft and its stamp.
fn draft(chamber: &Office, approval: Option<&str>) -> (i64, i64) {
    let born = chamber.import_draft(EXAMPLE, Some(FORM)).unwrap();
    let view = chamber.open_draft(born.id).unwrap();
    let mut filled = view.certificate;
    filled.authorisation =
        approval.map(|number| Authorisation { number: number.to_owned(), ..Authorisation::default() });
    for item in &mut filled.items {
        item.criterion.printed = "WO".to_owned();
        item.criterion.code.clear();
        item.hs.edition = "2022".to_owned();
        item.gross_mass.get_or_insert(Measure { amount: Decimal::whole(1200), unit: "KGM".to_owned() });
    }
    let declared = filled.exporter_declaration.as_mut().unwrap();
    declared.date = Some(Moment::Day(chamber.today()));
    declared.name = "E. Porter".to_owned();
    (born.id, chamber.save_draft(born.id, view.stamp, filled).unwrap().stamp)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declaration_is_made_arrives_as_what_it_is_and_is_decided_on() {
    let stage = Stage::set().await;
    let (chamber, post) = (stage.chamber(), stage.post());
    let (unapproved, stamp) = draft(&chamber, None);
    let refused = chamber.issue(unapproved, stamp, &key(&chamber), &pin());
    assert!(
        matches!(&refused, Err(OfficeError::Blocked(found)) if found.iter().any(|one| one.code == "authorisation.missing")),
        "only approved exporters declare under this form: {refused:?}"
    );
    let certificate = issue(&chamber);
    let (id, stamp) = draft(&chamber, Some("AE-2026-7"));
    let number = chamber.issue(id, stamp, &key(&chamber), &pin()).unwrap().number;
    let made = chamber.open_certificate(&number).unwrap().certificate;
    assert!(made.is_self_declaration() && made.certification.is_none(), "nobody certified it");
    let sent = chamber.outbox(Window::first(9), true).unwrap().rows.rows;
    let kind = |number: &str| sent.iter().find(|row| row.number == number).unwrap().kind.clone();
    assert_eq!((kind(&number), kind(&certificate)), ("declaration".to_owned(), "issue".to_owned()));

    let gateways = stage.gateways().await;
    crate::thread::stage_is_told(&chamber, &post, &gateways);
    let workers = [Workers::start(&chamber), Workers::start(&post)];
    let abroad = |office: &Office| office.open_certificate(&number).unwrap().lamps.abroad.state == LampState::Lit;
    until("delivered", &chamber, abroad).await;
    for number in [&number, &certificate] {
        until("received", &post, |office| office.check_number(number).unwrap().found.is_some()).await;
    }
    let kinds = |office: &Arc<Office>| {
        let rows = office.search_received("", &Default::default(), Window::first(9)).unwrap().rows;
        rows.into_iter().map(|row| (row.number, row.is_self_declaration)).collect::<Vec<_>>()
    };
    let shown = kinds(&post);
    assert!(shown.contains(&(number.clone(), true)) && shown.contains(&(certificate.clone(), false)), "{shown:?}");

    let found = post.open_received(&number).unwrap();
    assert!(found.can_decide, "{:?}", found.verdict);
    let here = found.certificate.as_ref().unwrap();
    assert!(here.is_self_declaration() && here.certification.is_none());
    assert_eq!(here.authorisation.as_ref().map(|one| one.number.as_str()), Some("AE-2026-7"));
    until("answered", &chamber, |office| {
        office.open_certificate(&number).unwrap().lamps.customs.state == LampState::Lit
    })
    .await;
    let item = &found.balance[0];
    let decision = Decision {
        number: number.clone(),
        stamp: post.open_received(&number).unwrap().stamp,
        declaration: "CN-26-9".to_owned(),
        declared_on: post.today(),
        items: vec![ItemDecision {
            sequence: item.sequence,
            quantity: item.left,
            unit: item.unit.clone(),
            granted: true,
            reason: String::new(),
        }],
        note: String::new(),
    };
    post.decide(&decision).unwrap();
    until("the use is told", &chamber, |office| !office.open_certificate(&number).unwrap().uses.is_empty()).await;
    assert!(chamber.open_certificate(&certificate).unwrap().uses.is_empty(), "and of the certificate none");

    chamber.cancel_used(&number, "ERR", Some("Mara Holt"), &key(&chamber), &pin()).unwrap();
    until("the end is told", &post, |office| {
        office.open_received(&number).unwrap().verdict.headline.code == "verdict.withdrawn"
    })
    .await;
    assert!(post.open_received(&certificate).unwrap().can_decide, "the certificate stands");

    for workers in workers {
        workers.stop().await;
    }
    gateways.stop().await;
    for office in [&chamber, &post] {
        assert_eq!(office.verify_journal().unwrap().first_broken, None);
    }
}
