//! The program itself: started, killed in mid-stream, started again; nothing acknowledged is lost.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tamga_faults::{Caller, Cluster};
use tamga_gateway::{Config, StoreConfig};
use tamga_protocol::{SubmissionAccepted, SubmissionList};
use tempfile::TempDir;
use tokio::sync::watch;
use uuid::Uuid;

use crate::cluster::{admin, aside, database, node};
use crate::desk::Desk;
use crate::documents::{frozen, issue};
use crate::house::{CN, TLS, config};
use crate::within::{first_line, output};

/// The program, killed when dropped.
struct Program {
    child: Child,
    address: SocketAddr,
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts it and learns from its first line where it listens.
fn started(args: &[&str]) -> Program {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tamga-gateway"))
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    let line = first_line(child.stdout.take().unwrap());
    let address = line.split("https://").nth(1).and_then(|rest| rest.split_whitespace().next());
    let address = address.unwrap_or_else(|| panic!("it did not start: {line}")).parse().unwrap();
    Program { child, address }
}

/// Writes a configuration to a file and starts the program with it; on the embedded store unless another is said.
fn serve(folder: &Path, store: Option<&StoreConfig>) -> Program {
    let file = folder.join("gateway.toml");
    if !file.exists() {
        let config = Config { store: store.cloned(), ..config(folder, CN) };
        std::fs::write(&file, config.to_toml().unwrap()).unwrap();
    }
    started(&["serve", "--config", file.to_str().unwrap(), "--quiet"])
}

async fn desk(program: &Program) -> Desk {
    Desk::sign_in(Caller::new(program.address, &TLS.pem()).unwrap(), CN, "desk-1").await
}

/// Sends one message after another until the connection breaks; answers what was acknowledged, and the one that was not.
async fn stream(desk: Desk, round: u32, heard: watch::Sender<u32>) -> Vec<(Uuid, Vec<u8>, Option<String>)> {
    let mut told = Vec::new();
    loop {
        let (id, bytes) = (Uuid::new_v4(), frozen(&issue(&format!("24C-{round}-{}", told.len()))));
        let reply = desk.try_call(&desk.put_request(id, bytes.clone())).await;
        let receipt = reply.filter(|reply| matches!(reply.status, 200 | 201)).map(|reply| {
            let body: SubmissionAccepted = serde_json::from_slice(&reply.body).unwrap();
            body.receipt
        });
        let broken = receipt.is_none();
        told.push((id, bytes, receipt));
        if broken {
            return told;
        }
        heard.send_modify(|n| *n += 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_mid_stream_it_has_lost_nothing_it_acknowledged() {
    killed_in_mid_stream(&tempfile::tempdir().unwrap(), None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_killed_in_mid_stream_has_lost_nothing_it_acknowledged() {
    let Some(cluster) = Cluster::start(&[]).unwrap() else { return };
    let folder = tempfile::tempdir().unwrap();
    let store = aside(|| careless(&cluster, folder.path()));
    killed_in_mid_stream(&folder, Some(&store)).await;
}

/// A node on a database whose own settings would answer before anything is on disk.
fn careless(cluster: &Cluster, folder: &Path) -> StoreConfig {
    let (store, database) = (node(cluster, folder, "node-1"), database(cluster, folder));
    let off = format!("ALTER DATABASE {database} SET synchronous_commit = off");
    admin(cluster, "postgres").batch_execute(&off).unwrap();
    store
}

/// The server of the database is killed under the gateway, again and again: what was acknowledged is there afterwards,
/// under the same receipt, and what was not is taken when it is sent again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_killed_in_mid_stream_has_lost_nothing_that_was_acknowledged() {
    const MANY: usize = 60;
    // A kill between two messages is made good before anybody notices; then the next one is tried.
    const MOST: usize = 600;
    let Some(cluster) = Cluster::start(&[]).unwrap() else { return };
    let folder = tempfile::tempdir().unwrap();
    let store = aside(|| careless(&cluster, folder.path()));
    let program = serve(folder.path(), Some(&store));
    let desk = desk(&program).await;
    let (mut all, mut unheard) = (Vec::new(), 0);
    for n in 0..MOST {
        if n >= MANY && unheard > 0 {
            break;
        }
        let (id, bytes) = (Uuid::new_v4(), frozen(&issue(&format!("24C{n}"))));
        // While this one is on its way, a little later each time.
        let killer = (n % 10 == 5).then(|| cluster.kill_the_server_after(n / 10 % 8 * 10_000));
        let until = Instant::now() + Duration::from_secs(120);
        let receipt = loop {
            assert!(Instant::now() < until, "{n} is never acknowledged");
            let reply = desk.try_call(&desk.put_request(id, bytes.clone())).await;
            match reply.filter(|reply| matches!(reply.status, 200 | 201)) {
                Some(reply) => break serde_json::from_slice::<SubmissionAccepted>(&reply.body).unwrap().receipt,
                None => unheard += 1,
            }
        };
        killer.into_iter().for_each(|killer| killer.join().unwrap().unwrap());
        all.push((id, bytes, Some(receipt)));
    }
    assert!(unheard > 0, "at least one kill was felt");
    each_once_with_its_receipt(&desk, &all).await;
}

async fn killed_in_mid_stream(folder: &TempDir, store: Option<&StoreConfig>) {
    const ROUNDS: u32 = 15;
    let (mut all, mut unheard) = (Vec::new(), 0);
    for round in 0..ROUNDS {
        let mut program = serve(folder.path(), store);
        let (heard, mut hears) = watch::channel(0);
        let streaming = tokio::spawn(stream(desk(&program).await, round, heard));
        // After one to five acknowledgements, and a little later each time: the moment differs from round to round.
        let enough = hears.wait_for(|n| *n > round % 5);
        tokio::time::timeout(Duration::from_secs(120), enough).await.expect("acknowledgements in time").unwrap();
        for _ in 0..round * 2_000 {
            std::hint::spin_loop();
        }
        program.child.kill().unwrap();
        program.child.wait().unwrap();
        let told = streaming.await.unwrap();
        unheard += told.iter().filter(|(_, _, receipt)| receipt.is_none()).count();
        all.extend(told);
    }
    assert!(unheard > 0, "at least one kill came in mid-stream");
    let program = serve(folder.path(), store);
    each_once_with_its_receipt(&desk(&program).await, &all).await;
}

/// Sends everything again and reads the whole list: the same receipts, one custody each, a chain without a gap.
async fn each_once_with_its_receipt(desk: &Desk, all: &[(Uuid, Vec<u8>, Option<String>)]) {
    for (id, bytes, receipt) in all {
        let told = desk.put_bytes(*id, bytes.clone()).await;
        let again: SubmissionAccepted = told.json();
        match receipt {
            Some(receipt) => assert_eq!((told.status(), &again.receipt), (200, receipt), "the same receipt"),
            None => assert!(matches!(told.status(), 200 | 201), "taken before or now: {told:?}"),
        }
    }
    let (mut listed, mut cursor) = (Vec::new(), String::new());
    loop {
        let page: SubmissionList = desk.get(&format!("/v1/submissions?limit=500{cursor}")).await.json();
        listed.extend(page.items.into_iter().map(|line| (line.submission_id, line.n)));
        cursor = format!("&after={}", page.next_cursor);
        if !page.more {
            break;
        }
    }
    let mut ids: Vec<Uuid> = listed.iter().map(|(id, _)| *id).collect();
    let counters: Vec<u64> = listed.iter().map(|(_, n)| *n).collect();
    assert_eq!(counters, (1..=all.len() as u64).collect::<Vec<_>>(), "one receipt each, without a gap");
    let mut expected: Vec<Uuid> = all.iter().map(|(id, ..)| *id).collect();
    ids.sort_unstable();
    expected.sort_unstable();
    assert_eq!(ids, expected, "each once");
}

#[cfg(unix)]
#[test]
fn asked_to_end_it_ends_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = serve(folder.path(), None);
    let asked = Command::new("kill").args(["-TERM", &program.child.id().to_string()]).status().unwrap();
    assert!(asked.success());
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(status) = program.child.try_wait().unwrap() {
            assert!(status.success(), "{status}");
            break;
        }
        assert!(Instant::now() < until, "it does not end");
        std::thread::yield_now();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demonstration_is_made_once_and_opened_ever_after() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("gateway-cn");
    let serve = || started(&["serve", "--country", "CN", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()]);
    let first = serve();
    let anchor = std::fs::read_to_string(data.join("tls-anchor.pem")).unwrap();
    let told = std::fs::read_to_string(data.join("offices.txt")).unwrap();
    let secret = told.lines().find_map(|line| line.strip_prefix("client chamber: party CN-DEMO, secret ")).unwrap();
    let ask = async |program: &Program| {
        let caller = Caller::new(program.address, &anchor).unwrap();
        let form = format!("grant_type=client_credentials&client_id=chamber&client_secret={secret}");
        let request = tamga_faults::Request {
            method: "POST".into(),
            path: "/oauth2/token".into(),
            fields: vec![("host".into(), "localhost".into())],
            body: form.into_bytes(),
        };
        caller.call(&request).await.unwrap()
    };
    let reply = ask(&first).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.field("gateway-id"), Some("gw.cn.demo"));
    drop(first);
    let keys = std::fs::read(data.join("receipt-key.p8")).unwrap();
    let second = serve();
    assert_eq!(ask(&second).await.status, 200, "the same registrations");
    assert_eq!(std::fs::read(data.join("receipt-key.p8")).unwrap(), keys, "the same keys");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(data.join("receipt-key.p8")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else reads the key");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_log_names_requests_and_holds_no_secret_and_no_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let (file, log) = (folder.path().join("gateway.toml"), folder.path().join("log.txt"));
    std::fs::write(&file, config(folder.path(), CN).to_toml().unwrap()).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_tamga-gateway"))
        .args(["serve", "--config", file.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let line = first_line(child.stdout.take().unwrap());
    let address = line.split("https://").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap();
    let program = Program { child, address: address.parse().unwrap() };
    let (desk, id) = (desk(&program).await, Uuid::new_v4());
    desk.put_bytes(id, frozen(&issue("24C-SECRET"))).await.accepted(201);
    let post = Desk::sign_in(Caller::new(program.address, &TLS.pem()).unwrap(), CN, "post-1").await;
    post.get("/v1/certificates/CN-CCPIT/24C-SECRET?issueDate=2024-01-01&reason=x").await;
    post.get("/v1/documents/0000").await;
    drop(program);
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains(&format!("path=/v1/submissions/{id} status=201")), "{log}");
    assert!(log.lines().all(|line| line.starts_with("level=") || line == "ending"), "{log}");
    for secret in ["24C-SECRET", crate::house::SECRET, &desk.token, &desk.token[..32], "CN-CCPIT", "An Officer"] {
        assert!(!log.contains(secret), "{secret} in\n{log}");
    }
}

/// Runs it to its end.
fn run(args: &[&str]) -> (Option<i32>, String, String) {
    let output = output(Command::new(env!("CARGO_BIN_EXE_tamga-gateway")).args(args), Duration::from_secs(120));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn what_it_is_told_wrongly_it_says_with_its_exit_status() {
    for wrong in [
        &[][..],
        &["dance"],
        &["serve"],
        &["serve", "--config"],
        &["serve", "--config", "a", "--country", "CN"],
        &["serve", "--country", "CN", "--listen", "here", "--data", "x"],
        &["serve", "--port", "1"],
    ] {
        let (status, stdout, stderr) = run(wrong);
        assert_eq!(status, Some(2), "{wrong:?}: {stderr}");
        assert!(stdout.is_empty() && stderr.contains("--help"), "{wrong:?} is told how it is done: {stderr}");
    }
    let (status, _, stderr) = run(&["serve", "--config", "/nowhere/gateway.toml"]);
    assert_eq!(status, Some(3));
    assert!(stderr.contains("/nowhere/gateway.toml cannot be read"), "{stderr}");
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let (status, _, stderr) = run(&["serve", "--country", "cn", "--listen", "127.0.0.1:0", "--data", data]);
    assert_eq!(status, Some(3), "{stderr}");
    let (status, help, _) = run(&["serve", "--help"]);
    assert!(status == Some(0) && help.contains("tamga-gateway serve --country CN"), "{help}");
    let (status, version, _) = run(&["--version"]);
    assert!(status == Some(0) && version.starts_with("tamga-gateway "), "{version}");
}

#[test]
fn an_operator_gives_commands_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gateway.toml");
    std::fs::write(&file, config(folder.path(), CN).to_toml().unwrap()).unwrap();
    let admin = |words: &[&str]| run(&[&["admin", "--config", file.to_str().unwrap()], words].concat());
    let by = ["--by", "A. Officer"];
    let (status, added, stderr) =
        admin(&[&["clients", "add", "desk-9", "--party", "CN-CCPIT", "--kind", "desktop"], &by[..]].concat());
    assert_eq!(status, Some(0), "{added}{stderr}");
    let secret = added.lines().find_map(|line| line.strip_prefix("secret ")).expect("a secret, shown once");
    assert!(secret.len() == 64);
    let (status, listed, _) = admin(&["clients", "list"]);
    assert!(status == Some(0) && listed.contains("desk-9\tCN-CCPIT\tdesktop\tactive\tcommand\tsecret"), "{listed}");
    assert!(!listed.contains(secret), "a secret is shown once");
    let (status, again, stderr) =
        admin(&[&["clients", "add", "desk-9", "--party", "CN-CCPIT", "--kind", "desktop"], &by[..]].concat());
    assert!(status == Some(1) && again.is_empty() && stderr.contains("registered already"), "{stderr}");
    let (status, _, stderr) = admin(&["routes", "pause", "local"]);
    assert!(status == Some(1) && stderr.contains("name of who gives it"), "{stderr}");
    let (status, _, _) = admin(&[&["routes", "pause", "local"], &by[..]].concat());
    assert_eq!(status, Some(0));
    let (_, routes, _) = admin(&["routes", "list"]);
    assert!(routes.contains("local\tAU\tchafta\tpaused"), "{routes}");
    let (status, _, stderr) = admin(&[&["routes", "open", "nowhere"], &by[..]].concat());
    assert!(status == Some(1) && stderr.contains("no route nowhere"), "{stderr}");
    let (_, audit, _) = admin(&["audit", "list"]);
    let lines: Vec<&str> = audit.lines().collect();
    assert!(lines.len() == 2 && lines[1].contains("A. Officer") && lines[1].contains("paused"), "{audit}");
    assert!(!audit.contains(secret), "the audit holds no secret");
    let (status, verified, _) = admin(&["audit", "verify"]);
    assert!(status == Some(0) && verified.starts_with("2 lines hold"), "{verified}");
    let (status, _, _) = admin(&["trust", "import", "/nowhere/list.json", "--by", "A. Officer"]);
    assert_eq!(status, Some(3));
}

#[test]
fn the_description_of_the_api_is_the_committed_one() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/openapi.json");
    let (status, printed, _) = run(&["openapi"]);
    assert_eq!(status, Some(0));
    let committed = std::fs::read_to_string(committed).unwrap_or_default();
    assert!(printed == committed, "assets/openapi.json is old: write `tamga-gateway openapi` to it");
}
