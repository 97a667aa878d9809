//! The road is bad in every way there is; what was signed arrives once, and nobody is told otherwise meanwhile.

use std::sync::Arc;
use std::time::Duration;

use tamga_demo::gateways::Gateways;
use tamga_faults::{Authority, FaultProxy, Spoil};
use tamga_office::lamps::LampState;
use tamga_office::outbox::OutboxRow;
use tamga_office::{Office, Window};

use crate::stage::{Stage, issue};

/// A chamber whose road to its gateway can be spoilt.
struct BadRoad {
    stage: Stage,
    chamber: Arc<Office>,
    post: Arc<Office>,
    proxy: FaultProxy,
    gateways: Gateways,
}

impl BadRoad {
    async fn lay() -> Self {
        let stage = Stage::set().await;
        let gateways = stage.gateways().await;
        stage.tell(&gateways);
        let authority = Authority::new("Proxy").unwrap();
        let (mut partner, _) = gateways.chamber();
        let upstream = partner.url.strip_prefix("https://").unwrap().parse().unwrap();
        let identity = authority.identity().unwrap();
        let proxy = FaultProxy::start(&identity, upstream, &partner.anchor_pem, "/v1/submissions").await.unwrap();
        partner.url = proxy.url();
        partner.anchor_pem = authority.pem();
        let chamber = stage.chamber();
        chamber.set_partner(partner, None).unwrap();
        let post = stage.post();
        Self { stage, chamber, post, proxy, gateways }
    }

    fn row(&self, number: &str) -> OutboxRow {
        let rows = self.chamber.outbox(Window::first(50), true).unwrap().rows.rows;
        rows.into_iter().find(|row| row.number == number).unwrap()
    }

    /// Lets time pass and sends, until it is in custody.
    async fn insist(&self, number: &str) {
        for _ in 0..20 {
            self.stage.clock.pass(Duration::from_secs(31));
            self.chamber.send_pass().await.unwrap();
            if self.row(number).lamps.gateway.state == LampState::Lit {
                return;
            }
        }
        panic!("{number} does not get through: {:?}", self.row(number));
    }

    /// Everything that reached the border post, once it has reached it.
    async fn arrived(&self, expected: u64) -> u64 {
        for _ in 0..200 {
            self.post.receive_pass().await.unwrap();
            let total = self.post.search_received("", &Default::default(), Window::first(1)).unwrap().total;
            if total >= expected {
                return total;
            }
        }
        self.post.search_received("", &Default::default(), Window::first(1)).unwrap().total
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_spoils_an_attempt_the_certificate_arrives_once() {
    let road = BadRoad::lay().await;
    let spoils = [
        Spoil::Portal(200),
        Spoil::Portal(302),
        Spoil::Portal(403),
        Spoil::Portal(511),
        Spoil::Portal(520),
        Spoil::CutRequest(0),
        Spoil::CutRequest(700),
        Spoil::CutReply(0),
        Spoil::CutReply(40),
        Spoil::CutReply(400),
        Spoil::SwallowReply,
        Spoil::StripMarks,
        Spoil::FlipReply,
        Spoil::DeliverTwice,
        Spoil::Delay(Duration::from_millis(300)),
    ];
    for (at, spoil) in spoils.into_iter().enumerate() {
        let number = issue(&road.chamber);
        road.proxy.spoil(spoil);
        road.chamber.send_pass().await.unwrap();
        assert_eq!(road.proxy.waiting(), 0, "{spoil:?} met the attempt");
        let row = road.row(&number);
        let harmless = matches!(spoil, Spoil::DeliverTwice | Spoil::Delay(_));
        assert_eq!(row.lamps.gateway.state == LampState::Lit, harmless, "{spoil:?}: {row:?}");
        assert_ne!(row.state.code, "delivery.rejected", "{spoil:?} refuses nothing");
        road.insist(&number).await;
        assert_eq!(road.arrived(at as u64 + 1).await, at as u64 + 1, "{spoil:?}: once, and only once");
    }
    let outbox = road.chamber.doctor().unwrap().into_iter().find(|check| check.about == "outbox").unwrap();
    assert_eq!(outbox.health, tamga_office::doctor::Health::Good);
    road.gateways.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_off_is_a_condition_and_not_a_loss() {
    let stage = Stage::set().await;
    let chamber = stage.chamber();
    let number = issue(&chamber);
    let report = chamber.send_pass().await.unwrap();
    assert_eq!((report.accepted, report.unknown, report.waiting), (0, 0, 1));
    let view = chamber.open_certificate(&number).unwrap();
    assert_eq!(view.delivery.code, "delivery.waiting", "it provably did not leave");
    assert_eq!(chamber.status().unwrap().line.code, "line.offline");
    assert_eq!(chamber.receive_pass().await.unwrap_err().code(), tamga_office::ErrorCode::Offline);
    assert!(chamber.doctor_gateway().await.iter().any(|check| check.health == tamga_office::doctor::Health::Bad));
    let gateways = stage.gateways().await;
    tamga_demo::world::tell(&chamber, gateways.chamber()).unwrap();
    assert_eq!(chamber.send_pass().await.unwrap().accepted, 1);
    assert_eq!(chamber.status().unwrap().line.code, "line.online");
    assert!(chamber.doctor_gateway().await.iter().all(|check| check.health == tamga_office::doctor::Health::Good));
    gateways.stop().await;
}
