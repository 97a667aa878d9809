//! What keeps a gateway from starting, and what does it say?

use std::net::TcpListener;

use tamga_gateway::ledger::LedgerError;
use tamga_gateway::ledger::sqlite::Sqlite;
use tamga_gateway::{Clock, Config, ConfigError, Gateway, GatewayError, demonstration};

use crate::house::{CN, Hands, config, embedded, now};

async fn refused(change: impl FnOnce(&mut Config)) -> GatewayError {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path(), CN);
    change(&mut config);
    Gateway::start(config, Hands::default().clock()).await.expect_err("it must not start")
}

#[tokio::test]
async fn a_configuration_that_contradicts_itself_is_refused() {
    type Bend = fn(&mut Config);
    let bends: [(&str, Bend); 7] = [
        ("loopback", |config| config.listen = "0.0.0.0:0".parse().unwrap()),
        ("24 characters", |config| config.clients[0].secret = "short".into()),
        ("twice", |config| config.clients[1].id = config.clients[0].id.clone()),
        ("not a name", |config| config.boxes[0].id = "own".into()),
        ("not registered", |config| config.boxes[0].clients.push("ghost".into())),
        ("not configured", |config| config.boxes.clear()),
        ("twice", |config| config.routes[1].route = config.routes[0].route.clone()),
    ];
    for (words, bend) in bends {
        let error = refused(bend).await;
        assert!(matches!(error, GatewayError::Config(ConfigError::Unusable(_))), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[tokio::test]
async fn files_that_are_missing_or_wrong_are_named() {
    let missing = refused(|config| config.receipt_key = "/nowhere/key.p8".into()).await;
    assert!(missing.to_string().contains("/nowhere/key.p8"), "{missing}");
    let swapped = refused(|config| config.tls_key = config.tls_certificate.clone()).await;
    assert!(matches!(swapped, GatewayError::Tls(_)), "{swapped}");
    let other_root = refused(|config| config.trust_root = "kid:AAAA".into()).await;
    assert!(matches!(other_root, GatewayError::TrustList(_)), "{other_root}");
    let changed = refused(|config| {
        let text = std::fs::read_to_string(&config.trust_list).unwrap();
        std::fs::write(&config.trust_list, text.replacen('e', "f", 3)).unwrap();
    });
    assert!(matches!(changed.await, GatewayError::TrustList(_)));
    let not_vouched_for = refused(|config| config.id = "gw.nz".into()).await;
    assert!(matches!(not_vouched_for, GatewayError::ReceiptKey(_)), "{not_vouched_for}");
    let no_key = refused(|config| std::fs::write(&config.receipt_key, b"no key").unwrap()).await;
    assert!(matches!(no_key, GatewayError::ReceiptKey(_)), "{no_key}");
    let form = refused(|config| {
        let folder = config.data.join("agreements");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("own.toml"), "id = \"own\"\n").unwrap();
    });
    let form = form.await;
    assert!(matches!(form, GatewayError::Forms(_)) && form.to_string().contains("own.toml"), "{form}");
}

#[test]
fn the_example_for_operators_is_a_configuration() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../installers/gateway/gateway.toml");
    let example = Config::read(&file).unwrap();
    assert_eq!((example.clients.len(), example.routes.len(), example.numbers.len()), (3, 5, 1));
    assert!(example.operator.is_some_and(|address| address.ip().is_loopback()));
    // What is commented out there is read as well.
    let text = std::fs::read_to_string(&file).unwrap();
    let store: String = text
        .lines()
        .skip_while(|line| *line != "# [store]")
        .take(5)
        .fold(String::new(), |text, line| text + line.trim_start_matches("# ") + "\n");
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("gateway.toml");
    std::fs::write(&whole, format!("{text}\n{store}")).unwrap();
    let with_store = Config::read(&whole).unwrap();
    assert_eq!(with_store.store.expect("a database").node, "node-1");
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let error = refused(|config| config.listen = address).await;
    assert!(matches!(error, GatewayError::Listen { .. }), "{error}");
    assert!(error.to_string().contains(&address.to_string()));
}

#[test]
fn a_store_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(embedded(folder.path(), CN, None));
    let file = folder.path().join("gateway.sqlite");
    // The version stands in the header of the file, at byte 60 (SQLite file format, 1.3).
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&file, &bytes).unwrap();
    assert!(matches!(Sqlite::open(folder.path(), CN, None), Err(LedgerError::Newer(99))));
    assert_eq!(std::fs::read(&file).unwrap(), bytes, "not a byte was changed");
}

#[test]
fn a_configuration_reads_back_as_it_was_written_and_paths_are_relative_to_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gateway.toml");
    let mut written = config(folder.path(), CN);
    written.data = "store".into();
    std::fs::write(&file, written.to_toml().unwrap()).unwrap();
    let read = Config::read(&file).unwrap();
    assert_eq!(read.data, folder.path().join("store"));
    written.data = read.data.clone();
    assert_eq!(format!("{read:?}"), format!("{written:?}"));
    assert!(!format!("{read:?}").contains(crate::house::SECRET), "secrets are not printed");
    std::fs::write(&file, format!("colour = \"red\"\n{}", written.to_toml().unwrap())).unwrap();
    assert!(matches!(Config::read(&file), Err(ConfigError::Shape(_))), "a misspelt member is not passed over");
}

#[tokio::test]
async fn a_demonstration_folder_stays_the_gateway_of_its_country() {
    let folder = tempfile::tempdir().unwrap();
    let listen = "127.0.0.1:0".parse().unwrap();
    let first = demonstration::prepare(folder.path(), "CN", listen, now()).unwrap();
    assert!(first.is_new);
    let again = demonstration::prepare(folder.path(), "CN", listen, now()).unwrap();
    assert!(!again.is_new);
    assert_eq!(again.config.trust_root, first.config.trust_root);
    let other = demonstration::prepare(folder.path(), "AU", listen, now());
    assert!(matches!(other, Err(GatewayError::Config(ConfigError::Unusable(_)))));
    let running = Gateway::start(again.config, Clock::new(now)).await.unwrap();
    assert!(running.address().ip().is_loopback());
    running.stop().await;
}
