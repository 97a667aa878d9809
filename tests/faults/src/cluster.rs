//! A PostgreSQL cluster of one run alone: in a temporary folder, on a loopback port, run by a user without rights. It
//! ends with the process that started it, however that ends, and can be killed on purpose.

use std::io::{self, BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::Identity;

const SCRIPT: &str = include_str!("cluster.sh");
const PASSWORD: &str = "not-for-the-log";
/// The longest that a cluster may take to be made, to answer and to end.
const PATIENCE: Duration = Duration::from_secs(60);
/// What a standby calls itself.
const STANDBY: &str = "standby";
/// Set where PostgreSQL has to be there: its absence is a failure then.
const NEEDED: &str = "TAMGA_NEEDS_POSTGRES";

/// A cluster that runs. Its keeper stops it when its standard input closes, and starts the server again before that.
#[derive(Debug)]
pub struct Cluster {
    keeper: Child,
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let until = Instant::now() + PATIENCE;
        while matches!(self.keeper.try_wait(), Ok(None)) {
            if Instant::now() >= until {
                // A server that does not end when asked to; nothing is lost when it cannot be killed either.
                let _ = kill(&self.folder);
                let _ = self.keeper.kill();
                let _ = self.keeper.wait();
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Cluster {
    /// Starts one with settings (`fsync=off`); says so and answers nothing where there is no PostgreSQL 15 or later.
    ///
    /// # Errors
    /// When it does not start, or is not there though `TAMGA_NEEDS_POSTGRES` is set.
    pub fn start(settings: &[&str]) -> io::Result<Option<Self>> {
        Self::begin(settings, &[])
    }

    /// A second server that follows this one and may take its place; from now on no commit here ends before it is on
    /// both disks.
    ///
    /// # Errors
    /// When it does not follow within a minute.
    pub fn standby(&self, settings: &[&str]) -> io::Result<Self> {
        let from = format!("{}?application_name={STANDBY}", self.address("postgres"));
        let standby = Self::begin(settings, &[("FROM", from.as_str())])?;
        let standby = standby.ok_or_else(|| io::Error::other("PostgreSQL went away"))?;
        self.until_it_is("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")?;
        let names = format!("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 ({STANDBY})'");
        self.ask(&["-c", names.as_str(), "-c", "SELECT pg_reload_conf()"])?;
        self.until_it_is("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'")?;
        Ok(standby)
    }

    /// This standby stops following and takes writes itself.
    ///
    /// # Errors
    /// When it does not within a minute.
    pub fn promote(&self) -> io::Result<()> {
        self.ask(&["-c", "SELECT pg_promote()"])?;
        self.until_it_is("SELECT count(*) WHERE NOT pg_is_in_recovery()")
    }

    /// Kills the server as a power cut would, and nobody starts it again.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub fn end_for_good(&self) -> io::Result<()> {
        std::fs::write(self.folder.join("over"), "")?;
        self.kill_the_server()
    }

    /// Waits until a question is answered with one.
    fn until_it_is(&self, question: &str) -> io::Result<()> {
        let until = Instant::now() + PATIENCE;
        while self.ask(&["-c", question])?.trim() != "1" {
            if Instant::now() >= until {
                return Err(io::Error::other(format!("not so within {PATIENCE:?}: {question}")));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn ask(&self, args: &[&str]) -> io::Result<String> {
        let mut psql = self.program("psql");
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]).args(args).arg(self.address("postgres"));
        let told = psql.output()?;
        if !told.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&told.stderr).into_owned()));
        }
        Ok(String::from_utf8_lossy(&told.stdout).into_owned())
    }

    /// The same with TLS, which a client may ask for.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub fn start_with_tls(settings: &[&str], identity: &Identity) -> io::Result<Option<Self>> {
        Self::begin(settings, &[("CERTIFICATE", &identity.certificate_pem), ("KEY", &identity.key_pem)])
    }

    /// `told` is what the script reads beside its arguments.
    fn begin(settings: &[&str], told: &[(&str, &str)]) -> io::Result<Option<Self>> {
        let Some(programs) = programs() else {
            if std::env::var_os(NEEDED).is_some() {
                return Err(io::Error::other("PostgreSQL 15 or later is needed here"));
            }
            println!("skipped: no PostgreSQL");
            return Ok(None);
        };
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = unprivileged();
        command.arg("-c").arg(SCRIPT).arg("cluster.sh").arg(&programs).args([&port.to_string(), PASSWORD]);
        settings.iter().for_each(|setting| _ = command.args(["-c", setting]));
        command.envs(told.iter().copied());
        let mut keeper = command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let stdout = keeper.stdout.take();
        let mut cluster = Self { keeper, folder: PathBuf::new(), programs, port };
        let (said, hears) = mpsc::channel();
        std::thread::spawn(move || {
            let mut folder = String::new();
            let read = stdout.map(|stdout| BufReader::new(stdout).read_line(&mut folder)).transpose();
            // Whoever waited may have lost patience.
            let _ = said.send(read.map(|_| folder));
        });
        let late = |_| io::Error::new(io::ErrorKind::TimedOut, "a cluster is not made in time");
        cluster.folder = hears.recv_timeout(PATIENCE).map_err(late)??.trim_end().into();
        cluster.until_it_answers()?;
        Ok(Some(cluster))
    }

    /// Waits until the server takes connections.
    ///
    /// # Errors
    /// When it does not within a minute.
    pub fn until_it_answers(&self) -> io::Result<()> {
        let until = Instant::now() + PATIENCE;
        let port = self.port.to_string();
        while !self.program("pg_isready").args(["-q", "-h", "127.0.0.1", "-p", &port]).status()?.success() {
            if Instant::now() >= until {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(io::Error::other(format!("the server does not answer: {log}")));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// A program of the same version, such as `pgbench`.
    pub fn program(&self, name: &str) -> Command {
        Command::new(self.programs.join(name))
    }

    /// `postgresql://…` of one of its databases; `postgres` is there from the beginning.
    pub fn address(&self, database: &str) -> String {
        format!("postgresql://tamga:{PASSWORD}@127.0.0.1:{}/{database}", self.port)
    }

    /// The same of this server and another one, whichever of them takes writes.
    pub fn address_of_either(&self, other: &Self, database: &str) -> String {
        let (own, other) = (self.port, other.port);
        format!(
            "postgresql://tamga:{PASSWORD}@127.0.0.1:{own},127.0.0.1:{other}/{database}?target_session_attrs=read-write"
        )
    }

    /// Kills the server as a power cut would; its keeper starts it again.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub fn kill_the_server(&self) -> io::Result<()> {
        kill(&self.folder)
    }

    /// The same after a moment, while something else goes on.
    pub fn kill_the_server_after(&self, spins: usize) -> JoinHandle<io::Result<()>> {
        let folder = self.folder.clone();
        std::thread::spawn(move || {
            (0..spins).for_each(|_| std::hint::spin_loop());
            kill(&folder)
        })
    }
}

fn kill(folder: &Path) -> io::Result<()> {
    let pid = std::fs::read_to_string(folder.join("data/postmaster.pid"))?;
    let pid = pid.lines().next().unwrap_or_default();
    let is_killed = Command::new("kill").args(["-KILL", pid]).status()?.success();
    if is_killed { Ok(()) } else { Err(io::Error::other(format!("server {pid} was not killed"))) }
}

/// The folder with the server's programs, if it is here.
fn programs() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let version = |path: &Path| path.parent()?.file_name()?.to_str()?.parse::<u32>().ok();
    let mut found: Vec<PathBuf> = debian.map(|entry| entry.path().join("bin")).collect();
    found.retain(|path| version(path).is_some_and(|version| version >= 15) && path.join("initdb").is_file());
    found.sort_by_key(|path| version(path));
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
    };
    found.pop().or_else(on_path)
}

/// A shell that runs as somebody without rights: the server refuses to be run by root.
fn unprivileged() -> Command {
    let ask = |args: &[&str]| Command::new("id").args(args).stderr(Stdio::null()).output();
    let is_root = ask(&["-u"]).is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if !is_root {
        return Command::new("sh");
    }
    let user = if ask(&["-u", "postgres"]).is_ok_and(|output| output.status.success()) { "postgres" } else { "nobody" };
    let mut command = Command::new("runuser");
    command.args(["-u", user, "--", "sh"]);
    command
}
