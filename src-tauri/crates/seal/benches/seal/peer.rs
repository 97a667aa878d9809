//! How long does another library need for the same file? A process that waits for its turn, so that both sides are
//! measured in the same minute; see `tests/peers/time_signatures.py`.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use tempfile::NamedTempFile;

/// The waiting process.
pub struct Peer {
    child: RefCell<Child>,
    answers: RefCell<BufReader<ChildStdout>>,
    _sealed: NamedTempFile,
}

impl Peer {
    /// Starts it over one sealed file and the certificate it is checked with.
    pub fn start(python: &OsStr, sealed: &[u8], certificate: &Path) -> Self {
        let file = NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), sealed).expect("a file");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/peers/time_signatures.py");
        let mut command = Command::new(python);
        command.arg(script).arg(file.path()).arg(certificate).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let answers = BufReader::new(child.stdout.take().expect("its answers"));
        Self { child: RefCell::new(child), answers: RefCell::new(answers), _sealed: file }
    }

    /// One batch of one library: nanoseconds of one check.
    pub fn batch(&self, library: &str) -> u128 {
        let mut child = self.child.borrow_mut();
        writeln!(child.stdin.as_mut().expect("its questions"), "{library}").expect("it listens");
        let mut line = String::new();
        self.answers.borrow_mut().read_line(&mut line).expect("an answer");
        assert!(!line.is_empty(), "both accept what is measured");
        line.trim().parse().expect("nanoseconds")
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let child = self.child.get_mut();
        // It ends with its questions.
        drop(child.stdin.take());
        child.wait().expect("it ends");
    }
}
