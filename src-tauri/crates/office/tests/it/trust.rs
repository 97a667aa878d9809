//! A newer list: what it changes is shown first, what it stops is stopped at once, what hung on it is judged again.

use std::sync::Arc;

use tamga_formats::{status_list, trust_list};
use tamga_office::trust::{TrustPreview, sign_trust_list};
use tamga_office::verdict::VerdictKind;
use tamga_office::{ErrorCode, Office};
use tamga_origin::Timestamp;
use tamga_origin::trust::{
    CertificateStatus, KeyUse, Revoked, Specimen, SpecimenKind, StatusEntry, StatusList, StatusTaken, TrustList,
    TrustState, TrustedKey, TrustedNode,
};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{PlainKey, SystemRandom, Typ, sign_jws};

use crate::help::{CHAMBER, DAY, World, happened, issued, key_of, noon, pin, span};

/// A post that holds a certificate of the chamber, and the number of it. The example is genuine, with totals to look at.
fn post_with_certificate(world: &World) -> (Arc<Office>, String, Vec<u8>) {
    let chamber = world.chamber();
    let number = issued(&chamber);
    let bytes = chamber.certificate_xml(&number).unwrap();
    let post = world.post();
    let view = post.check_file(&bytes, true).unwrap().found.unwrap();
    assert_eq!(view.verdict.kind, VerdictKind::Look, "{:?}", view.verdict.reasons);
    (post, number, bytes)
}

fn next(office: &Office, edit: impl FnOnce(&mut TrustList)) -> TrustList {
    let history = office.trust_history();
    let held = history.newest().unwrap();
    let issued_at = held.list.issued_at.plus_millis(DAY);
    let mut list = TrustList { n: held.list.n + 1, prev: held.digest.clone(), issued_at, ..held.list.clone() };
    edit(&mut list);
    list
}

fn signed(world: &World, list: &TrustList) -> Vec<u8> {
    sign_trust_list(list, &[&world.root]).unwrap()
}

fn suspended(list: &mut TrustList) {
    list.issuers[0].state = TrustState::Suspended;
    list.issuers[0].state_since = Some(noon().plus_millis(-DAY / 2));
}

fn lines(preview: &TrustPreview) -> Vec<String> {
    let line =
        |change: &tamga_origin::trust::Change| format!("{} {} {}", change.area.code(), change.id, change.what.code());
    preview.difference.changes.iter().map(line).collect()
}

#[test]
fn a_list_is_shown_with_the_verdicts_it_changes_before_anybody_accepts_it() {
    let world = World::new();
    let (post, number, _) = post_with_certificate(&world);
    let bytes = signed(&world, &next(&post, suspended));
    let preview = post.preview_trust(&bytes).unwrap();
    assert_eq!((preview.n, lines(&preview)), (2, vec!["body  suspended".to_owned()]));
    let [change] = &preview.verdicts[..] else { panic!("{:?}", preview.verdicts) };
    assert_eq!((change.number.as_str(), change.issuer.as_str()), (number.as_str(), CHAMBER));
    assert_eq!((change.was.code.as_str(), change.is.code.as_str()), ("verdict.look", "verdict.not_entitled"));
    assert_eq!(post.trust_list().unwrap().n, 1, "looking takes nothing");
    assert_eq!(post.open_received(&number).unwrap().verdict.kind, VerdictKind::Look);
    let taken = post.import_trust(&bytes).unwrap();
    assert_eq!(taken.judged_again, preview.verdicts, "what was shown is what happens");
    let view = post.open_received(&number).unwrap();
    assert_eq!((view.verdict.kind, view.verdict.list_number), (VerdictKind::NotGenuine, Some(2)));
    assert!(!view.can_decide);
    assert!(happened(&post).contains(&"received.verdict_changed".to_owned()), "and it is written down");
}

#[test]
fn a_list_that_touches_other_bodies_changes_no_verdict() {
    let world = World::new();
    let (post, number, _) = post_with_certificate(&world);
    let list = next(&post, |list| list.issuers[1].state = TrustState::Withdrawn);
    let taken = post.import_trust(&signed(&world, &list)).unwrap();
    assert_eq!((taken.n, taken.judged_again), (2, Vec::new()));
    assert_eq!(post.open_received(&number).unwrap().verdict.list_number, Some(1));
}

#[test]
fn what_a_list_that_waits_stops_is_stopped_and_what_it_gives_is_not_given() {
    let world = World::new();
    let (post, number, bytes) = post_with_certificate(&world);
    let mut officer = post.trust_list().unwrap().issuers[0].officers[0].clone();
    officer.id = "2".to_owned();
    officer.name = "N. New".to_owned();
    let list = next(&post, |list| {
        suspended(list);
        list.issuers[0].officers.push(officer);
    });
    let offer = post.offer_trust(&signed(&world, &list)).unwrap();
    assert!(!offer.is_taken);
    assert_eq!((post.trust_list().unwrap().n, post.body(CHAMBER).unwrap().state.as_str()), (1, "suspended"));
    assert_eq!(post.body(CHAMBER).unwrap().officers.len(), 1, "nobody new counts yet");
    assert_eq!(post.open_received(&number).unwrap().verdict.kind, VerdictKind::NotGenuine);
    assert_eq!(post.trust_waiting().unwrap().unwrap().n, 2);
    drop(post);
    let post = world.open("post");
    assert_eq!(post.trust_waiting().unwrap().unwrap().n, 2, "it waits through a restart");
    assert_eq!(post.check_file(&bytes, false).unwrap().found.unwrap().verdict.kind, VerdictKind::NotGenuine);
    let taken = post.accept_trust().unwrap();
    assert_eq!((taken.n, taken.judged_again.len()), (2, 0), "the verdict had changed before");
    assert_eq!(post.body(CHAMBER).unwrap().officers.len(), 2);
    assert!(post.trust_waiting().unwrap().is_none());
    assert_eq!(post.accept_trust().unwrap_err().code(), ErrorCode::BadRequest);
    // Lifted again: what is good is good again.
    let lifted = next(&post, |list| {
        (list.issuers[0].state, list.issuers[0].state_since) = (TrustState::Active, Some(noon().plus_millis(-DAY / 2)));
        list.reason = "suspended by mistake".to_owned();
    });
    let taken = post.import_trust(&signed(&world, &lifted)).unwrap();
    assert_eq!(taken.judged_again.iter().map(|one| one.is.code.as_str()).collect::<Vec<_>>(), ["verdict.look"]);
    assert_eq!(post.open_received(&number).unwrap().verdict.kind, VerdictKind::Look);
}

#[test]
fn growth_is_taken_by_itself_where_the_office_says_so_and_nothing_else_is() {
    let world = World::new();
    let post = world.post();
    let grown = |n: &str| {
        let mut scheme = post.trust_list().unwrap().issuers[0].schemes[0].clone();
        scheme.code = format!("new-{n}");
        next(&post, |list| list.issuers[0].schemes.push(scheme))
    };
    assert!(!post.offer_trust(&signed(&world, &grown("a"))).unwrap().is_taken, "somebody is asked");
    post.set_accepts_growth(true).unwrap();
    assert!(post.offer_trust(&signed(&world, &grown("b"))).unwrap().is_taken);
    assert!(post.trust_waiting().unwrap().is_none(), "another list is in force");
    let same = next(&post, |_| {});
    assert!(post.offer_trust(&signed(&world, &same)).unwrap().is_taken, "a list that changes nothing is taken");
    assert!(post.offer_trust(&signed(&world, &same)).unwrap().preview.is_in_force);
    let stricter = next(&post, |list| list.issuers[0].policy.revocation_must = true);
    assert!(!post.offer_trust(&signed(&world, &stricter)).unwrap().is_taken);
}

#[test]
fn a_revoked_certificate_reaches_what_its_officer_signed() {
    let world = World::new();
    let (post, number, _) = post_with_certificate(&world);
    let certificate = post.trust_list().unwrap().issuers[0].officers[0].certificate.clone();
    let revoke = |at: Timestamp| Revoked { key: certificate.clone(), at, reason: "lost".to_owned() };
    let later = next(&post, |list| list.revoked = vec![revoke(noon().plus_millis(9 * DAY))]);
    assert_eq!(post.import_trust(&signed(&world, &later)).unwrap().judged_again, []);
    let before = next(&post, |list| list.revoked.push(revoke(noon().plus_millis(-DAY))));
    let taken = post.import_trust(&signed(&world, &before)).unwrap();
    assert_eq!(taken.judged_again.len(), 1);
    let reasons = post.open_received(&number).unwrap().verdict.reasons;
    assert!(reasons.iter().any(|reason| reason.code == "revocation.revoked"), "{reasons:?}");
}

#[test]
fn lists_bodies_officers_and_their_pictures_can_be_looked_at() {
    let world = World::new();
    let post = world.post();
    let picture = b"\x89PNG not much of a picture".to_vec();
    let (kind, media_type) = (SpecimenKind::Signature, "image/png".to_owned());
    let specimen = Specimen { kind, sha256: sha256_hex(&picture), media_type, span: span() };
    let page = Specimen { sha256: sha256_hex(b"<html>"), media_type: "text/html".to_owned(), ..specimen.clone() };
    let list = next(&post, |list| list.issuers[0].officers[0].specimens = vec![specimen, page]);
    post.import_trust(&signed(&world, &list)).unwrap();
    let of = |post: &Office| post.body(CHAMBER).unwrap().officers[0].specimens.clone();
    assert_eq!(
        of(&post).iter().map(|one| (one.kind.as_str(), one.is_here)).collect::<Vec<_>>(),
        [("signature", false), ("signature", false)]
    );
    let digest = post.keep_specimen(&picture).unwrap();
    assert!(of(&post)[0].is_here);
    assert_eq!(post.specimen(&digest).unwrap(), picture);
    assert_eq!(post.keep_specimen(b"another").unwrap_err().code(), ErrorCode::NotFound, "the list does not name it");
    assert!(post.keep_specimen(b"<html>").is_err(), "what is shown as a picture is one");
    let (_, digest) = (0, sha256_hex(b"any document"));
    assert_eq!(post.specimen(&digest).unwrap_err().code(), ErrorCode::NotFound);
    let lists = post.trust_lists().unwrap();
    assert_eq!(lists.iter().map(|row| row.n).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(lists[0].difference, post.trust_difference(1, 2).unwrap());
    assert_eq!(lists[0].difference.changes.len(), 2);
    assert_eq!(post.trust_difference(1, 7).unwrap_err().code(), ErrorCode::NotFound);
    assert_eq!(post.body("nobody").unwrap_err().code(), ErrorCode::NotFound);
}

/// A gateway of the chamber's country, in the list of the post, that makes status lists.
fn with_gateway(world: &World, post: &Office, country: &str) -> PlainKey {
    let key = PlainKey::generate(&SystemRandom::new()).unwrap();
    let node = TrustedNode {
        id: "gw".to_owned(),
        country: country.to_owned(),
        keys: vec![key.trusted(&[KeyUse::Status], span())],
        ..TrustedNode::default()
    };
    let list = next(post, |list| list.gateways = vec![node]);
    post.import_trust(&signed(world, &list)).unwrap();
    key
}

fn statuses(n: u64, prev: &[u8], entries: Vec<StatusEntry>) -> Vec<u8> {
    let list = StatusList {
        issuer: CHAMBER.to_owned(),
        n,
        prev: if prev.is_empty() { String::new() } else { sha256_hex(prev) },
        is_snapshot: n == 1,
        as_of: noon().plus_millis(i64::try_from(n).unwrap()),
        next_update: noon().plus_millis(DAY),
        entries,
        ..StatusList::default()
    };
    status_list::write(&list).unwrap()
}

fn entry(number: &str, status: CertificateStatus) -> StatusEntry {
    let successor = if status == CertificateStatus::Replaced { "HCT-2".to_owned() } else { String::new() };
    let (number, at) = (number.to_owned(), noon().plus_millis(-DAY / 4));
    StatusEntry { number, revision: 1, status, successor, at, reason: "ERR".to_owned() }
}

#[test]
fn a_status_list_ends_what_it_names_and_says_up_to_when_it_speaks() {
    let world = World::new();
    let (post, number, bytes) = post_with_certificate(&world);
    let key = with_gateway(&world, &post, "AU");
    let take = |payload: &[u8]| post.take_status_list(sign_jws(payload, Typ::StatusList, &key).as_bytes());
    let first = statuses(1, b"", Vec::new());
    assert_eq!(take(&first).unwrap(), StatusTaken::InForce);
    let another_post = world.another_post();
    let codes = |office: &Office| -> Vec<String> {
        let view = office.check_file(&bytes, false).unwrap().found.unwrap();
        view.verdict
            .reasons
            .iter()
            .map(|reason| reason.code.to_string())
            .filter(|code| code.starts_with("status."))
            .collect()
    };
    assert_eq!(codes(&another_post), ["status.none"]);
    let second = statuses(2, &first, Vec::new());
    let third = statuses(3, &second, vec![entry(&number, CertificateStatus::Cancelled)]);
    assert_eq!(take(&third).unwrap(), StatusTaken::Waits { missing: 2 });
    assert_eq!(post.open_received(&number).unwrap().verdict.kind, VerdictKind::Look, "the last good state stays");
    assert_eq!(post.status_reach()[0].reach.missing, Some(2));
    assert_eq!(take(&second).unwrap(), StatusTaken::InForce, "and the one that waited follows");
    let view = post.open_received(&number).unwrap();
    assert_eq!(
        (view.verdict.kind, view.verdict.headline.code.as_str()),
        (VerdictKind::NotGenuine, "verdict.withdrawn")
    );
    assert_eq!(take(&second).unwrap_err().code(), ErrorCode::TrustListRefused, "no way back");
    drop(post);
    let post = world.open("post");
    assert_eq!(post.status_reach()[0].reach.n, 3, "they are kept");
    assert_eq!(codes(&post), ["status.cancelled", "status.as_of"], "a record says what happened to it since");
}

#[test]
fn a_file_that_was_withdrawn_is_genuine_and_must_not_be_used() {
    let world = World::new();
    let chamber = world.chamber();
    let number = issued(&chamber);
    let bytes = chamber.certificate_xml(&number).unwrap();
    for (status, headline) in
        [(CertificateStatus::Cancelled, "verdict.withdrawn"), (CertificateStatus::Replaced, "verdict.replaced")]
    {
        let post = world.another_post();
        let key = with_gateway(&world, &post, "AU");
        let payload = statuses(1, b"", vec![entry(&number, status)]);
        post.take_status_list(sign_jws(&payload, Typ::StatusList, &key).as_bytes()).unwrap();
        let verdict = post.check_file(&bytes, false).unwrap().found.unwrap().verdict;
        assert_eq!((verdict.kind, verdict.headline.code.as_str()), (VerdictKind::NotGenuine, headline));
        let codes: Vec<&str> = verdict.reasons.iter().map(|reason| reason.code.as_ref()).collect();
        assert!(codes.contains(&"status.as_of"), "{codes:?}");
    }
}

#[test]
fn a_status_list_counts_by_a_key_of_the_issuer_or_of_a_gateway_of_its_country_alone() {
    let world = World::new();
    let post = world.post();
    let foreign = with_gateway(&world, &post, "CN");
    let payload = statuses(1, b"", Vec::new());
    let refused = |bytes: String| match post.take_status_list(bytes.as_bytes()) {
        Err(tamga_office::OfficeError::TrustListRefused { code, .. }) => code,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(sign_jws(&payload, Typ::StatusList, &foreign)), "trust.use");
    assert_eq!(refused(sign_jws(&payload, Typ::Receipt, &foreign)), "trust.list_signature");
    assert_eq!(refused(sign_jws(&payload, Typ::StatusList, &world.root)), "trust.list_signature");
    assert!(post.status_reach().is_empty());
    let list = next(&post, |list| list.issuers[0].keys.push(foreign.trusted(&[KeyUse::Status], span())));
    assert!(trust_list::write(&list).is_ok());
    post.import_trust(&signed(&world, &list)).unwrap();
    let own = sign_jws(&payload, Typ::StatusList, &foreign);
    assert_eq!(post.take_status_list(own.as_bytes()).unwrap(), StatusTaken::InForce);
}

#[test]
fn a_chamber_makes_status_lists_of_its_own_register_and_a_post_follows_them() {
    let world = World::new();
    let (chamber, post) = (world.chamber(), world.post());
    let key = key_of(&chamber);
    let (kept, ended) = (issued(&chamber), issued(&chamber));
    let make = |snapshot| chamber.make_status_list(&key, &pin(), snapshot);
    let refused = make(false).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::KeyNotUsable, "the trust list does not name the key for that");
    for office in [&chamber, &post] {
        let named = chamber.keys().unwrap().into_iter().next().unwrap();
        let uses = vec![KeyUse::Status];
        let trusted = TrustedKey { kid: named.code_kid, key: named.code_key, uses, span: span() };
        let list = next(office, |list| list.issuers[0].keys.push(trusted));
        office.import_trust(&signed(&world, &list)).unwrap();
    }
    let first = make(false).unwrap();
    assert_eq!((first.n, first.is_snapshot, first.entries), (1, true, 0));
    world.clock.pass(60_000);
    chamber.cancel(&ended, "ERR", &key, &pin()).unwrap();
    world.clock.pass(60_000);
    let second = make(false).unwrap();
    assert_eq!((second.n, second.is_snapshot, second.entries), (2, false, 1));
    world.clock.pass(60_000);
    let third = make(false).unwrap();
    assert_eq!((third.n, third.entries), (3, 0), "nothing is said twice");
    let whole = make(true).unwrap();
    assert_eq!((whole.n, whole.is_snapshot, whole.entries), (4, true, 1));
    for (made, expected) in
        [(&first, StatusTaken::InForce), (&third, StatusTaken::Waits { missing: 2 }), (&whole, StatusTaken::InForce)]
    {
        assert_eq!(post.take_status_list(&made.bytes).unwrap(), expected, "{}", made.n);
    }
    let codes = |number: &str| {
        let bytes = chamber.certificate_xml(number).unwrap();
        post.check_file(&bytes, false).unwrap().found.unwrap().verdict.headline.code
    };
    assert_eq!((codes(&kept).as_str(), codes(&ended).as_str()), ("verdict.look", "verdict.withdrawn"));
}
