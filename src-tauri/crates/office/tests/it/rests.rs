//! What a verdict rests on is named, kept with it, and the same when it is judged again.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use tamga_formats::co_xml;
use tamga_office::check::OfferedEvidence;
use tamga_office::revocation_file::add_revocation_file;
use tamga_office::trust::sign_trust_list;
use tamga_office::verdict::{UsedKind, VerdictKind};
use tamga_office::{ErrorCode, Office, Window};
use tamga_origin::Timestamp;
use tamga_origin::trust::{EvidenceRef, IssuerPolicy, KeyUse, StatusList, TrustList, TrustedNode, TrustedOfficer};
use tamga_protocol::{BusinessKey, Kind, ReceiptClaims, Role};
use tamga_seal::demo::Life;
use tamga_seal::digest::sha256_hex;
use tamga_seal::{PlainKey, SystemRandom, Typ, import_key_file, sign_co, sign_jws, unlock};
use tamga_store::{Store, StoreError, StoreKey};
use uuid::Uuid;

use crate::help::{CHAMBER, DAY, QUICK, World, happened, issued, noon, person, pin, span};
use crate::road::{Road, submission};

const HOUR: i64 = DAY / 24;

/// A gateway whose receipts count where a list names it.
struct Gateway(PlainKey);

impl Gateway {
    fn new() -> Self {
        Self(PlainKey::generate(&SystemRandom::new()).unwrap())
    }

    fn listed(&self) -> TrustedNode {
        TrustedNode {
            id: "gw.au".to_owned(),
            role: "national".to_owned(),
            country: "AU".to_owned(),
            keys: vec![self.0.trusted(&[KeyUse::Receipt], span())],
            ..TrustedNode::default()
        }
    }

    fn receipt(&self, document: &[u8], at: Timestamp) -> String {
        let claims = ReceiptClaims {
            iss: "gw.au".to_owned(),
            rol: Role::National,
            sub: Uuid::from_u128(7),
            key: BusinessKey::Certificate { issuer: CHAMBER.to_owned(), co_number: "1".to_owned(), revision: 1 },
            env: "0".repeat(64),
            dig: sha256_hex(document),
            snd: "desk".to_owned(),
            rcv: at.rfc3339(),
            n: 1,
            prev: ReceiptClaims::FIRST_PREV.to_owned(),
        };
        sign_jws(&serde_json::to_vec(&claims).unwrap(), Typ::Receipt, &self.0).to_string()
    }
}

/// A certificate by an officer whose key ends an hour after it was signed, and the list by which a claim alone is a doubt.
struct Short {
    world: World,
    number: String,
    bytes: Vec<u8>,
    list: TrustList,
}

impl Short {
    fn new() -> Self {
        let world = World::new();
        let chamber = world.chamber();
        let number = issued(&chamber);
        let life = Life { from: noon().plus_millis(-DAY), to: noon().plus_millis(HOUR) };
        let file = world.authority.key_file(person("B. Brief", "Huon Chamber"), life, &pin()).unwrap();
        let (_, wrapped) = import_key_file(&file.pkcs12, &pin(), &pin(), QUICK, &SystemRandom::new()).unwrap();
        let own = chamber.certificate_xml(&number).unwrap();
        let gated = co_xml::gate(&own, &tamga_formats::Limits::default()).unwrap();
        let certificate = co_xml::read_certificate(&gated).unwrap().value;
        let unsigned = co_xml::write_certificate(&certificate).unwrap();
        let bytes = sign_co(&unsigned, noon(), &mut unlock(&wrapped, &pin()).unwrap()).unwrap().bytes;
        let mut list = world.list(1, None);
        let body = &mut list.issuers[0];
        body.policy = IssuerPolicy { claimed_time_doubt: true, ..IssuerPolicy::default() };
        body.officers.push(TrustedOfficer {
            id: "2".to_owned(),
            name: "B. Brief".to_owned(),
            certificate: sha256_hex(&file.certificate),
            span: span(),
            ..TrustedOfficer::default()
        });
        Self { world, number, bytes, list }
    }

    /// A post that believes this list; the document arrives there two hours after it was signed.
    async fn arrives(&self, list: Option<&TrustList>, receipts: Vec<String>) -> Arc<Office> {
        let post = self.world.stranger();
        if let Some(list) = list {
            self.world.take_list(&post, list);
        }
        self.world.clock.pass(2 * HOUR);
        let road = Road::new();
        let mut item = submission(Kind::Issue, (CHAMBER, &self.number, 1), &self.bytes, true);
        item.receipts = receipts;
        road.put(item);
        post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap();
        post
    }

    fn rests(&self, post: &Office) -> (VerdictKind, Vec<(UsedKind, String)>) {
        let verdict = post.open_received(&self.number).unwrap().verdict;
        (verdict.kind, verdict.evidence.into_iter().map(|used| (used.kind, used.sha256)).collect())
    }
}

/// The list that follows on this one, with one more word in it, so that everything of the body is judged again.
fn next(list: &TrustList, signed: &[u8]) -> TrustList {
    let mut next = TrustList { n: list.n + 1, prev: digest_of(signed), ..list.clone() };
    next.issued_at = noon().plus_millis(2 * HOUR);
    next.issuers[0].officers.push(TrustedOfficer {
        id: format!("new-{}", next.n),
        name: "N. New".to_owned(),
        certificate: "a".repeat(64),
        span: tamga_origin::trust::Span { from: noon().plus_millis(3 * HOUR), to: None },
        ..TrustedOfficer::default()
    });
    next
}

/// The digest by which the next list names this one.
pub fn digest_of(signed: &[u8]) -> String {
    let outer: serde_json::Value = serde_json::from_slice(signed).unwrap();
    sha256_hex(&URL_SAFE_NO_PAD.decode(outer["payload"].as_str().unwrap()).unwrap())
}

#[tokio::test]
async fn a_receipt_bears_the_claim_out_now_and_when_it_is_judged_again() {
    let (short, gateway) = (Short::new(), Gateway::new());
    let mut list = short.list.clone();
    list.gateways = vec![gateway.listed()];
    let receipt = gateway.receipt(&short.bytes, noon().plus_millis(HOUR / 2));
    let post = short.arrives(Some(&list), vec![receipt.clone()]).await;
    let borne_out = vec![(UsedKind::NationalReceipt, sha256_hex(receipt.as_bytes()))];
    let (kind, rests) = short.rests(&post);
    assert!(
        matches!(kind, VerdictKind::Genuine | VerdictKind::Look),
        "it was in custody while the key lived: {kind:?}"
    );
    assert_eq!(rests, borne_out);
    let kept: Vec<String> = post.support(&short.number).unwrap().into_iter().map(|row| row.kind).collect();
    assert_eq!(kept, ["receipt"], "kept beside the document");
    let journal = post.journal(Some(&short.number), Window::first(9)).unwrap().rows;
    let stored = journal.iter().find(|row| row.word.code == "received.stored").unwrap();
    assert!(stored.word.params.contains(&("evidence".to_owned(), borne_out[0].1.clone())), "{stored:?}");

    let signed = sign_trust_list(&list, &[&short.world.root]).unwrap();
    let newer = next(&list, &signed);
    post.import_trust(&sign_trust_list(&newer, &[&short.world.root]).unwrap()).unwrap();
    assert_eq!(short.rests(&post), (kind, borne_out), "a newer list takes no evidence away");

    // The very file, looked at by hand, rests on the same.
    let seen = post.verify_with(&short.bytes, noon().plus_millis(2 * HOUR), &OfferedEvidence::NONE).unwrap();
    assert_eq!(seen.verdict.evidence[0].kind, UsedKind::NationalReceipt);
    assert_eq!(seen.verdict.time_evidence().unwrap().by, "gw.au");
}

#[tokio::test]
async fn a_verdict_from_before_its_evidence_was_written_down_names_it_as_soon_as_the_office_works() {
    let world = World::new();
    let chamber = world.chamber();
    let number = issued(&chamber);
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &chamber.certificate_xml(&number).unwrap(), true));
    post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap();
    let shown = |post: &Office| {
        let view = post.open_received(&number).unwrap();
        (view.verdict.kind, view.verdict.headline, view.verdict.evidence)
    };
    let whole = shown(&post);
    assert_eq!(whole.2.iter().map(|used| used.kind).collect::<Vec<_>>(), [UsedKind::Arrival]);
    let id = post.open_received(&number).unwrap().record_id.unwrap();

    // As the store stood before its schema 4: the verdict without what it rests on, and nobody has looked since.
    let dir = post.dir().to_owned();
    drop(post);
    let store = Store::open(&dir, StoreKey::Plain, noon()).unwrap();
    let write = |change: &dyn Fn(&tamga_store::Tx<'_>) -> Result<(), StoreError>| {
        store.write("test", noon(), |tx| {
            change(tx)?;
            tx.journal_add("office.opened", "", &[])
        })
    };
    write(&|tx| {
        let row = tx.inbound(id)?;
        let judgement = tamga_store::Judgement {
            state: row.judged,
            seal_holds: row.seal_holds,
            verdict: row.verdict,
            headline: row.headline,
            reasons: row.reasons,
            signed_by: row.signed_by,
            officer: row.officer,
            signed_at: row.signed_at,
            list_number: row.list_number,
            evidence: "[]".to_owned(),
        };
        tx.inbound_judge(id, &judgement)?;
        tx.setting_set("office.rests_named", "")
    })
    .unwrap();
    drop(store);

    world.clock.pass(40 * DAY);
    let post = Office::open(&dir, world.surroundings()).unwrap();
    assert_eq!(shown(&post).2, [], "until then only the claim is shown");
    post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap();
    assert_eq!(shown(&post), whole, "the same verdict, with what it rests on: time that passed since changed nothing");
    let count = |post: &Office| happened(post).iter().filter(|code| code.ends_with("received.judged_again")).count();
    let before = count(&post);
    drop(post);
    let post = Office::open(&dir, world.surroundings()).unwrap();
    post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap();
    assert_eq!(count(&post), before, "once");
}

#[tokio::test]
async fn without_a_receipt_only_the_arrival_speaks_and_that_came_too_late() {
    let short = Short::new();
    let post = short.arrives(Some(&short.list), Vec::new()).await;
    assert_eq!(short.rests(&post), (VerdictKind::CannotJudge, vec![(UsedKind::Arrival, String::new())]));
}

#[tokio::test]
async fn a_receipt_of_nobody_or_over_something_else_lends_no_time() {
    let (short, gateway, stranger) = (Short::new(), Gateway::new(), Gateway::new());
    let mut list = short.list.clone();
    list.gateways = vec![gateway.listed()];
    let early = noon().plus_millis(HOUR / 2);
    let receipts = vec![
        stranger.receipt(&short.bytes, early),
        gateway.receipt(b"another document", early),
        "not.a.receipt".to_owned(),
    ];
    let post = short.arrives(Some(&list), receipts).await;
    assert_eq!(short.rests(&post), (VerdictKind::CannotJudge, vec![(UsedKind::Arrival, String::new())]));
}

#[tokio::test]
async fn a_receipt_of_a_gateway_that_a_later_list_names_counts_from_then_on() {
    let (short, gateway) = (Short::new(), Gateway::new());
    let receipt = gateway.receipt(&short.bytes, noon().plus_millis(HOUR / 2));
    let post = short.arrives(None, vec![receipt.clone()]).await;
    assert_eq!(short.rests(&post).0, VerdictKind::CannotJudge, "nobody is known here yet");
    let mut list = short.list.clone();
    list.gateways = vec![gateway.listed()];
    short.world.take_list(&post, &list);
    let (kind, rests) = short.rests(&post);
    assert!(matches!(kind, VerdictKind::Genuine | VerdictKind::Look), "{kind:?}");
    assert_eq!(rests, [(UsedKind::NationalReceipt, sha256_hex(receipt.as_bytes()))]);
}

#[test]
fn answers_in_files_are_judged_like_those_that_were_fetched() {
    let world = World::new();
    let chamber = world.chamber();
    let number = issued(&chamber);
    let bytes = chamber.certificate_xml(&number).unwrap();
    let signer =
        tamga_seal::check_co(&tamga_xml::gate(&bytes, &tamga_xml::Limits::OWN).unwrap()).unwrap().signer.unwrap();
    let mut list = world.list(1, None);
    list.issuers[0].policy = IssuerPolicy { revocation_must: true, ..IssuerPolicy::default() };
    let post = world.stranger();
    world.take_list(&post, &list);
    let later = noon().plus_millis(2 * DAY);
    let judged = |file: Option<Vec<u8>>| {
        let mut evidence = OfferedEvidence::NONE;
        if let Some(file) = &file {
            add_revocation_file(file, &mut evidence).unwrap();
        }
        let verdict = post.verify_with(&bytes, later, &evidence).unwrap().verdict;
        let codes: Vec<String> = verdict.reasons.iter().map(|reason| reason.code.to_string()).collect();
        let used = verdict.evidence.iter().map(|used| used.sha256.clone()).collect::<Vec<_>>();
        (verdict.kind, codes, used, file.map(|file| sha256_hex(&file)))
    };
    let made = noon().plus_millis(DAY);
    let (kind, codes, used, _) = judged(None);
    assert_eq!((kind, used), (VerdictKind::CannotJudge, vec![]));
    assert!(codes.contains(&"revocation.unknown".to_owned()), "{codes:?}");

    let good = world.authority.revocation_list(made, &[]).unwrap();
    let (kind, codes, used, digest) = judged(Some(good.clone()));
    assert!(matches!(kind, VerdictKind::Genuine | VerdictKind::Look), "{codes:?}");
    assert_eq!(used, [digest.unwrap()], "the file is named");

    let before = world.authority.revocation_list(made, &[(&signer, noon().plus_millis(-1000))]).unwrap();
    let (kind, codes, ..) = judged(Some(before));
    assert_eq!(kind, VerdictKind::NotGenuine);
    assert!(codes.contains(&"revocation.revoked".to_owned()), "{codes:?}");

    let after = world.authority.revocation_list(made, &[(&signer, noon().plus_millis(HOUR))]).unwrap();
    let (kind, codes, ..) = judged(Some(after));
    assert!(matches!(kind, VerdictKind::Genuine | VerdictKind::Look), "revoked later: {codes:?}");
    assert!(codes.contains(&"revocation.revoked_later".to_owned()), "{codes:?}");

    let life = Life { from: noon().plus_millis(-DAY), to: noon().plus_millis(1000 * DAY) };
    let twin = tamga_seal::demo::Authority::new("Authority for Chambers", life).unwrap();
    let forged = twin.revocation_list(made, &[(&signer, noon().plus_millis(-1000))]).unwrap();
    let (kind, codes, used, _) = judged(Some(forged));
    assert_eq!((kind, used), (VerdictKind::CannotJudge, vec![]), "signed by somebody of the same name");
    assert!(codes.contains(&"revocation.signer".to_owned()), "{codes:?}");

    // A list in its armour is the same list; what is no list and no answer is said, and judged is nothing.
    let armour = STANDARD.encode(&good);
    let pem = format!("-----BEGIN X509 CRL-----\n{armour}\n-----END X509 CRL-----\n");
    let mut evidence = OfferedEvidence::NONE;
    add_revocation_file(pem.as_bytes(), &mut evidence).unwrap();
    assert_eq!(evidence.crls, [good]);
    let wrong = add_revocation_file(&bytes, &mut evidence).unwrap_err();
    assert_eq!(wrong.code(), ErrorCode::FileUnreadable);
    assert!(wrong.params().contains(&("format", "revocation.unreadable".to_owned())), "{:?}", wrong.params());
}

/// A post where a certificate waits for an answer about revocation.
async fn waiting(world: &World) -> (Arc<Office>, String, Vec<u8>) {
    let chamber = world.chamber();
    let number = issued(&chamber);
    let bytes = chamber.certificate_xml(&number).unwrap();
    let post = world.stranger();
    let mut list = world.list(1, None);
    list.issuers[0].policy = IssuerPolicy { revocation_must: true, ..IssuerPolicy::default() };
    list.issuers[0].keys = vec![world.root.trusted(&[KeyUse::Status], span())];
    world.take_list(&post, &list);
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &bytes, true));
    let report = post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap();
    assert_eq!(report.quarantined, 1, "silence is a doubt for this body");
    (post, number, bytes)
}

#[tokio::test]
async fn a_list_that_was_carried_here_answers_what_waited_for_it() {
    let world = World::new();
    let (post, number, _) = waiting(&world).await;
    let made = noon().plus_millis(DAY);
    let list = world.authority.revocation_list(made, &[]).unwrap();
    let stranger = world.customs.revocation_list(made, &[]).unwrap();
    assert!(post.take_evidence(&stranger).is_ok(), "of customs, which the list names too");
    let life = Life { from: noon().plus_millis(-DAY), to: noon().plus_millis(1000 * DAY) };
    let twin = tamga_seal::demo::Authority::new("Authority for Chambers", life).unwrap();
    let forged = twin.revocation_list(made, &[]).unwrap();
    assert_eq!(post.take_evidence(&forged).unwrap_err().code(), ErrorCode::BadRequest);
    assert_eq!(post.take_evidence(b"no list").unwrap_err().code(), ErrorCode::FileUnreadable);
    assert!(!post.open_received(&number).unwrap().can_decide);

    world.clock.pass(2 * DAY);
    let taken = post.take_evidence(&list).unwrap();
    assert_eq!((taken.is_new, taken.judged_again.as_slice()), (true, std::slice::from_ref(&number)));
    let view = post.open_received(&number).unwrap();
    assert!(view.can_decide, "{:?}", view.verdict.reasons);
    assert!(view.verdict.evidence.iter().any(|used| used.sha256 == sha256_hex(&list)), "{:?}", view.verdict.evidence);
    assert!(!post.take_evidence(&list).unwrap().is_new, "the same again says nothing new");
}

#[tokio::test]
async fn what_a_status_list_names_by_its_digest_is_heard_and_believed_by_who_signed_it() {
    let world = World::new();
    let (post, _, bytes) = waiting(&world).await;
    let made = noon().plus_millis(DAY);
    let life = Life { from: noon().plus_millis(-DAY), to: noon().plus_millis(1000 * DAY) };
    let twin = tamga_seal::demo::Authority::new("Authority for Chambers", life).unwrap();
    let list = twin.revocation_list(made, &[]).unwrap();
    assert_eq!(post.take_evidence(&list).unwrap_err().code(), ErrorCode::BadRequest, "nobody names it");
    let named = EvidenceRef { kind: "crl".to_owned(), sha256: sha256_hex(&list), size: list.len() as u64 };
    let status = StatusList {
        issuer: CHAMBER.to_owned(),
        n: 1,
        is_snapshot: true,
        as_of: noon(),
        next_update: noon().plus_millis(DAY),
        evidence: vec![named],
        ..StatusList::default()
    };
    let payload = tamga_formats::status_list::write(&status).unwrap();
    post.take_status_list(sign_jws(&payload, Typ::StatusList, &world.root).as_bytes()).unwrap();
    let heard = |post: &Office| {
        let now = noon().plus_millis(2 * DAY);
        let verdict = post.verify_with(&bytes, now, &OfferedEvidence::NONE).unwrap().verdict;
        let codes: Vec<String> = verdict.reasons.iter().map(|reason| reason.code.to_string()).collect();
        (verdict.kind, codes.contains(&"revocation.signer".to_owned()))
    };
    assert_eq!(heard(&post), (VerdictKind::CannotJudge, false), "its bytes are not here yet");
    assert!(post.take_evidence(&list).unwrap().is_new, "now it is named");
    assert_eq!(heard(&post), (VerdictKind::CannotJudge, true), "heard, and not believed: somebody else signed it");
    assert!(!post.take_evidence(&list).unwrap().is_new);
}
