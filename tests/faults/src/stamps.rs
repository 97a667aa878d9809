//! Who stamps? A time-stamping service of RFC 3161 made with the OpenSSL of this machine: its own authority, its own key,
//! real answers.

use std::io;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;

use crate::front::Front;
use crate::message::{Reply, Request};

const CONFIGURATION: &str = "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\nsigner_digest = sha256\n\
                             default_policy = 1.2.3.4.1\ndigests = sha256\ness_cert_id_alg = sha256\n";

/// A time-stamping service; it can be closed and opened.
pub struct StampService {
    folder: Arc<TempDir>,
    is_open: Arc<AtomicBool>,
}

impl StampService {
    /// Makes the keys; `None` where there is no OpenSSL, which is said.
    pub fn new() -> Option<io::Result<Self>> {
        if Command::new("openssl").arg("version").output().is_err() {
            println!("skipped: openssl is not installed");
            return None;
        }
        Some(Self::made())
    }

    fn made() -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let service = Self { folder: Arc::new(folder), is_open: Arc::new(AtomicBool::new(true)) };
        let file = |name: &str, text: &str| std::fs::write(service.folder().join(name), text);
        file("ca.ext", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n")?;
        file("tsa.ext", "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n")?;
        file("tsa.cnf", CONFIGURATION)?;
        for line in [
            "req -new -newkey rsa:2048 -nodes -subj /CN=Stamps-Root -keyout root.key -out root.csr",
            "x509 -req -in root.csr -signkey root.key -days 3650 -extfile ca.ext -out root.pem",
            "req -new -newkey rsa:2048 -nodes -subj /CN=Stamps -keyout tsa.key -out tsa.csr",
            "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3650 -extfile tsa.ext -out tsa.pem",
            "x509 -in root.pem -outform DER -out root.der",
        ] {
            service.openssl(line)?;
        }
        Ok(service)
    }

    /// Where its files lie: `root.pem`, `root.der`.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Does it answer from now on?
    pub fn open(&self, is_open: bool) {
        self.is_open.store(is_open, Ordering::SeqCst);
    }

    /// Runs OpenSSL in its folder, words separated by single spaces.
    pub fn openssl(&self, line: &str) -> io::Result<()> {
        run(self.folder(), line)
    }

    /// The answer to a question.
    pub fn reply(&self, question: &[u8]) -> io::Result<Vec<u8>> {
        reply(self.folder(), question)
    }

    /// Listens on loopback.
    pub async fn front(&self) -> io::Result<Front> {
        let (folder, is_open) = (self.folder.clone(), self.is_open.clone());
        Front::plain(Arc::new(move |request: Request| {
            let (folder, is_open) = (folder.clone(), is_open.load(Ordering::SeqCst));
            Box::pin(async move {
                if !is_open {
                    return Reply::new(503, "text/plain", b"closed".to_vec());
                }
                let answered = tokio::task::spawn_blocking(move || reply(folder.path(), &request.body)).await;
                match answered {
                    Ok(Ok(bytes)) => Reply::new(200, "application/timestamp-reply", bytes),
                    failed => Reply::new(500, "text/plain", format!("{failed:?}")),
                }
            })
        }))
        .await
    }
}

fn reply(folder: &Path, question: &[u8]) -> io::Result<Vec<u8>> {
    std::fs::write(folder.join("question"), question)?;
    run(folder, "ts -reply -config tsa.cnf -queryfile question -signer tsa.pem -inkey tsa.key -out answer")?;
    std::fs::read(folder.join("answer"))
}

fn run(folder: &Path, line: &str) -> io::Result<()> {
    let output = Command::new("openssl").args(line.split(' ')).current_dir(folder).output()?;
    match output.status.success() {
        true => Ok(()),
        false => Err(io::Error::other(format!("openssl {line}: {}", String::from_utf8_lossy(&output.stderr)))),
    }
}
