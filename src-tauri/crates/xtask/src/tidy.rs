//! Does the house keep its own rules? Edges between rooms, outside packages, file sizes, headers, imports.
//! Each rule is a function from what was read to a list of breaches, so that it can be tried on bad examples.

mod edges;
mod sources;
mod window;

use std::path::Path;

use crate::{front, house};

/// A file of the house, by its path from the root with forward slashes.
pub struct Source {
    /// Path from the root.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

/// Every breach in the house as it stands.
pub fn breaches() -> Result<Vec<String>, String> {
    let metadata = house::metadata(true)?;
    let files = read_house(&house::root())?;
    let mut found = edges::forbidden(&metadata);
    found.extend(edges::second_manifests(&metadata));
    found.extend(sources::too_long(&files));
    found.extend(sources::without_header(&files));
    found.extend(sources::misplaced_calls(&files));
    found.extend(window::foreign_imports(&files));
    Ok(found)
}

fn read_house(root: &Path) -> Result<Vec<Source>, String> {
    let mut paths = Vec::new();
    for folder in ["src-tauri", "ui/src", "ui/tests", "tests"] {
        front::collect(&root.join(folder), &mut paths).map_err(|why| format!("{folder}: {why}"))?;
    }
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let is_ours = !["/target/", "/gen/", "/generated/", "/compiled/"].iter().any(|part| name.contains(part));
        let is_source = [".rs", ".ts", ".tsx"].iter().any(|end| name.ends_with(end));
        if is_ours && is_source {
            let text = std::fs::read_to_string(&path).map_err(|why| format!("{name}: {why}"))?;
            files.push(Source { path: name, text });
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_keeps_its_rules() {
        let found = breaches().expect("the house can be read");
        assert!(found.is_empty(), "{} breaches:\n{}", found.len(), found.join("\n"));
    }

    #[test]
    fn the_house_is_read_whole() {
        let files = read_house(&house::root()).expect("the house can be read");
        let has = |path: &str| files.iter().any(|file| file.path == path);
        assert!(has("src-tauri/crates/origin/src/certificate.rs"), "the rooms are read");
        assert!(files.iter().any(|file| file.path.starts_with("ui/src/")), "the window is read");
    }
}
