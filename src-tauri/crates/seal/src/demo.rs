//! Which keys does the demonstration use? An authority of its own whose certificates all say `OU=DEMONSTRATION`, key
//! files as a real authority hands them out, and the TLS certificates of loopback gateways.
//!
//! Nothing made here counts outside the demonstration (`key.demo`); a real trust list can never contain it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use p12_keystore as p12;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertificateRevocationListParams, CertifiedIssuer,
    DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyIdMethod, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, RevokedCertParams, SerialNumber,
};
use tamga_origin::Timestamp;
use tamga_origin::trust::{Anchor, AnchorKind, KeyUse, Span};

use crate::certificate::{DEMONSTRATION, SignerCertificate};
use crate::digest::sha256_hex;
use crate::error::SignError;
use crate::plain_key::PlainKey;
use crate::secret::Secret;

/// From when to when certificates count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// First second.
    pub from: Timestamp,
    /// Last second.
    pub to: Timestamp,
}

/// The name and place of somebody who gets a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    /// Name of the person (`CN`).
    pub name: &'a str,
    /// Name of the body (`O`).
    pub body: &'a str,
    /// Country, two letters (`C`).
    pub country: &'a str,
}

/// How long a list of revoked certificates is current.
const LIST_LIFE: i64 = 7 * 86_400_000;

/// A key file as an authority hands it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFile {
    /// PKCS#12 with AES encryption.
    pub pkcs12: Vec<u8>,
    /// The certificate in it, DER.
    pub certificate: Vec<u8>,
}

/// A demonstration authority that gives officers their keys.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").field("key", &"<secret>").finish()
    }
}

impl Authority {
    /// Makes an authority.
    pub fn new(name: &str, life: Life) -> Result<Self, SignError> {
        root(name, life).map(Self)
    }

    /// The root certificate, DER.
    pub fn root(&self) -> &[u8] {
        self.0.der()
    }

    /// The root as an anchor of a trust list.
    pub fn anchor(&self, uses: &[KeyUse], span: Span) -> Anchor {
        Anchor {
            kid: sha256_hex(self.root()),
            certificates: vec![self.root().to_vec()],
            kind: AnchorKind::Ca,
            uses: uses.to_vec(),
            span,
        }
    }

    /// The list of revoked certificates this authority publishes at a moment, DER; each with the moment from which it
    /// counts no longer.
    pub fn revocation_list(
        &self,
        at: Timestamp,
        revoked: &[(&SignerCertificate, Timestamp)],
    ) -> Result<Vec<u8>, SignError> {
        let moment = |at: Timestamp| rcgen::date_time_ymd(1970, 1, 1) + since_epoch(at);
        let one = |(certificate, at): &(&SignerCertificate, Timestamp)| RevokedCertParams {
            serial_number: SerialNumber::from_slice(certificate.info().serial_number.as_bytes()),
            revocation_time: moment(*at),
            reason_code: None,
            invalidity_date: None,
        };
        let list = CertificateRevocationListParams {
            this_update: moment(at),
            next_update: moment(at.plus_millis(LIST_LIFE)),
            crl_number: SerialNumber::from(u64::try_from(at.millis()).unwrap_or(0)),
            issuing_distribution_point: None,
            revoked_certs: revoked.iter().map(one).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        Ok(list.signed_by(&self.0).map_err(failed)?.der().to_vec())
    }

    /// Makes a P-256 key with a demonstration certificate, as a PKCS#12 file under this password.
    pub fn key_file(&self, person: Person<'_>, life: Life, password: &Secret<String>) -> Result<KeyFile, SignError> {
        let key = pair()?;
        let mut params = params(life);
        params.distinguished_name =
            subject(person.name, &[(DnType::CountryName, person.country), (DnType::OrganizationName, person.body)]);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
        params.use_authority_key_identifier_extension = true;
        let certificate = params.signed_by(&key, &self.0).map_err(failed)?;
        let pkcs8 = Secret::new(key.serialize_der());
        let pkcs12 =
            pkcs12(person.name, &pkcs8, &[certificate.der(), self.root()], password).map_err(|_| SignError::Failed)?;
        Ok(KeyFile { pkcs12, certificate: certificate.der().to_vec() })
    }
}

/// A demonstration authority for the TLS of loopback gateways.
pub struct TlsAuthority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    life: Life,
}

impl std::fmt::Debug for TlsAuthority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TlsAuthority").field("key", &"<secret>").finish()
    }
}

/// Certificate and key of one side of a TLS line.
#[derive(Debug)]
pub struct TlsServer {
    /// Certificate, PEM.
    pub certificate_pem: String,
    /// Private key, PKCS#8 PEM.
    pub key_pem: Secret<String>,
}

impl TlsAuthority {
    /// Makes an authority whose certificates all count for this life.
    pub fn new(name: &str, life: Life) -> Result<Self, SignError> {
        Ok(Self { issuer: root(name, life)?, life })
    }

    /// The root certificate, PEM: what clients pin.
    pub fn root_pem(&self) -> String {
        self.issuer.pem()
    }

    /// Makes certificate and key of a server that answers under these names or addresses
    /// (`localhost`, `127.0.0.1`, `::1`).
    pub fn server(&self, names: &[&str]) -> Result<TlsServer, SignError> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let first = names.first().map_or("server", String::as_str).to_owned();
        let with_names = CertificateParams::new(names).map_err(failed)?;
        let mut params = self.side(&first, ExtendedKeyUsagePurpose::ServerAuth);
        params.subject_alt_names = with_names.subject_alt_names;
        self.certify(params)
    }

    /// Makes certificate and key of a client of this name.
    pub fn client(&self, name: &str) -> Result<TlsServer, SignError> {
        self.certify(self.side(name, ExtendedKeyUsagePurpose::ClientAuth))
    }

    fn side(&self, name: &str, usage: ExtendedKeyUsagePurpose) -> CertificateParams {
        let mut params = params(self.life);
        params.distinguished_name = subject(name, &[]);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![usage];
        params.use_authority_key_identifier_extension = true;
        params
    }

    fn certify(&self, params: CertificateParams) -> Result<TlsServer, SignError> {
        let key = pair()?;
        let certificate: Certificate = params.signed_by(&key, &self.issuer).map_err(failed)?;
        Ok(TlsServer { certificate_pem: certificate.pem(), key_pem: Secret::new(key.serialize_pem()) })
    }
}

/// A client's assertion (RFC 7523) over these claims, as an OAuth2 client library writes it.
pub fn assertion(claims: &str, key: &PlainKey) -> String {
    let input = format!("{}.{}", BASE64URL.encode(r#"{"alg":"EdDSA","typ":"JWT"}"#), BASE64URL.encode(claims));
    let value = BASE64URL.encode(key.sign(input.as_bytes()));
    format!("{input}.{value}")
}

fn failed(_: rcgen::Error) -> SignError {
    SignError::Failed
}

fn pair() -> Result<KeyPair, SignError> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(failed)
}

/// Time since the epoch, in whole seconds.
fn since_epoch(at: Timestamp) -> Duration {
    Duration::from_secs(u64::try_from(at.millis().div_euclid(1000)).unwrap_or(0))
}

fn params(life: Life) -> CertificateParams {
    let moment = |at: Timestamp| rcgen::date_time_ymd(1970, 1, 1) + since_epoch(at);
    let mut params = CertificateParams::default();
    params.not_before = moment(life.from);
    params.not_after = moment(life.to);
    params
}

fn subject(name: &str, more: &[(DnType, &str)]) -> DistinguishedName {
    let mut subject = DistinguishedName::new();
    for (kind, value) in more {
        subject.push(kind.clone(), *value);
    }
    subject.push(DnType::OrganizationalUnitName, DEMONSTRATION);
    subject.push(DnType::CommonName, name);
    subject
}

fn root(name: &str, life: Life) -> Result<CertifiedIssuer<'static, KeyPair>, SignError> {
    let mut params = params(life);
    params.distinguished_name = subject(name, &[]);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    CertifiedIssuer::self_signed(params, pair()?).map_err(failed)
}

fn pkcs12(
    name: &str,
    pkcs8: &Secret<Vec<u8>>,
    certificates: &[&[u8]],
    password: &Secret<String>,
) -> p12::Result<Vec<u8>> {
    let key = p12::PrivateKey::from_der(pkcs8.expose())?;
    let certificates =
        certificates.iter().map(|der| p12::Certificate::from_der(der)).collect::<p12::Result<Vec<_>>>()?;
    let mut store = p12::KeyStore::new();
    let chain = p12::PrivateKeyChain::new("1", key, certificates);
    store.add_entry(name, p12::KeyStoreEntry::PrivateKeyChain(chain));
    store.writer(password.expose()).write()
}
