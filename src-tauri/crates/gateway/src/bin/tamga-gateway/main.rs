//! How is a gateway run and looked after by hand? `serve`, `openapi`, and the commands of its operator.

mod admin;
mod log;
mod serve;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, Parser, Subcommand};
use mimalloc::MiMalloc;
use tamga_origin::Timestamp;

/// Certificates are many small texts; the system's own allocator takes longer for them, and gives memory back to ask
/// for it again.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const STATUS: &str = "\
Exit status:
  0 done    1 no: refused, or something does not hold    2 called wrongly
  3 the world is in the way (file, port, key, store)";

/// A national or office gateway for certificates of origin
#[derive(Parser)]
#[command(name = "tamga-gateway", version, after_help = STATUS, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Take submissions, keep what waits for each party, hand over to other gateways
    ///
    /// With --config it runs the gateway the file describes. With --country it runs a demonstration on the embedded
    /// store: when DIR is new, keys, a trust list and two registrations are made in it and DIR/offices.txt says what an
    /// office is told. It ends on Ctrl-C or SIGTERM, after the requests it is answering.
    #[command(after_help = "Example:\n  tamga-gateway serve --country CN --listen 127.0.0.1:8443 --data ./gateway-cn")]
    Serve(Serve),
    /// Print the description of the API (OpenAPI 3.1)
    #[command(after_help = "Example:\n  tamga-gateway openapi > openapi.json")]
    Openapi,
    /// Look after a gateway: clients, certificates, routes, lists, what stands still, who did what
    ///
    /// Commands are given to the gateway's store; one that runs sees them within seconds.
    #[command(
        after_help = "Example:\n  tamga-gateway admin --config gateway.toml routes pause to-au --by \"A. Officer\""
    )]
    Admin(admin::Admin),
}

#[derive(Args)]
struct Serve {
    /// TOML file; paths in it are relative to its folder
    #[arg(long, value_name = "FILE", conflicts_with_all = ["country", "listen", "data"])]
    config: Option<PathBuf>,
    /// Two capital letters, ISO 3166-1
    #[arg(long, value_name = "CC", requires_all = ["listen", "data"], required_unless_present = "config")]
    country: Option<String>,
    /// For instance 127.0.0.1:8443; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", requires = "country")]
    listen: Option<SocketAddr>,
    /// Folder of the demonstration
    #[arg(long, value_name = "DIR", requires = "country")]
    data: Option<PathBuf>,
    /// No line for each request on standard error
    #[arg(long)]
    quiet: bool,
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Openapi => {
            print!("{}", tamga_gateway::openapi::text());
            ExitCode::SUCCESS
        }
        Command::Serve(serve) => match serve::serve(serve) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(error.as_ref(), 3),
        },
        Command::Admin(admin) => match admin.run() {
            Ok(answer) => answer,
            Err(error) => failed(&error, error.status()),
        },
    }
}

fn failed(error: &dyn std::error::Error, status: u8) -> ExitCode {
    eprintln!("tamga-gateway: {}", chain(error));
    ExitCode::from(status)
}

fn system_time() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

fn chain(error: &dyn std::error::Error) -> String {
    let (mut text, mut next) = (error.to_string(), error.source());
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
