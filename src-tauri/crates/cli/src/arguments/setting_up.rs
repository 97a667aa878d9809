//! How is an office made and kept? Its folder, keys, trust list, gateway and numbers; and the demonstration.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use tamga_office::keys::{ALGORITHM_NAMES, Algorithm};
use tamga_origin::Date;

use super::{ChangePinArguments, PinArguments, country, day};

/// How to tell the story.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga demo

To keep both offices in a folder and look at them afterwards:
  tamga demo --keep story
  tamga --dir story/post inbox

The PIN of every demonstration key is: demonstration")]
pub struct DemoArguments {
    /// Keep everything in this empty folder [default: a folder that is removed afterwards]
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// Start from this application, UN/CEFACT JSON or Tamga XML [default: the example that ships with Tamga]
    #[arg(long, value_name = "FILE")]
    pub application: Option<PathBuf>,
}

/// Desks of an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleWord {
    /// An issuing desk, for a chamber or authority
    Issue,
    /// A border desk, for customs
    Receive,
    /// Both
    Both,
}

/// What a new office is told.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga init --dir chamber --role issue --country AU --office \"Melbourne Chamber\" \\
    --issuer MCC --place Melbourne --person \"Tomás Okafor\" --title \"Certifying officer\"
  tamga init --dir camara --role issue --country UY --office \"Cámara del Plata\" --issuer 0AV \\
    --street \"Rambla 25\" --web https://camara.example --place Montevideo
  tamga init --dir post --role receive --country CN --office \"Shanghai Customs\" --party CN-SHA")]
pub struct InitArguments {
    /// Which desks it has
    #[arg(long, value_enum)]
    pub role: RoleWord,
    /// Country of the office, two letters
    #[arg(long, value_name = "CC", value_parser = country)]
    pub country: String,
    /// Name people know it by
    #[arg(long, value_name = "NAME")]
    pub office: String,
    /// Code of the issuing body, as in the trust list; needed to issue
    #[arg(long, value_name = "CODE", required_if_eq_any([("role", "issue"), ("role", "both")]))]
    pub issuer: Option<String>,
    /// Street and number of the issuing body, or its post box; may be repeated, a line each. Digital certificates of the
    /// ALADI agreements ask for it
    #[arg(long = "street", value_name = "LINE")]
    pub streets: Vec<String>,
    /// Address of the issuing body on the web, which they ask for too
    #[arg(long, value_name = "URL")]
    pub web: Option<String>,
    /// Place of issue, as printed on certificates
    #[arg(long, value_name = "PLACE", default_value = "", hide_default_value = true)]
    pub place: String,
    /// Party under which it answers, as its gateway registered it; needed to receive
    #[arg(long, value_name = "ID", required_if_eq_any([("role", "receive"), ("role", "both")]))]
    pub party: Option<String>,
    /// Person at the desk, for certificates and the journal
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub person: String,
    /// Title of the person, for instance "Certifying officer"
    #[arg(long, value_name = "TITLE", default_value = "", hide_default_value = true)]
    pub title: String,
    /// For demonstration only: every page and answer says so
    #[arg(long)]
    pub demonstration: bool,
}

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Take in a key from a PKCS#12 file; afterwards it opens by PIN alone
    #[command(after_help = "Examples:
  tamga --dir chamber key import officer.p12 --label \"T. Okafor\"
  P12=… PIN=… tamga --dir chamber key import officer.p12 --password-env P12 --pin-env PIN

A border post signs its answers with a key that needs no person and no PIN:
  tamga --dir post key import post.p12 --answers

An exporter's key signs what is declared, and certifies nothing:
  tamga --dir exporter key import exporter.p12 --exporter

A key whose own certificate allows RSA-PSS alone is not taken: ask whoever gave it out for a certificate of an RSA or
EC key, or keep it on a card. A file in an encryption that is not read here is named with it; save it anew:
  openssl pkcs12 -in old.p12 -nodes -out both.pem
  openssl pkcs12 -export -in both.pem -out new.p12
and delete both.pem, which holds the key in clear.")]
    Import {
        /// The key file, .p12 or .pfx
        file: PathBuf,
        /// What people call the key [default: the file's name]
        #[arg(long, value_name = "TEXT")]
        label: Option<String>,
        /// Which of several keys in the file: the name in its certificate, or the beginning of its fingerprint
        #[arg(long, value_name = "KEY")]
        which: Option<String>,
        /// Keep the key under a passphrase alone, not bound to the key ring of this computer and user: for machines
        /// without a desktop, and for a key that several people open
        #[arg(long)]
        no_key_ring: bool,
        /// With which algorithm it signs where the form allows it
        #[arg(long, value_name = "NAME", value_parser = algorithm)]
        algorithm: Option<Algorithm>,
        /// Environment variable that holds the file's password [default: ask at the terminal]
        #[arg(long, value_name = "NAME")]
        password_env: Option<String>,
        /// The key with which a border post signs its answers; it needs no PIN
        #[arg(long, conflicts_with_all = ["label", "which", "no_key_ring", "algorithm", "pin_env", "pin_fd", "exporter"])]
        answers: bool,
        /// The key of an exporter: it signs declarations, never certificates
        #[arg(long)]
        exporter: bool,
        #[command(flatten)]
        pin: PinArguments,
    },
    /// Make a demonstration key; what it signs is worth nothing elsewhere
    #[command(after_help = "Example:\n  tamga --dir chamber key new --demo --officer \"Ada Moreno\"")]
    New {
        /// Say that you know it is for demonstration only
        #[arg(long, required = true)]
        demo: bool,
        /// Officer named in the key
        #[arg(long, value_name = "NAME", default_value = "Demonstration officer")]
        officer: String,
        #[command(flatten)]
        pin: PinArguments,
    },
    /// Sign with a key on a card, a token or an HSM
    #[command(
        subcommand,
        after_help = "Example:\n  tamga --dir chamber key token list --module /usr/lib/softhsm/libsofthsm2.so"
    )]
    Token(TokenCommand),
    /// Change how a key signs
    #[command(after_help = "Example, a form that wants RSA-PSS:
  tamga --dir chamber key set 3f9a… --algorithm rsa-pss-sha256

The program of the card's maker was moved:
  tamga --dir chamber key set 3f9a… --module /opt/card/lib/card-pkcs11.so")]
    #[command(group(clap::ArgGroup::new("change").required(true).multiple(true)))]
    Set {
        /// Id of the key
        key: String,
        /// With which algorithm it signs where the form allows it
        #[arg(long, value_name = "NAME", value_parser = algorithm, group = "change")]
        algorithm: Option<Algorithm>,
        /// Where the program (PKCS#11 module) of the card's maker lies
        #[arg(long, value_name = "PATH", group = "change")]
        module: Option<PathBuf>,
    },
    /// Give a key another PIN
    Pin(ChangePinArguments),
    /// List the keys
    #[command(after_help = "Example:\n  tamga --dir chamber key list")]
    List,
}

/// What to do with cards.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Show the cards that are there and what they say without a PIN
    #[command(after_help = "Example:
  tamga --dir chamber key token list --module /usr/lib/softhsm/libsofthsm2.so")]
    List {
        /// Where the program (PKCS#11 module) of the card's maker lies
        #[arg(long, value_name = "PATH")]
        module: PathBuf,
    },
    /// Take a key on a card into use; from then on `--key` names it like any other
    #[command(after_help = "Example:
  tamga --dir chamber key token use --module /usr/lib/softhsm/libsofthsm2.so --card chamber --which \"T. Okafor\"

The PIN is the card's own. It is never kept; a wrong one is never sent a second time.")]
    Use {
        /// Where the program (PKCS#11 module) of the card's maker lies
        #[arg(long, value_name = "PATH")]
        module: PathBuf,
        /// Label or serial number of the card [default: the only one]
        #[arg(long, value_name = "CARD")]
        card: Option<String>,
        /// Which key: its label, its id, the name in its certificate, or the beginning of its fingerprint [default: the
        /// only one]
        #[arg(long, value_name = "KEY")]
        which: Option<String>,
        /// What people call the key [default: the name in its certificate]
        #[arg(long, value_name = "TEXT")]
        label: Option<String>,
        /// With which algorithm it signs where the form allows it
        #[arg(long, value_name = "NAME", value_parser = algorithm)]
        algorithm: Option<Algorithm>,
        /// The key of an exporter: it signs declarations, never certificates
        #[arg(long)]
        exporter: bool,
        #[command(flatten)]
        pin: PinArguments,
    },
}

/// Reads the name of an algorithm.
fn algorithm(text: &str) -> Result<Algorithm, String> {
    let found = ALGORITHM_NAMES.iter().find(|(name, _)| *name == text).map(|(_, algorithm)| *algorithm);
    found.ok_or_else(|| {
        let names: Vec<&str> = ALGORITHM_NAMES.iter().map(|(name, _)| *name).collect();
        format!("it is one of {}", names.join(", "))
    })
}

/// A route of a gateway: `CN=au-cn` or `CN/chafta=au-cn`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteChoice {
    /// Destination country, or `*`.
    pub destination: String,
    /// Agreement code, or `*`.
    pub agreement: String,
    /// Route id.
    pub id: String,
}

fn route(text: &str) -> Result<RouteChoice, String> {
    let explained = || "a route is written as CN=ROUTE or CN/AGREEMENT=ROUTE; * stands for any country".to_owned();
    let (to, id) = text.split_once('=').ok_or_else(explained)?;
    let (destination, agreement) = to.split_once('/').unwrap_or((to, "*"));
    let destination = if destination == "*" { "*".to_owned() } else { country(destination)? };
    if id.is_empty() || agreement.is_empty() {
        return Err(explained());
    }
    Ok(RouteChoice { destination, agreement: agreement.to_owned(), id: id.to_owned() })
}

/// The gateway to set; without options the one in use is shown.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga --dir chamber gateway --url https://gateway.example:8443 --id gw-au \\
    --anchor gateway.pem --client mcc --route CN=au-cn
  tamga --dir post gateway --url https://gateway.example:8443 --id gw-cn \\
    --anchor gateway.pem --client sha --box own --box posts --answers AU=au-cn

To see the gateway in use:
  tamga --dir chamber gateway")]
pub struct GatewayArguments {
    /// Address, https://HOST:PORT
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Its id in the trust list
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// File with the certificates that alone are trusted for it, PEM
    #[arg(long, value_name = "FILE")]
    pub anchor: Option<PathBuf>,
    /// Name under which this office is registered there
    #[arg(long, value_name = "NAME")]
    pub client: Option<String>,
    /// Environment variable that holds the office's secret there [default: ask at the terminal]
    #[arg(long, value_name = "NAME")]
    pub secret_env: Option<String>,
    /// Keep the secret that was given before
    #[arg(long, conflicts_with = "secret_env")]
    pub keep_secret: bool,
    /// Box to read; may be repeated
    #[arg(long = "box", value_name = "NAME", default_value = "own")]
    pub boxes: Vec<String>,
    /// Where certificates go: CN=ROUTE, or CN/AGREEMENT=ROUTE, or *=ROUTE; may be repeated
    #[arg(long = "route", value_name = "TO=ROUTE", value_parser = route)]
    pub routes: Vec<RouteChoice>,
    /// Where a border post's answers go, written like a route; may be repeated
    #[arg(long, value_name = "TO=ROUTE", value_parser = route)]
    pub answers: Vec<RouteChoice>,
    /// Proxy to go through [default: none]
    #[arg(long, value_name = "URL")]
    pub proxy: Option<String>,
}

/// What to do with numbers.
#[derive(Debug, Subcommand)]
pub enum NumbersCommand {
    /// Add a block that was leased to this desk
    #[command(after_help = "Examples:
  tamga --dir chamber numbers add --agreement chafta --first 1 --last 5000
  tamga --dir chamber numbers add --pattern 'MCC{yyyy}{seq:6}' --first 1 --last 5000")]
    Add {
        /// Form the block is for [default: any]
        #[arg(long, value_name = "ID", required_unless_present = "pattern")]
        agreement: Option<String>,
        /// How a number is built from its serial [default: as the form says]
        #[arg(long, value_name = "PATTERN", default_value = "", hide_default_value = true)]
        pattern: String,
        /// First serial
        #[arg(long, value_name = "N")]
        first: u64,
        /// Last serial
        #[arg(long, value_name = "N")]
        last: u64,
        /// Last day on which new numbers may be taken
        #[arg(long, value_name = "DAY", value_parser = day)]
        expires: Option<Date>,
    },
    /// List the blocks and what is left of them
    #[command(after_help = "Example:\n  tamga --dir chamber numbers list")]
    List,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_names_country_agreement_and_route() {
        let read = |text: &str| route(text).map(|route| (route.destination, route.agreement, route.id)).ok();
        let expect = |a: &str, b: &str, c: &str| Some((a.to_owned(), b.to_owned(), c.to_owned()));
        assert_eq!(read("cn=au-cn"), expect("CN", "*", "au-cn"));
        assert_eq!(read("CN/chafta=au-cn"), expect("CN", "chafta", "au-cn"));
        assert_eq!(read("*=all"), expect("*", "*", "all"));
        for wrong in ["CN", "CN=", "China=x", "CN/=x", ""] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}

/// Which forms.
#[derive(Debug, Args)]
pub struct AgreementsArguments {
    /// Id of one form
    pub id: Option<String>,
    /// What else
    #[command(subcommand)]
    pub command: Option<AgreementsCommand>,
}

/// What else can be done with forms.
#[derive(Debug, Subcommand)]
pub enum AgreementsCommand {
    /// Name every slip in files of forms, with line and column
    #[command(after_help = "Example:\n  tamga agreements lint new-form.toml groups.toml\n
Ends with 1 when any file has a slip. Several files are also held against each other:
ids must differ, and versions of one form must not overlap unless something chooses.")]
    Lint {
        /// Files of forms, and groups.toml when they use groups of their own
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Use a form: new drafts offer it, and its drafts can be issued
    #[command(after_help = "Example:\n  tamga --dir chamber agreements on chafta")]
    On {
        /// Id of the form
        id: String,
    },
    /// Stop using a form; its drafts are kept and cannot be issued
    #[command(after_help = "Example:\n  tamga --dir chamber agreements off safta")]
    Off {
        /// Id of the form
        id: String,
    },
    /// Confirm a fact of a form with the agreement's text in hand, for this office
    #[command(
        after_help = "Example:\n  tamga agreements confirm chafta box.10 --article \"Annex 3-A\" \\\n    --person \"A. Otieno\" --second \"M. Ferrand\"
\nWhat is to confirm stands at the end of `tamga agreements ID`. A confirmation lapses by itself when a later
version of the form says something else."
    )]
    Confirm {
        /// Id of the form
        id: String,
        /// Name of the fact, for instance box.10 or retroactive
        fact: String,
        /// Where it was read
        #[arg(long, value_name = "TEXT")]
        article: String,
        /// Who read it
        #[arg(long, value_name = "NAME")]
        person: String,
        /// Who read it too: another person
        #[arg(long, value_name = "NAME")]
        second: String,
    },
}
