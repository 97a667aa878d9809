//! How is a program with a window started, driven and ended? One WebKitWebDriver per program, in its own process
//! group, with folders of its own, so that nothing of one test reaches another or outlives it.

use std::fs::File;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::screen::Screen;

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What a test gives the program on its way.
#[derive(Default, Clone)]
pub struct Given {
    /// The file that answers every dialog.
    pub dialog: Option<PathBuf>,
    /// Address of a session bus; none for a machine without one.
    pub bus: Option<String>,
}

/// A driver with its program.
pub struct Driver {
    pub client: Client,
    pub process: Child,
    _screen: Arc<Screen>,
}

impl Driver {
    /// Starts a program with these arguments; `home` gets its folders and logs.
    pub async fn of(program: &str, home: &Path, args: &[&str], given: &Given) -> Self {
        let screen = Screen::shared();
        let port = free_port();
        let log = File::create(home.join(format!("driver-{port}.log"))).expect("a log can be written");
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg("--host=127.0.0.1")
            .arg(format!("--port={port}"))
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .stderr(log.try_clone().expect("a second handle"))
            .stdout(log)
            .process_group(0);
        surround(&mut command, home, screen.display(), given);
        let process = command.spawn().expect("WebKitWebDriver is installed (`cargo xtask test` does that)");
        let mut guard = Group(Some(process));
        let address = format!("http://127.0.0.1:{port}");
        until_ready(port).await;
        let mut capabilities = Capabilities::new();
        capabilities.insert("webkitgtk:browserOptions".to_owned(), json!({ "binary": program, "args": args }));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&address)
            .await
            .expect("the driver starts the program");
        let process = guard.0.take().expect("still held");
        Self { client, process, _screen: screen }
    }

    /// Ends the program as a person does who closes its window.
    pub async fn close(mut self) {
        // The program may be gone already, which is what is wanted.
        let _ = self.client.clone().close().await;
        end(&mut self.process);
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

struct Group(Option<Child>);

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(process) = &mut self.0 {
            end(process);
        }
    }
}

/// Ends the driver and everything it started; else the program would stay and hold our pipes and its office.
fn end(process: &mut Child) {
    let group = format!("-{}", process.id());
    // What has ended already cannot be ended again.
    let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
    let _ = process.wait();
    let until = Instant::now() + PATIENCE;
    while lives(process.id()) && Instant::now() < until {
        std::thread::yield_now();
    }
}

/// Does a process of that group still hold anything? One that has ended, with all its threads, does not, even before
/// somebody fetches it.
fn lives(group: u32) -> bool {
    let group = group.to_string();
    let stats = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut stats = stats.filter_map(|entry| std::fs::read_to_string(entry.path().join("stat")).ok());
    stats.any(|stat| {
        // After the name in brackets: state, parent, group, and as the eighteenth the number of threads.
        let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let field = |at: usize| fields.get(at).copied().unwrap_or_default();
        let has_ended = field(0) == "Z" && field(17).parse().unwrap_or(0) <= 1;
        field(2) == group && !has_ended
    })
}

/// Folders, screen and bus of one program.
pub fn surround(command: &mut Command, home: &Path, display: &str, given: &Given) {
    for (name, folder) in [("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache")] {
        let folder = home.join(folder);
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        command.env(name, folder);
    }
    command.env("DISPLAY", display).env_remove("WAYLAND_DISPLAY").env_remove("TAMGA_DIALOG_ANSWER");
    match &given.bus {
        Some(bus) => command.env("DBUS_SESSION_BUS_ADDRESS", bus),
        // A machine without a session bus, whatever this one has.
        None => command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"),
    };
    if let Some(path) = &given.dialog {
        command.env("TAMGA_DIALOG_ANSWER", path);
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("its number").port()
}

async fn until_ready(port: u16) {
    let until = Instant::now() + PATIENCE;
    while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        assert!(Instant::now() < until, "WebKitWebDriver does not listen");
        tokio::task::yield_now().await;
    }
}
