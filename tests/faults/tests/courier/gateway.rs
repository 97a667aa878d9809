//! A stick of the own gateway: receipts, items of the box, lists. Who carries them does not matter; who signed them does.

use tamga_courier::bundle::{BundleFrom, BundleHeader, BundleRequires, BundleTo, EntryKind, NewBundle, NewEntry, seal};
use tamga_office::bundles::{BundleReport, Carry};
use tamga_office::lamps::LampState;
use tamga_office::{Office, OfficeError, Secret, Window};
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, Revoked, Span};
use tamga_protocol::{BusinessKey, Envelope, ReceiptClaims, Role};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{PlainKey, SystemRandom, Typ, sign_bundle, sign_jws};
use uuid::Uuid;

use crate::place::{Desk, World};

/// A gateway's hand that packs for an office.
struct Hand {
    key: PlainKey,
    node: String,
    n: u64,
    next: u64,
    prev: String,
}

impl Hand {
    /// The export gateway; the trust list learns its key for bundles.
    fn of_gateway(world: &World) -> Self {
        let key = PlainKey::generate(&SystemRandom::new()).unwrap();
        let trusted = key.trusted(&[KeyUse::Bundle], Span { from: Timestamp::from_millis(0), to: None });
        world.publish(|list, _| {
            let gateway = list.gateways.iter_mut().find(|node| node.id == "gw.au.demo").unwrap();
            gateway.keys.push(trusted);
        });
        let prev = BundleHeader::FIRST_PREV.to_owned();
        Self { key, node: "gw.au.demo".to_owned(), n: 0, next: 1, prev }
    }

    fn pack(&mut self, to: &Desk, entries: &[(EntryKind, &str, &[u8])]) -> Vec<u8> {
        let own = to.office().bundle_identity().unwrap();
        let entries: Vec<NewEntry> = entries
            .iter()
            .map(|(kind, id, body)| NewEntry { kind: kind.clone(), id: (*id).to_owned(), body: body.to_vec() })
            .collect();
        self.n += 1;
        let new = NewBundle {
            bundle_id: Uuid::from_u128(u128::from(self.n)),
            from: BundleFrom {
                party: "AU".into(),
                node: self.node.clone(),
                device: String::new(),
                kid: self.key.kid().into(),
            },
            to: BundleTo { party: own.party, node: own.node, recipients: vec![own.recipient] },
            n: self.n,
            prev: self.prev.clone(),
            first: self.next,
            acks: Vec::new(),
            requires: BundleRequires::default(),
            created_at: "2026-05-12T08:00:00.000Z".into(),
            group: None,
        };
        let sealed = seal(new, &entries, |header| sign_bundle(header, &self.key)).unwrap();
        self.next += entries.len() as u64;
        self.prev = sealed.header_sha256;
        sealed.bytes
    }
}

fn receipt_key(world: &World, country: &str) -> PlainKey {
    let path = world.demo().join("gateways").join(country).join("receipt-key.p8");
    PlainKey::from_pkcs8(Secret::new(std::fs::read(path).unwrap())).unwrap()
}

/// The submission that waits for a number, with its frozen bytes as they lie in the chamber's folder.
fn waiting(chamber: &Office, number: &str) -> (Uuid, Vec<u8>) {
    let rows = chamber.outbox(Window::first(50), true).unwrap().rows.rows;
    let id = rows.iter().find(|row| row.number == number).unwrap().id;
    let kept = std::fs::read(chamber.dir().join("envelopes").join(id.to_string())).unwrap();
    (id, kept[1..].to_vec())
}

fn receipt(gateway: &str, key: &PlainKey, id: Uuid, envelope: &[u8]) -> String {
    let said = Envelope::read(envelope).unwrap();
    let claims = ReceiptClaims {
        iss: gateway.into(),
        rol: Role::National,
        sub: id,
        key: BusinessKey::Certificate { issuer: said.issuer, co_number: said.co_number, revision: said.revision },
        env: sha256_hex(envelope),
        dig: said.document.sha256,
        snd: "chamber".into(),
        rcv: now().rfc3339(),
        n: 1,
        prev: ReceiptClaims::FIRST_PREV.into(),
    };
    sign_jws(&serde_json::to_vec(&claims).unwrap(), Typ::Receipt, key)
}

fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
}

fn lamps(desk: &Desk, number: &str) -> [LampState; 2] {
    let rows = desk.office().outbox(Window::first(50), true).unwrap().rows.rows;
    let lamps = rows.into_iter().find(|row| row.number == number).unwrap().lamps;
    [lamps.gateway.state, lamps.abroad.state]
}

fn why(report: &BundleReport) -> Vec<&str> {
    report.aside.iter().map(|one| one.why.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_off_a_stick_counts_as_one_over_the_line_and_no_other() {
    let world = World::make().await;
    let mut hand = Hand::of_gateway(&world);
    let number = world.issue();
    let (id, envelope) = waiting(world.chamber.office(), &number);
    let text = id.to_string();
    let stranger = PlainKey::generate(&SystemRandom::new()).unwrap();
    let forged = receipt("gw.au.demo", &stranger, id, &envelope);
    let of_other = receipt("gw.au.demo", &receipt_key(&world, "au"), Uuid::from_u128(4), &envelope);
    let bad = hand.pack(
        &world.chamber,
        &[
            (EntryKind::Receipt, &text, forged.as_bytes()),
            (EntryKind::Receipt, &text, of_other.as_bytes()),
            (EntryKind::Receipt, &Uuid::from_u128(4).to_string(), of_other.as_bytes()),
            (EntryKind::Answer, &text, b"{}"),
            (EntryKind::Other("later".into()), "x", b""),
        ],
    );
    let report = world.chamber.read(&bad).await.unwrap();
    let expected = ["not_proven", "not_proven", "not_ours", "kind", "kind"].map(|word| format!("bundle_aside.{word}"));
    assert_eq!(why(&report), expected);
    assert_eq!(lamps(&world.chamber, &number), [LampState::Turning, LampState::Empty]);

    let good = receipt("gw.au.demo", &receipt_key(&world, "au"), id, &envelope);
    let stick = hand.pack(&world.chamber, &[(EntryKind::Receipt, &text, good.as_bytes())]);
    assert_eq!(world.chamber.read(&stick).await.unwrap().taken, 1);
    assert_eq!(lamps(&world.chamber, &number), [LampState::Lit, LampState::Empty]);

    let delivered = receipt("gw.cn.demo", &receipt_key(&world, "cn"), id, &envelope);
    let stick = hand.pack(&world.chamber, &[(EntryKind::Receipt, &text, delivered.as_bytes())]);
    assert_eq!(world.chamber.read(&stick).await.unwrap().taken, 1);
    assert_eq!(lamps(&world.chamber, &number), [LampState::Lit, LampState::Lit], "the destination's own receipt");
    world.gateways.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_of_a_gateway_on_the_way_is_no_arrival() {
    let world = World::make().await;
    let mut hand = Hand::of_gateway(&world);
    // A third country's gateway, as good as the others by the trust list.
    let third = PlainKey::generate(&SystemRandom::new()).unwrap();
    let trusted = third.trusted(&[KeyUse::Receipt], Span { from: Timestamp::from_millis(0), to: None });
    world.publish(|list, _| {
        let mut node = list.gateways[0].clone();
        (node.id, node.country, node.keys) = ("gw.sg.demo".into(), "SG".into(), vec![trusted]);
        list.gateways.push(node);
    });
    let number = world.issue();
    let (id, envelope) = waiting(world.chamber.office(), &number);
    let passed = receipt("gw.sg.demo", &third, id, &envelope);
    let stick = hand.pack(&world.chamber, &[(EntryKind::Receipt, &id.to_string(), passed.as_bytes())]);
    let report = world.chamber.read(&stick).await.unwrap();
    assert_eq!((report.taken, report.known), (0, 1), "it proves a passage and moves nothing");
    assert_eq!(lamps(&world.chamber, &number), [LampState::Turning, LampState::Empty]);
    world.gateways.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trust_list_travels_along_and_a_revoked_key_packs_no_more() {
    let world = World::make().await;
    let mut hand = Hand::of_gateway(&world);
    let next = world.next_list(|_, _| {});
    let stick = hand.pack(&world.chamber, &[(EntryKind::TrustList, "9", &next), (EntryKind::TrustList, "9", b"{}")]);
    let before = world.chamber.office().trust_list().unwrap().n;
    let report = world.chamber.read(&stick).await.unwrap();
    assert_eq!((report.taken, report.aside.len()), (1, 1), "{report:?}");
    assert_eq!(world.chamber.office().trust_list().unwrap().n, before + 1);
    let kid = hand.key.kid().to_owned();
    let revoking = world.next_list(|list, _| {
        list.revoked.push(Revoked { key: kid, at: list.issued_at, reason: "lost".into() });
    });
    world.chamber.office().import_trust(&revoking).unwrap();
    let stick = hand.pack(&world.chamber, &[]);
    let refused = world.chamber.read(&stick).await.unwrap_err();
    assert!(matches!(refused, OfficeError::Bundle(_)), "{refused}");
    world.gateways.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn custody_is_kept_whatever_the_stick_says() {
    let world = World::make().await;
    let number = world.issue();
    let stick = world.stick();
    let node = world.north.node.clone();
    let carry = Carry { node: &node, numbers: &[], with_trust_list: true };
    let packed = world.chamber.office().write_bundle(&carry, stick.path()).unwrap();
    assert_eq!((packed.len(), packed[0].entries, packed[0].n), (1, 2, 1));
    let row = |desk: &Desk| desk.office().outbox(Window::first(5), true).unwrap().rows.rows.remove(0);
    assert_eq!(row(&world.chamber).state.code, "delivery.carried");
    assert_ne!(row(&world.chamber).lamps.gateway.state, LampState::Lit, "given to a courier is not received");
    let report = world.north.read(&std::fs::read(&packed[0].path).unwrap()).await.unwrap();
    assert_eq!((report.taken, report.usable, report.missing.len()), (2, 1, 0), "{report:?}");
    assert_eq!(world.north.received(), std::slice::from_ref(&number));
    // The confirmation comes back on the same stick: it says that the post has it, and proves no custody.
    let back = Carry { node: &world.chamber.node.clone(), numbers: &[], with_trust_list: false };
    let packed = world.north.office().write_bundle(&back, stick.path()).unwrap();
    assert_eq!((packed[0].entries, packed[0].confirms), (0, 2));
    let report = world.chamber.read(&std::fs::read(&packed[0].path).unwrap()).await.unwrap();
    assert_eq!(report.confirmed, 2);
    assert_ne!(row(&world.chamber).lamps.gateway.state, LampState::Lit);
    assert!(matches!(world.north.office().write_bundle(&back, stick.path()), Err(OfficeError::NothingToCarry)));
    assert!(matches!(
        world.chamber.office().write_bundle(&carry_bare(&node), stick.path()),
        Err(OfficeError::NothingToCarry)
    ));
    // The line comes back: one custody, one certificate, and now an answer.
    assert_eq!(world.chamber.office().send_pass().await.unwrap().accepted, 1);
    for _ in 0..50 {
        world.north.office().receive_pass().await.unwrap();
        if world.north.office().outbox(Window::first(5), true).unwrap().rows.total == 1 {
            break;
        }
    }
    assert_eq!(world.north.received(), [number]);
    assert_eq!(row(&world.north).kind, "answer", "answered with the item that came over the gateways");
    assert_eq!(row(&world.chamber).state.code, "delivery.gateway");
    world.gateways.stop().await;
}

fn carry_bare(node: &str) -> Carry<'_> {
    Carry { node, numbers: &[], with_trust_list: false }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_stick_is_named_and_what_came_is_taken() {
    let world = World::make().await;
    let stick = world.stick();
    let node = world.north.node.clone();
    let mut packed = Vec::new();
    for _ in 0..3 {
        world.issue();
        packed.extend(world.chamber.office().write_bundle(&carry_bare(&node), stick.path()).unwrap());
    }
    let read = async |at: usize| world.north.read(&std::fs::read(&packed[at].path).unwrap()).await.unwrap();
    let third = read(2).await;
    assert_eq!(third.taken, 3, "each stick carries what is not confirmed yet");
    assert_eq!(third.missing.iter().map(|gap| (gap.first, gap.last)).collect::<Vec<_>>(), [(1, 2)]);
    assert_eq!(third.missing[0].node, world.chamber.node);
    let first = read(0).await;
    assert_eq!((first.taken, first.known), (0, 1));
    assert_eq!(first.missing.iter().map(|gap| (gap.first, gap.last)).collect::<Vec<_>>(), [(2, 2)]);
    assert_eq!(read(1).await.missing, []);
    assert!(read(1).await.was_read);
    assert_eq!(world.north.received().len(), 3);
    let lines = world.north.office().bundles(10).unwrap();
    assert!(lines.missing.is_empty() && lines.lines.len() == 3, "{lines:?}");
    world.gateways.stop().await;
}
