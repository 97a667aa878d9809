//! Are the large code lists there? One file below the target folder, made by the room `tamga-codes` from pinned packages.
//!
//! The packages are fetched once and kept beside the file. Without a network the program goes on with the small lists
//! that it carries itself, so a set-up that cannot make the file says so and goes on too; `cargo xtask codes` and a
//! distribution do not.

use std::path::{Path, PathBuf};

use crate::{front, house};

/// What the file is made of; a change makes it anew.
const SOURCES: &[&str] = &["assets/codes", "src-tauri/crates/codes/src"];

/// `cargo xtask codes`.
pub fn codes(args: &[String]) -> Result<(), String> {
    crate::only(args, &["--again"])?;
    let place = Place::here()?;
    if args.iter().any(|arg| arg == "--again") && place.stamp.is_file() {
        std::fs::remove_file(&place.stamp).map_err(|why| format!("{}: {why}", place.stamp.display()))?;
    }
    let file = made(&place, None)?;
    let size = std::fs::metadata(&file).map_err(|why| format!("{}: {why}", file.display()))?.len();
    println!("{size} bytes in {}", file.display());
    Ok(())
}

/// The file, made when it is missing or out of date.
pub fn file() -> Result<PathBuf, String> {
    made(&Place::here()?, None)
}

/// As part of a set-up: makes the file where that is possible, with a builder that was built already where there is one.
pub fn ensure(builder: Option<&Path>) -> Result<(), String> {
    if let Err(why) = made(&Place::here()?, builder) {
        println!("The large code lists could not be made: {why}");
        println!("Going on with the small ones; `cargo xtask codes` tries again.");
    }
    Ok(())
}

/// Where the file lies, what it is made from, and the digest it was last made of.
struct Place {
    file: PathBuf,
    packages: PathBuf,
    stamp: PathBuf,
}

impl Place {
    fn here() -> Result<Self, String> {
        let folder = house::target()?.join("codes");
        std::fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        Ok(Self { file: folder.join("codes.db"), packages: folder.join("packages"), stamp: folder.join("made-of") })
    }
}

fn made(place: &Place, builder: Option<&Path>) -> Result<PathBuf, String> {
    let sources = front::digest(&house::root(), SOURCES)?;
    if place.file.is_file() && front::is_stamped(&place.stamp, &sources) {
        return Ok(place.file.clone());
    }
    let assets = house::root().join("assets").join("codes");
    let arguments = [&assets, &place.packages, &place.file].map(|path| path.to_string_lossy().into_owned());
    match builder.filter(|builder| builder.is_file()) {
        Some(builder) => house::must(&mut house::tool(&builder.to_string_lossy(), &arguments))?,
        None => {
            let run = ["run", "--quiet", "-p", "tamga-codes", "--features", "builder", "--bin", "codes-builder", "--"];
            house::must(&mut house::cargo(run.into_iter().chain(arguments.iter().map(String::as_str))))?;
        }
    }
    front::write(&place.stamp, &sources)?;
    Ok(place.file.clone())
}
