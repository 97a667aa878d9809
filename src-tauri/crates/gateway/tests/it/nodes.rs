//! Several nodes on one database: one custody, one receipt, nobody waits in vain, nothing goes over twice at once.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Barrier, mpsc};
use std::time::{Duration, Instant};

use postgres::Client;
use tamga_faults::{Authority, Cluster};
use tamga_gateway::ledger::postgres::Postgres;
use tamga_gateway::ledger::records::Cell;
use tamga_gateway::ledger::{HandedOver, Known, Ledger, LedgerError, Onward, Place, Taken};
use tamga_gateway::{Gate, GatewayError, Leads, RouteConfig, StoreConfig, everything};
use tamga_protocol::{ItemType, ProblemType, SubmissionList};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::cluster::{admin, aside, database, node, shared};
use crate::documents::{frozen, issue};
use crate::house::{AU, CN, House, TLS, config, embedded, now, peer};
use crate::order::{incoming, registered};
use crate::within::THREAD;

fn opened(cluster: &Cluster, folder: &Path, name: &str) -> Result<Postgres, LedgerError> {
    Postgres::open(node(cluster, folder, name).reach().unwrap(), CN)
}

/// A client of a folder's database beside the nodes.
fn beside(cluster: &Cluster, folder: &Path) -> Client {
    admin(cluster, &database(cluster, folder))
}

/// Two nodes of one gateway; both read the same configuration.
async fn two(cluster: &'static Cluster, change: impl Fn(&mut tamga_gateway::Config)) -> (House, House) {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let mut config = config(folder.path(), CN);
    change(&mut config);
    let [a, b] = ["a", "b"].map(|node| aside(|| opened(cluster, folder.path(), node).expect("a store")));
    let a = House::start_with(folder.clone(), config.clone(), embedded, Arc::new(a)).await;
    let b = House::start_with(folder, config, embedded, Arc::new(b)).await;
    (a, b)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_id_at_two_nodes_at_once_is_one_custody() {
    let Some(cluster) = shared() else { return };
    let (a, b) = two(cluster, |_| {}).await;
    let desks = [a.desk("desk-1").await, b.desk("desk-1").await];
    let mut receipts: HashMap<Uuid, HashSet<String>> = HashMap::new();
    let mut at_once = JoinSet::new();
    for n in 0..12 {
        let (one, bytes) = (Uuid::new_v4(), frozen(&issue(&format!("24C{n}"))));
        for desk in desks.iter().cycle().take(4) {
            let (desk, bytes) = (desk.clone(), bytes.clone());
            at_once.spawn(async move {
                let told = crate::storm::put_until_answered(&desk, one, bytes).await;
                (one, told.status(), told.json::<tamga_protocol::SubmissionAccepted>().receipt)
            });
        }
    }
    let mut taken = 0;
    for (id, status, receipt) in at_once.join_all().await {
        taken += usize::from(status == 201);
        receipts.entry(id).or_default().insert(receipt);
    }
    assert_eq!((receipts.len(), taken), (12, 12), "each is taken once");
    assert!(receipts.values().all(|same| same.len() == 1), "both nodes answer the same bytes");
    let list: SubmissionList = desks[1].get("/v1/submissions").await.json();
    let counters: Vec<u64> = list.items.iter().map(|line| line.n).collect();
    assert_eq!(counters, (1..=12).collect::<Vec<_>>(), "one chain without a gap");
    assert_eq!(b.desk("post-1").await.inbox("?box=posts").await.items.len(), 12);
}

#[test]
fn an_id_that_another_node_works_on_is_in_progress_and_known_afterwards() {
    let Some(cluster) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (opened(cluster, folder.path(), "a").unwrap(), opened(cluster, folder.path(), "b").unwrap());
    registered(&a, 1);
    let incoming = incoming(&issue("24C0"), 0, 1, Onward::Box("posts".into()));
    let ((begun, begins), (go, goes)) = (mpsc::channel(), mpsc::channel::<()>());
    let goes = std::sync::Mutex::new(goes);
    let slow = move |place: &Place| {
        begun.send(()).unwrap();
        goes.lock().unwrap().recv_timeout(THREAD).expect("told to go on");
        Ok((format!("receipt {}", place.n), "digest".into()))
    };
    let quick = |_: &Place| Ok(("another receipt".to_owned(), "digest".to_owned()));
    std::thread::scope(|scope| {
        let first = scope.spawn(|| a.take(&incoming, &slow));
        begins.recv_timeout(THREAD).expect("the other one begins");
        assert!(matches!(b.take(&incoming, &quick), Err(LedgerError::Busy(id)) if id == incoming.id));
        assert!(matches!(b.known(incoming.id), Ok(Known::New)), "not to be seen before it is on disk");
        go.send(()).unwrap();
        assert!(matches!(first.join().unwrap(), Ok(Taken::New(_))));
    });
    let Ok(Taken::Known(known)) = b.take(&incoming, &quick) else { panic!("known by now") };
    let Known::Taken(custody) = *known else { panic!("in custody") };
    assert_eq!(custody.receipt, "receipt 1");
}

#[test]
fn two_nodes_that_meet_on_one_number_or_one_device_agree_on_who_was_first() {
    let Some(cluster) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let stores = [opened(cluster, folder.path(), "a").unwrap(), opened(cluster, folder.path(), "b").unwrap()];
    registered(&stores[0], 2);
    let template = issue("24C0");
    let sign = |place: &Place| Ok((format!("receipt {}", place.n), "digest".to_owned()));
    for n in 1..=40 {
        let both = Barrier::new(2);
        // The same number from two desks, or the same device sequence for two numbers.
        let [x, y] = [0, 1].map(|writer| {
            let mut one = incoming(&template, writer, n, Onward::Box("posts".into()));
            match n % 2 {
                0 => one.key = incoming(&template, 0, n, Onward::Sender).key,
                _ => one.envelope.device = incoming(&template, 0, n, Onward::Sender).envelope.device,
            }
            one.envelope.document.sha256 = format!("{writer:064}");
            one
        });
        let (both, sign) = (&both, &sign);
        let taken = std::thread::scope(|scope| {
            let pair = [(&stores[0], &x), (&stores[1], &y)];
            let pair = pair.map(|(store, one)| {
                scope.spawn(move || {
                    both.wait();
                    store.take(one, sign).unwrap()
                })
            });
            pair.map(|one| one.join().unwrap())
        });
        let new = taken.iter().filter(|one| matches!(one, Taken::New(_))).count();
        assert_eq!(new, 1, "{n}: {taken:?}");
        let other = taken.iter().find(|one| !matches!(one, Taken::New(_))).unwrap();
        match n % 2 {
            0 => assert!(matches!(other, Taken::NumberInUse(_)), "{n}: {other:?}"),
            _ => assert!(matches!(other, Taken::DeviceCloned), "{n}: {other:?}"),
        }
    }
}

#[test]
fn what_depends_on_something_that_arrives_at_the_same_moment_is_not_overlooked() {
    let Some(cluster) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let stores = [opened(cluster, folder.path(), "a").unwrap(), opened(cluster, folder.path(), "b").unwrap()];
    registered(&stores[0], 3);
    let template = issue("24C0");
    let sign = |place: &Place| Ok((format!("receipt {}", place.n), "digest".to_owned()));
    for n in 1..=40 {
        let both = Barrier::new(2);
        let [first, mut second, mut third] =
            [0, 1, 2].map(|writer| incoming(&template, writer, n, Onward::Box("posts".into())));
        second.envelope.depends_on = Some(first.id);
        third.envelope.depends_on = Some(second.id);
        let at_once = match n % 2 {
            0 => [&first, &second],
            _ => {
                stores[0].take(&second, &sign).unwrap();
                [&first, &third]
            }
        };
        let (both, sign) = (&both, &sign);
        std::thread::scope(|scope| {
            for (store, one) in stores.iter().zip(at_once) {
                scope.spawn(move || {
                    both.wait();
                    let until = Instant::now() + THREAD;
                    while let Err(error) = store.take(one, sign) {
                        assert!(matches!(error, LedgerError::Busy(_)), "{error:?}");
                        assert!(Instant::now() < until, "busy for {THREAD:?}");
                    }
                });
            }
        });
        let last = if n % 2 == 0 { stores[1].take(&third, sign) } else { stores[1].take(&second, sign) };
        assert!(last.is_ok(), "{last:?}");
        let page = stores[0].page("posts", (n - 1) * 3, 200).unwrap();
        let ids: Vec<_> = page.items.iter().map(|(_, item)| item.submission_id.unwrap()).collect();
        assert_eq!(ids, [first.id, second.id, third.id], "{n}: all, and in their order");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_poll_wakes_on_what_another_node_took() {
    let Some(cluster) = shared() else { return };
    let (a, b) = two(cluster, |_| {}).await;
    let (desk, post) = (a.desk("desk-1").await, b.desk("post-1").await);
    for n in 0..3 {
        let begun = Instant::now();
        let after = post.inbox("?box=posts").await.next_cursor;
        let waiting = tokio::spawn({
            let post = post.clone();
            async move { post.inbox(&format!("?box=posts&wait=50&after={after}")).await }
        });
        let one = Uuid::new_v4();
        desk.put(one, &issue(&format!("24C{n}"))).await.accepted(201);
        let page = waiting.await.unwrap();
        assert_eq!(page.items[0].submission_id, Some(one));
        assert!(begun.elapsed() < Duration::from_secs(30), "it did not wait to the end");
    }
}

fn to(route: &str, leads: Leads) -> RouteConfig {
    RouteConfig {
        route: route.into(),
        destination: "AU".into(),
        agreement: "chafta".into(),
        kinds: vec!["co.issue".into()],
        leads,
        state: Gate::Open,
        deadline_hours: 24,
        capabilities: everything(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queue_of_two_nodes_goes_over_once() {
    const MANY: usize = 30;
    let Some(cluster) = shared() else { return };
    let far_folder = Arc::new(tempfile::tempdir().unwrap());
    let mut far = config(far_folder.path(), AU);
    far.routes = vec![to("au", Leads::Box("posts".into()))];
    far.clients.iter_mut().filter(|one| one.id == "peer").for_each(|one| one.party = CN.into());
    let ledger = embedded(&far.data, AU, None);
    let far = House::start_with(far_folder.clone(), far, embedded, ledger).await;
    let url = far.running.as_ref().unwrap().url();
    let (a, b) = two(cluster, |config| {
        config.peers = vec![peer(far_folder.path(), AU, &url, "peer")];
        config.routes = vec![to("au", Leads::Peer(AU.into()))];
    })
    .await;
    let desks = [a.desk("desk-1").await, b.desk("desk-2").await];
    let mut sent = HashSet::new();
    for n in 0..MANY {
        let one = Uuid::new_v4();
        let envelope = tamga_protocol::Envelope { route: "au".into(), ..issue(&format!("24C{n}")) };
        desks[n % 2].put(one, &envelope).await.accepted(201);
        sent.insert(one);
    }
    let (until, post) = (Instant::now() + Duration::from_secs(120), far.desk("post-1").await);
    let (mut came, mut cursor) = (Vec::new(), String::new());
    while came.len() < MANY {
        assert!(Instant::now() < until, "only {} came", came.len());
        let page = post.inbox(&format!("?box=posts&wait=5{cursor}")).await;
        let items = page.items.iter().filter(|item| item.item_type == ItemType::Submission);
        came.extend(items.filter_map(|item| item.submission_id));
        cursor = format!("&after={}", page.next_cursor);
    }
    assert_eq!(came.iter().copied().collect::<HashSet<_>>(), sent);
    assert_eq!(came.len(), MANY, "each once");
    let attempts = move || {
        let mut admin = beside(cluster, a.folder());
        let row = admin.query_one("SELECT count(*), count(DISTINCT submission) FROM forward_attempt", &[]).unwrap();
        (row.get::<_, i64>(0), row.get::<_, i64>(1))
    };
    assert_eq!(aside(attempts), (MANY as i64, MANY as i64), "no row was begun by both nodes");
}

#[test]
fn a_lease_keeps_other_nodes_away_until_its_node_is_dead() {
    let Some(cluster) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (opened(cluster, folder.path(), "a").unwrap(), opened(cluster, folder.path(), "b").unwrap());
    registered(&a, 1);
    let one = incoming(&issue("24C0"), 0, 1, Onward::Peer(AU.into()));
    a.take(&one, &|place| Ok((format!("receipt {}", place.n), "digest".into()))).unwrap();
    let seen = |store: &Postgres| store.waiting(AU).unwrap().len();
    assert_eq!((seen(&a), seen(&b)), (1, 1), "whoever comes first");
    assert_eq!(a.begin_forward(one.id, now()).unwrap().n, 1);
    assert_eq!((seen(&a), seen(&b)), (1, 0));
    assert!(matches!(b.begin_forward(one.id, now()), Err(LedgerError::Busy(_))));
    let mut admin = beside(cluster, folder.path());
    let left: f64 = admin
        .query_one("SELECT extract(epoch FROM lease_until - now())::float8 FROM forward WHERE lease_by = 'a'", &[])
        .unwrap()
        .get(0);
    assert!((240.0..=300.0).contains(&left), "five minutes, not {left} seconds");
    admin.execute("UPDATE forward SET lease_until = now() - interval '1 second'", &[]).unwrap();
    assert_eq!(seen(&b), 1, "its node is taken for dead");
    assert_eq!(b.begin_forward(one.id, now()).unwrap().n, 2, "the same id again");
    let first: String = admin.query_one("SELECT outcome FROM forward_attempt WHERE n = 1", &[]).unwrap().get(0);
    assert_eq!(first, "unknown");
    // The node that was silent comes back with a failure of its own: the lease of the other one stays.
    let refuse = |_: Uuid, _: &str| unreachable!("nothing is refused");
    let again = HandedOver::Again { next_at: now(), failures: 1, words: "late".into() };
    a.settle_forward(one.id, &again, now(), &refuse).unwrap();
    assert!(matches!(a.begin_forward(one.id, now()), Err(LedgerError::Busy(_))));
    let delivered = HandedOver::Delivered { from: AU.into(), receipt: "their receipt".into() };
    b.settle_forward(one.id, &delivered, now(), &refuse).unwrap();
    a.settle_forward(one.id, &delivered, now(), &refuse).unwrap();
    let view = a.view(one.id, crate::house::ISSUER).unwrap().unwrap();
    assert_eq!(view.evidence.len(), 1, "told once, whoever heard it");
    assert_eq!((seen(&a), seen(&b)), (0, 0));
}

#[test]
fn a_node_that_ends_gives_its_work_and_its_name_back() {
    let Some(cluster) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (opened(cluster, folder.path(), "a").unwrap(), opened(cluster, folder.path(), "b").unwrap());
    registered(&a, 1);
    let one = incoming(&issue("24C0"), 0, 1, Onward::Peer(AU.into()));
    a.take(&one, &|place| Ok((format!("receipt {}", place.n), "digest".into()))).unwrap();
    a.begin_forward(one.id, now()).unwrap();
    assert!(b.waiting(AU).unwrap().is_empty());
    a.leave().unwrap();
    assert_eq!(b.waiting(AU).unwrap().len(), 1, "the lease is given back");
    drop(a);
    opened(cluster, folder.path(), "a").expect("the name is free again");
}

#[test]
fn side_books_take_whatever_text_comes_and_two_changes_never_overlap() {
    let Some(cluster) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let stores = [opened(cluster, folder.path(), "a").unwrap(), opened(cluster, folder.path(), "b").unwrap()];
    let name = || Cell::from("a\0b");
    let insert = "INSERT INTO mark (name, value) VALUES (?1, 0)";
    stores[0].change(&mut |records| records.run(insert, &[name()]).map(|_| ())).unwrap();
    let read = "SELECT value FROM mark WHERE name = ?1";
    std::thread::scope(|scope| {
        for store in &stores {
            scope.spawn(move || {
                for _ in 0..50 {
                    let changed = store.change(&mut |records| {
                        let value = records.line(read, &[name()])?.unwrap().whole(0)?;
                        let update = "UPDATE mark SET value = ?2 WHERE name = ?1";
                        records.run(update, &[name(), (value + 1).into()]).map(|_| ())
                    });
                    changed.unwrap();
                }
            });
        }
    });
    let mut value = 0;
    let seen = stores[1].look(&mut |records| {
        value = records.line(read, &[name()])?.unwrap().whole(0)?;
        Ok(())
    });
    seen.unwrap();
    assert_eq!(value, 100, "each saw what the one before had written");
}

#[test]
fn a_second_node_of_the_same_name_does_not_start() {
    let Some(cluster) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let _first = opened(cluster, folder.path(), "a").unwrap();
    let refused = opened(cluster, folder.path(), "a").err().expect("the name is taken");
    assert!(matches!(&refused, LedgerError::NodeTaken(node) if node == "a"), "{refused}");
}

#[test]
fn nodes_that_start_together_make_the_schema_once() {
    let Some(cluster) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    database(cluster, folder.path());
    let path = folder.path();
    let salts: HashSet<String> = std::thread::scope(|scope| {
        let nodes = ["a", "b", "c", "d"].map(|node| scope.spawn(move || opened(cluster, path, node).unwrap()));
        nodes.map(|node| node.join().unwrap().cursor_salt().to_owned()).into_iter().collect()
    });
    assert_eq!(salts.len(), 1, "a cursor of one node is read by all");
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let Some(cluster) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    drop(opened(cluster, folder.path(), "a").unwrap());
    let mut admin = beside(cluster, folder.path());
    admin.execute("UPDATE meta SET value = '99' WHERE key = 'schema'", &[]).unwrap();
    assert!(matches!(opened(cluster, folder.path(), "b"), Err(LedgerError::Newer(99))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_configuration_with_a_database_starts_a_gateway_on_it() {
    let Some(cluster) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path(), CN);
    let address = aside(|| cluster.address(&database(cluster, folder.path())));
    let file = folder.path().join("database");
    std::fs::write(&file, format!("{address}\n")).unwrap();
    config.store = Some(toml_store("postgres_file = \"database\"\nnode = \"east\""));
    let path = folder.path().join("gateway.toml");
    std::fs::write(&path, config.to_toml().unwrap()).unwrap();
    let read = tamga_gateway::Config::read(&path).unwrap();
    assert!(!format!("{read:?}").contains("not-for-the-log"));
    let hands = crate::house::Hands::default();
    let running = tamga_gateway::Gateway::start(read.clone(), hands.clock()).await.unwrap();
    assert!(!folder.path().join("store").exists(), "the embedded store is not made");
    running.stop().await;
    let mut wrong = read;
    std::fs::write(&file, address.replace("not-for-the-log", "not-the-password")).unwrap();
    wrong.listen = "127.0.0.1:0".parse().unwrap();
    let refused = tamga_gateway::Gateway::start(wrong, hands.clock()).await.expect_err("a wrong password");
    let GatewayError::Ledger(LedgerError::Engine(cause)) = &refused else { panic!("{refused:?}") };
    assert!(cause.to_string().contains("28P01"), "{cause}");
    assert!(!format!("{refused:?}{cause}").contains("not-the-password"));
}

fn toml_store(text: &str) -> tamga_gateway::StoreConfig {
    #[derive(serde::Deserialize)]
    struct Named {
        store: tamga_gateway::StoreConfig,
    }
    toml::from_str::<Named>(&format!("[store]\n{text}")).unwrap().store
}

#[test]
fn a_database_is_spoken_to_only_when_the_anchor_vouches_for_it() {
    let settings = ["fsync=off"];
    let Some(cluster) = Cluster::start_with_tls(&settings, &TLS.identity().unwrap()).unwrap() else { return };
    let folder = tempfile::tempdir().unwrap();
    let anchored = |pem: &str| {
        let anchor = folder.path().join("anchor.pem");
        std::fs::write(&anchor, pem).unwrap();
        StoreConfig { anchor: Some(anchor), ..node(&cluster, folder.path(), "a") }
    };
    let trusted = Postgres::open(anchored(&TLS.pem()).reach().unwrap(), CN).expect("a store");
    let mine = "SELECT count(*), bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
         WHERE application_name = 'tamga-gateway a'";
    let row = beside(&cluster, folder.path()).query_one(mine, &[]).unwrap();
    assert!(row.get::<_, i64>(0) > 0 && row.get(1), "every connection is encrypted");
    drop(trusted);
    let stranger = Authority::new("somebody else").unwrap();
    let refused = Postgres::open(anchored(&stranger.pem()).reach().unwrap(), CN).err().expect("not vouched for");
    assert!(matches!(&refused, LedgerError::Engine(cause) if cause.to_string().contains("certificate")), "{refused:?}");
    let Some(plain) = shared() else { return };
    let config = StoreConfig { postgres: Some(plain.address("postgres")), ..anchored(&TLS.pem()) };
    let refused = Postgres::open(config.reach().unwrap(), CN).err();
    assert!(matches!(refused, Some(LedgerError::Engine(_))), "a server without TLS is not spoken to in the clear");
}

/// Makes every commit wait for a standby of this name; there is none. Returns when commits do wait.
fn wait_for_a_standby(cluster: &Cluster, name: &str) {
    let connect = || admin(cluster, "postgres");
    let mut admin = connect();
    if !name.is_empty() {
        // Before the setting: nobody would break this commit off.
        admin.batch_execute("CREATE TABLE probe (n INTEGER)").unwrap();
    }
    admin.batch_execute(&format!("ALTER SYSTEM SET synchronous_standby_names = '{name}'")).unwrap();
    admin.batch_execute("SELECT pg_reload_conf()").unwrap();
    if name.is_empty() {
        return;
    }
    let found = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let probe = scope.spawn(|| {
            let mut probe = connect();
            while !found.load(std::sync::atomic::Ordering::SeqCst) {
                probe.batch_execute("INSERT INTO probe VALUES (1)").unwrap();
            }
        });
        lose_patience(cluster, |so_far| {
            found.store(so_far > 0, std::sync::atomic::Ordering::SeqCst);
            probe.is_finished()
        });
    });
}

/// Breaks off whoever waits for the other disk, until it is enough: who began first is not known.
fn lose_patience(cluster: &Cluster, is_enough: impl Fn(usize) -> bool) {
    const CANCEL: &str = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    let mut admin = admin(cluster, "postgres");
    let until = Instant::now() + THREAD;
    let mut so_far = 0;
    while !is_enough(so_far) {
        if Instant::now() >= until {
            // Whoever waits for the other disk is let go, or this test would wait for them.
            wait_for_a_standby(cluster, "");
            panic!("{so_far} were broken off, and it was not enough");
        }
        so_far += admin.query(CANCEL, &[]).unwrap().len();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_waits_for_the_other_disk_ends_by_itself_and_so_does_the_gateway() {
    let Some(cluster) = Cluster::start(&["fsync=off"]).unwrap() else { return };
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let path = folder.path().to_owned();
    let open = |node: &'static str| aside(|| Arc::new(opened(&cluster, &path, node).expect("a store")));
    let mut house = House::start_with(folder.clone(), config(&path, CN), embedded, open("a")).await;
    let desk = house.desk("desk-1").await;
    aside(|| wait_for_a_standby(&cluster, "elsewhere"));
    let (one, bytes, begun) = (Uuid::new_v4(), frozen(&issue("24C1")), Instant::now());
    let reply = desk.try_call(&desk.put_request(one, bytes.clone())).await;
    let is_foreign = |reply: &tamga_faults::Reply| reply.field("gateway-id").is_none();
    assert!(reply.as_ref().is_none_or(is_foreign), "no answer of ours: {reply:?}");
    assert!(begun.elapsed() < Duration::from_secs(30), "nobody broke it off, and it ended: {:?}", begun.elapsed());
    let begun = Instant::now();
    // What it gives back at its end waits for the other disk as well.
    house.running.take().unwrap().stop().await;
    assert!(begun.elapsed() < Duration::from_secs(45), "it ends: {:?}", begun.elapsed());
    aside(|| wait_for_a_standby(&cluster, ""));
    let again = House::start_with(folder.clone(), config(&path, CN), embedded, open("b")).await;
    let told = again.desk("desk-1").await.put_bytes(one, bytes).await;
    assert_eq!(told.status(), 200, "asked again, it is answered: {told:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_lie_on_one_disk_only_is_not_answered() {
    let Some(cluster) = Cluster::start(&["fsync=off"]).unwrap() else { return };
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let path = folder.path().to_owned();
    let store = aside(|| opened(&cluster, &path, "a").expect("a store"));
    let house = House::start_with(folder.clone(), config(&path, CN), embedded, Arc::new(store)).await;
    let desk = house.desk("desk-1").await;
    let (one, bytes) = (Uuid::new_v4(), frozen(&issue("24C1")));
    aside(|| wait_for_a_standby(&cluster, "elsewhere"));
    let waiting = tokio::spawn({
        let (desk, bytes) = (desk.clone(), bytes.clone());
        async move { desk.try_call(&desk.put_request(one, bytes)).await }
    });
    // Somebody loses patience with every session that waits for the other disk: the gateway's bell is one too.
    aside(|| lose_patience(&cluster, |_| waiting.is_finished()));
    let reply = waiting.await.unwrap();
    let is_ours = |reply: &tamga_faults::Reply| reply.field("gateway-id").is_some();
    assert!(!reply.as_ref().is_some_and(is_ours), "no answer of ours: {reply:?}");
    aside(|| wait_for_a_standby(&cluster, ""));
    assert!(matches!(desk.put_bytes(one, bytes).await.status(), 200 | 201), "asked again, it is answered");
    drop(house);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_away_is_said_and_comes_back() {
    let Some(cluster) = Cluster::start(&["fsync=off"]).unwrap() else { return };
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let path = folder.path().to_owned();
    let store = aside(|| opened(&cluster, &path, "a").expect("a store"));
    let house = House::start_with(folder.clone(), config(&path, CN), embedded, Arc::new(store)).await;
    let desk = house.desk("desk-1").await;
    let first = desk.put(Uuid::new_v4(), &issue("24C1")).await.accepted(201);
    cluster.kill_the_server().unwrap();
    let (two, bytes) = (Uuid::new_v4(), frozen(&issue("24C2")));
    let until = Instant::now() + Duration::from_secs(90);
    let told = loop {
        assert!(Instant::now() < until, "it never came back");
        match desk.try_call(&desk.put_request(two, bytes.clone())).await {
            Some(reply) if matches!(reply.status, 200 | 201) => break reply,
            Some(reply) if reply.status == 503 => {
                let problem: tamga_protocol::Problem = serde_json::from_slice(&reply.body).unwrap();
                assert_eq!(problem.problem_type, ProblemType::Unavailable);
            }
            _ => {}
        }
    };
    let second: tamga_protocol::SubmissionAccepted = serde_json::from_slice(&told.body).unwrap();
    assert_eq!(crate::house::receipt(&second.receipt).n, crate::house::receipt(&first.receipt).n + 1);
    // Long polls are rung again by the connection that was made anew.
    let post = house.desk("post-1").await;
    let after = post.inbox("?box=posts").await.next_cursor;
    let waiting = tokio::spawn(async move { post.inbox(&format!("?box=posts&wait=50&after={after}")).await });
    let other = aside(|| opened(&cluster, &path, "b").expect("a second node"));
    let third = incoming(&issue("24C3"), 9, 1, Onward::Box("posts".into()));
    let third = tamga_gateway::ledger::Incoming { client: crate::order::client("desk-2"), ..third };
    aside(|| other.take(&third, &|place| Ok((format!("receipt {}", place.n), "digest".into()))).unwrap());
    assert_eq!(waiting.await.unwrap().items[0].submission_id, Some(third.id));
    drop((house, other));
}
