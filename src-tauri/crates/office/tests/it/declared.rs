//! Self-declarations: who may make one here, and what a border post believes of one that comes.

use std::sync::Arc;

use tamga_office::numbers::NumberBlock;
use tamga_office::trust::sign_trust_list;
use tamga_office::verdict::VerdictKind;
use tamga_office::{Office, OfficeError, Window};
use tamga_origin::trust::{Anchor, AnchorKind, KeyUse, TrustList, TrustedScheme};
use tamga_origin::{Authorisation, Decimal, Measure, Moment};
use tamga_protocol::Kind;
use tamga_seal::digest::sha256_hex;

use crate::help::{CHAMBER, EXAMPLE, World, happened, issued, key_of, partner, pin, secret, span};
use crate::road::{Road, submission};

const FORM: &str = "rcep-declaration";

/// The form of declarations, for the chamber.
fn with_form(list: &mut TrustList) {
    let scheme = TrustedScheme { code: FORM.to_owned(), span: span(), ..TrustedScheme::default() };
    list.issuers[0].schemes.push(scheme);
}

/// The chamber registers what exporters declare under the form, with its officer's own certificate.
fn registers(world: &World, list: &mut TrustList) {
    with_form(list);
    let certificate = world.officer_file().certificate.clone();
    list.issuers[0].anchors.push(Anchor {
        kid: sha256_hex(&certificate),
        certificates: vec![certificate],
        kind: AnchorKind::Signer,
        uses: vec![KeyUse::Declaration],
        span: span(),
    });
}

/// The list that follows on the one an office has, changed.
fn take_next(world: &World, office: &Office, change: impl FnOnce(&mut TrustList)) {
    let history = office.trust_history();
    let held = history.newest().unwrap();
    let (n, prev) = (held.list.n + 1, held.digest.clone());
    let mut list = TrustList { n, prev, issued_at: held.list.issued_at.plus_millis(1), ..held.list.clone() };
    change(&mut list);
    office.import_trust(&sign_trust_list(&list, &[&world.root]).unwrap()).unwrap();
}

/// A chamber with numbers for declarations, and a draft of one with its stamp.
fn draft(chamber: &Office) -> (i64, i64) {
    if chamber.number_blocks().unwrap().iter().all(|block| block.block.agreement != FORM) {
        let (agreement, pattern) = (FORM.to_owned(), "HCD{yyyy}{seq:6}".to_owned());
        let block = NumberBlock { agreement, pattern, first: 7, last: 99, expires: None };
        chamber.add_number_block(block).unwrap();
    }
    let born = chamber.import_draft(EXAMPLE, Some(FORM)).unwrap();
    let view = chamber.open_draft(born.id).unwrap();
    let mut filled = view.certificate;
    filled.authorisation = Some(Authorisation { number: "AE-7".to_owned(), ..Authorisation::default() });
    for item in &mut filled.items {
        item.criterion.printed = "WO".to_owned();
        item.gross_mass = Some(Measure { amount: Decimal::whole(1200), unit: "KGM".to_owned() });
    }
    let declared = filled.exporter_declaration.as_mut().unwrap();
    declared.date = Some(Moment::Day(chamber.today()));
    declared.name = "E. Porter".to_owned();
    (born.id, chamber.save_draft(born.id, view.stamp, filled).unwrap().stamp)
}

fn codes(error: &OfficeError) -> Vec<String> {
    error.findings().iter().map(|finding| finding.code.to_string()).collect()
}

/// A declaration that a chamber made, and its signed bytes.
fn made(world: &World) -> (Arc<Office>, String, Vec<u8>) {
    let chamber = world.chamber();
    take_next(world, &chamber, |list| registers(world, list));
    let (id, stamp) = draft(&chamber);
    let number = chamber.issue(id, stamp, &key_of(&chamber), &pin()).unwrap().number;
    let bytes = chamber.certificate_xml(&number).unwrap();
    (chamber, number, bytes)
}

async fn receive(post: &Arc<Office>, road: &Arc<Road>) {
    post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap();
}

#[test]
fn a_body_that_only_certifies_declares_nothing() {
    let world = World::new();
    let chamber = world.chamber();
    let (id, stamp) = draft(&chamber);
    let refused = chamber.issue(id, stamp, &key_of(&chamber), &pin()).unwrap_err();
    assert!(codes(&refused).contains(&"issuer.stamp_not_allowed".to_owned()), "{refused:?}");
    // A key for certificates is none for declarations, whatever form the body may use.
    take_next(&world, &chamber, |list| {
        with_form(list);
        list.issuers[0].anchors.push(world.customs.anchor(&[KeyUse::Declaration], span()));
    });
    let refused = chamber.issue(id, stamp, &key_of(&chamber), &pin()).unwrap_err();
    assert_eq!(codes(&refused), ["trust.use"], "{refused:?}");
}

#[test]
fn a_declaration_that_finds_no_route_leaves_as_what_it_is_when_there_is_one() {
    let world = World::new();
    let (chamber, number, _) = made(&world);
    let rows = || chamber.outbox(Window::first(9), true).unwrap().rows.rows;
    assert_eq!(rows().len(), 0, "the route carries certificates alone");
    assert!(happened(&chamber).contains(&"declaration.made".to_owned()));
    let told = partner(&["own"], "certificates", "CN", "co.issue co.declaration");
    chamber.set_partner(told, secret()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(chamber.send_over(&Road::new().transport())).unwrap();
    let kinds: Vec<_> = rows().into_iter().map(|row| (row.number, row.kind)).collect();
    assert_eq!(kinds, [(number, "declaration".to_owned())]);
}

#[tokio::test]
async fn what_is_declared_is_believed_of_who_may_declare_and_shown_as_what_it_is() {
    let world = World::new();
    let (_, number, bytes) = made(&world);
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Declaration, (CHAMBER, &number, 1), &bytes, true));
    receive(&post, &road).await;
    let view = post.open_received(&number).unwrap();
    assert_eq!(view.verdict.kind, VerdictKind::NotGenuine, "{:?}", view.verdict);
    assert!(view.verdict.reasons.iter().any(|reason| reason.code == "trust.use"), "{:?}", view.verdict);

    let other = world.another_post();
    take_next(&world, &other, |list| registers(&world, list));
    let road = Road::new();
    road.put(submission(Kind::Declaration, (CHAMBER, &number, 1), &bytes, true));
    receive(&other, &road).await;
    let view = other.open_received(&number).unwrap();
    assert!(view.can_decide, "{:?}", view.verdict);
    let rows = other.search_received("", &Default::default(), Window::first(9)).unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.is_self_declaration).collect::<Vec<_>>(), [true]);
}

#[tokio::test]
async fn neither_passes_for_the_other() {
    let world = World::new();
    let (chamber, number, bytes) = made(&world);
    let certificate = issued(&chamber);
    let post = world.stranger();
    let mut list = world.list(1, None);
    registers(&world, &mut list);
    world.believe(&post, &list);
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &bytes, true));
    let signed = chamber.certificate_xml(&certificate).unwrap();
    road.put(submission(Kind::Declaration, (CHAMBER, &certificate, 1), &signed, true));
    receive(&post, &road).await;
    assert_eq!(post.search_received("", &Default::default(), Window::first(9)).unwrap().total, 0);
    road.put(submission(Kind::Declaration, (CHAMBER, &number, 1), &bytes, true));
    receive(&post, &road).await;
    assert!(post.open_received(&number).unwrap().can_decide, "under its own kind it is taken");
}
