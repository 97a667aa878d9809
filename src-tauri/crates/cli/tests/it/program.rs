//! Runs the program, with nothing of this machine's own settings in its way.

use std::ffi::OsStr;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

/// What the program said.
#[derive(Debug)]
pub struct Said {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The one object on standard output.
    pub fn object(&self) -> Value {
        let object: Value = serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("one JSON object and nothing else ({error}): {self:?}"));
        assert!(object.is_object(), "{self:?}");
        object
    }

    /// The same program call ended with this status.
    #[track_caller]
    pub fn ended(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }
}

/// A call of the program.
pub struct Call {
    command: Command,
    input: Option<String>,
}

impl Call {
    /// With these arguments.
    pub fn of<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tamga"));
        command.args(arguments).env_remove("TAMGA_DIR").env("NO_COLOR", "1").env_remove("COLUMNS");
        // No office of the person who runs the tests is ever touched.
        for name in ["HOME", "XDG_DATA_HOME", "APPDATA"] {
            command.env(name, "no-such-home");
        }
        // Nor the key ring.
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=no-such-bus");
        Self { command, input: None }
    }

    /// With a variable in its environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// With something on standard input.
    pub fn input(mut self, text: &str) -> Self {
        self.input = Some(text.to_owned());
        self
    }

    /// Runs it to its end.
    pub fn run(mut self) -> Said {
        let input = if self.input.is_some() { Stdio::piped() } else { Stdio::null() };
        self.command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().unwrap();
        if let Some(text) = self.input {
            child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        }
        let output = child.wait_with_output().unwrap();
        let said = Said {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!said.err.contains("panicked"), "a panic is a bug: {said:#?}");
        said
    }
}

/// Runs the program with these arguments.
pub fn tamga<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Said {
    Call::of(arguments).run()
}
