//! One trust list for everybody: a gateway that judges by it, desks that believe it, people who sign and are named in it
//! or not.

use std::path::{Path, PathBuf};

use tamga_gateway::{ClientConfig, ClientKind, Clock, Config, Gateway, Running};
use tamga_office::trust::sign_trust_list;
use tamga_origin::Timestamp;
use tamga_origin::trust::{
    KeyUse, Revoked, Span, TrustList, TrustedIssuer, TrustedNode, TrustedOfficer, TrustedScheme,
};
use tamga_seal::demo::{Authority, KeyFile, Life, Person};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Batch, PlainKey, Secret, Stretch, SystemRandom, import_key_file, unlock};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::house;

pub const DAY: i64 = 86_400_000;
pub const PASSWORD: &str = "a password of a test";

/// A moment so many days from now.
pub fn day(days: i64) -> Timestamp {
    house::now().plus_millis(days * DAY)
}

pub fn long_ago() -> Span {
    Span { from: day(-300), to: None }
}

/// Somebody with a key.
pub struct Signer {
    pub file: KeyFile,
    wrapped: Vec<u8>,
}

impl Signer {
    /// With a certificate of this authority that lives between two days.
    pub fn new(authority: &Authority, name: &str, body: &str, from: i64, to: i64) -> Self {
        let person = Person { name, body, country: "UY" };
        let life = Life { from: day(from), to: day(to) };
        let password = Secret::new(PASSWORD.to_owned());
        let file = authority.key_file(person, life, &password).unwrap();
        let light = Stretch { memory: 64, passes: 1 };
        let (_, wrapped) = import_key_file(&file.pkcs12, &password, &password, light, &SystemRandom::new()).unwrap();
        Self { file, wrapped }
    }

    pub fn key(&self) -> Batch {
        unlock(&self.wrapped, &Secret::new(PASSWORD.to_owned())).unwrap()
    }

    pub fn sha256(&self) -> String {
        sha256_hex(&self.file.certificate)
    }

    /// As an officer of a body.
    pub fn officer(&self, id: &str) -> TrustedOfficer {
        let name = format!("Officer {id}");
        let (id, certificate) = (id.to_owned(), self.sha256());
        TrustedOfficer { id, name, certificate, span: long_ago(), ..TrustedOfficer::default() }
    }
}

pub fn authority(name: &str) -> Authority {
    Authority::new(name, Life { from: day(-400), to: day(4000) }).unwrap()
}

/// A body that certifies these forms.
pub fn body(id: &str, country: &str, authority: &Authority, schemes: &[&str], officers: &[&Signer]) -> TrustedIssuer {
    let scheme = |code: &&str| TrustedScheme { code: (*code).to_owned(), span: long_ago(), ..TrustedScheme::default() };
    TrustedIssuer {
        id: id.to_owned(),
        country: country.to_owned(),
        names: vec![format!("Body {id}")],
        span: long_ago(),
        anchors: vec![authority.anchor(&[KeyUse::Co, KeyUse::Status], long_ago())],
        schemes: schemes.iter().map(scheme).collect(),
        officers: (1..).zip(officers).map(|(n, one)| one.officer(&format!("{id}-{n}"))).collect(),
        ..TrustedIssuer::default()
    }
}

/// A gateway of loopback with a list of its own.
pub struct Field {
    folder: TempDir,
    pub config: Config,
    runtime: Runtime,
    running: Option<Running>,
}

/// What a gateway judges by, and whom it takes from.
#[derive(Default)]
pub struct Ground<'a> {
    pub issuers: Vec<TrustedIssuer>,
    pub revoked: Vec<Revoked>,
    pub stampers: Vec<TrustedNode>,
    /// Clients by id, party and kind.
    pub parties: &'a [(&'a str, &'a str, ClientKind)],
    /// Forms of its own by file name.
    pub forms: &'a [(&'a str, &'a str)],
}

/// Puts forms into the folder of an office or of a gateway's data.
pub fn put_forms(folder: &Path, forms: &[(&str, &str)]) {
    let folder = folder.join("agreements");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in forms {
        std::fs::write(folder.join(name), text).unwrap();
    }
}

impl Field {
    /// A gateway that judges by these bodies and revocations, and takes from clients of these parties.
    pub fn new(issuers: Vec<TrustedIssuer>, revoked: Vec<Revoked>, parties: &[(&str, &str, ClientKind)]) -> Self {
        Self::on(Ground { issuers, revoked, parties, ..Ground::default() })
    }

    /// The same by more.
    pub fn on(ground: Ground<'_>) -> Self {
        let Ground { issuers, revoked, stampers, parties, forms } = ground;
        let folder = tempfile::tempdir().unwrap();
        let mut config = house::gateway(&folder.path().join("gateway"));
        put_forms(&config.data, forms);
        let client = |(id, party, kind): &(&str, &str, ClientKind)| ClientConfig {
            id: (*id).to_owned(),
            party: (*party).to_owned(),
            kind: *kind,
            secret: secret(id),
            suspended: false,
            certificates: Vec::new(),
            keys: Vec::new(),
            rate: None,
        };
        config.clients.extend(parties.iter().map(client));
        let posts = parties.iter().filter(|(_, _, kind)| *kind == ClientKind::Post);
        config.boxes[0].clients.extend(posts.map(|(id, _, _)| (*id).to_owned()));
        for route in &mut config.routes {
            route.destination = "*".to_owned();
        }
        let own = |name: &str| {
            let pkcs8 = std::fs::read(folder.path().join("gateway").join(name)).unwrap();
            PlainKey::from_pkcs8(Secret::new(pkcs8)).unwrap()
        };
        let (root, receipt) = (own("root-key.p8"), own("receipt-key.p8"));
        let list = TrustList {
            list: "field".to_owned(),
            n: 1,
            issued_at: day(0).plus_millis(-60_000),
            next_update: day(7),
            roots: vec![root.trusted(&[KeyUse::List], long_ago())],
            threshold: 1,
            issuers,
            gateways: vec![TrustedNode {
                id: config.id.clone(),
                role: "national".to_owned(),
                country: "AU".to_owned(),
                keys: vec![receipt.trusted(&[KeyUse::Receipt], long_ago())],
                ..TrustedNode::default()
            }],
            revoked,
            time_stampers: stampers,
            ..TrustList::default()
        };
        std::fs::write(&config.trust_list, sign_trust_list(&list, &[&root]).unwrap()).unwrap();
        let runtime = Runtime::new().unwrap();
        let running = runtime.block_on(Gateway::start(config.clone(), Clock::new(house::now))).unwrap();
        Self { folder, config, runtime, running: Some(running) }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file there; answers its path.
    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }

    pub fn list(&self) -> &Path {
        &self.config.trust_list
    }

    pub fn anchor(&self) -> PathBuf {
        self.path("gateway").join("tls-anchor.pem")
    }

    pub fn address(&self) -> std::net::SocketAddr {
        self.running.as_ref().unwrap().address()
    }

    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }
}

impl Drop for Field {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }
}

/// The secret of a client of the field's gateway.
pub fn secret(client: &str) -> String {
    format!("a secret of more than 24 characters for {client}")
}
