//! Where the kills happen: two gateways, a chamber and a border post, and a bad line between chamber and gateway.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tamga_courier::{Access, HttpSettings, HttpTransport, NotProven, Patience, ReceiptVerifier};
use tamga_demo::gateways::Gateways;
use tamga_demo::world;
use tamga_faults::{Authority, FaultProxy};
use tamga_formats::co_xml;
use tamga_office::{Clock, Office, Partner, Secret, Surroundings, Window, system_chance};
use tamga_origin::{Certificate, Date, Decimal, Departure, Measure, Moment, Packages, Place, Timestamp};
use tempfile::TempDir;

use crate::books::Books;

/// The application every certificate is made from, in the demonstration's folder.
pub const APPLICATION: &str = "application.xml";
const EXAMPLE: &[u8] = include_bytes!("../../../../assets/examples/chafta-example.json");

struct Wall(Instant);

impl Clock for Wall {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// A new run of the program.
pub fn surroundings() -> Surroundings {
    let chance = system_chance();
    let mut bytes = [0_u8; 8];
    assert!(chance.fill(&mut bytes));
    Surroundings {
        clock: Arc::new(Wall(Instant::now())),
        chance,
        boot_id: format!("{:016x}", u64::from_le_bytes(bytes)),
        code_lists: None,
    }
}

/// The house, with its gateways running.
pub struct House {
    dir: TempDir,
    gateways: Gateways,
    /// The line between chamber and gateway; only submissions are spoiled.
    pub line: FaultProxy,
}

impl House {
    pub async fn make() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let around = surroundings();
        world::make(dir.path(), &around).unwrap();
        let gateways = Gateways::start(dir.path(), &around).await.unwrap();
        let (partner, secret) = gateways.chamber();
        let authority = Authority::new("a bad line").unwrap();
        let upstream = partner.url.trim_start_matches("https://").parse().unwrap();
        let identity = authority.identity().unwrap();
        let line = FaultProxy::start(&identity, upstream, &partner.anchor_pem, "/v1/submissions/").await.unwrap();
        let anchor_pem = format!("{}{}", partner.anchor_pem, authority.pem());
        let office = Office::open(&world::chamber(dir.path()), around).unwrap();
        office.set_partner(Partner { url: line.url(), anchor_pem, ..partner }, Some(secret)).unwrap();
        std::fs::write(dir.path().join(APPLICATION), application(&office)).unwrap();
        Self { dir, gateways, line }
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The faults stop; the chamber is opened once more, everything arrives, and the books are closed. The planner may
    /// wait half a minute between two wake-ups of a road it believes broken.
    pub async fn settle(&self) -> Books {
        self.line.clear();
        let office = Office::open(&world::chamber(self.dir()), surroundings()).unwrap();
        let until = Instant::now() + Duration::from_secs(120);
        loop {
            let sent = office.send_pass().await.unwrap();
            office.receive_pass().await.unwrap();
            let left = office.outbox(Window::first(5), false).unwrap();
            if left.rows.total == 0 {
                break;
            }
            assert!(Instant::now() < until, "still on its way: {sent:?}\n{}", explained(&office));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let (post, secret) = self.gateways.post();
        Books::close(&office, &road(&post, &secret)).await
    }
}

/// What a support person would ask for.
fn explained(office: &Office) -> String {
    let waits = office.outbox(Window::first(10), false).unwrap().rows;
    let waits =
        waits.rows.iter().map(|row| format!("{} {:?} {:?} {:?}", row.number, row.state, row.what_now, row.next_try));
    let news = office.journal(None, Window::first(40)).unwrap().rows;
    let news = news.iter().map(|row| format!("{} {} {:?}", row.seq, row.about, row.word));
    let health = office.doctor().unwrap().into_iter().map(|check| format!("{check:?}"));
    waits.chain(news).chain(health).collect::<Vec<_>>().join("\n")
}

/// What the border post's gateway signed is not what is under test here.
struct Nobody;

impl ReceiptVerifier for Nobody {
    fn verify(&self, _: &str, typ: &str, _: &str) -> Result<Vec<u8>, NotProven> {
        Err(NotProven::NotAStatement(typ.to_owned()))
    }
}

fn road(partner: &Partner, secret: &Secret<String>) -> HttpTransport {
    let settings = HttpSettings {
        base_url: partner.url.clone(),
        gateway_id: partner.gateway_id.clone(),
        anchor_pem: partner.anchor_pem.clone().into_bytes(),
        access: Access { client_id: partner.client_id.clone(), client_secret: secret.expose().clone() },
        proxy: None,
        patience: Patience::default(),
    };
    HttpTransport::new(settings, Arc::new(Nobody)).unwrap()
}

/// The project's example with what a clerk would fill in.
fn application(office: &Office) -> Vec<u8> {
    let draft = office.import_draft(EXAMPLE, Some("chafta")).unwrap();
    let filled = filled(office.open_draft(draft.id).unwrap().certificate, office.today());
    office.discard_draft(draft.id).unwrap();
    co_xml::write_certificate(&filled).unwrap()
}

fn filled(mut certificate: Certificate, today: Date) -> Certificate {
    let kilograms = |amount| Measure { amount: Decimal::whole(amount), unit: "KGM".to_owned() };
    for item in &mut certificate.items {
        item.gross_mass.get_or_insert_with(|| kilograms(1200));
        item.net_mass.get_or_insert_with(|| kilograms(1000));
        item.hs.edition = "2022".to_owned();
        if item.packages.is_empty() {
            item.packages.push(Packages {
                marks: "NO MARKS".to_owned(),
                count: Some(80),
                kind: "CT".to_owned(),
                kind_text: "CARTONS".to_owned(),
            });
        }
    }
    if let Some(declaration) = &mut certificate.exporter_declaration {
        declaration.date = Some(Moment::Day(today));
        declaration.place = Place { code: String::new(), name: "Adelaide".to_owned() };
        declaration.name = "For the exporter".to_owned();
    }
    let travel = &mut certificate.transport;
    travel.departure = Some(Departure::At(Moment::Day(today)));
    travel.mode = "1".to_owned();
    travel.means.name = "MV Example".to_owned();
    travel.loading = Place { code: "AUADL".to_owned(), name: "Adelaide".to_owned() };
    travel.discharge = Place { code: "CNSHA".to_owned(), name: "Shanghai".to_owned() };
    certificate
}
