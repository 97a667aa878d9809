//! Cards made of software (SoftHSM2), each test with some of its own.
//!
//! SoftHSM2 reads its settings once per process from the environment, so a test that wants a card runs once more in a
//! process of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use tamga_seal::keys::token::Module;

use crate::support::*;

const FOLDER: &str = "TAMGA_SOFT_CARD";
pub const PIN: &str = "482913";

/// Where Debian and others put the module.
const MODULES: [&str; 4] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
];

/// A folder in which cards can be made.
pub struct Cards {
    folder: PathBuf,
    module: &'static str,
}

impl Cards {
    /// In the process of its own: the folder. Else runs `test` there, and answers nothing.
    pub fn for_test(test: &str) -> Option<Self> {
        let tools = ["softhsm2-util", "pkcs11-tool", "openssl"].into_iter().all(has);
        let module = MODULES.into_iter().find(|path| Path::new(path).is_file());
        let (true, Some(module)) = (tools, module) else {
            println!("skipped: no SoftHSM2");
            return None;
        };
        if let Some(folder) = std::env::var_os(FOLDER) {
            return Some(Self { folder: folder.into(), module });
        }
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("tokens")).expect("a folder");
        let settings =
            format!("directories.tokendir = {}/tokens\nobjectstore.backend = file\n", folder.path().display());
        std::fs::write(folder.path().join("softhsm2.conf"), settings).expect("a file");
        let output = Command::new(std::env::current_exe().expect("this program"))
            .args([test, "--exact", "--nocapture"])
            .env(FOLDER, folder.path())
            .env("SOFTHSM2_CONF", folder.path().join("softhsm2.conf"))
            .output()
            .expect("it starts");
        let said = String::from_utf8_lossy(&output.stdout);
        let whole = output.status.success() && said.contains("1 passed");
        assert!(whole, "{test} in a process of its own:\n{said}{}", String::from_utf8_lossy(&output.stderr));
        None
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn tokens(&self) -> PathBuf {
        self.folder.join("tokens")
    }

    /// Loads the module; cards have to be made before.
    pub fn module(&self) -> Module {
        Module::load(Path::new(self.module)).expect("the module of SoftHSM2")
    }

    /// Ends the module behind our back, as another part of a program can that uses it too.
    pub fn shut_down(&self) {
        let module = cryptoki::context::Pkcs11::new(self.module).expect("the same module");
        module.finalize().expect("it ends");
    }

    /// Makes an empty card.
    pub fn card(&self, label: &str) {
        self.util(&["--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin", PIN]);
    }

    /// Makes a key with OpenSSL and puts it with its certificate on a card; `id` in hex.
    pub fn key(&self, card: &str, name: &str, kind: &str, id: &str) {
        make_key(&self.folder, name, kind);
        self.private(card, name, id);
        self.certificate(card, name, id);
    }

    /// Puts the private half alone on a card.
    pub fn private(&self, card: &str, name: &str, id: &str) {
        let (key, pem) = (format!("{name}.key"), format!("{name}.p8.pem"));
        openssl(&self.folder, &["pkcs8", "-topk8", "-nocrypt", "-in", &key, "-out", &pem]);
        self.util(&["--import", &pem, "--token", card, "--label", name, "--id", id, "--pin", PIN]);
    }

    /// Puts a certificate alone on a card.
    pub fn certificate(&self, card: &str, name: &str, id: &str) {
        let (pem, der) = (format!("{name}.pem"), format!("{name}.der"));
        openssl(&self.folder, &["x509", "-in", &pem, "-outform", "DER", "-out", &der]);
        let args = ["--write-object", &der, "--type", "cert", "--id", id, "--label", name];
        self.tool(card, &args);
    }

    /// Runs `pkcs11-tool` on a card, signed in.
    pub fn tool(&self, card: &str, args: &[&str]) {
        let first = ["--module", self.module, "--token-label", card, "--login", "--pin", PIN];
        let (good, said) = run(&self.folder, "pkcs11-tool", &[&first[..], args].concat());
        assert!(good, "pkcs11-tool {args:?}: {said}");
    }

    fn util(&self, args: &[&str]) {
        let (good, said) = run(&self.folder, "softhsm2-util", args);
        assert!(good, "softhsm2-util {args:?}: {said}");
    }

    /// Sets a flag of every card, as a card does that counts wrong PINs; SoftHSM2 itself never locks.
    pub fn set_flag(&self, flag: u64) {
        /// `CKA_OS_TOKENFLAGS` of SoftHSM2 and the kind of its value, as its object files write them.
        const FLAGS: [u8; 16] = [0, 0, 0, 0, 0x80, 0, 0x53, 0x4B, 0, 0, 0, 0, 0, 0, 0, 2];
        for token in std::fs::read_dir(self.tokens()).expect("a folder") {
            let path = token.expect("a card").path().join("token.object");
            let mut bytes = std::fs::read(&path).expect("a file");
            let at = bytes.windows(FLAGS.len()).position(|window| window == FLAGS).expect("flags") + FLAGS.len();
            let mut value = [0; 8];
            value.copy_from_slice(&bytes[at..at + 8]);
            let value = u64::from_be_bytes(value) | flag;
            bytes[at..at + 8].copy_from_slice(&value.to_be_bytes());
            std::fs::write(&path, bytes).expect("written");
        }
    }
}
