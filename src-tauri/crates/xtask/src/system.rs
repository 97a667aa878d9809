//! What does this machine lack? System packages, asked for once and installed in one call.

use std::path::Path;

use crate::house;

/// Enough to build the window.
pub const BUILD: &[&str] = &["libwebkit2gtk-4.1-dev"];

/// What the tests call beside it: window driver, virtual display, browser, independent readers, cards made of software,
/// a key ring, a database server, a network of their own.
pub const TESTS: &[&str] = &[
    "libwebkit2gtk-4.1-dev",
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "dbus",
    "chromium",
    "xmlsec1",
    "libxml2-utils",
    "qpdf",
    "poppler-utils",
    "openssl",
    "age",
    "softhsm2",
    "opensc",
    "gnome-keyring",
    "postgresql",
    "iproute2",
];

/// What the independent readers in Python need.
pub const PEERS: &[&str] = &["python3", "python3-venv"];

/// Makes sure the packages are there: installs on Debian and its relatives, names them elsewhere and goes on.
pub fn ensure(packages: &[&str]) -> Result<(), String> {
    if !is_debian() {
        println!("{}", words_elsewhere(packages));
        return Ok(());
    }
    let missing = missing(packages, &installed(packages));
    if missing.is_empty() {
        return Ok(());
    }
    println!("These system packages are missing and will be installed: {}", missing.join(" "));
    install(&missing)
}

fn install(missing: &[&str]) -> Result<(), String> {
    let by_hand = format!("apt-get install --no-install-recommends {}", missing.join(" "));
    let is_root = house::ask(&mut house::tool("id", ["-u"])).is_ok_and(|id| id.trim() == "0");
    let apt = |args: &[&str]| {
        let mut command = if is_root { house::tool("apt-get", args) } else { house::tool("sudo", ["apt-get"]) };
        if !is_root {
            command.args(args);
        }
        command.env("DEBIAN_FRONTEND", "noninteractive");
        house::must(&mut command)
    };
    if !is_root && !house::is_there("sudo") {
        return Err(format!("Not root, and there is no sudo. As root, run:\n  {by_hand}"));
    }
    let hint = |why: String| format!("{why}\nInstall them by hand, then start again:\n  {by_hand}");
    apt(&["update", "-q"]).map_err(hint)?;
    let mut args = vec!["install", "-y", "-q", "--no-install-recommends"];
    args.extend(missing);
    apt(&args).map_err(hint)
}

fn installed(packages: &[&str]) -> String {
    let mut args = vec!["-W", "-f=${Package} ${Status}\n"];
    args.extend(packages);
    // The exit status is 1 as soon as one package is unknown; what is printed still counts.
    let output = house::tool("dpkg-query", args).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
}

fn missing<'a>(packages: &[&'a str], installed: &str) -> Vec<&'a str> {
    let has = |package: &str| installed.lines().any(|line| line == format!("{package} install ok installed"));
    packages.iter().copied().filter(|package| !has(package)).collect()
}

/// Whether packages are installed by this program here.
pub fn is_debian() -> bool {
    is_release_of_debian(&std::fs::read_to_string("/etc/os-release").unwrap_or_default())
        && house::is_there("dpkg-query")
}

fn is_release_of_debian(os_release: &str) -> bool {
    let value = |line: &str| line.split_once('=').map(|(_, value)| value.trim_matches('"').to_owned());
    let mut lines = os_release.lines();
    lines.any(|line| {
        (line.starts_with("ID=") || line.starts_with("ID_LIKE="))
            && value(line).is_some_and(|value| value.split(' ').any(|word| word == "debian" || word == "ubuntu"))
    })
}

fn words_elsewhere(packages: &[&str]) -> String {
    let tests = packages.len() > BUILD.len();
    let mut words = String::from(
        "System packages are installed by this command on Debian only. Elsewhere, see to it that these are there:\n",
    );
    let add = if tests {
        " webkit2gtk-driver xorg-x11-server-Xvfb xmlsec1 qpdf poppler-utils chromium postgresql-server"
    } else {
        ""
    };
    words.push_str(&format!("  Fedora   dnf install webkit2gtk4.1-devel{add}\n"));
    let add = if tests { " xorg-server-xvfb xmlsec qpdf poppler chromium postgresql" } else { "" };
    words.push_str(&format!("  Arch     pacman -S webkit2gtk-4.1{add}\n"));
    let add = if tests { "; brew install libxmlsec1 qpdf poppler postgresql" } else { "" };
    words.push_str(&format!("  macOS    xcode-select --install{add}\n"));
    words.push_str("  Windows  the C++ build tools of Visual Studio; WebView2 is part of Windows\n");
    words.push_str("Going on with what is here.");
    words
}

/// Whether a window can be opened here.
pub fn has_display() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Says what is missing for the window's own half, before a tool says it less clearly.
pub fn ensure_node() -> Result<(), String> {
    if house::is_there(if cfg!(windows) { "npm.cmd" } else { "npm" }) || Path::new("/usr/bin/npm").exists() {
        return Ok(());
    }
    Err("Node.js 20.19 or newer with npm is needed; it was not found on the path.".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_counts_only_when_it_is_fully_installed() {
        let seen = "xvfb install ok installed\nqpdf deinstall ok config-files\nxauth install ok half-configured\n";
        assert_eq!(missing(&["xvfb", "qpdf", "xauth", "chromium"], seen), ["qpdf", "xauth", "chromium"]);
    }

    #[test]
    fn relatives_of_debian_are_known_by_their_release_file() {
        assert!(is_release_of_debian("NAME=x\nID=debian\n"));
        assert!(is_release_of_debian("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_release_of_debian("ID=fedora\nID_LIKE=\"rhel\"\nVARIANT=debian\n"));
    }
}
