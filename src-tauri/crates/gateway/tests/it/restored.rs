//! Does a copy of the store hold everything, and what follows when a gateway goes back to one? The steps are those of the
//! page for operators, on both engines.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use tamga_gateway::{Config, StoreConfig};
use tamga_protocol::{Envelope, InboxPage, ProblemType, ServiceView, SubmissionList};
use uuid::Uuid;

use crate::cluster::{aside, database, node, shared};
use crate::desk::Desk;
use crate::documents::{frozen, issue};
use crate::house::{CN, House, Open, config, embedded};
use crate::within::{output, within};

/// The page for operators, in its four languages.
fn pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/operators");
    ["en", "fr", "es", "ar"]
        .map(|tongue| std::fs::read_to_string(folder.join(format!("gateway.{tongue}.md"))).unwrap())
        .into()
}

/// Each of these stands in the page as it is done here.
fn is_told(commands: &[&str]) {
    for (page, command) in pages().iter().flat_map(|page| commands.iter().map(move |command| (page, command))) {
        assert!(page.contains(command), "{command} is not told in {}", page.lines().next().unwrap_or_default());
    }
}

/// Gives an operator's command on the command line.
fn admin(config: &Path, words: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tamga-gateway"));
    command.args(["admin", "--config"]).arg(config).args(["--by", "A. Officer"]).args(words);
    let done = output(&mut command, Duration::from_secs(60));
    let said = String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned();
    assert!(done.status.success(), "{words:?}: {said}");
    said
}

fn run(command: &mut Command) {
    let done = output(command, Duration::from_secs(120));
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// What was there when the copy was made.
struct Before {
    kept: Vec<(Uuid, Vec<u8>, String)>,
    page: InboxPage,
    document: (String, Vec<u8>),
}

async fn before(house: &House) -> Before {
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    let mut kept = Vec::new();
    for n in 0..5 {
        let (id, bytes) = (Uuid::new_v4(), frozen(&issue(&format!("24C{n}"))));
        let receipt = desk.put_bytes(id, bytes.clone()).await.accepted(201).receipt;
        kept.push((id, bytes, receipt));
    }
    let page = post.inbox("?box=posts&limit=3").await;
    let sha256 = page.items[0].documents[0].sha256.clone();
    let bytes = post.get(&format!("/v1/documents/{sha256}")).await.0.body;
    Before { kept, page, document: (sha256, bytes) }
}

/// Something that came after the copy and is lost with going back.
async fn lost(desk: &Desk) -> (Uuid, Envelope) {
    let (id, envelope) = (Uuid::new_v4(), issue("24C-LATER"));
    desk.put(id, &envelope).await.accepted(201);
    (id, envelope)
}

async fn is_whole(house: &House, before: &Before, (later, envelope): (Uuid, Envelope)) {
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    let service: ServiceView = desk.get("/v1/service").await.json();
    assert_eq!(service.generation, 2, "it says that it went back");
    let list: SubmissionList = desk.get("/v1/submissions").await.json();
    let ids: Vec<Uuid> = list.items.iter().map(|line| line.submission_id).collect();
    assert_eq!(ids, before.kept.iter().map(|(id, ..)| *id).collect::<Vec<_>>(), "all of them, and not what came later");
    for (id, bytes, receipt) in &before.kept {
        assert_eq!(desk.put_bytes(*id, bytes.clone()).await.accepted(200).receipt, *receipt, "the same receipt bytes");
    }
    let old = before.page.next_cursor.as_str();
    let expired = post.get(&format!("/v1/inbox?box=posts&after={old}")).await.problem(ProblemType::CursorExpired);
    assert!(expired.oldest_available.is_some(), "and says where to begin");
    let again = post.inbox("?box=posts&limit=3").await;
    assert_eq!(again.items, before.page.items, "the box is whole, under the same ids");
    let (sha256, bytes) = &before.document;
    assert!(post.get(&format!("/v1/documents/{sha256}")).await.0.body == *bytes, "byte for byte");
    // The desk compares its books and sends again what is missing, under the same id.
    desk.get(&format!("/v1/submissions/{later}")).await.problem(ProblemType::SubmissionUnknown);
    desk.put(later, &envelope).await.accepted(201);
    let (lines, broken) = aside(|| house.operator().verify_audit().unwrap());
    assert!(lines >= 1 && broken.is_none(), "{lines} {broken:?}");
}

fn written(config: &Config, folder: &Path, name: &str) -> std::path::PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, config.to_toml().unwrap()).unwrap();
    file
}

async fn on_one_machine() {
    is_told(&["store backup copy.sqlite", "store restored", "gateway.sqlite"]);
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let config = config(folder.path(), CN);
    let file = written(&config, folder.path(), "gateway.toml");
    let mut house = House::start(folder.clone(), config.clone(), embedded as Open).await;
    let before = before(&house).await;
    let copy = folder.path().join("copy.sqlite");
    let named = copy.to_str().unwrap().to_owned();
    aside(|| assert!(admin(&file, &["store", "backup", &named]).contains("bytes"), "while it runs"));
    let later = lost(&house.desk("desk-1").await).await;
    house.running.take().unwrap().stop().await;
    drop(house);
    for name in ["gateway.sqlite", "gateway.sqlite-wal", "gateway.sqlite-shm"] {
        // The last two go with the gateway that ends in order.
        let _ = std::fs::remove_file(config.data.join(name));
    }
    std::fs::copy(&copy, config.data.join("gateway.sqlite")).unwrap();
    aside(|| assert_eq!(admin(&file, &["store", "restored"]), "generation 2\n"));
    let house = House::start(folder, config, embedded as Open).await;
    is_whole(&house, &before, later).await;
    let refused = aside(|| house.operator().backup("A. Officer", &copy).unwrap_err().to_string());
    assert!(refused.contains("is there already"), "no copy is written over another: {refused}");
}

async fn on_a_database() {
    let Some(cluster) = shared() else { return };
    is_told(&["pg_dump -Fc", "pg_restore", "store restored"]);
    let (folder, other) = (Arc::new(tempfile::tempdir().unwrap()), tempfile::tempdir().unwrap());
    let on = |store: StoreConfig| Config { store: Some(store), ..config(folder.path(), CN) };
    let opened = |store: StoreConfig| {
        let ledger = tamga_gateway::ledger::postgres::Postgres::open(store.reach().unwrap(), CN).expect("a store");
        Arc::new(ledger) as Arc<dyn tamga_gateway::ledger::Ledger>
    };
    let first = aside(|| node(cluster, folder.path(), "a"));
    let ledger = aside(|| opened(first.clone()));
    let mut house = House::start_with(folder.clone(), on(first), embedded as Open, ledger).await;
    let before = before(&house).await;
    let dump = folder.path().join("copy.dump");
    aside(|| {
        let address = cluster.address(&database(cluster, folder.path()));
        run(cluster.program("pg_dump").arg("-Fc").arg("-f").arg(&dump).arg(&address));
    });
    let later = lost(&house.desk("desk-1").await).await;
    house.running.take().unwrap().stop().await;
    drop(house);
    let second = aside(|| {
        let address = cluster.address(&database(cluster, other.path()));
        run(cluster.program("pg_restore").args(["--exit-on-error", "--no-owner", "-d", &address]).arg(&dump));
        let second = node(cluster, other.path(), "a");
        let file = written(&on(second.clone()), folder.path(), "gateway.toml");
        assert_eq!(admin(&file, &["store", "restored"]), "generation 2\n");
        second
    });
    let ledger = aside(|| opened(second.clone()));
    let house = House::start_with(folder.clone(), on(second), embedded as Open, ledger).await;
    is_whole(&house, &before, later).await;
    let refused = aside(|| house.operator().backup("A. Officer", &dump).unwrap_err().to_string());
    assert!(refused.contains("pg_dump"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_of_the_file_holds_everything_and_going_back_to_it_is_said() {
    within("the copy of a file", on_one_machine()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dump_of_the_database_holds_everything_and_going_back_to_it_is_said() {
    within("the dump of a database", on_a_database()).await;
}
