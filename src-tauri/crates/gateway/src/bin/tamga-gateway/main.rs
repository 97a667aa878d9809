//! How is a gateway run by hand? `serve` and `openapi`, read without a library: two commands and five options.

mod log;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use tamga_gateway::{Clock, Config, Gateway, GatewayError, demonstration};
use tamga_origin::Timestamp;

const HELP: &str = "\
tamga-gateway: a national or office gateway for certificates of origin

USAGE
  tamga-gateway serve --config FILE [--quiet]
  tamga-gateway serve --country CC --listen ADDRESS:PORT --data DIR [--quiet]
  tamga-gateway openapi
  tamga-gateway help | version

COMMANDS
  serve     takes submissions, keeps what waits for each party, hands over to other gateways.
            With --config it runs the gateway the file describes.
            With --country it runs a demonstration on the embedded store: when DIR is new, keys, a trust
            list and two registrations are made in it and DIR/offices.txt says what an office is told.
            It ends on Ctrl-C or SIGTERM, after the requests it is answering.
  openapi   prints the description of the API (OpenAPI 3.1).

OPTIONS
  --config FILE     TOML file; paths in it are relative to its folder
  --country CC      two capital letters, ISO 3166-1
  --listen ADDR     for instance 127.0.0.1:8443; port 0 takes a free one
  --data DIR        folder of the demonstration
  --quiet           no line for each request on standard error

EXAMPLE
  tamga-gateway serve --country CN --listen 127.0.0.1:8443 --data ./gateway-cn

EXIT STATUS
  0 done    2 called wrongly    3 the world is in the way (file, port, key, store)
";

/// What is to be done.
enum Command {
    Serve { from: Source, quiet: bool },
    Openapi,
    Help,
    Version,
}

/// Where the configuration comes from.
enum Source {
    File(PathBuf),
    Demonstration { country: String, listen: SocketAddr, data: PathBuf },
}

fn main() -> ExitCode {
    match command(std::env::args().skip(1)) {
        Err(wrong) => {
            eprintln!("tamga-gateway: {wrong}\n\n{HELP}");
            ExitCode::from(2)
        }
        Ok(Command::Help) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Ok(Command::Version) => {
            println!("tamga-gateway {}", env!("CARGO_PKG_VERSION"));
            ExitCode::SUCCESS
        }
        Ok(Command::Openapi) => {
            print!("{}", tamga_gateway::openapi::text());
            ExitCode::SUCCESS
        }
        Ok(Command::Serve { from, quiet }) => match serve(from, quiet) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("tamga-gateway: {}", chain(error.as_ref()));
                ExitCode::from(3)
            }
        },
    }
}

fn command(args: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut args = args;
    let verb = args.next().ok_or("a command is needed")?;
    let (mut options, mut quiet) = (Vec::new(), false);
    while let Some(arg) = args.next() {
        let (name, inline) = match arg.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (arg, None),
        };
        match name.as_str() {
            "--quiet" => quiet = true,
            "--help" | "-h" => return Ok(Command::Help),
            "--config" | "--country" | "--listen" | "--data" => {
                let value = inline.or_else(|| args.next()).ok_or(format!("{name} needs a value"))?;
                options.push((name, value));
            }
            other => return Err(format!("{other} is not an option")),
        }
    }
    let option = |name: &str| options.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    match verb.as_str() {
        "serve" => Ok(Command::Serve { from: source(option)?, quiet }),
        "openapi" => Ok(Command::Openapi),
        "help" | "--help" | "-h" => Ok(Command::Help),
        "version" | "--version" | "-V" => Ok(Command::Version),
        other => Err(format!("{other} is not a command")),
    }
}

fn source(option: impl Fn(&str) -> Option<String>) -> Result<Source, String> {
    match (option("--config"), option("--country"), option("--listen"), option("--data")) {
        (Some(file), None, None, None) => Ok(Source::File(file.into())),
        (None, Some(country), Some(listen), Some(data)) => {
            let listen = listen.parse().map_err(|_| format!("{listen} is not an address with a port"))?;
            Ok(Source::Demonstration { country, listen, data: data.into() })
        }
        _ => Err("serve needs --config, or --country, --listen and --data together".to_owned()),
    }
}

fn serve(from: Source, quiet: bool) -> Result<(), Box<dyn std::error::Error>> {
    log::start(quiet);
    let clock = Clock::new(system_time);
    let config = match from {
        Source::File(file) => Config::read(&file).map_err(GatewayError::from)?,
        Source::Demonstration { country, listen, data } => {
            let prepared = demonstration::prepare(&data, &country, listen, clock.now())?;
            if prepared.is_new {
                eprintln!("made demonstration keys, trust list and registrations in {}", data.display());
                eprintln!("{} says what an office is told", data.join("offices.txt").display());
            }
            prepared.config
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let (id, mark) = (config.id.clone(), if config.demonstration { " (DEMONSTRATION)" } else { "" });
        let ended = ended()?;
        let running = Gateway::start(config, clock).await?;
        // Standard output carries this one line, so that a program that started us learns the port.
        println!("{id} listens on {}{mark}", running.url());
        ended.await;
        eprintln!("ending");
        running.stop().await;
        Ok(())
    })
}

/// Resolves when somebody asks the program to end; listens from the moment it is called.
#[cfg(unix)]
fn ended() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Resolves when somebody asks the program to end.
#[cfg(not(unix))]
fn ended() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
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
