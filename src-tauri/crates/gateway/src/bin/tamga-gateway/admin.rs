//! How does an operator write commands? Each names who gives it; answers are lines for people, columns apart by tabs.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tamga_gateway::admin::{Admin as Office, AdminError, Agreed};
use tamga_gateway::{ClientConfig, ClientKind, Clock, Config, Gate};
use uuid::Uuid;

use crate::system_time;

/// Commands of the operator.
#[derive(Args)]
pub struct Admin {
    /// The gateway's configuration
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Who gives the command; it stands in the audit
    #[arg(long, value_name = "NAME", env = "TAMGA_OPERATOR", global = true, default_value = "")]
    by: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Parties and how many clients each has
    Parties,
    /// Who may speak to this gateway
    #[command(subcommand)]
    Clients(Clients),
    /// Transport certificates of clients that were added by command
    #[command(subcommand)]
    Certificates(Certificates),
    /// Open, pause and close destinations
    #[command(subcommand)]
    Routes(Routes),
    /// The trust list
    #[command(subcommand)]
    Trust(Trust),
    /// Status lists that issuing bodies sign themselves
    #[command(subcommand)]
    Status(Status),
    /// What is under way or stands still
    #[command(subcommand)]
    Held(Held),
    /// Devices that wish to take the place of others
    #[command(subcommand)]
    Devices(Devices),
    /// Copies of the store, and going back to one
    #[command(subcommand)]
    Store(Store),
    /// Who did what, in a chain of digests
    #[command(subcommand)]
    Audit(Audit),
}

#[derive(Subcommand)]
enum Devices {
    /// Wishes that wait, oldest first
    List,
    /// Let a device take the place of the other one
    Grant {
        /// The device that wishes it
        device: Uuid,
        /// The epoch it begins in
        epoch: u32,
    },
    /// Refuse it
    Refuse {
        /// The device that wishes it
        device: Uuid,
        /// The epoch it begins in
        epoch: u32,
    },
}

#[derive(Subcommand)]
enum Store {
    /// Copy the embedded store while the gateway runs; a PostgreSQL database is copied with pg_dump
    Backup {
        /// A file that is not there yet
        file: PathBuf,
    },
    /// Say, before the gateway is started on it, that the store went back to an earlier point
    Restored,
}

#[derive(Subcommand)]
enum Clients {
    /// Every registration, without secrets
    List,
    /// Register a client; a secret is made and shown once unless it proves itself by certificate or key
    #[command(
        after_help = "Example:\n  tamga-gateway admin --config gateway.toml clients add desk-7 --party XX-CHAMBER \
        --kind desktop --certificate desk-7.pem --by \"A. Officer\""
    )]
    Add {
        /// Name of the registration
        id: String,
        /// The party it belongs to, as the trust list names it
        #[arg(long)]
        party: String,
        /// What it is
        #[arg(long)]
        kind: Kind,
        /// Its transport certificate, PEM
        #[arg(long, value_name = "FILE")]
        certificate: Vec<PathBuf>,
        /// Its key for assertions: the bare public point in base64url
        #[arg(long)]
        key: Vec<String>,
        /// A shared box it reads
        #[arg(long = "box", value_name = "BOX")]
        boxes: Vec<String>,
    },
    /// Stop a client from speaking
    Suspend {
        /// Name of the registration
        id: String,
    },
    /// Let a suspended client speak again
    Resume {
        /// Name of the registration
        id: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Desktop,
    Office,
    Post,
    Gateway,
}

#[derive(Subcommand)]
enum Certificates {
    /// Give a client one more certificate, so that the old one can be taken away later
    Add {
        /// Name of the registration
        client: String,
        /// The certificate, PEM
        file: PathBuf,
    },
    /// Take a certificate away from a client
    Remove {
        /// Name of the registration
        client: String,
        /// Its SHA-256, lower-case hex
        sha256: String,
    },
}

#[derive(Subcommand)]
enum Routes {
    /// Destinations and their states
    List,
    /// Take and move submissions; what was held goes on
    Open {
        /// Route id
        route: String,
    },
    /// Take submissions and hold them
    Pause {
        /// Route id
        route: String,
    },
    /// Refuse submissions
    Close {
        /// Route id
        route: String,
    },
}

#[derive(Subcommand)]
enum Trust {
    /// Number of the list in force
    Show,
    /// Take the next list over
    Import {
        /// The signed list
        file: PathBuf,
    },
}

#[derive(Subcommand)]
enum Status {
    /// Take over a list that an issuing body signed; this gateway then makes none for it
    Import {
        /// The signed list
        file: PathBuf,
    },
}

#[derive(Subcommand)]
enum Held {
    /// The oldest first
    List {
        /// The most lines
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Let go what is held on a route now, whatever the route's state
    Release {
        /// Route id
        route: String,
    },
    /// Propose to give a submission up; a second person has to agree
    Undeliverable {
        /// Submission id
        id: Uuid,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Agree to a proposal of somebody else
    ///
    /// What waits for another gateway is ended only with that gateway's signed promise that it will never take it.
    Agree {
        /// Submission id
        id: Uuid,
    },
}

#[derive(Subcommand)]
enum Audit {
    /// Lines, oldest first
    List {
        /// After this line
        #[arg(long, default_value_t = 0)]
        after: i64,
    },
    /// Walk the chain
    Verify,
}

/// Why a command has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The gateway's own words.
    #[error(transparent)]
    Admin(#[from] AdminError),
    /// A file cannot be read.
    #[error("{0} cannot be read")]
    File(PathBuf, #[source] std::io::Error),
    /// A file is not what it should be.
    #[error("{0}: {1}")]
    Form(PathBuf, String),
}

impl Failed {
    /// Exit status: the answer is no, or the world is in the way.
    pub fn status(&self) -> u8 {
        match self {
            Self::Admin(AdminError::Unknown(_) | AdminError::Refused(_)) | Self::Form(..) => 1,
            Self::Admin(AdminError::Gateway(_)) | Self::File(..) => 3,
        }
    }
}

impl Admin {
    /// Carries the command out.
    pub fn run(self) -> Result<ExitCode, Failed> {
        let config = Config::read(&self.config).map_err(AdminError::from)?;
        let office = Office::open(config, Clock::new(system_time))?;
        let by = self.by.as_str();
        match self.command {
            Command::Parties => parties(&office)?,
            Command::Clients(command) => clients(&office, by, command)?,
            Command::Certificates(command) => certificates(&office, by, command)?,
            Command::Routes(command) => routes(&office, by, command)?,
            Command::Trust(Trust::Show) => println!("{}", office.trust_number()?),
            Command::Trust(Trust::Import { file }) => {
                println!("trust list {} is in force", office.import_trust(by, &read(&file)?)?);
            }
            Command::Status(Status::Import { file }) => {
                let (issuer, n) = office.import_status_list(by, &read(&file)?)?;
                println!("status list {n} of {issuer} is given to who asks");
            }
            Command::Held(command) => held(&office, by, command)?,
            Command::Devices(command) => devices(&office, by, command)?,
            Command::Store(Store::Backup { file }) => {
                println!("{} holds {} bytes", file.display(), office.backup(by, &file)?);
            }
            Command::Store(Store::Restored) => println!("generation {}", office.restored(by)?),
            Command::Audit(Audit::List { after }) => {
                for entry in office.audit(after, 1_000)? {
                    println!("{}\t{}\t{}\t{}", entry.n, entry.at, entry.actor, entry.what);
                }
            }
            Command::Audit(Audit::Verify) => {
                let (lines, broken) = office.verify_audit()?;
                if let Some(line) = broken {
                    println!("{lines} lines hold; line {line} does not");
                    return Ok(ExitCode::from(1));
                }
                println!("{lines} lines hold");
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Failed> {
    std::fs::read(file).map_err(|source| Failed::File(file.to_owned(), source))
}

fn certificate(file: &Path) -> Result<Vec<u8>, Failed> {
    let read = CertificateDer::from_pem_slice(&read(file)?);
    read.map(|der| der.to_vec()).map_err(|why| Failed::Form(file.to_owned(), why.to_string()))
}

fn parties(office: &Office) -> Result<(), Failed> {
    let mut parties: Vec<(String, usize)> = Vec::new();
    for client in office.clients()? {
        match parties.iter_mut().find(|(party, _)| *party == client.party) {
            Some((_, count)) => *count += 1,
            None => parties.push((client.party, 1)),
        }
    }
    parties.sort();
    parties.iter().for_each(|(party, count)| println!("{party}\t{count}"));
    Ok(())
}

fn clients(office: &Office, by: &str, command: Clients) -> Result<(), Failed> {
    match command {
        Clients::List => {
            for client in office.clients()? {
                let state = if client.is_suspended { "suspended" } else { "active" };
                println!(
                    "{}\t{}\t{}\t{state}\t{}\t{}",
                    client.id,
                    client.party,
                    client.kind,
                    client.origin,
                    client.proofs.join("+")
                );
                client.certificates.iter().for_each(|sha256| println!("\tcertificate {sha256}"));
            }
        }
        Clients::Add { id, party, kind, certificate: files, key, boxes } => {
            let certificates: Result<Vec<_>, _> =
                files.iter().map(|file| certificate(file).map(|der| tamga_seal::digest::sha256_hex(&der))).collect();
            let certificates = certificates?;
            let has_proof = !certificates.is_empty() || !key.is_empty();
            let secret = match has_proof {
                true => String::new(),
                false => format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()),
            };
            let kind = match kind {
                Kind::Desktop => ClientKind::Desktop,
                Kind::Office => ClientKind::Office,
                Kind::Post => ClientKind::Post,
                Kind::Gateway => ClientKind::Gateway,
            };
            let client = ClientConfig {
                id: id.clone(),
                party,
                kind,
                secret: secret.clone(),
                certificates,
                keys: key,
                ..ClientConfig::default()
            };
            office.add_client(by, &client, &boxes)?;
            println!("client {id} is registered");
            if !has_proof {
                println!("secret {secret}");
                eprintln!("the secret is shown this once: it is kept nowhere");
            }
        }
        Clients::Suspend { id } => {
            office.halt_client(by, &id, true)?;
            println!("client {id} is suspended");
        }
        Clients::Resume { id } => {
            office.halt_client(by, &id, false)?;
            println!("client {id} may speak");
        }
    }
    Ok(())
}

fn certificates(office: &Office, by: &str, command: Certificates) -> Result<(), Failed> {
    match command {
        Certificates::Add { client, file } => {
            println!("{}", office.give_certificate(by, &client, &certificate(&file)?)?);
        }
        Certificates::Remove { client, sha256 } => {
            office.take_certificate(by, &client, &sha256)?;
            println!("client {client} has it no more");
        }
    }
    Ok(())
}

fn routes(office: &Office, by: &str, command: Routes) -> Result<(), Failed> {
    let (route, gate) = match command {
        Routes::List => {
            for (route, gate) in office.routes()? {
                println!("{}\t{}\t{}\t{}", route.route, route.destination, route.agreement, word(gate));
            }
            return Ok(());
        }
        Routes::Open { route } => (route, Gate::Open),
        Routes::Pause { route } => (route, Gate::Paused),
        Routes::Close { route } => (route, Gate::Closed),
    };
    let released = office.set_route(by, &route, gate)?;
    println!("route {route} is {}; {released} that were held go on", word(gate));
    Ok(())
}

fn word(gate: Gate) -> &'static str {
    match gate {
        Gate::Open => "open",
        Gate::Paused => "paused",
        Gate::Closed => "closed",
    }
}

fn devices(office: &Office, by: &str, command: Devices) -> Result<(), Failed> {
    match command {
        Devices::List => {
            for one in office.take_overs()? {
                println!("{}\t{}\t{}\t{}\t{}\t{}", one.device, one.epoch, one.from, one.pending, one.client, one.at);
            }
        }
        Devices::Grant { device, epoch } => {
            office.decide_take_over(by, device, epoch, true)?;
            println!("device {device} begins epoch {epoch}; the other one has ended");
        }
        Devices::Refuse { device, epoch } => {
            office.decide_take_over(by, device, epoch, false)?;
            println!("device {device} takes nobody's place");
        }
    }
    Ok(())
}

fn held(office: &Office, by: &str, command: Held) -> Result<(), Failed> {
    match command {
        Held::List { limit } => {
            for one in office.waiting(limit)? {
                let peer = one.peer.unwrap_or_default();
                let proposal =
                    one.proposal.map(|proposal| format!("{} proposes to end it: {}", proposal.actor, proposal.reason));
                println!(
                    "{}\t{}\t{}\t{}\t{}\t{}\t{peer}\t{}",
                    one.id,
                    one.state,
                    one.kind,
                    one.route,
                    one.client,
                    one.received_at,
                    proposal.unwrap_or_default()
                );
            }
        }
        Held::Release { route } => println!("{} go on", office.release(by, &route)?),
        Held::Undeliverable { id, reason } => {
            office.propose(by, id, &reason)?;
            println!("proposed; somebody else has to agree");
        }
        Held::Agree { id } => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.map_err(|source| Failed::File(PathBuf::from("the runtime"), source))?;
            match runtime.block_on(office.agree(by, id))? {
                Agreed::Ended => println!("{id} is undeliverable"),
                Agreed::Arrived => println!("{id} reached its goal meanwhile"),
            }
        }
    }
    Ok(())
}
