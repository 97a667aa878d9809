//! Newer lists come from the office's own gateway: by the worker while people work, and when somebody asks. What changes
//! something waits for an administrator; a gateway that is away changes nothing.

use tamga_demo::world;
use tamga_office::Workers;
use tamga_office::trust::sign_trust_list;
use tamga_origin::trust::{TrustList, TrustState};
use tamga_seal::{PlainKey, Secret};

use crate::stage::{Stage, until};

const CHAMBER: &str = "DCC";

/// The list after the one an office holds, signed by the root of the demonstration and laid where its gateways read it.
fn publish(stage: &Stage, list: &TrustList, digest: &str, edit: impl FnOnce(&mut TrustList)) {
    let root = Secret::new(std::fs::read(stage.dir().join("root-key.p8")).unwrap());
    let issued_at = list.issued_at.plus_millis(60_000);
    let mut next = TrustList { n: list.n + 1, prev: digest.to_owned(), issued_at, ..list.clone() };
    edit(&mut next);
    let bytes = sign_trust_list(&next, &[&PlainKey::from_pkcs8(root).unwrap()]).unwrap();
    for country in ["au", "cn"] {
        std::fs::write(stage.dir().join("gateways").join(country).join("trust-list.json"), &bytes).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_list_comes_from_the_gateway_and_what_it_stops_is_stopped_before_anybody_accepts_it() {
    let stage = Stage::set().await;
    let gateways = stage.gateways().await;
    let post = stage.post();
    world::tell(&post, gateways.post()).unwrap();
    let fetched = post.fetch_lists().await.unwrap();
    assert_eq!((fetched.taken, fetched.waits, fetched.findings.len()), (None, None, 0), "{fetched:?}");
    gateways.stop().await;

    let held = post.trust_history().newest().unwrap().clone();
    let suspended_at = held.list.issued_at;
    publish(&stage, &held.list, &held.digest, |list| {
        let body = list.issuers.iter_mut().find(|issuer| issuer.id == CHAMBER).unwrap();
        (body.state, body.state_since) = (TrustState::Suspended, Some(suspended_at));
    });
    let fetched = post.fetch_lists().await.unwrap();
    assert_eq!(fetched.findings[0].code, "lists.unreachable", "nobody is there");
    assert_eq!(post.body(CHAMBER).unwrap().state, "active");

    let gateways = stage.gateways().await;
    world::tell(&post, gateways.post()).unwrap();
    let workers = Workers::start(&post);
    until("a list that waits", &post, |post| post.trust_waiting().unwrap().is_some()).await;
    until("a look without a fault", &post, |post| post.lists_looked().unwrap().findings.is_empty()).await;
    assert_eq!((post.trust_list().unwrap().n, post.body(CHAMBER).unwrap().state.as_str()), (held.list.n, "suspended"));
    assert_eq!(post.accept_trust().unwrap().n, held.list.n + 1);
    let before = post.lists_looked().unwrap().at;
    post.fetch_lists_now();
    until("another look", &post, |post| post.lists_looked().unwrap().at > before).await;
    workers.stop().await;
    gateways.stop().await;
}
