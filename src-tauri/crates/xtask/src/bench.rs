//! How fast is it, beside what? Runs every benchmark in release and sets its lines into one table.
//!
//! A benchmark is a plain program (`harness = false`) that prints lines `bench <name> <nanoseconds per turn>`, and
//! `bench <name> <nanoseconds> vs <other>` where the figure is to be read beside another one.

use serde_json::Value;

use crate::{codes, house, peers};

struct Figure {
    room: String,
    name: String,
    nanos: f64,
    beside: Option<String>,
}

/// `cargo xtask bench`.
pub fn bench(args: &[String]) -> Result<(), String> {
    crate::only(args, &[])?;
    let targets = targets(&house::metadata(true)?);
    if targets.is_empty() {
        return Err("no room has a benchmark".into());
    }
    peers::ensure()?;
    codes::ensure(None)?;
    let mut figures = Vec::new();
    for (room, target) in &targets {
        let args = ["bench", "-p", room, "--bench", target];
        house::watch(house::cargo(args).env(peers::VARIABLE, peers::interpreter()?), |line| {
            figures.extend(figure(room, line))
        })?;
    }
    println!("\n{}", table(&figures));
    if figures.is_empty() { Err("no benchmark printed a figure".into()) } else { Ok(()) }
}

fn targets(metadata: &Value) -> Vec<(String, String)> {
    let array = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let name = |value: &Value| value.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for package in array(metadata, "packages") {
        for target in array(&package, "targets") {
            if array(&target, "kind").iter().any(|kind| kind == "bench") {
                found.push((name(&package), name(&target)));
            }
        }
    }
    found
}

fn figure(room: &str, line: &str) -> Option<Figure> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (name, nanos, beside) = match words.as_slice() {
        ["bench", name, nanos] => (name, nanos, None),
        ["bench", name, nanos, "vs", other] => (name, nanos, Some((*other).to_owned())),
        _ => return None,
    };
    Some(Figure { room: room.to_owned(), name: (*name).to_owned(), nanos: nanos.parse().ok()?, beside })
}

fn table(figures: &[Figure]) -> String {
    let mut text = format!("{:<16} {:<36} {:>12} {:>12}  ratio\n", "room", "what", "µs a turn", "turns a s");
    for one in figures {
        let other = one.beside.as_ref().and_then(|name| figures.iter().find(|other| other.name == *name));
        let ratio = other.map(|other| format!("{:.2} × {}", one.nanos / other.nanos, other.name)).unwrap_or_default();
        let (micros, rate) = (one.nanos / 1e3, 1e9 / one.nanos);
        text.push_str(&format!("{:<16} {:<36} {micros:>12.1} {rate:>12.0}  {ratio}\n", one.room, one.name));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_benchmarks_are_read_and_set_beside_each_other() {
        let lines = ["bench sign 200000", "running", "bench verify 50000 vs sign", "bench broken many"];
        let figures: Vec<Figure> = lines.iter().filter_map(|line| figure("tamga-seal", line)).collect();
        assert_eq!(figures.len(), 2);
        let text = table(&figures);
        assert!(text.contains("0.25 × sign"), "{text}");
        assert!(text.contains("5000"), "{text}");
    }

    #[test]
    fn benchmark_targets_are_found_by_their_kind() {
        let metadata = serde_json::json!({ "packages": [{ "name": "a", "targets": [
            { "name": "a", "kind": ["lib"] }, { "name": "speed", "kind": ["bench"] }] }] });
        assert_eq!(targets(&metadata), [("a".to_owned(), "speed".to_owned())]);
    }
}
