//! May everything we ship be shipped? Licence expressions of all packages against the list in `deny.toml`.

use serde_json::Value;

use crate::house;

/// Every package whose licence is not on the list; where `cargo-deny` is installed, its own findings too.
pub fn breaches() -> Result<Vec<String>, String> {
    let root = house::root();
    let read = |name: &str| std::fs::read_to_string(root.join(name)).map_err(|why| format!("{name}: {why}"));
    let allowed = allowed(&read("deny.toml")?);
    if allowed.is_empty() {
        return Err("deny.toml has no list `allow`".into());
    }
    let lock: Value = serde_json::from_str(&read("ui/package-lock.json")?).map_err(|why| why.to_string())?;
    let mut found = of_crates(&house::metadata(false)?, &allowed);
    found.extend(of_npm(&lock, &allowed));
    if house::is_there("cargo-deny") {
        house::must(&mut house::cargo(["deny", "--all-features", "check", "licenses", "bans", "sources"]))?;
    }
    Ok(found)
}

fn of_crates(metadata: &Value, allowed: &[String]) -> Vec<String> {
    let packages = metadata.get("packages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    packages.iter().filter_map(|package| breach(text(package, "name"), text(package, "license"), allowed)).collect()
}

fn of_npm(lock: &Value, allowed: &[String]) -> Vec<String> {
    let Some(packages) = lock.get("packages").and_then(Value::as_object) else {
        return vec!["ui/package-lock.json names no packages".into()];
    };
    // What only builds and tests, or is an optional companion of that, is marked so in the lock file and not shipped.
    let is = |package: &Value, mark: &str| package.get(mark).and_then(Value::as_bool) == Some(true);
    let is_shipped = |package: &Value| !is(package, "dev") && !is(package, "devOptional");
    let outside = packages.iter().filter(|(path, package)| !path.is_empty() && is_shipped(package));
    outside.filter_map(|(path, package)| breach(path, text(package, "license"), allowed)).collect()
}

fn breach(name: &str, licence: &str, allowed: &[String]) -> Option<String> {
    let fits = !licence.is_empty() && Reader::new(licence).alternatives(allowed);
    (!fits).then(|| format!("{name}: licence `{licence}` is not on the list in deny.toml"))
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value.get(member).and_then(Value::as_str).unwrap_or_default()
}

/// The strings of the array `allow = [ … ]` in the table `[licenses]`.
fn allowed(deny: &str) -> Vec<String> {
    let table = deny.split("[licenses]").nth(1).unwrap_or_default();
    let list = table.split("allow = [").nth(1).and_then(|rest| rest.split(']').next()).unwrap_or_default();
    let entries = list.lines().map(|line| line.split('#').next().unwrap_or_default()).flat_map(|line| line.split(','));
    entries.map(|entry| entry.trim().trim_matches('"').to_owned()).filter(|entry| !entry.is_empty()).collect()
}

/// Reads an SPDX expression: `OR` binds less than `AND`, `A/B` is an old way to write `A OR B`.
struct Reader {
    words: Vec<String>,
    at: usize,
}

impl Reader {
    fn new(expression: &str) -> Self {
        let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
        Self { words: spaced.split_whitespace().map(str::to_owned).collect(), at: 0 }
    }

    fn take(&mut self, word: &str) -> bool {
        let is_next = self.words.get(self.at).is_some_and(|next| next == word);
        self.at += usize::from(is_next);
        is_next
    }

    fn alternatives(&mut self, allowed: &[String]) -> bool {
        let mut fits = self.together(allowed);
        while self.take("OR") {
            fits |= self.together(allowed);
        }
        fits
    }

    fn together(&mut self, allowed: &[String]) -> bool {
        let mut fits = self.one(allowed);
        while self.take("AND") {
            fits &= self.one(allowed);
        }
        fits
    }

    fn one(&mut self, allowed: &[String]) -> bool {
        if self.take("(") {
            let fits = self.alternatives(allowed);
            return self.take(")") && fits;
        }
        let Some(mut name) = self.words.get(self.at).cloned() else { return false };
        self.at += 1;
        if self.take("WITH") {
            name = format!("{name} WITH {}", self.words.get(self.at).cloned().unwrap_or_default());
            self.at += 1;
        }
        allowed.contains(&name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(expression: &str) -> bool {
        let list = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"].map(str::to_owned);
        breach("x", expression, &list).is_none()
    }

    #[test]
    fn an_expression_fits_when_one_way_through_it_is_allowed() {
        assert!(fits("MIT OR GPL-3.0-only"));
        assert!(fits("(GPL-3.0-only OR MIT) AND Unicode-3.0"));
        assert!(fits("MIT/Apache-2.0"));
        assert!(fits("Apache-2.0 WITH LLVM-exception OR GPL-2.0-only"));
    }

    #[test]
    fn a_licence_that_is_not_listed_missing_or_only_half_allowed_is_found() {
        assert!(!fits("GPL-3.0-only"));
        assert!(!fits(""));
        assert!(!fits("MIT AND GPL-3.0-only"));
        assert!(!fits("(MIT OR GPL-3.0-only) AND AGPL-3.0-only"));
        assert!(!fits("MIT WITH some-exception"));
    }

    #[test]
    fn an_npm_package_with_a_foreign_licence_is_found_by_its_path() {
        let lock = serde_json::json!({ "packages": { "": {}, "node_modules/a": { "license": "MIT" },
            "node_modules/b": { "license": "SSPL-1.0" },
            "node_modules/c": { "license": "SSPL-1.0", "dev": true } } });
        let found = of_npm(&lock, &["MIT".to_owned()]);
        assert_eq!(found, ["node_modules/b: licence `SSPL-1.0` is not on the list in deny.toml"]);
    }

    #[test]
    fn the_list_is_read_from_its_own_table_with_comments() {
        let deny = "[bans]\nallow = [\"x\"]\n[licenses]\nallow = [\n  \"MIT\", # short\n  \"ISC\",\n]\n";
        assert_eq!(allowed(deny), ["MIT", "ISC"]);
    }
}
