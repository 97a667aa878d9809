//! Which profiles are built in? Every file of `assets/agreements`, and every grid below it, so that a new form needs no
//! code.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let agreements = Path::new(&here).join("../../../assets/agreements");
    write_list(&agreements, "", "built_in.rs")?;
    write_list(&agreements, "grids/", "grids.rs")
}

/// Writes the names and texts of the TOML files of a folder as a list of Rust.
fn write_list(agreements: &Path, folder: &str, list_name: &str) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", agreements.join(folder).display());
    let mut names = Vec::new();
    for entry in fs::read_dir(agreements.join(folder))? {
        let name = entry?.file_name().into_string().map_err(|name| io::Error::other(format!("{name:?} is no name")))?;
        if name.ends_with(".toml") && name != "groups.toml" {
            println!("cargo::rerun-if-changed={}", agreements.join(folder).join(&name).display());
            names.push(name);
        }
    }
    names.sort_unstable();
    let mut list = String::from("&[\n");
    for name in names {
        let file = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../../assets/agreements/{folder}{name}\")");
        writeln!(list, "    ({name:?}, include_str!({file})),").map_err(io::Error::other)?;
    }
    list.push_str("]\n");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join(list_name), list)
}
