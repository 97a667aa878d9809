//! What is inside? A CycloneDX 1.5 bill of materials from cargo's metadata and the npm lock file.

use serde_json::{Value, json};

use crate::house;

/// The bill as JSON text; the same locks give the same bytes.
pub fn bill() -> Result<String, String> {
    let path = house::root().join("ui/package-lock.json");
    let lock = std::fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    let lock = serde_json::from_str(&lock).map_err(|why| format!("{}: {why}", path.display()))?;
    let bill = compose(&house::metadata(false)?, &lock);
    serde_json::to_string_pretty(&bill).map_err(|why| why.to_string())
}

fn compose(metadata: &Value, lock: &Value) -> Value {
    let mut components = Vec::new();
    for package in metadata.get("packages").and_then(Value::as_array).into_iter().flatten() {
        if !text(package, "source").is_empty() {
            components.push(component(
                "cargo",
                text(package, "name"),
                text(package, "version"),
                text(package, "license"),
            ));
        }
    }
    for (path, package) in lock.get("packages").and_then(Value::as_object).into_iter().flatten() {
        let is_shipped = package.get("dev") != Some(&Value::Bool(true));
        if let Some((_, name)) = path.rsplit_once("node_modules/")
            && is_shipped
        {
            components.push(component("npm", name, text(package, "version"), text(package, "license")));
        }
    }
    components.sort_by_key(|component| text(component, "purl").to_owned());
    components.dedup();
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": { "type": "application", "name": "tamga", "version": env!("CARGO_PKG_VERSION") } },
        "components": components,
    })
}

fn component(kind: &str, name: &str, version: &str, licence: &str) -> Value {
    let purl = format!("pkg:{kind}/{}@{version}", name.replace('@', "%40"));
    let mut one = json!({ "type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl });
    if let (false, Some(object)) = (licence.is_empty(), one.as_object_mut()) {
        // CycloneDX takes SPDX expressions only; the old slash means OR.
        object.insert("licenses".into(), json!([{ "expression": licence.replace('/', " OR ") }]));
    }
    one
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value.get(member).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_packages_are_listed_once_and_our_own_rooms_and_tools_are_not() {
        let metadata = json!({ "packages": [
            { "name": "serde", "version": "1.0.0", "license": "MIT/Apache-2.0", "source": "registry" },
            { "name": "tamga-origin", "version": "0.1.0", "license": "Apache-2.0", "source": null }] });
        let lock = json!({ "packages": { "": {},
            "node_modules/@lingui/core": { "version": "6.0.0", "license": "MIT" },
            "node_modules/a/node_modules/@lingui/core": { "version": "6.0.0", "license": "MIT" },
            "node_modules/vitest": { "version": "4.0.0", "dev": true } } });
        let bill = compose(&metadata, &lock);
        let refs: Vec<&str> = bill["components"].as_array().expect("a list").iter().map(|c| text(c, "purl")).collect();
        assert_eq!(refs, ["pkg:cargo/serde@1.0.0", "pkg:npm/%40lingui/core@6.0.0"]);
        assert_eq!(bill["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
    }
}
