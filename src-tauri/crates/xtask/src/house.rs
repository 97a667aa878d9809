//! Where is the house, and how is a tool called in it?

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use crate::silence;

/// Features of the whole house: the window without its development server, and the maker of the code lists.
pub const FEATURES: &str = "tamga-desktop/custom-protocol,tamga-codes/builder";

/// The repository's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(3).unwrap_or(here).to_path_buf()
}

/// A tool, called from the root.
pub fn tool<I: AsRef<OsStr>>(program: &str, args: impl IntoIterator<Item = I>) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root());
    command
}

/// The cargo that started us.
pub fn cargo<I: AsRef<OsStr>>(args: impl IntoIterator<Item = I>) -> Command {
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let mut command = tool(&program, args);
    // What cargo sets for us would make the inner cargo build everything a second time.
    for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_PKG_VERSION", "CARGO_MANIFEST_PATH"] {
        command.env_remove(name);
    }
    command
}

/// Runs a tool with its output on ours; an error names it.
pub fn must(command: &mut Command) -> Result<(), String> {
    let shown = show(command);
    println!("$ {shown}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}")),
        Err(why) => Err(format!("`{shown}` could not be started: {why}")),
    }
}

/// Runs a tool, passes its standard output through line by line, and shows each line to `look`.
pub fn watch(command: &mut Command, look: impl FnMut(&str)) -> Result<(), String> {
    watch_with(command, Duration::MAX, look)
}

/// The same; what the tool started is ended when nothing is heard for so long.
pub fn watch_with(command: &mut Command, patience: Duration, mut look: impl FnMut(&str)) -> Result<(), String> {
    let shown = show(command);
    println!("$ {shown}");
    let mut child =
        command.stdout(Stdio::piped()).spawn().map_err(|why| format!("`{shown}` could not be started: {why}"))?;
    let (tell, told) = mpsc::channel();
    let reader = child.stdout.take().map(|out| std::thread::spawn(move || pass_on(out, &tell)));
    loop {
        match told.recv_timeout(patience) {
            Ok(line) => {
                print!("{line}");
                look(line.trim_end());
            }
            Err(RecvTimeoutError::Timeout) => _ = silence::end_children(child.id()),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let heard = reader.map_or(Ok(Ok(())), std::thread::JoinHandle::join);
    let status = child.wait().map_err(|why| format!("`{shown}`: {why}"))?;
    match heard {
        Ok(Err(why)) => Err(format!("`{shown}`: {why}")),
        Err(_) => Err(format!("`{shown}`: what it printed could not be read")),
        Ok(Ok(())) if status.success() => Ok(()),
        Ok(Ok(())) => Err(format!("`{shown}` ended with {status}")),
    }
}

/// Hands on line by line until there is no more, or nobody listens.
fn pass_on(out: impl Read, tell: &mpsc::Sender<String>) -> std::io::Result<()> {
    let mut reader = BufReader::new(out);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        if tell.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
            break;
        }
        line.clear();
    }
    Ok(())
}

/// What a tool prints on standard output, or why there is nothing.
pub fn ask(command: &mut Command) -> Result<String, String> {
    let shown = show(command);
    let output = command.output().map_err(|why| format!("`{shown}` could not be started: {why}"))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{shown}` ended with {}: {}", output.status, words.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program can be found on the path.
pub fn is_there(program: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else { return false };
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// The folder cargo builds into.
pub fn target() -> Result<PathBuf, String> {
    let metadata = metadata(true)?;
    let folder = metadata.get("target_directory").and_then(serde_json::Value::as_str);
    folder.map(PathBuf::from).ok_or_else(|| "cargo metadata names no target folder".to_owned())
}

/// What cargo knows of the workspace; with `bare` without the outside packages.
pub fn metadata(bare: bool) -> Result<serde_json::Value, String> {
    let mut args = vec!["metadata", "--format-version", "1", "--locked"];
    if bare {
        args.push("--no-deps");
    }
    let text = ask(&mut cargo(args))?;
    serde_json::from_str(&text).map_err(|why| format!("cargo metadata is not readable: {why}"))
}

fn show(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|arg| arg.to_string_lossy().into_owned()));
    if let Some(first) = words.first_mut()
        && let Some(name) = Path::new(first.as_str()).file_name()
    {
        *first = name.to_string_lossy().into_owned();
    }
    words.join(" ")
}
