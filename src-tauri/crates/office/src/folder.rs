//! What lies in an office's folder beside the store? `office.toml`, which a person may read, and the secrets that must
//! lie outside the database, each in a file of its own that only this user can read.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tamga_origin::{Address, Channel, CompetentAuthority, IssuingBody, Place, Timestamp};

use crate::Secret;
use crate::error::OfficeError;
use crate::office::{NewOffice, OfficeFacts, OfficeRole};

/// Version of `office.toml` this program writes.
const VERSION: u32 = 1;
const FILE: &str = "office.toml";
/// Named for what it is: nothing here is encrypted by us.
const SECRETS: &str = "secrets.plain";

#[derive(Serialize, Deserialize)]
struct OfficeFile {
    version: u32,
    /// How the store is protected at rest; a form this program does not know is refused.
    store: String,
    role: String,
    country: String,
    name: String,
    party: String,
    person: String,
    title: String,
    demonstration: bool,
    made_at: String,
    place: PlaceTable,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<IssuerTable>,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct PlaceTable {
    code: String,
    name: String,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct IssuerTable {
    code: String,
    name: String,
    lines: Vec<String>,
    city: String,
    region: String,
    postcode: String,
    country: String,
    accreditation: String,
    authority: AuthorityTable,
    channels: Vec<ChannelTable>,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct AuthorityTable {
    name: String,
    country: String,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct ChannelTable {
    kind: String,
    value: String,
}

/// Is there an office in this folder?
pub(crate) fn holds_office(dir: &Path) -> bool {
    dir.join(FILE).is_file()
}

/// Is the folder missing or empty?
pub(crate) fn is_free(dir: &Path) -> Result<bool, OfficeError> {
    match fs::read_dir(dir) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// Writes `office.toml` of a new office.
pub(crate) fn write(dir: &Path, facts: &OfficeFacts) -> Result<(), OfficeError> {
    let OfficeFacts { told, made_at } = facts;
    let NewOffice { role, country, name, issuer, place, party, person, title, demonstration } = told;
    let file = OfficeFile {
        version: VERSION,
        store: "plain".to_owned(),
        role: role.word().to_owned(),
        country: country.clone(),
        name: name.clone(),
        party: party.clone(),
        person: person.clone(),
        title: title.clone(),
        demonstration: *demonstration,
        made_at: made_at.rfc3339(),
        place: PlaceTable { code: place.code.clone(), name: place.name.clone() },
        issuer: issuer.as_ref().map(issuer_table),
    };
    let text = toml::to_string_pretty(&file).map_err(|error| OfficeError::OfficeFile(error.to_string()))?;
    make_private_folder(dir)?;
    write_private(&dir.join(FILE), text.as_bytes())
}

/// Reads `office.toml`.
pub(crate) fn read(dir: &Path) -> Result<OfficeFacts, OfficeError> {
    let text = match fs::read_to_string(dir.join(FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(OfficeError::NoOffice(dir.to_owned())),
        Err(error) => return Err(error.into()),
    };
    let unreadable = |why: String| OfficeError::OfficeFile(why);
    let file: OfficeFile = toml::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
    if file.version != VERSION {
        return Err(unreadable(format!("version {}", file.version)));
    }
    if file.store != "plain" {
        return Err(unreadable(format!("store {}", file.store)));
    }
    let told = NewOffice {
        role: OfficeRole::from_word(&file.role).ok_or_else(|| unreadable(format!("role {}", file.role)))?,
        country: file.country,
        name: file.name,
        issuer: file.issuer.map(issuing_body),
        place: Place { code: file.place.code, name: file.place.name },
        party: file.party,
        person: file.person,
        title: file.title,
        demonstration: file.demonstration,
    };
    let made_at = Timestamp::parse_rfc3339(&file.made_at).ok_or_else(|| unreadable("made_at".to_owned()))?;
    Ok(OfficeFacts { told, made_at })
}

fn issuer_table(issuer: &IssuingBody) -> IssuerTable {
    let IssuingBody { code, name, address, channels, accreditation, competent_authority } = issuer.clone();
    let Address { lines, city, region, postcode, country } = address;
    let authority = AuthorityTable { name: competent_authority.name, country: competent_authority.country };
    let channel = |channel: &Channel| ChannelTable { kind: channel.kind.clone(), value: channel.value.clone() };
    let channels = channels.iter().map(channel).collect();
    IssuerTable { code, name, lines, city, region, postcode, country, accreditation, authority, channels }
}

fn issuing_body(table: IssuerTable) -> IssuingBody {
    let IssuerTable { code, name, lines, city, region, postcode, country, accreditation, authority, channels } = table;
    let competent_authority = CompetentAuthority { name: authority.name, country: authority.country };
    let channels = channels.into_iter().map(|channel| Channel { kind: channel.kind, value: channel.value }).collect();
    let address = Address { lines, city, region, postcode, country };
    IssuingBody { code, name, address, channels, accreditation, competent_authority }
}

/// A secret of the office.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SecretFile<'a> {
    /// The client secret at the gateway.
    Client,
    /// What unwraps the key that answers are signed with; each wrapping has a file of its own, named by a digest of it,
    /// so that a new one never takes the place of one that is still needed.
    AnswerKey(&'a str),
    /// What closes the key for printed codes of a key on a card, by the key's id.
    CodeKey(&'a str),
    /// The key that signs this office's bundles, PKCS#8 in base64.
    BundleSigning,
    /// The key that opens bundles packed for this office.
    BundleOpening,
}

impl SecretFile<'_> {
    fn path(self, dir: &Path) -> PathBuf {
        let name = match self {
            Self::Client => "client-secret".to_owned(),
            Self::AnswerKey(wrapping) => format!("answer-key-passphrase-{wrapping}"),
            Self::CodeKey(id) => format!("code-key-{id}"),
            Self::BundleSigning => "bundle-signing-key".to_owned(),
            Self::BundleOpening => "bundle-opening-key".to_owned(),
        };
        dir.join(SECRETS).join(name)
    }

    /// Reads the secret, when there is one.
    pub(crate) fn read(self, dir: &Path) -> Result<Option<Secret<String>>, OfficeError> {
        match fs::read_to_string(self.path(dir)) {
            Ok(text) => Ok(Some(Secret::new(text))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps the secret.
    pub(crate) fn write(self, dir: &Path, secret: &Secret<String>) -> Result<(), OfficeError> {
        make_private_folder(&dir.join(SECRETS))?;
        write_private(&self.path(dir), secret.expose().as_bytes())
    }
}

fn make_private_folder(dir: &Path) -> Result<(), OfficeError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(dir)?)
}

/// Writes a file only this user can read: beside its name, flushed, then renamed, so that it is whole or not there.
fn write_private(path: &Path, bytes: &[u8]) -> Result<(), OfficeError> {
    let beside = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(fs::rename(&beside, path)?)
}
