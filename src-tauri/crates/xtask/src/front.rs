//! Is the window's web half ready? Its packages by lock file, its build only when something changed.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::{house, system};

const SOURCES: &[&str] = &[
    "src",
    "index.html",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "vite.config.ts",
    "lingui.config.ts",
    "words-extractor.ts",
    "public",
];

/// The folder of the web half.
pub fn folder() -> PathBuf {
    house::root().join("ui")
}

/// Installs the locked packages when the lock file changed since the last time.
pub fn ensure_packages() -> Result<(), String> {
    system::ensure_node()?;
    let stamp = folder().join("node_modules").join(".tamga-lock");
    let lock = digest(&folder(), &["package-lock.json"])?;
    if is_stamped(&stamp, &lock) {
        return Ok(());
    }
    house::must(&mut npm(["ci", "--no-audit", "--no-fund"]))?;
    write(&stamp, &lock)
}

/// Builds `ui/dist` when a source changed; a new `dist` makes cargo build the shell again, so not without need.
pub fn ensure_built() -> Result<(), String> {
    build_into("dist", "build")
}

/// Builds `ui/dist-browser`, the form the browser tests open.
pub fn ensure_built_for_browser() -> Result<(), String> {
    build_into("dist-browser", "build:browser")
}

fn build_into(output: &str, script: &str) -> Result<(), String> {
    ensure_packages()?;
    let stamp = folder().join("node_modules").join(format!(".tamga-{output}"));
    let sources = digest(&folder(), SOURCES)?;
    if folder().join(output).join("index.html").is_file() && is_stamped(&stamp, &sources) {
        return Ok(());
    }
    house::must(&mut npm(["run", script]))?;
    // The catalogues are compiled into the source tree, so the digest is taken again.
    write(&stamp, &digest(&folder(), SOURCES)?)
}

/// Calls npm in the web half.
pub fn npm<const N: usize>(args: [&str; N]) -> std::process::Command {
    let mut command = house::tool(if cfg!(windows) { "npm.cmd" } else { "npm" }, args);
    command.current_dir(folder());
    command
}

/// Was this the digest when the stamp was written?
pub(crate) fn is_stamped(stamp: &Path, digest: &str) -> bool {
    std::fs::read_to_string(stamp).is_ok_and(|text| text == digest)
}

/// Writes a file; an error names it.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|why| format!("{}: {why}", path.display()))
}

/// A digest over names and bytes of files and folders, in a fixed order; what does not exist is left out.
pub(crate) fn digest(base: &Path, names: &[&str]) -> Result<String, String> {
    let mut files = Vec::new();
    for name in names {
        collect(&base.join(name), &mut files).map_err(|why| format!("{name}: {why}"))?;
    }
    files.sort();
    let mut sum = Sha256::new();
    for file in files {
        let name = file.strip_prefix(base).unwrap_or(&file).to_string_lossy().into_owned();
        let bytes = std::fs::read(&file).map_err(|why| format!("{name}: {why}"))?;
        sum.update(name.as_bytes());
        sum.update([0]);
        sum.update(bytes.len().to_be_bytes());
        sum.update(bytes);
    }
    Ok(sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// All files below a path, or the path itself.
pub fn collect(path: &Path, into: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_file() {
        into.push(path.to_path_buf());
    } else if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            collect(&entry?.path(), into)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_changes_with_a_byte_with_a_name_and_with_a_new_file_and_not_without() {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
        put("a", "one");
        let first = digest(folder.path(), &["a", "b"]).expect("read");
        assert_eq!(first, digest(folder.path(), &["b", "a"]).expect("read"), "order of names is no change");
        put("a", "two");
        let second = digest(folder.path(), &["a", "b"]).expect("read");
        assert_ne!(first, second, "a changed byte is seen");
        put("b", "");
        assert_ne!(second, digest(folder.path(), &["a", "b"]).expect("read"), "an empty new file is seen");
    }
}
