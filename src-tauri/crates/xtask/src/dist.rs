//! What can this machine pack? The release programs, a Debian package where that works, sums and a bill of materials.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::{codes, front, house, sbom, system};

/// `cargo xtask dist`.
pub fn dist(args: &[String]) -> Result<(), String> {
    crate::only(args, &[])?;
    system::ensure(system::BUILD)?;
    front::ensure_built()?;
    let lists = codes::file()?;
    let target = house::target()?;
    let into = target.join("dist");
    std::fs::create_dir_all(&into).map_err(|why| format!("{}: {why}", into.display()))?;
    let mut packed = Vec::new();

    let features = "tamga-desktop/custom-protocol";
    house::must(&mut house::cargo(["build", "--release", "--workspace", "--bins", "--features", features]))?;
    for name in ["tamga", "tamga-gateway", "tamga-desktop"] {
        let built = target.join("release").join(name).with_extension(std::env::consts::EXE_EXTENSION);
        if built.is_file() {
            packed.push(copy(&built, &into)?);
        } else {
            println!("{name}: not built here, left out");
        }
    }
    packed.push(copy(&lists, &into)?);
    match debian_package(&target, &lists) {
        Ok(found) => {
            for package in found {
                packed.push(copy(&package, &into)?);
            }
        }
        Err(why) => println!("No Debian package: {why}"),
    }
    println!("No Windows or macOS packages: they are built on their own systems.");

    let bill = into.join("tamga.cdx.json");
    write(&bill, &sbom::bill()?)?;
    packed.push(bill);
    let mut sums = String::new();
    for path in &packed {
        let bytes = std::fs::read(path).map_err(|why| format!("{}: {why}", path.display()))?;
        let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        sums.push_str(&format!("{sum}  {name}\n"));
        println!("{:>12} bytes  {name}", bytes.len());
    }
    write(&into.join("SHA256SUMS"), &sums)?;
    println!("packed into {}", into.display());
    Ok(())
}

fn debian_package(target: &Path, lists: &Path) -> Result<Vec<PathBuf>, String> {
    if !house::is_there("dpkg-deb") {
        return Err("dpkg-deb is not on this machine".into());
    }
    let packer = front::folder().join("node_modules").join(".bin").join("tauri");
    // Named here and not in the settings file: the shell must build where the lists were not made yet.
    let lists = serde_json::json!({ lists.to_string_lossy(): "codes.db" });
    let settings = serde_json::json!({ "bundle": { "resources": lists } }).to_string();
    let arguments = ["build", "--bundles", "deb", "--config", settings.as_str()];
    house::must(&mut house::tool(&packer.to_string_lossy(), arguments))?;
    let folder = target.join("release").join("bundle").join("deb");
    let mut files = Vec::new();
    front::collect(&folder, &mut files).map_err(|why| format!("{}: {why}", folder.display()))?;
    files.retain(|file| file.extension().is_some_and(|end| end == "deb"));
    if files.is_empty() { Err("the packer left nothing".into()) } else { Ok(files) }
}

fn copy(from: &Path, folder: &Path) -> Result<PathBuf, String> {
    let to = folder.join(from.file_name().unwrap_or_default());
    std::fs::copy(from, &to).map_err(|why| format!("{}: {why}", from.display()))?;
    Ok(to)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|why| format!("{}: {why}", path.display()))
}
