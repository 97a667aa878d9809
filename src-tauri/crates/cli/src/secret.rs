//! Where does a PIN or password come from? A prompt, an open file descriptor, or a named environment variable; never
//! the command line itself, which every program on the machine can read.

use std::io::{BufRead, BufReader, IsTerminal};

use tamga_office::{Pin, Secret};

use crate::failure::Failure;

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
fn first_line(number: u32) -> std::io::Result<String> {
    let mut line = String::new();
    if number == 0 {
        std::io::stdin().lock().read_line(&mut line)?;
    } else if cfg!(unix) {
        BufReader::new(std::fs::File::open(format!("/dev/fd/{number}"))?).read_line(&mut line)?;
    } else {
        return Err(std::io::ErrorKind::Unsupported.into());
    }
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    Ok(line)
}
