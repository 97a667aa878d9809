//! How does somebody see it run? Set-up, build, and the demonstration in a window or in the terminal.

use crate::{codes, front, house, system};

/// `cargo xtask run`.
pub fn run(args: &[String]) -> Result<(), String> {
    crate::only(args, &["--terminal", "--release"])?;
    let release = args.iter().any(|arg| arg == "--release");
    let terminal = args.iter().any(|arg| arg == "--terminal");
    if terminal || !system::has_display() {
        if !terminal {
            println!(
                "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY): the story is told in the terminal."
            );
        }
        return in_terminal(release);
    }
    system::ensure(system::BUILD)?;
    front::ensure_built()?;
    let mut build = vec!["build", "-p", "tamga-desktop", "--features", "tamga-desktop/custom-protocol"];
    if release {
        build.push("--release");
    }
    house::must(&mut house::cargo(build))?;
    codes::ensure(None)?;
    let program = program("tamga-desktop", release)?;
    println!("Opening the demonstration. Close the window to end it.");
    house::must(&mut house::tool(&program, ["--demo"]))
}

fn in_terminal(release: bool) -> Result<(), String> {
    let mut build = vec!["build", "-p", "tamga-cli", "--bin", "tamga"];
    if release {
        build.push("--release");
    }
    house::must(&mut house::cargo(build))?;
    codes::ensure(None)?;
    house::must(&mut house::tool(&program("tamga", release)?, ["demo"]))
}

fn program(name: &str, release: bool) -> Result<String, String> {
    let profile = if release { "release" } else { "debug" };
    let path = house::target()?.join(profile).join(name).with_extension(std::env::consts::EXE_EXTENSION);
    Ok(path.to_string_lossy().into_owned())
}
