//! What an office needs to work: a gateway with its demonstration keys and list, a chamber, a post.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tamga_formats::{Limits, cefact, co_xml};
use tamga_gateway::{Config, demonstration};
use tamga_office::surroundings::system_chance;
use tamga_office::{Clock, Surroundings};
use tamga_origin::{Decimal, Measure, Packages, Timestamp};
use tempfile::TempDir;

use crate::program::{Call, Said, tamga};

pub const PIN: &str = "a pin of a test";

/// An application as a trade platform writes it; that dialect has no place for quantities.
pub fn example() -> Vec<u8> {
    std::fs::read(example_file()).unwrap()
}

/// The same as an exporter's own system writes it: complete for the form, in Tamga XML.
pub fn complete() -> Vec<u8> {
    let mut certificate = cefact::read(&example(), &Limits::default()).unwrap().value;
    for item in &mut certificate.items {
        let packages = Packages { count: Some(12), kind_text: "cartons".to_owned(), ..Packages::default() };
        item.packages = vec![Packages { marks: format!("HUON {}", item.sequence), ..packages }];
        let mass = Measure { amount: Decimal::parse("480.5").unwrap(), unit: "KGM".to_owned() };
        item.gross_mass = Some(mass.clone());
        item.quantities = vec![mass];
    }
    co_xml::write_certificate(&certificate).unwrap()
}

pub fn example_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/examples/chafta-example.json").canonicalize().unwrap()
}

struct TestClock(Instant);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        now()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
}

pub fn surroundings() -> Surroundings {
    Surroundings {
        clock: Arc::new(TestClock(Instant::now())),
        chance: system_chance(),
        boot_id: "test".to_owned(),
        code_lists: None,
    }
}

/// The keys, list and registrations of a demonstration gateway, in a folder; nothing listens yet.
pub fn gateway(folder: &Path) -> Config {
    let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    demonstration::prepare(folder, "AU", anywhere, now()).unwrap().config
}

pub fn post(dir: &Path) -> Said {
    let dir = dir.to_str().unwrap();
    let arguments = ["--dir", dir, "init", "--role", "receive", "--country", "CN", "--office", "Demonstration Customs"];
    tamga(arguments.into_iter().chain(["--party", "AU-CUSTOMS", "--demonstration", "--json"])).ended(0)
}

/// A chamber with key, list and numbers; its gateway is only a folder of keys.
pub struct Chamber {
    folder: TempDir,
    dir: String,
    pub config: Config,
}

/// What a chamber issued.
pub struct SignedFile {
    pub number: String,
    pub xml: PathBuf,
    pub pdf: PathBuf,
}

impl Chamber {
    /// Made by the commands a person would use.
    pub fn set_up() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = gateway(&folder.path().join("gateway"));
        let dir = folder.path().join("chamber").to_str().unwrap().to_owned();
        let chamber = Self { folder, dir, config };
        let body = "Demonstration Chamber of Commerce";
        let told = ["--country", "AU", "--office", body, "--issuer", "AU-DEMO", "--place", "Melbourne"];
        let person = ["--person", "Demonstration Officer", "--title", "Officer", "--demonstration", "--json"];
        let said = chamber.call(["init", "--role", "issue"].into_iter().chain(told).chain(person)).run().ended(0);
        assert_eq!(said.object()["missing"].as_array().unwrap().len(), 4, "{said:#?}");
        chamber.take_key().ended(0);
        let root = chamber.config.trust_root.clone();
        chamber.call(["trust", "import", chamber.list().to_str().unwrap(), "--root", &root]).run().ended(0);
        chamber
            .call(["numbers", "add", "--pattern", "AUD{yyyy}{seq:6}", "--first", "1", "--last", "50"])
            .run()
            .ended(0);
        chamber
    }

    pub fn call<'a>(&'a self, arguments: impl IntoIterator<Item = &'a str>) -> Call {
        Call::of(["--dir", self.dir()].into_iter().chain(arguments)).env("PIN", PIN)
    }

    pub fn dir(&self) -> &str {
        &self.dir
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn of_gateway(&self, name: &str) -> PathBuf {
        self.folder.path().join("gateway").join(name)
    }

    pub fn list(&self) -> PathBuf {
        self.of_gateway("trust-list.json")
    }

    pub fn key_file(&self) -> PathBuf {
        self.of_gateway("chamber.p12")
    }

    pub fn post_key_file(&self) -> PathBuf {
        self.of_gateway("customs.p12")
    }

    pub fn anchor(&self) -> PathBuf {
        self.of_gateway("tls-anchor.pem")
    }

    fn take_key(&self) -> Said {
        let file = self.key_file();
        self.call(["key", "import", file.to_str().unwrap(), "--password-env", "P", "--pin-env", "PIN", "--json"])
            .env("P", demonstration::PASSWORD)
            .run()
    }

    /// The application, in a file.
    pub fn application(&self) -> PathBuf {
        let file = self.folder.path().join("application.xml");
        std::fs::write(&file, complete()).unwrap();
        file
    }

    /// Takes the application in; answers the draft's id.
    pub fn draft(&self) -> String {
        let file = self.application();
        let said =
            self.call(["draft", "import", file.to_str().unwrap(), "--agreement", "chafta", "--json"]).run().ended(0);
        said.object()["drafts"][0]["id"].to_string()
    }

    /// Issues the example; answers what was handed out.
    pub fn issued(&self) -> SignedFile {
        self.issue(&self.draft())
    }

    /// Issues a draft; answers what was handed out.
    pub fn issue(&self, draft: &str) -> SignedFile {
        let out = self.folder.path().join("printed");
        let said =
            self.call(["issue", draft, "--pin-env", "PIN", "--out", out.to_str().unwrap(), "--json"]).run().ended(0);
        let first = said.object()["certificates"][0].clone();
        let path = |name: &str| PathBuf::from(first[name].as_str().unwrap());
        SignedFile { number: first["number"].as_str().unwrap().to_owned(), xml: path("xml"), pdf: path("pdf") }
    }

    /// The secret of one of the gateway's clients.
    pub fn secret(&self, client: &str) -> String {
        self.config.clients.iter().find(|one| one.id == client).unwrap().secret.clone()
    }
}

/// The database inside an office's folder.
pub fn database(dir: &Path) -> PathBuf {
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read(&path).unwrap().starts_with(b"SQLite format 3\0") {
                return path;
            }
        }
    }
    panic!("an office has a database");
}
