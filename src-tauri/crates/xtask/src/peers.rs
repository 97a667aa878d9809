//! Are the independent readers in Python there? They live in an environment of their own below the target folder and
//! judge what the tests and benchmarks show them; the product itself needs none of them.

use std::path::PathBuf;

use crate::{front, house, system};

/// What the tests find the interpreter by.
pub const VARIABLE: &str = "TAMGA_PEERS";

/// The pinned packages, from the root of the project.
const PINNED: &str = "tests/peers/requirements.txt";

/// The interpreter that sees the packages; it may not exist yet.
pub fn interpreter() -> Result<PathBuf, String> {
    let folder = house::target()?.join("peers");
    Ok(if cfg!(windows) { folder.join("Scripts").join("python.exe") } else { folder.join("bin").join("python3") })
}

/// Makes the environment, or makes it anew when a pin changed.
pub fn ensure() -> Result<(), String> {
    let (folder, python) = (house::target()?.join("peers"), interpreter()?);
    let (stamp, pins) = (folder.join(".tamga-pins"), front::digest(&house::root(), &[PINNED])?);
    if python.is_file() && front::is_stamped(&stamp, &pins) {
        return Ok(());
    }
    system::ensure(system::PEERS)?;
    let made = house::must(&mut house::tool("python3", ["-m", "venv", "--clear", &folder.display().to_string()]));
    made.map_err(|why| format!("{why}\nPython 3 with its `venv` module is needed for the peer tests."))?;
    let pinned = house::root().join(PINNED).display().to_string();
    let args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", "-r", &pinned];
    house::must(&mut house::tool(&python.display().to_string(), args))?;
    front::write(&stamp, &pins)
}
