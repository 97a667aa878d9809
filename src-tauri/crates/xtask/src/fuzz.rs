//! Does any reader fall over bytes that nobody thought of? Builds the fuzz targets and runs them side by side for a time.
//! A long run of its own: the tests do not call it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::house;

const FOLDER: &str = "tests/fuzz";

/// Which room's example writes first inputs.
const SEEDS: [(&str, &str); 4] = [
    ("tamga-formats", "seeds"),
    ("tamga-seal", "seal_seeds"),
    ("tamga-paper", "pdf_seeds"),
    ("tamga-courier", "message_seeds"),
];

/// `cargo xtask fuzz [--minutes N] [TARGET…]`.
pub fn fuzz(args: &[String]) -> Result<(), String> {
    let usage = || "usage: cargo xtask fuzz [--minutes N] [TARGET…]".to_owned();
    let (minutes, wanted) = match args {
        [flag, minutes, wanted @ ..] if flag == "--minutes" => (minutes.parse::<u64>().map_err(|_| usage())?, wanted),
        wanted if wanted.iter().any(|word| word.starts_with('-')) => return Err(usage()),
        wanted => (1, wanted),
    };
    let known = targets()?;
    if let Some(stranger) = wanted.iter().find(|name| !known.contains(name)) {
        return Err(format!("`{stranger}` is no fuzz target; there are: {}", known.join(" ")));
    }
    let chosen: Vec<&String> = known.iter().filter(|name| wanted.is_empty() || wanted.contains(name)).collect();
    ensure_tool()?;
    let out = house::target()?.join("fuzz");
    build(&out)?;
    let corpus = out.join("corpus");
    for (room, seeds) in SEEDS {
        let seeds = ["run", "--quiet", "-p", room, "--example", seeds, "--"];
        house::must(house::cargo(seeds).arg(&corpus))?;
    }
    let mut running = Vec::new();
    for name in chosen {
        running.push((name.clone(), start(&out, name, minutes)?));
    }
    println!("{} targets run for {minutes} minutes, beside one another", running.len());
    let mut fallen = Vec::new();
    println!("\n{:<20} {:>14} {:>10} {:>10}  end", "target", "inputs", "corpus", "features");
    for (name, mut child) in running {
        let end = child.wait().map_err(|why| format!("{name}: {why}"))?;
        let log = std::fs::read_to_string(log(&out, &name)).unwrap_or_default();
        let said = last(&log);
        println!("{name:<20} {:>14} {:>10} {:>10}  {end}", said.inputs, said.corpus, said.features);
        if !end.success() {
            fallen.push(format!("{name}: see {}", self::log(&out, &name).display()));
        }
    }
    if fallen.is_empty() { Ok(()) } else { Err(fallen.join("\n")) }
}

fn targets() -> Result<Vec<String>, String> {
    let folder = house::root().join(FOLDER).join("targets");
    let entries = std::fs::read_dir(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let name = |path: PathBuf| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let mut names: Vec<String> = entries.flatten().filter_map(|entry| name(entry.path())).collect();
    names.sort();
    Ok(names)
}

fn ensure_tool() -> Result<(), String> {
    if house::ask(&mut house::cargo(["fuzz", "--version"])).is_ok() {
        return Ok(());
    }
    house::must(&mut house::cargo(["install", "cargo-fuzz", "--locked"]))
}

fn build(out: &Path) -> Result<(), String> {
    let target = out.display().to_string();
    // Coverage counters need flags that the stable compiler keeps behind this variable.
    let args = ["fuzz", "build", "--fuzz-dir", FOLDER, "--sanitizer", "none", "--target-dir", &target];
    house::must(house::cargo(args).env("RUSTC_BOOTSTRAP", "1"))
}

/// The program of a target, wherever the tool puts it for this machine.
fn binary(out: &Path, name: &str) -> Result<PathBuf, String> {
    let found = std::fs::read_dir(out).map_err(|why| format!("{}: {why}", out.display()))?;
    let program = Path::new("release").join(name).with_extension(std::env::consts::EXE_EXTENSION);
    let mut places = found.flatten().map(|entry| entry.path().join(&program));
    places.find(|path| path.is_file()).ok_or_else(|| format!("{name} was not built"))
}

fn log(out: &Path, name: &str) -> PathBuf {
    out.join(format!("{name}.log"))
}

fn start(out: &Path, name: &str, minutes: u64) -> Result<Child, String> {
    let words = std::fs::File::create(log(out, name)).map_err(|why| format!("{name}: {why}"))?;
    let falls = out.join("falls").join(name);
    let corpus = out.join("corpus").join(name);
    for folder in [&falls, &corpus] {
        std::fs::create_dir_all(folder).map_err(|why| format!("{name}: {why}"))?;
    }
    let mut command = Command::new(binary(out, name)?);
    command
        .arg(&corpus)
        .arg(format!("-max_total_time={}", minutes * 60))
        .arg(format!("-artifact_prefix={}/", falls.display()))
        .args(["-print_final_stats=1", "-timeout=10", "-rss_limit_mb=2048", "-max_len=65536"])
        .current_dir(house::root())
        .stdout(Stdio::null())
        .stderr(words);
    command.spawn().map_err(|why| format!("{name}: {why}"))
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    inputs: String,
    corpus: String,
    features: String,
}

/// What the last line of progress says.
fn last(log: &str) -> Said {
    let mut said = Said::default();
    for line in log.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let counted = words.first().and_then(|word| word.strip_prefix('#')).filter(|word| word.parse::<u64>().is_ok());
        let Some(inputs) = counted else { continue };
        let after = |key: &str| {
            let at = words.iter().position(|word| *word == key)?;
            words.get(at + 1).map(|word| (*word).to_owned())
        };
        said.inputs = inputs.to_owned();
        said.corpus = after("corp:").unwrap_or(said.corpus);
        said.features = after("ft:").unwrap_or(said.features);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_progress_is_what_counts() {
        let log = "INFO: x\n#2 INITED cov: 5 ft: 6 corp: 1/1b exec/s: 0 rss: 30Mb\n#4096 NEW cov: 9 ft: 12 corp: 7/90b\n###### Recommended dictionary. ######\n";
        let expected = Said { inputs: "4096".into(), corpus: "7/90b".into(), features: "12".into() };
        assert_eq!(last(log), expected);
    }
}
