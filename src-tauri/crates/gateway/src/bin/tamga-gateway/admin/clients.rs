//! Commands about who may speak: registrations, their certificates, and devices that take the place of others.

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tamga_gateway::admin::Admin as Office;
use tamga_gateway::{ClientConfig, ClientKind};
use uuid::Uuid;

use super::{Failed, read};

/// Registrations.
#[derive(Subcommand)]
pub enum Clients {
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

/// What a client is.
#[derive(Clone, Copy, ValueEnum)]
pub enum Kind {
    Desktop,
    Office,
    Post,
    Gateway,
}

/// Transport certificates.
#[derive(Subcommand)]
pub enum Certificates {
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

/// Devices.
#[derive(Subcommand)]
pub enum Devices {
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

/// Parties and how many clients each has.
pub fn parties(office: &Office) -> Result<(), Failed> {
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

/// Carries a command about registrations out.
pub fn clients(office: &Office, by: &str, command: Clients) -> Result<(), Failed> {
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

/// Carries a command about certificates out.
pub fn certificates(office: &Office, by: &str, command: Certificates) -> Result<(), Failed> {
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

/// Carries a command about devices out.
pub fn devices(office: &Office, by: &str, command: Devices) -> Result<(), Failed> {
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

fn certificate(file: &Path) -> Result<Vec<u8>, Failed> {
    let read = CertificateDer::from_pem_slice(&read(file)?);
    read.map(|der| der.to_vec()).map_err(|why| Failed::Form(file.to_owned(), why.to_string()))
}
