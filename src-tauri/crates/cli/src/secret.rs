//! Where does a PIN or password come from? A prompt, an open file descriptor, or a named environment variable; never
//! the command line itself, which every program on the machine can read.

use std::fs::File;
use std::io::{IsTerminal, Read};

use tamga_office::{Pin, Secret};

use crate::failure::Failure;

/// Longest PIN or password, in bytes.
const LONGEST: usize = 1024;

/// Where one secret is to be found.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// What it is, for prompts and faults: `PIN of the key`.
    pub what: &'static str,
    /// The option that names an environment variable: `--pin-env`.
    pub option: &'static str,
    /// The environment variable, when one was named.
    pub env: Option<&'a str>,
    /// The file descriptor, when one was named.
    pub fd: Option<u32>,
}

impl Source<'_> {
    /// Reads the secret; the prompt shows nothing of it.
    pub fn read(&self) -> Result<Pin, Failure> {
        self.text(false).map(Secret::new)
    }

    /// Reads a secret that is being set: at a prompt it is asked for twice.
    pub fn read_new(&self) -> Result<Pin, Failure> {
        self.text(true).map(Secret::new)
    }

    fn text(&self, is_new: bool) -> Result<String, Failure> {
        if let Some(name) = self.env {
            return std::env::var(name).map_err(|_| Failure::SecretVariable { what: self.what, name: name.to_owned() });
        }
        if let Some(number) = self.fd {
            return first_line(number).map_err(|source| Failure::SecretDescriptor { what: self.what, number, source });
        }
        if !std::io::stdin().is_terminal() {
            return Err(Failure::NoSecret { what: self.what, option: self.option });
        }
        let ask = |words: String| {
            rpassword::prompt_password(words).map_err(|source| Failure::Prompt { what: self.what, source })
        };
        let mut asked = self.what.to_owned();
        if let Some(initial) = asked.get_mut(..1) {
            initial.make_ascii_uppercase();
        }
        let first = ask(format!("{asked}: "))?;
        if is_new && ask(format!("{asked}, once more: "))? != first {
            return Err(Failure::SecretsDiffer { what: self.what });
        }
        Ok(first)
    }
}

/// The first line that can be read from an open file descriptor.
///
/// Byte by byte, into room that never grows: a buffer of the library's would keep a copy that nobody wipes.
fn first_line(number: u32) -> std::io::Result<String> {
    let mut source = opened(number)?;
    let mut line = Secret::new(Vec::with_capacity(LONGEST));
    let mut byte = Secret::new([0; 1]);
    while source.read(byte.expose_mut())? == 1 && *byte.expose() != *b"\n" {
        if line.expose().len() == LONGEST {
            return Err(std::io::ErrorKind::InvalidInput.into());
        }
        line.expose_mut().extend_from_slice(byte.expose());
    }
    if line.expose().last() == Some(&b'\r') {
        line.expose_mut().pop();
    }
    let text = String::from_utf8(std::mem::take(line.expose_mut()));
    text.map_err(|error| {
        drop(Secret::new(error.into_bytes()));
        std::io::ErrorKind::InvalidData.into()
    })
}

/// The descriptor as a file of its own, without a buffer.
fn opened(number: u32) -> std::io::Result<File> {
    if number == 0 {
        #[cfg(unix)]
        return Ok(std::os::fd::AsFd::as_fd(&std::io::stdin()).try_clone_to_owned()?.into());
        #[cfg(windows)]
        return Ok(std::os::windows::io::AsHandle::as_handle(&std::io::stdin()).try_clone_to_owned()?.into());
    }
    if cfg!(unix) { File::open(format!("/dev/fd/{number}")) } else { Err(std::io::ErrorKind::Unsupported.into()) }
}
