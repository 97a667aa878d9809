//! Do the window's files import only what they may?

use super::Source;

/// Imports across features, of the component library outside the wrappers, and of the Tauri API outside the seam.
pub fn foreign_imports(files: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("ui/src/")) {
        for target in imports(&file.text) {
            let mut breach = |why: &str| found.push(format!("{}: imports `{target}`: {why}", file.path));
            if is_package(&target, "react-aria-components") && !file.path.starts_with("ui/src/shared/") {
                breach("screens use the wrappers in shared/");
            }
            if target.starts_with("@tauri-apps/") && !file.path.starts_with("ui/src/host/") {
                breach("only host/ knows what carries the window");
            }
            let own = feature(&file.path);
            if let (Some(own), Some(other)) = (own, feature(&resolve(&file.path, &target)))
                && own != other
            {
                breach("a feature never imports another one");
            }
            if file.path.starts_with("ui/src/shared/") && feature(&resolve(&file.path, &target)).is_some() {
                breach("what is shared knows no feature");
            }
        }
    }
    found
}

fn is_package(target: &str, package: &str) -> bool {
    target == package || target.strip_prefix(package).is_some_and(|rest| rest.starts_with('/'))
}

/// The module names after `from`, `import` and `import(`.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, quote) in text.char_indices().filter(|(_, c)| matches!(c, '"' | '\'')) {
        let before = text.get(..at).unwrap_or_default().trim_end_matches(|c: char| c.is_whitespace() || c == '(');
        let word = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let rest = text.get(at + 1..).unwrap_or_default();
        if matches!(word, "from" | "import")
            && let Some(end) = rest.find(quote)
        {
            found.push(rest.get(..end).unwrap_or_default().to_owned());
        }
    }
    found
}

/// The path from the root that a relative (or `@/`) import means.
fn resolve(file: &str, target: &str) -> String {
    if let Some(rest) = target.strip_prefix("@/") {
        return format!("ui/src/{rest}");
    }
    if !target.starts_with('.') {
        return target.to_owned();
    }
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn feature(path: &str) -> Option<&str> {
    path.strip_prefix("ui/src/features/")?.split('/').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaches(path: &str, text: &str) -> usize {
        foreign_imports(&[Source { path: path.into(), text: text.into() }]).len()
    }

    #[test]
    fn an_import_from_another_feature_is_found_however_it_is_written() {
        let from = "ui/src/features/drafts/Screen.tsx";
        assert_eq!(breaches(from, "import { a } from \"../outbox/state\";"), 1);
        assert_eq!(breaches(from, "import {\n  a,\n} from '../outbox/state';"), 1);
        assert_eq!(breaches(from, "const a = await import('../../features/outbox/Screen');"), 1);
        assert_eq!(breaches(from, "export { a } from \"@/features/outbox/state\";"), 1);
        assert_eq!(breaches(from, "import { a } from './state'; import b from '../../shared/Grid';"), 0);
        assert_eq!(breaches(from, "import { a } from '../drafts/state';"), 0);
    }

    #[test]
    fn the_component_library_is_imported_by_the_wrappers_alone() {
        let text = "import { Button } from 'react-aria-components';";
        assert_eq!(breaches("ui/src/features/outbox/Screen.tsx", text), 1);
        assert_eq!(breaches("ui/src/App.tsx", "import { x } from 'react-aria-components/Button';"), 1);
        assert_eq!(breaches("ui/src/shared/Button.tsx", text), 0);
    }

    #[test]
    fn the_tauri_api_is_imported_by_the_seam_alone() {
        let text = "import { invoke } from '@tauri-apps/api/core';";
        assert_eq!(breaches("ui/src/shared/Button.tsx", text), 1);
        assert_eq!(breaches("ui/src/host/tauri.ts", text), 0);
    }

    #[test]
    fn shared_parts_that_import_a_feature_are_found() {
        assert_eq!(breaches("ui/src/shared/Grid.tsx", "import '../features/drafts/state'"), 1);
    }
}
