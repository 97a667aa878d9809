//! Which room may use which, and which outside package belongs to whom?

use std::collections::BTreeMap;

use serde_json::Value;

/// Who may use whom. What is not listed is forbidden; ARCHITECTURE.md gives the reasons.
const EDGES: &[(&str, &[&str])] = &[
    ("tamga-origin", &[]),
    ("tamga-xml", &[]),
    ("tamga-protocol", &["tamga-origin"]),
    ("tamga-formats", &["tamga-origin", "tamga-xml"]),
    ("tamga-seal", &["tamga-origin", "tamga-xml"]),
    ("tamga-paper", &["tamga-origin"]),
    ("tamga-codes", &["tamga-origin"]),
    ("tamga-store", &["tamga-origin", "tamga-protocol"]),
    ("tamga-courier", &["tamga-origin", "tamga-protocol"]),
    (
        "tamga-office",
        &[
            "tamga-origin",
            "tamga-xml",
            "tamga-formats",
            "tamga-seal",
            "tamga-paper",
            "tamga-codes",
            "tamga-store",
            "tamga-protocol",
            "tamga-courier",
        ],
    ),
    ("tamga-api", &["tamga-office", "tamga-origin"]),
    ("tamga-gateway", &["tamga-origin", "tamga-protocol", "tamga-seal", "tamga-formats", "tamga-courier"]),
    ("tamga-demo", &["tamga-office", "tamga-gateway", "tamga-origin", "tamga-seal", "tamga-courier", "tamga-protocol"]),
    ("tamga-cli", &["tamga-office", "tamga-gateway", "tamga-api", "tamga-demo", "tamga-codes", "tamga-origin"]),
    ("tamga-desktop", &["tamga-api", "tamga-office", "tamga-demo", "tamga-origin"]),
    ("xtask", &[]),
];

/// Small packages that any room may name.
const FLOOR: &[&str] = &[
    "serde",
    "serde_json",
    "thiserror",
    "tokio",
    "tracing",
    "uuid",
    "base64",
    "sha2",
    "proptest",
    "insta",
    "tempfile",
];

/// Outside packages that stand in more than one manifest on purpose: the gateway keeps its own embedded store, serves TLS
/// itself, unpacks what it is sent, compares numbers as the registers do and has a command line of its own; code lists
/// are a searchable file of their own and are searched by folded words as the registers are; four rooms read a
/// configuration or a typed list; documents travel zipped between folders; the types of the API describe themselves; and
/// each program, no library, chooses how its memory is kept.
const SHARED: &[(&str, &[&str])] = &[
    ("clap", &["tamga-cli", "tamga-gateway"]),
    ("csv", &["tamga-formats", "tamga-codes"]),
    ("flate2", &["tamga-codes", "tamga-gateway"]),
    ("mimalloc", &["tamga-cli", "tamga-gateway", "tamga-desktop"]),
    ("rusqlite", &["tamga-store", "tamga-codes", "tamga-gateway"]),
    ("rustls", &["tamga-courier", "tamga-gateway"]),
    ("toml", &["tamga-formats", "tamga-codes", "tamga-office", "tamga-gateway"]),
    ("unicode-normalization", &["tamga-store", "tamga-codes", "tamga-gateway"]),
    ("utoipa", &["tamga-protocol", "tamga-gateway"]),
    ("zip", &["tamga-formats", "tamga-codes", "tamga-courier"]),
];

/// Edges between rooms that the table does not allow. Tests may look at more than the room they test.
pub fn forbidden(metadata: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let names: Vec<&str> = packages(metadata).iter().filter_map(|package| name(package)).collect();
    for package in packages(metadata).iter().filter(|package| !is_for_tests(package)) {
        let Some(room) = name(package) else { continue };
        let Some((_, allowed)) = EDGES.iter().find(|(known, _)| *known == room) else {
            found.push(format!("{room}: this room is not in the table of rooms"));
            continue;
        };
        for other in shipped(package).filter(|other| names.contains(other)) {
            if !allowed.contains(&other) {
                found.push(format!("{room}: may not use {other}"));
            }
        }
    }
    found
}

/// Outside packages that more than one room imports, apart from the floor and the recorded exceptions.
pub fn second_manifests(metadata: &Value) -> Vec<String> {
    let ours: Vec<&str> = packages(metadata).iter().filter_map(|package| name(package)).collect();
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages(metadata).iter().filter(|package| !is_for_tests(package)) {
        let Some(room) = name(package) else { continue };
        for other in shipped(package).filter(|other| !ours.contains(other) && !FLOOR.contains(other)) {
            let rooms = users.entry(other).or_default();
            if !rooms.contains(&room) {
                rooms.push(room);
            }
        }
    }
    let is_recorded = |outside: &str, rooms: &[&str]| {
        let recorded = SHARED.iter().find(|(known, _)| *known == outside).map(|(_, rooms)| *rooms);
        recorded.is_some_and(|recorded| rooms.iter().all(|room| recorded.contains(room)))
    };
    users
        .iter()
        .filter(|(outside, rooms)| rooms.len() > 1 && !is_recorded(outside, rooms))
        .map(|(outside, rooms)| format!("{outside}: belongs to one room, but stands in {}", rooms.join(", ")))
        .collect()
}

fn packages(metadata: &Value) -> &[Value] {
    metadata.get("packages").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn name(package: &Value) -> Option<&str> {
    package.get("name").and_then(Value::as_str)
}

/// Packages below `tests/` ship nothing and may look at every room; no room may be built with one of them.
fn is_for_tests(package: &Value) -> bool {
    let path = package.get("manifest_path").and_then(Value::as_str).unwrap_or_default().replace('\\', "/");
    let mut folders = path.rsplit('/').skip(1);
    !path.contains("/src-tauri/") && folders.any(|folder| folder == "tests")
}

/// What a room is built with; test-only dependencies are left out.
fn shipped(package: &Value) -> impl Iterator<Item = &str> {
    let all = package.get("dependencies").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    all.iter().filter(|dependency| dependency.get("kind").and_then(Value::as_str) != Some("dev")).filter_map(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    type Uses<'a> = &'a [(&'a str, Option<&'a str>)];

    fn house(rooms: &[(&str, Uses<'_>)]) -> Value {
        let packages: Vec<Value> = rooms
            .iter()
            .map(|(name, uses)| {
                let uses: Vec<Value> = uses.iter().map(|(name, kind)| json!({ "name": name, "kind": kind })).collect();
                json!({ "name": name, "dependencies": uses })
            })
            .collect();
        json!({ "packages": packages })
    }

    #[test]
    fn an_adapter_that_uses_another_adapter_is_found() {
        let bad = house(&[("tamga-store", &[("tamga-seal", None)]), ("tamga-seal", &[])]);
        assert_eq!(forbidden(&bad), ["tamga-store: may not use tamga-seal"]);
    }

    #[test]
    fn the_same_edge_in_tests_only_is_allowed() {
        let fine = house(&[("tamga-store", &[("tamga-seal", Some("dev"))]), ("tamga-seal", &[])]);
        assert!(forbidden(&fine).is_empty());
    }

    #[test]
    fn a_package_of_the_tests_may_use_every_room_and_no_room_may_use_it() {
        let story = json!({ "name": "tamga-stories", "manifest_path": "/house/tests/stories/Cargo.toml",
            "dependencies": [{ "name": "tamga-store", "kind": null }] });
        let store = json!({ "name": "tamga-store", "manifest_path": "/house/src-tauri/crates/store/Cargo.toml",
            "dependencies": [{ "name": "tamga-stories", "kind": null }] });
        let found = forbidden(&json!({ "packages": [story, store] }));
        assert_eq!(found, ["tamga-store: may not use tamga-stories"]);
    }

    #[test]
    fn an_edge_hidden_in_a_build_script_is_found() {
        let bad = house(&[("tamga-origin", &[("tamga-xml", Some("build"))]), ("tamga-xml", &[])]);
        assert_eq!(forbidden(&bad), ["tamga-origin: may not use tamga-xml"]);
    }

    #[test]
    fn a_room_nobody_planned_is_found() {
        assert_eq!(forbidden(&house(&[("tamga-utils", &[])])), ["tamga-utils: this room is not in the table of rooms"]);
    }

    #[test]
    fn an_outside_package_in_a_second_manifest_is_found_unless_it_is_of_the_floor() {
        let bad = house(&[
            ("tamga-formats", &[("quick-xml", None), ("serde", None)]),
            ("tamga-xml", &[("quick-xml", None), ("serde", None)]),
        ]);
        assert_eq!(second_manifests(&bad), ["quick-xml: belongs to one room, but stands in tamga-formats, tamga-xml"]);
    }

    #[test]
    fn a_recorded_exception_holds_for_the_recorded_rooms_only() {
        let fine = house(&[("tamga-store", &[("rusqlite", None)]), ("tamga-gateway", &[("rusqlite", None)])]);
        assert!(second_manifests(&fine).is_empty());
        let bad = house(&[("tamga-store", &[("rusqlite", None)]), ("tamga-office", &[("rusqlite", None)])]);
        assert_eq!(second_manifests(&bad).len(), 1);
    }
}
