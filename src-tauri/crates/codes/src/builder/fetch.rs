//! How does a pinned package get here? By the registry's own client, once; its sum is compared each time it is used.

use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use super::sources::{Package, Registry};
use super::{BuildError, hex};

/// Commands that may be the client of a registry, the likeliest first.
const NPM: &[&[&str]] = if cfg!(windows) { &[&["npm.cmd"]] } else { &[&["npm"]] };
const PIP: &[&[&str]] = &[&["python3", "-m", "pip"], &["pip3"], &["python", "-m", "pip"], &["pip"]];

/// The package's file in the cache; fetched when it is not there or is not the pinned one.
pub fn fetch(package: &Package, cache: &Path) -> Result<PathBuf, BuildError> {
    let path = cache.join(&package.file);
    if path.is_file() && sum(&path)? == package.sha256 {
        return Ok(path);
    }
    let folder = cache.to_string_lossy();
    let (registry, clients, arguments) = match package.registry {
        Registry::Npm => {
            let what = format!("{}@{}", package.package, package.version);
            ("npm", NPM, vec!["pack".into(), what, "--silent".into(), "--pack-destination".into(), folder.into_owned()])
        }
        Registry::Pypi => {
            let what = format!("{}=={}", package.package, package.version);
            let flags =
                ["download", "--quiet", "--no-deps", "--only-binary=:all:", "--ignore-requires-python", "--dest"];
            let mut arguments: Vec<String> = flags.map(str::to_owned).to_vec();
            arguments.extend([folder.into_owned(), what]);
            ("pip", PIP, arguments)
        }
    };
    call(registry, clients, &arguments, &package.package)?;
    if !path.is_file() {
        let why = format!("the client left no file {}", package.file);
        return Err(BuildError::NotFetched { package: package.package.clone(), why });
    }
    let found = sum(&path)?;
    if found == package.sha256 {
        return Ok(path);
    }
    Err(BuildError::Sum { file: package.file.clone(), found, pinned: package.sha256.clone() })
}

/// Calls the first client that is on this machine.
fn call(registry: &'static str, clients: &[&[&str]], arguments: &[String], package: &str) -> Result<(), BuildError> {
    let mut why = None;
    for client in clients {
        let Some((program, first)) = client.split_first() else { continue };
        match Command::new(program).args(first).args(arguments).output() {
            Ok(output) if output.status.success() => return Ok(()),
            Ok(output) => why = Some(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => why = Some(error.to_string()),
        }
    }
    let tried = clients.iter().map(|client| client.join(" ")).collect::<Vec<_>>().join(", ");
    Err(match why {
        Some(why) => BuildError::NotFetched { package: package.to_owned(), why },
        None => BuildError::NoClient { registry, tried },
    })
}

fn sum(path: &Path) -> Result<String, BuildError> {
    let bytes = std::fs::read(path).map_err(|source| BuildError::Disk { path: path.to_owned(), source })?;
    Ok(hex(&Sha256::digest(&bytes)))
}
