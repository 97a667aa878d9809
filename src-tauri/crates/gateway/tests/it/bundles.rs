//! Files that were carried by hand and handed in over the line: taken as if each thing in them had come by itself, whoever
//! brings them; believed as a whole or not at all.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tamga_courier::NotProven;
use tamga_courier::bundle::{
    Bundle, BundleFrom, BundleHeader, BundleKey, BundleRequires, BundleTo, BundleVerifier, EntryKind, NewBundle,
    NewEntry, Us, open as open_bundle, seal,
};
use tamga_gateway::{BundleConfig, BundleSender, Config};
use tamga_protocol::{
    Attachment, BundleAnswer, BundleGap, BundleOutcome, BundleUpload, DocumentPart, Envelope, Problem, ProblemType,
    SubmissionState,
};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{PlainKey, bundle_holds, sign_bundle};
use uuid::Uuid;

use crate::desk::{Desk, Told};
use crate::documents::{cancel, frozen, issue};
use crate::house::{CN, DESK, House, ISSUER, Open, desk_key, gateway_keys, now, receipt, refusal};

/// Who packs: a desk that never had a line, with its keys.
struct Packer {
    opens: BundleKey,
    gateway: String,
    key: &'static PlainKey,
    n: u64,
    next: u64,
    prev: String,
}

fn entry(kind: EntryKind, id: impl ToString, body: &[u8]) -> NewEntry {
    NewEntry { kind, id: id.to_string(), body: body.to_vec() }
}

impl Packer {
    /// A packer, and a gateway that takes what it packs.
    async fn and_house(open: Open) -> (Self, House) {
        let (opens, theirs) = (BundleKey::generate(), BundleKey::generate());
        let recipient = opens.recipient();
        let house = House::with(open, |config: &mut Config| {
            let key = config.trust_list.with_file_name("bundle-key.txt");
            std::fs::write(&key, format!("# public key: {}\n{}\n", theirs.recipient(), theirs.to_secret_text()))
                .unwrap();
            let sender = BundleSender { node: DESK.into(), client: "desk-1".into(), recipient };
            config.bundles = Some(BundleConfig { key, senders: vec![sender] });
        })
        .await;
        let prev = BundleHeader::FIRST_PREV.to_owned();
        (Self { opens, gateway: theirs.recipient(), key: desk_key(), n: 0, next: 1, prev }, house)
    }

    fn pack(&mut self, entries: &[NewEntry]) -> Vec<u8> {
        self.pack_as(|_| {}, entries)
    }

    fn pack_as(&mut self, change: impl FnOnce(&mut NewBundle), entries: &[NewEntry]) -> Vec<u8> {
        self.n += 1;
        let mut new = NewBundle {
            bundle_id: Uuid::new_v4(),
            from: BundleFrom {
                party: ISSUER.into(),
                node: DESK.into(),
                device: String::new(),
                kid: self.key.kid().into(),
            },
            to: BundleTo { party: "CN".into(), node: CN.into(), recipients: vec![self.gateway.clone()] },
            n: self.n,
            prev: self.prev.clone(),
            first: self.next,
            acks: Vec::new(),
            requires: BundleRequires::default(),
            created_at: now().rfc3339(),
            group: None,
        };
        change(&mut new);
        let sealed = seal(new, entries, |header| sign_bundle(header, self.key)).unwrap();
        self.next += entries.len() as u64;
        self.prev = sealed.header_sha256;
        sealed.bytes
    }

    /// The bundle that came back, opened and believed as a desk does.
    fn receipts(&self, answer: &BundleAnswer) -> Bundle {
        let bytes = STANDARD.decode(&answer.receipt_bundle).unwrap();
        let keys = [self.opens.clone()];
        open_bundle(bytes.as_slice(), Us { node: DESK, keys: &keys }, &Listed).expect("a bundle for this desk")
    }
}

/// Believes the keys of gateways in the trust list of this run.
struct Listed;

impl BundleVerifier for Listed {
    fn verify(&self, from: &BundleFrom, _: &str, header: &[u8], signature: &[u8; 64]) -> Result<(), NotProven> {
        assert_eq!(from.node, CN);
        bundle_holds(header, signature, &from.kid, &gateway_keys(), &[now()]).map_err(|_| NotProven::BadSignature)
    }
}

async fn bring(carrier: &Desk, file: &[u8]) -> Told {
    let mut request = carrier.request("POST", "/v1/bundles", Some(file.to_vec()));
    request.fields.retain(|(name, _)| name != "content-type");
    request.fields.push(("content-type".into(), "application/octet-stream".into()));
    carrier.call(&request).await
}

fn outcomes(answer: &BundleAnswer) -> Vec<BundleOutcome> {
    answer.results.iter().map(|result| result.outcome.clone()).collect()
}

pub async fn what_is_carried_is_taken_as_if_it_came_over_the_line_whoever_brings_it(open: Open) {
    let (mut packer, house) = Packer::and_house(open).await;
    // A border post brings it: whose it is stands inside.
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    let paper = vec![0x25; 2 * 1024 * 1024];
    let sha256 = sha256_hex(&paper);
    let part =
        DocumentPart { sha256: sha256.clone(), media_type: "application/pdf".into(), size: 2 << 20, content: None };
    let attached = Attachment { name: "invoice.pdf".into(), part };
    let with_paper = frozen(&Envelope { attachments: vec![attached], ..issue("24C1") });
    let wrong = frozen(&Envelope { co_number: "24C9".into(), ..issue("24C2") });
    let (one, two, three) = (Uuid::new_v4(), Uuid::new_v4(), Uuid::new_v4());
    let end = frozen(&Envelope { depends_on: Some(one), ..cancel("24C1", 2) });
    let file = packer.pack(&[
        entry(EntryKind::Submission, three, &end),
        entry(EntryKind::Submission, one, &with_paper),
        entry(EntryKind::Submission, two, &wrong),
        entry(EntryKind::Document, &sha256, &paper),
        entry(EntryKind::Other("later".into()), "x", b""),
        entry(EntryKind::Submission, "not-an-id", &with_paper),
    ]);
    let told = bring(&post, &file).await;
    assert_eq!(told.status(), 200, "{told:?}");
    let answer: BundleAnswer = told.json();
    use BundleOutcome::{Accepted, Aside, Kept, Refused};
    assert_eq!(outcomes(&answer), [Accepted, Accepted, Refused, Kept, Aside, Aside]);
    assert!(answer.missing.is_empty());
    let problem: &Problem = answer.results[2].problem.as_ref().unwrap();
    assert_eq!(problem.problem_type, ProblemType::InvalidDocument);
    assert_eq!(refusal(problem.refusal.as_deref().unwrap()).sub, two);

    let direct = desk.put_bytes(one, with_paper).await.accepted(200);
    assert_eq!(Some(&direct.receipt), answer.results[1].receipt.as_ref(), "the receipt of the line is the same");
    assert_eq!(receipt(&direct.receipt).snd, "desk-1", "taken for who packed it, not for who brought it");
    assert_eq!(desk.view(three).await.state, SubmissionState::Delivered, "in the order it depends on");
    let items = post.inbox("?box=posts").await.items;
    assert_eq!(items.iter().map(|item| item.submission_id).collect::<Vec<_>>(), [Some(one), Some(three)]);
    assert!(post.get(&format!("/v1/documents/{sha256}")).await.0.body == paper, "byte for byte");

    let back = packer.receipts(&answer);
    assert_eq!((back.header().n, back.header().first, back.header().count), (1, 1, 3));
    assert_eq!((back.header().acks[0].up_to, back.header().acks[0].lane.as_str()), (6, "desk.cn>gw.cn"));
    let proofs: Vec<_> = back.entries().map(|one| (one.kind.clone(), one.id.to_owned(), one.body.to_vec())).collect();
    assert_eq!(proofs[1], (EntryKind::Receipt, one.to_string(), direct.receipt.into_bytes()));
    assert_eq!((&proofs[2].0, proofs[2].1.as_str()), (&EntryKind::Refusal, two.to_string().as_str()));

    let again = bring(&desk, &file).await;
    assert!(again.0.body == told.0.body, "the same bytes at every repeat, whoever asks");
}

pub async fn sticks_and_line_may_mix_in_any_order(open: Open) {
    let (mut packer, mut house) = Packer::and_house(open).await;
    let desk = house.desk("desk-1").await;
    let (one, bytes) = (Uuid::new_v4(), frozen(&issue("24C1")));
    let receipt = desk.put_bytes(one, bytes.clone()).await.accepted(201).receipt;
    let carried = [entry(EntryKind::Submission, one, &bytes)];
    let (first, second, third) = (packer.pack(&carried), packer.pack(&carried), packer.pack(&carried));
    let told: BundleAnswer = bring(&desk, &third).await.json();
    assert_eq!(outcomes(&told), [BundleOutcome::Duplicate]);
    assert_eq!(told.results[0].receipt.as_ref(), Some(&receipt));
    assert_eq!(told.missing, [BundleGap { first: 1, last: 2 }], "said by name");
    house.restart(|_| {}).await;
    let desk = house.desk("desk-1").await;
    let told: BundleAnswer = bring(&desk, &first).await.json();
    assert_eq!(told.missing, [BundleGap { first: 2, last: 2 }]);
    assert_eq!(packer.receipts(&told).header().n, 2, "the lane back goes on after a restart");
    assert_eq!(packer.receipts(&told).header().acks[0].ranges, [(3, 3)]);
    // One that is too large for one request goes up in parts first.
    let sha256 = sha256_hex(&second);
    let wish = BundleUpload { document_sha256: sha256.clone() };
    desk.send("POST", "/v1/bundles", &wish).await.problem(ProblemType::DocumentMissing);
    let up = desk.call(&desk.request("PUT", &format!("/v1/documents/{sha256}"), Some(second))).await;
    assert_eq!(up.status(), 201);
    let told: BundleAnswer = desk.send("POST", "/v1/bundles", &wish).await.json();
    assert!(told.missing.is_empty() && outcomes(&told) == [BundleOutcome::Duplicate], "{told:?}");
    assert_eq!(house.desk("post-1").await.inbox("?box=posts").await.items.len(), 1, "one custody, one document");
}

pub async fn a_bundle_that_is_not_believed_changes_nothing(open: Open) {
    let (mut packer, house) = Packer::and_house(open).await;
    let (desk, peer) = (house.desk("desk-1").await, house.desk("peer").await);
    let one = Uuid::new_v4();
    let carried = [entry(EntryKind::Submission, one, &frozen(&issue("24C1")))];
    let good = packer.pack(&carried);
    let mut bent = good.clone();
    let middle = bent.len() / 2;
    bent[middle] ^= 1;
    let elsewhere = packer.pack_as(|new| new.to.node = "gw.au".into(), &carried);
    let pretended = packer.pack_as(|new| new.from.node = "desk.au".into(), &carried);
    let other_key = packer.pack_as(|new| new.to.recipients = vec![BundleKey::generate().recipient()], &carried);
    packer.key = Box::leak(Box::new(PlainKey::generate(&tamga_seal::SystemRandom::new()).unwrap()));
    let stranger = packer.pack(&carried);
    for (what, file, code) in [
        ("cut off", &good[..good.len() - 40], "bundle."),
        ("bent", bent.as_slice(), "bundle."),
        ("for another gateway", &elsewhere, "bundle.for_another"),
        ("of a node nobody vouches for", &pretended, "bundle.not_vouched"),
        ("closed for somebody else", &other_key, "bundle.locked"),
        ("signed by a stranger", &stranger, "bundle.not_vouched"),
        ("no bundle", b"hello", "bundle.none"),
        ("nothing", b"", "bundle.none"),
    ] {
        let problem = bring(&desk, file).await.problem(ProblemType::BadRequest);
        let detail = problem.detail.unwrap_or_default();
        assert!(detail.starts_with(code), "{what}: {detail}");
    }
    let mut unproven = desk.request("POST", "/v1/bundles", Some(good.clone()));
    unproven.body.push(0);
    desk.call(&unproven).await.problem(ProblemType::DigestMismatch);
    bring(&peer, &good).await.problem(ProblemType::ClientSuspended);
    bring(&desk.with("x"), &good).await.problem(ProblemType::TokenExpired);
    desk.get(&format!("/v1/submissions/{one}")).await.problem(ProblemType::SubmissionUnknown);
    let without = House::open(open).await;
    bring(&without.desk("desk-1").await, &good).await.problem(ProblemType::Unsupported);
    let told: BundleAnswer = bring(&desk, &good).await.json();
    assert_eq!(outcomes(&told), [BundleOutcome::Accepted], "the good one is taken after all that");
}
