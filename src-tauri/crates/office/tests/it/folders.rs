//! Certificates go out and come in as files: once, whole, and not a byte of them is another.

use std::fs;
use std::path::PathBuf;

use tamga_office::folder_routes::FolderRoute;
use tamga_office::lamps::LampState;
use tamga_office::outbox::OutboxRow;
use tamga_office::verdict::VerdictKind;
use tamga_office::{ErrorCode, Office, Window};
use tamga_seal::digest::sha256_hex;

use crate::help::{World, happened, issued};
use crate::road::Road;

/// Two folders beside the office.
struct Share {
    out: PathBuf,
    inward: PathBuf,
}

impl Share {
    fn of(world: &World, name: &str) -> Self {
        let made = |which: &str| {
            let path = world.path(&format!("{name}-{which}"));
            fs::create_dir_all(&path).unwrap();
            path
        };
        Self { out: made("out"), inward: made("in") }
    }

    fn route(&self, zipped: bool) -> FolderRoute {
        FolderRoute {
            id: "folder-cn".to_owned(),
            partner: "Customs".to_owned(),
            destination: "CN".to_owned(),
            agreement: "chafta".to_owned(),
            kinds: vec!["co.issue".to_owned()],
            out: self.out.clone(),
            inward: self.inward.clone(),
            zipped,
        }
    }

    fn placed(&self) -> Vec<PathBuf> {
        fs::read_dir(&self.out).unwrap().map(|entry| entry.unwrap().path()).collect()
    }
}

fn line_of(office: &Office, number: &str) -> OutboxRow {
    office.outbox(Window::first(20), true).unwrap().rows.rows.into_iter().find(|row| row.number == number).unwrap()
}

#[tokio::test]
async fn a_certificate_goes_out_as_a_file_once_and_arrives_with_a_receipt() {
    let world = World::new();
    let (office, share, line) = (world.chamber(), Share::of(&world, "chamber"), Road::new());
    office.set_folder_route(share.route(false)).unwrap();
    let number = issued(&office);
    let send = async || {
        world.clock.pass(3_600_000);
        office.send_over(&line.transport()).await.unwrap()
    };
    let report = send().await;
    assert_eq!((report.accepted, report.unknown, line.tried().len()), (0, 1, 0), "it does not go over the line");
    let placed = share.placed();
    assert_eq!(placed.len(), 1);
    let bytes = fs::read(&placed[0]).unwrap();
    assert_eq!(bytes, office.certificate_xml(&number).unwrap(), "not a byte is another");
    assert_eq!(line_of(&office, &number).lamps.gateway.state, LampState::Half, "nobody said that they have it");
    fs::remove_file(&placed[0]).unwrap();
    send().await;
    assert_eq!(share.placed().len(), 0, "what was taken away is not put there again");
    let name = placed[0].file_name().unwrap().to_str().unwrap();
    fs::write(share.inward.join(format!("{name}.sha256")), format!("{}  {name}\n", sha256_hex(&bytes))).unwrap();
    assert_eq!(send().await.accepted, 1);
    let row = line_of(&office, &number);
    assert_eq!((row.lamps.gateway.state, row.state.code.as_str()), (LampState::Lit, "delivery.gateway"));
    let view = office.open_certificate(&number).unwrap();
    assert_eq!(view.evidence.len(), 1);
    send().await;
    assert_eq!(share.placed().len(), 0);
}

#[tokio::test]
async fn what_comes_in_is_verified_kept_and_moved_aside() {
    let world = World::new();
    let chamber = world.chamber();
    let number = issued(&chamber);
    let bytes = chamber.certificate_xml(&number).unwrap();
    let (post, share) = (world.post(), Share::of(&world, "post"));
    post.set_folder_route(share.route(false)).unwrap();
    fs::write(share.inward.join("certificate.xml"), &bytes).unwrap();
    fs::write(share.inward.join("again.xml"), &bytes).unwrap();
    fs::write(share.inward.join("page.xml"), "<html/>").unwrap();
    fs::write(share.inward.join("half.xml.part"), "<a").unwrap();
    let line = Road::new();
    let look = async || post.receive_everywhere_over(Some(&line.transport()), &["posts".to_owned()]).await.unwrap();
    assert_eq!(look().await.received, 0, "what was seen once only may still be growing");
    let report = look().await;
    assert_eq!((report.received, report.usable, report.acknowledged), (2, 1, 2));
    let view = post.open_received(&number).unwrap();
    assert!(matches!(view.verdict.kind, VerdictKind::Genuine | VerdictKind::Look), "{:?}", view.verdict);
    assert_eq!(post.search_received("", &Default::default(), Window::first(5)).unwrap().total, 1);
    let names = |folder: &str| fs::read_dir(share.inward.join(folder)).unwrap().count();
    assert_eq!((names("taken"), names("unreadable")), (2, 1));
    assert_eq!(fs::read(share.inward.join("taken/certificate.xml")).unwrap(), bytes);
    assert_eq!(look().await.received, 0);
    assert!(happened(&post).contains(&"received.file".to_owned()));
    assert_eq!(
        post.outbox(Window::first(5), true).unwrap().rows.total,
        0,
        "nobody says who sent it, nobody is answered"
    );
}

#[test]
fn a_route_into_a_folder_has_two_folders_of_its_own() {
    let world = World::new();
    let (office, share) = (world.chamber(), Share::of(&world, "chamber"));
    let good = share.route(true);
    let refused = |bend: fn(&mut FolderRoute), office: &Office| {
        let mut route = good.clone();
        bend(&mut route);
        office.set_folder_route(route).unwrap_err().code()
    };
    type Bend = fn(&mut FolderRoute);
    let bends: [Bend; 5] = [
        |route| route.id = "../x".to_owned(),
        |route| route.kinds.clear(),
        |route| route.inward = route.out.clone(),
        |route| route.out = "relative".into(),
        |route| route.id = "certificates".to_owned(),
    ];
    for (at, bend) in bends.into_iter().enumerate() {
        assert_eq!(refused(bend, &office), ErrorCode::BadRequest, "{at}");
    }
    assert_eq!(refused(|route| route.out = "/nowhere/at/all".into(), &office), ErrorCode::FileUnreadable);
    let mut inside = good.clone();
    inside.out = office.dir().join("documents");
    assert_eq!(office.set_folder_route(inside).unwrap_err().code(), ErrorCode::BadRequest);
    office.set_folder_route(good.clone()).unwrap();
    assert_eq!(office.folder_routes().unwrap(), std::slice::from_ref(&good));
    office.remove_folder_route(&good.id).unwrap();
    assert_eq!(office.remove_folder_route(&good.id).unwrap_err().code(), ErrorCode::NotFound);
}
